//! Changes of types, fields and values.

use std::collections::BTreeMap;

use super::{About, Action, Change, Collector, Touch, Verdict, WIRE_NAME};
use crate::diff::facts::{Facts, FieldFacts, TypeFacts, VariantFacts, in_code};
use crate::diff::guess;
use crate::diff::parts::{By, Paired, paired, reordered};
use crate::ir::Direction;

impl Collector {
    pub(super) fn types(&mut self, old: &Facts, new: &Facts) {
        let renames = self.renames.clone();
        for (name, before) in &old.types {
            if let Some(after) = new.types.get(name) {
                self.ty(name, before, after);
            } else if let Some((other, after)) = renames
                .name(name)
                .and_then(|other| new.types.get_key_value(other))
            {
                let change = Change {
                    old: Some(name.clone()),
                    new: Some(other.clone()),
                    ..Change::new(About::Type, &before.path, Action::Renamed)
                };
                let touches = [
                    Touch::Item(before.path.clone()),
                    Touch::Item(after.path.clone()),
                    Touch::Name(name.clone()),
                    Touch::Name(other.clone()),
                ];
                self.push(change, Verdict::Breaking, &touches);
                self.parts(before, after);
            } else if !self.is_told(&before.path) {
                let change = Change::new(About::Type, &before.path, Action::Removed);
                let touches = [Touch::All(before.path.clone()), Touch::Name(name.clone())];
                self.push(change, Verdict::Breaking, &touches);
            }
        }
        for (name, after) in &new.types {
            let is_new = !old.types.contains_key(name) && !renames.is_new_name(name);
            if is_new && !self.is_told(&after.path) {
                let change = Change::new(About::Type, &after.path, Action::Added);
                let touches = [Touch::All(after.path.clone()), Touch::Name(name.clone())];
                self.push(change, Verdict::Compatible, &touches);
            }
        }
    }

    /// Whether an API that came or went as a whole has the type.
    fn is_told(&self, path: &str) -> bool {
        self.told.contains(path)
    }

    fn ty(&mut self, name: &str, before: &TypeFacts, after: &TypeFacts) {
        let change = |aspect| Change {
            aspect: Some(aspect),
            ..Change::new(About::Type, &after.path, Action::Changed)
        };
        let whole = [
            Touch::All(before.path.clone()),
            Touch::All(after.path.clone()),
            Touch::Name(name.to_owned()),
        ];
        if before.path != after.path {
            let change = Change {
                old: Some(before.path.clone()),
                new: Some(after.path.clone()),
                ..change("module")
            };
            let itself = [
                Touch::Item(before.path.clone()),
                Touch::Item(after.path.clone()),
                Touch::Name(name.to_owned()),
            ];
            self.push(change, Verdict::Compatible, &itself);
        }
        if before.kind != after.kind {
            let change = Change {
                old: Some(before.kind.to_owned()),
                new: Some(after.kind.to_owned()),
                ..change("kind")
            };
            self.push(change, Verdict::Compatible, &whole);
            return;
        }
        if before.direction != after.direction {
            let change = Change {
                old: Some(direction(before.direction).to_owned()),
                new: Some(direction(after.direction).to_owned()),
                ..change("direction")
            };
            self.push(change, Verdict::Compatible, &whole);
            match self.changes.pop() {
                // Who sends it is of no concern to programs if it is declared as before.
                Some(change) if change.effects.is_empty() => {}
                Some(mut change) => {
                    let why =
                        "what is sent has constructors and setters, and says what is left out";
                    change.why.insert(0, why.to_owned());
                    change.given = 1;
                    self.changes.push(change);
                }
                None => {}
            }
        }
        self.parts(before, after);
        let text = Change::new(About::Type, &after.path, Action::Changed);
        let item = [Touch::Item(after.path.clone())];
        self.text(&text, &before.text, &after.text, &item);
    }

