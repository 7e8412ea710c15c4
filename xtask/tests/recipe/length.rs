//! A report is never longer than a comment may be, and is whole Markdown wherever it was cut.

use xtask::Model;
use xtask::diff::{Diff, Format};
use xtask::inputs::Inputs;

use crate::root;

/// What GitHub takes for a comment, less what `.ci/review` puts around the report.
const MOST_LETTERS: usize = 65_536 - 1_500;

#[test]
fn a_report_of_everything_fits_into_a_comment() {
    let all = Inputs::read(&root().join("specs")).unwrap();
    let mut renamed = all.clone();
    for text in renamed.files.values_mut() {
        // Every operation gets another name, so every call breaks.
        *text = text.replace("operationId: ", "operationId: other-");
    }
    let [all, renamed] = [&all, &renamed].map(Model::read);
    let diff = Diff::of(&all.unwrap(), &renamed.unwrap()).unwrap();
    let report = diff.render(Format::Markdown);
    assert!(
        diff.render(Format::Json).len() > 2 * MOST_LETTERS,
        "too little has changed"
    );
    assert!(
        report.chars().count() < MOST_LETTERS,
        "{} letters",
        report.chars().count()
    );
    assert!(
        report.contains("more changes do not fit into a comment"),
        "{report}"
    );
    let count = |part: &str| report.matches(part).count();
    assert_eq!(count("<details>"), count("</details>"), "{report}");
    assert_eq!(count("```") % 2, 0, "{report}");
}
