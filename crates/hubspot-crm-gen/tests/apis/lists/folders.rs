//! Lists themselves: finding them, naming them, putting them into folders.

use hubspot_crm_gen::DateTime;
use hubspot_crm_gen::v3::prelude::*;
use serde_json::json;

use super::list;
use crate::support::{Answer, Server};
use crate::{line, lines, written};

/// Pages of a search are counted by an offset, and `hasMore` says whether there is another one.
#[tokio::test]
async fn all_lists_by_a_search() {
    let first = json!({
        "lists": [{"listId": 12, "name": "Londoners", "objectTypeId": "0-1", "processingType": "ALGORITHMIC",
            "processingStatus": "COMPLETE", "listVersion": 1, "createdAt": "2026-06-01T10:00:00Z", "deletedAt": null,
            "additionalProperties": {"hs_list_size": 17, "hs_folder_name": null}}],
        "hasMore": true, "offset": 1, "total": 2,
    });
    let last = json!({"lists": [{"listId": "13", "additionalProperties": null}], "hasMore": false, "offset": 2, "total": 2});
    let server = Server::start([first, last].map(|page| Answer::json(200, page.to_string()))).await;
    let lists = server.client().lists();
    let search = ListSearchRequest::new()
        .query("London")
        .processing_types(["DYNAMIC"])
        .additional_properties(["hs_list_size", "hs_folder_name"])
        .count(1);
    let (mut found, mut offset) = (Vec::new(), 0);
    loop {
        let page = lists.search(search.clone().offset(offset)).await.unwrap();
        found.extend(page.lists);
        if !page.has_more {
            break;
        }
        offset = page.offset;
    }
    assert_eq!(
        found.iter().map(|list| &*list.list_id).collect::<Vec<_>>(),
        ["12", "13"]
    );
    // A size is a number where the document has a text.
    assert_eq!(found[0].additional_properties["hs_list_size"], "17");
    assert_eq!(found[0].additional_properties["hs_folder_name"], "");
    assert_eq!(
        (&*found[0].processing_type, &found[0].deleted_at),
        ("ALGORITHMIC", &None)
    );
    let requests = server.requests();
    assert_eq!(line(&requests[0]), "POST /crm/v3/lists/search");
    let body = json!({"query": "London", "processingTypes": ["DYNAMIC"], "count": 1, "offset": 0,
        "additionalProperties": ["hs_list_size", "hs_folder_name"]});
    assert_eq!(requests[0].json(), body);
    assert_eq!(requests[1].json()["offset"], 1);
}

#[tokio::test]
async fn by_ids_and_by_name() {
    let one = list(&json!(null));
    let server = Server::start([
        Answer::json(200, json!({"lists": [one]}).to_string()),
        Answer::json(200, json!({"list": one}).to_string()),
        Answer::json(200, json!({"updatedList": one}).to_string()),
        Answer::new(204),
        Answer::new(204),
    ])
    .await;
    let lists = server.client().lists();
    // Of two ids one has no list; the answer does not say so.
    let found = lists
        .get_by_ids()
        .list_ids(["12", "13"])
        .include_filters(false)
        .await
        .unwrap();
    assert_eq!(found.lists.len(), 1);
    assert_eq!(found.lists[0].filter_branch, None);
    let named = lists.get_by_name("0-1", "London / Paris?").await.unwrap();
    assert_eq!(named.list.list_version, 3);
    lists
        .update_name(12, "London & Paris")
        .include_filters(true)
        .await
        .unwrap();
    lists.delete(12).await.unwrap();
    lists.restore(12).await.unwrap();
    let requests = server.requests();
    assert_eq!(
        requests.iter().map(line).collect::<Vec<_>>(),
        [
            "GET /crm/v3/lists?listIds=12&listIds=13&includeFilters=false",
            "GET /crm/v3/lists/object-type-id/0-1/name/London%20%2F%20Paris%3F",
            "PUT /crm/v3/lists/12/update-list-name?listName=London%20%26%20Paris&includeFilters=true",
            "DELETE /crm/v3/lists/12",
            "PUT /crm/v3/lists/12/restore",
        ]
    );
    for put in [&requests[2], &requests[4]] {
        assert_eq!(
            (put.header("content-type"), put.text()),
            (Some("application/json"), "")
        );
    }
}

#[tokio::test]
async fn a_list_that_is_kept_by_hand() {
    let answer = json!({"list": list(&json!(null))});
    let server = Server::start([Answer::json(200, answer.to_string())]).await;
    let create = ListCreateRequest::new("Guests", "0-1", "MANUAL")
        .list_folder_id(5)
        .custom_properties([("season", "summer")])
        .list_permissions(
            PublicListPermissions::new()
                .users_with_edit_access([9])
                .teams_with_edit_access([]),
        )
        .membership_settings(PublicMembershipSettings::new().include_unassigned(false));
    server.client().lists().create(create).await.unwrap();
    assert_eq!(
        server.request().json(),
        json!({
            "name": "Guests", "objectTypeId": "0-1", "processingType": "MANUAL", "listFolderId": 5,
            "customProperties": {"season": "summer"}, "membershipSettings": {"includeUnassigned": false},
            "listPermissions": {"usersWithEditAccess": [9], "teamsWithEditAccess": []},
        })
    );
}

