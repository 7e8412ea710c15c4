//! Requests, exactly as they came.

use serde_json::Value;
use tokio::io::{AsyncBufRead, AsyncBufReadExt, AsyncRead, AsyncReadExt};

use super::TOKEN;

/// A request, exactly as it came.
#[derive(Debug)]
pub(crate) struct Request {
    pub(crate) method: String,
    /// Path and query as they stand in the request line.
    pub(crate) target: String,
    headers: Vec<(String, String)>,
    pub(crate) body: Vec<u8>,
}

impl Request {
    /// Method and target.
    pub(crate) fn line(&self) -> String {
        format!("{} {}", self.method, self.target)
    }

    /// Reads the next request of a connection; `None` at its end.
    pub(crate) async fn read<S>(stream: &mut S) -> Result<Option<Self>, String>
    where
        S: AsyncBufRead + AsyncRead + Unpin,
    {
        let Some(first) = read_line(stream).await? else {
            return Ok(None);
        };
        let [method, target, "HTTP/1.1"] = first.split(' ').collect::<Vec<_>>()[..] else {
            return Err(format!("not a request line: {first:?}"));
        };
        let mut request = Self {
            method: method.to_owned(),
            target: target.to_owned(),
            headers: Vec::new(),
            body: Vec::new(),
        };
        loop {
            let line = read_line(stream).await?.ok_or("the head breaks off")?;
            if line.is_empty() {
                break;
            }
            let (name, value) = line
                .split_once(": ")
                .ok_or_else(|| format!("not a header: {line:?}"))?;
            request.headers.push((name.to_owned(), value.to_owned()));
        }
        if request.header("transfer-encoding").is_some() {
            return Err("the body has no length".to_owned());
        }
        if let Some(length) = request.header("content-length") {
            let length = length.parse().map_err(|_| format!("length {length:?}"))?;
            request.body = vec![0; length];
            let read = stream.read_exact(&mut request.body).await;
            read.map_err(|error| format!("the body breaks off: {error}"))?;
        }
        Ok(Some(request))
    }

    /// The value of a header, which is there once at most.
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        let mut values = self
            .headers
            .iter()
            .filter(|(other, _)| other.eq_ignore_ascii_case(name));
        let value = values.next().map(|(_, value)| value.as_str());
        assert_eq!(values.next(), None, "the header {name} is there twice");
        value
    }

    /// The path, still encoded.
    pub(crate) fn path(&self) -> &str {
        self.target
            .split_once('?')
            .map_or(&*self.target, |(path, _)| path)
    }

    /// The query without its `?`, still encoded.
    pub(crate) fn query(&self) -> Option<&str> {
        self.target.split_once('?').map(|(_, query)| query)
    }

    /// The names and values of the query, decoded, in their order.
    pub(crate) fn query_pairs(&self) -> Vec<(String, String)> {
        self.query()
            .into_iter()
            .flat_map(|query| query.split('&'))
            .map(|pair| {
                let (name, value) = pair.split_once('=').expect("a pair has a `=`");
                (decode(name), decode(value))
            })
            .collect()
    }

    pub(crate) fn text(&self) -> &str {
        std::str::from_utf8(&self.body).expect("the body is UTF-8")
    }

    /// The body as JSON: in compact form, no key twice, and without any null.
    pub(crate) fn json(&self) -> Value {
        let text = self.text();
        let value: Value = serde_json::from_str(text).expect("the body is JSON");
        assert_eq!(text.len(), value.to_string().len(), "{text}");
        assert_no_null(&value);
        value
    }

    /// The headers that every request has, and those about the body, as there is one or not.
    pub(crate) fn assert_standard_headers(&self) {
        assert_eq!(
            self.header("authorization"),
            Some(&*format!("Bearer {TOKEN}"))
        );
        assert_eq!(self.header("accept"), Some("application/json"));
        assert_eq!(
            self.header("user-agent"),
            Some(concat!("hubspot-crm-rust/", env!("CARGO_PKG_VERSION")))
        );
        if matches!(&*self.method, "GET" | "DELETE") {
            assert_eq!(self.header("content-type"), None);
            assert!(matches!(self.header("content-length"), None | Some("0")));
            assert!(self.body.is_empty(), "{}", self.text());
        } else {
            assert_eq!(self.header("content-type"), Some("application/json"));
            assert!(!self.body.is_empty());
        }
    }
}

/// A line without its end; `None` where the connection ends before it, be it in order or not.
async fn read_line<S: AsyncBufRead + Unpin>(stream: &mut S) -> Result<Option<String>, String> {
    let mut line = String::new();
    match stream.read_line(&mut line).await {
        Ok(0) => Ok(None),
        Err(_) if line.is_empty() => Ok(None),
        Err(error) => Err(format!("{line:?}: {error}")),
        Ok(_) => match line.strip_suffix("\r\n") {
            Some(line) if line.is_ascii() => Ok(Some(line.to_owned())),
            _ => Err(format!("not a line of a head: {line:?}")),
        },
    }
}

fn assert_no_null(value: &Value) {
    match value {
        Value::Null => panic!("there is a null in the body"),
        Value::Array(values) => values.iter().for_each(assert_no_null),
        Value::Object(fields) => fields.values().for_each(assert_no_null),
        _ => {}
    }
}

/// Undoes percent-encoding, once. Written out here, so that the tests do not share a fault with the client.
pub(crate) fn decode(text: &str) -> String {
    let mut bytes = Vec::new();
    let mut rest = text.as_bytes();
    while let Some((&byte, after)) = rest.split_first() {
        if byte == b'%' {
            let digits = after.get(..2).expect("two digits follow a `%`");
            let digits = std::str::from_utf8(digits).expect("digits are ASCII");
            bytes.push(u8::from_str_radix(digits, 16).expect("digits are hexadecimal"));
            rest = &after[2..];
        } else {
            bytes.push(byte);
            rest = after;
        }
    }
    String::from_utf8(bytes).expect("the text is UTF-8")
}
