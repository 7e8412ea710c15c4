use super::*;
use crate::compare::{Part, Place, Presence, Step, Usage};
use crate::source::Sources;

fn text(text: &str) -> Text {
    Text {
        file: "deviations.yaml".to_owned(),
        text: text.to_owned(),
    }
}

/// The content of a file without faults.
#[track_caller]
fn read(content: &str) -> Deviations {
    let mut found = Diagnostics::default();
    let deviations = Deviations::read(&text(content), &mut found).unwrap();
    assert!(found.iter().next().is_none(), "{found:#?}");
    deviations
}

/// What is reported, with line and column.
fn listed(found: &Diagnostics, content: &str) -> String {
    let mut sources = Sources::default();
    sources.insert("deviations.yaml", content);
    let lines = found.iter().map(|problem| {
        let at = sources.locate(problem.origin.as_ref().unwrap()).unwrap();
        let help = problem.help.as_deref().unwrap_or_default();
        format!("{}:{} {}; {help}\n", at.line, at.column, problem.message)
    });
    lines.collect()
}

/// What is reported when a file is read.
fn faults(content: &str) -> String {
    let mut found = Diagnostics::default();
    Deviations::read(&text(content), &mut found);
    listed(&found, content)
}

/// What is reported when everything was compared.
fn unused(deviations: &Deviations, content: &str) -> String {
    let mut found = Diagnostics::default();
    deviations.report_unused(&mut found);
    listed(&found, content)
}

fn schema(name: &str, property: &str, aspect: Aspect, left: Fact, right: Fact) -> Difference {
    let place = match property {
        "" => Place::default(),
        name => Place::default().then(Step::Property(name.to_owned())),
    };
    Difference {
        subject: Subject::Schema(name.to_owned()),
        place,
        aspect,
        left,
        right,
        apis: BTreeSet::new(),
        usage: Usage::SENT,
        at: BTreeSet::new(),
    }
}

fn required(name: &str, property: &str, ours: bool) -> Difference {
    let [left, right] = [ours, !ours].map(Fact::Flag);
    schema(name, property, Aspect::Required, left, right)
}

#[test]
fn entries_match_by_all_that_they_say() {
    let mut deviations = read(
        "deviations:\n  - { schema: 'Batch*', at: '*edAt', aspect: required, ours: false, apis: contacts, reason: R }\n",
    );
    let mut is_explained = |difference: Difference, api: &str| deviations.explain(&difference, api);
    assert!(is_explained(
        required("BatchOut", "completedAt", false),
        "v3/contacts"
    ));
    assert!(is_explained(
        required("Batch", "startedAt", false),
        "v4/contacts"
    ));
    assert!(!is_explained(
        required("Batch", "startedAt", false),
        "v3/deals"
    ));
    assert!(!is_explained(
        required("Batch", "startedAt", true),
        "v3/contacts"
    ));
    assert!(!is_explained(
        required("Batch", "started", false),
        "v3/contacts"
    ));
    assert!(!is_explained(
        required("ABatch", "startedAt", false),
        "v3/contacts"
    ));
    let other = schema(
        "Batch",
        "startedAt",
        Aspect::Nullable,
        Fact::Flag(false),
        Fact::Flag(true),
    );
    assert!(!is_explained(other, "v3/contacts"));
}

