//! Definitions of properties and groups, made and changed.

use std::sync::Arc;

use http::StatusCode;
use jiff::Timestamp;
use serde_json::{Map, Value};

use super::Crm;
use super::properties::{Choice, Definition, Group, Kind, Properties};
use crate::reply::Failure;

/// How many properties with unique values a type can have.
const MOST_UNIQUE: usize = 10;

/// Fields that nothing here depends on: they are given back as they came.
const MORE: [&str; 7] = [
    "calculationFormula",
    "currencyPropertyName",
    "dataSensitivity",
    "dateDisplayHint",
    "numberDisplayHint",
    "showCurrencySymbol",
    "textDisplayHint",
];

/// What a request says of a property, or leaves open.
#[derive(Debug, Default)]
struct Given {
    label: Option<String>,
    description: Option<String>,
    group: Option<String>,
    kind: Option<Kind>,
    field_type: Option<String>,
    choices: Option<Vec<Choice>>,
    external: Option<bool>,
    referenced: Option<String>,
    unique: Option<bool>,
    display_order: Option<i64>,
    hidden: Option<bool>,
    form_field: Option<bool>,
    more: Map<String, Value>,
}

impl Given {
    fn read(input: &Value) -> Result<Self, Failure> {
        let text = |name: &str| match input.get(name) {
            None | Some(Value::Null) => Ok(None),
            Some(Value::String(text)) => Ok(Some(text.clone())),
            Some(_) => Err(Failure::invalid(format!("`{name}` has to be a string"))),
        };
        let flag = |name: &str| input.get(name).and_then(Value::as_bool);
        let kind = match text("type")? {
            None => None,
            Some(name) => Some(Kind::find(&name).ok_or_else(|| {
                Failure::invalid(format!("There is no type of properties `{name}`"))
            })?),
        };
        let more = MORE.iter().filter_map(|name| {
            let value = input.get(*name).filter(|value| !value.is_null())?;
            Some(((*name).to_owned(), value.clone()))
        });
        Ok(Self {
            label: text("label")?,
            description: text("description")?,
            group: text("groupName")?,
            kind,
            field_type: text("fieldType")?,
            choices: choices(input)?,
            external: flag("externalOptions"),
            referenced: text("referencedObjectType")?,
            unique: flag("hasUniqueValue"),
            display_order: input.get("displayOrder").and_then(Value::as_i64),
            hidden: flag("hidden"),
            form_field: flag("formField"),
            more: more.collect(),
        })
    }

    /// Sets what is given, and looks whether it fits together then.
    fn apply(
        self,
        definition: &mut Definition,
        properties: &Properties,
        at: Timestamp,
    ) -> Result<(), Failure> {
        let set = |field: &mut String, given: Option<String>| {
            if let Some(given) = given {
                *field = given;
            }
        };
        set(&mut definition.label, self.label);
        set(&mut definition.description, self.description);
        set(&mut definition.group, self.group);
        set(&mut definition.field_type, self.field_type);
        definition.kind = self.kind.unwrap_or(definition.kind);
        definition.choices = self
            .choices
            .unwrap_or_else(|| std::mem::take(&mut definition.choices));
        definition.external = self.external.unwrap_or(definition.external);
        definition.referenced = self.referenced.or(definition.referenced.take());
        definition.display_order = self.display_order.unwrap_or(definition.display_order);
        definition.hidden = self.hidden.unwrap_or(definition.hidden);
        definition.form_field = self.form_field.unwrap_or(definition.form_field);
        definition.more.extend(self.more);
        definition.updated_at = at;
        check(definition, properties)
    }
}

/// Whether a definition holds together.
fn check(definition: &mut Definition, properties: &Properties) -> Result<(), Failure> {
    let name = &definition.name;
    let fail = |message: String| Err(Failure::invalid(message).context("name", [&**name]));
    if definition.label.trim().is_empty() {
        return fail(format!("The property `{name}` needs a label"));
    }
    let (kind, field) = (definition.kind, definition.field_type.as_str());
    if !kind.field_types().contains(&field) {
        let message = format!(
            "The field type `{field}` does not fit the type `{}`",
            kind.name()
        );
        return fail(message);
    }
    if !definition.built_in
        && properties
            .group(&definition.group)
            .is_none_or(|group| group.archived)
    {
        return fail(format!("There is no group `{}`", definition.group));
    }
    let mut values: Vec<_> = definition
        .choices
        .iter()
        .map(|choice| &choice.value)
        .collect();
    values.sort_unstable();
    if let Some(twice) = values.windows(2).find(|pair| pair[0] == pair[1]) {
        return fail(format!("Two options have the value `{}`", twice[0]));
    }
    match kind {
        Kind::Bool if values.is_empty() => {
            definition.choices = [("true", "Yes"), ("false", "No")].map(flag_choice).into();
        }
        Kind::Bool if values != ["false", "true"] => {
            return fail("The options of a `bool` are `true` and `false`".to_owned());
        }
        Kind::Choice if values.is_empty() && !definition.external => {
            return fail("An `enumeration` needs options".to_owned());
        }
        _ => {}
    }
    Ok(())
}

