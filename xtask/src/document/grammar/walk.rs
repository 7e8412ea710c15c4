//! The walk over a document, along the tables of the vocabulary.
//!
//! A value is only looked into where the vocabulary says what it is. So nothing within examples, defaults or extensions is taken for OpenAPI,
//! and a property may have any name.

use std::collections::BTreeMap;

use serde_json::{Map, Value};

use super::shape::{Keys, Object, Shape};
use super::vocabulary::{OPENAPI, REFERENCE};
use super::{advice, rules};
use crate::diagnostics::Diagnostics;
use crate::pointer::Origin;

/// The extensions that the generator reads, and HubSpot's own, which it may pass over without a word.
const KNOWN_EXTENSIONS: [&str; 16] = [
    "x-hubspot-api-use-case",
    "x-hubspot-available-client-libraries",
    "x-hubspot-documentation-banner",
    "x-hubspot-introduction",
    "x-hubspot-product-tier-requirements",
    "x-hubspot-rate-limit-exemptions",
    "x-hubspot-related-documentation",
    "x-hubspot-sub-type-impl",
    "x-hubspot-tag-name-english-source",
    "x-hubspot-user-level-auth",
    "x-hubspot-source",
    "x-max-with",
    "x-no-authorization",
    "x-products",
    "x-replay-safe",
    "x-scopes",
];

/// Checks a document from its top, and gives its references: the place and the text of each.
pub(super) fn document(
    value: &Value,
    origin: &Origin,
    diagnostics: &mut Diagnostics,
) -> Vec<(Origin, String)> {
    let mut walk = Walk {
        origin,
        way: Vec::new(),
        diagnostics,
        unheard: BTreeMap::new(),
        references: Vec::new(),
    };
    walk.value(value, Shape::Inline(&OPENAPI));
    for ((kind, name), (origin, places)) in walk.unheard {
        let (message, help) = match kind {
            Unheard::Extension => (
                format!("the generator does not read `{name}`"),
                "nothing has to be done unless the client should depend on it",
            ),
            Unheard::BesideReference => (
                format!("`{name}` has no effect next to `$ref`"),
                "move it to where the reference leads, or remove it",
            ),
        };
        let message = match places {
            1 => message,
            2 => format!("{message}, here and in another place"),
            _ => format!("{message}, here and in {} more places", places - 1),
        };
        walk.diagnostics.warning(&origin, message, help);
    }
    walk.references
}

/// What a document says in vain. It is told once for each name: it harms nobody, and may stand in thousands of places.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Unheard {
    Extension,
    BesideReference,
}

/// What a value is, as in "found a list".
pub(super) fn kind(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(true) => "`true`",
        Value::Bool(false) => "`false`",
        Value::Number(_) => "a number",
        Value::String(_) => "text",
        Value::Array(_) => "a list",
        Value::Object(_) => "an object",
    }
}

/// A step from an element to one in it.
#[derive(Clone, Copy)]
enum Step<'a> {
    Key(&'a str),
    Index(usize),
}

