//! A server for one test.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, MutexGuard};
use std::time::Duration;

use hubspot_crm_gen::{Client, ClientBuilder, RateLimits, RetryPolicy};
use tokio::io::{AsyncWriteExt, BufReader};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::{JoinHandle, JoinSet};

use super::{Answer, Request, TOKEN};

/// A server that keeps every request and gives one answer after the other, in the order of the requests.
///
/// It is strict: the test fails at the end of the server's life if a request had no answer left for it, or an answer
/// was not asked for. With the server its connections end.
pub(crate) struct Server {
    url: String,
    state: Arc<Mutex<State>>,
    task: JoinHandle<()>,
}

#[derive(Default)]
struct State {
    answers: VecDeque<Answer>,
    requests: Vec<Request>,
    faults: Vec<String>,
}

impl Server {
    pub(crate) async fn start(answers: impl IntoIterator<Item = Answer>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let address = listener.local_addr().expect("an address");
        let state = Arc::new(Mutex::new(State {
            answers: answers.into_iter().collect(),
            ..State::default()
        }));
        Self {
            url: format!("http://{address}"),
            task: tokio::spawn(accept(listener, Arc::clone(&state))),
            state,
        }
    }

    /// One more answer, after those that there are.
    pub(crate) fn push(&self, answer: Answer) {
        lock(&self.state).answers.push_back(answer);
    }

    pub(crate) fn url(&self) -> &str {
        &self.url
    }

    pub(crate) fn builder(&self) -> ClientBuilder {
        Client::builder()
            .access_token(TOKEN)
            .base_url(&self.url)
            .retry(RetryPolicy::none())
            .rate_limits(RateLimits::none())
            .timeout(Duration::from_secs(10))
    }

    pub(crate) fn client(&self) -> Client {
        self.builder().build().expect("the settings are right")
    }

    /// The requests since the last call.
    pub(crate) fn requests(&self) -> Vec<Request> {
        std::mem::take(&mut lock(&self.state).requests)
    }

    /// The one request since the last call.
    pub(crate) fn request(&self) -> Request {
        let mut requests = self.requests();
        assert_eq!(requests.len(), 1, "{requests:?}");
        requests.remove(0)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.task.abort();
        let state = lock(&self.state);
        let mut faults = state.faults.clone();
        if !state.answers.is_empty() {
            faults.push(format!("{} answers are left", state.answers.len()));
        }
        drop(state);
        if std::thread::panicking() {
            eprintln!("faults of the server: {faults:?}");
        } else {
            assert!(faults.is_empty(), "{faults:?}");
        }
    }
}

/// A test that fails while it holds the lock must still get to its own message.
fn lock(state: &Mutex<State>) -> MutexGuard<'_, State> {
    state
        .lock()
        .unwrap_or_else(std::sync::PoisonError::into_inner)
}

async fn accept(listener: TcpListener, state: Arc<Mutex<State>>) {
    // Dropped with the task, and the connections with it.
    let mut connections = JoinSet::new();
    while let Ok((stream, _)) = listener.accept().await {
        connections.spawn(serve(stream, Arc::clone(&state)));
    }
}

async fn serve(stream: TcpStream, state: Arc<Mutex<State>>) {
    let mut stream = BufReader::new(stream);
    loop {
        let request = match Request::read(&mut stream).await {
            Ok(Some(request)) => request,
            Ok(None) => return,
            Err(fault) => return lock(&state).faults.push(fault),
        };
        let Some(answer) = take_answer(&mut lock(&state), request) else {
            return;
        };
        let closes = answer.closes();
        // A client may hang up before it has read all; the test sees that by itself.
        if stream.write_all(&answer.into_bytes()).await.is_err() || closes {
            return;
        }
    }
}

fn take_answer(state: &mut State, request: Request) -> Option<Answer> {
    let answer = state.answers.pop_front();
    if answer.is_none() {
        let (method, target) = (&request.method, &request.target);
        state.faults.push(format!("unexpected: {method} {target}"));
    }
    state.requests.push(request);
    answer
}

#[tokio::test]
#[should_panic(expected = "1 answers are left")]
async fn an_answer_that_nobody_asks_for_fails_the_test() {
    Server::start([Answer::new(200)]).await;
}

#[tokio::test]
#[should_panic(expected = "unexpected: DELETE /crm/v3/objects/contacts/1")]
async fn a_request_that_nobody_expects_fails_the_test() {
    use hubspot_crm_gen::v3::V3Apis as _;
    let server = Server::start([]).await;
    let _fails = server.client().contacts().archive(1).await;
}
