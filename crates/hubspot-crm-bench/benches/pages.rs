//! How fast a page of 100 contacts is read and written: the types of this crate next to plain structs with serde's derive.

use std::hint::black_box;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use hubspot_crm_bench::PlainPage;
use hubspot_crm_gen::Page;
use hubspot_crm_gen::models::SimplePublicObjectWithAssociations;

type ContactPage = Page<SimplePublicObjectWithAssociations>;

fn decode(criterion: &mut Criterion) {
    let page = hubspot_crm_bench::page(0..100, Some(100));
    let page = page.as_bytes();
    let mut group = criterion.benchmark_group("decode");
    group.throughput(Throughput::Bytes(page.len() as u64));
    group.bench_function("client", |bencher| {
        bencher.iter(|| serde_json::from_slice::<ContactPage>(black_box(page)).expect("a page"));
    });
    group.bench_function("plain", |bencher| {
        bencher.iter(|| serde_json::from_slice::<PlainPage>(black_box(page)).expect("a page"));
    });
    group.bench_function("value", |bencher| {
        bencher
            .iter(|| serde_json::from_slice::<serde_json::Value>(black_box(page)).expect("a page"));
    });
}

fn encode(criterion: &mut Criterion) {
    let page = hubspot_crm_bench::page(0..100, Some(100));
    let typed: ContactPage = serde_json::from_str(&page).expect("a page");
    let plain: PlainPage = serde_json::from_str(&page).expect("a page");
    let mut group = criterion.benchmark_group("encode");
    group.throughput(Throughput::Bytes(page.len() as u64));
    group.bench_function("client", |bencher| {
        bencher.iter(|| serde_json::to_vec(black_box(&typed)).expect("JSON"));
    });
    group.bench_function("plain", |bencher| {
        bencher.iter(|| serde_json::to_vec(black_box(&plain)).expect("JSON"));
    });
}

criterion_group!(benches, decode, encode);
criterion_main!(benches);
