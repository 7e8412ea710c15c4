use bytes::Bytes;
use http::{HeaderMap, HeaderValue, header};
use serde_json::json;

use super::*;
use crate::testing::Account;

const IMPORTS: &str = "/crm/v3/imports";

/// Starts an import of files, and gives the status and the body of the answer.
fn send(account: &mut Account, request: &str, files: &[(&str, &str)]) -> (u16, Value) {
    let mut body = format!(
        "--x\r\nContent-Disposition: form-data; name=\"importRequest\"\r\n\r\n{request}\r\n"
    );
    for (name, content) in files {
        body += &format!(
            "--x\r\nContent-Disposition: form-data; name=\"files\"; filename=\"{name}\"\r\n\r\n{content}\r\n"
        );
    }
    body += "--x--\r\n";
    let mut headers = HeaderMap::new();
    let content_type = HeaderValue::from_static("multipart/form-data; boundary=x");
    headers.insert(header::CONTENT_TYPE, content_type);
    let reply = account.send("POST", IMPORTS, headers, Bytes::from(body));
    let value = serde_json::from_slice(&reply.body).unwrap();
    (reply.status.as_u16(), value)
}

fn column(of: &str, name: &str, property: &str) -> Value {
    json!({"columnObjectTypeId": of, "columnName": name, "propertyName": property})
}

fn file(name: &str, columns: &Value) -> Value {
    json!({
        "fileName": name,
        "fileFormat": "CSV",
        "fileImportPage": {"hasHeader": true, "columnMappings": columns},
    })
}

/// Starts an import that must be taken, and gives its path.
fn start(account: &mut Account, request: &Value, files: &[(&str, &str)]) -> String {
    let (status, made) = send(account, &request.to_string(), files);
    assert_eq!(status, 200, "{made}");
    assert_eq!(made["state"], "STARTED");
    format!("{IMPORTS}/{}", made["id"].as_str().unwrap())
}

fn contacts() -> Value {
    json!([
        column("0-1", "Name", "firstname"),
        column("0-1", "Email", "email")
    ])
}

#[test]
fn stages_are_named_as_people_name_them_and_held_against_their_pipeline() {
    let mut account = Account::default();
    let stage = |id: &str| json!({"stageId": id, "label": "Closed Won", "displayOrder": 0, "metadata": {"probability": "1.0"}});
    let renewals = json!({"pipelineId": "r", "label": "Renewals", "displayOrder": 1, "stages": [stage("kept")]});
    account.expect(201, "POST", "/crm/v3/pipelines/deals", &renewals);
    let columns = json!([
        column("0-3", "Name", "dealname"),
        column("0-3", "Pipeline", "pipeline"),
        column("0-3", "Stage", "dealstage"),
    ]);
    let request = json!({"name": "Sales", "files": [file("a.csv", &columns)]});
    let rows = "Name,Pipeline,Stage\nA,renewals,Closed won\nB,,Closed won\nC,r,kept\nD,,kept\n";
    let path = start(&mut account, &request, &[("a.csv", rows)]);
    let errors = account.expect(200, "GET", &format!("{path}/errors"), &Value::Null);
    let errors = errors["results"].as_array().unwrap();
    assert_eq!(errors.len(), 1);
    assert_eq!(errors[0]["errorType"], "INVALID_ENUMERATION_OPTION");
    assert_eq!(errors[0]["sourceData"]["lineNumber"], 5);
    let records = account.crm.records.of("0-3");
    let stages: Vec<_> = records
        .map(|record| [record.value("pipeline"), record.value("dealstage")])
        .collect();
    assert_eq!(
        stages,
        [
            [Some("r"), Some("kept")],
            [Some("default"), Some("closedwon")],
            [Some("r"), Some("kept")]
        ]
    );
    // A record that is there already is in its own pipeline.
    let first = account.crm.records.of("0-3").next().unwrap().id;
    let mut id = column("0-3", "Id", "hs_object_id");
    id["columnType"] = "HUBSPOT_OBJECT_ID".into();
    let columns = json!([id, column("0-3", "Stage", "dealstage")]);
    let request = json!({"name": "Again", "files": [file("a.csv", &columns)]});
    let rows = format!("Id,Stage\n{first},CLOSED WON\n");
    let path = start(&mut account, &request, &[("a.csv", &rows)]);
    let done = account.expect(200, "GET", &path, &Value::Null);
    assert_eq!(done["metadata"]["counters"]["UPDATED_OBJECTS"], 1);
}

