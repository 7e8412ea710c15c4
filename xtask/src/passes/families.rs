//! Finds what operations have in common: path parameters that belong to the handle of an API, and shapes that one builder serves.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use crate::ir::{
    Api, BodyShape, Builder, Ir, Operation, OperationRef, OperationShape, Param, ParamShape,
};

pub(super) fn run(ir: &mut Ir) {
    for api in ir.versions.iter_mut().flat_map(|version| &mut version.apis) {
        move_params_to_handle(api);
    }
    let mut by_shape: BTreeMap<OperationShape, Vec<OperationRef>> = BTreeMap::new();
    for (position, operation) in ir.operations() {
        by_shape.entry(shape(operation)).or_default().push(position);
    }
    let mut builders: Vec<Builder> = by_shape
        .into_iter()
        .map(|(shape, members)| Builder {
            owner: owner(ir, &members),
            shape,
            members,
        })
        .collect();
    // In the order of the documents, so that a new operation adds its builder beside its neighbours.
    builders.sort_by_key(|builder| builder.owner);
    for (number, builder) in builders.iter().enumerate() {
        for member in &builder.members {
            ir.versions[member.version].apis[member.api].operations[member.operation].builder =
                number;
        }
    }
    for builder in &builders {
        settle_notes(ir, builder);
    }
    ir.builders = builders;
}

/// The setters of a builder serve every member: they say limits and defaults only if all members agree on them.
fn settle_notes(ir: &mut Ir, builder: &Builder) {
    for index in 0..builder.shape.params.len() {
        let notes = |member: &OperationRef| ir.operation(*member).params[index].docs.notes.clone();
        let of_owner = notes(&builder.owner);
        if builder
            .members
            .iter()
            .any(|member| notes(member) != of_owner)
        {
            let OperationRef {
                version,
                api,
                operation,
            } = builder.owner;
            let owner = &mut ir.versions[version].apis[api].operations[operation];
            owner.params[index].docs.notes.clear();
        }
    }
}

/// Parameters at the front of every path are said once, when the handle is made: `objects("cars").get(id)`.
fn move_params_to_handle(api: &mut Api) {
    let paths: Vec<Vec<&str>> = api
        .operations
        .iter()
        .map(|operation| operation.path.split('/').collect())
        .collect();
    let Some((first, others)) = paths.split_first() else {
        return;
    };
    // With a single path there is nothing that its operations have in common and others have not.
    if others.iter().all(|path| path == first) {
        return;
    }
    let shared = others.iter().fold(first.len(), |length, path| {
        path.iter()
            .zip(first)
            .take(length)
            .take_while(|(one, other)| one == other)
            .count()
    });
    let count: usize = first[..shared]
        .iter()
        .map(|segment| segment.matches('{').count())
        .sum();
    for operation in &mut api.operations {
        let own = operation
            .path_params
            .split_off(count.min(operation.path_params.len()));
        let common = std::mem::replace(&mut operation.path_params, own);
        if api.handle_params.is_empty() {
            api.handle_params = common;
        }
    }
}

fn shape(operation: &Operation) -> OperationShape {
    OperationShape {
        name: operation.name.clone(),
        method: operation.method,
        params: operation.params.iter().map(param_shape).collect(),
        body: operation.body.as_ref().map(|body| BodyShape {
            ty: body.ty.clone(),
            media: body.media.clone(),
            required: body.required,
        }),
        success: operation.success.clone(),
        paging: operation.paging.clone(),
    }
}

fn param_shape(param: &Param) -> ParamShape {
    ParamShape {
        name: param.name.clone(),
        place: param.place,
        ty: param.ty.clone(),
        required: param.required,
        deprecated: param.docs.deprecated,
    }
}

/// The most general of the operations: the one whose path has the most parameters; of several such the one whose path stands for most of the others, and then the one of the API with the
/// shortest name.
fn owner(ir: &Ir, members: &[OperationRef]) -> OperationRef {
    let path = |position: &OperationRef| ir.operation(*position).path.as_str();
    let params = |position: &&OperationRef| path(position).matches('{').count();
    let most = members.iter().map(|member| params(&member)).max();
    let general = members.iter().filter(|member| Some(params(member)) == most);
    let owner = general.min_by_key(|general| {
        let others = members.iter();
        let covered = others.filter(|other| covers(path(general), path(other)));
        (Reverse(covered.count()), ir.api(**general).module.len())
    });
    *owner.unwrap_or(&members[0])
}

/// Whether a path is another one with words in place of some parameters.
fn covers(general: &str, path: &str) -> bool {
    let mut parts = general.split('/').zip(path.split('/'));
    general.split('/').count() == path.split('/').count()
        && parts.all(|(general, part)| general == part || general.starts_with('{'))
}