/// The state of a walk.
pub(super) struct Walk<'a, 'd> {
    origin: &'a Origin,
    /// The way from the top to the current element. Origins are built from it for findings only, because there are very many elements.
    way: Vec<Step<'a>>,
    diagnostics: &'d mut Diagnostics,
    /// The first place and the number of places of each.
    unheard: BTreeMap<(Unheard, &'a str), (Origin, usize)>,
    references: Vec<(Origin, String)>,
}

impl<'a> Walk<'a, '_> {
    fn value(&mut self, value: &'a Value, shape: Shape) {
        match (shape, value) {
            (Shape::Any, _)
            | (Shape::Text, Value::String(_))
            | (Shape::Flag | Shape::FlagOr(_), Value::Bool(_))
            | (Shape::Number, Value::Number(_)) => {}
            (Shape::Count, Value::Number(number))
                if number
                    .as_f64()
                    .is_some_and(|number| number >= 0.0 && number.fract() == 0.0) => {}
            (Shape::Word(words), Value::String(word)) => {
                if !words.contains(&word.as_str()) {
                    self.error(
                        format!("{} cannot be `{word}`", self.subject()),
                        advice::word(self.key(), word, words),
                    );
                }
            }
            (Shape::List(shape), Value::Array(items)) => {
                for (index, item) in items.iter().enumerate() {
                    self.step(Step::Index(index), |walk| walk.value(item, *shape));
                }
            }
            (Shape::Map(keys, shape), Value::Object(members)) => {
                for (key, value) in members {
                    self.step(Step::Key(key), |walk| {
                        walk.name(keys, key);
                        walk.value(value, *shape);
                    });
                }
            }
            (Shape::Inline(object), Value::Object(fields)) => self.object(fields, object),
            (Shape::Referable(object), Value::Object(fields)) => {
                match fields.contains_key("$ref") {
                    true => self.reference(fields),
                    false => self.object(fields, object),
                }
            }
            (Shape::FlagOr(shape), Value::Object(_)) => self.value(value, *shape),
            _ => {
                let message = format!(
                    "{} must be {}, found {}",
                    self.subject(),
                    shape.due(),
                    kind(value)
                );
                self.error(message, advice::wrong_kind(self.key(), value, shape));
            }
        }
    }

    fn object(&mut self, fields: &'a Map<String, Value>, object: &'static Object) {
        for (key, value) in fields {
            let known = object.fields.iter().find(|field| field.name == key);
            match (known, object.others) {
                _ if rules::is_ignored(object, fields, key) => {}
                (Some(field), _) => {
                    self.step(Step::Key(key), |walk| walk.value(value, field.shape));
                }
                _ if key.starts_with("x-")
                    && !matches!(object.others, Some((Keys::Free, Shape::List(_)))) =>
                {
                    if object.extensions_matter {
                        self.extension(key);
                    }
                }
                (None, Some((keys, shape))) => self.step(Step::Key(key), |walk| {
                    walk.name(keys, key);
                    walk.value(value, shape);
                }),
                (None, None) => {
                    let message = format!("`{key}` is not a field of the {}", object.name);
                    self.error_at(key, message, advice::unknown_field(object, key, value));
                }
            }
        }
        for field in object
            .fields
            .iter()
            .filter(|field| field.required && !fields.contains_key(field.name))
        {
            self.missing(object, field.name, field.shape.due());
        }
        rules::check(self, fields, object);
    }

    /// Everything next to `$ref` is ignored in OpenAPI 3.0, which its author rarely knows.
    fn reference(&mut self, fields: &'a Map<String, Value>) {
        if let Some(Value::String(reference)) = fields.get("$ref") {
            self.references.push((self.place(), reference.clone()));
        }
        for (key, value) in fields {
            match REFERENCE.fields.iter().find(|field| field.name == key) {
                Some(field) => self.step(Step::Key(key), |walk| walk.value(value, field.shape)),
                // Some tools write empty descriptions everywhere; nothing is lost with them.
                None if value == "" => {}
                None if advice::is_annotation(key) => self.unheard(Unheard::BesideReference, key),
                None => {
                    let message = format!("`{key}` has no effect next to `$ref`");
                    self.warning_at(key, message, advice::beside_reference(key));
                }
            }
        }
    }

    fn name(&mut self, keys: Keys, key: &str) {
        match keys {
            Keys::Free => {}
            Keys::Component
                if !key.is_empty()
                    && key
                        .chars()
                        .all(|c| c.is_ascii_alphanumeric() || "._-".contains(c)) => {}
            Keys::Component => {
                self.error(
                    format!("`{key}` cannot be the name of a component"),
                    "use the letters a to z and A to Z, digits, `.`, `-` and `_` only",
                );
            }
            Keys::Path if key.starts_with('/') => {
                if !is_template(key) {
                    self.error(
                        format!("`{key}` is not the template of a path"),
                        "put each parameter into braces of its own, with text between two of them, and leave out `?`, `#` and blanks",
                    );
                }
            }
            Keys::Path => self.error(
                format!("`{key}` is not a path"),
                format!("a path starts with a slash: `/{key}`"),
            ),
            Keys::Status if is_status(key) => {}
            Keys::Status => {
                let upper = key.to_uppercase();
                let help = match upper.as_str() {
                    "DEFAULT" => "write `default`".to_owned(),
                    status if is_status(status) => format!("write `{status}`"),
                    _ => "write a status code (`200`), a range (`2XX`) or `default`".to_owned(),
                };
                self.error(format!("`{key}` is not a status code"), help);
            }
        }
    }

