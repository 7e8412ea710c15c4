//! The table of association types: the kinds of links that HubSpot defines, with the ids that they have in every account.
//!
//! The manifest names it. An entry is a pair of types, one for each direction between two kinds of records. Here it is read and held against itself; the pass of the same name finds the
//! schema that its constants are values of.

use std::collections::HashMap;

use serde_json::{Map, Value};

use crate::diagnostics::Diagnostics;
use crate::inputs::Inputs;
use crate::ir::{AssociationType, AssociationTypes};
use crate::manifest::Manifest;
use crate::nearest;
use crate::parse;
use crate::pointer::Origin;

/// What `inverse` says where HubSpot lists no type for the way back.
const UNLISTED: &str = "unlisted";

/// The table that the manifest names. What is wrong with it is reported; `None` if there is none.
pub fn read(
    inputs: &Inputs,
    manifest: &Manifest,
    diagnostics: &mut Diagnostics,
) -> Option<AssociationTypes> {
    let named = manifest.association_types.as_ref()?;
    let place = manifest.origin().key("association_types");
    let Some(text) = &inputs.association_types else {
        diagnostics.error(
            &place.key("table"),
            format!("there is no table `{}`", named.table),
            "give the path of the table below the input folder",
        );
        return None;
    };
    let value = match parse::parse(&text.file, &text.text) {
        Ok(value) => value,
        Err(diagnostic) => {
            diagnostics.push(diagnostic);
            return None;
        }
    };
    let origin = Origin::document(&text.file);
    let mut reader = Reader {
        types: Vec::new(),
        ids: HashMap::new(),
        names: HashMap::new(),
        diagnostics,
    };
    reader.table(&value, &origin);
    let mut types = reader.types;
    types.sort_by_key(AssociationType::name);
    Some(AssociationTypes {
        types,
        schema: named.schema.clone(),
        place: place.key("schema"),
        origin,
        is_partial: !inputs.selection.is_empty(),
        spec: None,
    })
}

type Fields = Map<String, Value>;

/// Reads the entries and reports what is wrong with them.
struct Reader<'d> {
    types: Vec<AssociationType>,
    /// What each id stands for.
    ids: HashMap<i64, String>,
    /// Where each name comes from.
    names: HashMap<String, Origin>,
    diagnostics: &'d mut Diagnostics,
}