#[test]
fn rows_become_records_whatever_is_looked_at_next() {
    let mut account = Account::default();
    let request = json!({"name": "People", "files": [file("a.csv", &contacts())]});
    let rows = "Email,Name\nada@example.com,Ada\n";
    start(&mut account, &request, &[("a.csv", rows)]);
    let path = "/crm/v3/objects/contacts/ada@example.com?idProperty=email";
    let ada = account.expect(200, "GET", path, &Value::Null);
    assert_eq!(ada["properties"]["firstname"], "Ada");
}

#[test]
fn rows_become_records_once_somebody_looks() {
    let mut account = Account::default();
    let request = json!({
        "name": "People",
        "files": [file("a.csv", &contacts())],
        "createContactListFromImport": true,
    });
    let rows = "Email,Name\nada@example.com,Ada\nalan@example.com,\"Alan, M.\"\n";
    let path = start(&mut account, &request, &[("a.csv", rows)]);
    assert_eq!(account.crm.records.of("0-1").count(), 0);
    let done = account.expect(200, "GET", &path, &Value::Null);
    assert_eq!(done["state"], "DONE");
    assert_eq!(done["metadata"]["counters"]["CREATED_OBJECTS"], 2);
    assert_eq!(done["metadata"]["counters"]["TOTAL_ROWS"], 2);
    let alan = account
        .crm
        .records
        .find_by("0-1", "email", "alan@example.com");
    assert_eq!(alan.unwrap().value("firstname"), Some("Alan, M."));
    let list = done["metadata"]["objectLists"][0]["listId"]
        .as_str()
        .unwrap();
    let list = account.expect(200, "GET", &format!("/crm/v3/lists/{list}"), &Value::Null);
    assert_eq!(list["list"]["size"], 2);

    // The same people again are the same records.
    let rows = "Email,Name\nada@example.com,Augusta\n";
    let path = start(&mut account, &request, &[("a.csv", rows)]);
    let done = account.expect(200, "GET", &path, &Value::Null);
    assert_eq!(done["metadata"]["counters"]["UPDATED_OBJECTS"], 1);
    assert_eq!(account.crm.records.of("0-1").count(), 2);
    let all = account.expect(200, "GET", &format!("{IMPORTS}?limit=1"), &Value::Null);
    assert_eq!(all["results"][0]["id"], done["id"]);
    let after = all["paging"]["next"]["after"].as_str().unwrap();
    let rest = format!("{IMPORTS}?limit=1&after={after}");
    let rest = account.expect(200, "GET", &rest, &Value::Null);
    assert_eq!(rest["results"].as_array().unwrap().len(), 1);
    assert_eq!(rest.get("paging"), None);
}

#[test]
fn companies_are_known_by_their_domain() {
    let mut account = Account::default();
    account.insert("companies", &[("domain", "old.example")]);
    let columns = json!([
        column("0-2", "Domain", "domain"),
        column("0-2", "Name", "name")
    ]);
    let request = json!({"name": "Companies", "files": [file("a.csv", &columns)]});
    let rows = "Domain,Name\nOld.example,Old\nnew.example,New\nnew.example,Newer\n";
    let path = start(&mut account, &request, &[("a.csv", rows)]);
    account.expect(200, "GET", &path, &Value::Null);
    let names = account
        .crm
        .records
        .of("0-2")
        .map(|record| record.value("name"));
    assert_eq!(names.collect::<Vec<_>>(), [Some("Old"), Some("Newer")]);
}

#[test]
fn rows_that_fail_are_told_and_keep_no_others_back() {
    let mut account = Account::default();
    let request = json!({
        "name": "People",
        "importOperations": {"0-1": "CREATE"},
        "files": [file("a.csv", &contacts())],
    });
    let rows = "Name,Email\nAda,ada@example.com\nOdd,odd\nShort\nBob,bob@example.com\n";
    let path = start(&mut account, &request, &[("a.csv", rows)]);
    let errors = format!("{path}/errors?includeErrorMessage=true&includeRowData=true");
    let found = account.expect(200, "GET", &errors, &Value::Null);
    let kinds = found["results"].as_array().unwrap().iter();
    let kinds: Vec<_> = kinds.map(|error| &error["errorType"]).collect();
    assert_eq!(kinds, ["INVALID_EMAIL", "INCORRECT_NUMBER_OF_COLUMNS"]);
    let first = &found["results"][0];
    assert_eq!(first["sourceData"]["lineNumber"], 3);
    assert_eq!(first["sourceData"]["rowData"], json!(["Odd", "odd"]));
    assert_eq!(
        (&first["knownColumnNumber"], &first["invalidValue"]),
        (&json!(2), &json!("odd"))
    );
    let page = account.expect(200, "GET", &format!("{path}/errors?limit=1"), &Value::Null);
    assert_eq!(page["results"][0].get("errorMessage"), None);
    assert!(page["paging"]["next"]["after"].is_string());
    let done = account.expect(200, "GET", &path, &Value::Null);
    assert_eq!(done["metadata"]["counters"]["CREATED_OBJECTS"], 2);
    account.expect(400, "POST", &format!("{path}/cancel"), &Value::Null);
}

