//! What the root of the runtime has, and with it that of the client.

use super::Source;
use crate::ir::TypeId;

/// The types and traits of the runtime's root. A prelude that had another type of such a name would be of no use together
/// with that root: a name that two globs bring says nothing.
const ROOT: &[&str] = &[
    "AccessToken",
    "ApiError",
    "Attempt",
    "AuthError",
    "AuthErrorKind",
    "AuthorizeUrl",
    "Batch",
    "BatchAnswer",
    "BatchBody",
    "BatchFailure",
    "BatchInput",
    "BatchItem",
    "BatchOutcomes",
    "BatchProgress",
    "BatchReason",
    "BatchResponse",
    "BatchRun",
    "BatchStatus",
    "Binary",
    "Body",
    "BodyError",
    "BodyStream",
    "BoxFuture",
    "BucketStatus",
    "Bytes",
    "CalendarDate",
    "CalendarDateError",
    "Call",
    "Change",
    "ChunkedBatch",
    "Clear",
    "Client",
    "ClientBuilder",
    "ClientSecret",
    "ConfigError",
    "CursorPaged",
    "Date",
    "DateTime",
    "DateTimeError",
    "DeadlineError",
    "Decode",
    "DecodeError",
    "DeveloperApiKey",
    "Endpoint",
    "Error",
    "ErrorContext",
    "ErrorDetail",
    "Extra",
    "FilePart",
    "FileParts",
    "Filter",
    "FilterGroup",
    "FilterOperator",
    "FilterValue",
    "HeaderMap",
    "HeaderName",
    "HeaderValue",
    "HttpBody",
    "HttpRequest",
    "HttpResponse",
    "IncompleteBatch",
    "IncompleteOutcomes",
    "InputError",
    "Inputs",
    "InvalidRequest",
    "Items",
    "Json",
    "JsonBody",
    "JsonValue",
    "Method",
    "MultiSelect",
    "MultipartForm",
    "NextPage",
    "NoContent",
    "NoRetry",
    "OAuth",
    "OAuthApp",
    "OAuthTokens",
    "OpenEnum",
    "Operation",
    "OperationInfo",
    "Optional",
    "Outcome",
    "Page",
    "Paged",
    "Pages",
    "Paging",
    "PagingError",
    "Params",
    "Parts",
    "PollError",
    "Poller",
    "PreviousPage",
    "Properties",
    "PropertyError",
    "PropertyValidationError",
    "PropertyValue",
    "QueryValue",
    "RateLimitBucket",
    "RateLimitStatus",
    "RateLimitWait",
    "RateLimits",
    "RawBody",
    "Record",
    "RefreshToken",
    "Request",
    "Response",
    "RetryPolicy",
    "SearchAll",
    "SearchRequest",
    "SecretString",
    "Sort",
    "StatusCode",
    "Text",
    "Timestamp",
    "TokenEndpoint",
    "TokenProvider",
    "Transport",
    "TransportError",
    "TransportErrorKind",
    "UnknownMethod",
    "UnknownValue",
    "Value",
    "Whole",
];

impl Source<'_> {
    /// Whether the preludes have a type of the documents.
    pub(super) fn is_in_preludes(&self, id: TypeId) -> bool {
        !ROOT.contains(&self.names.ty(id))
    }
}

#[cfg(test)]
mod tests {
    use syn::{Item, UseTree, Visibility};

    use super::ROOT;

    #[test]
    fn the_list_is_what_the_runtime_has() {
        let path = concat!(
            env!("CARGO_MANIFEST_DIR"),
            "/../crates/hubspot-crm-core/src/lib.rs"
        );
        let text = std::fs::read_to_string(path).unwrap();
        let mut names = Vec::new();
        for item in syn::parse_file(&text).unwrap().items {
            match item {
                Item::Use(item) if matches!(item.vis, Visibility::Public(_)) => {
                    leaves(&item.tree, &mut names);
                }
                Item::Use(_) | Item::Mod(_) => {}
                _ => panic!("the root has an item that is no import"),
            }
        }
        // Functions and macros have no capital, and clash with no type.
        names.retain(|name| name.starts_with(char::is_uppercase));
        names.sort();
        assert_eq!(names, ROOT);
    }

    fn leaves(tree: &UseTree, names: &mut Vec<String>) {
        match tree {
            UseTree::Path(path) => leaves(&path.tree, names),
            UseTree::Name(name) => names.push(name.ident.to_string()),
            UseTree::Rename(rename) => names.push(rename.rename.to_string()),
            UseTree::Group(group) => group.items.iter().for_each(|tree| leaves(tree, names)),
            UseTree::Glob(_) => panic!("the root imports everything of a module"),
        }
    }
}
