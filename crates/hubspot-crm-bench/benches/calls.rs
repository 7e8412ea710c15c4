//! What a call costs over reqwest and serde_json alone.
//!
//! The first three send the same request to a server on this machine and read the same answer: `client` by this crate, with
//! retries, limits and traces as they are by default; `reqwest` by hand, into the same types; `reqwest_plain` by hand, into
//! plain structs. `client_without_network` has its answer at once, in place of HTTP: what it takes is this crate's own, and
//! reading the answer.

use std::sync::Arc;

use bytes::Bytes;
use criterion::{Criterion, criterion_group, criterion_main};
use hubspot_crm_bench::{PlainContact, TOKEN};
use hubspot_crm_gen::models::{SimplePublicObject, SimplePublicObjectWithAssociations};
use hubspot_crm_gen::v3::prelude::*;
use hubspot_crm_gen::{BoxFuture, Client, HttpRequest, HttpResponse, Transport, TransportError};
use reqwest::header::CONTENT_TYPE;
use serde::de::DeserializeOwned;
use serde_json::json;
use tokio::runtime::Runtime;

/// Answers every request with a contact.
struct NoNetwork(Bytes);

impl Transport for NoNetwork {
    fn send(&self, _: HttpRequest) -> BoxFuture<'_, Result<HttpResponse, TransportError>> {
        let (status, headers) = (http::StatusCode::OK, http::HeaderMap::new());
        let answer = HttpResponse::new(status, headers, self.0.clone());
        Box::pin(async { Ok(answer) })
    }
}

fn without_network() -> Client {
    Client::builder()
        .access_token(TOKEN)
        .rate_limits(hubspot_crm_bench::unreached())
        .transport(Arc::new(NoNetwork(hubspot_crm_bench::contact(6001).into())))
        .build()
        .expect("the settings are right")
}

async fn send<T: DeserializeOwned>(request: reqwest::RequestBuilder) -> T {
    let answer = request.bearer_auth(TOKEN).send().await.expect("an answer");
    assert!(answer.status().is_success());
    let body = answer.bytes().await.expect("a whole body");
    serde_json::from_slice(&body).expect("a contact")
}

fn get(criterion: &mut Criterion) {
    let runtime = Runtime::new().expect("threads");
    let base = hubspot_crm_bench::serve(|_| hubspot_crm_bench::contact(6001));
    let url = format!("{base}/crm/v3/objects/contacts/6001?properties=email%2Cphone");
    let reqwest = hubspot_crm_bench::by_hand();
    let mut group = criterion.benchmark_group("get");
    for (name, client) in [
        ("client", hubspot_crm_bench::client(&base)),
        ("client_without_network", without_network()),
    ] {
        group.bench_function(name, |bencher| {
            bencher.to_async(&runtime).iter(|| async {
                let call = client.contacts().get("6001");
                call.properties(["email", "phone"])
                    .await
                    .expect("a contact")
            });
        });
    }
    group.bench_function("reqwest", |bencher| {
        bencher
            .to_async(&runtime)
            .iter(|| send::<SimplePublicObjectWithAssociations>(reqwest.get(&url)));
    });
    group.bench_function("reqwest_plain", |bencher| {
        bencher
            .to_async(&runtime)
            .iter(|| send::<PlainContact>(reqwest.get(&url)));
    });
}

fn update(criterion: &mut Criterion) {
    let runtime = Runtime::new().expect("threads");
    let base = hubspot_crm_bench::serve(|_| hubspot_crm_bench::contact(6001));
    let url = format!("{base}/crm/v3/objects/contacts/6001");
    let reqwest = hubspot_crm_bench::by_hand();
    // What changes is known at run time only, so all of them make it for each call.
    let by_hand = || {
        let body = json!({"properties": {"phone": "+44 20 5550 0100", "city": "London"}});
        let body = serde_json::to_vec(&body).expect("JSON");
        let request = reqwest.patch(&url);
        request.header(CONTENT_TYPE, "application/json").body(body)
    };
    let mut group = criterion.benchmark_group("update");
    for (name, client) in [
        ("client", hubspot_crm_bench::client(&base)),
        ("client_without_network", without_network()),
    ] {
        group.bench_function(name, |bencher| {
            bencher.to_async(&runtime).iter(|| async {
                let changes = properties! { "phone" => "+44 20 5550 0100", "city" => "London" };
                let call = client.contacts().update("6001", changes);
                call.await.expect("a contact")
            });
        });
    }
    group.bench_function("reqwest", |bencher| {
        bencher
            .to_async(&runtime)
            .iter(|| send::<SimplePublicObject>(by_hand()));
    });
    group.bench_function("reqwest_plain", |bencher| {
        bencher
            .to_async(&runtime)
            .iter(|| send::<PlainContact>(by_hand()));
    });
}

criterion_group!(benches, get, update);
criterion_main!(benches);
