//! What errors show of the data that they are about: nothing. `Display`, `Debug` and all causes of each kind of error are
//! looked at, with values that would be seen.
//!
//! Two things are shown on purpose: the sentence in which HubSpot says what is wrong, and the start of a body that does not
//! read. Secrets are looked for in `oauth_secrets.rs`.

#![allow(
    clippy::unwrap_used,
    reason = "what fails here fails the test, in the helpers as well"
)]

mod common;

use std::error::Error as StdError;

use common::objects::Objects;
use common::script::{Script, Step, answer};
use hubspot_crm_core::{
    BatchResponse, BodyError, CalendarDate, Call, Client, DateTime, Error, Extra, FilePart, Filter,
    FilterOperator, Inputs, Json, JsonBody, Method, NoContent, Page, Properties, Record,
    SearchRequest, Sort, TransportErrorKind, Value, json_object, multipart_form, operation,
    operations, poll, properties, record,
};
use serde::Deserialize;

/// All personal data looks like this, in any case.
const CANARY: &str = "canary";

operations![
    "things",
    LIST = Get("/things/{group}"),
    SEARCH = Post("/things/search").rate_limit_exempt(&["ten-secondly"]),
    CREATE = Post("/things/batch/create").max_inputs(2),
    UPLOAD = Post("/things/upload"),
];

/// Checks an error and all its causes, and that there is a text at all.
#[track_caller]
fn hidden(error: &(dyn StdError + 'static)) {
    assert!(!error.to_string().is_empty());
    let mut next = Some(error);
    while let Some(error) = next {
        for text in [
            format!("{error}"),
            format!("{error:?}"),
            format!("{error:#?}"),
        ] {
            assert!(!text.to_lowercase().contains(CANARY), "{text}");
            // Of operations they show which one it is, not how it is sent.
            assert!(!text.contains("rate_limit_exemptions"), "{text}");
        }
        next = error.source();
    }
}

fn contacts(steps: impl IntoIterator<Item = Step>) -> Objects {
    Objects::new(&Script::new(steps).client(), "contacts")
}

/// The error of an update of which the request is full of personal data.
async fn refused(step: Step) -> Error {
    contacts(vec![step; 9])
        .update("canary@example.com", properties! { "phone" => "canary" })
        .id_property("email")
        .extra_query("x", "canary")
        .extra_header("x-canary-free", "canary")
        .await
        .unwrap_err()
}

#[tokio::test(start_paused = true)]
async fn of_refusals() {
    let body = r#"{
        "category": "VALIDATION_ERROR",
        "message": "Property values were not valid: [{\"name\":\"email\",\"message\":\"canary is no address\"}]",
        "context": {"ids": ["canary"]},
        "errors": [{"message": "canary", "context": {"email": ["canary"]}}],
        "links": {"canary": "https://example.com/canary"},
        "canary": {"canary": 1}
    }"#;
    for status in [400, 404, 409, 429, 503] {
        let error = refused(answer(status, body).header("x-request", "canary")).await;
        hidden(&error);
        assert!(
            error
                .to_string()
                .contains("VALIDATION_ERROR: Property values were not valid"),
            "{error}"
        );
        let api = error.as_api().unwrap();
        hidden(api);
        let shown = format!("{api:?}");
        assert!(shown.contains("Property values were not valid"), "{shown}");
        assert!(shown.contains(&format!("{} bytes", body.len())), "{shown}");
        assert_eq!(api.context.get("ids"), [CANARY]);
    }
    hidden(&refused(answer(502, "<html>canary")).await);
}

