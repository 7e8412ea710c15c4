//! Bodies of several parts, read back with a parser that knows nothing of how they were written.

use std::collections::BTreeMap;

use proptest::collection::{btree_map, vec};
use proptest::prelude::*;
use serde_json::json;

use super::MultipartForm;
use super::encode::Parts;
use crate::batch::BatchStatus;
use crate::{Bytes, DateTime, Extra, FilePart, Value, json_object, multipart_form};

#[derive(Debug, Clone, PartialEq)]
struct Options {
    ratio: f64,
    extra: Extra,
}
json_object!(Options { ratio: "ratio" });

#[derive(Debug, Clone, PartialEq)]
struct Body {
    file: FilePart,
    maybe_file: Option<FilePart>,
    files: Vec<FilePart>,
    maybe_files: Option<Vec<FilePart>>,
    text: String,
    flag: Option<bool>,
    number: i64,
    ratio: Option<f64>,
    at: Option<DateTime>,
    status: Option<BatchStatus>,
    texts: Vec<String>,
    options: Option<Options>,
    list: Vec<Options>,
    extra: Extra,
}
multipart_form!(Body {
    file: file("file"),
    maybe_file: file("maybeFile"),
    files: file("files"),
    maybe_files: file("maybeFiles"),
    text: text("text"),
    flag: text("flag"),
    number: text("number"),
    ratio: text("ratio"),
    at: text("at"),
    status: text("status"),
    texts: text("texts"),
    options: json("options"),
    list: json("list"),
});

fn blank() -> Body {
    Body {
        file: FilePart::new("", ""),
        maybe_file: None,
        files: Vec::new(),
        maybe_files: None,
        text: String::new(),
        flag: None,
        number: 0,
        ratio: None,
        at: None,
        status: None,
        texts: Vec::new(),
        options: None,
        list: Vec::new(),
        extra: Extra::new(),
    }
}

fn encode(form: &impl MultipartForm) -> Result<(String, Bytes), String> {
    let mut parts = Parts::new();
    form.add_parts(&mut parts);
    let (content_type, body) = parts.encode()?;
    let bytes = body.as_bytes().expect("nothing in it is a stream");
    Ok((content_type, bytes.clone()))
}

/// A part: name, file name, content type, content.
type Parsed = (String, Option<String>, Option<String>, Vec<u8>);

fn find(bytes: &[u8], text: &str) -> Option<usize> {
    bytes
        .windows(text.len())
        .position(|it| it == text.as_bytes())
}

/// Reads a body by the letter of RFC 2046: a delimiter is a line break, two dashes and the boundary.
fn parse(content_type: &str, body: &[u8]) -> Vec<Parsed> {
    let boundary = content_type
        .strip_prefix("multipart/form-data; boundary=")
        .unwrap();
    assert!(
        boundary.len() <= 70
            && boundary
                .bytes()
                .all(|it| it.is_ascii_alphanumeric() || it == b'-')
    );
    let delimiter = format!("\r\n--{boundary}");
    // The first delimiter needs no line break.
    let mut rest = [b"\r\n", body].concat().split_off(0);
    rest.drain(..find(&rest, &delimiter).unwrap() + delimiter.len());
    let mut parts = Vec::new();
    while rest != b"--\r\n" {
        assert!(rest.starts_with(b"\r\n"));
        let end = find(&rest[2..], &delimiter).unwrap() + 2;
        parts.push(parse_part(&rest[2..end]));
        rest.drain(..end + delimiter.len());
    }
    parts
}

fn parse_part(part: &[u8]) -> Parsed {
    let end = find(part, "\r\n\r\n").unwrap();
    let head = std::str::from_utf8(&part[..end]).unwrap();
    let (mut name, mut file_name, mut content_type) = (None, None, None);
    for line in head.split("\r\n") {
        match line.split_once(": ").unwrap() {
            ("Content-Disposition", value) => {
                let value = value.strip_prefix("form-data; name=\"").unwrap();
                let (first, rest) = value.split_once('"').unwrap();
                name = Some(unescape(first));
                if !rest.is_empty() {
                    let rest = rest.strip_prefix("; filename=\"").unwrap();
                    file_name = Some(unescape(rest.strip_suffix('"').unwrap()));
                }
            }
            ("Content-Type", value) => content_type = Some(value.to_owned()),
            other => panic!("{other:?}"),
        }
    }
    (
        name.unwrap(),
        file_name,
        content_type,
        part[end + 4..].to_vec(),
    )
}

fn unescape(name: &str) -> String {
    assert!(!name.contains(['"', '\r', '\n']));
    name.replace("%22", "\"")
        .replace("%0D", "\r")
        .replace("%0A", "\n")
}

#[test]
fn a_body_to_the_byte() {
    let body = Body {
        file: FilePart::new("a\"b\r\nä.csv", "x,y\r\n").content_type("text/csv"),
        text: "ü\r\n--".to_owned(),
        texts: vec!["1".to_owned(), String::new()],
        options: Some(Options {
            ratio: 0.5,
            extra: Extra::new(),
        }),
        extra: [
            ("new", json!("a")),
            ("more", json!([1])),
            ("text", json!("twice")),
        ]
        .into_iter()
        .collect(),
        ..blank()
    };
    let (content_type, bytes) = encode(&body).unwrap();
    let boundary = content_type
        .strip_prefix("multipart/form-data; boundary=")
        .unwrap();
    let text = std::str::from_utf8(&bytes)
        .unwrap()
        .replace(boundary, "B")
        .replace("\r\n", "\n");
    assert_eq!(
        text,
        r#"--B
Content-Disposition: form-data; name="file"; filename="a%22b%0D%0Aä.csv"
Content-Type: text/csv

x,y

--B
Content-Disposition: form-data; name="text"

ü
--
--B
Content-Disposition: form-data; name="number"

0
--B
Content-Disposition: form-data; name="texts"

1
--B
Content-Disposition: form-data; name="texts"


--B
Content-Disposition: form-data; name="options"
Content-Type: application/json

{"ratio":0.5}
--B
Content-Disposition: form-data; name="list"
Content-Type: application/json

[]
--B
Content-Disposition: form-data; name="more"
Content-Type: application/json

[1]
--B
Content-Disposition: form-data; name="new"

a
--B--
"#
    );
    assert_ne!(
        encode(&body).unwrap().0,
        content_type,
        "each body has its own boundary"
    );
}

