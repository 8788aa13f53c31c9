//! From raw text to marks: designated codes, codes in text, and code fields that hold no known code.
//!
//! | module | its job |
//! |---|---|
//! | `block` | bit masks over blocks of 64 bytes |
//! | `text`, `entity` | characters with their escapes undone, several levels deep |
//! | `candidates` | the words worth a look-up, by masks |
//! | [`word`] | runs of letters, digits and underscores, escapes undone |
//! | [`field`] | from a field's name to its value, in whatever syntax |
//! | [`place`] | what a code's place in a text says |
//! | `line`, `program`, `listing` | the line it is on; whether that is source code, or a listing of codes |
//! | [`nesting`] | whether two codes belong to one error |
//! | [`pattern`] | message patterns |
//! | [`record`] | which record of a batch a position belongs to |
//!
//! The scan goes over the input once, from left to right, and allocates nothing. It looks up a word only if it can be
//! a code or a field's name: an identifier (`UNABLE_TO_LOCK_ROW`, `itemNotFound`, `AADSTS50173`), a word directly before
//! a delimiter (`"conflict"`, `code:`), or the input's first word. What the marks amount to is decided elsewhere
//! (`findings.rs`).

mod block;
mod candidates;
mod entity;
pub mod field;
mod line;
mod listing;
pub mod nesting;
pub mod pattern;
pub mod place;
#[cfg(test)]
mod plain;
mod program;
pub mod record;
mod text;
pub mod word;

use crate::catalog::{Catalog, Found, Meaning, Order, VendorRecord, VendorSet, set_of};
use crate::entry::{CodeRecord, Entry};
use candidates::Candidates;
use pattern::Starts;
use place::Place;
use word::Word;

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
    /// `None` if a code field designates it.
    pub place: Option<Place>,
    /// Whether it is a number, which in text may as well be an HTTP status.
    pub number: bool,
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
    /// Whether the start of the input has not been looked at yet for a code with hyphens or dots.
    whole: bool,
    /// Where the value begins that only details a code.
    detail: Option<usize>,
}

/// Longer codes there are none; the catalog's compiler knows the same bound.
const LONGEST_CODE: usize = 100;

impl<'a> Scan<'a> {
    /// Begins a scan for the codes of the vendors in a look-up order.
    pub fn new(catalog: &'static Catalog, vendor: &'static VendorRecord, raw: &'a [u8]) -> Self {
        Scan {
            catalog,
            order: vendor.order,
            raw,
            candidates: Candidates::new(raw),
            whole: true,
            detail: None,
        }
    }

    /// Reads a code at the start of an input: the only place for codes with hyphens or dots without a field.
    fn whole(&mut self) -> Option<Mark> {
        // Nearly always something else ends the first word.
        let first_end = self.candidates.first_end()?;
        let joins = matches!(self.raw.get(first_end), Some(b'-' | b'.'));
        if !joins && !self.raw[..first_end].iter().any(|byte| text::opens(*byte)) {
            return None;
        }
        let sets_apart = |c: char| c.is_whitespace() || text::is_quote(c) || text::is_invisible(c);
        let mut rest = self.raw;
        while let Some((_, length)) = text::read(rest).filter(|(c, _)| sets_apart(*c)) {
            rest = &rest[length..];
        }
        let start = self.raw.len() - rest.len();
        let length = rest
            .iter()
            .take(LONGEST_CODE)
            .take_while(|byte| word::is_word(**byte) || matches!(byte, b'-' | b'.'))
            .count();
        let (code, after) = rest.split_at(length);
        let ends = text::read(after).is_none_or(|(c, _)| c == ':' || sets_apart(c));
        let unusual = ends && code.iter().any(|byte| !word::is_word(*byte)) && is_code_separator(after);
        let found = unusual.then(|| self.catalog.meaning(self.order, code).code).flatten()?;
        let span = Span {
            start,
            end: start + code.len(),
            tagged: false,
        };
        self.candidates.seek(span.end);
        Some(Mark::Code(Hit {
            record: found.record,
            span,
            place: Some(Place::Lead),
            number: false,
        }))
    }

