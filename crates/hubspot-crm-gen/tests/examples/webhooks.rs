//! The signatures are computed beforehand, by OpenSSL, so the time is theirs: `openssl dgst -sha256 -hmac SECRET -binary | base64`.

use std::time::Duration;

use hubspot_crm_gen::webhooks::{SignatureError, WebhookVerifier};

#[path = "../../examples/webhooks.rs"]
mod example;

const SECRET: &str = "5f0c7a1e-9b1d-4c55-a1f2-3d6c0f9e7b21";
const URI: &str = "https://hooks.example.com/hubspot";
const BODY: &str = concat!(
    r#"[{"subscriptionType":"contact.creation","objectId":6001,"changeFlag":"NEW"},"#,
    r#"{"subscriptionType":"contact.propertyChange","objectId":6001,"propertyName":"city","propertyValue":"London"},"#,
    r#"{"subscriptionType":"contact.propertyChange","objectId":6001,"propertyName":"fax","propertyValue":""},"#,
    r#"{"subscriptionType":"contact.privacyDeletion","objectId":6002},"#,
    r#"{"subscriptionType":"company.merge","primaryObjectId":1,"mergedObjectIds":[2,3],"newObjectId":4},"#,
    r#"{"subscriptionType":"deal.associationChange","fromObjectId":9001,"toObjectId":6001,"associationRemoved":true},"#,
    r#"{"subscriptionType":"event.completed","objectId":7}]"#,
);
/// Of `POST`, `URI`, `BODY` and 1767225600500.
const SIGNATURE: &str = "UsNXHzrSQYRx/k50AMOCV87CnFeuSD8BxziqgubJPfU=";

fn request(signature: &str, body: &str) -> String {
    format!(
        "POST /hubspot HTTP/1.1\r\nHost: 10.0.0.7:8080\r\nContent-Type: application/json\r\n\
         X-HubSpot-Request-Timestamp: 1767225600500\r\nX-HubSpot-Signature-v3: {signature}\r\n\
         X-HubSpot-Signature-Version: v1\r\nX-HubSpot-Signature: 0123\r\n\r\n{body}"
    )
}

/// Takes the age of the request, which is some years by now.
fn verifier() -> WebhookVerifier {
    WebhookVerifier::new(SECRET)
        .expect("it is right")
        .tolerance(Duration::MAX)
}

#[test]
fn says_what_happened() {
    let lines =
        example::run(&verifier(), URI, request(SIGNATURE, BODY).as_bytes()).expect("it is right");
    assert_eq!(
        lines,
        [
            "contact 6001 is new",
            "contact 6001 has city London",
            "contact 6001 has no fax",
            "contact 6002 is gone",
            "company 2, 3 became 4",
            "deal 9001 left 6001",
            "event 7: event.completed",
        ]
    );
}

#[test]
fn takes_nothing_that_hubspot_has_not_sent() {
    let genuine = request(SIGNATURE, BODY);
    let forged = request(SIGNATURE, &BODY.replace("London", "Lyon"));
    let strict = WebhookVerifier::new(SECRET).expect("it is right");
    for (verifier, uri, request, expected) in [
        (verifier(), URI, &forged, SignatureError::Mismatch),
        (
            verifier(),
            "http://10.0.0.7:8080/hubspot",
            &genuine,
            SignatureError::Mismatch,
        ),
        (strict, URI, &genuine, SignatureError::TooOld),
    ] {
        let error = example::run(&verifier, uri, request.as_bytes()).unwrap_err();
        assert_eq!(error.downcast_ref(), Some(&expected), "{uri}");
    }
}
