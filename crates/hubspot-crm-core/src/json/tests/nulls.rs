//! Null, and nothing at all.

use std::collections::BTreeMap;

use super::Inner;
use crate::{Extra, json_object};

#[derive(Debug, Clone, PartialEq)]
struct Patch {
    owner: Option<Option<String>>,
    count: Option<Option<i64>>,
    inner: Option<Option<Box<Inner>>>,
    grid: Vec<Vec<i64>>,
    values: BTreeMap<String, Option<i64>>,
    extra: Extra,
}
json_object!(Patch {
    owner: "owner",
    count: "count",
    inner: "inner",
    grid: "grid",
    values: "values",
});

#[test]
fn null_can_be_told_from_nothing_where_it_is_written() {
    let mut patch = Patch {
        owner: Some(None),
        count: Some(Some(1)),
        inner: None,
        grid: vec![vec![1, 2], vec![]],
        values: [("a".to_owned(), Some(1)), ("b".to_owned(), None)].into(),
        extra: Extra::new(),
    };
    assert_eq!(
        serde_json::to_string(&patch).unwrap(),
        r#"{"owner":null,"count":1,"grid":[[1,2],[]],"values":{"a":1,"b":null}}"#
    );
    patch.owner = Some(Some("x".to_owned()));
    patch.inner = Some(None);
    let text = serde_json::to_string(&patch).unwrap();
    assert!(
        text.starts_with(r#"{"owner":"x","count":1,"inner":null,"#),
        "{text}"
    );
}

#[test]
fn null_reads_as_nothing() {
    for json in [
        "{}",
        r#"{"owner": null, "count": null, "inner": null, "grid": null, "values": null}"#,
        r#"{"count": "", "grid": ""}"#,
    ] {
        let patch: Patch = serde_json::from_str(json).unwrap();
        assert_eq!(
            (&patch.owner, patch.count, &patch.inner),
            (&None, None, &None),
            "{json}"
        );
        assert_eq!(
            serde_json::to_string(&patch).unwrap(),
            r#"{"grid":[],"values":{}}"#
        );
    }
    let patch: Patch =
        serde_json::from_str(r#"{"owner": 1, "grid": [null, [null]], "values": {"a": null}}"#)
            .unwrap();
    assert_eq!(patch.owner, Some(Some("1".to_owned())));
    assert_eq!(patch.grid, [vec![], vec![0]]);
    assert_eq!(patch.values["a"], None);
}
