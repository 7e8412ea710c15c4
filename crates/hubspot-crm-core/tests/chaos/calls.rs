//! The calls of the tests, and what must be true of their ends.

use hubspot_crm_core::{Call, Client, Error, Json, JsonBody, Value, operations};

use super::ledger::Ledger;

operations![
    "contacts",
    CREATE = Post("/crm/v3/objects/contacts"),
    GET = Get("/crm/v3/objects/contacts/{contactId}"),
    UPDATE = Patch("/crm/v3/objects/contacts/{contactId}"),
    SEARCH = Post("/crm/v3/objects/contacts/search")
        .replay_safe(true)
        .rate_limit_exempt(&["ten-secondly"]),
];

/// The name of what a call is about; the same in the request and in the ledger.
pub(crate) fn name(number: usize) -> String {
    let kind = ["create", "get", "update", "search"][number % 4];
    format!("{kind}-{number}")
}

pub(crate) async fn make(client: Client, number: usize) -> Result<Value, Error> {
    let name = name(number);
    let body = JsonBody(serde_json::json!({ "name": name }));
    match number % 4 {
        0 => with_body(&client, &CREATE, None, body).await,
        1 => Call::<Json<Value>>::new(client.endpoint(&GET).arg(&name), ()).await,
        2 => with_body(&client, &UPDATE, Some(&name), body).await,
        _ => with_body(&client, &SEARCH, None, body).await,
    }
}

fn with_body(
    client: &Client,
    operation: &'static hubspot_crm_core::OperationInfo,
    id: Option<&str>,
    body: JsonBody<Value>,
) -> Call<Json<Value>, JsonBody<Value>> {
    let endpoint = client.endpoint(operation);
    Call::new(
        match id {
            Some(id) => endpoint.arg(id),
            None => endpoint,
        },
        body,
    )
}

/// Whether the end of a call agrees with what HubSpot did.
pub(crate) fn check(number: usize, result: &Result<Value, Error>, ledger: &Ledger) {
    let name = name(number);
    let done = ledger.count(&name);
    if name.starts_with("create") {
        assert!(done <= 1, "{name} was done {done} times");
    }
    match result {
        Ok(value) => {
            assert_eq!(value["name"], name.as_str(), "an answer to another call");
            assert!(done >= 1, "{name} succeeded, but was not done");
        }
        Err(error) if !error.may_have_been_processed() => {
            assert_eq!(done, 0, "{name} was done, but ended with {error}");
        }
        Err(_) => {}
    }
}
