//! A schema by its keywords, whichever of its kinds openapiv3 has put it into.

use indexmap::IndexMap;
use openapiv3::{
    AdditionalProperties, ReferenceOr, Schema, SchemaData, SchemaKind, Type,
    VariantOrUnknownOrEmpty,
};

/// The keywords of a schema that decide what values it allows.
#[derive(Debug, Clone)]
pub struct View<'a> {
    /// What any schema may have.
    pub data: &'a SchemaData,
    /// The keyword `type`.
    pub ty: Option<&'a str>,
    /// `None` also for an object that names no property.
    pub properties: Option<&'a IndexMap<String, ReferenceOr<Box<Schema>>>>,
    /// Names of required properties.
    pub required: &'a [String],
    /// What is said of properties that are not named.
    pub additional: Option<&'a AdditionalProperties>,
    /// The items of a list.
    pub items: Option<&'a ReferenceOr<Box<Schema>>>,
    /// The keyword `maxItems`.
    pub max_items: Option<usize>,
    /// The branches of `oneOf`.
    pub one_of: &'a [ReferenceOr<Schema>],
    /// The branches of `anyOf`.
    pub any_of: &'a [ReferenceOr<Schema>],
    /// The branches of `allOf`.
    pub all_of: &'a [ReferenceOr<Schema>],
    /// Whether the schema has `not`.
    pub not: bool,
    /// The values of `enum` with their index, as text; `None` for one that is no text. `null` is not among them.
    pub values: Vec<(usize, Option<&'a str>)>,
    /// Whether a value may be `null`: the schema says so, or lists it.
    pub nullable: bool,
    /// The keyword `format`, as the document has it.
    pub format: Option<String>,
}

impl<'a> View<'a> {
    /// The keywords of a schema.
    pub fn of(schema: &'a Schema) -> Self {
        let mut view = View {
            data: &schema.schema_data,
            ty: None,
            properties: None,
            required: &[],
            additional: None,
            items: None,
            max_items: None,
            one_of: &[],
            any_of: &[],
            all_of: &[],
            not: false,
            values: Vec::new(),
            nullable: schema.schema_data.nullable,
            format: None,
        };
        match &schema.schema_kind {
            SchemaKind::Type(ty) => view.typed(ty),
            SchemaKind::OneOf { one_of } => view.one_of = one_of,
            SchemaKind::AnyOf { any_of } => view.any_of = any_of,
            SchemaKind::AllOf { all_of } => view.all_of = all_of,
            SchemaKind::Not { .. } => view.not = true,
            SchemaKind::Any(any) => {
                view.ty = any.typ.as_deref();
                view.properties = Some(&any.properties).filter(|list| !list.is_empty());
                view.required = &any.required;
                view.additional = any.additional_properties.as_ref();
                view.items = any.items.as_ref();
                view.max_items = any.max_items;
                view.one_of = &any.one_of;
                view.any_of = &any.any_of;
                view.all_of = &any.all_of;
                view.not = any.not.is_some();
                view.list_values(any.enumeration.iter().map(|value| match value {
                    serde_json::Value::Null => None,
                    value => Some(value.as_str()),
                }));
                view.format.clone_from(&any.format);
            }
        }
        view
    }

    fn typed(&mut self, ty: &'a Type) {
        match ty {
            Type::String(string) => {
                self.ty = Some("string");
                let values = string.enumeration.iter().map(Option::as_deref);
                self.list_values(values.map(|value| value.map(Some)));
                self.format = match &string.format {
                    VariantOrUnknownOrEmpty::Item(openapiv3::StringFormat::DateTime) => {
                        Some("date-time".to_owned())
                    }
                    other => format_name(other),
                };
            }
            Type::Number(number) => {
                self.ty = Some("number");
                self.format = format_name(&number.format);
                self.nullable |= number.enumeration.contains(&None);
            }
            Type::Integer(integer) => {
                self.ty = Some("integer");
                self.format = format_name(&integer.format);
                self.nullable |= integer.enumeration.contains(&None);
            }
            Type::Boolean(boolean) => {
                self.ty = Some("boolean");
                self.nullable |= boolean.enumeration.contains(&None);
            }
            Type::Array(array) => {
                self.ty = Some("array");
                self.items = array.items.as_ref();
                self.max_items = array.max_items;
            }
            Type::Object(object) => {
                self.ty = Some("object");
                self.properties = Some(&object.properties).filter(|list| !list.is_empty());
                self.required = &object.required;
                self.additional = object.additional_properties.as_ref();
            }
        }
    }

    /// Takes the values of `enum`: `None` stands for `null`, `Some(None)` for another value that is no text.
    fn list_values(&mut self, values: impl Iterator<Item = Option<Option<&'a str>>>) {
        for (index, value) in values.enumerate() {
            match value {
                None => self.nullable = true,
                Some(value) => self.values.push((index, value)),
            }
        }
    }

    /// Whether the schema stands for bytes.
    pub fn is_binary(&self) -> bool {
        self.ty == Some("string") && self.format.as_deref() == Some("binary")
    }

    /// Whether the schema is made of others.
    pub fn is_combined(&self) -> bool {
        !(self.one_of.is_empty() && self.any_of.is_empty() && self.all_of.is_empty())
    }

    /// Whether the schema says of which type the values of further properties are.
    pub fn has_typed_extra(&self) -> bool {
        matches!(self.additional, Some(AdditionalProperties::Schema(_)))
    }

    /// Whether the schema lists texts and nothing else.
    pub fn is_text_enum(&self) -> bool {
        !self.values.is_empty() && self.values.iter().all(|(_, value)| value.is_some())
    }

    /// Whether the schema only narrows what others say: it has no type and no properties of its own.
    pub fn is_constraint(&self) -> bool {
        self.ty.is_none()
            && self.properties.is_none()
            && self.additional.is_none()
            && self.items.is_none()
            && self.values.is_empty()
            && !self.is_combined()
    }

    /// Whether the schema describes parts of a value.
    pub fn has_structure(&self) -> bool {
        self.is_object() || self.is_combined() || self.items.is_some()
    }

    /// Whether the schema is an object, as far as it says.
    pub fn is_object(&self) -> bool {
        match self.ty {
            Some(ty) => ty == "object",
            None => self.properties.is_some() || self.additional.is_some(),
        }
    }
}

/// The format as the document has it.
pub(crate) fn format_name<T: std::fmt::Debug>(
    format: &VariantOrUnknownOrEmpty<T>,
) -> Option<String> {
    match format {
        VariantOrUnknownOrEmpty::Item(known) => Some(format!("{known:?}").to_lowercase()),
        VariantOrUnknownOrEmpty::Unknown(name) => Some(name.clone()),
        VariantOrUnknownOrEmpty::Empty => None,
    }
}
