use serde_json::json;

use super::*;
use crate::testing::Account;

const LISTS: &str = "/crm/v3/lists";

/// Makes a list of contacts, and gives its path.
fn list(account: &mut Account, name: &str, kind: &str, filters: &Value) -> String {
    let mut body = json!({"name": name, "objectTypeId": "0-1", "processingType": kind});
    if !filters.is_null() {
        body["filterBranch"] = filters.clone();
    }
    let made = account.expect(200, "POST", LISTS, &body);
    format!("{LISTS}/{}", made["list"]["listId"].as_str().unwrap())
}

fn manual(account: &mut Account, name: &str) -> String {
    list(account, name, "MANUAL", &Value::Null)
}

fn in_city(city: &str) -> Value {
    json!({"filterBranchType": "OR", "filters": [], "filterBranches": [{
        "filterBranchType": "AND",
        "filterBranches": [],
        "filters": [{
            "filterType": "PROPERTY",
            "property": "city",
            "operation": {"operationType": "MULTISTRING", "operator": "IS_EQUAL_TO", "values": [city]},
        }],
    }]})
}

fn members(account: &mut Account, list: &str) -> Vec<u64> {
    let found = account.expect(200, "GET", &format!("{list}/memberships"), &Value::Null);
    let found = found["results"].as_array().unwrap().iter();
    let ids = found.map(|one| one["recordId"].as_str().unwrap().parse().unwrap());
    ids.collect()
}

#[test]
fn lists_are_made_found_renamed_and_deleted() {
    let mut account = Account::default();
    let path = manual(&mut account, "Friends");
    let one = account.expect(200, "GET", &path, &Value::Null);
    assert_eq!(one["list"]["size"], 0);
    let named = format!("{LISTS}/object-type-id/0-1/name/FRIENDS");
    assert_eq!(account.expect(200, "GET", &named, &Value::Null), one);
    account.expect(404, "GET", &named.replace("0-1", "0-2"), &Value::Null);
    let id = path.rsplit('/').next().unwrap().to_owned();
    let several = format!("{LISTS}?listIds={id}&listIds=1");
    let found = account.expect(200, "GET", &several, &Value::Null);
    assert_eq!(found["lists"].as_array().unwrap().len(), 1);
    let again = json!({"name": "friends", "objectTypeId": "0-1", "processingType": "MANUAL"});
    let refused = account.expect(400, "POST", LISTS, &again);
    assert_eq!(refused["subCategory"], "ILS.DUPLICATE_LIST_NAMES");
    let rename = format!("{path}/update-list-name?listName=Good%20friends");
    let changed = account.expect(200, "PUT", &rename, &Value::Null);
    assert_eq!(changed["updatedList"]["name"], "Good friends");
    assert_eq!(changed["updatedList"]["listVersion"], 2);
    account.expect(
        400,
        "PUT",
        &format!("{path}/update-list-name?listName="),
        &Value::Null,
    );
    let mapping = format!("{LISTS}/idmapping?legacyListId={id}");
    let mapped = account.expect(200, "GET", &mapping, &Value::Null);
    assert_eq!(mapped["listId"], id.as_str());
    let mapped = account.expect(
        200,
        "POST",
        &format!("{LISTS}/idmapping"),
        &json!([id, "1"]),
    );
    assert_eq!(mapped["missingLegacyListIds"], json!(["1"]));
    account.expect(204, "DELETE", &path, &Value::Null);
    account.expect(404, "GET", &path, &Value::Null);
    account.expect(404, "DELETE", &path, &Value::Null);
    account.expect(204, "PUT", &format!("{path}/restore"), &Value::Null);
    account.expect(200, "GET", &path, &Value::Null);
    account.expect(404, "PUT", &format!("{LISTS}/1/restore"), &Value::Null);
}

