//! From raw text to marks: designated codes, codes in text, and code fields that hold no known code.
//!
//! | module | its job |
//! |---|---|
//! | `lanes`, `block` | sixteen bytes at once; bit masks over blocks of 64 bytes |
//! | `text`, `entity` | characters with their escapes undone, several levels deep |
//! | `candidates` | the words worth a look-up, by masks |
//! | `colour` | a terminal's colours, and what is left of them |
//! | [`word`] | runs of letters, digits and underscores, escapes undone |
//! | [`field`] | from a field's name to its value, in whatever syntax |
//! | [`answer`] | whether all of it is data with which a query was answered |
//! | `designated`, `in_text` | whether a code is evidence: in a code field, or without one |
//! | `object` | what the object around a field says |
//! | [`place`] | what a code's place in a text says |
//! | `line`, `sentence`, `program`, `listing` | the line it is on; whether that reports, is source code, or lists codes |
//! | `document` | headings and terms of a document, answers below a line |
//! | `strip` | what is taken off a text's ends before they are read: quotations, colours, bullets, quotes |
//! | `markup` | codes whose underscores Markdown escapes, or italics set apart, or that a mail breaks |
//! | [`nesting`] | whether two codes belong to one error |
//! | [`starts`], [`pattern`] | where messages can begin; message patterns |
//! | [`joint`] | whether the later of two messages tells the cause of the earlier |
//! | [`record`], `signs` | which record of a batch a position belongs to; JSON's brackets, braces and commas |
//!
//! The scan goes over the input once, from left to right, and allocates nothing. It looks up a word only if it can be
//! a code or a field's name: an identifier (`UNABLE_TO_LOCK_ROW`, `itemNotFound`, `AADSTS50173`), a word directly before
//! a delimiter (`"conflict"`, `code:`), or the input's first word. What the marks amount to is decided elsewhere
//! (`groups.rs`).

pub mod answer;
pub mod block;
mod candidates;
mod colour;
mod designated;
mod document;
mod entity;
pub mod field;
mod in_text;
pub mod joint;
mod lanes;
mod line;
mod listing;
mod markup;
pub mod nesting;
mod object;
pub mod pattern;
pub mod place;
// What it is held against are the strings of all families.
#[cfg(all(test, feature = "salesforce", feature = "marketo", feature = "microsoft"))]
mod plain;
mod program;
pub mod record;
mod sentence;
mod signs;
pub mod starts;
mod strip;
pub mod text;
pub mod word;

use crate::catalog::{Catalog, Meaning, Order, VendorRecord};
use crate::entry::CodeRecord;
use crate::format::spelling::LONGEST_CODE;
use candidates::Candidates;
use line::Lines;
use place::Place;

/// Something that the scan found.
#[derive(Clone, Copy, Debug)]
pub enum Mark {
    /// A known code.
    Code(Hit),
    /// A code field that holds something that no vendor in the look-up order knows.
    Unknown(Span),
}

impl Mark {
    /// Returns where it stands.
    pub fn span(&self) -> Span {
        match self {
            Mark::Code(hit) => hit.span,
            Mark::Unknown(span) => *span,
        }
    }
}

/// A known code in the input.
#[derive(Clone, Copy, Debug)]
pub struct Hit {
    pub record: &'static CodeRecord,
    pub span: Span,
    pub place: Place,
    /// Whether it may as well be an HTTP status.
    pub is_status: bool,
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
    order: Order<'static>,
    raw: &'a [u8],
    candidates: Candidates<'a>,
    /// Whether the start of the input has not been looked at yet for a code of more than a word.
    whole: bool,
    /// Whether nothing has been found yet.
    silent: bool,
    /// Whether codes are looked for among Markdown's marks, once all words were looked at.
    in_markup: Option<bool>,
    /// Where the value begins that only details a code.
    detail: Option<usize>,
    lines: Lines<'a>,
}

