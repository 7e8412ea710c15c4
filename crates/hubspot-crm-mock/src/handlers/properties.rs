//! Definitions of properties, and their groups: `/crm/v3/properties/{type}` and what is below.

use http::StatusCode;
use serde_json::{Map, Value, json};

use super::Call;
use super::batches::{Outcome, inputs};
use super::records::batch::MOST;
use super::records::text;
use crate::crm::define::{definition, no_group, no_property};
use crate::crm::properties::{Definition, Group, Properties};
use crate::crm::{Crm, time};
use crate::documents::PARAMETER;
use crate::reply::{Failure, Reply};

/// An operation on the properties of a type, which is given by its id.
type Handler = fn(&mut Crm, &Call<'_>, &str) -> Result<Reply, Failure>;

/// Answers a call that is about properties; `None` if it is about something else.
pub(super) fn handle(crm: &mut Crm, call: &Call<'_>) -> Option<Result<Reply, Failure>> {
    let ["crm", "v3", "properties", PARAMETER, rest @ ..] = call.route.shape.as_slice() else {
        return None;
    };
    let handler: Handler = match (call.route.operation.method.as_str(), rest) {
        ("GET", []) => list,
        ("POST", []) => create,
        ("GET", [PARAMETER]) => get,
        ("PATCH", [PARAMETER]) => update,
        ("DELETE", [PARAMETER]) => archive,
        ("POST", ["batch", "create"]) => create_batch,
        ("POST", ["batch", "read"]) => read_batch,
        ("POST", ["batch", "archive"]) => archive_batch,
        ("GET", ["groups"]) => list_groups,
        ("POST", ["groups"]) => create_group,
        ("GET", ["groups", PARAMETER]) => get_group,
        ("PATCH", ["groups", PARAMETER]) => update_group,
        ("DELETE", ["groups", PARAMETER]) => archive_group,
        _ => return None,
    };
    let type_id = crm.type_id(&call.part(3));
    Some(type_id.and_then(|type_id| handler(crm, call, &type_id)))
}

fn list(crm: &mut Crm, call: &Call<'_>, type_id: &str) -> Result<Reply, Failure> {
    let sensitivity = call.request.query_value("dataSensitivity");
    let which = Which {
        archived: call.flag("archived"),
        sensitivity: sensitivity.unwrap_or(NOT_SENSITIVE),
    };
    let known = crm.properties.of(type_id).all();
    let results: Vec<_> = known.filter(|known| which.has(known)).map(shown).collect();
    Ok(Reply::ok(&json!({"results": results})))
}

fn create(crm: &mut Crm, call: &Call<'_>, type_id: &str) -> Result<Reply, Failure> {
    let body = call.body()?;
    let at = crm.now();
    let new = definition(crm.properties.of(type_id), &body, at)?;
    let answer = shown(&new);
    crm.define(type_id, new);
    Ok(Reply::created(&answer))
}

fn get(crm: &mut Crm, call: &Call<'_>, type_id: &str) -> Result<Reply, Failure> {
    let name = call.part(4);
    // A property that is asked for by its name is found whatever its sensitivity, unless that is asked for, too.
    let known = crm.properties.of(type_id).get(&name);
    let known = known.filter(|known| {
        let sensitivity = call.request.query_value("dataSensitivity");
        known.is_archived() == call.flag("archived")
            && sensitivity.is_none_or(|wanted| wanted == sensitivity_of(known))
    });
    let known = known.ok_or_else(|| no_property(&name))?;
    Ok(Reply::ok(&shown(known)))
}

fn update(crm: &mut Crm, call: &Call<'_>, type_id: &str) -> Result<Reply, Failure> {
    let name = call.part(4);
    crm.redefine(type_id, &name, &call.body()?)?;
    let known = crm.properties.of(type_id).find(&name);
    Ok(Reply::ok(&shown(known.ok_or_else(|| no_property(&name))?)))
}

fn archive(crm: &mut Crm, call: &Call<'_>, type_id: &str) -> Result<Reply, Failure> {
    crm.undefine(type_id, &call.part(4))?;
    Ok(Reply::no_content())
}

fn create_batch(crm: &mut Crm, call: &Call<'_>, type_id: &str) -> Result<Reply, Failure> {
    let body = call.body()?;
    let mut outcome = Outcome::start(crm);
    for input in inputs(&body, MOST)? {
        let at = crm.now();
        // One after the other, so that of two equal names the first is made.
        match definition(crm.properties.of(type_id), input, at) {
            Ok(new) => {
                outcome.results.push(shown(&new));
                crm.define(type_id, new);
            }
            Err(failure) => {
                let name = text(input, "name");
                outcome
                    .errors
                    .push(failure.context("name", name).in_batch());
            }
        }
    }
    Ok(outcome.reply(crm, StatusCode::CREATED))
}

fn read_batch(crm: &mut Crm, call: &Call<'_>, type_id: &str) -> Result<Reply, Failure> {
    let body = call.body()?;
    let sensitivity = body.get("dataSensitivity").and_then(Value::as_str);
    let archived = body.get("archived").and_then(Value::as_bool);
    let which = Which {
        archived: archived.unwrap_or(false),
        sensitivity: sensitivity.unwrap_or(NOT_SENSITIVE),
    };
    let mut outcome = Outcome::start(crm);
    for name in names(&body)? {
        let known = crm.properties.of(type_id).get(&name);
        match known.filter(|known| which.has(known)) {
            Some(known) => outcome.results.push(shown(known)),
            None => outcome.errors.push(no_property(&name).in_batch()),
        }
    }
    Ok(outcome.reply(crm, StatusCode::OK))
}

fn archive_batch(crm: &mut Crm, call: &Call<'_>, type_id: &str) -> Result<Reply, Failure> {
    let mut names = names(&call.body()?)?;
    // What is not there is not in the way.
    names.retain(|name| crm.properties.of(type_id).find(name).is_some());
    for name in &names {
        crm.may_undefine(type_id, name)?;
    }
    for name in &names {
        crm.undefine(type_id, name)?;
    }
    Ok(Reply::no_content())
}

fn list_groups(crm: &mut Crm, _: &Call<'_>, type_id: &str) -> Result<Reply, Failure> {
    let groups = crm.properties.of(type_id).groups();
    let results: Vec<_> = groups.filter(|known| !known.archived).map(group).collect();
    Ok(Reply::ok(&json!({"results": results})))
}

fn create_group(crm: &mut Crm, call: &Call<'_>, type_id: &str) -> Result<Reply, Failure> {
    let new = crm.group(type_id, &call.body()?)?;
    Ok(Reply::created(&group(&new)))
}

fn get_group(crm: &mut Crm, call: &Call<'_>, type_id: &str) -> Result<Reply, Failure> {
    let name = call.part(5);
    let known = Properties::group(crm.properties.of(type_id), &name);
    let known = known.filter(|known| !known.archived);
    Ok(Reply::ok(&group(known.ok_or_else(|| no_group(&name))?)))
}

fn update_group(crm: &mut Crm, call: &Call<'_>, type_id: &str) -> Result<Reply, Failure> {
    let changed = crm.regroup(type_id, &call.part(5), &call.body()?)?;
    Ok(Reply::ok(&group(&changed)))
}

fn archive_group(crm: &mut Crm, call: &Call<'_>, type_id: &str) -> Result<Reply, Failure> {
    crm.ungroup(type_id, &call.part(5))?;
    Ok(Reply::no_content())
}

/// The names that a batch is about.
fn names(body: &Value) -> Result<Vec<String>, Failure> {
    let inputs = inputs(body, MOST)?.iter();
    inputs
        .map(|input| text(input, "name").ok_or_else(|| Failure::missing("name")))
        .collect()
}

const NOT_SENSITIVE: &str = "non_sensitive";

/// Which definitions are asked for.
#[derive(Debug)]
struct Which<'a> {
    archived: bool,
    sensitivity: &'a str,
}

