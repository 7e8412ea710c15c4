//! Values of properties: what is allowed, and how it is kept.

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use serde_json::{Map, Value, json};

use super::properties::{Definition, Kind};
use crate::reply::Failure;

/// Why a property cannot have a value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Problem {
    pub(crate) code: &'static str,
    pub(crate) message: String,
}

impl Problem {
    pub(crate) fn new(code: &'static str, message: impl Into<String>) -> Self {
        Self {
            code,
            message: message.into(),
        }
    }
}

/// What is wrong with the values of one input, in the form that clients take apart.
pub(crate) fn failure(problems: &[(String, Problem)]) -> Failure {
    let details = problems.iter().map(|(name, problem)| {
        let mut detail = Map::new();
        detail.insert("isValid".into(), false.into());
        detail.insert("message".into(), problem.message.clone().into());
        detail.insert("error".into(), problem.code.into());
        detail.insert("name".into(), name.clone().into());
        detail.insert(
            "localizedErrorMessage".into(),
            problem.message.clone().into(),
        );
        Value::Object(detail)
    });
    let details = Value::Array(details.collect());
    let failure = Failure::invalid(format!("Property values were not valid: {details}"));
    problems.iter().fold(failure, |failure, (name, problem)| {
        failure.error(json!({
            "message": problem.message,
            "code": problem.code,
            "context": {"propertyName": [name]},
        }))
    })
}

/// The value as it is kept. `given` is not empty; `present` is what the property has now, which a leading `;` adds to.
pub(crate) fn read(
    definition: &Definition,
    given: &str,
    present: Option<&str>,
) -> Result<String, Problem> {
    match definition.kind {
        Kind::Text if &*definition.name == "email" && definition.built_in && definition.unique => {
            email(given)
        }
        Kind::Text | Kind::Other(_) => Ok(given.to_owned()),
        Kind::Number => number(given),
        Kind::Bool => match given.to_ascii_lowercase().as_str() {
            known @ ("true" | "false") => Ok(known.to_owned()),
            _ => Err(not_an_option(definition, given)),
        },
        Kind::Date => date(given),
        Kind::DateTime => date_time(given),
        Kind::Choice => choice(definition, given, present),
    }
}

fn email(given: &str) -> Result<String, Problem> {
    let well_formed = given.split_once('@').is_some_and(|(name, domain)| {
        let label = |label: &str| {
            !label.is_empty()
                && label.chars().all(|c| c.is_alphanumeric() || c == '-')
                && !label.starts_with('-')
                && !label.ends_with('-')
        };
        let odd = |c: char| c.is_whitespace() || "@,;:<>()[]\\\"".contains(c);
        !name.is_empty()
            && !name.contains(odd)
            && !name.starts_with('.')
            && !name.ends_with('.')
            && domain.contains('.')
            && domain.split('.').all(label)
            && domain.rsplit('.').next().is_some_and(|last| {
                last.chars().count() > 1 && !last.chars().all(|c| c.is_ascii_digit())
            })
    });
    if well_formed {
        Ok(given.to_lowercase())
    } else {
        let message = format!("Email address {given} is invalid");
        Err(Problem::new("INVALID_EMAIL", message))
    }
}

/// Digits with at most one point, and a sign: HubSpot takes no exponents.
fn number(given: &str) -> Result<String, Problem> {
    let digits = given.strip_prefix(['-', '+']).unwrap_or(given);
    let well_formed = digits.chars().any(|c| c.is_ascii_digit())
        && digits.chars().all(|c| c.is_ascii_digit() || c == '.')
        && digits.matches('.').count() < 2;
    if well_formed {
        Ok(given.to_owned())
    } else {
        let message = format!("{given} was not a valid number.");
        Err(Problem::new("INVALID_INTEGER", message))
    }
}

const MILLISECONDS_PER_DAY: i64 = 86_400_000;

fn date(given: &str) -> Result<String, Problem> {
    let Some(at) = milliseconds(given).and_then(|at| Timestamp::from_millisecond(at).ok()) else {
        let message = format!("{given} was not a valid date.");
        return Err(Problem::new("INVALID_DATE", message));
    };
    let there = TimeZone::UTC.to_datetime(at);
    if at.as_millisecond().rem_euclid(MILLISECONDS_PER_DAY) == 0 {
        return Ok(there.date().to_string());
    }
    let (hour, minute, second) = (there.hour(), there.minute(), there.second());
    let message = format!(
        "{given} is at {hour}:{minute}:{second}.{} UTC, not midnight!",
        there.millisecond()
    );
    Err(Problem::new("INVALID_DATE", message))
}

/// Milliseconds between these are the first months of 1970, or rather seconds of our days that somebody has taken for milliseconds.
const SECONDS: std::ops::Range<i64> = 900_000_000..10_000_000_000;

fn date_time(given: &str) -> Result<String, Problem> {
    let at = milliseconds(given).filter(|at| {
        let is_number = given.bytes().all(|byte| byte.is_ascii_digit());
        !(is_number && SECONDS.contains(at))
    });
    match at.and_then(|at| Timestamp::from_millisecond(at).ok()) {
        Some(at) => Ok(at.to_string()),
        None => {
            let message = format!("{given} was not a valid long.");
            Err(Problem::new("INVALID_LONG", message))
        }
    }
}

