//! Calls whose callers go away.

use std::time::Duration;

use super::calls;
use super::simulated::HubSpot;

#[tokio::test(start_paused = true)]
async fn calls_that_are_dropped_leave_nothing_behind() {
    for seed in 0..4 {
        let hubspot = HubSpot::new(seed, 10);
        let client = hubspot.client();
        let mut random = fastrand::Rng::with_seed(seed);
        let calls: Vec<_> = (0..1000)
            .map(|number| {
                let call = calls::make(client.clone(), number);
                // From before the first poll to long after the answer.
                let patience = Duration::from_millis(random.u64(0..40_000));
                tokio::spawn(tokio::time::timeout(patience, call))
            })
            .collect();
        for (number, call) in calls.into_iter().enumerate() {
            match call.await.unwrap() {
                Ok(result) => {
                    hubspot.with_ledger(|ledger| calls::check(number, &result, ledger));
                }
                Err(_) if number % 4 == 0 => {
                    let created = hubspot.with_ledger(|it| it.count(&calls::name(number)));
                    assert!(created <= 1);
                }
                Err(_) => {}
            }
        }
        hubspot.with_ledger(|ledger| ledger.check_limits(190, 5));
        let status = client.rate_limits();
        assert_eq!(status.in_flight, 0);
        assert_eq!(status.ten_secondly.waiting + status.search.waiting, 0);
        // The client still works.
        tokio::time::sleep(Duration::from_secs(20)).await;
        for number in [1000, 1001, 1002, 1003] {
            let result = calls::make(client.clone(), number).await;
            hubspot.with_ledger(|ledger| calls::check(number, &result, ledger));
        }
    }
}
