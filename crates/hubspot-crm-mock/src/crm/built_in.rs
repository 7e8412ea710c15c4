//! The properties that come with HubSpot, read from a table.

use std::sync::{Arc, LazyLock};

use jiff::Timestamp;

use super::properties::{Choice, Definition, Group, Kind, Properties};

/// The table; its head says what the columns are.
const TABLE: &str = include_str!("built_in.txt");

/// The properties of one type.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Section {
    /// The type by its name in paths; `*` for what all types have.
    pub(crate) type_name: &'static str,
    group: &'static str,
    rows: &'static str,
}

impl Section {
    /// The definitions, those of all types included.
    pub(crate) fn properties(self) -> Properties {
        let mut properties = common(self.group);
        properties.insert_group(group(self.group));
        for definition in self.rows.lines().filter_map(|row| read(row, self.group)) {
            properties.insert(definition);
        }
        properties
    }
}

/// What stands for all types, and for all custom ones.
const ALL: &str = "*";
const CUSTOM: &str = "custom";

/// The sections of HubSpot's types.
pub(crate) fn sections() -> Vec<Section> {
    let sections = SECTIONS.iter();
    let of_one = sections.filter(|section| ![ALL, CUSTOM].contains(&section.type_name));
    of_one.copied().collect()
}

/// The properties that all types have.
fn common(group: &str) -> Properties {
    let mut properties = Properties::default();
    add(&mut properties, ALL, group);
    properties
}

/// The properties that a custom type has before its own.
pub(crate) fn custom(group: &str) -> Properties {
    let mut properties = common(group);
    add(&mut properties, CUSTOM, group);
    properties
}

fn add(properties: &mut Properties, type_name: &str, group: &str) {
    let mut sections = SECTIONS.iter();
    let section = sections.find(|section| section.type_name == type_name);
    let rows = section.map_or("", |section| section.rows);
    for definition in rows.lines().filter_map(|row| read(row, group)) {
        properties.insert(definition);
    }
}

static SECTIONS: LazyLock<Vec<Section>> = LazyLock::new(|| {
    let sections = TABLE.split("\n[").skip(1);
    let sections = sections.filter_map(|section| {
        let (head, rows) = section.split_once("]\n")?;
        let (type_name, group) = head.split_once(' ').unwrap_or((head, ""));
        Some(Section {
            type_name,
            group,
            rows,
        })
    });
    sections.collect()
});

fn group(name: &str) -> Group {
    let words = name.trim_end_matches("information");
    Group {
        name: name.to_owned(),
        label: format!("{} information", capital(words)),
        display_order: 0,
        built_in: true,
        archived: false,
    }
}

/// Reads a row; `None` if it is none.
fn read(row: &str, group: &str) -> Option<Definition> {
    let mut columns = row.split('|').map(str::trim);
    let (name, kind, field_type, label) = (
        columns.next()?,
        Kind::find(columns.next()?)?,
        columns.next()?,
        columns.next()?,
    );
    let marks = columns.next().unwrap_or_default();
    let options = columns.next().unwrap_or_default();
    let marked = |mark: char| marks.contains(mark);
    let choices = match kind {
        Kind::Bool => vec![choice("true=Yes", 0), choice("false=No", 1)],
        _ => (0..)
            .zip(options.split_whitespace())
            .map(|(place, text)| choice(text, place))
            .collect(),
    };
    Some(Definition {
        name: Arc::from(name),
        label: label.to_owned(),
        description: String::new(),
        group: group.to_owned(),
        kind,
        field_type: field_type.to_owned(),
        choices,
        external: marked('x') || marked('o'),
        referenced: marked('o').then(|| "OWNER".to_owned()),
        unique: marked('u'),
        read_only: marked('r'),
        built_in: true,
        required: marked('q'),
        by_default: marked('d'),
        searchable: marked('s'),
        display_order: -1,
        hidden: false,
        form_field: false,
        created_at: Timestamp::UNIX_EPOCH,
        updated_at: Timestamp::UNIX_EPOCH,
        archived_at: None,
        more: serde_json::Map::new(),
    })
}

/// An option as the table has it.
fn choice(text: &str, place: i64) -> Choice {
    let (value, label) = match text.split_once('=') {
        Some((value, label)) => (value, label.replace('_', " ")),
        None => (text, capital(&text.replace('_', " ").to_lowercase())),
    };
    Choice {
        value: value.to_owned(),
        label,
        description: String::new(),
        display_order: place,
        hidden: false,
    }
}

/// The text with a capital first.
fn capital(text: &str) -> String {
    let mut letters = text.chars();
    let first = letters.next().map(|first| first.to_ascii_uppercase());
    first.into_iter().chain(letters).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::crm::types::Types;

    #[test]
    fn every_type_has_properties_and_every_row_is_one() {
        let types = Types::default();
        let known: Vec<_> = sections()
            .iter()
            .map(|section| section.type_name.to_owned())
            .collect();
        for one in types.all() {
            assert!(known.contains(&one.plural), "{}", one.plural);
        }
        assert_eq!(known.len(), types.all().len());
        for section in SECTIONS.iter() {
            for row in section.rows.lines().filter(|row| !row.is_empty()) {
                let Some(definition) = read(row, section.group) else {
                    panic!("not a property: {row}");
                };
                let fields = definition.kind.field_types();
                assert!(fields.contains(&definition.field_type.as_str()), "{row}");
                let has_options = !definition.choices.is_empty() || definition.external;
                let needs = matches!(definition.kind, Kind::Choice | Kind::Bool);
                assert_eq!(has_options, needs, "{row}");
                let marks = row.split('|').nth(4).unwrap_or_default().trim();
                assert!(marks.chars().all(|mark| "dsurqox".contains(mark)), "{row}");
            }
        }
    }

    #[test]
    fn no_section_has_a_name_twice() {
        for section in SECTIONS.iter() {
            let rows = section.rows.lines().filter(|row| !row.is_empty());
            let mut names: Vec<_> = rows.filter_map(|row| row.split('|').next()).collect();
            let all = names.len();
            names.sort_unstable();
            names.dedup();
            assert_eq!(names.len(), all, "{}", section.type_name);
        }
    }
}
