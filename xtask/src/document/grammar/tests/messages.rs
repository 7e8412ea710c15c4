//! The messages for fields, names and words that OpenAPI 3.0 does not have, and for those that are missing.

use super::{components, found, operation};

#[test]
fn other_versions() {
    insta::assert_snapshot!(found("- 1\n"), @"
    an OpenAPI document is an object, found a list
        at 
        start the document with `openapi: 3.0.3`
    ");
    insta::assert_snapshot!(found("swagger: '2.0'\ninfo: 5\n"), @"
    Swagger 2.0 is not supported
        at /swagger
        convert the document to OpenAPI 3.0; its structure differs in too many places to be read as it is
    ");
    insta::assert_snapshot!(found("openapi: 3.1.0\ninfo: 5\n"), @"
    OpenAPI `3.1.0` is not supported
        at /openapi
        convert the document to OpenAPI 3.0: newer versions write schemas in another way, so changing the number is not enough
    ");
    insta::assert_snapshot!(found("openapi: 3.0\n"), @"
    the version of OpenAPI must be text, found a number
        at /openapi
        write it with three numbers: `openapi: 3.0.3`
    ");
    insta::assert_snapshot!(found("openapi: latest\n"), @"
    OpenAPI `latest` is not supported
        at /openapi
        this generator reads OpenAPI 3.0, written as `openapi: 3.0.3`
    ");
    insta::assert_snapshot!(found("title: Things\n"), @"
    the document does not say which version of OpenAPI it is written in
        at 
        write `openapi: 3.0.3` at the top; a file that is no OpenAPI document does not belong here
    ");
}

#[test]
fn unknown_fields() {
    let text =
        "{ sumary: S, GET: {}, body: {}, colour: red, responses: { default: { $ref: '#/x' } } }";
    insta::assert_snapshot!(found(&operation(text)), @"
    `sumary` is not a field of the Operation Object
        at /paths/~1things/get/sumary
        did you mean `summary`?
    `GET` is not a field of the Operation Object
        at /paths/~1things/get/GET
        it has `tags`, `summary`, `description`, `externalDocs`, `operationId`, `parameters`, `requestBody`, `responses`, `callbacks`, `deprecated`, `security` and `servers`; a field of your own has to start with `x-`
    `body` is not a field of the Operation Object
        at /paths/~1things/get/body
        OpenAPI 3.0 has `requestBody`
    `colour` is not a field of the Operation Object
        at /paths/~1things/get/colour
        it has `tags`, `summary`, `description`, `externalDocs`, `operationId`, `parameters`, `requestBody`, `responses`, `callbacks`, `deprecated`, `security` and `servers`; a field of your own has to start with `x-`
    ");
    let text = "  schemas:\n    Thing: { type: object, Properties: {}, name: { type: string }, required: [a] }\n";
    insta::assert_snapshot!(found(&components(text)), @"
    `Properties` is not a field of the Schema Object
        at /components/schemas/Thing/Properties
        did you mean `properties`?
    `name` is not a field of the Schema Object
        at /components/schemas/Thing/name
        if this is a property, move it into `properties`; a field of your own has to start with `x-`
    ");
    let text = "  schemes: {}\n  definitions: {}\n  responses:\n    Error: { description: D, content: { a/b: { $ref: '#/x' } }, schema: {} }\n";
    insta::assert_snapshot!(found(&components(text)), @"
    `schemes` is not a field of the Components Object
        at /components/schemes
        did you mean `schemas`?
    `definitions` is not a field of the Components Object
        at /components/definitions
        OpenAPI 3.0 calls them `schemas`
    `$ref` is not a field of the Media Type Object
        at /components/responses/Error/content/a~1b/$ref
        move it into `schema`
    `schema` is not a field of the Response Object
        at /components/responses/Error/schema
        write `content`, with the media type above the schema: `content: { application/json: { schema: … } }`
    ");
}

#[test]
fn missing_fields() {
    insta::assert_snapshot!(found("openapi: 3.0.3\n"), @"
    `info` is missing in the OpenAPI Object
        at 
        OpenAPI Objects need `info`, which is an object
    `paths` is missing in the OpenAPI Object
        at 
        write `paths: {}` if the document holds components only
    ");
    let text = "{ parameters: [{ in: query }, { name: a, in: query, schema: {}, content: {} }], requestBody: {} }";
    insta::assert_snapshot!(found(&operation(text)), @"
    `name` is missing in the Parameter Object
        at /paths/~1things/get/parameters/0
        Parameter Objects need `name`, which is text
    the Parameter Object has neither `schema` nor `content`
        at /paths/~1things/get/parameters/0
        say what its value is, such as `schema: { type: string }`
    the Parameter Object has both `schema` and `content`
        at /paths/~1things/get/parameters/1/content
        keep `schema`, unless the value is text in a format such as JSON
    `content` is missing in the Request Body Object
        at /paths/~1things/get/requestBody
        Request Body Objects need `content`, which is an object
    `responses` is missing in the Operation Object
        at /paths/~1things/get
        Operation Objects need `responses`, which is an object
    ");
    let text = "  responses: { A: {} }
  headers: { A: {} }
  securitySchemes:
    A: { type: apiKey }
    B: { type: http }
    C: { type: oauth2 }
    D: { type: openIdConnect }
    E: {}
    F: { type: oauth2, flows: { implicit: {}, password: { scopes: {} } } }
    G: { type: apiKey, name: a, in: header, flows: { password: {} } }
";
    insta::assert_snapshot!(found(&components(text)), @"
    `description` is missing in the Response Object
        at /components/responses/A
        say in a few words when the answer comes, such as `description: The contact`
    the Header Object has neither `schema` nor `content`
        at /components/headers/A
        say what its value is, such as `schema: { type: string }`
    `name` is missing in the Security Scheme Object
        at /components/securitySchemes/A
        Security Scheme Objects of this kind need `name`, which is text
    `in` is missing in the Security Scheme Object
        at /components/securitySchemes/A
        Security Scheme Objects of this kind need `in`, which is text
    `scheme` is missing in the Security Scheme Object
        at /components/securitySchemes/B
        Security Scheme Objects of this kind need `scheme`, which is text
    `flows` is missing in the Security Scheme Object
        at /components/securitySchemes/C
        Security Scheme Objects of this kind need `flows`, which is an object
    `openIdConnectUrl` is missing in the Security Scheme Object
        at /components/securitySchemes/D
        Security Scheme Objects of this kind need `openIdConnectUrl`, which is text
    `type` is missing in the Security Scheme Object
        at /components/securitySchemes/E
        Security Scheme Objects of this kind need `type`, which is text
    `authorizationUrl` is missing in the OAuth Flow Object
        at /components/securitySchemes/F/flows/implicit
        OAuth Flow Objects of this kind need `authorizationUrl`, which is text
    `scopes` is missing in the OAuth Flow Object
        at /components/securitySchemes/F/flows/implicit
        OAuth Flow Objects of this kind need `scopes`, which is an object
    `tokenUrl` is missing in the OAuth Flow Object
        at /components/securitySchemes/F/flows/password
        OAuth Flow Objects of this kind need `tokenUrl`, which is text
    ");
}

#[test]
fn words() {
    let text = "{ responses: {}, parameters: [
      { name: a, in: body, schema: {} }, { name: a, in: formData, schema: {} }, { name: a, in: qery, schema: {} },
      { name: a, in: query, style: csv, schema: {} }, { name: a, in: query, style: simple, schema: {} }, { name: a, in: path, style: form, schema: {} } ] }";
    insta::assert_snapshot!(found(&operation(text)), @"
    `in` cannot be `body`
        at /paths/~1things/get/parameters/0/in
        this is Swagger 2.0; OpenAPI 3.0 has `requestBody` in the operation
    `in` cannot be `formData`
        at /paths/~1things/get/parameters/1/in
        this is Swagger 2.0; OpenAPI 3.0 has `requestBody` with `multipart/form-data` or `application/x-www-form-urlencoded`
    `in` cannot be `qery`
        at /paths/~1things/get/parameters/2/in
        did you mean `query`?
    `style` cannot be `csv`
        at /paths/~1things/get/parameters/3/style
        write `matrix`, `label`, `form`, `simple`, `spaceDelimited`, `pipeDelimited` or `deepObject`
    a query parameter cannot have the style `simple`
        at /paths/~1things/get/parameters/4/style
        write `form`, `spaceDelimited`, `pipeDelimited` or `deepObject`
    a path parameter cannot have the style `form`
        at /paths/~1things/get/parameters/5/style
        write `simple`, `label` or `matrix`
    ");
    let text = "  securitySchemes:\n    A: { type: basic }\n    B: { type: apiKey, name: a, in: path }\n  headers:\n    A: { style: form, name: a, in: header, schema: {} }\n";
    insta::assert_snapshot!(found(&components(text)), @"
    `type` cannot be `basic`
        at /components/securitySchemes/A/type
        write `type: http` and `scheme: basic`
    `in` cannot be `path`
        at /components/securitySchemes/B/in
        write `query`, `header` or `cookie`
    `style` cannot be `form`
        at /components/headers/A/style
        write `simple`
    `name` is not a field of the Header Object
        at /components/headers/A/name
        the name of a header is its key in `headers`
    `in` is not a field of the Header Object
        at /components/headers/A/in
        a header has no `in`; it is always a header
    ");
}

#[test]
fn keys() {
    let text = "{ responses: { 200: { description: D }, 2xx: { description: D }, 600: { description: D }, ok: { description: D, x: 1 }, Default: {} } }";
    insta::assert_snapshot!(found(&operation(text)), @"
    `2xx` is not a status code
        at /paths/~1things/get/responses/2xx
        write `2XX`
    `600` is not a status code
        at /paths/~1things/get/responses/600
        write a status code (`200`), a range (`2XX`) or `default`
    `ok` is not a status code
        at /paths/~1things/get/responses/ok
        write a status code (`200`), a range (`2XX`) or `default`
    `x` is not a field of the Response Object
        at /paths/~1things/get/responses/ok/x
        it has `description`, `headers`, `content` and `links`; a field of your own has to start with `x-`
    `Default` is not a status code
        at /paths/~1things/get/responses/Default
        write `default`
    `description` is missing in the Response Object
        at /paths/~1things/get/responses/Default
        say in a few words when the answer comes, such as `description: The contact`
    ");
    insta::assert_snapshot!(found("openapi: 3.0.3\ninfo: { title: A, version: v1 }\npaths: { things: { gett: {} } }\n"), @"
    `things` is not a path
        at /paths/things
        a path starts with a slash: `/things`
    `gett` is not a field of the Path Item Object
        at /paths/things/gett
        did you mean `get`?
    ");
    insta::assert_snapshot!(found(&components("  schemas: { 'List<Thing>': {}, '': {}, Großes: {} }\n")), @"
    `List<Thing>` cannot be the name of a component
        at /components/schemas/List<Thing>
        use the letters a to z and A to Z, digits, `.`, `-` and `_` only
    `` cannot be the name of a component
        at /components/schemas/
        use the letters a to z and A to Z, digits, `.`, `-` and `_` only
    `Großes` cannot be the name of a component
        at /components/schemas/Großes
        use the letters a to z and A to Z, digits, `.`, `-` and `_` only
    ");
}

#[test]
fn extensions_that_nothing_reads() {
    let text = "openapi: 3.0.3
x-own: 1
info: { title: A, version: v1, x-own: 2 }
paths:
  /a:
    x-elsewhere: 1
    get: { x-scopes: [], x-hubspot-thing: 1, x-other: 3, responses: { 200: { description: D, x-elsewhere: 1 } } }
components: { schemas: { A: { properties: { x-own: { x-own: 1 } } } } }
";
    insta::assert_snapshot!(found(text), @"
    warning: the generator does not read `x-hubspot-thing`
        at /paths/~1a/get/x-hubspot-thing
        nothing has to be done unless the client should depend on it
    warning: the generator does not read `x-other`
        at /paths/~1a/get/x-other
        nothing has to be done unless the client should depend on it
    warning: the generator does not read `x-own`, here and in 2 more places
        at /x-own
        nothing has to be done unless the client should depend on it
    ");
}

#[test]
fn leftovers_of_swagger_2() {
    let text = "openapi: 3.0.3
info: { title: A, version: v1 }
host: example.com
definitions: {}
paths:
  /a:
    operationId: get
    get:
      produces: [application/json]
      parameters: [{ name: a, in: query, type: string, collectionFormat: csv }]
      responses: { 200: { description: D, schema: {} } }
";
    insta::assert_snapshot!(found(text), @"
    `host` is not a field of the OpenAPI Object
        at /host
        this is Swagger 2.0; OpenAPI 3.0 has `servers`
    `definitions` is not a field of the OpenAPI Object
        at /definitions
        this is Swagger 2.0; OpenAPI 3.0 has `components/schemas`
    `operationId` is not a field of the Path Item Object
        at /paths/~1a/operationId
        it belongs to an operation: put it below `get`, `post` or another method
    `produces` is not a field of the Operation Object
        at /paths/~1a/get/produces
        this is Swagger 2.0; OpenAPI 3.0 has media types in `content` of bodies and responses
    `type` is not a field of the Parameter Object
        at /paths/~1a/get/parameters/0/type
        move it into `schema`
    `collectionFormat` is not a field of the Parameter Object
        at /paths/~1a/get/parameters/0/collectionFormat
        this is Swagger 2.0; OpenAPI 3.0 has `style` and `explode`
    the Parameter Object has neither `schema` nor `content`
        at /paths/~1a/get/parameters/0
        say what its value is, such as `schema: { type: string }`
    `schema` is not a field of the Response Object
        at /paths/~1a/get/responses/200/schema
        write `content`, with the media type above the schema: `content: { application/json: { schema: … } }`
    ");
}
