//! Requests signed as HubSpot signs them.

use std::time::SystemTime;

use http::{HeaderMap, HeaderValue};

use super::verify::{SIGNATURE_V3, TIMESTAMP, WebhookVerifier};

impl WebhookVerifier {
    /// The headers with which HubSpot would send this request: a signature v3 and its time, for
    /// tests of an endpoint. Of several secrets it is the first that signs.
    ///
    /// The URI is the whole one, as in [`WebhookRequest::uri`](super::WebhookRequest::uri). The time
    /// is cut to milliseconds; one before 1970 counts as its start.
    ///
    /// ```
    /// # extern crate hubspot_crm_core as hubspot_crm_gen;
    /// use std::time::SystemTime;
    ///
    /// use hubspot_crm_gen::webhooks::{WebhookRequest, WebhookVerifier};
    ///
    /// let verifier = WebhookVerifier::new("a secret for tests")?;
    /// let (method, uri, body) = ("POST", "https://hooks.example.com/hubspot", b"[]");
    /// let headers = verifier.sign(method, uri, body, SystemTime::now());
    /// let request = WebhookRequest { method, uri, headers: &headers, body };
    /// assert!(verifier.verify(&request).is_ok());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn sign(&self, method: &str, uri: &str, body: &[u8], time: SystemTime) -> HeaderMap {
        let age = time.duration_since(SystemTime::UNIX_EPOCH);
        let millis = age.unwrap_or_default().as_millis();
        let timestamp = u64::try_from(millis).unwrap_or(u64::MAX);
        let signature = self.signature_v3(method, uri, body, &timestamp.to_string());
        let mut headers = HeaderMap::new();
        headers.insert(TIMESTAMP, HeaderValue::from(timestamp));
        // Base64 can always stand in a header.
        if let Ok(mut signature) = HeaderValue::try_from(signature) {
            signature.set_sensitive(true);
            headers.insert(SIGNATURE_V3, signature);
        }
        headers
    }
}
