//! Names and modules of types.
//!
//! Definitions that say the same are one type by now, so what still has one name are different structures. The one in the most documents keeps the name; the
//! others are called after where they belong, so that a document that has nothing to do with them does not change them.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

use super::differences::difference;
use super::scope::{Scope, TYPE};
use super::taken::{TAKEN, TAKEN_BESIDE_SEARCHES, TAKEN_BESIDE_TYPES, TAKEN_FILES, TAKEN_MODELS};
use super::{Home, Names};
use crate::casing::{is_impossible, is_rewritten, pascal, singular, snake};
use crate::diagnostics::Diagnostics;
use crate::ir::{Ir, Type, TypeId};
use crate::pointer::{self, Origin};
use crate::renames::Renames;

impl Names {
    /// Names every type that is used.
    pub(super) fn name_types(
        &mut self,
        ir: &Ir,
        renames: &mut Renames<'_>,
        diagnostics: &mut Diagnostics,
    ) {
        let has_searches = ir.used_types().any(|(_, ty)| ty.runtime.is_some());
        let beside_searches: &[&str] = match has_searches {
            true => &TAKEN_BESIDE_SEARCHES,
            false => &[],
        };
        let mut scope = Scope::new(
            TYPE,
            "the types of the client",
            &[&TAKEN, &TAKEN_BESIDE_TYPES, beside_searches],
        );
        for (names, version) in self.versions.iter().zip(&ir.versions) {
            let first = version.apis.first();
            let origin = first.map_or_else(|| Origin::document(""), |api| api.origin.clone());
            scope.hold(&names.apis, &version.name, &origin);
        }
        let mut groups: BTreeMap<String, Vec<TypeId>> = BTreeMap::new();
        for (id, ty) in ir.used_types() {
            if let Some(name) = ty.runtime {
                scope.hold(name, &ty.name, &ty.origin);
                self.types.insert(id, name.to_owned());
                groups.entry(name.to_owned()).or_default().push(id);
                continue;
            }
            match renames.take(&ty.origin) {
                Some(to) => {
                    let name = scope.rename(to, &ty.origin, diagnostics);
                    self.types.insert(id, name);
                }
                None => {
                    let plain = match pascal(&ty.name) {
                        empty if empty.is_empty() => "Model".to_owned(),
                        plain => plain,
                    };
                    groups.entry(plain).or_default().push(id);
                }
            }
        }
        let mut naming = Naming {
            ir,
            belongings: belongings(ir),
            scope,
            named: self.types.clone(),
        };
        for (plain, group) in &mut groups {
            group.sort_by_key(|id| rank(ir.ty(*id), plain));
            if let [keeper, ..] = group[..]
                && naming.scope.is_free(plain)
            {
                naming.give(keeper, plain.clone());
                let ty = ir.ty(keeper);
                if is_rewritten(&ty.name) {
                    diagnostics.note(
                        &ty.origin,
                        format!(
                            "the type `{}` is called `{plain}`: spelled in ASCII",
                            ty.name
                        ),
                    );
                }
            }
        }
        for (plain, group) in &groups {
            naming.name_others(plain, group, diagnostics);
        }
        self.types.extend(naming.named);
    }

    /// Where each type belongs: a type of one API's document beside that API, everything else among the models.
    pub(super) fn name_homes(&mut self, ir: &Ir, diagnostics: &mut Diagnostics) {
        let belongings = belongings(ir);
        for (id, ty) in ir.used_types() {
            if ty.runtime.is_some() {
                self.homes.insert(id, Home::Runtime);
                continue;
            }
            let mut documents = ty.documents.iter();
            let home = match (documents.next(), documents.next()) {
                (Some(only), None) => match belongings.get(only) {
                    Some(place) => Home::Api(place.version, place.api),
                    None => Home::Models(models_module(only, diagnostics)),
                },
                _ => Home::Models("shared".to_owned()),
            };
            self.homes.insert(id, home);
        }
    }
}

