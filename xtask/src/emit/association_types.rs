//! Constants for the kinds of links that HubSpot defines.

use std::collections::HashMap;

use quote::quote;

use super::{Scope, Source, docs, ident};
use crate::ir::{AssociationSpec, AssociationType, AssociationTypes};
use crate::passes::Home;
use crate::render::Draft;

/// The name of the module.
pub(super) const MODULE: &str = "association_types";

/// `association_types.rs`.
pub(super) fn association_types(
    source: &Source<'_>,
    table: &AssociationTypes,
    spec: AssociationSpec,
) -> Draft {
    let scope = Scope::new(Home::Models(String::new()));
    let (ty, categories) = (scope.ty(source, spec.ty), scope.ty(source, spec.categories));
    let extra = scope.core("Extra");
    let hubspot = ident(&source.names.variants(spec.categories).known[spec.hubspot]);
    let fields = source.ir.ty(spec.ty).shape.fields();
    let values = (0..fields.len()).map(|index| {
        let name = ident(source.names.field(spec.ty, index));
        match index {
            _ if index == spec.category => quote!(#name: #categories::#hubspot),
            _ if index == spec.id => quote!(#name: id),
            _ => quote!(#name: None),
        }
    });
    let constants: HashMap<i64, &str> = table
        .types
        .iter()
        .zip(source.names.association_types())
        .map(|(item, name)| (item.id, name.as_str()))
        .collect();
    let items = table.types.iter().map(|item| {
        let name = ident(constants[&item.id]);
        let docs = docs::outer(&[text(item, &constants)]);
        let id = proc_macro2::Literal::i64_unsuffixed(item.id);
        quote!(#docs pub const #name: #ty = defined(#id);)
    });
    let items = quote! {
        const fn defined(id: i64) -> #ty {
            #ty { #(#values,)* extra: #extra::new() }
        }
        #(#items)*
    };
    let mut documents = vec![table.origin.file.to_string()];
    documents.extend(
        source
            .ir
            .ty(spec.ty)
            .documents
            .iter()
            .map(ToString::to_string),
    );
    Draft {
        path: format!("src/{MODULE}.rs"),
        documents,
        tokens: docs::inner(&about(&ty.to_string()))
            .into_iter()
            .chain(scope.file(&items))
            .collect(),
    }
}

/// What the page of the module says.
fn about(ty: &str) -> Vec<String> {
    vec![
        "Kinds of links between records that HubSpot defines, the same in every account.".to_owned(),
        format!(
            "Each is a [`{ty}`], and stands wherever one is asked for; its number is a field of it. It holds for one direction: \
             from a contact to a company it is another one than from the company to the contact. Those without a label in \
             their name say only that two records are linked."
        ),
        "The numbers are those that HubSpot's documentation of associations lists. They are not all that there are: the API of association labels \
         lists the kinds of an account, with the labels that it has defined."
            .to_owned(),
    ]
}

/// What a constant stands for.
fn text(item: &AssociationType, constants: &HashMap<i64, &str>) -> String {
    let words = |name: &str| name.replace('_', " ");
    let label = match &item.label {
        Some(label) => format!(", {}", words(label)),
        None => String::new(),
    };
    let back = match item.inverse {
        Some(id) if id == item.id => " It is its own way back.".to_owned(),
        Some(id) => match constants.get(&id) {
            Some(name) => format!(" The way back is [`{name}`]."),
            None => String::new(),
        },
        None => String::new(),
    };
    let mut sentence = format!(
        "{} to {}{label}: {}.",
        words(&item.from),
        words(&item.to),
        item.id
    );
    if let Some(first) = sentence.get_mut(..1) {
        first.make_ascii_uppercase();
    }
    sentence + &back
}
