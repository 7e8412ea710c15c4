//! What an event says, by its subscription.

use super::event::WebhookEvent;

/// What happened, with the fields that belong to it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum WebhookEventKind<'a> {
    /// A record was created, or a conversation started.
    Creation,
    /// A record was deleted. It can come back: see [`Restore`](Self::Restore).
    Deletion,
    /// A record was deleted for good, for reasons of privacy: what you keep of it has to go as
    /// well.
    PrivacyDeletion,
    /// A deleted record came back.
    Restore,
    /// A property has another value.
    #[non_exhaustive]
    PropertyChange {
        /// The name of the property.
        name: &'a str,
        /// The new value, as text; `None` if it was cleared.
        value: Option<&'a str>,
    },
    /// Records of one type became one.
    #[non_exhaustive]
    Merge {
        /// The record whose values counted more.
        primary_id: &'a str,
        /// The others, which are gone.
        merged_ids: &'a [String],
        /// The record that there is now: a new one, or the primary one.
        result_id: &'a str,
    },
    /// Two records were associated, or are no longer.
    #[non_exhaustive]
    AssociationChange {
        /// The record that the association starts from.
        from_id: &'a str,
        /// The record that it leads to.
        to_id: &'a str,
        /// Whether the association was removed, rather than made.
        removed: bool,
    },
    /// A conversation has a new message.
    #[non_exhaustive]
    NewMessage {
        /// The id of the message.
        message_id: &'a str,
    },
    /// What this version of the crate does not know: what the subscription calls it, such as
    /// `completed` in `event.completed`.
    Unknown(&'a str),
}

impl WebhookEvent {
    /// What happened: the part of the subscription's type after the dot, with the fields that
    /// belong to it. Ids that are missing are empty.
    pub fn kind(&self) -> WebhookEventKind<'_> {
        let (_, what) = self.parts();
        match what {
            "creation" => WebhookEventKind::Creation,
            "deletion" => WebhookEventKind::Deletion,
            "privacyDeletion" => WebhookEventKind::PrivacyDeletion,
            "restore" => WebhookEventKind::Restore,
            "propertyChange" => WebhookEventKind::PropertyChange {
                name: text(&self.property_name),
                value: self
                    .property_value
                    .as_deref()
                    .filter(|value| !value.is_empty()),
            },
            "merge" => WebhookEventKind::Merge {
                primary_id: text(&self.primary_object_id),
                merged_ids: &self.merged_object_ids,
                result_id: text(match self.new_object_id {
                    Some(_) => &self.new_object_id,
                    None => &self.primary_object_id,
                }),
            },
            "associationChange" => WebhookEventKind::AssociationChange {
                from_id: text(&self.from_object_id),
                to_id: text(&self.to_object_id),
                removed: self.association_removed.unwrap_or_default(),
            },
            "newMessage" => WebhookEventKind::NewMessage {
                message_id: text(&self.message_id),
            },
            other => WebhookEventKind::Unknown(other),
        }
    }

    /// What it happened to, in the singular: `contact`, `company`, `deal`, `ticket`, `line_item`,
    /// `product`, `conversation`. It is `object` for a subscription that may be for any type: then
    /// [`object_type_id`](Self::object_type_id) tells which.
    pub fn object_type(&self) -> &str {
        self.parts().0
    }

    /// The type of the subscription, at its dot.
    fn parts(&self) -> (&str, &str) {
        self.subscription_type
            .split_once('.')
            .unwrap_or(("", &self.subscription_type))
    }
}

fn text(field: &Option<String>) -> &str {
    field.as_deref().unwrap_or_default()
}
