//! Definitions of properties: what values a record may have.

use std::collections::BTreeMap;
use std::sync::Arc;

use indexmap::IndexMap;
use jiff::Timestamp;
use serde_json::{Map, Value};

use super::built_in;

/// What values a property has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    Text,
    Number,
    Bool,
    Date,
    DateTime,
    /// One of several options, or some of them.
    Choice,
    /// Text that is not looked into, such as phone numbers and JSON.
    Other(&'static str),
}

impl Kind {
    const ALL: [Self; 9] = [
        Self::Text,
        Self::Number,
        Self::Bool,
        Self::Date,
        Self::DateTime,
        Self::Choice,
        Self::Other("phone_number"),
        Self::Other("json"),
        Self::Other("object_coordinates"),
    ];

    /// The `type` of a definition.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Text => "string",
            Self::Number => "number",
            Self::Bool => "bool",
            Self::Date => "date",
            Self::DateTime => "datetime",
            Self::Choice => "enumeration",
            Self::Other(name) => name,
        }
    }

    pub(crate) fn find(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.name() == name)
    }

    /// The kinds of input fields that such values are entered in.
    pub(crate) fn field_types(self) -> &'static [&'static str] {
        match self {
            Self::Text => &[
                "text",
                "textarea",
                "html",
                "phonenumber",
                "file",
                "calculation_equation",
            ],
            Self::Number => &["number", "calculation_equation"],
            Self::Bool => &["booleancheckbox", "calculation_equation"],
            Self::Date | Self::DateTime => &["date"],
            Self::Choice => &[
                "select",
                "radio",
                "checkbox",
                "booleancheckbox",
                "calculation_equation",
            ],
            Self::Other(_) => &["text", "textarea", "phonenumber"],
        }
    }
}

/// One of the values of a [`Kind::Choice`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Choice {
    pub(crate) value: String,
    pub(crate) label: String,
    pub(crate) description: String,
    pub(crate) display_order: i64,
    pub(crate) hidden: bool,
}

/// The definition of a property.
#[derive(Debug, Clone)]
pub(crate) struct Definition {
    /// Shared with the records that have a value.
    pub(crate) name: Arc<str>,
    pub(crate) label: String,
    pub(crate) description: String,
    pub(crate) group: String,
    pub(crate) kind: Kind,
    pub(crate) field_type: String,
    pub(crate) choices: Vec<Choice>,
    /// Whether the options are kept elsewhere, so that nothing is known of them.
    pub(crate) external: bool,
    /// What the values point to, such as `OWNER`.
    pub(crate) referenced: Option<String>,
    pub(crate) unique: bool,
    pub(crate) read_only: bool,
    /// Whether it came with HubSpot.
    pub(crate) built_in: bool,
    /// Whether new records must have it.
    pub(crate) required: bool,
    /// Whether it is returned if nothing is asked for.
    pub(crate) by_default: bool,
    /// Whether a search for text looks at it.
    pub(crate) searchable: bool,
    pub(crate) display_order: i64,
    pub(crate) hidden: bool,
    pub(crate) form_field: bool,
    pub(crate) created_at: Timestamp,
    pub(crate) updated_at: Timestamp,
    pub(crate) archived_at: Option<Timestamp>,
    /// Fields that nothing here depends on, as they were sent.
    pub(crate) more: Map<String, Value>,
}

impl Definition {
    /// Whether a value may be several options.
    pub(crate) fn is_multiple(&self) -> bool {
        self.kind == Kind::Choice && self.field_type == "checkbox"
    }

    /// Whether HubSpot computes the values.
    pub(crate) fn is_calculated(&self) -> bool {
        self.field_type == "calculation_equation"
    }

    pub(crate) fn is_archived(&self) -> bool {
        self.archived_at.is_some()
    }

    /// Whether the options are what they are, and no one can change them.
    pub(crate) fn has_fixed_options(&self) -> bool {
        self.built_in && (self.external || self.read_only || self.kind != Kind::Choice)
    }
}

