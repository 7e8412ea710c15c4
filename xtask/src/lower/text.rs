//! Text and our own extensions: what a document says to people.

use std::collections::BTreeMap;
use std::fmt::Display;

use indexmap::IndexMap;
use openapiv3::{AnySchema, Schema, SchemaData, SchemaKind, StringFormat, VariantOrUnknownOrEmpty};
use serde::Serialize;
use serde_json::Value;

use super::Lower;
use crate::document::format_name;
use crate::ir::Docs;
use crate::pointer::Origin;

/// The text, unless there is nothing in it.
pub(super) fn filled(text: Option<&String>) -> Option<String> {
    text.map(|text| text.trim())
        .filter(|text| !text.is_empty())
        .map(str::to_owned)
}

/// The page that HubSpot's own documents name for themselves.
pub(super) fn related_page(extensions: &IndexMap<String, Value>) -> Option<String> {
    let page = extensions
        .get("x-hubspot-related-documentation")?
        .get(0)?
        .get("url")?;
    page.as_str().map(str::to_owned)
}

/// Text of a schema where it is used.
pub(super) fn schema_docs(data: &SchemaData) -> Docs {
    let mut notes = Vec::new();
    // The default of a union's tag is the tag itself and tells nobody anything; text and `null` say nothing either.
    if let Some(default) = data.default.as_ref().filter(|default| !default.is_null()) {
        notes.push(format!("Default: `{default}`."));
    }
    Docs {
        summary: None,
        description: filled(data.description.as_ref()),
        notes,
        deprecated: data.deprecated,
    }
}

/// A note for a range, such as `Between 1 and 100.`
pub(super) fn range_note<T: Display>(
    least: Option<T>,
    most: Option<T>,
    unit: [&str; 2],
) -> Option<String> {
    bounds_note((least, false), (most, false), unit)
}

/// A note for a range whose bounds may themselves be out of bounds.
pub(super) fn bounds_note<T: Display>(
    (least, above): (Option<T>, bool),
    (most, below): (Option<T>, bool),
    [one, many]: [&str; 2],
) -> Option<String> {
    let unit = |bound: &T| if bound.to_string() == "1" { one } else { many };
    let low = if above { "more than" } else { "at least" };
    let high = if below { "less than" } else { "at most" };
    let note = match (least, most) {
        (Some(least), Some(most)) if !above && !below => {
            format!("between {least} and {most}{}.", unit(&most))
        }
        (Some(least), Some(most)) => format!("{low} {least} and {high} {most}{}.", unit(&most)),
        (Some(least), None) => format!("{low} {least}{}.", unit(&least)),
        (None, Some(most)) => format!("{high} {most}{}.", unit(&most)),
        (None, None) => return None,
    };
    Some(note[..1].to_uppercase() + &note[1..])
}

/// A note for numbers that go in steps.
pub(super) fn multiple_note<T: Display>(step: Option<T>) -> Option<String> {
    step.map(|step| format!("A multiple of {step}."))
}

/// A note for the values of an enum that is not one of texts.
fn values_note<T: Serialize>(values: &[T]) -> Option<String> {
    let texts: Vec<String> = values
        .iter()
        .map(|value| format!("`{}`", serde_json::json!(value)))
        .filter(|text| text != "`null`")
        .collect();
    match texts.as_slice() {
        [] => None,
        [only] => Some(format!("Always {only}.")),
        _ => Some(format!("One of {}.", texts.join(", "))),
    }
}

/// A note for a format that does not show in the type.
fn format_note(format: &VariantOrUnknownOrEmpty<StringFormat>) -> Option<String> {
    let known = match format {
        VariantOrUnknownOrEmpty::Item(
            StringFormat::DateTime | StringFormat::Date | StringFormat::Password,
        ) => return None,
        other => format_name(other)?,
    };
    match known.as_str() {
        // Ids of that form are everywhere, and HubSpot does not always keep to it. Bytes are a type where they are no part of JSON.
        "uuid" | "binary" => None,
        "byte" => Some("Base64.".to_owned()),
        format => Some(format!("Format: `{format}`.")),
    }
}

