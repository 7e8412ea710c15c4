//! Values as HubSpot may send them: as the document says, and in each way in which real answers differ from it.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use super::view::{Kind, Member, View};
use super::written::is_accepted;
use crate::ir::{Matcher, TypeId, TypeRef, Variant};

/// How deep below a value its members have all of their own. Below that they have what they must have, and lists are empty: so a type that contains itself has an end.
const DEPTH: usize = 3;

/// As [`DEPTH`], for what is special about a sample: each type has samples of its own, so one level below the top shows that it may be nested.
const SPECIAL_DEPTH: usize = 2;

/// A text that no document lists.
const UNKNOWN: &str = "NOT_IN_ANY_DOCUMENT";

/// Forms of points in time: what is sent (numbers without quotes), and what is written.
pub(super) type Forms = [(&'static str, &'static str); 4];

/// Of date-times. All forms but the first are special.
pub(super) const DATE_TIMES: Forms = [
    ("2026-01-31T09:30:00Z", "2026-01-31T09:30:00Z"),
    ("2026-01-31T09:30:00.250Z", "2026-01-31T09:30:00.25Z"),
    ("2026-01-31T09:30:00.000Z", "2026-01-31T09:30:00Z"),
    ("1769851800250", "2026-01-31T09:30:00.25Z"),
];

/// Of days.
pub(super) const DAYS: Forms = [
    ("2026-01-31", "2026-01-31"),
    ("2026-01-31T00:00:00Z", "2026-01-31"),
    ("2026-01-31T00:00:00.000Z", "2026-01-31"),
    ("1769817600000", "2026-01-31"),
];

/// What is special about a sample.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Special {
    Nothing,
    UnknownValues,
    UnknownFields,
    UnknownTags,
    UnknownKinds,
    OtherScalars,
    Times(usize),
    EmptyContainers,
    NullItems,
}

const SPECIALS: [(&str, Special); 10] = [
    ("unknown enum values", Special::UnknownValues),
    ("unknown fields", Special::UnknownFields),
    ("unknown union variants", Special::UnknownTags),
    ("union values of an unknown kind", Special::UnknownKinds),
    (
        "numbers as texts and the other way round",
        Special::OtherScalars,
    ),
    ("date-times with milliseconds", Special::Times(1)),
    ("date-times with zeros for milliseconds", Special::Times(2)),
    ("date-times in milliseconds since 1970", Special::Times(3)),
    ("empty lists and maps", Special::EmptyContainers),
    ("nulls in lists and maps", Special::NullItems),
];

/// All samples of a type, each with what is special about it.
pub(super) fn made(view: &View<'_>, ty: &TypeRef) -> Vec<(String, Value)> {
    let mut samples: Vec<(String, Value)> = Vec::new();
    let mut add = |label: &str, json: Value| {
        if samples.iter().all(|(_, known)| *known != json) {
            samples.push((label.to_owned(), json));
        }
    };
    let mut maker = Maker::new(view, Special::Nothing);
    let kind = match ty {
        TypeRef::Named(id) => view.kind(*id),
        _ => None,
    };
    let members = match (kind, ty) {
        (Some(Kind::Enum(values)), _) => {
            for value in values {
                add("value", value.into());
            }
            add("number", 17.into());
            Vec::new()
        }
        (Some(Kind::Union(variants)), _) => {
            for variant in variants {
                for (label, value) in maker.variant_samples(variant) {
                    add(&format!("{label} `{}`", variant.name), value);
                }
            }
            Vec::new()
        }
        (Some(Kind::Object(members)), _) => members,
        (_, TypeRef::Page(item)) => view.page(item),
        (_, TypeRef::Batch(result)) => view.batch(result),
        _ => Vec::new(),
    };
    add("full", maker.value(ty, DEPTH));
    add("bare", maker.bare(|maker| maker.value(ty, 0)));
    if !members.is_empty() {
        let all = |value: Value| -> Value {
            let members = members.iter();
            members
                .map(|member| (member.name.clone(), value.clone()))
                .collect()
        };
        add("empty", json!({}));
        add("nulls", all(Value::Null));
        add("empty texts", all("".into()));
    }
    let usual = Maker::new(view, Special::Nothing).value(ty, SPECIAL_DEPTH);
    for (label, special) in SPECIALS {
        let value = Maker::new(view, special).value(ty, SPECIAL_DEPTH);
        // What has nothing of the kind is nothing special.
        if value != usual {
            add(label, value);
        }
    }
    add("null", Value::Null);
    samples
}