impl<'a> Scan<'a> {
    /// Begins a scan for the codes of the vendors in a look-up order.
    pub fn new(catalog: &'static Catalog, vendor: &'static VendorRecord, raw: &'a [u8]) -> Self {
        Scan {
            catalog,
            order: vendor.order,
            raw,
            candidates: Candidates::new(raw),
            whole: true,
            silent: true,
            in_markup: None,
            detail: None,
            lines: Lines::new(raw),
        }
    }

    /// Hands a mark on, unless it is the first one and all of the input is data.
    fn told(&mut self, mark: Mark) -> Option<Mark> {
        if core::mem::take(&mut self.silent) && answer::is_data(self.raw) {
            self.candidates.seek(self.raw.len() + 1);
            return None;
        }
        Some(mark)
    }

    fn vendors(&self) -> impl Iterator<Item = &'static VendorRecord> {
        let catalog = self.catalog;
        let numbers = self.order.vendors.iter();
        numbers.map(|&number| catalog.vendors[usize::from(number)])
    }
}

impl Iterator for Scan<'_> {
    type Item = Mark;

    fn next(&mut self) -> Option<Mark> {
        if core::mem::take(&mut self.whole) {
            if let Some(mark) = self.whole() {
                self.silent = false;
                return Some(mark);
            }
        }
        let index = &self.catalog.index;
        let is_detail = |text: &[u8]| text.eq_ignore_ascii_case(field::DETAIL);
        loop {
            let keep = |first, last, length| index.may_hold(first, last, length) || length == field::DETAIL.len();
            let Some(word) = self.candidates.next_where(keep) else {
                let silent = self.silent;
                let looks = self
                    .in_markup
                    .get_or_insert_with(|| silent && !answer::is_data(self.raw));
                return if *looks { self.in_markup() } else { None };
            };
            let text = &self.raw[word.start..word.end];
            if is_detail(text) {
                self.detail = field::value(self.raw, word.start, word.end).map(|value| value.start);
            }
            let Meaning { code, code_field } = self.catalog.meaning(self.order, text);
            if code_field != 0 {
                if let Some(mark) = self.designated(&word, code_field) {
                    return self.told(mark);
                }
            }
            if let Some(mark) = code.and_then(|found| self.in_text(&word, found)) {
                return self.told(mark);
            }
        }
    }
}

/// Yields the words of an input that are known codes, from left to right, whether or not they are evidence: what the scan
/// looks for before it asks anything.
pub fn known_words<'a>(
    catalog: &'static Catalog,
    vendor: &'static VendorRecord,
    raw: &'a [u8],
) -> impl Iterator<Item = &'static CodeRecord> + use<'a> {
    let mut candidates = Candidates::new(raw);
    core::iter::from_fn(move || {
        loop {
            let word = candidates.next_where(|first, last, length| catalog.index.may_hold(first, last, length))?;
            let meaning = catalog.meaning(vendor.order, &raw[word.start..word.end]);
            if let Some(found) = meaning.code {
                return Some(found.record);
            }
        }
    })
}

/// Whether a code may as well be an HTTP status.
fn is_status(code: &[u8]) -> bool {
    matches!(code, [b'1'..=b'5', b'0'..=b'9', b'0'..=b'9'])
}

/// Whether what follows a word sets it apart from a sentence that would go on; a table's `|` does not: such a row lists
/// codes.
fn is_code_separator(after: &[u8]) -> bool {
    let Some((first, length)) = text::read(after) else {
        return true;
    };
    if first == '[' && colour::at_start(after) > 0 {
        return true;
    }
    let c = match first {
        '\n' | '\r' => return true,
        ' ' | '\t' => text::read_on(&after[length..]),
        c => Some(c),
    };
    match c {
        None | Some(':' | '-' | '/' | ',' | ';' | ')' | ']' | '}' | '<' | '(' | '*' | '\u{ff1a}') => true,
        Some('.') => !after.get(1).copied().is_some_and(word::is_word),
        Some(c) => text::is_quote(c),
    }
}
