//! Finds the name that a misspelt one was probably meant to be: pure functions.

/// The name that is closest to a word, if it is close enough to be what was meant. Of several the first one counts.
pub fn nearest<'n>(word: &str, names: impl Iterator<Item = &'n str>) -> Option<&'n str> {
    let word: Vec<char> = word.to_lowercase().chars().collect();
    // One mistake in three letters: with more of them anything resembles anything. Long words are nobody's spelling mistake.
    let most = (word.len() / 3).max(1);
    let distances = names
        .filter(|name| name.len() <= word.len() + most)
        .map(|name| {
            let candidate: Vec<char> = name.to_lowercase().chars().collect();
            (distance(&word, &candidate), name)
        });
    let (distance, name) = distances.min_by_key(|(distance, _)| *distance)?;
    (distance <= most && distance < name.len()).then_some(name)
}

/// Names as a list for a message, those that are closest to a word first: `a`, `b`, and 3 more.
pub fn listed<'n>(word: &str, names: impl Iterator<Item = &'n str>, most: usize) -> String {
    let word: Vec<char> = word.to_lowercase().chars().collect();
    let mut ranked: Vec<(usize, &str)> = names
        .map(|name| {
            let candidate: Vec<char> = name.to_lowercase().chars().collect();
            (distance(&word, &candidate), name)
        })
        .collect();
    ranked.sort_unstable();
    ranked.dedup();
    let rest = ranked.len().saturating_sub(most);
    let shown: Vec<String> = ranked
        .iter()
        .take(most)
        .map(|(_, name)| format!("`{name}`"))
        .collect();
    match (shown.split_last(), rest) {
        (None, _) => "nothing".to_owned(),
        (Some((last, [])), 0) => last.clone(),
        (Some((last, others)), 0) => format!("{} and {last}", others.join(", ")),
        (Some(_), rest) => format!("{} and {rest} more", shown.join(", ")),
    }
}

/// How many letters have to be put in, taken out, replaced, or swapped with their neighbour to get from one word to another.
fn distance(left: &[char], right: &[char]) -> usize {
    let width = right.len() + 1;
    // One row for each prefix of the left word, starting with the empty one.
    let mut rows: Vec<Vec<usize>> = vec![(0..width).collect()];
    for (row, letter) in left.iter().enumerate() {
        let mut next = vec![row + 1];
        for (column, other) in right.iter().enumerate() {
            let replaced = rows[row][column] + usize::from(letter != other);
            let mut best = replaced
                .min(rows[row][column + 1] + 1)
                .min(next[column] + 1);
            let swapped =
                row > 0 && column > 0 && left[row - 1] == *other && *letter == right[column - 1];
            if swapped {
                best = best.min(rows[row - 1][column - 1] + 1);
            }
            next.push(best);
        }
        rows.push(next);
    }
    rows[left.len()][right.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn mistakes_are_counted() {
        let count = |left: &str, right: &str| {
            distance(
                &left.chars().collect::<Vec<_>>(),
                &right.chars().collect::<Vec<_>>(),
            )
        };
        assert_eq!(count("", ""), 0);
        assert_eq!(count("", "abc"), 3);
        assert_eq!(count("tags", "tag"), 1);
        assert_eq!(count("summary", "sumary"), 1);
        assert_eq!(count("itmes", "items"), 1);
        assert_eq!(count("kitten", "sitting"), 3);
    }

    #[test]
    fn lists_start_with_the_closest_name() {
        let list = |names: &[&'static str], most| listed("contcts", names.iter().copied(), most);
        assert_eq!(list(&[], 3), "nothing");
        assert_eq!(list(&["deals"], 3), "`deals`");
        assert_eq!(
            list(&["calls", "contacts", "deals"], 3),
            "`contacts`, `calls` and `deals`"
        );
        assert_eq!(
            list(&["calls", "contacts", "deals"], 2),
            "`contacts`, `calls` and 1 more"
        );
        assert_eq!(list(&["Contacts", "contacts"], 1), "`Contacts` and 1 more");
    }

    #[test]
    fn only_close_names_are_suggested() {
        let names = ["description", "deprecated", "get", "put", "$ref"];
        let suggest = |word| nearest(word, names.into_iter());
        assert_eq!(suggest("descripton"), Some("description"));
        assert_eq!(suggest("GET"), Some("get"));
        assert_eq!(suggest("ref"), Some("$ref"));
        assert_eq!(suggest("x"), None);
        assert_eq!(suggest(""), None);
        assert_eq!(suggest("colour"), None);
        assert_eq!(suggest(&"description".repeat(1000)), None);
    }
}
