//! Lists.

use hubspot_crm_gen::v3::prelude::*;

use super::{contact, start};

#[tokio::test]
async fn records_are_put_on_lists() {
    let (_mock, hubspot) = start().await;
    let contact = contact(&hubspot, "ada@example.com").await;
    let lists = hubspot.lists();
    let made = lists
        .create(ListCreateRequest::new("Friends", "0-1", "MANUAL"))
        .await
        .unwrap();
    let id = made.list.list_id.clone();
    let done = lists
        .add_members(&id, [contact.as_str(), "1"])
        .await
        .unwrap();
    assert_eq!(done.records_ids_added, [contact.as_str()]);
    assert_eq!(done.record_ids_missing, ["1"]);
    let members = lists.list_memberships(&id).await.unwrap();
    assert_eq!(members.results[0].record_id, contact);
    lists.delete(&id).await.unwrap();
    assert!(lists.get(&id).await.unwrap_err().is_not_found());
    lists.restore(&id).await.unwrap();
    lists.get(&id).await.unwrap();
}
