//! The objects of OpenAPI 3.0 as tables: their fields, what these hold, and which have to be there.
//!
//! Order and spelling follow the specification, version 3.0.3.

use super::shape::Shape::{
    Any, Count, Flag, FlagOr, Inline, List, Map, Number, Referable, Text, Word,
};
use super::shape::{Field, Keys, Object, Rule, field, object, required};

pub(super) static OPENAPI: Object = object(
    "OpenAPI Object",
    &[
        required("openapi", Text),
        required("info", Inline(&INFO)),
        field("servers", List(&Inline(&SERVER))),
        required("paths", Inline(&PATHS)),
        field("components", Inline(&COMPONENTS)),
        field("security", List(&Inline(&SECURITY_REQUIREMENT))),
        field("tags", List(&Inline(&TAG))),
        field("externalDocs", Inline(&EXTERNAL_DOCS)),
    ],
)
.extensions_matter();

static INFO: Object = object(
    "Info Object",
    &[
        required("title", Text),
        field("description", Text),
        field("termsOfService", Text),
        field("contact", Inline(&CONTACT)),
        field("license", Inline(&LICENSE)),
        required("version", Text),
    ],
)
.extensions_matter();

static CONTACT: Object = object(
    "Contact Object",
    &[
        field("name", Text),
        field("url", Text),
        field("email", Text),
    ],
);

static LICENSE: Object = object(
    "License Object",
    &[required("name", Text), field("url", Text)],
);

static SERVER: Object = object(
    "Server Object",
    &[
        required("url", Text),
        field("description", Text),
        field("variables", Map(Keys::Free, &Inline(&SERVER_VARIABLE))),
    ],
);

static SERVER_VARIABLE: Object = object(
    "Server Variable Object",
    &[
        field("enum", List(&Text)),
        required("default", Text),
        field("description", Text),
    ],
);

static COMPONENTS: Object = object(
    "Components Object",
    &[
        field("schemas", Map(Keys::Component, &Referable(&SCHEMA))),
        field("responses", Map(Keys::Component, &Referable(&RESPONSE))),
        field("parameters", Map(Keys::Component, &Referable(&PARAMETER))),
        field("examples", Map(Keys::Component, &Referable(&EXAMPLE))),
        field(
            "requestBodies",
            Map(Keys::Component, &Referable(&REQUEST_BODY)),
        ),
        field("headers", Map(Keys::Component, &Referable(&HEADER))),
        field(
            "securitySchemes",
            Map(Keys::Component, &Referable(&SECURITY_SCHEME)),
        ),
        field("links", Map(Keys::Component, &Referable(&LINK))),
        field("callbacks", Map(Keys::Component, &Referable(&CALLBACK))),
    ],
);

static PATHS: Object = object("Paths Object", &[]).others(Keys::Path, Inline(&PATH_ITEM));

static PATH_ITEM: Object = object(
    "Path Item Object",
    &[
        field("$ref", Text),
        field("summary", Text),
        field("description", Text),
        field("get", Inline(&OPERATION)),
        field("put", Inline(&OPERATION)),
        field("post", Inline(&OPERATION)),
        field("delete", Inline(&OPERATION)),
        field("options", Inline(&OPERATION)),
        field("head", Inline(&OPERATION)),
        field("patch", Inline(&OPERATION)),
        field("trace", Inline(&OPERATION)),
        field("servers", List(&Inline(&SERVER))),
        field("parameters", List(&Referable(&PARAMETER))),
    ],
);

static OPERATION: Object = object(
    "Operation Object",
    &[
        field("tags", List(&Text)),
        field("summary", Text),
        field("description", Text),
        field("externalDocs", Inline(&EXTERNAL_DOCS)),
        field("operationId", Text),
        field("parameters", List(&Referable(&PARAMETER))),
        field("requestBody", Referable(&REQUEST_BODY)),
        required("responses", Inline(&RESPONSES)),
        field("callbacks", Map(Keys::Free, &Referable(&CALLBACK))),
        field("deprecated", Flag),
        field("security", List(&Inline(&SECURITY_REQUIREMENT))),
        field("servers", List(&Inline(&SERVER))),
    ],
)
.extensions_matter();

