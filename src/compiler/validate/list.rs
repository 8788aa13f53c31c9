//! Lists: each value once, none empty, names known.

use super::super::fields::unknown_name;
use super::super::problem::{Problem, ProblemKind, Problems};
use super::super::source::{At, Span};
use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::fmt::Display;

/// Remembers where each value stood first; of one type, so that the build script compiles one table.
pub struct Seen(HashMap<String, Span>);

impl Seen {
    pub fn new() -> Self {
        Seen(HashMap::new())
    }

    /// Returns where the value stood before, if it did.
    pub fn before(&mut self, key: String, span: Span) -> Option<Span> {
        match self.0.entry(key) {
            Entry::Occupied(first) => Some(*first.get()),
            Entry::Vacant(slot) => {
                slot.insert(span);
                None
            }
        }
    }
}

/// Reports each value that stands in the list a second time.
pub fn check_unique<T: Display>(key: &str, list: &[At<T>], problems: &mut Problems) {
    let mut seen = Seen::new();
    for item in list {
        if let Some(first) = seen.before(item.value.to_string(), item.span) {
            problems.push(
                Problem::new(
                    ProblemKind::DuplicateValue,
                    item.span,
                    format!("`{}` is twice in `{key}`, expected once", item.value),
                )
                .label("second")
                .related(first, "first"),
            );
        }
    }
}

/// Reports each name of the list that is not known; `what` is what they name.
pub fn check_known<'a>(
    what: &str,
    names: &[At<String>],
    known: impl Iterator<Item = &'a str> + Clone,
    problems: &mut Problems,
) {
    for name in names {
        if !known.clone().any(|known| known == name.value) {
            problems.push(unknown_name(what, name, known.clone()));
        }
    }
}

/// Reports each string of the list that is empty or has line breaks.
pub fn check_lines(key: &str, list: &[At<String>], problems: &mut Problems) {
    list.iter().for_each(|item| check_line(key, Some(item), problems));
}

/// Reports a string that is empty, is blank at an end, or has line breaks.
pub fn check_line(key: &str, line: Option<&At<String>>, problems: &mut Problems) {
    let Some(line) = line else { return };
    let fault = match line.value.as_str() {
        "" => "is empty",
        text if text.trim() != text => "has blanks at its end",
        text if text.chars().any(char::is_control) => "has control characters",
        _ => return,
    };
    problems.push(
        Problem::new(
            ProblemKind::BadValue,
            line.span,
            format!("`{key}` {fault}, expected one line of text"),
        )
        .label("not one line of text"),
    );
}
