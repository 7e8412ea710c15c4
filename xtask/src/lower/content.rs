//! The content of bodies: which of the media types on offer the client takes, and what is in it.

use indexmap::IndexMap;
use openapiv3::{MediaType, ReferenceOr, Schema};

use super::{
    Lower,
    schemas::{Naming, View},
};
use crate::ir::{Content, Media, Shape, TypeRef};
use crate::pointer::Origin;

pub(super) type Contents = IndexMap<String, MediaType>;

/// What a media type says about the form of a body.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Form {
    Json,
    /// `*/*`: the schema decides.
    Any,
    UrlEncoded,
    Multipart,
    Text,
    Binary,
}

fn form(media_type: &str) -> Form {
    let name = media_type.split(';').next().unwrap_or_default();
    let name = name.trim().to_ascii_lowercase();
    match name.as_str() {
        "application/json" | "text/json" => Form::Json,
        "*/*" | "application/*" => Form::Any,
        "application/x-www-form-urlencoded" => Form::UrlEncoded,
        "multipart/form-data" => Form::Multipart,
        "application/xml"
        | "application/yaml"
        | "application/x-yaml"
        | "application/x-ndjson"
        | "application/javascript"
        | "application/graphql" => Form::Text,
        name if name.ends_with("+json") => Form::Json,
        name if name.ends_with("+xml") || name.starts_with("text/") => Form::Text,
        _ => Form::Binary,
    }
}

