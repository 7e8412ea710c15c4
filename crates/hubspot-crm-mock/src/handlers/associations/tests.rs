mod labels;
mod records;

use serde_json::json;

use super::*;
use crate::testing::Account;

/// An account with a contact and some companies.
fn account(companies: usize) -> (Account, u64, Vec<u64>) {
    let mut account = Account::default();
    let contact = account.insert("contacts", &[("email", "ada@example.com")]);
    let companies = (0..companies).map(|_| account.insert("companies", &[]));
    let companies = companies.collect();
    (account, contact, companies)
}

fn spec(category: &str, id: i64) -> Value {
    json!({"associationCategory": category, "associationTypeId": id})
}

#[test]
fn links_carry_labels_and_replace_them() {
    let (mut account, contact, companies) = account(1);
    let path = format!(
        "/crm/v4/objects/contacts/{contact}/associations/companies/{}",
        companies[0]
    );
    let body = json!([spec("HUBSPOT_DEFINED", 1), spec("HUBSPOT_DEFINED", 931)]);
    let made = account.expect(201, "PUT", &path, &body);
    assert_eq!(made["labels"], json!(["Primary", "Billing"]));
    assert_eq!(made["toObjectTypeId"], "0-2");
    let body = json!([spec("HUBSPOT_DEFINED", 931)]);
    let made = account.expect(201, "PUT", &path, &body);
    assert_eq!(made["labels"], json!(["Billing"]));
    let list = format!("/crm/v4/objects/company/{}/associations/0-1", companies[0]);
    let found = account.expect(200, "GET", &list, &Value::Null);
    assert_eq!(
        found["results"],
        json!([{"toObjectId": contact.to_string(), "associationTypes": [
            {"category": "HUBSPOT_DEFINED", "typeId": 280},
            {"category": "HUBSPOT_DEFINED", "typeId": 930, "label": "Billing"},
        ]}])
    );
    account.expect(204, "DELETE", &path, &Value::Null);
    let found = account.expect(200, "GET", &list, &Value::Null);
    assert_eq!(found["results"], json!([]));
}

#[test]
fn links_that_cannot_be_are_refused_and_nothing_happens() {
    let (mut account, contact, companies) = account(1);
    let path = |contact: &str, company: &str| {
        format!("/crm/v4/objects/contacts/{contact}/associations/companies/{company}")
    };
    let (contact, company) = (contact.to_string(), companies[0].to_string());
    let known = json!([spec("HUBSPOT_DEFINED", 279)]);
    for wrong in [
        json!([spec("HUBSPOT_DEFINED", 280)]),
        json!([spec("USER_DEFINED", 279)]),
        json!([spec("HUBSPOT_DEFINED", 999_999)]),
        json!([{"associationCategory": "HUBSPOT_DEFINED"}]),
        json!({}),
        Value::Null,
    ] {
        account.expect(400, "PUT", &path(&contact, &company), &wrong);
    }
    account.expect(404, "PUT", &path("1", &company), &known);
    account.expect(404, "PUT", &path(&contact, "x"), &known);
    account.expect(
        400,
        "PUT",
        &path(&contact, &company).replace("companies", "unicorns"),
        &known,
    );
    account.expect(
        404,
        "GET",
        "/crm/v4/objects/contacts/1/associations/deals",
        &Value::Null,
    );
    let itself =
        format!("/crm/v4/objects/contacts/{contact}/associations/default/contacts/{contact}");
    account.expect(400, "PUT", &itself, &Value::Null);
    let list = format!("/crm/v4/objects/contacts/{contact}/associations/companies");
    let found = account.expect(200, "GET", &list, &Value::Null);
    assert_eq!(found, json!({"results": []}));
    for wrong in ["limit=0", "limit=501", "limit=x", "after=x"] {
        account.expect(400, "GET", &format!("{list}?{wrong}"), &Value::Null);
    }
}

#[test]
fn many_links_come_in_pages() {
    let (mut account, contact, companies) = account(7);
    let inputs = companies.iter().map(
        |company| json!({"from": {"id": contact.to_string()}, "to": {"id": company.to_string()}}),
    );
    let body = json!({"inputs": inputs.collect::<Vec<_>>()});
    let path = "/crm/v4/associations/contacts/companies/batch/associate/default";
    let made = account.expect(200, "POST", path, &body);
    assert_eq!(made["results"].as_array().unwrap().len(), 7);
    assert_eq!(
        made["results"][0]["associationSpec"],
        spec("HUBSPOT_DEFINED", 279)
    );
    let list = format!("/crm/v4/objects/contacts/{contact}/associations/companies?limit=3");
    let mut found = Vec::new();
    let mut sizes = Vec::new();
    let mut path = list.clone();
    loop {
        let page = account.expect(200, "GET", &path, &Value::Null);
        let results = page["results"].as_array().unwrap();
        sizes.push(results.len());
        let ids = results
            .iter()
            .map(|link| link["toObjectId"].as_str().unwrap());
        found.extend(ids.map(|id| id.parse::<u64>().unwrap()));
        let Some(after) = page["paging"]["next"]["after"].as_str() else {
            break;
        };
        path = format!("{list}&after={after}");
    }
    assert_eq!(found, companies);
    assert_eq!(sizes, [3, 3, 1]);
}

