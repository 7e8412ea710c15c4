//! What is wrong with a signature, and which ones there are.

use std::fmt;

/// A way in which HubSpot signs requests.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum SignatureVersion {
    /// A hash of secret and body. Says nothing of when, where or how the request was sent.
    V1,
    /// A hash of secret, method, URI and body. Says nothing of when the request was sent.
    V2,
    /// A keyed hash of method, URI, body and time.
    V3,
}

impl fmt::Display for SignatureVersion {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::V1 => "v1",
            Self::V2 => "v2",
            Self::V3 => "v3",
        })
    }
}

/// Why a request does not pass for one of HubSpot's.
///
/// It shows neither a secret nor anything of the request, so it may be logged. Don't tell the
/// sender more than 401: who forges requests has no use for the reason.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum SignatureError {
    /// The request lacks a header that HubSpot sends.
    #[error("the request has no header `{name}`")]
    MissingHeader {
        /// The name of the header.
        name: &'static str,
    },
    /// A header is there twice, or does not have the form that HubSpot gives it.
    #[error("the header `{name}` of the request is malformed")]
    MalformedHeader {
        /// The name of the header.
        name: &'static str,
    },
    /// The request has an older signature only, and the verifier does not take it.
    #[error("the request has a signature {version} only, which is not allowed")]
    NotAllowed {
        /// What the request claims to be signed with.
        version: SignatureVersion,
    },
    /// The request was sent longer ago than is tolerated: it is late, or sent a second time by
    /// somebody else.
    #[error("the request is too old")]
    TooOld,
    /// The request was sent later than now, and by more than is tolerated: one of the clocks is
    /// wrong.
    #[error("the request comes from the future")]
    InFuture,
    /// The signature is not that of this request under any of the secrets. Another secret, another
    /// URI than HubSpot called, or a body that is not byte for byte what came are the usual
    /// reasons.
    #[error("the signature of the request is wrong")]
    Mismatch,
}
