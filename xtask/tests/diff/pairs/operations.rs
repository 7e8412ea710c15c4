//! Operations, their parameters, bodies and answers.

use xtask::diff::Verdict::{Breaking, Compatible, Documentation};

use super::{ARCHIVE, KIND, LIMIT, OF, Pair, pair};

pub(super) const PAIRS: &[Pair] = &[
    // Operations.
    pair(
        "operation added",
        Compatible,
        &[(
            ARCHIVE,
            "    delete:\n      operationId: archive\n      responses: { '204': { description: Gone } }\n    put:\n      operationId: restore\n      responses: { '204': { description: There } }\n",
        )],
    ),
    pair("operation removed", Breaking, &[(ARCHIVE, "")]),
    pair(
        "operation renamed",
        Breaking,
        &[("operationId: archive", "operationId: remove")],
    ),
    pair(
        "operation moved to another path",
        Compatible,
        &[("  /things/count:", "  /things/number:")],
    ),
    pair(
        "operations moved together",
        Breaking,
        &[(
            "  /things/{thingId}:\n    parameters:\n",
            "  /{kind}/{thingId}:\n    parameters:\n      - { name: kind, in: path, required: true, schema: { type: string } }\n",
        )],
    ),
    pair(
        "operation deprecated",
        Compatible,
        &[(
            "operationId: archive\n",
            "operationId: archive\n      deprecated: true\n",
        )],
    ),
    pair(
        "operation deprecated whose answer changes",
        Breaking,
        &[
            (
                "operationId: count\n",
                "operationId: count\n      deprecated: true\n",
            ),
            (
                "schemas/Count' } } }\n  /things/{",
                "schemas/Thing' } } }\n  /things/{",
            ),
        ],
    ),
    pair(
        "operation described otherwise",
        Documentation,
        &[("summary: List things", "summary: List all things")],
    ),
    pair(
        "operation with other scopes",
        Compatible,
        &[
            (
                "operationId: archive\n",
                "operationId: archive\n      security: [{ oauth2: [things.write] }]\n",
            ),
            (
                "components:\n",
                "components:\n  securitySchemes:\n    oauth2:\n      type: oauth2\n      flows: { authorizationCode: { authorizationUrl: 'https://example.com/a', tokenUrl: 'https://example.com/t', scopes: { things.write: Write } } }\n",
            ),
        ],
    ),
    pair(
        "operation that may be repeated",
        Compatible,
        &[(
            "operationId: create\n",
            "operationId: create\n      x-replay-safe: true\n",
        )],
    ),
    pair(
        "method of an operation changed",
        Compatible,
        &[(
            "    delete:\n      operationId: archive",
            "    put:\n      operationId: archive",
        )],
    ),
    // Parameters.
    pair(
        "optional parameter added to a request with others",
        Compatible,
        &[(
            KIND,
            "        - { name: kind, in: query, schema: { $ref: '#/components/schemas/Kind' } }\n        - { name: after, in: query, schema: { type: string } }\n",
        )],
    ),
    pair(
        "first optional parameter added",
        Compatible,
        &[(
            OF,
            "        - { name: of, in: query, required: true, schema: { type: string } }\n        - { name: archived, in: query, schema: { type: boolean } }\n",
        )],
    ),
    pair(
        "required parameter added",
        Breaking,
        &[(
            KIND,
            "        - { name: kind, in: query, schema: { $ref: '#/components/schemas/Kind' } }\n        - { name: owner, in: query, required: true, schema: { type: string } }\n",
        )],
    ),
    pair("optional parameter removed", Breaking, &[(LIMIT, "")]),
    pair(
        "all optional parameters removed",
        Breaking,
        &[(
            "      parameters:\n        - { name: limit, in: query, description: Things per page, schema: { type: integer } }\n        - { name: kind, in: query, schema: { $ref: '#/components/schemas/Kind' } }\n",
            "",
        )],
    ),
    pair(
        "parameter becomes required",
        Breaking,
        &[(
            "name: limit, in: query,",
            "name: limit, in: query, required: true,",
        )],
    ),
    pair(
        "parameter becomes optional",
        Breaking,
        &[(
            "name: of, in: query, required: true,",
            "name: of, in: query,",
        )],
    ),
    pair(
        "parameter of another type",
        Breaking,
        &[(
            "description: Things per page, schema: { type: integer }",
            "description: Things per page, schema: { type: boolean }",
        )],
    ),
    pair(
        "parameter seems renamed",
        Breaking,
        &[("name: limit,", "name: pageLimit,")],
    ),
    pair(
        "parameter may have become one of two",
        Breaking,
        &[(
            LIMIT,
            "        - { name: pageLimit, in: query, schema: { type: integer } }\n        - { name: limitTotal, in: query, schema: { type: integer } }\n",
        )],
    ),
    pair(
        "parameter with another spelling",
        Compatible,
        &[("name: limit,", "name: Limit,")],
    ),
    pair(
        "parameter renamed",
        Breaking,
        &[("name: limit,", "name: count,")],
    ),
    pair(
        "parameter deprecated",
        Compatible,
        &[(
            "name: limit, in: query,",
            "name: limit, in: query, deprecated: true,",
        )],
    ),
    pair(
        "parameter described otherwise",
        Documentation,
        &[(
            "description: Things per page",
            "description: Things on a page",
        )],
    ),
    pair(
        "parameter with a default",
        Compatible,
        &[(
            "description: Things per page, schema: { type: integer }",
            "description: Things per page, schema: { type: integer, default: 10 }",
        )],
    ),
    pair(
        "parameter of the path renamed",
        Compatible,
        &[(
            "  /things/{thingId}:\n    parameters:\n      - { name: thingId,",
            "  /things/{id}:\n    parameters:\n      - { name: id,",
        )],
    ),
    pair(
        "parameter moved to a header",
        Compatible,
        &[("name: of, in: query,", "name: of, in: header,")],
    ),
    // Bodies and answers.
    pair(
        "answer of another type",
        Breaking,
        &[(
            "schemas/Count' } } }\n  /things/{",
            "schemas/Thing' } } }\n  /things/{",
        )],
    ),
    pair(
        "answer with nothing",
        Breaking,
        &[(
            "          description: How many\n          content: { application/json: { schema: { $ref: '#/components/schemas/Count' } } }\n",
            "          description: How many\n",
        )],
    ),
    pair(
        "body becomes optional",
        Breaking,
        &[("requestBody:\n        required: true\n", "requestBody:\n")],
    ),
    pair(
        "body of another type",
        Breaking,
        &[(
            "content: { application/json: { schema: { $ref: '#/components/schemas/NewThing' } } }",
            "content: { application/json: { schema: { $ref: '#/components/schemas/Round' } } }",
        )],
    ),
];
