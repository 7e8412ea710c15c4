//! Rules that values of properties have to keep.

use hubspot_crm_gen::v3::prelude::*;
use serde_json::json;

use crate::line;
use crate::support::{Answer, Server};

/// A rule is found by its type, which may be newer than the crate.
#[tokio::test]
async fn rules_for_values() {
    let rules = r#"{"results":[
        {"propertyName":"code","propertyValidationRules":[
            {"ruleType":"MAX_LENGTH","ruleArguments":["8"]},
            {"ruleType":"PALINDROME","ruleArguments":[1,null],"shouldApplyNormalization":true},
            {"ruleType":null,"ruleArguments":null}]},
        {"propertyName":"name","propertyValidationRules":null}]}"#;
    let server =
        Server::start([Answer::json(200, rules), Answer::new(204), Answer::new(204)]).await;
    let validations = server.client().property_validations("0-1");
    let page = validations.list().await.unwrap();
    let [length, palindrome, untold] = &*page.results[0].property_validation_rules else {
        panic!("{page:?}")
    };
    assert_eq!(length.rule_type, PropertyValidationRuleType::MaxLength);
    assert_eq!(length.rule_arguments, ["8"]);
    assert_eq!(
        (palindrome.rule_type.as_str(), &*palindrome.rule_arguments),
        ("PALINDROME", &["1".to_owned(), String::new()][..])
    );
    assert_eq!(
        (untold.rule_type.as_str(), untold.rule_arguments.len()),
        ("", 0)
    );

    validations
        .replace_rule("code", PropertyValidationRuleType::MaxLength, ["12"])
        .await
        .unwrap();
    let update =
        PublicPropertyValidationRuleUpdate::new(["[a-z]+"]).should_apply_normalization(false);
    validations
        .replace_rule("code", "REGEX", update)
        .await
        .unwrap();
    let requests = server.requests();
    let path = "/crm/v3/property-validations/0-1";
    assert_eq!(line(&requests[0]), format!("GET {path}"));
    assert_eq!(
        line(&requests[1]),
        format!("PUT {path}/code/rule-type/MAX_LENGTH")
    );
    assert_eq!(requests[1].json(), json!({"ruleArguments": ["12"]}));
    assert_eq!(
        line(&requests[2]),
        format!("PUT {path}/code/rule-type/REGEX")
    );
    assert_eq!(
        requests[2].json(),
        json!({"ruleArguments": ["[a-z]+"], "shouldApplyNormalization": false})
    );
}
