//! What is told about pairs of documents.

use std::fmt::Write as _;
use std::fs;

use tempfile::TempDir;

use crate::drift::{Correction, Ours, drift};
use crate::inputs::{Inputs, Request};

const HEAD: &str = "openapi: 3.0.3\ninfo: { title: T, version: '1' }\n";

const SHARED: &str = "\
paths: {}
components:
  parameters:
    limit: { name: limit, in: query, schema: { type: integer } }
  schemas:
    Error: { type: object, properties: { message: { type: string } } }
    Pet:
      type: object
      required: [id]
      properties:
        id: { type: string }
        kind: { type: string, enum: [cat, dog] }
        age: { type: string }
";

const OURS: &str = "\
x-hubspot-source: CRM/Pets
paths:
  /pets:
    get:
      parameters:
        - $ref: ../common/all.yaml#/components/parameters/limit
        - { name: sort, in: query, schema: { type: string } }
      responses:
        '200': { description: D, content: { application/json: { schema: { $ref: ../common/all.yaml#/components/schemas/Pet } } } }
";

/// What HubSpot has where both sides say the same.
const THEIRS: &str = "\
paths:
  /pets:
    get:
      parameters:
        - { name: limit, in: query, style: form, explode: true, schema: { type: integer, example: null } }
        - { name: sort, in: query, required: false, schema: { type: string } }
      responses:
        '200': { description: D, content: { application/json: { schema: { $ref: '#/components/schemas/Pet' } } } }
components:
  schemas:
    Error: { type: object, properties: { message: { type: string } } }
    Pet:
      type: object
      required: [id]
      properties:
        id: { type: string, description: T }
        kind: { type: string, enum: [cat, dog] }
        age: { type: string }
";

/// What is to be done where these files are in the folder of our documents and in the collection.
fn corrections(files: &[(&str, String)]) -> (Inputs, Vec<Correction>) {
    let dir = TempDir::new().unwrap();
    for (path, text) in files {
        let path = dir.path().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
    let inputs = Inputs::read(&dir.path().join("specs")).unwrap();
    let ours = Ours::read(&inputs).unwrap();
    let request = Request {
        specs: dir.path().join("clone"),
        selection: ours.selection(),
        ..Request::default()
    };
    let theirs = Inputs::request(&request).unwrap();
    let report = drift(ours, &theirs).unwrap();
    let corrections = report.corrections(&inputs, &theirs);
    (inputs, corrections)
}

/// A document in the form in which HubSpot publishes it.
fn json(yaml: &str) -> String {
    let document: serde_json::Value = serde_yaml::from_str(&format!("{HEAD}{yaml}")).unwrap();
    document.to_string()
}

fn told(theirs: &str) -> String {
    let (inputs, corrections) = corrections(&[
        ("specs/common/all.yaml", format!("{HEAD}{SHARED}")),
        ("specs/v3/pets.yaml", format!("{HEAD}{OURS}")),
        (
            "clone/PublicApiSpecs/CRM/Pets/Rollouts/1/v3/pets.json",
            json(theirs),
        ),
    ]);
    let mut text = String::new();
    for correction in corrections {
        for spot in &correction.places {
            let source = &inputs.files[&spot.file];
            let line = source.lines().nth(spot.line - 1).unwrap();
            let _ = writeln!(text, "{}:{} |{line}", spot.file, spot.line);
        }
        let _ = writeln!(text, "{}", correction.what);
        for line in correction.yaml.lines() {
            let _ = writeln!(text, "> {line}");
        }
    }
    text
}

#[track_caller]
fn changed(old: &str, new: &str) -> String {
    let theirs = THEIRS.replacen(old, new, 1);
    assert_ne!(theirs, THEIRS, "nothing replaced");
    let told = told(&theirs);
    assert_ne!(told, "", "nothing told");
    told
}

#[test]
fn what_agrees_needs_no_correction() {
    assert_eq!(told(THEIRS), "");
}

#[test]
fn what_is_added_is_shown_without_its_texts() {
    let all = [
        changed(
            "        age: { type: string }\n",
            "        age: { type: string }\n        description: { type: array, description: T, maxItems: 3, items: { type: string, title: T, enum: ['1'], example: '1' } }\n",
        ),
        changed(
            "      parameters:\n",
            "      parameters:\n        - { name: ids, in: query, description: T, required: true, style: form, explode: false, schema: { type: array, items: { type: string } } }\n",
        ),
        changed(
            "      responses:\n",
            "      responses:\n        '202': { description: T, content: { application/json: { schema: { $ref: '#/components/schemas/Error' } } } }\n",
        ),
    ];
    insta::assert_snapshot!(all.join("\n"));
}

#[test]
fn an_operation_comes_with_the_schemas_that_we_do_not_have() {
    let theirs = THEIRS
        .replace(
            "paths:\n",
            "\
paths:
  /pets/{id}:
    put:
      tags: [T]
      operationId: T
      summary: T
      description: T
      parameters: [{ name: id, in: path, description: T, required: true, style: simple, explode: false, schema: { type: string } }]
      requestBody: { description: T, required: true, content: { application/json: { schema: { $ref: '#/components/schemas/Error' }, example: T } } }
      responses: { '200': { description: T, content: { application/json: { schema: { $ref: '#/components/schemas/Owner' } } } } }
      security: [{ oauth2: [T] }]
",
        )
        .replace(
            "  schemas:\n",
            "  schemas:
    Owner: { type: object, properties: { pets: { type: array, items: { $ref: '#/components/schemas/Pet' } }, of: { $ref: '#/components/schemas/Owner' }, team: { $ref: '#/components/schemas/Team' } } }
    Team: { type: string, title: T }
",
        );
    insta::assert_snapshot!(told(&theirs));
}

#[test]
fn what_is_removed_or_changed_is_told_at_its_line() {
    let all = [
        changed("        age: { type: string }\n", ""),
        changed(
            "        - { name: sort, in: query, required: false, schema: { type: string } }\n",
            "",
        ),
        changed("enum: [cat, dog]", "enum: [cat, bird, fish]"),
        changed("required: [id]", "required: [id, age]"),
        changed(
            "name: sort, in: query, required: false",
            "name: sort, in: query, required: true",
        ),
        changed(
            " age: { type: string }",
            " age: { type: object, properties: { years: { type: integer, description: T } } }",
        ),
        changed(
            " age: { type: string }",
            " age: { type: string, format: date }",
        ),
        changed("type: integer, example: null", "type: string"),
        changed("  /pets:\n", "  /animals:\n"),
    ];
    insta::assert_snapshot!(all.join("\n"));
}

#[test]
fn apis_that_come_and_go_have_no_line() {
    let (_, corrections) = corrections(&[
        (
            "specs/v3/pets.yaml",
            format!("{HEAD}x-hubspot-source: CRM/Pets\npaths: {{}}\n"),
        ),
        (
            "clone/PublicApiSpecs/CRM/Birds/Rollouts/1/v3/birds.json",
            json("paths: { /a: { get: { responses: { '204': { description: T } } } } }"),
        ),
    ]);
    let told: Vec<(usize, &str)> = corrections
        .iter()
        .map(|correction| (correction.places.len(), correction.what.as_str()))
        .collect();
    let expected = [
        (0, "remove the document of v3/pets: HubSpot has it no more"),
        (
            0,
            "write a document for CRM/Birds/Rollouts/1/v3/birds.json (1 operation), or leave it out in deviations.yaml",
        ),
    ];
    assert_eq!(told, expected);
}