    /// Reads the value behind a code field's name; `owners` are the vendors whose field it is.
    ///
    /// A code that is an ordinary word counts only in a field of its own vendor's, or of the vendor asked for.
    fn designated(&mut self, name: &Word, owners: VendorSet) -> Option<Mark> {
        if field::is_http_status(self.raw, name.start) {
            return None;
        }
        let mut value = field::value(self.raw, name.start, name.end)?;
        if place::is_quoted_field(self.raw, name.start, value.start) {
            return None;
        }
        if let Some(end) = value.hyphenated {
            if self
                .catalog
                .meaning(self.order, &self.raw[value.start..end])
                .code
                .is_some()
            {
                (value.end, value.closed) = (end, true);
            }
        }
        let word = &self.raw[value.start..value.end];
        let tagged = field::is_tag(&self.raw[..name.start]);
        let span = Span {
            start: value.start,
            end: value.end,
            tagged,
        };
        let after = &self.raw[value.end..];
        // A document's `"X" or "Y"`, and a question: `Error code: 700051?`.
        let others = [&b"\" or \""[..], b"` or `", b"' or '"];
        if others.iter().any(|or| after.starts_with(or)) || (!value.structured && after.first() == Some(&b'?')) {
            return None;
        }
        if let Some(found) = self
            .owned_code(word, owners)
            .filter(|found| !self.is_foreign(found, word))
        {
            let expected = owners & (set_of(self.order.vendors[0]) | set_of(found.vendor)) != 0;
            // In prose a word with an inner capital before a colon is no word of a sentence, nor is a field's name with one.
            let humped = |word: &[u8]| {
                word.windows(2)
                    .any(|pair| pair[0].is_ascii_lowercase() && pair[1].is_ascii_uppercase())
            };
            let titled = humped(word) && after.first() == Some(&b':');
            let named = value.named || humped(&self.raw[name.start..name.end]);
            let spelled = found.exact || (found.same_length && (named || titled));
            let head = value.closed || ((found.exact || titled) && is_code_separator(after));
            let number = word.iter().all(u8::is_ascii_digit);
            let counts = (!found.record.word || (expected && head && spelled))
                && (!number
                    || !value.structured
                    || self.is_error_object(name.start, value.end)
                        && (!self.is_foreign_object(name.start, value.end) || has_own_message(found.record, self.raw)));
            if counts && word::is_whole(self.raw, value.start, value.end) {
                self.candidates.seek(value.end);
                return Some(Mark::Code(Hit {
                    record: found.record,
                    span,
                    place: (number && !value.structured).then_some(Place::Head),
                    number,
                }));
            }
            return None;
        }
        let unknown = (value.structured || is_screaming(word)) && value.closed && self.may_be_code(word, value.quoted);
        if unknown {
            self.candidates.seek(value.end);
        }
        unknown.then_some(Mark::Unknown(span))
    }

    /// Looks a designated code up: first with the vendors whose field it stands in, then along the whole order.
    fn owned_code(&self, word: &[u8], owners: VendorSet) -> Option<Found> {
        let found = self.catalog.meaning(self.order, word).code?;
        if owners & set_of(found.vendor) != 0 || found.exact && !found.record.word {
            return Some(found);
        }
        let mut owning = self
            .order
            .vendors
            .iter()
            .filter(|vendor| owners & set_of(**vendor) != 0);
        let owned = owning.find_map(|vendor| {
            let order = Order::new(core::slice::from_ref(vendor));
            self.catalog.meaning(order, word).code
        });
        Some(owned.unwrap_or(found))
    }

    /// Whether an ordinary word stands in capitals whose vendor writes no code so: `FORBIDDEN` is another system's.
    fn is_foreign(&self, found: &Found, word: &[u8]) -> bool {
        let capitals = !found.exact && !word.iter().any(u8::is_ascii_lowercase);
        capitals && found.record.word && !self.catalog.vendors[usize::from(found.vendor)].screams
    }