/// Reads milliseconds since 1970, a date, or a date with a time and its distance from UTC, as milliseconds since 1970.
pub(crate) fn milliseconds(text: &str) -> Option<i64> {
    let digits = text.strip_prefix('-').unwrap_or(text);
    if !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return text.parse().ok();
    }
    if text.len() == "2026-01-01".len() {
        let date: Date = text.parse().ok()?;
        let midnight = TimeZone::UTC.to_timestamp(date.at(0, 0, 0, 0)).ok()?;
        return Some(midnight.as_millisecond());
    }
    let at: Timestamp = text.parse().ok()?;
    Some(at.as_millisecond())
}

fn choice(definition: &Definition, given: &str, present: Option<&str>) -> Result<String, Problem> {
    if !definition.is_multiple() {
        return one_choice(definition, given).map(str::to_owned);
    }
    let (added, given) = match given.strip_prefix(';') {
        Some(rest) => (present.unwrap_or_default(), rest),
        None => ("", given),
    };
    let mut values: Vec<&str> = Vec::new();
    for value in added.split(';').chain(given.split(';')).map(str::trim) {
        if value.is_empty() || values.contains(&value) {
            continue;
        }
        values.push(one_choice(definition, value)?);
    }
    Ok(values.join(";"))
}

fn one_choice<'a>(definition: &Definition, value: &'a str) -> Result<&'a str, Problem> {
    if definition.referenced.as_deref() == Some("OWNER") {
        return match value.parse::<u32>() {
            Ok(_) => Ok(value),
            Err(_) => {
                let message = format!("{value} was not a valid integer (for owner ID).");
                Err(Problem::new("INVALID_INTEGER", message))
            }
        };
    }
    let mut choices = definition.choices.iter();
    match definition.external || choices.any(|choice| choice.value == value) {
        true => Ok(value),
        false => Err(not_an_option(definition, value)),
    }
}

fn not_an_option(definition: &Definition, given: &str) -> Problem {
    let choices = definition.choices.iter();
    let values: Vec<_> = choices.map(|choice| choice.value.as_str()).collect();
    not_among(given, &values)
}

/// A value that is none of those that there are.
pub(crate) fn not_among(given: &str, values: &[&str]) -> Problem {
    let message = format!(
        "{given} was not one of the allowed options: [{}]",
        values.join(", ")
    );
    Problem::new("INVALID_OPTION", message)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::crm::Crm;

    fn kept(type_id: &str, name: &str, given: &str) -> Result<String, &'static str> {
        let crm = Crm::default();
        let definition = crm.properties.of(type_id).find(name).unwrap();
        read(definition, given, Some("CHAMPION")).map_err(|problem| problem.code)
    }

    #[test]
    fn values_are_kept_in_one_form() {
        let date = |given| kept("0-721", "hs_contract_effective_date", given);
        assert_eq!(date("1772409600000"), Ok("2026-03-02".to_owned()));
        assert_eq!(date("2026-03-02"), Ok("2026-03-02".to_owned()));
        assert_eq!(date("2026-03-02T00:00:00Z"), Ok("2026-03-02".to_owned()));
        assert_eq!(date("1772409600001"), Err("INVALID_DATE"));
        assert_eq!(date("1772409600"), Err("INVALID_DATE"));
        assert_eq!(date("02.03.2026"), Err("INVALID_DATE"));

        let time = |given| kept("0-3", "closedate", given);
        let expected = Ok("2026-03-02T00:00:00Z".to_owned());
        assert_eq!(time("1772409600000"), expected);
        assert_eq!(time("2026-03-02"), expected);
        assert_eq!(time("2026-03-02T01:00:00+01:00"), expected);
        assert_eq!(time("1772409600"), Err("INVALID_LONG"));
        assert_eq!(time("soon"), Err("INVALID_LONG"));

        let amount = |given| kept("0-3", "amount", given);
        assert_eq!(amount("-1.50"), Ok("-1.50".to_owned()));
        for odd in ["1e3", "1,5", " 1", "1.2.3", "-", "NaN"] {
            assert_eq!(amount(odd), Err("INVALID_INTEGER"), "{odd}");
        }

        let public = |given| kept("0-2", "is_public", given);
        assert_eq!(public("TRUE"), Ok("true".to_owned()));
        assert_eq!(public("yes"), Err("INVALID_OPTION"));

        let owner = |given| kept("0-1", "hubspot_owner_id", given);
        assert_eq!(owner("123"), Ok("123".to_owned()));
        assert_eq!(owner("29947847357121"), Err("INVALID_INTEGER"));
    }

    #[test]
    fn several_options_are_joined_and_added_to() {
        let role = |given| kept("0-1", "hs_buying_role", given);
        assert_eq!(role("BLOCKER;OTHER"), Ok("BLOCKER;OTHER".to_owned()));
        assert_eq!(role(";BLOCKER"), Ok("CHAMPION;BLOCKER".to_owned()));
        assert_eq!(role(";CHAMPION"), Ok("CHAMPION".to_owned()));
        assert_eq!(role("BLOCKER;NOBODY"), Err("INVALID_OPTION"));
        let stage = |given| kept("0-1", "lifecyclestage", given);
        assert_eq!(stage("lead"), Ok("lead".to_owned()));
        assert_eq!(stage("Lead"), Err("INVALID_OPTION"));
    }

    #[test]
    fn email_addresses_are_looked_at() {
        let email = |given| kept("0-1", "email", given);
        assert_eq!(
            email("Ada+x@Example.com"),
            Ok("ada+x@example.com".to_owned())
        );
        for odd in [
            "ada",
            "ada@",
            "@example.com",
            "ada@example",
            "a b@example.com",
            "ada@@example.com",
            "ada@example..com",
            "ada@example.c",
            "ada@example.com.",
        ] {
            assert_eq!(email(odd), Err("INVALID_EMAIL"), "{odd}");
        }
    }
}
