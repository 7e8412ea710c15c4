//! Whatever goes wrong: every input has one outcome, it agrees with what HubSpot has done, and nothing is done twice.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

use hubspot_crm_core::{BatchOutcomes, Outcome, RetryPolicy, Value};
use proptest::prelude::*;
use tokio::time::timeout;

use crate::hubspot::{CREATE, CREATE_ALL, Fault, HubSpot, bad, number, thing};

fn faults() -> impl Strategy<Value = Vec<Fault>> {
    let fault = prop_oneof![
        6 => Just(Fault::None),
        1 => Just(Fault::Connect),
        2 => any::<bool>().prop_map(Fault::Timeout),
        2 => (prop_oneof![Just(500_u16), Just(502), Just(408)], any::<bool>())
            .prop_map(|(status, done)| Fault::Status(status, done)),
        2 => prop_oneof![Just(400_u16), Just(409), Just(429), Just(404)]
            .prop_map(|status| Fault::Status(status, false)),
        1 => prop_oneof![Just(401_u16), Just(403)].prop_map(|status| Fault::Status(status, false)),
        1 => Just(Fault::Garbage),
        1 => Just(Fault::Nameless),
    ];
    proptest::collection::vec(fault, 0..12)
}

#[derive(Debug, Clone)]
struct Case {
    /// Whether each input is good.
    inputs: Vec<bool>,
    faults: Vec<Fault>,
    traced: bool,
    size: usize,
    concurrency: usize,
    halves: bool,
    stops: bool,
    /// Whether the client sends requests again.
    retries: bool,
    /// In milliseconds; an answer takes 20.
    given_up_after: Option<u64>,
}

fn cases() -> impl Strategy<Value = Case> {
    let inputs = proptest::collection::vec(prop::bool::weighted(0.8), 0..60);
    let settings = (any::<bool>(), 1_usize..20, 1_usize..5, any::<bool>());
    let ends = (
        prop::bool::weighted(0.2),
        any::<bool>(),
        prop::option::weighted(0.3, 0_u64..150),
    );
    (inputs, faults(), settings, ends).prop_map(
        |(
            inputs,
            faults,
            (traced, size, concurrency, halves),
            (stops, retries, given_up_after),
        )| Case {
            inputs,
            faults,
            traced,
            size,
            concurrency,
            halves,
            stops,
            retries,
            given_up_after,
        },
    )
}

async fn run(case: &Case, hubspot: &Arc<HubSpot>) -> BatchOutcomes<Value, Value> {
    let inputs = case.inputs.iter().zip(0..).map(|(good, n)| match good {
        true => thing(n),
        false => bad(n),
    });
    let operation = if case.traced { &CREATE } else { &CREATE_ALL };
    let mut call = hubspot.call(operation, inputs);
    if case.retries {
        call = call.retry(RetryPolicy::new());
    }
    let mut batch = call.in_chunks();
    batch = batch.chunk_size(case.size).concurrency(case.concurrency);
    if case.halves {
        batch = batch.halve_on_rejection();
    }
    if case.stops {
        batch = batch.stop_on_error();
    }
    let mut run = batch.start();
    let work = async { while run.next_chunk().await.is_some() {} };
    match case.given_up_after {
        Some(millis) => {
            let _ = timeout(Duration::from_millis(millis), work).await;
        }
        None => {
            work.await;
            assert_eq!(run.progress(), run.outcomes().counts(), "all is counted");
        }
    }
    run.into_outcomes()
}

fn check(case: &Case, hubspot: &HubSpot, outcomes: &BatchOutcomes<Value, Value>) {
    let mut created: HashMap<u64, usize> = HashMap::new();
    for n in hubspot.created() {
        *created.entry(n).or_default() += 1;
    }
    assert!(
        created.values().all(|times| *times == 1),
        "twice: {created:?}"
    );
    assert_eq!(outcomes.len(), case.inputs.len());
    for (n, item) in (0..).zip(outcomes) {
        assert_eq!(number(&item.input), n, "in order");
        let was_created = created.contains_key(&n);
        match &item.outcome {
            Outcome::Succeeded(result) => {
                assert!(was_created, "{n}");
                assert_eq!(number(result), n, "another's result");
            }
            Outcome::Unmatched => assert!(was_created, "{n}"),
            Outcome::Failed(error) => {
                assert!(!was_created, "{n}: {error}");
                if let Some(failure) = error.as_failure() {
                    assert_eq!(failure.message, format!("bad {n}"), "another's failure");
                }
            }
            Outcome::NotSent(_) => assert!(!was_created, "{n}"),
            Outcome::Unknown(_) => {}
            other => panic!("{other:?}"),
        }
    }
    if case.given_up_after.is_none() && case.faults.iter().all(|fault| *fault == Fault::None) {
        let counts = outcomes.counts();
        assert_eq!(counts.unknown, 0);
        if case.traced && !case.stops {
            let good = case.inputs.iter().filter(|good| **good).count();
            assert_eq!(outcomes.succeeded().count(), good, "each with its result");
        }
        if case.halves && !case.stops {
            assert_eq!(
                counts.failed,
                case.inputs.iter().filter(|good| !**good).count()
            );
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, ..ProptestConfig::default() })]

    #[test]
    fn outcomes_agree_with_the_ledger(case in cases()) {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_time()
            .start_paused(true)
            .build()
            .unwrap();
        runtime.block_on(async {
            let hubspot = HubSpot::slow(case.faults.iter().copied(), Duration::from_millis(10));
            let outcomes = run(&case, &hubspot).await;
            check(&case, &hubspot, &outcomes);
        });
    }
}
