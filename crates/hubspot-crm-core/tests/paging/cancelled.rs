//! Consumers that stop to wait.

use std::pin::{Pin, pin};
use std::task::{Context, Waker};

use hubspot_crm_core::{Error, Items};
use proptest::prelude::*;
use tokio::runtime::{Builder, Runtime};

use crate::operations::List;
use crate::script::{Script, numbers};

/// Where timers can be made. None of them is waited for.
fn runtime() -> Runtime {
    Builder::new_current_thread().enable_time().build().unwrap()
}

/// Polls a future so many times, and drops it if it is not ready then.
fn poll_times<F: Future>(mut future: Pin<&mut F>, times: usize) -> Option<F::Output> {
    let mut cx = Context::from_waker(Waker::noop());
    (0..times).find_map(|_| match future.as_mut().poll(&mut cx) {
        std::task::Poll::Ready(output) => Some(output),
        std::task::Poll::Pending => None,
    })
}

/// Reads everything with futures that are dropped after as many polls as the patience lasts.
fn read(mut items: Items<List>, patience: &[usize]) -> Result<Vec<i64>, Error> {
    let mut read = Vec::new();
    let mut patience = patience.iter().cycle();
    loop {
        let times = patience.next().copied().unwrap_or(1);
        match poll_times(pin!(items.try_next()), times) {
            None => {}
            Some(Ok(Some(item))) => read.push(item),
            Some(Ok(None)) => return Ok(read),
            Some(Err(error)) => return Err(error),
        }
    }
}

proptest! {
    #[test]
    fn dropped_futures_lose_nothing(
        delay in 0_usize..5,
        size in 1_usize..4,
        count in 0_usize..10,
        prefetches: bool,
        patience in proptest::collection::vec(1_usize..4, 1..5),
    ) {
        let runtime = runtime();
        let _entered = runtime.enter();
        let script = Script::delayed(delay, move |query| (200, numbers(count, size, query)));
        let items = script.list().stream();
        let items = if prefetches { items.prefetch() } else { items };
        let all = read(items, &patience).unwrap();
        prop_assert_eq!(all, (1..=count as i64).collect::<Vec<_>>());
        // No page was asked for twice.
        prop_assert_eq!(script.sent().len(), count.div_ceil(size).max(1));
        prop_assert_eq!(script.under_way(), 0);
    }
}

#[test]
fn nothing_is_sent_by_a_future_that_is_not_polled() {
    let script = Script::numbers(3, 3);
    let mut items = script.list().stream();
    drop(items.try_next());
    drop(items);
    assert!(script.sent().is_empty());
}

#[test]
fn a_stream_takes_what_is_under_way_with_it() {
    let runtime = runtime();
    let _entered = runtime.enter();
    for prefetches in [false, true] {
        let script = Script::delayed(3, |query| (200, numbers(9, 3, query)));
        let items = script.list().stream();
        let mut items = if prefetches { items.prefetch() } else { items };
        assert!(poll_times(pin!(items.try_next()), 2).is_none());
        assert_eq!(script.under_way(), 1);
        assert!(poll_times(pin!(items.try_next()), 2).is_some());
        assert_eq!(script.under_way(), usize::from(prefetches));
        drop(items);
        assert_eq!(script.under_way(), 0);
    }
}
