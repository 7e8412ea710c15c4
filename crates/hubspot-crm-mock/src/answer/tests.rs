//! Whatever is sent to whichever operation: it is answered, as its document says, and what is refused changes nothing.

use bytes::Bytes;
use fastrand::Rng;
use http::{HeaderMap, HeaderValue, header};
use openapi_conform::Examples;
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use proptest::collection::vec;
use proptest::prelude::*;
use serde_json::{Map, Value, json};

use super::*;
use crate::documents::PARAMETER;
use crate::testing::check_reply;

const TYPES: [&str; 10] = [
    "contacts",
    "deals",
    "0-2",
    "ticket",
    "LEADS",
    "line_items",
    "p_boat",
    "0-421",
    "unicorns",
    "a/b c%",
];

/// Ids that there are or may be by then, and such as nothing has.
const IDS: [&str; 14] = [
    "100000001",
    "100000002",
    "100000003",
    "100000004",
    "100000005",
    "100000006",
    "100000012",
    "1001",
    "default",
    "closedwon",
    "0",
    "-1",
    "18446744073709551616",
    "ada@example.com",
];

/// Properties with a value that they may have.
const PROPERTIES: [(&str, &str); 12] = [
    ("email", "eve@example.com"),
    ("Email", "EVE@example.com"),
    ("dealname", "Sale"),
    ("dealstage", "closedwon"),
    ("pipeline", "default"),
    ("hs_pipeline_stage", "1"),
    ("amount", "10"),
    ("createdate", "2026-03-02"),
    ("lifecyclestage", "customer"),
    ("hubspot_owner_id", "1001"),
    ("code", "b2"),
    ("nothing", ""),
];

const TEXTS: [&str; 20] = [
    "",
    " ",
    ";",
    "0",
    "1",
    "-1.5",
    "1e9",
    "true",
    "2026-02-30",
    "1772409600000",
    "ada@example.com",
    "bob@example.com",
    "closedwon",
    "renewals",
    "HUBSPOT_DEFINED",
    "279",
    "\u{0}",
    "Straße 😀",
    "99999999999999999999999999",
    "{}",
];

/// One of several, the first ones more often.
fn pick<'a>(rng: &mut Rng, of: &[&'a str]) -> &'a str {
    let places = [0; 3].map(|_| rng.usize(..of.len()));
    of[places.into_iter().min().unwrap_or_default()]
}

/// A value in the place of one that the document would have: likely ones mostly, by the name that it stands under.
fn twisted(rng: &mut Rng, name: &str, value: Value) -> Value {
    let lower = name.to_lowercase();
    match value {
        Value::Object(members) if name == "properties" && rng.bool() => {
            let _ = members;
            let some = (0..rng.usize(..4)).map(|_| {
                let (name, likely) = PROPERTIES[rng.usize(..PROPERTIES.len())];
                let text = if rng.u8(..3) > 0 {
                    likely
                } else {
                    pick(rng, &TEXTS)
                };
                (name.to_owned(), text.into())
            });
            Value::Object(some.collect())
        }
        Value::Object(members) => {
            let mut kept = Map::new();
            for (key, value) in members {
                let is_odd = key == "idProperty" && rng.u8(..5) > 0;
                if !is_odd && rng.u8(..40) > 0 {
                    let value = twisted(rng, &key, value);
                    kept.insert(key, value);
                }
            }
            Value::Object(kept)
        }
        Value::Array(items) => {
            let count = match (rng.u8(..12), name) {
                (0, "inputs" | "") => 101,
                (1, _) => 0,
                (few, _) => usize::from(few % 3) + 1,
            };
            let first = items.first().cloned().unwrap_or_default();
            (0..count)
                .map(|_| twisted(rng, name, first.clone()))
                .collect()
        }
        _ if rng.u8(..60) == 0 => [
            Value::Null,
            json!({}),
            json!([[]]),
            json!(true),
            json!(u64::MAX),
            json!(-0.5),
        ][rng.usize(..6)]
        .clone(),
        Value::String(text) if rng.u8(..4) > 0 => {
            if lower.contains("objecttype") {
                pick(rng, &TYPES).into()
            } else if lower.ends_with("id") || lower.ends_with("ids") || lower.contains("object") {
                pick(rng, &IDS).into()
            } else if lower.contains("property") || lower.contains("properties") {
                PROPERTIES[rng.usize(..PROPERTIES.len())].0.into()
            } else if rng.bool() {
                pick(rng, &TEXTS).into()
            } else {
                text.into()
            }
        }
        Value::Number(_) if rng.bool() => json!(rng.i32(-1..300)),
        value => value,
    }
}

fn encoded(text: &str) -> String {
    utf8_percent_encode(text, NON_ALPHANUMERIC).to_string()
}