    fn parts(&mut self, before: &TypeFacts, after: &TypeFacts) {
        let pairs = paired(
            &before.fields,
            &after.fields,
            |_, field| Some(&field.name),
            |(name, field), (other_name, other)| {
                let is_same =
                    field.required == other.required && self.renames.same(&field.ty, &other.ty);
                if is_same {
                    guess::names(name, other_name)
                } else {
                    0
                }
            },
        );
        for pair in pairs {
            self.field(&pair, after);
        }
        if let Some((old, new)) = reordered(&before.order, &after.order) {
            let change = Change {
                aspect: Some("order of required fields"),
                old: Some(old),
                new: Some(new),
                ..Change::new(About::Type, &after.path, Action::Changed)
            };
            let constructor = [Touch::Item(format!("{}::new", after.path))];
            if self.has_untold(&constructor) {
                self.push(change, Verdict::Compatible, &constructor);
            }
        }
        // What a value of a union is called on the wire is said by the type that it has.
        let is_union = after.kind == "union";
        let variants: BTreeMap<String, VariantFacts> = before
            .variants
            .iter()
            .map(|(key, variant)| match is_union {
                true => (self.renames.now(key), variant.clone()),
                false => (key.clone(), variant.clone()),
            })
            .collect();
        let pairs = paired(
            &variants,
            &after.variants,
            |_, variant| Some(&variant.name),
            |(value, _), (other, _)| match is_union {
                true => 0,
                false => guess::names(value, other),
            },
        );
        for pair in pairs {
            self.value(&pair, after);
        }
    }

    fn value(&mut self, pair: &Paired<'_, VariantFacts>, after: &TypeFacts) {
        let owned = |text: &str| Some(text.to_owned());
        let (action, aspect, old, new) = match (pair.old, pair.new, pair.by) {
            (Some(_), None, _) => (Action::Removed, None, None, None),
            (None, Some(_), _) => (Action::Added, None, None, None),
            (Some((_, old)), Some((_, new)), By::Key) if old.name != new.name => (
                Action::Changed,
                Some("name"),
                owned(&old.name),
                owned(&new.name),
            ),
            (Some((_, old)), Some((_, new)), By::Key) if old.told_by != new.told_by => {
                let (old, new) = (owned(&old.told_by), owned(&new.told_by));
                (Action::Changed, Some("sign on the wire"), old, new)
            }
            (Some(_), Some(_), By::Key) => return,
            (Some((old, _)), Some((new, _)), By::RustName) => {
                let aspect = match after.kind {
                    "union" => "type",
                    _ => WIRE_NAME,
                };
                (Action::Changed, Some(aspect), owned(old), owned(new))
            }
            (Some((old, _)), Some((new, _)), By::Guess) => {
                (Action::Renamed, None, owned(old), owned(new))
            }
            (None, None, _) => return,
        };
        // The parts of a type that moved are compared where they are now.
        let mut touches: Vec<Touch> = [pair.old, pair.new]
            .into_iter()
            .flatten()
            .map(|(_, variant)| Touch::Item(format!("{}::{}", after.path, variant.name)))
            .collect();
        if after.kind == "union" {
            touches.push(Touch::Traits(after.path.clone()));
        }
        let on_the_wire = aspect == Some(WIRE_NAME) || action == Action::Renamed;
        let names = pair.old.or(pair.new).into_iter();
        let names = names.map(|(key, _)| key.to_owned()).collect();
        let change = Change {
            names,
            aspect,
            old,
            new,
            why: match on_the_wire {
                true => vec![wire_name(after.direction).to_owned()],
                false => Vec::new(),
            },
            ..Change::new(About::Value, &after.path, action)
        };
        self.push(change, Verdict::Compatible, &touches);
        if on_the_wire {
            // The documentation of an enum, or of a variant, has the values.
            touches.push(Touch::Item(after.path.clone()));
            self.tell_texts(&touches);
        }
    }

