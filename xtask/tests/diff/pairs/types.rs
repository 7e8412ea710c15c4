//! Values, alternatives and types.

use xtask::diff::Verdict::{Breaking, Compatible, Documentation};

use super::{Pair, SQUARE, WEIGHT, pair};

pub(super) const PAIRS: &[Pair] = &[
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
