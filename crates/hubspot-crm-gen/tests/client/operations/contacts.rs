//! Operations that only contacts have.

use hubspot_crm_gen::v3::prelude::*;
use serde_json::json;

use super::case::Case;
use super::samples::record;

pub(crate) fn cases() -> Vec<Case> {
    let merge = "/crm/v3/objects/contacts/merge";
    let erase = "/crm/v3/objects/contacts/gdpr-delete";
    vec![
        Case::new("v3.contacts.merge", "POST", merge, |client| {
            client.contacts().merge(PublicMergeInput::new("1", "2"))
        })
        .body(json!({"primaryObjectId": "1", "objectIdToMerge": "2"}))
        .answered(200, record()),
        Case::new("v3.contacts.gdpr_delete", "POST", erase, |client| {
            client.contacts().gdpr_delete("6001")
        })
        .body(json!({"objectId": "6001"})),
        Case::new("v3.contacts.gdpr_delete", "POST", erase, |client| {
            let contact = PublicGdprDeleteInput::new("ada@example.com").id_property("email");
            client.contacts().gdpr_delete(contact)
        })
        .body(json!({"objectId": "ada@example.com", "idProperty": "email"})),
    ]
}