static EXTERNAL_DOCS: Object = object(
    "External Documentation Object",
    &[field("description", Text), required("url", Text)],
);

static PARAMETER: Object = object(
    "Parameter Object",
    &[
        required("name", Text),
        required("in", Word(&["query", "header", "path", "cookie"])),
        field("description", Text),
        field("required", Flag),
        field("deprecated", Flag),
        field("allowEmptyValue", Flag),
        field(
            "style",
            Word(&[
                "matrix",
                "label",
                "form",
                "simple",
                "spaceDelimited",
                "pipeDelimited",
                "deepObject",
            ]),
        ),
        field("explode", Flag),
        field("allowReserved", Flag),
        field("schema", Referable(&SCHEMA)),
        field("example", Any),
        field("examples", Map(Keys::Free, &Referable(&EXAMPLE))),
        field("content", Map(Keys::Free, &Inline(&MEDIA_TYPE))),
    ],
)
.rule(Rule::Parameter);

static HEADER: Object = object(
    "Header Object",
    &[
        field("description", Text),
        field("required", Flag),
        field("deprecated", Flag),
        field("allowEmptyValue", Flag),
        field("style", Word(&["simple"])),
        field("explode", Flag),
        field("allowReserved", Flag),
        field("schema", Referable(&SCHEMA)),
        field("example", Any),
        field("examples", Map(Keys::Free, &Referable(&EXAMPLE))),
        field("content", Map(Keys::Free, &Inline(&MEDIA_TYPE))),
    ],
)
.rule(Rule::Header);

static REQUEST_BODY: Object = object(
    "Request Body Object",
    &[
        field("description", Text),
        required("content", Map(Keys::Free, &Inline(&MEDIA_TYPE))),
        field("required", Flag),
    ],
);

static MEDIA_TYPE: Object = object(
    "Media Type Object",
    &[
        field("schema", Referable(&SCHEMA)),
        field("example", Any),
        field("examples", Map(Keys::Free, &Referable(&EXAMPLE))),
        field("encoding", Map(Keys::Free, &Inline(&ENCODING))),
    ],
);

static ENCODING: Object = object(
    "Encoding Object",
    &[
        field("contentType", Text),
        field("headers", Map(Keys::Free, &Referable(&HEADER))),
        field(
            "style",
            Word(&["form", "spaceDelimited", "pipeDelimited", "deepObject"]),
        ),
        field("explode", Flag),
        field("allowReserved", Flag),
    ],
);

static RESPONSES: Object = object(
    "Responses Object",
    &[field("default", Referable(&RESPONSE))],
)
.others(Keys::Status, Referable(&RESPONSE));

static RESPONSE: Object = object(
    "Response Object",
    &[
        required("description", Text),
        field("headers", Map(Keys::Free, &Referable(&HEADER))),
        field("content", Map(Keys::Free, &Inline(&MEDIA_TYPE))),
        field("links", Map(Keys::Free, &Referable(&LINK))),
    ],
);

static CALLBACK: Object = object("Callback Object", &[]).others(Keys::Free, Inline(&PATH_ITEM));

static EXAMPLE: Object = object(
    "Example Object",
    &[
        field("summary", Text),
        field("description", Text),
        field("value", Any),
        field("externalValue", Text),
    ],
);

static LINK: Object = object(
    "Link Object",
    &[
        field("operationRef", Text),
        field("operationId", Text),
        field("parameters", Map(Keys::Free, &Any)),
        field("requestBody", Any),
        field("description", Text),
        field("server", Inline(&SERVER)),
    ],
);

static TAG: Object = object(
    "Tag Object",
    &[
        required("name", Text),
        field("description", Text),
        field("externalDocs", Inline(&EXTERNAL_DOCS)),
    ],
);

