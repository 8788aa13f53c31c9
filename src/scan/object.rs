//! What the object around a field says: whether it is an error's, another system's, or a receipt.

use super::Scan;
use super::block;
use super::candidates::Candidates;
use super::record;
use super::strip::is_ornament;
use super::text;
use super::word::{self, Word};

impl Scan<'_> {
    /// Whether the object around a number in a code field is an error: it has a message too, or stands with nothing else in
    /// a list of errors. Other things have numbers for codes as well: places, products, currencies.
    pub(super) fn is_error_object(&self, name: usize, value_end: usize) -> bool {
        let before = &self.raw[name.saturating_sub(REACH)..name];
        let after = &self.raw[value_end..self.raw.len().min(value_end + REACH)];
        // All names of an object have quotes, or none.
        let quoted = |before: &[u8]| before.ends_with(b"\"");
        let is_message_field = |part: &[u8], word: &Word| {
            let name = &part[word.start..word.end];
            // Other systems' too: `errorDescription`, and `error` if a sentence is its value.
            (self.is_message_field(name)
                || (name.len() > 11 && word::ends_with_any(name, &["essage", "escription"]))
                // Go's, `Code:"606", Message:"…"`.
                || (name == b"Message" && part[word.end..].starts_with(b":\""))
                || (name == b"error" && begins_sentence(&part[word.end..])))
                && quoted(&part[..word.start]) == quoted(before)
        };
        let follows = || Candidates::new(after).find(|word| is_message_field(after, word));
        let precedes = || {
            Candidates::new(before)
                .filter(|word| is_message_field(before, word))
                .last()
        };
        let around = before[..opening(before).unwrap_or(0)].trim_ascii_end();
        let list = around.strip_suffix(b"[").map(key);
        // An object that is a message itself is no error of a vendor that sends texts.
        let is_message = key(around) == b"message";
        let alone = || match after.iter().position(|byte| !is_ornament(*byte)) {
            Some(at) => after[at] == b'}',
            None => true,
        };
        (list.is_some_and(|list| matches!(list, b"errors" | b"reasons")) && alone())
            // Entra's list, of which nothing but the ids may have been kept.
            || (self.raw[name..].starts_with(b"error_codes") && block::contains(after, b"trace_id"))
            || follows().is_some_and(|word| !leaves_object(&after[..word.start]))
            || (!is_message && precedes().is_some_and(|word| !leaves_object(&before[word.end..])))
    }

    /// Whether the object in which a field stands is named an error, or one of a list of them: `"innerError":{`, `"errors":[{`,
    /// `"reasons":[{`.
    pub(super) fn is_in_error(&self, name: usize) -> bool {
        let before = &self.raw[name.saturating_sub(REACH)..name];
        // Go prints `errors:[map[code:606 …`.
        let gos = before.strip_suffix(b"map[");
        let around = gos.unwrap_or_else(|| before[..opening(before).unwrap_or(0)].trim_ascii_end());
        let around = around.strip_suffix(b"[").unwrap_or(around);
        let named = key(around);
        // Rust names the structure: `error: Error { code: …`.
        let named = if named.is_empty() {
            word::split_last(around).1
        } else {
            named
        };
        // Marketo skips records for reasons.
        named.ends_with(b"rror") || named.ends_with(b"rrors") || named == b"reasons"
    }

    /// Whether the object in which a field stands is in no other: the input's first, if need be in a list, or, of a field
    /// that is named for an error's code, one that stands anywhere in the text.
    pub(super) fn is_outermost(&self, name: &Word) -> bool {
        let before = &self.raw[name.start.saturating_sub(REACH)..name.start];
        let Some(open) = opening(before) else {
            return false;
        };
        let around = &before[..open];
        let depth: i32 = block::positions(around, [b'{', b'}'])
            .map(|at| if around[at] == b'{' { 1 } else { -1 })
            .sum();
        let first = around.iter().all(|byte| is_ornament(*byte));
        first || (depth <= 0 && self.is_error_code(name))
    }

    /// Whether a word names a field for people's texts, letter for letter.
    fn is_message_field(&self, word: &[u8]) -> bool {
        self.vendors()
            .flat_map(|vendor| vendor.message_fields)
            .any(|field| field.as_bytes() == word)
    }

    /// Whether the object in which a field stands is one that this vendor never sends, though other systems do: the whole
    /// input, flat as it is, the value of a lone `"error"` or `"detail"`, or of a name, `X = {…}`.
    pub(super) fn is_foreign_object(&self, name: usize, value_end: usize) -> bool {
        let flat = |part: &[u8]| part.iter().all(|byte| !matches!(byte, b'{' | b'[' | b'}' | b']'));
        let ornament = |byte: &u8| is_ornament(*byte);
        // A proxy's page may follow.
        let ends = |text: &[u8]| {
            let page = text.trim_ascii_start().starts_with(b"<!DOCTYPE ");
            page || text.iter().all(ornament)
        };
        let envelopes = self.catalog.vendors[usize::from(self.order.vendors[0])].envelopes;
        let nested = |envelope: &&str| envelope.matches("{\"").count() > 1;
        let near = name.saturating_sub(REACH);
        let Some(open) = opening(&self.raw[near..name]).map(|at| near + at) else {
            return false;
        };
        let (around, behind) = (&self.raw[..open], &self.raw[value_end..]);
        // The length comes first: in a long input the end would be looked for from each number.
        let whole = self.raw.len() <= WHOLE
            && around.iter().all(ornament)
            && block::rfind(behind, b'}').is_some_and(|close| flat(&behind[..close]) && ends(&behind[close + 1..]));
        let around = around.trim_ascii_end();
        let lone = matches!(key(around), b"error" | b"detail");
        let sent = || envelopes.iter().any(|envelope| envelope.starts_with("{\"error\":{"));
        (whole || around.ends_with(b" =") || (lone && !sent())) && !envelopes.is_empty() && envelopes.iter().all(nested)
    }

    /// Whether a field stands in the list of errors of an object that says of itself that it succeeded,
    /// `{"id":"…","success":true,"errors":[{"`: so Salesforce acknowledges an event that it took in.
    pub(super) fn is_receipt(&self, name: usize) -> bool {
        if name > REACH {
            return false;
        }
        let before = &self.raw[..name];
        let Some(open) = opening(before) else {
            return false;
        };
        let Some(list) = before[..open].trim_ascii_end().strip_suffix(b"[") else {
            return false;
        };
        if key(list) != b"errors" {
            return false;
        }
        let rest = &self.raw[list.len()..self.raw.len().min(list.len() + 4 * REACH)];
        let mut depth = 0;
        let close = block::positions(rest, *b"{}[]").find(|at| {
            depth += if matches!(rest[*at], b'{' | b'[') { 1 } else { -1 };
            depth == 0
        });
        let behind = &rest[close.unwrap_or(rest.len())..];
        let behind = &behind[..block::find(behind, b'}').unwrap_or(behind.len())];
        let flat = block::positions(list, *b"{}").nth(1).is_none();
        flat && (record::says_success(list) || record::says_success(behind))
    }

    /// Whether the object in which a field stands, in no list of errors, has other members than a code and a message: what a
    /// linter or a form's check found, `{"code":"611","line":26,"message":"…"}`.
    pub(super) fn is_finding(&self, name: usize, value_end: usize) -> bool {
        let before = &self.raw[name.saturating_sub(REACH)..name];
        let after = &self.raw[value_end..self.raw.len().min(value_end + REACH)];
        let Some(open) = opening(before) else {
            return false;
        };
        let around = before[..open].trim_ascii_end();
        let listed = key(around.strip_suffix(b"[").unwrap_or(around));
        let close = block::find(after, b'}').unwrap_or(after.len());
        let members = |part: &[u8]| {
            block::positions(part, [b':'])
                .filter(|at| part[..*at].ends_with(b"\""))
                .count()
        };
        listed.is_empty()
            && !self.raw[name..].starts_with(b"error_codes")
            && members(&before[open..]) + members(&after[..close]) > 1
    }

    /// Whether the object in which an ordinary word stands is another system's answer: it has members that no vendor sends
    /// beside a code, as the frameworks of others do: `{"code":"NotFound","path":"/api/things/1","userMessage":"…"}`.
    #[inline(never)]
    pub(super) fn is_others_answer(&self, name: usize, value_end: usize) -> bool {
        let before = &self.raw[name.saturating_sub(REACH)..name];
        // So begin Graph's own, and most of what is read.
        if before.ends_with(br#""error":{""#) {
            return false;
        }
        let after = &self.raw[value_end..self.raw.len().min(value_end + REACH)];
        opening(before).is_some_and(|open| has_foreign_member(&before[open + 1..]) || has_foreign_member(after))
    }

    /// Returns the text around a field, as far as it is near.
    pub(super) fn near(&self, name: usize, value_end: usize) -> &[u8] {
        &self.raw[name.saturating_sub(REACH)..self.raw.len().min(value_end + REACH)]
    }
}

