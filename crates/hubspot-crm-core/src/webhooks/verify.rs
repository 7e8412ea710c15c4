//! Whether HubSpot has sent a request.

use std::fmt;
use std::time::{Duration, SystemTime};

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use hmac::digest::CtOutput;
use hmac::{Hmac, KeyInit, Mac};
use http::HeaderMap;
use sha2::{Digest, Sha256};

use super::signature::{SignatureError, SignatureVersion};
use super::uri;
use crate::error::ConfigError;

pub(super) const SIGNATURE_V3: &str = "X-HubSpot-Signature-v3";
pub(super) const TIMESTAMP: &str = "X-HubSpot-Request-Timestamp";
const SIGNATURE: &str = "X-HubSpot-Signature";
const VERSION: &str = "X-HubSpot-Signature-Version";

/// A request that a server has received, as HubSpot has sent it.
#[derive(Clone, Copy)]
pub struct WebhookRequest<'a> {
    /// The method, such as `POST`.
    pub method: &'a str,
    /// The whole URI that HubSpot called, with scheme, host, path and query:
    /// `https://hooks.example.com/hubspot?source=crm`.
    ///
    /// A server does not see it: a request names path and query only, and a proxy in front may have
    /// changed scheme, host and path. Put the address that you gave to HubSpot in front of what a
    /// proxy leaves alone, such as the query. Don't take it from headers like `Host` or
    /// `X-Forwarded-Host`, which the sender writes. Escapes stay as they came: the verifier decodes
    /// those that HubSpot does.
    pub uri: &'a str,
    /// All headers.
    pub headers: &'a HeaderMap,
    /// The body, byte for byte as it came: parsed and written again, it is not the same.
    pub body: &'a [u8],
}

/// Shows the method only: the rest is personal data.
impl fmt::Debug for WebhookRequest<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("WebhookRequest")
            .field("method", &self.method)
            .finish_non_exhaustive()
    }
}

/// Checks by their signatures whether requests come from HubSpot.
///
/// It takes signatures v3, which hold for a method, a URI, a body and a time: at most five minutes
/// ago, or ahead, where nothing else is said. Older ones are taken only if they are allowed, and
/// never for a request that has a v3 as well: that one decides.
///
/// ```
/// # extern crate hubspot_crm_core as hubspot_crm_gen;
/// use std::time::{Duration, SystemTime};
///
/// use hubspot_crm_gen::HeaderMap;
/// use hubspot_crm_gen::webhooks::{SignatureError, WebhookRequest, WebhookVerifier};
///
/// let verifier = WebhookVerifier::new("5f0c7a1e-9b1d-4c55-a1f2-3d6c0f9e7b21")?;
///
/// let mut headers = HeaderMap::new();
/// headers.insert("X-HubSpot-Request-Timestamp", "1767225600500".parse()?);
/// headers.insert(
///     "X-HubSpot-Signature-v3",
///     "3ECMVi81bMP2WzTbgJMRmkrbCnyEkoqSYO8ybEHiH9M=".parse()?,
/// );
/// let request = WebhookRequest {
///     method: "GET",
///     uri: "https://hooks.example.com/card?portalId=620001",
///     headers: &headers,
///     body: b"",
/// };
///
/// // That was on New Year's Day of 2026.
/// assert_eq!(verifier.verify(&request), Err(SignatureError::TooOld));
/// let then = SystemTime::UNIX_EPOCH + Duration::from_secs(1_767_225_601);
/// assert!(verifier.verify_at(&request, then).is_ok());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone)]
pub struct WebhookVerifier {
    secrets: Vec<Secret>,
    tolerance: Duration,
    v1: bool,
    v2: bool,
}

impl WebhookVerifier {
    /// Takes what is signed with this client secret, which HubSpot shows in the settings of the
    /// app.
    ///
    /// # Errors
    /// If the secret is empty, which would take what anybody signs, or has blanks around it.
    pub fn new(client_secret: impl Into<String>) -> Result<Self, ConfigError> {
        Ok(Self {
            secrets: vec![Secret::new(client_secret.into())?],
            tolerance: Duration::from_secs(5 * 60),
            v1: false,
            v2: false,
        })
    }

