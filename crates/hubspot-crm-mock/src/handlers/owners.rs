//! Owners.

use serde_json::{Value, json};

use super::Call;
use crate::crm::Crm;
use crate::crm::associate::paging;
use crate::crm::owners::Owner;
use crate::reply::{Failure, Reply};

/// How many owners a page has at most, and if the request does not say how many.
const MOST: usize = 500;
const USUAL: usize = 100;

/// Answers a call that is about owners.
pub(crate) fn handle(crm: &mut Crm, call: &Call<'_>) -> Option<Result<Reply, Failure>> {
    match call.route.shape.as_slice() {
        ["crm", "v3", "owners"] => Some(list(crm, call)),
        ["crm", "v3", "owners", _] => Some(get(crm, call)),
        _ => None,
    }
}

fn list(crm: &mut Crm, call: &Call<'_>) -> Result<Reply, Failure> {
    let limit = call.limit(USUAL, MOST)?;
    let after = call.after()?.unwrap_or_default();
    let email = call.given("email");
    let mut owners = crm.owners.all(call.flag("archived")).filter(|owner| {
        owner.id > after && email.is_none_or(|email| owner.email.eq_ignore_ascii_case(email))
    });
    let page: Vec<&Owner> = owners.by_ref().take(limit).collect();
    let last = page.last().map(|owner| owner.id.to_string());
    let results: Vec<Value> = page.iter().map(|owner| owner.to_json()).collect();
    let mut body = json!({"results": results});
    if let Some(after) = owners.next().and(last) {
        body["paging"] = paging(&after);
    }
    Ok(Reply::ok(&body))
}

fn get(crm: &mut Crm, call: &Call<'_>) -> Result<Reply, Failure> {
    let id = call.part(3);
    let by_user = match call.given("idProperty") {
        None | Some("id") => false,
        Some("userId") => true,
        Some(other) => {
            return Err(Failure::invalid(format!(
                "The idProperty {other} is neither id nor userId"
            )));
        }
    };
    let mut owners = crm.owners.all(call.flag("archived"));
    let found = owners.find(|owner| {
        let known = if by_user { owner.user_id } else { owner.id };
        known.to_string() == id
    });
    let found = found.ok_or_else(|| Failure::not_found(format!("There is no owner {id}")))?;
    Ok(Reply::ok(&found.to_json()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::Account;

    #[test]
    fn owners_are_listed_and_found() {
        let mut account = Account::default();
        let all = account.expect(200, "GET", "/crm/v3/owners", &Value::Null);
        assert_eq!(all["results"].as_array().unwrap().len(), 2);
        assert_eq!(all.get("paging"), None);
        let page = account.expect(200, "GET", "/crm/v3/owners?limit=1", &Value::Null);
        assert_eq!(page["results"][0]["id"], "1001");
        let after = page["paging"]["next"]["after"].as_str().unwrap();
        let next = format!("/crm/v3/owners?limit=1&after={after}");
        let page = account.expect(200, "GET", &next, &Value::Null);
        assert_eq!(page["results"][0]["email"], "alan@example.com");
        assert_eq!(page.get("paging"), None);
        let path = "/crm/v3/owners?email=ALAN@example.com";
        let found = account.expect(200, "GET", path, &Value::Null);
        assert_eq!(found["results"].as_array().unwrap().len(), 1);
        let found = account.expect(200, "GET", "/crm/v3/owners?archived=true", &Value::Null);
        assert_eq!(found["results"], json!([]));

        let one = account.expect(200, "GET", "/crm/v3/owners/1001", &Value::Null);
        let path = "/crm/v3/owners/2001?idProperty=userId";
        assert_eq!(account.expect(200, "GET", path, &Value::Null), one);
        account.expect(404, "GET", "/crm/v3/owners/2001", &Value::Null);
        account.expect(
            404,
            "GET",
            "/crm/v3/owners/1001?archived=true",
            &Value::Null,
        );
        for wrong in [
            "?limit=0",
            "?limit=501",
            "?after=x",
            "/1001?idProperty=email",
        ] {
            account.expect(400, "GET", &format!("/crm/v3/owners{wrong}"), &Value::Null);
        }
    }
}