    fn field(&mut self, pair: &Paired<'_, FieldFacts>, after: &TypeFacts) {
        let mut touches = Vec::new();
        for (_, field) in [pair.old, pair.new].into_iter().flatten() {
            let name = in_code(&field.name);
            touches.push(Touch::Item(format!("{}.{name}", after.path)));
            touches.push(Touch::Item(format!("{}::{name}", after.path)));
        }
        let change = |name: &str, action| Change {
            names: vec![name.to_owned()],
            ..Change::new(About::Field, &after.path, action)
        };
        let ((old_name, old), (name, new)) = match (pair.old, pair.new) {
            (Some(old), Some(new)) => (old, new),
            (Some((name, field)), None) | (None, Some((name, field))) => {
                let (action, old, new) = match pair.old {
                    Some(_) => (Action::Removed, Some(described(field)), None),
                    None => (Action::Added, None, Some(described(field))),
                };
                if field.required {
                    touches.extend(constructor(after));
                }
                self.push(
                    Change {
                        old,
                        new,
                        ..change(name, action)
                    },
                    Verdict::Compatible,
                    &touches,
                );
                return;
            }
            (None, None) => return,
        };
        if pair.by != By::Key {
            let (action, aspect) = match pair.by {
                By::Guess => (Action::Renamed, None),
                _ => (Action::Changed, Some(WIRE_NAME)),
            };
            let change = Change {
                aspect,
                old: Some(old_name.to_owned()),
                new: Some(name.to_owned()),
                why: vec![wire_name(after.direction).to_owned()],
                ..change(old_name, action)
            };
            let mut touches = touches.clone();
            if new.required {
                touches.extend(constructor(after));
            }
            match pair.by {
                By::Guess => self.push(change, Verdict::Compatible, &touches),
                // Declarations are the same, as far as this goes.
                _ => self.push(change, Verdict::Compatible, &[]),
            }
            // The documentation has the names on the wire.
            touches.push(Touch::Item(after.path.clone()));
            self.tell_texts(&touches);
        }
        let differs = [
            (
                "name",
                (pair.by == By::Key && old.name != new.name)
                    .then(|| (old.name.clone(), new.name.clone())),
                Vec::new(),
            ),
            (
                "type",
                (!self.renames.same(&old.ty, &new.ty)).then(|| (old.ty.clone(), new.ty.clone())),
                constructor(after).to_vec(),
            ),
            (
                "required",
                (old.required != new.required)
                    .then(|| (old.required.to_string(), new.required.to_string())),
                constructor(after).to_vec(),
            ),
            (
                "only value",
                (old.constant != new.constant).then(|| {
                    let said = |value: &Option<String>| value.clone().unwrap_or_default();
                    (said(&old.constant), said(&new.constant))
                }),
                constructor(after).to_vec(),
            ),
        ];
        for (aspect, values, more) in differs {
            let Some((before_value, after_value)) = values else {
                continue;
            };
            let why = match aspect {
                "required" => vec![needed(new.required, after.direction).to_owned()],
                "only value" => vec![only_value(after.direction).to_owned()],
                _ => Vec::new(),
            };
            let change = Change {
                aspect: Some(aspect),
                old: Some(before_value),
                new: Some(after_value),
                why,
                ..change(name, Action::Changed)
            };
            let touches: Vec<Touch> = touches.iter().cloned().chain(more).collect();
            self.push(change, Verdict::Compatible, &touches);
        }
        let change = change(name, Action::Changed);
        self.text(&change, &old.text, &new.text, &touches);
    }
}

fn described(field: &FieldFacts) -> String {
    let required = if field.required {
        "required"
    } else {
        "optional"
    };
    format!("{}, {required}", field.ty)
}

/// What makes a value of a type.
fn constructor(ty: &TypeFacts) -> [Touch; 2] {
    [
        Touch::Item(format!("{}::new", ty.path)),
        Touch::Traits(ty.path.clone()),
    ]
}

fn direction(direction: Direction) -> &'static str {
    match direction {
        Direction::Sent => "sent",
        Direction::Received => "received",
        Direction::Both => "sent and received",
        Direction::Unused => "not used",
    }
}

/// What it means that a field is required, or no longer is.
fn needed(required: bool, direction: Direction) -> &'static str {
    match (required, direction) {
        (true, Direction::Received) => "answers always have it",
        (false, Direction::Received) => "answers may come without it",
        (true, Direction::Sent) => "requests must have it",
        (false, Direction::Sent) => "requests may leave it out",
        (true, _) => "answers always have it, and requests must",
        (false, _) => "answers may come without it, and requests may leave it out",
    }
}

/// What it means that something has another name on the wire.
fn wire_name(direction: Direction) -> &'static str {
    match direction {
        Direction::Received => "answers have it under another name",
        Direction::Sent => "requests send it under another name",
        Direction::Both | Direction::Unused => {
            "requests send it under another name, and answers have it so"
        }
    }
}

/// What it means that the only value that a field may have is another.
fn only_value(direction: Direction) -> &'static str {
    match direction {
        Direction::Received => "answers have another value",
        _ => "requests send another value",
    }
}
