//! What a client offers to the programs that use it, read from its code: every public item with its signature.
//!
//! Only what the generator emits is understood; of anything else the reader says so.

mod read;
mod tidy;

use std::collections::BTreeMap;

use crate::render::Draft;

/// The public items of a crate by their paths: `v3::contacts::Contacts::update` for a function, `models::objects::SimplePublicObject.id` for a field,
/// `models::objects::SimplePublicObject: Default` for a trait that a type has.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Surface {
    items: BTreeMap<String, Item>,
}

/// A public item.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Item {
    /// What it is.
    pub kind: Kind,
    /// How it is declared, in one line.
    pub signature: String,
    /// Its documentation.
    pub docs: String,
    /// Whether the compiler warns of its use.
    pub deprecated: bool,
}

/// What an item is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Kind {
    /// A module.
    Module,
    /// A struct.
    Struct {
        /// Whether other crates can neither build it field by field nor take all of it apart, so that it may grow.
        may_grow: bool,
    },
    /// A field of a struct.
    Field,
    /// An enum.
    Enum {
        /// Whether other crates must reckon with more variants.
        may_grow: bool,
    },
    /// A variant of an enum.
    Variant,
    /// A function, of a type or of a trait that only the client has.
    Function {
        /// Types of its arguments, `self` aside.
        arguments: Vec<String>,
        /// What it returns.
        output: String,
    },
    /// A constant.
    Constant,
    /// A trait that only the client has.
    Trait,
    /// A trait that a type has, or what a macro of the runtime gives it.
    Impl {
        /// What of it programs can tell apart, such as the type of the items of a stream.
        of: String,
    },
    /// A name that stands for an item elsewhere.
    Reexport,
}

impl Item {
    fn rewritten(mut self, text: impl Fn(&str) -> String) -> Self {
        let own_name = match self.kind {
            Kind::Variant => self.signature.find('(').unwrap_or(self.signature.len()),
            Kind::Field | Kind::Function { .. } | Kind::Constant | Kind::Impl { .. } => 0,
            Kind::Module
            | Kind::Struct { .. }
            | Kind::Enum { .. }
            | Kind::Trait
            | Kind::Reexport => self.signature.len(),
        };
        let (name, rest) = self.signature.split_at(own_name);
        self.signature = format!("{name}{}", text(rest));
        match &mut self.kind {
            Kind::Function { arguments, output } => {
                for part in arguments.iter_mut().chain([output]) {
                    *part = text(part);
                }
            }
            Kind::Impl { of } => *of = text(of),
            _ => {}
        }
        self
    }
}

/// Code that cannot be read.
#[derive(Debug, thiserror::Error)]
#[error("internal error: {path}: {reason}\nThis is a mistake of the generator: please report it")]
pub struct SurfaceError {
    path: String,
    reason: String,
}

impl Surface {
    /// Reads a file of a crate. Identifiers that are keys of `aliases` are read as their values, and so is what documentation has of them.
    pub fn read(draft: Draft, aliases: &BTreeMap<String, String>) -> Result<Self, SurfaceError> {
        let mut surface = Self::default();
        read::file(draft, aliases, &mut surface)?;
        Ok(surface)
    }

    /// The same items elsewhere and in other words: `path` says where an item is, `text` how a declaration reads. Types, modules, and the names of variants and
    /// reexports stay as they are.
    #[must_use]
    pub fn rewritten(self, path: impl Fn(&str) -> String, text: impl Fn(&str) -> String) -> Self {
        let items = self.items.into_iter();
        let items = items.map(|(place, item)| (path(&place), item.rewritten(&text)));
        Self {
            items: items.collect(),
        }
    }

    /// The item at a path.
    pub fn get(&self, path: &str) -> Option<&Item> {
        self.items.get(path)
    }

    /// All paths with their items, sorted.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &Item)> {
        self.items.iter().map(|(path, item)| (path.as_str(), item))
    }
}

impl FromIterator<Surface> for Surface {
    fn from_iter<I: IntoIterator<Item = Surface>>(parts: I) -> Self {
        let items = parts.into_iter().flat_map(|part| part.items);
        Self {
            items: items.collect(),
        }
    }
}
