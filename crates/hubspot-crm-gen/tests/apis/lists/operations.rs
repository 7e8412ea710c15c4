//! The 18 ways to compare a property.

use hubspot_crm_gen::v3::prelude::*;
use serde_json::{Value, json};

use super::times::{at, at_json};
use super::{assert_all, check_filter, read_operation};

/// Each operation as it is made, and as it travels.
pub(super) fn all() -> Vec<(PropertyOperation, Value)> {
    vec![
        (
            PublicBoolPropertyOperation::new("IS_EQUAL_TO", false).into(),
            json!({"operationType": "BOOL", "operator": "IS_EQUAL_TO", "value": false}),
        ),
        (
            PublicNumberPropertyOperation::new("IS_GREATER_THAN", 2.5)
                .include_objects_with_no_value_set(true)
                .into(),
            json!({"operationType": "NUMBER", "operator": "IS_GREATER_THAN", "value": 2.5, "includeObjectsWithNoValueSet": true}),
        ),
        (
            PublicStringPropertyOperation::new("STARTS_WITH", "Lon").into(),
            json!({"operationType": "STRING", "operator": "STARTS_WITH", "value": "Lon"}),
        ),
        (
            PublicDateTimePropertyOperation::new("IS_AFTER", 1_780_308_000_123)
                .requires_time_zone_conversion(false)
                .into(),
            json!({"operationType": "DATETIME", "operator": "IS_AFTER", "timestamp": 1_780_308_000_123_i64,
                   "requiresTimeZoneConversion": false}),
        ),
        (
            PublicRangedDatePropertyOperation::new("IS_BETWEEN", -1, 1_780_308_000_123).into(),
            json!({"operationType": "RANGED_DATE", "operator": "IS_BETWEEN", "lowerBound": -1,
                   "upperBound": 1_780_308_000_123_i64}),
        ),
        (
            PublicComparativePropertyUpdatedOperation::new("IS_BEFORE", "email").into(),
            json!({"operationType": "COMPARATIVE_PROPERTY_UPDATED", "operator": "IS_BEFORE",
                   "comparisonPropertyName": "email"}),
        ),
        (
            PublicComparativeDatePropertyOperation::new("IS_AFTER", "closedate")
                .default_comparison_value("0")
                .into(),
            json!({"operationType": "COMPARATIVE_DATE", "operator": "IS_AFTER", "comparisonPropertyName": "closedate",
                   "defaultComparisonValue": "0"}),
        ),
        (
            PublicRollingDateRangePropertyOperation::new("IS_LESS_THAN_X_DAYS_AGO", 30).into(),
            json!({"operationType": "ROLLING_DATE_RANGE", "operator": "IS_LESS_THAN_X_DAYS_AGO", "numberOfDays": 30}),
        ),
        (
            PublicRollingPropertyUpdatedOperation::new("UPDATED_IN_LAST_X_DAYS", 7).into(),
            json!({"operationType": "ROLLING_PROPERTY_UPDATED", "operator": "UPDATED_IN_LAST_X_DAYS", "numberOfDays": 7}),
        ),
        (
            PublicEnumerationPropertyOperation::new("IS_ANY_OF", ["customer", "lead"]).into(),
            json!({"operationType": "ENUMERATION", "operator": "IS_ANY_OF", "values": ["customer", "lead"]}),
        ),
        (
            PublicAllPropertyTypesOperation::new("IS_KNOWN").into(),
            json!({"operationType": "ALL_PROPERTY", "operator": "IS_KNOWN"}),
        ),
        (
            PublicRangedNumberPropertyOperation::new("IS_BETWEEN", 1, 5_000_000_000).into(),
            json!({"operationType": "NUMBER_RANGED", "operator": "IS_BETWEEN", "lowerBound": 1,
                   "upperBound": 5_000_000_000_i64}),
        ),
        (
            PublicMultiStringPropertyOperation::new("CONTAINS", ["London", ""]).into(),
            json!({"operationType": "MULTISTRING", "operator": "CONTAINS", "values": ["London", ""]}),
        ),
        (
            PublicDatePropertyOperation::new("IS_EQUAL_TO", 2026, "JUNE", 1).into(),
            json!({"operationType": "DATE", "operator": "IS_EQUAL_TO", "year": 2026, "month": "JUNE", "day": 1}),
        ),
        (
            PublicCalendarDatePropertyOperation::new("IN_THIS_TIME_UNIT", "QUARTER")
                .time_unit_count(1)
                .use_fiscal_year(true)
                .fiscal_year_start(PublicCalendarDatePropertyOperationFiscalYearStart::April)
                .into(),
            json!({"operationType": "CALENDAR_DATE", "operator": "IN_THIS_TIME_UNIT", "timeUnit": "QUARTER",
                   "timeUnitCount": 1, "useFiscalYear": true, "fiscalYearStart": "APRIL"}),
        ),
        (
            PublicTimePointOperation::new("IS_AFTER", at(1))
                .endpoint_behavior("EXCLUSIVE")
                .property_parser("UPDATED_AT")
                .into(),
            json!({"operationType": "TIME_POINT", "type": "TIME_POINT", "operator": "IS_AFTER", "timePoint": at_json(1),
                   "endpointBehavior": "EXCLUSIVE", "propertyParser": "UPDATED_AT"}),
        ),
        (
            PublicRangedTimeOperation::new("IS_BETWEEN", at(1), at(30))
                .lower_bound_endpoint_behavior("INCLUSIVE")
                .into(),
            json!({"operationType": "TIME_RANGED", "type": "TIME_RANGED", "operator": "IS_BETWEEN",
                   "lowerBoundTimePoint": at_json(1), "upperBoundTimePoint": at_json(30),
                   "lowerBoundEndpointBehavior": "INCLUSIVE"}),
        ),
        (
            PublicComparativeStringPropertyOperation::new("IS_EQUAL_TO", "company").into(),
            json!({"operationType": "COMPARATIVE_STRING", "operator": "IS_EQUAL_TO", "comparisonPropertyName": "company"}),
        ),
    ]
}