#[test]
fn every_kind_of_field() {
    let file = |name: &str| FilePart::new(name, "x");
    let body = Body {
        maybe_file: Some(file("1")),
        files: vec![file("2"), file("3")],
        maybe_files: Some(vec![file("4")]),
        flag: Some(false),
        ratio: Some(0.5),
        at: Some(DateTime::from_millis(0).unwrap()),
        status: Some(BatchStatus::Complete),
        ..blank()
    };
    let (content_type, bytes) = encode(&body).unwrap();
    let parts = parse(&content_type, &bytes);
    let names: Vec<_> = parts
        .iter()
        .map(|(name, _, _, content)| format!("{name}={}", String::from_utf8_lossy(content)))
        .collect();
    assert_eq!(
        names,
        [
            "file=",
            "maybeFile=x",
            "files=x",
            "files=x",
            "maybeFiles=x",
            "text=",
            "flag=false",
            "number=0",
            "ratio=0.5",
            "at=1970-01-01T00:00:00Z",
            "status=COMPLETE",
            "list=[]",
        ]
    );
    assert_eq!(parts[1].2.as_deref(), Some("application/octet-stream"));
}

#[test]
fn what_cannot_be_sent_is_refused() {
    let options = Options {
        ratio: f64::NAN,
        extra: Extra::new(),
    };
    let body = Body {
        list: vec![options],
        ..blank()
    };
    assert_eq!(
        encode(&body).unwrap_err(),
        "the body cannot be sent: list[0].ratio: a number that is NaN or infinite has no form in JSON"
    );
    let file = FilePart::new("a\n", "").content_type("text/csv\r\nX-Other: 1");
    let body = Body { file, ..blank() };
    assert_eq!(
        encode(&body).unwrap_err(),
        "the content type of a file in \"file\" has a character that no header can hold"
    );
}

#[test]
fn debug_leaves_out_the_content() {
    let file = FilePart::new("a.csv", "secret").content_type("text/csv");
    assert_eq!(
        format!("{file:?}"),
        r#"FilePart { file_name: "a.csv", content_type: Some("text/csv"), length: Some(6), .. }"#
    );
    assert_eq!(
        (file.file_name(), &file.content().unwrap()[..]),
        ("a.csv", &b"secret"[..])
    );
    let file = FilePart::from_reader("a.csv", &b"secret"[..]);
    assert_eq!(
        format!("{file:?}"),
        r#"FilePart { file_name: "a.csv", content_type: None, length: None, .. }"#
    );
    assert_eq!(file.content(), None);
}

#[test]
fn a_file_is_equal_to_what_is_sent_as_the_same() {
    let bytes = FilePart::new("a", "x");
    let stream = FilePart::from_reader("a", &b"x"[..]);
    assert_eq!(bytes, FilePart::new("a", "x").on_progress(|_, _| {}));
    assert_ne!(bytes, FilePart::new("b", "x"));
    assert_ne!(bytes, FilePart::new("a", "y"));
    assert_ne!(bytes, stream);
    assert_eq!(stream, stream.clone());
    assert_ne!(stream, stream.clone().length(1));
    assert_ne!(stream, FilePart::from_reader("a", &b"x"[..]));
}

/// Any names, and contents that look like the body itself.
struct Any {
    files: Vec<(String, FilePart)>,
    extra: BTreeMap<String, String>,
}

impl MultipartForm for Any {
    fn add_parts(&self, parts: &mut Parts) {
        for (name, file) in &self.files {
            parts.files(name, file);
        }
        let extra = self
            .extra
            .iter()
            .map(|(name, text)| (name.clone(), Value::from(text.clone())));
        parts.extra(&extra.collect(), &[]);
    }
}

proptest! {
    #[test]
    fn a_body_reads_back(
        files in vec((".*", ".*", vec(prop_oneof![any::<u8>(), Just(b'-'), Just(b'\r'), Just(b'\n')], 0..40)), 0..4),
        extra in btree_map(".*", "(\r\n|--|hubspot-|[a-f0-9]|.)*", 0..4),
    ) {
        // What an escape stands for cannot be told from the same text in a name; nor can browsers.
        let clean = |name: &str| name.replace('%', "");
        let files: Vec<_> = files
            .into_iter()
            .map(|(name, file_name, content)| (clean(&name), FilePart::new(clean(&file_name), content)))
            .collect();
        let extra: BTreeMap<_, _> = extra.into_iter().map(|(name, text)| (clean(&name), text)).collect();
        let expected: Vec<Parsed> = files
            .iter()
            .map(|(name, file)| (
                name.clone(),
                Some(file.file_name().to_owned()),
                Some("application/octet-stream".to_owned()),
                file.content().unwrap().to_vec(),
            ))
            .chain(extra.iter().map(|(name, text)| (name.clone(), None, None, text.clone().into_bytes())))
            .collect();
        let (content_type, body) = encode(&Any { files, extra }).unwrap();
        prop_assert_eq!(parse(&content_type, &body), expected);
    }
}
