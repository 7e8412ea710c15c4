//! What holds for any two sides.

use std::collections::{BTreeMap, BTreeSet};

use xtask::Model;
use xtask::diff::{Diff, Verdict};

use super::support::{emitted, report};

fn models() -> Vec<(String, Model)> {
    let cases = emitted().into_iter();
    let models = cases.map(|case| {
        let model = Model::read(&case.inputs)
            .unwrap_or_else(|errors| panic!("{}: {}", case.name, report(&errors, &case.inputs)));
        (case.name, model)
    });
    models.collect()
}

#[test]
fn what_is_the_same_has_no_changes() {
    for (name, model) in models() {
        let diff = Diff::of(&model, &model).unwrap();
        assert!(diff.changes.is_empty(), "{name}: {:#?}", diff.changes);
    }
}

/// Whatever the reason: what is declared otherwise is told.
#[test]
fn nothing_that_changes_is_left_out() {
    let models = models();
    for pair in models.windows(2) {
        let [(name, old), (other, new)] = pair else {
            continue;
        };
        let diff = Diff::of(old, new).unwrap();
        let told: BTreeSet<&str> = diff
            .changes
            .iter()
            .flat_map(|change| &change.effects)
            .map(|effect| effect.path.as_str())
            .collect();
        let aliases = diff.versions.iter();
        let aliases: BTreeMap<String, String> = aliases
            .map(|(old, new)| (new.clone(), old.clone()))
            .collect();
        if !aliases.is_empty() {
            // The names of the traits are paired as well, which nobody outside sees.
            continue;
        }
        let (before, after) = (
            old.surface(&aliases).unwrap(),
            new.surface(&aliases).unwrap(),
        );
        for (path, item) in before.iter().chain(after.iter()) {
            let other_side = [before.get(path), after.get(path)];
            let is_same = other_side
                .iter()
                .all(|side| side.is_some_and(|side| side.signature == item.signature));
            assert!(
                is_same || told.contains(path),
                "{name} -> {other}: {path} is not told"
            );
        }
        for change in &diff.changes {
            let gravest = change.effects.iter().map(|effect| effect.verdict).max();
            assert!(
                gravest.unwrap_or(Verdict::Documentation) <= change.verdict,
                "{change:#?}"
            );
        }
    }
}
