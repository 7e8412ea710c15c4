//! From parts to bytes.

use std::collections::hash_map::RandomState;
use std::hash::{BuildHasher, Hasher};

use bytes::Bytes;
use http::HeaderValue;
use memchr::memmem;
use serde_json::Value;

use super::part::FileParts;
use crate::extra::Extra;
use crate::json::{JsonValue, Written, path};
use crate::query::QueryValue;
use crate::transport::HttpBody;
use crate::transport::body::Piece;

/// The parts of a body, as far as they are added.
#[derive(Debug, Default)]
pub struct Parts {
    parts: Vec<Part>,
    /// Why the body cannot be sent: the first reason. So a list of parts needs no `?` on each line.
    invalid: Option<String>,
}

#[derive(Debug)]
struct Part {
    /// The headers, with the empty line after them.
    head: String,
    content: Piece,
}

impl Parts {
    pub(super) fn new() -> Self {
        Self::default()
    }

    /// Adds a part for each file.
    pub fn files(&mut self, name: &str, files: &dyn FileParts) {
        files.each(&mut |file| {
            let content_type = file.sent_content_type();
            if HeaderValue::from_str(content_type).is_err() {
                self.fail(format!(
                    "the content type of a file in {name:?} has a character that no header can hold"
                ));
                return;
            }
            let head = format!(
                "Content-Disposition: form-data; name=\"{}\"; filename=\"{}\"\r\n\
                 Content-Type: {content_type}\r\n\r\n",
                escape(name),
                escape(file.file_name())
            );
            self.parts.push(Part {
                head,
                content: file.piece(),
            });
        });
    }

    /// Adds a part for each text of the value.
    pub fn texts(&mut self, name: &str, value: &dyn QueryValue) {
        value.each(&mut |text| self.text(name, text));
    }

    /// Adds a part of JSON, unless the value is absent.
    pub fn json<T: JsonValue>(&mut self, name: &str, value: &T) {
        if !value.is_absent() {
            self.json_text(name, serde_json::to_vec(&Written(value)));
        }
    }

    /// Adds a part for each of the entries that have no name of a known part.
    pub fn extra(&mut self, extra: &Extra, known: &[&str]) {
        for (name, value) in extra.iter().filter(|(name, _)| !known.contains(name)) {
            match value {
                Value::String(text) => self.text(name, text),
                other => self.json(name, other),
            }
        }
    }

    fn text(&mut self, name: &str, text: &str) {
        self.parts.push(Part {
            head: format!(
                "Content-Disposition: form-data; name=\"{}\"\r\n\r\n",
                escape(name)
            ),
            content: Bytes::copy_from_slice(text.as_bytes()).into(),
        });
    }

    fn json_text(&mut self, name: &str, json: Result<Vec<u8>, serde_json::Error>) {
        match json {
            Ok(json) => self.parts.push(Part {
                head: format!(
                    "Content-Disposition: form-data; name=\"{}\"\r\n\
                     Content-Type: application/json\r\n\r\n",
                    escape(name)
                ),
                content: Bytes::from(json).into(),
            }),
            Err(error) => {
                let error = path::at_key(&error, name);
                let (path, message) = path::split(&error);
                self.fail(format!("the body cannot be sent: {path}: {message}"));
            }
        }
    }

    fn fail(&mut self, reason: String) {
        self.invalid.get_or_insert(reason);
    }

    /// The content type, which names the boundary, and the body; or why there is none.
    pub(super) fn encode(self) -> Result<(String, HttpBody), String> {
        if let Some(reason) = self.invalid {
            return Err(reason);
        }
        let boundary = self.boundary();
        let mut body = Writer::default();
        for part in self.parts {
            body.text(&["--", &boundary, "\r\n", &part.head]);
            body.content(part.content);
            body.text(&["\r\n"]);
        }
        body.text(&["--", &boundary, "--\r\n"]);
        let content_type = format!("multipart/form-data; boundary={boundary}");
        Ok((content_type, body.finish()))
    }

    /// A text that occurs in no part. What is still to be read cannot be looked at; there it is as
    /// good as certain, since the text is random and unknown to whoever wrote the content.
    fn boundary(&self) -> String {
        loop {
            let boundary = format!("hubspot-{:016x}{:016x}", random(), random());
            let occurs = memmem::Finder::new(&boundary);
            if !self.parts.iter().any(|part| {
                let content = part.content.as_bytes().map_or(&[][..], Bytes::as_ref);
                occurs.find(part.head.as_bytes()).is_some() || occurs.find(content).is_some()
            }) {
                return boundary;
            }
        }
    }
}

/// A body: bytes as long as nothing else is put into it.
#[derive(Default)]
struct Writer {
    pieces: Vec<Piece>,
    bytes: Vec<u8>,
}

impl Writer {
    fn text(&mut self, texts: &[&str]) {
        for text in texts {
            self.bytes.extend_from_slice(text.as_bytes());
        }
    }

    fn content(&mut self, content: Piece) {
        match content.as_plain() {
            Some(bytes) => self.bytes.extend_from_slice(bytes),
            None => {
                self.cut();
                self.pieces.push(content);
            }
        }
    }

    fn cut(&mut self) {
        let bytes = Bytes::from(std::mem::take(&mut self.bytes));
        self.pieces.push(bytes.into());
    }

    fn finish(mut self) -> HttpBody {
        if self.pieces.is_empty() {
            return self.bytes.into();
        }
        self.cut();
        HttpBody::of_pieces(self.pieces)
    }
}

/// A number that whoever wrote the content of a file could not foresee: the standard library seeds
/// its hashers with randomness of the operating system.
fn random() -> u64 {
    RandomState::new().build_hasher().finish()
}

/// A name as browsers write it into a header.
fn escape(name: &str) -> String {
    name.replace('\r', "%0D")
        .replace('\n', "%0A")
        .replace('"', "%22")
}
