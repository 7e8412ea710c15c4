//! The same work on many things, on all processors.

use std::iter;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

/// Documents may be nested to the limit of the parser, and the readers go down with them.
const STACK_BYTES: usize = 32 * 1024 * 1024;

/// What `work` makes of each item, in the order of the items.
pub fn map<T: Send, R: Send>(items: Vec<T>, work: impl Fn(T) -> R + Sync) -> Vec<R> {
    let threads = thread::available_parallelism().map_or(1, usize::from);
    let threads = threads.min(items.len());
    let waiting: Vec<Mutex<Option<T>>> = items
        .into_iter()
        .map(|item| Mutex::new(Some(item)))
        .collect();
    let next = AtomicUsize::new(0);
    // Each thread takes the next item that nobody has taken.
    let run = || {
        let take = || {
            let index = next.fetch_add(1, Ordering::Relaxed);
            let item = waiting.get(index)?.lock().ok()?.take()?;
            Some((index, work(item)))
        };
        iter::from_fn(take).collect::<Vec<_>>()
    };
    let mut done = thread::scope(|scope| {
        let spawn = |_| {
            let builder = thread::Builder::new().stack_size(STACK_BYTES);
            builder.spawn_scoped(scope, run).ok()
        };
        let others: Vec<_> = (1..threads).filter_map(spawn).collect();
        // This thread works as well: where no other one can be had, it does everything.
        let mut done = run();
        for other in others {
            match other.join() {
                Ok(results) => done.extend(results),
                Err(panic) => std::panic::resume_unwind(panic),
            }
        }
        done
    });
    done.sort_by_key(|(index, _)| *index);
    done.into_iter().map(|(_, result)| result).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn results_are_in_the_order_of_the_items() {
        let items: Vec<u64> = (0..1000).collect();
        let expected: Vec<u64> = items.iter().map(|item| item * 2).collect();
        assert_eq!(map(items, |item| item * 2), expected);
        assert!(map(Vec::<u64>::new(), |item| item).is_empty());
    }

    #[test]
    fn a_panic_is_not_lost() {
        let result = std::panic::catch_unwind(|| map(vec![1, 2, 3], |item| assert_ne!(item, 2)));
        assert!(result.is_err());
    }
}