#[test]
fn the_table_has_all_of_them() {
    assert_all(
        "PropertyOperation",
        "operationType",
        all().iter().map(|(_, json)| json),
    );
}

#[tokio::test]
async fn each_goes_out_and_comes_back() {
    for (operation, json) in all() {
        let filter = PublicPropertyFilter::new("city", operation);
        let json = json!({"filterType": "PROPERTY", "property": "city", "operation": json});
        check_filter(filter, &json).await;
    }
}

/// A number has no digits behind the point where none are needed, or it has. It is the same number, and goes back without them.
#[tokio::test]
async fn numbers_with_and_without_digits_behind_the_point() {
    for (number, expected) in [
        (json!(1000), 1000.0),
        (json!(0.1), 0.1),
        (json!(-2.5e-7), -2.5e-7),
    ] {
        let json = json!({"operationType": "NUMBER", "operator": "IS_EQUAL_TO", "value": number});
        let PropertyOperation::Number(operation) = read_operation(&json).await else {
            panic!("{json}")
        };
        assert_eq!(operation.value.to_bits(), f64::to_bits(expected));
    }
    let with_digits = r#"{"operationType":"NUMBER","operator":"IS_EQUAL_TO","value":1000.0}"#;
    let operation: PropertyOperation = serde_json::from_str(with_digits).unwrap();
    assert_eq!(
        operation,
        PublicNumberPropertyOperation::new("IS_EQUAL_TO", 1000.0).into()
    );
    assert_eq!(
        serde_json::to_string(&operation).unwrap(),
        with_digits.replace("1000.0", "1000")
    );
}

/// The bounds of a range are whole numbers. One that is not must not be rounded: the operation stays as it came.
#[tokio::test]
async fn bounds_that_are_no_whole_numbers() {
    let json = json!({"operationType": "NUMBER_RANGED", "operator": "IS_BETWEEN", "lowerBound": 0.5, "upperBound": 2});
    assert_eq!(
        read_operation(&json).await,
        PropertyOperation::Unknown(json)
    );
}
