//! The requests that came, for tests to look at.

use std::collections::VecDeque;
use std::sync::Arc;

use crate::request::ReceivedRequest;

/// The latest requests, in the order in which they came.
#[derive(Debug)]
pub(crate) struct Log {
    kept: VecDeque<Entry>,
    most: usize,
    /// The number of the first one that is kept: numbers go on when requests are forgotten.
    first: u64,
}

#[derive(Debug)]
struct Entry {
    request: Arc<ReceivedRequest>,
    status: Option<u16>,
}

impl Default for Log {
    fn default() -> Self {
        Self {
            kept: VecDeque::new(),
            most: usize::MAX,
            first: 0,
        }
    }
}

impl Log {
    /// Keeps no more than so many.
    pub(crate) fn keep(&mut self, most: usize) {
        self.most = most;
    }

    /// Keeps a request, and gives its number.
    pub(crate) fn push(&mut self, request: Arc<ReceivedRequest>) -> u64 {
        self.kept.push_back(Entry {
            request,
            status: None,
        });
        while self.kept.len() > self.most {
            self.kept.pop_front();
            self.first += 1;
        }
        self.first + self.kept.len() as u64 - 1
    }

    /// Says what came of a request, if it is still there.
    pub(crate) fn answered(&mut self, number: u64, status: u16) {
        let index = number.checked_sub(self.first).map(usize::try_from);
        if let Some(entry) = index.and_then(|index| self.kept.get_mut(index.ok()?)) {
            entry.status = Some(status);
        }
    }

    pub(crate) fn clear(&mut self) {
        self.first += self.kept.len() as u64;
        self.kept.clear();
    }

    pub(crate) fn all(&self) -> Vec<ReceivedRequest> {
        self.those(|_| true)
    }

    /// Those that are meant for an operation.
    pub(crate) fn to(&self, operation: &str) -> Vec<ReceivedRequest> {
        self.those(|request| request.is_for(operation))
    }

    fn those(&self, wanted: impl Fn(&ReceivedRequest) -> bool) -> Vec<ReceivedRequest> {
        let kept = self.kept.iter().filter(|entry| wanted(&entry.request));
        let requests = kept.map(|entry| {
            let mut request = (*entry.request).clone();
            request.set_status(entry.status);
            request
        });
        requests.collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use bytes::Bytes;
    use http::{HeaderMap, Method};

    fn request(path: &'static str) -> Arc<ReceivedRequest> {
        let uri = http::Uri::from_static(path);
        Arc::new(ReceivedRequest::new(
            Method::GET,
            &uri,
            HeaderMap::new(),
            Bytes::new(),
        ))
    }

    fn told(log: &Log) -> Vec<(String, Option<u16>)> {
        let all = log.all().into_iter();
        all.map(|one| (one.path().to_owned(), one.status()))
            .collect()
    }

    #[test]
    fn an_answer_belongs_to_its_request_whatever_was_forgotten_meanwhile() {
        let mut log = Log::default();
        log.keep(2);
        let a = log.push(request("/a"));
        let b = log.push(request("/b"));
        let c = log.push(request("/c"));
        log.answered(a, 201);
        log.answered(c, 203);
        assert_eq!(
            told(&log),
            [("/b".to_owned(), None), ("/c".to_owned(), Some(203))]
        );
        log.clear();
        let d = log.push(request("/d"));
        log.answered(b, 202);
        assert_eq!(told(&log), [("/d".to_owned(), None)]);
        log.answered(d, 204);
        assert_eq!(told(&log), [("/d".to_owned(), Some(204))]);
        log.keep(0);
        let e = log.push(request("/e"));
        log.answered(e, 205);
        assert_eq!(told(&log), []);
    }
}
