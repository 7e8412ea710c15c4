//! An account that answers searches as HubSpot does.

use std::sync::{Arc, Mutex};

use http::{HeaderMap, StatusCode};
use serde_json::json;

use crate::error::TransportError;
use crate::search::SearchRequest;
use crate::transport::{BoxFuture, HttpRequest, HttpResponse, Transport};
use crate::{
    AccessToken, Call, Client, Extra, Json, JsonBody, Method, OperationInfo, Page, Properties,
    Record, Value, json_object,
};

const SEARCH: OperationInfo = OperationInfo::new(
    "contacts.search",
    Method::Post,
    "/crm/v3/objects/contacts/search",
);

#[derive(Debug, Clone)]
pub(super) struct Contact {
    pub(super) id: String,
    properties: Properties,
    extra: Extra,
}
json_object!(Contact {
    id: "id",
    properties: "properties"
});

impl Record for Contact {
    fn id(&self) -> &str {
        &self.id
    }

    fn properties(&self) -> &Properties {
        &self.properties
    }
}

/// An account with contacts.
#[derive(Clone, Default)]
pub(super) struct Account {
    pub(super) ids: Vec<u64>,
    /// Whether it gives the cursor of the page after the 10,000th record.
    pub(super) ends_without_cursor: bool,
    /// Whether it sorts as it likes.
    pub(super) unsorted: bool,
    pub(super) searches: Arc<Mutex<Vec<Value>>>,
}

impl Account {
    pub(super) fn of(ids: impl IntoIterator<Item = u64>) -> Self {
        Self {
            ids: ids.into_iter().collect(),
            ..Self::default()
        }
    }

    pub(super) fn call(
        &self,
        request: SearchRequest,
    ) -> Call<Json<Page<Contact>>, JsonBody<SearchRequest>> {
        let client = Client::builder()
            .access_token(AccessToken::new("token"))
            .transport(Arc::new(self.clone()))
            .rate_limits(crate::RateLimits::none())
            .build()
            .unwrap();
        Call::new(client.endpoint(&SEARCH), JsonBody(request))
    }

    pub(super) fn searches(&self) -> Vec<Value> {
        self.searches.lock().unwrap().clone()
    }

    fn answer(&self, search: &Value) -> Result<Value, String> {
        let limit = search["limit"].as_u64().unwrap_or(10) as usize;
        let start: usize = search["after"].as_str().map_or(0, |it| it.parse().unwrap());
        if start + limit > 10_000 {
            return Err("beyond 10,000".to_owned());
        }
        let groups = search["filterGroups"]
            .as_array()
            .cloned()
            .unwrap_or_default();
        let groups: Vec<_> = groups.iter().map(|it| it["filters"].clone()).collect();
        let groups = match (groups.is_empty(), search.get("filters")) {
            (true, filters) => vec![filters.cloned().unwrap_or_else(|| json!([]))],
            (false, _) => groups,
        };
        let fits = |id: &&u64| {
            groups.iter().any(|filters| {
                filters.as_array().unwrap().iter().all(|filter| {
                    let value = || filter["value"].as_str().unwrap().parse::<u64>().unwrap();
                    match filter["propertyName"].as_str().unwrap() {
                        "hs_object_id" => **id > value(),
                        "modulo" => id.is_multiple_of(value()),
                        _ => true,
                    }
                })
            })
        };
        let mut found: Vec<u64> = self.ids.iter().filter(fits).copied().collect();
        if search["sorts"] == json!(["hs_object_id"]) && !self.unsorted {
            found.sort_unstable();
        }
        let end = (start + limit).min(found.len());
        let results = found.get(start..end).unwrap_or_default().iter();
        let results: Vec<_> = results
            .map(|id| json!({"id": id.to_string(), "properties": {}}))
            .collect();
        let mut page = json!({"total": found.len(), "results": results});
        if end < found.len() && !(end == 10_000 && self.ends_without_cursor) {
            page["paging"] = json!({"next": {"after": end.to_string()}});
        }
        Ok(page)
    }
}

impl Transport for Account {
    fn send(&self, request: HttpRequest) -> BoxFuture<'_, Result<HttpResponse, TransportError>> {
        let search: Value =
            serde_json::from_slice(request.body.unwrap().as_bytes().unwrap()).unwrap();
        let (status, body) = match self.answer(&search) {
            Ok(page) => (StatusCode::OK, page),
            Err(message) => (StatusCode::BAD_REQUEST, json!({"message": message})),
        };
        self.searches.lock().unwrap().push(search);
        let answer = HttpResponse::new(status, HeaderMap::new(), body.to_string());
        Box::pin(async { Ok(answer) })
    }
}
