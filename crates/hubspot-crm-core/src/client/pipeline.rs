//! The steps that every call takes, in their order.

use std::time::Duration;

use http::header::{AUTHORIZATION, USER_AGENT};
use tokio::time::Instant;
use tracing::{Instrument, Span};

use super::Inner;
use crate::auth::AccessToken;
use crate::error::{ApiError, Error};
use crate::limit::{Observed, Permit};
use crate::request::Request;
use crate::response::Response;
use crate::retry::{Attempt, Attempts, Next, NoRetry};
use crate::trace;
use crate::transport::{HttpRequest, HttpResponse};

impl Inner {
    /// The answer to a request, if its status is a 2xx.
    pub(super) async fn call(&self, mut request: Request) -> Result<Response, Error> {
        request.add_extra_body();
        if let Some(invalid) = request.invalid.take() {
            return Err(invalid.into());
        }
        let span = trace::call(request.operation);
        let result = self
            .attempts(&request, &span)
            .instrument(span.clone())
            .await;
        trace::outcome(&span, result.as_ref());
        result
    }

    /// Sends the request until it succeeds, or the policy has enough of it.
    async fn attempts(&self, request: &Request, call: &Span) -> Result<Response, Error> {
        let options = request.options.as_deref();
        let policy = options
            .and_then(|options| options.retry.as_ref())
            .unwrap_or(&self.retry);
        let replay_safe = options
            .and_then(|options| options.replay_safe)
            .unwrap_or(request.operation.is_replay_safe());
        let timeout = options
            .and_then(|options| options.timeout)
            .unwrap_or(self.timeout);
        // Waiting for one's turn is not counted as time for attempts.
        let mut permit = self.limiter.acquire(request.operation).await;
        let mut attempts = Attempts::new(policy, replay_safe, true);
        let mut renewed = false;
        loop {
            let mut token = None;
            let span = trace::attempt(request.operation, attempts.number(), &self.server);
            let started = Instant::now();
            let result = self
                .attempt(
                    request,
                    timeout.min(attempts.time_left()),
                    permit,
                    &mut token,
                    &span,
                )
                .instrument(span.clone())
                .await;
            let duration = started.elapsed();
            let next = match &result {
                Ok(_) => None,
                // Another token may help, once, whatever the policy says.
                Err(Error::Api(error)) if !renewed && self.renews(error, token.take()).await? => {
                    renewed = true;
                    Some(Next::Retry(Duration::ZERO))
                }
                Err(error) => Some(attempts.after(error, fastrand::f64())),
            };
            let retry_in = match next {
                Some(Next::Retry(wait)) => Some(wait),
                _ => None,
            };
            trace::finished(&span, duration, result.as_ref(), retry_in);
            if retry_in.is_none() {
                call.record("hubspot.attempts", attempts.number());
            }
            policy.observe(&Attempt {
                operation: request.operation,
                number: attempts.number(),
                status: result
                    .as_ref()
                    .map_or_else(Error::status, |it| Some(it.status())),
                error: result.as_ref().err(),
                duration,
                retry_in,
            });
            let (error, stop) = match (result, next) {
                (Err(error), Some(Next::Retry(wait))) => {
                    tokio::time::sleep(wait).await;
                    permit = self.limiter.acquire(request.operation).await;
                    if attempts.again() {
                        continue;
                    }
                    (error, NoRetry::OutOfTime)
                }
                (Err(error), Some(Next::Stop(reason))) => (error, reason),
                (result, _) => return result,
            };
            return Err(error.after_attempts(
                attempts.number(),
                attempts.may_have_been_processed(),
                stop,
            ));
        }
    }

    /// Sends the request once.
    async fn attempt(
        &self,
        request: &Request,
        timeout: Duration,
        permit: Permit,
        token: &mut Option<AccessToken>,
        span: &Span,
    ) -> Result<Response, Error> {
        let operation = request.operation;
        let http = self.http_request(request, timeout, token).await?;
        if self.trace_personal_data {
            trace::personal_data(span, request);
        }
        let HttpResponse {
            status,
            headers,
            body,
        } = self
            .transport
            .send(http)
            .await
            .map_err(|error| error.of(operation))?;
        let response = Response::new(operation, status, headers, body);
        if self.trace_personal_data {
            trace::personal_answer(span, &response);
        }
        if response.status().is_success() {
            permit.answered(&Observed {
                status: response.status(),
                headers: response.headers(),
                policy: None,
                retry_after: None,
            });
            return Ok(response);
        }
        let error = ApiError::new(&response);
        permit.answered(&Observed {
            status: error.status,
            headers: &error.headers,
            policy: error.policy_name.as_deref(),
            retry_after: error.retry_after(),
        });
        Err(error.into())
    }

    /// Whether there is another token after a refusal of the one that was used.
    async fn renews(&self, refusal: &ApiError, used: Option<AccessToken>) -> Result<bool, Error> {
        match used {
            Some(used) => self.credentials.renewed_after(refusal, &used).await,
            None => Ok(false),
        }
    }

    /// Adds base URL, authorization, user agent, headers of the caller and time-out. The token is
    /// told if it can be renewed.
    async fn http_request(
        &self,
        request: &Request,
        timeout: Duration,
        token: &mut Option<AccessToken>,
    ) -> Result<HttpRequest, Error> {
        let mut headers = request.headers.clone();
        let mut query = request.query.clone();
        // The caller may have another token.
        if !request.extra_headers.contains_key(AUTHORIZATION) {
            *token = self
                .credentials
                .authorize(request.operation, &mut query, &mut headers)
                .await?;
        }
        let mut url =
            String::with_capacity(self.base_url.len() + request.path.len() + 1 + query.len());
        url.push_str(&self.base_url);
        url.push_str(&request.path);
        if !query.is_empty() {
            url.push('?');
            url.push_str(&query);
        }
        headers.insert(USER_AGENT, self.user_agent.clone());
        // Replaces what stands there.
        headers.extend(request.extra_headers.clone());
        Ok(HttpRequest {
            method: request.operation.method(),
            url,
            headers,
            body: request.body.clone(),
            timeout,
        })
    }
}
