//! What a change does to programs: the differences of two surfaces, each with a verdict.

use std::collections::BTreeMap;

use serde::Serialize;

use super::Verdict;
use crate::surface::{Item, Kind, Surface};

/// A public item that came, went, or is declared otherwise.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Effect {
    /// Path of the item.
    pub path: String,
    /// Its declaration before.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub old: Option<String>,
    /// Its declaration after.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub new: Option<String>,
    /// What it means for programs.
    pub verdict: Verdict,
    /// Why.
    pub why: &'static str,
}

/// Why an item that came breaks nothing.
pub(super) const ADDED: &str = "nothing that was there has changed";

/// All effects, by path.
pub(super) fn effects(old: &Surface, new: &Surface) -> BTreeMap<String, Effect> {
    let mut effects = BTreeMap::new();
    for (path, before) in old.iter() {
        let verdict = match new.get(path) {
            Some(after) if after == before => continue,
            Some(after) => Surfaces { old, new }.changed(path, before, after),
            None => (Verdict::Breaking, removed(&before.kind)),
        };
        effects.insert(
            path.to_owned(),
            effect(path, Some(before), new.get(path), verdict),
        );
    }
    for (path, after) in new.iter() {
        if old.get(path).is_none() {
            let verdict = added(old, path, &after.kind);
            effects.insert(path.to_owned(), effect(path, None, Some(after), verdict));
        }
    }
    effects
}

fn effect(
    path: &str,
    old: Option<&Item>,
    new: Option<&Item>,
    (verdict, why): (Verdict, &'static str),
) -> Effect {
    let signature = |item: &Item| item.signature.clone();
    Effect {
        path: path.to_owned(),
        old: old.map(signature),
        new: new.map(signature),
        verdict,
        why,
    }
}

/// What it means that something is deprecated now, or no longer is.
pub(super) fn warned(deprecated: bool) -> &'static str {
    match deprecated {
        true => "the compiler warns of its use",
        false => "the compiler no longer warns of its use",
    }
}

fn removed(kind: &Kind) -> &'static str {
    match kind {
        Kind::Field => "programs that read or set the field no longer compile",
        Kind::Variant => "programs that name the variant no longer compile",
        Kind::Function { .. } => "programs that call it no longer compile",
        Kind::Impl { .. } => "programs that rely on the trait no longer compile",
        _ => "programs that name it no longer compile",
    }
}

/// Something new breaks programs only where they may have counted on everything there was.
fn added(old: &Surface, path: &str, kind: &Kind) -> (Verdict, &'static str) {
    let owner = match kind {
        Kind::Field => path.rsplit_once('.'),
        Kind::Variant => path.rsplit_once("::"),
        _ => None,
    };
    let owner = owner.and_then(|(owner, _)| old.get(owner));
    match owner.map(|owner| &owner.kind) {
        Some(Kind::Struct { may_grow: false }) => (
            Verdict::Breaking,
            "programs that build the struct no longer compile",
        ),
        Some(Kind::Enum { may_grow: false }) => (
            Verdict::Breaking,
            "programs that match all variants no longer compile",
        ),
        _ => (Verdict::Compatible, ADDED),
    }
}

struct Surfaces<'a> {
    old: &'a Surface,
    new: &'a Surface,
}

impl Surfaces<'_> {
    fn changed(&self, path: &str, before: &Item, after: &Item) -> (Verdict, &'static str) {
        if before.kind == after.kind && before.signature == after.signature {
            return match (before.deprecated, after.deprecated) {
                (old, new) if old != new => (Verdict::Compatible, warned(new)),
                _ => (Verdict::Documentation, "only its documentation has changed"),
            };
        }
        match (&before.kind, &after.kind) {
            (
                Kind::Function { arguments, output },
                Kind::Function {
                    arguments: other_arguments,
                    output: other_output,
                },
            ) => {
                if arguments != other_arguments {
                    (Verdict::Breaking, "calls pass other arguments")
                } else if output == other_output {
                    (
                        Verdict::Compatible,
                        "an argument has another name, which calls do not say",
                    )
                } else if self.gives_the_same(path, output, other_output) {
                    (
                        Verdict::Compatible,
                        "the request is of another type, which programs seldom name; what it gives is the same",
                    )
                } else {
                    (Verdict::Breaking, "it gives something else")
                }
            }
            (Kind::Field, Kind::Field) => (Verdict::Breaking, "the field has another type"),
            (Kind::Variant, Kind::Variant) => {
                (Verdict::Breaking, "the variant holds something else")
            }
            (Kind::Struct { may_grow: false }, Kind::Struct { may_grow: true }) => (
                Verdict::Breaking,
                "programs that build the struct no longer compile",
            ),
            (Kind::Enum { may_grow: false }, Kind::Enum { may_grow: true }) => (
                Verdict::Breaking,
                "programs that match all variants no longer compile",
            ),
            (Kind::Struct { .. }, Kind::Struct { .. }) | (Kind::Enum { .. }, Kind::Enum { .. }) => {
                (Verdict::Compatible, "programs may rely on more than before")
            }
            (Kind::Constant, Kind::Constant) if declared(before) == declared(after) => {
                (Verdict::Compatible, "the constant has another value")
            }
            (Kind::Impl { of }, Kind::Impl { of: other }) if of == other => (
                Verdict::Compatible,
                "what programs can tell apart is the same",
            ),
            (Kind::Reexport, Kind::Reexport) => (
                Verdict::Compatible,
                "the name stands for an item in another place",
            ),
            _ => (Verdict::Breaking, "it is declared otherwise"),
        }
    }

    /// Whether two requests that a method of a handle may return have the same result.
    fn gives_the_same(&self, function: &str, before: &str, after: &str) -> bool {
        let before = answer(self.old, function, before);
        before.is_some() && before == answer(self.new, function, after)
    }
}

/// A constant without its value.
fn declared(item: &Item) -> &str {
    item.signature.split(" = ").next().unwrap_or_default()
}

/// How the answer of a request is read: the first argument of the runtime's `Call`, or what the macro of a request says of it.
fn answer(surface: &Surface, function: &str, request: &str) -> Option<String> {
    if let Some(arguments) = request.strip_prefix("Call<") {
        return Some(first_argument(arguments.strip_suffix('>')?).to_owned());
    }
    // A function of `v3::contacts::Contacts` may return `Get` of its own module or `objects::Get` of another.
    let module = function.rsplitn(3, "::").nth(2)?;
    let near = format!("{module}::{request}: operation!");
    let far = format!("::{request}: operation!");
    let item = surface.get(&near).or_else(|| {
        let mut items = surface.iter();
        items.find_map(|(path, item)| path.ends_with(&far).then_some(item))
    })?;
    match &item.kind {
        Kind::Impl { of } => {
            let pair = of.strip_prefix('(')?.strip_suffix(')')?;
            Some(first_argument(pair).to_owned())
        }
        _ => None,
    }
}

/// What stands before the first comma that is in no brackets.
fn first_argument(list: &str) -> &str {
    let mut depth = 0_usize;
    let end = list.char_indices().find(|(_, letter)| {
        match letter {
            '<' | '(' | '[' => depth += 1,
            '>' | ')' | ']' => depth = depth.saturating_sub(1),
            _ => {}
        }
        *letter == ',' && depth == 0
    });
    end.map_or(list, |(end, _)| &list[..end]).trim()
}
