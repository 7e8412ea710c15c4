//! `Paged` for request builders.

use std::borrow::Cow;

use percent_encoding::percent_decode_str;

use crate::operation::{Operation, Params};

/// Gives a request builder, which implements [`Operation`](crate::Operation), what requests for
/// pages have: [`Paged`](crate::Paged), and the methods `stream` and `pages`.
///
/// After `as` stands the type of the items. Then comes how the pages follow each other:
///
/// - `cursor("after")`: the answer is a [`Page`](crate::Page), and the query parameter takes its
///   cursor. `without("before")` names parameters that go, once there is a cursor.
/// - `offset("offset")` or `offset(body.offset)`, a query parameter or a field of the body;
///   `answer(items, has_more, offset)`, the fields of the answer with the items, whether there are
///   more, and where these begin.
///
/// Then may stand `page_size(100, "limit")`: the largest page, which is read where the caller does
/// not set the parameter `limit`. At the end may stand `at_most(50, "limit", "propertiesWithHistory")`:
/// the page size that `limit` may have together with the other parameter.
///
/// ```
/// # extern crate hubspot_crm_core as hubspot_crm_gen;
/// use hubspot_crm_gen::{Client, Endpoint, Json, Page, Value, operation, operations, paged};
///
/// operations!["records", LIST = Get("/records")];
///
/// #[derive(Debug, Clone)]
/// pub struct List {
///     endpoint: Endpoint,
/// }
/// operation!(List as (Json<Page<Value>>, Page<Value>));
/// paged!(
///     List as Value,
///     cursor("after"),
///     without("before"),
///     page_size(100, "limit"),
///     at_most(50, "limit", "propertiesWithHistory")
/// );
///
/// # async fn run(client: Client) -> Result<(), hubspot_crm_gen::Error> {
/// let mut all = List::new(client.endpoint(&LIST)).stream();
/// while let Some(record) = all.try_next().await? {
///     println!("{record}");
/// }
/// # Ok(())
/// # }
/// ```
#[macro_export]
macro_rules! paged {
    ($name:ident as $item:ty, cursor($after:literal) $(, without($($before:literal),+))? $(, page_size($size:literal, $sized:literal))? $(, at_most($most:literal, $limit:literal, $with:literal))*) => {
        $crate::__paged! {
            $name as $item,
            answer => answer.results,
            (this, answer) => ::core::result::Result::Ok(
                $crate::Page::next_cursor(answer).map(|cursor| {
                    $crate::CursorPaged::starting_after(::core::clone::Clone::clone(this), cursor)
                }),
            ),
            this => $crate::__private::query_text(this, $after).unwrap_or_default(),
            [$(page_size($size, $sized))? $(at_most($most, $limit, $with))*]
        }

        impl $crate::CursorPaged for $name {
            fn starting_after(self, cursor: &str) -> Self {
                $crate::__private::from_cursor(self, $after, cursor, &[$($($before),+)?])
            }
        }
    };
    ($name:ident as $item:ty, offset($offset:literal), answer($items:ident, $more:ident, $next:ident) $(, page_size($size:literal, $sized:literal))? $(, at_most($most:literal, $limit:literal, $with:literal))*) => {
        $crate::__paged! {
            $name as $item,
            answer => answer.$items,
            (this, answer) => ::core::result::Result::Ok(
                $crate::__private::from_offset(
                    answer.$more,
                    answer.$next,
                    $crate::__private::query_number(this, $offset),
                )
                .map(|offset| {
                    $crate::Params::with_query::<::core::primitive::i64>(
                        ::core::clone::Clone::clone(this),
                        $offset,
                        offset,
                    )
                }),
            ),
            this => $crate::__private::offset_text($crate::__private::query_number(this, $offset)),
            [$(page_size($size, $sized))? $(at_most($most, $limit, $with))*]
        }
    };
    ($name:ident as $item:ty, offset($body:ident.$offset:ident), answer($items:ident, $more:ident, $next:ident) $(, page_size($size:literal, $sized:literal))? $(, at_most($most:literal, $limit:literal, $with:literal))*) => {
        $crate::__paged! {
            $name as $item,
            answer => answer.$items,
            (this, answer) => ::core::result::Result::Ok(
                $crate::__private::from_offset(
                    answer.$more,
                    answer.$next,
                    ::core::convert::From::from(this.$body.$offset),
                )
                .map(|offset| {
                    let mut next = ::core::clone::Clone::clone(this);
                    next.$body.$offset = ::core::convert::From::from(offset);
                    next
                }),
            ),
            this => $crate::__private::offset_text(::core::convert::From::from(this.$body.$offset)),
            [$(page_size($size, $sized))? $(at_most($most, $limit, $with))*]
        }
    };
}

