//! Names that generated code has a use for already.

/// Names that every file takes from the language or the runtime; nothing of the documents must hide them.
pub(super) const TAKEN: [&str; 45] = [
    "AsMut",
    "AsRef",
    "Batch",
    "BatchInput",
    "BatchResponse",
    "Box",
    "Client",
    "Clone",
    "Copy",
    "Debug",
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
    "Into",
    "IntoFuture",
    "IntoIterator",
    "Iterator",
    "Json",
    "Method",
    "NoContent",
    "None",
    "Ok",
    "Operation",
    "OperationInfo",
    "Option",
    "Page",
    "Request",
    "Result",
    "Self",
    "Some",
    "String",
    "ToString",
    "Vec",
];

/// Names of the runtime that only files with types use, and the preludes.
pub(super) const TAKEN_BESIDE_TYPES: [&str; 10] = [
    "BTreeMap",
    "Clear",
    "DateTime",
    "Extra",
    "MultiSelect",
    "Properties",
    "Replay",
    "T",
    "UnknownValue",
    "Value",
];

/// Modules and crates that the root of the client has anyway.
pub(super) const TAKEN_VERSIONS: [&str; 10] = [
    "alloc",
    "bin",
    "core",
    "hubspot_crm_core",
    "lib",
    "main",
    "mod",
    "models",
    "sealed",
    "std",
];

/// Methods that the client has anyway, and modules that a version has anyway.
pub(super) const TAKEN_APIS: [&str; 17] = [
    "borrow",
    "builder",
    "clone",
    "clone_into",
    "endpoint",
    "fmt",
    "into",
    "mod",
    "new",
    "prelude",
    "send",
    "to_owned",
    "try_into",
    "type_id",
    "borrow_mut",
    "hubspot_crm_core",
    "std",
];

/// Names for the variant of unknown values, in the order of preference.
pub(super) const FALLBACKS: [&str; 3] = ["Unknown", "UnknownValue", "NotKnown"];

/// Methods that every request builder has.
pub(super) const BUILDER_METHODS: [&str; 4] = ["extra_header", "extra_query", "new", "send"];

/// Arguments and fields that generated methods use for themselves.
pub(super) const TAKEN_ARGUMENTS: [&str; 4] = ["body", "client", "endpoint", "inputs"];
