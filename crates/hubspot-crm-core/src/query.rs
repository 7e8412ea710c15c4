//! Parts of URLs: values of path and query parameters, encoded once.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, PercentEncode, utf8_percent_encode};

use serde_json::Value;

use crate::date::CalendarDate;
use crate::open_enum::OpenEnum;
use crate::time::DateTime;

/// All but the unreserved characters of RFC 3986.
const RESERVED: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~');

/// Encodes a value for a path segment or a query.
pub(crate) fn encode(text: &str) -> PercentEncode<'_> {
    utf8_percent_encode(text, RESERVED)
}

/// Appends `name=text` to a query.
pub(crate) fn push_pair(query: &mut String, name: &str, text: &str) {
    push_encoded(query, name, &encode(text).to_string());
}

/// Appends `name=text` to a query, where the text is encoded already.
pub(crate) fn push_encoded(query: &mut String, name: &str, text: &str) {
    if !query.is_empty() {
        query.push('&');
    }
    query.extend(encode(name));
    query.push('=');
    query.push_str(text);
}

/// What a separator may be made of without being encoded: of what RFC 3986 allows in a query, all
/// but the characters that give a query its structure. Servers split at a separator before they
/// decode, and many know it in its plain form only.
const SEPARATOR: &AsciiSet = &RESERVED
    .remove(b',')
    .remove(b';')
    .remove(b':')
    .remove(b'!')
    .remove(b'$')
    .remove(b'\'')
    .remove(b'(')
    .remove(b')')
    .remove(b'*')
    .remove(b'/')
    .remove(b'?')
    .remove(b'@');

/// The texts of a value, encoded and joined; `None` if there are none.
pub(crate) fn joined(separator: &str, value: &dyn QueryValue) -> Option<String> {
    let mut joined: Option<String> = None;
    value.each(&mut |text| match &mut joined {
        None => joined = Some(encode(text).to_string()),
        Some(joined) => {
            joined.extend(utf8_percent_encode(separator, SEPARATOR));
            joined.extend(encode(text));
        }
    });
    joined
}

/// A value of a query parameter.
pub trait QueryValue {
    /// Calls `add` with each text that the parameter is sent with: not at all for `None`, once per
    /// item of a list.
    fn each(&self, add: &mut dyn FnMut(&str));
}

impl<T: OpenEnum> QueryValue for T {
    fn each(&self, add: &mut dyn FnMut(&str)) {
        add(self.text());
    }
}

impl<T: QueryValue> QueryValue for Option<T> {
    fn each(&self, add: &mut dyn FnMut(&str)) {
        if let Some(value) = self {
            value.each(add);
        }
    }
}

impl<T: QueryValue> QueryValue for Vec<T> {
    fn each(&self, add: &mut dyn FnMut(&str)) {
        for value in self {
            value.each(add);
        }
    }
}

/// An object is sent as JSON text, as is a list in a list.
impl QueryValue for Value {
    fn each(&self, add: &mut dyn FnMut(&str)) {
        let mut one = |value: &Self| match value {
            Self::Null => {}
            Self::String(text) => add(text),
            other => add(&other.to_string()),
        };
        match self {
            Self::Array(values) => values.iter().for_each(one),
            value => one(value),
        }
    }
}

macro_rules! sent_as_text {
    ($($type:ty),*) => {
        $(impl QueryValue for $type {
            fn each(&self, add: &mut dyn FnMut(&str)) {
                add(&self.to_string());
            }
        })*
    };
}

sent_as_text!(&str, String, bool, i64, f64, DateTime, CalendarDate);

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use reqwest::Url;
    use serde_json::json;

    use super::*;
    use crate::batch::BatchStatus;

    fn query(value: &dyn QueryValue) -> String {
        let mut query = String::new();
        value.each(&mut |text| push_pair(&mut query, "a b", text));
        query
    }

    #[test]
    fn values() {
        assert_eq!(query(&"x y&z=ä"), "a%20b=x%20y%26z%3D%C3%A4");
        assert_eq!(query(&Some(true)), "a%20b=true");
        assert_eq!(query(&Some(7)), "a%20b=7");
        assert_eq!(query(&1.5), "a%20b=1.5");
        assert_eq!(query(&String::new()), "a%20b=");
        assert_eq!(
            query(&DateTime::from_millis(0).unwrap()),
            "a%20b=1970-01-01T00%3A00%3A00Z"
        );
        assert_eq!(query(&BatchStatus::Complete), "a%20b=COMPLETE");
        assert_eq!(query(&Some(vec!["x", "y"])), "a%20b=x&a%20b=y");
        assert_eq!(query(&CalendarDate::from("0")), "a%20b=1970-01-01");
        assert_eq!(
            query(&vec![vec![1], vec![], vec![2, 3]]),
            "a%20b=1&a%20b=2&a%20b=3"
        );
        assert_eq!(query(&vec![Some(1), None]), "a%20b=1");
        assert_eq!(
            query(&json!(["x", null, 1, [2]])),
            "a%20b=x&a%20b=1&a%20b=%5B2%5D"
        );
        assert_eq!(query(&json!({"a": 1})), "a%20b=%7B%22a%22%3A1%7D");
        assert_eq!(query(&Value::Null), "");
        assert_eq!(query(&None::<String>), "");
        assert_eq!(query(&Vec::<String>::new()), "");
    }

    proptest! {
        #[test]
        fn a_query_reads_back(pairs in proptest::collection::vec((".+", ".*"), 0..4)) {
            let mut query = String::new();
            for (name, value) in &pairs {
                push_pair(&mut query, name, value);
            }
            let url = Url::parse(&format!("http://host/?{query}")).unwrap();
            prop_assert_eq!(url.query_pairs().into_owned().collect::<Vec<_>>(), pairs);
        }

        #[test]
        fn a_value_is_one_segment(value in "[./?#%a\u{0}-\u{ff}\\\\]{0,4}|.*") {
            prop_assume!(!matches!(value.as_str(), "" | "." | ".."));
            let encoded = encode(&value).to_string();
            prop_assert!(encoded.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-._~%".contains(&byte)));
            let url = Url::parse(&format!("http://host/a/{encoded}/b")).unwrap();
            let segments: Vec<_> = url.path_segments().unwrap().collect();
            prop_assert_eq!(&segments, &["a", &encoded, "b"]);
            let decoded = percent_encoding::percent_decode_str(segments[1]).decode_utf8().unwrap();
            prop_assert_eq!(decoded, value);
        }
    }
}
