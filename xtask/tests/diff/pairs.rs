//! Changes of one document, and what they mean.

use xtask::diff::Verdict::{self, Breaking, Compatible, Documentation};

/// A change of the document.
pub(crate) struct Pair {
    pub(crate) name: &'static str,
    /// What is put in whose place: texts that the document has once.
    pub(crate) edits: &'static [(&'static str, &'static str)],
    pub(crate) verdict: Verdict,
}

/// A row of the table.
const fn pair(
    name: &'static str,
    verdict: Verdict,
    edits: &'static [(&'static str, &'static str)],
) -> Pair {
    Pair {
        name,
        edits,
        verdict,
    }
}

const ID: &str = "        id: { type: string }\n";
const WEIGHT: &str = "        weight: { type: integer }\n";
const LIMIT: &str = "        - { name: limit, in: query, description: Things per page, schema: { type: integer } }\n";
const KIND: &str =
    "        - { name: kind, in: query, schema: { $ref: '#/components/schemas/Kind' } }\n";
const OF: &str = "        - { name: of, in: query, required: true, schema: { type: string } }\n";
const ARCHIVE: &str =
    "    delete:\n      operationId: archive\n      responses: { '204': { description: Gone } }\n";
const SQUARE: &str = "        - { $ref: '#/components/schemas/Square' }\n";

