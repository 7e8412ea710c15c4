//! The skeleton of a YAML or JSON text: what contains what, and where it stands.

use std::collections::BTreeMap;

use saphyr_parser::{Event, Marker, Parser};

use crate::pointer::Position;

/// All elements of a text. A text with a mistake has the elements up to it.
#[derive(Debug, Default)]
pub(super) struct Outline {
    /// The first one is the document itself.
    nodes: Vec<Node>,
    /// The elements that have an anchor, by its number.
    anchors: BTreeMap<usize, usize>,
}

#[derive(Debug)]
struct Node {
    position: Position,
    content: Content,
}

#[derive(Debug)]
enum Content {
    Scalar,
    List(Vec<usize>),
    Object(BTreeMap<String, Member>),
    Alias(usize),
}

#[derive(Debug)]
struct Member {
    /// Where its key stands.
    position: Position,
    value: usize,
}

/// An element that is being read.
struct Open {
    node: usize,
    /// The key whose value comes next. It is `None` within if it is no text; no pointer leads there.
    key: Option<(Option<String>, Position)>,
}

impl Outline {
    /// Reads a text; JSON is read as the YAML that it is.
    pub(super) fn read(text: &str) -> Self {
        let mut outline = Self::default();
        let mut open = Vec::new();
        for event in Parser::new_from_str(text) {
            let Ok((event, span)) = event else { break };
            let position = position(span.start);
            match event {
                Event::Scalar(text, _, anchor, _) => {
                    outline.add(&mut open, anchor, position, Content::Scalar, Some(&text));
                }
                Event::Alias(anchor) => {
                    outline.add(&mut open, 0, position, Content::Alias(anchor), None);
                }
                Event::SequenceStart(anchor, _) => {
                    let node =
                        outline.add(&mut open, anchor, position, Content::List(Vec::new()), None);
                    open.push(Open { node, key: None });
                }
                Event::MappingStart(anchor, _) => {
                    let node = outline.add(
                        &mut open,
                        anchor,
                        position,
                        Content::Object(BTreeMap::new()),
                        None,
                    );
                    open.push(Open { node, key: None });
                }
                Event::SequenceEnd | Event::MappingEnd => {
                    open.pop();
                }
                Event::DocumentEnd => break,
                Event::Nothing
                | Event::StreamStart
                | Event::StreamEnd
                | Event::DocumentStart(_) => {}
            }
        }
        outline
    }

    /// Where the outermost element of a text stands; no more than that is read.
    pub(super) fn start(text: &str) -> Position {
        // The parser reads on to where a bracket closes.
        let blank = text.len() - text.trim_start().len();
        if text[blank..].starts_with(['{', '[']) {
            let before = &text[..blank];
            let line = before.rsplit('\n').next().unwrap_or_default();
            return Position {
                line: before.matches('\n').count() + 1,
                column: line.chars().count() + 1,
            };
        }
        let first = Parser::new_from_str(text)
            .map_while(Result::ok)
            .find(|(event, _)| {
                !matches!(
                    event,
                    Event::Nothing | Event::StreamStart | Event::DocumentStart(_)
                )
            });
        match first {
            Some((Event::DocumentEnd | Event::StreamEnd, _)) | None => {
                Position { line: 1, column: 1 }
            }
            Some((_, span)) => position(span.start),
        }
    }

    /// Adds an element to the innermost open one: as an item, as a key, or as the value of the key before.
    fn add(
        &mut self,
        open: &mut [Open],
        anchor: usize,
        position: Position,
        content: Content,
        text: Option<&str>,
    ) -> usize {
        let node = self.nodes.len();
        self.nodes.push(Node { position, content });
        // Numbers of anchors start at 1.
        if anchor > 0 {
            self.anchors.insert(anchor, node);
        }
        if let Some(parent) = open.last_mut() {
            match &mut self.nodes[parent.node].content {
                Content::List(items) => items.push(node),
                Content::Object(members) => match parent.key.take() {
                    Some((Some(key), position)) => {
                        let member = Member {
                            position,
                            value: node,
                        };
                        members.entry(key).or_insert(member);
                    }
                    Some((None, _)) => {}
                    None => parent.key = Some((text.map(str::to_owned), position)),
                },
                Content::Scalar | Content::Alias(_) => {}
            }
        }
        node
    }

    /// Follows the parts of a pointer as far as there are elements.
    pub(super) fn locate(&self, parts: &[String]) -> Position {
        let Some(root) = self.nodes.first() else {
            return Position { line: 1, column: 1 };
        };
        let mut position = root.position;
        let mut node = 0;
        for part in parts {
            // An alias never stands for another one, so that one step is enough.
            if let Content::Alias(anchor) = self.nodes[node].content {
                let Some(&target) = self.anchors.get(&anchor) else {
                    break;
                };
                node = target;
            }
            match &self.nodes[node].content {
                Content::Object(members) => {
                    let Some(member) = members.get(part) else {
                        break;
                    };
                    position = member.position;
                    node = member.value;
                }
                Content::List(items) => {
                    let Some(&item) = part.parse().ok().and_then(|index: usize| items.get(index))
                    else {
                        break;
                    };
                    position = self.nodes[item].position;
                    node = item;
                }
                Content::Scalar | Content::Alias(_) => break,
            }
        }
        position
    }
}

/// The parser counts lines from 1 and columns from 0.
fn position(marker: Marker) -> Position {
    Position {
        line: marker.line(),
        column: marker.col() + 1,
    }
}
