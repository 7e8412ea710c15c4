//! The expected signatures do not come from this crate. They are computed with OpenSSL, which the
//! standard library of Python confirms:
//!
//! ```text
//! v3: printf %s "$METHOD$URI$BODY$TIME" | openssl dgst -sha256 -hmac "$SECRET" -binary | base64
//! v2: printf %s "$SECRET$METHOD$URI$BODY" | openssl dgst -sha256
//! v1: printf %s "$SECRET$BODY" | openssl dgst -sha256
//! ```
//!
//! The URI that is signed in v3 is the one whose listed escapes were replaced by hand.

mod law;
mod sign;

use super::*;

const SECRET: &str = "5f0c7a1e-9b1d-4c55-a1f2-3d6c0f9e7b21";
const OLD_SECRET: &str = "0d4b1c9a-6e2f-4a77-8c3e-b5a9d2f1c604";
const URI: &str = "https://hooks.example.com/hubspot";
const BODY: &[u8] = br#"[{"eventId":101,"subscriptionId":7,"portalId":620001,"appId":54321,"occurredAt":1767225600000,"subscriptionType":"contact.propertyChange","attemptNumber":0,"objectId":6001,"propertyName":"email","propertyValue":"ada@example.com","changeSource":"CRM_UI"}]"#;
const MILLIS: u64 = 1_767_225_600_500;
const TIME: &str = "1767225600500";
/// `POST`, `URI`, `BODY` and `TIME`, with `SECRET`.
const V3: &str = "s6wHWwApDSTWU2SNsD4wD2hZ7fJO5XnK87mdEOeZYjE=";
/// The same with `OLD_SECRET`.
const V3_OLD: &str = "HTs1VwPaFwQPZ2Gu04q3RL69J5jjJxpL1mMmh4mGqPM=";
const V2: &str = "d270e3c494882f81aacf47ce6cda51497dd1b6b765831a016bb9d98bb2ee123c";
const V1: &str = "c0c52d5af415e198dd5b1714d63641c5258c7cf93e73c3b9cbeae1942c67124a";
/// Each of the escapes that are decoded, and some of those that are not.
const ESCAPED_URI: &str = "https://hooks.example.com/hubspot?next=%2Fa%3Ab%40c%21%24%27%28%29%2A%2C%3B%3F&keep=%20%25%26%2B%3D%23%7E%5B%C3%A9";
/// Over `...?next=/a:b@c!$'()*,;?&keep=%20%25%26%2B%3D%23%7E%5B%C3%A9`.
const V3_ESCAPED: &str = "zQwMWW2huXTLi6QK43VrQVajbiZURx6v6YXSLNZXmj8=";
/// Over the URI as it is.
const V2_ESCAPED: &str = "8c49f736fc8ff8c41a51782dcc06138cfd87d40fec45fc8dbfd76bce712005f6";

fn verifier() -> WebhookVerifier {
    WebhookVerifier::new(SECRET).unwrap()
}

