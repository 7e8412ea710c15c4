//! One test per kind of difference. Each shows the differences as lines: subject, place, aspect, what both sides say, which way it goes, and the APIs.

mod schemas;

use std::collections::BTreeMap;

use super::*;
use crate::inputs::Inputs;
use crate::manifest::Manifest;
use crate::overlay::Overlays;

/// Reads documents of which those at the top make modules.
fn documents(files: &[(&str, &str)]) -> Documents {
    let files: BTreeMap<String, String> = files
        .iter()
        .map(|(path, content)| {
            let head = "openapi: 3.0.3\ninfo: { title: T, version: '1' }\n";
            ((*path).to_owned(), format!("{head}{content}"))
        })
        .collect();
    let modules = files.keys().map(|path| (path.clone(), path.clone()));
    let manifest = Manifest {
        versions: [("v1".to_owned(), modules.collect())].into_iter().collect(),
        ..Manifest::default()
    };
    let inputs = Inputs {
        files: files.clone(),
        ..Inputs::default()
    };
    let mut found = Diagnostics::default();
    let documents = Documents::load(&inputs, &manifest, &mut Overlays::default(), &mut found);
    assert!(!found.has_errors(), "{found:#?}");
    documents
}

fn lines(comparison: &Comparison) -> String {
    let lines = comparison.differences.iter().map(|difference| {
        let way = match (difference.usage.sent, difference.usage.received) {
            (true, true) => "both",
            (true, false) => "sent",
            (false, true) => "received",
            (false, false) => "-",
        };
        let apis: Vec<&str> = difference.apis.iter().map(String::as_str).collect();
        let place = difference.place.to_string();
        format!(
            "{} | {place} | {} | {} | {} | {way} | {}\n",
            difference.subject,
            difference.aspect,
            difference.left,
            difference.right,
            apis.join(" ")
        )
    });
    lines.collect()
}

/// The differences of one API.
#[track_caller]
fn differences(left: &str, right: &str) -> String {
    let [left, right] = [left, right].map(|content| documents(&[("pets.yaml", content)]));
    let pair = Pair {
        api: "pets".to_owned(),
        left: Some("pets.yaml".to_owned()),
        right: Some("pets.yaml".to_owned()),
    };
    let comparison = compare(&left, &right, &[pair]);
    for faults in [&comparison.left_faults, &comparison.right_faults] {
        assert!(!faults.has_errors(), "{faults:?}");
    }
    lines(&comparison)
}

#[test]
fn texts_order_limits_and_files_do_not_count() {
    let left = documents(&[
        (
            "pets.yaml",
            "
paths:
  /pets/{id}:
    parameters: [{ $ref: 'common.yaml#/components/parameters/id' }]
    get:
      summary: One
      parameters:
        - { name: a, in: query, schema: { type: string, pattern: '.+' } }
        - { name: b, in: query, style: form, explode: true, schema: { type: array, items: { type: string } } }
      responses: { '200': { $ref: 'common.yaml#/components/responses/Pet' } }
  /pets: { get: { responses: { '204': { description: D } } } }
",
        ),
        (
            "common.yaml",
            "
paths: {}
components:
  parameters:
    id: { name: id, in: path, required: true, schema: { type: string } }
  responses:
    Pet: { description: D, content: { application/json: { schema: { $ref: '#/components/schemas/Pet' } } } }
  schemas:
    Pet: { type: object, title: T, required: [name, id], properties: { id: { type: string }, name: { type: string, maxLength: 5, enum: [a, b] } } }
",
        ),
    ]);
    let right = documents(&[(
        "pets.yaml",
        "
security: []
paths:
  /pets: { get: { deprecated: false, responses: { '204': { description: No, content: {} } } } }
  /pets/{id}:
    get:
      x-anything: 1
      parameters:
        - { name: b, in: query, schema: { type: array, items: { type: string, example: x } } }
        - { name: a, in: query, required: false, style: form, explode: true, schema: { type: string } }
        - { name: id, in: path, required: true, description: Id, schema: { type: string } }
      responses: { '200': { description: E, content: { application/json: { schema: { $ref: '#/components/schemas/Pet' } } } } }
components:
  schemas:
    Pet: { type: object, description: D, required: [id, name], properties: { name: { type: string, enum: [b, a] }, id: { type: string } } }
",
    )]);
    let pair = Pair {
        api: "pets".to_owned(),
        left: Some("pets.yaml".to_owned()),
        right: Some("pets.yaml".to_owned()),
    };
    assert_eq!(lines(&compare(&left, &right, &[pair])), "");
}

