//! From raw text to marks: designated codes, codes in text, and code fields that hold no known code.
//!
//! | module | its job |
//! |---|---|
//! | [`word`] | runs of letters, digits and underscores, escapes undone |
//! | [`field`] | from a field's name to its value, in whatever syntax |
//! | [`place`] | what a code's place in a text says |
//! | [`nesting`] | whether two codes belong to one error |
//! | [`pattern`] | message patterns |
//!
//! The scan goes over the input once, from left to right, and allocates nothing. It looks up a word only if it can be
//! a code or a field's name: an identifier (`UNABLE_TO_LOCK_ROW`, `itemNotFound`, `AADSTS50173`), a word directly before
//! a delimiter (`"conflict"`, `code:`), or the input's first word. What the marks amount to is decided elsewhere
//! (`findings.rs`).

pub mod field;
pub mod nesting;
pub mod pattern;
pub mod place;
pub mod word;

use crate::catalog::{Catalog, Found};
use crate::entry::CodeRecord;
use place::Place;
use word::{Word, Words};

/// Something that the scan found.
#[derive(Clone, Copy, Debug)]
pub enum Mark {
    /// A known code.
    Code(Hit),
    /// A code field that holds something that no vendor in the look-up order knows.
    Unknown(Span),
}

/// A known code in the input.
#[derive(Clone, Copy, Debug)]
pub struct Hit {
    pub record: &'static CodeRecord,
    pub span: Span,
    /// `None` if a code field designates it.
    pub place: Option<Place>,
}

/// A range of the input and how it is nested.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Span {
    pub start: usize,
    pub end: usize,
    /// Whether an XML tag of its own encloses it.
    pub tagged: bool,
}

/// Iterates over an input's marks, from left to right.
#[derive(Clone, Debug)]
pub struct Scan<'a> {
    catalog: &'static Catalog,
    order: &'static [u8],
    numeric: bool,
    raw: &'a [u8],
    words: Words<'a>,
}

impl<'a> Scan<'a> {
    /// Begins a scan for the codes of the vendors in a look-up order.
    pub fn new(catalog: &'static Catalog, order: &'static [u8], raw: &'a [u8]) -> Self {
        let numeric = order.iter().any(|&vendor| catalog.vendors[usize::from(vendor)].numeric);
        Scan { catalog, order, numeric, raw, words: Words::from(raw, 0) }
    }

    /// Reads the value behind a code field's name; `owners` are the vendors whose field it is.
    ///
    /// A code that is an ordinary word counts only in a field of its own vendor's, or of the vendor asked for.
    fn designated(&mut self, name: &Word, owners: u16) -> Option<Mark> {
        let value = field::value(self.raw, name.start, name.end)?;
        let word = &self.raw[value.start..value.end];
        let tagged = value.start > 0 && name.start > 0 && matches!(self.raw[name.start - 1], b'<' | b':');
        let span = Span { start: value.start, end: value.end, tagged };
        let after = &self.raw[value.end..];
        if let Some(found) = self.catalog.meaning(self.order, word).code {
            let head = value.closed || (found.exact && is_code_separator(after));
            let expected = owners & (1 | 1 << found.rank.min(15)) != 0;
            let counts = !found.record.word || (expected && head && (value.structured || found.exact));
            if counts && word::is_whole(self.raw, value.start, value.end) {
                self.words.seek(value.end);
                return Some(Mark::Code(Hit { record: found.record, span, place: None }));
            }
            return None;
        }
        let unknown = value.structured && value.closed && self.may_be_code(word);
        if unknown {
            self.words.seek(value.end);
        }
        unknown.then_some(Mark::Unknown(span))
    }

    /// Whether a field's whole value looks like a code and not like a flag or an HTTP status.
    fn may_be_code(&self, word: &[u8]) -> bool {
        let number = word.iter().all(u8::is_ascii_digit);
        let flag = [&b"true"[..], b"false", b"null", b"none", b"nil", b"undefined"].iter().any(|flag| word.eq_ignore_ascii_case(flag));
        !flag && if number { self.numeric } else { word.len() >= 3 }
    }

    /// Weighs a code that no field designates.
    fn in_text(&self, word: &Word, found: Found) -> Option<Mark> {
        if !word::is_whole(self.raw, word.start, word.end) || field::is_detail(self.raw, word.start) {
            return None;
        }
        let place = place::place(self.raw, word)?;
        let number = self.raw[word.start..word.end].iter().all(u8::is_ascii_digit);
        let counts = if found.record.word || number {
            let (before, after) = (&self.raw[..word.start], &self.raw[word.end..]);
            let bracketed = number && before.ends_with(b"(") && matches!(after, [b')'] | [b')', b'"' | b'\'' | b'.' | b'\n', ..]);
            bracketed || (found.exact && place == Place::Lead && (after.is_empty() || is_code_separator(after)))
        } else {
            found.exact || place > Place::Mention
        };
        let span = Span { start: word.start, end: word.end, tagged: false };
        counts.then_some(Mark::Code(Hit { record: found.record, span, place: Some(place) }))
    }
}

/// Whether what follows a word sets it apart from a sentence that would go on.
fn is_code_separator(after: &[u8]) -> bool {
    let rest = after.trim_ascii_start();
    match rest.first() {
        None => true,
        Some(b':' | b'-' | b'/' | b'|' | b'\n') => true,
        Some(b',' | b';' | b')' | b']' | b'}' | b'"' | b'\'' | b'`' | b'<' | b'(' | b'*') => true,
        Some(b'.') => !rest.get(1).copied().is_some_and(word::is_word),
        Some(_) => after.first() == Some(&b'\n'),
    }
}

/// Whether a word directly before this byte may be a field's name or a value.
#[inline]
fn is_delimiter(byte: Option<&u8>) -> bool {
    match byte {
        None => true,
        Some(byte) => !(byte.is_ascii_alphanumeric() || matches!(byte, b' ' | b'_' | b'.' | b'-' | b'/')),
    }
}

impl Iterator for Scan<'_> {
    type Item = Mark;

    fn next(&mut self) -> Option<Mark> {
        loop {
            let first = self.words.is_first();
            let word = self.words.next()?;
            let after = self.raw.get(word.end);
            let spaced = after == Some(&b' ') && matches!(self.raw.get(word.end + 1), Some(b':' | b'='));
            if !(word.compound || first || spaced || is_delimiter(after)) {
                continue;
            }
            let meaning = self.catalog.meaning(self.order, &self.raw[word.start..word.end]);
            if meaning.code_field != 0 {
                if let Some(mark) = self.designated(&word, meaning.code_field) {
                    return Some(mark);
                }
            }
            if let Some(mark) = meaning.code.and_then(|found| self.in_text(&word, found)) {
                return Some(mark);
            }
        }
    }
}
