//! Responses and the content of bodies.

use openapiv3::{MediaType, Responses, StatusCode};

use super::{Lower, schemas::Naming};
use crate::ir::{Answer, Fault, TypeRef};
use crate::pointer::Origin;

type Content = indexmap::IndexMap<String, MediaType>;

impl Lower<'_> {
    /// The success statuses and the error bodies of an operation.
    pub(super) fn responses(
        &mut self,
        responses: &Responses,
        origin: &Origin,
        owner: &str,
    ) -> (Vec<Answer>, Vec<Fault>) {
        let mut answers = Vec::new();
        let mut faults = Vec::new();
        let listed = responses
            .responses
            .iter()
            .map(|(status, response)| (Some(status), response));
        let default = responses.default.iter().map(|response| (None, response));
        let mut listed_success = false;
        for (status, response) in listed.chain(default) {
            listed_success |= matches!(status, Some(StatusCode::Code(200..=299)));
            let key = status.map_or_else(|| "default".to_owned(), ToString::to_string);
            let Some((response, at)) =
                self.documents
                    .resolve(response, &origin.key(&key), self.diagnostics)
            else {
                continue;
            };
            if !response.links.is_empty() {
                self.unsupported(&at.key("links"), "links of a response", "remove them");
            }
            if !response.headers.is_empty() {
                self.unsupported(&at.key("headers"), "headers of a response", "remove them");
            }
            match status {
                Some(StatusCode::Code(status @ 200..=299)) => {
                    let named = format!("{owner}Response");
                    let ty = if response.content.is_empty() {
                        None
                    } else {
                        self.json_content(&response.content, &at, &named)
                    };
                    answers.push(Answer {
                        status: *status,
                        ty,
                        origin: at,
                    });
                }
                None | Some(StatusCode::Code(400..=599)) => {
                    let ty = self.fault_content(&response.content, &at, owner);
                    faults.extend(ty.map(|ty| Fault { ty, origin: at }));
                }
                Some(StatusCode::Code(_) | StatusCode::Range(_)) => {
                    self.unsupported(
                        &at,
                        &format!("the response status `{key}`"),
                        "name the statuses 200 to 299 one by one, and errors as `default`",
                    );
                }
            }
        }
        if !listed_success {
            self.unsupported(
                origin,
                "an operation without a success response",
                "add the status that a successful call answers, such as '200' or '204'",
            );
        }
        (answers, faults)
    }

    /// The type of a body that is JSON and nothing else.
    pub(super) fn json_content(
        &mut self,
        content: &Content,
        origin: &Origin,
        name: &str,
    ) -> Option<TypeRef> {
        let at = origin.key("content");
        let mut found = None;
        for (media_type, media) in content {
            let at = at.key(media_type);
            if media_type.split(';').next().map(str::trim) != Some("application/json")
                || found.is_some()
            {
                self.unsupported(
                    &at,
                    &format!("the media type `{media_type}` in this place"),
                    "describe the body as `application/json` alone",
                );
                continue;
            }
            if !media.encoding.is_empty() {
                self.unsupported(
                    &at.key("encoding"),
                    "`encoding` of a JSON body",
                    "remove it",
                );
            }
            found = self.media_schema(media, &at, name);
        }
        if content.is_empty() {
            self.diagnostics.error(
                &at,
                "the body has no content",
                "add `application/json` with a schema",
            );
        }
        found
    }

    /// The type of an error body. Its media type is not read: the live API sends JSON under any name.
    fn fault_content(
        &mut self,
        content: &Content,
        origin: &Origin,
        owner: &str,
    ) -> Option<TypeRef> {
        let (media_type, media) = content.first()?;
        self.media_schema(
            media,
            &origin.key("content").key(media_type),
            &format!("{owner}Error"),
        )
    }

    fn media_schema(&mut self, media: &MediaType, origin: &Origin, name: &str) -> Option<TypeRef> {
        let at = origin.key("schema");
        match &media.schema {
            Some(schema) => match self.schema(schema, &at, &Naming::Own(name)) {
                // The whole of a body is there or it is not; `null` would be a third thing that nobody could tell from a fault.
                TypeRef::Nullable(ty) => {
                    self.unsupported(&at, "a body that may be `null`", "remove `nullable`");
                    Some(*ty)
                }
                ty => Some(ty),
            },
            None => {
                self.diagnostics
                    .error(origin, "the content has no schema", "add `schema`");
                None
            }
        }
    }
}
