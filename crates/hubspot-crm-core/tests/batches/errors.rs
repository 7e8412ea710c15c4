//! Requests that fail as a whole.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use hubspot_crm_core::{
    AccessToken, AuthError, BatchResponse, BoxFuture, Call, Client, Error, InputError, Inputs,
    NoRetry, Outcome, RetryPolicy, TokenProvider, Transport, Value,
};

use crate::common::script::{Script, answer};
use crate::hubspot::{CREATE, CREATE_ALL, Fault, HubSpot, UPDATE, bad, number, thing};

fn three_hundred() -> impl Iterator<Item = Value> {
    (0..300).map(thing)
}

#[tokio::test(start_paused = true)]
async fn cost_nothing_that_succeeded() {
    let hubspot = HubSpot::new([Fault::None, Fault::Status(418, false), Fault::None]);
    let batch = hubspot.call(&CREATE, three_hundred()).in_chunks();
    let outcomes = batch.concurrency(1).await;
    let counts = outcomes.counts();
    assert_eq!((counts.succeeded, counts.failed), (200, 100));
    let (input, error) = outcomes.failures().next().unwrap();
    assert_eq!(number(input), 100);
    assert!(
        error
            .as_request()
            .is_some_and(|it| it.status().unwrap() == 418)
    );
    assert_eq!(outcomes.into_complete().unwrap_err().outcomes().len(), 300);
}

#[tokio::test(start_paused = true)]
async fn end_the_batch_where_all_others_would_fail_too() {
    for status in [401, 403] {
        let hubspot = HubSpot::new([Fault::None, Fault::Status(status, false)]);
        let batch = hubspot.call(&CREATE, three_hundred()).in_chunks();
        let outcomes = batch.concurrency(1).await;
        assert_eq!(hubspot.sizes().len(), 2, "{status}");
        let counts = outcomes.counts();
        assert_eq!(
            (counts.succeeded, counts.failed, counts.not_sent),
            (100, 100, 100)
        );
        let (_, reason) = outcomes.not_sent().next().unwrap();
        assert_eq!(reason.unwrap().status().unwrap().as_u16(), status);
    }
}

#[tokio::test]
async fn that_keep_it_from_being_sent_leave_everything_unsent() {
    let hubspot = HubSpot::new([]);
    let mut call = hubspot.call(&CREATE, three_hundred());
    call = call.extra_header("not a header", "");
    let outcomes = call.in_chunks().await;
    assert_eq!(outcomes.counts().not_sent, 300);
    for (_, error) in outcomes.not_sent() {
        assert!(matches!(error, Some(Error::InvalidRequest(_))), "{error:?}");
    }
    assert!(hubspot.bodies().is_empty());
}

/// Has a token once, and then none.
struct Once(AtomicBool);

impl TokenProvider for Once {
    fn access_token(&self) -> BoxFuture<'_, Result<AccessToken, AuthError>> {
        let is_first = self.0.swap(false, Ordering::SeqCst);
        let none = || AuthError::new("the vault is sealed");
        Box::pin(async move { is_first.then(|| "t".into()).ok_or_else(none) })
    }
}

#[tokio::test(start_paused = true)]
async fn for_want_of_a_token_leave_what_was_sent_before_unknown() {
    let script = Script::new([answer(502, "")]);
    let transport: Arc<dyn Transport> = Arc::<Script>::clone(&script);
    let client = Client::builder()
        .transport(transport)
        .token_provider(Arc::new(Once(AtomicBool::new(true))));
    let endpoint = client.build().unwrap().endpoint(&UPDATE);
    let call: Call<BatchResponse<Value>, _> = Call::new(endpoint, Inputs(vec![thing(1)]));
    let outcomes = call.in_chunks().await;
    assert_eq!(script.count(), 1);
    let outcome = &outcomes.items()[0].outcome;
    assert!(matches!(outcome, Outcome::Unknown(Some(_))), "{outcome:?}");
}

#[tokio::test(start_paused = true)]
async fn stop_the_batch_if_that_is_asked_for() {
    for fault in [Fault::Timeout(true), Fault::Status(400, false)] {
        let hubspot = HubSpot::new([Fault::None, fault]);
        let batch = hubspot.call(&CREATE, three_hundred()).in_chunks();
        let outcomes = batch.concurrency(1).stop_on_error().await;
        assert_eq!(hubspot.sizes().len(), 2);
        assert_eq!(outcomes.counts().not_sent, 100);
    }
    let hubspot = HubSpot::new([]);
    let inputs = [bad(0)].into_iter().chain((1..150).map(thing));
    let batch = hubspot.call(&CREATE, inputs).in_chunks();
    let outcomes = batch.concurrency(1).stop_on_error().await;
    let counts = outcomes.counts();
    assert_eq!(
        (counts.succeeded, counts.failed, counts.not_sent),
        (99, 1, 50)
    );
}

