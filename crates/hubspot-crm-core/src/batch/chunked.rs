//! Batches of any size, before they are sent.

use std::fmt;
use std::marker::PhantomData;

use serde_json::{Map, Value};

use super::answer::BatchAnswer;
use super::body::BatchBody;
use super::outcome::BatchProgress;
use super::outcomes::BatchOutcomes;
use super::run::BatchRun;
use crate::call::Call;
use crate::endpoint::Endpoint;
use crate::error::{Error, InvalidRequest};
use crate::transport::BoxFuture;

/// The inputs of a request if neither its operation nor the caller says how many there may be.
pub(super) const INPUTS_OF_A_REQUEST: usize = 100;

/// A batch of any size. It is sent in chunks, several at a time, each of which is one request with all that the
/// client does for a request: limits, retries, time-out.
///
/// Every input has its own outcome, whatever becomes of the others: see [`BatchOutcomes`]. So sending gives no
/// error.
///
/// ```no_run
/// # extern crate hubspot_crm_core as hubspot_crm_gen;
/// # use hubspot_crm_gen::{BatchResponse, Call, Error, Inputs, Value};
/// # async fn run(call: Call<BatchResponse<Value>, Inputs<Value>>) -> Result<(), Error> {
/// let outcomes = call // such as hubspot.contacts().batch_update(inputs)
///     .in_chunks()
///     .concurrency(2)
///     .on_progress(|progress| println!("{} of {}", progress.done(), progress.total))
///     .await;
/// for (_input, error) in outcomes.failures() {
///     eprintln!("refused: {error}");
/// }
/// let results = outcomes.into_complete()?;
/// # Ok(())
/// # }
/// ```
///
/// # What is done for the inputs
///
/// - Those that take an `objectWriteTraceId` and have none are sent with one. HubSpot then refuses single inputs
///   rather than all, and says which; but not of everything: with an upsert of contacts by `email`, one bad input may still
///   fail its whole chunk, see [`halve_on_rejection`](Self::halve_on_rejection). The input that comes back with the outcome
///   is as it was given.
/// - Results and failures find their input by the trace id, by the id or the value of a unique property, by both
///   ends of a link or by name, never by their position. What finds none is kept beside the outcomes.
/// - Where the batch has an `idProperty` and a list of `properties`, that property is read as well: without it
///   no result could be told from another.
///
/// # What stops a batch
///
/// After 401, 403, the limit of the day, or an error for which no request can be made at all (no access token is one), nothing
/// more is sent; what is under way still counts. See also [`stop_on_error`](Self::stop_on_error).
///
/// A chunk that got no answer is not sent again, except by the retries of the client: whether its
/// inputs were processed is unknown, and a create could happen twice. The same holds for a chunk that was refused after
/// an attempt that may have been processed. What is left to be done,
/// [`take_unfinished`](BatchOutcomes::take_unfinished) gives.
///
/// Options of requests, such as `retry`, `timeout` and `extra_header`, are set before `in_chunks`. They hold for each of the
/// requests.
#[must_use = "a batch is sent by `send` or `.await`"]
pub struct ChunkedBatch<D, I> {
    pub(super) endpoint: Endpoint,
    pub(super) inputs: Vec<I>,
    /// What each body has beside its inputs.
    pub(super) rest: Result<Map<String, Value>, Error>,
    pub(super) settings: Settings,
    decode: PhantomData<fn() -> D>,
}

pub(super) struct Settings {
    pub(super) concurrency: usize,
    pub(super) chunk_size: usize,
    pub(super) halves: bool,
    pub(super) stops: bool,
    pub(super) on_progress: Option<Box<dyn FnMut(BatchProgress) + Send>>,
}

impl<D: BatchAnswer, I> ChunkedBatch<D, I> {
    /// The batch of an operation, for request builders. [`Call::in_chunks`] and `in_chunks` of builders
    /// make it.
    pub fn new<B: BatchBody<Input = I>>(endpoint: Endpoint, mut body: B) -> Self {
        let operation = endpoint.operation();
        let inputs = body.take_inputs();
        let rest = body.rest().map(with_id_property).map_err(|error| {
            let reason = format!("the body cannot be sent: {error}");
            InvalidRequest::new(operation, reason).into()
        });
        let settings = Settings {
            concurrency: 4,
            chunk_size: operation.most_inputs().unwrap_or(INPUTS_OF_A_REQUEST),
            halves: false,
            stops: false,
            on_progress: None,
        };
        Self {
            endpoint,
            inputs,
            rest,
            settings,
            decode: PhantomData,
        }
    }

