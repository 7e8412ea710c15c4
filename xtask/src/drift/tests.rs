//! Whole runs, from two folders to a report.

use std::fs;
use std::path::Path;

use tempfile::TempDir;

use super::*;
use crate::inputs::Request;
use crate::source::Sources;

const HEAD: &str = "openapi: 3.0.3\ninfo: { title: T, version: '1' }\n";

/// A document of ours that stands for a folder of HubSpot's.
fn ours(source: &str, rest: &str) -> String {
    format!("{HEAD}x-hubspot-source: {source}\n{rest}")
}

/// The path of a document of HubSpot's.
fn at(api: &str, rollout: u32, version: &str) -> String {
    format!("CRM/{api}/Rollouts/{rollout}/{version}/doc.json")
}

/// A document with an operation that answers with a schema of one property.
fn pets(path: &str, property: &str) -> String {
    format!(
        "\
paths:
  {path}:
    get:
      responses:
        '200': {{ description: D, content: {{ application/json: {{ schema: {{ $ref: '#/components/schemas/Pet' }} }} }} }}
components:
  schemas:
    Pet: {{ type: object, properties: {{ {property} }} }}
"
    )
}

/// Two folders.
struct Case {
    dir: TempDir,
}

impl Case {
    /// `ours` are files below the folder of our documents, `theirs` are documents in YAML below that of the collection.
    fn new(ours: &[(&str, String)], theirs: &[(String, String)]) -> Self {
        let dir = TempDir::new().unwrap();
        let write = |path: &Path, text: &str| {
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, text).unwrap();
        };
        for (path, text) in ours {
            write(&dir.path().join("specs").join(path), text);
        }
        for (path, text) in theirs {
            let value: serde_json::Value = serde_yaml::from_str(&format!("{HEAD}{text}")).unwrap();
            let path = dir.path().join("clone/PublicApiSpecs").join(path);
            write(&path, &value.to_string());
        }
        Self { dir }
    }

    fn run(&self) -> Result<(Report, Sources), Trouble> {
        let inputs = Inputs::read(&self.dir.path().join("specs")).unwrap();
        let ours = Ours::read(&inputs).map_err(Trouble::Ours)?;
        let theirs = Inputs::request(&Request {
            specs: self.dir.path().join("clone"),
            selection: ours.selection(),
            ..Request::default()
        });
        let report = drift(ours, &theirs.unwrap())?;
        let mut sources = Sources::default();
        for (file, text) in inputs.texts() {
            sources.insert(file, text);
        }
        Ok((report, sources))
    }

    /// The changes, and the problems below them.
    #[track_caller]
    fn text(&self) -> String {
        let (report, sources) = self.run().unwrap();
        let text = report.render(Format::Text, &sources);
        let problems = report.problems.render(&sources, false);
        assert_eq!(
            report.is_drift(),
            !report.groups.is_empty() || !problems.is_empty()
        );
        match problems.is_empty() {
            true => text,
            false => format!("{text}\n{problems}"),
        }
    }

    /// What keeps the documents from being compared.
    fn errors(&self) -> String {
        let (whose, errors) = match self.run().unwrap_err() {
            Trouble::Ours(errors) => ("ours", errors),
            Trouble::Theirs(errors) => ("theirs", errors),
        };
        let errors: Vec<String> = errors.iter().map(ToString::to_string).collect();
        format!("{whose}: {}", errors.join("\n"))
    }
}

/// Two APIs that share a schema, one that HubSpot has not, and one that we have not.
fn moved() -> Case {
    let shared = |path: &str| {
        format!(
            "paths: {{ {path}: {{ get: {{ responses: {{ '200': {{ description: D, content: {{ application/json: {{ schema: {{ $ref: '../common/pets.yaml#/components/schemas/Pet' }} }} }} }} }} }} }} }}\n"
        )
    };
    let theirs = |path: &str| {
        pets(path, "id: { type: string }, born: { type: string, format: date }")
            .replace("    get:\n", "    get:\n      parameters: [{ name: limit, in: query, schema: { type: integer, default: 10 } }]\n")
    };
    Case::new(
        &[
            (
                "common/pets.yaml",
                format!(
                    "{HEAD}{}",
                    "paths: {}\ncomponents: { schemas: { Pet: { type: object, required: [id], properties: { id: { type: string }, name: { type: string } } } } }\n"
                ),
            ),
            ("v3/cats.yaml", ours("CRM/Cats", &shared("/cats"))),
            ("v3/dogs.yaml", ours("CRM/House Dogs", &shared("/dogs"))),
            ("v3/fish.yaml", ours("CRM/Fish", &shared("/fish"))),
        ],
        &[
            (at("Cats", 1, "v3"), theirs("/cats")),
            (
                at("House Dogs", 2, "v3"),
                theirs("/dogs").replace(
                    "components:\n",
                    "  /dogs/{id}: { delete: { parameters: [{ name: id, in: path, required: true, schema: { type: string } }], responses: { '204': { description: D } } } }\ncomponents:\n",
                ),
            ),
            (at("Birds", 3, "v3"), pets("/birds", "id: { type: string }")),
        ],
    )
}

