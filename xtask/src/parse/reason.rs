//! Why a text could not be read: the readers' reasons, in words that say what to do.

use super::Complaint;

/// Objects and lists within each other beyond what is read.
pub(super) fn too_deep() -> Complaint {
    Complaint::new(
        "objects and lists are nested too deeply, the limit is 128 levels",
        "move inner parts to components and use `$ref`; check whether an alias contains itself",
    )
}

/// The complaint for an error of the JSON reader.
pub(super) fn json(error: &serde_json::Error, text: &str) -> Complaint {
    if !text.trim_start().starts_with(['{', '[']) {
        return Complaint::new(
            "the file name ends in `.json`, but the text is no JSON",
            "rename the file to `.yaml` if it holds YAML",
        );
    }
    let whole = error.to_string();
    let reason = before_position(&whole);
    let strict = "keys and strings stand in double quotes, and there are no comments; a file that holds YAML should end in `.yaml`";
    let (reason, help) = match reason {
        "recursion limit exceeded" => return too_deep(),
        "EOF while parsing a list" => ("the text ends within a list", "close it with `]`"),
        "EOF while parsing an object" => ("the text ends within an object", "close it with `}`"),
        "EOF while parsing a string" => (
            "the text ends within a string",
            "close it with a double quote",
        ),
        "EOF while parsing a value" => (
            "the text ends where a value is due",
            "check whether the file is complete",
        ),
        "expected value" | "expected ident" => ("a value is due here", strict),
        "key must be a string" => ("a key in double quotes is due here", strict),
        "trailing comma" => (
            "there is a comma after the last element",
            "remove the comma before this bracket",
        ),
        "trailing characters" => (
            "there is more text after the end of the document",
            "remove it, or put it into a file of its own",
        ),
        "number out of range" => ("the number is too large", "write a smaller number"),
        "invalid escape" => ("this escape is unknown", "write a backslash as two of them"),
        other if other.starts_with("control character") => (
            "there is a line break or control character in a string",
            "escape it, a line break as `\\n`",
        ),
        other => (other, strict),
    };
    Complaint::new(format!("not valid JSON: {reason}"), help)
}

/// The complaint for an error of the YAML reader, which found this character at its place.
pub(super) fn yaml(error: &serde_yaml::Error, character: Option<char>) -> Complaint {
    let whole = error.to_string();
    if whole.contains("recursion limit exceeded") {
        return too_deep();
    }
    if whole.contains("repetition limit exceeded") {
        return too_many_aliases();
    }
    if whole.contains("more than one document") {
        return Complaint::new(
            "the file holds more than one YAML document",
            "put each document into a file of its own",
        );
    }
    let reason = before_position(&whole);
    let (reason, help) = match reason {
        "unknown anchor" => (
            "no anchor above has the name of this alias",
            "write `&name` where the repeated part first stands; text that starts with `*` needs quotes",
        ),
        "mapping values are not allowed in this context" | "found unexpected ':'" => (
            "a `:` cannot stand here",
            "check the indentation; put text that contains a colon and a space in quotes",
        ),
        "did not find expected key" => (
            "a key is due here",
            "the keys of one object start in the same column; check the indentation and the quotes of the line above",
        ),
        "did not find expected '-' indicator" => (
            "a list item is due here",
            "the `-` of all items of a list start in the same column",
        ),
        "did not find expected ',' or ']'" => (
            "a `,` or `]` is due here",
            "close the list; put text that contains `,`, `[` or `]` in quotes",
        ),
        "did not find expected ',' or '}'" => (
            "a `,` or `}` is due here",
            "close the object; put text that contains `,`, `{` or `}`, such as a path, in quotes",
        ),
        "could not find expected ':'" => (
            "this line is neither a `key: value` nor a list item",
            "check the indentation; put text of several lines behind `|` or `>-`",
        ),
        "found character that cannot start any token" if character != Some('\t') => (
            "a value cannot start with this character",
            "put text that starts with `@`, `%` or a backtick in quotes",
        ),
        "found unexpected end of stream" => ("the text ends within quotes", "close the quotes"),
        "found unknown escape character" => (
            "this escape is unknown",
            "use single quotes, within which a backslash is an ordinary character",
        ),
        "block sequence entries are not allowed in this context" => (
            "a list cannot start here",
            "start the list on the line below its key",
        ),
        "control characters are not allowed" => (
            "control characters are not allowed",
            "remove the character, or escape it within double quotes",
        ),
        // Two reasons speak of tabs, and a third one was left over above.
        other if other.contains("tab character") || other.contains("cannot start any token") => {
            ("a tab cannot be used for indentation", "indent with spaces")
        }
        other => (
            other,
            "check the indentation and the quotes around this place",
        ),
    };
    Complaint::new(format!("not valid YAML: {reason}"), help)
}

/// Aliases that stand for too much.
pub(super) fn too_many_aliases() -> Complaint {
    Complaint::new(
        "the aliases of this document repeat too much",
        "move what is repeated to components and use `$ref`",
    )
}

/// A reader's reason without its position, which is told by other means.
fn before_position(reason: &str) -> &str {
    let end = [" at line ", " at position "]
        .iter()
        .filter_map(|mark| reason.find(mark))
        .min()
        .unwrap_or(reason.len());
    let reason = &reason[..end];
    // Where the YAML reader knows no place it appends what it was doing.
    reason
        .split_once(", while ")
        .map_or(reason, |(problem, _)| problem)
}
