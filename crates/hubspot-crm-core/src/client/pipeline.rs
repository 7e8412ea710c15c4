//! The steps that every call takes, in their order.

use std::time::Duration;

use http::header::{AUTHORIZATION, USER_AGENT};
use http::{HeaderMap, HeaderValue, StatusCode};
use tokio::time::Instant;
use tracing::{Instrument, Span};

use super::Inner;
use crate::auth::AccessToken;
use crate::error::{ApiError, DeadlineError, Error};
use crate::info::OperationInfo;
use crate::limit::{Late, Observed, Permit};
use crate::long_get;
use crate::request::Request;
use crate::response::Response;
use crate::retry::{Attempt, Attempts, Next, NoRetry};
use crate::secrets;
use crate::trace;
use crate::transport::{HttpRequest, HttpResponse};

impl Inner {
    /// The answer to a request, if its status is a 2xx.
    pub(super) async fn call(&self, mut request: Request) -> Result<Response, Error> {
        request.add_extra_body();
        if let Some(invalid) = request.invalid.take() {
            return Err(invalid.into());
        }
        // What is sent may stand for what was meant, which errors are about.
        let (request, stands_for) =
            long_get::rewrite(request, self.base_url.len(), self.longest_url)?;
        let sending = Sending {
            client: self,
            request: &request,
            stands_for,
        };
        let span = trace::call(sending.meant());
        let result = sending.attempts(&span).instrument(span.clone()).await;
        trace::outcome(&span, result.as_ref());
        result
    }
}

/// A request that may be sent at once, and the token in it if another one may help after a refusal.
struct Turn {
    http: HttpRequest,
    token: Option<AccessToken>,
    permit: Option<Permit>,
}

/// A request on its way.
struct Sending<'a> {
    client: &'a Inner,
    request: &'a Request,
    stands_for: Option<&'static OperationInfo>,
}

