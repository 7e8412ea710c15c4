//! Batches that are given up on the way.

use std::time::Duration;

use hubspot_crm_core::Outcome;
use tokio::time::timeout;

use crate::hubspot::{CREATE, HubSpot, number, thing};

/// An answer takes 20 ms; the record is there after 10.
fn slow() -> std::sync::Arc<HubSpot> {
    HubSpot::slow([], Duration::from_millis(10))
}

#[tokio::test(start_paused = true)]
async fn say_what_was_done_and_what_was_not() {
    let hubspot = slow();
    let batch = hubspot.call(&CREATE, (0..500).map(thing)).in_chunks();
    let mut run = batch.concurrency(1).start();
    let work = async { while run.next_chunk().await.is_some() {} };
    timeout(Duration::from_millis(55), work).await.unwrap_err();
    let outcomes = run.into_outcomes();
    let counts = outcomes.counts();
    assert_eq!(
        (counts.succeeded, counts.unknown, counts.not_sent),
        (200, 100, 200)
    );
    assert_eq!(
        hubspot.created().len(),
        300,
        "so it is well that it is unknown"
    );
    assert!(matches!(
        outcomes.items()[250].outcome,
        Outcome::Unknown(None)
    ));
}

#[tokio::test(start_paused = true)]
async fn go_on_where_they_were_left() {
    let hubspot = slow();
    let batch = hubspot.call(&CREATE, (0..500).map(thing)).in_chunks();
    let mut run = batch.concurrency(2).start();
    let mut chunks = 0;
    loop {
        // Most of these are dropped in the middle of a request.
        match timeout(Duration::from_millis(7), run.next_chunk()).await {
            Ok(Some(_)) => chunks += 1,
            Ok(None) => break,
            Err(_) => {}
        }
    }
    assert_eq!(chunks, 5);
    assert!(run.outcomes().is_complete());
    assert_eq!(hubspot.sizes().len(), 5, "nothing was sent twice");
}

#[tokio::test(start_paused = true)]
async fn can_wait_for_what_is_under_way() {
    let hubspot = slow();
    let batch = hubspot.call(&CREATE, (0..500).map(thing)).in_chunks();
    let mut run = batch.concurrency(2).start();
    let first = run.next_chunk().await.unwrap();
    assert_eq!(number(&first[0].input), 0);
    run.stop_sending();
    while run.next_chunk().await.is_some() {}
    let counts = run.progress();
    assert_eq!(
        (counts.succeeded, counts.unknown, counts.not_sent),
        (200, 0, 300)
    );
    assert_eq!(counts, run.into_outcomes().counts());
}

#[tokio::test(start_paused = true)]
async fn start_with_the_first_step() {
    let hubspot = slow();
    let mut run = hubspot.call(&CREATE, (0..5).map(thing)).in_chunks().start();
    drop(run.next_chunk());
    assert!(hubspot.bodies().is_empty());
    assert_eq!(run.into_outcomes().not_sent().count(), 5);
}
