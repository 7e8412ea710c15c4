//! Finds batch reads that can stand for a read of one record: the runtime sends them where the URL of the other would be too long.
//!
//! Paths, parameters and types have to fit in every respect. Where they do not, long URLs are refused.

use crate::ir::{Api, Field, Ir, Method, Operation, Place, Shape, Success, TypeRef};

/// What a batch read has in its body.
const IN_BODY: [&str; 4] = [
    "idProperty",
    "inputs",
    "properties",
    "propertiesWithHistory",
];

/// What a batch read has in its query.
const IN_QUERY: &str = "archived";

/// A parameter of reads that batch reads do not know. The runtime refuses long URLs that have it.
const NOT_IN_BATCHES: &str = "associations";

pub(super) fn run(ir: &mut Ir) {
    let found: Vec<Vec<Option<usize>>> = apis(ir)
        .map(|api| {
            let reads = api.operations.iter();
            reads.map(|read| find(ir, api, read)).collect()
        })
        .collect();
    let apis = ir.versions.iter_mut().flat_map(|version| &mut version.apis);
    for (api, found) in apis.zip(found) {
        for (operation, batch_read) in api.operations.iter_mut().zip(found) {
            operation.batch_read = batch_read;
        }
    }
}

fn apis(ir: &Ir) -> impl Iterator<Item = &Api> {
    ir.versions.iter().flat_map(|version| &version.apis)
}

fn find(ir: &Ir, api: &Api, read: &Operation) -> Option<usize> {
    let (collection, parameter) = read.path.rsplit_once('/')?;
    let name = parameter.strip_prefix('{')?.strip_suffix('}')?;
    if read.method != Method::Get || read.body.is_some() || name.contains('}') {
        return None;
    }
    let path = format!("{collection}/batch/read");
    let position = api
        .operations
        .iter()
        .position(|it| it.method == Method::Post && it.path == path)?;
    let batch_read = &api.operations[position];
    let fits = takes_it_all(ir, read, batch_read) && gives_it_all(ir, read, batch_read);
    fits.then_some(position)
}

/// Whether the batch read has a place for each parameter of the read, and needs nothing else.
fn takes_it_all(ir: &Ir, read: &Operation, batch_read: &Operation) -> bool {
    let Some(TypeRef::Named(body)) = batch_read.body.as_ref().map(|body| &body.ty) else {
        return false;
    };
    let Shape::Object(fields) = &ir.types[body.0].shape else {
        return false;
    };
    let in_body = |name: &str| fields.iter().find(|field| field.name == name);
    let has_ids = in_body("inputs").is_some_and(|inputs| is_list_of_ids(ir, &inputs.ty));
    let needs_more = fields
        .iter()
        .any(|field| field.required && !IN_BODY.contains(&&*field.name))
        || batch_read.params.iter().any(|param| param.required);
    let has_place = read.params.iter().all(|param| match &*param.name {
        _ if param.place != Place::Query => false,
        NOT_IN_BATCHES => true,
        IN_QUERY => {
            let mut others = batch_read.params.iter();
            others.any(|other| other.name == param.name && other.place == param.place)
        }
        "inputs" => false,
        name => IN_BODY.contains(&name) && in_body(name).is_some_and(|it| it.ty == param.ty),
    });
    // A read without names of properties has no long URL.
    let names_properties = read.params.iter().any(|param| param.name == "properties");
    has_ids && !needs_more && has_place && names_properties
}

fn is_list_of_ids(ir: &Ir, ty: &TypeRef) -> bool {
    let TypeRef::List(item) = ty else {
        return false;
    };
    let TypeRef::Named(id) = &**item else {
        return false;
    };
    let fields = ir.types[id.0].shape.fields();
    let is_id = |field: &Field| field.name == "id" && field.ty == TypeRef::Text;
    fields.iter().any(is_id) && fields.iter().all(|field| is_id(field) || !field.required)
}

/// Whether a result of the batch reads as the answer of the read, and nothing that this promises is missing.
fn gives_it_all(ir: &Ir, read: &Operation, batch_read: &Operation) -> bool {
    let (Success::Json(one), Success::Batch(many)) = (&read.success, &batch_read.success) else {
        return false;
    };
    if one == many {
        return true;
    }
    let (Some(one), Some(many)) = (object(ir, one), object(ir, many)) else {
        return false;
    };
    // Fields that the read does not know are kept with its answer, as those of any other.
    one.iter().all(|field| {
        let mut others = many.iter();
        match others.find(|other| other.name == field.name) {
            Some(other) => other.ty == field.ty,
            None => !field.required,
        }
    })
}

fn object<'a>(ir: &'a Ir, ty: &TypeRef) -> Option<&'a [Field]> {
    let TypeRef::Named(id) = ty else {
        return None;
    };
    match &ir.types[id.0].shape {
        Shape::Object(fields) => Some(fields),
        _ => None,
    }
}
