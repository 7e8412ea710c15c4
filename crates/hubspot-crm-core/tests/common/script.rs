//! A transport that follows a script, in the time of tokio, which tests can pause.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use hubspot_crm_core::{
    BoxFuture, Client, ClientBuilder, HeaderMap, HttpRequest, HttpResponse, RateLimits, StatusCode,
    Transport, TransportError, TransportErrorKind,
};
use tokio::time::Instant;

use super::TOKEN;

/// What happens to a request.
#[derive(Debug, Clone)]
pub enum Step {
    Answer {
        status: u16,
        headers: Vec<(&'static str, String)>,
        body: String,
    },
    Fail(TransportErrorKind),
    /// No answer, until the time is up.
    Hang,
}

/// An answer with a body.
pub fn answer(status: u16, body: &str) -> Step {
    Step::Answer {
        status,
        headers: Vec::new(),
        body: body.to_owned(),
    }
}

/// A record, which reads as a page without results as well.
pub fn ok() -> Step {
    answer(200, r#"{"id":"1","results":[]}"#)
}

/// 429 because of a limit.
pub fn limited(policy: &str) -> Step {
    answer(
        429,
        &format!(r#"{{"status":"error","errorType":"RATE_LIMIT","policyName":"{policy}"}}"#),
    )
}

impl Step {
    pub fn header(mut self, name: &'static str, text: &str) -> Self {
        if let Self::Answer { headers, .. } = &mut self {
            headers.push((name, text.to_owned()));
        }
        self
    }
}

#[derive(Debug)]
pub struct Script {
    steps: Mutex<VecDeque<Step>>,
    requests: Mutex<Vec<(Instant, HttpRequest)>>,
}

impl Script {
    pub fn new(steps: impl IntoIterator<Item = Step>) -> Arc<Self> {
        Arc::new(Self {
            steps: Mutex::new(steps.into_iter().collect()),
            requests: Mutex::default(),
        })
    }

    pub fn builder(self: &Arc<Self>) -> ClientBuilder {
        let transport: Arc<dyn Transport> = Arc::<Self>::clone(self);
        Client::builder()
            .access_token(TOKEN)
            .transport(transport)
            .rate_limits(RateLimits::none())
    }

    pub fn client(self: &Arc<Self>) -> Client {
        self.builder().build().unwrap()
    }

    pub fn requests(&self) -> Vec<HttpRequest> {
        let requests = self.requests.lock().unwrap();
        requests
            .iter()
            .map(|(_, request)| request.clone())
            .collect()
    }

    /// How often something was sent.
    pub fn count(&self) -> usize {
        self.requests.lock().unwrap().len()
    }

    /// The times between one request and the next.
    pub fn waits(&self) -> Vec<Duration> {
        let requests = self.requests.lock().unwrap();
        let times: Vec<_> = requests.iter().map(|(time, _)| *time).collect();
        times.windows(2).map(|pair| pair[1] - pair[0]).collect()
    }
}

impl Transport for Script {
    fn send(&self, request: HttpRequest) -> BoxFuture<'_, Result<HttpResponse, TransportError>> {
        let timeout = request.timeout;
        self.requests
            .lock()
            .unwrap()
            .push((Instant::now(), request));
        let step = self.steps.lock().unwrap().pop_front();
        Box::pin(async move {
            match step.expect("a request that the script does not have") {
                Step::Answer {
                    status,
                    headers,
                    body,
                } => {
                    let headers = headers
                        .iter()
                        .map(|(name, text)| (name.parse().unwrap(), text.parse().unwrap()));
                    Ok(HttpResponse::new(
                        StatusCode::from_u16(status).unwrap(),
                        headers.collect::<HeaderMap>(),
                        body,
                    ))
                }
                Step::Fail(kind) => Err(TransportError::new(kind, "as the script says")),
                Step::Hang => {
                    tokio::time::sleep(timeout).await;
                    let kind = TransportErrorKind::Timeout;
                    Err(TransportError::new(kind, "as the script says"))
                }
            }
        })
    }
}
