use super::*;

#[test]
fn ids_are_names_if_somebody_chose_them() {
    for id in [
        "batchUpdate",
        "get2",
        "getPetById",
        "create_user",
        "Pets_List",
        "pets/list-all",
        "Update",
        "getters",
    ] {
        assert!(is_name(id), "{id}");
    }
    for id in [
        "patch-/crm/v3/objects_update",
        "GET /pets",
        "get_/pets",
        "Not a name",
        "",
        "2get",
        "{id}",
        "größe",
        "anIdThatSaysEverythingAboutWhatItDoesAndMore",
    ] {
        assert!(!is_name(id), "{id}");
    }
}

/// Names of all calls of an API, which begin with their method.
fn short(module: &str, calls: &[&str]) -> Vec<String> {
    let calls: Vec<(&'static str, &str)> = calls
        .iter()
        .map(|call| {
            let (method, path) = call.split_once(' ').unwrap();
            let methods = [
                "GET", "PUT", "POST", "DELETE", "PATCH", "HEAD", "OPTIONS", "TRACE",
            ];
            let known = methods.into_iter().find(|known| *known == method);
            (known.unwrap(), path)
        })
        .collect();
    let api = path::Api::new(module, calls.iter().copied(), false);
    let named = calls.iter().map(|(method, path)| {
        let call = Call { method, path };
        api.name(call, Detail::Short)
    });
    named.collect()
}

#[track_caller]
fn check(module: &str, table: &[(&str, &str)]) {
    let calls: Vec<&str> = table.iter().map(|(call, _)| *call).collect();
    for (name, (call, expected)) in short(module, &calls).iter().zip(table) {
        assert_eq!(name, expected, "{call}");
    }
}

#[test]
fn actions_are_sorted() {
    assert!(segments::ACTIONS.is_sorted());
}

#[test]
fn records() {
    let table = [
        ("GET /crm/v3/objects/contacts", "list"),
        ("POST /crm/v3/objects/contacts", "create"),
        ("GET /crm/v3/objects/contacts/{contactId}", "get"),
        ("PATCH /crm/v3/objects/contacts/{contactId}", "update"),
        ("DELETE /crm/v3/objects/contacts/{contactId}", "archive"),
        ("POST /crm/v3/objects/contacts/batch/read", "batch_read"),
        ("POST /crm/v3/objects/contacts/batch/create", "batch_create"),
        ("POST /crm/v3/objects/contacts/batch/update", "batch_update"),
        ("POST /crm/v3/objects/contacts/batch/upsert", "batch_upsert"),
        (
            "POST /crm/v3/objects/contacts/batch/archive",
            "batch_archive",
        ),
        ("POST /crm/v3/objects/contacts/search", "search"),
        ("POST /crm/v3/objects/contacts/merge", "merge"),
        ("POST /crm/v3/objects/contacts/gdpr-delete", "gdpr_delete"),
    ];
    check("contacts", &table);
    // The same names where the number of a type stands for its name, and beside paths that begin otherwise.
    check(
        "courses",
        &[
            ("GET /crm/objects/2026-03/0-410", "list"),
            ("GET /crm/objects/2026-03/0-410/{courseId}", "get"),
            ("POST /crm/objects/2026-03/0-410/batch/read", "batch_read"),
            ("POST /crm/objects/2026-03/courses/merge", "merge"),
            (
                "PUT /crm/objects/2026-03/{objectType}/{objectId}/associations/default/{toObjectType}/{toObjectId}",
                "replace_association_default",
            ),
        ],
    );
}

#[test]
fn parts_of_something() {
    check(
        "pipelines",
        &[
            ("GET /crm/v3/pipelines/{objectType}", "list"),
            ("POST /crm/v3/pipelines/{objectType}", "create"),
            ("GET /crm/v3/pipelines/{objectType}/{pipelineId}", "get"),
            ("PUT /crm/v3/pipelines/{objectType}/{pipelineId}", "replace"),
            (
                "GET /crm/v3/pipelines/{objectType}/{pipelineId}/audit",
                "get_audit",
            ),
            (
                "GET /crm/v3/pipelines/{objectType}/{pipelineId}/stages",
                "list_stages",
            ),
            (
                "POST /crm/v3/pipelines/{objectType}/{pipelineId}/stages",
                "create_stage",
            ),
            (
                "GET /crm/v3/pipelines/{objectType}/{pipelineId}/stages/{stageId}",
                "get_stage",
            ),
            (
                "PATCH /crm/v3/pipelines/{objectType}/{pipelineId}/stages/{stageId}",
                "update_stage",
            ),
            (
                "DELETE /crm/v3/pipelines/{objectType}/{pipelineId}/stages/{stageId}",
                "delete_stage",
            ),
            (
                "HEAD /crm/v3/pipelines/{objectType}/{pipelineId}/stages/{stageId}",
                "head_stage",
            ),
            (
                "GET /crm/v3/pipelines/{objectType}/{pipelineId}/stages/{stageId}/audit",
                "get_stage_audit",
            ),
        ],
    );
}

#[test]
fn actions() {
    check(
        "lists",
        &[
            ("GET /crm/v3/lists", "list"),
            ("POST /crm/v3/lists/search", "search"),
            ("PUT /crm/v3/lists/folders/move-list", "move_list"),
            (
                "PUT /crm/v3/lists/folders/{folderId}/move/{newParentFolderId}",
                "move_folder",
            ),
            (
                "PUT /crm/v3/lists/folders/{folderId}/rename",
                "rename_folder",
            ),
            ("GET /crm/v3/lists/idmapping", "get_idmapping"),
            ("POST /crm/v3/lists/idmapping", "create_idmapping"),
            (
                "GET /crm/v3/lists/object-type-id/{objectTypeId}/name/{listName}",
                "get_by_object_type_id_and_name",
            ),
            (
                "POST /crm/v3/lists/records/memberships/batch/read",
                "batch_read_record_memberships",
            ),
            (
                "GET /crm/v3/lists/records/{objectTypeId}/{recordId}/memberships",
                "list_record_memberships",
            ),
            (
                "DELETE /crm/v3/lists/{listId}/memberships",
                "delete_memberships",
            ),
            (
                "PUT /crm/v3/lists/{listId}/memberships/add",
                "add_memberships",
            ),
            (
                "PUT /crm/v3/lists/{listId}/memberships/add-and-remove",
                "add_and_remove_memberships",
            ),
            (
                "PUT /crm/v3/lists/{listId}/memberships/add-from/{sourceListId}",
                "add_memberships_from",
            ),
            ("PUT /crm/v3/lists/{listId}/restore", "restore"),
            (
                "GET /crm/v3/lists/{listId}/schedule-conversion",
                "get_schedule_conversion",
            ),
            (
                "PUT /crm/v3/lists/{listId}/schedule-conversion",
                "replace_schedule_conversion",
            ),
            ("PUT /crm/v3/lists/{listId}/update-list-name", "update_name"),
        ],
    );
    check(
        "imports",
        &[
            ("POST /crm/v3/imports/{importId}/cancel", "cancel"),
            ("GET /crm/v3/imports/{importId}/errors", "list_errors"),
        ],
    );
}

#[test]
fn versions_and_names_of_apis_are_not_said() {
    check(
        "calling_extensions",
        &[
            (
                "GET /crm/extensions/calling/v3/connection-statuses",
                "list_connection_statuses",
            ),
            (
                "POST /crm/extensions/calling/v3/connection-statuses/batch/read",
                "batch_read_connection_statuses",
            ),
            (
                "GET /crm/extensions/calling/v3/connection-statuses/me",
                "get_own_connection_status",
            ),
            (
                "POST /crm/v3/extensions/calling/inbound-call",
                "create_inbound_call",
            ),
            (
                "POST /crm/v3/extensions/calling/recordings/ready",
                "mark_recordings_ready",
            ),
            (
                "GET /crm/v3/extensions/calling/{appId}/settings",
                "get_settings",
            ),
            (
                "PATCH /crm/v3/extensions/calling/{appId}/settings/recording",
                "update_settings_recording",
            ),
        ],
    );
    check(
        "associations",
        &[
            (
                "POST /crm/v4/associations/usage/high-usage-report/{userId}",
                "create_high_usage_report",
            ),
            (
                "POST /crm/v4/associations/{fromObjectType}/{toObjectType}/batch/associate/default",
                "batch_associate_default",
            ),
            (
                "POST /crm/v4/associations/{fromObjectType}/{toObjectType}/batch/labels/archive",
                "batch_archive_labels",
            ),
            (
                "GET /crm/v4/objects/{objectType}/{objectId}/associations/{toObjectType}",
                "list",
            ),
            (
                "PUT /crm/v4/objects/{objectType}/{objectId}/associations/{toObjectType}/{toObjectId}",
                "replace",
            ),
        ],
    );
}

#[test]
fn what_a_batch_archives_one_call_archives_too() {
    check(
        "things",
        &[
            ("POST /things/batch/archive", "batch_archive"),
            ("DELETE /things/{id}", "archive"),
            ("DELETE /things/{id}/parts/{partId}", "archive_part"),
            (
                "DELETE /things/{id}/associations/{toId}",
                "delete_association",
            ),
            ("POST /things/batch", "batch_create"),
        ],
    );
}

#[test]
fn last_words_that_are_no_things() {
    check(
        "limits",
        &[
            ("GET /limits/associations/labels", "list_association_labels"),
            (
                "GET /limits/associations/records/from",
                "list_association_records_from",
            ),
            (
                "GET /limits/associations/records/{from}/to",
                "list_association_records_to",
            ),
            (
                "GET /limits/associations/records/{from}/{to}",
                "get_association_record",
            ),
            ("GET /limits/flags/all", "list_flags"),
            ("GET /limits/me", "get_me"),
            ("POST /limits/objects/{objectType}/search", "search_objects"),
        ],
    );
}

#[test]
fn long_names_lose_what_comes_first() {
    check(
        "things",
        &[
            ("GET /other", "get_other"),
            (
                "GET /warehouses/{w}/sections/{s}/shelves/{f}/compartments/{c}/inventories",
                "list_shelf_compartment_inventories",
            ),
        ],
    );
}
