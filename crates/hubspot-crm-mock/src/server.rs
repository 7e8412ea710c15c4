//! Connections: what is read from them and written to them.

use std::io;
use std::pin::pin;
use std::sync::Arc;

use http::{HeaderValue, header};
use http_body_util::BodyExt as _;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::TokioIo;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;
use tokio::task::JoinSet;

use crate::State;
use crate::answer::answer;
use crate::broken::Sent;
use crate::faults::Outcome;
use crate::reply::{Failure, Reply};
use crate::request::ReceivedRequest;

/// Accepts connections until it is told to end, or dropped, and they with it. Told to end, it answers the requests that have come.
pub(crate) async fn accept(
    listener: TcpListener,
    state: Arc<State>,
    mut end: watch::Receiver<bool>,
) {
    let mut connections = JoinSet::new();
    loop {
        tokio::select! {
            accepted = listener.accept() => {
                // What a client has given up already is nobody's concern.
                let Ok((stream, _)) = accepted else { continue };
                connections.spawn(connection(stream, Arc::clone(&state), end.clone()));
            }
            Some(_) = connections.join_next() => {}
            () = told_to_end(&mut end) => break,
        }
    }
    drop(listener);
    while connections.join_next().await.is_some() {}
}

async fn told_to_end(end: &mut watch::Receiver<bool>) {
    let _ = end.wait_for(|is_ending| *is_ending).await;
}

async fn connection(stream: TcpStream, state: Arc<State>, mut end: watch::Receiver<bool>) {
    // Small answers are not to wait for more to send.
    let _ = stream.set_nodelay(true);
    let service = service_fn(|request| serve(request, Arc::clone(&state)));
    // Without a timer a connection is open as long as the client wants it to be, however long a test stops to think.
    let connection = http1::Builder::new().serve_connection(TokioIo::new(stream), service);
    let mut connection = pin!(connection);
    tokio::select! {
        _ = connection.as_mut() => {}
        () = told_to_end(&mut end) => {
            connection.as_mut().graceful_shutdown();
            let _ = connection.await;
        }
    }
}

/// Answers a request; an error closes the connection.
async fn serve(
    request: http::Request<Incoming>,
    state: Arc<State>,
) -> io::Result<http::Response<Sent>> {
    let (head, body) = request.into_parts();
    let outcome = match body.collect().await {
        Ok(body) => {
            let body = body.to_bytes();
            let request = ReceivedRequest::new(head.method, &head.uri, head.headers, body);
            answer(&state, request).await
        }
        Err(_) => {
            Outcome::Whole(Failure::invalid("The body of the request ended early.").reply(""))
        }
    };
    match outcome {
        Outcome::Whole(reply) => Ok(response(reply, None)),
        Outcome::Broken(reply, bytes) => Ok(response(reply, Some(bytes))),
        Outcome::Closed => Err(io::Error::from(io::ErrorKind::ConnectionAborted)),
    }
}

/// What goes over the wire: the whole body, or so many bytes of it.
fn response(reply: Reply, bytes: Option<usize>) -> http::Response<Sent> {
    let Reply {
        status,
        headers,
        body,
    } = reply;
    let length = body.len();
    let body = match bytes {
        None => Sent::whole(body),
        Some(bytes) => Sent::broken(body.slice(..bytes.min(length))),
    };
    let mut response = http::Response::new(body);
    *response.status_mut() = status;
    *response.headers_mut() = headers;
    if bytes.is_some() {
        let length = HeaderValue::from(length.max(1));
        response
            .headers_mut()
            .insert(header::CONTENT_LENGTH, length);
    }
    response
}
