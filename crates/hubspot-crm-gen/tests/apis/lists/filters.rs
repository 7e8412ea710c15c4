//! The 20 kinds of filters.

use hubspot_crm_gen::v3::prelude::*;
use serde_json::{Value, json};

use super::{assert_all, check_filter};

/// Each filter as it is made, and as it travels.
pub(super) fn all() -> Vec<(ListFilter, Value)> {
    let twice = || PublicNumOccurrencesRefineBy::new().min_occurrences(2);
    let twice_json = json!({"type": "NUM_OCCURRENCES", "minOccurrences": 2});
    let since = || PublicAbsoluteComparativeTimestampRefineBy::new("AFTER", 1_780_308_000_000);
    let since_json = json!({"type": "ABSOLUTE_COMPARATIVE", "comparison": "AFTER", "timestamp": 1_780_308_000_000_i64});
    let line = || {
        PublicEventFilterMetadata::new(
            "plan",
            PublicMultiStringPropertyOperation::new("IS_EQUAL_TO", ["pro"]),
        )
    };
    let line_json = json!({"property": "plan", "operation":
        {"operationType": "MULTISTRING", "operator": "IS_EQUAL_TO", "values": ["pro"]}});
    vec![
        (
            PublicPropertyFilter::new("city", PublicAllPropertyTypesOperation::new("IS_KNOWN"))
                .into(),
            json!({"filterType": "PROPERTY", "property": "city", "operation":
                {"operationType": "ALL_PROPERTY", "operator": "IS_KNOWN"}}),
        ),
        (
            PublicAssociationInListFilter::new(
                "IN_LIST",
                "31",
                279,
                "HUBSPOT_DEFINED",
                PublicSetOccurrencesRefineBy::new("ANY"),
            )
            .to_object_type_id("0-2")
            .into(),
            json!({"filterType": "ASSOCIATION", "operator": "IN_LIST", "listId": "31", "associationTypeId": 279,
                   "associationCategory": "HUBSPOT_DEFINED", "toObjectTypeId": "0-2",
                   "coalescingRefineBy": {"type": "SET_OCCURRENCES", "setType": "ANY"}}),
        ),
        (
            PublicPageViewAnalyticsFilter::new("HAS_PAGEVIEW_EQ", "https://example.com/?a=b")
                .enable_tracking(true)
                .coalescing_refine_by(twice())
                .into(),
            json!({"filterType": "PAGE_VIEW", "operator": "HAS_PAGEVIEW_EQ", "pageUrl": "https://example.com/?a=b",
                   "enableTracking": true, "coalescingRefineBy": twice_json}),
        ),
        (
            PublicCtaAnalyticsFilter::new("HAS_CLICKED_CTA", "cta-1")
                .pruning_refine_by(since())
                .into(),
            json!({"filterType": "CTA", "operator": "HAS_CLICKED_CTA", "ctaName": "cta-1", "pruningRefineBy": since_json}),
        ),
        (
            PublicEventAnalyticsFilter::new("NOT_HAS_EVENT", "e-1").into(),
            json!({"filterType": "EVENT", "operator": "NOT_HAS_EVENT", "eventId": "e-1"}),
        ),
        (
            PublicFormSubmissionFilter::new(PublicFormSubmissionOperator::FilledOut)
                .form_id("f-1")
                .coalescing_refine_by(twice())
                .into(),
            json!({"filterType": "FORM_SUBMISSION", "operator": "FILLED_OUT", "formId": "f-1",
                   "coalescingRefineBy": twice_json}),
        ),
        (
            PublicFormSubmissionOnPageFilter::new(
                PublicFormSubmissionOperator::NotFilledOut,
                "p-1",
            )
            .into(),
            json!({"filterType": "FORM_SUBMISSION_ON_PAGE", "operator": "NOT_FILLED_OUT", "pageId": "p-1"}),
        ),
        (
            PublicIntegrationEventFilter::new(1001, [line()]).into(),
            json!({"filterType": "INTEGRATION_EVENT", "eventTypeId": 1001, "filterLines": [line_json]}),
        ),
        (
            PublicEmailSubscriptionFilter::new(["1", "2"], ["OPT_IN"])
                .subscription_type("SUBSCRIPTION")
                .into(),
            json!({"filterType": "EMAIL_SUBSCRIPTION", "subscriptionIds": ["1", "2"], "acceptedStatuses": ["OPT_IN"],
                   "subscriptionType": "SUBSCRIPTION"}),
        ),
        (
            PublicCommunicationSubscriptionFilter::new(
                "WHATSAPP",
                "PORTAL_WIDE",
                [""; 0],
                ["OPT_OUT"],
            )
            .business_unit_id("0")
            .into(),
            json!({"filterType": "COMMUNICATION_SUBSCRIPTION", "channel": "WHATSAPP", "subscriptionType": "PORTAL_WIDE",
                   "subscriptionIds": [], "acceptedOptStates": ["OPT_OUT"], "businessUnitId": "0"}),
        ),
        (
            PublicSurveyMonkeyFilter::new("HAS_RESPONDED_TO_SURVEY", "s-1").into(),
            json!({"filterType": "SURVEY_MONKEY", "operator": "HAS_RESPONDED_TO_SURVEY", "surveyId": "s-1"}),
        ),
        (
            PublicSurveyMonkeyValueFilter::new(
                "HAS_ANSWERED_SURVEY_QUESTION_WITH_VALUE",
                "s-1",
                "q-1",
                PublicRangedNumberPropertyOperation::new("IS_BETWEEN", 1, 3),
            )
            .survey_answer_row_id("r-1")
            .survey_answer_col_id("c-1")
            .into(),
            json!({"filterType": "SURVEY_MONKEY_VALUE", "operator": "HAS_ANSWERED_SURVEY_QUESTION_WITH_VALUE",
                   "surveyId": "s-1", "surveyQuestion": "q-1", "surveyAnswerRowId": "r-1", "surveyAnswerColId": "c-1",
                   "valueComparison": {"operationType": "NUMBER_RANGED", "operator": "IS_BETWEEN", "lowerBound": 1,
                                       "upperBound": 3}}),
        ),
        (
            PublicWebinarFilter::new("HAS_WEBINAR_ATTENDANCE")
                .webinar_id("w-1")
                .into(),
            json!({"filterType": "WEBINAR", "operator": "HAS_WEBINAR_ATTENDANCE", "webinarId": "w-1"}),
        ),
        (
            PublicEmailEventFilter::new(
                PublicEmailEventFilterOperator::LinkClicked,
                "m-1",
                "7",
                "HUBSPOT_CAMPAIGN",
            )
            .click_url("https://example.com")
            .pruning_refine_by(since())
            .into(),
            json!({"filterType": "EMAIL_EVENT", "operator": "LINK_CLICKED", "emailId": "m-1", "appId": "7",
                   "level": "HUBSPOT_CAMPAIGN", "clickUrl": "https://example.com", "pruningRefineBy": since_json}),
        ),
        (
            PublicPrivacyAnalyticsFilter::new("PRIVACY_CONSENT_GRANTED", "PRIVACY_CONSENT_APPROVE")
                .into(),
            json!({"filterType": "PRIVACY", "operator": "PRIVACY_CONSENT_GRANTED", "privacyName": "PRIVACY_CONSENT_APPROVE"}),
        ),
        (
            PublicAdsSearchFilter::new("CONTAINS", "ADWORDS", "CAMPAIGN", "NAME")
                .search_terms(["summer"])
                .into(),
            json!({"filterType": "ADS_SEARCH", "operator": "CONTAINS", "adNetwork": "ADWORDS", "entityType": "CAMPAIGN",
                   "searchTermType": "NAME", "searchTerms": ["summer"]}),
        ),
        (
            PublicAdsTimeFilter::new(since()).into(),
            json!({"filterType": "ADS_TIME", "pruningRefineBy": since_json}),
        ),
        (
            PublicInListFilter::new("NOT_IN_LIST", "31")
                .metadata(PublicInListFilterMetadata::new("77", "IMPORT"))
                .into(),
            json!({"filterType": "IN_LIST", "operator": "NOT_IN_LIST", "listId": "31",
                   "metadata": {"id": "77", "inListType": "IMPORT"}}),
        ),
        (
            PublicUnifiedEventsFilter::new([line()])
                .event_type_id("6-1234567")
                .coalescing_refine_by(twice())
                .into(),
            json!({"filterType": "UNIFIED_EVENTS", "eventTypeId": "6-1234567", "filterLines": [line_json],
                   "coalescingRefineBy": twice_json}),
        ),
        (
            PublicConstantFilter::new(true)
                .source("DELETED_PROPERTY")
                .into(),
            json!({"filterType": "CONSTANT", "shouldAccept": true, "source": "DELETED_PROPERTY"}),
        ),
    ]
}

#[test]
fn the_table_has_all_of_them() {
    assert_all(
        "ListFilter",
        "filterType",
        all().iter().map(|(_, json)| json),
    );
}

#[tokio::test]
async fn each_goes_out_and_comes_back() {
    for (filter, json) in all() {
        check_filter(filter, &json).await;
    }
}
