//! Designated codes: what the value behind a code field's name amounts to.

use super::block;
use super::colour;
use super::object::{REACH, key};
use super::place::{self, Place, frame};
use super::starts;
use super::strip::MARKS;
use super::word::{self, Word};
use super::{Hit, LONGEST_CODE, Mark, Scan, Span, field, is_code_separator, is_status, text};
use crate::catalog::{Found, Order};
use crate::entry::CodeRecord;
use crate::format::packed::{VendorSet, set_of};
use crate::format::spelling::{is_constant_case, is_numeric, pair_length};

impl Scan<'_> {
    /// Reads a code of more than a word at the start of an input, the only place for such without a field: with hyphens or
    /// dots, or a number and an exception.
    pub(super) fn whole(&mut self) -> Option<Mark> {
        // Nearly always something else ends the first word.
        let first_end = self.candidates.first_end()?;
        let joins = matches!(self.raw.get(first_end), Some(b'-' | b'.' | b','));
        let escaped = || block::positions(&self.raw[..first_end], text::OPENERS).next().is_some();
        if !joins && !escaped() {
            return None;
        }
        let sets_apart = |c: char| c.is_whitespace() || text::is_quote(c) || text::is_invisible(c);
        let mut rest = self.raw;
        while let Some((_, length)) = text::read(rest).filter(|(c, _)| sets_apart(*c)) {
            rest = &rest[length..];
        }
        let start = self.raw.len() - rest.len();
        let part = |byte: &&u8| word::is_word(**byte) || matches!(byte, b'-' | b'.');
        let joined = || rest.iter().take(LONGEST_CODE).take_while(part).count();
        let (code, after) = rest.split_at(pair_length(rest).unwrap_or_else(joined));
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
            place: Place::Lead,
            is_status: false,
        }))
    }

    /// Reads the value behind a code field's name; `owners` are the vendors whose field it is.
    ///
    /// A code that is an ordinary word counts only in a field of its own vendor's, or of the vendor asked for.
    // Of the words that the scan's loop goes over few come here.
    #[inline(never)]
    pub(super) fn designated(&mut self, name: &Word, owners: VendorSet) -> Option<Mark> {
        if frame::is_others_code(self.raw, name.start, name.end) {
            return None;
        }
        let value = field::value(self.raw, name.start, name.end)?;
        // NetSuite's `"o:errorCode":"INVALID_LOGIN"`.
        if self.raw[..name.start].ends_with(b"\"o:") {
            self.candidates.seek(value.end);
            return None;
        }
        let line = self.lines.at(value.start);
        if place::is_quoted_field(self.raw, name.start, line) {
            return None;
        }
        let value = self.delimited(value);
        // Nearly all values are closed.
        if !value.closed {
            if let Some(mark) = self.phrase(name, &value, owners) {
                return Some(mark);
            }
        }
        if self.is_no_code(name, &value) {
            return None;
        }
        let word = &self.raw[value.start..value.end];
        let span = Span {
            start: value.start,
            end: value.end,
            tagged: value.tagged,
        };
        let found = self.owned_code(word, owners);
        let found = found.filter(|found| !self.is_others_spelling(found, word, owners));
        let known = found.filter(|found| self.is_evidence(name, &value, found, owners));
        let mark = match known {
            Some(found) if value.structured && self.is_others_object(&found, name.start, &value) => {
                self.candidates.seek(value.end);
                None
            }
            Some(found) => {
                let bare_number = is_numeric(word) && !value.structured;
                Some(Mark::Code(Hit {
                    record: found.record,
                    span,
                    place: if bare_number { Place::Head } else { Place::Field },
                    is_status: is_status(word),
                }))
            }
            // A known number that is another thing's is nobody's.
            None if found.is_none() || is_numeric(word) => {
                let told = match word.strip_prefix(b"-") {
                    Some(pair) => is_error_pair(pair),
                    None => value.structured || is_constant_case(word),
                };
                (told && value.closed && self.may_be_code(word, name, &value)).then_some(Mark::Unknown(span))
            }
            None => None,
        };
        if mark.is_some() {
            self.candidates.seek(value.end);
        }
        mark
    }

    /// Whether the object around a known code is no error: a receipt, or another system's answer with the same word.
    #[inline]
    fn is_others_object(&self, found: &Found, name: usize, value: &field::Value) -> bool {
        let word = found.record.word && !value.tagged;
        self.is_receipt(name) || (word && self.is_others_answer(name, value.end))
    }

    /// Corrects where a value ends: behind the whole of a code with hyphens or dots, and before what is glued to a word.
    fn delimited(&self, mut value: field::Value) -> field::Value {
        if let Some(end) = value.joined {
            let whole = &self.raw[value.start..end];
            let alone = || field::is_closed(self.raw, end, value.quoted);
            if self.catalog.meaning(self.order, whole).code.is_some() || alone() {
                (value.end, value.closed) = (end, true);
            }
        }
        if value.structured {
            return value;
        }
        // The .NET library's text, its line breaks lost: `Code: itemNotFoundMessage: The …`.
        let glued = self.raw[value.start..value.end].strip_suffix(b"Message");
        if let Some(code) = glued.filter(|code| !code.is_empty() && self.raw[value.end..].starts_with(b":")) {
            value.end = value.start + code.len();
            (value.closed, value.named) = (true, true);
        }
        // A text in italics ends with it: `_Error: X_`.
        if value.end - value.start > 1 && self.raw[value.end - 1] == b'_' {
            (value.end, value.closed) = (value.end - 1, true);
        }
        value
    }

    /// Whether what stands around a value says that it is no code of a vendor's, whatever it is: a database's number, HTTP's
    /// reason beside a status, PowerShell's category, another system's answer, a document's `"X" or "Y"`, a question:
    /// `Error code: 700051?`.
    fn is_no_code(&self, name: &Word, value: &field::Value) -> bool {
        let word = &self.raw[value.start..value.end];
        let after = &self.raw[value.end..];
        let near = || self.near(name.start, value.end);
        let said_elsewhere = match &self.raw[name.start..name.end] {
            b"error" => frame::is_reason_beside(near(), word),
            b"FullyQualifiedErrorId" => frame::is_category_beside(near(), word),
            // S3 and its like send `<Error><Code>`, and a client of AWS's prints the whole answer.
            b"Code" => value.tagged || block::contains(near(), b"ResponseMetadata"),
            // HTML's, in a cell of a table.
            b"code" => after.starts_with(b"</code></td>"),
            // Salesforce says in it what happened, too.
            b"faultstring" => text::read_all("</", after).is_some(),
            _ => false,
        };
        said_elsewhere || frame::leads_to_sqlstate(after) || has_alternative(after) || after.first() == Some(&b'?')
    }

    /// Whether a known code in a code field is evidence: no word of a sentence, and no number of something else.
    fn is_evidence(&self, name: &Word, value: &field::Value, found: &Found, owners: VendorSet) -> bool {
        let word = &self.raw[value.start..value.end];
        (!found.record.word || self.is_set_apart(name, value, found, owners))
            && (!is_numeric(word) || self.is_error_number(name, value, found.record))
            && word::is_whole(self.raw, value.start, value.end)
    }

    /// Whether an ordinary word stands as a code does: in a field of its vendor's, or of the vendor asked for, spelt like the
    /// code, and nothing goes on behind it.
    fn is_set_apart(&self, name: &Word, value: &field::Value, found: &Found, owners: VendorSet) -> bool {
        let word = &self.raw[value.start..value.end];
        let after = &self.raw[value.end..];
        let expected = owners & (set_of(self.order.vendors[0]) | set_of(found.vendor)) != 0;
        // In prose a word with an inner capital before a colon is no word of a sentence, nor is a field's name with one.
        let humped = word::is_humped(word);
        let titled = humped && after.first() == Some(&b':');
        let named = || {
            value.named
                || word::is_humped(&self.raw[name.start..name.end])
                // The .NET library prints a code and below it the message.
                || below(after).starts_with(b"Message: ")
                // Node, Java and Rust print no quotes around names: `error: { code: 'X'`, `error={code=X`.
                || self.is_in_error(name.start)
                || (humped && self.is_outermost(name) && self.is_error_object(name.start, value.end))
        };
        // In `error` other systems have words of their own, `{"error":"conflict"}`.
        let anybodys = &self.raw[name.start..name.end] == b"error" && !humped;
        let spelled = found.exact || (found.same_length && !anybodys && (titled || named()));
        // PHP prints arrays so, and a page loses the line breaks: `[code] => X [message] => …`. A console cuts lines off:
        // `ErrorCode: AccessDenied…`.
        let ends = || value.closed || word::begins_with_any(after, &[" [", "…"]) || is_code_separator(after);
        expected && spelled && ends()
    }

    /// Whether a field is named for the one code of its object: `code`, `errorCode`.
    fn is_code(&self, name: &Word) -> bool {
        matches!(self.raw[name.start..name.end], [.., b'c' | b'C', b'o', b'd', b'e'])
    }

    /// Whether a field is named for an error's code: `errorCode`, `error_code`.
    pub(super) fn is_error_code(&self, name: &Word) -> bool {
        self.is_code(name) && name.end - name.start > b"code".len()
    }

    /// Reads a code of several words with a blank between them: the known one that has them without the blanks,
    /// `"code": "Invalid request"`, or a sentence in the place of a code, `"code": "No method match route template"`.
    fn phrase(&mut self, name: &Word, value: &field::Value, owners: VendorSet) -> Option<Mark> {
        if !self.is_code(name) {
            return None;
        }
        let rest = &self.raw[value.start..];
        let said = |byte: &&u8| word::is_word(**byte) || **byte == b' ';
        let (words, after) = rest.split_at(rest.iter().take(LONGEST_CODE).take_while(said).count());
        let single = words.contains(&b' ') && words.split(|byte| *byte == b' ').all(|part| !part.is_empty());
        if !single || !text::read(after).is_some_and(|(c, _)| text::is_quote(c)) {
            return None;
        }
        let (mut joined, mut length) = ([0; LONGEST_CODE], 0);
        for part in words.split(|byte| *byte == b' ') {
            joined[length..length + part.len()].copy_from_slice(part);
            length += part.len();
        }
        let joined = &joined[..length];
        let span = Span {
            start: value.start,
            end: value.start + words.len(),
            tagged: value.tagged,
        };
        let found = self.owned_code(joined, owners);
        let mark = match found.filter(|found| !self.is_others_spelling(found, joined, owners)) {
            Some(found) => Mark::Code(Hit {
                record: found.record,
                span,
                place: Place::Field,
                is_status: false,
            }),
            None if self.is_error_object(name.start, span.end) => Mark::Unknown(span),
            None => return None,
        };
        self.candidates.seek(span.end);
        Some(mark)
    }

    /// Looks a designated code up along the whole order; an ordinary word first with the vendors whose field it stands in.
    fn owned_code(&self, word: &[u8], owners: VendorSet) -> Option<Found> {
        let found = self.catalog.meaning(self.order, word).code?;
        if owners & set_of(found.vendor) != 0 || !found.record.word {
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

    /// Whether a code in capitals is another system's: an ordinary word whose vendor writes no code so, `FORBIDDEN`, or in
    /// another vendor's field one that is written in small letters, `INVALID_REQUEST` for `invalid_request`.
    fn is_others_spelling(&self, found: &Found, word: &[u8], owners: VendorSet) -> bool {
        let capitals = !found.exact && !word.iter().any(u8::is_ascii_lowercase);
        let small =
            || owners & set_of(found.vendor) == 0 && !found.record.name().bytes().any(|byte| byte.is_ascii_uppercase());
        let ordinary = || found.record.word && !self.catalog.vendors[usize::from(found.vendor)].constant_case;
        capitals && (ordinary() || small())
    }

    /// Whether a number in a code field is an error's code, and not another thing's, an HTTP status or an address's
    /// parameter.
    fn is_error_number(&self, name: &Word, value: &field::Value, record: &CodeRecord) -> bool {
        let (start, end) = (name.start, value.end);
        match value.structured {
            true => {
                let others = || {
                    self.is_foreign_object(start, end)
                        || self.is_finding(start, end)
                        || has_no_messages(self.near(start, end))
                };
                self.is_error_object(start, end) && (!others() || has_own_message(record, self.near(start, end)))
            }
            false => {
                (!is_status(&self.raw[value.start..end]) || self.is_code(name))
                    && !is_asked(&self.raw[..start])
                    && (self.is_error_code(name) || self.is_own_number(start, end, record))
            }
        }
    }

    /// Whether a number that stands behind a label in text is the vendor's: nothing goes on behind it, its object is an
    /// error's, a message of its own stands near, or the vendor is named; or it is short for a code with letters. Databases,
    /// sockets and proxies have numbers too: `Error Code: 1007. Can't …`.
    pub(super) fn is_own_number(&self, start: usize, end: usize, record: &CodeRecord) -> bool {
        let near = self.near(start, end);
        !is_numeric(record.name().as_bytes())
            || ends_text(&self.raw[end..])
            || (self.is_in_error(start) && !self.is_foreign_object(start, end))
            || has_own_message(record, near)
            || names(
                &self.raw[start.saturating_sub(REACH)..start],
                record.code.vendor().family(),
            )
    }

    /// Whether a field's whole value looks like a code and not like a flag or an HTTP status; a bare number does in an
    /// error's object.
    fn may_be_code(&self, word: &[u8], name: &Word, value: &field::Value) -> bool {
        let flag = [&b"true"[..], b"false", b"null", b"none", b"nil", b"undefined"]
            .iter()
            .any(|flag| word.eq_ignore_ascii_case(flag));
        // Node and its clients have codes of their own, which wrap every answer that tells of an error: `ERR_BAD_REQUEST`.
        let wrapper = word.starts_with(b"ERR_");
        // Currencies and countries have codes as well, cases have reasons: only an error's object tells, or the whole input.
        let other = || {
            value.named
                && !value.tagged
                && !self.is_outermost(name)
                && !self.is_in_error(name.start)
                && !self.is_error_object(name.start, value.end)
        };
        !flag
            && !wrapper
            && !other()
            && if is_numeric(word) {
                let bare = || word.len() > 3 && self.is_error_object(name.start, value.end);
                self.vendors().any(|vendor| vendor.numeric) && (value.quoted || bare())
            } else {
                word.len() >= 3
            }
    }
}

/// Whether what stands behind a number and a comma is an error's name: `2130575305, Microsoft.SharePoint.SPException`.
fn is_error_pair(pair: &[u8]) -> bool {
    pair.splitn(2, |byte| *byte == b' ').last().is_some_and(word::is_humped)
}

/// Whether another one stands behind a quoted value, or the body that it ends: `"X" or "Y"`, `{"error": "X"}` or `{…`.
fn has_alternative(after: &[u8]) -> bool {
    let closing = |byte: &&u8| matches!(byte, b'"' | b'\'' | b'`' | b'}' | b' ');
    let behind = &after[after.iter().take(MARKS).take_while(closing).count()..];
    let mut others = OR.iter().filter_map(|or| behind.strip_prefix(*or));
    others.any(|other| matches!(other, [b' ', b'"' | b'\'' | b'`', ..]))
}

/// What joins two alternatives.
const OR: [&[u8]; 4] = [b"or", b"ou", b"oder", b"o"];

/// Whether a text ends inside of an address that is not all of a quoted value: such leads to a document that explains a
/// number, `(https://…/error?`.
fn is_asked(before: &[u8]) -> bool {
    let bound = |byte: &&u8| byte.is_ascii_whitespace() || matches!(byte, b'"' | b'\'' | b'(' | b'[' | b'<');
    let begins = || before.iter().rev().take(REACH).find(bound);
    matches!(before.last(), Some(b'?' | b'&')) && !matches!(begins(), Some(b'"' | b'\''))
}

/// Whether one of a code's own messages stands in a text.
fn has_own_message(record: &CodeRecord, text: &[u8]) -> bool {
    starts::find(record.patterns(), text).is_some()
}

/// Whether an empty list of messages stands in a text: Cloudflare's answers have one beside the errors.
fn has_no_messages(text: &[u8]) -> bool {
    let empty = |at: &usize| text[at + 1..].trim_ascii_start().starts_with(b"]");
    let mut lists = block::positions(text, [b'[']).filter(empty);
    lists.any(|at| key(&text[..at]) == b"messages")
}

/// Whether nothing but brackets, full stops, colours and blanks stands before the end of a line, a string or an object. A
/// quote behind a blank begins something.
fn ends_text(mut rest: &[u8]) -> bool {
    let mut blank = false;
    for _ in 0..REACH {
        let colour = colour::at_start(rest);
        match text::read(rest) {
            _ if colour > 0 => rest = &rest[colour..],
            Some((c @ (')' | ']' | '.' | '*' | ' ' | '\t'), length)) => {
                blank |= c.is_whitespace();
                rest = &rest[length..];
            }
            None | Some(('\n' | '\r' | '<' | '}', _)) => return true,
            Some((c, _)) => return text::is_quote(c) && !blank,
        }
    }
    false
}

/// Whether a text names something as a word or the head of one, in any case: `Marketo error `, `MarketoError: `, but not
/// `[marketo-sync] `.
fn names(text: &[u8], name: &str) -> bool {
    let mut words = text.split(|byte| !(word::is_word(*byte) || *byte == b'-'));
    words.any(|word| match word.split_at_checked(name.len()) {
        Some((head, rest)) => {
            head.eq_ignore_ascii_case(name.as_bytes()) && rest.first().is_none_or(u8::is_ascii_uppercase)
        }
        None => false,
    })
}

/// Returns a text without the line breaks with which it begins, escaped or not, and the marks of a quotation behind them.
fn below(mut text: &[u8]) -> &[u8] {
    loop {
        text = text.trim_ascii_start();
        let slashes = text.iter().take_while(|byte| **byte == b'\\').count();
        text = match &text[slashes..] {
            [b'n' | b'r', rest @ ..] if slashes > 0 => rest,
            [b'>', b' ', rest @ ..] => rest,
            _ => return text,
        };
    }
}
