//! The passes over the model, in the order in which they run. Each has one job; what it relies on, an earlier one has done.

mod answers;
mod association_types;
mod batch_bodies;
mod batch_reads;
mod constants;
mod direction;
mod enums;
mod errors;
mod families;
mod methods;
mod name;
mod paginate;
mod properties;
mod recursion;
mod searches;
mod secrets;
mod share;
mod unions;
mod wrappers;

use crate::diagnostics::Diagnostics;
use crate::ir::Ir;
use crate::renames::Renames;

pub use name::{ApiNames, Home, Names, OperationNames, Variants, VersionNames};

/// Takes the model from what the documents say to what the client offers, and gives it Rust names.
///
/// - `properties`: maps of property values become the runtime's `Properties`.
/// - `share`: equal definitions of several documents become one type.
/// - `enums`: inline enums with equal values become one type.
/// - `unions`: equal inline unions become one type; how the variants of a union are told apart.
/// - `constants`: properties with a single value become text.
/// - `paginate`: which operations give their results page by page, and how their pages follow each other.
/// - `wrappers`: batch inputs, batch outcomes and pages become the runtime's types.
/// - `searches`: what searches send becomes the runtime's types, which know how the pages of a search follow each other.
/// - `errors`: every error body is proved to be the one that the runtime decodes.
/// - `answers`: the success statuses of an operation become one result.
/// - `batch_bodies`: which bodies hold the inputs of a batch beside other fields.
/// - `batch_reads`: which operation reads many of what another reads one of.
/// - `methods`: each operation gets its name within its API.
/// - `families`: path parameters that all paths share move to the handle; operations of one shape share a builder.
/// - `direction`: who sends each type, and which types nobody needs.
/// - `secrets`: which fields of an operation nobody but HubSpot gets to see.
/// - `association_types`: the schema that constants for kinds of links are values of.
/// - `recursion`: types that contain themselves get boxes.
/// - `name`: every Rust name, in one place; clashes are settled by rules and told.
pub fn run(ir: &mut Ir, renames: &mut Renames<'_>, diagnostics: &mut Diagnostics) -> Names {
    properties::run(ir);
    share::run(ir);
    enums::run(ir);
    unions::run(ir, diagnostics);
    constants::run(ir);
    paginate::run(ir);
    wrappers::run(ir);
    searches::run(ir);
    errors::run(ir, diagnostics);
    answers::run(ir, diagnostics);
    batch_bodies::run(ir);
    batch_reads::run(ir);
    methods::run(ir, renames, diagnostics);
    families::run(ir);
    direction::run(ir);
    secrets::run(ir);
    association_types::run(ir, diagnostics);
    recursion::run(ir, diagnostics);
    name::run(ir, renames, diagnostics)
}
