//! What is signed is taken, and nothing else.

use proptest::prelude::*;
use proptest::sample::Index;

use super::*;

/// What is signed, in five parts.
#[derive(Debug, Clone)]
struct Parts([Vec<u8>; 5]);

impl Parts {
    /// In which part of a verification each goes: method, URI, body, time and secret.
    fn verify(&self, version: SignatureVersion, signature: &str) -> Option<bool> {
        let [method, uri, body, time, secret] = &self.0;
        let [method, uri, time, secret] =
            [method, uri, time, secret].map(|part| str::from_utf8(part));
        let verifier = WebhookVerifier::new(secret.ok()?)
            .ok()?
            .tolerance(Duration::MAX)
            .allow_v1()
            .allow_v2();
        let mut headers = HeaderMap::new();
        match version {
            SignatureVersion::V3 => {
                headers.insert(TIMESTAMP, time.ok()?.parse().ok()?);
                headers.insert(SIGNATURE_V3, signature.parse().ok()?);
            }
            older => {
                headers.insert(VERSION, older.to_string().parse().ok()?);
                headers.insert(SIGNATURE, signature.parse().ok()?);
            }
        }
        let request = WebhookRequest {
            method: method.ok()?,
            uri: uri.ok()?,
            headers: &headers,
            body,
        };
        Some(verifier.verify_at(&request, at(MILLIS)).is_ok())
    }

    /// As HubSpot does it. That it is right is shown by the fixed values of the other tests.
    fn sign(&self, version: SignatureVersion) -> String {
        let [method, uri, body, time, secret] = &self.0;
        let hex = |bytes: &[u8]| bytes.iter().map(|byte| format!("{byte:02x}")).collect();
        match version {
            SignatureVersion::V3 => {
                let mut keyed = Hmac::<Sha256>::new_from_slice(secret).unwrap();
                keyed.update(&[&**method, uri, body, time].concat());
                BASE64_STANDARD.encode(keyed.finalize().into_bytes())
            }
            SignatureVersion::V2 => {
                hex(&Sha256::digest([&**secret, method, uri, body].concat())[..])
            }
            SignatureVersion::V1 => hex(&Sha256::digest([&**secret, body].concat())[..]),
        }
    }
}

fn any_parts() -> impl Strategy<Value = Parts> {
    // Without escapes, of which there may be two forms.
    (
        "[A-Z]{3,6}",
        "https://[a-z.]{1,12}/[!-$&-~]{0,20}",
        any::<Vec<u8>>(),
        "[0-9]{1,13}",
        "[!-~]{1,40}",
    )
        .prop_map(|(method, uri, body, time, secret)| {
            Parts([method.into(), uri.into(), body, time.into(), secret.into()])
        })
}

proptest! {
    #[test]
    fn what_is_signed_is_taken(parts in any_parts()) {
        for version in [SignatureVersion::V1, SignatureVersion::V2, SignatureVersion::V3] {
            prop_assert_eq!(parts.verify(version, &parts.sign(version)), Some(true));
        }
    }

    #[test]
    fn any_other_byte_is_refused(
        parts in any_parts(), which in 0..5_usize, place in any::<Index>(), byte in any::<u8>(), change in 0..3,
    ) {
        let mut other = parts.clone();
        let part = &mut other.0[which];
        match change {
            0 if !part.is_empty() => {
                let place = place.index(part.len());
                prop_assume!(part[place] != byte);
                part[place] = byte;
            }
            1 if !part.is_empty() => {
                part.remove(place.index(part.len()));
            }
            _ => part.insert(place.index(part.len() + 1), byte),
        }
        prop_assume!(parts.0 != other.0);
        for (version, signed) in [
            (SignatureVersion::V3, &[0, 1, 2, 3, 4][..]),
            (SignatureVersion::V2, &[0, 1, 2, 4]),
            (SignatureVersion::V1, &[2, 4]),
        ] {
            // There is no such request, such as one whose method is no text, or no such secret.
            let Some(taken) = other.verify(version, &parts.sign(version)) else { continue };
            prop_assert_eq!(taken, !signed.contains(&which), "{}", version);
        }
    }

    #[test]
    fn other_signatures_are_refused(signature in "[ -~]{0,70}") {
        prop_assume!(signature != V3);
        prop_assert!(check(&verifier(), &v3(&signature)).is_err());
    }
}
