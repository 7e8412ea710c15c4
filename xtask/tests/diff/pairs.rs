//! Changes of one document, and what they mean.

mod fields;
mod operations;
mod types;

use xtask::diff::Verdict;

/// A change of the document.
pub(crate) struct Pair {
    pub(crate) name: &'static str,
    /// What is put in whose place: texts that the document has once.
    pub(crate) edits: &'static [(&'static str, &'static str)],
    pub(crate) verdict: Verdict,
}

/// A row of the table.
const fn pair(
    name: &'static str,
    verdict: Verdict,
    edits: &'static [(&'static str, &'static str)],
) -> Pair {
    Pair {
        name,
        edits,
        verdict,
    }
}

const ID: &str = "        id: { type: string }\n";
const WEIGHT: &str = "        weight: { type: integer }\n";
const LIMIT: &str = "        - { name: limit, in: query, description: Things per page, schema: { type: integer } }\n";
const KIND: &str =
    "        - { name: kind, in: query, schema: { $ref: '#/components/schemas/Kind' } }\n";
const OF: &str = "        - { name: of, in: query, required: true, schema: { type: string } }\n";
const ARCHIVE: &str =
    "    delete:\n      operationId: archive\n      responses: { '204': { description: Gone } }\n";
const SQUARE: &str = "        - { $ref: '#/components/schemas/Square' }\n";

/// All of them.
pub(crate) fn pairs() -> impl Iterator<Item = &'static Pair> {
    [operations::PAIRS, fields::PAIRS, types::PAIRS]
        .into_iter()
        .flatten()
}
