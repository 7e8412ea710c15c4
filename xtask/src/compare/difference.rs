//! What a comparison finds: a subject, a place in it, an aspect, and what each side says.

use std::collections::BTreeSet;
use std::fmt::{self, Display, Write as _};

use serde::{Serialize, Serializer};

use crate::pointer::Origin;

/// One thing about which two sets of documents do not agree, however many APIs it shows in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference {
    /// What it is about.
    pub subject: Subject,
    /// Where in the subject.
    pub place: Place,
    /// In which respect.
    pub aspect: Aspect,
    /// What the left side says.
    pub left: Fact,
    /// What the right side says.
    pub right: Fact,
    /// The APIs that it shows in.
    pub apis: BTreeSet<String>,
    /// Whether what differs is sent or received.
    pub usage: Usage,
    /// Where it stands in the documents of both sides.
    pub at: BTreeSet<Sites>,
}

/// Where the same thing stands on both sides, or would stand if it were there.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Sites {
    /// In the left set.
    pub left: Origin,
    /// In the right set.
    pub right: Origin,
}

/// What a difference is about.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Subject {
    /// An API as a whole.
    Api(String),
    /// An operation.
    Operation {
        /// Template of the path.
        path: String,
        /// Method in capitals.
        method: String,
    },
    /// A component, by its name.
    Schema(String),
}

impl Display for Subject {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Api(name) | Self::Schema(name) => formatter.write_str(name),
            Self::Operation { path, method } => write!(formatter, "{method} {path}"),
        }
    }
}

/// A place in a subject; empty for the subject itself.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Place {
    /// The part of an operation.
    pub part: Part,
    /// The way through the schema of that part, or through the subject if that is a schema.
    pub steps: Vec<Step>,
}

impl Place {
    /// The place of a part of an operation.
    pub fn of(part: Part) -> Self {
        let steps = Vec::new();
        Self { part, steps }
    }

    /// The place that is one step further in.
    #[must_use]
    pub fn then(&self, step: Step) -> Self {
        let mut place = self.clone();
        place.steps.push(step);
        place
    }

    /// Whether it is the subject itself.
    pub fn is_whole(&self) -> bool {
        self.part == Part::Whole && self.steps.is_empty()
    }
}

impl Display for Place {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut text = match &self.part {
            Part::Whole => String::new(),
            Part::Parameter { location, name } => format!("parameter {location} {name}"),
            Part::Body { media: None } => "body".to_owned(),
            Part::Body { media: Some(media) } => format!("body {media}"),
            Part::Response {
                status,
                media: None,
            } => format!("response {status}"),
            Part::Response {
                status,
                media: Some(media),
            } => format!("response {status} {media}"),
        };
        for (index, step) in self.steps.iter().enumerate() {
            match (index, step) {
                (0, _) if self.part != Part::Whole => text.push(' '),
                (1.., Step::Property(_)) => text.push('.'),
                _ => {}
            }
            match step {
                Step::Property(name) => text.push_str(name),
                Step::Items => text.push_str("[]"),
                Step::Values => text.push_str("{}"),
                Step::Branch(index) => write!(text, "({index})")?,
            }
        }
        formatter.write_str(&text)
    }
}

/// A part of an operation.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub enum Part {
    /// All of it.
    #[default]
    Whole,
    /// A parameter.
    Parameter {
        /// The keyword `in`.
        location: &'static str,
        /// Its name.
        name: String,
    },
    /// The body of the request.
    Body {
        /// The media type, if it is about what that has.
        media: Option<String>,
    },
    /// An answer.
    Response {
        /// The status, or `default`.
        status: String,
        /// The media type, if it is about what that has.
        media: Option<String>,
    },
}

/// A step from a schema to one inside of it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Step {
    /// To a property: `name`.
    Property(String),
    /// To the items of a list: `[]`.
    Items,
    /// To the values of a map: `{}`.
    Values,
    /// To a branch without a name, counted from 0: `(0)`.
    Branch(usize),
}

