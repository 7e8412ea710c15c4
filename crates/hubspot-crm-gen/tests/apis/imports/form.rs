//! What is sent: files, and what is in them.

use hubspot_crm_gen::v3::prelude::*;
use hubspot_crm_gen::{Error, FilePart};
use serde_json::{Value, json};

use crate::line;
use crate::support::{Answer, Request, Server};

const STARTED: &str =
    r#"{"id":"77","state":"STARTED","mappedObjectTypeIds":["0-1"],"optOutImport":false}"#;

/// A file of contacts, known by their addresses.
fn contacts() -> ImportFile {
    let columns = [
        ImportColumnMapping::new("0-1", "Email")
            .property_name("email")
            .column_type(ImportColumnType::HubspotAlternateId),
        ImportColumnMapping::new("0-1", "First name").property_name("firstname"),
    ];
    ImportFile::new("contacts.csv", ImportFilePage::new(true, columns))
        .file_format(ImportFileFormat::Csv)
}

/// The parts of a body: their headers and their content. It fails where the body is no such form.
fn parts(request: &Request) -> Vec<(String, Vec<u8>)> {
    let content_type = request.header("content-type").expect("a content type");
    let boundary = content_type
        .strip_prefix("multipart/form-data; boundary=")
        .expect("a boundary");
    let body = &*request.body;
    let separator = format!("\r\n--{boundary}");
    // Put a line break before the first boundary, so that all of them look alike.
    let body = [b"\r\n", body].concat();
    let mut rest = body.strip_prefix(separator.as_bytes()).expect("a start");
    let mut parts = Vec::new();
    while let Some(part) = rest.strip_prefix(b"\r\n") {
        let end = position(part, separator.as_bytes()).expect("another boundary");
        let (part, after) = part.split_at(end);
        let blank = position(part, b"\r\n\r\n").expect("the end of the headers");
        let head = String::from_utf8(part[..blank].to_vec()).expect("headers are UTF-8");
        parts.push((head, part[blank + 4..].to_vec()));
        rest = &after[separator.len()..];
    }
    assert_eq!(rest, b"--\r\n");
    parts
}

fn position(bytes: &[u8], wanted: &[u8]) -> Option<usize> {
    bytes.windows(wanted.len()).position(|it| it == wanted)
}

#[tokio::test]
async fn the_form_to_the_byte() {
    let server = Server::start([Answer::json(200, STARTED)]).await;
    let form = ImportForm::new(
        ImportRequest::new("June", [contacts()]),
        [
            FilePart::new("contacts.csv", "Email,First name\nada@example.com,Ada\n")
                .content_type("text/csv"),
        ],
    );
    let import = server.client().imports().start(form).await.unwrap();
    assert_eq!(import.id, "77");

    let request = server.request();
    assert_eq!(line(&request), "POST /crm/v3/imports");
    let content_type = request.header("content-type").unwrap();
    let (_, boundary) = content_type.split_once("; boundary=").unwrap();
    assert!(boundary.len() > 20, "nobody guesses it: {boundary}");
    let expected = [
        "--BOUNDARY",
        r#"Content-Disposition: form-data; name="importRequest""#,
        "Content-Type: application/json",
        "",
        concat!(
            r#"{"name":"June","files":[{"fileName":"contacts.csv","fileFormat":"CSV","fileImportPage":"#,
            r#"{"hasHeader":true,"columnMappings":[{"columnObjectTypeId":"0-1","columnName":"Email","#,
            r#""propertyName":"email","columnType":"HUBSPOT_ALTERNATE_ID"},{"columnObjectTypeId":"0-1","#,
            r#""columnName":"First name","propertyName":"firstname"}]}}]}"#
        ),
        "--BOUNDARY",
        r#"Content-Disposition: form-data; name="files"; filename="contacts.csv""#,
        "Content-Type: text/csv",
        "",
        "Email,First name\nada@example.com,Ada\n",
        "--BOUNDARY--",
        "",
    ];
    assert_eq!(
        request.text(),
        expected.join("\r\n").replace("BOUNDARY", boundary)
    );
}

