//! Faults that a request asks for itself, so that programs in any language can have them.

use std::time::Duration;

use http::StatusCode;

use super::Fault;
use crate::limits::RateLimitPolicy;
use crate::request::ReceivedRequest;

/// The header that says what goes wrong.
const FAULT: &str = "x-mock-fault";
/// The header that says by how many milliseconds the answer is later.
const LATENCY: &str = "x-mock-latency";

/// The fault that the headers of a request ask for, or what is wrong with them.
pub(crate) fn of_headers(request: &ReceivedRequest) -> Result<Option<Fault>, String> {
    let fault = request.header(FAULT).map(parse).transpose()?;
    let Some(latency) = request.header(LATENCY) else {
        return Ok(fault);
    };
    let latency = latency.trim().parse().map_err(|_| {
        format!("`{LATENCY}` is a number of milliseconds such as 250, not `{latency}`")
    })?;
    let latency = Duration::from_millis(latency);
    Ok(Some(match fault {
        Some(fault) => fault.after(latency),
        None => Fault::slow(latency),
    }))
}

/// Reads a kind of fault and, behind it, what else there is to it: `477 retry-after=30`.
pub(crate) fn parse(text: &str) -> Result<Fault, String> {
    let mut words = text.split_ascii_whitespace();
    let kind = words.next().unwrap_or_default();
    let (name, value) = kind.split_once('=').unwrap_or((kind, ""));
    let fault = match name {
        "close" => Some(Fault::closed()),
        "truncate" => value.parse().ok().map(Fault::truncated),
        "rate-limit" => policy(value).map(Fault::rate_limit),
        "expired-token" => Some(Fault::expired_token()),
        status => status
            .parse()
            .ok()
            .filter(|status| StatusCode::from_u16(*status).is_ok())
            .map(Fault::status),
    };
    let mut fault = fault.ok_or_else(|| {
        format!(
            "a fault is a status, `close`, `truncate=BYTES`, `rate-limit=ten-secondly` (`secondly`, `daily`), \
             or `expired-token`, not `{kind}`"
        )
    })?;
    for word in words {
        fault = match word.split_once('=').unwrap_or((word, "")) {
            ("html", "") => fault.html(),
            ("processed", "") => fault.processed(),
            ("retry-after", seconds) if seconds.parse::<u32>().is_ok() => {
                fault.header("retry-after", seconds)
            }
            _ => {
                return Err(format!(
                    "behind a fault there are `html`, `processed`, or `retry-after=SECONDS`, not `{word}`"
                ));
            }
        };
    }
    Ok(fault)
}

fn policy(name: &str) -> Option<RateLimitPolicy> {
    match name {
        "ten-secondly" => Some(RateLimitPolicy::TenSecondly),
        "secondly" => Some(RateLimitPolicy::Secondly),
        "daily" => Some(RateLimitPolicy::Daily),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_can_be_asked_for() {
        for text in [
            "503",
            "502 html",
            "477 retry-after=30",
            " 423  processed ",
            "close processed",
            "truncate=10",
            "rate-limit=daily",
            "expired-token",
        ] {
            assert!(parse(text).is_ok(), "{text}");
        }
        for text in [
            "",
            "50",
            "wish",
            "truncate",
            "truncate=-1",
            "rate-limit=yearly",
            "503 json",
            "503 retry-after=\u{e9}",
        ] {
            assert!(parse(text).is_err(), "{text}");
        }
    }
}
