//! Calls over other systems: who called, who takes calls where, and what was said.

use hubspot_crm_gen::DateTime;
use hubspot_crm_gen::v3::prelude::*;
use serde_json::json;

use crate::support::{Answer, Server};
use crate::{line, lines, written};

fn number(number: &str) -> FormattedPhoneNumber {
    FormattedPhoneNumber::new(number, FormattedPhoneNumberType::Mobile)
}

/// Who the caller may be is a contact, a company, or something newer.
#[tokio::test]
async fn a_caller_who_may_be_several() {
    let place =
        json!({"objectId": 9_007_199_254_740_993_i64, "objectTypeId": "0-1", "portalId": 62515});
    let body = json!({"callerIdMatches": [
        {"callerIdType": "CONTACT", "objectCoordinates": place, "firstName": "Ada", "email": ""},
        {"callerIdType": "COMPANY", "objectCoordinates": place, "name": "Engines Ltd"},
        {"callerIdType": "LEAD", "objectCoordinates": place, "label": "?"},
        {"firstName": "Nobody"},
    ]});
    let server = Server::start([Answer::json(200, body.to_string())]).await;
    let started: DateTime = "2026-06-01T10:00:00Z".parse().unwrap();
    let mut call = CompletedThirdPartyCallRequest::new(
        "call-1",
        number("+442071838750").extension("12"),
        number("+15550100"),
        CompletedThirdPartyCallRequestFinalCallStatus::Completed,
        true,
        [1, 2],
    )
    .engagement_properties([("hs_call_title", "Hello")])
    .call_started_timestamp(started)
    .duration_seconds(0);
    call.extra.insert("recordingUrl", "https://example.com/r");
    let answer = server
        .client()
        .calling_extensions()
        .complete_inbound_call(call)
        .await
        .unwrap();
    assert_eq!(written(&answer), body);
    let [
        CallerId::Contact(contact),
        CallerId::Company(company),
        CallerId::Unknown(lead),
        CallerId::Unknown(_),
    ] = &*answer.caller_id_matches
    else {
        panic!("{answer:?}")
    };
    assert_eq!(contact.object_coordinates.object_id, 9_007_199_254_740_993);
    assert_eq!(
        (contact.email.as_deref(), contact.last_name.as_deref()),
        (Some(""), None)
    );
    assert_eq!(company.name.as_deref(), Some("Engines Ltd"));
    assert_eq!(lead["label"], "?");
    let request = server.request();
    assert_eq!(
        line(&request),
        "POST /crm/v3/extensions/calling/inbound-call"
    );
    assert_eq!(
        request.json(),
        json!({
            "externalCallId": "call-1", "finalCallStatus": "COMPLETED", "createEngagement": true,
            "fromNumber": {"e164Number": "+442071838750", "extension": "12", "phoneNumberType": "MOBILE"},
            "toNumber": {"e164Number": "+15550100", "phoneNumberType": "MOBILE"},
            "potentialRecipientUserIds": [1, 2], "engagementProperties": {"hs_call_title": "Hello"},
            "callStartedTimestamp": "2026-06-01T10:00:00Z", "durationSeconds": 0, "recordingUrl": "https://example.com/r",
        })
    );
}

#[tokio::test]
async fn who_takes_calls_and_where() {
    let body = json!({"results": [
        {"userId": "1", "connected": true, "provider": {"type": "HUBSPOT"}},
        {"userId": "2", "connected": true, "provider": {"type": "THIRD_PARTY", "appId": 7, "appName": "Phone"}},
        {"userId": "3", "connected": false, "provider": {"type": "PIGEON", "speed": 80}},
    ]});
    let sparse = r#"{"userId":4,"connected":null,"provider":null}"#;
    let server = Server::start([
        Answer::json(200, body.to_string()),
        Answer::json(200, sparse),
    ])
    .await;
    let calling = server.client().calling_extensions();
    let page = calling
        .batch_read_connection_statuses(["1", "2", "3"])
        .await
        .unwrap();
    assert_eq!(written(&page), body);
    let providers: Vec<_> = page
        .results
        .iter()
        .map(|status| status.provider.clone().unwrap())
        .collect();
    let [
        CallingProvider::Hubspot(_),
        CallingProvider::ThirdParty(phone),
        CallingProvider::Unknown(pigeon),
    ] = &*providers
    else {
        panic!("{providers:?}")
    };
    assert_eq!(
        (phone.app_id, phone.app_name.as_deref()),
        (7, Some("Phone"))
    );
    assert_eq!(pigeon["speed"], 80);
    let mine = calling.get_my_connection_status().await.unwrap();
    assert_eq!(
        (&*mine.user_id, mine.connected, mine.provider),
        ("4", false, None)
    );
    let path = "/crm/extensions/calling/v3/connection-statuses";
    assert_eq!(
        lines(&server),
        [format!("POST {path}/batch/read"), format!("GET {path}/me")]
    );
}

#[tokio::test]
async fn a_transcript() {
    let body = r#"{"id":"t-1","engagementId":"17","transcriptSource":"AGENT_GENERATED","createdAt":1780308000123,
        "transcriptUtterances":[{"id":1,"speaker":null,"text":null,"startTimeMillis":0,"endTimeMillis":1500.0},
        {"id":"2","speaker":{"id":"s","name":"Ada","email":null},"text":"Hi","languageCode":"en"}]}"#;
    let server = Server::start([
        Answer::json(201, r#"{"id":"t-1"}"#),
        Answer::json(200, body),
    ])
    .await;
    let transcripts = server.client().transcriptions();
    let speaker = Speaker::new("s", "Ada").email("ada@example.com");
    let utterance =
        TranscriptCreateUtterance::new(speaker, "Hi 🚀", 0, 1500).language_code("en-us");
    let made = transcripts
        .create(TranscriptCreateRequest::new(17, [utterance]))
        .await
        .unwrap();
    assert_eq!(
        server.request().json(),
        json!({"engagementId": 17, "transcriptCreateUtterances": [{
            "speaker": {"id": "s", "name": "Ada", "email": "ada@example.com"}, "text": "Hi 🚀",
            "startTimeMillis": 0, "endTimeMillis": 1500, "languageCode": "en-us"}]})
    );
    let read = transcripts.get(&made.id).await.unwrap();
    assert_eq!(
        lines(&server),
        ["GET /crm/v3/extensions/calling/transcripts/t-1"]
    );
    assert_eq!(
        (read.engagement_id, read.transcript_source.as_str()),
        (17, "AGENT_GENERATED")
    );
    let [silent, said] = &*read.transcript_utterances else {
        panic!("{read:?}")
    };
    assert_eq!(
        (&silent.speaker, &*silent.text, silent.end_time_millis),
        (&None, "", 1500)
    );
    assert_eq!(said.speaker.as_ref().unwrap().email, None);
}

#[tokio::test]
async fn settings_change_one_by_one() {
    let server = Server::start([Answer::json(
        200,
        r#"{"name":"Phone","width":"400","isReady":"true","url":null}"#,
    )])
    .await;
    let client = server.builder().developer_api_key("key").build().unwrap();
    let patch = SettingsPatchRequest::new().is_ready(false).width(0);
    let settings = client
        .calling_extensions()
        .update_settings(7, patch)
        .await
        .unwrap();
    assert_eq!(
        (settings.width, settings.is_ready, &*settings.url),
        (400, true, "")
    );
    assert_eq!(
        server.request().json(),
        json!({"isReady": false, "width": 0})
    );
}
