//! Hundreds of contacts in a few requests.

use serde_json::{Value, json};

use crate::support::{Answer, Server};

#[path = "../../examples/batches.rs"]
mod example;

/// The contacts of a chunk; the one with this number fails.
fn created(range: std::ops::Range<u32>, fails: Option<u32>) -> Answer {
    let good = range.filter(|n| Some(*n) != fails);
    // Never in the order of the inputs.
    let results: Vec<Value> = good
        .rev()
        .map(|n| json!({"id": (n + 6000).to_string(), "properties": {}, "objectWriteTraceId": n.to_string()}))
        .collect();
    match fails {
        None => Answer::json(
            201,
            json!({"status": "COMPLETE", "results": results}).to_string(),
        ),
        Some(n) => {
            let failure = json!({"status": "error", "category": "VALIDATION_ERROR", "message": "invalid email",
                "context": {"objectWriteTraceId": [n.to_string()]}});
            let answer = json!({"status": "COMPLETE", "results": results, "numErrors": 1, "errors": [failure]});
            Answer::json(207, answer.to_string())
        }
    }
}

/// All of these contacts but one that is gone, and the one that was never created.
fn read(range: std::ops::Range<u32>, gone: u32) -> Answer {
    let found = range.filter(|id| ![gone, 6150].contains(id));
    let results: Vec<Value> = found
        .map(|id| json!({"id": id.to_string(), "properties": {}}))
        .collect();
    let missing = json!({"status": "error", "category": "OBJECT_NOT_FOUND", "message": "gone",
        "context": {"ids": [gone.to_string()]}});
    let answer =
        json!({"status": "COMPLETE", "results": results, "numErrors": 1, "errors": [missing]});
    Answer::json(207, answer.to_string())
}

#[tokio::test]
async fn every_input_has_its_outcome() {
    let server = Server::start([
        created(0..100, None),
        created(100..200, Some(150)),
        created(200..250, None),
        // The second hundred goes on to 6200, since there is no 6150.
        read(6000..6100, 6001),
        read(6100..6201, 6101),
        read(6201..6250, 6249),
        Answer::new(204),
        Answer::new(204),
        Answer::new(204),
    ])
    .await;
    example::run(&server.client()).await.unwrap();
    let requests = server.requests();
    let bodies: Vec<Value> = requests
        .iter()
        .map(|request| serde_json::from_slice(&request.body).unwrap())
        .collect();
    let sizes: Vec<usize> = bodies
        .iter()
        .map(|body| body["inputs"].as_array().unwrap().len())
        .collect();
    assert_eq!(sizes[..6], [100, 100, 50, 100, 100, 49]);
    assert_eq!(
        sizes[6..].iter().sum::<usize>(),
        249,
        "each is archived once"
    );
    assert_eq!(bodies[1]["inputs"][50]["objectWriteTraceId"], "150");
    assert_eq!(bodies[4]["properties"], json!(["email"]));
    let whats = requests.iter().map(|request| {
        let what = request
            .target
            .strip_prefix("/crm/v3/objects/contacts/batch/");
        what.unwrap()
    });
    let expected = ["create", "read", "archive"].map(|what| [what; 3]);
    assert_eq!(whats.collect::<Vec<_>>(), expected.concat());
}
