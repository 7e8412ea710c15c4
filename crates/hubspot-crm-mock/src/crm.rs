//! The state of an account. Nothing here knows of HTTP but for what failures say.

pub(crate) mod associate;
mod built_in;
pub(crate) mod csv;
pub(crate) mod define;
pub(crate) mod exports;
pub(crate) mod imports;
pub(crate) mod kinds;
pub(crate) mod links;
pub(crate) mod lists;
pub(crate) mod owners;
pub(crate) mod pipelines;
pub(crate) mod properties;
pub(crate) mod records;
pub(crate) mod schemas;
pub(crate) mod search;
mod stages;
pub(crate) mod types;
pub(crate) mod values;
pub(crate) mod writes;

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;

use self::exports::Exports;
use self::imports::Imports;
use self::links::Links;
use self::lists::Lists;
use self::owners::Owners;
use self::pipelines::Pipelines;
use self::properties::AllProperties;
use self::records::AllRecords;
use self::schemas::Schema;
use self::types::{Type, Types};
use crate::reply::Failure;

/// Ids of records start here: as long as those of HubSpot, and unlike any other number in a test.
const FIRST_ID: u64 = 100_000_001;

/// Everything that an account has.
#[derive(Debug)]
pub(crate) struct Crm {
    next_id: u64,
    /// What it is called now, since a test may want to say so; otherwise what the system says.
    last_time: Timestamp,
    pub(crate) types: Types,
    pub(crate) properties: AllProperties,
    pub(crate) records: AllRecords,
    pub(crate) links: Links,
    pub(crate) pipelines: Pipelines,
    pub(crate) owners: Owners,
    pub(crate) lists: Lists,
    pub(crate) imports: Imports,
    pub(crate) exports: Exports,
    /// Those of custom types by id, deleted ones included.
    pub(crate) schemas: BTreeMap<String, Schema>,
    /// Email addresses that were erased, and can never come back.
    erased: BTreeSet<String>,
}

impl Default for Crm {
    fn default() -> Self {
        let types = Types::default();
        let type_id = |name: &str| types.find(name).map(|found| found.id.clone());
        Self {
            next_id: FIRST_ID,
            last_time: Timestamp::UNIX_EPOCH,
            properties: AllProperties::new(type_id),
            types,
            records: AllRecords::default(),
            links: Links::default(),
            pipelines: Pipelines::default(),
            owners: Owners::default(),
            lists: Lists::default(),
            imports: Imports::default(),
            exports: Exports::default(),
            schemas: BTreeMap::new(),
            erased: BTreeSet::new(),
        }
    }
}

impl Crm {
    /// The time, in milliseconds as HubSpot tells it, and never before what was told last.
    pub(crate) fn now(&mut self) -> Timestamp {
        let now = Timestamp::now();
        let now = Timestamp::from_millisecond(now.as_millisecond()).unwrap_or(now);
        self.last_time = self.last_time.max(now);
        self.last_time
    }

    /// An id that nothing has had.
    pub(crate) fn new_id(&mut self) -> u64 {
        self.next_id += 1;
        self.next_id - 1
    }

    /// The type of objects that a name or an id stands for.
    pub(crate) fn type_named(&self, name: &str) -> Result<Type, Failure> {
        self.types.find(name).cloned().ok_or_else(|| {
            let advice = match self.types.custom(name) {
                Some(custom) => format!("; custom types go by `p_{}`", custom.singular),
                None => String::new(),
            };
            Failure::invalid(format!("Unable to infer object type from: {name}{advice}"))
        })
    }

    /// As [`Crm::type_named`], as its id.
    pub(crate) fn type_id(&self, name: &str) -> Result<String, Failure> {
        self.type_named(name).map(|found| found.id)
    }
}

/// A time as HubSpot writes it: `2026-01-01T00:00:00.000Z`.
pub(crate) fn time(at: Timestamp) -> String {
    format!("{at:.3}")
}