pub(crate) const PAIRS: &[Pair] = &[
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
    // Fields of answers.
    pair(
        "field added to an answer",
        Compatible,
        &[(
            ID,
            "        id: { type: string }\n        colour: { type: string }\n",
        )],
    ),
    pair(
        "required field added to an answer",
        Compatible,
        &[
            ("required: [id, size]", "required: [id, size, colour]"),
            (
                ID,
                "        id: { type: string }\n        colour: { type: string }\n",
            ),
        ],
    ),
    pair(
        "field removed from an answer",
        Breaking,
        &[(
            "        label: { type: string, description: What people call it }\n",
            "",
        )],
    ),
    pair(
        "field of an answer becomes optional",
        Breaking,
        &[("required: [id, size]", "required: [id]")],
    ),
    pair(
        "field of an answer becomes required",
        Breaking,
        &[("required: [id, size]", "required: [id, size, label]")],
    ),
    pair(
        "field of an answer becomes nullable",
        Breaking,
        &[(
            "        size: { type: integer }\n",
            "        size: { type: integer, nullable: true }\n",
        )],
    ),
    pair(
        "field of an answer with another type",
        Breaking,
        &[(
            "        size: { type: integer }\n",
            "        size: { type: string }\n",
        )],
    ),
    pair(
        "field of an answer with another width",
        Documentation,
        &[(
            "        size: { type: integer }\n",
            "        size: { type: integer, description: In metres }\n",
        )],
    ),
    pair(
        "field of an answer loses its format",
        Breaking,
        &[(
            "made: { type: string, format: date-time }",
            "made: { type: string }",
        )],
    ),
    pair(
        "field renamed",
        Breaking,
        &[(
            "        label: { type: string, description: What people call it }\n",
            "        title: { type: string, description: What people call it }\n",
        )],
    ),
    pair(
        "field seems renamed",
        Breaking,
        &[(
            "        label: { type: string, description: What people call it }\n",
            "        displayLabel: { type: string, description: What people call it }\n",
        )],
    ),
    pair(
        "field seems renamed but is of another type",
        Breaking,
        &[(
            "        label: { type: string, description: What people call it }\n",
            "        displayLabel: { type: integer, description: What people call it }\n",
        )],
    ),
    pair(
        "field may have become one of two",
        Breaking,
        &[(
            "        label: { type: string, description: What people call it }\n",
            "        displayLabel: { type: string }\n        labelShort: { type: string }\n",
        )],
    ),
    pair(
        "required field of a request seems renamed",
        Breaking,
        &[
            ("required: [label]", "required: [shownLabel]"),
            (
                "        label: { type: string }\n",
                "        shownLabel: { type: string }\n",
            ),
        ],
    ),
    pair(
        "required field of a request with another spelling",
        Compatible,
        &[
            ("required: [label]", "required: [Label]"),
            (
                "        label: { type: string }\n",
                "        Label: { type: string }\n",
            ),
        ],
    ),
    pair(
        "field with another spelling and type",
        Breaking,
        &[(
            "made: { type: string, format: date-time }",
            "Made: { type: string }",
        )],
    ),
    pair(
        "field with another spelling",
        Compatible,
        &[("        made: {", "        Made: {")],
    ),
    pair(
        "field deprecated",
        Compatible,
        &[(
            "label: { type: string, description: What people call it }",
            "label: { type: string, deprecated: true, description: What people call it }",
        )],
    ),
    // Fields of requests.
    pair(
        "optional field added to a request",
        Compatible,
        &[(
            WEIGHT,
            "        weight: { type: integer }\n        colour: { type: string }\n",
        )],
    ),
    pair(
        "required field added to a request",
        Breaking,
        &[
            ("required: [label]", "required: [label, colour]"),
            (
                WEIGHT,
                "        weight: { type: integer }\n        colour: { type: string }\n",
            ),
        ],
    ),
    pair("field removed from a request", Breaking, &[(WEIGHT, "")]),
    pair(
        "field of a request becomes optional",
        Breaking,
        &[("      required: [label]\n", "")],
    ),
    pair(
        "field of a request becomes required",
        Breaking,
        &[("required: [label]", "required: [label, note]")],
    ),
    pair(
        "field of a request becomes nullable",
        Breaking,
        &[(
            WEIGHT,
            "        weight: { type: integer, nullable: true }\n",
        )],
    ),
    pair(
        "required fields of a request in another order",
        Breaking,
        &[(
            "        place: { type: string }\n        metres: { type: integer }\n",
            "        metres: { type: integer }\n        place: { type: string }\n",
        )],
    ),
    pair(
        "field whose name is a keyword added to an answer",
        Compatible,
        &[(
            ID,
            "        id: { type: string }\n        type: { type: string }\n",
        )],
    ),
    // Values and alternatives.
    pair(
        "value added to an enum",
        Compatible,
        &[("enum: [BIG, SMALL]", "enum: [BIG, MEDIUM, SMALL]")],
    ),
    pair(
        "value removed from an enum",
        Breaking,
        &[("enum: [BIG, SMALL]", "enum: [BIG]")],
    ),
    pair(
        "value with another spelling",
        Compatible,
        &[("enum: [BIG, SMALL]", "enum: [big, SMALL]")],
    ),
    pair(
        "value seems renamed",
        Breaking,
        &[("enum: [BIG, SMALL]", "enum: [VERY_BIG, SMALL]")],
    ),
    pair(
        "value may have become one of two",
        Breaking,
        &[("enum: [BIG, SMALL]", "enum: [VERY_BIG, BIG_ENOUGH, SMALL]")],
    ),
    pair(
        "alternative with another spelling of its sign",
        Compatible,
        &[
            ("          SQUARE: '#", "          Square: '#"),
            ("enum: [SQUARE]", "enum: [Square]"),
        ],
    ),
    pair(
        "alternative with another sign",
        Breaking,
        &[
            ("          SQUARE: '#", "          BOX: '#"),
            ("enum: [SQUARE]", "enum: [BOX]"),
        ],
    ),
    pair(
        "enum becomes text",
        Breaking,
        &[(
            "      type: string\n      enum: [BIG, SMALL]",
            "      type: string",
        )],
    ),
    pair(
        "alternative removed from a choice",
        Breaking,
        &[
            (SQUARE, ""),
            ("          SQUARE: '#/components/schemas/Square'\n", ""),
        ],
    ),
    pair(
        "alternative added to a choice",
        Compatible,
        &[
            (
                SQUARE,
                "        - { $ref: '#/components/schemas/Square' }\n        - { $ref: '#/components/schemas/Count' }\n",
            ),
            (
                "          SQUARE: '#/components/schemas/Square'\n",
                "          SQUARE: '#/components/schemas/Square'\n          COUNT: '#/components/schemas/Count'\n",
            ),
        ],
    ),
    // Types.
    pair(
        "type renamed",
        Breaking,
        &[
            (
                "        '200':\n          description: How many\n          content: { application/json: { schema: { $ref: '#/components/schemas/Count' } } }",
                "        '200':\n          description: How many\n          content: { application/json: { schema: { $ref: '#/components/schemas/Total' } } }",
            ),
            ("    Count:\n", "    Total:\n"),
        ],
    ),
    pair(
        "type renamed that a choice has",
        Breaking,
        &[
            (
                "        - { $ref: '#/components/schemas/Square' }\n",
                "        - { $ref: '#/components/schemas/Box' }\n",
            ),
            (
                "          SQUARE: '#/components/schemas/Square'\n",
                "          SQUARE: '#/components/schemas/Box'\n",
            ),
            ("    Square:\n", "    Box:\n"),
        ],
    ),
    pair(
        "type renamed with another field",
        Breaking,
        &[
            (
                "NewThing' } } }\n      responses",
                "ThingInput' } } }\n      responses",
            ),
            ("    NewThing:\n", "    ThingInput:\n"),
            (
                WEIGHT,
                "        weight: { type: integer }\n        colour: { type: string }\n",
            ),
        ],
    ),
    pair(
        "type described otherwise",
        Documentation,
        &[("description: Something", "description: Anything")],
    ),
    pair(
        "type that is sent is received as well",
        Breaking,
        &[(
            "        '201':\n          description: The thing\n          content: { application/json: { schema: { $ref: '#/components/schemas/Thing' } } }",
            "        '201':\n          description: The thing\n          content: { application/json: { schema: { $ref: '#/components/schemas/NewThing' } } }",
        )],
    ),
    pair(
        "nothing",
        Documentation,
        &[("description: Gone", "description: Gone for good")],
    ),
];
