//! Links between records in version 3, which knows kinds by their names.

use http::StatusCode;
use serde_json::{Value, json};

use super::{MOST_LINKS, MOST_PAIRS, about, ends, known, read, take_off};
use crate::crm::Crm;
use crate::crm::associate::{Labels, paging};
use crate::crm::kinds::KindIndex;
use crate::crm::types::Type;
use crate::handlers::batches::{Outcome, inputs};
use crate::handlers::records::view::View;
use crate::handlers::{Call, needed};
use crate::reply::{Failure, Reply};

pub(super) fn batch_read(
    crm: &mut Crm,
    from: &Type,
    to: &Type,
    body: &Value,
) -> Result<Reply, Failure> {
    read(crm, (from, to), body, |crm, id, after| {
        crm.associated((&from.id, id), &to.id, after, MOST_LINKS)
    })
}

/// The kind that version 3 means by a name or a number.
fn named(crm: &mut Crm, from: &Type, to: &Type, name: &str) -> Result<KindIndex, Failure> {
    // There may be nothing but a default kind that nobody needed before.
    crm.links.kinds.plain(from, to);
    let found = crm.links.kinds.named(&from.id, &to.id, name);
    found.ok_or_else(|| {
        Failure::invalid(format!(
            "There is no association type {name} from {} to {}",
            from.singular, to.singular
        ))
    })
}

pub(super) fn batch_create(
    crm: &mut Crm,
    from: &Type,
    to: &Type,
    body: &Value,
) -> Result<Reply, Failure> {
    let inputs = inputs(body, MOST_PAIRS)?;
    let links = inputs
        .iter()
        .map(|input| Ok((ends(input)?, needed(input, "type")?)));
    let links = links.collect::<Result<Vec<_>, Failure>>()?;
    let mut outcome = Outcome::start(crm);
    for (ids, name) in links {
        let linked = named(crm, from, to, name).and_then(|kind| {
            crm.link((from, &ids.0), (to, &ids.1), &[kind], Labels::Kept)?;
            Ok(crm.links.kinds.get(kind).name.clone())
        });
        match linked {
            Ok(name) => outcome.results.push(json!({
                "from": {"id": ids.0},
                "to": {"id": ids.1},
                "type": name,
            })),
            Err(failure) => outcome.errors.push(about(failure, &ids)),
        }
    }
    Ok(outcome.reply(crm, StatusCode::CREATED))
}

pub(super) fn batch_archive(
    crm: &mut Crm,
    from: &Type,
    to: &Type,
    body: &Value,
) -> Result<Reply, Failure> {
    let mut parted = Vec::new();
    for input in inputs(body, MOST_PAIRS)? {
        let (one, other) = ends(input)?;
        let kind = named(crm, from, to, needed(input, "type")?)?;
        parted.push((
            known(crm, from, &one).zip(known(crm, to, &other)),
            vec![kind],
        ));
    }
    take_off(crm, (from, to), parted);
    Ok(Reply::no_content())
}

pub(super) fn list(crm: &mut Crm, call: &Call<'_>) -> Result<Reply, Failure> {
    let from = crm.type_named(&call.part(3))?;
    let to = crm.type_named(&call.part(6))?;
    let (limit, after) = (call.limit(MOST_LINKS, MOST_LINKS)?, call.after()?);
    let id = crm.linkable(&from, &call.part(4))?;
    let (results, next) = crm.associated((&from.id, id), &to.id, after, limit);
    let mut body = json!({"results": results});
    if let Some(next) = next {
        body["paging"] = paging(&next.to_string());
    }
    Ok(Reply::ok(&body))
}

pub(super) fn associate(crm: &mut Crm, call: &Call<'_>) -> Result<Reply, Failure> {
    let from = crm.type_named(&call.part(3))?;
    let to = crm.type_named(&call.part(6))?;
    let kind = named(crm, &from, &to, &call.part(8))?;
    let id = call.part(4);
    crm.link((&from, &id), (&to, &call.part(7)), &[kind], Labels::Kept)?;
    let record = crm.records.find(&from.id, &id);
    let record = record.ok_or_else(|| Failure::not_found("resource not found"))?;
    let mut body = View::new(crm, &from.id, &[], &[]).of(record);
    let links = crm.inline_associations(&from.id, record.id, [to.id.as_str()])?;
    if let Some(links) = links {
        body.insert("associations".into(), links);
    }
    Ok(Reply::ok(&Value::Object(body)))
}

pub(super) fn dissociate(crm: &mut Crm, call: &Call<'_>) -> Result<Reply, Failure> {
    let from = crm.type_named(&call.part(3))?;
    let to = crm.type_named(&call.part(6))?;
    let kind = named(crm, &from, &to, &call.part(8))?;
    let ends = (
        crm.linkable(&from, &call.part(4))?,
        crm.linkable(&to, &call.part(7))?,
    );
    take_off(crm, (&from, &to), vec![(Some(ends), vec![kind])]);
    Ok(Reply::no_content())
}
