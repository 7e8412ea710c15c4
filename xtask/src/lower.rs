//! OpenAPI to [`Ir`]: one reading of every document, in which each construct is either understood or rejected by name.

mod content;
mod operations;
mod params;
mod responses;
mod schemas;
mod security;
mod text;

use std::collections::{BTreeMap, HashMap};

use serde_json::Value;

use crate::diagnostics::Diagnostics;
use crate::document::Documents;
use crate::ir::{Api, Docs, FEW_SCOPES, Ir, Operation, Type, TypeRef, Version};
use crate::manifest::Manifest;
use crate::pointer::Origin;

/// Reads the documents that the manifest names. Faults are reported and leave a harmless stand-in, so that one run finds them all.
pub fn lower(documents: &Documents, manifest: &Manifest, diagnostics: &mut Diagnostics) -> Ir {
    let mut lower = Lower {
        documents,
        diagnostics,
        types: Vec::new(),
        components: HashMap::new(),
    };
    let versions = manifest.versions.iter().map(|(name, modules)| Version {
        name: name.clone(),
        apis: modules
            .iter()
            .filter_map(|(module, document)| lower.api(module, document))
            .collect(),
    });
    // A version of which no document could be read has nothing to offer.
    let versions = versions
        .filter(|version| !version.apis.is_empty())
        .collect();
    Ir {
        versions,
        types: lower.types,
        builders: Vec::new(),
        association_types: None,
    }
}

/// The scopes that the generic APIs repeat on most operations. Said once, they are readable.
fn shared_scopes(operations: &[Operation]) -> Option<Vec<Vec<String>>> {
    let mut counts: BTreeMap<&Vec<Vec<String>>, usize> = BTreeMap::new();
    for operation in operations {
        // Of an operation without scopes it would be said that it has those of the others.
        *counts.entry(operation.scopes.as_ref()?).or_default() += 1;
    }
    let many = counts
        .into_iter()
        .filter(|(scopes, count)| *count > 1 && scopes.len() > FEW_SCOPES);
    let (scopes, _) = many.max_by_key(|(_, count)| *count)?;
    Some(scopes.clone())
}

struct Lower<'a> {
    documents: &'a Documents,
    diagnostics: &'a mut Diagnostics,
    types: Vec<Type>,
    /// What each component became; `None` while it is being read.
    components: HashMap<Origin, Option<TypeRef>>,
}

impl Lower<'_> {
    fn api(&mut self, module: &str, path: &str) -> Option<Api> {
        // A document that could not be read was reported.
        let document = self.documents.get(path)?;
        let origin = Origin::document(path);
        self.servers(&document.servers, &origin);
        let mut scopes = self.scopes(&document.extensions, &origin);
        let products = self
            .products(&document.extensions, &origin)
            .or_else(|| self.products(&document.info.extensions, &origin.key("info")));
        let mut operations: Vec<Operation> = Vec::new();
        for (template, item) in &document.paths.paths {
            let at = origin.key("paths").key(template);
            match item {
                openapiv3::ReferenceOr::Item(item) => {
                    operations.extend(self.path_item(document, template, item, &at));
                }
                openapiv3::ReferenceOr::Reference { .. } => self.unsupported(
                    &at,
                    "a path item that is a `$ref`",
                    "write the path item where it is used",
                ),
            }
        }
        if operations.is_empty() {
            self.diagnostics.warning(
                &origin,
                "this document has no operations and makes no module",
                "add paths, or take it out of `versions` in codegen.yaml",
            );
            return None;
        }
        if let Some(shared) = shared_scopes(&operations).filter(|_| scopes.is_empty()) {
            for operation in &mut operations {
                operation.scopes.take_if(|own| *own == shared);
            }
            scopes = shared;
        }
        Some(Api {
            module: module.to_owned(),
            docs: Docs {
                summary: text::filled(Some(&document.info.title)),
                description: text::filled(document.info.description.as_ref()),
                ..Docs::default()
            },
            page: document
                .external_docs
                .as_ref()
                .map(|docs| docs.url.clone())
                .or_else(|| text::related_page(&document.info.extensions)),
            scopes,
            products: products.unwrap_or_default(),
            handle_params: Vec::new(),
            operations,
            origin,
        })
    }

    /// Servers are for the caller to choose, who knows whom to trust with a token.
    fn servers(&mut self, servers: &[openapiv3::Server], origin: &Origin) {
        for (index, server) in servers.iter().enumerate() {
            if server.url.trim_end_matches('/') != "https://api.hubapi.com" {
                self.diagnostics.note(
                    &origin.key("servers").index(index),
                    format!("the server `{}` is not read; callers choose one with `ClientBuilder::base_url`", server.url),
                );
            }
        }
    }

    /// The scopes of `x-scopes`, of which any one is enough.
    fn scopes(
        &mut self,
        extensions: &indexmap::IndexMap<String, Value>,
        origin: &Origin,
    ) -> Vec<Vec<String>> {
        let scopes = self.text_list(extensions, "x-scopes", origin);
        scopes.into_iter().map(|scope| vec![scope]).collect()
    }

    /// Reports a construct that OpenAPI has and the generator has not.
    fn unsupported(&mut self, origin: &Origin, construct: &str, help: &str) {
        self.diagnostics
            .error(origin, format!("not supported: {construct}"), help);
    }

    fn text_list(
        &mut self,
        extensions: &indexmap::IndexMap<String, Value>,
        key: &str,
        origin: &Origin,
    ) -> Vec<String> {
        let Some(value) = extensions.get(key) else {
            return Vec::new();
        };
        let items = value.as_array().and_then(|items| {
            items
                .iter()
                .map(|item| item.as_str().map(str::to_owned))
                .collect()
        });
        items.unwrap_or_else(|| {
            self.diagnostics.error(
                &origin.key(key),
                format!("`{key}` is not a list of text"),
                format!("write `{key}: [first, second]`"),
            );
            Vec::new()
        })
    }
}
