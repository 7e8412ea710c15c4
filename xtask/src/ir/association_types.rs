//! Constants for the kinds of links that HubSpot defines.

use super::TypeId;
use crate::pointer::Origin;

/// All kinds of links that the table has.
#[derive(Debug)]
pub struct AssociationTypes {
    /// Sorted by name.
    pub types: Vec<AssociationType>,
    /// Document and pointer of the schema that a constant is a value of.
    pub schema: String,
    /// Where the manifest names the schema.
    pub place: Origin,
    /// The table.
    pub origin: Origin,
    /// Whether APIs that may use the schema are not in this run.
    pub is_partial: bool,
    /// What a constant is a value of. Filled by the pass `association_types`.
    pub spec: Option<AssociationSpec>,
}

/// A kind of links, in one direction.
#[derive(Debug)]
pub struct AssociationType {
    /// What the links lead from, in the singular, such as `line_item`.
    pub from: String,
    /// What they lead to.
    pub to: String,
    /// What they say, unless it is only that there is a link.
    pub label: Option<String>,
    /// HubSpot's number.
    pub id: i64,
    /// The number of the way back, if HubSpot lists one. It may be the same.
    pub inverse: Option<i64>,
}

impl AssociationType {
    /// Wire name of the constant, such as `contact_to_company_primary`.
    pub fn name(&self) -> String {
        let label = self.label.iter().flat_map(|label| ["_", label]);
        [&self.from, "_to_", &self.to]
            .into_iter()
            .chain(label)
            .collect()
    }
}

/// The type of the constants, and where in it their values go.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AssociationSpec {
    /// An object.
    pub ty: TypeId,
    /// Number of the field that says who defined the type.
    pub category: usize,
    /// The enum that this field holds.
    pub categories: TypeId,
    /// Number of the value that stands for HubSpot.
    pub hubspot: usize,
    /// Number of the field that holds the id.
    pub id: usize,
}
