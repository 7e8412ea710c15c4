//! An operation whose request a test makes as it likes.

use hubspot_crm_core::{
    Client, Endpoint, Error, HttpRequest, Method, Operation, OperationInfo, Request, Whole,
};

use super::recorder::Recorder;

pub static POST: OperationInfo = OperationInfo::new("post", Method::Post, "/post");
pub static GET: OperationInfo = OperationInfo::new("get", Method::Get, "/get");

pub struct Built<F> {
    pub endpoint: Endpoint,
    pub build: F,
}

impl<F: Fn(Request) -> Result<Request, Error>> Built<F> {
    pub fn new(client: &Client, operation: &'static OperationInfo, build: F) -> Self {
        Self {
            endpoint: client.endpoint(operation),
            build,
        }
    }
}

impl<F: Fn(Request) -> Result<Request, Error>> Operation for Built<F> {
    type Decode = Whole;

    fn request(&self) -> Result<Request, Error> {
        (self.build)(self.endpoint.request())
    }

    fn endpoint(&self) -> &Endpoint {
        &self.endpoint
    }

    fn endpoint_mut(&mut self) -> &mut Endpoint {
        &mut self.endpoint
    }
}

/// The request as it is handed to the transport, or why it is not.
pub async fn sent(
    operation: &'static OperationInfo,
    build: impl Fn(Request) -> Result<Request, Error>,
) -> Result<HttpRequest, Error> {
    let recorder = Recorder::new(200, &[], "{}");
    let client = recorder.client();
    let built = Built::new(&client, operation, build);
    let result = client.send(&built).await;
    assert_eq!(recorder.requests().len(), usize::from(result.is_ok()));
    result.map(|_| recorder.request())
}

/// The query of a `GET`, without its `?`.
pub async fn query(build: impl Fn(Request) -> Result<Request, Error>) -> String {
    let url = sent(&GET, build).await.unwrap().url;
    let rest = url.strip_prefix("https://api.hubapi.com/get").unwrap();
    rest.strip_prefix('?').unwrap_or(rest).to_owned()
}

/// Why a request is not sent.
pub async fn refused(build: impl Fn(Request) -> Result<Request, Error>) -> String {
    match sent(&POST, build).await {
        Err(error @ Error::InvalidRequest(_)) => error.to_string(),
        other => panic!("{other:?}"),
    }
}
