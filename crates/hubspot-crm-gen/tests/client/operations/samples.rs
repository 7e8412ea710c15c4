//! Bodies of requests and answers.

use hubspot_crm_gen::v3::prelude::*;
use serde_json::{Value, json};

/// A record with every field, as it is written back.
pub(crate) fn record() -> Value {
    json!({
        "id": "6001",
        "properties": {"email": "ada@example.com", "fax": ""},
        "propertiesWithHistory": {"fax": [{
            "value": "555-0199", "timestamp": "2026-01-01T00:00:00Z", "sourceType": "API", "sourceId": "7",
            "sourceLabel": "Import", "updatedByUserId": 9007199254740993_i64,
        }]},
        "createdAt": "2026-01-01T00:00:00Z",
        "updatedAt": "2026-01-02T03:04:05.678Z",
        "archived": true,
        "archivedAt": "2026-01-03T00:00:00Z",
        "url": "https://app.hubspot.com/contacts/1/record/0-1/6001",
        "objectWriteTraceId": "trace-1",
        "warnings": [{"category": "ODD", "context": {"name": "email"}, "message": "Odd."}],
    })
}

pub(crate) fn record_with(name: &str, value: Value) -> Value {
    let mut record = record();
    record[name] = value;
    record
}

pub(crate) fn record_with_associations() -> Value {
    let companies = json!({
        "results": [{"id": "7", "type": "contact_to_company"}],
        "paging": {"next": {"after": "8", "link": "https://api.hubapi.com/x?after=8"}},
    });
    record_with("associations", json!({"companies": companies}))
}

pub(crate) fn page(record: &Value) -> Value {
    json!({"results": [record], "paging": {"next": {"after": "NTI1%3D"}}})
}

pub(crate) fn found() -> Value {
    json!({"total": 10_001, "results": [record()], "paging": {"next": {"after": "1"}}})
}

pub(crate) fn batch(record: &Value) -> Value {
    json!({
        "status": "COMPLETE", "results": [record], "errors": [], "requestedAt": "2026-01-01T00:00:00Z",
        "startedAt": "2026-01-01T00:00:01Z", "completedAt": "2026-01-01T00:00:02Z",
        "links": {"docs": "https://developers.hubspot.com"},
    })
}

pub(crate) fn association() -> PublicAssociationsForObject {
    let spec = AssociationSpec::new(AssociationCategory::HubspotDefined, 279);
    PublicAssociationsForObject::new("7", [spec])
}

pub(crate) fn association_json() -> Value {
    json!({"to": {"id": "7"}, "types": [{"associationCategory": "HUBSPOT_DEFINED", "associationTypeId": 279}]})
}

pub(crate) fn search() -> PublicObjectSearchRequest {
    PublicObjectSearchRequest::new()
        .query("ada")
        .filter_groups([
            vec![
                Filter::new("age", FilterOperator::Between)
                    .value("1")
                    .high_value("9"),
                Filter::new("fax", FilterOperator::HasProperty),
            ],
            vec![Filter::new("city", FilterOperator::In).values(["london", "turin"])],
        ])
        .sorts(["-createdate"])
        .properties(["email", "fax"])
        .limit(200)
        .after("9800")
}

pub(crate) fn search_json() -> Value {
    json!({
        "query": "ada",
        "filterGroups": [
            {"filters": [
                {"propertyName": "age", "operator": "BETWEEN", "value": "1", "highValue": "9"},
                {"propertyName": "fax", "operator": "HAS_PROPERTY"},
            ]},
            {"filters": [{"propertyName": "city", "operator": "IN", "values": ["london", "turin"]}]},
        ],
        "sorts": ["-createdate"],
        "properties": ["email", "fax"],
        "limit": 200,
        "after": "9800",
    })
}