/// A group that properties are listed under.
#[derive(Debug, Clone)]
pub(crate) struct Group {
    pub(crate) name: String,
    pub(crate) label: String,
    pub(crate) display_order: i64,
    pub(crate) built_in: bool,
    pub(crate) archived: bool,
}

/// The properties of one type of records.
#[derive(Debug, Default)]
pub(crate) struct Properties {
    by_name: IndexMap<Arc<str>, Definition>,
    groups: IndexMap<String, Group>,
}

impl Properties {
    /// A definition, unless it is in the recycling bin. Names are compared in lower case, as HubSpot has no others.
    pub(crate) fn find(&self, name: &str) -> Option<&Definition> {
        self.get(name).filter(|found| !found.is_archived())
    }

    /// A definition, whether it is in the recycling bin or not.
    pub(crate) fn get(&self, name: &str) -> Option<&Definition> {
        match self.by_name.get(name) {
            None if name.contains(char::is_uppercase) => self.by_name.get(&*name.to_lowercase()),
            found => found,
        }
    }

    pub(crate) fn get_mut(&mut self, name: &str) -> Option<&mut Definition> {
        self.by_name.get_mut(name)
    }

    /// All definitions, those in the recycling bin included, in the order in which they were made.
    pub(crate) fn all(&self) -> impl Iterator<Item = &Definition> {
        self.by_name.values()
    }

    /// All definitions but those in the recycling bin.
    pub(crate) fn present(&self) -> impl Iterator<Item = &Definition> {
        self.all().filter(|known| !known.is_archived())
    }

    /// Adds a definition, in place of one of the same name.
    pub(crate) fn insert(&mut self, new: Definition) {
        self.by_name.insert(Arc::clone(&new.name), new);
    }

    /// When a record was made is in this property.
    pub(crate) fn created(&self) -> &'static str {
        match self.by_name.contains_key("createdate") {
            true => "createdate",
            false => "hs_createdate",
        }
    }

    /// When a record last changed is in this property.
    pub(crate) fn modified(&self) -> &'static str {
        match self.by_name.contains_key("lastmodifieddate") {
            true => "lastmodifieddate",
            false => "hs_lastmodifieddate",
        }
    }

    pub(crate) fn groups(&self) -> impl Iterator<Item = &Group> {
        self.groups.values()
    }

    pub(crate) fn group(&self, name: &str) -> Option<&Group> {
        self.groups.get(name)
    }

    pub(crate) fn group_mut(&mut self, name: &str) -> Option<&mut Group> {
        self.groups.get_mut(name)
    }

    pub(crate) fn insert_group(&mut self, new: Group) {
        self.groups.insert(new.name.clone(), new);
    }
}

/// The properties of all types of records.
#[derive(Debug)]
pub(crate) struct AllProperties {
    by_type: BTreeMap<String, Properties>,
    none: Properties,
}

impl AllProperties {
    /// Those of HubSpot, for types whose ids `type_id` tells by their names in paths.
    pub(crate) fn new(type_id: impl Fn(&str) -> Option<String>) -> Self {
        let sections = built_in::sections().into_iter();
        let by_type = sections.filter_map(|section| {
            let type_id = type_id(section.type_name)?;
            Some((type_id, section.properties()))
        });
        Self {
            by_type: by_type.collect(),
            none: Properties::default(),
        }
    }

    /// Those of a type, which is given by its id.
    pub(crate) fn of(&self, type_id: &str) -> &Properties {
        self.by_type.get(type_id).unwrap_or(&self.none)
    }

    pub(crate) fn of_mut(&mut self, type_id: &str) -> &mut Properties {
        self.by_type.entry(type_id.to_owned()).or_default()
    }

    /// Gives a custom type the properties that all custom types have.
    pub(crate) fn start(&mut self, type_id: &str, group: Group) {
        let properties = built_in::custom(&group.name);
        self.by_type.insert(type_id.to_owned(), properties);
        self.of_mut(type_id).insert_group(group);
    }

    /// Forgets those of a type.
    pub(crate) fn remove(&mut self, type_id: &str) {
        self.by_type.remove(type_id);
    }
}
