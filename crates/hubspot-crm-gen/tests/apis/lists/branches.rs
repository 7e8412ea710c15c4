//! The 7 kinds of branches, and the trees that are made of them.

use hubspot_crm_gen::v3::prelude::*;
use serde_json::{Value, json};

use super::{assert_all, check, filters, operations, read};

fn city(operator: &str, city: &str) -> PublicPropertyFilter {
    PublicPropertyFilter::new(
        "city",
        PublicMultiStringPropertyOperation::new(operator, [city]),
    )
}

fn city_json(operator: &str, city: &str) -> Value {
    json!({"filterType": "PROPERTY", "property": "city", "operation":
        {"operationType": "MULTISTRING", "operator": operator, "values": [city]}})
}

/// Each branch as it is made, and as it travels.
fn all() -> Vec<(ListFilterBranch, Value)> {
    let filter = || city("CONTAINS", "London");
    let json = city_json("CONTAINS", "London");
    let empty = || PublicAndFilterBranch::new();
    vec![
        (
            PublicOrFilterBranch::new([empty()])
                .filters(Vec::<ListFilter>::new())
                .filter_branch_operator("OR")
                .into(),
            json!({"filterBranchType": "OR", "filterBranches": [{"filterBranchType": "AND"}], "filters": [],
                   "filterBranchOperator": "OR"}),
        ),
        (
            empty()
                .filters([filter()])
                .filter_branches(Vec::<ListFilterBranch>::new())
                .into(),
            json!({"filterBranchType": "AND", "filters": [json], "filterBranches": []}),
        ),
        (
            PublicNotAllFilterBranch::new().filters([filter()]).into(),
            json!({"filterBranchType": "NOT_ALL", "filters": [json]}),
        ),
        (
            PublicNotAnyFilterBranch::new()
                .filters([filter()])
                .filter_branch_operator("NOT_ANY")
                .into(),
            json!({"filterBranchType": "NOT_ANY", "filters": [json], "filterBranchOperator": "NOT_ANY"}),
        ),
        (
            PublicRestrictedFilterBranch::new()
                .filter_branches([empty()])
                .into(),
            json!({"filterBranchType": "RESTRICTED", "filterBranches": [{"filterBranchType": "AND"}]}),
        ),
        (
            PublicUnifiedEventsFilterBranch::new(
                PublicUnifiedEventsFilterBranchOperator::HasNotCompleted,
                "6-1234567",
            )
            .filters([filter()])
            .pruning_refine_by(PublicAllHistoryRefineBy::new())
            .into(),
            json!({"filterBranchType": "UNIFIED_EVENTS", "operator": "HAS_NOT_COMPLETED", "eventTypeId": "6-1234567",
                   "filters": [json], "pruningRefineBy": {"type": "ALL_HISTORY"}}),
        ),
        (
            PublicAssociationFilterBranch::new("IN_LIST", "0-3", 4, "HUBSPOT_DEFINED")
                .filters([filter()])
                .into(),
            json!({"filterBranchType": "ASSOCIATION", "operator": "IN_LIST", "objectTypeId": "0-3", "associationTypeId": 4,
                   "associationCategory": "HUBSPOT_DEFINED", "filters": [json]}),
        ),
    ]
}

#[test]
fn the_table_has_all_of_them() {
    assert_all(
        "ListFilterBranch",
        "filterBranchType",
        all().iter().map(|(_, json)| json),
    );
}

#[tokio::test]
async fn each_goes_out_and_comes_back() {
    for (branch, json) in all() {
        check(branch, &json).await;
    }
}

/// All that there is in one list, as one that was made by hand may look. Nothing of it stays raw.
#[tokio::test]
async fn a_list_with_all_there_is() {
    let branches: Vec<_> = all().into_iter().map(|(_, json)| json).collect();
    let mut conditions: Vec<_> = filters::all().into_iter().map(|(_, json)| json).collect();
    for (_, operation) in operations::all() {
        conditions
            .push(json!({"filterType": "PROPERTY", "property": "city", "operation": operation}));
    }
    let json = json!({"filterBranchType": "OR", "filterBranches": [
        {"filterBranchType": "AND", "filters": conditions, "filterBranches": branches}]});
    let read = read(&json).await;
    let ListFilterBranch::Or(or) = &read else {
        panic!("{read:?}")
    };
    let [ListFilterBranch::And(and)] = &*or.filter_branches else {
        panic!("{or:?}")
    };
    assert_eq!(and.filters.as_ref().unwrap().len(), 20 + 18);
    assert_eq!(and.filter_branches.as_ref().unwrap().len(), 7);
    assert!(!format!("{read:?}").contains("Unknown("), "{read:?}");
}

