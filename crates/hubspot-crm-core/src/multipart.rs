//! Bodies of several parts (`multipart/form-data`, RFC 7578), such as files with data about them.

mod encode;
mod part;
#[cfg(test)]
mod tests;

use crate::error::{Error, InvalidRequest};
use crate::request::Request;
use crate::transport::body::READ_BEFORE;

pub use encode::Parts;
pub use part::{FilePart, FileParts};

/// A body of several parts.
///
/// `multipart_form!` implements it.
pub trait MultipartForm {
    /// Adds all parts in their order.
    fn add_parts(&self, parts: &mut Parts);
}

impl Request {
    /// Sets the body, as a form of several parts (`multipart/form-data`).
    ///
    /// # Errors
    /// [`Error::InvalidRequest`] if JSON has no form for a value in a part, or if the content type
    /// of a file cannot stand in a header, or if a file is a reader or a stream that was read
    /// before.
    pub fn multipart(self, form: &impl MultipartForm) -> Result<Self, Error> {
        let mut parts = Parts::new();
        form.add_parts(&mut parts);
        self.multipart_of(parts)
    }

    /// Not generic, unlike its caller.
    fn multipart_of(self, parts: Parts) -> Result<Self, Error> {
        let reason = match parts.encode() {
            Ok((content_type, body)) if body.is_repeatable() => {
                return Ok(self.with_body(&content_type, body));
            }
            Ok(_) => READ_BEFORE.to_owned(),
            Err(reason) => reason,
        };
        Err(InvalidRequest::new(self.operation, reason).into())
    }
}

/// Implements [`MultipartForm`](crate::MultipartForm) for a struct, from the kind and the name of
/// each of its parts.
///
/// | kind | type of the field |
/// | --- | --- |
/// | `file` | [`FilePart`](crate::FilePart), or options and lists of it: a list is several parts of one name |
/// | `text` | what a query parameter may be: texts, numbers, flags, date-times, enums, options and lists of them |
/// | `json` | any [`JsonValue`](crate::JsonValue): a part of type `application/json` |
///
/// The struct has one field more, `extra: Extra`, which is not named: its entries are sent too,
/// strings as text and everything else as JSON. An entry of a name that the struct knows is not
/// sent.
///
/// ```
/// # extern crate hubspot_crm_core as hubspot_crm_gen;
/// use hubspot_crm_gen::{Extra, FilePart, multipart_form};
///
/// #[derive(Debug, Clone, PartialEq)]
/// pub struct ImportBody {
///     pub files: Vec<FilePart>,
///     pub import_request: Option<String>,
///     pub extra: Extra,
/// }
/// multipart_form!(ImportBody { files: file("files"), import_request: text("importRequest") });
/// ```
#[macro_export]
macro_rules! multipart_form {
    ($name:ident { $($field:ident: $kind:ident($key:literal)),* $(,)? }) => {
        impl $crate::MultipartForm for $name {
            fn add_parts(&self, parts: &mut $crate::Parts) {
                $($crate::__multipart_part!(parts, $kind, $key, &self.$field);)*
                parts.extra(&self.extra, &[$($key),*]);
            }
        }
    };
}

/// One part of `multipart_form!`.
#[doc(hidden)]
#[macro_export]
macro_rules! __multipart_part {
    ($parts:ident, file, $key:literal, $value:expr) => {
        $parts.files($key, $value)
    };
    ($parts:ident, text, $key:literal, $value:expr) => {
        $parts.texts($key, $value)
    };
    ($parts:ident, json, $key:literal, $value:expr) => {
        $parts.json($key, $value)
    };
}
