//! Reading `deviations.yaml`: its fields, each with a place for what is wrong with it.

use serde_json::{Map, Value};

use super::{Deviation, Deviations, Kind, LeftOut, Names, Pin};
use crate::compare::Aspect;
use crate::diagnostics::Diagnostics;
use crate::drift::pattern::Pattern;
use crate::inputs::Text;
use crate::nearest;
use crate::parse;
use crate::pointer::Origin;

pub(super) fn deviations(text: &Text, diagnostics: &mut Diagnostics) -> Option<Deviations> {
    let value = match parse::parse(&text.file, &text.text) {
        Ok(value) => value,
        Err(diagnostic) => {
            diagnostics.push(diagnostic);
            return None;
        }
    };
    let origin = Origin::document(&text.file);
    let Value::Object(fields) = value else {
        diagnostics.error(
            &origin,
            "the list of deviations is an object",
            "write `left_out: […]` and `deviations: […]`",
        );
        return None;
    };
    let mut reader = Reader { diagnostics };
    reader.known(&fields, &origin, &["left_out", "deviations"]);
    let left_out = reader.entries(&fields, &origin, "left_out");
    let entries = reader.entries(&fields, &origin, "deviations");
    Some(Deviations {
        left_out: left_out
            .into_iter()
            .filter_map(|(fields, origin)| reader.left_out(fields, origin))
            .collect(),
        entries: entries
            .into_iter()
            .filter_map(|(fields, origin)| reader.deviation(fields, origin))
            .collect(),
    })
}

/// Reads fields and reports what is wrong with them.
struct Reader<'d> {
    diagnostics: &'d mut Diagnostics,
}

type Fields = Map<String, Value>;

