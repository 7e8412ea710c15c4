//! Types of objects: those of HubSpot, and custom ones.

/// A type of objects.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Type {
    /// Its id, such as `0-1`, or `2-100` for a custom one.
    pub(crate) id: String,
    /// Its name in the singular, such as `contact`.
    pub(crate) singular: String,
    /// Its name in paths, such as `contacts`.
    pub(crate) plural: String,
    /// Its full name, such as `p100_cars`, if it is a custom one.
    pub(crate) full_name: Option<String>,
    /// Other names that stand for it.
    pub(crate) others: &'static [&'static str],
}

/// The types that every account has: id, name in the singular, name in paths, and other names that documents have for them.
///
/// HubSpot publishes no id for those that have none of the usual form; their name in paths stands for it.
const STANDARD: [(&str, &str, &str, &[&str]); 34] = [
    ("0-1", "contact", "contacts", &[]),
    ("0-2", "company", "companies", &[]),
    ("0-3", "deal", "deals", &[]),
    ("0-5", "ticket", "tickets", &[]),
    ("0-7", "product", "products", &[]),
    ("0-8", "line_item", "line_items", &[]),
    ("0-14", "quote", "quotes", &[]),
    ("0-18", "communication", "communications", &[]),
    ("0-19", "feedback_submission", "feedback_submissions", &[]),
    ("0-27", "task", "tasks", &[]),
    ("0-46", "note", "notes", &[]),
    ("0-47", "meeting", "meetings", &[]),
    ("0-48", "call", "calls", &[]),
    ("0-49", "email", "emails", &[]),
    ("0-53", "invoice", "invoices", &[]),
    (
        "0-69",
        "subscription",
        "subscriptions",
        &["commerce_subscription", "commerce_subscriptions"],
    ),
    ("0-74", "goal_target", "goal_targets", &["goal", "goals"]),
    ("0-84", "discount", "discounts", &[]),
    ("0-85", "fee", "fees", &[]),
    ("0-86", "tax", "taxes", &[]),
    (
        "0-101",
        "commerce_payment",
        "commerce_payments",
        &["payment", "payments"],
    ),
    ("0-115", "user", "users", &[]),
    ("0-116", "postal_mail", "postal_mail", &[]),
    ("0-123", "order", "orders", &[]),
    ("0-136", "lead", "leads", &[]),
    ("0-142", "cart", "carts", &[]),
    ("0-162", "service", "services", &[]),
    ("0-410", "course", "courses", &[]),
    ("0-420", "listing", "listings", &[]),
    ("0-421", "appointment", "appointments", &[]),
    ("0-721", "contract", "contracts", &[]),
    ("0-970", "project", "projects", &[]),
    ("partner_clients", "partner_client", "partner_clients", &[]),
    (
        "partner_services",
        "partner_service",
        "partner_services",
        &[],
    ),
];

/// All types of an account.
#[derive(Debug)]
pub(crate) struct Types {
    all: Vec<Type>,
}

impl Default for Types {
    fn default() -> Self {
        let standard = STANDARD.iter().map(|(id, singular, plural, others)| Type {
            id: (*id).to_owned(),
            singular: (*singular).to_owned(),
            plural: (*plural).to_owned(),
            full_name: None,
            others,
        });
        Self {
            all: standard.collect(),
        }
    }
}

impl Type {
    /// The name in capitals, as messages have it.
    pub(crate) fn shouted(&self) -> String {
        self.singular.to_uppercase()
    }
}

impl Types {
    /// All of them, those of HubSpot first.
    #[cfg(test)]
    pub(crate) fn all(&self) -> &[Type] {
        &self.all
    }

    /// Adds a custom type.
    pub(crate) fn add(&mut self, new: Type) {
        self.all.push(new);
    }

    /// Forgets a custom type.
    pub(crate) fn remove(&mut self, id: &str) {
        self.all.retain(|known| known.id != id);
    }

    /// The custom type that was given this name, which does not find it.
    pub(crate) fn custom(&self, name: &str) -> Option<&Type> {
        let mut custom = self.all.iter().filter(|known| known.full_name.is_some());
        custom.find(|known| known.singular.eq_ignore_ascii_case(name))
    }

    /// Finds a type by its id or its name, in any case. That of a custom type is the full one, or `p_` with the one that it was given, which alone is none for HubSpot; those of HubSpot's types
    /// are in the singular or in the plural.
    pub(crate) fn find(&self, name: &str) -> Option<&Type> {
        let is = |known: &str| known.eq_ignore_ascii_case(name);
        self.all.iter().find(|known| {
            let is_named = match &known.full_name {
                Some(full) => is(full) || is(&format!("p_{}", known.singular)),
                None => is(&known.singular) || is(&known.plural),
            };
            is_named || is(&known.id) || known.others.iter().any(|other| is(other))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn types_have_several_names() {
        let types = Types::default();
        for name in ["0-1", "contact", "contacts", "CONTACTS"] {
            assert_eq!(types.find(name).map(|found| found.id.as_str()), Some("0-1"));
        }
        assert_eq!(types.find("unicorns"), None);
    }

    #[test]
    fn every_path_for_records_has_a_type() {
        let types = Types::default();
        for route in crate::documents::all() {
            let (["crm", "v3", "objects", name, ..] | ["crm", "objects", "v3", name, ..]) =
                route.shape[..]
            else {
                continue;
            };
            if name != crate::documents::PARAMETER {
                assert!(types.find(name).is_some(), "{}", route.name());
            }
        }
    }

    #[test]
    fn no_name_stands_for_two_types() {
        let types = Types::default();
        for known in &types.all {
            let names = [&*known.id, &known.singular, &known.plural];
            for name in names.into_iter().chain(known.others.iter().copied()) {
                assert_eq!(types.find(name), Some(known), "{name}");
            }
        }
    }
}
