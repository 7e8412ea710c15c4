//! What the client writes after it read a value: the rules of the runtime, said once more by the model.
//!
//! By design these come out in another form than they came in; everything else comes out as it was:
//!
//! - A missing, null or (but for texts) empty value is left out where the client has an `Option` for it or a union, and is a blank value otherwise: `""`, `0`, `false`, `[]`, `{}`, an
//!   object of such values.
//! - A missing, null or empty text that has one value only, if it is required, is that value.
//! - A number or flag where a text is due becomes that text; a text where a number or flag is due becomes that number or flag.
//! - A whole number is written without a fraction.
//! - A date-time is written in UTC, with a fraction only where there is one; a day without a time.
//! - A property value that is null is left out; any other becomes text.

use serde_json::{Map, Number, Value};

use super::made::{DATE_TIMES, DAYS, Forms};
use super::view::{Kind, Member, View};
use crate::ir::{Matcher, TypeRef, Variant};
use crate::passes::Names;

impl View<'_> {
    /// What is written of a value after it was read as `ty`; `None` if it does not read.
    pub(super) fn written(&self, ty: &TypeRef, value: &Value) -> Option<Value> {
        match ty {
            TypeRef::Text | TypeRef::Secret | TypeRef::Bytes | TypeRef::File => {
                Some(text(value).into())
            }
            TypeRef::DateTime => Some(time(&DATE_TIMES, value)),
            TypeRef::Date => Some(time(&DAYS, value)),
            TypeRef::Boolean => flag(value),
            TypeRef::Integer => integer(value),
            TypeRef::Number => number(value),
            TypeRef::Json => Some(value.clone()),
            TypeRef::List(item) | TypeRef::BatchInput(item) => self.list(item, value),
            TypeRef::Map(item) => {
                let entries = object(value)?;
                let entries = entries
                    .iter()
                    .map(|(key, value)| Some((key.clone(), self.written(item, value)?)));
                entries.collect::<Option<_>>().map(Value::Object)
            }
            TypeRef::Properties => {
                let entries = object(value)?;
                let entries = entries.iter().filter(|(_, value)| !value.is_null());
                let entries = entries.map(|(key, value)| (key.clone(), text(value).into()));
                Some(Value::Object(entries.collect()))
            }
            TypeRef::Nullable(inner) => self.option(inner, value),
            TypeRef::Page(item) => self.object(&self.page(item), value),
            TypeRef::Batch(result) => self.object(&self.batch(result), value),
            TypeRef::Named(id) => match self.kind(*id)? {
                Kind::Object(_)
                    if self.is_failure(ty) && !is_blank(value) && !value.is_object() =>
                {
                    let message = Map::from_iter([("message".to_owned(), value.clone())]);
                    self.written(ty, &Value::Object(message))
                }
                Kind::Object(members) => self.object(&members, value),
                Kind::Enum(_) => Some(text(value).into()),
                Kind::Union(variants) => Some(self.union(variants, value).1),
            },
        }
    }

    /// Null for `None`.
    fn option(&self, ty: &TypeRef, value: &Value) -> Option<Value> {
        let says_nothing = matches!(ty, TypeRef::Integer | TypeRef::Number | TypeRef::Boolean);
        if value.is_null() || (says_nothing && is_blank(value)) {
            return Some(Value::Null);
        }
        self.written(ty, value)
    }

    fn list(&self, item: &TypeRef, value: &Value) -> Option<Value> {
        let items = match value {
            Value::Array(items) => items.as_slice(),
            // A failure of a batch that stands alone, or is nothing but a text, is one all the same.
            single if self.is_failure(item) && !single.is_null() => std::slice::from_ref(single),
            blank if is_blank(blank) => &[],
            _ => return None,
        };
        let items = items.iter().map(|value| match self.is_failure(item) {
            true if *value == "" => {
                let message = Map::from_iter([("message".to_owned(), value.clone())]);
                self.written(item, &Value::Object(message))
            }
            _ => self.written(item, value),
        });
        items.collect::<Option<Vec<_>>>().map(Value::Array)
    }

    fn object(&self, members: &[Member], value: &Value) -> Option<Value> {
        let mut unknown = object(value)?;
        let mut written = Map::new();
        for member in members {
            let value = unknown.shift_remove(&member.name).unwrap_or_default();
            let own = match member.is_option {
                true => self.option(&member.ty, &value)?,
                false => self.written(&member.ty, &value)?,
            };
            let own = match &member.constant {
                Some(constant) if own == "" => constant.as_str().into(),
                _ => own,
            };
            let is_absent = own.is_null() && (member.is_option || self.is_union(&member.ty));
            if !is_absent {
                written.insert(member.name.clone(), own);
            }
        }
        written.extend(unknown);
        Some(Value::Object(written))
    }

    fn is_union(&self, ty: &TypeRef) -> bool {
        matches!(ty, TypeRef::Named(id) if matches!(self.kind(*id), Some(Kind::Union(_))))
    }

    /// The variant that a value reads as, and what is written of it. What no variant takes is kept as it came.
    fn union(&self, variants: &[Variant], value: &Value) -> (Option<usize>, Value) {
        let is_checked = variants.iter().any(|variant| {
            let mut matchers = variant.matchers.iter();
            matchers.any(changes_by_blanks)
        });
        for (index, variant) in variants.iter().enumerate() {
            if value.is_null() || !is_accepted(variant, value) {
                continue;
            }
            let Some(written) = self.written(&variant.ty, value) else {
                continue;
            };
            let is_same = |variant| is_accepted(variant, value) == is_accepted(variant, &written);
            if !is_checked || variants[..=index].iter().all(is_same) {
                return (Some(index), written);
            }
        }
        (None, value.clone())
    }

    /// The name of the variant that a value reads as, for enums and unions.
    pub(super) fn variant(&self, ty: &TypeRef, value: &Value, names: &Names) -> Option<String> {
        let TypeRef::Named(id) = ty else { return None };
        let index = match self.kind(*id)? {
            Kind::Enum(values) => {
                let text = text(value);
                values.iter().position(|value| *value == text)
            }
            Kind::Union(variants) => self.union(variants, value).0,
            Kind::Object(_) => return None,
        };
        let names = names.variants(*id);
        let name = index.and_then(|index| names.known.get(index));
        Some(name.unwrap_or(&names.fallback).clone())
    }
}

