//! From a value to the variant of a union that takes it. Nothing in here is generic: all unions
//! share it.

use std::cell::Cell;

use serde_json::{Number, Value};

use crate::json::parse_integer;

/// Which values a variant takes.
#[derive(Debug, Clone, Copy)]
pub enum Matcher {
    /// Objects that have one of these texts in this property.
    Tag(&'static str, &'static [&'static str]),
    /// Objects that have all of these properties.
    Keys(&'static [&'static str]),
    /// Texts.
    Text,
    /// `true` and `false`.
    Flag,
    /// Whole numbers, also where they are written as `1.0`.
    Integer,
    /// Numbers.
    Number,
    /// Lists.
    List,
    /// All values.
    Any,
}

impl Matcher {
    fn accepts(self, value: &Value) -> bool {
        match (self, value) {
            (Self::Tag(property, texts), Value::Object(object)) => object
                .get(property)
                .is_some_and(|tag| texts.iter().any(|text| is_tag(tag, text))),
            (Self::Keys(keys), Value::Object(object)) => {
                keys.iter().all(|key| object.contains_key(*key))
            }
            (Self::Text, Value::String(_))
            | (Self::Flag, Value::Bool(_))
            | (Self::Number, Value::Number(_))
            | (Self::List, Value::Array(_))
            | (Self::Any, _) => true,
            (Self::Integer, Value::Number(number)) => is_whole(number),
            _ => false,
        }
    }
}

fn is_tag(value: &Value, text: &str) -> bool {
    match value {
        Value::String(tag) => tag == text,
        Value::Bool(flag) => text == if *flag { "true" } else { "false" },
        Value::Number(number) => {
            let tag = number.to_string();
            // A field may write `1.0` back as `1`.
            tag == text || parse_integer(&tag).is_some_and(|integer| integer.to_string() == text)
        }
        Value::Null | Value::Array(_) | Value::Object(_) => false,
    }
}

fn is_whole(number: &Number) -> bool {
    !number.is_f64() || number.as_f64().is_some_and(|float| float.fract() == 0.0)
}

fn accepted(matchers: &[Matcher], value: &Value) -> bool {
    matchers.iter().any(|matcher| matcher.accepts(value))
}

/// Whether writing a value can make another variant take it, because fields that are not there are
/// written with their blank value.
pub const fn is_checked(variants: &[&[Matcher]]) -> bool {
    let mut variant = 0;
    while variant < variants.len() {
        let mut at = 0;
        while at < variants[variant].len() {
            match variants[variant][at] {
                Matcher::Keys(keys) if !keys.is_empty() => return true,
                Matcher::Tag(_, texts) if any_is_blank(texts) => return true,
                _ => {}
            }
            at += 1;
        }
        variant += 1;
    }
    false
}

/// Whether one of the texts is that of a blank value.
const fn any_is_blank(texts: &[&str]) -> bool {
    let mut at = 0;
    while at < texts.len() {
        if matches!(texts[at].as_bytes(), b"" | b"0" | b"0.0" | b"false") {
            return true;
        }
        at += 1;
    }
    false
}

/// Whether the two values are taken by the same variants, as far as `index`.
pub(super) fn same_until(
    variants: &[&[Matcher]],
    index: usize,
    value: &Value,
    written: &Value,
) -> bool {
    variants
        .iter()
        .take(index + 1)
        .all(|matchers| accepted(matchers, value) == accepted(matchers, written))
}

/// Offers the value to each variant that takes it, until one can read it. `null` belongs to none.
pub(super) fn first_readable(
    variants: &[&[Matcher]],
    value: &Value,
    reads: &mut dyn FnMut(usize) -> bool,
) {
    if value.is_null() {
        return;
    }
    let attempts = Attempts::enter();
    for (index, matchers) in variants.iter().enumerate() {
        if !accepted(matchers, value) {
            continue;
        }
        if attempts.are_used_up() || reads(index) {
            return;
        }
        attempts.failed();
    }
}

/// How many attempts may fail within one value that is not itself inside of a union.
///
/// A union inside of a union is read again with each attempt at the outer one, so without a bound a
/// small document could take time that doubles with each level of it. No sensible document comes
/// near.
const MAX_FAILED: u32 = 1_000;

thread_local! {
    /// The number of unions that are being read, and of attempts that failed in them.
    static READING: Cell<(u32, u32)> = const { Cell::new((0, 0)) };
}

/// The attempts of this thread, for as long as a union is being read.
struct Attempts;

impl Attempts {
    fn enter() -> Self {
        READING.with(|reading| {
            let (depth, failed) = reading.get();
            reading.set((depth + 1, failed));
        });
        Self
    }

    fn failed(&self) {
        READING.with(|reading| {
            let (depth, failed) = reading.get();
            reading.set((depth, failed + 1));
        });
    }

    fn are_used_up(&self) -> bool {
        READING.with(|reading| reading.get().1 >= MAX_FAILED)
    }
}

impl Drop for Attempts {
    fn drop(&mut self) {
        READING.with(|reading| match reading.get() {
            (0 | 1, _) => reading.set((0, 0)),
            (depth, failed) => reading.set((depth - 1, failed)),
        });
    }
}
