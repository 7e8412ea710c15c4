use serde_json::json;

use super::*;
use crate::inputs::Text;

/// What becomes of a document, and what is reported.
fn applied(actions: &Value, mut document: Value) -> (Value, String) {
    let overlay =
        json!({ "overlay": "1.0.0", "info": { "title": "t", "version": "1" }, "actions": actions });
    let text = Text {
        file: "overlay.json".into(),
        text: overlay.to_string(),
    };
    let mut found = Diagnostics::default();
    let mut overlays = Overlays::read(&[text], &mut found);
    overlays.apply("a.json", &mut document, &mut Edits::default(), &mut found);
    let report: Vec<String> = found.iter().map(ToString::to_string).collect();
    (document, report.join("\n"))
}

#[track_caller]
fn assert_applied(actions: &Value, document: Value, expected: Value) {
    assert_eq!(applied(actions, document), (expected, String::new()));
}

#[test]
fn updates_are_merged() {
    assert_applied(
        &json!([{ "target": "$.a", "update": { "b": { "c": 2, "e": [3] }, "d": null, "g": { "h": 1 } } }]),
        json!({ "a": { "b": { "c": 1, "e": [1, 2], "f": 0 }, "d": "x" } }),
        json!({ "a": { "b": { "c": 2, "e": [1, 2, 3], "f": 0 }, "d": null, "g": { "h": 1 } } }),
    );
    assert_applied(
        &json!([{ "target": "$", "update": { "b": 1 } }]),
        json!({ "a": 1 }),
        json!({ "a": 1, "b": 1 }),
    );
}

#[test]
fn lists_get_one_item_or_several() {
    assert_applied(
        &json!([{ "target": "$.a", "update": { "b": 1 } }, { "target": "$.a", "update": 2 }, { "target": "$.a", "update": [3, 4] }]),
        json!({ "a": [0] }),
        json!({ "a": [0, { "b": 1 }, 2, 3, 4] }),
    );
}

#[test]
fn all_targets_are_changed_and_actions_see_what_earlier_ones_did() {
    assert_applied(
        &json!([
            { "target": "$.paths.*.get", "update": { "x-new": true } },
            { "target": "$.paths[?@.get['x-new'] == true]", "update": { "seen": true } },
            { "target": "$.paths.*.get", "remove": true },
            { "target": "$.paths.*", "update": { "get": {} } },
        ]),
        json!({ "paths": { "/a": { "get": { "old": 1 } }, "/b": { "put": {} } } }),
        json!({ "paths": { "/a": { "seen": true, "get": {} }, "/b": { "put": {}, "get": {} } } }),
    );
}

#[test]
fn items_are_removed_from_one_list_together() {
    assert_applied(
        &json!([{ "target": "$.a[?@.x >= 2]", "remove": true }, { "target": "$..y", "remove": true }]),
        json!({ "a": [{ "x": 2 }, { "x": 1, "y": [{ "y": 1 }] }, { "x": 3 }, { "x": 4 }], "y": {} }),
        json!({ "a": [{ "x": 1 }] }),
    );
}

#[test]
fn a_document_does_not_grow_without_end() {
    let actions: Vec<Value> = (0..40)
        .map(|number| json!({ "target": "$..*", "update": { number.to_string(): { "a": "x".repeat(1000) } } }))
        .collect();
    let start = std::time::Instant::now();
    let (_, report) = applied(&json!(actions), json!({ "a": {} }));
    assert!(
        report.contains("the overlay adds too much to `a.json`")
            || report.contains("must be an object"),
        "{report}"
    );
    assert!(start.elapsed().as_secs() < 20);
    let actions: Vec<Value> = (0..300)
        .map(|_| json!({ "target": "$..a", "update": { "a": { "a": {} } } }))
        .collect();
    let (_, report) = applied(&json!(actions), json!({ "a": {} }));
    assert!(report.contains("adds too much"), "{report}");
}

#[test]
fn an_overlay_may_be_for_one_document() {
    let is_about = |extends: &str, document: &str| {
        Overlay {
            extends: Some((Origin::document("o.yaml"), extends.into())),
            actions: Vec::new(),
        }
        .is_about(document)
    };
    for extends in [
        "things.yaml",
        "./things.yaml",
        "../v1/things.yaml",
        "v1/things.yaml",
        "https://example.com/apis/v1/things.yaml",
    ] {
        assert!(is_about(extends, "v1/things.yaml"), "{extends}");
    }
    for extends in [
        "hings.yaml",
        "v2/things.yaml",
        "things.yaml/v1",
        "https://example.com/v2/things.yaml",
    ] {
        assert!(!is_about(extends, "v1/things.yaml"), "{extends}");
    }
}
