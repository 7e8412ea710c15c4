//! Types of records that an account has defined itself.

use http::StatusCode;
use jiff::Timestamp;
use serde_json::Value;

use super::Crm;
use super::define::{self, new_name};
use super::properties::{Definition, Group};
use super::types::Type;
use crate::reply::Failure;

/// The id of the account, which is part of the full names of its types.
pub(crate) const ACCOUNT: u32 = 1_234_567;

/// A type of records, but for its properties.
#[derive(Debug, Clone)]
pub(crate) struct Schema {
    /// The id of the type, such as `2-100`.
    pub(crate) type_id: String,
    pub(crate) name: String,
    pub(crate) singular: Option<String>,
    pub(crate) plural: Option<String>,
    pub(crate) description: Option<String>,
    pub(crate) primary: Option<String>,
    pub(crate) secondary: Vec<String>,
    pub(crate) required: Vec<String>,
    pub(crate) searchable: Vec<String>,
    pub(crate) sensitive: bool,
    pub(crate) created_at: Timestamp,
    pub(crate) updated_at: Timestamp,
    pub(crate) archived_at: Option<Timestamp>,
}

impl Schema {
    /// The name together with the account, such as `p100_cars`.
    pub(crate) fn full_name(&self) -> String {
        format!("p{ACCOUNT}_{}", self.name)
    }

    /// Whether it depends on a property.
    pub(crate) fn needs(&self, property: &str) -> bool {
        let lists = [&self.secondary, &self.required, &self.searchable];
        let mut named = lists.into_iter().flatten().chain(&self.primary);
        named.any(|name| name == property)
    }

    /// Sets what is given.
    fn read(&mut self, input: &Value) {
        let text = |name: &str| input.get(name).and_then(Value::as_str).map(str::to_owned);
        let names = |name: &str| {
            let names = input.get(name)?.as_array()?.iter();
            let names = names.filter_map(Value::as_str).map(str::to_lowercase);
            Some(names.collect::<Vec<_>>())
        };
        if let Some(labels) = input.get("labels") {
            let label = |name: &str| labels.get(name).and_then(Value::as_str).map(str::to_owned);
            self.singular = label("singular").or(self.singular.take());
            self.plural = label("plural").or(self.plural.take());
        }
        self.description = text("description").or(self.description.take());
        if input.get("clearDescription").and_then(Value::as_bool) == Some(true) {
            self.description = None;
        }
        let primary = text("primaryDisplayProperty").map(|name| name.to_lowercase());
        self.primary = primary.or(self.primary.take());
        for (field, given) in [
            (&mut self.secondary, names("secondaryDisplayProperties")),
            (&mut self.required, names("requiredProperties")),
            (&mut self.searchable, names("searchableProperties")),
        ] {
            if let Some(given) = given {
                *field = given;
            }
        }
        let sensitive = input.get("allowsSensitiveProperties");
        self.sensitive = sensitive.and_then(Value::as_bool).unwrap_or(self.sensitive);
    }

    /// Whether all properties that it names are there.
    fn check(&self, has: impl Fn(&str) -> bool) -> Result<(), Failure> {
        let lists = [&self.secondary, &self.required, &self.searchable];
        let mut named = lists.into_iter().flatten().chain(&self.primary);
        match named.find(|name| !has(name)) {
            Some(name) => {
                let message = format!("The schema names a property `{name}` that it has not");
                Err(Failure::invalid(message).context("propertyName", [name.as_str()]))
            }
            None => Ok(()),
        }
    }
}

/// There is no such type.
pub(crate) fn no_schema(name: &str) -> Failure {
    Failure::not_found(format!("There is no schema `{name}`"))
}

impl Crm {
    /// A schema by its id, its full name, or `p_` and its name. A deleted one is found by these as well, unless its name has been used again.
    pub(crate) fn schema(&self, name: &str) -> Option<&Schema> {
        let is = |known: &str| known.eq_ignore_ascii_case(name);
        let mut schemas = self.schemas.values();
        schemas.find(|known| {
            is(&known.type_id) || is(&known.full_name()) || is(&format!("p_{}", known.name))
        })
    }

