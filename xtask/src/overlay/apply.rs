//! Changing a document by one action.

use serde_json::Value;

use super::{Action, Change};
use crate::diagnostics::Diagnostics;
use crate::edits::{self, Edits, Way};
use crate::pointer;

/// How many bytes updates may add to a document: a short overlay must not grow it without end.
pub(super) const MOST_ADDED: usize = 20_000_000;

/// How deep a document may be nested, as when it is read.
const MOST_LEVELS: usize = 128;

/// Does what an action says, wherever its target is found. Whether it is found anywhere. `budget` is what may still be added to the document.
pub(super) fn action(
    action: &Action,
    document: &str,
    value: &mut Value,
    edits: &mut Edits,
    budget: &mut usize,
    diagnostics: &mut Diagnostics,
) -> bool {
    let found = action.target.query_located(value);
    let ways: Vec<Way> = found
        .locations()
        .filter_map(|path| pointer::split(&path.to_json_pointer()))
        .collect();
    if ways.is_empty() {
        return false;
    }
    match &action.change {
        Change::Remove => {
            if ways.iter().any(Vec::is_empty) {
                diagnostics.error(
                    &action.origin.key("target"),
                    "an action cannot remove a whole document",
                    "leave the document out in the manifest",
                );
                return true;
            }
            edits.remove(value, ways);
        }
        Change::Update(update) => {
            update_all(action, document, value, ways, update, budget, diagnostics);
        }
    }
    true
}

fn update_all(
    action: &Action,
    document: &str,
    value: &mut Value,
    mut ways: Vec<Way>,
    update: &Value,
    budget: &mut usize,
    diagnostics: &mut Diagnostics,
) {
    ways.sort();
    // `$..*` may name an element along several ways.
    ways.dedup();
    let levels = ways.iter().map(Vec::len).max().unwrap_or_default() + depth(update);
    let added = size(update).saturating_mul(ways.len());
    let Some(left) = budget.checked_sub(added).filter(|_| levels <= MOST_LEVELS) else {
        diagnostics.error(
            &action.origin,
            format!("the overlay adds too much to `{document}`"),
            "let the target name fewer elements, or put in less",
        );
        return;
    };
    *budget = left;
    for way in ways {
        let Some(target) = edits::at(value, &way) else {
            continue;
        };
        let refused = match target {
            Value::Object(_) => merge(target, update, &way, document).err(),
            Value::Array(items) => {
                match update {
                    Value::Array(more) => items.extend(more.iter().cloned()),
                    one => items.push(one.clone()),
                }
                None
            }
            other => Some(Refused {
                message: format!(
                    "the target of an update must be an object or a list, found {} at `{document}#{}`",
                    kind(other),
                    pointer::join(&way)
                ),
                help: "let the target name the object that it is in, and repeat its key in `update`",
            }),
        };
        if let Some(refused) = refused {
            diagnostics.error(&action.origin, refused.message, refused.help);
            // It would be the same at each of its targets.
            return;
        }
    }
}

/// Why a value has no place to go.
struct Refused {
    message: String,
    help: &'static str,
}

/// Puts an update into what is there: members of objects into one another, items of lists behind one another, and other values in place of the old ones.
fn merge(
    target: &mut Value,
    update: &Value,
    way: &[String],
    document: &str,
) -> Result<(), Refused> {
    match (target, update) {
        (Value::Object(members), Value::Object(update)) => {
            for (key, update) in update {
                match members.get_mut(key) {
                    Some(member) => {
                        let way = [way, std::slice::from_ref(key)].concat();
                        merge(member, update, &way, document)?;
                    }
                    None => {
                        members.insert(key.clone(), update.clone());
                    }
                }
            }
        }
        (Value::Array(items), Value::Array(update)) => items.extend(update.iter().cloned()),
        (target, update) if is_scalar(target) && is_scalar(update) => *target = update.clone(),
        (target, update) => {
            return Err(Refused {
                message: format!(
                    "an update cannot put {} in the place of {}, as at `{document}#{}`",
                    kind(update),
                    kind(target),
                    pointer::join(way)
                ),
                help: "remove the old value by an action before this one",
            });
        }
    }
    Ok(())
}

fn is_scalar(value: &Value) -> bool {
    !value.is_object() && !value.is_array()
}

/// About how many bytes a value takes.
fn size(value: &Value) -> usize {
    match value {
        Value::Object(members) => {
            32 + members
                .iter()
                .map(|(key, value)| key.len() + size(value))
                .sum::<usize>()
        }
        Value::Array(items) => 32 + items.iter().map(size).sum::<usize>(),
        Value::String(text) => 32 + text.len(),
        _ => 32,
    }
}

fn depth(value: &Value) -> usize {
    match value {
        Value::Object(members) => 1 + members.values().map(depth).max().unwrap_or_default(),
        Value::Array(items) => 1 + items.iter().map(depth).max().unwrap_or_default(),
        _ => 1,
    }
}

fn kind(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "`true` or `false`",
        Value::Number(_) => "a number",
        Value::String(_) => "text",
        Value::Array(_) => "a list",
        Value::Object(_) => "an object",
    }
}
