//! Structs and enums of the documents.

use std::collections::HashSet;

use proc_macro2::TokenStream;
use quote::{ToTokens as _, quote};

use super::arguments::{is_copied, many_arguments};
use super::{Scope, Source, docs, ident};
use crate::ir::{Direction, Field, Ir, Shape, TypeId, TypeRef};

impl Source<'_> {
    /// A type with its implementations.
    pub(super) fn ty(&self, id: TypeId, scope: &Scope) -> TokenStream {
        match &self.ir.ty(id).shape {
            Shape::Object(fields) | Shape::Form(fields) => self.object(id, fields, scope),
            Shape::Union(variants) => self.union(id, variants, scope),
            Shape::Enum(values) => self.open_enum(id, values, scope),
        }
    }

    /// The Rust type of a value.
    pub(super) fn value_type(&self, ty: &TypeRef, scope: &Scope) -> TokenStream {
        match ty {
            TypeRef::Text => quote!(String),
            TypeRef::Secret => scope.core("SecretString").into_token_stream(),
            TypeRef::Boolean => quote!(bool),
            TypeRef::Integer => quote!(i64),
            TypeRef::Number => quote!(f64),
            TypeRef::DateTime => scope.core("DateTime").into_token_stream(),
            TypeRef::Date => scope.core("CalendarDate").into_token_stream(),
            TypeRef::Bytes => scope.core("Bytes").into_token_stream(),
            TypeRef::File => scope.core("FilePart").into_token_stream(),
            TypeRef::Json => scope.core("Value").into_token_stream(),
            TypeRef::Properties => scope.core("Properties").into_token_stream(),
            TypeRef::Named(id) => scope.ty(self, *id).into_token_stream(),
            TypeRef::List(item) | TypeRef::BatchInput(item) => {
                let item = self.value_type(item, scope);
                quote!(Vec<#item>)
            }
            TypeRef::Map(value) => {
                let (map, value) = (scope.map(), self.value_type(value, scope));
                quote!(#map<String, #value>)
            }
            TypeRef::Nullable(inner) => {
                let inner = self.value_type(inner, scope);
                quote!(Option<#inner>)
            }
            TypeRef::Page(item) => {
                let (page, item) = (scope.core("Page"), self.value_type(item, scope));
                quote!(#page<#item>)
            }
            TypeRef::Batch(result) => {
                let (batch, result) = (scope.core("Batch"), self.value_type(result, scope));
                quote!(#batch<#result>)
            }
        }
    }

    fn object(&self, id: TypeId, fields: &[Field], scope: &Scope) -> TokenStream {
        let ty = self.ir.ty(id);
        let name = ident(self.names.ty(id));
        let docs = docs::outer(&described(docs::text(&ty.docs), || {
            format!("The object `{}`.", ty.name)
        }));
        let deprecated = scope.deprecated(ty.docs.deprecated);
        let derives = if self.with_default.contains(&id) {
            quote!(#[derive(Debug, Clone, Default, PartialEq)])
        } else {
            quote!(#[derive(Debug, Clone, PartialEq)])
        };
        let extra = scope.core("Extra");
        let declared = fields.iter().enumerate().map(|(index, field)| {
            let docs = docs::outer(&described(docs::text(&field.docs), || {
                format!("The property `{}`.", field.name)
            }));
            let deprecated = scope.deprecated(field.docs.deprecated);
            let (name, ty) = (
                ident(self.names.field(id, index)),
                self.field_type(field, ty.direction, scope),
            );
            quote!(#docs #deprecated pub #name: #ty,)
        });
        let wire = self.wire(id, fields, scope);
        let batch = self.batch_body(id, scope);
        let record = self.is_record(id, fields).then(|| {
            let record = scope.core("record");
            quote!(#record!(#name);)
        });
        let constructor = if ty.direction.is_sent() {
            self.constructor(id, fields, scope)
        } else {
            TokenStream::new()
        };
        quote! {
            #docs
            #deprecated
            #derives
            #[non_exhaustive]
            pub struct #name {
                #(#declared)*
                /// Fields that this version of the crate does not know, kept as they came.
                pub extra: #extra,
            }
            #wire
            #batch
            #record
            #constructor
        }
    }

    /// What the names of the fields are on the wire, for the macro that implements reading and writing.
    fn wire(&self, id: TypeId, fields: &[Field], scope: &Scope) -> TokenStream {
        let name = ident(self.names.ty(id));
        let names = |index| ident(self.names.field(id, index));
        let is_form = matches!(self.ir.ty(id).shape, Shape::Form(_));
        let wire = fields.iter().enumerate().map(|(index, field)| {
            let (name, wire) = (names(index), &field.name);
            match is_form {
                true => {
                    let kind = ident(self.part_kind(&field.ty));
                    quote!(#name: #kind(#wire))
                }
                false => match only_value(field) {
                    Some(constant) => quote!(#name: #wire = #constant),
                    None => quote!(#name: #wire),
                },
            }
        });
        let implement = scope.core(match is_form {
            true => "multipart_form",
            false => "json_object",
        });
        quote!(#implement!(#name { #(#wire),* });)
    }

    /// Whether it is a record as HubSpot sends it: `id: String` and `properties: Properties`.
    fn is_record(&self, id: TypeId, fields: &[Field]) -> bool {
        let ty = self.ir.ty(id);
        let is_received = ty.direction != Direction::Sent && matches!(ty.shape, Shape::Object(_));
        let has = |name: &str, fits: &dyn Fn(&Field) -> bool| {
            let mut fields = fields.iter().enumerate();
            fields.any(|(index, field)| {
                self.names.field(id, index) == name && !field.boxed && fits(field)
            })
        };
        is_received
            && has("id", &|field| field.required && field.ty == TypeRef::Text)
            && has("properties", &|field| match &field.ty {
                TypeRef::Properties => field.required || !ty.direction.is_sent(),
                TypeRef::Nullable(ty_inside) => {
                    **ty_inside == TypeRef::Properties && !ty.direction.is_sent()
                }
                _ => false,
            })
    }

    /// How a part of a form is sent.
    fn part_kind(&self, ty: &TypeRef) -> &'static str {
        match ty {
            TypeRef::File => "file",
            TypeRef::Text
            | TypeRef::Secret
            | TypeRef::Boolean
            | TypeRef::Integer
            | TypeRef::Number
            | TypeRef::DateTime
            | TypeRef::Date => "text",
            TypeRef::Named(id) if matches!(self.ir.ty(*id).shape, Shape::Enum(_)) => "text",
            TypeRef::List(item) => self.part_kind(item),
            _ => "json",
        }
    }

    fn field_type(&self, field: &Field, direction: Direction, scope: &Scope) -> TokenStream {
        let (inner, nullable) = match &field.ty {
            TypeRef::Nullable(inner) => (inner.as_ref(), true),
            other => (other, false),
        };
        let ty = self.value_type(inner, scope);
        // What HubSpot leaves out of a response is empty; what a caller leaves out of a request is not sent, which is something else.
        let empty_when_absent = !direction.is_sent()
            && matches!(
                inner,
                TypeRef::List(_) | TypeRef::Map(_) | TypeRef::Properties
            );
        if nullable && direction.is_sent() && !field.boxed {
            // Not to send a value and to send `null` are two things.
            quote!(Option<Option<#ty>>)
        } else if field.boxed {
            quote!(Option<Box<#ty>>)
        } else if empty_when_absent || (field.required && !nullable) {
            ty
        } else {
            quote!(Option<#ty>)
        }
    }

    /// What a caller needs to make a value: `new` with what is required, a setter for everything else.
    fn constructor(&self, id: TypeId, fields: &[Field], scope: &Scope) -> TokenStream {
        let name = ident(self.names.ty(id));
        let extra = scope.core("Extra");
        let mut arguments = Vec::new();
        let mut values = Vec::new();
        let mut setters = Vec::new();
        for (index, field) in fields.iter().enumerate() {
            let field_name = ident(self.names.field(id, index));
            let (ty, value) = match &field.ty {
                TypeRef::Nullable(inner) if field.boxed => {
                    self.argument(inner, &quote!(#field_name), scope)
                }
                other => self.argument(other, &quote!(#field_name), scope),
            };
            if let Some(value) = only_value(field) {
                values.push(quote!(#field_name: #value.to_owned()));
                continue;
            }
            if field.required {
                arguments.push(quote!(#field_name: #ty));
                // `count: count` would be a warning.
                values.push(if is_copied(&field.ty) {
                    value
                } else if matches!(field.ty, TypeRef::Nullable(_)) {
                    quote!(#field_name: Some(#value))
                } else {
                    quote!(#field_name: #value)
                });
                continue;
            }
            values.push(quote!(#field_name: None));
            let line = format!(
                "Sets [`{0}`](#structfield.{0}).",
                self.names.field(id, index)
            );
            let docs = docs::outer(&[line]);
            let value = if field.boxed {
                quote!(Box::new(#value))
            } else {
                value
            };
            let deprecated = scope.deprecated(field.docs.deprecated);
            setters.push(quote! {
                #docs
                #deprecated
                pub fn #field_name(mut self, #field_name: #ty) -> Self {
                    self.#field_name = Some(#value);
                    self
                }
            });
        }
        let has_tag = fields.iter().any(|field| only_value(field).is_some());
        let line = match (arguments.is_empty() && !has_tag, setters.is_empty()) {
            (true, _) => "A value with nothing set.",
            (false, true) => "A value with what the API requires.",
            (false, false) => "A value with what the API requires; everything else has a setter.",
        };
        let conversions = self.conversions(id, fields, scope);
        let many = many_arguments(arguments.len());
        // Whoever finds `new()` expects `default()`; a value with a hole must not come of it.
        let is_derived = self.with_default.contains(&id);
        let default = (arguments.is_empty() && !is_derived).then(|| {
            quote! {
                impl Default for #name {
                    fn default() -> Self {
                        Self::new()
                    }
                }
            }
        });
        let docs = docs::outer(&[line.to_owned()]);
        quote! {
            impl #name {
                #docs
                #many
                pub fn new(#(#arguments),*) -> Self {
                    Self { #(#values,)* extra: #extra::default() }
                }
                #(#setters)*
            }
            #default
            #conversions
        }
    }

    /// A type with a single required field can be made from that field, so callers need not name the type.
    fn conversions(&self, id: TypeId, fields: &[Field], scope: &Scope) -> TokenStream {
        let Some(field) = only_required(fields) else {
            return TokenStream::new();
        };
        let name = ident(self.names.ty(id));
        let from_required = |types: TokenStream| {
            let from_required = scope.core("from_required");
            quote!(#from_required!(#name, [#types]);)
        };
        match &field.ty {
            TypeRef::Text => from_required(quote!(&str, String)),
            TypeRef::Secret => {
                let secret = self.value_type(&field.ty, scope);
                from_required(quote!(&str, String, #secret))
            }
            TypeRef::List(item) => match item.as_ref() {
                TypeRef::Named(_) | TypeRef::Text | TypeRef::Secret | TypeRef::Properties => {
                    let from_list = scope.core("from_required_list");
                    let item = self.value_type(item, scope);
                    quote!(#from_list!(#name, [#item]);)
                }
                copied if is_copied(copied) => {
                    let from_list = scope.core("from_required_list");
                    let item = self.value_type(copied, scope);
                    quote!(#from_list!(#name, exactly [#item]);)
                }
                _ => from_required(self.value_type(&field.ty, scope)),
            },
            // Whether that is a value or none would be left to the compiler.
            TypeRef::Nullable(_) => TokenStream::new(),
            other => from_required(self.value_type(other, scope)),
        }
    }

    fn open_enum(&self, id: TypeId, values: &[String], scope: &Scope) -> TokenStream {
        let ty = self.ir.ty(id);
        let name = ident(self.names.ty(id));
        let names = self.names.variants(id);
        let fallback = ident(&names.fallback);
        let place = ty.origin.pointer.rsplit('/').next().unwrap_or_default();
        let docs = docs::outer(&described(docs::text(&ty.docs), || {
            format!("Values of `{place}`. HubSpot may add more at any time.")
        }));
        let deprecated = scope.deprecated(ty.docs.deprecated);
        let known: Vec<_> = names.known.iter().map(|name| ident(name)).collect();
        let variants = known.iter().zip(values).map(|(name, value)| {
            let docs = docs::outer(&[docs::code(value)]);
            quote!(#docs #name,)
        });
        let (unknown, open_enum) = (scope.core("UnknownValue"), scope.core("open_enum"));
        quote! {
            #docs
            #deprecated
            #[derive(Debug, Clone, PartialEq, Eq, Hash)]
            #[non_exhaustive]
            pub enum #name {
                #(#variants)*
                /// A value that this version of the crate does not know; `as_str` gives it back as it came.
                #fallback(#unknown),
            }
            #open_enum!(#name, #fallback { #(#known: #values),* });
        }
    }
}

/// The one field that a caller has to give, if it is one.
pub(super) fn only_required(fields: &[Field]) -> Option<&Field> {
    let mut required = fields
        .iter()
        .filter(|field| field.required && only_value(field).is_none());
    required.next().filter(|_| required.next().is_none())
}

/// The value of a required property that has only one, such as the tag of a variant: nobody needs to say it.
pub(super) fn only_value(field: &Field) -> Option<&str> {
    field.constant.as_deref().filter(|_| field.required)
}

/// `text`, or a sentence in its place: rustc asks for documentation of everything public.
pub(super) fn described(text: Vec<String>, otherwise: impl FnOnce() -> String) -> Vec<String> {
    if text.is_empty() {
        vec![otherwise()]
    } else {
        text
    }
}

/// The types that have an empty value which is worth something.
///
/// A request value with a hole where the API requires something should not be easy to make. Taking away until nothing changes needs no memory of the way.
pub(super) fn with_default(ir: &Ir) -> HashSet<TypeId> {
    let declared = ir.used_types().filter(|(_, ty)| ty.runtime.is_none());
    let mut found: HashSet<TypeId> = declared.map(|(id, _)| id).collect();
    loop {
        let holds = |id: &TypeId| {
            let ty = ir.ty(*id);
            ty.shape
                .fields()
                .iter()
                .filter(|field| field.required && !field.boxed)
                .all(|field| {
                    !ty.direction.is_sent()
                        && match &field.ty {
                            TypeRef::Named(id) => found.contains(id),
                            TypeRef::Batch(_) => false,
                            _ => true,
                        }
                })
        };
        let kept: HashSet<TypeId> = found.iter().filter(|id| holds(id)).copied().collect();
        if kept.len() == found.len() {
            return kept;
        }
        found = kept;
    }
}