    fn extension(&mut self, name: &'a str) {
        if !KNOWN_EXTENSIONS.contains(&name) {
            self.unheard(Unheard::Extension, name);
        }
    }

    fn unheard(&mut self, kind: Unheard, name: &'a str) {
        if let Some((_, places)) = self.unheard.get_mut(&(kind, name)) {
            *places += 1;
        } else {
            let origin = self.place().key(name);
            self.unheard.insert((kind, name), (origin, 1));
        }
    }

    fn step(&mut self, step: Step<'a>, visit: impl FnOnce(&mut Self)) {
        self.way.push(step);
        visit(self);
        self.way.pop();
    }

    fn place(&self) -> Origin {
        self.way
            .iter()
            .fold(self.origin.clone(), |origin, step| match *step {
                Step::Key(key) => origin.key(key),
                Step::Index(index) => origin.index(index),
            })
    }

    /// The name of the current element, if it has one.
    fn key(&self) -> Option<&'a str> {
        match self.way.last() {
            Some(Step::Key(key)) => Some(key),
            _ => None,
        }
    }

    /// What a message calls the current element.
    fn subject(&self) -> String {
        match self.way.last() {
            Some(Step::Key(key)) => format!("`{key}`"),
            Some(Step::Index(index)) => {
                let list = self.way.iter().rev().find_map(|step| match step {
                    Step::Key(key) => Some(*key),
                    Step::Index(_) => None,
                });
                format!("item {} of `{}`", index + 1, list.unwrap_or_default())
            }
            None => "the document".to_owned(),
        }
    }

    /// Reports a field that is not there.
    pub(super) fn missing(&mut self, object: &Object, field: &str, due: &str) {
        self.error(
            format!("`{field}` is missing in the {}", object.name),
            advice::missing(object, field, due),
        );
    }

    /// Reports an error at the current element.
    pub(super) fn error(&mut self, message: impl Into<String>, help: impl Into<String>) {
        self.diagnostics.error(&self.place(), message, help);
    }

    /// Reports an error at a field of the current element.
    pub(super) fn error_at(
        &mut self,
        key: &str,
        message: impl Into<String>,
        help: impl Into<String>,
    ) {
        self.diagnostics
            .error(&self.place().key(key), message, help);
    }

    fn warning_at(&mut self, key: &str, message: impl Into<String>, help: impl Into<String>) {
        self.diagnostics
            .warning(&self.place().key(key), message, help);
    }
}

/// `200`, `2XX`; `default` is a field with a fixed name.
fn is_status(key: &str) -> bool {
    match key.as_bytes() {
        [b'1'..=b'5', rest @ ..] => {
            rest == b"XX" || (rest.len() == 2 && rest.iter().all(u8::is_ascii_digit))
        }
        _ => false,
    }
}

/// Whether a path has nothing in it but segments and parameters: `/objects/{objectType}`.
fn is_template(path: &str) -> bool {
    let mut rest = path;
    while let Some((text, tail)) = rest.split_once('{') {
        let Some((name, tail)) = tail.split_once('}') else {
            return false;
        };
        if name.is_empty() || name.contains('{') || tail.starts_with('{') || !is_plain(text) {
            return false;
        }
        rest = tail;
    }
    is_plain(rest)
}

fn is_plain(text: &str) -> bool {
    !text.contains(|letter: char| letter.is_whitespace() || matches!(letter, '?' | '#' | '}'))
}