    /// How many requests are under way at the same time. Default: 4. At least 1.
    pub fn concurrency(mut self, requests: usize) -> Self {
        self.settings.concurrency = requests.max(1);
        self
    }

    /// How many inputs go into one request. Default: as many as the operation takes, or 100 if that is
    /// not known. At least 1; more than the operation takes counts as what it takes.
    pub fn chunk_size(mut self, inputs: usize) -> Self {
        let most = self.endpoint.operation().most_inputs();
        self.settings.chunk_size = inputs.clamp(1, most.unwrap_or(usize::MAX).max(1));
        self
    }

    /// Sends a chunk that HubSpot refuses as a whole with 400, 409 or 413 again in two halves, and so on
    /// down to the single input that it refuses.
    ///
    /// It is for batches of which one bad input makes HubSpot refuse the whole chunk, so that it has done nothing: those of
    /// operations whose inputs take no `objectWriteTraceId`, and upserts of contacts by `email`, whatever their inputs have. One bad input among 100 costs some 14 more requests. If something is wrong with all of
    /// them, each is sent on its own in the end, and a chunk of 100 costs 199 requests.
    pub fn halve_on_rejection(mut self) -> Self {
        self.settings.halves = true;
        self
    }

    /// Sends nothing more once an input has failed, or nobody knows whether it was done.
    pub fn stop_on_error(mut self) -> Self {
        self.settings.stops = true;
        self
    }

    /// Calls this whenever the outcomes of a chunk are known.
    pub fn on_progress(mut self, on_progress: impl FnMut(BatchProgress) + Send + 'static) -> Self {
        self.settings.on_progress = Some(Box::new(on_progress));
        self
    }

    /// Starts to send the batch step by step, so that it can be given up on the way without losing what is
    /// known by then. Nothing is sent before the first step.
    pub fn start(self) -> BatchRun<D, I> {
        BatchRun::new(self)
    }
}

impl<D: BatchAnswer, I: crate::JsonValue + Send + 'static> ChunkedBatch<D, I> {
    /// Sends the batch. `.await` on the batch itself does the same.
    ///
    /// Nothing is sent until the future is polled. If it is dropped on the way, the outcomes are lost:
    /// see [`start`](Self::start). Without inputs, nothing is sent, and the outcomes are complete.
    pub fn send(self) -> BoxFuture<'static, BatchOutcomes<I, D::Item>> {
        Box::pin(async move {
            let mut run = self.start();
            while run.next_chunk().await.is_some() {}
            run.into_outcomes()
        })
    }
}

impl<D: BatchAnswer, I: crate::JsonValue + Send + 'static> IntoFuture for ChunkedBatch<D, I> {
    type Output = BatchOutcomes<I, D::Item>;
    type IntoFuture = BoxFuture<'static, Self::Output>;

    fn into_future(self) -> Self::IntoFuture {
        self.send()
    }
}

impl<D: BatchAnswer, B: BatchBody> Call<D, B> {
    /// Sends any number of inputs, in as many requests as they need. See [`ChunkedBatch`].
    pub fn in_chunks(self) -> ChunkedBatch<D, B::Input> {
        ChunkedBatch::new(self.endpoint, self.body)
    }
}

/// Lets the property that records are found by be read along with others.
fn with_id_property(mut rest: Map<String, Value>) -> Map<String, Value> {
    if let Some(Value::String(id_property)) = rest.get("idProperty").cloned()
        && let Some(Value::Array(properties)) = rest.get_mut("properties")
        && !properties.is_empty()
        && !properties.iter().any(|it| *it == *id_property)
    {
        properties.push(id_property.into());
    }
    rest
}

/// Shows the number of inputs; they hold personal data.
impl<D, I> fmt::Debug for ChunkedBatch<D, I> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ChunkedBatch")
            .field("endpoint", &self.endpoint)
            .field("inputs", &self.inputs.len())
            .field("concurrency", &self.settings.concurrency)
            .field("chunk_size", &self.settings.chunk_size)
            .finish_non_exhaustive()
    }
}
