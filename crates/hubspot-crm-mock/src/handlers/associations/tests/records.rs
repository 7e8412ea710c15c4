use super::*;

const CONTACTS: &str = "/crm/v3/objects/contacts";

fn wanted(email: &str, company: u64, id: i64) -> Value {
    json!({
        "properties": {"email": email},
        "associations": [{"to": {"id": company.to_string()}, "types": [spec("HUBSPOT_DEFINED", id)]}],
    })
}

fn shown(account: &mut Account, id: &str) -> Value {
    let path = format!("{CONTACTS}/{id}?associations=companies");
    let found = account.expect(200, "GET", &path, &Value::Null);
    found["associations"]["companies"]["results"].clone()
}

#[test]
fn records_are_created_with_links_and_show_them() {
    let (mut account, _, companies) = account(1);
    let body = wanted("eve@example.com", companies[0], 279);
    let made = account.expect(201, "POST", CONTACTS, &body);
    let expected =
        json!([{"id": companies[0].to_string(), "type": "contact_to_company_unlabeled"}]);
    assert_eq!(shown(&mut account, made["id"].as_str().unwrap()), expected);
    let body = json!({"inputs": [wanted("bob@example.com", companies[0], 279)]});
    let made = account.expect(201, "POST", &format!("{CONTACTS}/batch/create"), &body);
    assert_eq!(
        shown(&mut account, made["results"][0]["id"].as_str().unwrap()),
        expected
    );
    let list = format!("{CONTACTS}?associations=companies,deals");
    let all = account.expect(200, "GET", &list, &Value::Null);
    let with = all["results"].as_array().unwrap().iter();
    assert_eq!(
        with.filter(|record| record.get("associations").is_some())
            .count(),
        2
    );
    // Without the link there is no record either.
    let count = account.crm.records.of("0-1").count();
    account.expect(
        400,
        "POST",
        CONTACTS,
        &wanted("new@example.com", companies[0], 280),
    );
    account.expect(404, "POST", CONTACTS, &wanted("new@example.com", 1, 279));
    assert_eq!(account.crm.records.of("0-1").count(), count);
}

#[test]
fn links_go_with_records_and_stay_with_merged_ones() {
    let (mut account, one, companies) = account(2);
    let other = account.insert("contacts", &[("email", "bob@example.com")]);
    for (contact, company) in [(one, companies[0]), (other, companies[1])] {
        let path = format!("/crm/v4/objects/contacts/{contact}/associations/companies/{company}");
        account.expect(201, "PUT", &path, &json!([spec("HUBSPOT_DEFINED", 1)]));
    }
    let list = json!({"name": "Both", "objectTypeId": "0-1", "processingType": "MANUAL"});
    let list = account.expect(200, "POST", "/crm/v3/lists", &list);
    let list = format!(
        "/crm/v3/lists/{}/memberships",
        list["list"]["listId"].as_str().unwrap()
    );
    account.expect(200, "PUT", &format!("{list}/add"), &json!([one, other]));
    let ids = json!({"primaryObjectId": one.to_string(), "objectIdToMerge": other.to_string()});
    let merged = account.expect(200, "POST", &format!("{CONTACTS}/merge"), &ids);
    let merged = merged["id"].as_str().unwrap();
    let links = shown(&mut account, merged);
    let names: Vec<_> = links
        .as_array()
        .unwrap()
        .iter()
        .map(|link| &link["type"])
        .collect();
    assert_eq!(
        names,
        [
            "contact_to_company",
            "contact_to_company_unlabeled",
            "contact_to_company_unlabeled"
        ]
    );
    let members = account.expect(200, "GET", &list, &Value::Null);
    assert_eq!(members["results"].as_array().unwrap().len(), 1);
    assert_eq!(members["results"][0]["recordId"], merged);

    account.expect(204, "DELETE", &format!("{CONTACTS}/{merged}"), &Value::Null);
    let of = format!(
        "/crm/v4/objects/companies/{}/associations/contacts",
        companies[0]
    );
    assert_eq!(
        account.expect(200, "GET", &of, &Value::Null)["results"],
        json!([])
    );
    let members = account.expect(200, "GET", &list, &Value::Null);
    assert_eq!(members["results"], json!([]));
}

#[test]
fn records_that_were_merged_are_linked_by_each_of_their_ids() {
    let (mut account, one, companies) = account(1);
    let company = companies[0].to_string();
    let other = account.insert("contacts", &[]);
    let ids = json!({"primaryObjectId": one.to_string(), "objectIdToMerge": other.to_string()});
    let merged = account.expect(200, "POST", &format!("{CONTACTS}/merge"), &ids);
    let primary = json!([{"associationCategory": "HUBSPOT_DEFINED", "associationTypeId": 1}]);
    for id in [
        one.to_string(),
        other.to_string(),
        merged["id"].as_str().unwrap().to_owned(),
    ] {
        let path = format!("/crm/v4/objects/contacts/{id}/associations/companies/{company}");
        let made = account.expect(201, "PUT", &path, &primary);
        assert_eq!(made["labels"], json!(["Primary"]), "{id}");
        let input = json!({"from": {"id": id}, "to": {"id": company}, "types": primary});
        let path = "/crm/v4/associations/contacts/companies/batch/create";
        let made = account.expect(201, "POST", path, &json!({"inputs": [input]}));
        assert_eq!(made["results"][0]["labels"], json!(["Primary"]), "{id}");
    }
}

#[test]
fn records_are_found_by_what_they_are_linked_to() {
    let (mut account, contact, companies) = account(2);
    account.insert("contacts", &[]);
    let path = format!(
        "/crm/v4/objects/contacts/{contact}/associations/default/companies/{}",
        companies[0]
    );
    account.expect(200, "PUT", &path, &Value::Null);
    let mut found = |operator: &str, value: Value| {
        let mut filter = json!({"propertyName": "associations.company", "operator": operator});
        if !value.is_null() {
            filter["value"] = value;
        }
        let body = json!({"filterGroups": [{"filters": [filter]}]});
        account.expect(200, "POST", &format!("{CONTACTS}/search"), &body)["total"].clone()
    };
    assert_eq!(found("EQ", json!(companies[0].to_string())), 1);
    assert_eq!(found("EQ", json!(companies[1].to_string())), 0);
    assert_eq!(found("HAS_PROPERTY", Value::Null), 1);
    assert_eq!(found("NOT_HAS_PROPERTY", Value::Null), 1);
}