#[test]
fn imports_keep_to_what_they_may_do() {
    let mut account = Account::default();
    let id = account.insert("contacts", &[("email", "ada@example.com")]);
    for (operation, rows, expected) in [
        ("CREATE", "Ada,ada@example.com", Some("CREATE_ONLY_IMPORT")),
        ("UPDATE", "Bob,bob@example.com", Some("UPDATE_ONLY_IMPORT")),
        ("UPDATE", "Ada,ada@example.com", None),
    ] {
        let request = json!({
            "name": "People",
            "importOperations": {"0-1": operation},
            "files": [file("a.csv", &contacts())],
        });
        let rows = format!("Name,Email\n{rows}\n");
        let path = start(&mut account, &request, &[("a.csv", &rows)]);
        let found = account.expect(200, "GET", &format!("{path}/errors"), &Value::Null);
        assert_eq!(found["results"][0]["errorType"].as_str(), expected);
    }
    assert_eq!(account.crm.records.of("0-1").count(), 1);
    let mut columns = json!([{"columnObjectTypeId": "0-1", "columnName": "Id", "columnType": "HUBSPOT_OBJECT_ID"}]);
    columns
        .as_array_mut()
        .unwrap()
        .push(column("0-1", "Name", "firstname"));
    let request = json!({"name": "By id", "files": [file("a.csv", &columns)]});
    let rows = format!("Id,Name\n{id},Lovelace\n1,Nobody\n");
    let path = start(&mut account, &request, &[("a.csv", &rows)]);
    let found = account.expect(200, "GET", &format!("{path}/errors"), &Value::Null);
    assert_eq!(found["results"][0]["errorType"], "INVALID_OBJECT_ID");
    let ada = account.crm.records.get("0-1", id).unwrap();
    assert_eq!(ada.value("firstname"), Some("Lovelace"));
}

#[test]
fn records_of_a_row_and_of_several_files_are_linked() {
    let mut account = Account::default();
    let columns = json!([
        column("0-1", "Email", "email"),
        column("0-2", "Company", "name"),
        {"columnObjectTypeId": "0-1", "toColumnObjectTypeId": "0-2", "columnName": "Label", "columnType": "FLEXIBLE_ASSOCIATION_LABEL"},
    ]);
    let request = json!({"name": "Both", "files": [file("a.csv", &columns)]});
    let rows = "Email,Company,Label\nada@example.com,Engines,Primary\nbob@example.com,Bricks,Odd\n";
    let path = start(&mut account, &request, &[("a.csv", rows)]);
    let found = account.expect(200, "GET", &format!("{path}/errors"), &Value::Null);
    assert_eq!(
        found["results"][0]["errorType"],
        "ASSOCIATION_LABEL_NOT_FOUND"
    );
    let of = |account: &Account, email: &str| {
        let record = account.crm.records.find_by("0-1", "email", email).unwrap();
        let links = account.crm.links.of(("0-1", record.id), "0-2", None);
        links.map(|(_, kinds)| kinds.len()).collect::<Vec<_>>()
    };
    assert_eq!(of(&account, "ada@example.com"), [2]);
    assert_eq!(of(&account, "bob@example.com"), [1]);

    let mut email = column("0-1", "Email", "email");
    email["columnType"] = "HUBSPOT_ALTERNATE_ID".into();
    email["associationIdentifierColumn"] = true.into();
    let foreign = json!({
        "columnObjectTypeId": "0-2", "toColumnObjectTypeId": "0-1", "columnName": "Contact",
        "foreignKeyType": {"associationCategory": "HUBSPOT_DEFINED", "associationTypeId": 280},
    });
    let request = json!({"name": "Two files", "files": [
        file("people.csv", &json!([email])),
        file("companies.csv", &json!([column("0-2", "Name", "name"), foreign])),
    ]});
    let files = [
        ("people.csv", "Email\neve@example.com\n"),
        (
            "companies.csv",
            "Name,Contact\nLocks,EVE@example.com\nDoors,nobody@example.com\n",
        ),
    ];
    let path = start(&mut account, &request, &files);
    let found = account.expect(200, "GET", &format!("{path}/errors"), &Value::Null);
    assert_eq!(
        found["results"][0]["errorType"],
        "ASSOCIATION_RECORD_NOT_FOUND"
    );
    assert_eq!(of(&account, "eve@example.com"), [1]);
}

