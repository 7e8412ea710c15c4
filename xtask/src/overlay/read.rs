//! Reading an overlay: its fields, each with a place for what is wrong with it.

use percent_encoding::percent_decode_str;
use serde_json::{Map, Value};
use serde_json_path::JsonPath;

use super::{Action, Change, Overlay};
use crate::diagnostics::Diagnostics;
use crate::inputs::Text;
use crate::nearest;
use crate::parse;
use crate::pointer::Origin;

/// Longer or deeper targets are taken for a mistake: reading them takes time that doubles with each level.
const LONGEST_TARGET: usize = 2_000;
const DEEPEST_TARGET: usize = 8;

/// Reads an overlay. `None` if nothing can be made of it.
pub(super) fn overlay(text: &Text, diagnostics: &mut Diagnostics) -> Option<Overlay> {
    let value = match parse::parse(&text.file, &text.text) {
        Ok(value) => value,
        Err(diagnostic) => {
            diagnostics.push(diagnostic);
            return None;
        }
    };
    let origin = Origin::document(&text.file);
    let Value::Object(mut fields) = value else {
        diagnostics.error(
            &origin,
            "an overlay is an object",
            "start the file with `overlay: 1.0.0`",
        );
        return None;
    };
    if !version(&fields, &origin, diagnostics) {
        return None;
    }
    let mut fields_of = Fields { diagnostics };
    fields_of.known(
        &fields,
        &origin,
        "an overlay",
        &["overlay", "info", "extends", "actions"],
    );
    fields_of.info(fields.get("info"), &origin);
    let extends = fields.get("extends").and_then(|extends| {
        let place = origin.key("extends");
        let text = fields_of.text(extends, &place, "extends")?;
        let text = percent_decode_str(text).decode_utf8_lossy().into_owned();
        Some((place, text))
    });
    let place = origin.key("actions");
    let actions = match fields.remove("actions") {
        Some(Value::Array(actions)) if !actions.is_empty() => actions,
        Some(_) => {
            fields_of.diagnostics.error(
                &place,
                "`actions` must be a list with at least one action",
                "write `actions: [{target: $.info, update: {…}}]`",
            );
            Vec::new()
        }
        None => {
            fields_of.missing(&origin, "actions", "an overlay");
            Vec::new()
        }
    };
    let actions = actions.into_iter().enumerate();
    let actions = actions
        .filter_map(|(index, action)| fields_of.action(action, &place.index(index)))
        .collect();
    Some(Overlay { extends, actions })
}

/// Whether a file says that it is an overlay that can be read.
fn version(fields: &Map<String, Value>, origin: &Origin, diagnostics: &mut Diagnostics) -> bool {
    let Some(version) = fields.get("overlay") else {
        diagnostics.error(
            origin,
            "this file is no overlay: `overlay` is missing",
            "start an overlay with `overlay: 1.0.0`; documents belong below --specs",
        );
        return false;
    };
    let is_read = version
        .as_str()
        .is_some_and(|text| text == "1.0" || text.starts_with("1.0."));
    if !is_read {
        let shown = match version {
            Value::String(text) => text.clone(),
            other => other.to_string(),
        };
        diagnostics.error(
            &origin.key("overlay"),
            format!("overlays of version `{shown}` are not supported"),
            "write the overlay as the specification has it in version 1.0, with `overlay: 1.0.0` (in quotes if it has two numbers)",
        );
    }
    is_read
}

/// Reads fields and reports what is wrong with them.
struct Fields<'d> {
    diagnostics: &'d mut Diagnostics,
}

