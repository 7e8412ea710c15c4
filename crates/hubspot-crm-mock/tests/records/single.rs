//! One record at a time.

use hubspot_crm_gen::v3::prelude::*;
use serde_json::{Value, json};

use super::{send, start};

#[tokio::test]
async fn a_record_is_created_read_changed_and_archived() {
    let (mock, hubspot) = start().await;
    let contacts = hubspot.contacts();
    let created = contacts
        .create(properties! { "email" => "Ada@Example.com", "firstname" => "Ada", "phone" => "1" })
        .await
        .unwrap();
    assert_eq!(created.properties.get("email"), Some("ada@example.com"));
    assert_eq!(created.properties.get("hs_object_id"), Some(&*created.id));

    // The defaults, whether they have a value or not.
    let path = format!("/crm/v3/objects/contacts/{}", created.id);
    let (_, read) = send(&mock, "GET", &path, Value::Null).await;
    let properties = read["properties"].as_object().unwrap();
    let names: Vec<_> = properties.keys().map(String::as_str).collect();
    assert_eq!(
        names,
        [
            "createdate",
            "email",
            "firstname",
            "hs_object_id",
            "lastmodifieddate",
            "lastname"
        ]
    );
    assert_eq!(properties["lastname"], Value::Null);
    assert_eq!(properties["createdate"], read["createdAt"]);

    // By a unique property, and with what was asked for; unknown names are skipped.
    let read = contacts
        .get("ADA@example.com")
        .id_property("email")
        .properties(["phone", "fax", "nonsense"])
        .await
        .unwrap();
    assert_eq!(read.id, created.id);
    assert_eq!(read.properties.get("phone"), Some("1"));
    assert!(
        read.properties
            .iter()
            .all(|(name, _)| name != "nonsense" && name != "email")
    );

    contacts
        .update(
            &created.id,
            properties! { "phone" => "2", "firstname" => Clear },
        )
        .await
        .unwrap();
    let read = contacts
        .get(&created.id)
        .properties(["phone", "firstname"])
        .properties_with_history(["phone", "firstname"])
        .await
        .unwrap();
    assert_eq!(read.properties.get("phone"), Some("2"));
    assert_eq!(read.properties.get("firstname"), None);
    let former = |name: &str| {
        let values = read.properties_with_history[name].iter();
        values.map(|value| value.value.clone()).collect::<Vec<_>>()
    };
    assert_eq!(former("phone"), ["2", "1"]);
    assert_eq!(former("firstname"), ["", "Ada"]);

    contacts.archive(&created.id).await.unwrap();
    assert!(contacts.get(&created.id).await.unwrap_err().is_not_found());
    let archived = contacts.get(&created.id).archived(true).await.unwrap();
    assert!(archived.archived && archived.archived_at.is_some());
    // Whoever archives it again is told the same, and its address is free.
    contacts.archive(&created.id).await.unwrap();
    let again = contacts
        .create(properties! { "email" => "ada@example.com" })
        .await
        .unwrap();
    assert_ne!(again.id, created.id);
    assert!(contacts.archive("1").await.unwrap_err().is_not_found());
    assert!(
        contacts
            .update("1", properties! { "fax" => "1" })
            .await
            .unwrap_err()
            .is_not_found()
    );
}