#[tokio::test(start_paused = true)]
async fn say_what_may_have_happened() {
    // Past the retries of the client, if there are any.
    let always = |fault| vec![fault; 50];
    for (fault, operation, is_repeatable) in [
        (Fault::Timeout(true), &CREATE, false),
        (Fault::Status(503, true), &CREATE, false),
        (Fault::Garbage, &CREATE, false),
        (Fault::Timeout(false), &UPDATE, true),
        (Fault::Garbage, &UPDATE, true),
    ] {
        let hubspot = HubSpot::new(always(fault));
        let mut outcomes = hubspot.call(operation, [thing(0)]).in_chunks().await;
        let (_, error) = outcomes.unknown().next().expect("nobody knows");
        assert!(error.is_some(), "{fault:?}");
        let repeatable = outcomes.clone().take_repeatable();
        assert_eq!(outcomes.take_unfinished(), repeatable, "{fault:?}");
        assert_eq!(repeatable.len(), usize::from(is_repeatable), "{fault:?}");
        assert_eq!(outcomes.len(), usize::from(!is_repeatable));
    }
    let hubspot = HubSpot::new(always(Fault::Connect));
    let mut outcomes = hubspot.call(&CREATE, [thing(0)]).in_chunks().await;
    assert!(
        matches!(&outcomes.items()[0].outcome, Outcome::NotSent(Some(error)) if error.is_connect())
    );
    assert_eq!(outcomes.clone().take_repeatable().len(), 1);
    assert_eq!(outcomes.take_unfinished().len(), 1);
}

#[tokio::test(start_paused = true)]
async fn are_halved_down_to_the_input_that_is_to_blame() {
    let hubspot = HubSpot::new([]);
    let inputs = (0..200).map(|n| if n == 37 { bad(n) } else { thing(n) });
    let batch = hubspot.call(&CREATE_ALL, inputs).in_chunks();
    let outcomes = batch.halve_on_rejection().await;
    let failed: Vec<u64> = outcomes
        .failures()
        .map(|(input, _)| number(input))
        .collect();
    assert_eq!(failed, [37]);
    assert_eq!(outcomes.counts().succeeded, 199);
    let mut created = hubspot.created();
    created.sort_unstable();
    let expected: Vec<u64> = (0..200).filter(|n| *n != 37).collect();
    assert_eq!(created, expected, "each once");
    assert!(hubspot.sizes().len() <= 2 + 14, "{:?}", hubspot.sizes());
}

#[tokio::test(start_paused = true)]
async fn are_not_halved_unless_that_is_asked_for() {
    let hubspot = HubSpot::new([]);
    let outcomes = hubspot
        .call(&CREATE_ALL, [thing(0), bad(1)])
        .in_chunks()
        .await;
    assert_eq!(outcomes.counts().failed, 2);
    assert_eq!(hubspot.sizes(), [2]);
}

#[tokio::test(start_paused = true)]
async fn without_an_answer_are_never_halved() {
    for fault in [
        Fault::Timeout(true),
        Fault::Status(500, true),
        Fault::Garbage,
    ] {
        let hubspot = HubSpot::new([fault]);
        let batch = hubspot.call(&CREATE_ALL, [thing(0), thing(1)]).in_chunks();
        let outcomes = batch.halve_on_rejection().await;
        assert_eq!(outcomes.counts().unknown, 2);
        assert_eq!(hubspot.created(), [0, 1]);
    }
}

#[tokio::test(start_paused = true)]
async fn are_no_refusals_after_an_attempt_that_may_have_been_processed() {
    let conflict = Fault::Status(409, false);
    let hubspot = HubSpot::new([Fault::Timeout(true), conflict]);
    let call = hubspot.call(&CREATE_ALL, [thing(0), thing(1)]);
    let call = call.retry(RetryPolicy::new().repeat_creates(true));
    let outcomes = call.in_chunks().halve_on_rejection().await;
    assert_eq!(outcomes.counts().unknown, 2);
    assert_eq!(hubspot.sizes(), [2, 2], "one repeat, no halves");
    assert_eq!(hubspot.created(), [0, 1]);

    let faults = [Fault::Timeout(true), Fault::Connect];
    let hubspot = HubSpot::new(faults);
    let call = hubspot.call(&UPDATE, [thing(0)]);
    let call = call.retry(RetryPolicy::new().max_attempts(2));
    assert_eq!(call.in_chunks().await.counts().unknown, 1);
}

#[tokio::test(start_paused = true)]
async fn are_halved_after_the_client_has_waited_for_a_limit() {
    let hubspot = HubSpot::new([Fault::Status(429, false), Fault::Connect]);
    let call = hubspot.call(&CREATE_ALL, [thing(0), bad(1)]);
    let call = call.retry(RetryPolicy::new()).extra_body("new", 1);
    let outcomes = call.in_chunks().halve_on_rejection().await;
    let counts = outcomes.counts();
    assert_eq!((counts.succeeded, counts.failed), (1, 1));
    assert_eq!(hubspot.sizes(), [2, 2, 2, 1, 1]);
    assert!(hubspot.bodies().iter().all(|body| body["new"] == 1));
}

