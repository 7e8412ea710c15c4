//! What holds for any two sides, whether their versions are called the same or not.

use std::collections::{BTreeMap, BTreeSet};

use xtask::Model;
use xtask::diff::{About, Action, Diff, Format, Verdict};
use xtask::inputs::Inputs;

use super::pairs::pairs;
use super::support::{emitted, report};
use super::{BASE, inputs};

/// All documents of the cases, and those of the pairs, which are of another version than the document that they change.
fn documents() -> Vec<(String, Inputs)> {
    let cases = emitted().into_iter().map(|case| (case.name, case.inputs));
    let changed = pairs().flat_map(|pair| {
        let base = (format!("before {}", pair.name), inputs(BASE));
        let mut changed = inputs(&pair.changed());
        let text = changed.files.remove("v1/things.yaml").unwrap();
        changed.files.insert("v2/things.yaml".to_owned(), text);
        [base, (pair.name.to_owned(), changed)]
    });
    cases.chain(changed).collect()
}

fn model(name: &str, inputs: &Inputs) -> Model {
    Model::read(inputs).unwrap_or_else(|errors| panic!("{name}: {}", report(&errors, inputs)))
}

fn models() -> Vec<(String, Model)> {
    let documents = documents().into_iter();
    let models = documents.map(|(name, inputs)| {
        let model = model(&name, &inputs);
        (name, model)
    });
    models.collect()
}

/// Each model with the next: what has little in common, and what has much.
fn neighbours(
    models: &[(String, Model)],
) -> impl Iterator<Item = (&(String, Model), &(String, Model))> {
    models.iter().zip(models.iter().skip(1))
}

#[test]
fn some_versions_are_compared_under_one_name() {
    let models = models();
    let with = neighbours(&models)
        .filter(|((_, old), (_, new))| !Diff::of(old, new).unwrap().versions.is_empty());
    assert!(with.count() > pairs().count());
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
    for ((name, old), (other, new)) in neighbours(&models) {
        let diff = Diff::of(old, new).unwrap();
        let told: BTreeSet<&str> = diff
            .changes
            .iter()
            .flat_map(|change| &change.effects)
            .map(|effect| effect.path.as_str())
            .collect();
        let (before, after) = Diff::surfaces(old, new).unwrap();
        for (path, item) in before.iter().chain(after.iter()) {
            let both = [before.get(path), after.get(path)];
            let is_same = both
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

/// How often each thing happened, by what it was about. Names are left out: each side calls versions and types as it does.
fn happened(diff: &Diff, mirrored: bool) -> BTreeMap<(About, Action, Option<&str>), usize> {
    let mut happened = BTreeMap::new();
    for change in &diff.changes {
        let action = match (change.action, mirrored) {
            (Action::Added, true) => Action::Removed,
            (Action::Removed, true) => Action::Added,
            (action, _) => action,
        };
        let times = change.subjects.len() * change.names.len().max(1);
        *happened
            .entry((change.about, action, change.aspect))
            .or_default() += times;
    }
    happened
}

/// What came in one direction went in the other, and what changed in one changed in both.
#[test]
fn both_directions_tell_the_same() {
    let models = models();
    for ((name, old), (other, new)) in neighbours(&models) {
        let forth = Diff::of(old, new).unwrap();
        let back = Diff::of(new, old).unwrap();
        assert_eq!(
            happened(&forth, false),
            happened(&back, true),
            "{name} <-> {other}\n{}\n{}",
            forth.render(Format::Text),
            back.render(Format::Text)
        );
        let back = back.versions.into_iter().map(|(old, new)| (new, old));
        assert_eq!(forth.versions, back.collect::<Vec<_>>());
    }
}

/// The same documents make the same page, each time that they are read.
#[test]
fn the_page_depends_on_nothing_but_the_documents() {
    let (first, second) = (models(), models());
    let both = neighbours(&first).zip(neighbours(&second));
    for (((name, old), (_, new)), ((_, old_again), (_, new_again))) in both {
        let diff = Diff::of(old, new).unwrap();
        let again = Diff::of(old_again, new_again).unwrap();
        for format in [Format::Text, Format::Markdown, Format::Json] {
            assert_eq!(diff.render(format), again.render(format), "{name}");
        }
    }
}

/// Other words of a description, and nothing else.
fn described_otherwise(inputs: &Inputs) -> Option<Inputs> {
    let mut changed = inputs.clone();
    let mut count = 0;
    for text in changed.files.values_mut() {
        let lines: Vec<String> = text
            .lines()
            .map(|line| match line.split_once("description: ") {
                // Not a property of that name, nor text in quotes or of several lines.
                Some((before, words))
                    if before.trim().is_empty() && words.starts_with(char::is_alphabetic) =>
                {
                    count += 1;
                    format!("{before}description: Otherwise {words}")
                }
                _ => line.to_owned(),
            })
            .collect();
        *text = lines.join("\n") + "\n";
    }
    (count > 0).then_some(changed)
}

#[test]
fn words_break_nothing() {
    let mut checked = 0;
    for (name, inputs) in documents() {
        let Some(changed) = described_otherwise(&inputs) else {
            continue;
        };
        let (old, new) = (model(&name, &inputs), model(&name, &changed));
        let diff = Diff::of(&old, &new).unwrap();
        assert!(
            diff.verdict() <= Some(Verdict::Documentation),
            "{name}\n{}",
            diff.render(Format::Text)
        );
        checked += diff.changes.len();
    }
    assert!(checked > 50);
}
