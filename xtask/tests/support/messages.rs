//! The messages that stand in the source of the generator, found by parsing it.
//!
//! A message counts if it is a literal, or the literal of a `format!`, at the place where the functions below take one. The grammar and the parser are left
//! out: the tests beside them show each of theirs.

use std::collections::BTreeSet;
use std::fmt;
use std::fs;
use std::path::{Path, PathBuf};

use syn::visit::{self, Visit};
use syn::{Expr, ExprCall, ExprMethodCall, ExprStruct, Lit, Member};

/// What reports something, and which of its arguments is the message.
const REPORTERS: [(&str, usize); 6] = [
    ("error", 1),
    ("warning", 1),
    ("note", 1),
    ("unsupported", 1),
    ("problem", 0),
    ("report", 2),
];

/// A message with holes for what differs from case to case.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Message {
    file: String,
    parts: Vec<String>,
}

impl Message {
    /// Whether a line of `text` says it.
    pub(crate) fn is_in(&self, text: &str) -> bool {
        text.lines().any(|line| {
            let mut rest = line;
            self.parts.iter().all(|part| match rest.find(part) {
                Some(at) => {
                    rest = &rest[at + part.len()..];
                    true
                }
                None => false,
            })
        })
    }
}

impl fmt::Display for Message {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}: {}", self.file, self.parts.join("…"))
    }
}

/// Every message in these files and folders below `src`, which are known to hold at least so many.
pub(crate) fn of(stages: &[&str], least: usize) -> BTreeSet<Message> {
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut messages = BTreeSet::new();
    for stage in stages {
        for path in files(&source.join(stage)) {
            let text = fs::read_to_string(&path).unwrap();
            let file = syn::parse_file(&text).unwrap();
            let name = path.strip_prefix(&source).unwrap().display().to_string();
            let mut finder = Finder {
                file: name,
                found: &mut messages,
            };
            finder.visit_file(&file);
        }
    }
    // A search that finds nothing any more would pass for ever.
    assert!(
        messages.len() >= least,
        "only {} messages were found in the source: do the functions that report have other names now?",
        messages.len()
    );
    messages
}

fn files(path: &Path) -> Vec<PathBuf> {
    if path.is_file() {
        return vec![path.to_path_buf()];
    }
    let mut files: Vec<PathBuf> = fs::read_dir(path)
        .into_iter()
        .flatten()
        .map(|entry| entry.unwrap().path())
        .flat_map(|path| files(&path))
        .collect();
    files.sort();
    files
}

struct Finder<'a> {
    file: String,
    found: &'a mut BTreeSet<Message>,
}

impl Finder<'_> {
    fn call<'a>(&mut self, name: &str, mut arguments: impl Iterator<Item = &'a Expr>) {
        let Some((_, place)) = REPORTERS.iter().find(|(reporter, _)| *reporter == name) else {
            return;
        };
        if let Some(text) = arguments.nth(*place).and_then(literal) {
            self.message(&text);
        }
    }

    fn message(&mut self, text: &str) {
        let mut parts = Vec::new();
        let mut part = String::new();
        let mut letters = text.chars().peekable();
        while let Some(letter) = letters.next() {
            match letter {
                '{' | '}' if letters.peek() == Some(&letter) => {
                    part.push(letter);
                    letters.next();
                }
                '{' => {
                    parts.push(std::mem::take(&mut part));
                    letters.by_ref().find(|letter| *letter == '}');
                }
                other => part.push(other),
            }
        }
        parts.push(part);
        parts.retain(|part| !part.is_empty());
        // Nothing but holes says nothing.
        if !parts.is_empty() {
            self.found.insert(Message {
                file: self.file.clone(),
                parts,
            });
        }
    }
}

impl<'a> Visit<'a> for Finder<'_> {
    fn visit_expr_method_call(&mut self, call: &'a ExprMethodCall) {
        self.call(&call.method.to_string(), call.args.iter());
        visit::visit_expr_method_call(self, call);
    }

    fn visit_expr_call(&mut self, call: &'a ExprCall) {
        if let Expr::Path(path) = &*call.func
            && let Some(last) = path.path.segments.last()
        {
            self.call(&last.ident.to_string(), call.args.iter());
        }
        visit::visit_expr_call(self, call);
    }

    fn visit_expr_struct(&mut self, value: &'a ExprStruct) {
        for field in &value.fields {
            if matches!(&field.member, Member::Named(name) if name == "message")
                && let Some(text) = literal(&field.expr)
            {
                self.message(&text);
            }
        }
        visit::visit_expr_struct(self, value);
    }
}

/// The text of a literal or of the literal of a `format!`, however it is handed over.
fn literal(expression: &Expr) -> Option<String> {
    match expression {
        Expr::Lit(literal) => match &literal.lit {
            Lit::Str(text) => Some(text.value()),
            _ => None,
        },
        Expr::Reference(reference) => literal(&reference.expr),
        Expr::MethodCall(call) => literal(&call.receiver),
        Expr::Macro(call) if call.mac.path.is_ident("format") => {
            let mut tokens = call.mac.tokens.clone().into_iter();
            match tokens
                .next()
                .map(|first| syn::parse_str(&first.to_string()))
            {
                Some(Ok(Lit::Str(text))) => Some(text.value()),
                _ => None,
            }
        }
        _ => None,
    }
}
