//! Lists: trees of conditions of 7 kinds of branches, 20 kinds of filters and 18 kinds of operations; members and folders.

mod branches;
mod filters;
mod folders;
mod members;
mod operations;
mod received;
mod times;

use std::collections::BTreeSet;

use hubspot_crm_gen::v3::prelude::*;
use serde_json::{Value, json};

use crate::support::{Answer, Server, listing};
use crate::written;

/// A list as HubSpot tells it.
fn list(filter_branch: &Value) -> Value {
    json!({
        "listId": "12", "name": "Londoners", "objectTypeId": "0-1", "processingType": "DYNAMIC",
        "processingStatus": "COMPLETE", "listVersion": 3, "size": 17, "filterBranch": filter_branch,
        "createdAt": "2026-06-01T10:00:00.123Z", "updatedAt": "2026-06-01T10:00:00Z", "createdById": "9",
    })
}

/// The conditions of a list that HubSpot tells. They are written back as they came.
async fn read(filter_branch: &Value) -> ListFilterBranch {
    let answer = json!({"list": list(filter_branch)});
    let server = Server::start([Answer::json(200, answer.to_string())]).await;
    let get = server.client().lists().get("12").include_filters(true);
    let answer = get
        .await
        .unwrap_or_else(|error| panic!("{error}: {filter_branch}"));
    server.request();
    let read = answer.list.filter_branch.expect("it has filters");
    assert_eq!(written(&read), *filter_branch);
    read
}

/// Makes a list with these conditions. They go out as `json`, and what comes back in that form reads as the same.
async fn check(branch: impl Into<ListFilterBranch>, json: &Value) {
    let branch = branch.into();
    let answer = json!({"list": list(json)});
    let server = Server::start([Answer::json(200, answer.to_string())]).await;
    let create =
        ListCreateRequest::new("Londoners", "0-1", "DYNAMIC").filter_branch(branch.clone());
    let made = server
        .client()
        .lists()
        .create(create)
        .await
        .unwrap_or_else(|error| panic!("{error}: {json}"));
    let request = server.request();
    request.assert_standard_headers();
    assert_eq!(request.json()["filterBranch"], *json);
    assert_eq!(made.list.filter_branch, Some(branch));
    assert_eq!(written(&made), answer);
}

/// The same for one filter, within the branches that every list has.
async fn check_filter(filter: impl Into<ListFilter>, json: &Value) {
    let branch = PublicOrFilterBranch::new([PublicAndFilterBranch::new().filters([filter])]);
    check(branch, &within_branches([json.clone()])).await;
}

fn within_branches(filters: impl Into<Vec<Value>>) -> Value {
    let and = json!({"filterBranchType": "AND", "filters": filters.into()});
    json!({"filterBranchType": "OR", "filterBranches": [and]})
}

/// The one filter of a list that HubSpot tells.
async fn read_filter(filter: &Value) -> ListFilter {
    let ListFilterBranch::Or(or) = read(&within_branches([filter.clone()])).await else {
        panic!("no OR")
    };
    let Some(ListFilterBranch::And(and)) = or.filter_branches.into_iter().next() else {
        panic!("no AND")
    };
    and.filters.expect("it has filters").remove(0)
}

/// The operation of a filter that HubSpot tells.
async fn read_operation(operation: &Value) -> PropertyOperation {
    let filter = json!({"filterType": "PROPERTY", "property": "city", "operation": operation});
    let ListFilter::Property(filter) = read_filter(&filter).await else {
        panic!("no PROPERTY")
    };
    filter.operation
}

/// Holds a table against the variants of a union, so that one that is added will be missed here.
fn assert_all<'a>(union: &str, tag: &str, table: impl IntoIterator<Item = &'a Value>) {
    let types = listing::types();
    let union = types.iter().find(|ty| ty.name == union).expect("a union");
    let known: BTreeSet<&str> = union
        .values
        .iter()
        .map(|variant| variant.split(['=', ')']).nth(1).expect("a tag"))
        .collect();
    let table: Vec<_> = table
        .into_iter()
        .map(|json| json[tag].as_str().expect("a tag"))
        .collect();
    assert_eq!(table.len(), known.len(), "{table:?}");
    assert_eq!(table.into_iter().collect::<BTreeSet<_>>(), known);
}
