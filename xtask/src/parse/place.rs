//! Places in a text, as far as the readers do not tell them.

use crate::pointer::Position;

/// The place that the JSON reader calls `line` and `column`: it counts bytes, and names the last one that it took.
pub(super) fn after_bytes(text: &str, line: usize, column: usize) -> Position {
    let bytes = nth_line(text, line).as_bytes();
    Position {
        line: line.max(1),
        column: characters(&bytes[..column.saturating_sub(1).min(bytes.len())]) + 1,
    }
}

/// The opening quote of the JSON string whose closing quote is at this place.
pub(super) fn start_of_string(text: &str, line: usize, column: usize) -> Position {
    let bytes = nth_line(text, line).as_bytes();
    let mut start = column.saturating_sub(1).min(bytes.len());
    while start > 0 {
        start -= 1;
        let escapes = bytes[..start]
            .iter()
            .rev()
            .take_while(|&&byte| byte == b'\\')
            .count();
        if bytes[start] == b'"' && escapes % 2 == 0 {
            break;
        }
    }
    Position {
        line: line.max(1),
        column: characters(&bytes[..start]) + 1,
    }
}

/// The character at a place.
pub(super) fn character(text: &str, at: Position) -> Option<char> {
    nth_line(text, at.line)
        .chars()
        .nth(at.column.checked_sub(1)?)
}

/// Where the second document of a YAML text starts.
///
/// A line that starts with `---` is such a mark wherever it stands, in block texts too.
pub(super) fn second_document(text: &str) -> Option<Position> {
    let mut content = false;
    for (number, line) in text.lines().enumerate() {
        let mark = line
            .strip_prefix("---")
            .is_some_and(|rest| rest.is_empty() || rest.starts_with([' ', '\t']));
        if mark && content {
            return Some(Position {
                line: number + 1,
                column: 1,
            });
        }
        content |= mark || !(line.trim().is_empty() || line.starts_with(['#', '%']));
    }
    None
}

/// How many elements are open at the deepest place of a YAML text, as far as brackets or a line full of dashes open them. What stands within texts counts too;
/// that does no harm, because brackets usually come in pairs and the limit is high.
pub(super) fn most_open(text: &str) -> usize {
    let mut open = 0_usize;
    let mut most = 0;
    for byte in text.bytes() {
        match byte {
            b'[' | b'{' => {
                open += 1;
                most = most.max(open);
            }
            b']' | b'}' => open = open.saturating_sub(1),
            _ => {}
        }
    }
    let dashes = text.lines().map(|line| {
        let marks = line
            .bytes()
            .take_while(|byte| matches!(byte, b'-' | b'?' | b' '));
        marks.filter(|byte| *byte != b' ').count()
    });
    // A line of dashes without blanks is text, and short.
    most.max(dashes.max().unwrap_or_default())
}

/// How many commas and line breaks there are.
pub(super) fn separators(text: &str) -> usize {
    text.bytes()
        .filter(|byte| matches!(byte, b',' | b'\n'))
        .count()
}

fn nth_line(text: &str, line: usize) -> &str {
    text.split('\n')
        .nth(line.saturating_sub(1))
        .unwrap_or_default()
}

/// Characters in a part of a line: every byte counts that does not continue a character.
fn characters(bytes: &[u8]) -> usize {
    bytes
        .iter()
        .filter(|&&byte| byte & 0b1100_0000 != 0b1000_0000)
        .count()
}
