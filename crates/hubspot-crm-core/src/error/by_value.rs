//! Error bodies, which are read field by field: what reads is taken, and the rest is kept.
//!
//! Other objects fail as a whole if a field has a shape that nobody expects. An error that cannot be read would hide
//! what went wrong, and in a batch cost the results of the inputs that succeeded.

use serde_json::{Map, Value};

use crate::json::JsonValue;

/// Takes a field out of an object, unless it is null or not of the type that is due.
pub(super) fn take<T: JsonValue>(fields: &mut Map<String, Value>, key: &str) -> Option<T> {
    let value = Option::read(fields.get(key)?).ok()?;
    fields.remove(key);
    value
}

/// The fields of an object. A text stands for its message; anything else has no field that is known.
pub(super) fn fields(value: Value) -> Map<String, Value> {
    let (key, value) = match value {
        Value::Object(fields) => return fields,
        Value::Null => return Map::new(),
        Value::String(text) => ("message", Value::String(text)),
        other => ("value", other),
    };
    Map::from_iter([(key.to_owned(), value)])
}

/// As [`json_object!`](crate::json_object), but a field that does not read stays in `extra`, from where it is written back.
macro_rules! by_value {
    ($name:ident { $($field:ident: $key:literal),* $(,)? }) => {
        impl $name {
            pub(crate) fn of(value: $crate::Value) -> Self {
                let mut fields = $crate::error::by_value::fields(value);
                Self {
                    $($field: $crate::error::by_value::take(&mut fields, $key).unwrap_or_default(),)*
                    extra: fields.into_iter().collect(),
                }
            }
        }

        impl $crate::JsonValue for $name {
            fn blank() -> Self {
                Self::default()
            }

            fn read<'de, D: ::serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                $crate::Value::read(deserializer).map(Self::of)
            }

            fn write<S: ::serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                let mut fields = $crate::json::fields(serializer)?;
                $(if self.extra.get($key).is_none() {
                    fields.field($key, &self.$field);
                })*
                fields.extra(&self.extra, &[]);
                fields.end()
            }
        }

        $crate::__serde_by_json_value!($name);
    };
}
pub(super) use by_value;

#[cfg(test)]
mod tests {
    use super::super::{BatchFailure, ErrorDetail};

    #[test]
    fn what_does_not_read_is_kept_and_written_back() {
        for (json, message, kept) in [
            (r#"{"message":"m","links":["x"]}"#, "m", "links"),
            (r#"{"message":["odd"],"new":1}"#, r#"["odd"]"#, "new"),
            (r#"{"message":"m","errors":"none"}"#, "m", "errors"),
            (r"17", "", "value"),
        ] {
            let failure: BatchFailure = serde_json::from_str(json).unwrap();
            assert_eq!(failure.message, message, "{json}");
            assert!(failure.extra.get(kept).is_some(), "{json}");
            let written = serde_json::to_string(&failure).unwrap();
            assert_eq!(
                serde_json::from_str::<BatchFailure>(&written).unwrap(),
                failure,
                "{written}"
            );
        }
    }

    #[test]
    fn a_bare_text_is_the_message() {
        let detail: ErrorDetail = serde_json::from_str(r#""oh no""#).unwrap();
        assert_eq!(detail.message, "oh no");
        assert!(detail.extra.is_empty());
    }
}