/// Of what did not read there is the place and the kind.
#[tokio::test(start_paused = true)]
async fn of_answers_that_do_not_read() {
    let padding = "x".repeat(200);
    for (value, found) in [
        (r#""canary""#, "invalid value: string, expected"),
        (r#"{"canary": "canary"}"#, "invalid value: map, expected"),
        (
            r#""canary, expected \"canary\"""#,
            "invalid value: string, expected",
        ),
    ] {
        let body = format!(r#"{{"results":[{{"id":"{padding}","archived":{value}}}]}}"#);
        let error = contacts([answer(200, &body)]).list().await.unwrap_err();
        hidden(&error);
        let text = error.to_string();
        assert!(
            text.contains(&format!(" at results[0].archived: {found}")),
            "{text}"
        );
    }
}

#[tokio::test(start_paused = true)]
async fn of_requests_that_got_no_answer() {
    for kind in [
        TransportErrorKind::Connect,
        TransportErrorKind::Timeout,
        TransportErrorKind::Interrupted,
        TransportErrorKind::Other,
    ] {
        hidden(&refused(Step::Fail(kind)).await);
    }
    hidden(&refused(Step::Hang).await);
}

#[derive(Debug, Clone)]
struct Form {
    file: FilePart,
    extra: Extra,
}
multipart_form!(Form { file: file("file") });

#[derive(Debug, Clone)]
struct Upload {
    endpoint: hubspot_crm_core::Endpoint,
    body: Form,
}
operation!(Upload as (NoContent, ()), multipart(body as Form));

#[tokio::test]
async fn of_requests_that_cannot_be_sent() {
    let script = Script::new([]);
    let client = script.client();
    let list = || Call::<Json<Value>>::new(client.endpoint(&LIST).arg("canary"), ());
    hidden(&list().extra_header("x", "canary\n").await.unwrap_err());
    let long = ["canary"; 2000].join("&");
    hidden(&list().extra_query("x", long).await.unwrap_err());
    let raw = client.request(Method::Get, "canary").await;
    hidden(&raw.unwrap_err());

    let filter = Filter::eq("email", "canary");
    for search in [
        SearchRequest::new().query("canary".repeat(1000)),
        SearchRequest::new().filters(vec![filter.clone(); 50]),
        SearchRequest::new().filter(Filter::new("email", FilterOperator::In).value("canary")),
        SearchRequest::new().sorts(["canary", "canary"].map(Sort::ascending)),
    ] {
        let call = Call::<Json<Value>, _>::new(client.endpoint(&SEARCH), JsonBody(search));
        hidden(&call.await.unwrap_err());
    }

    let inputs = Inputs(vec![properties! { "email" => "canary" }; 3]);
    let call = Call::<Json<Value>, _>::new(client.endpoint(&CREATE), inputs);
    hidden(&call.await.unwrap_err());

    let file = FilePart::new("canary.csv", "canary").content_type("canary\n");
    let upload = Upload {
        endpoint: client.endpoint(&UPLOAD),
        body: Form {
            file,
            extra: Extra::new(),
        },
    };
    hidden(&upload.await.unwrap_err());
    assert_eq!(script.count(), 0);
}

#[derive(Debug, Clone)]
struct Thing {
    id: String,
    extra: Extra,
}
json_object!(Thing { id: "id" });

/// The call and its chunks: what failed, what is not attributed, and what nobody knows.
#[tokio::test(start_paused = true)]
async fn of_batches() {
    let body = r#"{
        "status": "COMPLETE",
        "results": [{"id": "canary", "email": "canary"}],
        "numErrors": 1,
        "errors": [{
            "category": "OBJECT_NOT_FOUND", "message": "Not there: [{\"email\":\"canary\"}]",
            "context": {"ids": ["canary"]}, "canary": "canary"
        }]
    }"#;
    let call = |step: Step| {
        let client = Script::new(vec![step; 9]).client();
        let inputs = vec![properties! { "email" => "canary" }; 2];
        let endpoint = client.endpoint(&CREATE);
        Call::<BatchResponse<Thing>, _>::new(endpoint, Inputs(inputs))
    };
    let incomplete = call(answer(207, body)).await.unwrap().into_complete();
    let incomplete = incomplete.unwrap_err();
    assert_eq!(incomplete.results()[0].id, CANARY);
    hidden(&incomplete);
    let shown = format!("{incomplete:?}");
    assert!(shown.contains("OBJECT_NOT_FOUND: Not there"), "{shown}");
    hidden(&Error::from(incomplete));

    for step in [
        answer(207, body),
        answer(400, body),
        answer(503, "canary"),
        Step::Fail(TransportErrorKind::Connect),
    ] {
        let outcomes = call(step).in_chunks().await;
        for (_, error) in outcomes.failures() {
            hidden(error);
        }
        let errors = outcomes.unknown().chain(outcomes.not_sent());
        for error in errors.filter_map(|(_, error)| error) {
            hidden(error);
        }
        let incomplete = outcomes.into_complete().unwrap_err();
        assert_eq!(
            incomplete.outcomes().items()[0].input.get("email"),
            Some(CANARY)
        );
        hidden(&incomplete);
        hidden(&Error::from(incomplete));
    }
}

#[tokio::test]
async fn of_pages_that_lead_in_a_circle() {
    let page = answer(
        200,
        r#"{"results":[],"paging":{"next":{"after":"canary"}}}"#,
    );
    let client = Script::new(vec![page; 5]).client();
    let call = Call::<Json<Page<Thing>>, _>::new(
        client.endpoint(&SEARCH),
        JsonBody(SearchRequest::new().query(CANARY)),
    );
    let error = call.stream().try_next().await.unwrap_err();
    assert!(matches!(error, Error::Paging(_)), "{error:?}");
    hidden(&error);
}

#[test]
fn of_settings() {
    for url in [
        "canary",
        "ftp://canary",
        "https://canary:canary@canary.example",
        "https://canary.example?canary",
    ] {
        let builder = Client::builder().access_token("t").base_url(url);
        hidden(&builder.build().unwrap_err());
    }
    let builder = Client::builder().access_token("canary\n");
    hidden(&builder.build().unwrap_err());
    let builder = Client::builder().access_token("t").user_agent("canary\n");
    hidden(&builder.build().unwrap_err());
}

#[derive(Debug, Deserialize)]
#[allow(dead_code, reason = "it never is read")]
struct Typed {
    email: i64,
}

struct Kept {
    id: String,
    properties: Properties,
}
record!(Kept);

#[test]
fn of_values() {
    let held: Properties = [("email", CANARY)].into_iter().collect();
    let error = held.to_typed::<Typed>().unwrap_err();
    assert_eq!(error.text(), Some(CANARY));
    hidden(&error);
    hidden(&Error::from(error));
    let record = Kept {
        id: CANARY.to_owned(),
        properties: held.clone(),
    };
    for error in [
        record.properties_as::<Typed>().unwrap_err(),
        Record::properties_as::<Typed>(&record).unwrap_err(),
    ] {
        assert_eq!(error.record_id(), Some(CANARY));
        hidden(&error);
        hidden(&Error::from(error));
    }
    hidden(&held.get_i64("email").unwrap_err());
    hidden(&held.get_datetime("email").unwrap_err());

    let error = CANARY.parse::<DateTime>().unwrap_err();
    assert_eq!(error.input(), CANARY);
    hidden(&error);
    let error = CalendarDate::from(CANARY).date().unwrap_err();
    assert_eq!(error.input(), CANARY);
    hidden(&error);

    let number = i64::MAX;
    let error = DateTime::from_millis(number).unwrap_err();
    assert!(!format!("{error} {error:?}").contains(&number.to_string()));
}

#[tokio::test(start_paused = true)]
async fn of_polls_and_bodies() {
    let script = Script::new(vec![answer(404, r#"{"context":{"id":["canary"]}}"#); 9]);
    let client = script.client();
    let look = || Call::<Json<Value>>::new(client.endpoint(&LIST).arg("canary"), ());
    let error = poll(look).until(|_| false).await.unwrap_err();
    hidden(&error);
    assert!(Error::from(error).is_not_found());
    let waiting = Script::new(vec![answer(200, r#""canary""#); 99]).client();
    let look = || Call::<Json<Value>>::new(waiting.endpoint(&LIST).arg("canary"), ());
    let poller = poll(look).at_most(std::time::Duration::from_secs(60));
    let error = poller.until(|_| false).await.unwrap_err();
    hidden(&error);
    let text = error.to_string();
    let error = Error::from(error);
    hidden(&error);
    assert!(matches!(error, Error::Poll(_)) && error.to_string() == text);
    // It goes on.
    assert!(error.may_have_been_processed());

    let body = BodyError::Longer { length: 1 };
    hidden(&body);
    hidden(&BodyError::ReadBefore);
}

#[cfg(feature = "webhooks")]
#[test]
fn of_webhooks() {
    use hubspot_crm_core::webhooks::parse_events;

    for body in [
        "canary",
        r#"["canary"]"#,
        r#"[{"attemptNumber":"canary"}]"#,
        r#"[{"occurredAt":{"canary":1},"attemptNumber":["canary"]}]"#,
        r#"[{"subscriptionType":"canary"#,
    ] {
        hidden(&parse_events(body.as_bytes()).unwrap_err());
    }
}
