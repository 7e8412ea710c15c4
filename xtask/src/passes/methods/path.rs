//! A name from an HTTP method and a path, such as `list_stages` from `GET /crm/v3/pipelines/{objectType}/{pipelineId}/stages`.
//!
//! A path is read as nouns with parameters, and at most one thing that is done (`/batch/read`, `/{importId}/cancel`). What all paths of an API share, what
//! repeats its name, and versions are not said.

use std::collections::BTreeSet;

use super::segments::{
    PREPOSITIONS, READING, STATES, is_object_type, is_param, is_verb, segments, selects,
};
use crate::casing::{singular, snake};

/// Longer names lose the words at the front of their path.
const LONGEST: usize = 40;

/// The paths of one API, and what need not be said of them.
pub(super) struct Api {
    /// Words of its name, in the singular.
    words: BTreeSet<String>,
    /// All its paths, in segments.
    paths: Vec<Vec<String>>,
    /// Number of segments that all paths share.
    shared: usize,
    /// Methods and paths, to see what else there is.
    known: BTreeSet<(&'static str, Vec<String>)>,
    /// Whether what is deleted can be restored.
    archives: bool,
}

/// One operation.
#[derive(Clone, Copy)]
pub(super) struct Call<'a> {
    /// `GET`
    pub(super) method: &'static str,
    pub(super) path: &'a str,
}

/// How much of a path a name tells.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Detail {
    /// What tells most operations of an API apart.
    Short,
    /// Every segment.
    Full,
}

