//! Times in filters: points, what they are counted from, and the refinements of filters about what happened.

use hubspot_crm_gen::v3::prelude::*;
use serde_json::{Value, json};

use super::{assert_all, check_filter};

const ZONE: &str = "Europe/Berlin";

/// A day in June.
pub(super) fn at(day: i64) -> PublicDatePoint {
    PublicDatePoint::new(ZONE, 2026, 6, day)
}

pub(super) fn at_json(day: i64) -> Value {
    json!({"timeType": "DATE", "zoneId": "Europe/Berlin", "year": 2026, "month": 6, "day": day})
}

fn references() -> Vec<(IndexReference, Value)> {
    vec![
        (
            PublicNowReference::new().into(),
            json!({"referenceType": "NOW"}),
        ),
        (
            PublicTodayReference::new()
                .hour(23)
                .minute(59)
                .second(59)
                .millisecond(999)
                .into(),
            json!({"referenceType": "TODAY", "hour": 23, "minute": 59, "second": 59, "millisecond": 999}),
        ),
        (
            PublicWeekReference::new(PublicWeekReferenceDayOfWeek::Monday)
                .hour(0)
                .into(),
            json!({"referenceType": "WEEK", "dayOfWeek": "MONDAY", "hour": 0}),
        ),
        (
            PublicFiscalQuarterReference::new(1, 2).into(),
            json!({"referenceType": "FISCAL_QUARTER", "month": 1, "day": 2}),
        ),
        (
            PublicFiscalYearReference::new(4, 6).into(),
            json!({"referenceType": "FISCAL_YEAR", "month": 4, "day": 6}),
        ),
        (
            PublicYearReference::new(12, 31).into(),
            json!({"referenceType": "YEAR", "month": 12, "day": 31}),
        ),
        (
            PublicQuarterReference::new(3, 1).into(),
            json!({"referenceType": "QUARTER", "month": 3, "day": 1}),
        ),
        (
            PublicMonthReference::new(15).minute(30).into(),
            json!({"referenceType": "MONTH", "day": 15, "minute": 30}),
        ),
    ]
}

fn points() -> Vec<(TimePoint, Value)> {
    let offset = PublicIndexOffset::new()
        .years(-1)
        .quarters(0)
        .months(2)
        .weeks(-3)
        .days(-3)
        .hours(4)
        .minutes(-5);
    vec![
        (
            at(1)
                .hour(23)
                .minute(59)
                .second(59)
                .millisecond(999)
                .timezone_source("CUSTOM")
                .into(),
            json!({"timeType": "DATE", "zoneId": ZONE, "year": 2026, "month": 6, "day": 1, "hour": 23, "minute": 59,
                   "second": 59, "millisecond": 999, "timezoneSource": "CUSTOM"}),
        ),
        (
            PublicIndexedTimePoint::new(ZONE, PublicTodayReference::new())
                .offset(offset.seconds(6).milliseconds(-7))
                .into(),
            json!({"timeType": "INDEXED", "zoneId": ZONE, "indexReference": {"referenceType": "TODAY"},
                   "offset": {"years": -1, "quarters": 0, "months": 2, "weeks": -3, "days": -3, "hours": 4, "minutes": -5,
                              "seconds": 6, "milliseconds": -7}}),
        ),
        (
            PublicPropertyReferencedTime::new(ZONE, "closedate", "ANNIVERSARY").into(),
            json!({"timeType": "PROPERTY_REFERENCED", "zoneId": ZONE, "property": "closedate", "referenceType": "ANNIVERSARY"}),
        ),
    ]
}

