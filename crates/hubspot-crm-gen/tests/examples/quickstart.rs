#[path = "../../examples/quickstart.rs"]
mod example;

use hubspot_crm_gen::{Client, v3::prelude::*};
use hubspot_crm_mock::MockHubSpot;

#[tokio::test]
async fn it_does_all_that_it_says_and_leaves_nothing_behind() {
    let mock = MockHubSpot::start().await.unwrap();
    let client = Client::builder().access_token("any").base_url(mock.url());
    let client = client.build().unwrap();
    let report = example::run(&client, "Quick Test").await.unwrap();
    assert_eq!(report.job_title.as_deref(), Some("Mathematician"));
    assert_eq!(
        report.found,
        ["ada", "alan", "grace"].map(|person| format!("{person}@quick-test.example.com"))
    );
    assert_eq!(report.companies.len(), 1);
    assert_eq!(report.streamed.len(), 3);
    let left = client.contacts().list().await.unwrap();
    assert_eq!(left.results.len(), 0);
    let refused = mock.requests().into_iter();
    let refused: Vec<_> = refused
        .filter(|request| request.status().is_none_or(|status| status >= 400))
        .collect();
    assert!(refused.is_empty(), "{refused:?}");
}
