//! Tokens to text: the last step before the disk.
//!
//! A file is parsed, printed, formatted by rustfmt, and gets its header; what comes out passes `cargo fmt --check`.

mod blank;
mod header;
mod rustfmt;

use std::panic::{self, AssertUnwindSafe};

use proc_macro2::TokenStream;

pub use self::header::{html_header, rust_header};

use crate::tree::Tree;

/// A Rust file before it is text.
#[derive(Debug, Clone)]
pub struct Draft {
    /// Path below the output folder, for example `src/v3/contacts.rs`.
    pub path: String,
    /// The input documents that it is made from, for the header.
    pub documents: Vec<String>,
    /// Its content.
    pub tokens: TokenStream,
}

/// Why drafts cannot become text. Apart from a missing rustfmt, all of these are mistakes of the generator, whatever the input says.
#[derive(Debug, thiserror::Error)]
pub enum RenderError {
    /// The tokens are not a Rust file.
    #[error(
        "internal error: {path} is not Rust: {reason}\nThis is a mistake of the generator: please report it"
    )]
    Parse {
        /// The file.
        path: String,
        /// What the parser says.
        reason: String,
    },
    /// Rust that the printer does not know.
    #[error(
        "internal error: {path} cannot be printed: {reason}\nThis is a mistake of the generator: please report it"
    )]
    Print {
        /// The file.
        path: String,
        /// What the printer says.
        reason: String,
    },
    /// There is no rustfmt.
    #[error(
        "`{program}` cannot be run ({reason}): generated code is formatted with rustfmt; run `rustup component add rustfmt`"
    )]
    MissingRustfmt {
        /// What was called.
        program: String,
        /// What the system says.
        reason: String,
    },
    /// rustfmt does not accept the files.
    #[error(
        "internal error: rustfmt does not accept the generated files:\n{message}\nThis is a mistake of the generator: please report it"
    )]
    Rustfmt {
        /// What rustfmt says.
        message: String,
    },
    /// The files could not be handed to rustfmt.
    #[error("cannot write files for rustfmt to the folder for temporary files: {0}")]
    Io(#[from] std::io::Error),
}

/// A Rust file as text, before rustfmt.
#[derive(Debug, Clone)]
pub struct Printed {
    path: String,
    header: String,
    text: String,
}

/// Turns a draft into text that is still to be formatted.
///
/// # Errors
///
/// If the tokens are not Rust, or Rust that the printer does not know.
pub fn print(draft: Draft) -> Result<Printed, RenderError> {
    let mut file = parse(&draft.path, draft.tokens)?;
    blank::mark(&mut file);
    Ok(Printed {
        text: unparse(&draft.path, &file)?,
        header: rust_header(&draft.documents),
        path: draft.path,
    })
}

/// Formats printed files and gives them their headers.
///
/// # Errors
///
/// The first of the files that could not be printed, or what rustfmt says.
pub fn finish(printed: Vec<Result<Printed, RenderError>>) -> Result<Tree, RenderError> {
    let files: Vec<Printed> = printed.into_iter().collect::<Result<_, _>>()?;
    let texts: Vec<&str> = files.iter().map(|file| file.text.as_str()).collect();
    let paths: Vec<&str> = files.iter().map(|file| file.path.as_str()).collect();
    let texts = rustfmt::format(&paths, &texts)?;
    let finished = files.into_iter().zip(texts).map(|(file, text)| {
        // A file may be nothing but its header.
        let body = if text.trim().is_empty() {
            String::new()
        } else {
            format!("\n{}", blank::replace(&text))
        };
        (file.path, file.header + &body)
    });
    Ok(finished.collect())
}

fn parse(path: &str, tokens: TokenStream) -> Result<syn::File, RenderError> {
    syn::parse2(tokens).map_err(|error| RenderError::Parse {
        path: path.to_owned(),
        reason: error.to_string(),
    })
}

fn unparse(path: &str, file: &syn::File) -> Result<String, RenderError> {
    // The printer panics at syntax that it does not know; the name of the file is worth more than its backtrace.
    panic::catch_unwind(AssertUnwindSafe(|| prettyplease::unparse(file))).map_err(|payload| {
        let reason = match (
            payload.downcast_ref::<String>(),
            payload.downcast_ref::<&str>(),
        ) {
            (Some(reason), _) => reason.clone(),
            (_, Some(reason)) => (*reason).to_owned(),
            _ => "unknown syntax".to_owned(),
        };
        RenderError::Print {
            path: path.to_owned(),
            reason,
        }
    })
}

#[cfg(test)]
mod tests;