/// The refinements. Both places that take some take the same.
macro_rules! refinements {
    ($union:ident) => {
        vec![
            (
                $union::from(PublicNumOccurrencesRefineBy::new().min_occurrences(2).max_occurrences(5)),
                json!({"type": "NUM_OCCURRENCES", "minOccurrences": 2, "maxOccurrences": 5}),
            ),
            (
                PublicSetOccurrencesRefineBy::new("ANY_INCLUDE_EMPTY").into(),
                json!({"type": "SET_OCCURRENCES", "setType": "ANY_INCLUDE_EMPTY"}),
            ),
            (
                PublicRelativeComparativeTimestampRefineBy::new("AFTER", PublicTimeOffset::new("PAST", 4, "WEEKS")).into(),
                json!({"type": "RELATIVE_COMPARATIVE", "comparison": "AFTER",
                       "timeOffset": {"offsetDirection": "PAST", "amount": 4, "timeUnit": "WEEKS"}}),
            ),
            (
                PublicRelativeRangedTimestampRefineBy::new(
                    "NOT_BETWEEN",
                    PublicTimeOffset::new("PAST", 4, "DAYS"),
                    PublicTimeOffset::new("FUTURE", 0, "DAYS"),
                )
                .into(),
                json!({"type": "RELATIVE_RANGED", "rangeType": "NOT_BETWEEN",
                       "lowerBoundOffset": {"offsetDirection": "PAST", "amount": 4, "timeUnit": "DAYS"},
                       "upperBoundOffset": {"offsetDirection": "FUTURE", "amount": 0, "timeUnit": "DAYS"}}),
            ),
            (
                PublicAbsoluteComparativeTimestampRefineBy::new("BEFORE", 1_780_308_000_123).into(),
                json!({"type": "ABSOLUTE_COMPARATIVE", "comparison": "BEFORE", "timestamp": 1_780_308_000_123_i64}),
            ),
            (
                PublicAbsoluteRangedTimestampRefineBy::new("BETWEEN", 0, 1_780_308_000_123).into(),
                json!({"type": "ABSOLUTE_RANGED", "rangeType": "BETWEEN", "lowerTimestamp": 0,
                       "upperTimestamp": 1_780_308_000_123_i64}),
            ),
            (PublicAllHistoryRefineBy::new().into(), json!({"type": "ALL_HISTORY"})),
            (
                PublicTimePointOperation::new("IS_BEFORE", at(1)).into(),
                json!({"type": "TIME_POINT", "operationType": "TIME_POINT", "operator": "IS_BEFORE",
                       "timePoint": at_json(1)}),
            ),
            (
                PublicRangedTimeOperation::new("IS_BETWEEN", at(1), at(30)).into(),
                json!({"type": "TIME_RANGED", "operationType": "TIME_RANGED", "operator": "IS_BETWEEN",
                       "lowerBoundTimePoint": at_json(1), "upperBoundTimePoint": at_json(30)}),
            ),
        ]
    };
}

fn pruning() -> Vec<(PruningRefineBy, Value)> {
    refinements!(PruningRefineBy)
}

fn coalescing() -> Vec<(CoalescingRefineBy, Value)> {
    refinements!(CoalescingRefineBy)
}

fn jsons<T>(table: &[(T, Value)]) -> impl Iterator<Item = &Value> {
    table.iter().map(|(_, json)| json)
}

#[test]
fn the_tables_have_all_of_them() {
    assert_all("IndexReference", "referenceType", jsons(&references()));
    assert_all("TimePoint", "timeType", jsons(&points()));
    assert_all("PruningRefineBy", "type", jsons(&pruning()));
    assert_all("CoalescingRefineBy", "type", jsons(&coalescing()));
}

async fn check_point(point: TimePoint, json: Value) {
    let operation = PublicTimePointOperation::new("IS_AFTER", point);
    let json = json!({"filterType": "PROPERTY", "property": "closedate", "operation":
        {"operationType": "TIME_POINT", "type": "TIME_POINT", "operator": "IS_AFTER", "timePoint": json}});
    check_filter(PublicPropertyFilter::new("closedate", operation), &json).await;
}

#[tokio::test]
async fn points_go_out_and_come_back() {
    for (point, json) in points() {
        check_point(point, json).await;
    }
    for (reference, json) in references() {
        let json = json!({"timeType": "INDEXED", "zoneId": ZONE, "indexReference": json});
        check_point(PublicIndexedTimePoint::new(ZONE, reference).into(), json).await;
    }
}

#[tokio::test]
async fn refinements_go_out_and_come_back() {
    for (refinement, json) in pruning() {
        let filter = PublicFormSubmissionFilter::new(PublicFormSubmissionOperator::FilledOut)
            .pruning_refine_by(refinement);
        let json = json!({"filterType": "FORM_SUBMISSION", "operator": "FILLED_OUT", "pruningRefineBy": json});
        check_filter(filter, &json).await;
    }
    for (refinement, json) in coalescing() {
        let filter = PublicFormSubmissionFilter::new(PublicFormSubmissionOperator::FilledOut)
            .coalescing_refine_by(refinement);
        let json = json!({"filterType": "FORM_SUBMISSION", "operator": "FILLED_OUT", "coalescingRefineBy": json});
        check_filter(filter, &json).await;
    }
}

/// As people say it: in the last three days.
#[tokio::test]
async fn in_the_last_three_days() {
    let three_days_ago = PublicIndexedTimePoint::new(ZONE, PublicTodayReference::new())
        .offset(PublicIndexOffset::new().days(-3));
    let now = PublicIndexedTimePoint::new(ZONE, PublicNowReference::new());
    let operation = PublicRangedTimeOperation::new("IS_BETWEEN", three_days_ago, now);
    check_filter(
        PublicPropertyFilter::new("createdate", operation),
        &json!({"filterType": "PROPERTY", "property": "createdate", "operation": {
            "operationType": "TIME_RANGED", "type": "TIME_RANGED", "operator": "IS_BETWEEN",
            "lowerBoundTimePoint": {"timeType": "INDEXED", "zoneId": ZONE, "indexReference": {"referenceType": "TODAY"},
                                    "offset": {"days": -3}},
            "upperBoundTimePoint": {"timeType": "INDEXED", "zoneId": ZONE, "indexReference": {"referenceType": "NOW"}}}}),
    )
    .await;
}
