//! YAML in the style of our documents: blocks, two spaces, lists indented.

use serde_json::Value;

/// A value as lines, which end with a line break.
pub(super) fn render(value: &Value) -> String {
    let mut text = String::new();
    match value {
        Value::Object(_) | Value::Array(_) if !is_empty(value) => block(value, 0, &mut text),
        _ => {
            text.push_str(&scalar(value));
            text.push('\n');
        }
    }
    text
}

fn is_empty(value: &Value) -> bool {
    match value {
        Value::Object(members) => members.is_empty(),
        Value::Array(items) => items.is_empty(),
        _ => false,
    }
}

fn block(value: &Value, depth: usize, text: &mut String) {
    let indent = "  ".repeat(depth);
    match value {
        Value::Object(members) => {
            for (key, value) in members {
                let key = scalar(&Value::String(key.clone()));
                match value {
                    Value::Object(_) | Value::Array(_) if !is_empty(value) => {
                        text.push_str(&format!("{indent}{key}:\n"));
                        block(value, depth + 1, text);
                    }
                    value => text.push_str(&format!("{indent}{key}: {}\n", scalar(value))),
                }
            }
        }
        Value::Array(items) => {
            for item in items {
                match item {
                    Value::Object(_) | Value::Array(_) if !is_empty(item) => {
                        let mut inner = String::new();
                        block(item, depth + 1, &mut inner);
                        // The dash takes the place of the indentation of the first line.
                        let rest = inner.trim_start();
                        text.push_str(&format!("{indent}- {rest}"));
                    }
                    item => text.push_str(&format!("{indent}- {}\n", scalar(item))),
                }
            }
        }
        other => text.push_str(&format!("{indent}{}\n", scalar(other))),
    }
}

/// What fits into a line; text is quoted where it would be read as something else.
fn scalar(value: &Value) -> String {
    let text = match value {
        // What YAML would spread over lines, or does not allow, is written as in JSON, which is YAML as well.
        Value::String(text) if text.chars().any(char::is_control) => {
            let mut quoted = String::new();
            for letter in value.to_string().chars() {
                match letter.is_control() {
                    true => quoted.push_str(&format!("\\u{:04x}", u32::from(letter))),
                    false => quoted.push(letter),
                }
            }
            return quoted;
        }
        other => serde_yaml::to_string(other).unwrap_or_else(|_| other.to_string()),
    };
    text.trim_end().to_owned()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::json;

    use super::*;

    #[test]
    fn lists_are_indented_and_numbers_in_text_quoted() {
        let value = json!({ "responses": { "200": { "required": ["a", "no"], "oneOf": [{ "type": "string", "enum": ["1"] }, {}] } } });
        assert_eq!(
            render(&value),
            "responses:\n  '200':\n    required:\n      - a\n      - no\n    oneOf:\n      - type: string\n        enum:\n          - '1'\n      - {}\n"
        );
    }

    fn values() -> impl Strategy<Value = Value> {
        let leaf = prop_oneof![
            Just(Value::Null),
            any::<bool>().prop_map(Value::from),
            any::<i64>().prop_map(Value::from),
            ".{0,12}".prop_map(Value::from),
        ];
        leaf.prop_recursive(4, 32, 5, |inner| {
            prop_oneof![
                prop::collection::vec(inner.clone(), 0..5).prop_map(Value::from),
                prop::collection::btree_map(".{0,8}", inner, 0..5)
                    .prop_map(|members| Value::Object(members.into_iter().collect())),
            ]
        })
    }

    proptest! {
        #[test]
        fn what_is_written_is_read_as_the_same(value in values()) {
            let text = render(&value);
            let read: Value = serde_yaml::from_str(&text).map_err(|error| TestCaseError::fail(format!("{error} in\n{text}")))?;
            prop_assert_eq!(read, value);
        }
    }
}
