//! Conditions on the properties of records.

use super::value::FilterValue;
use crate::extra::Extra;
use crate::open_enum::UnknownValue;
use crate::{from_required_list, json_object, open_enum};

/// A condition on one property.
///
/// There is a constructor for each operator, which takes what the operator compares with: one
/// value, several, two ends, or nothing. Times are sent in the form that searches take, see
/// [`FilterValue`].
///
/// ```
/// # extern crate hubspot_crm_core as hubspot_crm_gen;
/// use hubspot_crm_gen::{Filter, FilterOperator};
///
/// let filter = Filter::between("amount", 100, 2_500.5);
/// assert_eq!(filter.operator, FilterOperator::Between);
/// let json = r#"{"propertyName":"amount","operator":"BETWEEN","value":"100","highValue":"2500.5"}"#;
/// assert_eq!(serde_json::to_string(&filter)?, json);
///
/// // An operator that this version of the crate does not know.
/// let filter = Filter::new("amount", "ROUGHLY").value(100);
/// # assert_eq!(filter.operator.as_str(), "ROUGHLY");
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Filter {
    /// Internal name of the property. `associations.company` and the like stand for the ids of
    /// linked records.
    pub property_name: String,
    /// How to compare.
    pub operator: FilterOperator,
    /// What to compare with; the lower end for `BETWEEN`.
    pub value: Option<FilterValue>,
    /// What to compare with, for `IN` and `NOT_IN`.
    pub values: Option<Vec<FilterValue>>,
    /// The upper end for `BETWEEN`.
    pub high_value: Option<FilterValue>,
    /// Fields that this version of the crate does not know, kept as they came.
    pub extra: Extra,
}
json_object!(Filter {
    property_name: "propertyName",
    operator: "operator",
    value: "value",
    values: "values",
    high_value: "highValue"
});

