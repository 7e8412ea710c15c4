//! What changes of the client for a reason that the model does not tell.

use std::collections::{BTreeMap, BTreeSet};

use super::{About, Action, Change, Collector, TEXT, Verdict};
use crate::diff::effects::Effect;

impl Collector {
    /// What of the surface no change of the model accounts for, by the item that it belongs to.
    pub(super) fn others(&mut self) {
        let mut owners: BTreeMap<(String, Action), Vec<Effect>> = BTreeMap::new();
        for (path, effect) in &self.effects {
            if !self.told.contains(path) {
                let action = match (&effect.old, &effect.new) {
                    (None, _) => Action::Added,
                    (_, None) => Action::Removed,
                    _ => Action::Changed,
                };
                let of = owners.entry((owner(path, effect).to_owned(), action));
                of.or_default().push(effect.clone());
            }
        }
        for ((owner, action), effects) in owners {
            let worst = effects.iter().map(|effect| effect.verdict).max();
            let verdict = worst.unwrap_or(Verdict::Documentation);
            let reasons = effects.iter().filter(|effect| effect.verdict == verdict);
            let why: BTreeSet<&str> = reasons.map(|effect| effect.why).collect();
            let names = effects.iter().filter_map(|effect| {
                let name = effect.path.strip_prefix(&owner)?;
                Some(name.trim_start_matches([':', '.', ' ']).to_owned())
            });
            let is_text = verdict == Verdict::Documentation;
            let change = Change {
                verdict,
                names: match is_text {
                    true => Vec::new(),
                    false => names.filter(|name| !name.is_empty()).collect(),
                },
                why: why.into_iter().map(ToOwned::to_owned).collect(),
                aspect: is_text.then_some(TEXT),
                effects,
                ..Change::new(About::Item, owner, action)
            };
            self.changes.push(change);
        }
    }
}

/// The type, function or module that a part belongs to.
fn owner<'a>(path: &'a str, effect: &Effect) -> &'a str {
    // The names of a module that stand for other items belong together.
    let is_name = [&effect.old, &effect.new]
        .into_iter()
        .flatten()
        .all(|declared| declared.starts_with("use "));
    if is_name {
        let module = path
            .split_once("::* of ")
            .or_else(|| path.rsplit_once("::"));
        return module.map_or(path, |(module, _)| module);
    }
    let path = path.split(": ").next().unwrap_or(path);
    let path = path.split('.').next().unwrap_or(path);
    match path.rsplit_once("::") {
        // The parts of a type are below its name, which is capitalized.
        Some((owner, _))
            if owner
                .rsplit("::")
                .next()
                .is_some_and(|name| name.starts_with(char::is_uppercase)) =>
        {
            owner
        }
        _ => path,
    }
}
