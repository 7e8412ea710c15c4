//! What stands in the output folder, seen without following a link.

use std::fs;
use std::io::ErrorKind;
use std::path::Path;

use super::Obstacle;

/// What stands at the place of a file of the tree.
pub(super) enum Found {
    /// Nothing, or nothing that will be there when it is written.
    Nothing,
    /// A file with this content.
    File(Vec<u8>),
}

/// Looks at the place of a file of the tree, part by part from the output folder down.
pub(super) fn look(dir: &Path, path: &str) -> Result<Found, Obstacle> {
    let mut place = dir.to_path_buf();
    let mut parts = path.split('/').peekable();
    // The folder itself may be reached through a link: whoever names it knows where it lies.
    match fs::metadata(dir) {
        Ok(metadata) if metadata.is_dir() => {}
        Ok(_) => return Err(Obstacle::NotAFolder(place)),
        Err(error) if error.kind() == ErrorKind::NotFound => {
            return match fs::symlink_metadata(dir) {
                Ok(_) => Err(Obstacle::Link(place)),
                Err(_) => Ok(Found::Nothing),
            };
        }
        Err(error) if error.kind() == ErrorKind::NotADirectory => {
            return Err(Obstacle::NotAFolder(place));
        }
        Err(error) => return Err(Obstacle::Unreadable(error)),
    }
    while let Some(part) = parts.next() {
        place.push(part);
        let metadata = match fs::symlink_metadata(&place) {
            Ok(metadata) => metadata,
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(Found::Nothing),
            Err(error) => return Err(Obstacle::Unreadable(error)),
        };
        let is_last = parts.peek().is_none();
        if metadata.is_symlink() {
            return Err(Obstacle::Link(place));
        } else if metadata.is_dir() {
            if is_last {
                return Err(Obstacle::Folder);
            }
        } else if !metadata.is_file() {
            return Err(Obstacle::NotAFile);
        } else if is_last {
            return fs::read(&place)
                .map(Found::File)
                .map_err(Obstacle::Unreadable);
        } else if place.starts_with(dir.join("src")) && place != dir.join("src") {
            // A file in place of a folder is stale itself: it is removed before anything is written, or refused as not generated.
            return Ok(Found::Nothing);
        } else {
            return Err(Obstacle::NotAFolder(place));
        }
    }
    Ok(Found::Nothing)
}

/// The folders in which there is nothing but what was generated.
const GENERATED: [&str; 2] = ["src", "tests/generated"];

/// All files in the folders of generated files but hidden ones, sorted by path; with their content, or with why they are not to be touched.
pub(super) fn generated_files(dir: &Path) -> Vec<(String, Result<Vec<u8>, Obstacle>)> {
    let mut files = Vec::new();
    for folder in GENERATED {
        // A link or a file in place of the folder is found when the files of the tree are looked at.
        if fs::symlink_metadata(dir.join(folder)).is_ok_and(|metadata| metadata.is_dir()) {
            walk(dir, folder, &mut files);
        }
    }
    files.sort_by(|(one, _), (other, _)| one.cmp(other));
    files
}

fn walk(dir: &Path, folder: &str, files: &mut Vec<(String, Result<Vec<u8>, Obstacle>)>) {
    let entries = match fs::read_dir(dir.join(folder)) {
        Ok(entries) => entries,
        Err(error) => return files.push((folder.to_owned(), Err(Obstacle::Unreadable(error)))),
    };
    for entry in entries {
        let entry = match entry {
            Ok(entry) => entry,
            Err(error) => {
                files.push((folder.to_owned(), Err(Obstacle::Unreadable(error))));
                continue;
            }
        };
        let name = entry.file_name();
        let path = format!("{folder}/{}", name.to_string_lossy());
        if name.to_string_lossy().starts_with('.') {
            continue;
        }
        match entry.file_type() {
            Ok(kind) if kind.is_dir() => walk(dir, &path, files),
            Ok(kind) if kind.is_symlink() => files.push((path, Err(Obstacle::Link(entry.path())))),
            // A name that is not Unicode is none of ours.
            Ok(kind) if kind.is_file() && name.to_str().is_none() => {
                files.push((path, Err(Obstacle::NotGenerated)));
            }
            Ok(kind) if kind.is_file() => {
                files.push((path, fs::read(entry.path()).map_err(Obstacle::Unreadable)));
            }
            Ok(_) => files.push((path, Err(Obstacle::NotAFile))),
            Err(error) => files.push((path, Err(Obstacle::Unreadable(error)))),
        }
    }
}
