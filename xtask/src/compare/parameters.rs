//! The parameters of an operation.

use std::collections::BTreeMap;

use openapiv3::{Parameter, ParameterSchemaOrContent, ReferenceOr, Schema};

use super::operations::{Found, in_part};
use super::{Aspect, Comparer, Part, Side, Site, Usage, keys};
use crate::pointer::Origin;

/// A parameter as far as it is compared.
struct Read<'a> {
    origin: Origin,
    required: bool,
    deprecated: bool,
    style: &'static str,
    explode: bool,
    media: Option<String>,
    schema: Option<(&'a ReferenceOr<Schema>, Origin)>,
}

impl<'a> Read<'a> {
    fn of(parameter: &'a Parameter, origin: &Origin) -> Self {
        let data = parameter.parameter_data_ref();
        let style = style(parameter);
        let (media, schema) = match &data.format {
            ParameterSchemaOrContent::Schema(schema) => {
                (None, Some((schema, origin.key("schema"))))
            }
            ParameterSchemaOrContent::Content(content) => {
                let first = content.first();
                let schema = first.and_then(|(media, content)| {
                    let origin = origin.key("content").key(media).key("schema");
                    Some((content.schema.as_ref()?, origin))
                });
                (first.map(|(media, _)| media.clone()), schema)
            }
        };
        Self {
            origin: origin.clone(),
            required: data.required,
            deprecated: data.deprecated == Some(true),
            style,
            // What OpenAPI has where the document says nothing.
            explode: data.explode.unwrap_or(style == "form"),
            media,
            schema,
        }
    }
}

impl<'a> Side<'a> {
    /// The parameters of an operation, by where they are sent and name. Its own come before those of the path.
    fn parameters(&mut self, found: &Found<'a>) -> BTreeMap<(&'static str, String), Read<'a>> {
        let mut parameters = BTreeMap::new();
        let shared = (&found.item.parameters, &found.item_origin);
        for (list, origin) in [shared, (&found.operation.parameters, &found.origin)] {
            for (index, parameter) in list.iter().enumerate() {
                let at = origin.key("parameters").index(index);
                let resolved = self.documents.resolve(parameter, &at, &mut self.faults);
                if let Some((parameter, at)) = resolved {
                    let name = parameter.parameter_data_ref().name.clone();
                    parameters.insert((location(parameter), name), Read::of(parameter, &at));
                }
            }
        }
        parameters
    }
}

impl<'a> Comparer<'a> {
    pub(super) fn parameters(&mut self, site: &Site, one: &Found<'a>, other: &Found<'a>) {
        let left = self.left.parameters(one);
        let right = self.right.parameters(other);
        for key in keys(left.keys(), right.keys()) {
            let (location, name) = key.clone();
            let at = |read: Option<&Read<'_>>, operation: &Found<'_>| match read {
                Some(read) => read.origin.clone(),
                None => operation.origin.key("parameters"),
            };
            let at = [at(left.get(key), one), at(right.get(key), other)];
            let part = Part::Parameter { location, name };
            let site = in_part(site, part, Usage::SENT, at);
            match (left.get(key), right.get(key)) {
                (Some(left), Some(right)) => self.parameter(&site, left, right),
                (left, right) => {
                    let required = |read: Option<&Read<'_>>| read.map(|read| read.required);
                    self.presence_of(&site, required(left), required(right));
                }
            }
        }
    }

    fn parameter(&mut self, site: &Site, left: &Read<'a>, right: &Read<'a>) {
        self.flags(site, Aspect::Required, left.required, right.required);
        self.flags(site, Aspect::Deprecated, left.deprecated, right.deprecated);
        let media = |read: &Read<'_>| read.media.clone();
        self.texts(site, Aspect::MediaType, media(left), media(right));
        // A media type says how the value is written, and style does not count.
        if left.media.is_none() && right.media.is_none() {
            let style = |read: &Read<'_>| Some(read.style.to_owned());
            self.texts(site, Aspect::Style, style(left), style(right));
            self.flags(site, Aspect::Explode, left.explode, right.explode);
        }
        self.schemas(
            site,
            Aspect::Type,
            left.schema.clone(),
            right.schema.clone(),
        );
    }
}

fn location(parameter: &Parameter) -> &'static str {
    match parameter {
        Parameter::Path { .. } => "path",
        Parameter::Query { .. } => "query",
        Parameter::Header { .. } => "header",
        Parameter::Cookie { .. } => "cookie",
    }
}

fn style(parameter: &Parameter) -> &'static str {
    use openapiv3::{PathStyle, QueryStyle};
    match parameter {
        Parameter::Query { style, .. } => match style {
            QueryStyle::Form => "form",
            QueryStyle::SpaceDelimited => "spaceDelimited",
            QueryStyle::PipeDelimited => "pipeDelimited",
            QueryStyle::DeepObject => "deepObject",
        },
        Parameter::Path { style, .. } => match style {
            PathStyle::Matrix => "matrix",
            PathStyle::Label => "label",
            PathStyle::Simple => "simple",
        },
        Parameter::Header { .. } => "simple",
        Parameter::Cookie { .. } => "form",
    }
}