/// Whether fields that are not there, and are written with their blank value, may let a value be taken by this.
fn changes_by_blanks(matcher: &Matcher) -> bool {
    match matcher {
        Matcher::Keys(keys) => !keys.is_empty(),
        Matcher::Tag(_, values) => {
            let mut values = values.iter();
            values.any(|value| matches!(value.as_str(), "" | "0" | "0.0" | "false"))
        }
        _ => false,
    }
}

/// Whether a variant takes a value, by its looks.
pub(crate) fn is_accepted(variant: &Variant, value: &Value) -> bool {
    variant
        .matchers
        .iter()
        .any(|matcher| accepts(matcher, value))
}

fn accepts(matcher: &Matcher, value: &Value) -> bool {
    match (matcher, value) {
        (Matcher::Any, _)
        | (Matcher::Text, Value::String(_))
        | (Matcher::Boolean, Value::Bool(_))
        | (Matcher::Number, Value::Number(_))
        | (Matcher::List, Value::Array(_)) => true,
        (Matcher::Integer, Value::Number(number)) => {
            !number.is_f64() || number.as_f64().is_some_and(|float| float.fract() == 0.0)
        }
        (Matcher::Keys(keys), Value::Object(object)) => {
            keys.iter().all(|key| object.contains_key(key))
        }
        (Matcher::Tag(property, values), Value::Object(object)) => match object.get(property) {
            Some(tag @ (Value::String(_) | Value::Bool(_) | Value::Number(_))) => {
                values.contains(&text(tag))
            }
            _ => false,
        },
        _ => false,
    }
}

fn is_blank(value: &Value) -> bool {
    value.is_null() || *value == ""
}

/// The members of an object; none for what is blank.
fn object(value: &Value) -> Option<Map<String, Value>> {
    match value {
        Value::Object(object) => Some(object.clone()),
        blank if is_blank(blank) => Some(Map::new()),
        _ => None,
    }
}

fn text(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        other => {
            // The client sorts the members of what it keeps.
            let mut sorted = other.clone();
            sorted.sort_all_objects();
            sorted.to_string()
        }
    }
}

/// A text that is no point in time stays as it came.
fn time(forms: &Forms, value: &Value) -> Value {
    let text = text(value);
    let known = forms.iter().find(|(sent, _)| *sent == text);
    known.map_or(text.as_str(), |(_, written)| written).into()
}

fn flag(value: &Value) -> Option<Value> {
    match value {
        Value::Bool(_) => Some(value.clone()),
        blank if is_blank(blank) => Some(false.into()),
        Value::String(text) => text
            .to_ascii_lowercase()
            .parse::<bool>()
            .ok()
            .map(Value::from),
        _ => None,
    }
}

fn integer(value: &Value) -> Option<Value> {
    let whole = |float: f64| {
        let is_whole = float.fract() == 0.0 && float.abs() < 9_007_199_254_740_992.0;
        is_whole.then_some(float as i64)
    };
    let integer = match value {
        Value::Number(number) => number.as_i64().or_else(|| whole(number.as_f64()?)),
        blank if is_blank(blank) => Some(0),
        Value::String(text) => text.parse().ok(),
        _ => None,
    };
    integer.map(Value::from)
}

fn number(value: &Value) -> Option<Value> {
    let float = match value {
        Value::Number(number) => number.as_f64(),
        blank if is_blank(blank) => Some(0.0),
        Value::String(text) => text.parse().ok(),
        _ => None,
    };
    let float = float?;
    // A whole number has no fraction, however it came.
    match float.fract() == 0.0 && float.abs() < i64::MAX as f64 {
        true => Some((float as i64).into()),
        false => Number::from_f64(float).map(Value::Number),
    }
}