#[test]
fn dates_and_options_are_written_as_people_write_them() {
    let mut account = Account::default();
    let columns = json!([
        column("0-3", "Name", "dealname"),
        column("0-3", "Close", "closedate"),
        column("0-3", "Kind", "dealtype"),
    ]);
    for (format, cell) in [
        ("DAY_MONTH_YEAR", "31.12.2026"),
        ("MONTH_DAY_YEAR", "12/31/2026"),
        ("YEAR_MONTH_DAY", "2026-12-31"),
    ] {
        let request =
            json!({"name": "Deals", "dateFormat": format, "files": [file("a.csv", &columns)]});
        let rows = format!("Name,Close,Kind\n{format},{cell},New Business\n");
        let path = start(&mut account, &request, &[("a.csv", &rows)]);
        let found = account.expect(
            200,
            "GET",
            &format!("{path}/errors?includeErrorMessage=true"),
            &Value::Null,
        );
        assert_eq!(found["results"], json!([]));
        let mut deals = account.crm.records.of("0-3");
        let deal = deals
            .find(|deal| deal.value("dealname") == Some(format))
            .unwrap();
        assert!(deal.value("closedate").unwrap().starts_with("2026-12-31"));
        assert_eq!(deal.value("dealtype"), Some("newbusiness"));
    }
}

#[test]
fn imports_are_cancelled_before_they_are_over() {
    let mut account = Account::default();
    let request = json!({"name": "People", "files": [file("a.csv", &contacts())]});
    let path = start(
        &mut account,
        &request,
        &[("a.csv", "Name,Email\nAda,ada@example.com\n")],
    );
    let answer = account.expect(200, "POST", &format!("{path}/cancel"), &Value::Null);
    assert_eq!(answer["status"], "CANCELED");
    let found = account.expect(200, "GET", &path, &Value::Null);
    assert_eq!(found["state"], "CANCELED");
    assert_eq!(account.crm.records.of("0-1").count(), 0);
    account.expect(404, "GET", &format!("{IMPORTS}/1"), &Value::Null);
    account.expect(404, "POST", &format!("{IMPORTS}/1/cancel"), &Value::Null);
}

#[test]
fn imports_that_cannot_be_are_refused() {
    let mut account = Account::default();
    let file_of = |columns: Value| json!({"name": "x", "files": [file("a.csv", &columns)]});
    let mut sheet = file_of(contacts());
    sheet["files"][0]["fileFormat"] = "SPREADSHEET".into();
    for wrong in [
        json!({}),
        json!({"name": "x"}),
        json!({"name": "x", "files": []}),
        json!({"name": "x", "files": [file("other.csv", &contacts())]}),
        file_of(json!([])),
        file_of(json!([column("unicorns", "a", "name")])),
        file_of(json!([column("0-1", "a", "no_such_property")])),
        file_of(json!([{"columnObjectTypeId": "0-1", "columnName": "a"}])),
        json!({"name": "x", "importOperations": {"0-1": "DELETE"}, "files": [file("a.csv", &contacts())]}),
        json!({"name": "x", "dateFormat": "ODD", "files": [file("a.csv", &contacts())]}),
        sheet,
    ] {
        let (status, body) = send(&mut account, &wrong.to_string(), &[("a.csv", "a\n1\n")]);
        assert_eq!(status, 400, "{wrong}: {body}");
    }
    let (status, _) = send(&mut account, "{", &[]);
    assert_eq!(status, 400);
    account.expect(400, "POST", IMPORTS, &json!({}));
    let all = account.expect(200, "GET", IMPORTS, &Value::Null);
    assert_eq!(all["results"], json!([]));
}
