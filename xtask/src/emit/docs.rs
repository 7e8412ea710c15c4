//! Text of the documents as Rust documentation.

use std::iter::once;

use proc_macro2::TokenStream;
use quote::quote;

use crate::ir::Docs;

/// Width of a line of documentation.
const WIDTH: usize = 120;

/// Text of a document: summary, description and notes, escaped so that it says in rustdoc what it says in the document.
pub(super) fn text(docs: &Docs) -> Vec<String> {
    let mut paragraphs: Vec<String> = docs
        .summary
        .iter()
        .map(|summary| escaped(&sentence(summary)))
        .collect();
    paragraphs.extend(docs.description.as_deref().map(markdown));
    if !docs.notes.is_empty() {
        let notes = escaped(&docs.notes.join(" "));
        match paragraphs.last_mut() {
            Some(last) if !last.contains('\n') => *last = format!("{} {notes}", sentence(last)),
            _ => paragraphs.push(notes),
        }
    }
    paragraphs
}

/// Text with a full stop, as Rust documentation has it.
fn sentence(text: &str) -> String {
    if text.ends_with(['.', '!', '?', ':']) {
        text.to_owned()
    } else {
        format!("{text}.")
    }
}

/// `///` lines of paragraphs in rustdoc's own markdown, with a blank one between.
pub(super) fn outer(paragraphs: &[String]) -> TokenStream {
    lines(paragraphs)
        .map(|line| quote!(#[doc = #line]))
        .collect()
}

/// `//!` lines of paragraphs in rustdoc's own markdown, with a blank one between.
pub(super) fn inner(paragraphs: &[String]) -> TokenStream {
    lines(paragraphs)
        .map(|line| quote!(#![doc = #line]))
        .collect()
}

fn lines(paragraphs: &[String]) -> impl Iterator<Item = String> {
    paragraphs
        .iter()
        .enumerate()
        .flat_map(|(number, paragraph)| {
            let blank = (number > 0).then(String::new);
            let mut in_fence = false;
            let lines = paragraph.lines().flat_map(move |line| {
                in_fence ^= line.starts_with(FENCE);
                if in_fence {
                    vec![line.to_owned()]
                } else {
                    wrapped(line)
                }
            });
            blank.into_iter().chain(lines.map(|line| {
                if line.is_empty() {
                    line
                } else {
                    format!(" {line}")
                }
            }))
        })
}

/// Markdown that says in rustdoc what it says in a document, one line for each paragraph, list item and table row.
///
/// rustdoc takes an indented or fenced block for a test, `<word>` for HTML and `[word]` for a link to an item; none of this is what a document means by it.
fn markdown(text: &str) -> String {
    let mut lines: Vec<String> = Vec::new();
    let mut in_fence = false;
    let mut in_paragraph = false;
    for line in text.lines().map(str::trim) {
        let is_fence = line.starts_with(FENCE) || line.starts_with("~~~");
        let joins =
            in_paragraph && !in_fence && !is_fence && !line.is_empty() && !starts_block(line);
        match lines.last_mut() {
            Some(last) if joins => *last = format!("{last} {}", escaped(line)),
            _ if is_fence && in_fence => lines.push(FENCE.to_owned()),
            _ if is_fence => lines.push(fence(line)),
            _ if in_fence => lines.push(line.to_owned()),
            _ => lines.push(escaped(line)),
        }
        in_fence ^= is_fence;
        in_paragraph = !is_fence && !line.is_empty() && !line.starts_with(['|', '#']);
    }
    if in_fence {
        lines.push(FENCE.to_owned());
    }
    lines.join("\n")
}

const FENCE: &str = "```";

/// Text in code font, whatever backticks are in it.
pub(super) fn code(text: &str) -> String {
    if text.contains('`') {
        format!("`` {text} ``")
    } else {
        format!("`{text}`")
    }
}

/// An address that can stand between `<` and `>`.
pub(super) fn address(text: &str) -> String {
    text.chars()
        .filter(|letter| !letter.is_whitespace() && !matches!(letter, '<' | '>' | '\\'))
        .collect()
}

/// Languages that rustdoc does not take for Rust, and that readers may want to see named.
const LANGUAGES: [&str; 6] = ["html", "http", "json", "sh", "xml", "yaml"];

/// The start of a fenced block that rustdoc does not run: `~~~` and any other language become plain text.
fn fence(line: &str) -> String {
    let language = line.trim_start_matches(['`', '~']).trim();
    let known = LANGUAGES.contains(&language);
    format!("{FENCE}{}", if known { language } else { "text" })
}

/// Whether a line starts something of its own: a list item, a heading, a table row, a quotation.
fn starts_block(line: &str) -> bool {
    let ordered = line.trim_start_matches(|letter: char| letter.is_ascii_digit());
    let numbered = ordered.len() < line.len() && ordered.starts_with(['.', ')']);
    line.starts_with(['#', '>', '|'])
        || ["- ", "* ", "+ "].iter().any(|mark| line.starts_with(mark))
        || numbered
}

/// Breaks a line between words; a table row is one line whatever its length.
fn wrapped(line: &str) -> Vec<String> {
    if line.starts_with('|') || line.chars().count() <= WIDTH {
        return vec![line.to_owned()];
    }
    let indent = if line.starts_with(['-', '*']) {
        "  "
    } else {
        ""
    };
    let mut lines: Vec<String> = Vec::new();
    for word in line.split_whitespace() {
        match lines.last_mut() {
            Some(last) if last.chars().count() + 1 + word.chars().count() <= WIDTH => {
                last.push(' ');
                last.push_str(word);
            }
            Some(_) => lines.push(format!("{indent}{}", not_a_block(word))),
            None => lines.push(word.to_owned()),
        }
    }
    lines
}

/// Escapes a word that would start something of its own if it came first in a line.
fn not_a_block(word: &str) -> String {
    if !starts_block(&format!("{word} ")) {
        return word.to_owned();
    }
    // A digit cannot be escaped; the mark behind a number can.
    let digits = word.len()
        - word
            .trim_start_matches(|letter: char| letter.is_ascii_digit())
            .len();
    let (number, mark) = word.split_at(digits);
    format!("{number}\\{mark}")
}

/// Escapes what rustdoc would read as HTML or as a link to an item, outside of code spans.
fn escaped(line: &str) -> String {
    let mut output = String::with_capacity(line.len());
    // An odd number of backticks leaves the last one without a partner: it and what follows are text.
    let paired = line.matches('`').count() / 2 * 2;
    for (number, part) in line.split('`').enumerate() {
        if number > 0 {
            output.push_str(if number > paired { "\\`" } else { "`" });
        }
        let in_code = number % 2 == 1 && number < paired;
        if in_code {
            output.push_str(part);
        } else {
            escape_text(part, &mut output);
        }
    }
    output
}

fn escape_text(text: &str, output: &mut String) {
    let mut rest = text;
    while let Some(letter) = rest.chars().next() {
        if let Some(length) = link_length(rest) {
            output.push_str(&rest[..length]);
            rest = &rest[length..];
            continue;
        }
        if let Some(length) = address_length(rest) {
            output.extend(once('<').chain(rest[..length].chars()).chain(once('>')));
            rest = &rest[length..];
            continue;
        }
        if matches!(letter, '<' | '[' | ']') {
            output.push('\\');
        }
        output.push(if is_refused(letter) { ' ' } else { letter });
        rest = &rest[letter.len_utf8()..];
    }
}

/// What the compiler refuses in a comment: a carriage return, and marks that turn the direction of text.
fn is_refused(letter: char) -> bool {
    letter.is_control()
        || matches!(letter, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{2028}' | '\u{2029}')
}

/// Length of `[text](address)` at the start.
fn link_length(text: &str) -> Option<usize> {
    let inside = text.strip_prefix('[')?;
    let label = inside.find(']')?;
    let address = inside[label + 1..].strip_prefix('(')?;
    let end = address.find(')')?;
    (!address[..end].contains(char::is_whitespace)).then_some(label + end + 4)
}

/// Length of a bare address at the start.
fn address_length(text: &str) -> Option<usize> {
    if !text.starts_with("https://") && !text.starts_with("http://") {
        return None;
    }
    let end = text
        .find(|letter: char| {
            letter.is_whitespace() || matches!(letter, '<' | '>' | ')' | '"' | ']')
        })
        .unwrap_or(text.len());
    Some(text[..end].trim_end_matches(['.', ',', ';', ':']).len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_means_the_same_to_rustdoc() {
        for (text, expected) in [
            ("Plain text.", "Plain text."),
            ("An <id> of [something].", r"An \<id> of \[something\]."),
            ("Code `<id> [x]` stays.", "Code `<id> [x]` stays."),
            ("A lone ` and <b>.", r"A lone \` and \<b>."),
            (
                "See https://example.com/a. Or (http://b.c).",
                "See <https://example.com/a>. Or (<http://b.c>).",
            ),
            (
                "See [the guide](https://example.com/guide).",
                "See [the guide](https://example.com/guide).",
            ),
            ("    indented is no test", "indented is no test"),
            ("a\rb \u{202e}c", "a b  c"),
        ] {
            assert_eq!(markdown(text), expected, "{text}");
        }
    }

    #[test]
    fn fences_are_no_tests_and_are_closed() {
        assert_eq!(markdown("```\n<a>\n```"), "```text\n<a>\n```");
        assert_eq!(markdown("```json\n{}"), "```json\n{}\n```");
        assert_eq!(
            markdown("```rust\nx\n```\n~~~\ny\n~~~"),
            "```text\nx\n```\n```text\ny\n```"
        );
    }

    #[test]
    fn lines_of_one_paragraph_are_joined_and_lists_and_tables_are_not() {
        assert_eq!(
            markdown("one\ntwo\n\nthree\n- a\n  b\n- c\n|x|\n|y|"),
            "one two\n\nthree\n- a b\n- c\n|x|\n|y|"
        );
    }

    #[test]
    fn long_lines_are_broken_between_words() {
        let lines = wrapped(&"word ".repeat(60));
        assert!(lines.len() > 1 && lines.iter().all(|line| line.chars().count() <= WIDTH));
        assert_eq!(lines.join(" "), "word ".repeat(60).trim());
        assert_eq!(
            wrapped(&format!("{} - 1. # x", "a".repeat(WIDTH - 1))),
            ["a".repeat(WIDTH - 1), r"\- 1. # x".to_owned()]
        );
        let numbered = wrapped(&format!("{} 100. And", "a".repeat(WIDTH - 1)));
        assert_eq!(numbered[1], r"100\. And");
    }

    #[test]
    fn notes_stand_behind_the_description() {
        let docs = Docs {
            description: Some("How many".into()),
            notes: vec!["Default: `10`.".into()],
            ..Docs::default()
        };
        assert_eq!(text(&docs), ["How many. Default: `10`."]);
    }
}
