//! A manifest for an output folder that does not have one.

use std::path::Path;

/// The text of a `Cargo.toml` for a folder that has none yet, so that documents of one's own can be generated and compiled without further ado.
///
/// It is a start and then belongs to the user: it is no part of the tree, and not checked. `is_tested` says whether a generated test needs to read JSON.
pub fn starter_manifest(package: &str, core_path: &Path, is_tested: bool) -> String {
    let package = package_name(package);
    let core_path = toml_string(&core_path.to_string_lossy());
    let tests = match is_tested {
        true => "\n[dev-dependencies]\nserde_json = \"1\"\n",
        false => "",
    };
    format!(
        "\
[package]
name = \"{package}\"
version = \"0.1.0\"
edition = \"2024\"
publish = false

[dependencies]
hubspot-crm-core = {{ path = {core_path} }}
{tests}
# Keeps this crate out of the workspace of a folder above.
[workspace]
"
    )
}

/// The name of the library that a `Cargo.toml` makes, as code writes it.
///
/// It reads what people write, a `name = "…"` below `[lib]` or `[package]`; `None` if there is none that code can write.
pub fn library_name(manifest: &str) -> Option<String> {
    let mut table = "";
    let (mut package, mut library) = (None, None);
    for line in manifest.lines().map(str::trim) {
        if line.starts_with('[') {
            table = line.split(['[', ']']).nth(1).unwrap_or_default().trim();
        }
        let value = line.strip_prefix("name").map(str::trim_start);
        let Some(value) = value.and_then(|rest| rest.strip_prefix('=')) else {
            continue;
        };
        let name = value.split(['"', '\'']).nth(1).map(str::to_owned);
        match table {
            "package" => package = name,
            "lib" => library = name,
            _ => {}
        }
    }
    let name = library.or(package)?.replace('-', "_");
    syn::parse_str::<syn::Ident>(&name).is_ok().then_some(name)
}

/// A name that cargo takes, out of any folder name.
fn package_name(folder: &str) -> String {
    let plain: String = folder
        .chars()
        .map(|character| {
            if character.is_ascii_alphanumeric() || character == '_' {
                character
            } else {
                '-'
            }
        })
        .collect();
    match plain.trim_matches('-') {
        "" => "generated".to_owned(),
        name if name.starts_with(|first: char| first.is_ascii_digit()) => {
            format!("generated-{name}")
        }
        name => name.to_owned(),
    }
}

/// A basic string of TOML: a path may hold backslashes and quotes.
fn toml_string(text: &str) -> String {
    let mut quoted = String::from('"');
    for character in text.chars() {
        match character {
            '"' | '\\' => quoted.extend(['\\', character]),
            control if control.is_control() => {
                quoted.push_str(&format!("\\u{:04X}", u32::from(control)));
            }
            other => quoted.push(other),
        }
    }
    quoted.push('"');
    quoted
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_crate_of_its_own() {
        insta::assert_snapshot!(starter_manifest("my crate", Path::new("/home/ada/core"), false), @r#"
        [package]
        name = "my-crate"
        version = "0.1.0"
        edition = "2024"
        publish = false

        [dependencies]
        hubspot-crm-core = { path = "/home/ada/core" }

        # Keeps this crate out of the workspace of a folder above.
        [workspace]
        "#);
    }

    #[test]
    fn a_test_reads_json() {
        let manifest = starter_manifest("my crate", Path::new("core"), true);
        assert!(manifest.contains("\n\n[dev-dependencies]\nserde_json = \"1\"\n\n"));
    }

    #[test]
    fn names_of_libraries() {
        let cases = [
            ("[package]\nname = \"my-crate\"\n", Some("my_crate")),
            ("[package]\n name='a'\n[lib]\nname = \"b-c\"", Some("b_c")),
            (
                "[[bin]]\nname = \"a\"\n[ package ]\nname = \"b\"",
                Some("b"),
            ),
            (
                "[package]\nnames = \"a\"\n[dependencies]\nname = \"1\"",
                None,
            ),
            ("[package]\nname = \"a b\"", None),
            ("[package]\nname = \"3d\"", None),
            ("", None),
        ];
        for (manifest, name) in cases {
            assert_eq!(library_name(manifest).as_deref(), name, "{manifest}");
        }
    }

    #[test]
    fn folder_names_become_package_names() {
        let cases = [
            ("pets", "pets"),
            ("my crate (2)", "my-crate--2"),
            ("3scale", "generated-3scale"),
            ("…", "generated"),
        ];
        for (folder, name) in cases {
            assert_eq!(package_name(folder), name);
        }
    }

    #[test]
    fn paths_are_quoted() {
        assert_eq!(toml_string(r#"C:\x "y""#), r#""C:\\x \"y\"""#);
        assert_eq!(toml_string("a\nb"), r#""a\u000Ab""#);
    }
}