/// The module of a document without operations.
fn models_module(file: &str, diagnostics: &mut Diagnostics) -> String {
    let stem = stem(file);
    let module = snake(stem);
    let is_taken =
        TAKEN_MODELS.contains(&module.as_str()) || TAKEN_FILES.contains(&module.as_str());
    if !is_impossible(&module) && !is_taken {
        return module;
    }
    let name = snake(&format!("{module} models"));
    diagnostics.note(
        &Origin::document(file),
        format!("the module of `{stem}` is called `{name}`: its own name is taken"),
    );
    name
}

fn stem(file: &str) -> &str {
    let name = file.rsplit('/').next().unwrap_or(file);
    name.rsplit_once('.').map_or(name, |(stem, _)| stem)
}

/// The API that a document makes.
struct Belonging<'a> {
    version: usize,
    api: usize,
    module: &'a str,
}

fn belongings(ir: &Ir) -> HashMap<Arc<str>, Belonging<'_>> {
    let mut belongings = HashMap::new();
    for (version, item) in ir.versions.iter().enumerate() {
        for (api, item) in item.apis.iter().enumerate() {
            let belonging = Belonging {
                version,
                api,
                module: &item.module,
            };
            belongings.insert(Arc::clone(&item.origin.file), belonging);
        }
    }
    belongings
}

/// Which of the types of one Rust name has the most right to it; the smallest wins.
fn rank<'a>(ty: &'a Type, plain: &str) -> impl Ord + use<'a> {
    (
        ty.runtime.is_none(),
        ty.name != plain,
        !ty.origin.pointer.starts_with(COMPONENTS) || is_inline(ty),
        Reverse(ty.documents.len()),
        ty.documents.first().cloned(),
        &ty.origin,
    )
}

const COMPONENTS: &str = "/components/schemas/";

fn is_inline(ty: &Type) -> bool {
    match ty.origin.pointer.strip_prefix(COMPONENTS) {
        Some(rest) => rest.contains('/'),
        None => true,
    }
}

/// Names being given to types.
struct Naming<'a> {
    ir: &'a Ir,
    belongings: HashMap<Arc<str>, Belonging<'a>>,
    scope: Scope,
    named: HashMap<TypeId, String>,
}

/// Where a type is defined.
struct Place<'a> {
    /// Names of APIs and of documents without operations.
    modules: BTreeSet<&'a str>,
    /// `None` for documents without operations, which belong to no version.
    versions: BTreeSet<Option<usize>>,
}

impl<'a> Naming<'a> {
    fn give(&mut self, id: TypeId, name: String) {
        let ty = self.ir.ty(id);
        self.scope.hold(&name, &ty.name, &ty.origin);
        self.named.insert(id, name);
    }

    /// Names what did not get the plain name.
    fn name_others(&mut self, plain: &str, group: &[TypeId], diagnostics: &mut Diagnostics) {
        for (index, id) in group.iter().enumerate() {
            if self.named.contains_key(id) {
                continue;
            }
            let ty = self.ir.ty(*id);
            let wire = &ty.name;
            let before = &group[..index];
            let twin = before
                .iter()
                .find(|other| self.ir.ty(**other).name == *wire);
            let (name, why) = match twin {
                Some(twin) => {
                    let name = self.qualified(plain, *id, *twin);
                    let of = self.place_name(*twin);
                    (name, difference(ty, self.ir.ty(*twin), &of))
                }
                None if !self.scope.is_usable(plain) && before.is_empty() => {
                    let name = self.scope.with_word(plain);
                    (
                        name,
                        "generated code uses its name for something else".to_owned(),
                    )
                }
                None => {
                    let other = self.scope.holder(plain).unwrap_or(plain);
                    (
                        self.scope.numbered(plain),
                        format!("`{other}` has the name `{plain}`"),
                    )
                }
            };
            let place = self.place_name(*id);
            diagnostics.note(
                &ty.origin,
                format!("the type `{wire}` of {place} is called `{name}`: {why}"),
            );
            self.give(*id, name);
        }
    }

