//! Which records the filters of a list find, as far as values of properties tell it.

use serde_json::Value;

use crate::crm::records::Record;

/// Whether a record fits a branch of filters; `None` if it has one that needs more than the values of properties.
pub(crate) fn fits(branch: &Value, record: &Record) -> Option<bool> {
    let parts = |name: &str| {
        let parts = branch[name].as_array();
        parts.map_or(&[][..], Vec::as_slice)
    };
    let branches = parts("filterBranches")
        .iter()
        .map(|inner| fits(inner, record));
    let filters = parts("filters").iter().map(|one| filter(one, record));
    let all: Vec<bool> = branches.chain(filters).collect::<Option<_>>()?;
    match branch["filterBranchType"].as_str()? {
        "OR" => Some(all.contains(&true)),
        "AND" => Some(!all.contains(&false)),
        "NOT_ALL" => Some(all.contains(&false)),
        "NOT_ANY" => Some(!all.contains(&true)),
        _ => None,
    }
}

fn filter(filter: &Value, record: &Record) -> Option<bool> {
    if filter["filterType"] != "PROPERTY" {
        return None;
    }
    let value = record.value(filter["property"].as_str()?);
    let value = value.filter(|value| !value.is_empty());
    let operation = &filter["operation"];
    let operator = operation["operator"].as_str()?;
    match operator {
        "IS_KNOWN" => return Some(value.is_some()),
        "IS_UNKNOWN" => return Some(value.is_none()),
        _ => {}
    }
    let Some(value) = value else {
        let with_none = operation["includeObjectsWithNoValueSet"].as_bool();
        return Some(with_none.unwrap_or(false));
    };
    match operation["operationType"].as_str()? {
        "STRING" => text(operator, value, &[operation["value"].as_str()?]),
        "MULTISTRING" => text(operator, value, &texts(&operation["values"])?),
        "ENUMERATION" => options(operator, value, &texts(&operation["values"])?),
        "NUMBER" => number(operator, value, operation["value"].as_f64()?),
        "BOOL" => {
            let wanted = operation["value"].as_bool()?;
            let is_equal = value.eq_ignore_ascii_case(if wanted { "true" } else { "false" });
            match operator {
                "IS_EQUAL_TO" => Some(is_equal),
                "IS_NOT_EQUAL_TO" => Some(!is_equal),
                _ => None,
            }
        }
        _ => None,
    }
}

fn texts(values: &Value) -> Option<Vec<&str>> {
    values.as_array()?.iter().map(Value::as_str).collect()
}

/// Compares text, in which upper and lower case count as the same.
fn text(operator: &str, value: &str, wanted: &[&str]) -> Option<bool> {
    let value = value.to_lowercase();
    let any = |fits: &dyn Fn(&str) -> bool| wanted.iter().any(|one| fits(&one.to_lowercase()));
    match operator {
        "IS_EQUAL_TO" => Some(any(&|one| value == one)),
        "IS_NOT_EQUAL_TO" => Some(!any(&|one| value == one)),
        "CONTAINS" => Some(any(&|one| value.contains(one))),
        "DOES_NOT_CONTAIN" => Some(!any(&|one| value.contains(one))),
        "STARTS_WITH" => Some(any(&|one| value.starts_with(one))),
        "ENDS_WITH" => Some(any(&|one| value.ends_with(one))),
        _ => None,
    }
}

/// Compares the options that are set, which are joined by semicolons.
fn options(operator: &str, value: &str, wanted: &[&str]) -> Option<bool> {
    let set: Vec<&str> = value.split(';').filter(|one| !one.is_empty()).collect();
    let any = wanted.iter().any(|one| set.contains(one));
    let all = wanted.iter().all(|one| set.contains(one));
    match operator {
        "IS_ANY_OF" => Some(any),
        "IS_NONE_OF" => Some(!any),
        "CONTAINS_ALL" => Some(all),
        "DOES_NOT_CONTAIN_ALL" => Some(!all),
        "IS_EXACTLY" => Some(all && set.len() == wanted.len()),
        "IS_NOT_EXACTLY" => Some(!(all && set.len() == wanted.len())),
        _ => None,
    }
}

