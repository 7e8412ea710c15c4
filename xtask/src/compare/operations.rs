//! Documents operation by operation: what is there, bodies, and answers.

use std::collections::{BTreeMap, BTreeSet};

use openapiv3::{MediaType, Operation, PathItem, ReferenceOr, RequestBody, Response, Responses};
use serde_json::Value;

use super::{Aspect, Comparer, Part, Place, Side, Site, Sites, Subject, Usage, keys};
use crate::pointer::Origin;

/// The extension that lists limits which do not count an operation.
const LIMIT_EXEMPTIONS: &str = "x-hubspot-rate-limit-exemptions";

/// An operation with what surrounds it.
pub(super) struct Found<'a> {
    pub(super) item: &'a PathItem,
    pub(super) item_origin: Origin,
    pub(super) operation: &'a Operation,
    pub(super) origin: Origin,
}

/// Media types with their content, and where they stand.
type Content<'a> = (&'a indexmap::IndexMap<String, MediaType>, Origin);

impl<'a> Side<'a> {
    /// The operations of a document, by path and method.
    fn operations(&mut self, path: &str) -> BTreeMap<(String, String), Found<'a>> {
        let mut found = BTreeMap::new();
        let Some(document) = self.documents.get(path) else {
            return found;
        };
        let origin = Origin::document(path).key("paths");
        for (template, item) in &document.paths.paths {
            let item_origin = origin.key(template);
            let ReferenceOr::Item(item) = item else {
                self.faults.error(
                    &item_origin,
                    "not supported: a path item that is a `$ref`",
                    "write the path item where it is used",
                );
                continue;
            };
            for (method, operation) in item.iter() {
                let operation = Found {
                    item,
                    item_origin: item_origin.clone(),
                    operation,
                    origin: item_origin.key(method),
                };
                found.insert((template.clone(), method.to_uppercase()), operation);
            }
        }
        found
    }

    fn body(&mut self, found: &Found<'a>) -> Option<(&'a RequestBody, Origin)> {
        let body = found.operation.request_body.as_ref()?;
        let origin = found.origin.key("requestBody");
        self.documents.resolve(body, &origin, &mut self.faults)
    }

    /// The answers of an operation, by status.
    fn responses(
        &mut self,
        responses: &'a Responses,
        origin: &Origin,
    ) -> BTreeMap<String, (&'a Response, Origin)> {
        let of_status = responses.responses.iter();
        let listed = of_status.map(|(status, response)| (status.to_string(), response));
        let default = responses.default.iter();
        let listed = listed.chain(default.map(|response| ("default".to_owned(), response)));
        listed
            .filter_map(|(status, response)| {
                let at = origin.key("responses").key(&status);
                let response = self.documents.resolve(response, &at, &mut self.faults)?;
                Some((status, response))
            })
            .collect()
    }
}

impl<'a> Comparer<'a> {
    /// Compares two documents.
    pub(super) fn documents(&mut self, left: &str, right: &str) {
        let documents = [left, right].map(|path| Origin::document(path).key("paths"));
        let left = self.left.operations(left);
        let right = self.right.operations(right);
        for key in keys(left.keys(), right.keys()) {
            let (path, method) = key.clone();
            let [left_at, right_at] = documents
                .each_ref()
                .map(|paths| paths.key(&path).key(&method.to_lowercase()));
            let site = Site {
                subject: Subject::Operation { path, method },
                place: Place::default(),
                usage: Usage::NONE,
                at: Sites {
                    left: left_at,
                    right: right_at,
                },
            };
            match (left.get(key), right.get(key)) {
                (Some(left), Some(right)) => self.operation(&site, left, right),
                (left, right) => self.presence(&site, left.is_some(), right.is_some()),
            }
        }
    }

    fn operation(&mut self, site: &Site, left: &Found<'a>, right: &Found<'a>) {
        let (one, other) = (left.operation, right.operation);
        self.flags(site, Aspect::Deprecated, one.deprecated, other.deprecated);
        self.sets(
            site,
            Aspect::LimitExemptions,
            exemptions(one),
            exemptions(other),
        );
        self.parameters(site, left, right);
        self.bodies(site, left, right);
        let one = self.left.responses(&one.responses, &left.origin);
        let other = self.right.responses(&other.responses, &right.origin);
        for status in keys(one.keys(), other.keys()) {
            let part = |media| {
                let status = status.clone();
                Part::Response { status, media }
            };
            let at = |origin: &Origin| origin.key("responses").key(status);
            let at = [at(&left.origin), at(&right.origin)];
            let site = in_part(site, part(None), Usage::RECEIVED, at);
            match (one.get(status), other.get(status)) {
                (Some((left, at)), Some((right, there))) => {
                    let left = (&left.content, at.key("content"));
                    let right = (&right.content, there.key("content"));
                    self.content(&site, &left, &right, part);
                }
                (left, right) => self.presence(&site, left.is_some(), right.is_some()),
            }
        }
    }

    fn bodies(&mut self, site: &Site, left: &Found<'a>, right: &Found<'a>) {
        let part = |media| Part::Body { media };
        let at = [left, right].map(|found| found.origin.key("requestBody"));
        let site = in_part(site, part(None), Usage::SENT, at);
        match (self.left.body(left), self.right.body(right)) {
            (Some((left, at)), Some((right, there))) => {
                let site = site.at(&at, &there);
                self.flags(&site, Aspect::Required, left.required, right.required);
                let left = (&left.content, at.key("content"));
                let right = (&right.content, there.key("content"));
                self.content(&site, &left, &right, part);
            }
            (left, right) => {
                let required =
                    |body: Option<(&RequestBody, _)>| body.map(|(body, _)| body.required);
                self.presence_of(&site, required(left), required(right));
            }
        }
    }

    /// Compares what is carried, media type by media type.
    fn content(
        &mut self,
        site: &Site,
        (left, left_origin): &Content<'a>,
        (right, right_origin): &Content<'a>,
        part: impl Fn(Option<String>) -> Part,
    ) {
        for media in keys(left.keys(), right.keys()) {
            let at = [left_origin, right_origin].map(|origin| origin.key(media));
            let site = in_part(site, part(Some(media.clone())), site.usage, at);
            match (left.get(media), right.get(media)) {
                (Some(left), Some(right)) => {
                    let schema = |origin: &Origin| origin.key(media).key("schema");
                    let left = left.schema.as_ref().map(|at| (at, schema(left_origin)));
                    let right = right.schema.as_ref().map(|at| (at, schema(right_origin)));
                    self.schemas(&site, Aspect::Type, left, right);
                }
                (left, right) => self.presence(&site, left.is_some(), right.is_some()),
            }
        }
    }
}

/// The site of a part of an operation.
pub(super) fn in_part(site: &Site, part: Part, usage: Usage, at: [Origin; 2]) -> Site {
    let [left, right] = at;
    Site {
        subject: site.subject.clone(),
        place: Place::of(part),
        usage,
        at: Sites { left, right },
    }
}

fn exemptions(operation: &Operation) -> Option<BTreeSet<String>> {
    let limits = operation.extensions.get(LIMIT_EXEMPTIONS)?.as_array()?;
    let limits = limits.iter().filter_map(Value::as_str).map(str::to_owned);
    Some(limits.collect())
}
