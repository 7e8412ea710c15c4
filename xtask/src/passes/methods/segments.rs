//! The words of paths: what is an action, what is a parameter, and what says nothing.

use crate::casing::singular;

/// What may be done to something; a segment of a path that begins or ends with one of these is no noun.
pub(super) const ACTIONS: [&str; 81] = [
    "activate",
    "add",
    "approve",
    "archive",
    "assign",
    "associate",
    "attach",
    "cancel",
    "check",
    "clone",
    "close",
    "complete",
    "confirm",
    "convert",
    "copy",
    "create",
    "deactivate",
    "delete",
    "detach",
    "disable",
    "disassociate",
    "download",
    "duplicate",
    "enable",
    "execute",
    "export",
    "find",
    "generate",
    "import",
    "install",
    "introspect",
    "link",
    "lock",
    "merge",
    "migrate",
    "move",
    "pause",
    "preview",
    "publish",
    "pull",
    "purge",
    "push",
    "query",
    "read",
    "refresh",
    "register",
    "reject",
    "remove",
    "rename",
    "reopen",
    "replace",
    "reset",
    "restore",
    "resume",
    "retry",
    "revert",
    "revoke",
    "rotate",
    "run",
    "schedule",
    "search",
    "send",
    "start",
    "stop",
    "submit",
    "subscribe",
    "sync",
    "test",
    "unarchive",
    "unassign",
    "uninstall",
    "unlink",
    "unlock",
    "unpause",
    "unpublish",
    "unsubscribe",
    "update",
    "upload",
    "upsert",
    "validate",
    "verify",
];

/// Actions that change nothing, which `GET` may do.
pub(super) const READING: [&str; 9] = [
    "check", "download", "export", "find", "preview", "query", "read", "search", "validate",
];

/// What a thing becomes: `POST /recordings/ready` marks it so.
pub(super) const STATES: [&str; 4] = ["done", "ready", "seen", "unread"];

/// Words of actions that ask for the thing before them: `add memberships from`.
pub(super) const PREPOSITIONS: [&str; 8] =
    ["between", "by", "for", "from", "in", "of", "to", "with"];

/// Words of all APIs.
pub(super) const PLACES: [&str; 3] = ["api", "crm", "rest"];

pub(super) fn is_verb(word: &str) -> bool {
    ACTIONS.binary_search(&word).is_ok()
}

/// Whether a segment only names the parameter after it.
pub(super) fn selects(words: &str, param: &str) -> bool {
    let is_end = param.ends_with(&format!("_{words}"));
    (is_end || param == words && words.contains('_')) && singular(words) == words
}

pub(super) fn is_param(segment: &str) -> bool {
    segment.contains('{')
}

/// HubSpot's numbers of object types, such as `0-410`.
pub(super) fn is_object_type(segment: &str) -> bool {
    !segment.is_empty()
        && segment
            .chars()
            .all(|letter| letter.is_ascii_digit() || letter == '-')
}

/// `v3`, `2026-03`, `2026-09-beta`.
pub(super) fn is_version(segment: &str) -> bool {
    let segment = segment.strip_suffix("-beta").unwrap_or(segment);
    let number = segment.strip_prefix('v').unwrap_or(segment);
    let is_date = number.len() == 7 && number.as_bytes()[4] == b'-';
    let digits = |text: &str| {
        !text.is_empty()
            && text
                .chars()
                .all(|letter| letter.is_ascii_digit() || letter == '.')
    };
    (number.len() < segment.len() && digits(number))
        || (is_date && digits(&number[..4]) && digits(&number[5..]))
}

/// The parts of a path that say something.
pub(super) fn segments(path: &str) -> Vec<String> {
    path.split('/')
        .filter(|segment| !segment.is_empty() && !PLACES.contains(segment) && !is_version(segment))
        .map(str::to_owned)
        .collect()
}