#[test]
fn lists_that_cannot_be_are_refused() {
    let mut account = Account::default();
    for wrong in [
        json!({"objectTypeId": "0-1", "processingType": "MANUAL"}),
        json!({"name": " ", "objectTypeId": "0-1", "processingType": "MANUAL"}),
        json!({"name": "a", "objectTypeId": "unicorns", "processingType": "MANUAL"}),
        json!({"name": "a", "objectTypeId": "0-1", "processingType": "ODD"}),
        json!({"name": "a", "objectTypeId": "0-1", "processingType": "DYNAMIC"}),
        json!({"name": "a", "objectTypeId": "0-1", "processingType": "MANUAL", "filterBranch": in_city("x")}),
        json!({"name": "a", "objectTypeId": "0-1", "processingType": "DYNAMIC", "filterBranch": {}}),
    ] {
        account.expect(400, "POST", LISTS, &wrong);
    }
    let found = account.expect(200, "POST", &format!("{LISTS}/search"), &json!({}));
    assert_eq!(found["total"], 0);
}

#[test]
fn records_join_and_leave() {
    let mut account = Account::default();
    let contacts: Vec<u64> = (0..3).map(|_| account.insert("contacts", &[])).collect();
    let company = account.insert("companies", &[]);
    let path = manual(&mut account, "Friends");
    let text = |ids: &[u64]| -> Vec<String> { ids.iter().map(u64::to_string).collect() };
    let add = format!("{path}/memberships/add");
    let body = json!(text(&[contacts[2], contacts[0], company]));
    let done = account.expect(200, "PUT", &add, &body);
    assert_eq!(
        done["recordsIdsAdded"],
        json!(text(&[contacts[2], contacts[0]]))
    );
    assert_eq!(done["recordIdsMissing"], json!([company.to_string()]));
    let done = account.expect(200, "PUT", &add, &json!(text(&[contacts[0]])));
    assert_eq!(done["recordsIdsAdded"], json!([]));
    assert_eq!(members(&mut account, &path), [contacts[0], contacts[2]]);
    let order = format!("{path}/memberships/join-order");
    let order = account.expect(200, "GET", &order, &Value::Null);
    assert_eq!(order["results"][0]["recordId"], contacts[2].to_string());
    assert_eq!(order["total"], 2);
    let body = json!({
        "recordIdsToAdd": text(&[contacts[1]]),
        "recordIdsToRemove": text(&[contacts[2]]),
    });
    let change = format!("{path}/memberships/add-and-remove");
    let done = account.expect(200, "PUT", &change, &body);
    assert_eq!(done["recordIdsRemoved"], json!(text(&[contacts[2]])));
    let remove = format!("{path}/memberships/remove");
    account.expect(200, "PUT", &remove, &json!(text(&[contacts[0]])));
    assert_eq!(members(&mut account, &path), [contacts[1]]);
    account.expect(400, "PUT", &remove, &json!({}));

    let other = manual(&mut account, "Others");
    let id = |path: &str| path.rsplit('/').next().unwrap().to_owned();
    let from = format!("{other}/memberships/add-from/{}", id(&path));
    account.expect(204, "PUT", &from, &Value::Null);
    assert_eq!(members(&mut account, &other), [contacts[1]]);
    let itself = format!("{other}/memberships/add-from/{}", id(&other));
    account.expect(400, "PUT", &itself, &Value::Null);

    let lists = format!("{LISTS}/records/0-1/{}/memberships", contacts[1]);
    let found = account.expect(200, "GET", &lists, &Value::Null);
    assert_eq!(found["total"], 2);
    let batch = format!("{LISTS}/records/memberships/batch/read");
    let input = |id: u64| json!({"objectTypeId": "0-1", "recordId": id.to_string()});
    let body = json!({"inputs": [input(contacts[1])]});
    let found = account.expect(200, "POST", &batch, &body);
    let memberships = &found["results"][0]["recordListMemberships"];
    assert_eq!(memberships.as_array().unwrap().len(), 2);
    let body = json!({"inputs": [input(contacts[1]), input(1)]});
    let found = account.expect(207, "POST", &batch, &body);
    assert_eq!(found["numErrors"], 1);

    account.expect(204, "DELETE", &format!("{path}/memberships"), &Value::Null);
    assert_eq!(members(&mut account, &path), [] as [u64; 0]);
    let history = format!("{path}/size-and-edits-history/between");
    let history = account.expect(200, "GET", &history, &Value::Null);
    assert!(!history["sizeHistory"].as_array().unwrap().is_empty());
}