fn flag_choice((value, label): (&str, &str)) -> Choice {
    Choice {
        value: value.to_owned(),
        label: label.to_owned(),
        description: String::new(),
        display_order: i64::from(value == "false"),
        hidden: false,
    }
}

fn choices(input: &Value) -> Result<Option<Vec<Choice>>, Failure> {
    let Some(Value::Array(options)) = input.get("options") else {
        return Ok(None);
    };
    let text =
        |option: &Value, name: &str| option.get(name).and_then(Value::as_str).map(str::to_owned);
    let choices = (0..).zip(options).map(|(place, option)| {
        let needed = |name: &str| {
            text(option, name)
                .ok_or_else(|| Failure::invalid(format!("An option needs a `{name}`")))
        };
        Ok(Choice {
            value: needed("value")?,
            label: needed("label")?,
            description: text(option, "description").unwrap_or_default(),
            display_order: option
                .get("displayOrder")
                .and_then(Value::as_i64)
                .unwrap_or(place),
            hidden: option
                .get("hidden")
                .and_then(Value::as_bool)
                .unwrap_or(false),
        })
    });
    choices.collect::<Result<_, _>>().map(Some)
}

/// The name of what is to be made: in lower case, a letter first, without anything odd.
pub(crate) fn new_name(input: &Value) -> Result<String, Failure> {
    let name = input.get("name").and_then(Value::as_str);
    let name = name.unwrap_or_default().to_lowercase();
    let well_formed = name.starts_with(|first: char| first.is_ascii_lowercase())
        && name
            .chars()
            .all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_');
    match well_formed {
        true => Ok(name),
        false => Err(Failure::invalid(format!(
            "A name has letters, digits and underscores, a letter first, and not `{name}`"
        ))),
    }
}

fn taken(what: &str, name: &str) -> Failure {
    let message = format!("A {what} named '{name}' already exists.");
    Failure::new(StatusCode::CONFLICT, "OBJECT_ALREADY_EXISTS", message).context("name", [name])
}

/// The definition that a request describes, for a type that has these properties.
pub(crate) fn definition(
    properties: &Properties,
    input: &Value,
    at: Timestamp,
) -> Result<Definition, Failure> {
    let name = new_name(input)?;
    if properties.find(&name).is_some() {
        return Err(taken("property", &name));
    }
    let given = Given::read(input)?;
    let unique = given.unique.unwrap_or(false);
    let already = properties
        .present()
        .filter(|known| known.unique && !known.built_in);
    if unique && already.count() >= MOST_UNIQUE {
        let message = format!("There can be {MOST_UNIQUE} properties with unique values");
        return Err(Failure::invalid(message));
    }
    let kind = given.kind.unwrap_or(Kind::Text);
    let mut definition = Definition {
        name: Arc::from(name),
        label: String::new(),
        description: String::new(),
        group: String::new(),
        kind,
        field_type: kind
            .field_types()
            .first()
            .copied()
            .unwrap_or_default()
            .to_owned(),
        choices: Vec::new(),
        external: false,
        referenced: None,
        unique,
        read_only: false,
        built_in: false,
        required: false,
        by_default: false,
        searchable: false,
        display_order: -1,
        hidden: false,
        form_field: false,
        created_at: at,
        updated_at: at,
        archived_at: None,
        more: Map::new(),
    };
    given.apply(&mut definition, properties, at)?;
    Ok(definition)
}

impl Crm {
    /// Makes a property that was found good.
    pub(crate) fn define(&mut self, type_id: &str, definition: Definition) {
        // A new property has nothing of one that had the name before.
        self.records.forget_property(type_id, &definition.name);
        self.properties.of_mut(type_id).insert(definition);
    }

