//! Properties as types of the user, by serde.

use std::cell::Cell;

use serde::de::Deserialize;
use serde::ser::Serialize;

use super::{Properties, PropertyError, names, read, write};

impl Properties {
    /// The properties as a struct or a map of yours that implements `Deserialize`.
    ///
    /// The fields are called like the properties (`#[serde(rename = "…")]` helps), others are
    /// skipped. Every property is a text to HubSpot; the type of the field says what it means:
    ///
    /// | field | text |
    /// |---|---|
    /// | `String`, `&str`, [`Value`](crate::Value) | any |
    /// | integers | `12`, `12.0` |
    /// | `f64`, `f32` | a finite number |
    /// | `bool` | `true` or `false`, in any case |
    /// | [`DateTime`](crate::DateTime), [`CalendarDate`](crate::CalendarDate) | ISO or milliseconds since 1970; odd texts are kept, see there |
    /// | [`Timestamp`](crate::Timestamp), [`Date`](crate::Date), and their like in other crates | as they read themselves, which is ISO; for milliseconds as well, take the two above |
    /// | enums without data | the name of a variant; `#[serde(other)]` takes what is new |
    /// | `Vec` and other lists, sets, tuples | options, separated by `;` |
    /// | `Option` | one of these, or no value |
    /// | [`Change`](crate::Change) | one of these, no text, or no property |
    ///
    /// A property that is absent, null or empty has no value: it is `None`, an empty list, and for
    /// other types an error, but for `String`, which an empty text is good for. `#[serde(default)]`
    /// helps where it is absent or null.
    ///
    /// `#[serde(flatten)]` takes what no field has a name for, as a map of texts or as
    /// [`Properties`]. In a struct that is flattened, serde has texts only, so numbers and flags do
    /// not read; read it by a call of its own from the same properties.
    ///
    /// ```
    /// # extern crate hubspot_crm_core as hubspot_crm_gen;
    /// use hubspot_crm_gen::{DateTime, properties};
    ///
    /// #[derive(serde::Deserialize)]
    /// struct Deal<'a> {
    ///     dealname: &'a str,
    ///     amount: Option<f64>,
    ///     closedate: Option<DateTime>,
    ///     #[serde(rename = "hs_is_closed_won")]
    ///     won: bool,
    ///     colors: Vec<String>,
    /// }
    ///
    /// let properties = properties! {
    ///     "dealname" => "Engine", "amount" => "", "hs_is_closed_won" => "true", "colors" => "red;blue"
    /// };
    /// let deal: Deal<'_> = properties.to_typed()?;
    /// assert_eq!(deal.dealname, "Engine");
    /// assert_eq!((deal.amount, deal.closedate, deal.won), (None, None, true));
    /// assert_eq!(deal.colors, ["red", "blue"]);
    /// # Ok::<(), hubspot_crm_gen::PropertyError>(())
    /// ```
    ///
    /// # Errors
    /// If a text is not of the type of its field, or a field has no value and needs one. The error
    /// names the property.
    pub fn to_typed<'de, T: Deserialize<'de>>(&'de self) -> Result<T, PropertyError> {
        // Derived code does not ask for a field that is not there, and fails unless it is an option
        // or has a default. Only then it is asked once more with the field in place: had it been
        // there at once, it would have hidden a default.
        let mut absent = Vec::new();
        loop {
            let read = T::deserialize(read::Record {
                properties: self,
                absent: &absent,
            });
            let field = read.as_ref().err().and_then(PropertyError::absent_field);
            match field {
                Some(name) if !absent.contains(&name) && !self.contains(name) => absent.push(name),
                _ => return read,
            }
        }
    }

    /// The properties that a struct or a map of yours stands for, which implements `Serialize`.
    ///
    /// Values become texts as those of [`set`](Self::set) do, and read back by
    /// [`to_typed`](Self::to_typed). `None` is left alone: it is not in the properties. To clear a
    /// value, or to leave one alone, use fields of type [`Change`](crate::Change). An empty text or
    /// list clears, too: mind that when you write back what you have read.
    ///
    /// Date-times are sent in UTC with milliseconds, those of jiff and chrono as well.
    ///
    /// ```
    /// # extern crate hubspot_crm_core as hubspot_crm_gen;
    /// use hubspot_crm_gen::{Properties, properties};
    ///
    /// #[derive(serde::Serialize)]
    /// struct NewDeal {
    ///     dealname: String,
    ///     amount: Option<f64>,
    ///     colors: Vec<&'static str>,
    ///     pipeline: Option<String>,
    /// }
    ///
    /// let deal = NewDeal {
    ///     dealname: "Engine".to_owned(),
    ///     amount: Some(1200.0),
    ///     colors: vec!["red", "blue"],
    ///     pipeline: None,
    /// };
    /// let properties = Properties::from_typed(&deal)?;
    /// let expected = properties! { "dealname" => "Engine", "amount" => 1200, "colors" => "red;blue" };
    /// assert_eq!(properties, expected);
    /// # Ok::<(), hubspot_crm_gen::PropertyError>(())
    /// ```
    ///
    /// # Errors
    /// If a property cannot hold a value: a number that is NaN or infinite, an object, an option that
    /// is empty or contains `;`. The error names the property.
    pub fn from_typed<T: Serialize + ?Sized>(value: &T) -> Result<Self, PropertyError> {
        value.serialize(write::Record)
    }

    /// The names of the properties that a struct of yours is made of, to ask HubSpot for them.
    ///
    /// They are the names of the fields as serde reads them, with `#[serde(alias = "…")]`, and
    /// without those that it skips.
    ///
    /// ```
    /// # extern crate hubspot_crm_core as hubspot_crm_gen;
    /// use hubspot_crm_gen::Properties;
    ///
    /// #[derive(serde::Deserialize)]
    /// struct Contact {
    ///     email: Option<String>,
    ///     #[serde(rename = "hs_lead_status")]
    ///     status: Option<String>,
    /// }
    ///
    /// assert_eq!(Properties::names_of::<Contact>()?, ["email", "hs_lead_status"]);
    /// # Ok::<(), hubspot_crm_gen::PropertyError>(())
    /// ```
    ///
    /// # Errors
    /// If the type does not tell its fields: it is a map, or a struct with `#[serde(flatten)]`.
    pub fn names_of<'de, T: Deserialize<'de>>() -> Result<Vec<&'static str>, PropertyError> {
        let fields = Cell::new(None);
        // It reads nothing, so it is an error in any case; what counts is what it has asked for.
        let read = T::deserialize(names::Probe { fields: &fields });
        match (fields.get(), read) {
            (Some(fields), _) => Ok(fields.to_vec()),
            (None, Err(error)) => Err(error),
            (None, Ok(_)) => Err(PropertyError::no_names()),
        }
    }
}
