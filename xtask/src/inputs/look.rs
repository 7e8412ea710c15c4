//! A short look at a text: is it an OpenAPI document at all?

use std::fmt;

use serde::de::{Deserializer as _, IgnoredAny, MapAccess, Visitor};

/// What a text seems to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Look {
    /// It has `openapi` or `swagger` at the top.
    OpenApi,
    /// It is sound, and has neither.
    Other,
    /// It cannot be read to the point that decides.
    Broken,
}

/// Looks at a text. The keys are read up to the one that decides, which is the first one as a rule.
pub(super) fn at(name: &str, text: &str) -> Look {
    if !name.to_ascii_lowercase().ends_with(".json") {
        let is_openapi = text
            .lines()
            .filter(|line| !line.starts_with(' '))
            .any(|line| {
                let line = line.trim_start_matches(['"', '\'', '{', ' ']);
                is_mark(line.split([':', '"', '\'', ' ']).next().unwrap_or_default())
            });
        return if is_openapi {
            Look::OpenApi
        } else {
            Look::Other
        };
    }
    let mut found = false;
    let mut deserializer = serde_json::Deserializer::from_str(text);
    let result = deserializer
        .deserialize_any(Top(&mut found))
        .and_then(|()| deserializer.end());
    match (found, result) {
        // Breaking off is an error for the reader.
        (true, _) => Look::OpenApi,
        (false, Ok(())) => Look::Other,
        (false, Err(_)) => Look::Broken,
    }
}

fn is_mark(key: &str) -> bool {
    matches!(key, "openapi" | "swagger")
}

/// The element at the top.
struct Top<'a>(&'a mut bool);

impl<'de> Visitor<'de> for Top<'_> {
    type Value = ();

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a value")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<(), A::Error> {
        while let Some(key) = members.next_key::<String>()? {
            if is_mark(&key) {
                *self.0 = true;
                return Err(serde::de::Error::custom("enough was read"));
            }
            members.next_value::<IgnoredAny>()?;
        }
        Ok(())
    }

    fn visit_seq<A: serde::de::SeqAccess<'de>>(self, mut items: A) -> Result<(), A::Error> {
        while items.next_element::<IgnoredAny>()?.is_some() {}
        Ok(())
    }

    fn visit_bool<E>(self, _: bool) -> Result<(), E> {
        Ok(())
    }

    fn visit_i64<E>(self, _: i64) -> Result<(), E> {
        Ok(())
    }

    fn visit_u64<E>(self, _: u64) -> Result<(), E> {
        Ok(())
    }

    fn visit_f64<E>(self, _: f64) -> Result<(), E> {
        Ok(())
    }

    fn visit_str<E>(self, _: &str) -> Result<(), E> {
        Ok(())
    }

    fn visit_unit<E>(self) -> Result<(), E> {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn documents_are_told_from_other_files() {
        for (name, text, look) in [
            ("a.json", r#"{"openapi":"3.0.1"#, Look::OpenApi),
            ("a.json", r#"{"info":{},"openapi":3}"#, Look::OpenApi),
            ("a.json", r#"{"swagger":"2.0"}"#, Look::OpenApi),
            ("a.json", r#"{"a": [1,"#, Look::Broken),
            ("a.json", "", Look::Broken),
            ("a.json", "no json", Look::Broken),
            ("a.json", r#"{"info":{"openapi":1},"item":[]}"#, Look::Other),
            ("a.json", r#"["openapi"]"#, Look::Other),
            ("a.JSON", r#""openapi""#, Look::Other),
            ("a.json", "-1.5", Look::Other),
            ("a.yaml", "openapi: 3.0.3", Look::OpenApi),
            ("a.yaml", "a: b\n'openapi': 3.0.3", Look::OpenApi),
            ("a.yaml", "{openapi: 3}", Look::OpenApi),
            ("a.yml", "on: push\njobs: {}", Look::Other),
            ("a.yml", "a:\n  openapi: nothing", Look::Other),
        ] {
            assert_eq!(at(name, text), look, "{text}");
        }
    }
}
