//! Parameters: what they are called, what they take, and what they say.

mod place;

use std::collections::{BTreeMap, BTreeSet};

use openapiv3::{Parameter, ParameterData, ParameterSchemaOrContent, ReferenceOr};
use serde_json::Value;

use super::{Lower, schemas::Naming, text};
use crate::casing::pascal;
use crate::ir::{Param, Place, TypeRef};
use crate::pointer::Origin;
use place::{is_in, place_name};

/// The parameters of an operation.
#[derive(Default)]
pub(super) struct Params {
    /// Those of the path, in the order of the template.
    pub(super) path: Vec<Param>,
    /// All others, in the order of the document.
    pub(super) others: Vec<Param>,
}

/// A list of parameters and the object that holds it under `parameters`.
type Listed<'a> = (&'a [ReferenceOr<Parameter>], &'a Origin);

impl Lower<'_> {
    /// Reads the parameters of the path item, then those of the operation, which replace the former by name and place.
    pub(super) fn params(
        &mut self,
        template: &str,
        shared: Listed<'_>,
        own: Listed<'_>,
        owner: &str,
    ) -> Params {
        let mut params = Params::default();
        let mut faulty = BTreeSet::new();
        for (list, origin) in [own, shared] {
            let mut seen = BTreeSet::new();
            let overriding = params.path.len() + params.others.len();
            for (index, parameter) in list.iter().enumerate() {
                let at = origin.key("parameters").index(index);
                let Some((parameter, found)) =
                    self.documents.resolve(parameter, &at, self.diagnostics)
                else {
                    continue;
                };
                let place = place_name(parameter);
                let Some(param) = self.param(parameter, &found, owner) else {
                    if place == "path" {
                        faulty.insert(parameter.parameter_data_ref().name.as_str());
                    }
                    continue;
                };
                let list = match param.place {
                    Place::Path => &mut params.path,
                    _ => &mut params.others,
                };
                if !seen.insert((place, param.name.clone())) {
                    self.diagnostics.error(
                        &at,
                        format!("the {place} parameter `{}` is listed twice", param.name),
                        "remove one of the two",
                    );
                } else if overriding == 0
                    || list
                        .iter()
                        .all(|other| other.name != param.name || !is_in(other.place, place))
                {
                    list.push(param);
                }
            }
        }
        params.path = self.in_template_order(template, params.path, &faulty, own.1);
        params
    }

    fn in_template_order(
        &mut self,
        template: &str,
        mut params: Vec<Param>,
        faulty: &BTreeSet<&str>,
        origin: &Origin,
    ) -> Vec<Param> {
        let mut ordered: Vec<Param> = Vec::new();
        for name in template_params(template) {
            if ordered.iter().any(|param| param.name == name) {
                self.diagnostics.error(
                    origin,
                    format!("the path `{template}` has `{{{name}}}` twice"),
                    "give each part of the path a name of its own",
                );
            } else if let Some(index) = params.iter().position(|param| param.name == name) {
                ordered.push(params.remove(index));
            } else if !faulty.contains(name) {
                self.diagnostics.error(
                    origin,
                    format!("the path parameter `{name}` of `{template}` is not declared"),
                    format!("add `{{name: {name}, in: path, required: true, schema: {{type: string}}}}` to `parameters`"),
                );
            }
        }
        for param in params {
            self.diagnostics.note(
                &param.origin,
                "a path parameter that its path does not have is not offered",
            );
        }
        ordered
    }

    fn param(&mut self, parameter: &Parameter, origin: &Origin, owner: &str) -> Option<Param> {
        let data = parameter.parameter_data_ref();
        if let Parameter::Header { .. } = parameter
            && IGNORED_HEADERS
                .iter()
                .any(|name| data.name.eq_ignore_ascii_case(name))
        {
            self.diagnostics.note(
                origin,
                "a parameter for `Accept`, `Content-Type` or `Authorization` is not offered: the client sends these headers by itself",
            );
            return None;
        }
        let (ty, at) = match &data.format {
            ParameterSchemaOrContent::Schema(schema) => {
                let naming = Naming::Inline {
                    owner,
                    member: &data.name,
                };
                let at = origin.key("schema");
                (self.schema(schema, &at, &naming), at)
            }
            ParameterSchemaOrContent::Content(contents) => {
                let at = origin.key("content");
                let named = format!("{owner}{}", pascal(&data.name));
                let schema = contents
                    .first()
                    .and_then(|(media_type, media)| Some((media_type, media.schema.as_ref()?)));
                match schema {
                    Some((media_type, schema)) => {
                        let at = at.key(media_type).key("schema");
                        (self.schema(schema, &at, &Naming::Own(&named)), at)
                    }
                    None => (TypeRef::Json, at),
                }
            }
        };
        // A parameter that is not set is not sent; `null` would be no other thing.
        let ty = match ty {
            TypeRef::Nullable(ty) => *ty,
            ty => ty,
        };
        let ty = match data.format {
            ParameterSchemaOrContent::Schema(_) => self.as_text(ty),
            ParameterSchemaOrContent::Content(_) => ty,
        };
        let place = self.place(parameter, &ty, origin, &at)?;
        let mut required = data.required;
        if place == Place::Path && !required {
            self.diagnostics.error(
                origin,
                format!("the path parameter `{}` is not `required: true`", data.name),
                "write `required: true`: a path without it is another path",
            );
            required = true;
        }
        Some(Param {
            name: data.name.clone(),
            place,
            ty,
            required,
            maximum: self.maximum(data, origin),
            max_with: self.max_with(data, origin),
            example: data.example.as_ref().and_then(example),
            docs: self.param_docs(data, origin),
            origin: origin.clone(),
        })
    }

    /// The most that the value may be, if it is a whole number.
    fn maximum(&mut self, data: &ParameterData, origin: &Origin) -> Option<i64> {
        let ParameterSchemaOrContent::Schema(schema) = &data.format else {
            return None;
        };
        let at = origin.key("schema");
        let (schema, _) = self.documents.resolve(schema, &at, self.diagnostics)?;
        text::maximum(schema)
    }

    /// The most that the value may be together with other parameters.
    fn max_with(&mut self, data: &ParameterData, origin: &Origin) -> BTreeMap<String, i64> {
        let Some(value) = data.extensions.get(MAX_WITH) else {
            return BTreeMap::new();
        };
        let limits = value.as_object().and_then(|limits| {
            let positive = |most: &Value| most.as_i64().filter(|most| *most > 0);
            let pairs = limits
                .iter()
                .map(|(with, most)| Some((with.clone(), positive(most)?)));
            pairs.collect()
        });
        limits.unwrap_or_else(|| {
            self.diagnostics.error(
                &origin.key(MAX_WITH),
                format!("`{MAX_WITH}` is not a map of whole numbers above 0"),
                format!("write `{MAX_WITH}: {{propertiesWithHistory: 50}}`"),
            );
            BTreeMap::new()
        })
    }

    fn param_docs(&mut self, data: &ParameterData, origin: &Origin) -> crate::ir::Docs {
        let mut docs = crate::ir::Docs {
            description: text::filled(data.description.as_ref()),
            deprecated: data.deprecated == Some(true),
            ..Default::default()
        };
        if let ParameterSchemaOrContent::Schema(schema) = &data.format
            && let Some((schema, _)) =
                self.documents
                    .resolve(schema, &origin.key("schema"), self.diagnostics)
        {
            let of_schema = text::schema_text(schema);
            docs.description = docs.description.or(of_schema.description);
            docs.notes = of_schema.notes;
        }
        docs
    }
}

/// Says how much a parameter may be together with others.
const MAX_WITH: &str = "x-max-with";

/// Headers that the client sends by itself.
const IGNORED_HEADERS: [&str; 3] = ["Accept", "Content-Type", "Authorization"];

/// An example as people would say it.
fn example(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}

/// The names between braces, from left to right.
pub(crate) fn template_params(template: &str) -> impl Iterator<Item = &str> {
    template
        .split('{')
        .skip(1)
        .filter_map(|part| part.split_once('}'))
        .map(|(name, _)| name)
}