impl Which<'_> {
    fn has(&self, known: &Definition) -> bool {
        known.is_archived() == self.archived && sensitivity_of(known) == self.sensitivity
    }
}

fn sensitivity_of(known: &Definition) -> &str {
    let given = known.more.get("dataSensitivity");
    given.and_then(Value::as_str).unwrap_or(NOT_SENSITIVE)
}

/// A definition as it is shown.
pub(super) fn shown(known: &Definition) -> Value {
    let options = known.choices.iter().map(|choice| {
        json!({
            "label": choice.label,
            "value": choice.value,
            "description": choice.description,
            "displayOrder": choice.display_order,
            "hidden": choice.hidden,
        })
    });
    let mut shown = Map::new();
    let mut set = |name: &str, value: Value| shown.insert(name.to_owned(), value);
    set("name", (*known.name).into());
    set("label", known.label.clone().into());
    set("type", known.kind.name().into());
    set("fieldType", known.field_type.clone().into());
    set("description", known.description.clone().into());
    set("groupName", known.group.clone().into());
    set("options", options.collect());
    set("displayOrder", known.display_order.into());
    set("hasUniqueValue", known.unique.into());
    set("hidden", known.hidden.into());
    set("formField", known.form_field.into());
    set("hubspotDefined", known.built_in.into());
    set("calculated", (known.built_in && known.read_only).into());
    set("externalOptions", known.external.into());
    if let Some(referenced) = &known.referenced {
        set("referencedObjectType", referenced.clone().into());
    }
    set("dataSensitivity", NOT_SENSITIVE.into());
    set("createdAt", time(known.created_at).into());
    set("updatedAt", time(known.updated_at).into());
    set("archived", known.is_archived().into());
    if let Some(at) = known.archived_at {
        set("archivedAt", time(at).into());
    }
    set(
        "modificationMetadata",
        json!({
            "archivable": !known.built_in,
            "readOnlyDefinition": known.built_in,
            "readOnlyOptions": known.has_fixed_options(),
            "readOnlyValue": known.read_only || known.is_calculated(),
        }),
    );
    shown.extend(known.more.clone());
    Value::Object(shown)
}

