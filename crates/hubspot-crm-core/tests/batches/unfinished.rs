//! What is left of a batch: what is still to be done, and the reasons why the rest is not.

use hubspot_crm_core::{Outcome, Value};

use crate::hubspot::{CREATE, Fault, HubSpot, UPDATE, bad, thing};

/// A loop that sends again what it is given comes to an end, whatever goes wrong with single requests.
#[tokio::test(start_paused = true)]
async fn a_simple_loop_ends() {
    for (faults, refused) in [
        (vec![], 1),
        (vec![Fault::Connect], 1),
        (vec![Fault::Timeout(true), Fault::Timeout(false)], 1),
        (vec![Fault::Status(403, false)], 101),
        (vec![Fault::None, Fault::Status(400, false)], 101),
        (vec![Fault::Status(503, true); 5], 1),
    ] {
        let hubspot = HubSpot::new(faults.clone());
        let mut inputs: Vec<Value> = (0..250).map(thing).chain([bad(250)]).collect();
        let (mut rounds, mut done, mut failed) = (0, 0, 0);
        while !inputs.is_empty() {
            rounds += 1;
            assert!(rounds < 10, "{faults:?}");
            let batch = hubspot.call(&UPDATE, inputs).in_chunks();
            let mut outcomes = batch.concurrency(1).await;
            inputs = outcomes.take_unfinished();
            let counts = outcomes.counts();
            assert_eq!(counts.unknown + counts.not_sent, 0, "{faults:?}");
            done += counts.succeeded;
            failed += counts.failed;
        }
        assert_eq!((done, failed), (251 - refused, refused), "{faults:?}");
    }
}

#[tokio::test]
async fn what_can_never_be_sent_is_not_given() {
    let hubspot = HubSpot::new([]);
    let call = hubspot.call(&UPDATE, [thing(0)]);
    let mut outcomes = call.extra_header("no header", "").in_chunks().await;
    assert_eq!(outcomes.counts().not_sent, 1);
    assert!(outcomes.take_unfinished().is_empty());
    assert_eq!(outcomes.take_repeatable().len(), 1);
}

#[tokio::test(start_paused = true)]
async fn each_reason_is_told_once() {
    let forbidden = Fault::Status(403, false);
    let hubspot = HubSpot::new([Fault::None, Fault::Timeout(true), forbidden]);
    let inputs = [bad(0), bad(1)].into_iter().chain((2..350).map(thing));
    let outcomes = hubspot
        .call(&CREATE, inputs)
        .in_chunks()
        .concurrency(1)
        .await;
    let reasons = outcomes.reasons();
    let lines: Vec<String> = reasons.iter().map(ToString::to_string).collect();
    let refusal = "POST /things/batch/create: 403 Forbidden VALIDATION_ERROR: no";
    assert_eq!(
        lines,
        [
            "100 inputs may or may not have been done: POST /things/batch/create: the answer did not \
             come in time (not repeated: it may have been processed)",
            &format!("100 inputs failed: {refusal}"),
            &format!("50 inputs not sent: {refusal}"),
            "1 input failed: VALIDATION_ERROR: bad 0",
            "1 input failed: VALIDATION_ERROR: bad 1",
        ]
    );
    assert!(matches!(&reasons[0].outcome, Outcome::Unknown(Some(error)) if error.is_timeout()));
    let counts = outcomes.counts();
    let told: usize = reasons.iter().map(|reason| reason.inputs).sum();
    assert_eq!(told, counts.total - counts.succeeded);
}

/// Requests at the same time fail each with an error of its own, of the same text.
#[tokio::test(start_paused = true)]
async fn reasons_that_read_the_same_are_one() {
    let hubspot = HubSpot::new(vec![Fault::Connect; 4]);
    let outcomes = hubspot.call(&CREATE, (0..400).map(thing)).in_chunks().await;
    let reasons = outcomes.reasons();
    assert_eq!(reasons.len(), 1);
    assert_eq!(reasons[0].inputs, 400);

    let hubspot = HubSpot::new([]);
    let outcomes = hubspot.call(&CREATE, (0..100).map(thing)).in_chunks().await;
    assert!(outcomes.reasons().is_empty());
}