/// Returns where the object opens inside of which a text ends.
fn opening(text: &[u8]) -> Option<usize> {
    let mut close = 0;
    let mut to = text.len();
    loop {
        let open = block::rfind(&text[..to], b'{')?;
        close += block::positions(&text[open..to], [b'}']).count();
        if close == 0 {
            return Some(open);
        }
        (close, to) = (close - 1, open);
    }
}

/// Whether one of an object's members, up to its end, is another system's; the members of those within are not asked.
fn has_foreign_member(members: &[u8]) -> bool {
    let mut depth = 0;
    let signs = block::positions(members, *b"{}:=").map_while(|at| {
        depth += match members[at] {
            b'{' => 1,
            b'}' => -1,
            _ => 0,
        };
        (depth >= 0).then_some((at, depth))
    });
    let mut own = signs.filter(|(_, depth)| *depth == 0);
    own.any(|(at, _)| FOREIGN.contains(&key(&members[..=at])))
}

/// Members that other systems' frameworks have beside a code.
const FOREIGN: [&[u8]; 8] = [
    b"description",
    b"errorInstanceId",
    b"errorName",
    b"ok",
    b"path",
    b"result",
    b"title",
    b"userMessage",
];

/// Whether what stands behind a field's name is a value in quotes of more than one word: `":"Access token expired"`.
fn begins_sentence(behind: &[u8]) -> bool {
    let value = behind.strip_prefix(b"\"").unwrap_or(behind).trim_ascii_start();
    let value = value.strip_prefix(b":").unwrap_or_default().trim_ascii_start();
    let (_, rest) = word::split_first(value.strip_prefix(b"\"").unwrap_or_default());
    rest.first() == Some(&b' ')
}