    /// Whether the object around a number in a code field is an error: it has a message too, or stands in a list that
    /// a code field or its plural names. Other things have numbers for codes as well: places, products, currencies.
    fn is_error_object(&self, name: usize, value_end: usize) -> bool {
        const REACH: usize = 512;
        let before = &self.raw[name.saturating_sub(REACH)..name];
        let after = &self.raw[value_end..self.raw.len().min(value_end + REACH)];
        // Messages hold braces of their own, so what is near must do.
        let has_message =
            |part: &[u8]| Candidates::new(part).any(|word| self.is_message_field(&part[word.start..word.end]));
        let open = before.iter().rposition(|byte| *byte == b'{');
        let list = before[..open.unwrap_or(0)].trim_ascii_end().strip_suffix(b"[");
        list.is_some_and(|list| list.ends_with(b"errors\":") || list.ends_with(b"reasons\":"))
            || has_message(after)
            || has_message(before)
    }

    /// Whether a word names a field for people's texts, letter for letter.
    fn is_message_field(&self, word: &[u8]) -> bool {
        self.vendors()
            .flat_map(|vendor| vendor.message_fields)
            .any(|field| field.as_bytes() == word)
    }

    fn vendors(&self) -> impl Iterator<Item = &'static VendorRecord> {
        let catalog = self.catalog;
        let numbers = self.order.vendors.iter();
        numbers.map(|&number| catalog.vendors[usize::from(number)])
    }

    /// Whether the input is nothing but the flat object in which a field stands, which this vendor never sends: other
    /// systems' errors look so.
    fn is_foreign_object(&self, name: usize, value_end: usize) -> bool {
        let flat = |part: &[u8]| part.iter().all(|byte| !matches!(byte, b'{' | b'[' | b'}' | b']'));
        let before = self.raw[..name].trim_ascii_start().strip_prefix(b"{");
        let after = self.raw[value_end..].trim_ascii_end().strip_suffix(b"}");
        let envelopes = self.catalog.vendors[usize::from(self.order.vendors[0])].envelopes;
        let nested = |envelope: &&str| envelope.matches("{\"").count() > 1;
        before.is_some_and(flat) && after.is_some_and(flat) && !envelopes.is_empty() && envelopes.iter().all(nested)
    }

    /// Whether a field's whole value looks like a code and not like a flag or an HTTP status, which is a bare number.
    fn may_be_code(&self, word: &[u8], quoted: bool) -> bool {
        let number = word.iter().all(u8::is_ascii_digit);
        let flag = [&b"true"[..], b"false", b"null", b"none", b"nil", b"undefined"]
            .iter()
            .any(|flag| word.eq_ignore_ascii_case(flag));
        !flag
            && if number {
                quoted && self.vendors().any(|vendor| vendor.numeric)
            } else {
                word.len() >= 3
            }
    }

    /// Weighs a code that no field designates.
    fn in_text(&self, word: &Word, found: Found) -> Option<Mark> {
        if !word::is_whole(self.raw, word.start, word.end) || self.detail == Some(word.start) {
            return None;
        }
        let (before, after) = (&self.raw[..word.start], &self.raw[word.end..]);
        let number = self.raw[word.start..word.end].iter().all(u8::is_ascii_digit);
        let ordinary = found.record.word || number;
        if ordinary && !(found.exact && is_code_separator(after)) {
            return None;
        }
        let place = place::place(self.raw, word)?;
        let counts = if ordinary {
            match number {
                true => place == Place::Lead || is_bracketed(before, after) || self.follows_field(before),
                false => {
                    let announced = place::is_quoted(self.raw, word) && place::announces_code(before);
                    let leads = self.leads_to_code(after);
                    let chained = before.ends_with(b": ")
                        && after.starts_with(b": ")
                        && (leads
                            || is_camel(&self.raw[word.start..word.end])
                            || begins_own_message(found.record, &after[2..]));
                    // Behind a status stands its reason, which a code may follow: `401 Unauthorized: InvalidTenant`.
                    let reason = place::follows_status(before, after) && !leads;
                    place == Place::Lead || announced || chained || reason
                }
            }
        } else {
            let text = &self.raw[word.start..word.end];
            if text.iter().any(u8::is_ascii_uppercase) {
                found.exact || place > Place::Mention || place::is_quoted(self.raw, word)
            } else {
                // In small letters codes are other programs' names too.
                let titled = place > Place::Mention && self.raw[word.end..].trim_ascii_start().starts_with(b":");
                found.exact || place == Place::Lead || titled
            }
        };
        let span = Span {
            start: word.start,
            end: word.end,
            tagged: false,
        };
        counts.then_some(Mark::Code(Hit {
            record: found.record,
            span,
            place: Some(place),
            number,
        }))
    }
}