    /// Takes what is signed with another client secret as well: both the old and the new one while
    /// they change, or those of several apps.
    ///
    /// # Errors
    /// As [`new`](Self::new).
    pub fn also(mut self, client_secret: impl Into<String>) -> Result<Self, ConfigError> {
        self.secrets.push(Secret::new(client_secret.into())?);
        Ok(self)
    }

    /// How far the time of a request with a signature v3 may be from now, in the past and in the
    /// future. Without it, five minutes.
    #[must_use]
    pub fn tolerance(mut self, tolerance: Duration) -> Self {
        self.tolerance = tolerance;
        self
    }

    /// Takes requests that have a signature v2 and no v3.
    ///
    /// Such a request can be sent again at any later time by whoever gets hold of it. Its hash also
    /// lets that person append bytes to the body, though not such that the body stays JSON.
    #[must_use]
    pub fn allow_v2(mut self) -> Self {
        self.v2 = true;
        self
    }

    /// Takes requests that have a signature v1 and no v3.
    ///
    /// It has the weaknesses of v2, and holds for any method and URI.
    #[must_use]
    pub fn allow_v1(mut self) -> Self {
        self.v1 = true;
        self
    }

    /// Says how the request is signed, or why it does not pass for one of HubSpot's.
    ///
    /// The time that it takes tells nothing of the signature that is due.
    ///
    /// # Errors
    /// If the request must not be trusted.
    pub fn verify(&self, request: &WebhookRequest<'_>) -> Result<SignatureVersion, SignatureError> {
        self.verify_at(request, SystemTime::now())
    }

    /// As [`verify`](Self::verify), for another time than now: in tests, or for requests that
    /// were stored with the time at which they came.
    ///
    /// # Errors
    /// If the request must not be trusted.
    pub fn verify_at(
        &self,
        request: &WebhookRequest<'_>,
        now: SystemTime,
    ) -> Result<SignatureVersion, SignatureError> {
        match header(request.headers, SIGNATURE_V3)? {
            Some(signature) => self.verify_v3(request, signature, now),
            None => self.verify_older(request),
        }
    }

    fn verify_v3(
        &self,
        request: &WebhookRequest<'_>,
        signature: &str,
        now: SystemTime,
    ) -> Result<SignatureVersion, SignatureError> {
        let timestamp = required(request.headers, TIMESTAMP)?;
        self.check_time(timestamp, now)?;
        let signature = BASE64_STANDARD
            .decode(signature)
            .map_err(|_| malformed(SIGNATURE_V3))?;
        let uri = uri::decode(request.uri);
        let parts = [
            request.method.as_bytes(),
            uri.as_bytes(),
            request.body,
            timestamp.as_bytes(),
        ];
        self.any(|secret| secret.v3(&parts).verify_slice(&signature).is_ok())?;
        Ok(SignatureVersion::V3)
    }

    /// The signature v3 of a request, by the first secret.
    pub(super) fn signature_v3(
        &self,
        method: &str,
        uri: &str,
        body: &[u8],
        timestamp: &str,
    ) -> String {
        let uri = uri::decode(uri);
        let parts = [
            method.as_bytes(),
            uri.as_bytes(),
            body,
            timestamp.as_bytes(),
        ];
        let signature = self.secrets.first().map(|secret| secret.v3(&parts));
        let bytes = signature.map(|signature| signature.finalize().into_bytes());
        bytes.map_or_else(String::new, |bytes| BASE64_STANDARD.encode(bytes))
    }

    fn verify_older(
        &self,
        request: &WebhookRequest<'_>,
    ) -> Result<SignatureVersion, SignatureError> {
        let no_v3 = SignatureError::MissingHeader { name: SIGNATURE_V3 };
        let signature = header(request.headers, SIGNATURE)?.ok_or(no_v3)?;
        let (version, is_allowed) = match required(request.headers, VERSION)? {
            "v1" => (SignatureVersion::V1, self.v1),
            "v2" => (SignatureVersion::V2, self.v2),
            "v3" => return Err(no_v3),
            _ => return Err(malformed(VERSION)),
        };
        if !is_allowed {
            return Err(SignatureError::NotAllowed { version });
        }
        let signature = read_hex(signature).ok_or(malformed(SIGNATURE))?;
        let all = [
            request.method.as_bytes(),
            request.uri.as_bytes(),
            request.body,
        ];
        let parts = match version {
            SignatureVersion::V1 => &all[2..],
            _ => &all,
        };
        self.any(|secret| secret.hashes(parts, signature))?;
        Ok(version)
    }