/// What all forms of `paged!` have in common.
#[doc(hidden)]
#[macro_export]
macro_rules! __paged {
    (
        $name:ident as $item:ty,
        $items_answer:ident => $items:expr,
        ($this:ident, $answer:ident) => $next:expr,
        $at:ident => $position:expr,
        [$(page_size($size:literal, $sized:literal))? $(at_most($most:literal, $limit:literal, $with:literal))*]
    ) => {
        impl $crate::Paged for $name {
            type Item = $item;

            fn into_items(
                $items_answer: <Self::Decode as $crate::Decode>::Output,
            ) -> ::std::vec::Vec<Self::Item> {
                $items
            }

            fn next_request(
                &self,
                $answer: &<Self::Decode as $crate::Decode>::Output,
            ) -> ::core::result::Result<::core::option::Option<Self>, $crate::Error> {
                let $this = self;
                $next
            }

            fn position(&self) -> ::std::string::String {
                let $at = self;
                $position
            }

            fn within_page_limit(self) -> Self {
                let request = self;
                $(let request = $crate::__private::with_page_size(request, $size, $sized);)?
                $(let request = $crate::__private::with_at_most(request, $most, $limit, $with);)*
                request
            }
        }

        impl $name {
            /// The items of all pages, read page by page as they are asked for. Nothing is sent
            /// before.
            ///
            /// See [`Items`]($crate::Items) for what a stream can do.
            pub fn stream(self) -> $crate::Items<Self> {
                $crate::Paged::stream(self)
            }

            /// The answers, page by page as they are asked for. Nothing is sent before.
            ///
            /// See [`Pages`]($crate::Pages).
            pub fn pages(self) -> $crate::Pages<Self> {
                $crate::Paged::pages(self)
            }
        }
    };
}

/// The value of a query parameter, if it is set.
pub fn query_text<O: Operation>(operation: &O, name: &str) -> Option<String> {
    query_value(&operation.endpoint().request().query, name)
}

/// The value of a query parameter, if it is set to a whole number.
pub fn query_number<O: Operation>(operation: &O, name: &str) -> Option<i64> {
    query_text(operation, name)?.parse().ok()
}

/// The first value of a name in a query.
fn query_value(query: &str, name: &str) -> Option<String> {
    let decode = |text| -> Cow<'_, str> { percent_decode_str(text).decode_utf8_lossy() };
    let mut pairs = query.split('&').filter_map(|pair| pair.split_once('='));
    let (_, value) = pairs.find(|(other, _)| decode(other) == name)?;
    Some(decode(value).into_owned())
}

/// The request for the page at a cursor. `gone` are parameters that would lead elsewhere.
pub fn from_cursor<O: Operation>(
    operation: O,
    name: &'static str,
    cursor: &str,
    gone: &[&'static str],
) -> O {
    let with_cursor = operation.with_query::<String>(name, cursor);
    gone.iter().fold(with_cursor, |operation, &name| {
        operation.with_query::<Option<String>>(name, None::<String>)
    })
}

/// The offset of the next page, if there is one. `own` is that of the page before it.
pub fn from_offset(
    more: impl Into<Option<bool>>,
    offset: impl Into<Option<i64>>,
    own: Option<i64>,
) -> Option<i64> {
    match more.into() {
        // One that leads back, or is missing, is taken for that of the same page: the walk finds
        // that to be a loop.
        Some(true) => Some(
            offset
                .into()
                .unwrap_or_default()
                .max(own.unwrap_or_default()),
        ),
        _ => None,
    }
}

/// An offset as a position.
pub fn offset_text(offset: Option<i64>) -> String {
    match offset {
        None | Some(0) => String::new(),
        Some(offset) => offset.to_string(),
    }
}

/// The request with this page size, if the caller has set none.
pub fn with_page_size<O: Operation>(operation: O, size: i64, limit: &'static str) -> O {
    match query_text(&operation, limit) {
        Some(_) => operation,
        None => operation.with_query::<i64>(limit, size),
    }
}

/// The request with a page size of at most `most`, if the parameter `with` is set and the size, in
/// the parameter `limit`, is larger.
pub fn with_at_most<O: Operation>(operation: O, most: i64, limit: &'static str, with: &str) -> O {
    let is_larger = query_number(&operation, limit).is_some_and(|size| size > most);
    match is_larger && query_text(&operation, with).is_some() {
        true => operation.with_query::<i64>(limit, most),
        false => operation,
    }
}
