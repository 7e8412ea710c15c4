//! A webhook: whether HubSpot has sent a request, and what it says.
//!
//! It reads a request as it came over the wire from the standard input:
//!
//! ```text
//! export HUBSPOT_CLIENT_SECRET=… HUBSPOT_WEBHOOK_URI=https://hooks.example.com/hubspot
//! cargo run --example webhooks < request.txt
//! ```

use std::error::Error;
use std::io::Read as _;

use hubspot_crm_gen::webhooks::{WebhookEventKind, WebhookRequest, WebhookVerifier, parse_events};
use hubspot_crm_gen::{HeaderMap, HeaderName, HeaderValue};

fn main() -> Result<(), Box<dyn Error>> {
    // Both in the time in which a secret changes: `.also(old_secret)?`.
    let verifier = WebhookVerifier::new(std::env::var("HUBSPOT_CLIENT_SECRET")?)?;
    // The address that the app gave to HubSpot; a server behind a proxy sees another one.
    let uri = std::env::var("HUBSPOT_WEBHOOK_URI")?;
    let mut request = Vec::new();
    std::io::stdin().read_to_end(&mut request)?;
    for line in run(&verifier, &uri, &request)? {
        println!("{line}");
    }
    Ok(())
}

/// Handles a request: what a server does, whatever it is made with.
pub(crate) fn run(
    verifier: &WebhookVerifier,
    uri: &str,
    request: &[u8],
) -> Result<Vec<String>, Box<dyn Error>> {
    let (method, headers, body) = parts(request).ok_or("this is no request of HTTP")?;

    // First whether it is HubSpot that speaks: without that, nothing in the body counts.
    verifier.verify(&WebhookRequest {
        method: &method,
        uri,
        headers: &headers,
        body,
    })?;

    let mut lines = Vec::new();
    for event in parse_events(body)? {
        let (what, id) = (event.object_type(), &event.object_id);
        lines.push(match event.kind() {
            WebhookEventKind::Creation => format!("{what} {id} is new"),
            WebhookEventKind::PropertyChange { name, value, .. } => match value {
                Some(value) => format!("{what} {id} has {name} {value}"),
                None => format!("{what} {id} has no {name}"),
            },
            WebhookEventKind::Deletion | WebhookEventKind::PrivacyDeletion => {
                format!("{what} {id} is gone")
            }
            WebhookEventKind::Merge {
                merged_ids,
                result_id,
                ..
            } => format!("{what} {} became {result_id}", merged_ids.join(", ")),
            WebhookEventKind::AssociationChange {
                from_id,
                to_id,
                removed,
                ..
            } => {
                let link = if removed { "left" } else { "met" };
                format!("{what} {from_id} {link} {to_id}")
            }
            // HubSpot adds kinds; those that nobody asked for do no harm.
            _ => format!("{what} {id}: {}", event.subscription_type),
        });
    }
    Ok(lines)
}

/// Method, headers and body of a request. A web framework has these at hand; it must not have parsed
/// the body, since only the bytes that came are signed.
fn parts(request: &[u8]) -> Option<(String, HeaderMap, &[u8])> {
    let end = request.windows(4).position(|bytes| bytes == b"\r\n\r\n")?;
    let mut lines = str::from_utf8(&request[..end]).ok()?.split("\r\n");
    let method = lines.next()?.split(' ').next()?.to_owned();
    let mut headers = HeaderMap::new();
    for line in lines {
        let (name, value) = line.split_once(':')?;
        headers.append(
            name.parse::<HeaderName>().ok()?,
            value.trim().parse::<HeaderValue>().ok()?,
        );
    }
    Some((method, headers, &request[end + 4..]))
}
