//! Tags: one for each operation, explained at the top of the document.

use std::collections::BTreeSet;

use super::specs::{Document, Specs};
use crate::diagnostics::Diagnostics;
use crate::document::grammar::Element;
use crate::nearest::listed;

/// How many tags a message lists.
const MOST_NAMES: usize = 8;

/// Reports operations without their one tag, and tags that are declared in vain.
pub(super) fn check(specs: &Specs<'_>, diagnostics: &mut Diagnostics) {
    for document in &specs.documents {
        let declared = declared(document, diagnostics);
        let mut used = BTreeSet::new();
        for operation in document.operations() {
            let origin = &operation.element.origin;
            let tags = operation.element.items("tags");
            match tags {
                [] => diagnostics.error(
                    origin,
                    format!("the operation `{}` has no tag", operation.name()),
                    "give it one of those at the top, under `tags`",
                ),
                [_] => {}
                tags => diagnostics.error(
                    &origin.key("tags"),
                    format!(
                        "the operation `{}` has {} tags",
                        operation.name(),
                        tags.len()
                    ),
                    "keep the one that fits best",
                ),
            }
            for (index, tag) in tags.iter().enumerate() {
                let Some(tag) = tag.as_str() else { continue };
                used.insert(tag);
                if !declared.iter().any(|(name, _)| *name == tag) {
                    let names = declared.iter().map(|(name, _)| *name);
                    let help = match declared.is_empty() {
                        true => {
                            "declare it at the top of the document, with a description".to_owned()
                        }
                        false => format!(
                            "declare it at the top of the document, or take one that is there: {}",
                            listed(tag, names, MOST_NAMES)
                        ),
                    };
                    let origin = origin.key("tags").index(index);
                    diagnostics.error(&origin, format!("the tag `{tag}` is not declared"), help);
                }
            }
        }
        for (name, element) in declared {
            if !used.contains(name) {
                diagnostics.error(
                    &element.origin,
                    format!("no operation has the tag `{name}`"),
                    "give it to the operations that it is for, or remove it",
                );
            }
        }
    }
}

/// The tags at the top, with their elements; a repeated one is reported.
fn declared<'s, 'a>(
    document: &'s Document<'a>,
    diagnostics: &mut Diagnostics,
) -> Vec<(&'a str, &'s Element<'a>)> {
    let mut declared: Vec<(&str, &Element<'_>)> = Vec::new();
    for tag in document
        .elements
        .iter()
        .filter(|element| element.kind == "Tag Object")
    {
        let Some(name) = tag.text("name") else {
            continue;
        };
        if declared.iter().any(|(other, _)| *other == name) {
            diagnostics.error(
                &tag.origin,
                format!("the tag `{name}` is declared twice"),
                "remove one of the two",
            );
        } else {
            declared.push((name, tag));
        }
    }
    declared
}
