//! A transport that records what is sent, and gives one and the same answer.

use std::sync::{Arc, Mutex};

use hubspot_crm_core::{
    BoxFuture, Bytes, Client, ClientBuilder, HeaderMap, HttpRequest, HttpResponse, RetryPolicy,
    StatusCode, Transport, TransportError,
};

use super::TOKEN;
use super::objects::Objects;

#[derive(Debug)]
pub struct Recorder {
    answer: HttpResponse,
    requests: Mutex<Vec<HttpRequest>>,
}

impl Recorder {
    pub fn new(status: u16, headers: &[(&'static str, &str)], body: impl AsRef<[u8]>) -> Arc<Self> {
        let headers = headers
            .iter()
            .map(|(name, value)| (name.parse().unwrap(), value.parse().unwrap()));
        let answer = HttpResponse::new(
            StatusCode::from_u16(status).unwrap(),
            headers.collect::<HeaderMap>(),
            Bytes::copy_from_slice(body.as_ref()),
        );
        Arc::new(Self {
            answer,
            requests: Mutex::default(),
        })
    }

    /// Without a token.
    pub fn builder(self: &Arc<Self>) -> ClientBuilder {
        let transport: Arc<dyn Transport> = Arc::<Self>::clone(self);
        Client::builder()
            .transport(transport)
            .retry(RetryPolicy::none())
    }

    pub fn client(self: &Arc<Self>) -> Client {
        self.builder().access_token(TOKEN).build().unwrap()
    }

    pub fn contacts(self: &Arc<Self>) -> Objects {
        Objects::new(&self.client(), "contacts")
    }

    pub fn requests(&self) -> Vec<HttpRequest> {
        self.requests.lock().unwrap().clone()
    }

    /// The only request that was sent.
    pub fn request(&self) -> HttpRequest {
        let mut requests = self.requests();
        assert_eq!(requests.len(), 1);
        requests.remove(0)
    }
}

impl Transport for Recorder {
    fn send(&self, request: HttpRequest) -> BoxFuture<'_, Result<HttpResponse, TransportError>> {
        self.requests.lock().unwrap().push(request);
        Box::pin(async { Ok(self.answer.clone()) })
    }
}

/// Contacts of a server that always gives this answer.
pub fn contacts(status: u16, body: &str) -> Objects {
    Recorder::new(status, &[], body).contacts()
}
