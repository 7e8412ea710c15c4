//! Values of sent types as a user of the client writes them, by constructors and setters.

use proc_macro2::{Literal, TokenStream, TokenTree};
use quote::{format_ident, quote};
use serde_json::{Map, Value};

use super::{Source, ident, models};
use crate::ir::{Field, Shape, TypeId, TypeRef};
use crate::passes::Home;
use crate::samples::is_accepted;

/// How much a place asks of what stands there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Due {
    /// Something that becomes the type, as arguments take it.
    Convertible,
    /// As `Convertible`, but of the same type as what stands beside it.
    Uniform,
    /// The type itself.
    Exact,
}

/// What stands in statements of its own before an expression.
#[derive(Debug, Default)]
pub(super) struct Parts {
    /// Whether deep values are taken apart.
    is_wanted: bool,
    /// The statements, in their order.
    pub(super) statements: Vec<TokenStream>,
}

impl Parts {
    /// Takes deep values apart: the time of rustfmt doubles with each level.
    pub(super) fn of_deep_values() -> Self {
        Self {
            is_wanted: true,
            ..Self::default()
        }
    }

    /// The expression or, if it is deep, the name of a variable that has its value.
    fn apart(&mut self, expression: TokenStream) -> TokenStream {
        if !self.is_wanted || depth(&expression) < DEEP {
            return expression;
        }
        let name = format_ident!("part_{}", self.statements.len() + 1);
        self.statements.push(quote!(let #name = #expression;));
        quote!(#name)
    }
}

/// As many brackets within brackets are deep.
const DEEP: usize = 6;

/// How many brackets stand within one another.
fn depth(code: &TokenStream) -> usize {
    let depths = code.clone().into_iter().map(|token| match token {
        TokenTree::Group(group) => 1 + depth(&group.stream()),
        _ => 0,
    });
    depths.max().unwrap_or_default()
}

impl Source<'_> {
    /// The name of a type for whoever imports a prelude, with a path where the prelude has it not.
    fn in_prelude(&self, id: TypeId) -> TokenStream {
        let name = ident(self.names.ty(id));
        let module = match self.names.home(id) {
            Home::Models(_) => quote!(models),
            Home::Api(version, api) => {
                let module = ident(&self.names.api(*version, *api).module);
                let version = ident(&self.names.version(*version).module);
                quote!(#version::#module)
            }
            Home::Runtime => return quote!(#name),
        };
        match self.is_in_preludes(id) {
            true => quote!(#name),
            false => quote!(client::#module::#name),
        }
    }

    /// An expression for a JSON value of a type; `None` if the client has no such value, or none that a few words say.
    ///
    /// It names types as the prelude of a version has them, the crate as `client`, and makes times by the functions `time` and `day`.
    pub(super) fn expression(
        &self,
        ty: &TypeRef,
        value: &Value,
        due: Due,
        parts: &mut Parts,
    ) -> Option<TokenStream> {
        Some(match ty {
            TypeRef::Text => {
                let text = value.as_str()?;
                match due {
                    Due::Exact => quote!(#text.to_owned()),
                    _ => quote!(#text),
                }
            }
            TypeRef::Secret => {
                let text = value.as_str()?;
                match due {
                    Due::Exact => quote!(client::SecretString::from(#text)),
                    _ => quote!(#text),
                }
            }
            TypeRef::Boolean => {
                let value = value.as_bool()?;
                quote!(#value)
            }
            TypeRef::Integer => integer(value.as_i64()?)?,
            TypeRef::Number => {
                let float = value.as_f64()?;
                number(&Literal::f64_unsuffixed(float.abs()), float < 0.0)
            }
            TypeRef::DateTime => {
                let text = value.as_str()?;
                quote!(time(#text))
            }
            TypeRef::Date => {
                let text = value.as_str()?;
                quote!(day(#text))
            }
            TypeRef::Bytes => {
                let text = value.as_str()?;
                quote!(client::Bytes::from(#text))
            }
            TypeRef::File => {
                let text = value.as_str()?;
                quote!(client::FilePart::new("file.txt", #text))
            }
            TypeRef::Json => {
                let tokens: TokenStream = value.to_string().parse().ok()?;
                quote!(serde_json::json!(#tokens))
            }
            TypeRef::Properties => {
                let pairs = value.as_object()?.iter();
                let pairs: Vec<TokenStream> = pairs
                    .map(|(name, value)| {
                        let value = value.as_str()?;
                        Some(quote!(#name => #value))
                    })
                    .collect::<Option<_>>()?;
                quote!(properties! { #(#pairs),* })
            }
            TypeRef::Nullable(_) if value.is_null() => quote!(None),
            TypeRef::Nullable(inner) => {
                let value = self.expression(inner, value, Due::Exact, parts)?;
                match due {
                    Due::Exact => quote!(Some(#value)),
                    _ => value,
                }
            }
            TypeRef::List(item) => self.list(item, value.as_array()?, due, parts)?,
            TypeRef::BatchInput(item) => {
                self.list(item, value.get("inputs")?.as_array()?, due, parts)?
            }
            TypeRef::Map(item) => self.map(item, value.as_object()?, due, parts)?,
            TypeRef::Named(id) => self.named(*id, value, due, parts)?,
            TypeRef::Page(_) | TypeRef::Batch(_) => return None,
        })
    }

    fn list(
        &self,
        item: &TypeRef,
        values: &[Value],
        due: Due,
        parts: &mut Parts,
    ) -> Option<TokenStream> {
        let due_of_items = match due {
            Due::Exact => Due::Exact,
            _ => Due::Uniform,
        };
        let items = values
            .iter()
            .map(|value| self.expression(item, value, due_of_items, parts));
        let items: Vec<TokenStream> = items.collect::<Option<_>>()?;
        Some(match (due, items.is_empty()) {
            (Due::Exact, _) => quote!(vec![#(#items),*]),
            // Nothing says what the list is empty of.
            (_, true) => {
                let item = self.named_type(item)?;
                quote!(Vec::<#item>::new())
            }
            _ => quote!([#(#items),*]),
        })
    }

    fn map(
        &self,
        item: &TypeRef,
        values: &Map<String, Value>,
        due: Due,
        parts: &mut Parts,
    ) -> Option<TokenStream> {
        let due_of_values = match (due, item) {
            (Due::Exact, _) | (_, TypeRef::List(_) | TypeRef::Map(_)) => Due::Exact,
            _ => Due::Uniform,
        };
        let pairs = values.iter().map(|(name, value)| {
            let value = self.expression(item, value, due_of_values, parts)?;
            Some(match due {
                Due::Exact => quote!((#name.to_owned(), #value)),
                _ => quote!((#name, #value)),
            })
        });
        let pairs: Vec<TokenStream> = pairs.collect::<Option<_>>()?;
        Some(match due {
            _ if pairs.is_empty() => {
                let item = self.named_type(item)?;
                quote!(std::collections::BTreeMap::<String, #item>::new())
            }
            Due::Exact => quote!(std::collections::BTreeMap::from([#(#pairs),*])),
            _ => quote!([#(#pairs),*]),
        })
    }

    fn named(&self, id: TypeId, value: &Value, due: Due, parts: &mut Parts) -> Option<TokenStream> {
        let name = self.in_prelude(id);
        match &self.ir.ty(id).shape {
            Shape::Object(fields) | Shape::Form(fields) => {
                self.object_value(id, fields, value.as_object()?, parts)
            }
            Shape::Enum(values) => {
                let position = values
                    .iter()
                    .position(|known| Some(known.as_str()) == value.as_str())?;
                let variant = ident(&self.names.variants(id).known[position]);
                Some(quote!(#name::#variant))
            }
            Shape::Union(variants) => {
                let position = variants
                    .iter()
                    .position(|variant| is_accepted(variant, value))?;
                let variant = &variants[position];
                let held = self.expression(&variant.ty, value, Due::Exact, parts)?;
                let is_object = |id: TypeId| matches!(self.ir.ty(id).shape, Shape::Object(_));
                let converts = variant.ty.named().is_some_and(is_object);
                let variant_name = ident(&self.names.variants(id).known[position]);
                Some(match (converts, due, variant.boxed) {
                    (true, Due::Convertible, _) => held,
                    (true, _, _) => quote!(#name::from(#held)),
                    (false, _, true) => quote!(#name::#variant_name(Box::new(#held))),
                    (false, _, false) => quote!(#name::#variant_name(#held)),
                })
            }
        }
    }

    fn object_value(
        &self,
        id: TypeId,
        fields: &[Field],
        object: &Map<String, Value>,
        parts: &mut Parts,
    ) -> Option<TokenStream> {
        let name = self.in_prelude(id);
        let mut arguments = Vec::new();
        let mut setters = Vec::new();
        for (index, field) in fields.iter().enumerate() {
            if models::only_value(field).is_some() {
                continue;
            }
            // A setter of a boxed field takes what is in the box.
            let ty = match &field.ty {
                TypeRef::Nullable(inner) if field.boxed => inner,
                other => other,
            };
            let before = parts.statements.len();
            let value = object.get(&field.name).filter(|value| !value.is_null());
            let value = value.and_then(|value| self.expression(ty, value, Due::Convertible, parts));
            match (value, field.required) {
                (Some(value), true) => arguments.push(value),
                (None, true) => return None,
                (Some(value), false) => {
                    let setter = ident(self.names.field(id, index));
                    setters.push(quote!(.#setter(#value)));
                }
                // Nothing needs the parts of what cannot be said.
                (None, false) => parts.statements.truncate(before),
            }
        }
        Some(parts.apart(quote!(#name::new(#(#arguments),*) #(#setters)*)))
    }

    /// What an empty list is empty of.
    fn named_type(&self, ty: &TypeRef) -> Option<TokenStream> {
        match ty {
            TypeRef::Named(id) => {
                let name = self.in_prelude(*id);
                Some(quote!(#name))
            }
            TypeRef::Text => Some(quote!(String)),
            TypeRef::Secret => Some(quote!(client::SecretString)),
            _ => None,
        }
    }
}

/// A whole number, of a type that holds it.
pub(super) fn integer(value: i64) -> Option<TokenStream> {
    let magnitude = value.checked_abs()?;
    let literal = match i32::try_from(magnitude) {
        Ok(small) => Literal::i32_unsuffixed(small),
        // Where any kind of number will do, it would be taken for a small one.
        Err(_) => Literal::i64_suffixed(magnitude),
    };
    Some(number(&literal, value < 0))
}

/// A number with its sign.
fn number(magnitude: &Literal, is_negative: bool) -> TokenStream {
    match is_negative {
        true => quote!(-#magnitude),
        false => quote!(#magnitude),
    }
}
