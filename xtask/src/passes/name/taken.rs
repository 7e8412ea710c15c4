//! Names that generated code has a use for already.

/// Names that every file takes from the language or the runtime; nothing of the documents must hide them.
pub(super) const TAKEN: [&str; 57] = [
    "AsMut",
    "AsRef",
    "Batch",
    "BatchInput",
    "BatchResponse",
    "Binary",
    "Body",
    "Box",
    "Bytes",
    "Call",
    "Client",
    "Clone",
    "Copy",
    "Debug",
    "Decode",
    "Default",
    "Display",
    "Drop",
    "Endpoint",
    "Eq",
    "Err",
    "Error",
    "Extend",
    "Fn",
    "FnMut",
    "FnOnce",
    "From",
    "FromIterator",
    "Future",
    "Hash",
    "Inputs",
    "Into",
    "IntoFuture",
    "IntoIterator",
    "Iterator",
    "Json",
    "JsonBody",
    "Method",
    "NoContent",
    "None",
    "Ok",
    "Operation",
    "OperationInfo",
    "Option",
    "Optional",
    "Page",
    "Params",
    "Request",
    "Response",
    "Result",
    "Self",
    "Some",
    "String",
    "Text",
    "ToString",
    "Vec",
    "Whole",
];

/// Names of the runtime that only files with types use, and the preludes.
pub(super) const TAKEN_BESIDE_TYPES: [&str; 15] = [
    "BTreeMap",
    "CalendarDate",
    "Change",
    "Clear",
    "DateTime",
    "Extra",
    "FilePart",
    "MultiSelect",
    "Properties",
    "Record",
    "Replay",
    "SecretString",
    "T",
    "UnknownValue",
    "Value",
];

/// Names that the preludes have beside the runtime's types for searches, where there are any.
pub(super) const TAKEN_BESIDE_SEARCHES: [&str; 1] = ["Sort"];

/// Modules and crates that the root of the client has anyway.
pub(super) const TAKEN_VERSIONS: [&str; 13] = [
    "alloc",
    "association_types",
    "bin",
    "core",
    "hubspot_crm_core",
    "lib",
    "main",
    "mod",
    "models",
    "operations",
    "sealed",
    "std",
    "webhooks",
];

/// Methods that the client has anyway, and modules that a version has anyway.
pub(super) const TAKEN_APIS: [&str; 22] = [
    "alloc",
    "borrow",
    "borrow_mut",
    "builder",
    "clone",
    "clone_into",
    "core",
    "endpoint",
    "fmt",
    "handle_client",
    "hubspot_crm_core",
    "into",
    "mod",
    "new",
    "prelude",
    "request",
    "send",
    "send_raw",
    "std",
    "to_owned",
    "try_into",
    "type_id",
];

/// Crates that a module below `models` would hide.
pub(super) const TAKEN_MODELS: [&str; 5] = ["alloc", "core", "hubspot_crm_core", "mod", "std"];

/// Names that no file can have on Windows.
pub(super) const TAKEN_FILES: [&str; 4] = ["aux", "con", "nul", "prn"];

/// Names for the variant of unknown values, in the order of preference.
pub(super) const FALLBACKS: [&str; 3] = ["Unknown", "UnknownValue", "NotKnown"];

/// Methods that every handle has, and those of traits that take nothing but `self`: clippy asks for the trait.
pub(super) const TAKEN_OPERATIONS: [&str; 9] = [
    "as_ref", "at", "borrow", "clone", "cmp", "deref", "eq", "hash", "new",
];

/// The field that every object has.
pub(super) const TAKEN_FIELDS: [&str; 1] = ["extra"];

/// The constructor of what is sent, and setters that clippy would take for the operators of Rust.
pub(super) const TAKEN_FIELDS_SENT: [&str; 12] = [
    "add", "bitand", "bitor", "bitxor", "clone", "div", "mul", "new", "rem", "shl", "shr", "sub",
];

/// Methods that every request builder has, and setters that clippy would take for the operators of Rust.
pub(super) const TAKEN_SETTERS: [&str; 24] = [
    "add",
    "bitand",
    "bitor",
    "bitxor",
    "clone",
    "deadline",
    "div",
    "extra_body",
    "extra_header",
    "extra_query",
    "in_chunks",
    "mul",
    "new",
    "pages",
    "rem",
    "replay_safe",
    "retry",
    "send",
    "send_raw",
    "shl",
    "shr",
    "stream",
    "sub",
    "timeout",
];

/// Arguments and fields that generated methods use for themselves.
pub(super) const TAKEN_ARGUMENTS: [&str; 4] = ["body", "client", "endpoint", "inputs"];
