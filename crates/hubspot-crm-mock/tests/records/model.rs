//! Whatever is done in whichever order, the server has what a simple model has.

use std::collections::BTreeMap;

use hubspot_crm_mock::MockHubSpot;
use proptest::collection::vec;
use proptest::prelude::*;
use serde_json::{Value, json};

use super::{send, start};

/// What is done. Records are named by the place at which they were made, so some are not there.
#[derive(Debug, Clone)]
enum Step {
    Create(Values),
    Update(usize, Values),
    Archive(usize),
    Get(usize),
    GetByEmail(u8),
    List { limit: usize, archived: bool },
    CreateBatch(Vec<Values>, bool),
    UpdateBatch(Vec<(usize, Values)>),
    UpsertBatch(Vec<(u8, u8)>),
    ArchiveBatch(Vec<usize>),
    ReadBatch(Vec<usize>),
    Search { amount: u8, descending: bool },
}

/// An email address and a number of notes, of few so that they meet.
#[derive(Debug, Clone)]
struct Values {
    email: Option<u8>,
    fax: Option<u8>,
}

impl Values {
    fn json(&self) -> Value {
        let mut values = serde_json::Map::new();
        values.extend(
            self.email
                .map(|email| ("email".into(), address(email).into())),
        );
        values.extend(self.fax.map(|fax| ("fax".into(), fax.to_string().into())));
        Value::Object(values)
    }
}

fn address(number: u8) -> String {
    format!("{number}@example.com")
}

#[derive(Debug, Clone, Default)]
struct Contact {
    email: Option<u8>,
    fax: Option<u8>,
    archived: bool,
}

/// The records by id. Ids are given in the order of creation.
#[derive(Debug, Default)]
struct Model {
    contacts: BTreeMap<u64, Contact>,
}

const FIRST: u64 = 100_000_001;

impl Model {
    fn holder(&self, email: u8) -> Option<u64> {
        let mut contacts = self.contacts.iter();
        let found = contacts.find(|(_, known)| !known.archived && known.email == Some(email));
        found.map(|(id, _)| *id)
    }

    fn present(&self, id: u64) -> Option<&Contact> {
        self.contacts.get(&id).filter(|known| !known.archived)
    }

    fn create(&mut self, values: &Values) -> Option<u64> {
        if values
            .email
            .is_some_and(|email| self.holder(email).is_some())
        {
            return None;
        }
        let id = FIRST + self.contacts.len() as u64;
        self.contacts.insert(id, Contact::default());
        self.set(id, values);
        Some(id)
    }

    fn may_update(&self, id: u64, values: &Values) -> bool {
        let holder = values.email.and_then(|email| self.holder(email));
        holder.is_none_or(|holder| holder == id)
    }

    fn set(&mut self, id: u64, values: &Values) {
        if let Some(known) = self.contacts.get_mut(&id) {
            known.email = values.email.or(known.email);
            known.fax = values.fax.or(known.fax);
        }
    }
}

fn values() -> impl Strategy<Value = Values> {
    (proptest::option::of(0..6u8), proptest::option::of(0..4u8))
        .prop_map(|(email, fax)| Values { email, fax })
}

fn step() -> impl Strategy<Value = Step> {
    let place = 0..12usize;
    prop_oneof![
        4 => values().prop_map(Step::Create),
        3 => (place.clone(), values()).prop_map(|(place, values)| Step::Update(place, values)),
        2 => place.clone().prop_map(Step::Archive),
        2 => place.clone().prop_map(Step::Get),
        1 => (0..6u8).prop_map(Step::GetByEmail),
        1 => (1..5usize, any::<bool>()).prop_map(|(limit, archived)| Step::List { limit, archived }),
        2 => (vec(values(), 1..4), any::<bool>()).prop_map(|(all, traced)| Step::CreateBatch(all, traced)),
        1 => vec((place.clone(), values()), 1..4).prop_map(Step::UpdateBatch),
        1 => vec((0..6u8, 0..4u8), 1..4).prop_map(Step::UpsertBatch),
        1 => vec(place.clone(), 1..4).prop_map(Step::ArchiveBatch),
        1 => vec(place, 1..4).prop_map(Step::ReadBatch),
        2 => (0..4u8, any::<bool>()).prop_map(|(amount, descending)| Step::Search { amount, descending }),
    ]
}

const CONTACTS: &str = "/crm/v3/objects/contacts";

/// Ids of results, in order.
fn ids(answer: &Value) -> Vec<u64> {
    let results = answer["results"].as_array().into_iter().flatten();
    results.map(id).collect()
}

fn id(record: &Value) -> u64 {
    record["id"].as_str().unwrap().parse().unwrap()
}

