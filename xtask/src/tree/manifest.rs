//! A manifest for an output folder that does not have one.

use std::path::Path;

/// The text of a `Cargo.toml` for a folder that has none yet, so that documents of one's own can be generated and compiled without further ado.
///
/// It is a start and then belongs to the user: it is no part of the tree, and not checked.
pub fn starter_manifest(package: &str, core_path: &Path) -> String {
    let package = package_name(package);
    let core_path = toml_string(&core_path.to_string_lossy());
    format!(
        "\
[package]
name = \"{package}\"
version = \"0.1.0\"
edition = \"2024\"
publish = false

[dependencies]
hubspot-crm-core = {{ path = {core_path} }}

# Keeps this crate out of the workspace of a folder above.
[workspace]
"
    )
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
        insta::assert_snapshot!(starter_manifest("my crate", Path::new("/home/ada/core")), @r#"
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
