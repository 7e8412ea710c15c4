//! Holds our texts against HubSpot's: what a document says is ours to write, not to copy.
//!
//! Paths, names and types are facts and have to be equal; texts must not be. Short ones are passed over, because everybody would write them so.

mod sentences;
mod texts;

use std::collections::{BTreeMap, HashMap};

use self::sentences::{plain, sentences, words};
use crate::diagnostics::Diagnostics;
use crate::inputs::Inputs;
use crate::parallel;
use crate::pointer::Origin;

/// What has no more words than these may be equal.
const FEW_WORDS: usize = 5;

/// A document of HubSpot's that cannot be read, so that nothing can be said about its texts.
#[derive(Debug, thiserror::Error)]
#[error("{file} cannot be read: {reason}")]
pub struct Unreadable {
    /// Its path below the folder.
    pub file: String,
    /// Why.
    pub reason: String,
}

/// A text of ours, or a sentence of one.
struct Ours {
    origin: Origin,
    text: String,
    is_sentence: bool,
}

/// Our texts, by what is compared of them.
#[derive(Default)]
struct Index {
    all: Vec<Ours>,
    texts: HashMap<String, Vec<usize>>,
    sentences: HashMap<String, Vec<usize>>,
}

/// Finds every text of ours that is one of theirs, and every sentence.
///
/// # Errors
///
/// The first of their documents that cannot be read.
pub fn check(ours: &Inputs, theirs: &Inputs) -> Result<Diagnostics, Unreadable> {
    if let Some((file, fault)) = theirs.faults.first_key_value() {
        return Err(Unreadable {
            file: file.clone(),
            reason: fault.message.clone(),
        });
    }
    let mut index = Index::default();
    for (file, text) in &ours.files {
        // A document of ours that cannot be read is reported by the rules.
        let _ = texts::read(file, text, &mut |way, text| index.add(file, way, text));
    }
    let files: Vec<_> = theirs.files.iter().collect();
    let hits = parallel::map(files, |(file, text)| {
        index.hits(file, text).map_err(|reason| Unreadable {
            file: file.clone(),
            reason,
        })
    });
    let mut first: BTreeMap<usize, Origin> = BTreeMap::new();
    for hits in hits {
        for (number, origin) in hits? {
            first.entry(number).or_insert(origin);
        }
    }
    Ok(report(&index, &first))
}

fn report(index: &Index, first: &BTreeMap<usize, Origin>) -> Diagnostics {
    let mut findings = Diagnostics::default();
    let is_whole = |origin: &Origin| {
        let mut others = first.keys().filter_map(|number| index.all.get(*number));
        others.any(|other| !other.is_sentence && other.origin == *origin)
    };
    for (number, theirs) in first {
        let Some(ours) = index.all.get(*number) else {
            continue;
        };
        // The text as a whole says it for all its sentences.
        if ours.is_sentence && is_whole(&ours.origin) {
            continue;
        }
        let noun = if ours.is_sentence { "sentence" } else { "text" };
        findings.error(
            &ours.origin,
            format!("this {noun} is HubSpot's as well: “{}”", ours.text),
            format!("theirs is at {theirs}; see what it means, and say that in words of your own"),
        );
    }
    findings
}

impl Index {
    fn add(&mut self, file: &str, way: &texts::Way, text: &str) {
        let origin = Origin {
            file: file.into(),
            pointer: way.pointer(),
        };
        let parts = sentences(text).map(|sentence| (sentence, true));
        for (text, is_sentence) in std::iter::once((text, false)).chain(parts) {
            if words(text) <= FEW_WORDS {
                continue;
            }
            let map = match is_sentence {
                true => &mut self.sentences,
                false => &mut self.texts,
            };
            map.entry(plain(text)).or_default().push(self.all.len());
            self.all.push(Ours {
                origin: origin.clone(),
                text: text.split_whitespace().collect::<Vec<_>>().join(" "),
                is_sentence,
            });
        }
    }

    /// The numbers of our texts that a document of theirs has, with the place in it.
    fn hits(&self, file: &str, text: &str) -> Result<Vec<(usize, Origin)>, String> {
        let mut hits = Vec::new();
        texts::read(file, text, &mut |way, text| {
            let whole = self.texts.get(&plain(text));
            let parts = sentences(text).filter_map(|sentence| self.sentences.get(&plain(sentence)));
            for number in whole.into_iter().chain(parts).flatten() {
                let pointer = way.pointer();
                hits.push((
                    *number,
                    Origin {
                        file: file.into(),
                        pointer,
                    },
                ));
            }
        })?;
        Ok(hits)
    }
}