impl Reader<'_> {
    fn table(&mut self, value: &Value, origin: &Origin) {
        let Some(fields) = value.as_object() else {
            return self.diagnostics.error(
                origin,
                "the table of association types is no object",
                "write `types:` with one entry below it per `- `",
            );
        };
        self.known(fields, origin, &["types"]);
        let place = origin.key("types");
        let Some(entries) = fields.get("types").and_then(Value::as_array) else {
            return self.diagnostics.error(
                origin,
                "the table of association types has no list `types`",
                "write `types:` with one entry below it per `- `",
            );
        };
        for (index, entry) in entries.iter().enumerate() {
            let place = place.index(index);
            match entry.as_object() {
                Some(fields) => self.entry(fields, &place),
                None => self.diagnostics.error(
                    &place,
                    "an association type is an object",
                    "write `{ from: contact, to: company, id: 279, inverse: 280 }`",
                ),
            }
        }
    }

    /// Both directions of an entry; nothing, if something is wrong with it.
    fn entry(&mut self, fields: &Fields, origin: &Origin) {
        let known = ["from", "to", "label", "id", "inverse", "inverse_label"];
        self.known(fields, origin, &known);
        for key in ["from", "to", "id"] {
            if !fields.contains_key(key) {
                self.diagnostics.error(
                    origin,
                    format!("`{key}` is missing"),
                    format!("add `{key}` to the entry"),
                );
            }
        }
        let from = self.word(fields, origin, "from");
        let to = self.word(fields, origin, "to");
        let label = self.word(fields, origin, "label");
        let back_label = self.word(fields, origin, "inverse_label");
        let id = self.id(fields, origin, "id");
        let is_unlisted = fields.get("inverse").and_then(Value::as_str) == Some(UNLISTED);
        let back = match is_unlisted {
            true => None,
            false => self.id(fields, origin, "inverse"),
        };
        let (Some(from), Some(to), Some(id)) = (from, to, id) else {
            return;
        };
        let is_own_inverse = from == to && !fields.contains_key("inverse");
        if from != to && !fields.contains_key("inverse") {
            self.diagnostics.error(
                origin,
                format!("the way from `{to}` back to `{from}` is missing"),
                format!(
                    "give its id as `inverse`, or say `inverse: {UNLISTED}` if HubSpot lists none"
                ),
            );
        }
        if back_label.is_some() && (is_unlisted || is_own_inverse) {
            self.diagnostics.error(
                &origin.key("inverse_label"),
                "the entry labels a way back that it does not have",
                "give the id of the way back as `inverse`, or remove the label",
            );
        }
        self.add(
            AssociationType {
                from: from.clone(),
                to: to.clone(),
                label: label.clone(),
                id,
                inverse: if is_own_inverse { Some(id) } else { back },
            },
            origin,
            "id",
        );
        if let Some(back) = back {
            self.add(
                AssociationType {
                    from: to,
                    to: from,
                    label: back_label.or(label),
                    id: back,
                    inverse: Some(id),
                },
                origin,
                "inverse",
            );
        }
    }

    /// Adds one direction, unless its id or its name has another meaning.
    fn add(&mut self, ty: AssociationType, origin: &Origin, key: &str) {
        let name = ty.name();
        if let Some(other) = self.ids.get(&ty.id) {
            return self.diagnostics.error(
                &origin.key(key),
                format!("the id {} is that of `{other}`", ty.id),
                "an id has one meaning: correct one of the two",
            );
        }
        if self.names.contains_key(&name) {
            return self.diagnostics.error(
                origin,
                format!("there is a type `{name}` already"),
                "give one of the two a `label` of its own, or remove it",
            );
        }
        self.ids.insert(ty.id, name.clone());
        self.names.insert(name, origin.clone());
        self.types.push(ty);
    }

    /// A name of a kind of records, or a label.
    fn word(&mut self, fields: &Fields, origin: &Origin, key: &str) -> Option<String> {
        let value = fields.get(key)?;
        let word = value.as_str().filter(|text| is_word(text));
        if word.is_none() {
            self.diagnostics.error(
                &origin.key(key),
                format!("`{key}` is no word in lower case"),
                "write it in the singular, as in `contact` and `line_item`",
            );
        }
        word.map(ToOwned::to_owned)
    }

    fn id(&mut self, fields: &Fields, origin: &Origin, key: &str) -> Option<i64> {
        let value = fields.get(key)?;
        let id = value.as_i64().filter(|id| *id > 0);
        if id.is_none() {
            self.diagnostics.error(
                &origin.key(key),
                format!("`{key}` is no id of an association type"),
                "write the whole number above 0 that HubSpot has given to the type",
            );
        }
        id
    }

    /// Reports fields that there are not.
    fn known(&mut self, fields: &Fields, origin: &Origin, known: &[&str]) {
        for key in fields.keys().filter(|key| !known.contains(&key.as_str())) {
            let help = match nearest::nearest(key, known.iter().copied()) {
                Some(name) => format!("write `{name}`"),
                None => format!(
                    "there is {}",
                    nearest::listed("", known.iter().copied(), known.len())
                ),
            };
            let message = format!("`{key}` is no field of the table");
            self.diagnostics.error(&origin.key(key), message, help);
        }
    }
}

/// Whether a text makes the name of a constant, or a part of it, by casing alone: so different texts make different names.
fn is_word(text: &str) -> bool {
    text.starts_with(|first: char| first.is_ascii_lowercase())
        && text.split('_').all(|part| {
            let is_plain = |letter: char| letter.is_ascii_lowercase() || letter.is_ascii_digit();
            !part.is_empty() && part.chars().all(is_plain)
        })
}
