//! Path and query parameters.

use std::collections::BTreeSet;

use openapiv3::{
    Parameter, ParameterData, ParameterSchemaOrContent, PathStyle, QueryStyle, ReferenceOr,
};

use super::{Lower, schemas::Naming, text};
use crate::ir::{Param, Shape, TypeRef};
use crate::pointer::Origin;

/// The parameters of an operation by place.
#[derive(Default)]
pub(super) struct Params {
    /// In the order of the template.
    pub(super) path: Vec<Param>,
    /// In the order of the document.
    pub(super) query: Vec<Param>,
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
        for (list, origin) in [own, shared] {
            let mut seen = BTreeSet::new();
            let overriding = params.path.len() + params.query.len();
            for (index, parameter) in list.iter().enumerate() {
                let at = origin.key("parameters").index(index);
                let Some((parameter, found)) =
                    self.documents.resolve(parameter, &at, self.diagnostics)
                else {
                    continue;
                };
                let Some((place, param)) = self.param(parameter, &found, owner) else {
                    continue;
                };
                let list = match place {
                    "path" => &mut params.path,
                    _ => &mut params.query,
                };
                if !seen.insert((place, param.name.clone())) {
                    self.diagnostics.error(
                        &at,
                        format!("the {place} parameter `{}` is listed twice", param.name),
                        "remove one of the two",
                    );
                } else if overriding == 0 || list.iter().all(|other| other.name != param.name) {
                    list.push(param);
                }
            }
        }
        params.path = self.in_template_order(template, params.path, own.1);
        params
    }

    fn in_template_order(
        &mut self,
        template: &str,
        mut params: Vec<Param>,
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
            } else {
                self.diagnostics.error(
                    origin,
                    format!("the path parameter `{name}` of `{template}` is not declared"),
                    format!("add `{{name: {name}, in: path, required: true, schema: {{type: string}}}}` to `parameters`"),
                );
            }
        }
        for param in params {
            self.diagnostics.error(
                &param.origin,
                format!(
                    "the path `{template}` has no part `{{{}}}` for this path parameter",
                    param.name
                ),
                "remove the parameter, or put it into the path",
            );
        }
        ordered
    }

    fn param(
        &mut self,
        parameter: &Parameter,
        origin: &Origin,
        owner: &str,
    ) -> Option<(&'static str, Param)> {
        let (place, data) = match parameter {
            Parameter::Path {
                parameter_data,
                style,
            } => {
                if *style != PathStyle::Simple {
                    self.unsupported(
                        &origin.key("style"),
                        "this style of a path parameter",
                        "use `simple`",
                    );
                }
                ("path", parameter_data)
            }
            Parameter::Query {
                parameter_data,
                allow_reserved,
                style,
                allow_empty_value,
            } => {
                if *style != QueryStyle::Form {
                    self.unsupported(
                        &origin.key("style"),
                        "this style of a query parameter",
                        "use `form`",
                    );
                }
                if *allow_reserved {
                    self.unsupported(
                        &origin.key("allowReserved"),
                        "query values that are sent without encoding",
                        "remove `allowReserved`",
                    );
                }
                if *allow_empty_value == Some(true) {
                    self.unsupported(
                        &origin.key("allowEmptyValue"),
                        "query parameters without a value",
                        "remove `allowEmptyValue`",
                    );
                }
                ("query", parameter_data)
            }
            Parameter::Header { .. } => {
                self.unsupported(
                    origin,
                    "a header parameter",
                    "callers can send it with `extra_header`; remove the parameter",
                );
                return None;
            }
            Parameter::Cookie { .. } => {
                self.unsupported(origin, "a cookie parameter", "remove the parameter");
                return None;
            }
        };
        let ty = self.param_type(data, origin, owner)?;
        if place == "path" && matches!(ty, TypeRef::List(_)) {
            self.unsupported(
                &origin.key("schema"),
                "a list in a path",
                "use a single value, or a query parameter",
            );
        }
        if place == "path" && !data.required {
            self.diagnostics.error(
                origin,
                format!("the path parameter `{}` is not `required: true`", data.name),
                "write `required: true`: a path without it is another path",
            );
        }
        let docs = self.param_docs(data, origin);
        Some((
            place,
            Param {
                name: data.name.clone(),
                ty,
                required: data.required,
                docs,
                origin: origin.clone(),
            },
        ))
    }

    fn param_type(
        &mut self,
        data: &ParameterData,
        origin: &Origin,
        owner: &str,
    ) -> Option<TypeRef> {
        let ParameterSchemaOrContent::Schema(schema) = &data.format else {
            self.unsupported(
                &origin.key("content"),
                "a parameter with `content`",
                "give it a `schema`",
            );
            return None;
        };
        let at = origin.key("schema");
        let ty = self.schema(
            schema,
            &at,
            &Naming::Inline {
                owner,
                member: &data.name,
            },
        );
        let single = match &ty {
            TypeRef::List(item) => item,
            other => other,
        };
        let scalar = match single {
            TypeRef::Text
            | TypeRef::Boolean
            | TypeRef::Integer
            | TypeRef::Number
            | TypeRef::DateTime => true,
            TypeRef::Named(id) => matches!(self.types[id.0].shape, Shape::Enum(_)),
            _ => false,
        };
        if let TypeRef::Nullable(_) = ty {
            self.unsupported(
                &at,
                "a parameter that may be `null`",
                "remove `nullable`: a parameter that is not set is not sent",
            );
        } else if !scalar {
            self.unsupported(
                &at,
                "a parameter that is neither a single value nor a list of such",
                "use text, a number, a flag, an enum, or an array of one of these",
            );
        } else if matches!(ty, TypeRef::List(_)) && data.explode == Some(false) {
            self.unsupported(
                &origin.key("explode"),
                "a list whose values are joined by commas",
                "write `explode: true`, which repeats the parameter",
            );
        }
        Some(ty)
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

/// The names between braces, from left to right.
pub(crate) fn template_params(template: &str) -> impl Iterator<Item = &str> {
    template
        .split('{')
        .skip(1)
        .filter_map(|part| part.split_once('}'))
        .map(|(name, _)| name)
}
