//! What a caller needs to be allowed to do and to have bought, as lines of documentation.

use std::collections::{BTreeMap, BTreeSet};

use super::docs;
use crate::ir::{Api, FEW_SCOPES, Operation};

/// What holds for the operations of an API unless they say otherwise.
pub(super) fn of_api(api: &Api) -> Vec<String> {
    let mut lines = Vec::new();
    if !api.scopes.is_empty() {
        lines.push(format!(
            "Scopes, of which any one is enough unless a method says otherwise: {}.",
            scopes(&api.scopes)
        ));
    }
    lines.extend(products(&api.products));
    lines.extend(api.page.as_deref().map(page));
    lines
}

/// What an operation has of its own.
pub(super) fn of_operation(operation: &Operation) -> Vec<String> {
    let mut lines = Vec::new();
    let own = operation.scopes.as_ref();
    if operation.no_authorization {
        lines.push(
            "No access token is sent: the arguments say all that HubSpot needs to know.".to_owned(),
        );
    }
    if let Some(own) = own.filter(|own| !(operation.no_authorization && own.is_empty())) {
        lines.push(match own.as_slice() {
            [] => "Scopes: none.".to_owned(),
            [only] if only.len() == 1 => format!("Scope: {}.", scopes(own)),
            [_] => format!("Scopes: {}.", scopes(own)),
            _ => format!("Scopes: any one of {}.", scopes(own)),
        });
    }
    lines.extend(products(&operation.products));
    if !operation.limit_exemptions.is_empty() {
        lines.push(format!(
            "Not counted by the rate limit: {}.",
            operation.limit_exemptions.join(", ")
        ));
    }
    lines.extend(operation.page.as_deref().map(page));
    lines
}

/// The alternatives, of which each names what is needed together. Many that differ in one word are said together.
fn scopes(alternatives: &[Vec<String>]) -> String {
    let mut groups: BTreeMap<String, Vec<&str>> = BTreeMap::new();
    let mut lone = Vec::new();
    for together in alternatives {
        match (together.as_slice(), alternatives.len() > FEW_SCOPES) {
            ([only], true) => match pattern(only) {
                Some((pattern, word)) => groups.entry(pattern).or_default().push(word),
                None => lone.push(docs::code(only)),
            },
            _ => {
                let scopes: Vec<String> = together.iter().map(|scope| docs::code(scope)).collect();
                lone.push(scopes.join(" with "));
            }
        }
    }
    let grouped = groups
        .into_iter()
        .map(|(pattern, words)| match words.as_slice() {
            [only] => docs::code(&pattern.replace('*', only)),
            words => format!("{} for {}", docs::code(&pattern), words.join(", ")),
        });
    let (all, separator): (Vec<String>, &str) = match grouped.len() {
        0 => (lone, ", "),
        _ => (grouped.chain(lone).collect(), "; "),
    };
    all.join(separator)
}

/// `crm.objects.*.read` and `contacts` of `crm.objects.contacts.read`.
fn pattern(scope: &str) -> Option<(String, &str)> {
    let mut parts = scope.split('.');
    let (first, second, word) = (parts.next()?, parts.next()?, parts.next()?);
    let rest: Vec<&str> = parts.collect();
    (!rest.is_empty()).then(|| (format!("{first}.{second}.*.{}", rest.join(".")), word))
}

/// A line for each of the lowest tiers, with the products that have it.
fn products(products: &BTreeMap<String, String>) -> Vec<String> {
    let tiers: BTreeSet<&String> = products.values().collect();
    let lines = tiers.into_iter().map(|tier| {
        let products = products.iter().filter(|(_, lowest)| *lowest == tier);
        let products: Vec<&str> = products.map(|(product, _)| product.as_str()).collect();
        format!("Products: {}, from the tier {tier}.", products.join(", "))
    });
    lines.collect()
}

fn page(url: &str) -> String {
    format!("[HubSpot's documentation](<{}>)", docs::address(url))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn many_scopes_are_said_together() {
        let names = [
            "crm.objects.carts.read",
            "crm.objects.contacts.read",
            "crm.objects.contacts.write",
            "tickets",
        ];
        let alone = |names: &[&str]| -> Vec<Vec<String>> {
            names.iter().map(|name| vec![(*name).to_owned()]).collect()
        };
        assert_eq!(
            scopes(&alone(&names)),
            "`crm.objects.carts.read`, `crm.objects.contacts.read`, `crm.objects.contacts.write`, `tickets`"
        );
        let many = [&names[..], &["a.b", "c.d", "e.f"]].concat();
        assert_eq!(
            scopes(&alone(&many)),
            "`crm.objects.*.read` for carts, contacts; `crm.objects.contacts.write`; `tickets`; `a.b`; `c.d`; `e.f`"
        );
    }
}
