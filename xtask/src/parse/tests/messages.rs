//! The message for each thing that cannot be read, as a user sees it.

use super::refused;

#[test]
fn a_key_appears_once() {
    insta::assert_snapshot!(refused("a.yaml", "info:\n  title: A\n  version: v3\n  title: B\n"), @"
    error: the key `title` appears twice in this object
     --> a.yaml:4:3
      |
    4 |   title: B
      |   ^^^^^
      |
      = help: remove or rename one of the two

    1 error
    ");
    insta::assert_snapshot!(refused("a.json", r#"{"é": {"ti\"tle": 1, "ti\"tle": 2}}"#), @r#"
    error: the key `ti"tle` appears twice in this object
     --> a.json:1:22
      |
    1 | {"é": {"ti\"tle": 1, "ti\"tle": 2}}
      |                      ^^^^^^^^^
      |
      = help: remove or rename one of the two

    1 error
    "#);
    insta::assert_snapshot!(refused("a.yaml", "'200': {}\n200: {}\n"), @"
    error: the key `200` appears twice in this object
     --> a.yaml:2:1
      |
    2 | 200: {}
      | ^^^
      |
      = help: remove or rename one of the two

    1 error
    ");
}

#[test]
fn keys_are_text() {
    insta::assert_snapshot!(refused("a.yaml", "a: 1\n1.5: b\n"), @"
    error: a key must be text, found a number with a fraction
     --> a.yaml:2:1
      |
    2 | 1.5: b
      | ^^^
      |
      = help: put the key in quotes if text is meant

    1 error
    ");
    insta::assert_snapshot!(refused("a.yaml", "~: b\n"), @"
    error: a key must be text, found null
     --> a.yaml:1:1
      |
    1 | ~: b
      | ^
      |
      = help: put the key in quotes if text is meant

    1 error
    ");
    insta::assert_snapshot!(refused("a.yaml", "? [a]\n: b\n"), @"
    error: a key must be text, found a list
     --> a.yaml:1:3
      |
    1 | ? [a]
      |   ^^^
      |
      = help: put the key in quotes if text is meant

    1 error
    ");
    insta::assert_snapshot!(refused("a.yaml", "? {a: 1}\n: b\n"), @"
    error: a key must be text, found an object
     --> a.yaml:1:3
      |
    1 | ? {a: 1}
      |   ^^
      |
      = help: put the key in quotes if text is meant

    1 error
    ");
}

#[test]
fn yaml_beyond_json_is_refused() {
    insta::assert_snapshot!(refused("a.yaml", "a:\n  b: !secret x\n"), @"
    error: YAML tags (`!name`) are not supported
     --> a.yaml:2:6
      |
    2 |   b: !secret x
      |      ^^^^^^^^^
      |
      = help: remove the tag

    1 error
    ");
    insta::assert_snapshot!(refused("a.yaml", "limit: .inf\n"), @"
    error: infinity and not-a-number are not supported
     --> a.yaml:1:8
      |
    1 | limit: .inf
      |        ^^^^
      |
      = help: write a number, or put the value in quotes if text is meant

    1 error
    ");
    insta::assert_snapshot!(refused("a.yaml", "a: &a {}\nb:\n  <<: *a\n"), @"
    error: YAML merge keys (`<<`) are not supported
     --> a.yaml:3:3
      |
    3 |   <<: *a
      |   ^^
      |
      = help: write the members out, or move them to a component and use `$ref` or `allOf`

    1 error
    ");
    insta::assert_snapshot!(refused("a.yaml", "# one\n---\na: 1\n---\nb: 1\n"), @"
    error: the file holds more than one YAML document
     --> a.yaml:4:1
      |
    4 | ---
      | ^^^
      |
      = help: put each document into a file of its own

    1 error
    ");
}

#[test]
fn mistakes_in_yaml_are_explained() {
    insta::assert_snapshot!(refused("a.yaml", "a:\n  description: Note: this fails\n"), @"
    error: not valid YAML: a `:` cannot stand here
     --> a.yaml:2:20
      |
    2 |   description: Note: this fails
      |                    ^
      |
      = help: check the indentation; put text that contains a colon and a space in quotes

    1 error
    ");
    insta::assert_snapshot!(refused("a.yaml", "a: 1\n b: 2\n"), @"
    error: not valid YAML: a `:` cannot stand here
     --> a.yaml:2:3
      |
    2 |  b: 2
      |   ^
      |
      = help: check the indentation; put text that contains a colon and a space in quotes

    1 error
    ");
    insta::assert_snapshot!(refused("a.yaml", "a:\n\tb: 1\n"), @"
    error: not valid YAML: a tab cannot be used for indentation
     --> a.yaml:2:1
      |
    2 |     b: 1
      | ^^^^^
      |
      = help: indent with spaces

    1 error
    ");
    insta::assert_snapshot!(refused("a.yaml", "a: 'text\n"), @"
    error: not valid YAML: the text ends within quotes
     --> a.yaml:2:1
      |
    2 |
      | ^
      |
      = help: close the quotes

    1 error
    ");
    insta::assert_snapshot!(refused("a.yaml", "a: [1, 2\nb: 3\n"), @"
    error: not valid YAML: a `,` or `]` is due here
     --> a.yaml:2:2
      |
    2 | b: 3
      |  ^
      |
      = help: close the list; put text that contains `,`, `[` or `]` in quotes

    1 error
    ");
    insta::assert_snapshot!(refused("a.yaml", "a: 1\nb\nc: 2\n"), @"
    error: not valid YAML: this line is neither a `key: value` nor a list item
     --> a.yaml:3:1
      |
    3 | c: 2
      | ^
      |
      = help: check the indentation; put text of several lines behind `|` or `>-`

    1 error
    ");
    insta::assert_snapshot!(refused("a.yaml", "a: *b\n"), @"
    error: not valid YAML: no anchor above has the name of this alias
     --> a.yaml:1:4
      |
    1 | a: *b
      |    ^^
      |
      = help: write `&name` where the repeated part first stands; text that starts with `*` needs quotes

    1 error
    ");
    insta::assert_snapshot!(refused("a.yaml", r#"a: "\d+""#), @r#"
    error: not valid YAML: this escape is unknown
     --> a.yaml:1:5
      |
    1 | a: "\d+"
      |     ^^^^
      |
      = help: use single quotes, within which a backslash is an ordinary character

    1 error
    "#);
    insta::assert_snapshot!(refused("a.yaml", "a:\n- 1\n b: 2\n"), @"
    error: not valid YAML: a `:` cannot stand here
     --> a.yaml:3:3
      |
    3 |  b: 2
      |   ^
      |
      = help: check the indentation; put text that contains a colon and a space in quotes

    1 error
    ");
}

#[test]
fn mistakes_in_json_are_explained() {
    insta::assert_snapshot!(refused("a.json", "openapi: 3.0.3\n"), @"
    error: the file name ends in `.json`, but the text is no JSON
     --> a.json:1:1
      |
    1 | openapi: 3.0.3
      | ^^^^^^^
      |
      = help: rename the file to `.yaml` if it holds YAML

    1 error
    ");
    insta::assert_snapshot!(refused("a.json", "{\n  \"a\": 1,\n}\n"), @"
    error: not valid JSON: there is a comma after the last element
     --> a.json:3:1
      |
    3 | }
      | ^
      |
      = help: remove the comma before this bracket

    1 error
    ");
    insta::assert_snapshot!(refused("a.json", "{\"a\": [1, 2"), @r#"
    error: not valid JSON: the text ends within a list
     --> a.json:1:11
      |
    1 | {"a": [1, 2
      |           ^
      |
      = help: close it with `]`

    1 error
    "#);
    insta::assert_snapshot!(refused("a.json", "{\"a\": 1} {}"), @r#"
    error: not valid JSON: there is more text after the end of the document
     --> a.json:1:10
      |
    1 | {"a": 1} {}
      |          ^^
      |
      = help: remove it, or put it into a file of its own

    1 error
    "#);
    insta::assert_snapshot!(refused("a.json", "{\"a\": // one\n 1}"), @r#"
    error: not valid JSON: a value is due here
     --> a.json:1:7
      |
    1 | {"a": // one
      |       ^^^^^^
      |
      = help: keys and strings stand in double quotes, and there are no comments; a file that holds YAML should end in `.yaml`

    1 error
    "#);
    insta::assert_snapshot!(refused("a.json", "{\"a\": 1e999}"), @r#"
    error: not valid JSON: the number is too large
     --> a.json:1:11
      |
    1 | {"a": 1e999}
      |           ^
      |
      = help: write a smaller number

    1 error
    "#);
    insta::assert_snapshot!(refused("a.json", "{'a': 1}"), @"
    error: not valid JSON: a key in double quotes is due here
     --> a.json:1:2
      |
    1 | {'a': 1}
      |  ^^^
      |
      = help: keys and strings stand in double quotes, and there are no comments; a file that holds YAML should end in `.yaml`

    1 error
    ");
}

#[test]
fn a_file_holds_something() {
    insta::assert_snapshot!(refused("a.json", " \n"), @"
    error: the file is empty
     --> a.json:1:1
      |
    1 |  
      | ^
      |
      = help: write a document, or remove the file

    1 error
    ");
    insta::assert_snapshot!(refused("a.yaml", "# to do\n"), @"
    error: the file holds nothing but comments
     --> a.yaml:2:1
      |
    2 |
      | ^
      |
      = help: write a document, or remove the file

    1 error
    ");
}
