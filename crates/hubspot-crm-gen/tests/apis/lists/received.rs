//! Conditions as they come: kinds that are new, fields that are missing, values of another kind. None of it costs the
//! rest of the list, and all of it can be sent back.

use hubspot_crm_gen::Error;
use hubspot_crm_gen::v3::prelude::*;
use serde_json::{Value, json};

use super::{check, list, read, read_filter, read_operation, within_branches};
use crate::support::{Answer, Server};
use crate::{line, written};

/// Newer versions of the API have more branches, filters and operations. Each stays raw where it stands.
#[tokio::test]
async fn kinds_that_are_new() {
    let filter = json!({"filterType": "QUIZ", "score": {"min": 5}, "listIds": [1, null]});
    assert_eq!(read_filter(&filter).await, ListFilter::Unknown(filter));
    let operation = json!({"operationType": "SOUNDS_LIKE", "value": "Lahndn"});
    assert_eq!(
        read_operation(&operation).await,
        PropertyOperation::Unknown(operation)
    );
    let branch = json!({"filterBranchType": "PROPERTY_ASSOCIATION", "filters": [], "propertyWithObjectId": "owner"});
    assert_eq!(read(&branch).await, ListFilterBranch::Unknown(branch));
    let point = json!({"timeType": "LUNAR", "phase": "FULL"});
    let operation = json!({"operationType": "TIME_POINT", "type": "TIME_POINT", "operator": "IS_AFTER", "timePoint": point});
    let PropertyOperation::TimePoint(operation) = read_operation(&operation).await else {
        panic!()
    };
    assert_eq!(operation.time_point, TimePoint::Unknown(point));
    let filter = json!({"filterType": "ADS_TIME", "pruningRefineBy": {"type": "EVERY_OTHER_DAY"}});
    let ListFilter::AdsTime(filter) = read_filter(&filter).await else {
        panic!()
    };
    assert_eq!(
        filter.pruning_refine_by,
        PruningRefineBy::Unknown(json!({"type": "EVERY_OTHER_DAY"}))
    );
}

/// Deep inside of known branches, beside known filters.
#[tokio::test]
async fn a_new_filter_leaves_its_neighbours_alone() {
    let new = json!({"filterType": "QUIZ", "score": 5});
    let json = json!({"filterBranchType": "OR", "filterBranches": [{"filterBranchType": "AND",
    "filters": [{"filterType": "CONSTANT", "shouldAccept": true}, new, {"filterType": "CONSTANT", "shouldAccept": false}],
    "filterBranches": [
        {"filterBranchType": "ASSOCIATION", "operator": "IN_LIST", "objectTypeId": "0-3", "associationTypeId": 4,
         "associationCategory": "HUBSPOT_DEFINED", "filters": [new], "newField": {"a": null}},
        {"filterBranchType": "MAYBE", "filters": [new]},
    ]}]});
    let ListFilterBranch::Or(or) = read(&json).await else {
        panic!()
    };
    let [ListFilterBranch::And(and)] = &*or.filter_branches else {
        panic!("{or:?}")
    };
    let filters = and.filters.as_deref().unwrap();
    let [
        ListFilter::Constant(yes),
        ListFilter::Unknown(quiz),
        ListFilter::Constant(no),
    ] = filters
    else {
        panic!("{filters:?}")
    };
    assert_eq!(
        (yes.should_accept, quiz, no.should_accept),
        (true, &new, false)
    );
    let branches = and.filter_branches.as_deref().unwrap();
    let [
        ListFilterBranch::Association(deal),
        ListFilterBranch::Unknown(maybe),
    ] = branches
    else {
        panic!("{branches:?}")
    };
    assert_eq!(
        deal.filters.as_deref(),
        Some(&[ListFilter::Unknown(new)][..])
    );
    assert_eq!(deal.extra.get("newField"), Some(&json!({"a": null})));
    assert_eq!(maybe["filterBranchType"], "MAYBE");
}

/// A value that does not fit into its field: what holds it stays raw, nothing above it.
#[tokio::test]
async fn values_of_another_kind() {
    for operation in [
        json!({"operationType": "DATETIME", "operator": "IS_AFTER", "timestamp": "yesterday"}),
        json!({"operationType": "MULTISTRING", "operator": "CONTAINS", "values": {"0": "London"}}),
        json!({"operationType": "BOOL", "operator": "IS_EQUAL_TO", "value": "maybe"}),
        json!({"operationType": ["BOOL"], "operator": "IS_EQUAL_TO"}),
        json!("IS_KNOWN"),
        json!([]),
    ] {
        assert_eq!(
            read_operation(&operation).await,
            PropertyOperation::Unknown(operation)
        );
    }
}

