//! The same calls against the server in memory: it forbids nothing that the documents allow, and whatever it answers reads.

use hubspot_crm_gen::{Client, Error, RetryPolicy};
use hubspot_crm_mock::{MockHubSpot, ReceivedRequest};

use crate::subject::{Subject, subjects};
use crate::{Faults, KEY, calls};

#[tokio::test]
async fn calls_are_answered_by_the_server_in_memory() {
    let mock = MockHubSpot::builder()
        .access_token("token")
        .developer_api_key(KEY)
        .start()
        .await
        .expect("there is a port");
    let client = Client::builder()
        .access_token("token")
        .developer_api_key(KEY)
        .base_url(mock.url())
        .retry(RetryPolicy::none())
        .build()
        .expect("the settings are right");
    let mut faults = Faults::default();
    for subject in subjects() {
        for call in &subject.calls {
            let read = call(&client).await;
            let requests = mock.requests();
            mock.clear_requests();
            if let Some(fault) = fault(&subject, &read, &requests) {
                faults.add(&subject.id, fault);
            }
        }
    }
    faults.assert_none();
}

/// What is wrong with what came of a call. That there is no such record, or that its values do not fit, is up to the account.
fn fault(
    subject: &Subject,
    read: &Result<calls::Answer, Error>,
    requests: &[ReceivedRequest],
) -> Option<String> {
    let [request] = requests else {
        return Some(format!("sends {} requests", requests.len()));
    };
    let (method, path) = (&subject.operation.method, subject.operation.path);
    // Documents may have an operation in common, with other names for the parameters of its path.
    let is_meant = request.operation().is_some_and(|operation| {
        let shape = |text: &str| -> Vec<String> {
            let parts = text.split('/');
            parts
                .map(|part| if part.starts_with('{') { "{}" } else { part }.to_owned())
                .collect()
        };
        shape(operation) == shape(&format!("{method} {path}"))
    });
    if !is_meant {
        return Some(format!("is taken for {:?}", request.operation()));
    }
    let error = read.as_ref().err()?;
    let Some(answer) = error.as_api() else {
        return Some(format!("the answer does not read: {error:?}"));
    };
    let message = answer.message.as_deref().unwrap_or_default();
    let is_forbidden = message.starts_with("Invalid request: ") || message.contains("input JSON");
    let is_of_account = matches!(answer.status.as_u16(), 400 | 404 | 409) && !is_forbidden;
    (!is_of_account).then(|| format!("is refused with {}: {message}", answer.status))
}
