//! The form in which the vocabulary is written down.

/// A kind of object.
pub(super) struct Object {
    /// What the specification calls it, as in `Schema Object`.
    pub(super) name: &'static str,
    /// The fields with fixed names.
    pub(super) fields: &'static [Field],
    /// The names and values of all other fields, where the object has any.
    pub(super) others: Option<(Keys, Shape)>,
    /// What a table of fields cannot say.
    pub(super) rule: Rule,
    /// Whether an extension (`x-…`) that is not read deserves a warning: it does where it is likely to describe the interface.
    pub(super) extensions_matter: bool,
}

/// A field with a fixed name.
pub(super) struct Field {
    pub(super) name: &'static str,
    pub(super) shape: Shape,
    pub(super) required: bool,
}

/// What a value may be.
#[derive(Clone, Copy)]
pub(super) enum Shape {
    /// Any JSON value, null too.
    Any,
    Text,
    Flag,
    Number,
    /// A whole number that is not negative.
    Count,
    /// One of these texts.
    Word(&'static [&'static str]),
    List(&'static Shape),
    Map(Keys, &'static Shape),
    /// An object that stands where it is used.
    Inline(&'static Object),
    /// An object or a reference to one.
    Referable(&'static Object),
    /// `true`, `false` or the other shape.
    FlagOr(&'static Shape),
}

impl Shape {
    /// What a value has to be, as in "must be a list".
    pub(super) fn due(self) -> &'static str {
        match self {
            Self::Any => "a value",
            Self::Text | Self::Word(_) => "text",
            Self::Flag => "`true` or `false`",
            Self::Number => "a number",
            Self::Count => "a whole number from 0 on",
            Self::List(_) => "a list",
            Self::Map(..) | Self::Inline(_) | Self::Referable(_) => "an object",
            Self::FlagOr(_) => "`true`, `false` or an object",
        }
    }
}

/// What the keys of an object may be.
#[derive(Clone, Copy)]
pub(super) enum Keys {
    /// Anything.
    Free,
    /// The name of a component.
    Component,
    /// A path below the server's address.
    Path,
    /// A status code or a range of them.
    Status,
}

/// What has to hold besides the table.
#[derive(Clone, Copy)]
pub(super) enum Rule {
    None,
    Schema,
    Parameter,
    Header,
    SecurityScheme,
}

/// A field that may be left out.
pub(super) const fn field(name: &'static str, shape: Shape) -> Field {
    Field {
        name,
        shape,
        required: false,
    }
}

/// A field that has to be there.
pub(super) const fn required(name: &'static str, shape: Shape) -> Field {
    Field {
        name,
        shape,
        required: true,
    }
}

/// An object with these fields and no others.
pub(super) const fn object(name: &'static str, fields: &'static [Field]) -> Object {
    Object {
        name,
        fields,
        others: None,
        rule: Rule::None,
        extensions_matter: false,
    }
}

impl Object {
    /// Fields whose names are not fixed.
    pub(super) const fn others(mut self, keys: Keys, shape: Shape) -> Self {
        self.others = Some((keys, shape));
        self
    }

    /// A rule besides the table.
    pub(super) const fn rule(mut self, rule: Rule) -> Self {
        self.rule = rule;
        self
    }

    /// Extensions here are worth a word.
    pub(super) const fn extensions_matter(mut self) -> Self {
        self.extensions_matter = true;
        self
    }
}