/// Contacts in one file and companies in the other: the rows are linked by the domain, which both files have.
#[tokio::test]
async fn two_files_whose_rows_are_linked() {
    let server = Server::start([Answer::json(200, STARTED)]).await;
    let companies = ImportFilePage::new(
        true,
        [ImportColumnMapping::new("0-2", "Domain")
            .property_name("domain")
            .column_type(ImportColumnType::HubspotAlternateId)
            .association_identifier_column(true)],
    );
    let employees = ImportFilePage::new(
        true,
        [
            ImportColumnMapping::new("0-1", "Email").property_name("email"),
            ImportColumnMapping::new("0-1", "Company")
                .to_column_object_type_id("0-2")
                .foreign_key_type(AssociationSpec::new(
                    AssociationCategory::HubspotDefined,
                    279,
                )),
        ],
    );
    let import = ImportRequest::new(
        "Firms \"& staff\"",
        [
            ImportFile::new("firms.csv", companies),
            ImportFile::new("staff ü \"1\".xlsx", employees)
                .file_format(ImportFileFormat::Spreadsheet),
        ],
    )
    .import_operations([
        ("0-1", ImportOperations::Upsert),
        ("0-2", ImportOperations::Create),
    ])
    .date_format(ImportRequestDateFormat::DayMonthYear);
    // The second file is not text, and looks like a piece of a form.
    let spreadsheet: &[u8] = b"PK\0\xff\r\n--hubspot-0\r\nContent-Type: text/plain\r\n\r\n--";
    let files = [
        FilePart::new("firms.csv", "Domain\nexample.com\n").content_type("text/csv"),
        FilePart::new("staff ü \"1\".xlsx", spreadsheet),
    ];
    server
        .client()
        .imports()
        .start(ImportForm::new(import, files))
        .await
        .unwrap();

    let parts = parts(&server.request());
    let heads: Vec<_> = parts.iter().map(|(head, _)| &**head).collect();
    assert_eq!(
        heads,
        [
            "Content-Disposition: form-data; name=\"importRequest\"\r\nContent-Type: application/json",
            "Content-Disposition: form-data; name=\"files\"; filename=\"firms.csv\"\r\nContent-Type: text/csv",
            "Content-Disposition: form-data; name=\"files\"; filename=\"staff ü %221%22.xlsx\"\r\n\
             Content-Type: application/octet-stream",
        ]
    );
    assert_eq!(parts[1].1, b"Domain\nexample.com\n");
    assert_eq!(parts[2].1, spreadsheet);
    assert_eq!(
        serde_json::from_slice::<Value>(&parts[0].1).unwrap(),
        json!({
            "name": "Firms \"& staff\"",
            "dateFormat": "DAY_MONTH_YEAR",
            "importOperations": {"0-1": "UPSERT", "0-2": "CREATE"},
            "files": [
                {"fileName": "firms.csv", "fileImportPage": {"hasHeader": true, "columnMappings": [
                    {"columnObjectTypeId": "0-2", "columnName": "Domain", "propertyName": "domain",
                     "columnType": "HUBSPOT_ALTERNATE_ID", "associationIdentifierColumn": true}]}},
                {"fileName": "staff ü \"1\".xlsx", "fileFormat": "SPREADSHEET", "fileImportPage":
                    {"hasHeader": true, "columnMappings": [
                    {"columnObjectTypeId": "0-1", "columnName": "Email", "propertyName": "email"},
                    {"columnObjectTypeId": "0-1", "columnName": "Company", "toColumnObjectTypeId": "0-2",
                     "foreignKeyType": {"associationCategory": "HUBSPOT_DEFINED", "associationTypeId": 279}}]}},
            ],
        })
    );
}

/// What the crate has no setter for goes along all the same.
#[tokio::test]
async fn fields_and_parts_that_the_crate_does_not_know() {
    let server = Server::start([Answer::json(200, STARTED)]).await;
    let mut import = ImportRequest::new("June", [contacts()]);
    import.extra.insert("sendNotification", true);
    let mut form = ImportForm::new(import, [FilePart::new("contacts.csv", "")]);
    form.extra.insert("source", "nightly");
    server.client().imports().start(form).await.unwrap();

    let parts = parts(&server.request());
    let import: Value = serde_json::from_slice(&parts[0].1).unwrap();
    assert_eq!(import["sendNotification"], true);
    assert_eq!(parts[1].1, b"", "an empty file is a part, too");
    assert_eq!(
        parts[2].0,
        "Content-Disposition: form-data; name=\"source\""
    );
    assert_eq!(parts[2].1, b"nightly");
}

/// Rows hold personal data; logs of requests must not.
#[test]
fn content_is_not_shown() {
    let client = hubspot_crm_gen::Client::new("t").unwrap();
    let file = FilePart::new("contacts.csv", "Email\nada@example.com\n");
    let request = client.imports().start(ImportForm::new(
        ImportRequest::new("June", [contacts()]),
        [file],
    ));
    let shown = format!("{request:?} {request:#?}");
    assert!(
        shown.contains("contacts.csv") && !shown.contains("ada@"),
        "{shown}"
    );
}

#[tokio::test]
async fn a_content_type_that_no_header_can_hold_is_not_sent() {
    let server = Server::start([]).await;
    let file = FilePart::new("contacts.csv", "").content_type("text/csv\r\nX-Injected: 1");
    let form = ImportForm::new(ImportRequest::new("June", [contacts()]), [file]);
    let error = server.client().imports().start(form).await.unwrap_err();
    assert!(matches!(error, Error::InvalidRequest(_)), "{error:?}");
    // The name of a file may be personal data; the part of the form is not.
    let text = error.to_string();
    assert!(text.contains("a file in \"files\""), "{text}");
    assert!(!text.contains("contacts.csv"), "{text}");
}

#[tokio::test]
async fn an_import_that_is_refused() {
    let body = json!({
        "status": "error", "category": "VALIDATION_ERROR", "correlationId": "c-1",
        "message": "Invalid import request: a column is not mapped",
        "errors": [{"message": "no mapping for `Email`", "code": "MISSING_MAPPING", "in": "columnMappings",
                    "context": {"columnName": ["Email"]}}],
    });
    let server = Server::start([Answer::json(400, body.to_string())]).await;
    let form = ImportForm::new(
        ImportRequest::new("June", [contacts()]),
        [FilePart::new("contacts.csv", "")],
    );
    let error = server.client().imports().start(form).await.unwrap_err();
    let Error::Api(api) = &error else {
        panic!("{error:?}")
    };
    assert_eq!(api.details[0].code.as_deref(), Some("MISSING_MAPPING"));
    assert_eq!(api.details[0].location.as_deref(), Some("columnMappings"));
    assert_eq!(api.details[0].context.get("columnName"), ["Email"]);
    assert!(
        error.to_string().starts_with("POST /crm/v3/imports: 400"),
        "{error}"
    );
    server.requests();
}
