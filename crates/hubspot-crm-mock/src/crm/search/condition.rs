//! One condition on one property.

use std::borrow::Cow;
use std::cmp::Ordering;
use std::collections::HashSet;
use std::sync::Arc;

use serde_json::Value;

use super::text::Pattern;
use super::{Linked, list_of, property, text_of};
use crate::crm::properties::{Definition, Kind, Properties};
use crate::crm::records::{Record, Records};
use crate::crm::values::milliseconds;
use crate::reply::Failure;

/// A condition.
#[derive(Debug)]
pub(super) enum Condition {
    Property(Subject, Test),
    /// Whether the record is one of those with the links in question.
    Linked(HashSet<u64>, bool),
}

/// A property, and how its values compare.
#[derive(Debug, Clone)]
pub(super) struct Subject {
    name: Arc<str>,
    kind: Kind,
    is_multiple: bool,
}

/// A value of a record, or one to compare it with.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Operand<'r> {
    Number(f64),
    Text(Cow<'r, str>),
}

#[derive(Debug)]
pub(super) enum Test {
    Has(bool),
    /// Whether the value compares in one of these ways.
    Compares(Operand<'static>, &'static [Ordering]),
    Between(Operand<'static>, Operand<'static>),
    /// Whether it is one of these, or none of them.
    OneOf(Vec<Operand<'static>>, HashSet<String>, bool),
    HasWords(Pattern, bool),
}

impl Subject {
    pub(super) fn new(definition: &Definition) -> Self {
        Self {
            name: Arc::clone(&definition.name),
            kind: definition.kind,
            is_multiple: definition.is_multiple(),
        }
    }

    /// Whether its values are compared as numbers, as those of times are, too.
    fn is_number(&self) -> bool {
        matches!(self.kind, Kind::Number | Kind::Date | Kind::DateTime)
    }

    /// Whether upper and lower case are the same.
    fn ignores_case(&self) -> bool {
        matches!(self.kind, Kind::Text | Kind::Other(_))
    }

    /// Whether it is the id of the record, which need not be written out to be compared.
    pub(super) fn is_id(&self) -> bool {
        &*self.name == "hs_object_id"
    }

    /// What a record has; `None` if it has nothing.
    pub(super) fn of<'r>(&self, record: &'r Record) -> Option<Operand<'r>> {
        if !self.is_number() {
            return record.shown(&self.name).map(Operand::Text);
        }
        if self.is_id() {
            return Some(Operand::Number(record.id as f64));
        }
        let number = match record.value(&self.name) {
            Some(value) => self.number(value)?,
            None => match record.moment(&self.name) {
                Some(moment) => moment.as_millisecond() as f64,
                None => self.number(&record.shown(&self.name)?)?,
            },
        };
        Some(Operand::Number(number))
    }

    fn number(&self, text: &str) -> Option<f64> {
        match self.kind {
            Kind::Number => text.parse().ok().filter(|number: &f64| number.is_finite()),
            _ => milliseconds(text).map(|at| at as f64),
        }
    }

    /// What a filter compares with.
    fn operand(&self, text: &str) -> Result<Operand<'static>, Failure> {
        if !self.is_number() {
            return Ok(Operand::Text(Cow::Owned(text.to_owned())));
        }
        let number = self.number(text.trim()).ok_or_else(|| {
            let message = format!(
                "`{text}` cannot be compared with values of `{}`, which is a {}",
                self.name,
                self.kind.name()
            );
            Failure::invalid(message).context("propertyName", [&*self.name])
        })?;
        Ok(Operand::Number(number))
    }

    /// Compares two values of the property.
    pub(super) fn compare(&self, one: &Operand<'_>, other: &Operand<'_>) -> Ordering {
        match (one, other) {
            (Operand::Number(one), Operand::Number(other)) => one.total_cmp(other),
            (Operand::Text(one), Operand::Text(other)) if self.ignores_case() => {
                without_case(one, other)
            }
            (Operand::Text(one), Operand::Text(other)) => one.cmp(other),
            // A property has values of one kind only.
            (Operand::Number(_), Operand::Text(_)) => Ordering::Less,
            (Operand::Text(_), Operand::Number(_)) => Ordering::Greater,
        }
    }

    /// Compares a value with another that it may contain as one of several.
    fn is(&self, value: &Operand<'_>, wanted: &Operand<'_>) -> bool {
        match (value, wanted) {
            (Operand::Text(value), Operand::Text(wanted)) if self.is_multiple => {
                value == wanted || value.split(';').any(|one| one == wanted)
            }
            _ => self.compare(value, wanted).is_eq(),
        }
    }
}

