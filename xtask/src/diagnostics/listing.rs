//! One finding as text: what is wrong, the line it is about, the place by pointer, and what to do.

use annotate_snippets::{AnnotationKind, Group, Level, Origin as Place, Renderer, Snippet};

use super::{Diagnostic, Position, Severity};
use crate::source::Sources;

/// How much of a long line is shown before and after the place. Minified JSON is one line of megabytes.
const BEFORE: usize = 60;
const AFTER: usize = 60;

/// The longest part of a line that is underlined.
const LONGEST_MARK: usize = 40;

/// A finding with the line it is about, without a line break at the end.
pub(super) fn render(
    diagnostic: &Diagnostic,
    position: Option<Position>,
    sources: &Sources,
    color: bool,
) -> String {
    let renderer = if color {
        Renderer::styled()
    } else {
        Renderer::plain()
    };
    let level = match diagnostic.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
        Severity::Note => Level::NOTE,
    };
    let mut group = Group::with_title(level.primary_title(diagnostic.message.as_str()));
    // The renderer finds the column in the text that it is given: of a cut line the column of the excerpt.
    let mut column = None;
    if let Some(origin) = &diagnostic.origin {
        let file = &*origin.file;
        let excerpt = position
            .and_then(|at| Some((at, Excerpt::cut(sources.line(file, at.line)?, at.column))));
        match (excerpt, position) {
            (Some((at, excerpt)), _) => {
                let shown = excerpt.text[..excerpt.mark.start].chars().count() + 1;
                column = Some((
                    format!("{file}:{}:{shown}", at.line),
                    format!("{file}:{}:{}", at.line, at.column),
                ));
                let mark = AnnotationKind::Primary.span(excerpt.mark);
                group = group.element(
                    Snippet::source(excerpt.text)
                        .path(file)
                        .line_start(at.line)
                        .annotation(mark),
                );
            }
            (None, Some(at)) => {
                group = group.element(Place::path(file).line(at.line).char_column(at.column));
            }
            (None, None) => group = group.element(Place::path(file)),
        }
        if !origin.pointer.is_empty() {
            group = group.element(
                Level::NOTE
                    .with_name("at")
                    .message(format!("#{}", origin.pointer)),
            );
        }
    }
    if let Some(help) = &diagnostic.help {
        group = group.element(Level::HELP.message(help.as_str()));
    }
    let text = renderer.render(&[group]);
    match column {
        Some((shown, real)) if shown != real => text.replacen(&shown, &real, 1),
        _ => text,
    }
}

/// The part of a line around a place.
struct Excerpt {
    text: String,
    /// What is underlined, in bytes of the text.
    mark: std::ops::Range<usize>,
}

impl Excerpt {
    fn cut(line: &str, column: usize) -> Self {
        let characters = column.saturating_sub(1);
        let start = match line.as_bytes().get(..characters) {
            // Minified documents have lines of megabytes, and hardly any character that is not ASCII.
            Some(before) if before.is_ascii() => characters,
            // A place behind the end of the line is where something is missing.
            _ => line
                .char_indices()
                .nth(characters)
                .map_or(line.len(), |(index, _)| index),
        };
        let (before, after) = line.split_at(start);
        let marked = word(after);
        let mut excerpt = String::new();
        match before.char_indices().rev().nth(BEFORE) {
            Some((index, character)) => {
                excerpt.push('…');
                excerpt.push_str(&before[index + character.len_utf8()..]);
            }
            None => excerpt.push_str(before),
        }
        let mark = excerpt.len()..excerpt.len() + marked;
        match after[marked..].char_indices().nth(AFTER) {
            Some((index, _)) => {
                excerpt.push_str(&after[..marked + index]);
                excerpt.push('…');
            }
            None => excerpt.push_str(after),
        }
        Self {
            text: excerpt,
            mark,
        }
    }
}

/// How many bytes at the start of a text make a key or a value.
fn word(text: &str) -> usize {
    let end = match text.chars().next() {
        Some(quote @ ('"' | '\'')) => quoted(text, quote),
        _ => plain(text),
    };
    let longest = text[..end]
        .char_indices()
        .nth(LONGEST_MARK)
        .map_or(end, |(index, _)| index);
    // An empty mark would not be shown within a line.
    longest.max(text.chars().next().map_or(0, char::len_utf8))
}

fn quoted(text: &str, quote: char) -> usize {
    let mut escaped = false;
    for (index, character) in text.char_indices().skip(1) {
        if character == quote && !escaped {
            return index + 1;
        }
        escaped = character == '\\' && !escaped;
    }
    text.len()
}

/// Where text without quotes ends: at a colon, a comma, a comment, or the bracket that closes what it stands in.
fn plain(text: &str) -> usize {
    let mut open = 0_usize;
    for (index, character) in text.char_indices() {
        let rest = &text[index..];
        match character {
            '{' | '[' => open += 1,
            '}' | ']' if open > 0 => open -= 1,
            '}' | ']' | ',' => return index,
            _ if rest.starts_with(": ") || rest.starts_with(" #") || rest == ":" => return index,
            _ => {}
        }
    }
    text.trim_end().len()
}