/// Folders hold folders, which hold folders. Their ids are texts here and numbers there.
#[tokio::test]
async fn folders_in_folders() {
    let leaf = json!({"id": 7, "name": "June", "parentFolderId": 6, "childLists": [12, 13], "childNodes": null});
    let tree = json!({"folder": {"id": "0", "name": null, "parentFolderId": null, "childLists": null, "childNodes": [
        {"id": "6", "name": "2026", "parentFolderId": "0", "userId": "9", "childLists": [], "childNodes": [leaf],
         "updatedContentsAt": 1_780_308_000_123_i64}]}});
    let made = json!({"folder": {"id": "8", "name": "July", "parentFolderId": "6", "childLists": [], "childNodes": []}});
    let server = Server::start([
        Answer::json(200, tree.to_string()),
        Answer::json(201, made.to_string()),
        Answer::json(200, made.to_string()),
        Answer::json(200, made.to_string()),
        Answer::new(204),
        Answer::new(204),
    ])
    .await;
    let lists = server.client().lists();
    let root = lists.get_folder().await.unwrap().folder;
    assert_eq!(
        (&*root.id, root.name.as_deref(), &*root.parent_folder_id),
        ("0", None, "")
    );
    let year = &root.child_nodes[0];
    assert_eq!(
        year.updated_contents_at.as_ref().unwrap().as_millis(),
        Some(1_780_308_000_123)
    );
    assert_eq!(
        (&*year.child_nodes[0].id, &*year.child_nodes[0].child_lists),
        ("7", &[12, 13][..])
    );

    let july = lists
        .create_folder(ListFolderCreateRequest::new("July").parent_folder_id("6"))
        .await
        .unwrap();
    assert_eq!(written(&july), made);
    lists.rename_folder(8, "July / August").await.unwrap();
    lists.move_folder("8", 0).await.unwrap();
    lists
        .move_list(ListMoveRequest::new("12", "8"))
        .await
        .unwrap();
    lists.delete_folder(8).await.unwrap();
    let requests = server.requests();
    let path = "/crm/v3/lists/folders";
    assert_eq!(
        requests.iter().map(line).collect::<Vec<_>>(),
        [
            format!("GET {path}"),
            format!("POST {path}"),
            format!("PUT {path}/8/rename?newFolderName=July%20%2F%20August"),
            format!("PUT {path}/8/move/0"),
            format!("PUT {path}/move-list"),
            format!("DELETE {path}/8"),
        ]
    );
    assert_eq!(
        requests[1].json(),
        json!({"name": "July", "parentFolderId": "6"})
    );
    assert_eq!(
        requests[4].json(),
        json!({"listId": "12", "newFolderId": "8"})
    );
}

/// Points in time go into a query as they are written, whatever form the caller has.
#[tokio::test]
async fn how_a_list_grew() {
    let body = r#"{"sizeHistory":[{"timestamp":"2026-06-01T10:00:00.123Z","size":17},{"timestamp":1780308000123,"size":"18"},
        {"timestamp":null,"size":null}],"editHistory":["2026-06-01",1780308000123,null]}"#;
    let server = Server::start([Answer::json(200, body)]).await;
    let start: DateTime = "2026-06-01T12:00:00.5+02:00".parse().unwrap();
    let end = DateTime::from_millis(1_780_308_000_123).unwrap();
    let history = server
        .client()
        .lists()
        .get_size_and_edit_history(12)
        .start_date(start)
        .end_date(end)
        .await
        .unwrap();
    assert_eq!(
        lines(&server),
        [
            "GET /crm/v3/lists/12/size-and-edits-history/between?startDate=2026-06-01T10%3A00%3A00.5Z\
          &endDate=2026-06-01T10%3A00%3A00.123Z"
        ]
    );
    let sizes: Vec<_> = history
        .size_history
        .iter()
        .map(|point| (point.timestamp.as_millis(), point.size))
        .collect();
    assert_eq!(
        sizes,
        [
            (Some(1_780_308_000_123), 17),
            (Some(1_780_308_000_123), 18),
            (None, 0)
        ]
    );
    let edits: Vec<_> = history
        .edit_history
        .iter()
        .map(DateTime::as_millis)
        .collect();
    assert_eq!(
        edits,
        [Some(1_780_272_000_000), Some(1_780_308_000_123), None]
    );
}

#[tokio::test]
async fn ids_of_the_first_version() {
    let one = r#"{"legacyListId":"5","listId":12}"#;
    let many = r#"{"legacyListIdsToIdsMapping":[{"legacyListId":5,"listId":"12"}],"missingLegacyListIds":[6]}"#;
    let server = Server::start([Answer::json(200, one), Answer::json(200, many)]).await;
    let lists = server.client().lists();
    assert_eq!(lists.translate_id("5").await.unwrap().list_id, "12");
    let both = lists.batch_translate_ids(["5", "6"]).await.unwrap();
    assert_eq!(both.legacy_list_ids_to_ids_mapping[0].legacy_list_id, "5");
    assert_eq!(both.missing_legacy_list_ids, ["6"]);
    let requests = server.requests();
    assert_eq!(
        line(&requests[0]),
        "GET /crm/v3/lists/idmapping?legacyListId=5"
    );
    assert_eq!(
        (line(&requests[1]), requests[1].text()),
        ("POST /crm/v3/lists/idmapping".to_owned(), r#"["5","6"]"#)
    );
}