#[test]
fn many_members_come_in_pages_both_ways() {
    let mut account = Account::default();
    let contacts: Vec<u64> = (0..5).map(|_| account.insert("contacts", &[])).collect();
    let path = manual(&mut account, "Friends");
    account.expect(
        200,
        "PUT",
        &format!("{path}/memberships/add"),
        &json!(contacts),
    );
    for (first, side, name) in [
        ("limit=2", "next", "after"),
        ("limit=2&before=999999999", "prev", "before"),
    ] {
        let mut found = Vec::new();
        let mut query = first.to_owned();
        loop {
            let page = format!("{path}/memberships?{query}");
            let page = account.expect(200, "GET", &page, &Value::Null);
            let results = page["results"].as_array().unwrap().iter();
            found.extend(
                results.map(|one| one["recordId"].as_str().unwrap().parse::<u64>().unwrap()),
            );
            let Some(cursor) = page["paging"][side][name].as_str() else {
                break;
            };
            query = format!("limit=2&{name}={cursor}");
        }
        let mut expected = contacts.clone();
        if side == "prev" {
            expected.reverse();
        }
        assert_eq!(found, expected);
    }
    for wrong in ["limit=0", "limit=251", "after=x", "before=x"] {
        account.expect(
            400,
            "GET",
            &format!("{path}/memberships?{wrong}"),
            &Value::Null,
        );
    }
}

#[test]
fn filters_decide_who_is_on_a_dynamic_list() {
    let mut account = Account::default();
    let first = account.insert("contacts", &[("city", "London")]);
    account.insert("contacts", &[("city", "Paris")]);
    let dynamic = list(&mut account, "Londoners", "DYNAMIC", &in_city("London"));
    let snapshot = list(
        &mut account,
        "Those of today",
        "SNAPSHOT",
        &in_city("London"),
    );
    let second = account.insert("contacts", &[("city", "london")]);
    assert_eq!(members(&mut account, &dynamic), [first, second]);
    assert_eq!(members(&mut account, &snapshot), [first]);
    let add = format!("{dynamic}/memberships/add");
    account.expect(400, "PUT", &add, &json!([first.to_string()]));
    account.expect(
        400,
        "DELETE",
        &format!("{dynamic}/memberships"),
        &Value::Null,
    );
    let filters = format!("{dynamic}/update-list-filters");
    let body = json!({"filterBranch": in_city("Paris")});
    let changed = account.expect(200, "PUT", &filters, &body);
    assert_eq!(changed["updatedList"]["size"], 1);
    account.expect(400, "PUT", &filters, &json!({}));
    let filters = format!("{snapshot}/update-list-filters");
    account.expect(400, "PUT", &filters, &body);
    let with = account.expect(
        200,
        "GET",
        &format!("{dynamic}?includeFilters=true"),
        &Value::Null,
    );
    assert_eq!(with["list"]["filterBranch"], in_city("Paris"));
    let without = account.expect(200, "GET", &dynamic, &Value::Null);
    assert_eq!(without["list"].get("filterBranch"), None);

    let plan = format!("{dynamic}/schedule-conversion");
    let none = account.expect(200, "GET", &plan, &Value::Null);
    assert_eq!(none.get("requestedConversionTime"), None);
    let body = json!({"conversionType": "CONVERSION_DATE", "year": 2030, "month": 2, "day": 28});
    let planned = account.expect(200, "PUT", &plan, &body);
    assert_eq!(planned["requestedConversionTime"], body);
    let body = json!({"conversionType": "INACTIVITY", "offset": 2, "timeUnit": "WEEK"});
    account.expect(200, "PUT", &plan, &body);
    for wrong in [
        json!({"conversionType": "CONVERSION_DATE", "year": 2030, "month": 2, "day": 30}),
        json!({"conversionType": "INACTIVITY", "offset": 2, "timeUnit": "AGE"}),
        json!({}),
    ] {
        account.expect(400, "PUT", &plan, &wrong);
    }
    account.expect(204, "DELETE", &plan, &Value::Null);
    assert_eq!(account.expect(200, "GET", &plan, &Value::Null), none);
}