impl Fields<'_> {
    /// Reports fields that an object does not have.
    fn known(&mut self, fields: &Map<String, Value>, origin: &Origin, what: &str, known: &[&str]) {
        for key in fields.keys() {
            if known.contains(&key.as_str()) || key.starts_with("x-") {
                continue;
            }
            let help = match nearest::nearest(key, known.iter().copied()) {
                Some(name) => format!("write `{name}`"),
                None => format!(
                    "it has {}",
                    nearest::listed("", known.iter().copied(), known.len())
                ),
            };
            self.diagnostics.error(
                &origin.key(key),
                format!("`{key}` is not a field of {what}"),
                help,
            );
        }
    }

    fn missing(&mut self, origin: &Origin, field: &str, what: &str) {
        self.diagnostics.error(
            origin,
            format!("`{field}` is missing in {what}"),
            format!("add `{field}`"),
        );
    }

    fn text<'v>(&mut self, value: &'v Value, place: &Origin, field: &str) -> Option<&'v str> {
        let text = value.as_str();
        if text.is_none() {
            self.diagnostics.error(
                place,
                format!("`{field}` must be text"),
                "write text, in quotes if it looks like a number",
            );
        }
        text
    }

    fn info(&mut self, info: Option<&Value>, origin: &Origin) {
        let place = origin.key("info");
        let Some(Value::Object(info)) = info else {
            return self.missing(origin, "info", "an overlay");
        };
        self.known(
            info,
            &place,
            "the `info` of an overlay",
            &["title", "version", "description"],
        );
        for field in ["title", "version"] {
            match info.get(field) {
                Some(value) => {
                    self.text(value, &place.key(field), field);
                }
                None => self.missing(&place, field, "the `info` of an overlay"),
            }
        }
    }

    fn action(&mut self, action: Value, origin: &Origin) -> Option<Action> {
        let Value::Object(mut fields) = action else {
            self.diagnostics.error(
                origin,
                "an action is an object",
                "write `{target: $.info, update: {…}}`",
            );
            return None;
        };
        self.known(
            &fields,
            origin,
            "an action",
            &["target", "description", "update", "remove"],
        );
        if let Some(description) = fields.get("description") {
            self.text(description, &origin.key("description"), "description");
        }
        let change = self.change(&mut fields, origin);
        let Some(target) = fields.get("target") else {
            self.missing(origin, "target", "an action");
            return None;
        };
        let place = origin.key("target");
        let text = self.text(target, &place, "target")?;
        let target = self.target(text, &place)?;
        Some(Action {
            origin: origin.clone(),
            text: text.to_owned(),
            target,
            change: change?,
            used: false,
        })
    }

    fn change(&mut self, fields: &mut Map<String, Value>, origin: &Origin) -> Option<Change> {
        let remove = match fields.get("remove") {
            None => false,
            Some(Value::Bool(remove)) => *remove,
            Some(_) => {
                self.diagnostics.error(
                    &origin.key("remove"),
                    "`remove` must be `true` or `false`",
                    "write `remove: true`",
                );
                return None;
            }
        };
        match (fields.remove("update"), remove) {
            (Some(update), false) => Some(Change::Update(update)),
            (None, true) => Some(Change::Remove),
            (Some(_), true) => {
                self.diagnostics.error(
                    origin,
                    "this action both updates and removes",
                    "write two actions: the first one removes, the second one updates what the removed element was in",
                );
                None
            }
            (None, false) => {
                self.diagnostics.error(
                    origin,
                    "this action neither updates nor removes",
                    "add `update` with what is to be put in, or `remove: true`",
                );
                None
            }
        }
    }

    fn target(&mut self, text: &str, place: &Origin) -> Option<JsonPath> {
        if text.len() > LONGEST_TARGET || depth(text) > DEEPEST_TARGET {
            self.diagnostics.error(
                place,
                "this target is too long, or its brackets are nested too deeply",
                format!("write several actions; a target may have {LONGEST_TARGET} characters and {DEEPEST_TARGET} brackets within each other"),
            );
            return None;
        }
        match JsonPath::parse(text) {
            Ok(path) => Some(path),
            Err(error) => {
                let at = text
                    .char_indices()
                    .filter(|(at, _)| *at < error.position())
                    .count();
                let rest: String = text.chars().skip(at).take(20).collect();
                let message = match rest.as_str() {
                    "" => format!("`{text}` is no JSONPath: it is not complete"),
                    rest => format!(
                        "`{text}` is no JSONPath: it cannot be read from character {} on, `{rest}`",
                        at + 1
                    ),
                };
                let help = match reason(error.message()) {
                    Some(reason) => format!("{reason}; JSONPath is written as RFC 9535 has it"),
                    None => "write it as RFC 9535 has it: `$.components.schemas.Pet`, `$.paths['/pets'].get`, `$.paths.*.get.parameters[?@.name == 'limit']`".to_owned(),
                };
                self.diagnostics.error(place, message, help);
                None
            }
        }
    }
}

/// What the reader of JSONPath says, without what it was doing, as far as it says anything.
fn reason(message: &str) -> Option<&str> {
    let reason = message.rsplit(", ").next().unwrap_or(message);
    (reason != "parser error" && reason != "empty error").then_some(reason)
}

/// How many brackets are open at the deepest place.
fn depth(text: &str) -> usize {
    let mut open = 0_usize;
    let mut most = 0;
    for byte in text.bytes() {
        match byte {
            b'[' | b'(' => {
                open += 1;
                most = most.max(open);
            }
            b']' | b')' => open = open.saturating_sub(1),
            _ => {}
        }
    }
    most
}
