//! One row of the tables.

use std::pin::Pin;

use hubspot_crm_gen::{Client, Error};
use serde::Serialize;
use serde_json::Value;

use crate::support::Answer;

/// A call whose answer is written back as JSON, `null` where there is none.
pub(crate) type Call = Box<dyn Fn(&Client) -> Pin<Box<dyn Future<Output = Result<Value, Error>>>>>;

/// An operation with one choice of parameters.
pub(crate) struct Case {
    pub(crate) id: String,
    pub(crate) method: &'static str,
    pub(crate) target: String,
    pub(crate) body: Option<Value>,
    pub(crate) answer: Answer,
    /// What the answer is read as, written back.
    pub(crate) answered: Value,
    pub(crate) call: Call,
}

impl Case {
    /// A case without a body and with an empty answer.
    pub(crate) fn new<B, T>(
        id: impl Into<String>,
        method: &'static str,
        target: impl Into<String>,
        build: impl Fn(&Client) -> B + 'static,
    ) -> Self
    where
        B: IntoFuture<Output = Result<T, Error>, IntoFuture: 'static>,
        T: Serialize,
    {
        Self {
            id: id.into(),
            method,
            target: target.into(),
            body: None,
            answer: Answer::new(204),
            answered: Value::Null,
            call: Box::new(move |client| {
                let future = build(client).into_future();
                Box::pin(async move {
                    let answer = future.await?;
                    Ok(serde_json::to_value(answer).expect("answers can be written"))
                })
            }),
        }
    }

    pub(crate) fn body(mut self, body: Value) -> Self {
        self.body = Some(body);
        self
    }

    /// An answer that is written back as it came.
    pub(crate) fn answered(mut self, status: u16, answer: Value) -> Self {
        self.answer = Answer::json(status, answer.to_string());
        self.answered = answer;
        self
    }

    pub(crate) fn has_query(&self, name: &str) -> bool {
        let query = self.target.split_once('?').map_or("", |(_, query)| query);
        let mut pairs = query.split('&');
        pairs.any(|pair| pair.split('=').next() == Some(name))
    }
}
