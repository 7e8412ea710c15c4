//! An event, as it is sent.

use crate::extra::Extra;
use crate::open_enum::UnknownValue;
use crate::time::DateTime;
use crate::{json_object, open_enum};

/// Something that happened in an account.
///
/// Which fields are there depends on what happened: [`kind`](Self::kind) tells the two apart. Ids
/// are texts, whether HubSpot sends them as texts or as numbers. Fields that this version of the
/// crate does not know are kept in `extra`.
#[derive(Debug, Clone, Default, PartialEq)]
#[non_exhaustive]
pub struct WebhookEvent {
    /// The id of the event. HubSpot does not promise that it is unique.
    pub event_id: String,
    /// The id of the subscription by which the event is sent.
    pub subscription_id: String,
    /// The id of the account in which it happened.
    pub portal_id: String,
    /// The id of the app that has subscribed.
    pub app_id: String,
    /// When it happened.
    pub occurred_at: DateTime,
    /// What happened to what, such as `contact.propertyChange`. See [`kind`](Self::kind) and
    /// [`object_type`](Self::object_type).
    pub subscription_type: String,
    /// How often sending the event has failed so far: 0 is the first attempt.
    pub attempt_number: i64,
    /// The id of the record that it happened to; of the thread where it is about a conversation.
    /// Empty where two records are associated or merged.
    pub object_id: String,
    /// The id of the record's type, such as `0-1` for contacts: where `subscription_type` says
    /// `object`.
    pub object_type_id: Option<String>,
    /// What caused it, such as `CRM_UI`.
    pub change_source: Option<String>,
    /// Who or what caused it, such as `userId:7`.
    pub source_id: Option<String>,
    /// How the record changed, such as `NEW`.
    pub change_flag: Option<String>,
    /// The name of the property that changed.
    pub property_name: Option<String>,
    /// Its new value. An empty text if it was cleared, and not the real one if the property holds
    /// sensitive data.
    pub property_value: Option<String>,
    /// Whether the property holds sensitive data.
    pub is_sensitive: Option<bool>,
    /// The id of a new message in a conversation.
    pub message_id: Option<String>,
    /// Whom the message is for.
    pub message_type: Option<WebhookMessageType>,
    /// Of records that were merged, the id of the one whose values counted more.
    pub primary_object_id: Option<String>,
    /// Of records that were merged, the ids of the others.
    pub merged_object_ids: Vec<String>,
    /// The id of the record that a merge has made: often, but not always, `primary_object_id`.
    pub new_object_id: Option<String>,
    /// How many values a merge has taken over.
    pub number_of_properties_moved: Option<i64>,
    /// The id of the record that an association starts from.
    pub from_object_id: Option<String>,
    /// The id of that record's type, such as `0-1`.
    pub from_object_type_id: Option<String>,
    /// The id of the record that an association leads to.
    pub to_object_id: Option<String>,
    /// The id of that record's type, such as `0-2`.
    pub to_object_type_id: Option<String>,
    /// The name of the association's type, such as `CONTACT_TO_COMPANY`.
    pub association_type: Option<String>,
    /// The id of the association's type.
    pub association_type_id: Option<String>,
    /// Who has defined the association's type, such as `HUBSPOT_DEFINED`.
    pub association_category: Option<String>,
    /// Whether the association was removed, rather than made.
    pub association_removed: Option<bool>,
    /// Whether the association leads to the primary record.
    pub is_primary_association: Option<bool>,
    /// Fields that this version of the crate does not know, kept as they came.
    pub extra: Extra,
}
json_object!(WebhookEvent {
    event_id: "eventId",
    subscription_id: "subscriptionId",
    portal_id: "portalId",
    app_id: "appId",
    occurred_at: "occurredAt",
    subscription_type: "subscriptionType",
    attempt_number: "attemptNumber",
    object_id: "objectId",
    object_type_id: "objectTypeId",
    change_source: "changeSource",
    source_id: "sourceId",
    change_flag: "changeFlag",
    property_name: "propertyName",
    property_value: "propertyValue",
    is_sensitive: "isSensitive",
    message_id: "messageId",
    message_type: "messageType",
    primary_object_id: "primaryObjectId",
    merged_object_ids: "mergedObjectIds",
    new_object_id: "newObjectId",
    number_of_properties_moved: "numberOfPropertiesMoved",
    from_object_id: "fromObjectId",
    from_object_type_id: "fromObjectTypeId",
    to_object_id: "toObjectId",
    to_object_type_id: "toObjectTypeId",
    association_type: "associationType",
    association_type_id: "associationTypeId",
    association_category: "associationCategory",
    association_removed: "associationRemoved",
    is_primary_association: "isPrimaryAssociation",
});

/// Whom a message in a conversation is for.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum WebhookMessageType {
    /// `MESSAGE`: between a visitor and the team.
    Message,
    /// `COMMENT`: within the team.
    Comment,
    /// A value that this version of the crate does not know.
    Unknown(UnknownValue),
}
open_enum!(
    WebhookMessageType,
    Unknown {
        Message: "MESSAGE",
        Comment: "COMMENT"
    }
);
