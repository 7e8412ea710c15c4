//! What an update of the documents leaves behind besides code: an entry in the changelog, and the number of the next version.

mod changelog;
mod version;

pub use self::changelog::{ChangelogError, insert};
pub use self::version::Suggestion;