fn assert_shows(record: &Value, known: &Contact) {
    let text = |value: Option<String>| value.map_or(Value::Null, Value::String);
    assert_eq!(
        record["properties"]["email"],
        text(known.email.map(address))
    );
    assert_eq!(
        record["properties"]["fax"],
        text(known.fax.map(|fax| fax.to_string()))
    );
    assert_eq!(record["archived"], known.archived);
}

async fn act(mock: &MockHubSpot, model: &mut Model, step: &Step) {
    let record_id = |place: usize| FIRST + place as u64;
    match step {
        Step::Create(values) => {
            let (status, answer) =
                send(mock, "POST", CONTACTS, json!({"properties": values.json()})).await;
            match model.create(values) {
                Some(made) => assert_eq!((status, id(&answer)), (201, made)),
                None => {
                    let holder = values.email.and_then(|email| model.holder(email)).unwrap();
                    assert_eq!(status, 409);
                    assert_eq!(
                        answer["message"],
                        format!("Contact already exists. Existing ID: {holder}")
                    );
                }
            }
        }
        Step::Update(place, values) => {
            let id = record_id(*place);
            let body = json!({"properties": values.json()});
            let (status, _) = send(mock, "PATCH", &format!("{CONTACTS}/{id}"), body).await;
            let expected = match (model.present(id), model.may_update(id, values)) {
                (None, _) => 404,
                (Some(_), false) => 409,
                (Some(_), true) => 200,
            };
            assert_eq!(status, expected);
            if expected == 200 {
                model.set(id, values);
            }
        }
        Step::Archive(place) => {
            let id = record_id(*place);
            let (status, _) = send(mock, "DELETE", &format!("{CONTACTS}/{id}"), Value::Null).await;
            match model.contacts.get_mut(&id) {
                Some(known) => {
                    assert_eq!(status, 204);
                    known.archived = true;
                }
                None => assert_eq!(status, 404),
            }
        }
        Step::Get(place) => {
            let id = record_id(*place);
            for archived in [false, true] {
                let path = format!("{CONTACTS}/{id}?properties=email,fax&archived={archived}");
                let (status, answer) = send(mock, "GET", &path, Value::Null).await;
                match model
                    .contacts
                    .get(&id)
                    .filter(|known| known.archived == archived)
                {
                    Some(known) => assert_shows(&answer, known),
                    None => assert_eq!(status, 404),
                }
            }
        }
        Step::GetByEmail(email) => {
            let path = format!("{CONTACTS}/{}?idProperty=email", address(*email));
            let (status, answer) = send(mock, "GET", &path, Value::Null).await;
            match model.holder(*email) {
                Some(holder) => assert_eq!((status, id(&answer)), (200, holder)),
                None => assert_eq!(status, 404),
            }
        }
        Step::List { limit, archived } => {
            let (mut listed, mut after) = (Vec::new(), String::new());
            loop {
                let path = format!("{CONTACTS}?limit={limit}&archived={archived}&after={after}");
                let (_, answer) = send(mock, "GET", &path, Value::Null).await;
                assert!(ids(&answer).len() <= *limit);
                listed.extend(ids(&answer));
                match answer["paging"]["next"]["after"].as_str() {
                    Some(next) => next.clone_into(&mut after),
                    None => break,
                }
            }
            let contacts = model.contacts.iter();
            let expected = contacts.filter(|(_, known)| known.archived == *archived);
            assert_eq!(listed, expected.map(|(id, _)| *id).collect::<Vec<_>>());
        }
        Step::CreateBatch(all, traced) => {
            let inputs = all.iter().enumerate().map(|(place, values)| match traced {
                true => {
                    json!({"properties": values.json(), "objectWriteTraceId": place.to_string()})
                }
                false => json!({"properties": values.json()}),
            });
            let body = json!({"inputs": inputs.collect::<Vec<_>>()});
            let (status, answer) =
                send(mock, "POST", &format!("{CONTACTS}/batch/create"), body).await;
            let mut trial = Model {
                contacts: model.contacts.clone(),
            };
            let made: Vec<_> = all
                .iter()
                .filter_map(|values| trial.create(values))
                .collect();
            match (made.len() == all.len(), traced) {
                (false, false) => assert_eq!(status, 409),
                (good, _) => {
                    assert_eq!(status, if good { 201 } else { 207 });
                    assert_eq!(ids(&answer), made);
                    *model = trial;
                }
            }
        }
        Step::UpdateBatch(all) => {
            let inputs = all.iter().map(|(place, values)| {
                json!({"id": record_id(*place).to_string(), "properties": values.json(), "objectWriteTraceId": "x"})
            });
            let body = json!({"inputs": inputs.collect::<Vec<_>>()});
            let (status, answer) =
                send(mock, "POST", &format!("{CONTACTS}/batch/update"), body).await;
            let (mut seen, mut twice) = (Vec::new(), false);
            let (mut good, mut taken) = (Vec::new(), Vec::new());
            for (place, values) in all {
                let id = record_id(*place);
                if model.present(id).is_none() {
                    continue;
                }
                if seen.contains(&id) {
                    twice = true;
                    continue;
                }
                seen.push(id);
                let is_taken = values.email.is_some_and(|email| taken.contains(&email));
                if model.may_update(id, values) && !is_taken {
                    taken.extend(values.email);
                    good.push((id, values));
                }
            }
            if twice {
                assert_eq!(status, 400);
                return;
            }
            assert_eq!(status, if good.len() == all.len() { 200 } else { 207 });
            assert_eq!(
                ids(&answer),
                good.iter().map(|(id, _)| *id).collect::<Vec<_>>()
            );
            for (id, values) in good {
                model.set(id, values);
            }
        }
        Step::UpsertBatch(all) => {
            let inputs = all.iter().map(|(email, fax)| {
                json!({"id": address(*email), "idProperty": "email", "properties": {"fax": fax.to_string()}})
            });
            let body = json!({"inputs": inputs.collect::<Vec<_>>()});
            let (status, answer) =
                send(mock, "POST", &format!("{CONTACTS}/batch/upsert"), body).await;
            let mut emails: Vec<_> = all.iter().map(|(email, _)| *email).collect();
            emails.sort_unstable();
            emails.dedup();
            if emails.len() < all.len() {
                assert_eq!(status, 400);
                return;
            }
            assert_eq!(status, 200);
            let results = answer["results"].as_array().unwrap();
            assert_eq!(results.len(), all.len());
            for ((email, fax), result) in all.iter().zip(results) {
                let holder = model.holder(*email);
                let values = Values {
                    email: Some(*email),
                    fax: Some(*fax),
                };
                let expected = holder.or_else(|| model.create(&values)).unwrap();
                model.set(expected, &values);
                assert_eq!(
                    (id(result), &result["new"]),
                    (expected, &json!(holder.is_none()))
                );
            }
        }
        Step::ArchiveBatch(places) => {
            let inputs = places
                .iter()
                .map(|place| json!({"id": record_id(*place).to_string()}));
            let body = json!({"inputs": inputs.collect::<Vec<_>>()});
            let (status, _) = send(mock, "POST", &format!("{CONTACTS}/batch/archive"), body).await;
            assert_eq!(status, 204);
            for place in places {
                if let Some(known) = model.contacts.get_mut(&record_id(*place)) {
                    known.archived = true;
                }
            }
        }
        Step::ReadBatch(places) => {
            let inputs = places
                .iter()
                .map(|place| json!({"id": record_id(*place).to_string()}));
            let body =
                json!({"inputs": inputs.collect::<Vec<_>>(), "properties": ["email", "fax"]});
            let (status, answer) =
                send(mock, "POST", &format!("{CONTACTS}/batch/read"), body).await;
            let mut expected: Vec<_> = Vec::new();
            for id in places.iter().map(|place| record_id(*place)) {
                if model.present(id).is_some() && !expected.contains(&id) {
                    expected.push(id);
                }
            }
            assert_eq!(ids(&answer), expected);
            let all_there = places
                .iter()
                .all(|place| model.present(record_id(*place)).is_some());
            assert_eq!(status, if all_there { 200 } else { 207 });
            for record in answer["results"].as_array().unwrap() {
                assert_shows(record, &model.contacts[&id(record)]);
            }
        }
        Step::Search { amount, descending } => {
            let body = json!({
                "filters": [{"propertyName": "fax", "operator": "GTE", "value": amount.to_string()}],
                "sorts": [{"propertyName": "fax", "direction": if *descending { "DESCENDING" } else { "ASCENDING" }}],
                "limit": 200,
            });
            let (status, answer) = send(mock, "POST", &format!("{CONTACTS}/search"), body).await;
            assert_eq!(status, 200);
            let contacts = model.contacts.iter().filter(|(_, known)| !known.archived);
            let mut expected: Vec<_> = contacts
                .filter(|(_, known)| known.fax.is_some_and(|fax| fax >= *amount))
                .map(|(id, known)| (known.fax, *id))
                .collect();
            expected.sort_by_key(|(fax, id)| {
                let fax = i16::from(fax.unwrap_or_default());
                (if *descending { -fax } else { fax }, *id)
            });
            assert_eq!(answer["total"], expected.len());
            assert_eq!(
                ids(&answer),
                expected.iter().map(|(_, id)| *id).collect::<Vec<_>>()
            );
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, ..ProptestConfig::default() })]

    #[test]
    fn the_server_has_what_a_model_has(steps in vec(step(), 1..40)) {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(async {
            let (mock, _hubspot) = start().await;
            let mut model = Model::default();
            for step in &steps {
                act(&mock, &mut model, step).await;
            }
        });
    }
}
