//! The pipelines that every account starts with.

use std::collections::BTreeMap;

use jiff::Timestamp;

use super::{Pipeline, Stage};

/// Id and label of a stage, and one pair of its metadata with whether it is closed.
type Preset = (
    &'static str,
    &'static str,
    Option<(&'static str, &'static str, bool)>,
);

const fn deal(id: &'static str, label: &'static str, probability: &'static str) -> Preset {
    // The two ends of a sale, won and lost, are "1.0" and "0.0"; no other begins or ends like them.
    let bytes = probability.as_bytes();
    let is_closed = bytes[0] == b'1' || bytes[2] == b'0';
    (id, label, Some(("probability", probability, is_closed)))
}

const DEALS: [Preset; 7] = [
    deal("appointmentscheduled", "Appointment Scheduled", "0.2"),
    deal("qualifiedtobuy", "Qualified To Buy", "0.4"),
    deal("presentationscheduled", "Presentation Scheduled", "0.6"),
    deal("decisionmakerboughtin", "Decision Maker Bought-In", "0.8"),
    deal("contractsent", "Contract Sent", "0.9"),
    deal("closedwon", "Closed Won", "1.0"),
    deal("closedlost", "Closed Lost", "0.0"),
];

const TICKETS: [Preset; 4] = [
    ("1", "New", Some(("ticketState", "OPEN", false))),
    (
        "2",
        "Waiting on contact",
        Some(("ticketState", "OPEN", false)),
    ),
    ("3", "Waiting on us", Some(("ticketState", "OPEN", false))),
    ("4", "Closed", Some(("ticketState", "CLOSED", true))),
];

const LEADS: [Preset; 5] = [
    ("new-stage-id", "New", None),
    ("attempting-stage-id", "Attempting", None),
    ("connected-stage-id", "Connected", None),
    ("qualified-stage-id", "Qualified", None),
    ("unqualified-stage-id", "Disqualified", None),
];

const ORDERS: [Preset; 5] = [
    ("4b27b500-f031-4927-9811-68a0b525cbae", "Open", None),
    ("937ea84d-0a4f-4dcf-9028-3f9c2aafbf03", "Processed", None),
    ("aa99e8d0-c1d5-4071-b915-d240bbb1aed9", "Shipped", None),
    ("3725360f-519b-4b18-a593-494d60a29c9f", "Delivered", None),
    ("3c85a297-e9ce-400b-b42e-9f16853d69d6", "Cancelled", None),
];

/// The pipelines that come with HubSpot, by the ids of the types that they are for.
pub(super) fn pipelines() -> BTreeMap<String, Vec<Pipeline>> {
    let all: [(&str, &str, &str, &[Preset]); 4] = [
        (super::DEALS, "default", "Sales Pipeline", &DEALS),
        (super::TICKETS, "0", "Support Pipeline", &TICKETS),
        ("0-136", "lead-pipeline-id", "Lead Pipeline", &LEADS),
        (
            "0-123",
            "14a2e10e-5471-408a-906e-c51f3b04369e",
            "Order Pipeline",
            &ORDERS,
        ),
    ];
    let pipelines = all.map(|(type_id, id, label, stages)| {
        let pipeline = Pipeline {
            id: id.to_owned(),
            label: label.to_owned(),
            order: 0,
            stages: (0..).zip(stages).map(stage).collect(),
            created_at: Timestamp::UNIX_EPOCH,
            updated_at: Timestamp::UNIX_EPOCH,
            archived_at: None,
        };
        (type_id.to_owned(), vec![pipeline])
    });
    pipelines.into_iter().collect()
}

fn stage((order, (id, label, metadata)): (i64, &Preset)) -> Stage {
    let metadata = metadata.iter().flat_map(|(name, value, is_closed)| {
        [
            ((*name).to_owned(), (*value).to_owned()),
            ("isClosed".to_owned(), is_closed.to_string()),
        ]
    });
    Stage {
        id: (*id).to_owned(),
        label: (*label).to_owned(),
        order,
        metadata: metadata.collect(),
        created_at: Timestamp::UNIX_EPOCH,
        updated_at: Timestamp::UNIX_EPOCH,
    }
}
