//! A transport that answers by a function, after as many polls as it is told.

use std::fmt;
use std::pin::Pin;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::task::{Context, Poll};

use hubspot_crm_core::{
    BoxFuture, Client, HeaderMap, HttpBody, HttpRequest, HttpResponse, RateLimits, RetryPolicy,
    StatusCode, Transport, TransportError,
};

use crate::operations::{LIST, List};

type Answer = dyn Fn(&str) -> (u16, String) + Send + Sync;

/// Answers a request by what comes after the path in its URL, and its body.
pub(crate) struct Script {
    answer: Box<Answer>,
    /// How often an answer is not there yet.
    delay: usize,
    sent: Mutex<Vec<String>>,
    under_way: Arc<AtomicUsize>,
}

impl Script {
    pub(crate) fn new(answer: impl Fn(&str) -> (u16, String) + Send + Sync + 'static) -> Arc<Self> {
        Self::delayed(0, answer)
    }

    pub(crate) fn delayed(
        delay: usize,
        answer: impl Fn(&str) -> (u16, String) + Send + Sync + 'static,
    ) -> Arc<Self> {
        Arc::new(Self {
            answer: Box::new(answer),
            delay,
            sent: Mutex::default(),
            under_way: Arc::default(),
        })
    }

    /// Numbers from 1 on, so many on a page; the cursor is the last number of the page before.
    pub(crate) fn numbers(count: usize, size: usize) -> Arc<Self> {
        Self::new(move |query| (200, numbers(count, size, query)))
    }

    pub(crate) fn client(self: &Arc<Self>) -> Client {
        let transport: Arc<dyn Transport> = Arc::<Self>::clone(self);
        let builder = Client::builder()
            .transport(transport)
            .rate_limits(RateLimits::none())
            .retry(RetryPolicy::none());
        builder.access_token("secret").build().unwrap()
    }

    pub(crate) fn list(self: &Arc<Self>) -> List {
        List::new(self.client().endpoint(&LIST))
    }

    /// The queries of the requests since the last call.
    pub(crate) fn sent(&self) -> Vec<String> {
        std::mem::take(&mut self.sent.lock().unwrap())
    }

    /// How many requests are neither answered nor dropped.
    pub(crate) fn under_way(&self) -> usize {
        self.under_way.load(Ordering::SeqCst)
    }
}

/// A page of numbers from 1 on.
pub(crate) fn numbers(count: usize, size: usize, query: &str) -> String {
    let start: usize = cursor(query).map_or(0, |after| after.parse().unwrap());
    let end = count.min(start + size);
    let results: Vec<String> = (start + 1..=end)
        .map(|number| format!("{number}"))
        .collect();
    let next = (end < count).then(|| end.to_string());
    page(&results.join(","), next.as_deref())
}

/// A page of these results. A page of HubSpot's need not have a link.
pub(crate) fn page(results: &str, next: Option<&str>) -> String {
    let paging = next.map_or_else(String::new, |after| {
        format!(r#","paging":{{"next":{{"after":"{after}"}}}}"#)
    });
    format!(r#"{{"results":[{results}]{paging}}}"#)
}

/// The cursor in a query.
pub(crate) fn cursor(query: &str) -> Option<&str> {
    query
        .split('&')
        .find_map(|pair| pair.strip_prefix("after="))
}

impl Transport for Script {
    fn send(&self, request: HttpRequest) -> BoxFuture<'_, Result<HttpResponse, TransportError>> {
        let query = request.url.split_once('?').map_or("", |(_, query)| query);
        let body = request.body.as_ref().and_then(HttpBody::as_bytes);
        let body = body.map(|bytes| &bytes[..]).unwrap_or_default();
        let text = format!("{query}{}", String::from_utf8_lossy(body));
        let (status, body) = (self.answer)(&text);
        self.sent.lock().unwrap().push(text);
        self.under_way.fetch_add(1, Ordering::SeqCst);
        let status = StatusCode::from_u16(status).unwrap();
        Box::pin(Delayed {
            left: self.delay,
            answer: Some(HttpResponse::new(status, HeaderMap::new(), body)),
            under_way: Arc::clone(&self.under_way),
        })
    }
}

impl fmt::Debug for Script {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Script")
    }
}

struct Delayed {
    left: usize,
    answer: Option<HttpResponse>,
    under_way: Arc<AtomicUsize>,
}

impl Future for Delayed {
    type Output = Result<HttpResponse, TransportError>;

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        if self.left == 0 {
            return Poll::Ready(Ok(self.answer.take().unwrap()));
        }
        self.left -= 1;
        cx.waker().wake_by_ref();
        Poll::Pending
    }
}

impl Drop for Delayed {
    fn drop(&mut self) {
        self.under_way.fetch_sub(1, Ordering::SeqCst);
    }
}
