//! How an operation gives its results page by page.

/// How the pages of a list follow each other. Filled by the passes `paginate` and `searches`.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Paging {
    /// How a request says which page it is for, and an answer which one is next.
    pub way: Way,
    /// The largest page, where the document tells it.
    pub page_size: Option<PageSize>,
    /// Page sizes that the operation does not give together with other parameters.
    pub at_most: Vec<AtMost>,
}

/// How a request says which page it is for, and an answer which one is next.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Way {
    /// The answer is a page with a cursor, which is sent back.
    Cursor {
        /// The query parameter that takes it.
        param: String,
        /// The query parameter for the way back, which goes once there is a cursor.
        back: Option<String>,
    },
    /// The answer says whether there is more, and how many items come before it.
    Offset {
        /// Where that number is sent.
        start: Start,
        /// The field of the answer with the items.
        items: String,
        /// The field of the answer that says whether there is more.
        more: String,
        /// The field of the answer with the number.
        offset: String,
    },
    /// The answer is a page with a cursor, which is sent back in the body: a search, whose request the runtime has. Filled by the pass `searches`.
    Search,
}

/// Where a request says where its page starts.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Start {
    /// In a query parameter.
    Query(String),
    /// In a field of the body.
    Body(String),
}

/// The largest page.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct PageSize {
    /// The query parameter with the page size.
    pub limit: String,
    /// The most that it may be.
    pub most: i64,
}

/// A page size that is not given together with another parameter.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct AtMost {
    /// The parameter with the page size.
    pub limit: String,
    /// The most that it may be.
    pub most: i64,
    /// The parameter with which it may be no more.
    pub with: String,
}
