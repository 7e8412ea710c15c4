//! The transport over reqwest.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use bytes::Bytes;
use futures_core::Stream;
use futures_util::TryStreamExt;
use http::header::CONTENT_LENGTH;
use reqwest::redirect::Policy;
use reqwest::{Body, Client, Response};

use super::{BodyError, BodyStream, BoxFuture, HttpRequest, HttpResponse, Transport};
use crate::error::{TransportError, TransportErrorKind};

/// The longest body that is read. HubSpot's are far below; the bound keeps a broken peer from
/// filling the memory.
const MAX_BODY: usize = 64 * 1024 * 1024;

pub(crate) struct ReqwestTransport {
    client: Client,
}

impl ReqwestTransport {
    pub(crate) fn new(client: Client) -> Self {
        Self { client }
    }

    /// A client that does what the documentation of [`ClientBuilder`](crate::ClientBuilder)
    /// promises.
    pub(crate) fn build(connect_timeout: Duration) -> reqwest::Result<Self> {
        // A redirect would take the token to a place that the caller did not name.
        let client = Client::builder()
            .redirect(Policy::none())
            .connect_timeout(connect_timeout)
            .build()?;
        Ok(Self::new(client))
    }

    async fn exchange(&self, request: HttpRequest) -> Result<HttpResponse, TransportError> {
        let mut builder = self
            .client
            .request(request.method.into(), request.url)
            .headers(request.headers)
            .timeout(request.timeout);
        let failure = Failure::default();
        if let Some(body) = request.body {
            // The library gives neither an empty body nor a stream a length. Some servers answer
            // 411 then.
            if let Some(length) = body.length()
                && (length == 0 || body.as_bytes().is_none())
            {
                builder = builder.header(CONTENT_LENGTH, length);
            }
            builder = builder.body(match body.as_bytes() {
                Some(bytes) => Body::from(bytes.clone()),
                None => Body::wrap_stream(failure.watch(body.into_stream())),
            });
        }
        let sent = builder.send().await;
        let mut response = sent.map_err(|error| match failure.take() {
            Some(error) => TransportError::new(TransportErrorKind::Body, error),
            None => classify(error),
        })?;
        let (status, headers) = (response.status(), std::mem::take(response.headers_mut()));
        let body = match read_body(&mut response).await {
            Ok(body) => body,
            // The status of a failure is worth more than the end of its body.
            Err((read, _)) if !status.is_success() => read,
            Err((_, error)) => return Err(error),
        };
        Ok(HttpResponse::new(status, headers, body))
    }
}

impl Transport for ReqwestTransport {
    fn send(&self, request: HttpRequest) -> BoxFuture<'_, Result<HttpResponse, TransportError>> {
        Box::pin(self.exchange(request))
    }
}

/// Why the body of a request could not be read. The library does not promise to hand it on: for the
/// connection it is a request that was given up.
#[derive(Clone, Default)]
struct Failure(Arc<Mutex<Option<BodyError>>>);

impl Failure {
    /// Keeps the error of a stream; the library gets one that only says that there was one.
    fn watch(&self, body: BodyStream) -> impl Stream<Item = Result<Bytes, GivenUp>> + Send + use<> {
        let failure = self.clone();
        body.map_err(move |error| {
            *failure.lock() = Some(error);
            GivenUp
        })
    }

    fn take(&self) -> Option<BodyError> {
        self.lock().take()
    }

    fn lock(&self) -> MutexGuard<'_, Option<BodyError>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[derive(Debug, thiserror::Error)]
#[error("the body could not be read")]
struct GivenUp;

/// Reads the whole body; an error comes with what was read before it.
async fn read_body(response: &mut Response) -> Result<Vec<u8>, (Vec<u8>, TransportError)> {
    let mut body = Vec::new();
    loop {
        match response.chunk().await {
            Ok(Some(chunk)) if body.len() + chunk.len() > MAX_BODY => {
                let source = "the body is longer than 64 MiB";
                return Err((
                    body,
                    TransportError::new(TransportErrorKind::TooLong, source),
                ));
            }
            Ok(Some(chunk)) => body.extend_from_slice(&chunk),
            Ok(None) => return Ok(body),
            Err(error) => return Err((body, classify(error))),
        }
    }
}

/// The URL is taken out of the error: it may hold ids and secrets.
fn classify(error: reqwest::Error) -> TransportError {
    // A time-out while connecting is both; that nothing was sent is what matters to those who want
    // to repeat.
    let kind = if error.is_connect() {
        TransportErrorKind::Connect
    } else if error.is_timeout() {
        TransportErrorKind::Timeout
    } else if error.is_request() || error.is_body() || error.is_decode() {
        TransportErrorKind::Interrupted
    } else {
        TransportErrorKind::Other
    };
    TransportError::new(kind, error.without_url())
}

#[cfg(test)]
mod tests {
    use super::*;

    async fn read(length: usize) -> Result<usize, TransportErrorKind> {
        let mut response = http::Response::new(vec![0; length]).into();
        let read = read_body(&mut response).await;
        read.map(|body| body.len())
            .map_err(|(_, error)| error.kind())
    }

    #[tokio::test]
    async fn a_body_may_have_64_mib() {
        assert_eq!(read(MAX_BODY).await, Ok(MAX_BODY));
        assert_eq!(read(MAX_BODY + 1).await, Err(TransportErrorKind::TooLong));
    }
}