#[test]
fn batches_say_what_failed() {
    let (mut account, contact, companies) = account(2);
    let pair = |contact: u64, company: u64, id: i64| {
        json!({
            "from": {"id": contact.to_string()},
            "to": {"id": company.to_string()},
            "types": [spec("HUBSPOT_DEFINED", id)],
        })
    };
    let create = "/crm/v4/associations/contacts/companies/batch/create";
    let body = json!({"inputs": [pair(contact, companies[0], 1)]});
    let made = account.expect(201, "POST", create, &body);
    assert_eq!(made["results"][0]["labels"], json!(["Primary"]));
    assert_eq!(made.get("errors"), None);
    let body = json!({"inputs": [
        pair(contact, 1, 279),
        pair(contact, companies[1], 279),
        pair(contact, companies[1], 2),
    ]});
    let made = account.expect(207, "POST", create, &body);
    assert_eq!(made["numErrors"], 2);
    assert_eq!(made["results"].as_array().unwrap().len(), 1);
    assert_eq!(made["errors"][0]["category"], "OBJECT_NOT_FOUND");
    assert_eq!(made["errors"][0]["context"]["toObjectId"], json!(["1"]));
    assert_eq!(made["errors"][1]["category"], "VALIDATION_ERROR");
    let defaults = "/crm/v4/associations/contacts/companies/batch/associate/default";
    let made = account.expect(200, "POST", defaults, &body);
    assert_eq!(made["numErrors"], 1);

    let read = "/crm/v4/associations/contacts/companies/batch/read";
    let body = json!({"inputs": [{"id": contact.to_string()}]});
    let found = account.expect(200, "POST", read, &body);
    assert_eq!(found["results"][0]["to"].as_array().unwrap().len(), 2);
    let body = json!({"inputs": [{"id": contact.to_string()}, {"id": "1"}]});
    let found = account.expect(207, "POST", read, &body);
    let sub_category = &found["errors"][0]["subCategory"];
    assert_eq!(sub_category, "crm.associations.NO_ASSOCIATIONS_FOUND");

    let labels = "/crm/v4/associations/contacts/companies/batch/labels/archive";
    let body = json!({"inputs": [pair(contact, companies[0], 1)]});
    account.expect(204, "POST", labels, &body);
    let archive = "/crm/v4/associations/contacts/companies/batch/archive";
    let body = json!({"inputs": [
        {"from": {"id": contact.to_string()}, "to": [{"id": companies[1].to_string()}, {"id": "1"}]},
    ]});
    account.expect(204, "POST", archive, &body);
    let ends = (("0-1", contact), ("0-2", companies[0]));
    assert_eq!(account.crm.links.between(ends.0, ends.1).len(), 1);
    assert_eq!(account.crm.links.of(ends.0, "0-2", None).count(), 1);

    let many = vec![pair(contact, companies[0], 1); MOST_PAIRS + 1];
    account.expect(400, "POST", create, &json!({"inputs": many}));
    for wrong in [json!({}), json!({"inputs": [{}]}), json!({"inputs": 1})] {
        for path in [create, defaults, read, labels, archive] {
            account.expect(400, "POST", path, &wrong);
        }
    }
}

#[test]
fn version_3_knows_kinds_by_name() {
    let (mut account, contact, companies) = account(1);
    let input = json!({"inputs": [{
        "from": {"id": contact.to_string()},
        "to": {"id": companies[0].to_string()},
        "type": "contact_to_company",
    }]});
    let create = "/crm/v3/associations/contacts/companies/batch/create";
    account.expect(201, "POST", create, &input);
    let wrong = json!({"inputs": [{"from": {"id": "1"}, "to": {"id": "2"}, "type": "unknown"}]});
    account.expect(207, "POST", create, &wrong);
    let read = "/crm/v3/associations/contacts/companies/batch/read";
    let body = json!({"inputs": [{"id": contact.to_string()}]});
    let found = account.expect(200, "POST", read, &body);
    let company = companies[0].to_string();
    assert_eq!(
        found["results"][0]["to"],
        json!([
            {"id": company, "type": "contact_to_company"},
            {"id": company, "type": "contact_to_company_unlabeled"},
        ])
    );
    let archive = "/crm/v3/associations/contacts/companies/batch/archive";
    account.expect(204, "POST", archive, &input);
    let found = account.expect(200, "POST", read, &body);
    assert_eq!(found["results"][0]["to"].as_array().unwrap().len(), 1);
    account.expect(400, "POST", archive, &wrong);
    let types = "/crm/v3/associations/contacts/companies/types";
    let found = account.expect(200, "GET", types, &Value::Null);
    assert_eq!(
        found["results"][0],
        json!({"id": "279", "name": "contact_to_company_unlabeled"})
    );
}

