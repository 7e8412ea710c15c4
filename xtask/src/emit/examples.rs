//! An example for the documentation of each API: its plainest request, and what becomes of the answer.

use proc_macro2::{TokenStream, TokenTree};
use quote::quote;
use serde_json::Value;

use super::values::{self, Due, Parts};
use super::{Source, models};
use crate::ir::{Method, Operation, OperationRef, Param, Success, TypeRef};

/// Longer chains of calls have a line for each call.
const WIDTH: usize = 90;

/// A number that stands for any.
const ID: &str = "123";

/// The rank of a request whose body the document gives an example of.
const SHOWN: u8 = 9;

impl Source<'_> {
    /// The example as paragraphs of documentation; `None` if every request of the API needs more than a few words.
    ///
    /// `library` is what a program calls the crate.
    pub(super) fn example(&self, version: usize, api: usize, library: &str) -> Option<Vec<String>> {
        let item = &self.ir.versions[version].apis[api];
        let of_handle: Option<Vec<String>> = item.handle_params.iter().map(value).collect();
        let handle = format!(
            ".{}({})",
            self.names.api(version, api).module,
            of_handle?.join(", ")
        );
        let operations = item.operations.iter().enumerate();
        let mut requests: Vec<_> = operations
            .filter_map(|(number, operation)| {
                Some((rank(operation), number, self.arguments(operation)?))
            })
            .collect();
        requests.sort_by_key(|(rank, number, _)| (*rank, *number));
        // What the document shows how to send, and what shows it best otherwise.
        let (shown, others): (Vec<_>, Vec<_>) = requests
            .into_iter()
            .partition(|((_, rank), ..)| *rank == SHOWN);
        let chosen = shown.into_iter().take(1).chain(others.into_iter().take(1));
        let statements = chosen.map(|(_, operation, arguments)| {
            let position = OperationRef {
                version,
                api,
                operation,
            };
            let method = &self.names.operation(position).method;
            let calls = [
                "hubspot".to_owned(),
                handle.clone(),
                call(method, &arguments),
                ".await?".to_owned(),
            ];
            statements(&calls, &item.operations[operation].success)
        });
        let statements: Vec<String> = statements.collect();
        if statements.is_empty() {
            return None;
        }
        let module = &self.names.version(version).module;
        let code = format!(
            "# async fn example(hubspot: {library}::Client) -> Result<(), {library}::Error> {{\n\
             use {library}::{module}::prelude::*;\n\n{}\n# Ok(())\n# }}",
            statements.join("\n\n")
        );
        Some(vec![
            "# Example".to_owned(),
            format!("```no_run\n{code}\n```"),
        ])
    }

    /// The arguments of a call, if a few words will do.
    fn arguments(&self, operation: &Operation) -> Option<Vec<String>> {
        let required = operation.params.iter().filter(|param| param.required);
        let params = operation.path_params.iter().chain(required);
        let mut arguments: Vec<String> = params.map(value).collect::<Option<_>>()?;
        if let Some(body) = operation.body.as_ref().filter(|body| body.required) {
            arguments.push(match &body.ty {
                ty if body.example.is_some() => {
                    let example = body.example.as_ref()?;
                    let properties = self.properties(ty, example);
                    properties.or_else(|| self.written(ty, example))?
                }
                TypeRef::BatchInput(item) if self.is_made_of_text(item) => {
                    "[\"123\", \"124\"]".to_owned()
                }
                other if self.is_made_of_text(other) => "\"123\"".to_owned(),
                _ => return None,
            });
        }
        Some(arguments)
    }

    /// The body that the document gives for an example, as a user writes it.
    fn written(&self, ty: &TypeRef, example: &Value) -> Option<String> {
        let value = self.expression(ty, example, Due::Convertible, &mut Parts::default())?;
        // What is more than the prelude of a version makes takes more than a few words.
        if has_name(&value, &["client", "time", "day", "serde_json"]) {
            return None;
        }
        let file = syn::parse2(quote!(fn example() { #value })).ok()?;
        let text = prettyplease::unparse(&file);
        let lines = text.lines().collect::<Vec<_>>();
        Some(match lines[1..].split_last()?.1 {
            [only] => only.trim().to_owned(),
            // Indented once already: within the function as within the chain of calls.
            lines => {
                let lines: Vec<String> = lines.iter().map(|line| format!("    {line}")).collect();
                format!("\n{},\n    ", lines.join("\n"))
            }
        })
    }

    /// The properties of a record that the document gives for an example.
    fn properties(&self, ty: &TypeRef, example: &Value) -> Option<String> {
        let TypeRef::Named(id) = ty else { return None };
        let only = models::only_required(self.ir.ty(*id).shape.fields())?;
        let ([(name, value)], TypeRef::Properties) = (
            &example.as_object()?.iter().collect::<Vec<_>>()[..],
            &only.ty,
        ) else {
            return None;
        };
        if **name != only.name {
            return None;
        }
        let pairs = value
            .as_object()?
            .iter()
            .map(|(name, value)| Some(format!("{name:?} => {:?}", value.as_str()?)));
        let pairs: Vec<String> = pairs.collect::<Option<_>>()?;
        let line = pairs.join(", ");
        Some(match line.len() < 50 {
            true => format!("properties! {{ {line} }}"),
            false => format!(
                "properties! {{\n        {},\n    }}",
                pairs.join(",\n        ")
            ),
        })
    }

    /// Whether a text is all that it takes to make a value, so that callers hand over the text.
    fn is_made_of_text(&self, ty: &TypeRef) -> bool {
        let TypeRef::Named(id) = ty else {
            return *ty == TypeRef::Text;
        };
        let only = models::only_required(self.ir.ty(*id).shape.fields());
        only.is_some_and(|only| only.ty == TypeRef::Text)
    }
}

/// A call in a chain, with a line for each argument where one is too short for all.
fn call(method: &str, arguments: &[String]) -> String {
    let line = format!(".{method}({})", arguments.join(", "));
    if arguments.len() < 2 || (line.len() < WIDTH && !line.contains('\n')) {
        return line;
    }
    let lines = arguments
        .iter()
        .map(|argument| format!("        {},\n", argument.trim().trim_end_matches(',')));
    format!(".{method}(\n{}    )", lines.collect::<String>())
}

/// Whether any of these names is in the code.
fn has_name(code: &TokenStream, names: &[&str]) -> bool {
    code.clone().into_iter().any(|token| match token {
        TokenTree::Ident(ident) => names.iter().any(|name| ident == name),
        TokenTree::Group(group) => has_name(&group.stream(), names),
        _ => false,
    })
}

/// What shows an API best comes first.
fn rank(operation: &Operation) -> (bool, u8) {
    let is_shown = operation
        .body
        .as_ref()
        .is_some_and(|body| body.example.is_some());
    let rank = match (operation.name.as_str(), operation.method) {
        _ if is_shown => SHOWN,
        ("get", _) => 0,
        ("list", _) => 1,
        (_, Method::Get) => 2,
        (_, Method::Delete) => 4,
        _ => 3,
    };
    (operation.docs.deprecated, rank)
}

/// A value for a parameter.
fn value(param: &Param) -> Option<String> {
    let example = param.example.as_deref();
    match param.ty {
        TypeRef::Integer => {
            // What a document gives for an example need not be what it asks for.
            let number = example.and_then(|text| text.parse().ok());
            Some(
                number
                    .and_then(values::integer)
                    .map_or_else(|| ID.to_owned(), |code| code.to_string().replace(" ", "")),
            )
        }
        TypeRef::Text if param.name.to_lowercase().ends_with("id") => {
            Some(format!("{:?}", example.unwrap_or(ID)))
        }
        TypeRef::Text => Some(format!("{:?}", example.unwrap_or(&param.name))),
        _ => None,
    }
}

fn statements(calls: &[String], success: &Success) -> String {
    let (before, after) = match success {
        Success::Empty => ("", ""),
        Success::Json(TypeRef::Page(_)) => (
            "let page = ",
            "for item in &page.results {\n    println!(\"{item:?}\");\n}",
        ),
        Success::Batch(_) => (
            "let batch = ",
            "for failure in batch.failures() {\n    eprintln!(\"{failure}\");\n}",
        ),
        _ => ("let answer = ", "println!(\"{answer:?}\");"),
    };
    let chain = calls.concat();
    let chain = match before.len() + chain.len() < WIDTH && !chain.contains('\n') {
        true => chain,
        false => calls.join("\n    "),
    };
    format!("{before}{chain};\n{after}").trim_end().to_owned()
}