    /// A name that says where the type belongs.
    fn qualified(&self, plain: &str, id: TypeId, keeper: TypeId) -> String {
        let (own, other) = (self.place(id), self.place(keeper));
        let full = full_name(self.ir.ty(id));
        let of_owner = full.filter(|full| full_name(self.ir.ty(keeper)).as_ref() != Some(full));
        let version = match own.versions.iter().collect::<Vec<_>>()[..] {
            [Some(version)] if other.versions.iter().any(|other| *other != Some(*version)) => {
                Some(self.ir.versions[*version].name.as_str())
            }
            _ => None,
        };
        // The name of an API that has the other one too tells nothing.
        let is_of_module = own.modules.len() == 1 && own.modules.is_disjoint(&other.modules);
        let of_modules: Vec<String> = own
            .modules
            .iter()
            .map(|module| prefixed(module, plain))
            .collect();
        let of_version = version.map(|version| prefixed(version, plain));
        let of_both = version.into_iter().flat_map(|version| {
            of_modules
                .iter()
                .map(move |of_module| prefixed(version, of_module))
        });
        let mut candidates: Vec<String> = of_owner.into_iter().collect();
        if is_of_module {
            candidates.extend(of_modules.iter().cloned());
        }
        candidates.extend(of_version);
        candidates.extend(of_modules.iter().cloned());
        candidates.extend(of_both);
        candidates
            .into_iter()
            .find(|name| self.scope.is_free(name))
            .unwrap_or_else(|| self.scope.numbered(plain))
    }

    fn place(&self, id: TypeId) -> Place<'a> {
        let documents = &self.ir.ty(id).documents;
        let found = documents.iter().map(|file| self.belongings.get(file));
        let modules = documents.iter().zip(found.clone());
        Place {
            modules: modules
                .map(|(file, found)| found.map_or(stem(file), |found| found.module))
                .collect(),
            versions: found
                .map(|found| found.map(|found| found.version))
                .collect(),
        }
    }

    /// Where a type is defined, for people.
    fn place_name(&self, id: TypeId) -> String {
        let documents = &self.ir.ty(id).documents;
        let Some(first) = documents.first() else {
            return "no document".to_owned();
        };
        match self.belongings.get(first) {
            Some(place) if self.ir.versions.len() > 1 => {
                format!("{} {}", self.ir.versions[place.version].name, place.module)
            }
            Some(place) => place.module.to_owned(),
            None => stem(first).to_owned(),
        }
    }
}

/// The name of an inline type with everything that it stands in; `None` for others.
fn full_name(ty: &Type) -> Option<String> {
    if !is_inline(ty) || !ty.origin.pointer.starts_with(COMPONENTS) {
        return None;
    }
    let parts = pointer::split(&ty.origin.pointer)?;
    let mut words: Vec<&str> = vec![parts.get(2)?];
    // Between the names stand keywords: `properties`, `items`.
    let properties = parts.iter().zip(parts.iter().skip(1)).skip(3);
    words.extend(properties.filter_map(|(key, name)| (key == "properties").then_some(&**name)));
    Some(pascal(&words.join(" ")))
}

/// A name that begins with another one, unless it does already.
fn prefixed(prefix: &str, name: &str) -> String {
    let (words, own) = (snake(prefix), snake(name));
    let begins = |words: &str| own == words || own.starts_with(&format!("{words}_"));
    match begins(&words) || begins(&singular(&words)) {
        true => name.to_owned(),
        false => pascal(&format!("{prefix} {name}")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_prefix_is_not_repeated() {
        for (prefix, name, expected) in [
            (
                "schemas",
                "ObjectTypeDefinition",
                "SchemasObjectTypeDefinition",
            ),
            ("lists", "ListFilter", "ListFilter"),
            ("lists", "ListsFilter", "ListsFilter"),
            ("lists", "Listing", "ListsListing"),
            ("2026-03", "Thing", "V2026_03Thing"),
        ] {
            assert_eq!(prefixed(prefix, name), expected, "{prefix}, {name}");
        }
    }
}
