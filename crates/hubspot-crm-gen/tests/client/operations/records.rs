//! Operations that all types of records have.

use hubspot_crm_gen::Client;
use hubspot_crm_gen::v3::prelude::*;
use serde_json::json;

use super::case::Case;
use super::samples::*;

/// The cases of one API. It is a macro because the handles of the APIs have different types with the same methods.
macro_rules! record_cases {
    ($name:ident, $api:literal, $path:literal, |$client:ident| $handle:expr) => {
        pub(crate) fn $name() -> Vec<Case> {
            vec![
                Case::new(concat!($api, ".list"), "GET", $path, |$client: &Client| $handle.list())
                    .answered(200, json!({"results": []})),
                Case::new(
                    concat!($api, ".list"),
                    "GET",
                    concat!(
                        $path,
                        "?after=NTI1%253D&archived=true&associations=companies&associations=deals&limit=50",
                        "&properties=email&properties=fax&propertiesWithHistory=fax"
                    ),
                    |$client: &Client| {
                        $handle
                            .list()
                            .after("NTI1%3D")
                            .archived(true)
                            .associations(["companies", "deals"])
                            .limit(50)
                            .properties(["email", "fax"])
                            .properties_with_history(["fax"])
                    },
                )
                .answered(200, page(&record_with_associations())),
                Case::new(concat!($api, ".create"), "POST", $path, |$client: &Client| {
                    $handle.create(properties! { "email" => "ada@example.com" })
                })
                .body(json!({"properties": {"email": "ada@example.com"}}))
                .answered(201, record()),
                Case::new(concat!($api, ".create"), "POST", $path, |$client: &Client| {
                    let contact = SimplePublicObjectInputForCreate::new(properties! { "age" => 36 });
                    $handle.create(contact.associations([association()]))
                })
                .body(json!({"properties": {"age": "36"}, "associations": [association_json()]}))
                .answered(201, record()),
                Case::new(
                    concat!($api, ".get"),
                    "GET",
                    concat!($path, "/6001"),
                    |$client: &Client| $handle.get(6001),
                )
                .answered(200, record_with_associations()),
                Case::new(
                    concat!($api, ".get"),
                    "GET",
                    concat!(
                        $path,
                        "/ada%40example.com?archived=false&associations=companies&idProperty=email",
                        "&properties=email&properties=fax&propertiesWithHistory=fax&propertiesWithHistory=phone"
                    ),
                    |$client: &Client| {
                        $handle
                            .get("ada@example.com")
                            .archived(false)
                            .associations(["companies"])
                            .id_property("email")
                            .properties(["email", "fax"])
                            .properties_with_history(["fax", "phone"])
                    },
                )
                .answered(200, record_with_associations()),
                Case::new(
                    concat!($api, ".archive"),
                    "DELETE",
                    concat!($path, "/6001"),
                    |$client: &Client| $handle.archive("6001"),
                ),
                Case::new(
                    concat!($api, ".update"),
                    "PATCH",
                    concat!($path, "/6001"),
                    |$client: &Client| $handle.update(6001, properties! { "fax" => Clear }),
                )
                .body(json!({"properties": {"fax": ""}}))
                .answered(200, record()),
                Case::new(
                    concat!($api, ".update"),
                    "PATCH",
                    concat!($path, "/a%2Fb?idProperty=code"),
                    |$client: &Client| {
                        let changes = SimplePublicObjectInput::new(properties! { "a" => true });
                        $handle.update("a/b", changes).id_property("code")
                    },
                )
                .body(json!({"properties": {"a": "true"}}))
                .answered(200, record()),
                Case::new(
                    concat!($api, ".batch_create"),
                    "POST",
                    concat!($path, "/batch/create"),
                    |$client: &Client| $handle.batch_create([properties! { "a" => "b" }]),
                )
                .body(json!({"inputs": [{"properties": {"a": "b"}}]}))
                .answered(201, batch(&record())),
                Case::new(
                    concat!($api, ".batch_create"),
                    "POST",
                    concat!($path, "/batch/create"),
                    |$client: &Client| {
                        let record = SimplePublicObjectBatchInputForCreate::new(properties! {});
                        let record = record.object_write_trace_id("trace-1");
                        $handle.batch_create([record.associations([association()])])
                    },
                )
                .body(json!({"inputs": [{
                    "properties": {}, "associations": [association_json()], "objectWriteTraceId": "trace-1",
                }]}))
                .answered(201, batch(&record())),
                Case::new(
                    concat!($api, ".batch_read"),
                    "POST",
                    concat!($path, "/batch/read"),
                    |$client: &Client| $handle.batch_read(["1", "2"]),
                )
                .body(json!({"inputs": [{"id": "1"}, {"id": "2"}]}))
                .answered(200, batch(&record())),
                Case::new(
                    concat!($api, ".batch_read"),
                    "POST",
                    concat!($path, "/batch/read?archived=true"),
                    |$client: &Client| {
                        let records = BatchReadInputSimplePublicObjectId::new(["ada@example.com"])
                            .id_property("email")
                            .properties(["email", "fax"])
                            .properties_with_history(["fax"]);
                        $handle.batch_read(records).archived(true)
                    },
                )
                .body(json!({
                    "inputs": [{"id": "ada@example.com"}], "idProperty": "email", "properties": ["email", "fax"],
                    "propertiesWithHistory": ["fax"],
                }))
                .answered(200, batch(&record())),
                Case::new(
                    concat!($api, ".batch_update"),
                    "POST",
                    concat!($path, "/batch/update"),
                    |$client: &Client| {
                        let changes = properties! { "fax" => Clear };
                        $handle.batch_update([SimplePublicObjectBatchInput::new("1", changes)
                            .id_property("code")
                            .object_write_trace_id("trace-1")])
                    },
                )
                .body(json!({"inputs": [{
                    "id": "1", "idProperty": "code", "properties": {"fax": ""}, "objectWriteTraceId": "trace-1",
                }]}))
                .answered(200, batch(&record())),
                Case::new(
                    concat!($api, ".batch_upsert"),
                    "POST",
                    concat!($path, "/batch/upsert"),
                    |$client: &Client| {
                        let values = properties! { "fax" => Clear };
                        $handle.batch_upsert([SimplePublicObjectBatchInputUpsert::new("1", values)
                            .id_property("code")
                            .object_write_trace_id("trace-1")])
                    },
                )
                .body(json!({"inputs": [{
                    "id": "1", "idProperty": "code", "properties": {"fax": ""}, "objectWriteTraceId": "trace-1",
                }]}))
                .answered(200, batch(&record_with("new", true.into()))),
                Case::new(
                    concat!($api, ".batch_archive"),
                    "POST",
                    concat!($path, "/batch/archive"),
                    |$client: &Client| $handle.batch_archive(["1", "2"]),
                )
                .body(json!({"inputs": [{"id": "1"}, {"id": "2"}]})),
                Case::new(
                    concat!($api, ".search"),
                    "POST",
                    concat!($path, "/search"),
                    |$client: &Client| $handle.search(PublicObjectSearchRequest::new()),
                )
                .body(json!({}))
                .answered(200, found()),
                Case::new(
                    concat!($api, ".search"),
                    "POST",
                    concat!($path, "/search"),
                    |$client: &Client| $handle.search(search()),
                )
                .body(search_json())
                .answered(200, found()),
            ]
        }
    };
}

record_cases!(
    contacts,
    "v3.contacts",
    "/crm/v3/objects/contacts",
    |client| client.contacts()
);
record_cases!(objects, "v3.objects", "/crm/v3/objects/cars", |client| {
    client.objects("cars")
});
record_cases!(
    communications,
    "v3.communications",
    "/crm/v3/objects/communications",
    |client| client.communications()
);
