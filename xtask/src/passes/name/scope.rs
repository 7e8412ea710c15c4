//! Sets of names that must differ from each other, and how each gets one.

use std::collections::HashMap;

use crate::casing::{is_impossible, is_rewritten, pascal, snake, spelled};
use crate::diagnostics::Diagnostics;
use crate::pointer::Origin;

/// What a kind of name looks like.
#[derive(Clone, Copy)]
pub(super) struct Kind {
    /// From the wire name.
    pub(super) cased: fn(&str) -> String,
    /// What it names.
    pub(super) noun: &'static str,
    /// What is added to a name that is used for something else.
    pub(super) word: &'static str,
    /// Whether the word comes before a number where two wire names make one Rust name.
    pub(super) word_tells: bool,
}

pub(super) const TYPE: Kind = Kind {
    cased: pascal,
    noun: "type",
    word: "model",
    word_tells: false,
};
pub(super) const FIELD: Kind = Kind {
    cased: snake,
    noun: "field",
    word: "field",
    word_tells: false,
};
pub(super) const VALUE: Kind = Kind {
    cased: pascal,
    noun: "value",
    word: "value",
    word_tells: false,
};
pub(super) const PARAM: Kind = Kind {
    cased: snake,
    noun: "parameter",
    word: "param",
    word_tells: true,
};
pub(super) const MODULE: Kind = Kind {
    cased: snake,
    noun: "module",
    word: "api",
    word_tells: true,
};
pub(super) const HANDLE: Kind = Kind {
    cased: pascal,
    noun: "handle",
    word: "api",
    word_tells: true,
};
pub(super) const METHOD: Kind = Kind {
    cased: snake,
    noun: "method",
    word: "operation",
    word_tells: false,
};
pub(super) const BUILDER: Kind = Kind {
    cased: pascal,
    noun: "request",
    word: "request",
    word_tells: true,
};

impl Kind {
    /// A name with the kind's word after it: `OptionModel`, `extra_field`.
    pub(super) fn with_word(self, name: &str) -> String {
        (self.cased)(&format!("{name} {}", self.word))
    }

    /// A name with a number after it, which counts things of one name from 2: `ThingId2`, `thing_id_2`.
    pub(super) fn with_number(self, name: &str, number: usize) -> String {
        (self.cased)(&format!("{name} {number}"))
    }
}

/// Something that wants a name.
pub(super) struct Wish<'a> {
    pub(super) wire: &'a str,
    /// From the manifest.
    pub(super) rename: Option<&'a str>,
    pub(super) origin: Origin,
}

/// Names that must differ from each other.
pub(super) struct Scope {
    pub(super) kind: Kind,
    of: &'static str,
    taken: Vec<&'static str>,
    /// Name -> what has it.
    given: HashMap<String, Holder>,
}

struct Holder {
    wire: String,
    origin: Origin,
}

