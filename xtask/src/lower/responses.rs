//! Responses: what success carries, and what errors say.

use openapiv3::{Responses, StatusCode};

use super::Lower;
use crate::ir::{Answer, Fault};
use crate::pointer::Origin;

/// What the responses of an operation say.
#[derive(Default)]
pub(super) struct Read {
    pub(super) answers: Vec<Answer>,
    pub(super) faults: Vec<Fault>,
    /// Names of headers that come with success.
    pub(super) headers: Vec<String>,
}

impl Lower<'_> {
    /// The success statuses and the error bodies of an operation.
    pub(super) fn responses(
        &mut self,
        responses: &Responses,
        origin: &Origin,
        owner: &str,
    ) -> Read {
        let mut read = Read::default();
        let mut listed: Vec<_> = responses
            .responses
            .iter()
            .map(|(status, response)| (Some(status), response))
            .collect();
        // What is said of one status counts more than what is said of its class.
        listed.sort_by_key(|(status, _)| matches!(status, Some(StatusCode::Range(_))));
        let default = responses.default.iter().map(|response| (None, response));
        for (status, response) in listed.into_iter().chain(default) {
            let key = status.map_or_else(|| "default".to_owned(), ToString::to_string);
            let Some((response, at)) =
                self.documents
                    .resolve(response, &origin.key(&key), self.diagnostics)
            else {
                continue;
            };
            if !response.links.is_empty() {
                self.diagnostics.note(
                    &at.key("links"),
                    "links of a response are not read: they describe other calls",
                );
            }
            match status.map(success) {
                Some(Status::Success(status)) => {
                    let named = format!("{owner}Response");
                    let (content, media) = match response.content.is_empty() {
                        true => (crate::ir::Content::Empty, None),
                        false => self.answer_content(&response.content, &at, &named),
                    };
                    let headers = response.headers.keys();
                    let new = headers.filter(|name| !read.headers.contains(name));
                    let new: Vec<String> = new.cloned().collect();
                    read.headers.extend(new);
                    if read.answers.iter().any(|other| other.status == status) {
                        self.diagnostics.note(
                            &at,
                            "what `2XX` carries is not read beside `200`, which says what success carries",
                        );
                        continue;
                    }
                    read.answers.push(Answer {
                        status,
                        content,
                        media,
                        origin: at,
                    });
                }
                None | Some(Status::Error) => {
                    let ty = self.fault_content(&response.content, &at, owner);
                    read.faults.extend(ty.map(|ty| Fault { ty, origin: at }));
                }
                Some(Status::Other) => self.diagnostics.note(
                    &at,
                    "a status that is neither success nor an error is not read; the client gives it back as an error",
                ),
            }
        }
        read
    }
}

enum Status {
    Success(u16),
    Error,
    Other,
}

fn success(status: &StatusCode) -> Status {
    match status {
        StatusCode::Code(status @ 200..=299) => Status::Success(*status),
        // Whatever status of that class comes is read in the same way.
        StatusCode::Range(2) => Status::Success(200),
        StatusCode::Code(400..=599) | StatusCode::Range(4 | 5) => Status::Error,
        _ => Status::Other,
    }
}
