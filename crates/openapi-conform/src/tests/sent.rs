//! What requests were sent with.

use super::*;
use crate::form;

/// A parameter as flow YAML, what was sent, and what it reads as.
fn read(parameter: &str, sent: &[(&str, &str)]) -> Result<Option<Value>, String> {
    let specs = schemas(&format!("P: {parameter}"));
    let parameter = Parameter::of(schema(&specs, "P")).unwrap();
    parameter.read(sent)
}

#[test]
fn single_values() {
    let number = "{name: n, in: query, schema: {type: integer}}";
    assert_eq!(read(number, &[("n", "5"), ("m", "6")]), Ok(Some(json!(5))));
    assert_eq!(read(number, &[("n", "x")]), Ok(Some(json!("x"))));
    assert_eq!(read(number, &[("N", "5")]), Ok(None));
    assert_eq!(
        read(number, &[("n", "5"), ("n", "6")]),
        Err("is there 2 times".to_owned())
    );
    let flag = "{name: X-Flag, in: header, schema: {type: boolean}}";
    assert_eq!(read(flag, &[("x-flag", "true")]), Ok(Some(json!(true))));
    let json = "{name: f, in: query, content: {application/json: {schema: {type: object}}}}";
    assert_eq!(
        read(json, &[("f", r#"{"a":1}"#)]),
        Ok(Some(json!({"a": 1})))
    );
    assert!(read(json, &[("f", "{")]).is_err());
    let path = "{name: p, in: path, schema: {type: string}}";
    assert_eq!(read(path, &[("p", "a%2Cb%25")]), Ok(Some(json!("a,b%"))));
    let matrix = "{name: p, in: path, style: matrix, schema: {type: integer}}";
    assert_eq!(read(matrix, &[("p", ";p=5")]), Ok(Some(json!(5))));
    assert!(read(matrix, &[("p", "5")]).is_err());
}

#[test]
fn lists() {
    for (parameter, sent) in [
        ("in: query", vec![("l", "1"), ("l", "2")]),
        ("in: query, explode: false", vec![("l", "1,2")]),
        (
            "in: query, style: spaceDelimited, explode: false",
            vec![("l", "1 2")],
        ),
        (
            "in: query, style: pipeDelimited, explode: false",
            vec![("l", "1|2")],
        ),
        ("in: header", vec![("L", "1,2")]),
        ("in: path", vec![("l", "1,2")]),
        ("in: path, style: label", vec![("l", ".1,2")]),
        ("in: path, style: label, explode: true", vec![("l", ".1.2")]),
        ("in: path, style: matrix", vec![("l", ";l=1,2")]),
        (
            "in: path, style: matrix, explode: true",
            vec![("l", ";l=1;l=2")],
        ),
    ] {
        let parameter =
            format!("{{name: l, {parameter}, schema: {{type: array, items: {{type: integer}}}}}}");
        assert_eq!(
            read(&parameter, &sent),
            Ok(Some(json!([1, 2]))),
            "{parameter}"
        );
        assert_eq!(read(&parameter, &[]), Ok(None), "{parameter}");
    }
    let path = "{name: l, in: path, schema: {type: array, items: {type: string}}}";
    assert_eq!(
        read(path, &[("l", "a%2Cb,c")]),
        Ok(Some(json!(["a,b", "c"])))
    );
}

#[test]
fn objects() {
    for (parameter, sent) in [
        ("in: query", vec![("a", "1"), ("b", "x"), ("c", "y")]),
        ("in: query, explode: false", vec![("o", "a,1,b,x")]),
        (
            "in: query, style: deepObject, explode: true",
            vec![("o[a]", "1"), ("o[b]", "x"), ("p[a]", "2")],
        ),
        ("in: header, explode: true", vec![("o", "a=1,b=x")]),
        ("in: path", vec![("o", "a,1,b,x")]),
        (
            "in: path, style: label, explode: true",
            vec![("o", ".a=1.b=x")],
        ),
        ("in: path, style: matrix", vec![("o", ";o=a,1,b,x")]),
        (
            "in: path, style: matrix, explode: true",
            vec![("o", ";a=1;b=x")],
        ),
    ] {
        let schema = "{type: object, properties: {a: {type: integer}, b: {type: string}}}";
        let parameter = format!("{{name: o, {parameter}, schema: {schema}}}");
        assert_eq!(
            read(&parameter, &sent),
            Ok(Some(json!({"a": 1, "b": "x"}))),
            "{parameter}"
        );
        assert_eq!(read(&parameter, &[]), Ok(None), "{parameter}");
    }
    let header = "{name: o, in: header, schema: {type: object}}";
    assert!(read(header, &[("o", "a")]).is_err());
}

const FORM: &str = "{type: object, properties: {n: {type: integer}, l: {type: array, items: {type: boolean}}, o: {type: object}}}";

#[test]
fn forms() {
    let specs = schemas(&format!("S: {FORM}"));
    let schema = schema(&specs, "S");
    assert_eq!(
        form::read_pairs(
            [("n", "1"), ("l", "true"), ("l", "false"), ("x", "2")],
            &schema
        ),
        Ok(json!({"n": 1, "l": [true, false], "x": "2"}))
    );
    assert!(form::read_pairs([("n", "1"), ("n", "2")], &schema).is_err());
}

#[test]
fn forms_of_parts() {
    let specs = schemas(&format!("S: {FORM}"));
    let schema = schema(&specs, "S");
    let kind = "multipart/form-data; charset=utf-8; boundary=\"b\"";
    let body = "--b\r\nContent-Disposition: form-data; name=\"n\"\r\n\r\n1\r\n\
        --b\r\ncontent-disposition: form-data; name=\"x\"; filename=\"a;b.csv\"\r\nContent-Type: text/csv\r\n\r\na\r\n\r\nb\r\n\
        --b\r\nContent-Disposition: form-data; name=\"o\"\r\nContent-Type: application/json\r\n\r\n{\"a\":1}\r\n--b--\r\n";
    assert_eq!(
        form::read_parts(kind, body.as_bytes(), &schema),
        Ok(json!({"n": 1, "x": "a\r\n\r\nb", "o": {"a": 1}}))
    );
    let parts = form::parts(kind, body.as_bytes()).unwrap();
    assert_eq!(parts[1].file_name.as_deref(), Some("a;b.csv"));
    assert_eq!(parts[1].content_type.as_deref(), Some("text/csv"));
    // Broken off anywhere, it is none.
    for end in 0..body.len() - 4 {
        let broken = &body.as_bytes()[..end];
        assert!(form::parts(kind, broken).is_err(), "{end}");
    }
    for kind in ["multipart/form-data", "multipart/form-data; boundary=c"] {
        assert!(form::parts(kind, body.as_bytes()).is_err(), "{kind}");
    }
}
