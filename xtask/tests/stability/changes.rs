//! Typical changes of our documents.

use crate::edits::{Change, Edit};
use crate::promises::Promise;

/// A document of an API that there is not, with types of its own and one that all share.
const COURIERS: &str = include_str!("couriers.yaml");

pub(crate) const CHANGES: &[Change] = &[
    Change {
        name: "a field is added to a type that most APIs share",
        edits: &[Edit::Replace {
            document: "common/objects.yaml",
            behind: "\n    SimplePublicObject:\n",
            from: "        archivedAt:\n",
            to: "        archivedBy:\n          type: string\n          description: Who put the record there.\n        archivedAt:\n",
        }],
        promise: Promise::FieldAdded {
            to: "src/models/objects.rs",
        },
    },
    Change {
        name: "a field is added to a type of one API",
        edits: &[Edit::Replace {
            document: "v3/owners.yaml",
            behind: "\n    PublicTeam:\n",
            from: "        primary:\n",
            to: "        size:\n          type: integer\n          description: How many people are in it.\n        primary:\n",
        }],
        promise: Promise::FieldAdded {
            to: "src/v3/owners.rs",
        },
    },
    Change {
        name: "a field is added to a type that is sent",
        edits: &[Edit::Replace {
            document: "v3/pipelines.yaml",
            behind: "\n    PipelineInput:\n",
            from: "      properties:\n",
            to: "      properties:\n        color:\n          type: string\n          description: How people see it.\n",
        }],
        promise: Promise::FieldAdded {
            to: "src/v3/pipelines.rs",
        },
    },
    Change {
        name: "a required field is added to a type of one API",
        edits: &[
            Edit::Replace {
                document: "v3/owners.yaml",
                behind: "\n    PublicTeam:\n",
                from: "        - primary\n",
                to: "        - primary\n        - size\n",
            },
            Edit::Replace {
                document: "v3/owners.yaml",
                behind: "\n    PublicTeam:\n",
                from: "        primary:\n",
                to: "        size:\n          type: integer\n          description: How many people are in it.\n        primary:\n",
            },
        ],
        promise: Promise::FieldAdded {
            to: "src/v3/owners.rs",
        },
    },
    Change {
        name: "a field becomes optional",
        edits: &[Edit::Replace {
            document: "v3/owners.yaml",
            behind: "\n    PublicTeam:\n",
            from: "        - primary\n",
            to: "",
        }],
        promise: Promise::FieldChanged {
            of: "src/v3/owners.rs",
        },
    },
    Change {
        name: "a field gets another type",
        edits: &[Edit::Replace {
            document: "v3/owners.yaml",
            behind: "\n        userIdIncludingInactive:\n",
            from: "          type: integer\n          format: int32\n",
            to: "          type: string\n",
        }],
        promise: Promise::FieldChanged {
            of: "src/v3/owners.rs",
        },
    },
    Change {
        name: "a field is described in other words",
        edits: &[Edit::Replace {
            document: "v3/owners.yaml",
            behind: "\n    PublicTeam:\n",
            from: "Name of the team.",
            to: "What people call the team.",
        }],
        promise: Promise::FieldChanged {
            of: "src/v3/owners.rs",
        },
    },
    Change {
        name: "a field is removed",
        edits: &[Edit::Replace {
            document: "v3/owners.yaml",
            behind: "\n    PublicOwner:\n",
            from: "        lastName:\n          type: string\n          description: Last name of the owner.\n",
            to: "",
        }],
        promise: Promise::FieldChanged {
            of: "src/v3/owners.rs",
        },
    },
    Change {
        name: "a value is added to an enum",
        edits: &[Edit::Replace {
            document: "v3/owners.yaml",
            behind: "\n    PublicOwner:\n",
            from: "            - PERSON\n",
            to: "            - PERSON\n            - AGENT\n",
        }],
        promise: Promise::OneApi("src/v3/owners.rs"),
    },
    Change {
        name: "a value is added to one of several enums that were equal",
        edits: &[Edit::Replace {
            document: "v3/schemas.yaml",
            behind: "\n    ObjectTypePropertyCreate:\n",
            from: "            - percentage\n",
            to: "            - percentage\n            - permille\n",
        }],
        promise: Promise::OneApi("src/v3/schemas.rs"),
    },
    Change {
        name: "a schema gets another name",
        edits: &[Edit::ReplaceAll {
            document: "v3/owners.yaml",
            from: "PublicTeam",
            to: "OwnerTeam",
        }],
        promise: Promise::OneApi("src/v3/owners.rs"),
    },
    Change {
        name: "an optional parameter is added to an operation",
        edits: &[Edit::Replace {
            document: "v3/owners.yaml",
            behind: "\n      operationId: list\n",
            from: "        - name: email\n",
            to: "        - name: team\n          in: query\n          description: Id of the team of the owners to return.\n          schema:\n            type: string\n        - name: email\n",
        }],
        promise: Promise::OneApi("src/v3/owners.rs"),
    },
    Change {
        name: "an operation gets its first optional parameter",
        edits: &[Edit::Replace {
            document: "v3/forecast_types.yaml",
            behind: "\n      operationId: list\n",
            from: "      responses:\n",
            to: "      parameters:\n        - name: team\n          in: query\n          description: Id of the team that forecasts.\n          schema:\n            type: string\n      responses:\n",
        }],
        promise: Promise::OneApi("src/v3/forecast_types.rs"),
    },
    Change {
        name: "an optional parameter is added to one of many operations that share a request",
        edits: &[Edit::Replace {
            document: "v3/notes.yaml",
            behind: "\n      operationId: list\n",
            from: "      parameters:\n",
            to: "      parameters:\n        - name: author\n          in: query\n          description: Id of the author of the notes to return.\n          schema:\n            type: string\n",
        }],
        promise: Promise::OneApi("src/v3/notes.rs"),
    },
    Change {
        name: "a required parameter is added to an operation",
        edits: &[Edit::Replace {
            document: "v3/owners.yaml",
            behind: "\n      operationId: get\n",
            from: "      responses:\n",
            to: "        - name: team\n          in: query\n          required: true\n          description: Id of the team of the owner.\n          schema:\n            type: string\n      responses:\n",
        }],
        promise: Promise::OneApi("src/v3/owners.rs"),
    },
    Change {
        name: "an operation is added",
        edits: &[Edit::Replace {
            document: "v3/owners.yaml",
            behind: "\n  /crm/v3/owners/{ownerId}:\n",
            from: "components:\n  parameters:\n",
            to: "  \
  /crm/v3/owners/{ownerId}/teams:
    get:
      tags:
        - Basic
      operationId: getMainTeam
      summary: Get the main team of an owner
      description: Returns the team that an owner is in before all others.
      parameters:
        - name: ownerId
          in: path
          required: true
          description: Id of the owner.
          schema:
            type: integer
            format: int32
      responses:
        '200':
          description: The team.
          content:
            application/json:
              schema:
                $ref: '#/components/schemas/PublicTeam'
        default:
          $ref: ../common/errors.yaml#/components/responses/Error

components:
  parameters:
",
        }],
        promise: Promise::OneApi("src/v3/owners.rs"),
    },
    Change {
        name: "an operation is deprecated",
        edits: &[Edit::Replace {
            document: "v3/owners.yaml",
            behind: "\n  /crm/v3/owners/{ownerId}:\n",
            from: "      operationId: get\n",
            to: "      operationId: get\n      deprecated: true\n",
        }],
        promise: Promise::OneApi("src/v3/owners.rs"),
    },
    Change {
        name: "an API with types of its own is added",
        edits: &[Edit::Add {
            document: "v3/couriers.yaml",
            text: COURIERS,
        }],
        promise: Promise::ApiAdded {
            own: ["src/v3/couriers.rs", "tests/generated/calls/v3_couriers.rs"],
        },
    },
    Change {
        name: "an API of records is added",
        edits: &[Edit::Copy {
            of: "v3/notes.yaml",
            document: "v3/memos.yaml",
            words: &[("note", "memo"), ("Note", "Memo")],
        }],
        promise: Promise::ApiAdded {
            own: ["src/v3/memos.rs", "tests/generated/calls/v3_memos.rs"],
        },
    },
    // Of two equals the first document in the alphabet has the name. Nothing says which one was there before, so `codegen` tells it, and an entry settles it.
    Change {
        name: "an API is added that calls something else by a name that is taken",
        edits: &[
            Edit::Add {
                document: "v3/couriers.yaml",
                text: COURIERS,
            },
            Edit::ReplaceAll {
                document: "v3/couriers.yaml",
                from: "    Courier:\n",
                to: "    PublicTeam:\n",
            },
            Edit::ReplaceAll {
                document: "v3/couriers.yaml",
                from: "/schemas/Courier'",
                to: "/schemas/PublicTeam'",
            },
        ],
        promise: Promise::Pinned,
    },
    Change {
        name: "the same, where the manifest says what the new one is called",
        edits: &[
            Edit::Add {
                document: "v3/couriers.yaml",
                text: COURIERS,
            },
            Edit::ReplaceAll {
                document: "v3/couriers.yaml",
                from: "    Courier:\n",
                to: "    PublicTeam:\n",
            },
            Edit::ReplaceAll {
                document: "v3/couriers.yaml",
                from: "/schemas/Courier'",
                to: "/schemas/PublicTeam'",
            },
            Edit::Rename {
                of: "v3/couriers.yaml#/components/schemas/PublicTeam",
                to: "Courier",
            },
        ],
        promise: Promise::ApiAdded {
            own: ["src/v3/couriers.rs", "tests/generated/calls/v3_couriers.rs"],
        },
    },
    Change {
        name: "an API is removed",
        edits: &[Edit::Remove {
            document: "v3/forecast_types.yaml",
        }],
        promise: Promise::ApiRemoved {
            own: [
                "src/v3/forecast_types.rs",
                "tests/generated/calls/v3_forecast_types.rs",
            ],
        },
    },
];
