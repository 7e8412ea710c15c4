//! Batches of any size, while they are sent.

mod chunk;

use std::fmt;
use std::ops::Range;
use std::sync::Arc;

use futures_util::stream::{FuturesUnordered, StreamExt};
use http::StatusCode;
use serde_json::{Map, Value};

use self::chunk::{Chunk, ChunkRequest};
use super::answer::{BatchAnswer, Parts};
use super::attribute::attribute;
use super::chunked::{ChunkedBatch, Settings};
use super::outcome::{BatchItem, BatchProgress, InputError, Outcome};
use super::outcomes::BatchOutcomes;
use crate::endpoint::Endpoint;
use crate::error::Error;
use crate::json::JsonValue;
use crate::transport::BoxFuture;

/// A [`ChunkedBatch`] under way.
///
/// It holds all inputs with what is known about them at any time. So it can be given up at any `.await`: when a future
/// of [`next_chunk`](Self::next_chunk) is dropped, nothing is lost, and
/// [`into_outcomes`](Self::into_outcomes) says what was done, what was not, and of which inputs nobody knows.
///
/// ```no_run
/// # extern crate hubspot_crm_core as hubspot_crm_gen;
/// # use hubspot_crm_gen::{BatchResponse, Call, Inputs, Value};
/// # async fn stopped() {}
/// # async fn run(call: Call<BatchResponse<Value>, Inputs<Value>>) {
/// let mut run = call.in_chunks().start();
/// let give_up = async { /* such as a signal */ };
/// # let give_up = stopped();
/// let work = async { while run.next_chunk().await.is_some() {} };
/// # use futures_util::future::{select, Either};
/// select(std::pin::pin!(work), std::pin::pin!(give_up)).await;
/// let outcomes = run.into_outcomes();
/// println!("{} were not sent", outcomes.not_sent().count());
/// # }
/// ```
#[must_use = "a batch is sent by `next_chunk`"]
pub struct BatchRun<D: BatchAnswer, I> {
    endpoint: Endpoint,
    rest: Map<String, Value>,
    settings: Settings,
    /// The outcome of an input is that it was not sent until it is part of a request, and unknown from then on until the
    /// answer is there.
    outcomes: BatchOutcomes<I, D::Item>,
    progress: BatchProgress,
    /// Halves of chunks that were refused; the last one is sent first.
    halves: Vec<Range<usize>>,
    /// The first input that was in no chunk so far.
    next: usize,
    is_stopped: bool,
    in_flight: FuturesUnordered<BoxFuture<'static, Finished<D::Item>>>,
}

struct Finished<T> {
    chunk: Chunk,
    answer: Result<Parts<T>, Error>,
}

impl<D: BatchAnswer, I> BatchRun<D, I> {
    pub(super) fn new(batch: ChunkedBatch<D, I>) -> Self {
        let operation = batch.endpoint.operation();
        let items: Vec<_> = batch.inputs.into_iter().map(BatchItem::new).collect();
        let progress = BatchProgress {
            total: items.len(),
            ..BatchProgress::default()
        };
        let outcomes = BatchOutcomes {
            items,
            results: Vec::new(),
            failures: Vec::new(),
            operation,
        };
        let (rest, invalid) = match batch.rest {
            Ok(rest) => (rest, None),
            Err(invalid) => (Map::new(), Some(invalid)),
        };
        let mut run = Self {
            endpoint: batch.endpoint,
            rest,
            settings: batch.settings,
            outcomes,
            progress,
            halves: Vec::new(),
            next: 0,
            is_stopped: false,
            in_flight: FuturesUnordered::new(),
        };
        if let Some(invalid) = invalid {
            run.stop(Some(&Arc::new(invalid)));
        }
        run
    }

    /// How far the batch is.
    pub fn progress(&self) -> BatchProgress {
        self.progress
    }

    /// What is known so far. Inputs whose request is under way have the outcome
    /// [`Unknown`](Outcome::Unknown), those that still wait [`NotSent`](Outcome::NotSent).
    pub fn outcomes(&self) -> &BatchOutcomes<I, D::Item> {
        &self.outcomes
    }

    /// Ends the batch with what is known so far, as [`outcomes`](Self::outcomes) has it. Requests that are under way are given up;
    /// HubSpot may still process them.
    pub fn into_outcomes(self) -> BatchOutcomes<I, D::Item> {
        self.outcomes
    }

    /// Sends nothing more. Requests that are under way still count: go on with `next_chunk`.
    pub fn stop_sending(&mut self) {
        self.stop(None);
    }

    /// Leaves the inputs that are in no request unsent.
    fn stop(&mut self, reason: Option<&Arc<Error>>) {
        self.is_stopped = true;
        let unsent = self.next..self.outcomes.items.len();
        self.next = unsent.end;
        for index in self.halves.drain(..).chain([unsent]).flatten() {
            let outcome = &mut self.outcomes.items[index].outcome;
            if let Outcome::NotSent(None) = outcome {
                *outcome = Outcome::NotSent(reason.map(Arc::clone));
                self.progress.not_sent += 1;
            }
        }
    }

    fn report(&mut self) {
        if let Some(on_progress) = &mut self.settings.on_progress {
            on_progress(self.progress);
        }
    }

    /// The inputs of the next request.
    fn next_range(&mut self) -> Option<Range<usize>> {
        if let Some(half) = self.halves.pop() {
            return Some(half);
        }
        let start = self.next;
        let end = start.saturating_add(self.settings.chunk_size);
        self.next = end.min(self.outcomes.items.len());
        (start < self.next).then_some(start..self.next)
    }

