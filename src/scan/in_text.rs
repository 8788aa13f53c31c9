//! Codes in text: what a known code amounts to that no field designates.

use super::block;
use super::line::{Line, REACH};
use super::place::{self, Place, frame};
use super::strip::{around_quotes, ends_line, is_ornamental, within};
use super::word::{self, Word};
use super::{Hit, Mark, Scan, Span, is_code_separator, is_status, pattern, text};
use crate::catalog::Found;
use crate::entry::CodeRecord;

impl Scan<'_> {
    /// Weighs a code that no field designates.
    // Of the words that the scan's loop goes over few come here.
    #[inline(never)]
    pub(super) fn in_text(&mut self, word: &Word, found: Found) -> Option<Mark> {
        if !word::is_whole(self.raw, word.start, word.end) || self.detail == Some(word.start) {
            return None;
        }
        let (before, text, after) = word.around(self.raw);
        let number = text.iter().all(u8::is_ascii_digit);
        // No sentence has a word like `accessDenied`.
        let camel = found.exact && text[0].is_ascii_lowercase() && word::is_humped(text);
        let ordinary = found.record.word && !camel;
        if number && frame::leads_to_sqlstate(after) {
            return None;
        }
        // Behind HTTP's status stands its reason.
        let told = number
            && !is_status(text)
            && (leads_to_own_message(after, found.record) || self.is_only_row(word, found.record));
        // Nothing need part a name from its own message: `ResourceNotFound User's mysite not found`.
        let explained = || is_spelled(text) && leads_to_own_message(after, found.record);
        // `50126` without its letters is anybody's number, and `502` HTTP's.
        let own = || found.record.code.as_str().as_bytes() == text;
        let heads = || before.len() <= REACH && is_ornamental(before);
        let alone = || heads() && (is_ornamental(after) || (own() && matches!(text::read(after), Some((':', _)))));
        // `Sign-in error code 50055 (…)`
        let labelled = || after.starts_with(b" (") && self.follows_field(before);
        let listed = number && is_announced_list(before, after);
        if number && (is_status(text) || !own()) && !told && !alone() && !labelled() && !listed {
            return None;
        }
        let spelled = found.exact || (found.same_length && word::is_humped(text));
        let parted = || is_code_separator(after) || after.starts_with(frame::DESCRIPTION.as_bytes());
        if ordinary && (!(spelled && (parted() || told || explained())) || is_status_name(text, after)) {
            return None;
        }
        let line = self.lines.at(word.start);
        let place = place::place(self.raw, word, line, || has_own_message(found.record, after))?;
        let leads = place == Place::Lead;
        let counts = if number {
            // Behind a number a list or an object is what an index leads to.
            (leads && !before.ends_with(b"[#") && !matches!(after, [b':', b' ', b'[' | b'{', ..]))
                || is_bracketed(before, after)
                || is_fault_text(before)
                || (self.follows_field(before) && self.is_own_number(word.start, word.end, found.record))
                || told
                || listed
        } else if ordinary {
            (leads && !is_key(before, after)) || is_called_code(before, text, after, found.record) || explained()
        } else {
            found.exact || is_name(before, text, after, place)
        };
        let span = Span {
            start: word.start,
            end: word.end,
            tagged: false,
        };
        counts.then_some(Mark::Code(Hit {
            record: found.record,
            span,
            place,
            is_status: is_status(text),
        }))
    }

    /// Whether a number stands between an HTTP status and its own message, `| 400 | 4000801 | Bad request |`, in no table of
    /// several rows.
    fn is_only_row(&mut self, word: &Word, record: &CodeRecord) -> bool {
        let (before, _, after) = word.around(self.raw);
        let status = before
            .strip_suffix(b" | ")
            .is_some_and(|row| is_status(word::split_last(row).1));
        let cell = after.strip_prefix(b" | ");
        status
            && cell.is_some_and(|cell| begins_own_message(record, cell))
            && self.lines.at(word.start).map(Line::with_end).is_some_and(|line| {
                let is_row = |line: &[u8]| within(line).trim_ascii_start().starts_with(b"|");
                !line.previous().is_some_and(is_row) && !line.below().is_some_and(is_row)
            })
    }

    /// Whether the text before a number ends in a code field's name: `error 1003: …`, `ERROR : 606`.
    fn follows_field(&self, before: &[u8]) -> bool {
        let text = before.trim_ascii_end();
        let (ahead, name) = word::split_last(text.strip_suffix(b":").map_or(text, <[u8]>::trim_ascii_end));
        self.catalog.meaning(self.order, name).code_field != 0
            && !frame::is_others_code(before, ahead.len(), ahead.len() + name.len())
    }
}

