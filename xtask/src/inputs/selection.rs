//! What the command line selects of the documents.

use heck::ToSnakeCase as _;

use super::collection::Place;

/// The versions and APIs that are wanted. What is empty selects everything.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Selection {
    /// Versions, such as `v3`.
    pub versions: Vec<String>,
    /// APIs, by the name of their folder or of their module.
    pub apis: Vec<String>,
}

impl Selection {
    /// Whether everything is wanted.
    pub fn is_empty(&self) -> bool {
        self.versions.is_empty() && self.apis.is_empty()
    }

    /// Whether a version is wanted.
    pub fn has_version(&self, version: &str) -> bool {
        self.versions.is_empty()
            || self
                .versions
                .iter()
                .any(|wanted| wanted.trim().eq_ignore_ascii_case(version))
    }

    /// Whether an API is wanted that has these names.
    pub fn has_api(&self, names: &[&str]) -> bool {
        self.apis.is_empty() || self.apis.iter().any(|wanted| is_one_of(wanted, names))
    }

    /// Whether a document of the collection may be wanted. Its module has a name only when its neighbours are known, so all names that it could get count.
    pub(super) fn may_have(&self, place: &Place) -> bool {
        let api = place.api.to_snake_case();
        let module = |wanted: &String| {
            let wanted = plain(wanted);
            let api = plain(&api);
            // With the group in front, with the rollout behind, or with both.
            wanted == plain(&place.api) || wanted.contains(&api)
        };
        self.has_version(&place.version) && (self.apis.is_empty() || self.apis.iter().any(module))
    }
}

/// Whether a selector means one of the names.
pub fn is_one_of(selector: &str, names: &[&str]) -> bool {
    let selector = plain(selector);
    names.iter().any(|name| plain(name) == selector)
}

/// A name without what people spell in several ways.
fn plain(name: &str) -> String {
    name.chars()
        .filter(|letter| !matches!(letter, ' ' | '-' | '_'))
        .flat_map(char::to_lowercase)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spelling_does_not_matter() {
        for selector in [
            "Public App Crm Cards",
            "public_app_crm_cards",
            "public-app-crm-cards",
            "PublicAppCrmCards",
            " publicappcrmcards ",
        ] {
            assert!(is_one_of(selector, &["calls", "Public App Crm Cards"]));
        }
        assert!(!is_one_of("Public App", &["Public App Crm Cards"]));
        assert!(!is_one_of("", &["a"]));
    }

    #[test]
    fn everything_is_wanted_if_nothing_is_said() {
        let all = Selection::default();
        assert!(all.is_empty() && all.has_version("v3") && all.has_api(&["contacts"]));
        let some = Selection {
            versions: vec!["V3".into(), "2026-03".into()],
            apis: vec!["line items".into()],
        };
        assert!(some.has_version("v3") && some.has_version("2026-03") && !some.has_version("v4"));
        assert!(some.has_api(&["line_items"]) && !some.has_api(&["items"]));
    }
}
