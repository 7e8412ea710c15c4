//! Calls of every operation, for tests: with values for all that it takes, written as a user of the client writes them.
//!
//! The values come from the documents as they stand, so they fit them whatever the generator made of the types.

use proc_macro2::{Ident, TokenStream};
use quote::{format_ident, quote};
use serde_json::Value;

use super::builders::body_name;
use super::values::Due;
use super::{Source, ident, models};
use crate::conform::{Examples, Specs};
use crate::ir::{Body, Ir, Media, Operation, OperationRef, Param, Success};
use crate::passes::Names;
use crate::render::Draft;

/// The folder of the calls.
const FOLDER: &str = "tests/generated";

/// The files of the calls, for a crate that programs know as `library`: one for each API, and one that lists all of them by the names of API.md.
pub fn calls(ir: &Ir, names: &Names, specs: &Specs, library: &str) -> Vec<Draft> {
    let calls = Calls {
        source: Source {
            ir,
            names,
            library: Some(library),
            with_default: models::with_default(ir),
        },
        specs,
    };
    let mut files = vec![main(), calls.index(library)];
    for (version, item) in ir.versions.iter().enumerate() {
        files.extend((0..item.apis.len()).map(|api| calls.file(version, api)));
    }
    files
}

/// The target that cargo finds, for what stands beside it.
fn main() -> Draft {
    Draft {
        path: format!("{FOLDER}/main.rs"),
        documents: Vec::new(),
        tokens: quote! {
            #![doc = " What comes with the client for tests of it."]
            mod calls;
            mod round_trip;
        },
    }
}

struct Calls<'a> {
    source: Source<'a>,
    specs: &'a Specs,
}