#[tokio::test]
async fn what_is_wrong_with_values_is_told_of_each() {
    let (_mock, hubspot) = start().await;
    let values = properties! {
        "email" => "ada", "favourite_colour" => "red", "hs_object_id" => "1",
        "lifecyclestage" => "friend", "hubspot_owner_id" => "Ada",
    };
    let error = hubspot.contacts().create(values).await.unwrap_err();
    assert_eq!(error.status().map(|status| status.as_u16()), Some(400));
    let mut told: Vec<_> = error
        .property_errors()
        .into_iter()
        .map(|one| (one.name, one.code))
        .collect();
    told.sort_unstable();
    let expected = [
        ("email", "INVALID_EMAIL"),
        ("favourite_colour", "PROPERTY_DOESNT_EXIST"),
        ("hs_object_id", "READ_ONLY_VALUE"),
        ("hubspot_owner_id", "INVALID_INTEGER"),
        ("lifecyclestage", "INVALID_OPTION"),
    ];
    assert_eq!(
        told,
        expected.map(|(name, code)| (name.to_owned(), code.to_owned()))
    );
    // Nothing has come of it.
    assert_eq!(hubspot.contacts().list().await.unwrap().results.len(), 0);

    let values = properties! { "closedate" => "1772409600", "amount" => "1e3" };
    let error = hubspot.deals().create(values).await.unwrap_err();
    let codes: Vec<_> = error
        .property_errors()
        .into_iter()
        .map(|one| one.code)
        .collect();
    assert_eq!(codes.len(), 2, "{codes:?}");
    assert!(codes.contains(&"INVALID_LONG".to_owned()), "{codes:?}");

    let error = hubspot
        .notes()
        .create(properties! { "hs_note_body" => "x" })
        .await
        .unwrap_err();
    assert!(
        error
            .to_string()
            .contains("Some required properties were not set"),
        "{error}"
    );
}

#[tokio::test]
async fn an_address_has_one_contact() {
    let (_mock, hubspot) = start().await;
    let contacts = hubspot.contacts();
    let ada = contacts
        .create(properties! { "email" => "ada@example.com" })
        .await
        .unwrap();
    let error = contacts
        .create(properties! { "email" => "ADA@example.com" })
        .await
        .unwrap_err();
    assert!(error.is_conflict());
    assert_eq!(error.existing_id(), Some(&*ada.id));
    let bob = contacts
        .create(properties! { "email" => "bob@example.com" })
        .await
        .unwrap();
    let error = contacts
        .update(&bob.id, properties! { "email" => "ada@example.com" })
        .await
        .unwrap_err();
    assert_eq!(error.existing_id(), Some(&*ada.id));
    // Its own address is no conflict; one that was given up is free.
    contacts
        .update(&ada.id, properties! { "email" => "ada@example.com" })
        .await
        .unwrap();
    contacts
        .update(&ada.id, properties! { "email" => "countess@example.com" })
        .await
        .unwrap();
    contacts
        .update(&bob.id, properties! { "email" => "ada@example.com" })
        .await
        .unwrap();
    let found = contacts
        .get("ada@example.com")
        .id_property("email")
        .await
        .unwrap();
    assert_eq!(found.id, bob.id);
    let error = contacts
        .get("Ada")
        .id_property("firstname")
        .await
        .unwrap_err();
    assert_eq!(error.status().map(|status| status.as_u16()), Some(400));
}

#[tokio::test]
async fn null_leaves_alone_and_stages_go_forward() {
    let (mock, hubspot) = start().await;
    let values =
        properties! { "lifecyclestage" => "customer", "fax" => "1", "hs_buying_role" => "OTHER" };
    let id = hubspot.contacts().create(values).await.unwrap().id;
    let path = format!("/crm/v3/objects/contacts/{id}");
    let body = json!({"properties": {"fax": null, "lifecyclestage": "lead", "hs_buying_role": ";BLOCKER"}});
    let (status, answer) = send(&mock, "PATCH", &path, body).await;
    assert_eq!(status, 200);
    assert_eq!(answer["properties"]["fax"], "1");
    assert_eq!(answer["properties"]["lifecyclestage"], "customer");
    assert_eq!(answer["properties"]["hs_buying_role"], "OTHER;BLOCKER");
    // What changes nothing is no change, whenever it comes.
    tokio::time::sleep(std::time::Duration::from_millis(3)).await;
    let body = json!({"properties": {"fax": null, "lifecyclestage": "lead"}});
    let (status, same) = send(&mock, "PATCH", &path, body).await;
    assert_eq!((status, &same["updatedAt"]), (200, &answer["updatedAt"]));
    for stage in ["", "lead"] {
        let body = json!({"properties": {"lifecyclestage": stage}});
        assert_eq!(send(&mock, "PATCH", &path, body).await.0, 200);
    }
    let read = hubspot
        .contacts()
        .get(&id)
        .properties(["lifecyclestage"])
        .await
        .unwrap();
    assert_eq!(read.properties.get("lifecyclestage"), Some("lead"));
}

