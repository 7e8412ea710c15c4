//! The documents of the API, and which operation a request is meant for.

use std::borrow::Cow;
use std::collections::HashMap;
use std::sync::{LazyLock, OnceLock};

use openapi_conform::{Operation, Specs};
use serde_json::Value;

use crate::takes::Takes;

/// All documents, without what people read. Generated from `specs`.
const DOCUMENTS: &str = include_str!("../generated/documents.json");

/// What is generated.
struct File {
    specs: Specs,
    links: Vec<Value>,
}

static FILE: LazyLock<File> = LazyLock::new(|| {
    // A test holds it against what this takes for granted.
    let mut file: Value = serde_json::from_str(DOCUMENTS).unwrap_or_default();
    let documents = match file["documents"].take() {
        Value::Object(documents) => documents,
        _ => serde_json::Map::new(),
    };
    let links = match file["links"].take() {
        Value::Array(links) => links,
        _ => Vec::new(),
    };
    File {
        specs: documents.into_iter().collect(),
        links,
    }
});

/// The kinds of links that HubSpot defines: `from` and `to` by the names of the types in the singular, `id`, and where they have them `label`, `inverse`, `inverse_label`.
pub(crate) fn links() -> &'static [Value] {
    &FILE.links
}

static ROUTES: LazyLock<Routes> = LazyLock::new(Routes::new);

/// An operation of the documents.
#[derive(Debug)]
pub(crate) struct Route {
    /// What the document says of it.
    pub(crate) operation: Operation<'static>,
    /// The segments of its path, of which those that are parameters are `{}`: what handlers are found by, since several documents may have the same path.
    pub(crate) shape: Vec<&'static str>,
    takes: OnceLock<Takes>,
}

impl Route {
    /// The operation as in `PATCH /crm/v3/objects/contacts/{contactId}`.
    pub(crate) fn name(&self) -> String {
        format!("{} {}", self.operation.method, self.operation.path)
    }

    /// What requests for it are held against, looked up with the first one.
    pub(crate) fn takes(&self) -> &Takes {
        self.takes.get_or_init(|| Takes::of(&self.operation))
    }
}