fn without_case(one: &str, other: &str) -> Ordering {
    if one.is_ascii() && other.is_ascii() {
        let one = one.bytes().map(|byte| byte.to_ascii_lowercase());
        return one.cmp(other.bytes().map(|byte| byte.to_ascii_lowercase()));
    }
    one.to_lowercase().cmp(&other.to_lowercase())
}

impl Condition {
    /// Reads a filter.
    pub(super) fn read(
        properties: &Properties,
        linked: Linked<'_>,
        filter: &Value,
    ) -> Result<Self, Failure> {
        let name = text_of(filter, "propertyName")?.unwrap_or_default();
        if let Some(to) = name.strip_prefix("associations.") {
            return Self::of_links(to, linked, filter);
        }
        let subject = Subject::new(property(properties, &name)?);
        let operator = text_of(filter, "operator")?.unwrap_or_default();
        let needed = |field: &str| {
            text_of(filter, field)?.ok_or_else(|| {
                Failure::invalid(format!("The operator {operator} needs a `{field}`"))
            })
        };
        let compares = |orders| Ok(Test::Compares(subject.operand(&needed("value")?)?, orders));
        let one_of = |wanted: bool| {
            let values = list_of(filter, "values")?;
            if values.is_empty() {
                let message = format!("The operator {operator} needs `values`");
                return Err(Failure::invalid(message));
            }
            let texts = values.iter().map(|value| match value {
                Value::String(text) => text.clone(),
                other => other.to_string(),
            });
            if subject.ignores_case() {
                // HubSpot keeps text in lower case for this, and takes what it is to find as it stands.
                return Ok(Test::OneOf(Vec::new(), texts.collect(), wanted));
            }
            let operands = texts.map(|text| subject.operand(&text));
            let operands = operands.collect::<Result<_, _>>()?;
            Ok(Test::OneOf(operands, HashSet::new(), wanted))
        };
        let words = |wanted| Ok(Test::HasWords(Pattern::new(&needed("value")?), wanted));
        use Ordering::{Equal, Greater, Less};
        let test = match operator.as_str() {
            "HAS_PROPERTY" => Ok(Test::Has(true)),
            "NOT_HAS_PROPERTY" => Ok(Test::Has(false)),
            "EQ" => compares(&[Equal]),
            "NEQ" => compares(&[Less, Greater]),
            "LT" => compares(&[Less]),
            "LTE" => compares(&[Less, Equal]),
            "GT" => compares(&[Greater]),
            "GTE" => compares(&[Greater, Equal]),
            "BETWEEN" => Ok(Test::Between(
                subject.operand(&needed("value")?)?,
                subject.operand(&needed("highValue")?)?,
            )),
            "IN" => one_of(true),
            "NOT_IN" => one_of(false),
            "CONTAINS_TOKEN" => words(true),
            "NOT_CONTAINS_TOKEN" => words(false),
            other => Err(Failure::invalid(format!("There is no operator {other}"))),
        };
        let test = test?;
        Ok(Self::Property(subject, test))
    }

