//! What an operation takes and gives, and which operation a request is meant for.

use serde_json::Value;

use super::{Node, Specs};

/// The methods of OpenAPI, as the documents write them.
const METHODS: [&str; 8] = [
    "get", "put", "post", "delete", "options", "head", "patch", "trace",
];

/// One method on one path.
#[derive(Debug, Clone)]
pub struct Operation<'a> {
    /// The document.
    pub document: &'a str,
    /// The method, in capitals.
    pub method: String,
    /// The template of the path.
    pub path: &'a str,
    /// The operation object.
    pub node: Node<'a>,
    item: Node<'a>,
    root: Node<'a>,
}

/// A parameter of an operation.
#[derive(Debug, Clone)]
pub struct Parameter<'a> {
    /// Its name.
    pub name: &'a str,
    /// `path`, `query`, `header` or `cookie`.
    pub place: &'a str,
    /// Whether a request without it is refused.
    pub required: bool,
    /// The parameter object.
    pub node: Node<'a>,
}

impl<'a> Parameter<'a> {
    /// The parameter that an object describes.
    pub fn of(node: Node<'a>) -> Option<Self> {
        Some(Self {
            name: node.text("name")?,
            place: node.text("in")?,
            required: node.flag("required"),
            node,
        })
    }

    /// The schema of its value, or of the JSON that its value is.
    pub fn schema(&self) -> Option<Node<'a>> {
        let content = || {
            self.node
                .members("content")
                .into_iter()
                .next()?
                .1
                .get("schema")
        };
        self.node.get("schema").or_else(content)
    }

    /// Whether its value is JSON.
    pub fn is_json(&self) -> bool {
        self.node.value().get("content").is_some()
    }

    /// Its style, or the one that it has where it says none.
    pub fn style(&self) -> &'a str {
        let default = match self.place {
            "query" | "cookie" => "form",
            _ => "simple",
        };
        self.node.text("style").unwrap_or(default)
    }

    /// Whether each item of a list and each property of an object is a parameter of its own.
    pub fn explodes(&self) -> bool {
        match self.node.value().get("explode") {
            Some(explode) => explode == true,
            None => self.style() == "form",
        }
    }
}

/// The body of a request.
#[derive(Debug, Clone)]
pub struct Body<'a> {
    /// Whether a request without it is refused.
    pub required: bool,
    /// Media types and what each says.
    pub content: Vec<(&'a str, Node<'a>)>,
}

/// An answer.
#[derive(Debug, Clone)]
pub struct Answer<'a> {
    /// Its status.
    pub status: u16,
    /// Media types and what each says; none where it carries nothing.
    pub content: Vec<(&'a str, Node<'a>)>,
}