#[test]
fn an_entry_without_a_place_is_about_the_subject_itself() {
    let mut deviations = read(
        "deviations:\n  - { schema: Pet, aspect: deprecated, reason: R }\n  - { operation: 'GET /*', aspect: deprecated, reason: R }\n  - { api: v3/*, aspect: presence, reason: R }\n",
    );
    let flags = |property| {
        schema(
            "Pet",
            property,
            Aspect::Deprecated,
            Fact::Flag(true),
            Fact::Flag(false),
        )
    };
    assert!(deviations.explain(&flags(""), "v3/pets"));
    assert!(!deviations.explain(&flags("name"), "v3/pets"));
    let operation = |method: &str, place| Difference {
        subject: Subject::Operation {
            path: "/pets".to_owned(),
            method: method.to_owned(),
        },
        place,
        ..flags("")
    };
    assert!(deviations.explain(&operation("GET", Place::default()), "v3/pets"));
    assert!(!deviations.explain(&operation("PUT", Place::default()), "v3/pets"));
    let parameter = Part::Parameter {
        location: "query",
        name: "limit".to_owned(),
    };
    assert!(!deviations.explain(&operation("GET", Place::of(parameter)), "v3/pets"));
    let api = Difference {
        subject: Subject::Api("v3/pets".to_owned()),
        aspect: Aspect::Presence,
        ..flags("")
    };
    assert!(deviations.explain(&api, "v3/pets"));
}

#[test]
fn pins_are_written_as_the_report_has_them() {
    let set = |values: &[&str]| Fact::Set(values.iter().map(|value| (*value).to_owned()).collect());
    let text = |value: &str| Fact::Text(value.to_owned());
    for (pin, fact, expected) in [
        ("true", Fact::Flag(true), true),
        ("'true'", Fact::Flag(true), true),
        ("true", Fact::Flag(false), false),
        ("none", Fact::None, true),
        ("absent", Fact::Presence(Presence::Absent), true),
        ("'*'", Fact::Presence(Presence::Optional), true),
        ("10", text("10"), true),
        ("'int*'", text("int32"), true),
        ("int", text("int32"), false),
        ("[B, A]", set(&["A", "B"]), true),
        ("[A]", set(&["A", "B"]), false),
        ("[]", set(&[]), true),
        ("[]", Fact::None, false),
        ("[1]", set(&["1"]), true),
        ("A", set(&["A"]), false),
    ] {
        let content =
            format!("deviations:\n  - {{ schema: Pet, aspect: enum, theirs: {pin}, reason: R }}\n");
        let difference = schema("Pet", "", Aspect::Enum, text("anything"), fact.clone());
        let is_explained = read(&content).explain(&difference, "v3/pets");
        assert_eq!(is_explained, expected, "{pin} {fact}");
    }
}

