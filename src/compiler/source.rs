//! The catalog's files, and places in them.
//!
//! Every value read keeps its [`Span`], so that each later stage can point at the very characters it objects to.

use std::ops::Range;
use std::path::Path;

/// One file: its name, for reports, and its text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Source {
    /// The path as it should stand in a report, such as `catalog/salesforce.toml`.
    pub name: String,
    pub text: String,
}

/// What a file is for, which its name says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FileRole<'a> {
    /// `kinds.toml`
    Kinds,
    /// `kinds.fr.toml`
    KindsFrench,
    /// `<vendor>.toml`, with the vendor's id
    Vendor(&'a str),
    /// `<vendor>.fr.toml`, with the vendor's id
    VendorFrench(&'a str),
    /// Not a file of a catalog
    Unknown,
}

/// A range of bytes in one of the catalog's files.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Span {
    /// The file's index among the sources.
    pub file: usize,
    pub start: usize,
    pub end: usize,
}

/// A value and where it stands.
#[derive(Clone, Copy, Debug)]
pub struct At<T> {
    pub value: T,
    pub span: Span,
}

/// A line and a column for people: both begin at 1, the column counts characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Position {
    pub line: usize,
    pub column: usize,
}

impl Source {
    pub fn new(name: impl Into<String>, text: impl Into<String>) -> Self {
        Source {
            name: name.into(),
            text: text.into(),
        }
    }

    /// The name without its directories.
    pub fn file_name(&self) -> &str {
        Path::new(&self.name)
            .file_name()
            .and_then(|name| name.to_str())
            .unwrap_or(&self.name)
    }

    pub fn role(&self) -> FileRole<'_> {
        let Some(stem) = self.file_name().strip_suffix(".toml") else {
            return FileRole::Unknown;
        };
        let (stem, french) = match stem.strip_suffix(".fr") {
            Some(stem) => (stem, true),
            None => (stem, false),
        };
        match (stem, french) {
            (stem, _) if !is_snake_case(stem) => FileRole::Unknown,
            ("kinds", false) => FileRole::Kinds,
            ("kinds", true) => FileRole::KindsFrench,
            (vendor, false) => FileRole::Vendor(vendor),
            (vendor, true) => FileRole::VendorFrench(vendor),
        }
    }

    /// The line and column of a byte offset; an offset past the end counts as the end.
    pub fn position(&self, offset: usize) -> Position {
        let line = self.line(offset);
        let before = self.text.get(..line.start).unwrap_or_default();
        let in_line = self.text.get(line.start..self.floor(offset));
        Position {
            line: before.matches('\n').count() + 1,
            column: in_line.unwrap_or_default().chars().count() + 1,
        }
    }

    /// The bytes of the line that holds the offset, without its end.
    pub fn line(&self, offset: usize) -> Range<usize> {
        let (before, after) = self.text.split_at(self.floor(offset));
        let start = before.rfind('\n').map_or(0, |newline| newline + 1);
        let rest = after.find('\n').unwrap_or(after.len());
        start..before.len() + after[..rest].trim_end_matches('\r').len()
    }

    /// The nearest character boundary at or before the offset.
    pub fn floor(&self, offset: usize) -> usize {
        let mut offset = offset.min(self.text.len());
        while !self.text.is_char_boundary(offset) {
            offset -= 1;
        }
        offset
    }
}

/// Returns the ids of the vendors that files are of.
pub fn vendors(sources: &[Source]) -> Vec<String> {
    let ids = sources.iter().filter_map(|source| match source.role() {
        FileRole::Vendor(id) => Some(id.to_owned()),
        _ => None,
    });
    ids.collect()
}

impl Span {
    pub fn new(file: usize, range: Range<usize>) -> Self {
        Span {
            file,
            start: range.start,
            end: range.end,
        }
    }

    /// The beginning of a file: the place of what is missing in it.
    pub fn top(file: usize) -> Self {
        Span::new(file, 0..0)
    }

    /// No file: the place of a file that is missing.
    pub fn nowhere() -> Self {
        Span::top(usize::MAX)
    }
}

impl<T> At<T> {
    pub fn new(value: T, span: Span) -> Self {
        At { value, span }
    }

    /// The same place with another value.
    pub fn map<U>(self, convert: impl FnOnce(T) -> U) -> At<U> {
        At::new(convert(self.value), self.span)
    }
}

impl At<String> {
    /// The place of a part of the text: the whole value's if escapes make it impossible to say where the part is.
    pub fn part(&self, part: Range<usize>) -> Span {
        const QUOTES: usize = 2;
        let Span { file, start, end } = self.span;
        if end - start != self.value.len() + QUOTES || part.end > self.value.len() {
            return self.span;
        }
        Span::new(file, start + 1 + part.start..start + 1 + part.end)
    }
}

/// Whether a name is `snake_case`: lower-case ASCII words and digits, joined by single underscores, a letter first.
pub fn is_snake_case(name: &str) -> bool {
    name.starts_with(|c: char| c.is_ascii_lowercase())
        && name
            .split('_')
            .all(|word| !word.is_empty() && word.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit()))
}
