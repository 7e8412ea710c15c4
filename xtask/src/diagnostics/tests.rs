use proptest::prelude::*;

use super::*;

const TEXT: &str = "info:\n  title: Things\n  version: v3 # first\npaths:\n  /things/{id}:\n    get: [1,\t'two', three]\n";

fn at(pointer: &str) -> Origin {
    Origin {
        file: "v3/things.yaml".into(),
        pointer: pointer.to_owned(),
    }
}

fn sources() -> Sources {
    let mut sources = Sources::default();
    sources.insert("v3/things.yaml", TEXT);
    sources
}

fn rendered(file: &str, text: &str, pointer: &str) -> String {
    let mut sources = Sources::default();
    sources.insert(file, text);
    let mut found = Diagnostics::default();
    found.error(
        &Origin {
            file: file.into(),
            pointer: pointer.to_owned(),
        },
        "this is wrong",
        "write something else",
    );
    found.render(&sources, false)
}

#[test]
fn findings_come_in_the_order_of_the_documents() {
    let mut found = Diagnostics::default();
    found.warning(
        &at("/paths/~1things~1{id}/get/1"),
        "found first, stands last",
        "look at it",
    );
    found.error(&at("/info/version"), "found second", "repair it");
    found.error(
        &at("/info/version"),
        "found third, stands in the same place",
        "repair it too",
    );
    found.error(&at("/info/version"), "found second", "repair it");
    found.error(
        &Origin::document("common/missing.yaml").key("x"),
        "the text is unknown",
        "add the file",
    );
    found.push(Diagnostic {
        severity: Severity::Error,
        message: "belongs to no file".to_owned(),
        origin: None,
        position: None,
        help: None,
    });
    insta::assert_snapshot!(found.render(&sources(), false), @"
    error: belongs to no file

    error: the text is unknown
    --> common/missing.yaml
     = at: #/x
     = help: add the file

    error: found second
     --> v3/things.yaml:3:3
      |
    3 |   version: v3 # first
      |   ^^^^^^^
      |
      = at: #/info/version
      = help: repair it

    error: found third, stands in the same place
     --> v3/things.yaml:3:3
      |
    3 |   version: v3 # first
      |   ^^^^^^^
      |
      = at: #/info/version
      = help: repair it too

    warning: found first, stands last
     --> v3/things.yaml:6:14
      |
    6 |     get: [1,    'two', three]
      |                 ^^^^^
      |
      = at: #/paths/~1things~1{id}/get/1
      = help: look at it

    4 errors, 1 warning
    ");
    assert!(found.has_errors());
}

#[test]
fn nothing_found_is_no_text() {
    assert_eq!(Diagnostics::default().render(&sources(), true), "");
}

#[test]
fn a_position_wins_over_the_pointer() {
    let mut found = Diagnostics::default();
    let position = Some(Position {
        line: 2,
        column: 18,
    });
    found.push(Diagnostic {
        severity: Severity::Warning,
        message: "something is due here".to_owned(),
        origin: Some(at("")),
        position,
        help: None,
    });
    insta::assert_snapshot!(found.render(&sources(), false), @"
    warning: something is due here
     --> v3/things.yaml:2:18
      |
    2 |   title: Things
      |                ^

    1 warning
    ");
}

#[test]
fn long_lines_are_cut_around_the_place() {
    let text = format!(
        r#"{{"a":[{}{{"name":1}},{}]}}"#,
        "1234567,".repeat(100),
        "0,".repeat(200)
    );
    insta::assert_snapshot!(rendered("a.json", &text, "/a/100/name"), @r#"
    error: this is wrong
     --> a.json:1:808
      |
    1 | …67,1234567,1234567,1234567,1234567,1234567,1234567,1234567,{"name":1},0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,…
      |                                                              ^^^^^^
      |
      = at: #/a/100/name
      = help: write something else

    1 error
    "#);
    insta::assert_snapshot!(rendered("a.json", &text, "/a"), @r#"
    error: this is wrong
     --> a.json:1:2
      |
    1 | {"a":[1234567,1234567,1234567,1234567,1234567,1234567,1234567,12…
      |  ^^^
      |
      = at: #/a
      = help: write something else

    1 error
    "#);
}

#[test]
fn the_mark_covers_a_word() {
    let marks = |pointer| {
        let text = rendered("a.yaml", TEXT, pointer);
        text.lines()
            .find(|line| line.contains('^'))
            .unwrap()
            .matches('^')
            .count()
    };
    assert_eq!(marks("/info/title"), "title".len());
    assert_eq!(marks("/paths/~1things~1{id}"), "/things/{id}".len());
    assert_eq!(marks("/paths/~1things~1{id}/get/0"), 1);
    assert_eq!(marks("/paths/~1things~1{id}/get/1"), "'two'".len());
    assert_eq!(marks("/paths/~1things~1{id}/get/2"), "three".len());
}

#[test]
fn a_finding_fits_on_one_line() {
    let mut found = Diagnostics::default();
    found.error(&at("/info"), "this is wrong", "write something else");
    let lines: Vec<_> = found.iter().map(ToString::to_string).collect();
    assert_eq!(
        lines,
        ["error: this is wrong (v3/things.yaml#/info); help: write something else"]
    );
}

#[test]
fn color_changes_no_word() {
    let mut found = Diagnostics::default();
    found.error(&at("/info/title"), "this is wrong", "write something else");
    let colored = found.render(&sources(), true);
    let mut plain = String::new();
    let mut rest = colored.as_str();
    while let Some((text, escape)) = rest.split_once('\u{1b}') {
        plain.push_str(text);
        rest = escape.split_once('m').unwrap().1;
    }
    plain.push_str(rest);
    assert_eq!(plain, found.render(&sources(), false));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    #[test]
    fn every_position_can_be_shown(text in "[a-c\"': \t\r\né界\u{1b}]{0,200}", line in 0..6_usize, column in 0..200_usize) {
        let mut sources = Sources::default();
        sources.insert("a.yaml", text);
        let mut found = Diagnostics::default();
        let position = Some(Position { line, column });
        found.push(Diagnostic { severity: Severity::Error, message: "wrong".to_owned(), origin: Some(Origin::document("a.yaml")), position, help: None });
        let expected = format!("a.yaml:{line}:{column}\n");
        let shown = found.render(&sources, false);
        prop_assert!(shown.contains(&expected), "{shown}");
    }
}

#[test]
fn notes_of_one_message_are_one_line() {
    let mut found = Diagnostics::default();
    found.note(&at("/info"), "the title is not read");
    found.note(&at("/info/version"), "said once");
    found.note(&at("/paths"), "the title is not read");
    found.note(&at("/paths"), "the title is not read");
    found.note(&at("/paths/~1things~1{id}"), "the title is not read");
    found.warning(&at("/paths"), "look here", "change it");
    let text = found.render(&sources(), false);
    let (_, notes) = text.split_once("note: ").unwrap();
    insta::assert_snapshot!(notes, @r"
    the title is not read (v3/things.yaml#/info, and 2 other places)
    note: said once (v3/things.yaml#/info/version)
    1 warning, 4 notes
    ");
    assert!(!found.has_errors());
}

#[test]
fn no_more_is_printed_than_anybody_reads() {
    let mut found = Diagnostics::default();
    let origin = Origin::document("a.yaml");
    for number in 0..MOST_SHOWN {
        found.warning(&origin.index(number), "a warning", "wait");
    }
    found.error(&Origin::document("b.yaml"), "an error", "act");
    let text = found.render(&Sources::default(), false);
    assert_eq!(text.matches("warning: a warning").count(), MOST_SHOWN - 1);
    assert!(text.contains("error: an error"));
    assert!(text.ends_with("and 1 more, not shown\n\n1 error, 500 warnings\n"));
}
