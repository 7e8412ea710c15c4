//! Connections: what is read from them and written to them.

use std::convert::Infallible;
use std::sync::Arc;

use bytes::Bytes;
use http_body_util::{BodyExt as _, Full};
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::net::TcpListener;
use tokio::task::JoinSet;

use crate::State;
use crate::answer::answer;
use crate::reply::{Failure, Reply};
use crate::request::ReceivedRequest;

/// Accepts connections until it is dropped, and they with it.
pub(crate) async fn accept(listener: TcpListener, state: Arc<State>) {
    let mut connections = JoinSet::new();
    loop {
        tokio::select! {
            accepted = listener.accept() => {
                // What a client has given up already is nobody's concern.
                let Ok((stream, _)) = accepted else { continue };
                // Small answers are not to wait for more to send.
                let _ = stream.set_nodelay(true);
                let state = Arc::clone(&state);
                connections.spawn(async move {
                    let service = service_fn(|request| serve(request, Arc::clone(&state)));
                    let connection = http1::Builder::new()
                        .timer(TokioTimer::new())
                        .serve_connection(TokioIo::new(stream), service);
                    let _ = connection.await;
                });
            }
            Some(_) = connections.join_next() => {}
        }
    }
}

async fn serve(
    request: http::Request<Incoming>,
    state: Arc<State>,
) -> Result<http::Response<Full<Bytes>>, Infallible> {
    let (head, body) = request.into_parts();
    let reply = match body.collect().await {
        Ok(body) => {
            let body = body.to_bytes();
            let request = ReceivedRequest::new(head.method, &head.uri, head.headers, body);
            answer(&state, request).await
        }
        Err(_) => Failure::invalid("The body of the request ended early.").reply(""),
    };
    let Reply {
        status,
        headers,
        body,
    } = reply;
    let mut response = http::Response::new(Full::new(body));
    *response.status_mut() = status;
    *response.headers_mut() = headers;
    Ok(response)
}
