//! What YAML allows and our documents do not have.

use saphyr_parser::{Event, Marker, Parser, ScalarStyle};

use crate::diagnostics::{Diagnostic, Diagnostics, Severity};
use crate::pointer::{Origin, Position};

/// Reports anchors, aliases, and status codes without quotes. JSON has none of them.
pub(super) fn check(file: &str, text: &str, diagnostics: &mut Diagnostics) {
    let mut walk = Walk {
        origin: Origin::document(file),
        open: Vec::new(),
        diagnostics,
    };
    for event in Parser::new_from_str(text) {
        // Where the text is no YAML, the reader of the documents says so.
        let Ok((event, span)) = event else { break };
        walk.event(event, span.start);
    }
}

struct Walk<'d> {
    origin: Origin,
    /// The objects and lists that are being read.
    open: Vec<Open>,
    diagnostics: &'d mut Diagnostics,
}

/// An object or a list.
struct Open {
    origin: Origin,
    /// The number of items of a list, or the key of an object whose value comes next.
    next: Next,
}

enum Next {
    Item(usize),
    Key,
    Value(String),
}

impl Walk<'_> {
    fn event(&mut self, event: Event<'_>, start: Marker) {
        match event {
            Event::Scalar(text, style, anchor, _) => {
                let is_plain = matches!(style, ScalarStyle::Plain);
                let origin = self.element(Some(&text), is_plain, start);
                self.anchor(anchor, &origin, start);
            }
            Event::Alias(_) => {
                let origin = self.element(None, false, start);
                self.report(
                    &origin,
                    start,
                    "a YAML alias".to_owned(),
                    "write the value out, or move it to a component and use `$ref`",
                );
            }
            Event::SequenceStart(anchor, _) => {
                let origin = self.element(None, false, start);
                self.anchor(anchor, &origin, start);
                let next = Next::Item(0);
                self.open.push(Open { origin, next });
            }
            Event::MappingStart(anchor, _) => {
                let origin = self.element(None, false, start);
                self.anchor(anchor, &origin, start);
                let next = Next::Key;
                self.open.push(Open { origin, next });
            }
            Event::SequenceEnd | Event::MappingEnd => {
                self.open.pop();
            }
            Event::Nothing
            | Event::StreamStart
            | Event::StreamEnd
            | Event::DocumentStart(_)
            | Event::DocumentEnd => {}
        }
    }

    /// Takes in the next element; gives its place. A key has the place of its value.
    fn element(&mut self, text: Option<&str>, is_plain: bool, start: Marker) -> Origin {
        let Some(parent) = self.open.last_mut() else {
            return self.origin.clone();
        };
        match std::mem::replace(&mut parent.next, Next::Key) {
            Next::Item(index) => {
                parent.next = Next::Item(index + 1);
                parent.origin.index(index)
            }
            Next::Value(key) => parent.origin.key(&key),
            Next::Key => {
                let key = text.unwrap_or_default();
                let origin = parent.origin.key(key);
                parent.next = Next::Value(key.to_owned());
                if is_plain && is_number(key) && is_responses(&parent.origin.pointer) {
                    let message = format!("the status code `{key}` is not in quotes");
                    self.report(
                        &origin,
                        start,
                        message,
                        &format!("write `'{key}'`: keys are text"),
                    );
                }
                origin
            }
        }
    }

    fn anchor(&mut self, anchor: usize, origin: &Origin, start: Marker) {
        // Numbers of anchors start at 1.
        if anchor > 0 {
            self.report(
                origin,
                start,
                "a YAML anchor".to_owned(),
                "remove it; what is needed in several places goes to a component, for `$ref`",
            );
        }
    }

    fn report(&mut self, origin: &Origin, start: Marker, message: String, help: &str) {
        self.diagnostics.push(Diagnostic {
            severity: Severity::Error,
            message,
            origin: Some(origin.clone()),
            // The parser counts columns from 0.
            position: Some(Position {
                line: start.line(),
                column: start.col() + 1,
            }),
            help: Some(help.to_owned()),
        });
    }
}

fn is_number(key: &str) -> bool {
    !key.is_empty() && key.bytes().all(|digit| digit.is_ascii_digit())
}

/// Whether a place is that of the responses of an operation: `/paths/…/get/responses`.
fn is_responses(pointer: &str) -> bool {
    let parts: Vec<&str> = pointer.split('/').collect();
    matches!(parts.as_slice(), ["", "paths", _, _, "responses"])
}