/// Makes values of one kind.
struct Maker<'a> {
    view: &'a View<'a>,
    special: Special,
    /// Whether lists and maps are left out where they need not be there. Elsewhere they are empty at the end, as the client writes them.
    is_bare: bool,
    /// How often an enum or union had a value: each has another one.
    turns: BTreeMap<TypeId, usize>,
}

impl<'a> Maker<'a> {
    fn new(view: &'a View<'a>, special: Special) -> Self {
        Self {
            view,
            special,
            is_bare: false,
            turns: BTreeMap::new(),
        }
    }

    fn turn(&mut self, id: TypeId) -> usize {
        let turn = self.turns.entry(id).or_default();
        *turn += 1;
        *turn - 1
    }

    /// What `make` makes with nothing but what must be there.
    fn bare(&mut self, make: impl FnOnce(&mut Self) -> Value) -> Value {
        self.is_bare = true;
        let value = make(self);
        self.is_bare = false;
        value
    }

    /// A value of a type. `depth` counts down.
    fn value(&mut self, ty: &TypeRef, depth: usize) -> Value {
        let has_others = self.special == Special::OtherScalars;
        match ty {
            TypeRef::Text | TypeRef::Secret if has_others => json!(6001),
            TypeRef::Text | TypeRef::Secret => json!("text"),
            TypeRef::Boolean if has_others => json!("true"),
            TypeRef::Boolean => json!(true),
            // More than 32 bits, and more than a float holds.
            TypeRef::Integer if has_others => json!("9007199254740993"),
            TypeRef::Integer => json!(9_007_199_254_740_993_i64),
            TypeRef::Number if has_others => json!("0.25"),
            TypeRef::Number => json!(0.25),
            TypeRef::DateTime => self.time(&DATE_TIMES),
            TypeRef::Date => self.time(&DAYS),
            TypeRef::Bytes | TypeRef::File => json!("text"),
            TypeRef::Json => json!({ "any": [1, 0.5, "text", true, null, {}] }),
            TypeRef::Properties => self.properties(),
            TypeRef::Nullable(inner) => self.value(inner, depth),
            TypeRef::List(item) | TypeRef::BatchInput(item) => {
                let mut items = self.items(item, depth, 2);
                if self.special == Special::NullItems && !items.is_empty() {
                    items[0] = Value::Null;
                }
                Value::Array(items)
            }
            TypeRef::Map(item) => {
                let mut items = self.items(item, depth, 1);
                if self.special == Special::NullItems && !items.is_empty() {
                    items.push(Value::Null);
                }
                let keys = ["key", "Another key."].map(str::to_owned);
                Value::Object(keys.into_iter().zip(items).collect())
            }
            TypeRef::Page(item) => self.object(&self.view.page(item), depth),
            TypeRef::Batch(result) => self.object(&self.view.batch(result), depth),
            TypeRef::Named(id) => match self.view.kind(*id) {
                Some(Kind::Object(members)) => self.object(&members, depth),
                Some(Kind::Enum(values)) => self.enum_value(*id, &values),
                Some(Kind::Union(variants)) => self.union(*id, variants, depth),
                None => Value::Null,
            },
        }
    }

    fn time(&self, forms: &Forms) -> Value {
        let form = match self.special {
            Special::Times(form) => form,
            _ => 0,
        };
        let sent = forms[form].0;
        sent.parse::<i64>()
            .map_or_else(|_| sent.into(), Value::from)
    }

    fn properties(&self) -> Value {
        match self.special {
            Special::EmptyContainers => json!({}),
            Special::NullItems => json!({ "email": null, "name": "Ada" }),
            Special::OtherScalars => json!({ "employees": 12, "newsletter": true, "share": 0.5 }),
            _ => json!({ "email": "ada@example.com", "fax": "" }),
        }
    }

