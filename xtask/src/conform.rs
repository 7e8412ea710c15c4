//! Whether values and requests are what the documents say: `openapi_conform`, which shares nothing with the generator's own understanding of them but the parser.

pub use openapi_conform::*;

use crate::diagnostics::Diagnostics;
use crate::inputs::Inputs;
use crate::parse;

/// All documents of a folder, as they stand.
///
/// # Errors
///
/// Everything that cannot be read.
pub fn read(inputs: &Inputs) -> Result<Specs, Diagnostics> {
    let mut diagnostics = Diagnostics::default();
    let mut documents = Vec::new();
    for (file, text) in &inputs.files {
        match parse::parse(file, text) {
            Ok(value) => documents.push((file.clone(), value)),
            Err(fault) => diagnostics.push(fault),
        }
    }
    match diagnostics.has_errors() {
        true => Err(diagnostics),
        false => Ok(documents.into_iter().collect()),
    }
}