    fn check_time(&self, timestamp: &str, now: SystemTime) -> Result<(), SignatureError> {
        // `parse` alone would take a sign.
        let millis: u64 = Some(timestamp)
            .filter(|text| text.bytes().all(|byte| byte.is_ascii_digit()))
            .and_then(|text| text.parse().ok())
            .ok_or(malformed(TIMESTAMP))?;
        // A time beyond what the system can tell is in the future of any clock.
        let sent = SystemTime::UNIX_EPOCH
            .checked_add(Duration::from_millis(millis))
            .ok_or(SignatureError::InFuture)?;
        match now.duration_since(sent) {
            Ok(age) if age > self.tolerance => Err(SignatureError::TooOld),
            Err(ahead) if ahead.duration() > self.tolerance => Err(SignatureError::InFuture),
            _ => Ok(()),
        }
    }

    /// Whether it holds for any of the secrets. All are tried, so that the time does not tell which
    /// one it was.
    fn any(&self, holds: impl Fn(&Secret) -> bool) -> Result<(), SignatureError> {
        let found = self
            .secrets
            .iter()
            .fold(false, |found, secret| found | holds(secret));
        found.then_some(()).ok_or(SignatureError::Mismatch)
    }
}

/// Shows the settings without the secrets.
impl fmt::Debug for WebhookVerifier {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("WebhookVerifier")
            .field("secrets", &format_args!("{} of ***", self.secrets.len()))
            .field("tolerance", &self.tolerance)
            .field("allow_v1", &self.v1)
            .field("allow_v2", &self.v2)
            .finish()
    }
}

/// A client secret, in the forms in which signatures start.
#[derive(Clone)]
struct Secret {
    keyed: Hmac<Sha256>,
    hashed: Sha256,
}

impl Secret {
    fn new(text: String) -> Result<Self, ConfigError> {
        if text.trim().is_empty() {
            return Err(ConfigError::new("the client secret is empty"));
        }
        if text.trim() != text {
            return Err(ConfigError::new("the client secret has blanks around it"));
        }
        let keyed = Hmac::new_from_slice(text.as_bytes())
            .map_err(|error| ConfigError::caused_by("the client secret is no key", error))?;
        Ok(Self {
            keyed,
            hashed: Sha256::new_with_prefix(text),
        })
    }

    fn v3(&self, parts: &[&[u8]]) -> Hmac<Sha256> {
        let mut keyed = self.keyed.clone();
        for part in parts {
            keyed.update(part);
        }
        keyed
    }

    fn hashes(&self, parts: &[&[u8]], signature: [u8; 32]) -> bool {
        let mut hashed = self.hashed.clone();
        for part in parts {
            Digest::update(&mut hashed, part);
        }
        // The comparison of `CtOutput` takes the same time for all values.
        CtOutput::<Sha256>::new(hashed.finalize()) == CtOutput::new(signature.into())
    }
}

fn malformed(name: &'static str) -> SignatureError {
    SignatureError::MalformedHeader { name }
}

/// The value of a header, which may be there once.
fn header<'a>(
    headers: &'a HeaderMap,
    name: &'static str,
) -> Result<Option<&'a str>, SignatureError> {
    let mut values = headers.get_all(name).iter();
    let Some(value) = values.next() else {
        return Ok(None);
    };
    if values.next().is_some() {
        return Err(malformed(name));
    }
    value.to_str().map(Some).map_err(|_| malformed(name))
}

fn required<'a>(headers: &'a HeaderMap, name: &'static str) -> Result<&'a str, SignatureError> {
    header(headers, name)?.ok_or(SignatureError::MissingHeader { name })
}

/// The 32 bytes that 64 hex digits stand for.
fn read_hex(text: &str) -> Option<[u8; 32]> {
    let mut bytes = [0; 32];
    if text.len() != 2 * bytes.len() {
        return None;
    }
    for (byte, digits) in bytes.iter_mut().zip(text.as_bytes().chunks_exact(2)) {
        let [high, low] = [digits[0], digits[1]].map(|digit| char::from(digit).to_digit(16));
        *byte = u8::try_from(high? * 16 + low?).ok()?;
    }
    Some(bytes)
}

#[cfg(test)]
mod tests;
