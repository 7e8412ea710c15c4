//! How inputs are put into requests.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use hubspot_crm_core::{Batch, Call, Endpoint};
use hubspot_crm_core::{
    BatchProgress, BatchResponse, Error, Extra, Inputs, Json, JsonBody, NoContent, Outcome, Page,
    Value, batch_body, in_chunks, json_object, operation,
};
use serde_json::json;

use crate::common::body_of;
use crate::common::recorder::Recorder;
use crate::hubspot::{CREATE, CREATE_ALL, Fault, HubSpot, UPDATE, bad, inputs, number, thing};

#[tokio::test(start_paused = true)]
async fn have_as_many_inputs_as_the_operation_takes() {
    let hubspot = HubSpot::slow([], Duration::from_millis(1));
    let outcomes = hubspot.call(&CREATE, (0..250).map(thing)).in_chunks().await;
    assert_eq!(hubspot.sizes(), [100, 100, 50]);
    assert!(outcomes.is_complete());
    let numbers: Vec<u64> = outcomes
        .items()
        .iter()
        .map(|it| number(&it.input))
        .collect();
    assert_eq!(numbers, (0..250).collect::<Vec<_>>());
    let results = outcomes.into_complete().unwrap();
    let numbers: Vec<u64> = results.iter().map(number).collect();
    assert_eq!(
        numbers,
        (0..250).collect::<Vec<_>>(),
        "in the order of the inputs"
    );
}

#[tokio::test]
async fn can_be_smaller_but_not_larger() {
    for (size, sizes) in [(40, vec![40, 40, 20]), (0, vec![1; 100]), (1000, vec![100])] {
        let hubspot = HubSpot::new([]);
        let batch = hubspot.call(&CREATE, (0..100).map(thing)).in_chunks();
        assert!(batch.chunk_size(size).await.is_complete());
        assert_eq!(hubspot.sizes(), sizes);
    }
}

#[tokio::test(start_paused = true)]
async fn are_sent_several_at_a_time_and_made_when_they_are_sent() {
    for concurrency in [1, 3] {
        let hubspot = HubSpot::slow([], Duration::from_millis(10));
        let batch = hubspot.call(&CREATE, (0..1000).map(thing)).in_chunks();
        let outcomes = batch.concurrency(concurrency).await;
        assert!(outcomes.is_complete());
        assert_eq!(hubspot.most_in_flight(), concurrency);
    }
}

#[tokio::test]
async fn of_nothing_are_not_sent() {
    let hubspot = HubSpot::new([]);
    let outcomes = hubspot.call(&CREATE, []).in_chunks().await;
    assert!(outcomes.is_empty() && outcomes.is_complete());
    assert!(hubspot.bodies().is_empty());
    assert!(outcomes.into_complete().unwrap().is_empty());
}

#[tokio::test]
async fn are_what_more_inputs_than_fit_into_a_request_need() {
    let hubspot = HubSpot::new([]);
    let error = hubspot
        .call(&CREATE, (0..101).map(thing))
        .await
        .unwrap_err();
    assert!(matches!(error, Error::InvalidRequest(_)), "{error:?}");
    let text = error.to_string();
    assert!(text.contains("101 inputs") && text.contains("100") && text.contains("in_chunks"));
    assert!(hubspot.bodies().is_empty());
    let batch = hubspot.call(&CREATE, (0..100).map(thing)).await.unwrap();
    assert_eq!(batch.results().len(), 100);
}

#[tokio::test]
async fn give_inputs_trace_ids_unless_they_have_one() {
    let hubspot = HubSpot::new([]);
    let named = |mut input: Value, name: &str| {
        input["objectWriteTraceId"] = name.into();
        input
    };
    let given = [
        thing(0),
        named(thing(1), "2"),
        thing(2),
        named(thing(3), ""),
        bad(4),
    ];
    let outcomes = hubspot.call(&CREATE, given.clone()).in_chunks().await;
    let body = &hubspot.bodies()[0];
    let names = inputs(body)
        .iter()
        .map(|it| it["objectWriteTraceId"].as_str().unwrap());
    assert_eq!(names.collect::<Vec<_>>(), ["0", "2", "2_", "3", "4"]);
    assert_eq!(outcomes.succeeded().count(), 4);
    let failed: Vec<_> = outcomes.failures().collect();
    assert_eq!(failed[0].1.to_string(), "VALIDATION_ERROR: bad 4");
    let inputs: Vec<Value> = outcomes.into_iter().map(|item| item.input).collect();
    assert_eq!(inputs, given, "as they were given");
}