#[tokio::test]
async fn lists_are_paged_by_id() {
    let (mock, hubspot) = start().await;
    let mut ids = Vec::new();
    for number in 0..25 {
        let company = hubspot
            .companies()
            .create(properties! { "name" => format!("{number}") });
        ids.push(company.await.unwrap().id);
    }
    hubspot.companies().archive(&ids[3]).await.unwrap();
    let gone = ids.remove(3);
    let mut all = hubspot.companies().list().limit(7).stream();
    let mut listed = Vec::new();
    while let Some(company) = all.try_next().await.unwrap() {
        listed.push(company.id);
    }
    assert_eq!(listed, ids);
    let archived = hubspot.companies().list().archived(true).await.unwrap();
    assert_eq!(archived.results.len(), 1);
    assert_eq!(archived.results[0].id, gone);
    for query in [
        "limit=101",
        "limit=0",
        "after=x",
        "limit=51&propertiesWithHistory=name",
    ] {
        let path = format!("/crm/v3/objects/companies?{query}");
        assert_eq!(
            send(&mock, "GET", &path, Value::Null).await.0,
            400,
            "{query}"
        );
    }
}

#[tokio::test]
async fn two_records_become_one() {
    let (_mock, hubspot) = start().await;
    let contacts = hubspot.contacts();
    let one = properties! { "email" => "ada@example.com", "firstname" => "Ada" };
    let one = contacts.create(one).await.unwrap().id;
    let two =
        properties! { "email" => "countess@example.com", "firstname" => "Augusta", "phone" => "1" };
    let two = contacts.create(two).await.unwrap().id;
    let merged = contacts
        .merge(PublicMergeInput::new(&one, &two))
        .await
        .unwrap();
    assert_eq!(merged.properties.get("firstname"), Some("Ada"));
    for former in [&one, &two] {
        let read = contacts
            .get(former)
            .properties(["phone", "hs_merged_object_ids"])
            .await
            .unwrap();
        assert_eq!(read.id, merged.id);
        assert_eq!(read.properties.get("phone"), Some("1"));
        let ids = format!("{one};{two}");
        assert_eq!(read.properties.get("hs_merged_object_ids"), Some(&*ids));
    }
    for address in ["ada@example.com", "countess@example.com"] {
        let read = contacts.get(address).id_property("email").await.unwrap();
        assert_eq!(read.id, merged.id, "{address}");
        let error = contacts
            .create(properties! { "email" => address })
            .await
            .unwrap_err();
        assert_eq!(error.existing_id(), Some(&*merged.id), "{address}");
    }
    assert_eq!(contacts.list().await.unwrap().results.len(), 1);
    let itself = PublicMergeInput::new(&merged.id, &merged.id);
    assert!(contacts.merge(itself).await.is_err());
    assert!(
        contacts
            .merge(PublicMergeInput::new(&merged.id, "1"))
            .await
            .unwrap_err()
            .is_not_found()
    );
}

#[tokio::test]
async fn who_is_erased_stays_so() {
    let (_mock, hubspot) = start().await;
    let contacts = hubspot.contacts();
    let ada = contacts
        .create(properties! { "email" => "ada@example.com" })
        .await
        .unwrap();
    contacts
        .gdpr_delete(PublicGdprDeleteInput::new(&ada.id))
        .await
        .unwrap();
    assert!(
        contacts
            .get(&ada.id)
            .archived(true)
            .await
            .unwrap_err()
            .is_not_found()
    );
    let error = contacts
        .create(properties! { "email" => "ada@example.com" })
        .await
        .unwrap_err();
    assert_eq!(error.property_errors()[0].name, "email");
    // All that have an address are erased by it, those in the recycling bin as well.
    let carl = properties! { "email" => "carl@example.com" };
    let archived = contacts.create(carl.clone()).await.unwrap();
    contacts.archive(&archived.id).await.unwrap();
    let present = contacts.create(carl).await.unwrap();
    let carl = PublicGdprDeleteInput::new("carl@example.com").id_property("email");
    contacts.gdpr_delete(carl).await.unwrap();
    for (id, is_archived) in [(archived.id, true), (present.id, false)] {
        let gone = contacts.get(id).archived(is_archived).await;
        assert!(gone.unwrap_err().is_not_found());
    }
    // An address that nobody has is barred as well.
    let bob = PublicGdprDeleteInput::new("bob@example.com").id_property("email");
    contacts.gdpr_delete(bob).await.unwrap();
    assert!(
        contacts
            .create(properties! { "email" => "bob@example.com" })
            .await
            .is_err()
    );
}

