//! Lines of a text, as far as they can be judged without knowing what they say.

use crate::diagnostics::{Diagnostic, Diagnostics, Severity};
use crate::pointer::{Origin, Position};

/// The longest line, in characters.
const LONGEST: usize = 160;

/// Reports what editors leave behind, and lines that nobody can read.
pub(super) fn check(file: &str, text: &str, diagnostics: &mut Diagnostics) {
    let mut report = |line: usize, column: usize, message: String, help: &str| {
        diagnostics.push(Diagnostic {
            severity: Severity::Error,
            message,
            origin: Some(Origin::document(file)),
            position: Some(Position { line, column }),
            help: Some(help.to_owned()),
        });
    };
    let count = |text: &str| text.chars().count();
    let mut returns = 0;
    for (index, line) in text.split('\n').enumerate() {
        let number = index + 1;
        let (line, has_return) = match line.strip_suffix('\r') {
            Some(line) => (line, true),
            None => (line, false),
        };
        if has_return && returns == 0 {
            report(
                number,
                count(line) + 1,
                "lines end with a carriage return".to_owned(),
                "save the file with the line ends of Unix (LF)",
            );
        }
        returns += usize::from(has_return);
        let trimmed = line.trim_end();
        if trimmed.len() < line.len() {
            report(
                number,
                count(trimmed) + 1,
                "blanks at the end of a line".to_owned(),
                "remove them",
            );
        }
        if let Some((before, _)) = trimmed.split_once('\t') {
            let help = "write blanks; two of them for each level";
            report(number, count(before) + 1, "a tab".to_owned(), help);
        }
        let length = count(trimmed);
        if length > LONGEST {
            report(
                number,
                LONGEST + 1,
                format!("the line has {length} characters, more than {LONGEST}"),
                "break it: a text of several lines begins with `>-`",
            );
        }
    }
    let last = text.trim_end_matches(['\n', '\r']);
    let line = last.matches('\n').count() + 1;
    let column = count(last.rsplit('\n').next().unwrap_or_default()) + 1;
    match text[last.len()..].matches('\n').count() {
        1 => {}
        0 => report(
            line,
            column,
            "the last line has no line break".to_owned(),
            "end the file with one",
        ),
        _ => report(
            line + 1,
            1,
            "the file ends with empty lines".to_owned(),
            "remove them; one line break ends the last line",
        ),
    }
}