/// In which respect two sides differ. The names are those of OpenAPI where it has one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Aspect {
    /// Whether it is there at all.
    Presence,
    /// Whether it is required.
    Required,
    /// Whether it is deprecated.
    Deprecated,
    /// Limits that do not count the operation.
    LimitExemptions,
    /// How a parameter is written.
    Style,
    /// Whether a list in a parameter is repeated.
    Explode,
    /// The media type of a parameter that has one.
    MediaType,
    /// Which component stands there.
    Schema,
    /// The type, or the keyword that combines others.
    Type,
    /// The format.
    Format,
    /// The allowed values.
    Enum,
    /// What counts if nothing is said.
    Default,
    /// Whether it may be `null`.
    Nullable,
    /// Whether it says what its items are.
    Items,
    /// What is said of properties that are not named.
    AdditionalProperties,
    /// The branches of a choice.
    OneOf,
    /// The branches of a choice of which several may apply.
    AnyOf,
    /// What it is joined of.
    AllOf,
}

impl Aspect {
    /// All aspects.
    pub const ALL: [Self; 18] = [
        Self::Presence,
        Self::Required,
        Self::Deprecated,
        Self::LimitExemptions,
        Self::Style,
        Self::Explode,
        Self::MediaType,
        Self::Schema,
        Self::Type,
        Self::Format,
        Self::Enum,
        Self::Default,
        Self::Nullable,
        Self::Items,
        Self::AdditionalProperties,
        Self::OneOf,
        Self::AnyOf,
        Self::AllOf,
    ];

    /// Its name.
    pub fn name(self) -> &'static str {
        match self {
            Self::Presence => "presence",
            Self::Required => "required",
            Self::Deprecated => "deprecated",
            Self::LimitExemptions => "x-hubspot-rate-limit-exemptions",
            Self::Style => "style",
            Self::Explode => "explode",
            Self::MediaType => "mediaType",
            Self::Schema => "schema",
            Self::Type => "type",
            Self::Format => "format",
            Self::Enum => "enum",
            Self::Default => "default",
            Self::Nullable => "nullable",
            Self::Items => "items",
            Self::AdditionalProperties => "additionalProperties",
            Self::OneOf => "oneOf",
            Self::AnyOf => "anyOf",
            Self::AllOf => "allOf",
        }
    }
}

impl Display for Aspect {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.name())
    }
}

/// What one side says in one respect.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Fact {
    /// Nothing.
    None,
    /// Whether something is there.
    Presence(Presence),
    /// Yes or no.
    Flag(bool),
    /// A word, or a value as JSON.
    Text(String),
    /// Of a set, what the other side does not have; all of it where the other side has no set.
    Set(BTreeSet<String>),
}

/// Whether something is there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Presence {
    /// It is not.
    Absent,
    /// It is.
    Present,
    /// It is, and may be left out.
    Optional,
    /// It is, and must not be left out.
    Required,
}

impl Display for Fact {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::None => formatter.write_str("none"),
            Self::Presence(presence) => formatter.write_str(match presence {
                Presence::Absent => "absent",
                Presence::Present => "present",
                Presence::Optional => "optional",
                Presence::Required => "required",
            }),
            Self::Flag(flag) => flag.fmt(formatter),
            Self::Text(text) => formatter.write_str(text),
            Self::Set(set) => {
                let items: Vec<&str> = set.iter().map(String::as_str).collect();
                write!(formatter, "[{}]", items.join(", "))
            }
        }
    }
}

impl Serialize for Fact {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::None => serializer.serialize_none(),
            Self::Flag(flag) => serializer.serialize_bool(*flag),
            Self::Set(set) => set.serialize(serializer),
            Self::Presence(_) | Self::Text(_) => serializer.collect_str(self),
        }
    }
}

/// Which way values go that a difference is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct Usage {
    /// They are sent, in a parameter or a body.
    pub sent: bool,
    /// They are received, in an answer.
    pub received: bool,
}

impl Usage {
    /// Neither: it is about an operation as such.
    pub const NONE: Self = Self {
        sent: false,
        received: false,
    };
    /// In a request.
    pub const SENT: Self = Self {
        sent: true,
        received: false,
    };
    /// In an answer.
    pub const RECEIVED: Self = Self {
        sent: false,
        received: true,
    };

    /// Adds another way.
    pub fn add(&mut self, other: Self) {
        self.sent |= other.sent;
        self.received |= other.received;
    }
}