impl Lower<'_> {
    /// What a request body is sent as.
    pub(super) fn request_content(
        &mut self,
        contents: &Contents,
        origin: &Origin,
        name: &str,
    ) -> Option<(TypeRef, Media)> {
        let (media_type, media, at) = self.chosen(contents, origin)?;
        self.note_unread(form(media_type), media, &at);
        match form(media_type) {
            Form::UrlEncoded => {
                let ty = self.media_type(media, &at, name);
                Some((self.object_for_form(ty, &at), Media::Form))
            }
            Form::Multipart => Some((self.multipart(media, &at, name)?, Media::Multipart)),
            Form::Any if self.is_structured(media, &at) => {
                let media_type = "application/json".to_owned();
                Some((self.media_type(media, &at, name), Media::Json(media_type)))
            }
            Form::Json => {
                let ty = self.media_type(media, &at, name);
                Some((ty, Media::Json(media_type.to_owned())))
            }
            Form::Any => Some((
                TypeRef::Bytes,
                Media::Binary("application/octet-stream".to_owned()),
            )),
            Form::Text => Some((TypeRef::Text, Media::Text(media_type.to_owned()))),
            Form::Binary => Some((TypeRef::Bytes, Media::Binary(media_type.to_owned()))),
        }
    }

    /// What the body of an answer holds, and the media type to ask for if it is not JSON.
    pub(super) fn answer_content(
        &mut self,
        contents: &Contents,
        origin: &Origin,
        name: &str,
    ) -> (Content, Option<String>) {
        let Some((media_type, media, at)) = self.chosen(contents, origin) else {
            return (Content::Empty, None);
        };
        let asked = Some(media_type.to_owned());
        self.note_unread(form(media_type), media, &at);
        match form(media_type) {
            Form::Json => {
                let ty = self.media_type(media, &at, name);
                let is_other = !media_type.starts_with("application/json");
                (Content::Json(ty), asked.filter(|_| is_other))
            }
            Form::Any if self.is_structured(media, &at) => {
                (Content::Json(self.media_type(media, &at, name)), None)
            }
            Form::Any if self.is_text(media, &at) => (Content::Text, asked),
            Form::Text => {
                // Text and bytes side by side: what comes is not known to be text.
                let all_text = contents.keys().all(|key| form(key) == Form::Text);
                let all = contents.keys().cloned().collect::<Vec<_>>().join(", ");
                if all_text {
                    (Content::Text, Some(all))
                } else {
                    (Content::Binary, Some(all))
                }
            }
            Form::Any | Form::UrlEncoded | Form::Multipart | Form::Binary => {
                let all = contents.keys().cloned().collect::<Vec<_>>().join(", ");
                (Content::Binary, Some(all))
            }
        }
    }

    /// The media type that serves a program best: JSON before all others.
    fn chosen<'b>(
        &mut self,
        contents: &'b Contents,
        origin: &Origin,
    ) -> Option<(&'b str, &'b MediaType, Origin)> {
        let at = origin.key("content");
        let plain_first = |key: &str| (form(key), !key.starts_with("application/json"));
        let Some((media_type, media)) = contents.iter().min_by_key(|(key, _)| plain_first(key))
        else {
            self.diagnostics
                .note(origin, "a body without content counts as no body");
            return None;
        };
        if contents.values().any(|other| other.schema != media.schema) {
            self.diagnostics.note(
                &at,
                "the body has several media types with different schemas; the client offers one, JSON before others",
            );
        }
        Some((media_type, media, at.key(media_type)))
    }

    /// Tells of a schema that has a structure, of a body that has none for us.
    fn note_unread(&mut self, form: Form, media: &MediaType, origin: &Origin) {
        let is_plain = matches!(form, Form::Text | Form::Binary);
        if is_plain && self.has_view(media, origin, |view| view.has_structure()) {
            self.diagnostics.note(
                &origin.key("schema"),
                "the schema of a body that is neither JSON nor a form is not read; the body is a text or bytes",
            );
        }
    }

    /// The type of JSON or of an urlencoded form; any value where there is no schema.
    fn media_type(&mut self, media: &MediaType, origin: &Origin, name: &str) -> TypeRef {
        match &media.schema {
            Some(schema) => self.schema(schema, &origin.key("schema"), &Naming::Own(name)),
            None => TypeRef::Json,
        }
    }

    /// How many items the list `inputs` of a body may have. It is read here, since definitions that differ in limits
    /// alone become one type later.
    pub(super) fn max_inputs(&mut self, contents: &Contents, origin: &Origin) -> Option<usize> {
        let (media_type, media) = contents.iter().min_by_key(|(key, _)| form(key))?;
        let at = origin.key("content").key(media_type).key("schema");
        let documents = self.documents;
        let (body, found) = documents.resolve(media.schema.as_ref()?, &at, self.diagnostics)?;
        let inputs = View::of(body).properties?.get("inputs")?;
        let at = found.key("properties").key("inputs");
        let (inputs, _) = documents.resolve(inputs, &at, self.diagnostics)?;
        View::of(inputs).max_items
    }

    /// The type of an error body. Its media type is not read: the live API sends JSON under any name.
    pub(super) fn fault_content(
        &mut self,
        contents: &Contents,
        origin: &Origin,
        owner: &str,
    ) -> Option<TypeRef> {
        let (media_type, media) = contents.iter().min_by_key(|(key, _)| form(key))?;
        let at = origin.key("content").key(media_type).key("schema");
        let name = format!("{owner}Error");
        let schema = media.schema.as_ref()?;
        Some(self.schema(schema, &at, &Naming::Own(&name)))
    }

    fn object_for_form(&mut self, ty: TypeRef, origin: &Origin) -> TypeRef {
        let is_object = match &ty {
            // Which of the alternatives is an object shows when it is sent.
            TypeRef::Named(id) => {
                matches!(self.types[id.0].shape, Shape::Object(_) | Shape::Union(_))
            }
            TypeRef::Map(_) | TypeRef::Json => true,
            _ => false,
        };
        if !is_object {
            self.unsupported(
                &origin.key("schema"),
                "a form that is no object",
                "describe the fields of the form as the properties of an object",
            );
        }
        ty
    }

    /// The parts of a `multipart/form-data` body.
    fn multipart(&mut self, media: &MediaType, origin: &Origin, name: &str) -> Option<TypeRef> {
        let at = origin.key("schema");
        let documents = self.documents;
        let resolved = media
            .schema
            .as_ref()
            .and_then(|schema| Some((schema, documents.resolve(schema, &at, self.diagnostics)?)));
        let Some((schema, (target, found))) = resolved else {
            self.unsupported(
                origin,
                "a multipart form without a schema",
                "describe the parts as the properties of an object",
            );
            return None;
        };
        let name = match schema {
            ReferenceOr::Reference { .. } => found.last_part(),
            ReferenceOr::Item(_) => name.to_owned(),
        };
        let view = View::of(target);
        let Some(id) = self.form(&view, &found, &name) else {
            self.unsupported(
                &found,
                "a multipart form that is no object with properties",
                "describe the parts as the properties of an object",
            );
            return None;
        };
        Some(TypeRef::Named(id))
    }

    /// Whether the schema of a body describes more than a text or bytes.
    fn is_structured(&mut self, media: &MediaType, origin: &Origin) -> bool {
        self.has_view(media, origin, |view| view.ty != Some("string"))
    }

    fn is_text(&mut self, media: &MediaType, origin: &Origin) -> bool {
        self.has_view(media, origin, |view| !view.is_binary())
    }

    fn has_view(
        &mut self,
        media: &MediaType,
        origin: &Origin,
        test: impl Fn(&View<'_>) -> bool,
    ) -> bool {
        let schema: Option<&ReferenceOr<Schema>> = media.schema.as_ref();
        let documents = self.documents;
        schema
            .and_then(|schema| documents.resolve(schema, &origin.key("schema"), self.diagnostics))
            .is_some_and(|(schema, _)| test(&View::of(schema)))
    }
}
