//! The types of `API.md`, the list of everything that the client has.

const LISTING: &str = include_str!("../../API.md");

/// A type as the list describes it.
#[derive(Debug)]
pub(crate) struct Type {
    pub(crate) name: &'static str,
    /// Names and types of the fields of an object.
    pub(crate) fields: Vec<(&'static str, &'static str)>,
    /// Values of an enum.
    pub(crate) values: Vec<&'static str>,
}

/// The lines of the block about types.
fn lines() -> impl Iterator<Item = &'static str> {
    let (_, section) = LISTING.split_once("\n## Types\n").expect("there are types");
    let lines = section.lines().take_while(|line| !line.starts_with("## "));
    lines.filter(|line| !line.is_empty() && !line.starts_with("```"))
}

pub(crate) fn types() -> Vec<Type> {
    let mut types: Vec<Type> = Vec::new();
    for line in lines() {
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
