//! Calls of every operation, for tests: with values for all that it takes, written as a user of the client writes them.
//!
//! The values come from the documents as they stand, so they fit them whatever the generator made of the types.

use proc_macro2::{Ident, TokenStream};
use quote::{format_ident, quote};
use serde_json::Value;

use super::builders::body_name;
use super::values::{Due, Parts};
use super::{Source, ident, models};
use crate::conform::{Bodies, Parameter, Specs};
use crate::ir::{Ir, Media, Operation, OperationRef, Param, Success, TypeRef};
use crate::passes::Names;
use crate::render::Draft;

/// The folder of the calls.
const FOLDER: &str = "tests/generated";

/// The files of the calls, for a crate that programs know as `library`: one for each API, and one that lists them.
pub fn calls(ir: &Ir, names: &Names, specs: &Specs, library: &str) -> Vec<Draft> {
    let calls = Calls {
        source: Source {
            ir,
            names,
            library: Some(library),
            with_default: models::with_default(ir),
        },
        bodies: Bodies::of(specs),
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
    bodies: Bodies,
}

impl Calls<'_> {
    /// What all calls share, and the list of them.
    fn index(&self, library: &str) -> Draft {
        let library = ident(library);
        let mut modules = TokenStream::new();
        let mut lines = TokenStream::new();
        let mut streamed = TokenStream::new();
        let mut documents = Vec::new();
        for (version, item) in self.source.ir.versions.iter().enumerate() {
            for (api, item) in item.apis.iter().enumerate() {
                documents.push(item.origin.file.to_string());
                let module = self.module(version, api);
                let path = format!("calls/{module}.rs");
                modules.extend(quote!(#[path = #path] mod #module;));
                let id = self.source.names.api_id(version, api);
                lines.extend(quote!((#id, #module::CALLS),));
                if !self.streams(version, api).is_empty() {
                    streamed.extend(quote!((#id, #module::STREAMS),));
                }
            }
        }
        Draft {
            path: format!("{FOLDER}/calls.rs"),
            documents,
            tokens: quote! {
                #![doc = " Every operation, called with all that it takes: the values that `openapi_conform` makes for the document."]
                #![allow(dead_code, deprecated, unused_imports, reason = "which values there are is up to the documents")]

                /// A function as a [`Call`].
                macro_rules! call {
                    ($function:path) => {
                        |client| Box::pin($function(client))
                    };
                }

                #modules

                use std::fmt::Debug;
                use std::pin::Pin;

                use #library as client;
                use client::{Client, Error, Items, JsonValue, Paged};
                use serde_json::Value;

                /// A call of one operation.
                pub(crate) type Call = for<'a> fn(&'a Client) -> Pin<Box<dyn Future<Output = Result<Answer, Error>> + Send + 'a>>;

                /// A call of one operation that reads the items of all its pages.
                pub(crate) type Stream = for<'a> fn(&'a Client) -> Pin<Box<dyn Future<Output = Result<Vec<Answer>, Error>> + Send + 'a>>;

                /// What the client read.
                #[derive(Debug)]
                pub(crate) struct Answer {
                    /// The value as the client writes it: null where there is none, and a text where it is no JSON.
                    pub(crate) json: Value,
                    /// The value as it shows itself, with what the client did not know in it.
                    pub(crate) debug: String,
                }

                /// The calls of all APIs, by version and API.
                pub(crate) const APIS: &[(&str, &[(&str, Call)])] = &[#lines];

                /// The streams of all APIs that have any, by version and API.
                pub(crate) const STREAMED: &[(&str, &[(&str, Stream)])] = &[#streamed];

                async fn items<R>(mut stream: Items<R>) -> Result<Vec<Answer>, Error>
                where
                    R: Paged + 'static,
                    R::Item: JsonValue + Debug,
                {
                    let mut items = Vec::new();
                    while let Some(item) = stream.try_next().await? {
                        items.push(written(&item));
                    }
                    Ok(items)
                }

                /// A point in time.
                fn time(text: &str) -> client::DateTime {
                    text.parse().expect("a point in time")
                }

                /// A day.
                fn day(text: &str) -> client::CalendarDate {
                    client::CalendarDate::from(text.parse::<client::Date>().expect("a day"))
                }

                fn nothing() -> Answer {
                    shown(&(), Value::Null)
                }

                fn written(answer: &(impl JsonValue + Debug)) -> Answer {
                    let json = answer.write(serde_json::value::Serializer);
                    shown(answer, json.expect("what was read can be written"))
                }

                fn shown(answer: &impl Debug, json: Value) -> Answer {
                    Answer {
                        json,
                        debug: format!("{answer:?}"),
                    }
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
        let positions = (0..item.operations.len()).map(|operation| OperationRef {
            version,
            api,
            operation,
        });
        let mut lines = TokenStream::new();
        let mut functions = TokenStream::new();
        for position in positions {
            let method = &self.source.names.operation(position).method;
            let bodies = self.bodies(position);
            for (index, name) in self.functions(position).iter().enumerate() {
                // A type that needs itself has no value, so nobody can make the call.
                if let Some(function) = self.function(position, name, bodies.get(index)) {
                    lines.extend(quote!((#method, call!(#name)),));
                    functions.extend(function);
                }
            }
        }
        let streams = self.streams(version, api);
        let streamed = (!streams.is_empty()).then(|| {
            let lines = streams
                .iter()
                .map(|(method, name, _)| quote!((#method, call!(#name)),));
            let functions = streams.iter().map(|(_, _, function)| function);
            quote! {
                /// By method, with no more than it needs.
                pub(super) const STREAMS: &[(&str, super::Stream)] = &[#(#lines)*];

                #(#functions)*
            }
        });
        let version_module = ident(&self.source.names.version(version).module);
        Draft {
            path: format!("{FOLDER}/calls/{}.rs", self.module(version, api)),
            documents: vec![item.origin.file.to_string()],
            tokens: quote! {
                use serde_json::Value;

                use super::client::{self, Client, Error, #version_module::prelude::*};
                use super::{day, nothing, shown, time, written};

                /// By method. An operation that takes one of several things is called with each.
                pub(super) const CALLS: &[(&str, super::Call)] = &[#lines];

                #functions

                #streamed
            },
        }
    }

    /// The method, the name and the function of each call that reads all pages.
    fn streams(&self, version: usize, api: usize) -> Vec<(&str, Ident, TokenStream)> {
        let operations = 0..self.source.ir.versions[version].apis[api].operations.len();
        let positions = operations.map(|operation| OperationRef {
            version,
            api,
            operation,
        });
        let paged = positions.filter(|at| self.source.ir.operation(*at).paging.is_some());
        let streams = paged.filter_map(|position| {
            let method = self.source.names.operation(position).method.as_str();
            let name = format_ident!("stream_{method}");
            let mut parts = Parts::of_deep_values();
            let body = self.bodies(position).first();
            let (request, _) = self.request(position, body, &mut parts)?;
            let statements = parts.statements;
            let function = quote! {
                async fn #name(client: &Client) -> Result<Vec<super::Answer>, Error> {
                    #(#statements)*
                    super::items(#request.stream()).await
                }
            };
            Some((method, name, function))
        });
        streams.collect()
    }

    /// The names of the functions that call an operation: as many as there are bodies for it, and one at least. None is that of a function which they use.
    fn functions(&self, position: OperationRef) -> Vec<Ident> {
        let names = self.source.names;
        let method = &names.operation(position).method;
        let operations = 0..self.source.ir.api(position).operations.len();
        let is_taken = |name: &str| {
            operations.clone().any(|operation| {
                let other = OperationRef {
                    operation,
                    ..position
                };
                format!("call_{}", names.operation(other).method) == name
            })
        };
        let others = (2..).map(|number| format!("call_{method}_{number}"));
        let others = others.filter(|name| !is_taken(name));
        let count = self.bodies(position).len().max(1);
        let functions = std::iter::once(format!("call_{method}")).chain(others);
        functions.take(count).map(|name| ident(&name)).collect()
    }

    /// The values of the body.
    fn bodies(&self, position: OperationRef) -> &[Value] {
        let operation = self.source.ir.operation(position);
        let media_type = operation.body.as_ref().and_then(|body| {
            let contents = self.specs.at(&body.origin)?.members("content");
            let names = || contents.iter().map(|(name, _)| *name);
            let mut own = names().filter(|name| is_media(name, &body.media));
            let any = || names().find(|name| matches!(*name, "*/*" | "application/*"));
            own.next().or_else(any)
        });
        media_type.map_or(&[], |name| self.bodies.get(&operation.origin, name))
    }

    /// A call; `None` if there is no value for something that it must have.
    fn function(
        &self,
        position: OperationRef,
        name: &Ident,
        body: Option<&Value>,
    ) -> Option<TokenStream> {
        let mut parts = Parts::of_deep_values();
        let (request, setters) = self.request(position, body, &mut parts)?;
        let (result, answer) = answer(self.source.ir.operation(position));
        let statements = parts.statements;
        Some(quote! {
            async fn #name(client: &Client) -> Result<super::Answer, Error> {
                #(#statements)*
                #result #request #(#setters)*.await?;
                Ok(#answer)
            }
        })
    }

    /// The request with what it must have, and the setters of all else; `None` if there is no value for something that it must have.
    fn request(
        &self,
        position: OperationRef,
        body: Option<&Value>,
        parts: &mut Parts,
    ) -> Option<(TokenStream, Vec<TokenStream>)> {
        let (api, operation) = (
            self.source.ir.api(position),
            self.source.ir.operation(position),
        );
        let names = self.source.names;
        let handle = ident(&names.api(position.version, position.api).module);
        let method = ident(&names.operation(position).method);
        let of_handle = api.handle_params.iter().map(|param| self.param(param));
        let of_handle: Vec<TokenStream> = of_handle.collect::<Option<_>>()?;
        let required = operation.params.iter().filter(|param| param.required);
        let params = operation.path_params.iter().chain(required);
        let mut arguments: Vec<TokenStream> = params
            .map(|param| self.param(param))
            .collect::<Option<_>>()?;
        let mut setters = Vec::new();
        for param in operation.params.iter().filter(|param| !param.required) {
            let name = ident(names.param(param));
            let value = self.param(param);
            setters.extend(value.map(|value| quote!(.#name(#value))));
        }
        if let Some(given) = &operation.body {
            let value = body.and_then(|value| {
                let due = Due::Convertible;
                self.source.expression(&given.ty, value, due, parts)
            });
            let name = ident(body_name(&given.ty));
            match given.required {
                true => arguments.push(value?),
                false => setters.extend(value.map(|value| quote!(.#name(#value)))),
            }
        }
        let request = quote!(client.#handle(#(#of_handle),*).#method(#(#arguments),*));
        Some((request, setters))
    }

    fn param(&self, param: &Param) -> Option<TokenStream> {
        let value = Parameter::of(self.specs.at(&param.origin)?)?.given()?;
        let due = match param.ty {
            // The runtime takes pairs, but not pairs of anything.
            TypeRef::Map(_) => Due::Exact,
            _ => Due::Convertible,
        };
        self.source
            .expression(&param.ty, &value, due, &mut Parts::default())
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

/// Where the result goes, and what is told of it.
fn answer(operation: &Operation) -> (TokenStream, TokenStream) {
    match &operation.success {
        Success::Empty => (quote!(), quote!(nothing())),
        other => (quote!(let answer =), told(other)),
    }
}

/// What is told of `answer`.
fn told(success: &Success) -> TokenStream {
    match success {
        Success::Empty => quote!(nothing()),
        Success::Json(_) | Success::Batch(_) => quote!(written(&answer)),
        Success::Text => quote!(shown(&answer, Value::from(answer.as_str()))),
        Success::Binary => quote!(shown(&answer, String::from_utf8_lossy(&answer).into())),
        Success::Optional(inner) => {
            let told = told(inner);
            quote!(match answer {
                Some(answer) => #told,
                None => nothing(),
            })
        }
        // What it is depends on the answer.
        Success::ByStatus(_) | Success::Whole => {
            quote!(shown(&answer, Value::from(format!("{answer:?}"))))
        }
    }
}
