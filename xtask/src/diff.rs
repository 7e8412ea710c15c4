//! What a change of the documents does to the client and to the programs that use it.
//!
//! Two things are compared on both sides. The *model* says what has changed: operations, parameters, types, fields, values. The *surface* of the generated code says
//! what that does to programs, and has the verdict: whatever the reason, a program compiles against declarations. Each difference of the surface is put under the
//! change of the model that it comes from; what comes from none is told by itself, so nothing that breaks is left out.

mod changes;
mod effects;
mod facts;
mod guess;
mod parts;
mod paths;
mod renames;
mod report;
mod rollouts;
mod users;

use std::collections::BTreeMap;

use serde::Serialize;

pub use changes::{About, Action, Change};
pub use effects::Effect;
pub use report::Format;
pub use rollouts::counterparts;

use self::facts::Facts;
use self::renames::Renames;
use crate::Model;
use crate::passes::VersionNames;
use crate::surface::{Surface, SurfaceError};

/// What a change means for programs that use the client.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Verdict {
    /// Only texts have changed.
    Documentation,
    /// What compiled still compiles.
    Compatible,
    /// There are programs that no longer compile.
    Breaking,
}

impl Verdict {
    /// From the gravest to the least.
    pub const ALL: [Self; 3] = [Self::Breaking, Self::Compatible, Self::Documentation];

    /// Its name.
    pub fn name(self) -> &'static str {
        match self {
            Self::Documentation => "documentation",
            Self::Compatible => "compatible",
            Self::Breaking => "breaking",
        }
    }
}

/// Everything that two sides do not have in common.
#[derive(Debug, Serialize)]
pub struct Diff {
    /// Versions that are called differently, and compared all the same because each is the only one of its side: old and new name.
    pub versions: Vec<(String, String)>,
    /// The changes, the gravest first.
    pub changes: Vec<Change>,
}

impl Diff {
    /// Compares two models.
    pub fn of(old: &Model, new: &Model) -> Result<Self, SurfaceError> {
        let sides = Sides::of(old, new)?;
        let effects = effects::effects(&sides.offered.0, &sides.offered.1);
        let (before, after) = sides.facts;
        Ok(Self {
            versions: sides.versions,
            changes: changes::changes(&before, &after, sides.renames, effects),
        })
    }

    /// What two models offer, as [`of`](Self::of) compares it: the new side in the names of the old one where versions are compared as one, and the old side with all that
    /// belongs to types where these are now.
    pub fn surfaces(old: &Model, new: &Model) -> Result<(Surface, Surface), SurfaceError> {
        Ok(Sides::of(old, new)?.offered)
    }

    /// The gravest verdict, if anything has changed.
    pub fn verdict(&self) -> Option<Verdict> {
        self.changes.iter().map(|change| change.verdict).max()
    }

    /// How many changes have a verdict.
    pub fn count(&self, verdict: Verdict) -> usize {
        let with = self
            .changes
            .iter()
            .filter(|change| change.verdict == verdict);
        with.count()
    }
}

/// Two models in terms that can be compared.
struct Sides {
    versions: Vec<(String, String)>,
    facts: (Facts, Facts),
    renames: Renames,
    offered: (Surface, Surface),
}

impl Sides {
    fn of(old: &Model, new: &Model) -> Result<Self, SurfaceError> {
        let versions = pairs(old, new);
        // What the new side calls things is read as the old side's names.
        let mut aliases = BTreeMap::new();
        for (before, after) in &versions {
            aliases.insert(after.module.clone(), before.module.clone());
            aliases.insert(after.apis.clone(), before.apis.clone());
        }
        let alias = |module: &str| {
            let name = aliases.get(module).map_or(module, String::as_str);
            name.to_owned()
        };
        let before = facts::facts(&old.ir, &old.names, ToOwned::to_owned);
        let after = facts::facts(&new.ir, &new.names, alias);
        let renames = Renames::of(&before, &after);
        // Texts say versions as requests do. What could be an identifier is none of the code for that.
        for (before, after) in &versions {
            if let (Some(before), Some(after)) = (wire_name(old, before), wire_name(new, after))
                && syn::parse_str::<syn::Ident>(&after).is_err()
            {
                aliases.insert(after, before);
            }
        }
        let offered = (
            renames.surface(old.surface(&BTreeMap::new())?),
            new.surface(&aliases)?,
        );
        let versions = versions
            .iter()
            .map(|(before, after)| (before.module.clone(), after.module.clone()));
        Ok(Self {
            versions: versions.collect(),
            facts: (before, after),
            renames,
            offered,
        })
    }
}

/// A version as requests say it.
fn wire_name(model: &Model, version: &VersionNames) -> Option<String> {
    let mut versions = model.ir.versions.iter().enumerate();
    versions.find_map(|(number, found)| {
        (model.names.version(number).module == version.module).then(|| found.name.clone())
    })
}

/// The names of a version on both sides, where these differ and it is the only one that the other side does not have.
fn pairs<'a>(old: &'a Model, new: &'a Model) -> Vec<(&'a VersionNames, &'a VersionNames)> {
    let versions = |model: &'a Model| -> Vec<_> {
        (0..model.ir.versions.len())
            .map(|number| model.names.version(number))
            .collect()
    };
    let (before, after) = (versions(old), versions(new));
    let without = |one: &[&'a VersionNames], other: &[&'a VersionNames]| -> Vec<_> {
        let has = |name: &str| other.iter().any(|version| version.module == name);
        one.iter()
            .copied()
            .filter(|version| !has(&version.module))
            .collect()
    };
    match (
        without(&before, &after).as_slice(),
        without(&after, &before).as_slice(),
    ) {
        ([before], [after]) => vec![(before, after)],
        _ => Vec::new(),
    }
}
