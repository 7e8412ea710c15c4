//! Components that no operation needs: nobody would notice if they were wrong.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::scopes;
use super::specs::{Document, Specs};
use crate::diagnostics::Diagnostics;
use crate::document::grammar::Element;
use crate::pointer::{self, Origin};
use openapi_conform::reference;

/// Reports every component that nothing uses, and every one that only such components use.
pub(super) fn check(specs: &Specs<'_>, diagnostics: &mut Diagnostics) {
    let mut used: BTreeSet<Origin> = BTreeSet::new();
    let mut users: BTreeMap<Origin, BTreeSet<Origin>> = BTreeMap::new();
    let mut uses: BTreeMap<Origin, Vec<Origin>> = BTreeMap::new();
    let mut waiting = told_by_scopes(specs);
    for document in &specs.documents {
        for element in &document.elements {
            for target in targets(document, element) {
                match within(&element.origin) {
                    Some(user) if user == target => {}
                    Some(user) => {
                        uses.entry(user.clone()).or_default().push(target.clone());
                        users.entry(target).or_default().insert(user);
                    }
                    None => waiting.push(target),
                }
            }
        }
    }
    while let Some(component) = waiting.pop() {
        if used.insert(component.clone()) {
            waiting.extend(uses.remove(&component).unwrap_or_default());
        }
    }
    let documents = specs.documents.iter();
    let components = documents.flat_map(|document| {
        let elements = document.elements.iter();
        elements.filter(|element| document.is_component(element))
    });
    for component in components.filter(|component| !used.contains(&component.origin)) {
        let noun = noun(component.field);
        let name = component.name.unwrap_or_default();
        let first = users.get(&component.origin).and_then(BTreeSet::first);
        let (message, help) = match first {
            None => (
                format!("the {noun} `{name}` is not used"),
                "refer to it, or remove it",
            ),
            Some(user) => (
                format!(
                    "the {noun} `{name}` is used only by what is not used itself, such as `{user}`"
                ),
                "see what becomes of its users; it goes with them",
            ),
        };
        diagnostics.error(&component.origin, message, help);
    }
}

/// OAuth schemes that explain scopes which operations name in `x-scopes`.
fn told_by_scopes(specs: &Specs<'_>) -> Vec<Origin> {
    let named = scopes::named(specs);
    let flows = specs.of_kind("OAuth Flow Object").filter(|flow| {
        let scopes = flow.members.get("scopes").and_then(Value::as_object);
        scopes.is_some_and(|scopes| scopes.keys().any(|scope| named.contains(scope.as_str())))
    });
    flows.filter_map(|flow| within(&flow.origin)).collect()
}

/// The components that an element names.
fn targets(document: &Document<'_>, element: &Element<'_>) -> Vec<Origin> {
    if let Some(reference) = element.reference() {
        let target = reference::target(&element.origin, reference);
        return target.iter().filter_map(within).collect();
    }
    match element.kind {
        "Security Requirement Object" => {
            let names = element.members.keys();
            names.filter_map(|name| document.scheme(name)).collect()
        }
        "Discriminator Object" => {
            let mapping = element.members.get("mapping").and_then(Value::as_object);
            let values = mapping.into_iter().flat_map(|mapping| mapping.values());
            let texts = values.filter_map(Value::as_str);
            texts
                .filter_map(|text| mapped(document, element, text))
                .collect()
        }
        _ => Vec::new(),
    }
}

/// The schema that a discriminator maps a value to: by reference, or by name alone.
fn mapped(document: &Document<'_>, element: &Element<'_>, text: &str) -> Option<Origin> {
    if text.contains(['#', '/']) {
        return within(&reference::target(&element.origin, text)?);
    }
    let top = document.top()?;
    Some(top.origin.key("components").key("schemas").key(text))
}

/// The component that a place is in.
fn within(origin: &Origin) -> Option<Origin> {
    let parts = pointer::split(&origin.pointer)?;
    match parts.as_slice() {
        [components, kind, name, ..] if components == "components" => Some(
            Origin::document(&origin.file)
                .key(components)
                .key(kind)
                .key(name),
        ),
        _ => None,
    }
}

fn noun(field: &str) -> &str {
    match field {
        "schemas" => "schema",
        "responses" => "response",
        "parameters" => "parameter",
        "examples" => "example",
        "requestBodies" => "request body",
        "headers" => "header",
        "securitySchemes" => "security scheme",
        "links" => "link",
        "callbacks" => "callback",
        other => other,
    }
}