#[test]
fn records_of_some_types_have_paths_for_their_links() {
    let mut account = Account::default();
    let contact = account.insert("contacts", &[]);
    for (base, of) in [
        ("/crm/objects/v3/appointments", "appointments"),
        ("/crm/v3/objects/partner_clients", "partner_clients"),
        ("/crm/v3/objects/partner_services", "partner_services"),
    ] {
        let id = account.insert(of, &[]);
        let list = format!("{base}/{id}/associations/contacts");
        let types = format!("/crm/v3/associations/{of}/contacts/types");
        let kinds = account.expect(200, "GET", &types, &Value::Null);
        let name = kinds["results"][0]["name"].as_str().unwrap();
        let link = format!("{list}/{contact}/{name}");
        let made = account.expect(200, "PUT", &link, &Value::Null);
        assert_eq!(made["id"], id.to_string());
        let expected = json!([{"id": contact.to_string(), "type": name}]);
        assert_eq!(made["associations"]["contacts"]["results"], expected);
        let found = account.expect(200, "GET", &list, &Value::Null);
        assert_eq!(found["results"], expected);
        account.expect(204, "DELETE", &link, &Value::Null);
        let found = account.expect(200, "GET", &list, &Value::Null);
        assert_eq!(found["results"], json!([]));
    }
}

#[test]
fn created_records_have_the_links_that_were_asked_for() {
    let (mut account, contact, companies) = account(1);
    let crm = &mut account.crm;
    let wanted = json!([{"to": {"id": companies[0]}, "types": [spec("HUBSPOT_DEFINED", 1)]}]);
    let links = crm.new_links("0-1", &wanted).unwrap();
    crm.make_links("0-1", contact, &links).unwrap();
    let shown = crm.inline_associations("0-1", contact, ["companies", "deals"]);
    let shown = shown.unwrap().unwrap();
    assert_eq!(
        shown["companies"]["results"][0]["type"],
        "contact_to_company"
    );
    assert_eq!(shown.get("deals"), None);
    for wrong in [
        json!([{"to": {"id": "1"}, "types": [spec("HUBSPOT_DEFINED", 1)]}]),
        json!([{"to": {"id": companies[0]}, "types": [spec("HUBSPOT_DEFINED", 2)]}]),
        json!([{"to": {"id": companies[0]}, "types": []}]),
        json!([{"types": [spec("HUBSPOT_DEFINED", 1)]}]),
        json!({}),
    ] {
        assert!(crm.new_links("0-1", &wrong).is_err(), "{wrong}");
    }
    assert!(crm.new_links("0-1", &Value::Null).unwrap().is_empty());
    assert!(
        crm.inline_associations("0-1", contact, ["unicorns"])
            .is_err()
    );
}

#[test]
fn a_record_shows_a_hundred_links_and_where_the_rest_is() {
    let (mut account, contact, companies) = account(101);
    let crm = &mut account.crm;
    let (one, other) = (
        crm.type_named("0-1").unwrap(),
        crm.type_named("0-2").unwrap(),
    );
    for company in &companies {
        crm.links.add((&one, contact), (&other, *company), &[]);
    }
    let shown = crm.inline_associations("0-1", contact, ["company"]);
    let shown = shown.unwrap().unwrap();
    assert_eq!(shown["companies"]["results"].as_array().unwrap().len(), 100);
    let after = companies[99].to_string();
    assert_eq!(shown["companies"]["paging"]["next"]["after"], after);
    let (rest, next) = crm.associated(("0-1", contact), "0-2", after.parse().ok(), 100);
    assert_eq!((rest.len(), next), (1, None));
}

#[test]
fn reports_are_queued() {
    let mut account = Account::default();
    let path = "/crm/v4/associations/usage/high-usage-report/7";
    let queued = account.expect(200, "POST", path, &Value::Null);
    assert_eq!(queued["userId"], 7);
}
