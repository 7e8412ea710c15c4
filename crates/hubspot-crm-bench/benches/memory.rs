//! Allocations of a call, and the memory of a stream of a million contacts.
//!
//! Prints one figure a line. Only what this thread allocates counts: the client's work, and reqwest's. Calls are counted
//! after the first ones, when connections are open.

use allocation_counter::{AllocationInfo, measure};
use hubspot_crm_bench::{PlainContact, TOKEN};
use hubspot_crm_gen::models::SimplePublicObjectWithAssociations;
use hubspot_crm_gen::v3::prelude::*;
use tokio::runtime::Runtime;

const CALLS: u64 = 1_000;

/// What the calls take on average.
fn print_calls(what: &str, runtime: &Runtime, call: impl AsyncFn()) {
    let calls = async |count| {
        for _ in 0..count {
            call().await;
        }
    };
    runtime.block_on(calls(10));
    let AllocationInfo {
        count_total,
        bytes_total,
        ..
    } = measure(|| runtime.block_on(calls(CALLS)));
    println!(
        "{what}: {:.1} allocations, {:.0} bytes",
        count_total as f64 / CALLS as f64,
        bytes_total as f64 / CALLS as f64
    );
}

fn calls(runtime: &Runtime) {
    let base = hubspot_crm_bench::serve(|_| hubspot_crm_bench::contact(6001));
    let url = format!("{base}/crm/v3/objects/contacts/6001");
    let hubspot = hubspot_crm_bench::client(&base);
    let reqwest = hubspot_crm_bench::by_hand();
    let body = async || {
        let request = reqwest.get(&url).bearer_auth(TOKEN);
        let answer = request.send().await.expect("an answer");
        answer.bytes().await.expect("a whole body")
    };
    print_calls("a call of the client", runtime, async || {
        let call = hubspot.contacts().get("6001");
        call.await.expect("a contact");
    });
    print_calls("the same by reqwest, same types", runtime, async || {
        serde_json::from_slice::<SimplePublicObjectWithAssociations>(&body().await)
            .expect("a contact");
    });
    print_calls("the same by reqwest, plain structs", runtime, async || {
        serde_json::from_slice::<PlainContact>(&body().await).expect("a contact");
    });
}

/// Streams so many contacts from a server that makes each page when it is asked for.
fn print_stream(contacts: usize, runtime: &Runtime) {
    let base = hubspot_crm_bench::serve(move |target| {
        let after = target.split_once("after=").map_or("0", |(_, after)| after);
        let start: usize = after.parse().expect("the cursor is a number");
        let next = start + 100;
        hubspot_crm_bench::page(start..next, (next < contacts).then_some(next))
    });
    let hubspot = hubspot_crm_bench::client(&base);
    let stream = async || {
        let mut contacts = hubspot.contacts().list().limit(100).stream();
        let mut count = 0;
        while let Some(contact) = contacts.try_next().await.expect("all pages") {
            assert!(!contact.id.is_empty());
            count += 1;
        }
        count
    };
    let mut count = 0;
    let used = measure(|| count = runtime.block_on(stream()));
    assert_eq!(count, contacts);
    println!(
        "a stream of {contacts} contacts: at most {} KiB at a time, {} KiB after it",
        used.bytes_max / 1024,
        used.bytes_current / 1024
    );
}

fn main() {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .expect("a runtime");
    calls(&runtime);
    for contacts in [1_000, 10_000, 100_000, 1_000_000] {
        print_stream(contacts, &runtime);
    }
}
