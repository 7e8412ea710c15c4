//! What operations take, looked up once.

use openapi_conform::{Body, Operation, Parameter, Scheme};
use serde_json::Value;

use crate::limits::Kind;

/// What an operation takes.
#[derive(Debug)]
pub(crate) struct Takes {
    pub(crate) parameters: Vec<Parameter<'static>>,
    pub(crate) body: Option<Body<'static>>,
    /// Whether no credentials go with it.
    pub(crate) is_open: bool,
    /// The ways to say who asks, of which one has to be there in whole.
    pub(crate) security: Vec<Vec<Scheme<'static>>>,
    /// The scopes of which a token needs any one; none if it needs none.
    pub(crate) scopes: Vec<&'static str>,
    /// Which limits count it.
    pub(crate) kind: Kind,
}

impl Takes {
    pub(crate) fn of(operation: &Operation<'static>) -> Self {
        let mut security = operation.security();
        if security.is_empty() {
            // HubSpot's documents have nothing where a token is due all the same.
            security = vec![vec![Scheme::Bearer]];
        }
        let texts = |name: &str| {
            let list = operation.extension(name).and_then(Value::as_array);
            let texts = list.into_iter().flatten().filter_map(Value::as_str);
            texts.collect::<Vec<_>>()
        };
        let is_exempt = texts("x-hubspot-rate-limit-exemptions").contains(&"ten-secondly");
        let kind = match (is_exempt, operation.path.ends_with("/search")) {
            (false, _) => Kind::Usual,
            (true, true) => Kind::Search,
            (true, false) => Kind::Exempt,
        };
        Self {
            parameters: operation.parameters(),
            body: operation.body(),
            is_open: operation.extension("x-no-authorization") == Some(&Value::Bool(true)),
            security,
            scopes: texts("x-scopes"),
            kind,
        }
    }
}