    /// Changes a definition.
    pub(crate) fn redefine(
        &mut self,
        type_id: &str,
        name: &str,
        input: &Value,
    ) -> Result<(), Failure> {
        let at = self.now();
        let properties = self.properties.of(type_id);
        let known = properties.find(name).ok_or_else(|| no_property(name))?;
        let given = Given::read(input)?;
        let only_options = input
            .as_object()
            .is_some_and(|fields| fields.keys().all(|name| name == "options"));
        if known.built_in && (!only_options || known.has_fixed_options()) {
            let message =
                format!("The property `{name}` is HubSpot's and cannot be changed like this");
            return Err(Failure::invalid(message));
        }
        let mut changed = known.clone();
        given.apply(&mut changed, properties, at)?;
        self.properties.of_mut(type_id).insert(changed);
        Ok(())
    }

    /// Moves a definition to the recycling bin, unless HubSpot does not want that.
    pub(crate) fn undefine(&mut self, type_id: &str, name: &str) -> Result<(), Failure> {
        let at = self.now();
        self.may_undefine(type_id, name)?;
        if let Some(known) = self
            .properties
            .of_mut(type_id)
            .get_mut(&name.to_lowercase())
        {
            known.archived_at.get_or_insert(at);
        }
        Ok(())
    }

    /// Whether a definition may go to the recycling bin.
    pub(crate) fn may_undefine(&self, type_id: &str, name: &str) -> Result<(), Failure> {
        let properties = self.properties.of(type_id);
        let known = properties.get(name).ok_or_else(|| no_property(name))?;
        let is_shown = self
            .schemas
            .get(type_id)
            .is_some_and(|schema| schema.needs(&known.name));
        if known.built_in || is_shown {
            let message = format!("The property `{name}` cannot be archived");
            return Err(Failure::invalid(message).context("name", [name]));
        }
        Ok(())
    }

    /// Makes a group.
    pub(crate) fn group(&mut self, type_id: &str, input: &Value) -> Result<Group, Failure> {
        let name = new_name(input)?;
        let groups = self.properties.of_mut(type_id);
        if groups.group(&name).is_some_and(|known| !known.archived) {
            return Err(taken("group", &name));
        }
        let mut group = Group {
            name,
            label: String::new(),
            display_order: -1,
            built_in: false,
            archived: false,
        };
        regroup(&mut group, input)?;
        groups.insert_group(group.clone());
        Ok(group)
    }

    /// Changes a group.
    pub(crate) fn regroup(
        &mut self,
        type_id: &str,
        name: &str,
        input: &Value,
    ) -> Result<Group, Failure> {
        let groups = self.properties.of_mut(type_id);
        let known = groups.group_mut(name).filter(|known| !known.archived);
        let known = known.ok_or_else(|| no_group(name))?;
        let mut changed = known.clone();
        regroup(&mut changed, input)?;
        *known = changed.clone();
        Ok(changed)
    }

    /// Moves a group to the recycling bin, if it is empty.
    pub(crate) fn ungroup(&mut self, type_id: &str, name: &str) -> Result<(), Failure> {
        let properties = self.properties.of_mut(type_id);
        let is_used = properties.present().any(|known| known.group == name);
        let known = properties.group_mut(name).ok_or_else(|| no_group(name))?;
        if known.built_in || is_used {
            let message = format!(
                "The group `{name}` is HubSpot's or has properties, and cannot be archived"
            );
            return Err(Failure::invalid(message));
        }
        known.archived = true;
        Ok(())
    }
}

fn regroup(group: &mut Group, input: &Value) -> Result<(), Failure> {
    if let Some(label) = input.get("label").and_then(Value::as_str) {
        group.label = label.to_owned();
    }
    if let Some(place) = input.get("displayOrder").and_then(Value::as_i64) {
        group.display_order = place;
    }
    match group.label.trim().is_empty() {
        true => Err(Failure::invalid(format!(
            "The group `{}` needs a label",
            group.name
        ))),
        false => Ok(()),
    }
}

pub(crate) fn no_property(name: &str) -> Failure {
    Failure::not_found(format!("There is no property `{name}`")).context("name", [name])
}

pub(crate) fn no_group(name: &str) -> Failure {
    Failure::not_found(format!("There is no group `{name}`")).context("name", [name])
}
