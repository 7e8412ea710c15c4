//! From the tokens of a file to its public items.

use std::collections::BTreeMap;

use proc_macro2::{Group, Ident, TokenStream, TokenTree};
use quote::{ToTokens as _, quote};
use syn::{
    Attribute, Fields, File, FnArg, ImplItem, Item as Code, ItemImpl, Lit, Meta, ReturnType,
    Signature, TraitItem, UseTree, Visibility,
};

use super::tidy::tidy;
use super::{Item, Kind, Surface, SurfaceError};
use crate::render::Draft;

/// Macros of the runtime that say what a type is called on the wire, which no program can tell from its code.
const ABOUT_THE_WIRE: [&str; 5] = [
    "json_object",
    "json_union",
    "multipart_form",
    "open_enum",
    "operations",
];

/// Macros of the runtime that make a type from others.
const CONVERSIONS: [&str; 3] = ["from_required", "from_required_list", "from_variants"];

/// Adds the items of a file.
pub(super) fn file(
    draft: Draft,
    aliases: &BTreeMap<String, String>,
    surface: &mut Surface,
) -> Result<(), SurfaceError> {
    let Some(module) = module(&draft.path, aliases) else {
        return Ok(());
    };
    let error = |reason: String| SurfaceError {
        path: draft.path.clone(),
        reason,
    };
    let tokens = renamed(draft.tokens, aliases);
    let file: File = syn::parse2(tokens).map_err(|reason| error(reason.to_string()))?;
    let mut reader = Reader { surface, aliases };
    reader.items(&module, &file.items).map_err(error)
}

/// The module that a file is: `v3::contacts` for `src/v3/contacts.rs`, and nothing for the root.
fn module(path: &str, aliases: &BTreeMap<String, String>) -> Option<String> {
    let path = path.strip_prefix("src/")?.strip_suffix(".rs")?;
    if path == "lib" {
        return Some(String::new());
    }
    let parts = path
        .split('/')
        .map(|part| aliases.get(part).map_or(part, String::as_str));
    Some(parts.collect::<Vec<_>>().join("::"))
}

fn renamed(tokens: TokenStream, aliases: &BTreeMap<String, String>) -> TokenStream {
    let rename = |token| match token {
        TokenTree::Ident(ident) => match aliases.get(&ident.to_string()) {
            Some(name) => TokenTree::Ident(Ident::new(name, ident.span())),
            None => TokenTree::Ident(ident),
        },
        TokenTree::Group(group) => TokenTree::Group(Group::new(
            group.delimiter(),
            renamed(group.stream(), aliases),
        )),
        other => other,
    };
    if aliases.is_empty() {
        return tokens;
    }
    tokens.into_iter().map(rename).collect()
}

struct Reader<'a> {
    surface: &'a mut Surface,
    aliases: &'a BTreeMap<String, String>,
}

/// A path inside a module.
fn below(module: &str, name: &impl ToString) -> String {
    match module {
        "" => name.to_string(),
        module => format!("{module}::{}", name.to_string()),
    }
}

fn is_public(visibility: &Visibility) -> bool {
    matches!(visibility, Visibility::Public(_))
}

fn has(attributes: &[Attribute], name: &str) -> bool {
    attributes
        .iter()
        .any(|attribute| attribute.path().is_ident(name))
}

/// The documentation, as it is written.
fn docs(attributes: &[Attribute]) -> String {
    let lines = attributes
        .iter()
        .filter_map(|attribute| match &attribute.meta {
            Meta::NameValue(pair) if pair.path.is_ident("doc") => match &pair.value {
                syn::Expr::Lit(literal) => match &literal.lit {
                    Lit::Str(text) => Some(text.value().trim().to_owned()),
                    _ => None,
                },
                _ => None,
            },
            _ => None,
        });
    lines.collect::<Vec<_>>().join("\n")
}

