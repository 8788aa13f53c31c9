//! Codes in text: what a known code amounts to that no field designates.

use super::place::{self, Place};
use super::word::{self, Word};
use super::{Hit, LONGEST_CODE, Mark, Scan, Span, field, is_code_separator, pattern};
use crate::catalog::Found;
use crate::entry::{CodeRecord, Entry};

impl Scan<'_> {
    /// Weighs a code that no field designates.
    pub(super) fn in_text(&mut self, word: &Word, found: Found) -> Option<Mark> {
        if !word::is_whole(self.raw, word.start, word.end) || self.detail == Some(word.start) {
            return None;
        }
        let (before, after) = (&self.raw[..word.start], &self.raw[word.end..]);
        let number = self.raw[word.start..word.end].iter().all(u8::is_ascii_digit);
        let ordinary = found.record.word || number;
        if ordinary && !(found.exact && is_code_separator(after)) {
            return None;
        }
        let line = self.line(word.start);
        let place = place::place(self.raw, word, line)?;
        let counts = if ordinary {
            match number {
                true => {
                    place == Place::Lead
                        || is_bracketed(before, after)
                        || is_fault_text(before, after)
                        || self.follows_field(before)
                }
                false => {
                    let announced = place::is_quoted(self.raw, word) && place::announces_code(before);
                    let leads = self.leads_to_code(after);
                    let text = &self.raw[word.start..word.end];
                    let spelled = is_spelled(text);
                    let said = matches!(after, [b' ', b'-', b' ', first, ..] if first.is_ascii_uppercase());
                    // As no other program writes, `accessDenied`, and as none does behind an exception's name, `access_denied`.
                    let own = is_camel(text) || (text.contains(&b'_') && follows_exception(before));
                    let joined =
                        own && (before.ends_with(b" - ") || before.ends_with(b"rror ")) && after.starts_with(b": ");
                    let chained = before.ends_with(b": ")
                        && (leads
                            || (own && ends_chain(after))
                            || (spelled && after.starts_with(b": "))
                            || (spelled && said)
                            || (after.starts_with(b": ") && begins_own_message(found.record, &after[2..])));
                    // Behind a status stands its reason, which a code may follow: `401 Unauthorized: InvalidTenant`.
                    let reason = place::follows_status(before, after) && !leads;
                    let titles = spelled && place::titles_line(before, after);
                    let raised = place::opens_exception(before);
                    place == Place::Lead
                        || announced
                        || chained
                        || reason
                        || titles
                        || raised
                        || joined
                        || (spelled && is_said_by_cli(before, after))
                        || (spelled && place::is_reported_quote(before, after))
                        || place::is_said_by_cmdlet(before)
                        || place::promises_details(before, after)
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

    /// Whether a colon and a code that is no ordinary word stand behind a word.
    fn leads_to_code(&self, after: &[u8]) -> bool {
        let Some(rest) = after.strip_prefix(b": ") else {
            return false;
        };
        let length = word::end(&rest[..rest.len().min(LONGEST_CODE)], 0);
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

/// Whether brackets set a number apart at a text's end or before a colon: `… reached (615)`, `error [606]: …`.
fn is_bracketed(before: &[u8], after: &[u8]) -> bool {
    let rest = match (before.last(), after) {
        (Some(b'('), [b')', rest @ ..]) | (Some(b'['), [b']', rest @ ..]) => rest,
        _ => return false,
    };
    matches!(rest, [] | [b'"' | b'\'' | b'.' | b'\n' | b':', ..])
}

/// Whether a number begins the text of a SOAP fault, behind its code: `(SOAP-ENV:Client) 20110 - Input error`.
fn is_fault_text(before: &[u8], after: &[u8]) -> bool {
    let codes = [&b":Client) "[..], b":Server) ", b":Sender) ", b":Receiver) "];
    after.starts_with(b" - ") && codes.iter().any(|code| before.ends_with(code))
}

/// Whether a word begins small and goes on with a capital: `itemNotFound`. Between colons no other word looks so.
fn is_camel(word: &[u8]) -> bool {
    word.first().is_some_and(u8::is_ascii_lowercase) && word.iter().any(u8::is_ascii_uppercase)
}

/// Whether an exception's name stands before a word: `IdentityProviderException: access_denied`.
fn follows_exception(before: &[u8]) -> bool {
    before.ends_with(b"Error: ") || before.ends_with(b"Exception: ")
}

/// Whether brackets set a code apart as Salesforce's command line does: `Error (INVALID_INPUT): …`.
fn is_said_by_cli(before: &[u8], after: &[u8]) -> bool {
    before.ends_with(b"Error (") && after.starts_with(b"): ")
}

/// Whether a chain of causes goes on or ends behind a code: `… failed: itemNotFound: The …`, `… returned 403: accessDenied`.
fn ends_chain(after: &[u8]) -> bool {
    matches!(after, [] | [b'\n' | b'\r', ..] | [b':', b' ', ..] | [b' ', b'(', ..])
}

/// Whether an ordinary word is spelt as no sentence's is: `access_denied`, `BadRequest`.
fn is_spelled(word: &[u8]) -> bool {
    word.contains(&b'_') || word::is_humped(word)
}

/// Whether one of a code's own messages begins a text.
fn begins_own_message(record: &CodeRecord, text: &[u8]) -> bool {
    let mut patterns = record.entries().iter().flat_map(Entry::patterns);
    patterns.any(|pattern| pattern::match_at(pattern, text, 0).is_some())
}