/// Which operation a request is meant for.
#[derive(Debug)]
pub(crate) enum Found {
    /// One of the documents.
    Route(&'static Route),
    /// None, but the path has these methods.
    OtherMethods(Vec<&'static str>),
    /// None.
    Nothing,
}

/// All operations, by method and number of segments of their path.
#[derive(Debug)]
struct Routes {
    by: HashMap<(&'static str, usize), Vec<&'static Route>>,
}

impl Routes {
    fn new() -> Self {
        let mut by: HashMap<_, Vec<&'static Route>> = HashMap::new();
        for route in all() {
            let key = (route.operation.method.as_str(), route.shape.len());
            by.entry(key).or_default().push(route);
        }
        Self { by }
    }
}

/// All operations, in the order of the documents.
pub(crate) fn all() -> &'static [Route] {
    static ALL: LazyLock<Vec<Route>> = LazyLock::new(|| {
        let routes = FILE.specs.operations().into_iter().map(|operation| Route {
            shape: shape(operation.path),
            takes: OnceLock::new(),
            operation,
        });
        routes.collect()
    });
    &ALL
}

/// Where else HubSpot takes what our documents have: what such a path begins with, and what stands there in the documents. Its guides have another path for schemas than its documents, and all versions
/// of the endpoint for tokens take the same.
const ALIASES: [(&str, &str); 4] = [
    ("/crm/v3/schemas", "/crm-object-schemas/v3/schemas"),
    ("/oauth/v1/token", "/oauth/v3/token"),
    ("/oauth/2026-03/token", "/oauth/v3/token"),
    ("/oauth/2026-09/token", "/oauth/v3/token"),
];

/// A path as our documents have it.
pub(crate) fn documented(path: &str) -> Cow<'_, str> {
    let documented = ALIASES.iter().find_map(|(alias, documented)| {
        let rest = path.strip_prefix(alias)?;
        (rest.is_empty() || rest.starts_with('/')).then(|| format!("{documented}{rest}"))
    });
    documented.map_or(Cow::Borrowed(path), Cow::Owned)
}

/// Finds the operation of a request. `path` is encoded.
pub(crate) fn find(method: &str, path: &str) -> Found {
    let path = &*documented(path);
    let parts: Vec<&str> = path.split('/').skip(1).collect();
    let fitting = |method: &str| {
        let routes = ROUTES.by.get(&(method, parts.len())).into_iter().flatten();
        // Most do not fit by their words, which is quickly seen.
        let routes = routes.filter(|route| {
            let mut shape = route.shape.iter().zip(&parts);
            shape.all(|(part, given)| part == given || *part == PARAMETER)
        });
        // Where several paths fit, a word counts for more than a parameter, from left to right.
        let fitting = routes.filter_map(|route| {
            route.operation.path_values(path)?;
            let words: Vec<bool> = route.shape.iter().map(|part| *part == PARAMETER).collect();
            Some((words, *route))
        });
        fitting.min_by(|(one, _), (other, _)| one.cmp(other))
    };
    if let Some((_, route)) = fitting(method) {
        return Found::Route(route);
    }
    let mut others = vec!["GET", "POST", "PUT", "PATCH", "DELETE"];
    others.retain(|method| fitting(method).is_some());
    match others.is_empty() {
        true => Found::Nothing,
        false => Found::OtherMethods(others),
    }
}

/// What is wrong with the name of an operation, if it has a template for a path and no operation has that.
pub(crate) fn check_name(name: &str) -> Result<(), String> {
    let (method, path) = name.split_once(' ').unwrap_or(("*", name));
    let mut named = all().iter().filter(|route| route.operation.path == path);
    let is_there = named.any(|route| method == "*" || route.operation.method == method);
    match is_there || !path.contains('{') {
        true => Ok(()),
        false => Err(format!(
            "there is no operation `{name}`; those that there are stand in API.md of hubspot-crm-gen"
        )),
    }
}

/// What stands for a parameter in the shape of a path.
pub(crate) const PARAMETER: &str = "{}";

fn shape(template: &'static str) -> Vec<&'static str> {
    let parts = template.split('/').skip(1);
    parts
        .map(|part| if part.contains('{') { PARAMETER } else { part })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn name(method: &str, path: &str) -> String {
        match find(method, path) {
            Found::Route(route) => route.name(),
            other => format!("{other:?}"),
        }
    }

    #[test]
    fn requests_are_meant_for_the_operation_that_says_most_of_their_path() {
        assert_eq!(
            name("PATCH", "/crm/v3/objects/contacts/1"),
            "PATCH /crm/v3/objects/contacts/{contactId}"
        );
        assert_eq!(
            name("PATCH", "/crm/v3/objects/0-1/1"),
            "PATCH /crm/v3/objects/{objectType}/{objectId}"
        );
        assert_eq!(
            name("POST", "/crm/v3/objects/contacts/search"),
            "POST /crm/v3/objects/contacts/search"
        );
        assert_eq!(
            name("GET", "/crm/v3/objects/contacts/a%2Fb"),
            "GET /crm/v3/objects/contacts/{contactId}"
        );
        assert_eq!(
            name("DELETE", "/crm/v3/objects/contacts/search"),
            "DELETE /crm/v3/objects/contacts/{contactId}"
        );
        assert_eq!(
            name("PUT", "/crm/v3/objects/contacts"),
            r#"OtherMethods(["GET", "POST"])"#
        );
        assert_eq!(name("GET", "/nowhere"), "Nothing");
    }

    #[test]
    fn other_paths_of_hubspots_lead_to_the_same_operations() {
        for (alias, documented) in ALIASES {
            let found = name("POST", documented);
            assert!(found.starts_with("POST "), "{found}");
            assert_eq!(name("POST", alias), found);
            assert_eq!(name("POST", &format!("{alias}s")), "Nothing");
        }
        assert_eq!(
            name("GET", "/crm/v3/schemas/2-1"),
            "GET /crm-object-schemas/v3/schemas/{objectType}"
        );
    }

    #[test]
    fn there_are_kinds_of_links() {
        assert!(links().len() > 100, "{}", links().len());
    }

    #[test]
    fn every_operation_is_found_by_its_own_path() {
        assert!(all().len() > 500, "{}", all().len());
        for route in all() {
            let path = route.operation.path.replace(['{', '}'], "");
            let Found::Route(found) = find(&route.operation.method, &path) else {
                panic!("{} is not found", route.name());
            };
            assert_eq!(found.name(), route.name());
        }
    }
}
