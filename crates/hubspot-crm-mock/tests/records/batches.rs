//! Several records at once.

use hubspot_crm_gen::v3::prelude::*;
use serde_json::{Value, json};

use super::{send, start};

const CREATE: &str = "/crm/v3/objects/contacts/batch/create";

#[tokio::test]
async fn good_inputs_are_done_if_the_bad_ones_can_be_told() {
    let (mock, _hubspot) = start().await;
    let good = json!({"properties": {"email": "ada@example.com"}, "objectWriteTraceId": "a"});
    let bad = json!({"properties": {"email": "bob"}, "objectWriteTraceId": "b"});
    let unnamed = json!({"properties": {"email": "bob"}});

    let (status, answer) = send(&mock, "POST", CREATE, json!({"inputs": [good, unnamed]})).await;
    assert_eq!(
        (status, &answer["category"]),
        (400, &json!("VALIDATION_ERROR"))
    );
    let (_, list) = send(&mock, "GET", "/crm/v3/objects/contacts", Value::Null).await;
    assert_eq!(list["results"], json!([]));

    let (status, answer) = send(&mock, "POST", CREATE, json!({"inputs": [good, bad]})).await;
    assert_eq!((status, &answer["status"]), (207, &json!("COMPLETE")));
    assert_eq!(answer["results"][0]["objectWriteTraceId"], "a");
    assert_eq!(answer["numErrors"], 1);
    assert_eq!(answer["errors"][0]["category"], "VALIDATION_ERROR");
    assert_eq!(
        answer["errors"][0]["context"]["objectWriteTraceId"],
        json!(["b"])
    );

    let (status, answer) = send(&mock, "POST", CREATE, json!({"inputs": [good]})).await;
    assert_eq!(status, 207);
    let id = answer["errors"][0]["message"].as_str().unwrap();
    assert!(
        id.starts_with("Contact already exists. Existing ID: "),
        "{id}"
    );
    let (status, _) = send(
        &mock,
        "POST",
        CREATE,
        json!({"inputs": [{"properties": {"fax": "1"}}]}),
    )
    .await;
    assert_eq!(status, 201);
}

#[tokio::test]
async fn the_client_tells_inputs_apart() {
    let (_mock, hubspot) = start().await;
    let inputs = (0..150).map(|number| {
        // Every tenth has an address that another has.
        let number = if number % 10 == 9 { number - 1 } else { number };
        SimplePublicObjectBatchInputForCreate::new(properties! {
            "email" => format!("{number}@example.com"),
        })
    });
    let outcomes = hubspot.contacts().batch_create(inputs).in_chunks().await;
    assert_eq!(outcomes.succeeded().count(), 135);
    assert_eq!(outcomes.failures().count(), 15);
    assert!(outcomes.failures().all(|(_, error)| error.is_conflict()));
    let mut listed = hubspot.contacts().list().limit(100).stream();
    let mut count = 0;
    while listed.try_next().await.unwrap().is_some() {
        count += 1;
    }
    assert_eq!(count, 135);
}

#[tokio::test]
async fn reading_tells_what_is_not_there() {
    let (_mock, hubspot) = start().await;
    let ada = properties! { "email" => "ada@example.com", "phone" => "1" };
    let ada = hubspot.contacts().create(ada).await.unwrap();
    let read = BatchReadInputSimplePublicObjectId::new([&*ada.id, "7", "8", &*ada.id])
        .properties(["phone"])
        .properties_with_history(["phone"]);
    let batch = hubspot.contacts().batch_read(read).await.unwrap();
    assert_eq!(batch.results().len(), 1);
    assert_eq!(batch.results()[0].properties.get("phone"), Some("1"));
    assert_eq!(batch.results()[0].properties_with_history["phone"].len(), 1);
    assert_eq!(batch.num_errors(), Some(1));
    assert!(batch.failures()[0].is_not_found());

    let read = BatchReadInputSimplePublicObjectId::new(["ada@example.com"]).id_property("email");
    let batch = hubspot.contacts().batch_read(read).await.unwrap();
    assert!(batch.is_complete());
    assert_eq!(batch.results()[0].id, ada.id);
}

