//! HubSpot as a transport, in the time of tokio, which the test pauses.

use std::sync::{Arc, Mutex, MutexGuard};
use std::time::Duration;

use hubspot_crm_core::{
    BoxFuture, Client, HeaderMap, HttpBody, HttpRequest, HttpResponse, RateLimits, RetryPolicy,
    StatusCode, Transport, TransportError, TransportErrorKind, Value,
};

use super::calls;
use super::ledger::Ledger;
use crate::common::TOKEN;

#[derive(Debug)]
pub(crate) struct HubSpot {
    state: Mutex<State>,
    /// Of a hundred requests so many meet a fault.
    faults: u32,
}

#[derive(Debug)]
struct State {
    random: fastrand::Rng,
    ledger: Ledger,
}

/// What is wrong with a request on its way, or with its answer.
#[derive(Debug, Clone, Copy)]
enum Fault {
    NoConnection,
    Refused(u16, &'static str),
    BrokenBefore,
    BrokenAfter,
    FailedAfter(u16),
    NoAnswer,
    Slow,
}

const FAULTS: [Fault; 15] = [
    Fault::NoConnection,
    Fault::Refused(429, r#"{"policyName":"TEN_SECONDLY_ROLLING"}"#),
    Fault::Refused(429, r#"{"policyName":"SECONDLY"}"#),
    Fault::Refused(429, r#"{"policyName":"DAILY"}"#),
    Fault::Refused(429, ""),
    Fault::Refused(423, ""),
    Fault::Refused(477, ""),
    Fault::Refused(503, "<html>"),
    Fault::FailedAfter(500),
    Fault::FailedAfter(502),
    Fault::FailedAfter(504),
    Fault::BrokenBefore,
    Fault::BrokenAfter,
    Fault::NoAnswer,
    Fault::Slow,
];

impl HubSpot {
    pub(crate) fn new(seed: u64, faults: u32) -> Arc<Self> {
        Arc::new(Self {
            state: Mutex::new(State {
                random: fastrand::Rng::with_seed(seed),
                ledger: Ledger::default(),
            }),
            faults,
        })
    }

    pub(crate) fn client(self: &Arc<Self>) -> Client {
        let transport: Arc<dyn Transport> = Arc::<Self>::clone(self);
        Client::builder()
            .access_token(TOKEN)
            .transport(transport)
            .rate_limits(RateLimits::private_app_professional())
            .retry(RetryPolicy::new().max_attempts(6))
            .build()
            .unwrap()
    }

    pub(crate) fn with_ledger<T>(&self, look: impl FnOnce(&Ledger) -> T) -> T {
        look(&self.state().ledger)
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap()
    }

    fn travel(&self) -> Duration {
        Duration::from_millis(self.state().random.u64(1..300))
    }

    fn fault(&self) -> Option<Fault> {
        let mut state = self.state();
        let faulty = state.random.u32(0..100) < self.faults;
        faulty.then(|| FAULTS[state.random.usize(0..FAULTS.len())])
    }

    /// A refusal, half of the time with the wait that HubSpot asks for.
    fn refusal(&self, path: &str, status: u16, body: &str) -> HttpResponse {
        let mut state = self.state();
        let asked = state.random.bool().then(|| state.random.u64(0..15));
        let mut response = response(status, body.into());
        if let Some(asked) = asked {
            let headers = &mut response.headers;
            headers.insert(http::header::RETRY_AFTER, asked.into());
        }
        if status == 429 && !body.contains("DAILY") {
            let wait = Duration::from_secs(asked.unwrap_or(1));
            state.ledger.refused(path, wait);
        }
        response
    }

    async fn answer(&self, request: HttpRequest) -> Result<HttpResponse, TransportError> {
        let fail = |kind| Err(TransportError::new(kind, "a bad day"));
        let fault = self.fault();
        if matches!(fault, Some(Fault::NoConnection)) {
            return fail(TransportErrorKind::Connect);
        }
        let path = request.url.trim_start_matches("https://api.hubapi.com");
        self.state().ledger.left(path);
        tokio::time::sleep(self.travel()).await;
        self.state().ledger.arrived(path);
        match fault {
            Some(Fault::Refused(status, body)) => return Ok(self.refusal(path, status, body)),
            Some(Fault::BrokenBefore) => return fail(TransportErrorKind::Interrupted),
            Some(Fault::Slow) => tokio::time::sleep(Duration::from_secs(20)).await,
            _ => {}
        }
        let name = match request.body.as_ref().and_then(HttpBody::as_bytes) {
            Some(body) => {
                let body: Value = serde_json::from_slice(body).unwrap();
                body["name"].as_str().unwrap().to_owned()
            }
            None => path.rsplit('/').next().unwrap().to_owned(),
        };
        self.state().ledger.did(&name);
        tokio::time::sleep(self.travel()).await;
        match fault {
            Some(Fault::FailedAfter(status)) => Ok(response(status, "<html>".into())),
            Some(Fault::BrokenAfter) => fail(TransportErrorKind::Interrupted),
            Some(Fault::NoAnswer) => std::future::pending().await,
            _ => Ok(response(
                200,
                serde_json::json!({ "name": name }).to_string(),
            )),
        }
    }
}

impl Transport for HubSpot {
    fn send(&self, request: HttpRequest) -> BoxFuture<'_, Result<HttpResponse, TransportError>> {
        Box::pin(async move {
            let timeout = request.timeout;
            tokio::time::timeout(timeout, self.answer(request))
                .await
                .unwrap_or_else(|late| Err(TransportError::new(TransportErrorKind::Timeout, late)))
        })
    }
}

fn response(status: u16, body: String) -> HttpResponse {
    let status = StatusCode::from_u16(status).unwrap();
    HttpResponse::new(status, HeaderMap::new(), body)
}

#[tokio::test(start_paused = true)]
async fn every_call_is_accounted_for() {
    for seed in 0..4 {
        let hubspot = HubSpot::new(seed, 10);
        let client = hubspot.client();
        let calls: Vec<_> = (0..1000)
            .map(|number| tokio::spawn(calls::make(client.clone(), number)))
            .collect();
        let mut succeeded = 0;
        for (number, call) in calls.into_iter().enumerate() {
            let result = call.await.unwrap();
            succeeded += usize::from(result.is_ok());
            hubspot.with_ledger(|ledger| calls::check(number, &result, ledger));
        }
        // What cannot succeed: one fault of fifteen is the daily limit, six of them are final for
        // a create.
        assert!(succeeded > 960, "{succeeded} succeeded");
        hubspot.with_ledger(|ledger| {
            assert!(ledger.refusals() > 0, "no limit was put to the test");
            ledger.check_limits(190, 5);
        });
        let status = client.rate_limits();
        assert_eq!(status.in_flight, 0);
        assert_eq!(status.ten_secondly.waiting + status.search.waiting, 0);
    }
}

#[tokio::test(start_paused = true)]
async fn two_clients_do_not_influence_each_other() {
    let (first, second) = (HubSpot::new(1, 0), HubSpot::new(2, 0));
    let busy = first.client();
    let calls: Vec<_> = (0..1000)
        .map(|number| tokio::spawn(calls::make(busy.clone(), number)))
        .collect();
    tokio::time::sleep(Duration::from_secs(1)).await;
    assert!(busy.rate_limits().ten_secondly.waiting > 0);
    let idle = second.client();
    let started = tokio::time::Instant::now();
    calls::make(idle.clone(), 0).await.unwrap();
    assert!(started.elapsed() < Duration::from_secs(1));
    assert_eq!(idle.rate_limits().ten_secondly.waiting, 0);
    for call in calls {
        call.await.unwrap().unwrap();
    }
}