/// The notes of a schema that keeps to no single type: without `type`, or with keywords of several.
fn any_notes(any: &AnySchema) -> Vec<String> {
    // Texts make a type, whose documentation lists them.
    let is_listed = |value: &Value| value.is_string() || value.is_null();
    let values = match any.enumeration.iter().all(is_listed) {
        true => None,
        false => values_note(&any.enumeration),
    };
    let may_be = |ty: &str| any.typ.as_deref().is_none_or(|own| own == ty);
    let lengths = may_be("string").then_some((any.min_length, any.max_length));
    let lengths =
        lengths.and_then(|(least, most)| range_note(least, most, [" character", " characters"]));
    let is_number = may_be("number") || may_be("integer");
    let bounds = is_number.then(|| {
        bounds_note(
            (any.minimum, any.exclusive_minimum == Some(true)),
            (any.maximum, any.exclusive_maximum == Some(true)),
            ["", ""],
        )
    });
    let counts = may_be("array").then_some((any.min_items, any.max_items));
    let counts = counts.and_then(|(least, most)| range_note(least, most, [" item", " items"]));
    let notes = [values, lengths, bounds.flatten(), counts];
    notes.into_iter().flatten().collect()
}

/// The most that a whole number may be.
pub(super) fn maximum(schema: &Schema) -> Option<i64> {
    let (most, is_exclusive) = match &schema.schema_kind {
        SchemaKind::Type(openapiv3::Type::Integer(integer)) => {
            (integer.maximum?, integer.exclusive_maximum)
        }
        SchemaKind::Any(any) if any.typ.as_deref() == Some("integer") => {
            // Documents write whole numbers, which are exact as far as limits go.
            let most = any.maximum?.to_string().parse().ok()?;
            (most, any.exclusive_maximum == Some(true))
        }
        _ => return None,
    };
    most.checked_sub(i64::from(is_exclusive))
}

/// The text of a schema with a note for each limit that a caller should know.
pub(super) fn schema_text(schema: &Schema) -> Docs {
    let mut docs = schema_docs(&schema.schema_data);
    let ty = match &schema.schema_kind {
        SchemaKind::Type(ty) => ty,
        SchemaKind::Any(any) => {
            docs.notes.extend(any_notes(any));
            return docs;
        }
        _ => return docs,
    };
    let limits = match ty {
        openapiv3::Type::String(string) => {
            if let Some(pattern) = string
                .pattern
                .as_ref()
                .filter(|pattern| !matches!(pattern.as_str(), ".+" | ".*"))
            {
                docs.notes.push(format!("Pattern: `{pattern}`."));
            }
            docs.notes.extend(format_note(&string.format));
            range_note(
                string.min_length,
                string.max_length,
                [" character", " characters"],
            )
        }
        openapiv3::Type::Integer(integer) => {
            docs.notes.extend(values_note(&integer.enumeration));
            docs.notes.extend(multiple_note(integer.multiple_of));
            bounds_note(
                (integer.minimum, integer.exclusive_minimum),
                (integer.maximum, integer.exclusive_maximum),
                ["", ""],
            )
        }
        openapiv3::Type::Number(number) => {
            docs.notes.extend(values_note(&number.enumeration));
            docs.notes.extend(multiple_note(number.multiple_of));
            bounds_note(
                (number.minimum, number.exclusive_minimum),
                (number.maximum, number.exclusive_maximum),
                ["", ""],
            )
        }
        openapiv3::Type::Array(array) => {
            if array.unique_items {
                docs.notes.push("No item twice.".to_owned());
            }
            range_note(array.min_items, array.max_items, [" item", " items"])
        }
        openapiv3::Type::Object(object) => range_note(
            object.min_properties,
            object.max_properties,
            [" entry", " entries"],
        ),
        openapiv3::Type::Boolean(boolean) => {
            docs.notes.extend(values_note(&boolean.enumeration));
            None
        }
    };
    docs.notes.extend(limits);
    docs
}

impl Lower<'_> {
    /// The lowest tier by product: ours, or the key that HubSpot's documents use.
    pub(super) fn products(
        &mut self,
        extensions: &IndexMap<String, Value>,
        origin: &Origin,
    ) -> Option<BTreeMap<String, String>> {
        let key = ["x-products", "x-hubspot-product-tier-requirements"]
            .into_iter()
            .find(|key| extensions.contains_key(*key))?;
        let tiers = extensions[key].as_object().and_then(|tiers| {
            let pairs = tiers
                .iter()
                .map(|(product, tier)| Some((product.clone(), tier.as_str()?.to_owned())));
            pairs.collect()
        });
        if tiers.is_none() {
            self.diagnostics.error(
                &origin.key(key),
                format!("`{key}` is not a map of text"),
                format!("write `{key}: {{crmHub: FREE}}`"),
            );
        }
        tiers
    }

    /// A yes-or-no extension.
    pub(super) fn flag(
        &mut self,
        extensions: &IndexMap<String, Value>,
        key: &str,
        origin: &Origin,
    ) -> Option<bool> {
        let value = extensions.get(key)?;
        if value.as_bool().is_none() {
            self.diagnostics.error(
                &origin.key(key),
                format!("`{key}` is neither true nor false"),
                format!("write `{key}: true`"),
            );
        }
        value.as_bool()
    }
}
