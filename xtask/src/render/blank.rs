//! Blank lines between items, and between methods.
//!
//! The printer sets none. Markers are put between the items, in the shape of macro calls so that rustfmt lets them pass, and become blank lines afterwards: only then is it known which
//! items fit on one line.

use syn::{ImplItem, Item, TraitItem, parse_quote};

/// Becomes a blank line.
const ALWAYS: &str = "__codegen_blank!();";

/// Becomes a blank line unless what is before and after are single lines.
const UNLESS_LINES: &str = "__codegen_blank_unless_lines!();";

/// Which items stand together without a blank line.
#[derive(PartialEq)]
enum Kind {
    /// These stand together even if they take several lines.
    Use,
    Module,
    /// These stand together where both are single lines.
    Value,
    Alias,
    Call,
    /// A struct or an enum, which a call right after it belongs to.
    Data,
    /// These stand alone.
    Block,
}

enum Gap {
    None,
    UnlessLines,
    Always,
}

impl Kind {
    fn of(item: &Item) -> Self {
        match item {
            Item::Use(_) | Item::ExternCrate(_) => Self::Use,
            Item::Mod(module) if module.content.is_none() => Self::Module,
            Item::Const(_) | Item::Static(_) => Self::Value,
            Item::Type(_) => Self::Alias,
            Item::Macro(call) if call.ident.is_none() => Self::Call,
            Item::Struct(_) | Item::Enum(_) => Self::Data,
            _ => Self::Block,
        }
    }

    fn gap(&self, next: &Self) -> Gap {
        match (self, next) {
            (Self::Data, Self::Call) => Gap::None,
            (one, other) if one != other => Gap::Always,
            (Self::Use | Self::Module, _) => Gap::None,
            (Self::Value | Self::Alias | Self::Call, _) => Gap::UnlessLines,
            (Self::Data | Self::Block, _) => Gap::Always,
        }
    }
}

/// Puts markers where blank lines go.
pub(super) fn mark(file: &mut syn::File) {
    let has_head = !file.attrs.is_empty();
    mark_items(&mut file.items, has_head);
}

fn mark_items(items: &mut Vec<Item>, has_head: bool) {
    for item in items.iter_mut() {
        match item {
            Item::Mod(module) => {
                let has_head = module
                    .attrs
                    .iter()
                    .any(|attribute| matches!(attribute.style, syn::AttrStyle::Inner(_)));
                if let Some((_, items)) = &mut module.content {
                    mark_items(items, has_head);
                }
            }
            // Constants and types of an implementation stand together, functions stand alone.
            Item::Impl(block) => space_out(
                &mut block.items,
                |one, other| match (one, other) {
                    (
                        ImplItem::Const(_) | ImplItem::Type(_),
                        ImplItem::Const(_) | ImplItem::Type(_),
                    ) => Gap::UnlessLines,
                    _ => Gap::Always,
                },
                || parse_quote!(__codegen_blank!();),
                || parse_quote!(__codegen_blank_unless_lines!();),
            ),
            Item::Trait(block) => space_out(
                &mut block.items,
                |one, other| match (one, other) {
                    (
                        TraitItem::Const(_) | TraitItem::Type(_),
                        TraitItem::Const(_) | TraitItem::Type(_),
                    ) => Gap::UnlessLines,
                    _ => Gap::Always,
                },
                || parse_quote!(__codegen_blank!();),
                || parse_quote!(__codegen_blank_unless_lines!();),
            ),
            _ => {}
        }
    }
    space_out(
        items,
        |one, other| Kind::of(one).gap(&Kind::of(other)),
        || parse_quote!(__codegen_blank!();),
        || parse_quote!(__codegen_blank_unless_lines!();),
    );
    // The docs of the file itself stand apart from its first item.
    if has_head && !items.is_empty() {
        items.insert(0, parse_quote!(__codegen_blank!();));
    }
}

fn space_out<T>(
    items: &mut Vec<T>,
    gap: impl Fn(&T, &T) -> Gap,
    always: impl Fn() -> T,
    unless_lines: impl Fn() -> T,
) {
    let mut spaced = Vec::with_capacity(items.len() * 2);
    for item in items.drain(..) {
        match spaced.last().map_or(Gap::None, |last| gap(last, &item)) {
            Gap::None => {}
            Gap::UnlessLines => spaced.push(unless_lines()),
            Gap::Always => spaced.push(always()),
        }
        spaced.push(item);
    }
    *items = spaced;
}

/// Turns the markers of a formatted file into blank lines.
pub(super) fn replace(text: &str) -> String {
    let lines: Vec<&str> = text.lines().collect();
    let mut spaced = String::with_capacity(text.len());
    for (index, line) in lines.iter().enumerate() {
        match line.trim_start() {
            ALWAYS => spaced.push('\n'),
            UNLESS_LINES if is_line_before(&lines, index) && is_line_after(&lines, index) => {}
            UNLESS_LINES => spaced.push('\n'),
            _ => {
                spaced.push_str(line);
                spaced.push('\n');
            }
        }
    }
    spaced
}

/// Whether the item before a marker is a single line: what stands above it is another marker, or the beginning of the block.
fn is_line_before(lines: &[&str], marker: usize) -> bool {
    let is_start =
        |line: &str| line.ends_with('{') || matches!(line.trim_start(), ALWAYS | UNLESS_LINES | "");
    marker > 0 && is_statement(lines[marker - 1]) && (marker < 2 || is_start(lines[marker - 2]))
}

/// Whether the item after a marker is a single line: its first line ends it.
fn is_line_after(lines: &[&str], marker: usize) -> bool {
    lines.get(marker + 1).is_some_and(|line| is_statement(line))
}

/// Whether a line may be an item of its own: it begins with a word, which a comment, an attribute and the last line of something longer do not.
fn is_statement(line: &str) -> bool {
    line.ends_with(';')
        && line
            .trim_start()
            .starts_with(|first: char| first.is_alphabetic() || first == '_')
}
