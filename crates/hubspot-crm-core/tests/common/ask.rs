//! An operation with secrets in what it sends and in its answer, which takes no credentials.

use hubspot_crm_core::{
    Client, Endpoint, Extra, Json, Method, OperationInfo, SecretString, json_object, operation,
};

pub static ASK: OperationInfo = OperationInfo::new("oauth.ask", Method::Post, "/oauth/ask")
    .replay_safe(true)
    .no_authorization()
    .secrets(&["secret", "answer"]);

/// A form with secrets, as generated code has it.
#[derive(Debug, Clone, PartialEq)]
pub struct Form {
    pub id: String,
    pub secret: SecretString,
    pub extra: Extra,
}
json_object!(Form {
    id: "id",
    secret: "secret"
});

#[derive(Debug, Clone, PartialEq)]
pub struct Answer {
    pub answer: SecretString,
    pub left: Option<i64>,
    pub extra: Extra,
}
json_object!(Answer {
    answer: "answer",
    left: "left"
});

#[derive(Debug, Clone)]
pub struct Ask {
    pub endpoint: Endpoint,
    pub body: Form,
}
operation!(Ask as (Json<Answer>, Answer), form(body as Form));

/// In the form it is encoded.
pub const SECRET: &str = "canary+/ä\"=";

pub fn ask(client: &Client) -> Ask {
    let form = Form {
        id: "an id".to_owned(),
        secret: SECRET.into(),
        extra: Extra::default(),
    };
    Ask::new(client.endpoint(&ASK), form)
}

pub const GOOD: &str = r#"{"answer":"canary-answer","left":"7"}"#;

#[track_caller]
pub fn hidden(text: &str) {
    assert!(!text.to_lowercase().contains("canary"), "{text}");
}
