//! Operations as the generator writes them.

use std::fmt::Display;

use hubspot_crm_core::{
    BatchInput, BatchResponse, Client, Endpoint, Error, Json, Method, NoContent, Operation,
    OperationInfo, Page, Request, request_methods,
};

use super::models::*;

const LIST: OperationInfo =
    OperationInfo::new("objects.list", Method::Get, "/crm/v3/objects/{objectType}");
const UPDATE: OperationInfo = OperationInfo::new(
    "objects.update",
    Method::Patch,
    "/crm/v3/objects/{objectType}/{objectId}",
);
const ARCHIVE: OperationInfo = OperationInfo::new(
    "objects.archive",
    Method::Delete,
    "/crm/v3/objects/{objectType}/{objectId}",
);
const RESTORE: OperationInfo = OperationInfo::new(
    "objects.restore",
    Method::Post,
    "/crm/v3/objects/{objectType}/{objectId}/restore",
);
const BATCH_UPDATE: OperationInfo = OperationInfo::new(
    "objects.batchUpdate",
    Method::Post,
    "/crm/v3/objects/{objectType}/batch/update",
)
.replay_safe(true);

#[derive(Debug, Clone)]
pub struct Objects {
    client: Client,
    object_type: String,
}

impl Objects {
    pub fn new(client: &Client, object_type: &str) -> Self {
        Self {
            client: client.clone(),
            object_type: object_type.to_owned(),
        }
    }

    pub fn list(&self) -> List {
        List {
            endpoint: self.client.endpoint(&LIST).arg(&self.object_type),
            properties: None,
            archived: None,
        }
    }

    pub fn update(
        &self,
        object_id: impl Display,
        body: impl Into<SimplePublicObjectInput>,
    ) -> Update {
        Update {
            endpoint: self
                .client
                .endpoint(&UPDATE)
                .arg(&self.object_type)
                .arg(object_id),
            id_property: None,
            body: body.into(),
        }
    }

    pub fn archive(&self, object_id: impl Display) -> Archive {
        Archive {
            endpoint: self
                .client
                .endpoint(&ARCHIVE)
                .arg(&self.object_type)
                .arg(object_id),
        }
    }

    pub fn restore(&self, object_id: impl Display) -> Restore {
        Restore {
            endpoint: self
                .client
                .endpoint(&RESTORE)
                .arg(&self.object_type)
                .arg(object_id),
        }
    }

    pub fn batch_update<I>(&self, inputs: I) -> BatchUpdate
    where
        I: IntoIterator,
        I::Item: Into<SimplePublicObjectInput>,
    {
        BatchUpdate {
            endpoint: self.client.endpoint(&BATCH_UPDATE).arg(&self.object_type),
            inputs: inputs.into_iter().map(Into::into).collect(),
        }
    }
}

macro_rules! endpoints {
    () => {
        fn endpoint(&self) -> &Endpoint {
            &self.endpoint
        }

        fn endpoint_mut(&mut self) -> &mut Endpoint {
            &mut self.endpoint
        }
    };
}

#[derive(Debug, Clone)]
#[must_use = "a request is sent by `send` or `.await`"]
pub struct List {
    endpoint: Endpoint,
    properties: Option<Vec<String>>,
    archived: Option<bool>,
}

impl List {
    pub fn properties<I>(mut self, properties: I) -> Self
    where
        I: IntoIterator,
        I::Item: Into<String>,
    {
        self.properties = Some(properties.into_iter().map(Into::into).collect());
        self
    }
}

impl Operation for List {
    type Decode = Json<Page<SimplePublicObject>>;

    fn request(&self) -> Result<Request, Error> {
        Ok(self
            .endpoint
            .request()
            .query("properties", &self.properties)
            .query("archived", &self.archived))
    }

    endpoints!();
}

request_methods!(List as Page<SimplePublicObject>);

#[derive(Debug, Clone)]
#[must_use = "a request is sent by `send` or `.await`"]
pub struct Update {
    endpoint: Endpoint,
    id_property: Option<String>,
    body: SimplePublicObjectInput,
}

impl Update {
    pub fn id_property(mut self, id_property: impl Into<String>) -> Self {
        self.id_property = Some(id_property.into());
        self
    }
}

impl Operation for Update {
    type Decode = Json<SimplePublicObject>;

    fn request(&self) -> Result<Request, Error> {
        self.endpoint
            .request()
            .query("idProperty", &self.id_property)
            .json(&self.body)
    }

    endpoints!();
}

request_methods!(Update as SimplePublicObject);

#[derive(Debug, Clone)]
#[must_use = "a request is sent by `send` or `.await`"]
pub struct Archive {
    endpoint: Endpoint,
}

impl Operation for Archive {
    type Decode = NoContent;

    fn request(&self) -> Result<Request, Error> {
        Ok(self.endpoint.request())
    }

    endpoints!();
}

request_methods!(Archive as ());

#[derive(Debug, Clone)]
#[must_use = "a request is sent by `send` or `.await`"]
pub struct Restore {
    endpoint: Endpoint,
}

impl Operation for Restore {
    type Decode = NoContent;

    fn request(&self) -> Result<Request, Error> {
        Ok(self.endpoint.request())
    }

    endpoints!();
}

request_methods!(Restore as ());

#[derive(Debug, Clone)]
#[must_use = "a request is sent by `send` or `.await`"]
pub struct BatchUpdate {
    endpoint: Endpoint,
    inputs: Vec<SimplePublicObjectInput>,
}

impl Operation for BatchUpdate {
    type Decode = BatchResponse<SimplePublicObject>;

    fn request(&self) -> Result<Request, Error> {
        self.endpoint.request().json(&BatchInput {
            inputs: &self.inputs,
        })
    }

    endpoints!();
}

request_methods!(BatchUpdate as hubspot_crm_core::Batch<SimplePublicObject>);