impl Api {
    /// `archives` is what ids say about deleting. They say it in some versions of a document and not in others, but its batch operation is there in all.
    pub(super) fn new<'a>(
        name: &str,
        calls: impl Iterator<Item = (&'static str, &'a str)>,
        archives: bool,
    ) -> Self {
        let known: BTreeSet<(&'static str, Vec<String>)> = calls
            .map(|(method, path)| (method, segments(path)))
            .collect();
        let paths: Vec<Vec<String>> = known.iter().map(|(_, path)| path.clone()).collect();
        let words = snake(name).split('_').map(singular).collect();
        let shared = shared(&paths);
        let in_batches =
            |path: &Vec<String>| path.ends_with(&["batch", "archive"].map(str::to_owned));
        let archives = archives || paths.iter().any(in_batches);
        Self {
            words,
            paths,
            shared,
            known,
            archives,
        }
    }

    /// The name of an operation in snake_case.
    pub(super) fn name(&self, call: Call<'_>, detail: Detail) -> String {
        let path = segments(call.path);
        let mut nouns = self.nouns(&path, detail);
        loop {
            let name = self.phrase(call, &path, &nouns);
            if name.len() <= LONGEST || nouns.len() < 2 || detail == Detail::Full {
                return name;
            }
            nouns.remove(0);
        }
    }

    /// The segments that are worth a word.
    fn nouns(&self, path: &[String], detail: Detail) -> Vec<Noun> {
        let mut start = 0;
        if detail == Detail::Short {
            start = self.shared.min(path.len());
            // The name of the API says what comes before it, too: `/objects/{id}/associations`.
            let own = path.iter().enumerate().skip(start);
            let mut own = own.filter(|(_, segment)| !is_param(segment) && self.is_own(segment));
            start = own.next_back().map_or(start, |(index, _)| index + 1);
        }
        let mut nouns: Vec<Noun> = Vec::new();
        for (index, segment) in path.iter().enumerate().skip(start) {
            if is_param(segment) || is_object_type(segment) {
                continue;
            }
            let next = path.get(index + 1).filter(|next| is_param(next));
            let words = snake(segment);
            nouns.push(Noun {
                selects: next.is_some_and(|param| selects(&words, &snake(param))),
                has_param: next.is_some(),
                words,
            });
        }
        // `/usage/high-usage-report` says usage once.
        let repeated = |pair: &[Noun]| {
            let next: Vec<&str> = pair[1].words.split('_').collect();
            pair[0].words.split('_').all(|word| next.contains(&word))
        };
        let mut index = 0;
        while index + 1 < nouns.len() {
            match repeated(&nouns[index..index + 2]) {
                true => drop(nouns.remove(index)),
                false => index += 1,
            }
        }
        nouns
    }

    fn is_own(&self, segment: &str) -> bool {
        snake(segment)
            .split('_')
            .all(|word| self.words.contains(&singular(word)))
    }

    fn phrase(&self, call: Call<'_>, path: &[String], nouns: &[Noun]) -> String {
        let batch = nouns.iter().position(|noun| noun.words == "batch");
        if let Some(batch) = batch {
            return batch_phrase(call.method, &nouns[..batch], &nouns[batch + 1..]);
        }
        match nouns.split_last() {
            Some((last, context)) if self.is_action(call.method, path, last) => {
                self.action_phrase(&last.words, context)
            }
            _ => self.thing_phrase(call.method, path, nouns),
        }
    }

    /// `list_stages`, `get_stage`, `get_by_name`, `list_records_from`, `get_own_status`.
    fn thing_phrase(&self, method: &str, path: &[String], nouns: &[Noun]) -> String {
        let ends_in_param = path.last().is_some_and(|segment| is_param(segment));
        let leaf = match nouns.last() {
            Some(last) if !ends_in_param => last.words.as_str(),
            _ => "",
        };
        // These say how the things before them are meant: `/records/from`, `/users/me`, `/flags/all`.
        let (is_own, is_all) = (leaf == "me", leaf == "all");
        let preposition = Some(leaf).filter(|leaf| PREPOSITIONS.contains(leaf));
        let nouns = match is_own || is_all || preposition.is_some() {
            true => &nouns[..nouns.len() - 1],
            false => nouns,
        };
        let is_list = !is_own && (is_all || self.is_list(path, nouns.last()));
        let verb = self.verb(method, nouns.last(), is_list);
        if is_own && nouns.is_empty() {
            return format!("{verb}_me");
        }
        // What is made or named by a parameter is one of several.
        let is_one = match verb {
            "list" => false,
            "create" => true,
            _ => is_own || ends_in_param && nouns.last().is_some_and(|last| last.has_param),
        };
        let (selectors, mut things): (Vec<Noun>, Vec<Noun>) =
            nouns.iter().cloned().partition(|noun| noun.selects);
        if let Some(last) = things.last_mut() {
            last.has_param = is_one;
        }
        let selectors: Vec<&str> = selectors.iter().map(|noun| &*noun.words).collect();
        let mut said = vec![verb.to_owned()];
        said.extend(is_own.then(|| "own".to_owned()));
        said.extend((!things.is_empty()).then(|| joined(&things, true)));
        said.extend((!selectors.is_empty()).then(|| format!("by_{}", selectors.join("_and_"))));
        said.extend(preposition.map(str::to_owned));
        said.join("_")
    }

    /// Whether a path stands for all things of a kind.
    fn is_list(&self, path: &[String], last: Option<&Noun>) -> bool {
        let ends_in_param = path.last().is_some_and(|segment| is_param(segment));
        let shared = path.iter().rev().find(|segment| !is_param(segment));
        let words = match last {
            Some(last) => last.words.clone(),
            None => snake(shared.map_or("", String::as_str)),
        };
        self.has_items(path) || !ends_in_param && singular(&words) != words
    }

    fn verb(&self, method: &str, last: Option<&Noun>, is_list: bool) -> &'static str {
        match method {
            "GET" if is_list => "list",
            "GET" => "get",
            "POST" => "create",
            "PUT" => "replace",
            "PATCH" => "update",
            // Records and what describes them are archived; their associations are gone.
            "DELETE" if self.archives && last.is_none_or(|last| last.words != "associations") => {
                "archive"
            }
            "DELETE" => "delete",
            "HEAD" => "head",
            "OPTIONS" => "options",
            _ => "trace",
        }
    }

    /// Whether a path does the last thing that it says instead of being about it.
    fn is_action(&self, method: &str, path: &[String], last: &Noun) -> bool {
        let first = last.words.split('_').next().unwrap_or_default();
        let end = last.words.rsplit('_').next().unwrap_or_default();
        match method {
            "GET" => READING.contains(&first),
            "POST" | "PUT" | "PATCH" => {
                // What can be got or deleted is a thing, whatever it is called; but reading may be asked for in two ways.
                let is_thing = ["GET", "DELETE"]
                    .iter()
                    .any(|method| self.known.contains(&(method, path.to_vec())))
                    && !READING.contains(&first);
                !is_thing
                    && !last.selects
                    && (is_verb(first) || is_verb(end) || STATES.contains(&last.words.as_str()))
            }
            _ => false,
        }
    }

    /// `restore`, `add_memberships`, `add_memberships_from`, `rename_folder`.
    fn action_phrase(&self, action: &str, context: &[Noun]) -> String {
        // One thing is renamed, but several are searched.
        let context = joined(context, !READING.contains(&action));
        if STATES.contains(&action) {
            return match context.is_empty() {
                true => format!("mark_{action}"),
                false => format!("mark_{context}_{action}"),
            };
        }
        let words: Vec<&str> = action.split('_').collect();
        // What repeats the name of the API goes, if the verb keeps an object.
        let said: Vec<&str> = words
            .iter()
            .enumerate()
            .filter(|(index, word)| *index == 0 || !self.words.contains(&singular(word)))
            .map(|(_, word)| *word)
            .collect();
        let words = if said.len() > 1 { said } else { words };
        let has_object = words
            .iter()
            .any(|word| !is_verb(word) && *word != "and" && !PREPOSITIONS.contains(word));
        if context.is_empty() || has_object {
            return words.join("_");
        }
        let at = words
            .iter()
            .position(|word| PREPOSITIONS.contains(word))
            .unwrap_or(words.len());
        let mut said: Vec<&str> = words[..at].to_vec();
        said.push(&context);
        said.extend(&words[at..]);
        said.join("_")
    }

    /// Whether other paths go on from this one with parameters alone: then it stands for all of them.
    fn has_items(&self, path: &[String]) -> bool {
        self.paths.iter().any(|other| {
            other.len() > path.len()
                && other.starts_with(path)
                && other[path.len()..].iter().all(|segment| is_param(segment))
        })
    }
}

