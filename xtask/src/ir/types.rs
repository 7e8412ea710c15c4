//! Types and their uses.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::Docs;
use crate::pointer::Origin;

/// Number of a type in [`Ir::types`](super::Ir::types).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct TypeId(pub usize);

/// Use of a type.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum TypeRef {
    /// Text.
    Text,
    /// Text that nobody but HubSpot gets to see.
    Secret,
    /// `true` or `false`.
    Boolean,
    /// A whole number of any width.
    Integer,
    /// A number with a fraction.
    Number,
    /// A point in time.
    DateTime,
    /// A day.
    Date,
    /// Bytes, as the whole of a body.
    Bytes,
    /// A file, as a part of a form.
    File,
    /// Any JSON value.
    Json,
    /// A list.
    List(Box<TypeRef>),
    /// An object with free keys.
    Map(Box<TypeRef>),
    /// A value that may be `null`.
    Nullable(Box<TypeRef>),
    /// A type of the table.
    Named(TypeId),
    /// Values of a record's properties: a type of the runtime.
    Properties,
    /// One page of a collection: a type of the runtime.
    Page(Box<TypeRef>),
    /// The inputs of a batch: a list on our side, an object around it on the wire.
    BatchInput(Box<TypeRef>),
    /// The outcome of a batch inside another type: a type of the runtime.
    Batch(Box<TypeRef>),
}

impl TypeRef {
    /// The types directly inside this one.
    pub fn inner(&self) -> Option<&TypeRef> {
        match self {
            Self::List(inner)
            | Self::Map(inner)
            | Self::Nullable(inner)
            | Self::Page(inner)
            | Self::BatchInput(inner)
            | Self::Batch(inner) => Some(inner),
            _ => None,
        }
    }

    /// As [`inner`](Self::inner), for passes that rewrite.
    pub fn inner_mut(&mut self) -> Option<&mut TypeRef> {
        match self {
            Self::List(inner)
            | Self::Map(inner)
            | Self::Nullable(inner)
            | Self::Page(inner)
            | Self::BatchInput(inner)
            | Self::Batch(inner) => Some(inner),
            _ => None,
        }
    }

    /// The named type at the bottom, if there is one.
    pub fn named(&self) -> Option<TypeId> {
        match self {
            Self::Named(id) => Some(*id),
            other => other.inner().and_then(Self::named),
        }
    }
}

/// A type with a name.
#[derive(Debug)]
pub struct Type {
    /// Name of the component, or one made from owner and field for a type that stands inline.
    pub name: String,
    /// Text.
    pub docs: Docs,
    /// What it looks like on the wire.
    pub shape: Shape,
    /// Who sends it. Filled by the pass `direction`.
    pub direction: Direction,
    /// The type of the runtime that it is, by its name: such a type is used, not emitted. Filled by the pass `searches`.
    pub runtime: Option<&'static str>,
    /// The field with the inputs, where the type is the body of a batch: an index. Filled by the pass `batch_bodies`.
    pub inputs: Option<usize>,
    /// Where it is defined.
    pub origin: Origin,
    /// The documents that define it: more than one once the pass `share` has merged equal definitions.
    pub documents: BTreeSet<Arc<str>>,
}

/// What a named type looks like on the wire.
#[derive(Debug)]
pub enum Shape {
    /// An object with known fields.
    Object(Vec<Field>),
    /// One of some strings, and whatever HubSpot adds later.
    Enum(Vec<String>),
    /// One of some types, and whatever HubSpot adds later.
    Union(Vec<Variant>),
    /// The parts of a `multipart/form-data` body.
    Form(Vec<Field>),
}

impl Shape {
    /// The fields of an object or a form.
    pub fn fields(&self) -> &[Field] {
        match self {
            Self::Object(fields) | Self::Form(fields) => fields,
            Self::Enum(_) | Self::Union(_) => &[],
        }
    }

    /// The types that it is made of.
    pub fn refs(&self) -> impl Iterator<Item = &TypeRef> {
        let variants = match self {
            Self::Union(variants) => variants.as_slice(),
            _ => &[],
        };
        let fields = self.fields().iter().map(|field| &field.ty);
        fields.chain(variants.iter().map(|variant| &variant.ty))
    }

    /// As [`refs`](Self::refs), for passes that rewrite.
    pub fn refs_mut(&mut self) -> impl Iterator<Item = &mut TypeRef> {
        let (fields, variants): (&mut [Field], &mut [Variant]) = match self {
            Self::Object(fields) | Self::Form(fields) => (fields, &mut []),
            Self::Union(variants) => (&mut [], variants),
            Self::Enum(_) => (&mut [], &mut []),
        };
        let fields = fields.iter_mut().map(|field| &mut field.ty);
        fields.chain(variants.iter_mut().map(|variant| &mut variant.ty))
    }
}

/// One of the types of a union.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Variant {
    /// What it is called within the union. Filled by the pass `unions`.
    pub name: String,
    /// Its type.
    pub ty: TypeRef,
    /// How a value of it is recognized: any one is enough. The document gives those of a discriminator; the pass `unions` finds the others.
    pub matchers: Vec<Matcher>,
    /// Whether the value lies on the heap because the union would contain itself otherwise. Filled by the pass `recursion`.
    pub boxed: bool,
    /// Where it is listed.
    pub origin: Origin,
}

/// A sign by which a JSON value is recognized.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Matcher {
    /// An object in which this property has one of these values.
    Tag(String, Vec<String>),
    /// An object with all of these properties.
    Keys(Vec<String>),
    /// Text.
    Text,
    /// `true` or `false`.
    Boolean,
    /// A whole number.
    Integer,
    /// Any number.
    Number,
    /// A list.
    List,
    /// Anything.
    Any,
}

/// A field of an object.
#[derive(Debug, Clone)]
pub struct Field {
    /// Wire name.
    pub name: String,
    /// Type of its value.
    pub ty: TypeRef,
    /// Always sent or always given.
    pub required: bool,
    /// The only value that the document allows. Filled by the pass `constants`.
    pub constant: Option<String>,
    /// Whether the value lies on the heap because the type would contain itself otherwise. Filled by the pass `recursion`.
    pub boxed: bool,
    /// Text.
    pub docs: Docs,
    /// Where it is declared.
    pub origin: Origin,
}

/// Who sends a type.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Direction {
    /// No operation reaches it.
    #[default]
    Unused,
    /// Only HubSpot.
    Received,
    /// Only the caller.
    Sent,
    /// Both.
    Both,
}

impl Direction {
    /// Whether a caller makes values of the type.
    pub fn is_sent(self) -> bool {
        matches!(self, Self::Sent | Self::Both)
    }
}