#[test]
fn operations_come_go_and_change() {
    let left = "
paths:
  /pets: { get: { responses: { '204': { description: D } } } }
  /pets/{id}: { delete: { parameters: [{ name: id, in: path, required: true, schema: { type: string } }], responses: { '204': { description: D } } } }
  /search: { post: { x-hubspot-rate-limit-exemptions: [daily, ten-secondly], responses: { '204': { description: D } } } }
";
    let right = "
paths:
  /pets:
    get: { deprecated: true, x-hubspot-rate-limit-exemptions: [ten-secondly], responses: { '204': { description: D } } }
    post: { responses: { '204': { description: D } } }
  /pets/{petId}: { delete: { parameters: [{ name: petId, in: path, required: true, schema: { type: string } }], responses: { '204': { description: D } } } }
  /search: { post: { x-hubspot-rate-limit-exemptions: [ten-secondly], responses: { '204': { description: D } } } }
";
    insta::assert_snapshot!(differences(left, right), @"
    GET /pets |  | deprecated | false | true | - | pets
    GET /pets |  | x-hubspot-rate-limit-exemptions | none | [ten-secondly] | - | pets
    POST /pets |  | presence | absent | present | - | pets
    DELETE /pets/{id} |  | presence | present | absent | - | pets
    DELETE /pets/{petId} |  | presence | absent | present | - | pets
    POST /search |  | x-hubspot-rate-limit-exemptions | [daily] | [] | - | pets
    ");
}

#[test]
fn parameters_are_compared_as_they_are_sent() {
    let get = |parameters: &str| {
        format!(
            "paths:\n  /pets:\n    get:\n      responses: {{ '204': {{ description: D }} }}\n      parameters:\n{parameters}"
        )
    };
    let left = "
        - { name: same, in: query, schema: { type: string } }
        - { name: gone, in: query, schema: { type: string } }
        - { name: moved, in: query, schema: { type: string } }
        - { name: limit, in: query, required: true, schema: { type: integer, format: int32, default: 10 } }
        - { name: sort, in: query, schema: { type: string, enum: [UP, DOWN] } }
        - { name: ids, in: query, schema: { type: array, items: { type: string } } }
        - { name: deep, in: query, style: deepObject, schema: { type: object, additionalProperties: { type: string } } }
        - { name: filter, in: query, schema: { type: string } }
";
    let right = "
        - { name: same, in: query, schema: { type: string } }
        - { name: new, in: query, required: true, schema: { type: string } }
        - { name: moved, in: header, schema: { type: string } }
        - { name: limit, in: query, deprecated: true, schema: { type: integer, format: int64, default: 20 } }
        - { name: sort, in: query, schema: { type: string, enum: [UP, SIDEWAYS] } }
        - { name: ids, in: query, explode: false, schema: { type: array, items: { type: integer } } }
        - { name: deep, in: query, schema: { type: object, additionalProperties: { type: boolean } } }
        - { name: filter, in: query, content: { application/json: { schema: { type: string } } } }
";
    insta::assert_snapshot!(differences(&get(left), &get(right)), @"
    GET /pets | parameter header moved | presence | absent | optional | sent | pets
    GET /pets | parameter query deep | style | deepObject | form | sent | pets
    GET /pets | parameter query deep | explode | false | true | sent | pets
    GET /pets | parameter query deep {} | type | string | boolean | sent | pets
    GET /pets | parameter query filter | mediaType | none | application/json | sent | pets
    GET /pets | parameter query gone | presence | optional | absent | sent | pets
    GET /pets | parameter query ids | explode | true | false | sent | pets
    GET /pets | parameter query ids [] | type | string | integer | sent | pets
    GET /pets | parameter query limit | required | true | false | sent | pets
    GET /pets | parameter query limit | deprecated | false | true | sent | pets
    GET /pets | parameter query limit | format | int32 | int64 | sent | pets
    GET /pets | parameter query limit | default | 10 | 20 | sent | pets
    GET /pets | parameter query moved | presence | optional | absent | sent | pets
    GET /pets | parameter query new | presence | absent | required | sent | pets
    GET /pets | parameter query sort | enum | [DOWN] | [SIDEWAYS] | sent | pets
    ");
}

#[test]
fn bodies_are_compared_by_media_type() {
    let left = "
paths:
  /a: { put: { requestBody: { required: true, content: { application/json: { schema: { type: string } }, text/plain: { schema: { type: string } } } }, responses: { '204': { description: D } } } }
  /b: { put: { requestBody: { required: true, content: { application/json: { schema: { type: string } } } }, responses: { '204': { description: D } } } }
  /c: { put: { responses: { '204': { description: D } } } }
  /d: { put: { requestBody: { content: { application/json: {} } }, responses: { '204': { description: D } } } }
";
    let right = "
paths:
  /a: { put: { requestBody: { content: { application/json: { schema: { type: array, items: { type: string } } }, '*/*': { schema: { type: string } } } }, responses: { '204': { description: D } } } }
  /b: { put: { responses: { '204': { description: D } } } }
  /c: { put: { requestBody: { content: { application/json: { schema: { type: string } } } }, responses: { '204': { description: D } } } }
  /d: { put: { requestBody: { content: { application/json: { schema: { type: string } } } }, responses: { '204': { description: D } } } }
";
    insta::assert_snapshot!(differences(left, right), @"
    PUT /a | body | required | true | false | sent | pets
    PUT /a | body */* | presence | absent | present | sent | pets
    PUT /a | body application/json | type | string | array | sent | pets
    PUT /a | body text/plain | presence | present | absent | sent | pets
    PUT /b | body | presence | required | absent | sent | pets
    PUT /c | body | presence | absent | optional | sent | pets
    PUT /d | body application/json | type | none | string | sent | pets
    ");
}

#[test]
fn answers_are_compared_by_status_and_media_type() {
    let left = "
paths:
  /a:
    get:
      responses:
        '200': { description: D, content: { application/json: { schema: { type: object, properties: { a: { type: array, items: { type: string } } } } } } }
        '207': { description: D }
        default: { description: D, content: { '*/*': { schema: { type: string } } } }
";
    let right = "
paths:
  /a:
    get:
      responses:
        '200': { description: D, content: { application/json: { schema: { type: object, properties: { a: { type: array, items: { type: integer } } } } }, text/csv: { schema: { type: string } } } }
        '202': { description: D }
        4XX: { description: D }
";
    insta::assert_snapshot!(differences(left, right), @"
    GET /a | response 200 application/json a[] | type | string | integer | received | pets
    GET /a | response 200 text/csv | presence | absent | present | received | pets
    GET /a | response 202 | presence | absent | present | received | pets
    GET /a | response 207 | presence | present | absent | received | pets
    GET /a | response 4XX | presence | absent | present | received | pets
    GET /a | response default | presence | present | absent | received | pets
    ");
}

#[test]
fn what_several_apis_share_is_one_difference() {
    let api = |path: &str, of: &str| {
        format!(
            "paths: {{ {path}: {{ get: {{ responses: {{ '200': {{ description: D, content: {{ application/json: {{ schema: {{ $ref: '{of}#/components/schemas/Pet' }} }} }} }} }} }} }} }}\n"
        )
    };
    let pet = |ty: &str| {
        format!(
            "components: {{ schemas: {{ Pet: {{ type: object, properties: {{ id: {{ type: {ty} }} }} }} }} }}\n"
        )
    };
    // The left side has the schema once, the right side in each document.
    let left = documents(&[
        ("cats.yaml", &api("/cats", "common.yaml")),
        ("dogs.yaml", &api("/dogs", "common.yaml")),
        ("fish.yaml", &api("/fish", "common.yaml")),
        ("common.yaml", &format!("paths: {{}}\n{}", pet("string"))),
    ]);
    let right = documents(&[
        ("cats.yaml", &(api("/cats", "") + &pet("integer"))),
        ("dogs.yaml", &(api("/dogs", "") + &pet("integer"))),
        ("fish.yaml", &(api("/fish", "") + &pet("boolean"))),
    ]);
    let pair = |api: &str| Pair {
        api: api.to_owned(),
        left: Some(format!("{api}.yaml")),
        right: Some(format!("{api}.yaml")),
    };
    let pairs = [pair("cats"), pair("dogs"), pair("fish")];
    insta::assert_snapshot!(lines(&compare(&left, &right, &pairs)), @"
    Pet | id | type | string | boolean | received | fish
    Pet | id | type | string | integer | received | cats dogs
    ");
}

#[test]
fn apis_come_and_go_as_a_whole() {
    let documents = documents(&[(
        "pets.yaml",
        "paths: { /pets: { get: { responses: { '204': { description: D } } } } }",
    )]);
    let pair = |api: &str, left: Option<&str>, right: Option<&str>| Pair {
        api: api.to_owned(),
        left: left.map(str::to_owned),
        right: right.map(str::to_owned),
    };
    let pairs = [
        pair("old", Some("pets.yaml"), None),
        pair("new", None, Some("pets.yaml")),
        pair("none", None, None),
    ];
    insta::assert_snapshot!(lines(&compare(&documents, &documents, &pairs)), @"
    new |  | presence | absent | present | - | new
    old |  | presence | present | absent | - | old
    ");
}

#[test]
fn references_that_lead_nowhere_are_faults_of_their_side() {
    let sound = "paths: { /pets: { get: { responses: { '200': { description: D, content: { application/json: { schema: { type: string } } } } } } } }";
    let broken = sound.replace("type: string", "$ref: '#/components/schemas/Gone'");
    let documents = [sound, &broken].map(|content| documents(&[("pets.yaml", content)]));
    let pair = Pair {
        api: "pets".to_owned(),
        left: Some("pets.yaml".to_owned()),
        right: Some("pets.yaml".to_owned()),
    };
    let comparison = compare(&documents[0], &documents[1], &[pair]);
    assert!(!comparison.left_faults.has_errors());
    let fault = comparison.right_faults.iter().next().unwrap();
    assert!(fault.message.contains("has no target"), "{fault}");
    assert!(comparison.differences.is_empty());
}