/// A way for a request to say who makes it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Scheme<'a> {
    /// A token in the header `Authorization`.
    Bearer,
    /// A key in the query, under this name.
    Query(&'a str),
    /// A key in a header of this name.
    Header(&'a str),
    /// Something else, by the name of the scheme.
    Other(&'a str),
}

impl Specs {
    /// All operations, in the order of the documents.
    pub fn operations(&self) -> Vec<Operation<'_>> {
        let mut operations = Vec::new();
        for file in self.files() {
            let Some(root) = self.document(file) else {
                continue;
            };
            for (path, item) in root.members("paths") {
                for method in METHODS {
                    let Some(node) = item.get(method) else {
                        continue;
                    };
                    operations.push(Operation {
                        document: file,
                        method: method.to_ascii_uppercase(),
                        path,
                        node,
                        item: item.clone(),
                        root: root.clone(),
                    });
                }
            }
        }
        operations
    }
}

impl<'a> Operation<'a> {
    /// The operations that a request is meant for, of those that there are: where several paths fit, a word counts for more than a parameter, from left to right. `path` is encoded.
    pub fn matching<'o>(operations: &'o [Self], method: &str, path: &str) -> Vec<&'o Self> {
        let fitting: Vec<(&Self, Vec<bool>)> = operations
            .iter()
            .filter(|operation| operation.method == method)
            .filter_map(|operation| {
                let parts = parts(operation.path, path)?;
                Some((operation, parts.iter().map(Option::is_some).collect()))
            })
            .collect();
        let first = fitting.iter().map(|(_, params)| params).min();
        let best = fitting.iter().filter(|(_, params)| Some(params) == first);
        best.map(|(operation, _)| *operation).collect()
    }

    /// The values of the parameters of the path, by name, still encoded; `None` if it is another path.
    pub fn path_values<'p>(&self, path: &'p str) -> Option<Vec<(&'a str, &'p str)>> {
        Some(parts(self.path, path)?.into_iter().flatten().collect())
    }

    /// The parameters of the operation and of its path item, of which the former replace the latter.
    pub fn parameters(&self) -> Vec<Parameter<'a>> {
        let mut parameters: Vec<Parameter<'a>> = Vec::new();
        let lists = [&self.node, &self.item].map(|node| node.elements("parameters"));
        for node in lists.into_iter().flatten() {
            let Some(parameter) = Parameter::of(node) else {
                continue;
            };
            let is_same = |other: &Parameter<'_>| {
                (other.name, other.place) == (parameter.name, parameter.place)
            };
            if !parameters.iter().any(is_same) {
                parameters.push(parameter);
            }
        }
        parameters
    }

    /// The body of the request.
    pub fn body(&self) -> Option<Body<'a>> {
        let body = self.node.get("requestBody")?;
        Some(Body {
            required: body.flag("required"),
            content: body.members("content"),
        })
    }

    /// The answers to success that have a status of their own.
    pub fn answers(&self) -> Vec<Answer<'a>> {
        let responses = self.node.members("responses").into_iter();
        let answers = responses.filter_map(|(status, response)| {
            let status = status
                .parse()
                .ok()
                .filter(|status| (200..300).contains(status))?;
            let content = response.members("content");
            Some(Answer { status, content })
        });
        answers.collect()
    }

    /// What an extension of the operation says or, where it has none, that of the document.
    pub fn extension(&self, name: &str) -> Option<&'a Value> {
        let own = self.node.value().get(name);
        own.or_else(|| self.root.value().get(name))
    }

    /// The ways to say who makes the request, of which any one is enough; all of one way are needed. None where nobody asks.
    pub fn security(&self) -> Vec<Vec<Scheme<'a>>> {
        let own = self.node.value().get("security").map(|_| &self.node);
        let asked = own.unwrap_or(&self.root).values("security");
        let schemes = self
            .root
            .get("components")
            .and_then(|all| all.get("securitySchemes"));
        let scheme = |name: &'a str| {
            let scheme = schemes.as_ref().and_then(|schemes| schemes.get(name));
            scheme.map_or(Scheme::Other(name), |scheme| Scheme::of(name, &scheme))
        };
        let alternatives = asked.iter().filter_map(|one| one.as_object());
        alternatives
            .map(|one| one.keys().map(|name| scheme(name)).collect())
            .collect()
    }
}

impl<'a> Scheme<'a> {
    fn of(name: &'a str, node: &Node<'a>) -> Self {
        let key = node.text("name");
        match (node.text("type"), node.text("in"), key) {
            (Some("oauth2"), _, _) => Self::Bearer,
            (Some("http"), _, _)
                if node
                    .text("scheme")
                    .is_some_and(|it| it.eq_ignore_ascii_case("bearer")) =>
            {
                Self::Bearer
            }
            (Some("apiKey"), Some("query"), Some(key)) => Self::Query(key),
            (Some("apiKey"), Some("header"), Some(key)) => Self::Header(key),
            _ => Self::Other(name),
        }
    }
}

/// For each part of a path, the parameter that it stands for with its value, or `None` for a word; `None` at all if the path is not one of the template.
fn parts<'t, 'p>(template: &'t str, path: &'p str) -> Option<Vec<Option<(&'t str, &'p str)>>> {
    let (wanted, given) = (template.split('/'), path.split('/'));
    if wanted.clone().count() != given.clone().count() {
        return None;
    }
    let part = |(wanted, given): (&'t str, &'p str)| {
        let Some((before, rest)) = wanted.split_once('{') else {
            return (wanted == given).then_some(None);
        };
        let (name, after) = rest.split_once('}')?;
        let value = given.strip_prefix(before)?.strip_suffix(after)?;
        (!value.is_empty()).then_some(Some((name, value)))
    };
    wanted.zip(given).map(part).collect()
}