/// The list as it is read, whatever its filters are, without the promise that they are written as they came.
async fn lenient(filter_branch: &Value) -> PublicObjectList {
    let answer = json!({"list": list(filter_branch)});
    let server = Server::start([Answer::json(200, answer.to_string())]).await;
    let answer = server
        .client()
        .lists()
        .get(12)
        .await
        .unwrap_or_else(|error| panic!("{error}: {filter_branch}"));
    server.requests();
    assert_eq!((&*answer.list.list_id, answer.list.size), ("12", Some(17)));
    // Reading once more what was written changes nothing more.
    let again: PublicObjectList = serde_json::from_value(written(&answer.list)).expect("a list");
    assert_eq!(again, answer.list);
    answer.list
}

/// HubSpot's own examples leave out fields that its document requires.
#[tokio::test]
async fn fields_that_are_missing_or_null() {
    let filters = [
        json!({"filterType": "PROPERTY"}),
        json!({"filterType": "PROPERTY", "property": null, "operation": null}),
        json!({"filterType": "PROPERTY", "property": "city", "operation": {"operationType": "MULTISTRING", "values": null}}),
        json!({"filterType": "PROPERTY", "property": "city", "operation":
            {"operationType": "ENUMERATION", "operator": "IS_ANY_OF", "values": ["a", null, 5]}}),
        json!({"filterType": "FORM_SUBMISSION", "operator": null, "formId": null, "pruningRefineBy": null}),
        json!({"filterType": "ADS_TIME"}),
        json!({"filterType": "INTEGRATION_EVENT", "eventTypeId": "1001", "filterLines": null}),
        json!({"filterType": null}),
        json!({}),
        json!(null),
    ];
    let branch = json!({"filterBranchType": "OR", "filters": null, "filterBranchOperator": null, "filterBranches": [
        {"filterBranchType": "AND", "filters": filters, "filterBranches": null},
        {"filterBranchType": "ASSOCIATION", "associationTypeId": "4", "filters": null},
        null,
    ]});
    let list = lenient(&branch).await;
    let Some(ListFilterBranch::Or(or)) = list.filter_branch else {
        panic!("{list:?}")
    };
    assert_eq!((or.filters, or.filter_branch_operator), (None, None));
    let [
        ListFilterBranch::And(and),
        ListFilterBranch::Association(linked),
        null,
    ] = &*or.filter_branches
    else {
        panic!("{:?}", or.filter_branches)
    };
    assert_eq!(and.filter_branches, None);
    assert_eq!(
        (
            linked.association_type_id,
            &*linked.operator,
            &linked.filters
        ),
        (4, "", &None)
    );
    assert_eq!(*null, ListFilterBranch::Unknown(Value::Null));
    let [
        ListFilter::Property(bare),
        ListFilter::Property(nulls),
        ListFilter::Property(city),
        ListFilter::Property(stage),
        ListFilter::FormSubmission(form),
        ListFilter::AdsTime(ads),
        ListFilter::IntegrationEvent(event),
        ListFilter::Unknown(_),
        ListFilter::Unknown(_),
        ListFilter::Unknown(Value::Null),
    ] = &**and.filters.as_ref().unwrap()
    else {
        panic!("{and:?}")
    };
    assert_eq!(
        (&*bare.property, &bare.operation),
        ("", &PropertyOperation::default())
    );
    assert_eq!(nulls, bare);
    assert_eq!(
        city.operation,
        PublicMultiStringPropertyOperation::new("", [""; 0]).into()
    );
    assert_eq!(
        stage.operation,
        PublicEnumerationPropertyOperation::new("IS_ANY_OF", ["a", "", "5"]).into()
    );
    assert_eq!(
        (
            form.operator.as_str(),
            &form.form_id,
            &form.pruning_refine_by
        ),
        ("", &None, &None)
    );
    assert_eq!(ads.pruning_refine_by, PruningRefineBy::default());
    assert_eq!((event.event_type_id, event.filter_lines.len()), (1001, 0));
}

/// Whatever stands there instead of a tree.
#[tokio::test]
async fn no_conditions_at_all() {
    assert_eq!(lenient(&json!(null)).await.filter_branch, None);
    for odd in [
        json!({}),
        json!([]),
        json!("OR"),
        json!({"filterBranchType": 1}),
    ] {
        assert_eq!(
            lenient(&odd).await.filter_branch,
            Some(ListFilterBranch::Unknown(odd))
        );
    }
}