    /// Takes in an answer. Gives the inputs of which the outcomes are known now.
    fn settle(&mut self, finished: Finished<D::Item>) -> Option<Range<usize>> {
        let Finished { chunk, answer } = finished;
        let mut reason = None;
        match answer {
            Ok(parts) => {
                let id_property = self.rest.get("idProperty").and_then(Value::as_str);
                let found = attribute(&chunk.values, id_property, parts);
                for (index, outcome) in chunk.sent.iter().zip(found.outcomes) {
                    self.outcomes.items[*index].outcome = outcome;
                }
                self.outcomes.results.extend(found.results);
                self.outcomes.failures.extend(found.failures);
            }
            Err(error) => {
                if self.settings.halves && is_rejection(&error) && self.halve(&chunk) {
                    return None;
                }
                let error = Arc::new(error);
                let effect = Effect::of(&error);
                for index in &chunk.sent {
                    let error = Arc::clone(&error);
                    self.outcomes.items[*index].outcome = match effect {
                        Effect::None => Outcome::NotSent(Some(error)),
                        Effect::Refused => Outcome::Failed(InputError::Request(error)),
                        Effect::Unknown => Outcome::Unknown(Some(error)),
                    };
                }
                reason = Some(error);
            }
        }
        let mut is_success = true;
        for index in &chunk.sent {
            let outcome = &self.outcomes.items[*index].outcome;
            self.progress.count(outcome);
            is_success &= outcome.is_success();
        }
        let is_fatal = reason.as_deref().is_some_and(is_fatal);
        if is_fatal || (self.settings.stops && !is_success) {
            self.stop(reason.as_ref());
        }
        self.report();
        Some(chunk.range)
    }

    /// Queues both halves of a chunk that was refused; false if there is but one input in it, or
    /// nothing more is to be sent.
    fn halve(&mut self, chunk: &Chunk) -> bool {
        if chunk.sent.len() < 2 || self.is_stopped {
            return false;
        }
        for index in &chunk.sent {
            self.outcomes.items[*index].outcome = Outcome::NotSent(None);
        }
        let middle = chunk.sent[chunk.sent.len() / 2];
        self.halves.push(middle..chunk.range.end);
        self.halves.push(chunk.range.start..middle);
        true
    }
}

impl<D: BatchAnswer, I: JsonValue> BatchRun<D, I> {
    /// Sends requests until the outcomes of a chunk are known, and gives its inputs with their outcomes: chunks come
    /// in the order in which they are done. `None` once all that can be sent is done.
    ///
    /// Nothing is lost if the future is dropped; the next call goes on from there.
    pub async fn next_chunk(&mut self) -> Option<&[BatchItem<I, D::Item>]> {
        loop {
            self.fill();
            let finished = self.in_flight.next().await?;
            if let Some(range) = self.settle(finished) {
                return self.outcomes.items.get(range);
            }
        }
    }

    /// Starts as many requests as may be under way.
    fn fill(&mut self) {
        while self.in_flight.len() < self.settings.concurrency {
            let Some(range) = self.next_range() else {
                return;
            };
            let items = &mut self.outcomes.items;
            let operation = self.endpoint.operation();
            let (chunk, unfit) = Chunk::new(range, operation, |index| &items[index].input);
            for (index, error) in unfit {
                let outcome = &mut items[index].outcome;
                // Halves come here again.
                if let Outcome::NotSent(None) = outcome {
                    *outcome = Outcome::NotSent(Some(Arc::new(error)));
                    self.progress.not_sent += 1;
                }
            }
            if chunk.sent.is_empty() {
                continue;
            }
            for index in &chunk.sent {
                items[*index].outcome = Outcome::Unknown(None);
            }
            let request = ChunkRequest::<D>::new(&self.endpoint, &self.rest, chunk);
            let answer = self.endpoint.client().send(&request);
            let chunk = request.into_chunk();
            self.in_flight.push(Box::pin(async move {
                let answer = answer.await;
                Finished { chunk, answer }
            }));
        }
    }
}

/// What a request that failed as a whole has done.
#[derive(Debug, Clone, Copy)]
enum Effect {
    /// HubSpot has not seen it.
    None,
    /// HubSpot has refused all of it.
    Refused,
    Unknown,
}

impl Effect {
    fn of(error: &Error) -> Self {
        if error.may_have_been_processed() {
            return Self::Unknown;
        }
        match error {
            Error::Api(_) => Self::Refused,
            Error::Transport(_) | Error::InvalidRequest(_) | Error::Config(_) | Error::Auth(_) => {
                Self::None
            }
            _ => Self::Unknown,
        }
    }
}

/// Whether HubSpot has refused a chunk as a whole for something that one of its inputs, or their
/// number, may be to blame for. What an earlier attempt may have done is not to be done again.
fn is_rejection(error: &Error) -> bool {
    let status = error.as_api().map(|error| error.status);
    !error.may_have_been_processed()
        && matches!(
            status,
            Some(StatusCode::BAD_REQUEST | StatusCode::CONFLICT | StatusCode::PAYLOAD_TOO_LARGE)
        )
}

/// Whether all other chunks would fail as well.
fn is_fatal(error: &Error) -> bool {
    matches!(
        error,
        Error::InvalidRequest(_) | Error::Config(_) | Error::Auth(_)
    ) || error.is_unauthorized()
        || error.is_forbidden()
        || error.is_daily_limit()
}

/// Shows numbers only; inputs and results hold personal data.
impl<D: BatchAnswer, I> fmt::Debug for BatchRun<D, I> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("BatchRun")
            .field("endpoint", &self.endpoint)
            .field("progress", &self.progress)
            .finish_non_exhaustive()
    }
}
