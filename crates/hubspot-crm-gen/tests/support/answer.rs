//! Answers of the server.

/// An answer, given as it is: nothing checks that it is good HTTP.
#[derive(Debug, Clone)]
pub(crate) struct Answer {
    head: String,
    body: Vec<u8>,
    /// The number that the header says, where it is not the length of the body.
    announced: Option<usize>,
    /// Whether the connection ends after it.
    closes: bool,
}

impl Answer {
    /// A status and nothing else: no content type, no body.
    pub(crate) fn new(status: u16) -> Self {
        Self {
            head: format!("HTTP/1.1 {status} -\r\n"),
            body: Vec::new(),
            announced: None,
            closes: false,
        }
    }

    /// A body in JSON that says it is JSON.
    pub(crate) fn json(status: u16, body: impl Into<String>) -> Self {
        Self::new(status)
            .header("Content-Type", "application/json;charset=utf-8")
            .body(body.into())
    }

    pub(crate) fn header(mut self, name: &str, value: &str) -> Self {
        self.head.push_str(&format!("{name}: {value}\r\n"));
        self
    }

    pub(crate) fn body(mut self, body: impl Into<Vec<u8>>) -> Self {
        self.body = body.into();
        self
    }

    /// The connection breaks off after so many bytes of the body.
    pub(crate) fn broken_after(mut self, bytes: usize) -> Self {
        self.announced = Some(self.body.len());
        self.body.truncate(bytes);
        self.closes = true;
        self
    }

    /// These bytes, then the end of the connection.
    pub(crate) fn raw(bytes: &str) -> Self {
        let (head, body) = bytes.split_once("\r\n\r\n").unwrap_or((bytes, ""));
        Self {
            head: format!("{head}\r\n"),
            body: body.into(),
            announced: None,
            closes: true,
        }
    }

    pub(crate) fn closes(&self) -> bool {
        self.closes
    }

    /// What goes over the wire.
    pub(crate) fn into_bytes(self) -> Vec<u8> {
        let mut bytes = self.head.into_bytes();
        let bodiless = self.body.is_empty() && bytes.starts_with(b"HTTP/1.1 204");
        if let Some(length) = self.announced {
            bytes.extend(format!("Content-Length: {length}\r\n").bytes());
        } else if !self.closes && !bodiless {
            bytes.extend(format!("Content-Length: {}\r\n", self.body.len()).bytes());
        }
        bytes.extend(b"\r\n");
        bytes.extend(self.body);
        bytes
    }
}
