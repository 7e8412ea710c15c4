//! What the client reads, it writes so that it reads as the same again: sample values of every type that answers hold, from `round_trip.json`.

#![allow(deprecated, reason = "what the documents deprecate is read all the same")]
#![allow(dead_code, reason = "there may be no enums, or no types at all")]
#![allow(unused_qualifications, reason = "types are named by their whole paths")]

use std::collections::BTreeMap;
use std::fmt::Debug;

use client::{JsonValue, OpenEnum, Value};

/// What became of a value.
struct Trip {
    /// As the type shows itself.
    debug: String,
    /// The text of an enum.
    text: Option<String>,
    /// What was written.
    written: Vec<u8>,
    /// What was written after that was read.
    again: Vec<u8>,
    /// Whether both reads gave the same.
    is_equal: bool,
}

type Take = fn(&[u8]) -> Result<Trip, serde_json::Error>;

/// Takes a value of one type there and back, twice.
fn value<T: JsonValue + PartialEq + Debug>(json: &[u8]) -> Result<Trip, serde_json::Error> {
    let value: T = read(json)?;
    let written = write(&value)?;
    let back: T = read(&written)?;
    Ok(Trip {
        debug: format!("{value:?}"),
        text: None,
        again: write(&back)?,
        is_equal: back == value,
        written,
    })
}

/// As `value`, for an enum.
fn open_enum<T: JsonValue + OpenEnum + PartialEq + Debug>(
    json: &[u8],
) -> Result<Trip, serde_json::Error> {
    let text = read::<T>(json)?.text().to_owned();
    Ok(Trip {
        text: Some(text),
        ..value::<T>(json)?
    })
}

fn read<T: JsonValue>(json: &[u8]) -> Result<T, serde_json::Error> {
    T::read(&mut serde_json::Deserializer::from_slice(json))
}

fn write<T: JsonValue>(value: &T) -> Result<Vec<u8>, serde_json::Error> {
    let mut json = Vec::new();
    value.write(&mut serde_json::Serializer::new(&mut json))?;
    Ok(json)
}

/// What is wrong with the way of a sample through the client.
fn fault(take: Take, sample: &Value) -> Option<String> {
    let json = &sample["json"];
    let trip = match take(json.to_string().as_bytes()) {
        Ok(trip) => trip,
        Err(error) => return Some(format!("does not read: {error}")),
    };
    let written: Value = match serde_json::from_slice(&trip.written) {
        Ok(written) => written,
        Err(error) => return Some(format!("is written as no JSON: {error}")),
    };
    // What comes out in another form than it came in says so.
    let expected = sample.get("written").unwrap_or(json);
    if written != *expected {
        return Some(format!("is written as {written}\n    and not as {expected}"));
    }
    if !trip.is_equal || trip.again != trip.written {
        let again = String::from_utf8_lossy(&trip.again);
        return Some(format!("reads as {} and, written and read, as another value: {again}", trip.debug));
    }
    let variant = trip.debug.split('(').next();
    if let Some(expected) = sample.get("variant").and_then(Value::as_str)
        && variant != Some(expected)
    {
        return Some(format!("reads as {} and not as {expected}", trip.debug));
    }
    match trip.text {
        Some(text) if written != text.as_str() => Some(format!("has the text {text:?}")),
        _ => None,
    }
}

#[test]
fn samples_of_all_types_come_back() {
    let file: Value = serde_json::from_str(include_str!("round_trip.json")).expect("a JSON file");
    let samples: BTreeMap<&str, &Value> = file["types"]
        .as_object()
        .into_iter()
        .flatten()
        .map(|(name, samples)| (name.as_str(), samples))
        .collect();
    let names: BTreeMap<&str, Take> = TYPES.iter().copied().collect();
    assert!(
        names.keys().eq(samples.keys()),
        "round_trip.json has other types than this test"
    );
    let mut faults = Vec::new();
    for (name, take) in names {
        for sample in samples[name].as_array().into_iter().flatten() {
            if let Some(fault) = fault(take, sample) {
                let label = &sample["label"];
                faults.push(format!("{name}, {label}: {}\n    {fault}", sample["json"]));
            }
        }
    }
    assert!(
        faults.is_empty(),
        "{} samples do not come back:\n  {}",
        faults.len(),
        faults.join("\n  ")
    );
}