#[tokio::test]
async fn updates_and_upserts_find_records() {
    let (mock, hubspot) = start().await;
    let contacts = hubspot.contacts();
    let ada = contacts
        .create(properties! { "email" => "ada@example.com" })
        .await
        .unwrap();
    let batch = contacts
        .batch_update([
            SimplePublicObjectBatchInput::new(&*ada.id, properties! { "city" => "London" }),
            SimplePublicObjectBatchInput::new("7", properties! { "city" => "London" }),
        ])
        .await
        .unwrap();
    assert_eq!(batch.results().len(), 1);
    assert!(batch.failures()[0].is_not_found());

    let upsert = |email: &str| {
        SimplePublicObjectBatchInputUpsert::new(email, properties! { "city" => "Paris" })
            .id_property("email")
    };
    let inputs = [upsert("ada@example.com"), upsert("bob@example.com")];
    let batch = contacts.batch_upsert(inputs).await.unwrap();
    let new: Vec<_> = batch.results().iter().map(|record| record.new).collect();
    assert_eq!(new, [false, true]);
    assert_eq!(batch.results()[0].id, ada.id);
    assert_eq!(
        batch.results()[1].properties.get("email"),
        Some("bob@example.com")
    );

    let twice = json!({"inputs": [
        {"id": ada.id, "properties": {"city": "Rome"}},
        {"id": "ada@example.com", "idProperty": "email", "properties": {"city": "Rome"}},
    ]});
    let (status, answer) = send(
        &mock,
        "POST",
        "/crm/v3/objects/contacts/batch/update",
        twice,
    )
    .await;
    assert_eq!(status, 400);
    let message = answer["message"].as_str().unwrap();
    assert!(
        message.starts_with("Duplicate IDs found in batch input"),
        "{message}"
    );
    let read = contacts.get(&ada.id).properties(["city"]).await.unwrap();
    assert_eq!(read.properties.get("city"), Some("Paris"));
}

#[tokio::test]
async fn one_record_is_named_twice_where_its_values_are_the_same() {
    let (_mock, hubspot) = start().await;
    let code = PropertyCreate::new("code", "Code", "string", "text", "contactinformation");
    hubspot
        .properties("contacts")
        .create(code.has_unique_value(true))
        .await
        .unwrap();
    for (property, ids, expected) in [
        ("email", ["ada@example.com", "Ada@example.com"], None),
        ("code", ["a", "a"], None),
        ("code", ["a", "A"], Some(2)),
    ] {
        let inputs = ids.map(|id| {
            let values = properties! { "city" => "Paris" };
            SimplePublicObjectBatchInputUpsert::new(id, values).id_property(property)
        });
        let batch = hubspot.contacts().batch_upsert(inputs).await;
        let made = batch.ok().map(|batch| batch.results().len());
        assert_eq!(made, expected, "{property} {ids:?}");
    }
}

#[tokio::test]
async fn batches_have_some_inputs_but_not_too_many() {
    let (mock, hubspot) = start().await;
    let input = json!({"properties": {"fax": "1"}});
    for count in [0, 101] {
        let (status, _) = send(
            &mock,
            "POST",
            CREATE,
            json!({"inputs": vec![&input; count]}),
        )
        .await;
        assert_eq!(status, 400, "{count}");
    }
    assert_eq!(
        send(&mock, "POST", CREATE, json!({"inputs": vec![&input; 100]}))
            .await
            .0,
        201
    );
    let ids = hubspot.contacts().list().limit(100).await.unwrap().results;
    let ids = ids
        .into_iter()
        .map(|record| record.id)
        .chain(["7".to_owned()]);
    hubspot
        .contacts()
        .batch_archive(ids)
        .in_chunks()
        .await
        .into_complete()
        .unwrap();
    assert_eq!(hubspot.contacts().list().await.unwrap().results.len(), 0);
}