impl Reader<'_> {
    fn add(&mut self, path: String, kind: Kind, signature: String, attributes: &[Attribute]) {
        let mut docs = docs(attributes);
        for (alias, name) in self.aliases {
            if docs.contains(alias) {
                docs = docs.replace(alias, name);
            }
        }
        let item = Item {
            kind,
            signature,
            docs,
            deprecated: has(attributes, "deprecated"),
        };
        self.surface.items.insert(path, item);
    }

    fn items(&mut self, module: &str, items: &[Code]) -> Result<(), String> {
        for item in items {
            self.item(module, item)?;
        }
        Ok(())
    }

    fn item(&mut self, module: &str, item: &Code) -> Result<(), String> {
        match item {
            Code::Mod(item) if is_public(&item.vis) => {
                let path = below(module, &item.ident);
                if let Some((_, items)) = &item.content {
                    self.items(&path, items)?;
                }
                self.add(
                    path,
                    Kind::Module,
                    format!("mod {}", item.ident),
                    &item.attrs,
                );
            }
            Code::Struct(item) if is_public(&item.vis) => {
                let path = below(module, &item.ident);
                self.fields(&path, &item.fields);
                self.derives(&path, &item.attrs);
                let hidden = item.fields.iter().any(|field| !is_public(&field.vis));
                let may_grow = hidden || has(&item.attrs, "non_exhaustive");
                let signature = declared(&format!("struct {}", item.ident), may_grow);
                self.add(path, Kind::Struct { may_grow }, signature, &item.attrs);
            }
            Code::Enum(item) if is_public(&item.vis) => {
                let path = below(module, &item.ident);
                for variant in &item.variants {
                    let fields = tidy(variant.fields.to_token_stream());
                    let signature = format!("{}{fields}", variant.ident);
                    let path = below(&path, &variant.ident);
                    self.add(path, Kind::Variant, signature, &variant.attrs);
                }
                self.derives(&path, &item.attrs);
                let may_grow = has(&item.attrs, "non_exhaustive");
                let signature = declared(&format!("enum {}", item.ident), may_grow);
                self.add(path, Kind::Enum { may_grow }, signature, &item.attrs);
            }
            Code::Impl(item) => self.implementation(module, item),
            Code::Trait(item) if is_public(&item.vis) => {
                let path = below(module, &item.ident);
                for function in &item.items {
                    if let TraitItem::Fn(function) = function {
                        self.function(&path, &function.sig, &function.attrs);
                    }
                }
                self.add(
                    path,
                    Kind::Trait,
                    format!("trait {}", item.ident),
                    &item.attrs,
                );
            }
            Code::Fn(item) if is_public(&item.vis) => {
                self.function(module, &item.sig, &item.attrs);
            }
            Code::Const(item) if is_public(&item.vis) => {
                let (name, ty, value) = (&item.ident, &item.ty, &item.expr);
                let signature = tidy(quote!(const #name: #ty = #value));
                self.add(below(module, name), Kind::Constant, signature, &item.attrs);
            }
            Code::Use(item) if is_public(&item.vis) => {
                self.names(module, &item.tree, "");
            }
            Code::Macro(item) => {
                let name = item.mac.path.to_token_stream().to_string();
                self.expansion(module, &name, item.mac.tokens.clone())?;
            }
            Code::Mod(_)
            | Code::Fn(_)
            | Code::Struct(_)
            | Code::Enum(_)
            | Code::Trait(_)
            | Code::Const(_)
            | Code::Use(_) => {}
            other => {
                return Err(format!(
                    "an item of no known kind: `{}`",
                    tidy(other.to_token_stream())
                ));
            }
        }
        Ok(())
    }

    fn fields(&mut self, path: &str, fields: &Fields) {
        for (index, field) in fields.iter().enumerate() {
            if !is_public(&field.vis) {
                continue;
            }
            let name = match &field.ident {
                Some(name) => name.to_string(),
                None => index.to_string(),
            };
            let signature = format!("{name}: {}", tidy(field.ty.to_token_stream()));
            self.add(
                format!("{path}.{name}"),
                Kind::Field,
                signature,
                &field.attrs,
            );
        }
    }

    /// The traits that the compiler writes.
    fn derives(&mut self, path: &str, attributes: &[Attribute]) {
        for attribute in attributes {
            let Meta::List(list) = &attribute.meta else {
                continue;
            };
            if !list.path.is_ident("derive") {
                continue;
            }
            for token in list.tokens.clone() {
                if let TokenTree::Ident(name) = token {
                    self.has_trait(path, &name.to_string(), String::new());
                }
            }
        }
    }

    fn has_trait(&mut self, path: &str, name: &str, of: String) {
        let ty = path.rsplit("::").next().unwrap_or(path);
        let signature = match of.as_str() {
            "" => format!("impl {name} for {ty}"),
            of => format!("impl {name} for {ty}: {of}"),
        };
        self.add(format!("{path}: {name}"), Kind::Impl { of }, signature, &[]);
    }

    fn implementation(&mut self, module: &str, item: &ItemImpl) {
        let path = below(module, &tidy(item.self_ty.to_token_stream()));
        if let Some((name, _)) = &item.trait_ {
            self.has_trait(&path, &tidy(name.to_token_stream()), String::new());
            return;
        }
        for item in &item.items {
            match item {
                ImplItem::Fn(function) if is_public(&function.vis) => {
                    self.function(&path, &function.sig, &function.attrs);
                }
                ImplItem::Const(constant) if is_public(&constant.vis) => {
                    let (name, ty, value) = (&constant.ident, &constant.ty, &constant.expr);
                    let signature = tidy(quote!(const #name: #ty = #value));
                    self.add(
                        below(&path, name),
                        Kind::Constant,
                        signature,
                        &constant.attrs,
                    );
                }
                _ => {}
            }
        }
    }

    fn function(&mut self, path: &str, signature: &Signature, attributes: &[Attribute]) {
        let arguments = signature
            .inputs
            .iter()
            .filter_map(|argument| match argument {
                FnArg::Typed(argument) => Some(tidy(argument.ty.to_token_stream())),
                FnArg::Receiver(_) => None,
            });
        let output = match &signature.output {
            ReturnType::Default => String::new(),
            ReturnType::Type(_, ty) => tidy(ty.to_token_stream()),
        };
        let kind = Kind::Function {
            arguments: arguments.collect(),
            output,
        };
        let text = tidy(signature.to_token_stream());
        self.add(below(path, &signature.ident), kind, text, attributes);
    }

    /// The names that a `use` makes.
    fn names(&mut self, module: &str, tree: &UseTree, prefix: &str) {
        let at = |name: &dyn ToString| match prefix {
            "" => name.to_string(),
            prefix => format!("{prefix}::{}", name.to_string()),
        };
        match tree {
            UseTree::Path(path) => self.names(module, &path.tree, &at(&path.ident)),
            UseTree::Group(group) => {
                for tree in &group.items {
                    self.names(module, tree, prefix);
                }
            }
            UseTree::Name(name) => {
                let signature = format!("use {}", at(&name.ident));
                self.add(below(module, &name.ident), Kind::Reexport, signature, &[]);
            }
            UseTree::Rename(rename) => {
                let signature = format!("use {} as {}", at(&rename.ident), rename.rename);
                self.add(
                    below(module, &rename.rename),
                    Kind::Reexport,
                    signature,
                    &[],
                );
            }
            UseTree::Glob(_) => {
                let signature = format!("use {}", at(&"*"));
                self.add(
                    below(module, &format!("* of {prefix}")),
                    Kind::Reexport,
                    signature,
                    &[],
                );
            }
        }
    }

    /// What a macro of the runtime adds to a type.
    fn expansion(&mut self, module: &str, name: &str, tokens: TokenStream) -> Result<(), String> {
        if ABOUT_THE_WIRE.contains(&name) {
            return Ok(());
        }
        let mut tokens = tokens.into_iter();
        let Some(TokenTree::Ident(ty)) = tokens.next() else {
            return Err(format!("`{name}!` names no type"));
        };
        let path = below(module, &ty);
        let rest: TokenStream = tokens.collect();
        if CONVERSIONS.contains(&name) {
            for source in conversions(name, rest) {
                self.has_trait(&path, &format!("From<{source}>"), String::new());
            }
            return Ok(());
        }
        // What follows the first comma is about the wire.
        let mut of = rest.into_iter().take_while(
            |token| !matches!(token, TokenTree::Punct(punct) if punct.as_char() == ','),
        );
        let of = match of.next() {
            Some(TokenTree::Ident(word)) if word == "as" => tidy(of.collect()),
            _ => String::new(),
        };
        self.has_trait(&path, &format!("{name}!"), of);
        Ok(())
    }
}

/// The types from which a macro makes one: those in the brackets.
fn conversions(name: &str, tokens: TokenStream) -> Vec<String> {
    let list = tokens.into_iter().find_map(|token| match token {
        TokenTree::Group(group) => Some(group.stream()),
        _ => None,
    });
    let mut sources = vec![TokenStream::new()];
    let mut depth = 0_usize;
    for token in list.into_iter().flatten() {
        match &token {
            TokenTree::Punct(punct) if punct.as_char() == '<' => depth += 1,
            TokenTree::Punct(punct) if punct.as_char() == '>' => depth = depth.saturating_sub(1),
            TokenTree::Punct(punct) if punct.as_char() == ',' && depth == 0 => {
                sources.push(TokenStream::new());
                continue;
            }
            _ => {}
        }
        if let Some(last) = sources.last_mut() {
            last.extend([token]);
        }
    }
    let sources = sources
        .into_iter()
        .map(tidy)
        .filter(|source| !source.is_empty());
    match name {
        // A variant with its type in parentheses.
        "from_variants" => sources
            .filter_map(|source| Some(source.split_once('(')?.1.strip_suffix(')')?.to_owned()))
            .collect(),
        "from_required_list" => sources.map(|source| format!("[{source}]")).collect(),
        _ => sources.collect(),
    }
}

/// A declaration, with what other crates may not rely on.
fn declared(what: &str, may_grow: bool) -> String {
    match may_grow {
        true => what.to_owned(),
        false => format!("{what} (exhaustive)"),
    }
}
