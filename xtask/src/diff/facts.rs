//! What a model says, piece by piece, in an order and with keys that do not depend on how it came to be.

use std::collections::{BTreeMap, BTreeSet};

use super::paths::{segment, unversioned, versions};
use super::users::reached;
use crate::casing;
use crate::ir::{
    Api, Direction, Docs, Field, Ir, Matcher, Operation, OperationRef, Param, Place, Shape, Type,
    TypeId,
};
use crate::listing;
use crate::passes::{Home, Names, VersionNames};

/// Everything that a model says.
#[derive(Debug, Default)]
pub(super) struct Facts {
    /// By version and module, such as `v3::contacts`.
    pub(super) apis: BTreeMap<String, ApiFacts>,
    pub(super) operations: BTreeMap<OperationKey, OperationFacts>,
    /// By their Rust names, which no two types share.
    pub(super) types: BTreeMap<String, TypeFacts>,
}

/// An API.
#[derive(Debug)]
pub(super) struct ApiFacts {
    /// The function that gives its handle.
    pub(super) function: String,
    /// The parameters of the path that the handle takes, since all operations have them.
    pub(super) handle_takes: String,
}

/// By what two operations are the same.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct OperationKey {
    /// Version and module of the API, such as `v3::contacts`.
    pub(super) api: String,
    /// Path without versions and without names of parameters, then the method.
    pub(super) target: String,
}

/// An operation.
#[derive(Debug)]
pub(super) struct OperationFacts {
    /// Method and path.
    pub(super) shown: String,
    /// The function that calls it.
    pub(super) function: String,
    /// The function that gives the handle which has it.
    pub(super) handle: String,
    /// The type of its request, if that is none of the runtime.
    pub(super) builder: Option<String>,
    /// `operationId` of the document.
    pub(super) id: Option<String>,
    /// Parameters by where they are and what they are called.
    pub(super) params: BTreeMap<String, ParamFacts>,
    /// The keys of those that are required, in the order of the arguments.
    pub(super) order: Vec<String>,
    /// What is said of it in other respects, such as what an answer carries.
    pub(super) aspects: BTreeMap<&'static str, String>,
    pub(super) text: Text,
}

/// A parameter, or the body.
#[derive(Debug)]
pub(super) struct ParamFacts {
    /// Name of the argument or the setter.
    pub(super) name: String,
    /// Wire name.
    pub(super) wire: String,
    /// Where it is, as OpenAPI calls it; `body` for the body.
    pub(super) location: &'static str,
    /// How it is sent, if that is not the usual way of its place.
    pub(super) style: String,
    pub(super) ty: String,
    pub(super) required: bool,
    pub(super) text: Text,
}

/// A type.
#[derive(Debug)]
pub(super) struct TypeFacts {
    /// Its Rust path.
    pub(super) path: String,
    /// `object`, `enum`, `union` or `form`.
    pub(super) kind: &'static str,
    pub(super) direction: Direction,
    /// Fields by wire name.
    pub(super) fields: BTreeMap<String, FieldFacts>,
    /// The wire names of the required ones, in the order of the document.
    pub(super) order: Vec<String>,
    /// Values of an enum, or types of a union.
    pub(super) variants: BTreeMap<String, VariantFacts>,
    pub(super) text: Text,
    /// The functions that send or receive it.
    pub(super) used_by: BTreeSet<String>,
}

/// A variant.
#[derive(Debug, Clone)]
pub(super) struct VariantFacts {
    /// Rust name.
    pub(super) name: String,
    /// The values of a property by which it is recognized, if it is a type of a union.
    pub(super) told_by: String,
}

/// A field.
#[derive(Debug)]
pub(super) struct FieldFacts {
    /// Rust name.
    pub(super) name: String,
    pub(super) ty: String,
    pub(super) required: bool,
    /// The only value that it may have.
    pub(super) constant: Option<String>,
    pub(super) text: Text,
}

/// What is for people.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Text {
    pub(super) words: String,
    /// Limits and defaults, which HubSpot keeps to and no type does.
    pub(super) notes: Vec<String>,
    pub(super) deprecated: bool,
}

impl Text {
    fn of(docs: &Docs) -> Self {
        let words = [&docs.summary, &docs.description];
        let words: Vec<&str> = words.into_iter().flatten().map(String::as_str).collect();
        Self {
            words: words.join("\n"),
            notes: docs.notes.clone(),
            deprecated: docs.deprecated,
        }
    }
}

impl Text {
    fn of_field(field: &Field) -> Self {
        let mut text = Self::of(&field.docs);
        if let Some(value) = &field.constant {
            // The only value that it may have is told by itself.
            let quoted = format!("`{value}`");
            text.notes.retain(|note| !note.contains(&quoted));
        }
        text
    }
}

