//! The rules that our own documents keep to, beyond being OpenAPI that the generator understands. `specs/README.md` tells them to whoever writes a document.
//!
//! Each rule is a function of the documents, or of one text; the table below names them all. Rules look at everything and change nothing, so their order does not matter.

mod default_response;
mod descriptions;
mod examples;
mod hubspot_source;
mod lines;
mod operation_ids;
mod path_parameters;
mod products;
mod scopes;
mod security;
mod specs;
mod style;
mod tags;
mod unused;
pub mod wording;
mod yaml;

use std::collections::BTreeMap;

use self::specs::Specs;
use crate::association_types;
use crate::diagnostics::Diagnostics;
use crate::document::Documents;
use crate::inputs::Inputs;
use crate::lower;
use crate::modules;
use crate::overlay::Overlays;
use crate::parse;

/// One rule.
#[derive(Debug)]
pub struct Rule {
    /// What it is called.
    pub name: &'static str,
    /// What it asks for, in a few words.
    pub about: &'static str,
    check: Check,
}

/// What a rule looks at.
#[derive(Debug)]
enum Check {
    /// The text of one file, which need not be a document that can be read.
    Text(fn(&str, &str, &mut Diagnostics)),
    /// All documents together.
    Documents(fn(&Specs<'_>, &mut Diagnostics)),
}

/// All rules.
pub const RULES: [Rule; 14] = [
    Rule {
        name: "lines",
        about: "no trailing blanks, tabs, carriage returns or lines over 160 characters, and one line break at the end",
        check: Check::Text(lines::check),
    },
    Rule {
        name: "yaml",
        about: "no anchors and no aliases, and status codes in quotes",
        check: Check::Text(yaml::check),
    },
    Rule {
        name: "unused",
        about: "every component is used by an operation, if only by way of others",
        check: Check::Documents(unused::check),
    },
    Rule {
        name: "descriptions",
        about: "documents, tags, operations, parameters, bodies, responses, schemas, properties and security schemes say what they are",
        check: Check::Documents(descriptions::check),
    },
    Rule {
        name: "style",
        about: "descriptions are sentences, summaries are short headlines, and neither has blanks to spare",
        check: Check::Documents(style::check),
    },
    Rule {
        name: "operation-ids",
        about: "every operation has an `operationId` that makes the name of a method",
        check: Check::Documents(operation_ids::check),
    },
    Rule {
        name: "tags",
        about: "every operation has one tag, and the tags are those at the top",
        check: Check::Documents(tags::check),
    },
    Rule {
        name: "scopes",
        about: "every operation says its scopes, in order, and the scopes are those that are explained",
        check: Check::Documents(scopes::check),
    },
    Rule {
        name: "products",
        about: "every operation says which subscription it takes, by product",
        check: Check::Documents(products::check),
    },
    Rule {
        name: "hubspot-source",
        about: "documents with operations say where HubSpot's collection has the API",
        check: Check::Documents(hubspot_source::check),
    },
    Rule {
        name: "security",
        about: "every operation says how it authenticates: those of an app with the developer key, all others without",
        check: Check::Documents(security::check),
    },
    Rule {
        name: "default-response",
        about: "every operation says what a failure answers",
        check: Check::Documents(default_response::check),
    },
    Rule {
        name: "path-parameters",
        about: "the parameters of a path come first, in its order, and are all in it",
        check: Check::Documents(path_parameters::check),
    },
    Rule {
        name: "examples",
        about: "examples, defaults and values of enums are what their schemas say",
        check: Check::Documents(examples::check),
    },
];

/// What a run gives.
#[derive(Debug)]
pub struct Lint {
    /// Everything that is wrong.
    pub findings: Diagnostics,
    /// How many documents were looked at.
    pub documents: usize,
    /// Whether all rules could look at all documents: a document that is no OpenAPI would break rules by being none.
    pub complete: bool,
}

/// Holds documents against all rules. What the generator has against them comes first.
pub fn lint(inputs: &Inputs) -> Lint {
    lint_by(inputs, RULES.iter())
}

/// As [`lint`], with some of the rules.
pub fn lint_by<'r>(inputs: &Inputs, rules: impl Iterator<Item = &'r Rule>) -> Lint {
    let mut findings = Diagnostics::default();
    let documents = understood(inputs, &mut findings);
    let values: BTreeMap<_, _> = documents
        .iter()
        .flat_map(Documents::paths)
        .filter_map(|path| Some((path, parse::parse(path, inputs.files.get(path)?).ok()?)))
        .collect();
    let specs = documents.as_ref().map(|_| Specs::of(&values));
    for rule in rules {
        match (&rule.check, &specs) {
            (Check::Text(check), _) => {
                for (file, text) in inputs.texts() {
                    check(file, text, &mut findings);
                }
            }
            (Check::Documents(check), Some(specs)) => check(specs, &mut findings),
            (Check::Documents(_), None) => {}
        }
    }
    Lint {
        findings,
        documents: inputs.files.len(),
        complete: specs.is_some(),
    }
}

/// The documents, as the generator reads them. What it has against them is recorded; `None` if some of them are no OpenAPI.
fn understood(inputs: &Inputs, findings: &mut Diagnostics) -> Option<Documents> {
    let mut overlays = Overlays::read(&inputs.overlays, findings);
    let documents = modules::plan(inputs, findings).and_then(|manifest| {
        let documents = Documents::load(inputs, &manifest, &mut overlays, findings);
        let is_openapi = !findings.has_errors();
        lower::lower(&documents, &manifest, findings);
        association_types::read(inputs, &manifest, findings);
        is_openapi.then_some(documents)
    });
    // How the generator came to its names is for its own run to tell.
    findings.drop_notes();
    documents
}
