//! Finds the operations whose answer is one page of many, by what their documents say of requests and answers.
//!
//! - *Cursor*: an optional query parameter `after` of text, and an answer that is a page with the text `paging.next.after`.
//! - *Offset*: an optional whole number `offset` in the query or in a JSON body, and an answer with the flag `hasMore`, the whole number `offset` and a single list.
//!
//! The page size is an optional whole number `limit` in the query. If it has a `maximum`, that is what streams ask for.
//!
//! A cursor in a body is a search: the pass `searches` finds those.

use super::wrappers;
use crate::ir::{
    AtMost, Content, Field, Ir, Media, Operation, PageSize, Paging, Param, Place, Shape, Start,
    TypeRef, Way,
};

pub(super) fn run(ir: &mut Ir) {
    let found: Vec<Option<Paging>> = ir
        .operations()
        .map(|(_, operation)| paging(ir, operation))
        .collect();
    for (operation, paging) in ir.operations_mut().zip(found) {
        operation.paging = paging;
    }
}

fn paging(ir: &Ir, operation: &Operation) -> Option<Paging> {
    let answer = answer(operation)?;
    Some(Paging {
        way: cursor(ir, operation, answer).or_else(|| offset(ir, operation, answer))?,
        page_size: page_size(operation),
        at_most: at_most(operation),
    })
}

/// The type of all answers, if they have one.
fn answer(operation: &Operation) -> Option<&TypeRef> {
    let (first, others) = operation.answers.split_first()?;
    let is_same = others.iter().all(|other| other.content == first.content);
    match &first.content {
        Content::Json(ty) if is_same => Some(ty),
        _ => None,
    }
}

fn cursor(ir: &Ir, operation: &Operation, answer: &TypeRef) -> Option<Way> {
    let param = query_param(operation, "after", &TypeRef::Text)?;
    let TypeRef::Named(id) = answer else {
        return None;
    };
    let page = &ir.ty(*id).shape;
    if !wrappers::is_page(ir, page) {
        return None;
    }
    let paging = field(page.fields(), "paging")?;
    let next = field(ir.fields(present(&paging.ty))?, "next")?;
    let after = field(ir.fields(present(&next.ty))?, "after")?;
    (*present(&after.ty) == TypeRef::Text).then(|| Way::Cursor {
        param: param.name.clone(),
        back: query_param(operation, "before", &TypeRef::Text).map(|param| param.name.clone()),
    })
}

fn offset(ir: &Ir, operation: &Operation, answer: &TypeRef) -> Option<Way> {
    let fields = ir.fields(answer)?;
    let more = field(fields, "hasMore").filter(|field| field.ty == TypeRef::Boolean)?;
    let offset = field(fields, "offset").filter(|field| field.ty == TypeRef::Integer)?;
    let mut lists = fields
        .iter()
        .filter(|field| matches!(field.ty, TypeRef::List(_)));
    let (Some(items), None) = (lists.next(), lists.next()) else {
        return None;
    };
    Some(Way::Offset {
        start: offset_start(ir, operation)?,
        items: items.name.clone(),
        more: more.name.clone(),
        offset: offset.name.clone(),
    })
}

/// Where a request says how many items to pass over.
fn offset_start(ir: &Ir, operation: &Operation) -> Option<Start> {
    if let Some(param) = query_param(operation, "offset", &TypeRef::Integer) {
        return Some(Start::Query(param.name.clone()));
    }
    let body = operation.body.as_ref().filter(|body| body.required)?;
    if !matches!(body.media, Media::Json(_)) {
        return None;
    }
    let TypeRef::Named(id) = body.ty else {
        return None;
    };
    let Shape::Object(fields) = &ir.ty(id).shape else {
        return None;
    };
    let offset = field(fields, "offset").filter(|field| field.ty == TypeRef::Integer)?;
    Some(Start::Body(offset.name.clone()))
}

/// The largest page: the most that an optional whole number `limit` in the query may be.
fn page_size(operation: &Operation) -> Option<PageSize> {
    let param = query_param(operation, "limit", &TypeRef::Integer)?;
    let most = param.maximum.filter(|most| *most > 0)?;
    Some(PageSize {
        limit: param.name.clone(),
        most,
    })
}

/// The limits of page sizes that other parameters of the operation bring with them.
fn at_most(operation: &Operation) -> Vec<AtMost> {
    let sizes = operation.params.iter().filter(|param| {
        param.place == Place::Query && param.ty == TypeRef::Integer && !param.max_with.is_empty()
    });
    let limits = sizes.flat_map(|size| {
        size.max_with.iter().map(|(with, most)| AtMost {
            limit: size.name.clone(),
            most: *most,
            with: with.clone(),
        })
    });
    let is_param = |limit: &AtMost| {
        let mut params = operation.params.iter();
        params.any(|param| is_in_query(param) && param.name == limit.with)
    };
    limits.filter(is_param).collect()
}

fn is_in_query(param: &Param) -> bool {
    matches!(param.place, Place::Query | Place::QueryJoined(_))
}

fn query_param<'a>(operation: &'a Operation, name: &str, ty: &TypeRef) -> Option<&'a Param> {
    operation.params.iter().find(|param| {
        param.name == name && param.place == Place::Query && param.ty == *ty && !param.required
    })
}

fn field<'a>(fields: &'a [Field], name: &str) -> Option<&'a Field> {
    fields.iter().find(|field| field.name == name)
}

/// The type without the chance of `null`.
fn present(ty: &TypeRef) -> &TypeRef {
    match ty {
        TypeRef::Nullable(inner) => inner,
        other => other,
    }
}
