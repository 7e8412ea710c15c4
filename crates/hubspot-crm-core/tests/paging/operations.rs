//! Operations as the generator writes them.

use hubspot_crm_core::{
    Endpoint, Extra, Json, OperationInfo, Page, Params, json_object, operation, operations, paged,
};

operations![
    "numbers",
    LIST_NUMBERS = Get("/numbers"),
    PASS_OVER_NUMBERS = Get("/numbers/by-offset"),
    SEARCH_NUMBERS = Post("/numbers/search"),
];

pub(crate) const LIST: OperationInfo = LIST_NUMBERS;
pub(crate) const PASS_OVER: OperationInfo = PASS_OVER_NUMBERS;
pub(crate) const SEARCH: OperationInfo = SEARCH_NUMBERS;

#[derive(Debug, Clone)]
pub(crate) struct List {
    endpoint: Endpoint,
}
operation!(List as (Json<Page<i64>>, Page<i64>));
paged!(
    List as i64,
    cursor("after"),
    without("before"),
    at_most(50, "limit", "propertiesWithHistory")
);

impl List {
    pub(crate) fn after(self, after: impl Into<String>) -> Self {
        self.with_query::<String>("after", after)
    }

    pub(crate) fn before(self, before: impl Into<String>) -> Self {
        self.with_query::<String>("before", before)
    }

    pub(crate) fn limit(self, limit: i64) -> Self {
        self.with_query::<i64>("limit", limit)
    }

    pub(crate) fn properties_with_history(
        self,
        names: impl IntoIterator<Item = impl Into<String>>,
    ) -> Self {
        self.with_query_list::<String>("propertiesWithHistory", names)
    }
}

/// A list whose largest page is known.
#[derive(Debug, Clone)]
pub(crate) struct Sized {
    endpoint: Endpoint,
}
operation!(Sized as (Json<Page<i64>>, Page<i64>));
paged!(
    Sized as i64,
    cursor("after"),
    page_size(100, "limit"),
    at_most(50, "limit", "propertiesWithHistory")
);

impl Sized {
    pub(crate) fn limit(self, limit: i64) -> Self {
        self.with_query::<i64>("limit", limit)
    }

    pub(crate) fn properties_with_history(
        self,
        names: impl IntoIterator<Item = impl Into<String>>,
    ) -> Self {
        self.with_query_list::<String>("propertiesWithHistory", names)
    }
}

#[derive(Debug, Clone, Default, PartialEq)]
#[non_exhaustive]
pub(crate) struct Numbers {
    pub(crate) has_more: bool,
    pub(crate) offset: Option<i64>,
    pub(crate) found: Vec<i64>,
    pub(crate) extra: Extra,
}
json_object!(Numbers {
    has_more: "hasMore",
    offset: "offset",
    found: "numbers"
});

#[derive(Debug, Clone)]
pub(crate) struct PassOver {
    endpoint: Endpoint,
}
operation!(PassOver as (Json<Numbers>, Numbers));
paged!(
    PassOver as i64,
    offset("offset"),
    answer(found, has_more, offset)
);

#[derive(Debug, Clone, Default, PartialEq)]
#[non_exhaustive]
pub(crate) struct Search {
    pub(crate) text: String,
    pub(crate) offset: Option<i64>,
    pub(crate) extra: Extra,
}
json_object!(Search {
    text: "text",
    offset: "offset"
});

#[derive(Debug, Clone)]
pub(crate) struct SearchNumbers {
    endpoint: Endpoint,
    body: Search,
}
operation!(
    SearchNumbers as (Json<Numbers>, Numbers),
    json(body as Search)
);
paged!(
    SearchNumbers as i64,
    offset(body.offset),
    answer(found, has_more, offset)
);
