//! What callers may leave out, and what they may hand over in a shorter form. That every operation sends all that it can is shown by the tests against the documents.

use std::pin::Pin;

use hubspot_crm_gen::v3::prelude::*;
use hubspot_crm_gen::{Client, Error};
use serde_json::{Value, json};

use crate::support::{Answer, Server};

type Sent = Pin<Box<dyn Future<Output = Result<(), Error>>>>;

/// A call, and the body that it sends.
type Case = (fn(&Client) -> Sent, Value);

/// A call of which only the request counts.
fn sent<T: 'static>(
    request: impl IntoFuture<Output = Result<T, Error>, IntoFuture: 'static>,
) -> Sent {
    let future = request.into_future();
    Box::pin(async move { future.await.map(drop) })
}

/// The body of each call, which goes to contacts.
async fn check<const N: usize>(calls: [Case; N]) {
    // It reads as whatever is due.
    let answers = std::iter::repeat_n(Answer::json(200, "{}"), N);
    let server = Server::start(answers).await;
    let client = server.client();
    for (call, body) in calls {
        let result = call(&client).await;
        result.unwrap_or_else(|error| panic!("{error}"));
        let request = server.request();
        request.assert_standard_headers();
        assert_eq!(request.query(), None, "{}", request.target);
        match body {
            Value::Null => assert!(request.body.is_empty(), "{}", request.text()),
            body => assert_eq!(request.json(), body, "{}", request.target),
        }
    }
}

#[tokio::test]
async fn what_may_be_left_out_is_not_sent() {
    check([
        (|client| sent(client.contacts().list()), Value::Null),
        (|client| sent(client.contacts().get(6001)), Value::Null),
        (
            |client| sent(client.contacts().search(SearchRequest::new())),
            json!({}),
        ),
        (
            |client| {
                let inputs = Vec::<SimplePublicObjectBatchInput>::new();
                sent(client.contacts().batch_update(inputs))
            },
            json!({"inputs": []}),
        ),
    ])
    .await;
}

#[tokio::test]
async fn what_has_one_required_field_is_made_from_it() {
    check([
        (
            |client| sent(client.contacts().create(properties! { "age" => 36 })),
            json!({"properties": {"age": "36"}}),
        ),
        (
            |client| sent(client.contacts().update(1, properties! { "fax" => Clear })),
            json!({"properties": {"fax": ""}}),
        ),
        (
            |client| sent(client.contacts().batch_create([properties! { "a" => "b" }])),
            json!({"inputs": [{"properties": {"a": "b"}}]}),
        ),
        (
            |client| sent(client.contacts().batch_read(["1", "2"])),
            json!({"inputs": [{"id": "1"}, {"id": "2"}]}),
        ),
        (
            |client| sent(client.contacts().batch_archive(["1", "2"])),
            json!({"inputs": [{"id": "1"}, {"id": "2"}]}),
        ),
        (
            |client| sent(client.contacts().gdpr_delete("6001")),
            json!({"objectId": "6001"}),
        ),
        (
            |client| {
                let filters = [Filter::new("fax", FilterOperator::HasProperty)];
                let search = SearchRequest::new().filter_groups([filters.to_vec()]);
                sent(client.contacts().search(search))
            },
            json!({"filterGroups": [{"filters": [{"propertyName": "fax", "operator": "HAS_PROPERTY"}]}]}),
        ),
    ])
    .await;
}

/// Handles and builders are plain data: `Clone`, `Send`, and a future that is `Send` and owns what it needs.
#[test]
fn requests_are_plain_data() {
    fn check<T: Clone + std::fmt::Debug + Send + Sync + 'static>(_: &T) {}
    fn future<T: Send + 'static>(_: T) {}

    let client = Client::new("token").unwrap();
    let (contacts, objects, communications) = (
        client.contacts(),
        client.objects("cars"),
        client.communications(),
    );
    check(&contacts);
    check(&objects);
    check(&communications);
    check(&contacts.list());
    check(&objects.batch_update(Vec::<SimplePublicObjectBatchInput>::new()));
    future(communications.get(1).send());
    future(
        contacts
            .merge(PublicMergeInput::new("1", "2"))
            .into_future(),
    );
}