#[test]
fn what_matches_nothing_is_reported() {
    let content = "\
left_out:
  - document: [CRM/Old/*, CRM/Gone/*]
    reason: R
  - document: CRM/None/*
    reason: R
deviations:
  - schema: Pet
    at: '*'
    aspect: required
    reason: R
  - schema: Pet
    at: name
    aspect: required
    reason: never reached, since the first entry explains it
  - schema: [Cat, Dog]
    at: [id, name]
    apis: [cats, dogs]
    aspect: required
    reason: R
";
    let mut deviations = read(content);
    assert!(deviations.leaves_out("CRM/Old/Rollouts/1/v3/old.json"));
    assert!(!deviations.leaves_out("CRM/New/Rollouts/1/v3/new.json"));
    assert!(deviations.explain(&required("Pet", "name", false), "v3/cats"));
    assert!(deviations.explain(&required("Cat", "name", false), "v3/cats"));
    insta::assert_snapshot!(unused(&deviations, content), @"
    2:27 HubSpot has no document `CRM/Gone/*` that could be left out; remove the entry, or correct the path, as in `CRM/Contacts/Rollouts/424/v3/contacts.json`
    4:5 HubSpot has no document `CRM/None/*` that could be left out; remove the entry, or correct the path, as in `CRM/Contacts/Rollouts/424/v3/contacts.json`
    11:5 this entry explains nothing that no entry above it explains; remove it; or correct it, if there is a difference that it was written for
    15:19 `Dog` matches nothing in this entry; remove it from the list, or correct it
    16:10 `id` matches nothing in this entry; remove it from the list, or correct it
    17:18 `dogs` matches nothing in this entry; remove it from the list, or correct it
    ");
    assert!(deviations.leaves_out("CRM/Gone/Rollouts/1/v3/gone.json"));
    assert!(deviations.leaves_out("CRM/None/Rollouts/1/v3/none.json"));
    assert!(deviations.explain(&required("Dog", "id", false), "v3/dogs"));
    insta::assert_snapshot!(unused(&deviations, content), @"11:5 this entry explains nothing that no entry above it explains; remove it; or correct it, if there is a difference that it was written for");
}

#[test]
fn all_faults_of_a_file_are_told() {
    insta::assert_snapshot!(faults("
deviation: []
left_out:
  - { document: a }
  - { reason: R }
  - text
deviations:
  - { schema: Pet, aspect: required }
  - { schema: Pet, aspect: required, reason: ' ' }
  - { aspect: required, reason: R }
  - { schema: Pet, operation: GET /pets, aspect: required, reason: R }
  - { schema: Pet, reason: R }
  - { schema: Pet, aspect: requird, reason: R }
  - { schema: Pet, aspect: 1, reason: R }
  - { schema: Pet, aspect: required, their: true, reason: R }
  - { schema: Pet, aspect: required, colour: red, reason: R }
  - { schema: [], aspect: required, reason: R }
  - { schema: Pet, at: 1, aspect: required, reason: R }
  - { schema: Pet, aspect: required, ours: null, reason: R }
"), @r#"
    2:1 `deviation` is no field here; write `deviations`
    6:5 an entry is an object; write its fields as `key: value`, one a line
    4:5 the entry gives no reason; say in `reason` why ours differs, so that somebody can tell later whether it still holds
    5:5 `document` is missing; add `document` to the entry
    8:5 the entry gives no reason; say in `reason` why ours differs, so that somebody can tell later whether it still holds
    9:5 the entry gives no reason; say in `reason` why ours differs, so that somebody can tell later whether it still holds
    10:5 the entry does not say what it is about; give it one of `operation: GET /path`, `schema: NAME` and `api: VERSION/MODULE`
    11:5 the entry is about several kinds of things; give it one of `operation: GET /path`, `schema: NAME` and `api: VERSION/MODULE`
    12:5 `aspect` is missing; add `aspect` to the entry
    13:20 there is no aspect "requird"; write `required`
    14:20 there is no aspect 1; it is one of presence, required, deprecated, x-hubspot-rate-limit-exemptions, style, explode, mediaType, schema, type, format, enum, default, nullable, items, additionalProperties, oneOf, anyOf, allOf
    15:38 `their` is no field here; write `theirs`
    16:38 `colour` is no field here; there is `at`, `api`, `apis`, `ours`, `aspect`, `reason`, `schema`, `theirs` and `operation`
    17:7 `schema` is neither a name nor a list of names; write `schema: NAME` or `schema: [FIRST, SECOND]`, where `*` stands for any text
    18:20 `at` is neither a name nor a list of names; write `at: NAME` or `at: [FIRST, SECOND]`, where `*` stands for any text
    19:38 `ours` is neither a value nor a list of values; write it as the report has it, with `none` where a side says nothing
    "#);
    insta::assert_snapshot!(faults("deviations: {}\nleft_out: 1\n"), @"
    2:1 `left_out` is not a list; write `left_out:` with one entry below it per `- `
    1:1 `deviations` is not a list; write `deviations:` with one entry below it per `- `
    ");
    insta::assert_snapshot!(faults("text"), @"1:1 the list of deviations is an object; write `left_out: […]` and `deviations: […]`");
}

#[test]
fn an_entry_with_a_fault_still_explains() {
    let mut found = Diagnostics::default();
    let content = "deviations:\n  - { schema: Pet, at: name, aspect: required }\n";
    let mut deviations = Deviations::read(&text(content), &mut found).unwrap();
    assert!(found.has_errors());
    assert!(deviations.explain(&required("Pet", "name", true), "v3/pets"));
}