impl Scope {
    pub(super) fn new(kind: Kind, of: &'static str, taken: &[&[&'static str]]) -> Self {
        Self {
            kind,
            of,
            taken: taken.concat(),
            given: HashMap::new(),
        }
    }

    /// Gives a name to something that is not named here.
    pub(super) fn hold(&mut self, name: &str, wire: &str, origin: &Origin) {
        let holder = Holder {
            wire: wire.to_owned(),
            origin: origin.clone(),
        };
        self.given.insert(name.to_owned(), holder);
    }

    /// Whether generated code can use a name for something of the documents.
    pub(super) fn is_usable(&self, name: &str) -> bool {
        !is_impossible(name) && !self.taken.contains(&name)
    }

    /// Whether nothing else has a name.
    pub(super) fn is_free(&self, name: &str) -> bool {
        self.is_usable(name) && !self.given.contains_key(name)
    }

    /// The wire name of what has a name.
    pub(super) fn holder(&self, name: &str) -> Option<&str> {
        self.given.get(name).map(|holder| holder.wire.as_str())
    }

    /// A name that the manifest sets: it is what somebody wanted, so nothing is done about it but a report.
    pub(super) fn rename(
        &mut self,
        to: &str,
        origin: &Origin,
        diagnostics: &mut Diagnostics,
    ) -> String {
        let name = (self.kind.cased)(to);
        let message = if is_impossible(&name) {
            Some(format!("no Rust name can be made of `{to}`"))
        } else if self.taken.contains(&name.as_str()) {
            Some(format!(
                "the name `{name}` is taken: generated code uses it for something else"
            ))
        } else {
            self.given.get(&name).map(|other| {
                format!(
                    "the name `{name}` stands for two things among {}: the other one is at {}",
                    self.of, other.origin
                )
            })
        };
        if let Some(message) = message {
            diagnostics.error(
                origin,
                message,
                "set another name in codegen.yaml under `renames`",
            );
        }
        self.hold(&name, to, origin);
        name
    }

    /// Names for all, in their order: the same for the same wishes, and each as short as the others allow.
    ///
    /// What the manifest names comes first, then what has its Rust name on the wire already, then the rest. What is left gets words for its symbols if that
    /// tells it from the others, or a number.
    pub(super) fn name_all(
        &mut self,
        wishes: &[Wish<'_>],
        diagnostics: &mut Diagnostics,
    ) -> Vec<String> {
        let mut names = vec![String::new(); wishes.len()];
        let mut plain: Vec<(usize, String)> = Vec::new();
        for (index, wish) in wishes.iter().enumerate() {
            match wish.rename {
                Some(to) => names[index] = self.rename(to, &wish.origin, diagnostics),
                None => plain.push((index, self.plain(wish.wire, index))),
            }
        }
        plain.sort_by_key(|(index, name)| (name != wishes[*index].wire, *index));
        let mut left: Vec<(usize, String)> = Vec::new();
        for (index, name) in plain {
            if self.is_free(&name) {
                self.hold(&name, wishes[index].wire, &wishes[index].origin);
                names[index] = name;
            } else {
                left.push((index, name));
            }
        }
        left.sort_unstable();
        for (index, name) in left {
            names[index] = self.other_name(&name, &wishes[index], diagnostics);
        }
        self.tell_rewritten(wishes, &names, diagnostics);
        names
    }

    /// The name of one more thing.
    pub(super) fn name(&mut self, wish: Wish<'_>, diagnostics: &mut Diagnostics) -> String {
        self.name_all(&[wish], diagnostics)
            .pop()
            .unwrap_or_default()
    }

    fn plain(&self, wire: &str, index: usize) -> String {
        let name = (self.kind.cased)(wire);
        if name.is_empty() {
            // Nothing in it can be said, so its place has to do.
            return self.kind.with_number(self.kind.word, index + 1);
        }
        name
    }

    /// A name for something whose own is used or taken.
    fn other_name(
        &mut self,
        plain: &str,
        wish: &Wish<'_>,
        diagnostics: &mut Diagnostics,
    ) -> String {
        let is_usable = self.is_usable(plain);
        let spelled = (self.kind.cased)(&spelled(wish.wire));
        let name = if is_usable && self.is_free(&spelled) {
            spelled
        } else if is_usable && !self.kind.word_tells {
            self.numbered(plain)
        } else {
            self.with_word(plain)
        };
        let why = match self.holder(plain) {
            Some(other) if is_usable && other == wish.wire => {
                format!("another `{other}` has that name")
            }
            Some(other) if is_usable => format!("`{other}` has the name `{plain}`"),
            _ => format!("the name `{plain}` is taken"),
        };
        diagnostics.note(
            &wish.origin,
            format!(
                "the {} `{}` is called `{name}`: {why}",
                self.kind.noun, wish.wire
            ),
        );
        self.hold(&name, wish.wire, &wish.origin);
        name
    }

    /// The name with the kind's word, and with a number if that is used too.
    pub(super) fn with_word(&self, plain: &str) -> String {
        let name = self.kind.with_word(plain);
        if self.is_free(&name) {
            name
        } else {
            self.numbered(&name)
        }
    }

    /// The name with the first number from 2 that makes it free.
    pub(super) fn numbered(&self, name: &str) -> String {
        // One of so many is free.
        (2..self.given.len() + self.taken.len() + 3)
            .map(|number| self.kind.with_number(name, number))
            .find(|name| self.is_free(name))
            .unwrap_or_else(|| name.to_owned())
    }

    /// Tells of names that hold more than the casing of Rust, once for all of them.
    fn tell_rewritten(&self, wishes: &[Wish<'_>], names: &[String], diagnostics: &mut Diagnostics) {
        let mut rewritten = wishes
            .iter()
            .zip(names)
            .filter(|(wish, _)| wish.rename.is_none() && is_rewritten(wish.wire));
        let Some((first, name)) = rewritten.next() else {
            return;
        };
        let others = match rewritten.count() {
            0 => String::new(),
            1 => " like another one beside it".to_owned(),
            count => format!(" like {count} others beside it"),
        };
        diagnostics.note(
            &first.origin,
            format!(
                "the {} `{}` is called `{name}`: spelled in ASCII{others}",
                self.kind.noun, first.wire
            ),
        );
    }
}
