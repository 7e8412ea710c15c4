//! `API.md`, the list of all operations and types: what the tables of the tests are held against.

const LISTING: &str = include_str!("../../../API.md");

/// An operation as the list describes it.
#[derive(Debug)]
pub(crate) struct Operation {
    /// `v3.contacts.list`
    pub(crate) id: &'static str,
    pub(crate) method: &'static str,
    /// With its parameters in braces.
    pub(crate) path: &'static str,
    /// Names of the parameters, those of the path among them, and `body`.
    pub(crate) params: Vec<&'static str>,
}

/// A type as the list describes it.
#[derive(Debug)]
pub(crate) struct Type {
    pub(crate) name: &'static str,
    /// Names and types of the fields of an object.
    pub(crate) fields: Vec<(&'static str, &'static str)>,
    /// Values of an enum.
    pub(crate) values: Vec<&'static str>,
}

/// The lines of the block under each heading that starts so.
fn lines(heading: &str) -> impl Iterator<Item = &'static str> {
    LISTING
        .split("\n## ")
        .filter(move |section| section.starts_with(heading))
        .flat_map(|section| section.lines().skip(1))
        .filter(|line| !line.is_empty() && !line.starts_with("```"))
}

pub(crate) fn operations() -> Vec<Operation> {
    lines("Operations of ")
        .map(|line| operation(line).unwrap_or_else(|| panic!("not an operation: {line}")))
        .collect()
}

fn operation(line: &'static str) -> Option<Operation> {
    let (call, rest) = line.split_once(" (")?;
    let (params, _answer) = rest.split_once(") -> ")?;
    let [id, method, path] = call.split(' ').collect::<Vec<_>>()[..] else {
        return None;
    };
    let params = params.split(", ").filter(|param| !param.is_empty());
    let params = params.map(|param| Some(param.split_once(": ")?.0.trim_end_matches('?')));
    Some(Operation {
        id,
        method,
        path,
        params: params.collect::<Option<_>>()?,
    })
}

pub(crate) fn types() -> Vec<Type> {
    let mut types: Vec<Type> = Vec::new();
    for line in lines("Types") {
        match line.split_once(" (") {
            Some((name, rest)) => {
                let values = rest.split_once("): ").map(|(_, values)| values);
                types.push(Type {
                    name,
                    fields: Vec::new(),
                    values: values
                        .into_iter()
                        .flat_map(|values| values.split(" | "))
                        .collect(),
                });
            }
            None => {
                let ty = types.last_mut().expect("a type comes before its fields");
                let field = line
                    .strip_prefix(ty.name)
                    .and_then(|rest| rest.strip_prefix('.'));
                let field = field.and_then(|field| field.split_once(": "));
                let (field, field_type) = field.unwrap_or_else(|| panic!("not a field: {line}"));
                let field_type = field_type.trim_end_matches(" deprecated");
                ty.fields.push((field.trim_end_matches('?'), field_type));
            }
        }
    }
    types
}
