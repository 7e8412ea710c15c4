//! Where HubSpot's collection of documents has an API, so that others can look up the facts again.

use super::specs::Specs;
use crate::diagnostics::Diagnostics;

const KEY: &str = "x-hubspot-source";

const FORM: &str = "write GROUP/API as the folders of HubSpot's collection are called, as in `CRM/Contacts`; add `/Rollouts/NUMBER` where the folder has several";

/// Reports documents with operations that do not say it, or say it in another form.
pub(super) fn check(specs: &Specs<'_>, diagnostics: &mut Diagnostics) {
    for document in &specs.documents {
        let Some(top) = document.top() else { continue };
        match top.members.get(KEY).map(|source| source.as_str()) {
            None if document.operations().next().is_some() => {
                diagnostics.error(&top.origin, format!("the document has no `{KEY}`"), FORM);
            }
            None => {}
            Some(Some(source)) if is_source(source) => {}
            Some(source) => {
                let message = match source {
                    Some(source) => format!("`{source}` is no place in HubSpot's collection"),
                    None => format!("`{KEY}` is no text"),
                };
                diagnostics.error(&top.origin.key(KEY), message, FORM);
            }
        }
    }
}

fn is_source(source: &str) -> bool {
    let parts: Vec<&str> = source.split('/').collect();
    let is_name = |name: &str| !name.is_empty() && name.trim() == name;
    match parts.as_slice() {
        [group, api] => is_name(group) && is_name(api),
        [group, api, "Rollouts", number] => {
            let is_number =
                !number.is_empty() && number.bytes().all(|digit| digit.is_ascii_digit());
            is_name(group) && is_name(api) && is_number
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sources_are_folders_of_the_collection() {
        for source in ["CRM/Contacts", "CRM/Associations Schema/Rollouts/130902"] {
            assert!(is_source(source), "{source}");
        }
        for source in [
            "",
            "CRM",
            "CRM/",
            "/Contacts",
            "CRM/ Contacts",
            "CRM/Contacts/Rollouts",
            "CRM/Contacts/Rollouts/",
            "CRM/Contacts/Rollouts/v3",
            "CRM/Contacts/424",
            "CRM/Contacts/Rollouts/424/v3",
        ] {
            assert!(!is_source(source), "{source}");
        }
    }
}
