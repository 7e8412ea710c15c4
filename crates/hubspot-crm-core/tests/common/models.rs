//! Models as the generator writes them.

use std::collections::BTreeMap;

use hubspot_crm_core::{DateTime, Extra, Properties, UnknownValue, Value, json_object, open_enum};

#[derive(Debug, Clone, Default, PartialEq)]
#[non_exhaustive]
pub struct SimplePublicObject {
    pub id: String,
    pub archived: bool,
    pub created_at: DateTime,
    pub archived_at: Option<DateTime>,
    pub properties: Properties,
    pub properties_with_history: BTreeMap<String, Vec<ValueWithTimestamp>>,
    pub associations: Vec<Association>,
    pub sub_category: Option<Value>,
    pub extra: Extra,
}
json_object!(SimplePublicObject {
    id: "id",
    archived: "archived",
    created_at: "createdAt",
    archived_at: "archivedAt",
    properties: "properties",
    properties_with_history: "propertiesWithHistory",
    associations: "associations",
    sub_category: "subCategory",
});

#[derive(Debug, Clone, Default, PartialEq)]
#[non_exhaustive]
pub struct ValueWithTimestamp {
    pub value: String,
    pub timestamp: DateTime,
    pub extra: Extra,
}
json_object!(ValueWithTimestamp {
    value: "value",
    timestamp: "timestamp"
});

#[derive(Debug, Clone, Default, PartialEq)]
#[non_exhaustive]
pub struct Association {
    pub category: AssociationCategory,
    pub parent: Option<Box<Association>>,
    pub extra: Extra,
}
json_object!(Association {
    category: "category",
    parent: "parent"
});

#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum AssociationCategory {
    HubspotDefined,
    UserDefined,
    Unknown(UnknownValue),
}
open_enum!(
    AssociationCategory,
    Unknown {
        HubspotDefined: "HUBSPOT_DEFINED",
        UserDefined: "USER_DEFINED"
    }
);

/// It has no `Default`: a type that is sent, with a required field.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct SimplePublicObjectInput {
    pub properties: Properties,
    pub weight: Option<f64>,
    pub extra: Extra,
}
json_object!(SimplePublicObjectInput {
    properties: "properties",
    weight: "weight"
});

impl From<Properties> for SimplePublicObjectInput {
    fn from(properties: Properties) -> Self {
        Self {
            properties,
            weight: None,
            extra: Extra::new(),
        }
    }
}
