//! Names within a type: the fields of an object, the variants of an enum or a union.

use super::scope::{FIELD, Scope, VALUE, Wish};
use super::taken::{FALLBACKS, TAKEN_FIELDS, TAKEN_FIELDS_SENT};
use super::{Names, Variants};
use crate::diagnostics::Diagnostics;
use crate::ir::{Field, Type, TypeId, Variant};
use crate::renames::Renames;

impl Names {
    pub(super) fn name_fields(
        &mut self,
        id: TypeId,
        ty: &Type,
        fields: &[Field],
        renames: &mut Renames<'_>,
        diagnostics: &mut Diagnostics,
    ) {
        let taken: &[&[&str]] = match ty.direction.is_sent() {
            true => &[&TAKEN_FIELDS, &TAKEN_FIELDS_SENT],
            false => &[&TAKEN_FIELDS],
        };
        let mut scope = Scope::new(FIELD, "the fields of one type", taken);
        let wishes: Vec<Wish<'_>> = fields
            .iter()
            .map(|field| Wish {
                wire: &field.name,
                rename: renames.take(&field.origin),
                origin: field.origin.clone(),
            })
            .collect();
        let names = scope.name_all(&wishes, diagnostics);
        let named = names.into_iter().enumerate();
        self.fields
            .extend(named.map(|(index, name)| ((id, index), name)));
    }

    pub(super) fn name_variants(
        &mut self,
        id: TypeId,
        ty: &Type,
        values: &[String],
        renames: &mut Renames<'_>,
        diagnostics: &mut Diagnostics,
    ) {
        let mut scope = Scope::new(VALUE, "the values of one enum", &[&["Self"]]);
        let place = ty.origin.key("enum");
        let wishes: Vec<Wish<'_>> = values
            .iter()
            .enumerate()
            .map(|(index, value)| {
                let origin = place.index(index);
                Wish {
                    wire: value,
                    rename: renames.take(&origin),
                    origin,
                }
            })
            .collect();
        let known = scope.name_all(&wishes, diagnostics);
        self.variants.insert(id, with_fallback(known, &scope));
    }

    pub(super) fn name_alternatives(
        &mut self,
        id: TypeId,
        variants: &[Variant],
        renames: &mut Renames<'_>,
        diagnostics: &mut Diagnostics,
    ) {
        let mut scope = Scope::new(VALUE, "the alternatives of one choice", &[&["Self"]]);
        let wishes: Vec<Wish<'_>> = variants
            .iter()
            .map(|variant| Wish {
                wire: &variant.name,
                rename: renames.take(&variant.origin),
                origin: variant.origin.clone(),
            })
            .collect();
        let known = scope.name_all(&wishes, diagnostics);
        self.variants.insert(id, with_fallback(known, &scope));
    }
}

/// Some enums of HubSpot's have a value UNKNOWN of their own.
fn with_fallback(known: Vec<String>, scope: &Scope) -> Variants {
    let fallback = FALLBACKS
        .into_iter()
        .find(|name| scope.is_free(name))
        .map_or_else(|| scope.numbered(FALLBACKS[0]), str::to_owned);
    Variants { known, fallback }
}