impl Sending<'_> {
    /// Sends the request until it succeeds, or the policy has enough of it.
    async fn attempts(&self, call: &Span) -> Result<Response, Error> {
        let (client, operation) = (self.client, self.request.operation);
        let options = self.request.options.as_deref();
        let policy = options.and_then(|options| options.retry.as_ref());
        let policy = policy.unwrap_or(&client.retry);
        let replay_safe = options.and_then(|options| options.replay_safe);
        let replay_safe = replay_safe.unwrap_or(self.meant().is_replay_safe());

        let deadline = options.and_then(|options| options.deadline);
        let deadline = deadline.or(client.deadline);
        let deadline = deadline.and_then(|time| Instant::now().checked_add(time));

        // Waiting for one's turn is not counted as time for attempts.
        let mut turn = match self.turn(deadline).await {
            Ok(turn) => turn,
            Err(late) => {
                call.record("hubspot.attempts", 0);
                return Err(DeadlineError::new(self.meant(), late).into());
            }
        };
        let mut attempts = Attempts::new(policy, replay_safe, self.timeout(), deadline);
        let mut renewed = false;
        loop {
            let number = attempts.number();
            // Without a token it ends here, and what was sent before counts.
            let sent = number - u32::from(turn.is_err());
            let span = trace::attempt(self.meant(), operation, number, &client.server);
            let started = Instant::now();
            let (mut result, token) = self
                .attempt(turn, attempts.time_left(), &span)
                .instrument(span.clone())
                .await;
            let duration = started.elapsed();
            let mut has_other_token = false;
            if let (Err(Error::Api(refusal)), false) = (&result, renewed) {
                match self.renews(refusal, token).await {
                    Ok(renews) => has_other_token = renews,
                    Err(error) => result = Err(error),
                }
            }
            let next = match &result {
                Ok(_) => None,
                // Another token may help, once, whatever the policy says.
                Err(_) if has_other_token => {
                    renewed = true;
                    Some(Next::Retry(Duration::ZERO))
                }
                Err(error) => Some(attempts.after(error, self.is_repeatable(), fastrand::f64())),
            };
            let retry_in = next.and_then(Next::wait);
            trace::finished(&span, duration, result.as_ref(), retry_in);
            // It ends here: the wait before the next attempt is no part of it.
            drop(span);
            policy.observe(&Attempt {
                operation: self.meant(),
                number,
                status: status(&result),
                error: result.as_ref().err(),
                duration,
                retry_in,
            });
            let (error, reason) = match (result, next) {
                (Err(error), Some(Next::Retry(wait))) => {
                    if !wait.is_zero() {
                        tokio::time::sleep(wait).await;
                    }
                    match self.turn(attempts.ends_at()).await {
                        Ok(next) if attempts.again() => {
                            turn = next;
                            continue;
                        }
                        _ => (error, NoRetry::OutOfTime),
                    }
                }
                (Err(error), Some(Next::Stop(reason))) => (error, reason),
                (result, _) => {
                    call.record("hubspot.attempts", sent);
                    return result;
                }
            };
            call.record("hubspot.attempts", sent);
            return Err(error.after_attempts(sent, attempts.may_have_been_processed(), reason));
        }
    }

    /// Waits for one's turn, if that comes by then. A token comes first, for it may take its time,
    /// and a permit is for sending at once. Where the permit has taken time, there may be another
    /// token by then. Without a token there is nothing to wait for.
    async fn turn(&self, by: Option<Instant>) -> Result<Result<Turn, Error>, Late> {
        let (mut http, mut token) = match self.authorized(by).await? {
            Ok(authorized) => authorized,
            Err(error) => return Ok(Err(error)),
        };
        let permit = self.permit(by).await?;
        if permit.as_ref().is_some_and(Permit::has_waited) {
            (http, token) = match self.authorized(by).await? {
                Ok(authorized) => authorized,
                Err(error) => return Ok(Err(error)),
            };
        }
        Ok(Ok(Turn {
            http,
            token,
            permit,
        }))
    }

    /// The request with its token, if that is there by then.
    async fn authorized(
        &self,
        by: Option<Instant>,
    ) -> Result<Result<(HttpRequest, Option<AccessToken>), Error>, Late> {
        let Some(by) = by else {
            return Ok(self.http_request().await);
        };
        let in_time = tokio::time::timeout_at(by, self.http_request()).await;
        in_time.map_err(|_| Late {
            bucket: self.request.operation.rate_limit_bucket(),
            opens_in: None,
        })
    }

    /// Leave to send the request once, if it comes by then. What belongs to no account goes at once:
    /// limits are those of accounts.
    async fn permit(&self, by: Option<Instant>) -> Result<Option<Permit>, Late> {
        let operation = self.request.operation;
        if operation.takes_no_authorization() {
            return Ok(None);
        }
        let limiter = &self.client.limiter;
        limiter.acquire_by(operation, by).await.map(Some)
    }

    /// Sends the request once, within the time that is left. The token is there if another one may help after a refusal.
    async fn attempt(
        &self,
        turn: Result<Turn, Error>,
        time_left: Duration,
        span: &Span,
    ) -> (Result<Response, Error>, Option<AccessToken>) {
        let Turn {
            mut http,
            token,
            permit,
        } = match turn {
            Ok(turn) => turn,
            Err(error) => return (Err(error), None),
        };
        http.timeout = http.timeout.min(time_left);
        if self.client.trace_personal_data {
            trace::personal_data(span, self.request);
        }
        let authorization = http.headers.get(AUTHORIZATION).cloned();
        let result = match self.client.transport.send(http).await {
            Ok(answer) => self.take(answer, permit, authorization.as_ref(), span),
            Err(error) => Err(error.of(self.meant()).into()),
        };
        (result, token)
    }

    /// Takes in an answer, which is a success or an error. What is shown of it repeats no secret.
    fn take(
        &self,
        answer: HttpResponse,
        permit: Option<Permit>,
        authorization: Option<&HeaderValue>,
        span: &Span,
    ) -> Result<Response, Error> {
        let HttpResponse {
            status,
            headers,
            mut body,
        } = answer;
        if self.client.trace_personal_data || !status.is_success() {
            let key = self
                .client
                .credentials
                .developer_key(self.request.operation);
            let secrets = secrets::sent(self.request, authorization, key);
            let hidden = secrets::hidden(&body, &secrets);
            if self.client.trace_personal_data {
                trace::personal_answer(span, self.request.operation, &hidden);
            }
            if !status.is_success() {
                body = hidden;
            }
        }
        let response = Response::new(self.request.operation, status, headers, body);
        let response = long_get::restore(self.stands_for, response)?;
        if response.status().is_success() {
            self.observe(permit, response.status(), response.headers(), None, None);
            return Ok(response);
        }
        let error = ApiError::new(&response);
        self.observe(
            permit,
            error.status,
            &error.headers,
            error.policy_name.as_deref(),
            error.retry_after(),
        );
        Err(error.into())
    }

    /// Takes in what an answer says about limits, if it is about those of this client.
    fn observe(
        &self,
        permit: Option<Permit>,
        status: StatusCode,
        headers: &HeaderMap,
        policy: Option<&str>,
        retry_after: Option<Duration>,
    ) {
        let Some(permit) = permit.filter(|_| !self.has_token_of_its_own()) else {
            return;
        };
        permit.answered(&Observed {
            status,
            headers,
            policy,
            retry_after,
        });
    }

    /// Whether the caller has set another token for this request.
    fn has_token_of_its_own(&self) -> bool {
        self.request.extra_headers.contains_key(AUTHORIZATION)
    }

    /// Adds base URL, authorization, user agent, headers of the caller and time-out. Beside it is
    /// the token, if it can be renewed.
    async fn http_request(&self) -> Result<(HttpRequest, Option<AccessToken>), Error> {
        let (client, request) = (self.client, self.request);
        let mut headers = request.headers.clone();
        let mut query = request.query.clone();
        let mut token = None;
        if !self.has_token_of_its_own() {
            token = client
                .credentials
                .authorize(request.operation, &mut query, &mut headers)
                .await?;
        }
        let length = client.base_url.len() + request.path.len() + 1 + query.len();
        let mut url = String::with_capacity(length);
        url.push_str(&client.base_url);
        url.push_str(&request.path);
        if !query.is_empty() {
            url.push('?');
            url.push_str(&query);
        }
        headers.insert(USER_AGENT, client.user_agent.clone());
        // Replaces what stands there.
        headers.extend(request.extra_headers.clone());
        let http = HttpRequest {
            operation: request.operation,
            method: request.operation.method(),
            url,
            headers,
            body: request.body.clone(),
            timeout: self.timeout(),
        };
        Ok((http, token))
    }

    /// Whether there is another token after a refusal of the one that was used, and the request can
    /// be sent with it. Who gives tokens hears of the refusal in any case.
    async fn renews(&self, refusal: &ApiError, used: Option<AccessToken>) -> Result<bool, Error> {
        match used {
            Some(used) => {
                let credentials = &self.client.credentials;
                let is_renewed = credentials.renewed_after(refusal, &used).await?;
                Ok(is_renewed && self.is_repeatable())
            }
            None => Ok(false),
        }
    }

    /// Whether the request can still be sent from its start.
    fn is_repeatable(&self) -> bool {
        let body = self.request.body.as_ref();
        body.is_none_or(|body| body.is_repeatable())
    }

    /// The time for one attempt.
    fn timeout(&self) -> Duration {
        let options = self.request.options.as_deref();
        let timeout = options.and_then(|options| options.timeout);
        timeout.unwrap_or(self.client.timeout)
    }

    /// The operation that the caller called.
    fn meant(&self) -> &'static OperationInfo {
        self.stands_for.unwrap_or(self.request.operation)
    }
}

fn status(result: &Result<Response, Error>) -> Option<StatusCode> {
    match result {
        Ok(response) => Some(response.status()),
        // Of a request for a token, which is another one.
        Err(Error::Auth(_)) => None,
        Err(error) => error.status(),
    }
}
