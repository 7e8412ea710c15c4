//! Answers whose status says what they carry.

/// Implements [`Decode`](crate::Decode) for an enum that has a variant for each status of an
/// operation with several kinds of success. The enum is its own output.
///
/// The second argument is the variant for all other 2xx statuses: it keeps the answer whole. Each
/// line has a status, the variant, its decoder, and the output of that.
///
/// ```
/// use hubspot_crm_core::{Json, NoContent, Response, Value, by_status};
///
/// #[derive(Debug, Clone)]
/// pub enum CreateAnswer {
///     Created(Value),
///     NoContent(()),
///     Other(Response),
/// }
/// by_status!(CreateAnswer, Other {
///     201 => Created(Json<Value> as Value),
///     204 => NoContent(NoContent as ()),
/// });
/// ```
#[macro_export]
macro_rules! by_status {
    ($name:ident, $other:ident {
        $($status:pat => $variant:ident($decoder:ty as $output:ty)),* $(,)?
    }) => {
        impl $crate::Decode for $name {
            type Output = Self;

            // `inline` leaves it to the applications that call the operation to compile it.
            #[inline]
            fn decode(
                response: &$crate::Response,
            ) -> ::core::result::Result<Self, $crate::Error> {
                match response.status().as_u16() {
                    $($status => {
                        let output: $output = <$decoder as $crate::Decode>::decode(response)?;
                        ::core::result::Result::Ok(Self::$variant(output))
                    })*
                    _ => ::core::result::Result::Ok(Self::$other(
                        ::core::clone::Clone::clone(response),
                    )),
                }
            }
        }
    };
}