/// A request for an operation, likely to be understood.
fn request(rng: &mut Rng, route: &'static Route) -> ReceivedRequest {
    let takes = route.takes();
    let parts = route.operation.path.split('/').skip(1);
    let parts = parts.zip(&route.shape).map(|(part, shape)| {
        let name = part.to_lowercase();
        match *shape {
            PARAMETER if name.contains("type") && !name.contains("typeid") => pick(rng, &TYPES),
            PARAMETER if rng.u8(..8) == 0 => pick(rng, &TEXTS[1..]),
            PARAMETER if name.contains("list") => "100000008",
            PARAMETER if name.contains("pipeline") => pick(rng, &["default", "0"]),
            PARAMETER if name.contains("stage") => pick(rng, &["closedwon", "contractsent", "1"]),
            PARAMETER if name.contains("property") => PROPERTIES[rng.usize(..PROPERTIES.len())].0,
            PARAMETER => pick(rng, &IDS),
            word => word,
        }
    });
    let parts: Vec<String> = parts.map(encoded).collect();
    let mut uri = format!(
        "/{}",
        parts.join("/").replace("%2D", "-").replace("%5F", "_")
    );
    let mut query = Vec::new();
    for parameter in takes.parameters.iter().filter(|one| one.place == "query") {
        if parameter.required || rng.u8(..6) == 0 {
            let schema = parameter.schema();
            let made = schema.map(|schema| Examples::default().value(&schema));
            let made = match twisted(rng, parameter.name, made.unwrap_or_default()) {
                Value::String(text) => text,
                Value::Array(list) => list
                    .iter()
                    .map(|one| one.as_str().map_or_else(|| one.to_string(), str::to_owned))
                    .collect::<Vec<_>>()
                    .join(","),
                value => value.to_string(),
            };
            query.push(format!("{}={}", encoded(parameter.name), encoded(&made)));
        }
    }
    if !query.is_empty() {
        uri = format!("{uri}?{}", query.join("&"));
    }
    let mut headers = HeaderMap::new();
    let mut body = Bytes::new();
    let json = takes.body.as_ref().and_then(|body| {
        let mut content = body.content.iter();
        content.find(|(media, _)| media.contains("json"))
    });
    if let Some((_, content)) = json {
        let example = content
            .value()
            .get("example")
            .filter(|_| rng.bool())
            .cloned();
        let made = || {
            let schema = content.get("schema")?;
            Some(Examples::default().value(&schema))
        };
        let value = example.or_else(made).unwrap_or_default();
        body = twisted(rng, "", value).to_string().into();
        let json = HeaderValue::from_static("application/json");
        headers.insert(header::CONTENT_TYPE, json);
    }
    let method = route.operation.method.parse().unwrap();
    ReceivedRequest::new(method, &uri.parse().unwrap(), headers, body)
}

/// What requests change, but for what is made when it is first needed.
fn everything(state: &State) -> String {
    let crm = lock(&state.crm);
    let lists: Vec<_> = crm.lists.all().map(|list| (list.id, &list.name)).collect();
    let own = |type_id: &str| {
        let all = crm.properties.of(type_id).all();
        let own = all.filter(|known| !known.built_in || known.updated_at != known.created_at);
        own.map(|known| format!("{known:?}")).collect::<Vec<_>>()
    };
    let properties = TYPES.map(|name| crm.types.find(name).map(|known| own(&known.id)));
    format!(
        "{:?} {:?} {:?} {lists:?} {:?} {properties:?}",
        crm.records, crm.schemas, crm.pipelines, crm.exports
    )
}

fn seeded() -> State {
    let state = State::default();
    let seed = json!({
        "schemas": [{
            "name": "boat", "labels": {"singular": "Boat", "plural": "Boats"}, "requiredProperties": ["code"],
            "properties": [{"name": "code", "label": "Code", "type": "string", "fieldType": "text", "hasUniqueValue": true}],
        }],
        "records": {
            "contacts": [
                {"key": "ada", "properties": {"email": "ada@example.com", "lifecyclestage": "lead"}},
                {"properties": {"email": "bob@example.com"}},
            ],
            "deals": [{"key": "sale", "properties": {"dealname": "Sale", "dealstage": "contractsent"}}],
            "companies": [{}, {}],
            "p_boat": [{"properties": {"code": "b1"}}],
        },
        "associations": [{"from": "ada", "to": "sale"}],
        "requests": [{
            "method": "POST", "path": "/crm/v3/lists",
            "body": {"name": "Friends", "objectTypeId": "0-1", "processingType": "MANUAL"},
        }],
    });
    crate::seed::apply(&state, &seed).unwrap();
    state
}

/// The operations, those that are for any type as often as all others together.
fn routes() -> [Vec<&'static Route>; 2] {
    let is_general = |route: &&Route| {
        let shape = route.shape.as_slice();
        match shape {
            ["crm", "v3", "objects", PARAMETER, ..] => true,
            ["crm", "v3" | "v4", "objects" | "owners", ..] | ["crm", "objects", ..] => false,
            ["crm" | "crm-object-schemas", ..] => true,
            _ => false,
        }
    };
    documents::all()
        .iter()
        .partition::<Vec<_>, _>(is_general)
        .into()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 16, ..ProptestConfig::default() })]

    #[test]
    fn whatever_is_sent_is_answered(seeds in vec(any::<u64>(), 1..200)) {
        let state = seeded();
        let routes = routes();
        for seed in seeds {
            let rng = &mut Rng::with_seed(seed);
            let some = &routes[usize::from(rng.bool())];
            let wanted = some[rng.usize(..some.len())];
            let request = request(rng, wanted);
            let found = documents::find(request.method().as_str(), request.path());
            let before = everything(&state);
            let answered = respond(&state, &found, &request, "id");
            let reply = answered.unwrap_or_else(|failure| failure.reply("id"));
            let sent = format!("{} {:?} {:?}", wanted.name(), request.path(), request.body());
            if let Found::Route(route) = found
                && reply.status.is_success()
            {
                check_reply(route, &reply);
                continue;
            }
            prop_assert!(reply.status.is_client_error(), "{}: {:?}", sent, reply);
            let body: Value = serde_json::from_slice(&reply.body).unwrap();
            prop_assert!(body["message"].is_string(), "{}: {}", sent, body);
            prop_assert_eq!(before, everything(&state), "{}", sent);
        }
    }
}
