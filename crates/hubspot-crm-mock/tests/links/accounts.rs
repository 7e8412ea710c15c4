//! What an account comes with: pipelines and owners.

use hubspot_crm_gen::v3::prelude::*;

use super::start;

#[tokio::test]
async fn pipelines_are_there_and_can_be_made() {
    let (_mock, hubspot) = start().await;
    let pipelines = hubspot.pipelines("deals");
    let all = pipelines.list().await.unwrap();
    assert_eq!(all.results[0].id, "default");
    let stages = ["New", "Done"].into_iter().zip(0..).map(|(label, order)| {
        PipelineStageInput::new(label, order).metadata([("probability", "0.5")])
    });
    let made = pipelines
        .create(PipelineInput::new("Renewals", 1, stages))
        .await
        .unwrap();
    assert_eq!(made.stages.len(), 2);
    pipelines.delete(&made.id).await.unwrap();
    assert!(pipelines.get(&made.id).await.unwrap_err().is_not_found());
}

#[tokio::test]
async fn owners_are_found_by_address() {
    let (_mock, hubspot) = start().await;
    let found = hubspot
        .owners()
        .list()
        .email("ada@example.com")
        .await
        .unwrap();
    let owner = &found.results[0];
    let same = hubspot.owners().get(&owner.id).await.unwrap();
    assert_eq!(same.email, owner.email);
}