/// Collects what the model says. `module` says as what the module of a version is compared.
pub(super) fn facts(ir: &Ir, names: &Names, module: impl Fn(&str) -> String) -> Facts {
    let collector = Collector { ir, names, module };
    let mut facts = Facts::default();
    for (number, version) in ir.versions.iter().enumerate() {
        let VersionNames { module, apis } = names.version(number);
        let (module, apis) = ((collector.module)(module), (collector.module)(apis));
        for (api, item) in version.apis.iter().enumerate() {
            let name = &names.api(number, api).module;
            let taken: Vec<&str> = item
                .handle_params
                .iter()
                .map(|param| &*param.name)
                .collect();
            let value = ApiFacts {
                function: format!("{module}::{apis}::{}", in_code(name)),
                handle_takes: taken.join(", "),
            };
            facts.apis.insert(collector.api(number, api), value);
        }
    }
    let mut users: BTreeMap<TypeId, BTreeSet<String>> = BTreeMap::new();
    for (position, operation) in ir.operations() {
        let api = ir.api(position);
        let (key, value) = collector.operation(position, api, operation);
        // Two paths may differ in nothing but their versions.
        let key = match facts.operations.contains_key(&key) {
            true => OperationKey {
                target: value.shown.clone(),
                ..key
            },
            false => key,
        };
        for id in reached(ir, operation) {
            let users = users.entry(id).or_default();
            users.insert(value.function.clone());
        }
        facts.operations.insert(key, value);
    }
    for (id, ty) in ir.used_types().filter(|(_, ty)| ty.runtime.is_none()) {
        let name = names.ty(id).to_owned();
        let used_by = users.remove(&id).unwrap_or_default();
        let value = TypeFacts {
            used_by,
            ..collector.ty(id, ty)
        };
        facts.types.insert(name, value);
    }
    facts
}

struct Collector<'a, F> {
    ir: &'a Ir,
    names: &'a Names,
    module: F,
}

