//! The changes in a form for people, for pull requests, or for programs.

mod changelog;
mod markdown;
mod text;

use super::effects::{ADDED, Effect};
use super::{About, Action, Change, Diff, Verdict};

/// In which form a comparison is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Format {
    /// For a terminal.
    #[default]
    Text,
    /// For a pull request: a table first, then what breaks; the rest is folded.
    Markdown,
    /// For programs.
    Json,
}

impl Diff {
    /// The comparison as text.
    pub fn render(&self, format: Format) -> String {
        match format {
            Format::Text => text::render(self),
            Format::Markdown => markdown::render(self),
            Format::Json => {
                // Nothing in it can fail to be written: all keys are text.
                let json = serde_json::to_string_pretty(self).unwrap_or_default();
                format!("{json}\n")
            }
        }
    }

    /// The comparison as an entry of a changelog; empty if nothing has changed.
    pub fn changelog(&self) -> String {
        changelog::render(self)
    }

    /// How many changes there are of a kind with a verdict.
    fn count_of(&self, about: About, verdict: Verdict) -> usize {
        let changes = self.changes.iter();
        let with = changes.filter(|change| change.about == about && change.verdict == verdict);
        with.count()
    }

    /// The versions that are compared under one name, in a sentence.
    fn renamed_versions(&self) -> Option<String> {
        let pairs = self.versions.iter().map(|(old, new)| {
            format!(
                "Programs that go over write `{new}` for `{old}`. Here, paths of Rust say `{old}` on both sides: what is told is what else they have to change."
            )
        });
        let pairs: Vec<String> = pairs.collect();
        (!pairs.is_empty()).then(|| pairs.join(" "))
    }
}

/// As many subjects, or effects, as people read one by one.
const FEW: usize = 6;

impl Change {
    /// What has changed, in a few words without its subject.
    fn headline(&self) -> String {
        let what = match (self.names.as_slice(), self.about) {
            ([], _) => String::new(),
            (_, About::Operation) => String::new(),
            (names, About::Parameter) => format!("{} ", names.join(", ")),
            (names, about) => {
                let many = if names.len() == 1 { "" } else { "s" };
                let names: Vec<String> = names.iter().map(|name| format!("`{name}`")).collect();
                format!("{}{many} {} ", about.name(), names.join(", "))
            }
        };
        let guess = if self.action == Action::Renamed {
            ", it seems"
        } else {
            ""
        };
        if let (Action::Changed, Some("required"), Some(new)) =
            (self.action, self.aspect, self.new.as_deref())
        {
            let verb = if self.names.len() > 1 { "are" } else { "is" };
            let state = if new == "true" {
                "required"
            } else {
                "optional"
            };
            return format!("{what}{verb} {state} now");
        }
        let action = match self.aspect {
            Some(aspect) if self.action == Action::Changed => format!("{aspect} changed"),
            _ if self.action == Action::Renamed && self.about == About::Operation => {
                format!("moved{guess}")
            }
            _ => format!("{}{guess}", self.action.name()),
        };
        let values = match (self.old.as_deref(), self.new.as_deref()) {
            // Of lists of scopes only the difference is told.
            (old, new) if self.aspect == Some("scopes") => {
                let parts = [("no longer", old), ("now also", new)];
                let parts = parts
                    .iter()
                    .filter_map(|(how, scopes)| Some(format!("{how} {}", shown((*scopes)?))));
                format!(": {}", parts.collect::<Vec<_>>().join("; "))
            }
            (None, None) if self.about == About::Operation && !self.names.is_empty() => {
                let (few, more) = first(&self.names);
                let mut names: Vec<String> = few.iter().map(|name| format!("`{name}`")).collect();
                names.extend(more);
                format!(" in {}", names.join(", "))
            }
            (old, new) => values(old, new),
        };
        format!("{what}{action}{values}")
    }

    /// Why, in the line of the change: what causes it, or the one reason that all its effects have. Several reasons stand at the effects.
    fn reasons(&self) -> Vec<&str> {
        let effects = self.why[self.given..].iter();
        let all = match self.given {
            0 if effects.len() == 1 => effects.as_slice(),
            given => &self.why[..given],
        };
        all.iter()
            .map(String::as_str)
            .filter(|why| *why != ADDED)
            .collect()
    }

    /// Why an effect is what it is, if that has not been told in the line of the change.
    fn reason_of<'a>(&self, effect: &'a Effect) -> Option<&'a str> {
        let is_told = effect.why == ADDED || self.reasons().contains(&effect.why);
        (!is_told && effect.verdict != Verdict::Documentation).then_some(effect.why)
    }

    /// For whom a change of a type matters.
    fn users(&self) -> Option<String> {
        const FEW: usize = 3;
        if self.used_by.is_empty() || self.verdict == Verdict::Documentation {
            return None;
        }
        let users: Vec<&str> = self.used_by.iter().map(String::as_str).collect();
        Some(match users.len() {
            ..=FEW => format!("used by `{}`", users.join("`, `")),
            count => format!("used by {count} functions, such as `{}`", users[0]),
        })
    }

    /// What it is about: one subject, or how many.
    fn subject(&self) -> String {
        match self.subjects.as_slice() {
            [one] => one.clone(),
            many => {
                let things = match self.about {
                    About::Api => "APIs",
                    About::Operation | About::Parameter => "operations",
                    About::Type | About::Field | About::Value => "types",
                    About::Item => "items",
                };
                format!("{} {things}", many.len())
            }
        }
    }
}

/// What was and what is.
fn values(old: Option<&str>, new: Option<&str>) -> String {
    match (old, new) {
        (Some(old), Some(new)) => format!(": {} -> {}", shown(old), shown(new)),
        (Some(old), None) => format!(": {}", shown(old)),
        (None, Some(new)) => format!(": {}", shown(new)),
        (None, None) => String::new(),
    }
}

/// A value in one line.
fn shown(text: &str) -> String {
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    match text.char_indices().nth(120) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None if text.is_empty() => "nothing".to_owned(),
        None => text,
    }
}

/// The first few of many, and how many more there are.
fn first<T>(items: &[T]) -> (&[T], Option<String>) {
    // "1 more" takes as much room as the one.
    if items.len() <= FEW + 1 {
        return (items, None);
    }
    (
        &items[..FEW],
        Some(format!("and {} more", items.len() - FEW)),
    )
}

/// Text in which nothing is read as markup, but for what stands in backticks, where nothing would be.
fn escaped(text: &str) -> String {
    let mut escaped = String::new();
    let mut is_code = false;
    for letter in text.chars() {
        is_code ^= letter == '`';
        if !is_code && matches!(letter, '<' | '>' | '*' | '_' | '|') {
            escaped.push('\\');
        }
        escaped.push(letter);
    }
    escaped
}