/// Contacts who are customers or live in London, and have a large deal that is won, with a line item of one product.
#[tokio::test]
async fn conditions_on_records_that_are_linked_to_linked_records() {
    let customer = PublicPropertyFilter::new(
        "lifecyclestage",
        PublicEnumerationPropertyOperation::new("IS_ANY_OF", ["customer"]),
    );
    let large = PublicPropertyFilter::new(
        "amount",
        PublicNumberPropertyOperation::new("IS_GREATER_THAN", 1e6),
    );
    let won = PublicPropertyFilter::new(
        "hs_is_closed_won",
        PublicBoolPropertyOperation::new("IS_EQUAL_TO", true),
    );
    let line_item = PublicAssociationFilterBranch::new("IN_LIST", "0-8", 19, "HUBSPOT_DEFINED")
        .filters([PublicPropertyFilter::new(
            "hs_sku",
            PublicStringPropertyOperation::new("IS_EQUAL_TO", "A-1"),
        )]);
    let deal = || {
        PublicAssociationFilterBranch::new("IN_LIST", "0-3", 4, "HUBSPOT_DEFINED")
            .filters([large.clone(), won.clone()])
            .filter_branches([line_item.clone()])
    };
    let branch = PublicOrFilterBranch::new([
        PublicAndFilterBranch::new()
            .filters([customer])
            .filter_branches([deal()]),
        PublicAndFilterBranch::new()
            .filters([
                ListFilter::from(city("IS_EQUAL_TO", "London")),
                PublicInListFilter::new("NOT_IN_LIST", "31").into(),
            ])
            .filter_branches([deal()]),
    ]);
    let deal = json!({
        "filterBranchType": "ASSOCIATION", "operator": "IN_LIST", "objectTypeId": "0-3", "associationTypeId": 4,
        "associationCategory": "HUBSPOT_DEFINED",
        "filters": [
            {"filterType": "PROPERTY", "property": "amount", "operation":
                {"operationType": "NUMBER", "operator": "IS_GREATER_THAN", "value": 1_000_000}},
            {"filterType": "PROPERTY", "property": "hs_is_closed_won", "operation":
                {"operationType": "BOOL", "operator": "IS_EQUAL_TO", "value": true}},
        ],
        "filterBranches": [{
            "filterBranchType": "ASSOCIATION", "operator": "IN_LIST", "objectTypeId": "0-8", "associationTypeId": 19,
            "associationCategory": "HUBSPOT_DEFINED",
            "filters": [{"filterType": "PROPERTY", "property": "hs_sku", "operation":
                {"operationType": "STRING", "operator": "IS_EQUAL_TO", "value": "A-1"}}],
        }],
    });
    let json = json!({"filterBranchType": "OR", "filterBranches": [
        {"filterBranchType": "AND", "filterBranches": [deal], "filters": [
            {"filterType": "PROPERTY", "property": "lifecyclestage", "operation":
                {"operationType": "ENUMERATION", "operator": "IS_ANY_OF", "values": ["customer"]}}]},
        {"filterBranchType": "AND", "filterBranches": [deal], "filters": [
            city_json("IS_EQUAL_TO", "London"),
            {"filterType": "IN_LIST", "operator": "NOT_IN_LIST", "listId": "31"}]},
    ]});
    check(branch, &json).await;
}

/// Deeper than HubSpot ever goes, and all of it is read.
#[tokio::test]
async fn a_deep_tree() {
    let mut json =
        json!({"filterBranchType": "AND", "filters": [city_json("IS_EQUAL_TO", "London")]});
    let mut branch = ListFilterBranch::from(
        PublicAndFilterBranch::new().filters([city("IS_EQUAL_TO", "London")]),
    );
    for level in 0..40 {
        (branch, json) = if level % 2 == 0 {
            (
                PublicNotAnyFilterBranch::new()
                    .filter_branches([branch])
                    .into(),
                json!({"filterBranchType": "NOT_ANY", "filterBranches": [json]}),
            )
        } else {
            (
                PublicOrFilterBranch::new([branch]).into(),
                json!({"filterBranchType": "OR", "filterBranches": [json]}),
            )
        };
    }
    check(branch, &json).await;
}