#[test]
fn changes_are_told_by_api_and_shared_ones_once() {
    insta::assert_snapshot!(moved().text(), @"
    APIs
      added    api CRM/Birds/Rollouts/3/v3/doc.json (1 operation), presence: ours absent, theirs present
      removed  api v3/fish (1 operation), presence: ours present, theirs absent

    Several APIs
      added    2 operations (GET /cats, GET /dogs), at parameter query limit, presence: ours absent, theirs optional (v3/cats, v3/dogs)
      added    schema Pet, at born, presence: ours absent, theirs optional (received; v3/cats, v3/dogs)
      changed  schema Pet, at id, required: ours true, theirs false (received; v3/cats, v3/dogs)
      removed  schema Pet, at name, presence: ours optional, theirs absent (received; v3/cats, v3/dogs)

    v3/dogs (CRM/House Dogs/Rollouts/2/v3/doc.json)
      added    operation DELETE /dogs/{id}, presence: ours absent, theirs present

    2 APIs compared: 4 added, 2 removed, 1 changed

    Correct our documents. Where one is meant to differ, say so in deviations.yaml; `*` stands for any text in names:

    deviations:
      - api: v3/fish
        aspect: presence
        ours: present
        theirs: absent
        reason: why ours differs

    Write a document for each new API, or leave it out in deviations.yaml:

    left_out:
      - document: CRM/Birds/Rollouts/3/v3/doc.json
        reason: why we do not want it
    ");
}

#[test]
fn changes_are_told_in_markdown_and_in_json() {
    let case = moved();
    fs::write(
        case.dir.path().join("specs/deviations.yaml"),
        "deviations:\n  - { schema: Pet, at: name, aspect: presence, apis: dogs, reason: R }\n  - { schema: Pot, aspect: enum, reason: R }\n",
    )
    .unwrap();
    let (report, sources) = case.run().unwrap();
    insta::assert_snapshot!(report.render(Format::Markdown, &sources), @"
    ## What HubSpot has changed

    ### APIs

    - **added** api `CRM/Birds/Rollouts/3/v3/doc.json` (1 operation), `presence`: ours `absent`, theirs `present`
    - **removed** api `v3/fish` (1 operation), `presence`: ours `present`, theirs `absent`

    ### Several APIs

    - **added** 2 operations (`GET /cats`, `GET /dogs`), at `parameter query limit`, `presence`: ours `absent`, theirs `optional` (`v3/cats`, `v3/dogs`)
    - **added** schema `Pet`, at `born`, `presence`: ours `absent`, theirs `optional` (received; `v3/cats`, `v3/dogs`)
    - **changed** schema `Pet`, at `id`, `required`: ours `true`, theirs `false` (received; `v3/cats`, `v3/dogs`)

    ### v3/cats

    `CRM/Cats/Rollouts/1/v3/doc.json`

    - **removed** schema `Pet`, at `name`, `presence`: ours `optional`, theirs `absent` (received)

    ### v3/dogs

    `CRM/House Dogs/Rollouts/2/v3/doc.json`

    - **added** operation `DELETE /dogs/{id}`, `presence`: ours `absent`, theirs `present`

    ### Problems

    - `deviations.yaml:3`: this entry explains nothing that no entry above it explains; remove it; or correct it, if there is a difference that it was written for

    2 APIs compared: 4 added, 2 removed, 1 changed
    ");
    insta::assert_snapshot!(report.render(Format::Json, &sources), @r#"
    {
      "drift": true,
      "compared": 2,
      "explained": 0,
      "changes": [
        {
          "change": "added",
          "api": "CRM/Birds/Rollouts/3/v3/doc.json",
          "at": "",
          "aspect": "presence",
          "ours": "absent",
          "theirs": "present",
          "sent": false,
          "received": false,
          "apis": [
            "CRM/Birds/Rollouts/3/v3/doc.json"
          ]
        },
        {
          "change": "removed",
          "api": "v3/fish",
          "at": "",
          "aspect": "presence",
          "ours": "present",
          "theirs": "absent",
          "sent": false,
          "received": false,
          "apis": [
            "v3/fish"
          ]
        },
        {
          "change": "added",
          "operations": [
            "GET /cats",
            "GET /dogs"
          ],
          "at": "parameter query limit",
          "aspect": "presence",
          "ours": "absent",
          "theirs": "optional",
          "sent": true,
          "received": false,
          "apis": [
            "v3/cats",
            "v3/dogs"
          ]
        },
        {
          "change": "added",
          "schema": "Pet",
          "at": "born",
          "aspect": "presence",
          "ours": "absent",
          "theirs": "optional",
          "sent": false,
          "received": true,
          "apis": [
            "v3/cats",
            "v3/dogs"
          ]
        },
        {
          "change": "changed",
          "schema": "Pet",
          "at": "id",
          "aspect": "required",
          "ours": true,
          "theirs": false,
          "sent": false,
          "received": true,
          "apis": [
            "v3/cats",
            "v3/dogs"
          ]
        },
        {
          "change": "removed",
          "schema": "Pet",
          "at": "name",
          "aspect": "presence",
          "ours": "optional",
          "theirs": "absent",
          "sent": false,
          "received": true,
          "apis": [
            "v3/cats"
          ]
        },
        {
          "change": "added",
          "operations": [
            "DELETE /dogs/{id}"
          ],
          "at": "",
          "aspect": "presence",
          "ours": "absent",
          "theirs": "present",
          "sent": false,
          "received": false,
          "apis": [
            "v3/dogs"
          ]
        }
      ],
      "problems": [
        {
          "file": "deviations.yaml",
          "line": 3,
          "message": "this entry explains nothing that no entry above it explains",
          "help": "remove it; or correct it, if there is a difference that it was written for"
        }
      ]
    }
    "#);
}

#[test]
fn no_drift_is_one_line() {
    let document = pets("/pets", "id: { type: string }");
    let case = Case::new(
        &[("v3/pets.yaml", ours("CRM/Pets", &document))],
        &[(at("Pets", 1, "v3"), document.clone())],
    );
    let (report, sources) = case.run().unwrap();
    assert!(!report.is_drift());
    assert_eq!(
        report.render(Format::Text, &sources),
        "1 API compared: nothing to report\n"
    );
    insta::assert_snapshot!(report.render(Format::Json, &sources), @r#"
    {
      "drift": false,
      "compared": 1,
      "explained": 0,
      "changes": [],
      "problems": []
    }
    "#);
}

#[test]
fn versions_and_groups_that_we_have_not_are_no_news() {
    let document = pets("/pets", "id: { type: string }");
    let case = Case::new(
        &[("v3/pets.yaml", ours("CRM/Pets", &document))],
        &[
            (at("Pets", 1, "v3"), document.clone()),
            (at("Pets", 1, "2026-03"), document.clone()),
            (at("Cats", 1, "v4"), document.clone()),
            ("CMS/Pages/Rollouts/1/v3/pages.json".to_owned(), document),
        ],
    );
    assert_eq!(case.text(), "1 API compared: nothing to report\n");
}

#[test]
fn one_of_several_documents_is_named_or_the_others_are_left_out() {
    let document = pets("/pets", "id: { type: string }");
    let theirs = [
        (at("Pets", 1, "v3"), document.clone()),
        (at("Pets", 22, "v3"), document.clone()),
        (at("Pets", 333, "v4"), document.clone()),
    ];
    let of = |source: &str| {
        let ours = [
            ("v3/pets.yaml", ours(source, &document)),
            ("v4/pets.yaml", ours("CRM/Pets", &document)),
        ];
        Case::new(&ours, &theirs)
    };
    insta::assert_snapshot!(of("CRM/Pets").text(), @"
    1 API compared: nothing to report

    error: HubSpot has 2 documents of v3 in `CRM/Pets`: CRM/Pets/Rollouts/1/v3/doc.json, CRM/Pets/Rollouts/22/v3/doc.json
     --> v3/pets.yaml:3:1
      |
    3 | x-hubspot-source: CRM/Pets
      | ^^^^^^^^^^^^^^^^
      |
      = at: #/x-hubspot-source
      = help: name the one that is meant, as in `x-hubspot-source: CRM/Pets/Rollouts/1`, or leave the others out in deviations.yaml

    1 error
    ");
    insta::assert_snapshot!(of("CRM/Pets/Rollouts/22").text(), @"
    APIs
      added    api CRM/Pets/Rollouts/1/v3/doc.json (1 operation), presence: ours absent, theirs present

    2 APIs compared: 1 added, 0 removed, 0 changed

    Write a document for each new API, or leave it out in deviations.yaml:

    left_out:
      - document: CRM/Pets/Rollouts/1/v3/doc.json
        reason: why we do not want it
    ");
    let left_out = of("CRM/Pets");
    fs::write(
        left_out.dir.path().join("specs/deviations.yaml"),
        "left_out:\n  - { document: CRM/Pets/Rollouts/1/*, reason: the other one has all of it }\n",
    )
    .unwrap();
    assert_eq!(left_out.text(), "2 APIs compared: nothing to report\n");
}

#[test]
fn each_document_of_ours_says_what_it_stands_for() {
    let document = pets("/pets", "id: { type: string }");
    let case = Case::new(
        &[
            ("v3/cats.yaml", ours("Cats", &document)),
            ("v3/dogs.yaml", format!("{HEAD}{document}")),
            ("v3/pets.yaml", ours("CRM/Pets", &document)),
        ],
        &[(at("Pets", 1, "v3"), document.clone())],
    );
    insta::assert_snapshot!(case.text(), @"
    1 API compared: nothing to report

    error: `Cats` is no folder of an API in HubSpot's collection
     --> v3/cats.yaml:3:1
      |
    3 | x-hubspot-source: Cats
      | ^^^^^^^^^^^^^^^^
      |
      = at: #/x-hubspot-source
      = help: write `x-hubspot-source: GROUP/API` at the top, or `x-hubspot-source: GROUP/API/Rollouts/NUMBER` where that folder has several documents of a version

    error: the document does not say where HubSpot has its API
     --> v3/dogs.yaml:1:1
      |
    1 | openapi: 3.0.3
      | ^^^^^^^
      |
      = help: write `x-hubspot-source: GROUP/API` at the top, or `x-hubspot-source: GROUP/API/Rollouts/NUMBER` where that folder has several documents of a version

    2 errors
    ");
}

#[test]
fn what_cannot_be_understood_is_not_compared() {
    let document = pets("/pets", "id: { type: string }");
    let theirs = [(at("Pets", 1, "v3"), document.clone())];
    let ours = |rest: &str| [("v3/pets.yaml", ours("CRM/Pets", rest))];
    let broken = document.replace("schemas/Pet'", "schemas/Gone'");
    insta::assert_snapshot!(Case::new(&ours(&broken), &theirs).errors(), @"ours: error: `$ref: #/components/schemas/Gone` has no target: there is no `Gone` in the schemas of `v3/pets.yaml` (v3/pets.yaml#/paths/~1pets/get/responses/200/content/application~1json/schema); help: correct the name, or add the component");
    let broken = [(at("Pets", 1, "v3"), broken)];
    insta::assert_snapshot!(Case::new(&ours(&document), &broken).errors(), @"theirs: error: `$ref: #/components/schemas/Gone` has no target: there is no `Gone` in the schemas of `PublicApiSpecs/CRM/Pets/Rollouts/1/v3/doc.json` (PublicApiSpecs/CRM/Pets/Rollouts/1/v3/doc.json#/paths/~1pets/get/responses/200/content/application~1json/schema); help: correct the name, or add the component");

    let case = Case::new(&ours(&document), &theirs);
    let clone = case.dir.path().join("clone/PublicApiSpecs");
    fs::write(clone.join(at("Pets", 1, "v3")), b"{\"openapi\": \"\xff").unwrap();
    insta::assert_snapshot!(case.errors(), @"theirs: error: the text is not UTF-8 (PublicApiSpecs/CRM/Pets/Rollouts/1/v3/doc.json#); help: save it as UTF-8");
    // What is not wanted may be as it likes.
    fs::write(
        case.dir.path().join("specs/deviations.yaml"),
        "left_out:\n  - { document: CRM/Pets/*, reason: broken }\ndeviations:\n  - { api: v3/pets, aspect: presence, reason: broken }\n",
    )
    .unwrap();
    assert_eq!(
        case.text(),
        "0 APIs compared: nothing to report; deviations.yaml explains 1 difference\n"
    );
    fs::write(case.dir.path().join("specs/deviations.yaml"), "[]").unwrap();
    insta::assert_snapshot!(case.errors(), @"ours: error: the list of deviations is an object (deviations.yaml#); help: write `left_out: […]` and `deviations: […]`");
    fs::write(case.dir.path().join("specs/deviations.yaml"), "left_out: [").unwrap();
    assert!(case.errors().contains("deviations.yaml"));
}