    /// Reads a filter for links to records of a type.
    fn of_links(to: &str, linked: Linked<'_>, filter: &Value) -> Result<Self, Failure> {
        let operator = text_of(filter, "operator")?.unwrap_or_default();
        let id = |text: &str| {
            let message = format!("`{text}` is no id of a record to be linked to");
            text.parse().map_err(|_| Failure::invalid(message))
        };
        let (ids, wanted) = match operator.as_str() {
            "HAS_PROPERTY" => (None, true),
            "NOT_HAS_PROPERTY" => (None, false),
            "EQ" | "NEQ" => {
                let value = text_of(filter, "value")?.unwrap_or_default();
                (Some(vec![id(&value)?]), operator == "EQ")
            }
            "IN" | "NOT_IN" => {
                let values = list_of(filter, "values")?.iter().map(|value| match value {
                    Value::String(text) => id(text),
                    other => id(&other.to_string()),
                });
                (Some(values.collect::<Result<_, _>>()?), operator == "IN")
            }
            other => {
                let message = format!("Links cannot be searched by the operator {other}");
                return Err(Failure::invalid(message));
            }
        };
        let found = linked(to, ids.as_deref()).ok_or_else(|| {
            Failure::invalid(format!("There are no links to `{to}` to search by"))
        })?;
        Ok(Self::Linked(found, wanted))
    }

    /// Records that may meet it, none else, if an index tells.
    pub(super) fn candidates<'r>(&self, records: &'r Records) -> Option<Vec<&'r Record>> {
        let Self::Property(subject, test) = self else {
            return None;
        };
        let operands = match test {
            Test::Compares(operand, [Ordering::Equal]) => std::slice::from_ref(operand),
            Test::OneOf(operands, _, true) => operands,
            _ => return None,
        };
        let texts = match test {
            Test::OneOf(_, texts, _) => Some(texts),
            _ => None,
        };
        let mut found = Vec::new();
        for operand in operands {
            match operand {
                Operand::Number(number) if subject.is_id() => {
                    found.extend(records.with_id(*number as u64));
                }
                Operand::Number(_) => return None,
                Operand::Text(text) => found.extend(records.with_value(&subject.name, text)?),
            }
        }
        for text in texts.into_iter().flatten() {
            found.extend(records.with_value(&subject.name, text)?);
        }
        Some(found)
    }

    /// Whether a record meets it. One without a value only meets that it has none.
    pub(super) fn is_met_by(&self, record: &Record) -> bool {
        let (subject, test) = match self {
            Self::Property(subject, test) => (subject, test),
            Self::Linked(ids, wanted) => return ids.contains(&record.id) == *wanted,
        };
        let Some(value) = subject.of(record) else {
            return matches!(test, Test::Has(false));
        };
        match test {
            Test::Has(wanted) => *wanted,
            Test::Compares(other, [Ordering::Equal]) => subject.is(&value, other),
            Test::Compares(other, [Ordering::Less, Ordering::Greater]) => {
                !subject.is(&value, other)
            }
            Test::Compares(other, orders) => orders.contains(&subject.compare(&value, other)),
            Test::Between(low, high) => {
                subject.compare(&value, low).is_ge() && subject.compare(&value, high).is_le()
            }
            Test::OneOf(operands, texts, wanted) => {
                let is_one = operands.iter().any(|operand| subject.is(&value, operand))
                    || matches!(&value, Operand::Text(text) if has(texts, text));
                is_one == *wanted
            }
            Test::HasWords(pattern, wanted) => {
                let text = match value {
                    Operand::Text(text) => text,
                    Operand::Number(_) => record.shown(&subject.name).unwrap_or_default(),
                };
                pattern.is_in(&text) == *wanted
            }
        }
    }
}

fn has(texts: &HashSet<String>, text: &str) -> bool {
    if texts.is_empty() {
        return false;
    }
    match text.contains(char::is_uppercase) {
        true => texts.contains(&text.to_lowercase()),
        false => texts.contains(text),
    }
}
