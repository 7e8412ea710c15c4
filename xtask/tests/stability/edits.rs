//! A change of the documents, as its author would make it.

use xtask::inputs::Inputs;

use crate::promises::Promise;

/// One change.
pub(crate) struct Change {
    pub(crate) name: &'static str,
    pub(crate) edits: &'static [Edit],
    pub(crate) promise: Promise,
}

/// What is done to one document.
pub(crate) enum Edit {
    /// The first such text behind a line that there is once becomes another.
    Replace {
        document: &'static str,
        behind: &'static str,
        from: &'static str,
        to: &'static str,
    },
    /// Every such text becomes another.
    ReplaceAll {
        document: &'static str,
        from: &'static str,
        to: &'static str,
    },
    /// There is one more document.
    Add {
        document: &'static str,
        text: &'static str,
    },
    /// There is one more document, which says of something else what another one says.
    Copy {
        of: &'static str,
        document: &'static str,
        words: &'static [(&'static str, &'static str)],
    },
    /// The manifest has one more entry in the list of names, which is its last.
    Rename { of: &'static str, to: &'static str },
    /// There is one document less.
    Remove { document: &'static str },
}

impl Change {
    /// The documents after the change, each of whose edits has to change something.
    pub(crate) fn applied_to(&self, inputs: &Inputs) -> Inputs {
        let mut inputs = inputs.clone();
        for edit in self.edits {
            edit.apply(&mut inputs, self.name);
        }
        inputs
    }
}

impl Edit {
    fn apply(&self, inputs: &mut Inputs, name: &str) {
        let files = &mut inputs.files;
        let text_of = |document: &str| {
            let text = files.get(document);
            text.unwrap_or_else(|| panic!("{name}: there is no {document}"))
        };
        let (document, text) = match *self {
            Self::Replace {
                document,
                behind,
                from,
                to,
            } => {
                let text = text_of(document);
                assert_eq!(text.matches(behind).count(), 1, "{name}: {behind:?}");
                let start = text.find(behind).unwrap() + behind.len();
                let place = text[start..].find(from);
                let place = place.unwrap_or_else(|| panic!("{name}: there is no {from:?}"));
                let (before, rest) = text.split_at(start + place);
                (document, format!("{before}{to}{}", &rest[from.len()..]))
            }
            Self::ReplaceAll { document, from, to } => {
                (document, text_of(document).replace(from, to))
            }
            Self::Copy {
                of,
                document,
                words,
            } => {
                assert!(!files.contains_key(document), "{name}: {document}");
                let text = words.iter().fold(text_of(of).clone(), |text, (from, to)| {
                    assert!(text.contains(from), "{name}: there is no {from:?}");
                    text.replace(from, to)
                });
                (document, text)
            }
            Self::Add { document, text } => {
                assert!(!files.contains_key(document), "{name}: {document}");
                (document, text.to_owned())
            }
            Self::Rename { of, to } => {
                let manifest = inputs.manifest.as_mut().unwrap();
                let entry = format!("  - of: {of}\n    to: {to}\n    reason: tells them apart\n");
                manifest.text.push_str(&entry);
                return;
            }
            Self::Remove { document } => {
                assert!(files.remove(document).is_some(), "{name}: {document}");
                return;
            }
        };
        let old = files.insert(document.to_owned(), text);
        assert_ne!(old.as_ref(), files.get(document), "{name}: nothing changed");
    }
}

/// What would otherwise be pinned as a change without a footprint.
mod tests {
    use super::*;

    fn apply(edit: &Edit) {
        let mut inputs = Inputs::default();
        let text = "a: 1\nb: 2\nb: 2\n".to_owned();
        inputs.files.insert("v1/things.yaml".to_owned(), text);
        edit.apply(&mut inputs, "an edit");
    }

    const fn replace(behind: &'static str, from: &'static str) -> Edit {
        Edit::Replace {
            document: "v1/things.yaml",
            behind,
            from,
            to: "b: 3",
        }
    }

    #[test]
    fn the_place_is_behind_a_line() {
        apply(&replace("a: 1\n", "b: 2"));
    }

    #[test]
    #[should_panic(expected = "there is no \"a: 1\"")]
    fn a_text_before_the_place_is_not_meant() {
        apply(&replace("a: 1\n", "a: 1"));
    }

    #[test]
    #[should_panic(expected = "b: 2")]
    fn a_place_is_only_one() {
        apply(&replace("b: 2\n", "b: 2"));
    }

    #[test]
    #[should_panic(expected = "nothing changed")]
    fn the_text_is_another_one_afterwards() {
        apply(&Edit::ReplaceAll {
            document: "v1/things.yaml",
            from: "c",
            to: "d",
        });
    }

    #[test]
    #[should_panic(expected = "there is no v1/others.yaml")]
    fn the_document_is_there() {
        apply(&Edit::ReplaceAll {
            document: "v1/others.yaml",
            from: "a",
            to: "b",
        });
    }
}
