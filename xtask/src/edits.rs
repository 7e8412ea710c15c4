//! Removing elements from a document after it was read, so that findings still stand at the right places of its text.
//!
//! Whoever takes an item out of a list moves the items behind it: their pointers then name other items of the text.

use serde_json::Value;

use crate::pointer;

/// The parts of a JSON pointer.
pub type Way = Vec<String>;

/// What was taken out of the lists of one document.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Edits {
    /// List and index of each removed item, as the text has them.
    removed: Vec<(Way, usize)>,
}

impl Edits {
    /// Whether every pointer still leads to the same place of the text.
    pub fn is_empty(&self) -> bool {
        self.removed.is_empty()
    }

    /// Takes out the elements at these ways, all of them as `value` has them now.
    pub fn remove(&mut self, value: &mut Value, mut ways: Vec<Way>) {
        // From behind, so that no removal moves what is still to be removed; what is inside goes before what it is in.
        ways.sort_by(|one, other| compare(other, one));
        ways.dedup();
        for way in &ways {
            let Some((last, above)) = way.split_last() else {
                continue;
            };
            match at(value, above) {
                Some(Value::Object(members)) => {
                    members.shift_remove(last);
                }
                Some(Value::Array(items)) => {
                    if let Ok(index) = last.parse::<usize>()
                        && index < items.len()
                    {
                        items.remove(index);
                        let mut list = self.original(way);
                        if let Some(Ok(index)) = list.pop().map(|index| index.parse()) {
                            self.removed.push((list, index));
                        }
                    }
                }
                _ => {}
            }
        }
    }

    /// The pointer in the text of what is now at a pointer.
    pub fn original_pointer(&self, text: &str) -> Option<String> {
        let way = self.original(&pointer::split(text)?);
        Some(pointer::join(&way))
    }

    fn original(&self, way: &[String]) -> Way {
        let mut original: Way = Vec::with_capacity(way.len());
        for part in way {
            let mut gone: Vec<usize> = self
                .removed
                .iter()
                .filter(|(list, _)| *list == original)
                .map(|(_, index)| *index)
                .collect();
            let part = match part.parse::<usize>() {
                Ok(mut index) if !gone.is_empty() => {
                    gone.sort_unstable();
                    for gone in gone {
                        index += usize::from(gone <= index);
                    }
                    index.to_string()
                }
                _ => part.clone(),
            };
            original.push(part);
        }
        original
    }
}

/// The element at the end of a way.
pub fn at<'a>(value: &'a mut Value, way: &[String]) -> Option<&'a mut Value> {
    way.iter().try_fold(value, |value, part| match value {
        Value::Object(members) => members.get_mut(part),
        Value::Array(items) => items.get_mut(part.parse::<usize>().ok()?),
        _ => None,
    })
}

/// The order of ways in a document; an index counts as a number.
fn compare(one: &[String], other: &[String]) -> std::cmp::Ordering {
    let rank = |part: &String| (part.parse::<usize>().ok(), part.clone());
    for (one, other) in one.iter().zip(other) {
        let order = rank(one).cmp(&rank(other));
        if order.is_ne() {
            return order;
        }
    }
    one.len().cmp(&other.len())
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn ways(pointers: &[&str]) -> Vec<Way> {
        pointers
            .iter()
            .map(|text| pointer::split(text).unwrap())
            .collect()
    }

    #[test]
    fn whatever_the_order_the_same_elements_go() {
        let mut value = json!({ "a": [0, 1, { "b": [0, 1, 2] }, 3], "c": 1 });
        let mut edits = Edits::default();
        edits.remove(
            &mut value,
            ways(&["/a/0", "/a/2/b/1", "/c", "/a/1", "/a/0", "/a/9", "/x/y", ""]),
        );
        assert_eq!(value, json!({ "a": [{ "b": [0, 2] }, 3] }));
        for (now, text) in [
            ("/a/0", "/a/2"),
            ("/a/0/b/0", "/a/2/b/0"),
            ("/a/0/b/1", "/a/2/b/2"),
            ("/a/1", "/a/3"),
            ("/a/x", "/a/x"),
        ] {
            assert_eq!(edits.original_pointer(now).as_deref(), Some(text));
        }
        edits.remove(&mut value, ways(&["/a/0/b/1"]));
        edits.remove(&mut value, ways(&["/a/0"]));
        assert_eq!(value, json!({ "a": [3] }));
        assert_eq!(edits.original_pointer("/a/0").as_deref(), Some("/a/3"));
    }

    #[test]
    fn what_is_inside_goes_with_what_it_is_in() {
        let mut value = json!({ "a": { "b": [1] }, "c": 1 });
        Edits::default().remove(&mut value, ways(&["/a", "/a/b", "/a/b/0"]));
        assert_eq!(value, json!({ "c": 1 }));
    }
}
