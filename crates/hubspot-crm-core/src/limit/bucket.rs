//! Which limit counts an operation.

use crate::info::{Method, OperationInfo};

/// The rate limit that counts an operation. See [`OperationInfo::rate_limit_bucket`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum RateLimitBucket {
    /// The limit of requests in ten seconds, which counts most operations. A private app has one
    /// of its own; an OAuth app has one in each account.
    TenSecondly,
    /// The limit of searches in a second. All apps of an account share it.
    Search,
    /// No limit that this client knows, as for associations.
    Exempt,
}

impl OperationInfo {
    /// The rate limit that counts this operation.
    ///
    /// It follows from the limits that do not count it: what is outside the ten-second limit is a
    /// search if it is a `POST` whose path ends in `/search`, and has no known limit otherwise. A
    /// search that the ten-second limit counts, such as that of lists, is an operation like
    /// others.
    ///
    /// ```
    /// # extern crate hubspot_crm_core as hubspot_crm_gen;
    /// use hubspot_crm_gen::{Method, OperationInfo, RateLimitBucket};
    ///
    /// const SEARCH: OperationInfo =
    ///     OperationInfo::new("companies.search", Method::Post, "/crm/v3/objects/companies/search")
    ///         .rate_limit_exempt(&["ten-secondly"]);
    /// assert_eq!(SEARCH.rate_limit_bucket(), RateLimitBucket::Search);
    ///
    /// const LISTS: OperationInfo =
    ///     OperationInfo::new("lists.search", Method::Post, "/crm/v3/lists/search");
    /// assert_eq!(LISTS.rate_limit_bucket(), RateLimitBucket::TenSecondly);
    /// ```
    pub const fn rate_limit_bucket(&self) -> RateLimitBucket {
        if !names_ten_secondly(self.rate_limit_exemptions()) {
            RateLimitBucket::TenSecondly
        } else if matches!(self.method(), Method::Post) && ends_with(self.path(), "/search") {
            RateLimitBucket::Search
        } else {
            RateLimitBucket::Exempt
        }
    }
}

const fn names_ten_secondly(limits: &[&str]) -> bool {
    const NAME: &str = "ten-secondly";
    let mut index = 0;
    while index < limits.len() {
        if limits[index].len() == NAME.len() && ends_with(limits[index], NAME) {
            return true;
        }
        index += 1;
    }
    false
}

const fn ends_with(text: &str, end: &str) -> bool {
    let (text, end) = (text.as_bytes(), end.as_bytes());
    if text.len() < end.len() {
        return false;
    }
    let start = text.len() - end.len();
    let mut index = 0;
    while index < end.len() {
        if text[start + index] != end[index] {
            return false;
        }
        index += 1;
    }
    true
}
