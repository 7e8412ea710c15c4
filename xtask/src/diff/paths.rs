//! Paths of operations as far as two of them can be the same: without versions, and whatever their parameters are called.

/// Where a parameter stands in a path without versions: the number of its segment, and of the parameter in it.
pub(super) fn segment(path: &str, name: &str) -> String {
    let name = format!("{{{name}}}");
    let segments = path.split('/').filter(|segment| !is_version(segment));
    let mut found = segments
        .enumerate()
        .filter_map(|(number, segment)| Some((number, segment.find(&name)?)));
    let (number, start) = found.next().unwrap_or_default();
    format!("{number:03}.{start:03}")
}

/// The path without versions and without names of parameters, which are nothing that is sent.
pub(super) fn unversioned(path: &str) -> String {
    let segments = path.split('/').filter(|segment| !is_version(segment));
    let segments = segments.map(|segment| match segment.starts_with('{') {
        true => "{}",
        false => segment,
    });
    segments.collect::<Vec<_>>().join("/")
}

/// The versions that stand in the path.
pub(super) fn versions(path: &str) -> String {
    let segments = path.split('/').filter(|segment| is_version(segment));
    segments.collect::<Vec<_>>().join(", ")
}

/// Whether a segment of a path is a version, such as `v3` or `2026-03`.
fn is_version(segment: &str) -> bool {
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    match segment.strip_prefix('v') {
        Some(number) => digits(number),
        None => {
            let (year, month) = segment.split_once('-').unwrap_or_default();
            let month = month.split('-').next().unwrap_or_default();
            year.len() == 4 && digits(year) && digits(month)
        }
    }
}

/// In what the method and the path of an operation differ from those of another: a few segments in the same places, or the whole.
pub(super) fn moved(old: &str, new: &str) -> (String, String) {
    let parts = |shown: &str| -> Vec<String> {
        let parts = shown.split([' ', '/']).filter(|part| !is_version(part));
        parts.map(ToOwned::to_owned).collect()
    };
    let (before, after) = (parts(old), parts(new));
    let is_param = |part: &str| part.starts_with('{');
    let differ: Vec<(String, String)> = before
        .iter()
        .zip(&after)
        .filter(|(old, new)| old != new && !(is_param(old) && is_param(new)))
        .map(|(old, new)| (old.clone(), new.clone()))
        .collect();
    match differ.as_slice() {
        [(old, new)] if before.len() == after.len() => (old.clone(), new.clone()),
        _ => (old.to_owned(), new.to_owned()),
    }
}