#[tokio::test]
async fn all_types_have_records() {
    let (mock, hubspot) = start().await;
    let ticket = properties! { "subject" => "Stuck", "hs_pipeline_stage" => "1" };
    let ticket = hubspot.tickets().create(ticket).await.unwrap();
    assert_eq!(ticket.properties.get("hs_pipeline"), Some("0"));
    for name in ["tickets", "ticket", "0-5"] {
        let read = hubspot.objects(name).get(&ticket.id).await.unwrap();
        assert_eq!(read.properties.get("subject"), Some("Stuck"), "{name}");
    }
    let project = properties! { "hs_name" => "Installation" };
    assert!(hubspot.projects().create(project).await.is_ok());
    let path = "/crm/v3/objects/unicorns";
    let (status, error) = send(&mock, "GET", path, Value::Null).await;
    assert_eq!(
        (status, &error["category"]),
        (400, &json!("VALIDATION_ERROR"))
    );
}

#[tokio::test]
async fn some_values_follow_from_others() {
    let (_mock, hubspot) = start().await;
    let ada = properties! { "email" => "ada@example.com", "lastname" => "Lovelace" };
    let ada = hubspot.contacts().create(ada).await.unwrap();
    let names = ["hs_email_domain", "hs_full_name_or_email"];
    let read = hubspot
        .contacts()
        .get(&ada.id)
        .properties(names)
        .await
        .unwrap();
    assert_eq!(read.properties.get("hs_email_domain"), Some("example.com"));
    assert_eq!(
        read.properties.get("hs_full_name_or_email"),
        Some("Lovelace")
    );
    let call = properties! { "hs_timestamp" => "2026-03-02T09:00:00Z", "hs_call_body" => "<p>Wants an <b>offer</b></p>" };
    let call = hubspot.calls().create(call).await.unwrap();
    let read = hubspot
        .calls()
        .get(&call.id)
        .properties(["hs_body_preview"])
        .await
        .unwrap();
    assert_eq!(
        read.properties.get("hs_body_preview"),
        Some("Wants an offer")
    );
    let found = hubspot
        .calls()
        .search(SearchRequest::new().query("offer"))
        .await
        .unwrap();
    assert_eq!(found.results[0].id, call.id);
    let item = properties! { "price" => "0.1", "quantity" => "3" };
    let item = hubspot.line_items().create(item).await.unwrap();
    assert_eq!(item.properties.get("amount"), Some("0.3"));
    let cheaper = properties! { "hs_discount_percentage" => "50" };
    hubspot
        .line_items()
        .update(&item.id, cheaper)
        .await
        .unwrap();
    let read = hubspot.line_items().get(&item.id).await.unwrap();
    assert_eq!(read.properties.get("amount"), Some("0.15"));
    // What no number holds has no amount.
    let beyond = properties! { "price" => "9".repeat(400), "quantity" => "3" };
    let beyond = hubspot.line_items().create(beyond).await.unwrap();
    assert_eq!(beyond.properties.get("amount"), None);
    // When a deal was made is up to whoever makes it.
    let deal = properties! { "createdate" => "2020-01-01" };
    let deal = hubspot.deals().create(deal).await.unwrap();
    assert_eq!(
        deal.properties.get("createdate"),
        Some("2020-01-01T00:00:00Z")
    );
    assert!(deal.created_at.to_string().starts_with("2020-01-01"));
}
