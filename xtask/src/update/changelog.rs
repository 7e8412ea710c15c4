//! The entry in the changelog, which is written again as long as the update goes on.

use thiserror::Error;

/// Why an entry cannot be put into a changelog.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum ChangelogError {
    /// There is no section for it.
    #[error("there is no section `## Unreleased`; add one above the last release")]
    NoUnreleased,
    /// An entry that was written before has lost its end.
    #[error(
        "line {line}: the entry that starts here has no line `{END}`; add it, or remove this line to keep the entry as it is"
    )]
    NoEnd {
        /// Where the entry starts.
        line: usize,
    },
}

const END: &str = "<!-- end of the update -->";

fn start(base: &str) -> String {
    format!(
        "<!-- update since {base}: written by cargo xtask update, and written again until this line is removed -->"
    )
}

/// Puts the entry of the update since a revision into a changelog, in place of what was written for the same revision before. An empty entry takes that away.
///
/// New entries stand at the end of the section `Unreleased`. The rest of the changelog is left as it is.
///
/// # Errors
///
/// If there is no such section, or where an earlier entry ends cannot be told.
pub fn insert(changelog: &str, base: &str, entry: &str) -> Result<String, ChangelogError> {
    let newline = if changelog.contains("\r\n") {
        "\r\n"
    } else {
        "\n"
    };
    let start = start(base);
    let block: Vec<String> = match entry.trim_end() {
        "" => Vec::new(),
        entry => {
            let lines = [start.as_str()]
                .into_iter()
                .chain(entry.lines())
                .chain([END]);
            lines.map(str::to_owned).collect()
        }
    };
    let mut lines: Vec<&str> = changelog.lines().collect();
    let at = match lines.iter().position(|line| *line == start) {
        Some(first) => {
            let after = lines[first..].iter().position(|line| *line == END);
            let Some(length) = after else {
                return Err(ChangelogError::NoEnd { line: first + 1 });
            };
            lines.drain(first..=first + length);
            let is_apart = first > 0 && lines[first - 1].is_empty();
            match block.is_empty() && is_apart {
                // The empty line that set it apart goes with it.
                true => {
                    lines.remove(first - 1);
                    first - 1
                }
                false => first,
            }
        }
        None if block.is_empty() => return Ok(changelog.to_owned()),
        None => {
            let is_unreleased = |line: &str| {
                let title = line.strip_prefix("## ").unwrap_or_default();
                title
                    .trim()
                    .trim_matches(['[', ']'])
                    .eq_ignore_ascii_case("unreleased")
            };
            let Some(title) = lines.iter().position(|line| is_unreleased(line)) else {
                return Err(ChangelogError::NoUnreleased);
            };
            let rest = &lines[title + 1..];
            // Links at the end of the file belong to no section.
            let is_next = |line: &str| {
                line.starts_with("## ") || (line.starts_with('[') && line.contains("]: "))
            };
            let next = rest.iter().position(|line| is_next(line));
            let mut end = title + 1 + next.unwrap_or(rest.len());
            while lines[end - 1].is_empty() {
                end -= 1;
            }
            lines.insert(end, "");
            end + 1
        }
    };
    lines.splice(at..at, block.iter().map(String::as_str));
    let mut text = lines.join(newline);
    text.push_str(newline);
    Ok(text)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const LOG: &str =
        "# Changelog\n\n## Unreleased\n\n### Added\n\n- A thing.\n\n## 0.1.0\n\n- The first.\n";

    fn block(base: &str, entry: &str) -> String {
        format!("{}\n{entry}\n{END}\n", start(base))
    }

    #[test]
    fn entries_stand_at_the_end_of_what_is_unreleased() {
        let with = insert(LOG, "abc", "- One.\n").unwrap();
        let expected = LOG.replace(
            "- A thing.\n",
            &format!("- A thing.\n\n{}", block("abc", "- One.")),
        );
        assert_eq!(with, expected);
        assert_eq!(insert(&with, "abc", "").unwrap(), LOG);
    }

    #[test]
    fn an_entry_of_another_update_is_left_alone() {
        let one = insert(LOG, "abc", "- One.").unwrap();
        let both = insert(&one, "def", "- Two.").unwrap();
        assert!(
            both.contains(&block("abc", "- One.")) && both.contains(&block("def", "- Two.")),
            "{both}"
        );
    }

    #[test]
    fn a_changelog_without_a_place_is_refused() {
        assert_eq!(
            insert("# Changelog\n", "abc", "- One."),
            Err(ChangelogError::NoUnreleased)
        );
        let cut = format!("## Unreleased\n\n{}\n- One.\n", start("abc"));
        assert_eq!(
            insert(&cut, "abc", "- Two."),
            Err(ChangelogError::NoEnd { line: 3 })
        );
        assert_eq!(
            insert("# Changelog\n", "abc", "").as_deref(),
            Ok("# Changelog\n")
        );
    }

    #[test]
    fn sections_in_brackets_and_links_at_the_end_are_known() {
        let log = "## [Unreleased]\n\n[Unreleased]: https://example.com/compare\n";
        let with = insert(log, "abc", "- One.").unwrap();
        let expected = format!(
            "## [Unreleased]\n\n{}\n[Unreleased]: https://example.com/compare\n",
            block("abc", "- One.")
        );
        assert_eq!(with, expected);
    }

    proptest! {
        #[test]
        fn written_twice_is_written_once(before in "(- [a-z]{1,9}\n|\n){0,6}", entry in "(- [a-z]{1,9}\n){1,4}", other in "(- [a-z]{1,9}\n){1,4}") {
            let log = format!("# Changelog\n\n## Unreleased\n{before}");
            let once = insert(&log, "abc", &entry).unwrap();
            prop_assert_eq!(&insert(&once, "abc", &entry).unwrap(), &once);
            let again = insert(&insert(&log, "abc", &other).unwrap(), "abc", &entry).unwrap();
            prop_assert_eq!(again, &*once);
            // What is taken away leaves nothing behind.
            prop_assert_eq!(insert(&once, "abc", "").unwrap(), log);
        }
    }
}