#[test]
fn lists_are_searched() {
    let mut account = Account::default();
    for name in ["Alpha", "beta", "Alphabet"] {
        manual(&mut account, name);
    }
    let search = format!("{LISTS}/search");
    let names = |found: &Value| -> Vec<String> {
        let lists = found["lists"].as_array().unwrap().iter();
        lists
            .map(|list| list["name"].as_str().unwrap().to_owned())
            .collect()
    };
    let found = account.expect(200, "POST", &search, &json!({"query": "alpha"}));
    assert_eq!(names(&found), ["Alpha", "Alphabet"]);
    let properties = &found["lists"][0]["additionalProperties"];
    assert_eq!(properties["hs_list_size"], "0");
    let body = json!({"sort": "-HS_LIST_NAME", "count": 2, "additionalProperties": ["hs_list_id"]});
    let found = account.expect(200, "POST", &search, &body);
    assert_eq!(names(&found), ["beta", "Alphabet"]);
    assert_eq!(
        (&found["hasMore"], &found["offset"]),
        (&json!(true), &json!(2))
    );
    let body = json!({"sort": "-HS_LIST_NAME", "count": 2, "offset": 2});
    let found = account.expect(200, "POST", &search, &body);
    assert_eq!(names(&found), ["Alpha"]);
    assert_eq!(found["hasMore"], false);
    let body = json!({"processingTypes": ["DYNAMIC"], "objectTypeId": "0-1"});
    assert_eq!(account.expect(200, "POST", &search, &body)["total"], 0);
    for wrong in [
        json!({"count": 501}),
        json!({"offset": -1}),
        json!({"sort": "odd"}),
    ] {
        account.expect(400, "POST", &search, &wrong);
    }
}

#[test]
fn lists_lie_in_folders() {
    let mut account = Account::default();
    let folders = format!("{LISTS}/folders");
    let make = |account: &mut Account, name: &str, parent: &str| {
        let body = json!({"name": name, "parentFolderId": parent});
        let made = account.expect(200, "POST", &folders, &body);
        made["folder"]["id"].as_str().unwrap().to_owned()
    };
    let outer = make(&mut account, "Outer", "0");
    let inner = make(&mut account, "Inner", &outer);
    account.expect(
        404,
        "POST",
        &folders,
        &json!({"name": "a", "parentFolderId": "1"}),
    );
    account.expect(400, "POST", &folders, &json!({"name": "outer"}));
    account.expect(400, "POST", &folders, &json!({}));
    let path = manual(&mut account, "Friends");
    let id = path.rsplit('/').next().unwrap();
    let body = json!({"listId": id, "newFolderId": inner});
    account.expect(204, "PUT", &format!("{folders}/move-list"), &body);
    let found = account.expect(
        200,
        "GET",
        &format!("{folders}?folderId={inner}"),
        &Value::Null,
    );
    assert_eq!(
        found["folder"]["childLists"],
        json!([id.parse::<u64>().unwrap()])
    );
    let root = account.expect(200, "GET", &folders, &Value::Null);
    assert_eq!(
        root["folder"]["childNodes"][0]["childNodes"][0]["id"],
        inner.as_str()
    );
    let rename = format!("{folders}/{inner}/rename?newFolderName=Deep");
    let renamed = account.expect(200, "PUT", &rename, &Value::Null);
    assert_eq!(renamed["folder"]["name"], "Deep");
    account.expect(
        400,
        "PUT",
        &format!("{folders}/{outer}/move/{inner}"),
        &Value::Null,
    );
    account.expect(
        400,
        "PUT",
        &format!("{folders}/0/move/{inner}"),
        &Value::Null,
    );
    account.expect(400, "DELETE", &format!("{folders}/{inner}"), &Value::Null);
    let moved = account.expect(
        200,
        "PUT",
        &format!("{folders}/{inner}/move/0"),
        &Value::Null,
    );
    assert_eq!(moved["folder"]["parentFolderId"], "0");
    account.expect(204, "DELETE", &format!("{folders}/{outer}"), &Value::Null);
    account.expect(
        404,
        "GET",
        &format!("{folders}?folderId={outer}"),
        &Value::Null,
    );
}
