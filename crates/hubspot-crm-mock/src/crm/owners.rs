//! Owners: the people, and queues of people, that records are assigned to.

use jiff::Timestamp;
use serde_json::{Value, json};

use super::time;

/// An owner.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Owner {
    pub(crate) id: u64,
    /// The user that it stands for.
    pub(crate) user_id: u64,
    pub(crate) email: String,
    pub(crate) first_name: String,
    pub(crate) last_name: String,
    pub(crate) created_at: Timestamp,
    pub(crate) updated_at: Timestamp,
    /// Whether the user has left.
    pub(crate) is_archived: bool,
}

impl Owner {
    pub(crate) fn to_json(&self) -> Value {
        let mut json = json!({
            "id": self.id.to_string(),
            "email": self.email,
            "type": "PERSON",
            "firstName": self.first_name,
            "lastName": self.last_name,
            "userIdIncludingInactive": self.user_id,
            "createdAt": time(self.created_at),
            "updatedAt": time(self.updated_at),
            "archived": self.is_archived,
        });
        if !self.is_archived {
            json["userId"] = self.user_id.into();
        }
        json
    }
}

/// All owners of an account.
#[derive(Debug)]
pub(crate) struct Owners {
    /// In the order of their ids.
    all: Vec<Owner>,
}

impl Default for Owners {
    fn default() -> Self {
        let mut owners = Self { all: Vec::new() };
        owners.add("ada@example.com", "Ada", "Lovelace");
        owners.add("alan@example.com", "Alan", "Turing");
        owners
    }
}

impl Owners {
    /// Adds an owner, and gives its id. The first one of an account has 1001, and its user 2001.
    pub(crate) fn add(&mut self, email: &str, first_name: &str, last_name: &str) -> u64 {
        let number = self.all.last().map_or(1, |last| last.id - 1000 + 1);
        self.all.push(Owner {
            id: 1000 + number,
            user_id: 2000 + number,
            email: email.to_owned(),
            first_name: first_name.to_owned(),
            last_name: last_name.to_owned(),
            created_at: Timestamp::UNIX_EPOCH,
            updated_at: Timestamp::UNIX_EPOCH,
            is_archived: false,
        });
        1000 + number
    }

    /// The owners, either those that are there or those that have left.
    pub(crate) fn all(&self, is_archived: bool) -> impl Iterator<Item = &Owner> {
        let all = self.all.iter();
        all.filter(move |owner| owner.is_archived == is_archived)
    }
}
