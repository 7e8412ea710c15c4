//! What is signed here, which has to be what HubSpot signs.

use proptest::prelude::*;

use super::*;

#[test]
fn signatures_are_those_of_hubspot() {
    let signed = verifier().sign("POST", URI, BODY, at(MILLIS));
    assert_eq!(signed, v3(V3));
    assert!(!format!("{signed:?}").contains(V3));
    let both = verifier().also(OLD_SECRET).unwrap();
    assert_eq!(both.sign("POST", URI, BODY, at(MILLIS)), v3(V3));
    let old = WebhookVerifier::new(OLD_SECRET).unwrap();
    assert_eq!(old.sign("POST", URI, BODY, at(MILLIS)), v3(V3_OLD));
}

proptest! {
    #[test]
    fn what_is_signed_is_taken(
        secret in "[!-~]{1,40}",
        method in "GET|POST|PUT|PATCH|DELETE",
        uri in "https://[a-z]{1,9}(/[a-z%2F3A]{0,6}){0,3}(\\?[ -~]{0,20})?",
        body in proptest::collection::vec(any::<u8>(), 0..100),
        millis in 0_u64..4_000_000_000_000,
        other in any::<u8>(),
    ) {
        let verifier = WebhookVerifier::new(secret).unwrap();
        let headers = verifier.sign(&method, &uri, &body, at(millis));
        let mut request = WebhookRequest { method: &method, uri: &uri, headers: &headers, body: &body };
        prop_assert_eq!(verifier.verify_at(&request, at(millis)), Ok(SignatureVersion::V3));
        let longer = [&body[..], &[other]].concat();
        request.body = &longer;
        prop_assert_eq!(verifier.verify_at(&request, at(millis)), Err(SignatureError::Mismatch));
        request.body = &body;
        let later = at(millis) + Duration::from_secs(301);
        prop_assert_eq!(verifier.verify_at(&request, later), Err(SignatureError::TooOld));
    }
}
