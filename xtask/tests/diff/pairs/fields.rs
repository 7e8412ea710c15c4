//! Fields of what is received and of what is sent.

use xtask::diff::Verdict::{Breaking, Compatible, Documentation};

use super::{ID, Pair, WEIGHT, pair};

pub(super) const PAIRS: &[Pair] = &[
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
];