    /// Makes a type of records, and gives its id.
    pub(crate) fn create_schema(&mut self, input: &Value) -> Result<String, Failure> {
        let name = new_name(input)?;
        let mut schemas = self.schemas.values();
        if schemas.any(|known| known.name.eq_ignore_ascii_case(&name))
            || self.types.find(&name).is_some()
        {
            let message = format!("There is a type of objects named '{name}' already.");
            let category = "OBJECT_ALREADY_EXISTS";
            return Err(Failure::new(StatusCode::CONFLICT, category, message));
        }
        let at = self.now();
        let mut schema = Schema {
            type_id: String::new(),
            name,
            singular: None,
            plural: None,
            description: None,
            primary: None,
            secondary: Vec::new(),
            required: Vec::new(),
            searchable: Vec::new(),
            sensitive: false,
            created_at: at,
            updated_at: at,
            archived_at: None,
        };
        schema.read(input);
        if schema.singular.is_none() || schema.plural.is_none() {
            return Err(Failure::invalid(
                "A schema needs labels, `singular` and `plural`",
            ));
        }
        let definitions = self.first_properties(&schema, input, at)?;
        schema.check(|name| definitions.iter().any(|known| &*known.name == name))?;
        let others = input.get("associatedObjects").and_then(Value::as_array);
        let others = others.into_iter().flatten().filter_map(Value::as_str);
        let others = others.map(|other| self.type_named(other));
        let others = others.collect::<Result<Vec<_>, _>>()?;
        let group = group_of(&schema);
        let type_id = format!("2-{}", self.new_id());
        schema.type_id.clone_from(&type_id);
        let new = Type {
            id: type_id.clone(),
            singular: schema.name.clone(),
            plural: schema.name.clone(),
            full_name: Some(schema.full_name()),
            others: &[],
        };
        self.types.add(new.clone());
        self.properties.start(&type_id, group);
        for definition in definitions {
            self.properties.of_mut(&type_id).insert(definition);
        }
        self.schemas.insert(type_id.clone(), schema);
        self.mark(&type_id);
        for other in others {
            self.links.kinds.plain(&new, &other);
        }
        Ok(type_id)
    }

    /// The properties that a type is to start with.
    fn first_properties(
        &self,
        schema: &Schema,
        input: &Value,
        at: Timestamp,
    ) -> Result<Vec<Definition>, Failure> {
        // They are checked among those that the type will have.
        let mut trial = super::properties::AllProperties::new(|_| None);
        trial.start("", group_of(schema));
        let inputs = input.get("properties").and_then(Value::as_array);
        let mut definitions = Vec::new();
        for input in inputs.into_iter().flatten() {
            let mut input = input.clone();
            if let Some(fields) = input.as_object_mut() {
                let group = group_of(schema).name;
                fields.entry("groupName").or_insert(group.into());
            }
            let definition = define::definition(trial.of(""), &input, at)?;
            trial.of_mut("").insert(definition.clone());
            definitions.push(definition);
        }
        Ok(definitions)
    }

    /// Changes a type.
    pub(crate) fn update_schema(&mut self, name: &str, input: &Value) -> Result<String, Failure> {
        let at = self.now();
        let known = self
            .schema(name)
            .filter(|known| known.archived_at.is_none());
        let mut changed = known.ok_or_else(|| no_schema(name))?.clone();
        changed.read(input);
        changed.updated_at = at;
        let properties = self.properties.of(&changed.type_id);
        changed.check(|name| properties.find(name).is_some())?;
        let type_id = changed.type_id.clone();
        self.schemas.insert(type_id.clone(), changed);
        self.mark(&type_id);
        Ok(type_id)
    }

    /// Deletes a type that has no records; with `for_good`, one that was deleted already.
    pub(crate) fn delete_schema(&mut self, name: &str, for_good: bool) -> Result<(), Failure> {
        let at = self.now();
        let known = self
            .schema(name)
            .filter(|known| for_good || known.archived_at.is_none());
        let type_id = known.ok_or_else(|| no_schema(name))?.type_id.clone();
        let is_used = {
            let mut records = self.records.of(&type_id);
            records.any(|record| !record.is_archived())
        };
        if is_used {
            let message = format!("There are records of the type `{name}`; archive them first");
            return Err(Failure::invalid(message));
        }
        self.types.remove(&type_id);
        if for_good {
            self.schemas.remove(&type_id);
            self.properties.remove(&type_id);
            self.records.forget_type(&type_id);
        } else if let Some(known) = self.schemas.get_mut(&type_id) {
            known.archived_at = Some(at);
        }
        Ok(())
    }

    /// Marks the properties that a schema says something of.
    fn mark(&mut self, type_id: &str) {
        let Some(schema) = self.schemas.get(type_id) else {
            return;
        };
        let properties = self.properties.of(type_id).all();
        let names: Vec<_> = properties.map(|known| known.name.clone()).collect();
        let properties = self.properties.of_mut(type_id);
        for name in names {
            if let Some(known) = properties.get_mut(&name) {
                let is_in = |list: &[String]| list.iter().any(|one| *one == *name);
                known.required = is_in(&schema.required);
                known.searchable = is_in(&schema.searchable);
                known.by_default |= schema.primary.as_deref() == Some(&*name);
            }
        }
    }
}

/// The group that the properties of a type are in unless they say otherwise.
fn group_of(schema: &Schema) -> Group {
    let label = schema.singular.as_deref().unwrap_or(&schema.name);
    Group {
        name: format!("{}_information", schema.name),
        label: format!("{label} information"),
        display_order: 0,
        built_in: true,
        archived: false,
    }
}
