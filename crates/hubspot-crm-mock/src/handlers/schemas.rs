//! Types of records: `/crm-object-schemas/v3/schemas` and what is below, but for the kinds of links that a type has.

use serde_json::{Map, Value, json};

use super::Call;
use super::properties;
use crate::crm::kinds::Kind;
use crate::crm::schemas::{ACCOUNT, Schema, no_schema};
use crate::crm::{Crm, time};
use crate::documents::PARAMETER;
use crate::reply::{Failure, Reply};

/// Answers a call that is about schemas; `None` if it is about something else.
pub(super) fn handle(crm: &mut Crm, call: &Call<'_>) -> Option<Result<Reply, Failure>> {
    let ["crm-object-schemas", "v3", "schemas", rest @ ..] = call.route.shape.as_slice() else {
        return None;
    };
    let handler: fn(&mut Crm, &Call<'_>) -> Result<Reply, Failure> =
        match (call.route.operation.method.as_str(), rest) {
            ("GET", []) => list,
            ("POST", []) => create,
            ("GET", [PARAMETER]) => get,
            ("PATCH", [PARAMETER]) => update,
            ("DELETE", [PARAMETER]) => delete,
            ("POST", ["batch", "read"]) => read_batch,
            ("POST", [PARAMETER, "associations"]) => create_link,
            ("DELETE", [PARAMETER, "associations", PARAMETER]) => delete_link,
            _ => return None,
        };
    Some(handler(crm, call))
}

fn list(crm: &mut Crm, call: &Call<'_>) -> Result<Reply, Failure> {
    let archived = call.flag("archived");
    let schemas = crm.schemas.values();
    let schemas = schemas.filter(|known| known.archived_at.is_some() == archived);
    let parts = Parts::of(call);
    let results: Vec<_> = schemas.map(|known| parts.shown(crm, known)).collect();
    Ok(Reply::ok(&json!({"results": results})))
}

fn create(crm: &mut Crm, call: &Call<'_>) -> Result<Reply, Failure> {
    let type_id = crm.create_schema(&call.body()?)?;
    let known = crm.schema(&type_id).ok_or_else(|| no_schema(&type_id))?;
    Ok(Reply::created(&Parts::ALL.shown(crm, known)))
}

fn get(crm: &mut Crm, call: &Call<'_>) -> Result<Reply, Failure> {
    let name = call.part(3);
    let known = find(crm, &name).ok_or_else(|| no_schema(&name))?;
    Ok(Reply::ok(&Parts::of(call).shown(crm, &known)))
}

fn update(crm: &mut Crm, call: &Call<'_>) -> Result<Reply, Failure> {
    let type_id = crm.update_schema(&call.part(3), &call.body()?)?;
    let known = crm.schema(&type_id).ok_or_else(|| no_schema(&type_id))?;
    let mut shown = definition(known);
    shown.insert("portalId".into(), ACCOUNT.into());
    Ok(Reply::ok(&Value::Object(shown)))
}

fn delete(crm: &mut Crm, call: &Call<'_>) -> Result<Reply, Failure> {
    crm.delete_schema(&call.part(3), call.flag("archived"))?;
    Ok(Reply::no_content())
}

fn read_batch(crm: &mut Crm, call: &Call<'_>) -> Result<Reply, Failure> {
    let body = call.body()?;
    let wanted = |name: &str| body.get(name).and_then(Value::as_bool).unwrap_or(false);
    let parts = Parts {
        properties: wanted("includePropertyDefinitions"),
        links: wanted("includeAssociationDefinitions"),
        audit: wanted("includeAuditMetadata"),
    };
    let inputs = body.get("inputs").and_then(Value::as_array);
    let names = inputs.into_iter().flatten().filter_map(Value::as_str);
    let found = names.filter_map(|name| find(crm, name));
    let results: Vec<_> = found.map(|known| parts.shown(crm, &known)).collect();
    Ok(Reply::ok(&json!({"results": results})))
}

/// A schema of the account, or what HubSpot's own types have in common with one.
fn find(crm: &Crm, name: &str) -> Option<Schema> {
    if let Some(known) = crm.schema(name) {
        return Some(known.clone());
    }
    let known = crm.types.find(name)?;
    let properties = crm.properties.of(&known.id).present();
    let named = |wanted: fn(&crate::crm::properties::Definition) -> bool| {
        let properties = properties_of(crm, &known.id);
        let properties = properties.filter(|property| wanted(property));
        properties
            .map(|property| property.name.to_string())
            .collect()
    };
    let start = properties.map(|property| property.created_at).min()?;
    Some(Schema {
        type_id: known.id.clone(),
        name: known.shouted(),
        singular: Some(known.singular.replace('_', " ")),
        plural: Some(known.plural.replace('_', " ")),
        description: None,
        primary: None,
        secondary: Vec::new(),
        required: named(|property| property.required),
        searchable: named(|property| property.searchable),
        sensitive: false,
        created_at: start,
        updated_at: start,
        archived_at: None,
    })
}

fn properties_of<'c>(
    crm: &'c Crm,
    type_id: &str,
) -> impl Iterator<Item = &'c crate::crm::properties::Definition> {
    crm.properties.of(type_id).present()
}

/// What of a schema is shown.
#[derive(Debug, Clone, Copy)]
struct Parts {
    properties: bool,
    links: bool,
    audit: bool,
}

impl Parts {
    const ALL: Self = Self {
        properties: true,
        links: true,
        audit: true,
    };

