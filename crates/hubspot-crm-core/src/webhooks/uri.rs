//! The form of a URI that HubSpot signs.

use std::borrow::Cow;

/// Decodes the escapes of `:/?@!$'()*,;`, in one pass: what comes out is not looked at again. All
/// other escapes stay as they are, `%26` and `%25` among them.
///
/// Hex digits count in both cases: `%3a` and `%3A` are one escape (RFC 3986, section 2.1), and a
/// proxy may turn one into the other.
pub(super) fn decode(uri: &str) -> Cow<'_, str> {
    let Some((start, mut rest)) = uri.split_once('%') else {
        return Cow::Borrowed(uri);
    };
    let mut decoded = String::with_capacity(uri.len());
    decoded.push_str(start);
    loop {
        match escaped(rest) {
            Some(char) => {
                decoded.push(char);
                rest = &rest[2..];
            }
            None => decoded.push('%'),
        }
        let Some((text, next)) = rest.split_once('%') else {
            decoded.push_str(rest);
            return Cow::Owned(decoded);
        };
        decoded.push_str(text);
        rest = next;
    }
}

/// The character that the two hex digits at the start stand for, if it is one that is decoded.
fn escaped(text: &str) -> Option<char> {
    let mut digits = text.chars().map_while(|char| char.to_digit(16));
    let code = digits.next()? * 16 + digits.next()?;
    char::from_u32(code).filter(|char| ":/?@!$'()*,;".contains(*char))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn decodes_what_is_listed() {
        assert_eq!(
            decode("%3A%2F%3F%40%21%24%27%28%29%2A%2C%3B"),
            ":/?@!$'()*,;"
        );
        assert_eq!(decode("/a%3ab%2Fc%2fd"), "/a:b/c/d");
    }

    #[test]
    fn leaves_everything_else() {
        for uri in [
            "https://hooks.example.com/hubspot?a=b&c=d#e",
            "%20%22%23%25%26%2B%2D%2E%3C%3D%3E%5B%5D%5F%7E%C3%A9",
            "/grüße?%ü=%",
            "%",
            "%3",
            "%zz",
            "%+A",
        ] {
            assert_eq!(decode(uri), uri);
        }
    }

    #[test]
    fn decodes_once() {
        assert_eq!(decode("%253A"), "%253A");
        assert_eq!(decode("%%3A3A"), "%:3A");
        assert_eq!(decode("%3%3A"), "%3:");
    }

    proptest! {
        /// Against the plain reading of the rule: each listed escape is replaced by its character.
        #[test]
        fn is_a_replacement_of_each_escape(parts in proptest::collection::vec(
            prop_oneof![Just("%3A"), Just("%3a"), Just("%2F"), Just("%26"), Just("%25"), Just("%20"), Just("x"), Just("/")], 0..12,
        )) {
            let expected: String = parts.iter().map(|part| match *part {
                "%3A" | "%3a" => ":",
                "%2F" => "/",
                other => other,
            }).collect();
            let uri = parts.concat();
            prop_assert_eq!(decode(&uri), expected);
        }

        #[test]
        fn never_panics(uri in ".*") {
            prop_assert!(decode(&uri).len() <= uri.len());
        }
    }
}
