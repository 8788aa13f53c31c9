//! The only part of the compiler that touches the disk.

use super::problem::{Problem, ProblemKind, Problems};
use super::source::{Source, Span};
use std::fs;
use std::io;
use std::path::{self, Path, PathBuf};

/// Reads a directory's TOML files in the order of their names, with the problems of those that cannot be read.
///
/// Whatever else stands there is no catalog's: what people read, what an editor or the system leaves behind.
pub fn read(dir: &Path) -> Result<Problems, Problems> {
    let names = file_names(dir).map_err(|error| {
        let place = path::absolute(dir).unwrap_or_else(|_| dir.to_owned());
        let help = format!("expected a directory with a `<vendor>.toml` at `{}`", place.display());
        unusable(dir, "read", &error, Some(help))
    })?;
    Ok(read_all(names.iter().map(|name| dir.join(name))))
}

/// Reads files, with the problems of those that cannot be read.
pub fn read_all(paths: impl IntoIterator<Item = PathBuf>) -> Problems {
    let mut sources = Vec::new();
    let mut unreadable = Vec::new();
    for path in paths {
        let is_catalog = path.extension().is_some_and(|extension| extension == "toml");
        let (text, problem) = match fs::read(&path) {
            // Its name alone makes it a problem.
            _ if !is_catalog => (String::new(), None),
            Ok(bytes) => decode(bytes, sources.len()),
            Err(error) => {
                let message = format!("cannot be read: {error}");
                let problem = Problem::new(ProblemKind::Unreadable, Span::top(sources.len()), message);
                (String::new(), Some(problem))
            }
        };
        sources.push(Source::new(path.display().to_string(), text));
        unreadable.extend(problem);
    }
    let mut problems = Problems::new(sources);
    unreadable.into_iter().for_each(|problem| problems.push(problem));
    problems
}

/// Writes a file unless it holds the text already, so that nothing is built anew for nothing.
pub fn write_if_changed(path: &Path, text: &str) -> Result<(), Problems> {
    if fs::read(path).is_ok_and(|old| old == text.as_bytes()) {
        return Ok(());
    }
    fs::write(path, text).map_err(|error| unusable(path, "written", &error, None))
}

/// Reads one file of text.
pub fn read_text(path: &Path) -> Result<String, Problems> {
    fs::read_to_string(path).map_err(|error| unusable(path, "read", &error, None))
}

fn file_names(dir: &Path) -> io::Result<Vec<String>> {
    let mut names = Vec::new();
    for entry in fs::read_dir(dir)? {
        let name = entry?.file_name().to_string_lossy().into_owned();
        let is_toml = Path::new(&name)
            .extension()
            .is_some_and(|extension| extension.eq_ignore_ascii_case("toml"));
        if is_toml && !name.starts_with('.') {
            names.push(name);
        }
    }
    names.sort();
    Ok(names)
}

fn decode(bytes: Vec<u8>, file: usize) -> (String, Option<Problem>) {
    match String::from_utf8(bytes) {
        Ok(text) => (text, None),
        Err(error) => {
            let start = error.utf8_error().valid_up_to();
            let text = String::from_utf8_lossy(error.as_bytes()).into_owned();
            let span = Span::new(file, start..start + char::REPLACEMENT_CHARACTER.len_utf8());
            let message = "bytes that are no text, expected UTF-8";
            let problem = Problem::new(ProblemKind::Unreadable, span, message);
            (text, Some(problem.label("not UTF-8")))
        }
    }
}

/// The one problem of a path with which nothing can be done.
fn unusable(path: &Path, verb: &str, error: &io::Error, help: Option<String>) -> Problems {
    let message = format!("`{}` cannot be {verb}: {error}", path.display());
    let mut problems = Problems::new(Vec::new());
    problems.push(Problem::new(ProblemKind::Unreadable, Span::nowhere(), message).help(help));
    problems
}