/// Reads the conditions of a list, adds one and sends all of them: those that the crate does not know go along untouched.
#[tokio::test]
async fn conditions_are_changed_and_sent_back() {
    let known = json!({"filterType": "CONSTANT", "shouldAccept": true, "newField": [1]});
    let new = json!({"filterType": "QUIZ", "score": 5});
    let json = json!({"filterBranchType": "OR", "filterBranches": [
        {"filterBranchType": "AND", "filters": [known, new], "filterBranches": [{"filterBranchType": "MAYBE"}]}]});
    let answer = json!({"list": list(&json)});
    let updated = json!({"updatedList": list(&json), "newField": 1});
    let server = Server::start([
        Answer::json(200, answer.to_string()),
        Answer::json(200, updated.to_string()),
        Answer::json(200, r#"{"updatedList":null}"#),
    ])
    .await;
    let lists = server.client().lists();
    let list = lists.get(12).include_filters(true).await.unwrap().list;
    let Some(ListFilterBranch::Or(mut or)) = list.filter_branch else {
        panic!("{list:?}")
    };
    if let Some(ListFilterBranch::And(and)) = or.filter_branches.first_mut() {
        let london = PublicMultiStringPropertyOperation::new("IS_EQUAL_TO", ["London"]);
        let filters = and.filters.get_or_insert_default();
        filters.push(PublicPropertyFilter::new("city", london).into());
    }
    let update = ListFilterUpdateRequest::new(or.clone());
    let answer = lists
        .update_filters(12, update)
        .enroll_objects_in_workflows(false)
        .await
        .unwrap();
    assert_eq!(answer.updated_list.unwrap().list_id, "12");
    // The tree alone will do.
    let answer = lists
        .update_filters(12, ListFilterBranch::from(or))
        .await
        .unwrap();
    assert_eq!(answer.updated_list, None);

    let requests = server.requests();
    let path = "/crm/v3/lists/12";
    assert_eq!(
        line(&requests[0]),
        format!("GET {path}?includeFilters=true")
    );
    assert_eq!(
        line(&requests[1]),
        format!("PUT {path}/update-list-filters?enrollObjectsInWorkflows=false")
    );
    assert_eq!(
        line(&requests[2]),
        format!("PUT {path}/update-list-filters")
    );
    let london = json!({"filterType": "PROPERTY", "property": "city", "operation":
        {"operationType": "MULTISTRING", "operator": "IS_EQUAL_TO", "values": ["London"]}});
    let expected = json!({"filterBranch": {"filterBranchType": "OR", "filterBranches": [
        {"filterBranchType": "AND", "filters": [known, new, london], "filterBranches": [{"filterBranchType": "MAYBE"}]}]}});
    assert_eq!(
        (requests[1].json(), requests[2].json()),
        (expected.clone(), expected)
    );
}

/// What the crate has no type for can be sent all the same.
#[tokio::test]
async fn raw_conditions_are_sent_as_they_are() {
    let raw = json!({"filterType": "QUIZ", "score": 5});
    let mut property = PublicPropertyFilter::new(
        "city",
        PropertyOperation::Unknown(json!({"operationType": "NEW"})),
    );
    property.extra.insert("weight", 3);
    let filters = [ListFilter::Unknown(raw.clone()), property.into()];
    let branch = PublicOrFilterBranch::new([PublicAndFilterBranch::new().filters(filters)]);
    let property = json!({"filterType": "PROPERTY", "property": "city", "operation": {"operationType": "NEW"}, "weight": 3});
    check(branch, &within_branches([raw, property])).await;
}

/// A tree without an end, as a fault may make it: an error, and no crash.
#[tokio::test]
async fn a_tree_that_is_too_deep() {
    let levels = 100_000;
    let open = r#"{"filterBranchType":"OR","filterBranches":["#.repeat(levels);
    let body = format!(
        r#"{{"list":{{"listId":"12","filterBranch":{open}{}}}}}"#,
        "]}".repeat(levels)
    );
    let server = Server::start([Answer::json(200, body)]).await;
    let error = server.client().lists().get(12).await.unwrap_err();
    assert!(matches!(error, Error::Decode(_)), "{error:?}");
    assert!(error.to_string().contains("recursion"), "{error}");
    server.requests();
}