/// Whether brackets set a number apart at a text's end or before a colon: `… reached (615)`, `error [606]: …`.
fn is_bracketed(before: &[u8], after: &[u8]) -> bool {
    let rest = match (before.last(), after) {
        (Some(b'('), [b')', rest @ ..]) | (Some(b'['), [b']', rest @ ..]) => rest,
        _ => return false,
    };
    matches!(rest, [] | [b'"' | b'\'' | b'.' | b'\n' | b':', ..])
}

impl Scan<'_> {
    /// Whether a colon and a code that is no ordinary word stand behind a word.
    fn leads_to_code(&self, after: &[u8]) -> bool {
        let Some(rest) = after.strip_prefix(b": ") else {
            return false;
        };
        let length = rest
            .iter()
            .take(LONGEST_CODE)
            .take_while(|byte| word::is_word(**byte))
            .count();
        let found = self.catalog.meaning(self.order, &rest[..length]).code;
        found.is_some_and(|found| found.exact && !found.record.word)
    }

    /// Whether the text before a number ends in a code field's name: `error 1003: …`, `ERROR : 606`.
    fn follows_field(&self, before: &[u8]) -> bool {
        let text = before.trim_ascii_end();
        let name = text.strip_suffix(b":").map_or(text, <[u8]>::trim_ascii_end);
        let length = name
            .iter()
            .rev()
            .take(32)
            .take_while(|byte| word::is_word(**byte))
            .count();
        let start = name.len() - length;
        name.len() < before.len()
            && self.catalog.meaning(self.order, &name[start..]).code_field != 0
            && !field::is_http_status(before, start)
    }
}

/// Whether a word begins small and goes on with a capital: `itemNotFound`. Between colons no other word looks so.
fn is_camel(word: &[u8]) -> bool {
    word.first().is_some_and(u8::is_ascii_lowercase) && word.iter().any(u8::is_ascii_uppercase)
}

/// Whether one of a code's own messages begins a text.
fn begins_own_message(record: &CodeRecord, text: &[u8]) -> bool {
    let mut patterns = record.entries().iter().flat_map(Entry::patterns);
    patterns.any(|pattern| pattern::match_at(pattern, text, 0).is_some())
}

/// Whether one of a code's own messages stands in a text.
fn has_own_message(record: &CodeRecord, text: &[u8]) -> bool {
    Starts::new(text, &[u64::MAX]).any(|start| {
        let mut patterns = record.entries().iter().flat_map(Entry::patterns);
        patterns.any(|pattern| start.may_begin(pattern) && pattern::match_at(pattern, text, start.at).is_some())
    })
}

/// Whether a word looks like a code even in prose: `SOME_CODE`.
pub fn is_screaming(word: &[u8]) -> bool {
    word.contains(&b'_') && word.iter().all(|byte| !byte.is_ascii_lowercase())
}

/// Whether what follows a word sets it apart from a sentence that would go on; a table's `|` does not: such a row lists
/// codes.
fn is_code_separator(after: &[u8]) -> bool {
    let Some((first, length)) = text::read(after) else {
        return true;
    };
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

impl Iterator for Scan<'_> {
    type Item = Mark;

    fn next(&mut self) -> Option<Mark> {
        if core::mem::take(&mut self.whole) {
            if let Some(mark) = self.whole() {
                return Some(mark);
            }
        }
        let index = &self.catalog.index;
        let is_detail = |text: &[u8]| text.len() == field::DETAIL.len() && text.eq_ignore_ascii_case(field::DETAIL);
        loop {
            let word = self
                .candidates
                .next_where(|text| index.may_hold(text) || is_detail(text))?;
            let text = &self.raw[word.start..word.end];
            if is_detail(text) {
                self.detail = field::value(self.raw, word.start, word.end).map(|value| value.start);
            }
            let Meaning { code, code_field } = self.catalog.meaning(self.order, text);
            if code_field != 0 {
                if let Some(mark) = self.designated(&word, code_field) {
                    return Some(mark);
                }
            }
            if let Some(mark) = code.and_then(|found| self.in_text(&word, found)) {
                return Some(mark);
            }
        }
    }
}