impl Calls<'_> {
    /// What all calls share, and the list of them.
    fn index(&self, library: &str) -> Draft {
        let library = ident(library);
        let mut modules = TokenStream::new();
        let mut lines = TokenStream::new();
        let mut documents = Vec::new();
        for (version, item) in self.source.ir.versions.iter().enumerate() {
            for (api, item) in item.apis.iter().enumerate() {
                documents.push(item.origin.file.to_string());
                let module = self.module(version, api);
                let path = format!("calls/{module}.rs");
                modules.extend(quote!(#[path = #path] mod #module;));
                for operation in 0..item.operations.len() {
                    let position = OperationRef {
                        version,
                        api,
                        operation,
                    };
                    let id = self.source.names.id(position);
                    let function = ident(&self.source.names.operation(position).method);
                    lines.extend(quote!((#id, |client| Box::pin(#module::#function(client))),));
                }
            }
        }
        Draft {
            path: format!("{FOLDER}/calls.rs"),
            documents,
            tokens: quote! {
                #![doc = " Every operation, called with all that it takes. Each call gives what the client read, written back as JSON."]
                #![allow(dead_code, deprecated, unused_imports, reason = "which values there are is up to the documents")]

                #modules

                use std::pin::Pin;

                use #library as client;
                use client::{Client, Error, JsonValue};
                use serde_json::Value;

                /// A call of one operation.
                pub(crate) type Call = for<'a> fn(&'a Client) -> Pin<Box<dyn Future<Output = Result<Value, Error>> + Send + 'a>>;

                /// All calls by version, API and method.
                pub(crate) const CALLS: &[(&str, Call)] = &[#lines];

                /// A point in time.
                fn time(text: &str) -> client::DateTime {
                    text.parse().expect("a point in time")
                }

                /// A day.
                fn day(text: &str) -> client::CalendarDate {
                    client::CalendarDate::from(text.parse::<client::Date>().expect("a day"))
                }

                /// What the client makes of a value that it read.
                fn written(value: &impl JsonValue) -> Value {
                    value.write(serde_json::value::Serializer).expect("JSON")
                }
            },
        }
    }

    fn module(&self, version: usize, api: usize) -> Ident {
        let names = self.source.names;
        format_ident!(
            "{}_{}",
            names.version(version).module,
            names.api(version, api).module
        )
    }

    /// The calls of one API.
    fn file(&self, version: usize, api: usize) -> Draft {
        let item = &self.source.ir.versions[version].apis[api];
        let functions = (0..item.operations.len()).map(|operation| {
            self.function(OperationRef {
                version,
                api,
                operation,
            })
        });
        let functions: TokenStream = functions.collect();
        let version_module = ident(&self.source.names.version(version).module);
        Draft {
            path: format!("{FOLDER}/calls/{}.rs", self.module(version, api)),
            documents: vec![item.origin.file.to_string()],
            tokens: quote! {
                use serde_json::Value;

                use super::client::{self, Client, Error, #version_module::prelude::*};
                use super::{day, time, written};

                #functions
            },
        }
    }

    fn function(&self, position: OperationRef) -> TokenStream {
        let (api, operation) = (
            self.source.ir.api(position),
            self.source.ir.operation(position),
        );
        let names = self.source.names;
        let mut examples = Examples::default();
        let handle = ident(&names.api(position.version, position.api).module);
        let method = ident(&names.operation(position).method);
        let of_handle: Vec<TokenStream> = api
            .handle_params
            .iter()
            .filter_map(|param| self.param(param, &mut examples))
            .collect();
        let required = operation.params.iter().filter(|param| param.required);
        let params = operation.path_params.iter().chain(required);
        let mut arguments: Vec<TokenStream> = params
            .filter_map(|param| self.param(param, &mut examples))
            .collect();
        let mut setters = Vec::new();
        for param in operation.params.iter().filter(|param| !param.required) {
            let name = ident(names.param(param));
            let value = self.param(param, &mut examples);
            setters.extend(value.map(|value| quote!(.#name(#value))));
        }
        if let Some(body) = &operation.body {
            let value = self.body(body, &mut examples);
            let name = ident(body_name(&body.ty));
            match body.required {
                true => arguments.extend(value),
                false => setters.extend(value.map(|value| quote!(.#name(#value)))),
            }
        }
        let request = quote!(client.#handle(#(#of_handle),*).#method(#(#arguments),*) #(#setters)*);
        let (answer, written) = answer(operation);
        quote! {
            pub(super) async fn #method(client: &Client) -> Result<Value, Error> {
                #answer #request.await?;
                Ok(#written)
            }
        }
    }

    fn param(&self, param: &Param, examples: &mut Examples) -> Option<TokenStream> {
        let node = self.specs.at(&param.origin)?;
        let schema = node.get("schema").or_else(|| {
            let (_, media) = node.members("content").into_iter().next()?;
            media.get("schema")
        })?;
        let value = examples.named(&schema, &param.name);
        self.source.expression(&param.ty, &value, Due::Convertible)
    }

    fn body(&self, body: &Body, examples: &mut Examples) -> Option<TokenStream> {
        let contents = self.specs.at(&body.origin)?.members("content");
        let (_, media) = contents
            .into_iter()
            .find(|(name, _)| is_media(name, &body.media))?;
        let value = match media.get("schema") {
            Some(schema) => examples.value(&schema),
            None => Value::from("text"),
        };
        self.source.expression(&body.ty, &value, Due::Convertible)
    }
}

/// Whether the client sends a body as this media type.
fn is_media(name: &str, media: &Media) -> bool {
    match media {
        Media::Json(own) | Media::Text(own) | Media::Binary(own) => name == own,
        Media::Form => name.starts_with("application/x-www-form-urlencoded"),
        Media::Multipart => name.starts_with("multipart/"),
    }
}

/// Where the answer goes, and the JSON of it.
fn answer(operation: &Operation) -> (TokenStream, TokenStream) {
    match &operation.success {
        Success::Empty => (quote!(), quote!(Value::Null)),
        other => (quote!(let answer =), json(other)),
    }
}

/// The JSON of `answer`.
fn json(success: &Success) -> TokenStream {
    match success {
        Success::Empty => quote!(Value::Null),
        Success::Json(_) | Success::Batch(_) => quote!(written(&answer)),
        Success::Text => quote!(Value::from(answer)),
        Success::Binary => quote!(Value::from(String::from_utf8_lossy(&answer).into_owned())),
        Success::Optional(inner) => {
            let json = json(inner);
            quote!(match answer {
                Some(answer) => #json,
                None => Value::Null,
            })
        }
        // What it is depends on the answer.
        Success::ByStatus(_) | Success::Whole => quote!(Value::from(format!("{answer:?}"))),
    }
}
