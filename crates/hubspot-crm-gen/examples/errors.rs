//! What errors tell, and what a service does about each kind.
//!
//! ```text
//! HUBSPOT_ACCESS_TOKEN=… cargo run --example errors -- ada@example.com 555-0100
//! ```
//!
//! The arguments are an email address and a phone number, which the contact with that address gets; it is created if
//! there is none. `HUBSPOT_BASE_URL` sends the calls to another server than HubSpot's. The token needs the scopes
//! `crm.objects.contacts.read` and `crm.objects.contacts.write`. Leave one out to see what the error says.

use std::env;
use std::fmt;
use std::process::ExitCode;

use hubspot_crm_gen::{BatchFailure, Client, Error, OperationInfo, v3::prelude::*};

#[tokio::main]
async fn main() -> ExitCode {
    let mut arguments = env::args().skip(1);
    let (Some(email), Some(phone), Ok(token)) = (
        arguments.next(),
        arguments.next(),
        env::var("HUBSPOT_ACCESS_TOKEN"),
    ) else {
        eprintln!("usage: HUBSPOT_ACCESS_TOKEN=… errors EMAIL PHONE");
        return ExitCode::FAILURE;
    };
    let mut client = Client::builder().access_token(token);
    if let Ok(base_url) = env::var("HUBSPOT_BASE_URL") {
        client = client.base_url(base_url);
    }
    let done = match client.build() {
        Ok(hubspot) => save_phone(&hubspot, &email, &phone).await,
        Err(error) => Err(error.into()),
    };
    match done {
        Ok(id) => {
            println!("contact {id} has the phone number");
            ExitCode::SUCCESS
        }
        Err(error) => {
            eprintln!("error: {error}");
            if let ServiceError::HubSpot { source, .. } = &error {
                // One line for the log. What HubSpot says is part of it, and may name a record or a value.
                eprintln!("  {source}");
                for line in details(source) {
                    eprintln!("  {line}");
                }
                eprintln!("{}", advice(source));
            }
            ExitCode::FAILURE
        }
    }
}

/// The error of a service that has others beside HubSpot's. It keeps what tells in a log or a metric which call failed.
#[derive(Debug)]
pub(crate) enum ServiceError {
    NoAddress,
    HubSpot {
        operation: Option<&'static OperationInfo>,
        correlation_id: Option<String>,
        source: Error,
    },
}

/// So `?` makes it of everything that the client returns; of a batch in one more step, see [`run`].
impl From<Error> for ServiceError {
    fn from(source: Error) -> Self {
        Self::HubSpot {
            operation: source.operation(),
            correlation_id: source.correlation_id().map(ToOwned::to_owned),
            source,
        }
    }
}

/// Without what HubSpot says, which may be personal data: that is in the source.
impl fmt::Display for ServiceError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self::HubSpot {
            operation,
            correlation_id,
            ..
        } = self
        else {
            return f.write_str("this is no email address");
        };
        f.write_str("HubSpot has not taken the phone number")?;
        if let Some(operation) = operation {
            write!(f, ", operation {}", operation.id())?;
        }
        if let Some(id) = correlation_id {
            write!(f, ", correlation id {id}")?;
        }
        Ok(())
    }
}

impl std::error::Error for ServiceError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::HubSpot { source, .. } => Some(source),
            Self::NoAddress => None,
        }
    }
}

/// What the service offers.
pub(crate) async fn save_phone(
    hubspot: &Client,
    email: &str,
    phone: &str,
) -> Result<String, ServiceError> {
    if !email.contains('@') {
        return Err(ServiceError::NoAddress);
    }
    Ok(run(hubspot, email, phone).await?)
}

