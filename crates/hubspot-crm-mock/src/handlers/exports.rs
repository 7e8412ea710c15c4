//! Exports, and the files that come of them.

use http::{HeaderValue, StatusCode, header};
use serde_json::{Value, json};

use super::{Call, needed};
use crate::crm::exports::NewExport;
use crate::crm::{Crm, time};
use crate::reply::{Failure, Reply};

/// How many types the records of an export may show their links to.
const MOST_LINKED: usize = 4;

/// Where the files of exports are.
const FILES: &str = "/exports/";

/// Answers a call that is about exports.
pub(crate) fn handle(crm: &mut Crm, call: &Call<'_>) -> Option<Result<Reply, Failure>> {
    let ["crm", "v3", "exports", "export", rest @ ..] = call.route.shape.as_slice() else {
        return None;
    };
    match rest {
        ["async"] => Some(start(crm, call)),
        ["async", "tasks", _, "status"] => Some(status(crm, call)),
        [_] => Some(get(crm, call)),
        _ => None,
    }
}

/// The file of an export that is over, if the path is that of one. It is text, whoever asks for it.
pub(crate) fn file(crm: &Crm, path: &str) -> Option<Reply> {
    let (id, name) = path.strip_prefix(FILES)?.split_once('/')?;
    let export = crm.exports.get(id).ok()?;
    let table = export.table().filter(|_| export.file_name() == name)?;
    let csv = HeaderValue::from_static("text/csv;charset=utf-8");
    Some(Reply {
        status: StatusCode::OK,
        headers: [(header::CONTENT_TYPE, csv)].into_iter().collect(),
        body: table.to_owned().into(),
    })
}

fn texts<'v>(body: &'v Value, name: &str) -> Vec<&'v str> {
    let all = body[name].as_array().into_iter().flatten();
    all.filter_map(Value::as_str).collect()
}

fn start(crm: &mut Crm, call: &Call<'_>) -> Result<Reply, Failure> {
    let body = call.body()?;
    let list = match needed(&body, "exportType")? {
        "VIEW" => None,
        "LIST" => Some(needed(&body, "listId")?.to_owned()),
        other => {
            return Err(Failure::invalid(format!(
                "The exportType {other} is neither VIEW nor LIST"
            )));
        }
    };
    if needed(&body, "format")? != "CSV" {
        return Err(Failure::invalid(
            "This server writes files of the format CSV only",
        ));
    }
    let linked = texts(&body, "associatedObjectType");
    if linked.len() > MOST_LINKED {
        return Err(Failure::invalid(format!(
            "An export can have the linked records of {MOST_LINKED} types at most"
        )));
    }
    let linked = linked.iter().map(|name| crm.type_id(name));
    let linked = linked.collect::<Result<Vec<_>, _>>()?;
    let options = texts(&body, "exportInternalValuesOptions");
    let search = match &body["publicCrmSearchRequest"] {
        Value::Null => json!({}),
        search => search.clone(),
    };
    let new = NewExport {
        name: needed(&body, "exportName")?.to_owned(),
        of: crm.type_id(needed(&body, "objectType")?)?,
        properties: texts(&body, "objectProperties")
            .into_iter()
            .map(str::to_owned)
            .collect(),
        list,
        search,
        linked,
        internal_names: options.contains(&"NAMES"),
        internal_values: options.contains(&"VALUES"),
    };
    let id = crm.start_export(new)?.to_string();
    let status = format!("/crm/v3/exports/export/async/tasks/{id}/status");
    Ok(Reply::json(
        StatusCode::ACCEPTED,
        &json!({"id": id, "links": {"status": address(call, &status)}}),
    ))
}

/// The address of a path at this server, as the caller knows it.
fn address(call: &Call<'_>, path: &str) -> String {
    let host = call.request.header("host").unwrap_or("localhost");
    format!("http://{host}{path}")
}

fn status(crm: &mut Crm, call: &Call<'_>) -> Result<Reply, Failure> {
    let export = crm.look_at_export(&call.part(6))?;
    let (started, ended) = export.times();
    let mut body = json!({
        "status": if export.table().is_some() { "COMPLETE" } else { "PENDING" },
        "requestedAt": time(started),
        "startedAt": time(started),
        "completedAt": time(ended),
    });
    if export.table().is_some() {
        let path = format!("{FILES}{}/{}", export.id, export.file_name());
        // Each request gives an address of its own.
        let address = format!(
            "{}?signature={:016x}",
            address(call, &path),
            fastrand::u64(..)
        );
        body["result"] = address.into();
    }
    Ok(Reply::ok(&body))
}