/// Whether an object ends in a text in which it does not begin. Tags are not followed: messages hold signs of less.
fn leaves_object(text: &[u8]) -> bool {
    let mut depth = 0;
    block::positions(text, [b'{', b'}']).any(|at| {
        depth += if text[at] == b'{' { 1 } else { -1 };
        depth < 0
    })
}

/// Returns the name to which the value belongs that follows a text: `"error":`, `'error': `, `"error"=>`, `error=`.
pub(super) fn key(text: &[u8]) -> &[u8] {
    let text = text.trim_ascii_end();
    let separators = [&b":"[..], b"=>", b"="];
    let name = separators.iter().find_map(|separator| text.strip_suffix(*separator));
    let name = name.unwrap_or_default().trim_ascii_end();
    let name = match text::read_back(name) {
        Some((quote, length)) if text::is_quote(quote) => &name[..name.len() - length],
        _ => name,
    };
    // In JSON within JSON the quote itself is escaped.
    let escapes = name.iter().rev().take_while(|byte| **byte == b'\\').count();
    let name = &name[..name.len() - escapes];
    let start = word::split_last(name).0.len();
    &name[start + word::escape(name, start, name.len())..]
}

/// How far what tells of a number's object may stand from it: keeps the time linear in the input.
pub(super) const REACH: usize = 512;

/// A longer input is not a flat object that another system answers with.
const WHOLE: usize = 4096;