/// Constructors of filters with an operator that takes one value.
macro_rules! with_one_value {
    ($($(#[doc = $doc:literal])+ $name:ident: $operator:ident),* $(,)?) => {
        impl Filter {
            $($(#[doc = $doc])+
            pub fn $name(property: impl Into<String>, value: impl Into<FilterValue>) -> Self {
                Self::new(property, FilterOperator::$operator).value(value)
            })*
        }
    };
}

with_one_value! {
    /// `EQ`: the property has this value.
    eq: Eq,
    /// `NEQ`: the property has another value, or none.
    neq: Neq,
    /// `LT`: the property is less than this.
    lt: Lt,
    /// `LTE`: the property is less than this, or equal.
    lte: Lte,
    /// `GT`: the property is greater than this.
    gt: Gt,
    /// `GTE`: the property is greater than this, or equal.
    gte: Gte,
}

impl Filter {
    /// A filter with any operator; what the operator compares with is set by
    /// [`value`](Self::value), [`values`](Self::values) and [`high_value`](Self::high_value). One
    /// that its operator cannot do without is missed before anything is sent.
    pub fn new(property: impl Into<String>, operator: impl Into<FilterOperator>) -> Self {
        Self {
            property_name: property.into(),
            operator: operator.into(),
            value: None,
            values: None,
            high_value: None,
            extra: Extra::new(),
        }
    }

    /// `BETWEEN`: the property is neither less than `low` nor greater than `high`.
    pub fn between(
        property: impl Into<String>,
        low: impl Into<FilterValue>,
        high: impl Into<FilterValue>,
    ) -> Self {
        Self::new(property, FilterOperator::Between)
            .value(low)
            .high_value(high)
    }

    /// `IN`: the property has one of these values, of which there must be one at least. Those of a
    /// text property have to be in lower case.
    #[doc(alias = "is_in")]
    pub fn in_(
        property: impl Into<String>,
        values: impl IntoIterator<Item = impl Into<FilterValue>>,
    ) -> Self {
        Self::new(property, FilterOperator::In).values(values)
    }

    /// `NOT_IN`: the property has none of these values, of which there must be one at least. Those
    /// of a text property have to be in lower case.
    pub fn not_in(
        property: impl Into<String>,
        values: impl IntoIterator<Item = impl Into<FilterValue>>,
    ) -> Self {
        Self::new(property, FilterOperator::NotIn).values(values)
    }

    /// `HAS_PROPERTY`: the property has a value.
    pub fn has_property(property: impl Into<String>) -> Self {
        Self::new(property, FilterOperator::HasProperty)
    }

    /// `NOT_HAS_PROPERTY`: the property has no value.
    pub fn not_has_property(property: impl Into<String>) -> Self {
        Self::new(property, FilterOperator::NotHasProperty)
    }

    /// `CONTAINS_TOKEN`: the text of the property contains this word, in which `*` stands for any
    /// text.
    pub fn contains_token(property: impl Into<String>, token: impl Into<String>) -> Self {
        Self::new(property, FilterOperator::ContainsToken).value(token.into())
    }

    /// `NOT_CONTAINS_TOKEN`: the text of the property does not contain this word, in which `*`
    /// stands for any text.
    pub fn not_contains_token(property: impl Into<String>, token: impl Into<String>) -> Self {
        Self::new(property, FilterOperator::NotContainsToken).value(token.into())
    }

    /// The record is linked with this one, which is of the type `to`, such as `company`: `EQ` on
    /// `associations.company`.
    pub fn associated_with(to: &str, id: impl Into<FilterValue>) -> Self {
        Self::eq(format!("associations.{to}"), id)
    }

    /// Sets [`value`](#structfield.value).
    #[must_use]
    pub fn value(mut self, value: impl Into<FilterValue>) -> Self {
        self.value = Some(value.into());
        self
    }

    /// Sets [`values`](#structfield.values).
    #[must_use]
    pub fn values(mut self, values: impl IntoIterator<Item = impl Into<FilterValue>>) -> Self {
        self.values = Some(values.into_iter().map(Into::into).collect());
        self
    }

    /// Sets [`high_value`](#structfield.high_value).
    #[must_use]
    pub fn high_value(mut self, high_value: impl Into<FilterValue>) -> Self {
        self.high_value = Some(high_value.into());
        self
    }
}

/// Filters that must all hold for a record to be found by the group.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct FilterGroup {
    /// The filters, one at least. HubSpot takes six in a group.
    pub filters: Vec<Filter>,
    /// Fields that this version of the crate does not know, kept as they came.
    pub extra: Extra,
}
json_object!(FilterGroup { filters: "filters" });

impl FilterGroup {
    /// A group of these filters.
    pub fn new(filters: impl IntoIterator<Item = impl Into<Filter>>) -> Self {
        Self {
            filters: filters.into_iter().map(Into::into).collect(),
            extra: Extra::new(),
        }
    }
}

from_required_list!(FilterGroup, [Filter]);

/// A group of one filter.
impl From<Filter> for FilterGroup {
    fn from(filter: Filter) -> Self {
        Self::new([filter])
    }
}

/// How a filter compares. HubSpot may add more at any time.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum FilterOperator {
    /// `BETWEEN`: takes a value and a high value.
    Between,
    /// `CONTAINS_TOKEN`: takes a value.
    ContainsToken,
    /// `EQ`: takes a value.
    Eq,
    /// `GT`: takes a value.
    Gt,
    /// `GTE`: takes a value.
    Gte,
    /// `HAS_PROPERTY`: takes nothing.
    HasProperty,
    /// `IN`: takes values.
    In,
    /// `LT`: takes a value.
    Lt,
    /// `LTE`: takes a value.
    Lte,
    /// `NEQ`: takes a value.
    Neq,
    /// `NOT_CONTAINS_TOKEN`: takes a value.
    NotContainsToken,
    /// `NOT_HAS_PROPERTY`: takes nothing.
    NotHasProperty,
    /// `NOT_IN`: takes values.
    NotIn,
    /// A value that this version of the crate does not know; `as_str` gives it back as it came.
    Unknown(UnknownValue),
}
open_enum!(
    FilterOperator,
    Unknown {
        Between: "BETWEEN",
        ContainsToken: "CONTAINS_TOKEN",
        Eq: "EQ",
        Gt: "GT",
        Gte: "GTE",
        HasProperty: "HAS_PROPERTY",
        In: "IN",
        Lt: "LT",
        Lte: "LTE",
        Neq: "NEQ",
        NotContainsToken: "NOT_CONTAINS_TOKEN",
        NotHasProperty: "NOT_HAS_PROPERTY",
        NotIn: "NOT_IN",
    }
);
