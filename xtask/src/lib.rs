//! Generates the HubSpot CRM client from OpenAPI documents.
//!
//! Data flows one way: [`inputs`] (text) -> [`modules`] -> [`document`] -> [`lower`] -> [`ir`] -> [`passes`] -> [`emit`] (tokens) -> [`render`] -> [`tree`] -> disk.
//! Between [`Inputs::read`](inputs::Inputs::read) and [`Tree::compare`](tree::Tree::compare) nothing touches the disk but rustfmt's own scratch folder.

pub mod association_types;
pub mod bundle;
pub mod casing;
pub mod compare;
pub mod conform;
pub mod diagnostics;
pub mod diff;
pub mod document;
pub mod drift;
pub mod edits;
pub mod emit;
pub mod inputs;
pub mod ir;
pub mod lint;
pub mod listing;
pub mod lower;
pub mod manifest;
pub mod modules;
pub mod nearest;
pub mod overlay;
pub mod parallel;
pub mod parse;
pub mod passes;
pub mod renames;
pub mod render;
pub mod samples;
pub mod source;
pub mod surface;
pub mod tree;
pub mod update;

pub use openapi_conform::pointer;

use std::collections::BTreeMap;

use diagnostics::{Diagnostic, Diagnostics, Severity};
use document::Documents;
use inputs::Inputs;
use overlay::Overlays;
use renames::Renames;
use tree::Tree;

/// What a run without errors gives.
#[derive(Debug)]
pub struct Generation {
    /// Every file of the client.
    pub tree: Tree,
    /// What somebody should look at.
    pub warnings: Diagnostics,
    /// How much was generated.
    pub counts: Counts,
}

/// How much was generated.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Counts {
    /// Documents that were read, those without operations included.
    pub documents: usize,
    /// Documents with operations.
    pub apis: usize,
    /// Operations.
    pub operations: usize,
    /// Structs and enums.
    pub types: usize,
    /// Request builders, which several operations may share.
    pub builders: usize,
}

/// Makes the client from its inputs, or says everything that is wrong with them.
pub fn generate(inputs: &Inputs) -> Result<Generation, Diagnostics> {
    generate_with(inputs, None)
}

/// The model of a client, before there is a line of code.
#[derive(Debug)]
pub struct Model {
    /// What is to be emitted.
    pub ir: ir::Ir,
    /// What it is called.
    pub names: passes::Names,
    documents: Documents,
    /// What somebody should look at.
    pub warnings: Diagnostics,
}

impl Model {
    /// Understands the inputs, or says everything that is wrong with them.
    pub fn read(inputs: &Inputs) -> Result<Self, Diagnostics> {
        let mut diagnostics = Diagnostics::default();
        let mut overlays = Overlays::read(&inputs.overlays, &mut diagnostics);
        let Some(manifest) = modules::plan(inputs, &mut diagnostics) else {
            return Err(diagnostics);
        };
        let documents = Documents::load(inputs, &manifest, &mut overlays, &mut diagnostics);
        let mut ir = lower::lower(&documents, &manifest, &mut diagnostics);
        ir.association_types = association_types::read(inputs, &manifest, &mut diagnostics);
        let mut renames = Renames::of(&manifest);
        // A document that was not understood would let every later pass report what follows from it.
        if diagnostics.has_errors() {
            return Err(diagnostics);
        }
        let names = passes::run(&mut ir, &mut renames, &mut diagnostics);
        renames.report_unused(&manifest, &mut diagnostics);
        if diagnostics.has_errors() {
            return Err(diagnostics);
        }
        Ok(Self {
            ir,
            names,
            documents,
            warnings: diagnostics,
        })
    }

    /// What the library offers. Identifiers that are keys of `aliases` are read as their values, so that libraries can be compared that call the same thing differently.
    pub fn surface(
        &self,
        aliases: &BTreeMap<String, String>,
    ) -> Result<surface::Surface, surface::SurfaceError> {
        let read = |draft| surface::Surface::read(draft, aliases);
        let parts = emit::emit(&self.ir, &self.names, false, None, read);
        parts.into_iter().collect()
    }
}

/// As [`generate`], with what tests the client, whose library has the name `tested`: sample values of all that it reads, and calls of all operations.
pub fn generate_with(inputs: &Inputs, tested: Option<&str>) -> Result<Generation, Diagnostics> {
    let Model {
        ir,
        names,
        documents,
        warnings: mut diagnostics,
    } = Model::read(inputs)?;
    let counts = Counts {
        documents: documents.len(),
        apis: ir.versions.iter().map(|version| version.apis.len()).sum(),
        operations: ir.operations().count(),
        types: ir
            .used_types()
            .filter(|(_, ty)| ty.runtime.is_none())
            .count(),
        builders: ir
            .builders
            .iter()
            .filter(|builder| !builder.shape.is_call())
            .count(),
    };
    let mut files = emit::emit(
        &ir,
        &names,
        inputs.overview.is_some(),
        inputs.library.as_deref(),
        render::print,
    );
    if let Some(library) = tested {
        let specs = documents.values().collect();
        let calls = emit::calls(&ir, &names, &specs, library);
        files.extend(calls.into_iter().map(render::print));
    }
    let test = tested.map(|library| samples::test(&ir, &names, library));
    let rendered = test.transpose().and_then(|test| {
        let (draft, values) = test.map(|test| (test.draft, test.values)).unzip();
        files.extend(draft.map(render::print));
        Ok((render::finish(files)?, values))
    });
    match rendered {
        Ok((mut tree, values)) => {
            if let Some((path, text)) = values {
                tree.insert(path, text);
            }
            tree.insert("API.md", listing::listing(&ir, &names));
            if let Some(overview) = &inputs.overview {
                let header = render::html_header(&[inputs::OVERVIEW.to_owned()]);
                tree.insert("README.md", format!("{header}\n{overview}"));
            }
            Ok(Generation {
                tree,
                warnings: diagnostics,
                counts,
            })
        }
        Err(error) => {
            diagnostics.push(Diagnostic {
                severity: Severity::Error,
                message: error.to_string(),
                origin: None,
                position: None,
                help: None,
            });
            Err(diagnostics)
        }
    }
}
