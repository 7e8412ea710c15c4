//! The number of the next version.

use std::fmt;

use semver::Version;

use crate::diff::Verdict;

/// What becomes of the version, by the rules of Cargo.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Suggestion {
    /// Nothing has been released, so nobody has a version that could be broken.
    Unreleased {
        /// The version as it is.
        now: Version,
    },
    /// Nothing has changed since the release.
    Same {
        /// The last release.
        released: Version,
    },
    /// The version says already what has changed since the release.
    Enough {
        /// The last release.
        released: Version,
        /// The version as it is.
        now: Version,
        /// What has changed.
        verdict: Verdict,
    },
    /// The version has to be raised.
    Raise {
        /// The last release.
        released: Version,
        /// The version as it is.
        now: Version,
        /// What it should be.
        to: Version,
        /// What has changed.
        verdict: Verdict,
    },
}

impl Suggestion {
    /// Suggests a version. `verdict` is the gravest of the changes since the last release.
    pub fn of(now: Version, released: Option<Version>, verdict: Option<Verdict>) -> Self {
        let Some(released) = released else {
            return Self::Unreleased { now };
        };
        let Some(verdict) = verdict else {
            return Self::Same { released };
        };
        let to = next(&released, verdict);
        match now >= to {
            true => Self::Enough {
                released,
                now,
                verdict,
            },
            false => Self::Raise {
                released,
                now,
                to,
                verdict,
            },
        }
    }
}

/// The least version that may follow a release. Cargo takes versions for compatible that agree up to the first number that is not 0.
fn next(released: &Version, verdict: Verdict) -> Version {
    let Version {
        major,
        minor,
        patch,
        ..
    } = *released;
    match (verdict, major, minor) {
        (Verdict::Breaking, 1.., _) => Version::new(major + 1, 0, 0),
        (Verdict::Breaking, 0, 1..) | (Verdict::Compatible, 1.., _) => {
            Version::new(major, minor + 1, 0)
        }
        _ => Version::new(major, minor, patch + 1),
    }
}

impl fmt::Display for Suggestion {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unreleased { now } => write!(
                formatter,
                "{now} stands: no version has been released (there is no tag such as v{now})"
            ),
            Self::Same { released } => write!(
                formatter,
                "{released} stands: the documents give the client that was released"
            ),
            Self::Enough {
                released,
                now,
                verdict,
            } => write!(
                formatter,
                "{now} is enough for changes since {released} that are {}",
                words(*verdict)
            ),
            Self::Raise {
                released,
                now,
                to,
                verdict,
            } => write!(
                formatter,
                "raise {now} to {to}: changes since {released} are {}",
                words(*verdict)
            ),
        }
    }
}

fn words(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Documentation => "documentation only",
        other => other.name(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn suggestion(now: &str, released: &str, verdict: Verdict) -> String {
        let version = |text: &str| Version::parse(text).unwrap();
        Suggestion::of(version(now), Some(version(released)), Some(verdict)).to_string()
    }

    #[test]
    fn versions_follow_the_rules_of_cargo() {
        let cases = [
            ("1.2.3", Verdict::Breaking, "2.0.0"),
            ("1.2.3", Verdict::Compatible, "1.3.0"),
            ("1.2.3", Verdict::Documentation, "1.2.4"),
            ("0.2.3", Verdict::Breaking, "0.3.0"),
            ("0.2.3", Verdict::Compatible, "0.2.4"),
            ("0.2.3", Verdict::Documentation, "0.2.4"),
            ("0.0.3", Verdict::Breaking, "0.0.4"),
        ];
        for (released, verdict, to) in cases {
            let text = suggestion(released, released, verdict);
            assert!(
                text.starts_with(&format!("raise {released} to {to}: ")),
                "{text}"
            );
            let enough = suggestion(to, released, verdict);
            assert!(enough.starts_with(&format!("{to} is enough ")), "{enough}");
        }
    }

    #[test]
    fn a_version_that_nobody_has_needs_no_other_number() {
        let now = Version::new(0, 1, 0);
        let text = Suggestion::of(now.clone(), None, Some(Verdict::Breaking)).to_string();
        assert!(
            text.starts_with("0.1.0 stands: no version has been released"),
            "{text}"
        );
        let same = Suggestion::of(now.clone(), Some(now), None).to_string();
        assert!(
            same.starts_with("0.1.0 stands: the documents give"),
            "{same}"
        );
    }
}