/// Whether what stands around an ordinary word says that it is a code.
fn is_called_code(before: &[u8], text: &[u8], after: &[u8], record: &CodeRecord) -> bool {
    is_link(before, text, after, record)
        || (frame::follows_status(before, after) && !frame::is_reason(before, text))
        || frame::is_framed(before, after)
        || heads_cell(after)
}

/// Whether a word heads the cell for errors in the results of a bulk job, at whose end stand the fields that it is about and
/// two hyphens: `"NOT_FOUND:The resource does not exist:--"`.
fn heads_cell(after: &[u8]) -> bool {
    let near = &after[..after.len().min(2 * REACH)];
    // Inside of a cell a quote is doubled.
    let mut quotes = block::positions(near, [b'"']);
    let doubled = |at: usize| near.get(at + 1) == Some(&b'"') || near[..at].ends_with(b"\"");
    after.starts_with(b":")
        && quotes
            .find(|at| !doubled(*at))
            .is_some_and(|end| near[..end].ends_with(b"--"))
}

/// Whether an ordinary word is a link of a chain of causes: `… failed: accessDenied: The …`, `… - accessDenied: The …`.
fn is_link(before: &[u8], text: &[u8], after: &[u8], record: &CodeRecord) -> bool {
    let goes_on = after.starts_with(b": ");
    // A cell may hold all of a message, `| badRequest: Resource not … |`.
    if before.ends_with(b"| ") {
        return is_spelled(text) && goes_on;
    }
    // So may a string, `"msg":"notFound: The …"`, but other systems have constants there.
    if !before.ends_with(b": ") || word::ends_with_any(before, &["tatus: ", "tatus code: ", "tatusCode: "]) {
        return word::is_humped(text)
            && goes_on
            && word::ends_with_any(before, &[" - ", "rror ", ":\"", ": \"", "=\""]);
    }
    let said = matches!(after, [b' ', b'-', b' ', first, ..] if first.is_ascii_uppercase());
    (is_spelled(text) && (said || ends_chain(after))) || (goes_on && begins_own_message(record, &after[2..]))
}

/// Whether a word that is none of a sentence, but is spelt otherwise than the code, is one: in small letters codes are other
/// programs' names too.
fn is_name(before: &[u8], text: &[u8], after: &[u8], place: Place) -> bool {
    if text.iter().any(u8::is_ascii_uppercase) {
        let variable = text[0].is_ascii_lowercase() && is_variable(before, after);
        return !variable && (place > Place::Mention || around_quotes(before, after).is_some());
    }
    let titled = after.trim_ascii_start().starts_with(b":") || frame::is_labelled(before);
    !is_setting(after) && (place == Place::Lead || titled)
}

/// Whether brackets set a number apart at a text's end or before a colon: `… reached (615)`, `error [606]: …`.
fn is_bracketed(before: &[u8], after: &[u8]) -> bool {
    let (before, rest) = match (before, after) {
        ([before @ .., b'('], [b')', rest @ ..]) | ([before @ .., b'['], [b']', rest @ ..]) => (before, rest),
        _ => return false,
    };
    // A program calls so: `codes.includes(606)`.
    let called = word::split_last(before).1.first().is_some_and(u8::is_ascii_lowercase);
    // All of it may stand in brackets: `(Error …: … (615))`.
    let rest = rest.strip_prefix(b")").unwrap_or(rest);
    !called && (ends_line(rest) || matches!(rest, [b'"' | b'\'' | b'.' | b':', ..]))
}

/// Whether a number is alone in a list that a line announces: `Unknown error code(s) from server: [50055]`.
fn is_announced_list(before: &[u8], after: &[u8]) -> bool {
    let Some(label) = before.strip_suffix(b": [").filter(|_| after.starts_with(b"]")) else {
        return false;
    };
    let near = &label[label.len().saturating_sub(REACH)..];
    let line = block::rfind(near, b'\n').map_or(near, |end| &near[end + 1..]);
    // Quotes, emphasis or a tag may end there, but no sentence goes on.
    !matches!(after.get(1), Some(b' ' | b',')) && block::contains(line, b"rror code")
}