/// A segment that is no parameter.
#[derive(Debug, Clone)]
struct Noun {
    words: String,
    /// Whether a parameter follows.
    has_param: bool,
    /// Whether it says only what the parameter after it is: `/object-type-id/{objectTypeId}`.
    selects: bool,
}

/// Nouns in one, each but the last in the singular.
fn joined(nouns: &[Noun], in_singular_before_param: bool) -> String {
    let words = nouns.iter().enumerate().map(|(index, noun)| {
        let is_last = index + 1 == nouns.len();
        match is_last && !(in_singular_before_param && noun.has_param) {
            true => noun.words.clone(),
            false => singular(&noun.words),
        }
    });
    words.collect::<Vec<_>>().join("_")
}

/// `batch_read`, `batch_create_events`, `batch_archive_labels`.
fn batch_phrase(method: &str, context: &[Noun], done: &[Noun]) -> String {
    let mut said = vec!["batch".to_owned()];
    let (verbs, rest): (Vec<&Noun>, Vec<&Noun>) =
        done.iter().partition(|noun| is_verb(&noun.words));
    if done.is_empty() {
        let verb = match method {
            "POST" => "create",
            "PUT" => "replace",
            "PATCH" => "update",
            "DELETE" => "delete",
            _ => "read",
        };
        said.push(verb.to_owned());
    }
    said.extend(verbs.iter().map(|noun| noun.words.clone()));
    said.extend(rest.iter().map(|noun| noun.words.clone()));
    if !context.is_empty() {
        said.push(joined(context, false));
    }
    said.join("_")
}

/// Number of leading segments that all paths share, up to the first that is an action.
fn shared(paths: &[Vec<String>]) -> usize {
    let Some((first, others)) = paths.split_first() else {
        return 0;
    };
    let shared = others.iter().fold(first.len(), |length, path| {
        path.iter()
            .zip(first)
            .take(length)
            .take_while(|(one, other)| one == other)
            .count()
    });
    let is_done = |segment: &String| {
        let words = snake(segment);
        segment == "batch" || words.split('_').next().is_some_and(is_verb)
    };
    first[..shared].iter().position(is_done).unwrap_or(shared)
}