fn group(known: &Group) -> Value {
    json!({
        "name": known.name,
        "label": known.label,
        "displayOrder": known.display_order,
        "archived": known.archived,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::Account;

    #[test]
    fn all_answers_are_what_the_document_says() {
        let mut account = Account::default();
        let new = |name: &str| {
            json!({
                "name": name, "label": "Engine", "type": "enumeration", "fieldType": "select", "groupName": "engines",
                "options": [{"label": "A", "value": "a"}], "dataSensitivity": "non_sensitive",
            })
        };
        let inputs = |names: [&str; 2]| json!({"inputs": names.map(|name| json!({"name": name}))});
        let base = "/crm/v3/properties/0-1";
        for (method, path, body, expected) in [
            ("GET", "", Value::Null, 200),
            (
                "POST",
                "/groups",
                json!({"name": "engines", "label": "Engines"}),
                201,
            ),
            ("GET", "/groups", Value::Null, 200),
            ("GET", "/groups/engines", Value::Null, 200),
            ("PATCH", "/groups/engines", json!({"displayOrder": 3}), 200),
            ("POST", "", new("engine"), 201),
            ("GET", "/engine", Value::Null, 200),
            ("PATCH", "/engine", json!({"description": "Runs"}), 200),
            (
                "POST",
                "/batch/create",
                json!({"inputs": [new("wheel")]}),
                201,
            ),
            (
                "POST",
                "/batch/create",
                json!({"inputs": [new("wheel"), new("brake")]}),
                207,
            ),
            ("POST", "/batch/read", inputs(["wheel", "email"]), 200),
            ("POST", "/batch/read", inputs(["wheel", "none"]), 207),
            ("POST", "/batch/archive", inputs(["wheel", "brake"]), 204),
            ("DELETE", "/engine", Value::Null, 204),
            ("DELETE", "/groups/engines", Value::Null, 204),
            ("GET", "?archived=true", Value::Null, 200),
            ("GET", "/engine?archived=true", Value::Null, 200),
        ] {
            let (status, answer) = account.call(method, &format!("{base}{path}"), &body);
            assert_eq!(status, expected, "{method} {path}: {answer}");
        }
        let types: Vec<_> = account
            .crm
            .types
            .all()
            .iter()
            .map(|known| known.id.clone())
            .collect();
        for type_id in types {
            let path = format!("/crm/v3/properties/{type_id}");
            account.expect(200, "GET", &path, &Value::Null);
        }
    }
}