#[tokio::test]
async fn leave_operations_without_trace_ids_alone() {
    let hubspot = HubSpot::new([]);
    hubspot
        .call(&CREATE_ALL, [thing(0)])
        .in_chunks()
        .await
        .into_complete()
        .unwrap();
    assert_eq!(inputs(&hubspot.bodies()[0]), &[thing(0)]);
}

#[derive(Debug, Clone)]
struct Read {
    inputs: Vec<Value>,
    id_property: Option<String>,
    properties: Option<Vec<String>>,
    extra: Extra,
}
json_object!(Read {
    inputs: "inputs",
    id_property: "idProperty",
    properties: "properties"
});
batch_body!(Read, inputs as Value);

#[derive(Debug, Clone)]
struct BatchRead {
    endpoint: Endpoint,
    body: Read,
}
operation!(
    BatchRead as (BatchResponse<Value>, Batch<Value>),
    batch_body(body as Read)
);
in_chunks!(BatchRead as BatchResponse<Value>, body as Read);

fn read(count: u64) -> Read {
    Read {
        inputs: (0..count).map(thing).collect(),
        id_property: Some("n".to_owned()),
        properties: Some(vec!["a".to_owned()]),
        extra: [("new".to_owned(), json!(1))].into_iter().collect(),
    }
}

#[tokio::test]
async fn carry_what_stands_beside_the_inputs() {
    let hubspot = HubSpot::new([]);
    let request = BatchRead::new(hubspot.endpoint(&UPDATE), read(150));
    assert_eq!(request.clone().in_chunks().await.counts().total, 150);
    for body in hubspot.bodies() {
        assert_eq!(body["idProperty"], "n");
        assert_eq!(
            body["properties"],
            json!(["a", "n"]),
            "else no result could be told"
        );
        assert_eq!(body["new"], 1);
    }
    assert_eq!(hubspot.sizes(), [100, 50]);
    let error = request.await.unwrap_err();
    assert!(error.to_string().contains("150 inputs"), "{error}");
    assert_eq!(hubspot.sizes().len(), 2, "nothing was sent");
}

#[tokio::test]
async fn come_from_calls_whose_body_has_inputs_too() {
    let hubspot = HubSpot::new([]);
    let endpoint = hubspot.endpoint(&UPDATE);
    let call: Call<Json<Page<Value>>, _> = Call::new(endpoint, JsonBody(read(150)));
    let outcomes = call.in_chunks().chunk_size(60).await;
    assert_eq!(hubspot.sizes(), [60, 60, 30]);
    assert_eq!(outcomes.into_complete().unwrap().len(), 150);
}

#[tokio::test]
async fn go_without_an_input_that_cannot_be_sent() {
    let recorder = Recorder::new(204, &[], "");
    let endpoint = recorder.client().endpoint(&UPDATE);
    let given = vec![f64::NAN, 1.0, f64::INFINITY, f64::NAN];
    let call: Call<NoContent, _> = Call::new(endpoint, Inputs(given));
    let outcomes = call.in_chunks().chunk_size(2).on_progress(|_| ()).await;
    assert_eq!(&body_of(&recorder.request())[..], br#"{"inputs":[1]}"#);
    let counts = outcomes.counts();
    assert_eq!((counts.succeeded, counts.not_sent), (1, 3));
    let (_, error) = outcomes.not_sent().next().unwrap();
    let text = error.unwrap().to_string();
    assert!(text.contains("input 0 cannot be sent"), "{text}");
}

#[tokio::test(start_paused = true)]
async fn tell_how_far_the_batch_is() {
    let hubspot = HubSpot::slow(
        [Fault::None, Fault::Timeout(true)],
        Duration::from_millis(1),
    );
    let told: Arc<Mutex<Vec<BatchProgress>>> = Arc::default();
    let tell = Arc::clone(&told);
    let inputs = (0..249).map(thing).chain([bad(249)]);
    let batch = hubspot.call(&CREATE, inputs).in_chunks().concurrency(1);
    let batch = batch.on_progress(move |progress| tell.lock().unwrap().push(progress));
    let outcomes = batch.await;
    let told = told.lock().unwrap();
    let done: Vec<usize> = told.iter().map(BatchProgress::done).collect();
    assert_eq!(done, [100, 200, 250]);
    let last = told[2];
    assert_eq!((last.total, last.succeeded, last.failed), (250, 149, 1));
    assert_eq!((last.unknown, last.not_sent), (100, 0));
    assert_eq!(last, outcomes.counts());
    assert!(matches!(
        outcomes.items()[100].outcome,
        Outcome::Unknown(Some(_))
    ));
}