pub(super) static REFERENCE: Object = object("Reference Object", &[required("$ref", Text)]);

static SCHEMA: Object = object(
    "Schema Object",
    &[
        field("title", Text),
        field("multipleOf", Number),
        field("maximum", Number),
        field("exclusiveMaximum", Flag),
        field("minimum", Number),
        field("exclusiveMinimum", Flag),
        field("maxLength", Count),
        field("minLength", Count),
        field("pattern", Text),
        field("maxItems", Count),
        field("minItems", Count),
        field("uniqueItems", Flag),
        field("maxProperties", Count),
        field("minProperties", Count),
        field("required", List(&Text)),
        field("enum", List(&Any)),
        field(
            "type",
            Word(&["string", "number", "integer", "boolean", "object", "array"]),
        ),
        field("allOf", List(&Referable(&SCHEMA))),
        field("oneOf", List(&Referable(&SCHEMA))),
        field("anyOf", List(&Referable(&SCHEMA))),
        field("not", Referable(&SCHEMA)),
        field("items", Referable(&SCHEMA)),
        field("properties", Map(Keys::Free, &Referable(&SCHEMA))),
        field("additionalProperties", FlagOr(&Referable(&SCHEMA))),
        field("description", Text),
        field("format", Text),
        field("default", Any),
        field("nullable", Flag),
        field("discriminator", Inline(&DISCRIMINATOR)),
        field("readOnly", Flag),
        field("writeOnly", Flag),
        field("xml", Inline(&XML)),
        field("externalDocs", Inline(&EXTERNAL_DOCS)),
        field("example", Any),
        field("deprecated", Flag),
    ],
)
.rule(Rule::Schema)
.extensions_matter();

static DISCRIMINATOR: Object = object(
    "Discriminator Object",
    &[
        required("propertyName", Text),
        field("mapping", Map(Keys::Free, &Text)),
    ],
);

static XML: Object = object(
    "XML Object",
    &[
        field("name", Text),
        field("namespace", Text),
        field("prefix", Text),
        field("attribute", Flag),
        field("wrapped", Flag),
    ],
);

static SECURITY_SCHEME: Object = object(
    "Security Scheme Object",
    &[
        required("type", Word(&["apiKey", "http", "oauth2", "openIdConnect"])),
        field("description", Text),
        field("name", Text),
        field("in", Word(&["query", "header", "cookie"])),
        field("scheme", Text),
        field("bearerFormat", Text),
        field("flows", Inline(&OAUTH_FLOWS)),
        field("openIdConnectUrl", Text),
    ],
)
.rule(Rule::SecurityScheme);

static OAUTH_FLOWS: Object = object(
    "OAuth Flows Object",
    &[
        field("implicit", Inline(&IMPLICIT_FLOW)),
        field("password", Inline(&TOKEN_FLOW)),
        field("clientCredentials", Inline(&TOKEN_FLOW)),
        field("authorizationCode", Inline(&CODE_FLOW)),
    ],
);

// The specification has one object for all flows and says for each field which flows require it.
static IMPLICIT_FLOW: Object = flow(&[
    required("authorizationUrl", Text),
    field("tokenUrl", Text),
    REFRESH_URL,
    SCOPES,
]);
static TOKEN_FLOW: Object = flow(&[
    field("authorizationUrl", Text),
    required("tokenUrl", Text),
    REFRESH_URL,
    SCOPES,
]);
static CODE_FLOW: Object = flow(&[
    required("authorizationUrl", Text),
    required("tokenUrl", Text),
    REFRESH_URL,
    SCOPES,
]);

const REFRESH_URL: Field = field("refreshUrl", Text);
const SCOPES: Field = required("scopes", Map(Keys::Free, &Text));

const fn flow(fields: &'static [Field]) -> Object {
    object("OAuth Flow Object", fields)
}

static SECURITY_REQUIREMENT: Object =
    object("Security Requirement Object", &[]).others(Keys::Free, List(&Text));