    fn items(&mut self, item: &TypeRef, depth: usize, count: usize) -> Vec<Value> {
        if depth == 0 || self.special == Special::EmptyContainers {
            return Vec::new();
        }
        (0..count).map(|_| self.value(item, depth - 1)).collect()
    }

    fn object(&mut self, members: &[Member], depth: usize) -> Value {
        let mut object = Map::new();
        for member in members {
            let is_blank_without = !self.is_bare && !member.is_option;
            // A member that must be there never leads back to its object, so this has an end.
            if depth > 0 || member.is_required || is_blank_without {
                let value = self.value(&member.ty, depth.saturating_sub(1));
                object.insert(member.name.clone(), value);
            }
        }
        if self.special == Special::UnknownFields {
            let unknown = json!({ "kept": [1, null, { "as": "it came" }] });
            object.insert("notInAnyDocument".to_owned(), unknown);
        }
        Value::Object(object)
    }

    fn enum_value(&mut self, id: TypeId, values: &[&str]) -> Value {
        match self.special {
            Special::UnknownValues => UNKNOWN.into(),
            Special::OtherScalars => 17.into(),
            _ => match values.len() {
                0 => UNKNOWN.into(),
                count => values[self.turn(id) % count].into(),
            },
        }
    }

    fn union(&mut self, id: TypeId, variants: &[Variant], depth: usize) -> Value {
        match self.special {
            Special::UnknownTags => return unknown_tag(variants),
            Special::UnknownKinds => return unknown_kind(variants),
            _ => {}
        }
        let variants: Vec<&Variant> = variants
            .iter()
            .filter(|variant| depth > 0 || !variant.boxed)
            .collect();
        match variants.len() {
            0 => unknown_tag(&[]),
            count => {
                let variant = variants[self.turn(id) % count];
                self.variant(variant, depth)
            }
        }
    }

    fn variant(&mut self, variant: &Variant, depth: usize) -> Value {
        // A box stands where a union leads back to itself.
        let depth = depth.saturating_sub(usize::from(variant.boxed));
        let mut value = self.value(&variant.ty, depth);
        if let (false, Value::Object(object)) = (is_accepted(variant, &value), &mut value) {
            let tag = variant.matchers.iter().find_map(|matcher| match matcher {
                Matcher::Tag(property, values) => Some((property, values.first()?)),
                _ => None,
            });
            if let Some((property, value)) = tag {
                object.insert(property.clone(), value.as_str().into());
            }
        }
        value
    }

    /// A variant with everything, with what it must have, and with each value of its tag.
    fn variant_samples(&mut self, variant: &Variant) -> Vec<(&'static str, Value)> {
        let bare = self.bare(|maker| maker.variant(variant, 0));
        let mut samples = vec![
            ("full", self.variant(variant, DEPTH)),
            ("bare", bare.clone()),
        ];
        for matcher in &variant.matchers {
            if let (Matcher::Tag(property, values), Value::Object(object)) = (matcher, &bare) {
                for value in values {
                    let mut object = object.clone();
                    object.insert(property.clone(), value.as_str().into());
                    samples.push(("tag of", Value::Object(object)));
                }
            }
        }
        samples
    }
}

/// An object with a tag that nobody knows.
fn unknown_tag(variants: &[Variant]) -> Value {
    let matchers = variants.iter().flat_map(|variant| &variant.matchers);
    let tags = matchers.filter_map(|matcher| match matcher {
        Matcher::Tag(property, _) => Some(property.as_str()),
        _ => None,
    });
    let mut object: Map<String, Value> = tags
        .chain(["kind"])
        .map(|property| (property.to_owned(), UNKNOWN.into()))
        .collect();
    object.insert("kept".to_owned(), json!([1, null, { "as": "it came" }]));
    Value::Object(object)
}

/// A value that no variant takes, if there is one.
fn unknown_kind(variants: &[Variant]) -> Value {
    let kinds = [
        json!([[]]),
        json!(0.5),
        json!(true),
        json!("text"),
        json!({}),
    ];
    let is_free = |value: &Value| !variants.iter().any(|variant| is_accepted(variant, value));
    kinds
        .into_iter()
        .find(is_free)
        .unwrap_or_else(|| unknown_tag(variants))
}