#[tokio::test]
async fn become_the_one_error_of_the_crate() {
    async fn all_or_nothing(hubspot: &Arc<HubSpot>) -> Result<Vec<Value>, Error> {
        let inputs = (0..150).map(thing).chain([bad(150), bad(151)]);
        let batch = hubspot.call(&CREATE, inputs).in_chunks().concurrency(1);
        Ok(batch.await.into_complete()?)
    }
    let hubspot = HubSpot::new([Fault::Status(400, false)]);
    let error = all_or_nothing(&hubspot).await.unwrap_err();
    let Error::Batch(incomplete) = &error else {
        panic!("{error:?}")
    };
    assert_eq!(incomplete.results().len(), 50);
    assert_eq!(incomplete.failures().len(), 3, "one for each reason");
    assert!(incomplete.failures()[0].is_validation());
    assert_eq!(
        error.to_string(),
        "102 of 152 inputs of the batch failed: VALIDATION_ERROR: no"
    );
}

#[tokio::test(start_paused = true)]
async fn are_told_in_one_line() {
    let hubspot = HubSpot::new([Fault::None, Fault::Timeout(true), Fault::Status(401, false)]);
    let inputs = [bad(0)].into_iter().chain((1..400).map(thing));
    let batch = hubspot.call(&CREATE, inputs).in_chunks();
    let incomplete = batch.concurrency(1).await.into_complete().unwrap_err();
    assert_eq!(
        incomplete.to_string(),
        "of 400 inputs of the batch 99 succeeded, 101 failed, 100 may or may not have been done, 100 were not \
         sent: VALIDATION_ERROR: bad 0"
    );
    let errors = incomplete.outcomes().failures();
    assert!(
        errors
            .into_iter()
            .any(|(_, error)| matches!(error, InputError::Request(_)))
    );
}

/// What `?` makes of a batch that was sent with these faults, one request after the other.
async fn after(faults: &[Fault], inputs: u64) -> Error {
    let hubspot = HubSpot::new(faults.to_vec());
    let batch = hubspot.call(&CREATE, (0..inputs).map(thing)).in_chunks();
    let outcomes = batch.concurrency(1).await;
    let (counts, told) = (outcomes.counts(), outcomes.into_complete());
    let error = Error::from(told.unwrap_err());
    let Error::Batch(batch) = &error else {
        panic!("{error:?}")
    };
    assert_eq!(batch.counts(), counts, "{error}");
    assert!(!error.to_string().contains("failed: failed"), "{error}");
    error
}

/// Whatever the outcomes are, the error says of them what they say.
#[tokio::test(start_paused = true)]
async fn as_the_one_error_say_what_is_so() {
    const NO_CONNECTION: &str = "POST /things/batch/create: cannot connect";
    const NO_ANSWER: &str = "POST /things/batch/create: the answer did not come in time \
                             (not repeated: it may have been processed)";
    let (connect, timeout) = (Fault::Connect, Fault::Timeout(true));
    let refused = Fault::Status(400, false);
    for (faults, text, [processed, is_connect, is_timeout]) in [
        (
            &[connect][..],
            format!("of 100 inputs of the batch 100 were not sent: {NO_CONNECTION}"),
            [false, true, false],
        ),
        (
            &[timeout],
            format!("of 100 inputs of the batch 100 may or may not have been done: {NO_ANSWER}"),
            [true, false, true],
        ),
        (
            &[refused],
            "100 of 100 inputs of the batch failed: VALIDATION_ERROR: no".to_owned(),
            [false, false, false],
        ),
        (
            &[Fault::None, connect],
            format!("of 200 inputs of the batch 100 succeeded, 100 were not sent: {NO_CONNECTION}"),
            [true, false, false],
        ),
        (
            &[refused, connect],
            "of 200 inputs of the batch 100 failed, 100 were not sent: VALIDATION_ERROR: no"
                .to_owned(),
            [false, false, false],
        ),
        (
            &[Fault::None, refused, timeout, connect],
            "of 400 inputs of the batch 100 succeeded, 100 failed, 100 may or may not have been \
             done, 100 were not sent: VALIDATION_ERROR: no"
                .to_owned(),
            [true, false, false],
        ),
    ] {
        let error = after(faults, 100 * faults.len() as u64).await;
        assert_eq!(error.to_string(), text);
        assert_eq!(error.may_have_been_processed(), processed, "{text}");
        assert_eq!(error.is_connect(), is_connect, "{text}");
        assert_eq!(error.is_timeout(), is_timeout, "{text}");
        assert_eq!(error.attempts(), 1, "of each");
    }
    let error = after(&[Fault::Connect], 1).await;
    assert_eq!(error.no_retry(), NoRetry::OutOfAttempts);
    let source = std::error::Error::source(&error).unwrap();
    assert!(!error.to_string().contains(&source.to_string()));
}

#[tokio::test]
async fn before_anything_is_sent_have_no_attempt() {
    let hubspot = HubSpot::new([]);
    let call = hubspot
        .call(&CREATE, [thing(0)])
        .extra_header("no header", "");
    let incomplete = call.in_chunks().await.into_complete().unwrap_err();
    let error = Error::from(incomplete);
    assert_eq!(error.attempts(), 0);
    assert!(!error.may_have_been_processed());
}
