//! Schemas to types.

use openapiv3::{
    AdditionalProperties, ArrayType, ObjectType, ReferenceOr, Schema, SchemaKind, StringFormat,
    StringType, VariantOrUnknownOrEmpty,
};

use super::{Lower, text};
use crate::casing::member_type;
use crate::ir::{Direction, Docs, Field, Shape, Type, TypeId, TypeRef};
use crate::pointer::Origin;

/// What a type is called if the schema turns out to need a name.
pub(super) enum Naming<'a> {
    /// It has one.
    Own(&'a str),
    /// It stands inside something that has one.
    Inline { owner: &'a str, member: &'a str },
}

impl Naming<'_> {
    fn name(&self) -> String {
        match self {
            Self::Own(name) => (*name).to_owned(),
            Self::Inline { owner, member } => member_type(owner, member),
        }
    }
}

impl Lower<'_> {
    /// The type of a schema or of the component that it refers to.
    pub(super) fn schema(
        &mut self,
        schema: &ReferenceOr<Schema>,
        origin: &Origin,
        naming: &Naming<'_>,
    ) -> TypeRef {
        match schema {
            ReferenceOr::Item(schema) => self.define(schema, origin, naming),
            ReferenceOr::Reference { reference } => {
                match self.documents.resolve(schema, origin, self.diagnostics) {
                    Some((target, found)) => self.component(target, found, reference, origin),
                    None => TypeRef::Json,
                }
            }
        }
    }

    fn component(
        &mut self,
        schema: &Schema,
        found: Origin,
        reference: &str,
        origin: &Origin,
    ) -> TypeRef {
        match self.components.get(&found) {
            Some(Some(done)) => return done.clone(),
            Some(None) => {
                self.diagnostics.error(
                    origin,
                    format!("`$ref: {reference}` makes the schema contain nothing but itself"),
                    "let the schema be an object with properties",
                );
                return TypeRef::Json;
            }
            None => {}
        }
        let name = found
            .pointer
            .rsplit('/')
            .next()
            .unwrap_or_default()
            .to_owned();
        // An object may refer to itself from inside; so its number is known before its fields are read.
        let ty = if is_struct(schema) {
            let id = self.reserve(&name, schema, &found);
            let ty = with_null(TypeRef::Named(id), schema);
            self.components.insert(found.clone(), Some(ty.clone()));
            self.directions(schema, &found);
            self.fill(id, schema, &found);
            ty
        } else {
            self.components.insert(found.clone(), None);
            self.define(schema, &found, &Naming::Own(&name))
        };
        self.components.insert(found, Some(ty.clone()));
        ty
    }

    fn define(&mut self, schema: &Schema, origin: &Origin, naming: &Naming<'_>) -> TypeRef {
        self.directions(schema, origin);
        with_null(self.kind(schema, origin, naming), schema)
    }

    /// Rejects what would make one schema two: one for requests and one for responses, or one per variant.
    fn directions(&mut self, schema: &Schema, origin: &Origin) {
        let data = &schema.schema_data;
        let keywords = [
            (data.read_only, "readOnly"),
            (data.write_only, "writeOnly"),
            (data.discriminator.is_some(), "discriminator"),
        ];
        for (_, key) in keywords.into_iter().filter(|(present, _)| *present) {
            self.unsupported(
                &origin.key(key),
                &format!("`{key}`"),
                "remove it, or use two schemas",
            );
        }
    }

    fn kind(&mut self, schema: &Schema, origin: &Origin, naming: &Naming<'_>) -> TypeRef {
        let data = &schema.schema_data;
        let ty = match &schema.schema_kind {
            SchemaKind::Type(ty) => ty,
            SchemaKind::OneOf { .. } => return self.combination(origin, "oneOf"),
            SchemaKind::AllOf { .. } => return self.combination(origin, "allOf"),
            SchemaKind::AnyOf { .. } => return self.combination(origin, "anyOf"),
            SchemaKind::Not { .. } => return self.combination(origin, "not"),
            SchemaKind::Any(any) => return self.any(any, origin),
        };
        match ty {
            openapiv3::Type::String(string) => self.string(string, data, origin, naming),
            openapiv3::Type::Number(number) => {
                self.no_enum(number.enumeration.is_empty(), origin);
                TypeRef::Number
            }
            openapiv3::Type::Integer(integer) => {
                self.no_enum(integer.enumeration.is_empty(), origin);
                TypeRef::Integer
            }
            openapiv3::Type::Boolean(boolean) => {
                self.no_enum(boolean.enumeration.is_empty(), origin);
                TypeRef::Boolean
            }
            openapiv3::Type::Array(array) => self.array(array, origin, naming),
            openapiv3::Type::Object(object) => self.object(schema, object, origin, naming),
        }
    }

    /// What openapiv3 cannot put into any kind of schema.
    fn any(&mut self, any: &openapiv3::AnySchema, origin: &Origin) -> TypeRef {
        let combinations = [
            (!any.one_of.is_empty(), "oneOf"),
            (!any.all_of.is_empty(), "allOf"),
            (!any.any_of.is_empty(), "anyOf"),
            (any.not.is_some(), "not"),
        ];
        if let Some((_, keyword)) = combinations.into_iter().find(|(present, _)| *present) {
            return self.combination(origin, keyword);
        }
        let (construct, help) = match &any.typ {
            Some(ty) => (
                format!("a schema of type `{ty}` with keywords or values of another type"),
                "keep the keywords that OpenAPI 3.0 has for that type, with values of that type",
            ),
            None => (
                "a schema without a `type`".to_owned(),
                "add `type`; for any JSON object write `type: object` alone",
            ),
        };
        self.unsupported(origin, &construct, help);
        TypeRef::Json
    }

    fn combination(&mut self, origin: &Origin, keyword: &str) -> TypeRef {
        self.unsupported(
            &origin.key(keyword),
            &format!("`{keyword}`"),
            "describe the value by one schema",
        );
        TypeRef::Json
    }

    fn no_enum(&mut self, absent: bool, origin: &Origin) {
        if !absent {
            self.unsupported(
                &origin.key("enum"),
                "an enum of anything but text",
                "use text values, or remove the enum",
            );
        }
    }

    fn string(
        &mut self,
        string: &StringType,
        data: &openapiv3::SchemaData,
        origin: &Origin,
        naming: &Naming<'_>,
    ) -> TypeRef {
        if !string.enumeration.is_empty() {
            return self.enumeration(string, data, origin, naming);
        }
        match &string.format {
            VariantOrUnknownOrEmpty::Empty => TypeRef::Text,
            VariantOrUnknownOrEmpty::Item(StringFormat::DateTime) => TypeRef::DateTime,
            // A UUID is text on the wire, and HubSpot does not always keep to the form.
            VariantOrUnknownOrEmpty::Unknown(format) if format == "uuid" => TypeRef::Text,
            other => {
                let format = text::format_name(other).unwrap_or_default();
                self.unsupported(
                    &origin.key("format"),
                    &format!("the format `{format}` of text"),
                    "use `date-time` or `uuid`, or remove `format`",
                );
                TypeRef::Text
            }
        }
    }

    fn enumeration(
        &mut self,
        string: &StringType,
        data: &openapiv3::SchemaData,
        origin: &Origin,
        naming: &Naming<'_>,
    ) -> TypeRef {
        let mut values: Vec<String> = Vec::new();
        for (index, value) in string.enumeration.iter().enumerate() {
            let at = origin.key("enum").index(index);
            match value {
                Some(value) if values.contains(value) => self.diagnostics.error(
                    &at,
                    format!("the value `{value}` is listed twice"),
                    "remove one of the two",
                ),
                Some(value) => values.push(value.clone()),
                None => self.unsupported(
                    &at,
                    "`null` as a value of an enum",
                    "write `nullable: true` beside `enum`",
                ),
            }
        }
        // The text of an inline enum belongs to the field that holds it; a component's text is its own.
        let docs = match naming {
            Naming::Own(_) => Docs {
                notes: Vec::new(),
                ..text::schema_docs(data)
            },
            Naming::Inline { .. } => Docs::default(),
        };
        TypeRef::Named(self.add(naming.name(), docs, Shape::Enum(values), origin))
    }

    fn array(&mut self, array: &ArrayType, origin: &Origin, naming: &Naming<'_>) -> TypeRef {
        if array.unique_items {
            self.unsupported(
                &origin.key("uniqueItems"),
                "`uniqueItems`",
                "remove it, and say so in the description",
            );
        }
        // An array without items was reported when the document was read.
        let Some(items) = &array.items else {
            return TypeRef::List(Box::new(TypeRef::Json));
        };
        let items = items.clone().unbox();
        TypeRef::List(Box::new(self.schema(&items, &origin.key("items"), naming)))
    }

    fn object(
        &mut self,
        schema: &Schema,
        object: &ObjectType,
        origin: &Origin,
        naming: &Naming<'_>,
    ) -> TypeRef {
        if is_struct(schema) {
            let id = self.reserve(&naming.name(), schema, origin);
            self.fill(id, schema, origin);
            return TypeRef::Named(id);
        }
        for name in &object.required {
            self.missing_required(name, origin);
        }
        match &object.additional_properties {
            Some(AdditionalProperties::Schema(values)) => {
                let at = origin.key("additionalProperties");
                TypeRef::Map(Box::new(self.schema(values, &at, naming)))
            }
            Some(AdditionalProperties::Any(false)) => {
                self.unsupported(
                    &origin.key("additionalProperties"),
                    "an object that must be empty",
                    "remove the schema",
                );
                TypeRef::Json
            }
            Some(AdditionalProperties::Any(true)) | None => TypeRef::Json,
        }
    }

    fn reserve(&mut self, name: &str, schema: &Schema, origin: &Origin) -> TypeId {
        let mut docs = text::schema_docs(&schema.schema_data);
        docs.notes.clear();
        self.add(name.to_owned(), docs, Shape::Object(Vec::new()), origin)
    }

    fn add(&mut self, name: String, docs: Docs, shape: Shape, origin: &Origin) -> TypeId {
        let documents = [origin.file.clone()].into();
        self.types.push(Type {
            name,
            docs,
            shape,
            direction: Direction::default(),
            origin: origin.clone(),
            documents,
        });
        TypeId(self.types.len() - 1)
    }

    fn fill(&mut self, id: TypeId, schema: &Schema, origin: &Origin) {
        let SchemaKind::Type(openapiv3::Type::Object(object)) = &schema.schema_kind else {
            return;
        };
        if let Some(AdditionalProperties::Schema(_)) = &object.additional_properties {
            self.unsupported(
                &origin.key("additionalProperties"),
                "an object with both properties and typed `additionalProperties`",
                "remove one; unknown fields are always kept",
            );
        }
        let owner = self.types[id.0].name.clone();
        let mut fields = Vec::new();
        for (name, property) in &object.properties {
            let at = origin.key("properties").key(name);
            let property = property.clone().unbox();
            let ty = self.schema(
                &property,
                &at,
                &Naming::Inline {
                    owner: &owner,
                    member: name,
                },
            );
            let docs = match self.documents.resolve(&property, &at, self.diagnostics) {
                Some((schema, _)) => text::schema_text(schema),
                None => Docs::default(),
            };
            fields.push(Field {
                name: name.clone(),
                ty,
                required: object.required.contains(name),
                boxed: false,
                docs,
                origin: at,
            });
        }
        for (index, name) in object.required.iter().enumerate() {
            if !object.properties.contains_key(name) {
                self.missing_required(name, origin);
            } else if object.required[..index].contains(name) {
                self.diagnostics.error(
                    &origin.key("required").index(index),
                    format!("`{name}` is listed twice"),
                    "remove one of the two",
                );
            }
        }
        self.types[id.0].shape = Shape::Object(fields);
    }

    fn missing_required(&mut self, name: &str, origin: &Origin) {
        self.diagnostics.error(
            &origin.key("required"),
            format!("`{name}` is required, but there is no such property"),
            "add the property, or remove it from `required`",
        );
    }
}

/// The type with `null` added where the schema has it.
fn with_null(ty: TypeRef, schema: &Schema) -> TypeRef {
    if schema.schema_data.nullable {
        TypeRef::Nullable(Box::new(ty))
    } else {
        ty
    }
}

/// Whether a schema becomes a struct: an object that names its fields.
fn is_struct(schema: &Schema) -> bool {
    matches!(&schema.schema_kind, SchemaKind::Type(openapiv3::Type::Object(object)) if !object.properties.is_empty())
}
