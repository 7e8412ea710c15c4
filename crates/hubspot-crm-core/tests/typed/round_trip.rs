//! What is written reads back, for all kinds of fields.

use std::collections::{BTreeMap, BTreeSet};

use hubspot_crm_core::{CalendarDate, Change, Date, DateTime, Properties, Timestamp};
use proptest::collection::{btree_map, btree_set, vec};
use proptest::prelude::*;
use serde::{Deserialize, Serialize};

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
enum Color {
    Red,
    #[serde(rename = "sky blue")]
    Blue,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
struct Cents(i64);

#[derive(Debug, PartialEq, Serialize, Deserialize)]
struct Scalars {
    text: String,
    letter: char,
    small: i8,
    large: u64,
    huge: i128,
    single: f32,
    double: f64,
    flag: bool,
    color: Color,
    cents: Cents,
}

#[derive(Debug, PartialEq, Serialize, Deserialize)]
struct Times {
    instant: Timestamp,
    day: Date,
    at: DateTime,
    on: CalendarDate,
}

#[derive(Debug, PartialEq, Serialize, Deserialize)]
struct Lists {
    texts: Vec<String>,
    numbers: Vec<f64>,
    colors: BTreeSet<Color>,
    times: Vec<DateTime>,
    pair: (i64, bool),
}

#[derive(Debug, PartialEq, Serialize, Deserialize)]
struct Optional {
    text: Option<String>,
    number: Option<i64>,
    color: Option<Color>,
    cents: Option<Cents>,
    list: Option<Vec<String>>,
    text_change: Change<String>,
    number_change: Change<f64>,
    list_change: Change<Vec<String>>,
}

#[derive(Debug, PartialEq, Serialize, Deserialize)]
struct WithRest {
    count: i64,
    flag: Option<bool>,
    #[serde(flatten)]
    rest: BTreeMap<String, String>,
}

fn finite() -> impl Strategy<Value = f64> {
    any::<f64>().prop_filter("finite", |number| number.is_finite())
}

fn single() -> impl Strategy<Value = f32> {
    any::<f32>().prop_filter("finite", |number| number.is_finite())
}

fn color() -> impl Strategy<Value = Color> {
    prop_oneof![Just(Color::Red), Just(Color::Blue)]
}

/// Milliseconds of all years that have four digits.
fn millis() -> std::ops::Range<i64> {
    -62_000_000_000_000..250_000_000_000_000
}

fn instant() -> impl Strategy<Value = Timestamp> {
    millis().prop_map(|millis| Timestamp::from_millisecond(millis).unwrap())
}

fn day() -> impl Strategy<Value = Date> {
    (0_i16..=9999, 1_i8..=12, 1_i8..=28)
        .prop_map(|(year, month, day)| Date::constant(year, month, day))
}

fn change<T: std::fmt::Debug + Clone>(
    value: impl Strategy<Value = T>,
) -> impl Strategy<Value = Change<T>> {
    (0..3, value).prop_map(|(kind, value)| match kind {
        0 => Change::Keep,
        1 => Change::Clear,
        _ => Change::Set(value),
    })
}

fn survives<T: Serialize + for<'de> Deserialize<'de> + PartialEq + std::fmt::Debug>(
    value: &T,
) -> Result<(), TestCaseError> {
    let properties = Properties::from_typed(value).unwrap();
    prop_assert_eq!(value, &properties.to_typed::<T>().unwrap());
    // Over the wire as well.
    let wire = serde_json::to_string(&properties).unwrap();
    let received: Properties = serde_json::from_str(&wire).unwrap();
    prop_assert_eq!(value, &received.to_typed::<T>().unwrap());
    Ok(())
}

const OPTION: &str = "[^;]{1,5}";

proptest! {
    #[test]
    fn scalars(
        (text, letter, small, large, huge) in (".*", any::<char>(), any::<i8>(), any::<u64>(), any::<i128>()),
        (single, double, flag, color, cents) in (single(), finite(), any::<bool>(), color(), any::<i64>()),
    ) {
        survives(&Scalars { text, letter, small, large, huge, single, double, flag, color, cents: Cents(cents) })?;
    }

    #[test]
    fn times(instant in instant(), day in day(), at in instant(), on in day()) {
        survives(&Times { instant, day, at: at.into(), on: on.into() })?;
    }

    #[test]
    fn lists(
        texts in vec(OPTION, 0..4),
        numbers in vec(finite(), 0..4),
        colors in btree_set(color(), 0..3),
        times in vec(instant().prop_map(DateTime::from), 0..3),
        pair: (i64, bool),
    ) {
        survives(&Lists { texts, numbers, colors, times, pair })?;
    }

    /// An option of what is written as nothing is the one thing that cannot be told from no option.
    #[test]
    fn options_and_changes(
        text in proptest::option::of(".+"),
        number: Option<i64>,
        color in proptest::option::of(color()),
        cents in proptest::option::of(any::<i64>().prop_map(Cents)),
        list in proptest::option::of(vec(OPTION, 1..4)),
        text_change in change(".+"),
        number_change in change(finite()),
        list_change in change(vec(OPTION, 1..4)),
    ) {
        survives(&Optional { text, number, color, cents, list, text_change, number_change, list_change })?;
    }

    #[test]
    fn what_is_flattened(count: i64, flag: Option<bool>, rest in btree_map("x[a-z]{0,3}", ".*", 0..4)) {
        survives(&WithRest { count, flag, rest })?;
    }

    #[test]
    fn properties_as_they_are(pairs in btree_map(".*", ".*", 0..5)) {
        let properties: Properties = pairs.clone().into_iter().collect();
        prop_assert_eq!(&Properties::from_typed(&pairs).unwrap(), &properties);
        prop_assert_eq!(&Properties::from_typed(&properties).unwrap(), &properties);
        prop_assert_eq!(pairs, properties.to_typed::<BTreeMap<String, String>>().unwrap());
        survives(&properties)?;
    }

    /// Whatever the texts are, reading ends in a value or in an error that does not show them.
    #[test]
    fn any_text_reads_or_is_refused(text in ".*|[-0-9.e]{1,6}|[a-z;]{0,9}") {
        let names = ["instant", "day", "at", "on", "numbers", "pair"];
        let properties: Properties = names.map(|name| (name, &*text)).into_iter().collect();
        let errors = [properties.to_typed::<Times>().err(), properties.to_typed::<Lists>().err()];
        for error in errors.into_iter().flatten() {
            let quoted = format!("{text:?}");
            let shown = error.to_string();
            prop_assert!(!shown.contains(&quoted), "{}", shown);
        }
    }
}
