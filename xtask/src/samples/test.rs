//! The test of a generated crate that takes its types through the samples: a file of code, and one with the values.

use std::fmt::Write as _;
use std::str::FromStr as _;

use proc_macro2::TokenStream;
use quote::quote;
use serde_json::{Map, Value};

use super::{Sample, Subject, samples};
use crate::ir::{Ir, Shape, TypeRef};
use crate::passes::Names;
use crate::render::{Draft, RenderError};
use crate::samples::view::View;
use crate::tree::MARKER;

/// Where the code goes.
const CODE: &str = "tests/generated/round_trip.rs";

/// Where the values go, beside it.
const VALUES: &str = "tests/generated/round_trip.json";

/// What is the same in all crates.
const TEMPLATE: &str = include_str!("template.rs");

/// The test in two files.
#[derive(Debug)]
pub struct Test {
    /// The code.
    pub draft: Draft,
    /// Path and text of the values.
    pub values: (&'static str, String),
}

/// The test for a crate whose library has the name `library`.
///
/// # Errors
///
/// [`RenderError`] if the code is no Rust, which is a mistake of the generator.
pub fn test(ir: &Ir, names: &Names, library: &str) -> Result<Test, RenderError> {
    let subjects = samples(ir, names);
    let view = View::of(ir);
    let code = |text: &str| {
        TokenStream::from_str(text).map_err(|error| RenderError::Parse {
            path: CODE.to_owned(),
            reason: error.to_string(),
        })
    };
    let mut lines = TokenStream::new();
    for subject in &subjects {
        let ty = code(&view.path(&subject.ty, names, "client::"))?;
        let name = &subject.name;
        let take = match is_enum(ir, &subject.ty) {
            true => quote!(open_enum),
            false => quote!(value),
        };
        lines.extend(quote!((#name, #take::<#ty>),));
    }
    let template = code(TEMPLATE)?;
    let library = code(library)?;
    Ok(Test {
        draft: Draft {
            path: CODE.to_owned(),
            documents: Vec::new(),
            tokens: quote! {
                #template
                use #library as client;
                /// Every type that answers hold.
                const TYPES: &[(&str, Take)] = &[#lines];
            },
        },
        values: (VALUES, values(&subjects)),
    })
}

fn is_enum(ir: &Ir, ty: &TypeRef) -> bool {
    matches!(ty, TypeRef::Named(id) if matches!(ir.ty(*id).shape, Shape::Enum(_)))
}

/// A sample a line, so that differences are small.
fn values(subjects: &[Subject]) -> String {
    let generated = Value::from(format!("{MARKER}. Do not edit."));
    let mut text = format!("{{\n\"generated\": {generated},\n\"types\": {{");
    for (number, subject) in subjects.iter().enumerate() {
        let comma = if number == 0 { "" } else { "," };
        let _ = write!(text, "{comma}\n{}: [", Value::from(subject.name.as_str()));
        for (number, sample) in subject.samples.iter().enumerate() {
            let comma = if number == 0 { "" } else { "," };
            let _ = write!(text, "{comma}\n{}", line(sample));
        }
        text.push_str("\n]");
    }
    text.push_str("\n}\n}\n");
    text
}

fn line(sample: &Sample) -> Value {
    let mut line = Map::new();
    line.insert("label".to_owned(), sample.label.as_str().into());
    line.insert("json".to_owned(), sample.json.clone());
    if let Some(written) = sample.written.as_ref().filter(|it| **it != sample.json) {
        line.insert("written".to_owned(), written.clone());
    }
    if let Some(variant) = &sample.variant {
        line.insert("variant".to_owned(), variant.as_str().into());
    }
    Value::Object(line)
}
