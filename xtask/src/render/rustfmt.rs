//! Runs rustfmt: once, on all files, free of the configuration of any folder.

use std::collections::BTreeSet;
use std::env;
use std::fs;
use std::io::ErrorKind;
use std::path::Path;
use std::process::Command;

use syn::Item;

use super::RenderError;

const EDITION: &str = "2024";

/// A file to be formatted.
pub(super) struct Source {
    /// Path below the output folder.
    pub(super) path: String,
    /// Its text.
    pub(super) text: String,
    /// The modules that it declares and that are files of their own, each as the names down to it.
    pub(super) modules: Vec<Vec<String>>,
}

/// The modules of a file that are files of their own.
pub(super) fn modules(file: &syn::File) -> Vec<Vec<String>> {
    fn collect(items: &[Item], above: &[String], found: &mut Vec<Vec<String>>) {
        for item in items {
            let Item::Mod(module) = item else { continue };
            let mut names = above.to_vec();
            let name = module.ident.to_string();
            names.push(name.strip_prefix("r#").unwrap_or(&name).to_owned());
            match &module.content {
                Some((_, items)) => collect(items, &names, found),
                None => found.push(names),
            }
        }
    }
    let mut found = Vec::new();
    collect(&file.items, &[], &mut found);
    found
}

/// The texts after formatting, in the order of the files.
pub(super) fn format(files: &[Source]) -> Result<Vec<String>, RenderError> {
    if files.is_empty() {
        return Ok(Vec::new());
    }
    let dir = tempfile::Builder::new().prefix("codegen-").tempdir()?;
    for file in files {
        let path = dir.path().join(&file.path);
        fs::create_dir_all(path.parent().unwrap_or(dir.path()))?;
        fs::write(path, &file.text)?;
    }
    // Without it, rustfmt looks for a configuration in the folders above and in the home folder.
    let config = dir.path().join("rustfmt.toml");
    fs::write(&config, "")?;

    let program = env::var_os("RUSTFMT").unwrap_or_else(|| "rustfmt".into());
    let mut command = Command::new(&program);
    command
        .args([
            "--edition",
            EDITION,
            "--style-edition",
            EDITION,
            "--config-path",
        ])
        .arg(&config);
    command.args(roots(files).into_iter().map(|path| dir.path().join(path)));
    let program = program.to_string_lossy();
    let output = match command.output() {
        Ok(output) => output,
        Err(error) => {
            let reason = if error.kind() == ErrorKind::NotFound {
                "not found".to_owned()
            } else {
                error.to_string()
            };
            return Err(RenderError::MissingRustfmt {
                program: program.into_owned(),
                reason,
            });
        }
    };
    if !output.status.success() {
        let message = without_dir(&String::from_utf8_lossy(&output.stderr), dir.path());
        // rustup has a rustfmt for every toolchain, which may be nothing but this message.
        if message.contains("is not installed") {
            return Err(RenderError::MissingRustfmt {
                program: program.into_owned(),
                reason: message,
            });
        }
        return Err(RenderError::Rustfmt { message });
    }
    files
        .iter()
        .map(|file| Ok(fs::read_to_string(dir.path().join(&file.path))?))
        .collect()
}

/// The files that no other file declares as its module: rustfmt goes from these to all others, so that each is formatted once.
fn roots(files: &[Source]) -> Vec<&str> {
    let declared: BTreeSet<String> = files
        .iter()
        .flat_map(|file| {
            let folder = module_folder(&file.path);
            file.modules
                .iter()
                .map(move |names| format!("{folder}{}", names.join("/")))
        })
        .flat_map(|module| [format!("{module}.rs"), format!("{module}/mod.rs")])
        .collect();
    files
        .iter()
        .map(|file| file.path.as_str())
        .filter(|path| !declared.contains(*path))
        .collect()
}

/// The folder in which the modules of a file lie, with a final `/`.
fn module_folder(path: &str) -> String {
    let (folder, name) = path.rsplit_once('/').unwrap_or(("", path));
    let folder = if folder.is_empty() {
        String::new()
    } else {
        format!("{folder}/")
    };
    match name {
        "lib.rs" | "main.rs" | "mod.rs" => folder,
        _ => format!("{folder}{}/", name.strip_suffix(".rs").unwrap_or(name)),
    }
}

/// Messages name the generated files, not the temporary ones.
fn without_dir(message: &str, dir: &Path) -> String {
    let mut message = message.to_owned();
    // On some systems the folder for temporary files is reached through a link, and rustfmt names what is behind it.
    for dir in dir
        .canonicalize()
        .iter()
        .map(|dir| dir.as_path())
        .chain([dir])
    {
        message = message.replace(
            &format!("{}{}", dir.display(), std::path::MAIN_SEPARATOR),
            "",
        );
    }
    message.trim().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn source(path: &str, modules: &[&[&str]]) -> Source {
        let modules = modules
            .iter()
            .map(|names| names.iter().map(|name| (*name).to_owned()).collect())
            .collect();
        Source {
            path: path.to_owned(),
            text: String::new(),
            modules,
        }
    }

    #[test]
    fn files_that_others_declare_are_no_roots() {
        let files = [
            source("src/lib.rs", &[&["v3"], &["common"], &["inline", "deep"]]),
            source("src/v3.rs", &[&["contacts"]]),
            source("src/v3/contacts.rs", &[]),
            source("src/common/mod.rs", &[&["lists"]]),
            source("src/common/lists.rs", &[]),
            source("src/inline/deep.rs", &[]),
            source("src/forgotten.rs", &[]),
            source("examples/list.rs", &[]),
        ];
        assert_eq!(
            roots(&files),
            ["src/lib.rs", "src/forgotten.rs", "examples/list.rs"]
        );
    }
}
