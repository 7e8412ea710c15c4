//! How texts are written.

use serde_json::Value;

use super::specs::Specs;
use crate::diagnostics::Diagnostics;
use crate::document::grammar::Element;
use crate::pointer::Origin;

/// Summaries are read in lists.
const LONGEST_SUMMARY: usize = 80;

/// Reports texts that are not written as the others.
pub(super) fn check(specs: &Specs<'_>, diagnostics: &mut Diagnostics) {
    for element in specs.elements().filter(|element| !element.is_reference) {
        for key in ["title", "summary", "description"] {
            let Some(text) = element.text(key).filter(|text| !text.trim().is_empty()) else {
                continue;
            };
            let origin = element.origin.key(key);
            blanks(text, &origin, &format!("the `{key}`"), diagnostics);
            match key {
                "summary" => summary(text, &origin, diagnostics),
                "description" => description(element, text, &origin, diagnostics),
                _ => {}
            }
        }
        for (scope, text) in scopes(element) {
            let origin = element.origin.key("scopes").key(scope);
            blanks(
                text,
                &origin,
                &format!("the text of the scope `{scope}`"),
                diagnostics,
            );
        }
    }
}

/// The scopes of an OAuth flow with their texts.
fn scopes<'a>(element: &Element<'a>) -> impl Iterator<Item = (&'a str, &'a str)> {
    let is_flow = element.kind == "OAuth Flow Object";
    let scopes = element.members.get("scopes").filter(|_| is_flow);
    let scopes = scopes.and_then(Value::as_object).into_iter().flatten();
    scopes.filter_map(|(scope, text)| Some((scope.as_str(), text.as_str()?)))
}

fn blanks(text: &str, origin: &Origin, subject: &str, diagnostics: &mut Diagnostics) {
    if text.trim() != text {
        diagnostics.error(
            origin,
            format!("{subject} begins or ends with blanks or line breaks"),
            "remove them; a text of several lines begins with `>-` or `|-`, not with `>` or `|`",
        );
    }
    // Lists within lists begin with blanks; what matters is within a line.
    if let Some(line) = text.lines().find(|line| line.trim().contains("  ")) {
        let before = line.trim().split("  ").next().unwrap_or_default();
        let word = before.split(' ').next_back().unwrap_or_default();
        diagnostics.error(
            origin,
            format!("{subject} has several blanks in a row, after `{word}`"),
            "leave one of them",
        );
    }
}

fn summary(text: &str, origin: &Origin, diagnostics: &mut Diagnostics) {
    if text.trim_end().ends_with('.') {
        diagnostics.error(
            origin,
            "the `summary` ends with a full stop",
            "remove it: a summary is a headline",
        );
    }
    if !text.trim_start().starts_with(char::is_uppercase) {
        diagnostics.error(
            origin,
            "the `summary` does not begin with a capital letter",
            "begin with a verb, as in `Get a contact`",
        );
    }
    let length = text.chars().count();
    if length > LONGEST_SUMMARY {
        diagnostics.error(
            origin,
            format!("the `summary` has {length} characters, more than {LONGEST_SUMMARY}"),
            "shorten it, and say the rest in the `description`",
        );
    }
}

fn description(element: &Element<'_>, text: &str, origin: &Origin, diagnostics: &mut Diagnostics) {
    // That of a page is the text of a link.
    if element.kind == "External Documentation Object" {
        return;
    }
    let closers =
        |letter: char| letter.is_whitespace() || matches!(letter, ')' | '"' | '”' | '*' | '_');
    let text = text.trim_end_matches(closers);
    if !text.ends_with(['.', '!', '?']) {
        diagnostics.error(
            origin,
            "the `description` does not end with a full stop",
            "write sentences, and end the last one with a full stop",
        );
    }
}
