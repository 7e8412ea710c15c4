//! What there is to say about operations that take many inputs: which of their bodies hold inputs beside other fields, the limits, and the way to
//! send any number.

use proc_macro2::TokenStream;
use quote::quote;

use super::builders::body_name;
use super::{Scope, Source, ident};
use crate::ir::{Body, Operation, TypeId, TypeRef};

/// The name that an input may have, so that results and failures can tell it.
const TRACE_ID: &str = "objectWriteTraceId";

impl Source<'_> {
    /// The type of the inputs, where a body is that of a batch.
    fn input<'a>(&'a self, body: &'a Body) -> Option<&'a TypeRef> {
        match &body.ty {
            TypeRef::BatchInput(item) => Some(item),
            TypeRef::Named(id) => self.inputs(*id).map(|(_, item)| item),
            _ => None,
        }
    }

    /// Whether the client can send any number of inputs to an operation.
    pub(super) fn is_batch(&self, operation: &Operation) -> bool {
        let body = operation.body.as_ref().filter(|body| body.required);
        body.is_some_and(|body| self.input(body).is_some()) && operation.success.is_of_a_batch()
    }

    /// The field with the inputs, by its index, and the type of one of them, where a type is the body of a batch.
    fn inputs(&self, id: TypeId) -> Option<(usize, &TypeRef)> {
        let ty = self.ir.ty(id);
        let index = ty.inputs?;
        match &ty.shape.fields()[index].ty {
            TypeRef::List(item) => Some((index, item)),
            _ => None,
        }
    }

    /// Facts about an operation: the number of inputs that it takes, and whether they take trace ids.
    pub(super) fn batch_facts(&self, operation: &Operation) -> TokenStream {
        let batch = operation.body.as_ref();
        let Some((body, input)) = batch.and_then(|body| Some((body, self.input(body)?))) else {
            return TokenStream::new();
        };
        let most = body.max_inputs.map(proc_macro2::Literal::usize_unsuffixed);
        let most = most.map(|most| quote!(.max_inputs(#most)));
        let fields = self.ir.fields(input).unwrap_or_default();
        let traces = fields
            .iter()
            .any(|field| field.name == TRACE_ID && field.ty == TypeRef::Text && !field.required);
        let traces = traces.then(|| quote!(.trace_ids()));
        quote!(#most #traces)
    }

    /// What tells the runtime which field of a body holds the inputs.
    pub(super) fn batch_body(&self, id: TypeId, scope: &Scope) -> TokenStream {
        let Some((index, item)) = self.inputs(id) else {
            return TokenStream::new();
        };
        let (name, field) = (ident(self.names.ty(id)), ident(self.names.field(id, index)));
        let (batch_body, item) = (scope.core("batch_body"), self.value_type(item, scope));
        quote!(#batch_body!(#name, #field as #item);)
    }

    /// The method of a builder that sends any number of inputs.
    pub(super) fn in_chunks(
        &self,
        number: usize,
        operation: &Operation,
        scope: &Scope,
    ) -> TokenStream {
        let Some(body) = operation.body.as_ref().filter(|_| self.is_batch(operation)) else {
            return TokenStream::new();
        };
        let name = ident(self.names.builder(number));
        let decode = self.decoder(number, &operation.success, scope);
        let (field, ty) = (ident(body_name(&body.ty)), self.value_type(&body.ty, scope));
        let in_chunks = scope.core("in_chunks");
        quote!(#in_chunks!(#name as #decode, #field as #ty);)
    }
}
