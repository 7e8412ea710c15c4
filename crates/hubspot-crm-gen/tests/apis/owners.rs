//! Owners: people, and queues, who may be gone.

use hubspot_crm_gen::v3::prelude::*;
use serde_json::json;

use crate::support::{Answer, Server};
use crate::{lines, written};

#[tokio::test]
async fn people_queues_and_those_who_are_gone() {
    let full = json!({
        "id": "41", "email": "ada@example.com", "firstName": "Ada", "lastName": "", "type": "PERSON", "userId": 9,
        "userIdIncludingInactive": 9, "archived": false, "createdAt": "2026-06-01T10:00:00.123Z",
        "updatedAt": "2026-06-01T10:00:00Z",
        "teams": [{"id": "1", "name": "Sales", "primary": true}, {"id": "2", "name": "All", "primary": false}],
    });
    let body = json!({"results": [
        full,
        {"id": 42, "email": null, "type": "QUEUE", "userId": null, "teams": null, "archived": null, "updatedAt": null},
        {"id": "43", "type": "AGENT", "userIdIncludingInactive": "9", "archived": true, "createdAt": 1_780_308_000_123_i64},
    ]});
    let server = Server::start([Answer::json(200, body.to_string())]).await;
    let page = server.client().owners().list().await.unwrap();
    assert_eq!(lines(&server), ["GET /crm/v3/owners"]);
    let [ada, queue, agent] = &*page.results else {
        panic!("{page:?}")
    };
    assert_eq!(written(ada), full);
    assert_eq!(ada.r#type, Some(PublicOwnerType::Person));
    assert!(ada.teams[0].primary);
    assert_eq!(
        (&*queue.id, queue.email.as_deref(), queue.user_id),
        ("42", None, None)
    );
    assert!(queue.teams.is_empty() && !queue.archived && queue.updated_at.is_blank());
    assert_eq!(agent.r#type.as_ref().unwrap().as_str(), "AGENT");
    assert_eq!(
        (agent.user_id, agent.user_id_including_inactive),
        (None, Some(9))
    );
    assert_eq!(agent.created_at.as_millis(), Some(1_780_308_000_123));
}

/// An owner has an id and, as a user, another one. Which of them is meant has to be said.
#[tokio::test]
async fn found_by_address_and_by_either_id() {
    let owner = r#"{"id":"41","userId":9}"#;
    let answers = [r#"{"results":[]}"#, owner, owner, owner].map(|body| Answer::json(200, body));
    let server = Server::start(answers).await;
    let owners = server.client().owners();
    let none = owners
        .list()
        .email("ada+x@example.com")
        .archived(true)
        .limit(1)
        .await
        .unwrap();
    assert!(none.results.is_empty() && none.next_cursor().is_none());
    owners.get(41).await.unwrap();
    owners
        .get("9")
        .id_property(OwnerIdProperty::UserId)
        .archived(true)
        .await
        .unwrap();
    owners.get(9).id_property("email").await.unwrap();
    assert_eq!(
        lines(&server),
        [
            "GET /crm/v3/owners?email=ada%2Bx%40example.com&archived=true&limit=1",
            "GET /crm/v3/owners/41",
            "GET /crm/v3/owners/9?idProperty=userId&archived=true",
            "GET /crm/v3/owners/9?idProperty=email",
        ]
    );
}
