//! What is tested: the operations of the documents, with the calls that the generator made for each.

use std::path::Path;
use std::sync::LazyLock;

use xtask::casing::snake;
use xtask::conform::{Bodies, Operation, Specs};
use xtask::inputs::Inputs;

use crate::calls::{APIS, Call};

static SPECS: LazyLock<Specs> = LazyLock::new(|| {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../specs");
    let inputs = Inputs::read(&folder).unwrap_or_else(|error| panic!("{error}"));
    xtask::conform::read(&inputs).unwrap_or_else(|faults| panic!("{faults:?}"))
});

static OPERATIONS: LazyLock<Vec<Operation<'static>>> = LazyLock::new(|| SPECS.operations());

static BODIES: LazyLock<Bodies> = LazyLock::new(|| Bodies::of(&SPECS));

/// An operation with its calls.
pub(crate) struct Subject {
    /// `v3.contacts.list`
    pub(crate) id: String,
    pub(crate) operation: Operation<'static>,
    /// More than one where the body is one of several things.
    pub(crate) calls: Vec<Call>,
}

/// Every operation that has calls.
pub(crate) fn subjects() -> Vec<Subject> {
    let subjects = operations().map(|(id, operation)| Subject {
        calls: calls()
            .filter(|(called, _)| *called == id)
            .map(|(_, call)| call)
            .collect(),
        operation: operation.clone(),
        id,
    });
    subjects
        .filter(|subject| !subject.calls.is_empty())
        .collect()
}

/// All calls with the names of their operations.
pub(crate) fn calls() -> impl Iterator<Item = (String, Call)> {
    let apis = APIS.iter().copied();
    apis.flat_map(|(api, calls)| {
        let calls = calls.iter().copied();
        calls.map(move |(method, call)| (format!("{api}.{method}"), call))
    })
}

/// All operations of the documents by the names that the client should have for them.
pub(crate) fn operations() -> impl Iterator<Item = (String, &'static Operation<'static>)> {
    OPERATIONS.iter().map(|operation| {
        let document = operation.document.trim_end_matches(".yaml");
        let method = snake(operation.node.text("operationId").unwrap_or_default());
        (
            format!("{}.{method}", document.replace('/', ".")),
            operation,
        )
    })
}

impl Subject {
    /// The operations that a request is meant for.
    pub(crate) fn matching(method: &str, path: &str) -> Vec<&'static Operation<'static>> {
        Operation::matching(&OPERATIONS, method, path)
    }

    /// The body that a call gives, if it is of this media type.
    pub(crate) fn given(
        &self,
        number: usize,
        media_type: &str,
    ) -> Option<&'static serde_json::Value> {
        let origin = self.operation.node.origin();
        BODIES.get(origin, media_type).get(number)
    }
}
