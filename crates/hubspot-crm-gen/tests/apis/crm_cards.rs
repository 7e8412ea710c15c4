//! Cards of apps: buttons that are one of several things.

use hubspot_crm_gen::v3::prelude::*;
use serde_json::json;

use crate::support::{Answer, Server};
use crate::written;

#[tokio::test]
async fn a_card_is_made() {
    let body = json!({
        "id": "c-1", "title": "Orders", "createdAt": "2026-06-01T10:00:00Z",
        "fetch": {"targetUrl": "https://example.com/orders", "objectTypes": [
            {"name": "contacts", "propertiesToSend": ["email"]}, {"name": "spaceships", "propertiesToSend": []}]},
        "display": {"properties": [{"name": "state", "label": "State", "dataType": "STATUS", "options": [
            {"name": "open", "label": "Open", "type": "WARNING"}, {"name": "odd", "label": "Odd", "type": "SPARKLING"}]}]},
        "actions": {"baseUrls": ["https://example.com"]},
        "auditHistory": [{"actionType": "CREATE", "changedAt": 1_780_308_000_123_i64, "initiatingUserId": 9,
                          "authSource": "AGENT", "applicationId": 7, "objectTypeId": 0}],
    });
    let server = Server::start([Answer::json(201, body.to_string())]).await;
    let client = server.builder().developer_api_key("key").build().unwrap();
    let options = [
        DisplayOption::new("open", "Open", DisplayOptionType::Warning),
        DisplayOption::new("odd", "Odd", "SPARKLING"),
    ];
    let card = CardCreateRequest::new(
        "Orders",
        CardFetchBody::new(
            "https://example.com/orders",
            [CardObjectTypeBody::new(
                CardObjectTypeBodyName::Contacts,
                ["email"],
            )],
        )
        .card_type(CardType::External),
        [CardDisplayProperty::new("state", "State", DataType::Status).options(options)],
        ["https://example.com"],
    );
    let made = client.crm_cards().create(7, card).await.unwrap();
    assert_eq!(written(&made), body);
    assert_eq!(
        made.fetch.unwrap().object_types[1].name.as_str(),
        "spaceships"
    );
    assert_eq!(made.audit_history[0].auth_source.as_str(), "AGENT");
    assert_eq!(
        server.request().json(),
        json!({
            "title": "Orders",
            "fetch": {"targetUrl": "https://example.com/orders", "cardType": "EXTERNAL",
                      "objectTypes": [{"name": "contacts", "propertiesToSend": ["email"]}]},
            "display": body["display"],
            "actions": {"baseUrls": ["https://example.com"]},
        })
    );
}

/// Buttons by their `type`. One that is new, has none, or is odd stays as it came and costs no other.
#[tokio::test]
async fn buttons_of_all_kinds() {
    let hook = json!({"type": "ACTION_HOOK", "httpMethod": "POST", "url": "https://example.com/a", "label": "Ship",
        "propertyNamesIncluded": ["email"],
        "confirmation": {"prompt": "Sure?", "confirmButtonLabel": "Yes", "cancelButtonLabel": "No"}});
    let frame = json!({"type": "IFRAME", "url": "https://example.com/b", "width": 800, "height": 400,
        "propertyNamesIncluded": []});
    let unknown = [
        json!({"type": "SERVERLESS_ACTION_HOOK", "serverlessFunction": "ship"}),
        json!({"url": "https://example.com/c"}),
        json!({"type": "IFRAME", "url": "https://example.com/d", "width": {"px": 800}}),
        json!("IFRAME"),
    ];
    let actions = [&[hook.clone(), frame.clone()], &unknown[..]].concat();
    let body = json!({
        "totalCount": 1, "responseVersion": "v4", "cardLabel": "Orders",
        "topLevelActions": {"primary": hook, "secondary": actions, "settings": frame},
        "sections": [{"id": "s-1", "title": "Order 1", "actions": actions, "tokens": [
            {"name": "state", "label": "State", "dataType": "SPARKLE", "value": "open"}]}],
    });
    let server = Server::start([Answer::json(200, body.to_string())]).await;
    let answer = server
        .client()
        .crm_cards()
        .get_sample_response()
        .await
        .unwrap();
    server.requests();
    assert_eq!(written(&answer), body);
    let section = &answer.sections[0];
    let [
        ActionBody::ActionHook(hook),
        ActionBody::Iframe(frame),
        rest @ ..,
    ] = &*section.actions
    else {
        panic!("{section:?}")
    };
    assert_eq!(hook.http_method, ActionHookActionBodyHttpMethod::Post);
    assert_eq!(hook.confirmation.as_ref().unwrap().prompt, "Sure?");
    assert_eq!((frame.width, frame.label.as_deref()), (800, None));
    assert_eq!(rest, unknown.map(ActionBody::Unknown));
    let top = answer.top_level_actions.unwrap();
    assert!(matches!(top.primary, Some(ActionBody::ActionHook(_))));
    assert_eq!(top.secondary.len(), 6);
    assert_eq!(answer.response_version.unwrap().as_str(), "v4");
}

#[tokio::test]
async fn a_sample_of_which_little_is_told() {
    let body = r#"{"totalCount":"2","responseVersion":null,"sections":[
        {"id":5,"title":null,"actions":null,"tokens":[{"name":null,"value":12.5},null]},{"actions":[null]}],
        "topLevelActions":{"primary":null,"secondary":null}}"#;
    let server = Server::start([Answer::json(200, body)]).await;
    let answer = server
        .client()
        .crm_cards()
        .get_sample_response()
        .await
        .unwrap();
    server.requests();
    let [first, second] = &*answer.sections else {
        panic!("{answer:?}")
    };
    assert_eq!(
        (&*first.id, &*first.title, first.actions.len()),
        ("5", "", 0)
    );
    assert_eq!(
        (&*first.tokens[0].value, &*first.tokens[1].value),
        ("12.5", "")
    );
    assert_eq!(second.actions, [ActionBody::default()]);
    assert_eq!((answer.total_count, answer.response_version), (2, None));
    assert_eq!(answer.top_level_actions.unwrap().primary, None);
}