impl Reader<'_> {
    /// The entries of a list.
    fn entries<'f>(
        &mut self,
        fields: &'f Fields,
        origin: &Origin,
        key: &str,
    ) -> Vec<(&'f Fields, Origin)> {
        let place = origin.key(key);
        let list = match fields.get(key) {
            None => return Vec::new(),
            Some(Value::Array(list)) => list,
            Some(_) => {
                let message = format!("`{key}` is not a list");
                let help = format!("write `{key}:` with one entry below it per `- `");
                self.diagnostics.error(&place, message, help);
                return Vec::new();
            }
        };
        let mut entries = Vec::new();
        for (index, entry) in list.iter().enumerate() {
            let place = place.index(index);
            match entry {
                Value::Object(fields) => entries.push((fields, place)),
                _ => self.diagnostics.error(
                    &place,
                    "an entry is an object",
                    "write its fields as `key: value`, one a line",
                ),
            }
        }
        entries
    }

    fn left_out(&mut self, fields: &Fields, origin: Origin) -> Option<LeftOut> {
        self.known(fields, &origin, &["document", "reason"]);
        self.reason(fields, &origin);
        let documents = self.names(fields, &origin, "document");
        if documents.is_none() {
            self.missing(&origin, "document");
        }
        Some(LeftOut {
            documents: documents?,
            origin,
        })
    }

    fn deviation(&mut self, fields: &Fields, origin: Origin) -> Option<Deviation> {
        let known = [
            "operation",
            "schema",
            "api",
            "at",
            "aspect",
            "ours",
            "theirs",
            "apis",
            "reason",
        ];
        self.known(fields, &origin, &known);
        self.reason(fields, &origin);
        let kind = self.kind(fields, &origin);
        let aspect = self.aspect(fields, &origin);
        let places = self.names(fields, &origin, "at");
        let apis = self.names(fields, &origin, "apis");
        let ours = self.pin(fields, &origin, "ours");
        let theirs = self.pin(fields, &origin, "theirs");
        let kind = kind?;
        Some(Deviation {
            kind,
            subjects: self.names(fields, &origin, kind.key())?,
            places,
            aspect: aspect?,
            ours,
            theirs,
            apis,
            origin,
        })
    }

    /// The one thing that an entry is about.
    fn kind(&mut self, fields: &Fields, origin: &Origin) -> Option<Kind> {
        let named = Kind::ALL
            .into_iter()
            .filter(|kind| fields.contains_key(kind.key()));
        let named: Vec<Kind> = named.collect();
        if let [kind] = named[..] {
            return Some(kind);
        }
        let message = match named[..] {
            [] => "the entry does not say what it is about",
            _ => "the entry is about several kinds of things",
        };
        let help =
            "give it one of `operation: GET /path`, `schema: NAME` and `api: VERSION/MODULE`";
        self.diagnostics.error(origin, message, help);
        None
    }

    fn aspect(&mut self, fields: &Fields, origin: &Origin) -> Option<Aspect> {
        let Some(value) = fields.get("aspect") else {
            self.missing(origin, "aspect");
            return None;
        };
        let name = value.as_str().unwrap_or_default();
        let aspect = Aspect::ALL.into_iter().find(|aspect| aspect.name() == name);
        if aspect.is_none() {
            let names = Aspect::ALL.map(Aspect::name);
            let help = match nearest::nearest(name, names.into_iter()) {
                Some(name) => format!("write `{name}`"),
                None => format!("it is one of {}", names.join(", ")),
            };
            let place = origin.key("aspect");
            let message = format!("there is no aspect {value}");
            self.diagnostics.error(&place, message, help);
        }
        aspect
    }

    /// A name or a list of names.
    fn names(&mut self, fields: &Fields, origin: &Origin, key: &'static str) -> Option<Names> {
        let value = fields.get(key)?;
        let (list, is_list) = match value {
            Value::Array(list) => (list.as_slice(), true),
            one => (std::slice::from_ref(one), false),
        };
        let patterns = list.iter().map(|name| name.as_str().map(Pattern::new));
        let patterns: Option<Vec<Pattern>> = patterns.collect();
        let Some(patterns) = patterns.filter(|list| !list.is_empty()) else {
            let message = format!("`{key}` is neither a name nor a list of names");
            let help = format!(
                "write `{key}: NAME` or `{key}: [FIRST, SECOND]`, where `*` stands for any text"
            );
            self.diagnostics.error(&origin.key(key), message, help);
            return None;
        };
        let list = patterns
            .into_iter()
            .map(|pattern| (pattern, false))
            .collect();
        Some(Names { key, list, is_list })
    }

    /// What a side has to say.
    fn pin(&mut self, fields: &Fields, origin: &Origin, key: &str) -> Option<Pin> {
        let text = |value: &Value| match value {
            Value::String(text) => Some(text.clone()),
            Value::Bool(_) | Value::Number(_) => Some(value.to_string()),
            _ => None,
        };
        let value = fields.get(key)?;
        let pin = match value {
            Value::Array(list) => list.iter().map(text).collect::<Option<_>>().map(Pin::Set),
            value => text(value).map(|text| Pin::Text(Pattern::new(text))),
        };
        if pin.is_none() {
            self.diagnostics.error(
                &origin.key(key),
                format!("`{key}` is neither a value nor a list of values"),
                "write it as the report has it, with `none` where a side says nothing",
            );
        }
        pin
    }

    fn reason(&mut self, fields: &Fields, origin: &Origin) {
        let reason = fields.get("reason").and_then(Value::as_str);
        if reason.is_none_or(|reason| reason.trim().is_empty()) {
            self.diagnostics.error(
                origin,
                "the entry gives no reason",
                "say in `reason` why ours differs, so that somebody can tell later whether it still holds",
            );
        }
    }

    fn missing(&mut self, origin: &Origin, key: &str) {
        let message = format!("`{key}` is missing");
        self.diagnostics
            .error(origin, message, format!("add `{key}` to the entry"));
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
            let message = format!("`{key}` is no field here");
            self.diagnostics.error(&origin.key(key), message, help);
        }
    }
}