fn number(operator: &str, value: &str, wanted: f64) -> Option<bool> {
    let Ok(value) = value.parse::<f64>() else {
        return Some(false);
    };
    match operator {
        "IS_EQUAL_TO" => Some(value == wanted),
        "IS_NOT_EQUAL_TO" => Some(value != wanted),
        "IS_GREATER_THAN" => Some(value > wanted),
        "IS_GREATER_THAN_OR_EQUAL_TO" => Some(value >= wanted),
        "IS_LESS_THAN" => Some(value < wanted),
        "IS_LESS_THAN_OR_EQUAL_TO" => Some(value <= wanted),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::crm::Crm;
    use crate::testing::insert;

    #[test]
    fn filters_by_values_are_told() {
        let mut crm = Crm::default();
        let id = insert(
            &mut crm,
            "0-1",
            &[
                ("city", "London"),
                ("age", "36"),
                ("vip", "true"),
                ("tags", "a;b"),
            ],
        );
        let record = crm.records.get("0-1", id).unwrap();
        let property = |property: &str, operation: Value| json!({"filterType": "PROPERTY", "property": property, "operation": operation});
        let op = |kind: &str, operator: &str, name: &str, value: Value| json!({"operationType": kind, "operator": operator, name: value});
        for (expected, name, operation) in [
            (
                Some(true),
                "city",
                op(
                    "MULTISTRING",
                    "IS_EQUAL_TO",
                    "values",
                    json!(["Paris", "london"]),
                ),
            ),
            (
                Some(false),
                "city",
                op(
                    "MULTISTRING",
                    "IS_NOT_EQUAL_TO",
                    "values",
                    json!(["London"]),
                ),
            ),
            (
                Some(true),
                "city",
                op("STRING", "STARTS_WITH", "value", json!("Lon")),
            ),
            (
                Some(false),
                "city",
                op("STRING", "DOES_NOT_CONTAIN", "value", json!("ond")),
            ),
            (
                Some(true),
                "age",
                op("NUMBER", "IS_GREATER_THAN", "value", json!(35)),
            ),
            (
                Some(false),
                "age",
                op("NUMBER", "IS_LESS_THAN_OR_EQUAL_TO", "value", json!(35.5)),
            ),
            (
                Some(true),
                "vip",
                op("BOOL", "IS_EQUAL_TO", "value", json!(true)),
            ),
            (
                Some(true),
                "tags",
                op("ENUMERATION", "IS_ANY_OF", "values", json!(["b", "c"])),
            ),
            (
                Some(false),
                "tags",
                op("ENUMERATION", "IS_EXACTLY", "values", json!(["b"])),
            ),
            (
                Some(false),
                "nothing",
                op("STRING", "IS_EQUAL_TO", "value", json!("x")),
            ),
            (
                Some(true),
                "nothing",
                op("ALL_PROPERTY", "IS_UNKNOWN", "x", json!(0)),
            ),
            (
                None,
                "age",
                op("NUMBER_RANGED", "IS_BETWEEN", "lowerBound", json!(1)),
            ),
        ] {
            let found = filter(&property(name, operation.clone()), record);
            assert_eq!(found, expected, "{name} {operation}");
        }
        let yes = property(
            "city",
            op("STRING", "IS_EQUAL_TO", "value", json!("London")),
        );
        let no = property("city", op("STRING", "IS_EQUAL_TO", "value", json!("Paris")));
        let branch =
            |kind: &str, filters: &[&Value]| json!({"filterBranchType": kind, "filters": filters});
        for (expected, branch) in [
            (true, branch("AND", &[&yes])),
            (false, branch("AND", &[&yes, &no])),
            (true, branch("NOT_ALL", &[&yes, &no])),
            (false, branch("NOT_ANY", &[&yes, &no])),
            (
                true,
                json!({"filterBranchType": "OR", "filterBranches": [branch("AND", &[&no]), branch("AND", &[&yes])]}),
            ),
        ] {
            assert_eq!(fits(&branch, record), Some(expected), "{branch}");
        }
        let event = json!({"filterBranchType": "AND", "filters": [{"filterType": "PAGE_VIEW"}]});
        assert_eq!(fits(&event, record), None);
    }
}
