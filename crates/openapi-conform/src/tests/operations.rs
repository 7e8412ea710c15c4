//! What operations take and give.

use super::*;

const API: &str = "
security: [{token: []}, {key: [], other: []}]
paths:
  /things/{id}:
    parameters: [{name: id, in: path}, {name: limit, in: query}]
    get:
      parameters: [{name: limit, in: query, required: true, explode: false}, {name: filter, in: query, content: {application/json: {schema: {type: object}}}}]
      responses: {'200': {content: {application/json: {schema: {type: string}}}}, '207': {}, '404': {}, default: {}, 2XX: {}}
      security: []
    post:
      requestBody: {required: true, content: {application/json: {schema: {}}}}
  /things/batch: {get: {}}
  /things/{id}.{format}: {get: {}}
  /things/{id}/parts/{part}: {get: {}}
components:
  securitySchemes:
    token: {type: http, scheme: Bearer}
    key: {type: apiKey, in: query, name: hapikey}
    other: {type: apiKey, in: cookie, name: a}
";

#[test]
fn operations() {
    let specs = specs(API);
    let operations = specs.operations();
    let matching = |method: &str, path: &str| -> Vec<&str> {
        let found = Operation::matching(&operations, method, path);
        found.iter().map(|operation| operation.path).collect()
    };
    assert_eq!(matching("GET", "/things/1"), ["/things/{id}"]);
    assert_eq!(matching("GET", "/things/batch"), ["/things/batch"]);
    assert_eq!(matching("POST", "/things/batch"), ["/things/{id}"]);
    assert_eq!(
        matching("GET", "/things/1/parts/2"),
        ["/things/{id}/parts/{part}"]
    );
    assert_eq!(matching("GET", "/things/"), [""; 0]);
    assert_eq!(matching("PUT", "/things/1"), [""; 0]);

    let get = &operations[0];
    assert_eq!(
        get.path_values("/things/a%20b"),
        Some(vec![("id", "a%20b")])
    );
    let parameters = get.parameters();
    let names: Vec<_> = parameters
        .iter()
        .map(|one| {
            (
                one.name,
                one.place,
                one.required,
                one.explodes(),
                one.is_json(),
            )
        })
        .collect();
    assert_eq!(
        names,
        [
            ("limit", "query", true, false, false),
            ("filter", "query", false, true, true),
            ("id", "path", false, false, false)
        ]
    );
    assert_eq!(parameters[1].schema().unwrap().text("type"), Some("object"));
    let answers = get.answers();
    let statuses: Vec<_> = answers
        .iter()
        .map(|answer| (answer.status, answer.content.len()))
        .collect();
    assert_eq!(statuses, [(200, 1), (207, 0)]);
    assert_eq!(get.security(), [[]; 0]);
    assert!(get.body().is_none());

    let post = &operations[1];
    assert!(
        post.body()
            .is_some_and(|body| body.required && body.content.len() == 1)
    );
    assert_eq!(
        post.security(),
        [
            vec![Scheme::Bearer],
            vec![Scheme::Query("hapikey"), Scheme::Other("other")]
        ]
    );
}

const CHOICES: &str = "
paths:
  /things:
    post:
      requestBody: {content: {application/json: {schema: {$ref: '#/components/schemas/Thing'}}}}
    put:
      requestBody: {content: {application/json: {schema: {$ref: '#/components/schemas/Thing'}}, text/plain: {}}}
components:
  schemas:
    Thing:
      properties: {size: {enum: [S, L]}}
      oneOf: [{$ref: '#/components/schemas/Crate'}, {$ref: '#/components/schemas/Card'}]
    Crate: {type: object, required: [crate], properties: {crate: {type: string}}}
    Card: {type: object, required: [card], properties: {card: {type: string}}}
";

#[test]
fn what_one_operation_has_shown_no_other_has_to_show() {
    let specs = specs(CHOICES);
    let bodies = Bodies::of(&specs);
    let paths = Origin::document("v1/api.yaml").key("paths").key("/things");
    let of = |method, media| bodies.get(&paths.key(method), media).to_vec();
    // PUT comes before POST, as in OpenAPI.
    assert_eq!(
        of("put", "application/json"),
        [
            json!({"crate": "crate", "size": "S"}),
            json!({"card": "card", "size": "L"}),
        ]
    );
    assert_eq!(of("put", "text/plain"), [json!("text")]);
    assert_eq!(
        of("post", "application/json"),
        [json!({"crate": "crate", "size": "S"})]
    );
    assert_eq!(of("get", "application/json"), [json!(null); 0]);
}

#[test]
fn what_is_given_to_a_parameter_says_which_it_is() {
    for (place, schema, expected) in [
        ("path", "{type: string}", json!("it/1")),
        ("path", "{type: string, enum: [a]}", json!("a")),
        ("path", "{type: string, pattern: '^\\d+$'}", json!("1")),
        ("query", "{type: string}", json!("it & more")),
        (
            "query",
            "{type: array, items: {type: string}}",
            json!(["it & more", "it & more 2"]),
        ),
        ("query", "{type: integer, maximum: 5}", json!(5)),
        ("header", "{type: string}", json!("it")),
    ] {
        let parameter = format!("{{name: it, in: {place}, schema: {schema}}}");
        let specs = specs(&format!("components: {{parameters: {{P: {parameter}}}}}"));
        let at = Origin::document("v1/api.yaml")
            .key("components")
            .key("parameters");
        let parameter = Parameter::of(specs.at(&at.key("P")).unwrap()).unwrap();
        assert_eq!(parameter.given(), Some(expected), "{place} {schema}");
    }
}