/// Whether a number begins the text of a SOAP fault, behind its code or in its element:
/// `(SOAP-ENV:Client) 20110 - Input error`.
fn is_fault_text(before: &[u8]) -> bool {
    let codes = [":Client) ", ":Server) ", ":Sender) ", ":Receiver) ", "<faultstring>"];
    word::ends_with_any(before, &codes)
}

/// Whether a number's own message stands behind it, `603 Access denied`.
fn leads_to_own_message(after: &[u8], record: &CodeRecord) -> bool {
    let mut gaps = [" ", " - ", " \u{2013} ", " \u{2014} ", ": ", "] ", ") "].into_iter();
    gaps.any(|gap| {
        after
            .strip_prefix(gap.as_bytes())
            .is_some_and(|text| begins_own_message(record, text))
    })
}

/// Whether a chain of causes goes on or ends behind a code: `… failed: itemNotFound: The …`, `… returned 403: accessDenied`.
fn ends_chain(after: &[u8]) -> bool {
    matches!(after, [] | [b'\n' | b'\r', ..] | [b':', b' ', ..] | [b' ', b'(', ..])
}

/// Whether an ordinary word is the name that .NET gives a status, its reason in brackets behind: `BadRequest (Bad Request)`.
fn is_status_name(word: &[u8], after: &[u8]) -> bool {
    let reason = after.strip_prefix(b" (").unwrap_or_default();
    let close = block::find(&reason[..reason.len().min(2 * word.len())], b')');
    close.is_some_and(|close| reason[..close].iter().filter(|byte| **byte != b' ').eq(word))
}

/// Whether an ordinary word is spelt as no sentence's is: `access_denied`, `BadRequest`.
fn is_spelled(word: &[u8]) -> bool {
    word.contains(&b'_') || word::is_humped(word)
}

/// Whether a program declares a name here, or hands it over: `invalidBatch := …`, `Marshal(invalidBatch)`.
fn is_variable(before: &[u8], after: &[u8]) -> bool {
    let handed =
        matches!(before, [.., name, b'('] if word::is_word(*name)) && matches!(after.first(), Some(b')' | b','));
    handed || after.starts_with(b" := ")
}

/// Whether a word is a key, `"quota": {`, or a quantity that is given, `quota: 5 TB`.
fn is_key(before: &[u8], after: &[u8]) -> bool {
    match around_quotes(before, after) {
        Some((_, behind)) => behind.starts_with(b":"),
        None => matches!(after, [b':', b' ', b'0'..=b'9', ..]),
    }
}

/// Whether what follows a name sets or types it, and is no text: `query_timeout: 5000`, `query_timeout: Optional[int]`,
/// `invalid_field: "value",`; or a block begins behind it: `for key in duplicate_value:`.
fn is_setting(after: &[u8]) -> bool {
    let Some(value) = after.strip_prefix(b":") else {
        return false;
    };
    let value = value.trim_ascii_start();
    let single = |quote: u8, text: &[u8]| word::split_first(text).1.first() == Some(&quote);
    match value {
        [] => return true,
        [quote @ (b'"' | b'\''), text @ ..] => return single(*quote, text),
        _ if ends_line(&after[1..]) => return true,
        _ => {}
    }
    let (name, behind) = word::split_first(value);
    name.first().is_some_and(u8::is_ascii_digit)
        || name.contains(&b'_')
        || matches!(behind.first(), Some(b'[' | b'<' | b'('))
}

/// Whether one of a code's own messages stands behind it and what sets it apart: `**: `, `` ` - ``.
pub(super) fn has_own_message(record: &CodeRecord, after: &[u8]) -> bool {
    let mut text = &after[..after.len().min(REACH)];
    while let Some((c, length)) = text::read(text) {
        if !matches!(c, ' ' | ':' | '-' | '–' | '—' | '*' | '_') && !text::is_quote(c) {
            break;
        }
        text = &text[length..];
    }
    begins_own_message(record, text)
}

/// Whether one of a code's own messages begins a text.
fn begins_own_message(record: &CodeRecord, text: &[u8]) -> bool {
    record
        .patterns()
        .any(|pattern| pattern::match_at(pattern, text, 0).is_some())
}