fn get(crm: &mut Crm, call: &Call<'_>) -> Result<Reply, Failure> {
    let export = crm.exports.get(&call.part(4))?;
    let of = crm.types.find(export.of());
    let of = of.map_or_else(String::new, |of| of.singular.to_ascii_uppercase());
    Ok(Reply::ok(&export.to_json(&of)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::Account;

    const EXPORTS: &str = "/crm/v3/exports/export";

    fn view() -> Value {
        json!({
            "exportType": "VIEW",
            "exportName": "All of them",
            "format": "CSV",
            "language": "EN",
            "objectType": "CONTACT",
            "objectProperties": ["email", "lifecyclestage"],
            "exportInternalValuesOptions": ["NAMES"],
        })
    }

    /// Starts an export, waits for its end, and gives the table.
    fn table(account: &mut Account, body: &Value) -> String {
        let made = account.expect(202, "POST", &format!("{EXPORTS}/async"), body);
        let id = made["id"].as_str().unwrap();
        let status = format!("{EXPORTS}/async/tasks/{id}/status");
        let state = |account: &mut Account| {
            let export = account.expect(200, "GET", &format!("{EXPORTS}/{id}"), &Value::Null);
            export["exportState"].as_str().unwrap().to_owned()
        };
        assert_eq!(state(account), "ENQUEUED");
        let first = account.expect(200, "GET", &status, &Value::Null);
        assert_eq!(first["status"], "PENDING");
        assert_eq!(first.get("result"), None);
        assert_eq!(state(account), "PROCESSING");
        let second = account.expect(200, "GET", &status, &Value::Null);
        assert_eq!(second["status"], "COMPLETE");
        assert_eq!(state(account), "DONE");
        let address = second["result"].as_str().unwrap();
        let path = address.strip_prefix("http://localhost").unwrap();
        let path = path.split('?').next().unwrap();
        let file = file(&account.crm, path).unwrap();
        String::from_utf8(file.body.to_vec()).unwrap()
    }

    #[test]
    fn records_become_a_table() {
        let mut account = Account::default();
        let ada = account.insert(
            "contacts",
            &[("email", "ada@example.com"), ("lifecyclestage", "lead")],
        );
        let bob = account.insert("contacts", &[("email", "bob@example.com")]);
        let text = table(&mut account, &view());
        let expected = format!(
            "Record ID,email,lifecyclestage\n{ada},ada@example.com,Lead\n{bob},bob@example.com,\n"
        );
        assert_eq!(text, expected);

        let company = account.insert("companies", &[]);
        let link =
            format!("/crm/v4/objects/contacts/{ada}/associations/default/companies/{company}");
        account.expect(200, "PUT", &link, &Value::Null);
        let mut body = view();
        body["publicCrmSearchRequest"] = json!({"filters": [
            {"propertyName": "email", "operator": "EQ", "value": "ada@example.com"},
        ]});
        body["exportInternalValuesOptions"] = json!(["VALUES"]);
        body["associatedObjectType"] = json!(["COMPANY"]);
        let text = table(&mut account, &body);
        let row = text.lines().nth(1).unwrap();
        assert_eq!(row, format!("{ada},ada@example.com,lead,{company}"));
        assert_eq!(text.lines().count(), 2);
    }

    #[test]
    fn lists_become_a_table() {
        let mut account = Account::default();
        account.insert("contacts", &[]);
        let ada = account.insert("contacts", &[("email", "ada@example.com")]);
        let body = json!({"name": "Friends", "objectTypeId": "0-1", "processingType": "MANUAL"});
        let list = account.expect(200, "POST", "/crm/v3/lists", &body);
        let list = list["list"]["listId"].as_str().unwrap();
        let add = format!("/crm/v3/lists/{list}/memberships/add");
        account.expect(200, "PUT", &add, &json!([ada.to_string()]));
        let mut body = view();
        body["exportType"] = "LIST".into();
        body["listId"] = list.into();
        let text = table(&mut account, &body);
        assert_eq!(text.lines().count(), 2);
        assert!(text.contains("ada@example.com"));
        body["objectType"] = "COMPANY".into();
        body["objectProperties"] = json!(["name"]);
        account.expect(400, "POST", &format!("{EXPORTS}/async"), &body);
    }

    #[test]
    fn exports_that_cannot_be_are_refused() {
        let mut account = Account::default();
        for (name, wrong) in [
            ("exportType", json!("ALL")),
            ("exportType", json!("LIST")),
            ("format", json!("XLSX")),
            ("objectType", json!("UNICORN")),
            ("objectProperties", json!(["no_such_property"])),
            ("exportName", Value::Null),
            (
                "associatedObjectType",
                json!(["deal", "deal", "deal", "deal", "deal"]),
            ),
            (
                "publicCrmSearchRequest",
                json!({"filters": [{"propertyName": "email", "operator": "ODD"}]}),
            ),
        ] {
            let mut body = view();
            body[name] = wrong;
            account.expect(400, "POST", &format!("{EXPORTS}/async"), &body);
        }
        account.expect(404, "GET", &format!("{EXPORTS}/1"), &Value::Null);
        account.expect(
            404,
            "GET",
            &format!("{EXPORTS}/async/tasks/1/status"),
            &Value::Null,
        );
        assert!(file(&account.crm, "/exports/1/a.csv").is_none());
    }
}