/// Gives the id of the contact.
pub(crate) async fn run(hubspot: &Client, email: &str, phone: &str) -> Result<String, Error> {
    // An error that is part of the plan: the contact is there already, and HubSpot says which one it is.
    let new = properties! { "email" => email, "phone" => phone };
    let id = match hubspot.contacts().create(new).await {
        Ok(contact) => return Ok(contact.id),
        Err(error) => match error.existing_id() {
            Some(id) => id.to_owned(),
            None => return Err(error),
        },
    };

    // A batch may succeed in part. A contact that somebody has removed in the meantime does not matter here; any other
    // failure is an error, which `?` makes of it.
    let update = SimplePublicObjectBatchInput::new(&id, properties! { "phone" => phone });
    let updated = hubspot
        .contacts()
        .batch_update([update])
        .await?
        .into_complete_except(BatchFailure::is_not_found)?;
    if updated.is_empty() {
        eprintln!("contact {id} has just been removed");
    }
    Ok(id)
}

/// What is to be done about an error, by whom.
pub(crate) fn advice(error: &Error) -> String {
    let invalid = error.property_errors();
    if let Some(first) = invalid.first() {
        return format!("the user has to correct {}: {}", first.name, first.message);
    }
    match error {
        Error::Api(api) if api.is_not_found() => "it is not there, or not for this token".into(),
        Error::Api(api) if api.is_conflict() => "it conflicts with what there is".into(),
        Error::Api(api) if api.is_forbidden() => {
            format!("the app lacks scopes: {}", api.missing_scopes().join(", "))
        }
        Error::Api(api) if api.is_unauthorized() => "the token is wrong or expired".into(),
        Error::Api(api) if api.is_daily_limit() => "no more requests today".into(),
        // The client has waited and tried again, as far as its policy lets it.
        Error::Api(api) if api.is_rate_limited() => match api.retry_after() {
            Some(wait) => format!("try again in {wait:?}"),
            None => "try again later".into(),
        },
        Error::Auth(auth) if auth.is_invalid_grant() => {
            "the user has to allow the app again".into()
        }
        Error::Batch(batch) => {
            let first = batch.failures().first().map(ToString::to_string);
            let reason = first.or_else(|| batch.request_errors().next().map(ToString::to_string));
            format!(
                "{} inputs are done, others not: {}",
                batch.counts().succeeded,
                reason.unwrap_or_else(|| "HubSpot does not say why".into())
            )
        }
        // A success that cannot be read, a fault of HubSpot's, an answer that never came.
        _ if error.may_have_been_processed() => "look whether it was done, then try again".into(),
        Error::Transport(_) => "HubSpot cannot be reached: try again later".into(),
        _ => "this program is wrong, or its settings are".into(),
    }
}

/// What HubSpot's support and whoever looks into it want to know. It may be personal data: messages and bodies repeat
/// what was sent.
pub(crate) fn details(error: &Error) -> Vec<String> {
    let mut lines = Vec::new();
    match error {
        // Only the status is certain. All else is there if HubSpot says it, and if it was HubSpot who answered.
        Error::Api(api) => {
            for (name, text) in [
                ("correlation id", &api.correlation_id),
                ("category", &api.category),
                ("sub-category", &api.sub_category),
                ("message", &api.message),
            ] {
                if let Some(text) = text {
                    lines.push(format!("{name}: {text}"));
                }
            }
            for (name, values) in api.context.iter() {
                lines.push(format!("{name}: {}", values.join(", ")));
            }
            for detail in &api.details {
                let place = detail.location.as_deref().unwrap_or("request");
                lines.push(format!("{place}: {}", detail.message));
            }
            // The page of a gateway, for instance.
            if api.message.is_none() && !api.body.is_empty() {
                lines.push(format!("body: {}", String::from_utf8_lossy(&api.body)));
            }
        }
        Error::Decode(decode) => {
            lines.push(format!("no {} at {}", decode.type_name, decode.path));
        }
        Error::Batch(batch) => {
            for failure in batch.failures() {
                lines.push(format!("{failure}: {}", failure.ids().join(", ")));
            }
            // Of a batch in chunks.
            for request in batch.request_errors() {
                lines.extend(details(request));
            }
        }
        // Such as why there is no connection.
        _ => {
            let mut cause = std::error::Error::source(error);
            while let Some(error) = cause {
                lines.push(error.to_string());
                cause = error.source();
            }
        }
    }
    lines
}
