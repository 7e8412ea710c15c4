//! What all records have.

use serde::de::Deserialize;

use crate::properties::{Properties, PropertyError};

/// A record that HubSpot has sent: it has an id and properties.
///
/// ```
/// # extern crate hubspot_crm_core as hubspot_crm_gen;
/// use hubspot_crm_gen::{PropertyError, Record};
///
/// #[derive(serde::Deserialize)]
/// struct Contact {
///     email: Option<String>,
/// }
///
/// fn emails<R: Record>(records: &[R]) -> Result<Vec<Contact>, PropertyError> {
///     records.iter().map(Record::properties_as).collect()
/// }
/// ```
pub trait Record {
    /// The id, unique among the records of the type.
    fn id(&self) -> &str;

    /// The properties that came with the record: those that were asked for.
    fn properties(&self) -> &Properties;

    /// The properties as a type of yours. See [`Properties::to_typed`].
    ///
    /// # Errors
    /// If a property is not of the type of its field, or has no value where one is needed. The error
    /// has the [id of the record](PropertyError::record_id).
    fn properties_as<'de, T: Deserialize<'de>>(&'de self) -> Result<T, PropertyError>
    where
        Self: Sized,
    {
        let typed = self.properties().to_typed();
        typed.map_err(|error| error.of_record(self.id()))
    }
}

/// Makes a [`Record`] of a struct with the fields `id: String` and `properties: Properties`, with
/// `properties_as` as a method of its own.
#[macro_export]
macro_rules! record {
    ($name:ident) => {
        impl $name {
            /// The properties as a type of yours, a struct with `#[derive(Deserialize)]`. See
            /// [`Properties::to_typed`]($crate::Properties::to_typed).
            ///
            /// # Errors
            /// If a property is not of the type of its field, or has no value where one is needed. The
            /// error has the [id of the record]($crate::PropertyError::record_id).
            pub fn properties_as<'de, T: $crate::__private::Deserialize<'de>>(
                &'de self,
            ) -> ::core::result::Result<T, $crate::PropertyError> {
                $crate::Record::properties_as(self)
            }
        }

        impl $crate::Record for $name {
            fn id(&self) -> &str {
                &self.id
            }

            fn properties(&self) -> &$crate::Properties {
                &self.properties
            }
        }
    };
}
