//! Names of parameters: the arguments of methods and the setters of request builders.

use std::collections::HashMap;

use super::Names;
use super::scope::{PARAM, Scope};
use super::taken::{TAKEN_ARGUMENTS, TAKEN_SETTERS};
use crate::casing::{is_impossible, is_rewritten};
use crate::diagnostics::Diagnostics;
use crate::ir::{Ir, Param};
use crate::pointer::Origin;
use crate::renames::Renames;

/// Parameters that stand in one place, the most important first.
struct Together<'a> {
    params: Vec<Candidate<'a>>,
}

struct Candidate<'a> {
    param: &'a Param,
    rename: Option<&'a str>,
    is_setter: bool,
}

/// What takes the name from a parameter.
enum Holder<'a> {
    Code,
    Param(&'a Param),
}

impl Names {
    /// A parameter that several operations declare together has one name for all of them, so the names of all are found at once: one that clashes anywhere is
    /// called differently everywhere, until nothing clashes.
    pub(super) fn name_params(
        &mut self,
        ir: &Ir,
        renames: &mut Renames<'_>,
        diagnostics: &mut Diagnostics,
    ) {
        let places = places(ir, renames);
        let mut steps: HashMap<&Origin, usize> = HashMap::new();
        let mut reasons: HashMap<&Origin, (&Param, Holder<'_>)> = HashMap::new();
        loop {
            let mut changed = false;
            for place in &places {
                let mut seen: HashMap<String, &Param> = HashMap::new();
                for candidate in &place.params {
                    let param = candidate.param;
                    let step = steps.get(&param.origin).copied().unwrap_or_default();
                    let name = candidate.name(step);
                    let holder = match seen.get(&name) {
                        _ if candidate.is_taken(&name) => Some(Holder::Code),
                        Some(other) if other.origin != param.origin => Some(Holder::Param(other)),
                        _ => None,
                    };
                    match holder {
                        Some(holder) if candidate.rename.is_none() => {
                            steps.insert(&param.origin, step + 1);
                            reasons.entry(&param.origin).or_insert((param, holder));
                            changed = true;
                        }
                        _ => {
                            seen.entry(name).or_insert(param);
                        }
                    }
                }
            }
            if !changed {
                break;
            }
        }
        for place in &places {
            self.settle(place, &steps, &reasons, diagnostics);
        }
    }

    /// Keeps the names, and tells of those that are not as expected.
    fn settle(
        &mut self,
        place: &Together<'_>,
        steps: &HashMap<&Origin, usize>,
        reasons: &HashMap<&Origin, (&Param, Holder<'_>)>,
        diagnostics: &mut Diagnostics,
    ) {
        // Only what the manifest sets can still clash, and only with what it sets.
        let of = "the parameters of one operation";
        let mut arguments = Scope::new(PARAM, of, &[&TAKEN_ARGUMENTS]);
        let mut setters = Scope::new(PARAM, of, &[&TAKEN_ARGUMENTS, &TAKEN_SETTERS]);
        for candidate in &place.params {
            let param = candidate.param;
            let name = match candidate.rename {
                Some(to) => {
                    let (scope, other) = match candidate.is_setter {
                        true => (&mut setters, &mut arguments),
                        false => (&mut arguments, &mut setters),
                    };
                    let name = scope.rename(to, &param.origin, diagnostics);
                    other.hold(&name, to, &param.origin);
                    name
                }
                None => candidate.name(steps.get(&param.origin).copied().unwrap_or_default()),
            };
            let wire = &param.name;
            match reasons.get(&param.origin) {
                Some((_, Holder::Code)) => diagnostics.note(
                    &param.origin,
                    format!("the parameter `{wire}` is called `{name}`: generated code uses its name for something else"),
                ),
                Some((_, Holder::Param(other))) => diagnostics.note(
                    &param.origin,
                    format!("the parameter `{wire}` is called `{name}`: another one, `{}`, has its name", other.name),
                ),
                None if candidate.rename.is_none() && is_rewritten(wire) => diagnostics.note(
                    &param.origin,
                    format!("the parameter `{wire}` is called `{name}`: spelled in ASCII"),
                ),
                None => {}
            }
            self.params.insert(param.origin.clone(), name);
        }
    }
}

impl Candidate<'_> {
    fn is_taken(&self, name: &str) -> bool {
        is_impossible(name)
            || TAKEN_ARGUMENTS.contains(&name)
            || self.is_setter && TAKEN_SETTERS.contains(&name)
    }

    /// The name after so many clashes.
    fn name(&self, step: usize) -> String {
        let wire = self.rename.unwrap_or(&self.param.name);
        let name = (PARAM.cased)(wire);
        let plain = if name.is_empty() { "param" } else { &name };
        match step {
            0 => plain.to_owned(),
            1 => PARAM.with_word(plain),
            more => PARAM.with_number(&PARAM.with_word(plain), more),
        }
    }
}

/// The parameters of every handle and of every operation.
fn places<'a, 'm: 'a>(ir: &'a Ir, renames: &mut Renames<'m>) -> Vec<Together<'a>> {
    let mut places = Vec::new();
    for api in ir.versions.iter().flat_map(|version| &version.apis) {
        let handle = api.handle_params.iter().map(|param| (param, false));
        places.push(together(handle.collect(), renames));
        for operation in &api.operations {
            let path = operation.path_params.iter().map(|param| (param, false));
            let query = operation.params.iter().map(|param| (param, true));
            places.push(together(path.chain(query).collect(), renames));
        }
    }
    places
}

fn together<'a, 'm: 'a>(params: Vec<(&'a Param, bool)>, renames: &mut Renames<'m>) -> Together<'a> {
    let mut params: Vec<Candidate<'a>> = params
        .into_iter()
        .map(|(param, is_setter)| Candidate {
            param,
            rename: renames.take(&param.origin),
            is_setter,
        })
        .collect();
    // What has its Rust name on the wire keeps it, but a name that the manifest sets comes before all.
    params.sort_by_key(|candidate| {
        let is_plain = candidate.name(0) == candidate.param.name;
        (candidate.rename.is_none(), !is_plain)
    });
    Together { params }
}