    /// What a request asks for: everything that it does not decline.
    fn of(call: &Call<'_>) -> Self {
        let declined = |name: &str| {
            let value = call.request.query_value(name);
            value.is_some_and(|value| value.eq_ignore_ascii_case("false"))
        };
        Self {
            properties: !declined("includePropertyDefinitions"),
            links: !declined("includeAssociationDefinitions"),
            audit: !declined("includeAuditMetadata"),
        }
    }

    fn shown(self, crm: &Crm, known: &Schema) -> Value {
        let mut shown = definition(known);
        let properties = match self.properties {
            true => properties_of(crm, &known.type_id)
                .map(properties::shown)
                .collect(),
            false => Vec::new(),
        };
        shown.insert("properties".into(), properties.into());
        let links = match self.links {
            true => links_of(crm, &known.type_id),
            false => Vec::new(),
        };
        shown.insert("associations".into(), links.into());
        if !self.audit {
            shown.retain(|name, _| !matches!(name.as_str(), "createdAt" | "updatedAt"));
        }
        Value::Object(shown)
    }
}

/// The kinds of links from or to a type that the account has defined.
fn links_of(crm: &Crm, type_id: &str) -> Vec<Value> {
    let kinds = crm.links.kinds.defined_for(type_id);
    kinds.map(link).collect()
}

fn link(kind: &Kind) -> Value {
    json!({
        "id": kind.id.to_string(),
        "name": kind.name,
        "fromObjectTypeId": kind.from,
        "toObjectTypeId": kind.to,
    })
}

fn create_link(crm: &mut Crm, call: &Call<'_>) -> Result<Reply, Failure> {
    let of = crm.type_named(&call.part(3))?;
    let body = call.body()?;
    let end = |name: &str| crm.type_named(body[name].as_str().unwrap_or_default());
    let (from, to) = (end("fromObjectTypeId")?, end("toObjectTypeId")?);
    if from.id != of.id && to.id != of.id {
        return Err(Failure::invalid(format!(
            "One of the two types has to be {}",
            of.id
        )));
    }
    let made = crm.links.kinds.allow(&from, &to, body["name"].as_str())?;
    Ok(Reply::created(&link(crm.links.kinds.get(made))))
}

fn delete_link(crm: &mut Crm, call: &Call<'_>) -> Result<Reply, Failure> {
    let of = crm.type_named(&call.part(3))?;
    let gone = crm.links.kinds.disallow(&of.id, &call.part(5))?;
    crm.links.forget(&gone);
    Ok(Reply::no_content())
}

/// What all answers have of a schema.
fn definition(known: &Schema) -> Map<String, Value> {
    let custom = known.type_id.strip_prefix("2-");
    let mut labels = Map::new();
    for (name, label) in [("singular", &known.singular), ("plural", &known.plural)] {
        labels.extend(label.clone().map(|label| (name.to_owned(), label.into())));
    }
    let mut shown = Map::new();
    let mut set = |name: &str, value: Value| shown.insert(name.to_owned(), value);
    set("id", custom.unwrap_or(&known.type_id).into());
    set("objectTypeId", known.type_id.clone().into());
    set("name", known.name.clone().into());
    set(
        "fullyQualifiedName",
        match custom {
            Some(_) => known.full_name().into(),
            None => known.name.clone().into(),
        },
    );
    set("labels", labels.into());
    if let Some(description) = &known.description {
        set("description", description.clone().into());
    }
    if let Some(primary) = &known.primary {
        set("primaryDisplayProperty", primary.clone().into());
    }
    set("secondaryDisplayProperties", known.secondary.clone().into());
    set("requiredProperties", known.required.clone().into());
    set("searchableProperties", known.searchable.clone().into());
    set("allowsSensitiveProperties", known.sensitive.into());
    set("archived", known.archived_at.is_some().into());
    set("createdAt", time(known.created_at).into());
    set("updatedAt", time(known.updated_at).into());
    shown
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::Account;

    #[test]
    fn all_answers_are_what_the_document_says() {
        let mut account = Account::default();
        let new = json!({
            "name": "car", "labels": {"singular": "Car", "plural": "Cars"}, "primaryDisplayProperty": "model",
            "properties": [{"name": "model", "label": "Model"}], "description": "Wheels",
        });
        let read = json!({
            "inputs": ["p_car", "0-1", "none"], "includePropertyDefinitions": true,
            "includeAssociationDefinitions": true, "includeAuditMetadata": true,
        });
        for (method, path, body, expected) in [
            ("POST", "", new.clone(), 201),
            ("POST", "", new, 409),
            ("GET", "", Value::Null, 200),
            ("GET", "/p_car", Value::Null, 200),
            ("GET", "/contacts", Value::Null, 200),
            ("GET", "/p_car?includeAuditMetadata=false", Value::Null, 200),
            ("PATCH", "/p_car", json!({"clearDescription": true}), 200),
            ("POST", "/batch/read", read, 200),
            ("DELETE", "/p_car", Value::Null, 204),
            ("GET", "?archived=true", Value::Null, 200),
            ("GET", "/car", Value::Null, 404),
            ("GET", "/boat", Value::Null, 404),
        ] {
            let path = format!("/crm-object-schemas/v3/schemas{path}");
            let (status, answer) = account.call(method, &path, &body);
            assert_eq!(status, expected, "{method} {path}: {answer}");
        }
    }
}
