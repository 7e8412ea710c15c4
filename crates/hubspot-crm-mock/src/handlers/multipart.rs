//! Bodies that carry files.

/// A part of such a body.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Part<'b> {
    pub(crate) name: String,
    pub(crate) file_name: Option<String>,
    pub(crate) content: &'b [u8],
}

/// The parts of a body of the type `multipart/form-data`; `None` if it is none.
pub(crate) fn read<'b>(content_type: &str, body: &'b [u8]) -> Option<Vec<Part<'b>>> {
    let boundary = parameter(content_type, "boundary")?;
    let mark = format!("--{boundary}");
    let mut rest = after(body, mark.as_bytes())?;
    let mut parts = Vec::new();
    let end = format!("\r\n{mark}");
    while !rest.starts_with(b"--") {
        rest = rest.strip_prefix(b"\r\n")?;
        let at = find(rest, end.as_bytes())?;
        parts.extend(part(&rest[..at]));
        rest = &rest[at + end.len()..];
    }
    Some(parts)
}

fn part(text: &[u8]) -> Option<Part<'_>> {
    let at = find(text, b"\r\n\r\n")?;
    let headers = String::from_utf8_lossy(&text[..at]);
    let disposition = headers.lines().find(|line| {
        let name = line.split(':').next().unwrap_or_default();
        name.trim().eq_ignore_ascii_case("content-disposition")
    })?;
    Some(Part {
        name: parameter(disposition, "name")?,
        file_name: parameter(disposition, "filename"),
        content: &text[at + 4..],
    })
}

/// A parameter of a header, such as `boundary`, without its quotes.
fn parameter(header: &str, name: &str) -> Option<String> {
    let mut rest = header;
    while let Some((_, parameter)) = rest.split_once(';') {
        let (key, value) = parameter.split_once('=')?;
        let (value, others) = match value.strip_prefix('"') {
            Some(quoted) => quoted.split_once('"')?,
            None => value.split_at(value.find(';').unwrap_or(value.len())),
        };
        if key.trim().eq_ignore_ascii_case(name) {
            return Some(value.trim().to_owned());
        }
        rest = others;
    }
    None
}

fn find(text: &[u8], part: &[u8]) -> Option<usize> {
    text.windows(part.len()).position(|window| window == part)
}

fn after<'b>(text: &'b [u8], part: &[u8]) -> Option<&'b [u8]> {
    Some(&text[find(text, part)? + part.len()..])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_have_names_and_files() {
        let body = b"--x\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n{}\r\n--x\r\n\
            content-type: text/csv\r\ncontent-disposition: form-data; name=files; filename=\"b;c.csv\"\r\n\r\n1\r\n2\r\n--x--\r\n";
        let parts = read("multipart/form-data; boundary=\"x\"", body).unwrap();
        assert_eq!(parts.len(), 2);
        assert_eq!(
            (parts[0].name.as_str(), parts[0].content),
            ("a", &b"{}"[..])
        );
        assert_eq!(parts[1].file_name.as_deref(), Some("b;c.csv"));
        assert_eq!(parts[1].content, b"1\r\n2");
        assert_eq!(read("application/json", body), None);
        assert_eq!(read("multipart/form-data; boundary=y", body), None);
        assert_eq!(
            read("multipart/form-data; boundary=x", b"--x\r\nopen"),
            None
        );
    }
}