impl<F: Fn(&str) -> String> Collector<'_, F> {
    fn api(&self, version: usize, api: usize) -> String {
        let module = (self.module)(&self.names.version(version).module);
        format!("{module}::{}", self.names.api(version, api).module)
    }

    fn operation(
        &self,
        position: OperationRef,
        api: &Api,
        operation: &Operation,
    ) -> (OperationKey, OperationFacts) {
        let module = self.api(position.version, position.api);
        let handle = &self.names.api(position.version, position.api).handle;
        let method = operation.method.as_str();
        let builder = &self.ir.builders[operation.builder];
        let own = (!builder.shape.is_call()).then(|| {
            let owner = self.api(builder.owner.version, builder.owner.api);
            format!("{owner}::{}", self.names.builder(operation.builder))
        });
        let path_params = api.handle_params.iter().chain(&operation.path_params);
        let path_params = path_params.map(|param| {
            // A parameter of the path is the same if its place is, whatever it is called.
            let segment = segment(&operation.path, &param.name);
            (format!("path {segment}"), self.param(param))
        });
        let others = operation.params.iter().map(|param| {
            let key = format!("{} {}", location(param.place), param.name);
            (key, self.param(param))
        });
        let params: Vec<(String, ParamFacts)> = path_params.chain(others).collect();
        let required = params.iter().filter(|(_, param)| param.required);
        let order = required.map(|(key, _)| key.clone()).collect();
        let mut params: BTreeMap<String, ParamFacts> = params.into_iter().collect();
        if let Some(body) = &operation.body {
            let body = ParamFacts {
                name: "body".to_owned(),
                wire: "body".to_owned(),
                location: "body",
                style: listing::media(&body.media),
                ty: listing::type_name(self.names, &body.ty),
                required: body.required,
                text: Text::of(&body.docs),
            };
            params.insert("body".to_owned(), body);
        }
        let key = OperationKey {
            api: module.clone(),
            target: format!("{} {method}", unversioned(&operation.path)),
        };
        let facts = OperationFacts {
            shown: format!("{method} {}", operation.path),
            function: format!(
                "{module}::{handle}::{}",
                in_code(&self.names.operation(position).method)
            ),
            handle: format!(
                "{}::{}::{}",
                (self.module)(&self.names.version(position.version).module),
                (self.module)(&self.names.version(position.version).apis),
                in_code(&self.names.api(position.version, position.api).module)
            ),
            builder: own,
            id: operation.id.clone(),
            params,
            order,
            aspects: self.aspects(api, operation),
            text: Text::of(&operation.docs),
        };
        (key, facts)
    }

    fn param(&self, param: &Param) -> ParamFacts {
        ParamFacts {
            name: self.names.param(param).to_owned(),
            wire: param.name.clone(),
            location: location(param.place),
            style: match param.place {
                // The place says it all.
                Place::Header | Place::Cookie => String::new(),
                place => listing::place(place),
            },
            ty: listing::type_name(self.names, &param.ty),
            required: param.required,
            text: Text::of(&param.docs),
        }
    }

    /// What else can change, where it is not the same for most.
    fn aspects(&self, api: &Api, operation: &Operation) -> BTreeMap<&'static str, String> {
        let mut aspects = BTreeMap::from([(
            "answer",
            listing::success_name(self.names, &operation.success),
        )]);
        let scopes = operation.scopes.as_ref().unwrap_or(&api.scopes);
        let scopes: Vec<String> = scopes
            .iter()
            .map(|together| together.join(" and "))
            .collect();
        let repeats = match operation.replay_safe {
            Some(true) => "yes",
            Some(false) => "no",
            None => "as its method says",
        };
        let credentials = match (operation.no_authorization, operation.developer_key) {
            (true, _) => "none",
            (_, true) => "developer key",
            _ => "token",
        };
        let more = [
            ("path", unversioned(&operation.path)),
            ("version in the path", versions(&operation.path)),
            (
                "paging",
                operation
                    .paging
                    .as_ref()
                    .map(listing::paging)
                    .unwrap_or_default()
                    .trim()
                    .to_owned(),
            ),
            ("scopes", scopes.join(", ")),
            ("safe to repeat", repeats.to_owned()),
            (
                "limits that do not count it",
                operation.limit_exemptions.join(", "),
            ),
            ("credentials", credentials.to_owned()),
        ];
        aspects.extend(more.into_iter().filter(|(_, value)| !value.is_empty()));
        aspects
    }

    fn ty(&self, id: TypeId, ty: &Type) -> TypeFacts {
        let home = match self.names.home(id) {
            Home::Models(module) => format!("models::{module}"),
            Home::Api(version, api) => self.api(*version, *api),
            Home::Runtime => String::new(),
        };
        let fields = ty.shape.fields().iter().enumerate().map(|(index, field)| {
            let facts = FieldFacts {
                name: self.names.field(id, index).to_owned(),
                ty: listing::type_name(self.names, &field.ty),
                required: field.required,
                constant: field.constant.clone(),
                text: Text::of_field(field),
            };
            (field.name.clone(), facts)
        });
        let (kind, variants) = match &ty.shape {
            Shape::Object(_) => ("object", BTreeMap::new()),
            Shape::Form(_) => ("form", BTreeMap::new()),
            Shape::Enum(values) => {
                let names = self.names.variants(id).known.iter();
                let variants = values.iter().zip(names).map(|(value, name)| {
                    let facts = VariantFacts {
                        name: name.clone(),
                        told_by: String::new(),
                    };
                    (value.clone(), facts)
                });
                ("enum", variants.collect())
            }
            Shape::Union(variants) => {
                let names = self.names.variants(id).known.iter();
                let variants = variants.iter().zip(names).map(|(variant, name)| {
                    let facts = VariantFacts {
                        name: name.clone(),
                        told_by: tags(&variant.matchers),
                    };
                    (listing::type_name(self.names, &variant.ty), facts)
                });
                ("union", variants.collect())
            }
        };
        TypeFacts {
            path: format!("{home}::{}", self.names.ty(id)),
            kind,
            direction: ty.direction,
            fields: fields.collect(),
            order: {
                let required = ty.shape.fields().iter().filter(|field| field.required);
                required.map(|field| field.name.clone()).collect()
            },
            variants,
            text: Text::of(&ty.docs),
            used_by: BTreeSet::new(),
        }
    }
}

/// The values of a property by which a document says that a type of a union is recognized. All other signs follow from the type.
fn tags(matchers: &[Matcher]) -> String {
    let tags = matchers.iter().filter_map(|matcher| match matcher {
        Matcher::Tag(property, values) => Some(format!("{property}={}", values.join("/"))),
        _ => None,
    });
    tags.collect::<Vec<_>>().join(", ")
}

/// The name of a function or a field as code has it.
pub(super) fn in_code(name: &str) -> String {
    match casing::needs_raw(name) {
        true => format!("r#{name}"),
        false => name.to_owned(),
    }
}

/// Where a parameter is, as OpenAPI calls it.
fn location(place: Place) -> &'static str {
    match place {
        Place::Path => "path",
        Place::Header => "header",
        Place::Cookie => "cookie",
        Place::Query
        | Place::QueryJoined(_)
        | Place::QueryObject
        | Place::QueryDeep
        | Place::QueryJson => "query",
    }
}