fn headers(pairs: &[(&'static str, &str)]) -> HeaderMap {
    let mut headers = HeaderMap::new();
    for (name, value) in pairs {
        headers.append(*name, value.parse().unwrap());
    }
    headers
}

fn v3(signature: &str) -> HeaderMap {
    headers(&[(TIMESTAMP, TIME), (SIGNATURE_V3, signature)])
}

fn older(version: &str, signature: &str) -> HeaderMap {
    headers(&[(VERSION, version), (SIGNATURE, signature)])
}

fn at(millis: u64) -> SystemTime {
    SystemTime::UNIX_EPOCH + Duration::from_millis(millis)
}

fn request(headers: &HeaderMap) -> WebhookRequest<'_> {
    WebhookRequest {
        method: "POST",
        uri: URI,
        headers,
        body: BODY,
    }
}

fn check(
    verifier: &WebhookVerifier,
    headers: &HeaderMap,
) -> Result<SignatureVersion, SignatureError> {
    verifier.verify_at(&request(headers), at(MILLIS))
}

#[test]
fn takes_what_hubspot_signs() {
    assert_eq!(check(&verifier(), &v3(V3)), Ok(SignatureVersion::V3));
}

#[test]
fn takes_a_request_without_a_body() {
    let headers = v3("3ECMVi81bMP2WzTbgJMRmkrbCnyEkoqSYO8ybEHiH9M=");
    let request = WebhookRequest {
        method: "GET",
        uri: "https://hooks.example.com/card?portalId=620001",
        headers: &headers,
        body: b"",
    };
    assert!(verifier().verify_at(&request, at(MILLIS)).is_ok());
}

#[test]
fn bodies_are_bytes() {
    let headers = v3("gAgwaVle7cjTVjou/g7gtfgN8pgg6JNA2rYPEMks+JQ=");
    let request = WebhookRequest {
        body: b"\x00\xff\xc3\xa9",
        ..request(&headers)
    };
    assert!(verifier().verify_at(&request, at(MILLIS)).is_ok());
}

#[test]
fn decodes_the_listed_escapes_for_v3_only() {
    let headers = v3(V3_ESCAPED);
    for uri in [
        ESCAPED_URI.to_owned(),
        ESCAPED_URI
            .replace("%2F", "%2f")
            .replace("%3A", ":")
            .replace("%2A", "*"),
    ] {
        let request = WebhookRequest {
            uri: &uri,
            ..request(&headers)
        };
        assert!(verifier().verify_at(&request, at(MILLIS)).is_ok(), "{uri}");
    }
    let headers = older("v2", V2_ESCAPED);
    let request = WebhookRequest {
        uri: ESCAPED_URI,
        ..request(&headers)
    };
    assert!(verifier().allow_v2().verify(&request).is_ok());
}

#[test]
fn takes_several_secrets() {
    let both = verifier().also(OLD_SECRET).unwrap();
    assert!(check(&both, &v3(V3)).is_ok());
    assert!(check(&both, &v3(V3_OLD)).is_ok());
    assert_eq!(
        check(&verifier(), &v3(V3_OLD)),
        Err(SignatureError::Mismatch)
    );
}

#[test]
fn five_minutes_in_either_direction() {
    let headers = v3(V3);
    let request = request(&headers);
    let strict = verifier();
    let lax = verifier().tolerance(Duration::from_secs(3600));
    for (now, expected) in [
        (MILLIS + 300_000, Ok(SignatureVersion::V3)),
        (MILLIS + 300_001, Err(SignatureError::TooOld)),
        (MILLIS - 300_000, Ok(SignatureVersion::V3)),
        (MILLIS - 300_001, Err(SignatureError::InFuture)),
        (0, Err(SignatureError::InFuture)),
    ] {
        assert_eq!(strict.verify_at(&request, at(now)), expected, "{now}");
    }
    assert!(lax.verify_at(&request, at(MILLIS + 3_600_000)).is_ok());
    assert!(lax.verify_at(&request, at(MILLIS + 3_600_001)).is_err());
    // Today is long after.
    assert_eq!(strict.verify(&request), Err(SignatureError::TooOld));
    let before_1970 = SystemTime::UNIX_EPOCH - Duration::from_secs(1);
    assert_eq!(
        strict.verify_at(&request, before_1970),
        Err(SignatureError::InFuture)
    );
}

#[test]
fn odd_times_are_refused() {
    for time in [
        "",
        "-1",
        "+1767225600500",
        "1767225600.5",
        "soon",
        "18446744073709551616",
    ] {
        let headers = headers(&[(TIMESTAMP, time), (SIGNATURE_V3, V3)]);
        assert_eq!(
            check(&verifier(), &headers),
            Err(malformed(TIMESTAMP)),
            "{time}"
        );
    }
    // Beyond what the clock of a system may tell.
    let headers = headers(&[(TIMESTAMP, "18446744073709551615"), (SIGNATURE_V3, V3)]);
    assert_eq!(check(&verifier(), &headers), Err(SignatureError::InFuture));
    // Seconds are not milliseconds.
    let headers = self::headers(&[(TIMESTAMP, "1767225600"), (SIGNATURE_V3, V3)]);
    assert_eq!(check(&verifier(), &headers), Err(SignatureError::TooOld));
}

#[test]
fn odd_headers_are_refused() {
    let missing = |name| Err(SignatureError::MissingHeader { name });
    for (headers, expected) in [
        (headers(&[]), missing(SIGNATURE_V3)),
        (headers(&[(SIGNATURE_V3, V3)]), missing(TIMESTAMP)),
        (headers(&[(TIMESTAMP, TIME)]), missing(SIGNATURE_V3)),
        (v3(""), Err(SignatureError::Mismatch)),
        (v3("not base64"), Err(malformed(SIGNATURE_V3))),
        // Its last character has bits that say nothing.
        (v3(&V3.replace("jE=", "jF=")), Err(malformed(SIGNATURE_V3))),
        (v3(V3.trim_end_matches('=')), Err(malformed(SIGNATURE_V3))),
        // A part of the right one.
        (v3("s6wHWwApDSTWU2SNsD4w"), Err(SignatureError::Mismatch)),
        // The hex form of a hash.
        (v3(V2), Err(SignatureError::Mismatch)),
        (
            headers(&[
                (TIMESTAMP, TIME),
                (SIGNATURE_V3, V3_OLD),
                (SIGNATURE_V3, V3),
            ]),
            Err(malformed(SIGNATURE_V3)),
        ),
        (
            headers(&[(TIMESTAMP, TIME), (TIMESTAMP, TIME), (SIGNATURE_V3, V3)]),
            Err(malformed(TIMESTAMP)),
        ),
    ] {
        assert_eq!(check(&verifier(), &headers), expected, "{headers:?}");
    }
}

#[test]
fn older_signatures_are_taken_where_they_are_allowed() {
    let not = |version| Err(SignatureError::NotAllowed { version });
    let (v1, v2) = (older("v1", V1), older("v2", V2));
    assert_eq!(check(&verifier(), &v1), not(SignatureVersion::V1));
    assert_eq!(check(&verifier(), &v2), not(SignatureVersion::V2));
    assert_eq!(check(&verifier().allow_v1(), &v1), Ok(SignatureVersion::V1));
    assert_eq!(
        check(&verifier().allow_v1(), &v2),
        not(SignatureVersion::V2)
    );
    assert_eq!(check(&verifier().allow_v2(), &v2), Ok(SignatureVersion::V2));
    assert_eq!(
        check(&verifier().allow_v2(), &v1),
        not(SignatureVersion::V1)
    );
    // They hold for any time, and upper-case digits are as good.
    let both = verifier().allow_v1().allow_v2();
    let upper = older("v2", &V2.to_uppercase());
    assert!(both.verify(&request(&upper)).is_ok());
}

#[test]
fn an_older_signature_is_no_way_around_v3() {
    let both = verifier().allow_v1().allow_v2();
    for (version, signature) in [("v1", V1), ("v2", V2)] {
        let mut headers = older(version, signature);
        headers.extend(v3(V3_OLD));
        assert_eq!(check(&both, &headers), Err(SignatureError::Mismatch));
        assert_eq!(both.verify(&request(&headers)), Err(SignatureError::TooOld));
    }
    // HubSpot sends both for webhooks.
    let mut headers = older("v1", V1);
    headers.extend(v3(V3));
    assert_eq!(check(&verifier(), &headers), Ok(SignatureVersion::V3));
}

#[test]
fn odd_older_signatures_are_refused() {
    let both = verifier().allow_v1().allow_v2();
    for (headers, expected) in [
        (
            headers(&[(SIGNATURE, V1)]),
            SignatureError::MissingHeader { name: VERSION },
        ),
        (
            older("v3", V3),
            SignatureError::MissingHeader { name: SIGNATURE_V3 },
        ),
        (older("v9", V1), malformed(VERSION)),
        (older("v1", ""), malformed(SIGNATURE)),
        (older("v1", &V1[..62]), malformed(SIGNATURE)),
        (older("v1", &V1.replace('c', "x")), malformed(SIGNATURE)),
        (older("v1", V2), SignatureError::Mismatch),
        (older("v2", V1), SignatureError::Mismatch),
    ] {
        assert_eq!(check(&both, &headers), Err(expected), "{headers:?}");
    }
}

#[test]
fn odd_secrets_are_refused() {
    for secret in ["", " ", "\n", "secret\n", " secret"] {
        assert!(WebhookVerifier::new(secret).is_err(), "{secret:?}");
        let error = verifier().also(secret).unwrap_err();
        assert!(!error.to_string().contains("secret\n"), "{error}");
    }
}

#[test]
fn nothing_is_given_away() {
    let verifier = verifier().also(OLD_SECRET).unwrap();
    let headers = v3(V3_OLD);
    let shown = format!("{verifier:?} {:?}", request(&headers));
    assert_eq!(
        shown,
        "WebhookVerifier { secrets: 2 of ***, tolerance: 300s, allow_v1: false, allow_v2: false } \
         WebhookRequest { method: \"POST\", .. }"
    );
    let error = SignatureError::NotAllowed {
        version: SignatureVersion::V1,
    };
    assert_eq!(
        error.to_string(),
        "the request has a signature v1 only, which is not allowed"
    );
}
