use super::*;

#[test]
fn accounts_define_labels() {
    for base in ["/crm/v4/associations", "/crm/associations/v4"] {
        let (mut account, contact, companies) = account(1);
        let path = format!("{base}/contacts/companies/labels");
        let before = account.expect(200, "GET", &path, &Value::Null);
        let body = json!({"name": "employer", "label": "Employer", "inverseLabel": "Employee"});
        let made = account.expect(200, "POST", &path, &body);
        let id = made["results"][0]["typeId"].as_i64().unwrap();
        assert_eq!(made["results"][1]["label"], "Employee");
        account.expect(409, "POST", &path, &body);
        let after = account.expect(200, "GET", &path, &Value::Null);
        let count = |list: &Value| list["results"].as_array().unwrap().len();
        assert_eq!(count(&after), count(&before) + 1);

        let link = format!(
            "/crm/v4/objects/contacts/{contact}/associations/companies/{}",
            companies[0]
        );
        let linked = account.expect(201, "PUT", &link, &json!([spec("USER_DEFINED", id)]));
        assert_eq!(linked["labels"], json!(["Employer"]));
        let body = json!({"associationTypeId": id, "label": "Boss"});
        account.expect(204, "PUT", &path, &body);
        let linked = account.expect(201, "PUT", &link, &json!([spec("USER_DEFINED", id)]));
        assert_eq!(linked["labels"], json!(["Boss"]));
        let ends = (("0-2", companies[0]), ("0-1", contact));
        assert_eq!(account.crm.links.between(ends.0, ends.1).len(), 2);

        account.expect(204, "DELETE", &format!("{path}/{id}"), &Value::Null);
        account.expect(404, "DELETE", &format!("{path}/{id}"), &Value::Null);
        account.expect(400, "DELETE", &format!("{path}/279"), &Value::Null);
        account.expect(400, "PUT", &link, &json!([spec("USER_DEFINED", id)]));
        assert_eq!(account.crm.links.between(ends.0, ends.1).len(), 1);
        assert_eq!(account.expect(200, "GET", &path, &Value::Null), before);
    }
}

#[test]
fn names_of_labels_have_rules() {
    let mut account = Account::default();
    let path = "/crm/v4/associations/contacts/contacts/labels";
    for wrong in [
        json!({"name": "a-b", "label": "A"}),
        json!({"name": "1a", "label": "A"}),
        json!({"name": "", "label": "A"}),
        json!({"name": "a", "label": " "}),
        json!({"name": "a"}),
    ] {
        account.expect(400, "POST", path, &wrong);
    }
    let single = json!({"name": "colleague", "label": "Colleague"});
    let made = account.expect(200, "POST", path, &single);
    assert_eq!(made["results"].as_array().unwrap().len(), 1);
    let pair = json!({"name": "manager", "label": "Manager", "inverseLabel": "Employee"});
    let made = account.expect(200, "POST", path, &pair);
    assert_eq!(made["results"].as_array().unwrap().len(), 2);
}

#[test]
fn accounts_limit_links() {
    let (mut account, contact, companies) = account(3);
    let base = "/crm/associations/v4/definitions/configurations";
    let pair = format!("{base}/contacts/companies");
    let input = |most: i64| json!({"inputs": [{"category": "HUBSPOT_DEFINED", "typeId": 279, "maxToObjectIds": most}]});
    let create = format!("{pair}/batch/create");
    account.expect(207, "POST", &create, &input(0));
    account.expect(207, "POST", &format!("{pair}/batch/update"), &input(2));
    let made = account.expect(201, "POST", &create, &input(2));
    assert_eq!(made["results"][0]["userEnforcedMaxToObjectIds"], 2);
    account.expect(207, "POST", &create, &input(2));
    for path in [&format!("{base}/all"), &pair] {
        let found = account.expect(200, "GET", path, &Value::Null);
        assert_eq!(found["results"][0]["typeId"], 279);
    }
    let link = |company: u64| {
        format!("/crm/v4/objects/contacts/{contact}/associations/default/companies/{company}")
    };
    account.expect(200, "PUT", &link(companies[0]), &Value::Null);
    account.expect(200, "PUT", &link(companies[1]), &Value::Null);
    account.expect(400, "PUT", &link(companies[2]), &Value::Null);
    // A new record has no more than others.
    for (count, expected) in [(3, 400), (2, 201)] {
        let links = companies[..count].iter().chain([&companies[0]]);
        let links = links.map(|company| {
            json!({"to": {"id": company.to_string()}, "types": [spec("HUBSPOT_DEFINED", 279)]})
        });
        let links: Vec<_> = links.collect();
        let body = json!({"properties": {}, "associations": links});
        account.expect(expected, "POST", "/crm/v3/objects/contacts", &body);
    }
    // What is there may be made again.
    account.expect(200, "PUT", &link(companies[1]), &Value::Null);
    account.expect(200, "POST", &format!("{pair}/batch/update"), &input(3));
    account.expect(200, "PUT", &link(companies[2]), &Value::Null);
    account.expect(204, "POST", &format!("{pair}/batch/purge"), &input(0));
    let found = account.expect(200, "GET", &pair, &Value::Null);
    assert_eq!(found["results"], json!([]));
}

#[test]
fn custom_types_say_what_their_records_are_linked_to() {
    let mut account = Account::default();
    let schemas = "/crm-object-schemas/v3/schemas";
    let body = json!({
        "name": "cars",
        "labels": {"singular": "Car", "plural": "Cars"},
        "primaryDisplayProperty": "model",
        "requiredProperties": [],
        "properties": [{"name": "model", "label": "Model", "type": "string", "fieldType": "text"}],
        "associatedObjects": ["CONTACT"],
    });
    let made = account.expect(201, "POST", schemas, &body);
    let of = made["objectTypeId"].as_str().unwrap().to_owned();
    assert_eq!(made["associations"].as_array().unwrap().len(), 2);
    let path = format!("{schemas}/{of}/associations");
    let body = json!({"fromObjectTypeId": of, "toObjectTypeId": "0-2", "name": "car_to_owner"});
    let kind = account.expect(201, "POST", &path, &body);
    assert_eq!(kind["name"], "car_to_owner");
    account.expect(
        400,
        "POST",
        &path,
        &json!({"fromObjectTypeId": "0-1", "toObjectTypeId": "0-2"}),
    );
    let car = account.insert(&of, &[("model", "T")]);
    let company = account.insert("companies", &[]);
    let id: i64 = kind["id"].as_str().unwrap().parse().unwrap();
    let link = format!("/crm/v4/objects/{of}/{car}/associations/companies/{company}");
    account.expect(201, "PUT", &link, &json!([spec("USER_DEFINED", id)]));
    let read = format!("/crm/v3/objects/companies/{company}?associations=p_cars");
    let read = account.expect(200, "GET", &read, &Value::Null);
    let links = read["associations"].as_object().unwrap();
    assert_eq!(links.keys().collect::<Vec<_>>(), ["p1234567_cars"]);

    account.expect(204, "DELETE", &format!("{path}/{id}"), &Value::Null);
    account.expect(404, "DELETE", &format!("{path}/{id}"), &Value::Null);
    account.expect(400, "PUT", &link, &json!([spec("USER_DEFINED", id)]));
    assert_eq!(account.crm.links.of((&of, car), "0-2", None).count(), 0);
    let schema = account.expect(200, "GET", &format!("{schemas}/{of}"), &Value::Null);
    assert_eq!(schema["associations"].as_array().unwrap().len(), 2);
}
