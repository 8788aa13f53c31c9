//! Designation: from a field's name to its value, in whatever syntax.
//!
//! `"errorCode":"X"`, `\"errorCode\" : \"X\"`, `'errorCode' => 'X'`, `{&quot;code&quot;:&quot;X`, `<faultcode>sf:X`,
//! `code: Some("X")`, `error=X&`, `**Fehler:** X`: a name, a separator, and between them only quotes, escapes and white
//! space. The parser asks for no more than that, so that it works on fragments, dumps and broken bodies alike.

use super::entity;
use super::word::is_word;

/// The word with which a field's value begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Value {
    pub start: usize,
    pub end: usize,
    /// Whether a syntax shows that it is a value, and not prose such as `Error: something`.
    pub structured: bool,
    /// Whether quotes open it.
    pub quoted: bool,
    /// Whether the word is the whole value.
    pub closed: bool,
    /// Where the value ends, if words with hyphens between them belong together: `access-denied`.
    pub hyphenated: Option<usize>,
}

/// How far a value may stand from its name.
const REACH: usize = 96;

/// Returns the word with which the value of the field begins whose name stands at `start..end`.
pub fn value(raw: &[u8], start: usize, end: usize) -> Option<Value> {
    let limit = raw.len().min(end + REACH);
    let mut gap = Gap {
        raw: &raw[..limit],
        at: end,
        name_quoted: false,
        quoted: false,
        separators: 0,
    };
    let tag = start > 0 && (raw[start - 1] == b'<' || raw[start - 1] == b':' && is_prefixed_tag(raw, start - 1));
    if tag {
        gap.close_tag()?;
    } else {
        gap.skip(false);
        if gap.separators != 1 {
            return None;
        }
    }
    gap.skip(true);
    gap.open();
    let mut start = gap.at;
    let mut end = word_end(raw, start)?;
    // A namespace prefix: sf:INVALID_LOGIN, fns:INVALID_LOGIN.
    if raw.get(end) == Some(&b':') && end - start <= 8 && raw[start..end].iter().all(u8::is_ascii_lowercase) {
        if let Some(inner) = word_end(raw, end + 1) {
            (start, end) = (end + 1, inner);
        }
    }
    // A hyphen belongs to few codes, and stands inside of them.
    let hyphenated = raw[end..]
        .iter()
        .take_while(|byte| is_word(**byte) || **byte == b'-')
        .count();
    let hyphenated =
        (hyphenated > 1 && raw[end] == b'-' && is_word(raw[end + hyphenated - 1])).then_some(end + hyphenated);
    let structured = tag || gap.name_quoted || gap.quoted || raw.get(end) == Some(&b'&');
    Some(Value {
        start,
        end,
        structured,
        quoted: gap.quoted,
        closed: is_closed(raw, end, gap.quoted),
        hyphenated,
    })
}

/// Whether the name that begins here is the second half of "status code" or "response code", which
/// are HTTP's.
pub fn is_http_status(raw: &[u8], start: usize) -> bool {
    let before = &raw[..start];
    [&b"status "[..], b"response "]
        .iter()
        .any(|name| before.len() >= name.len() && before[before.len() - name.len()..].eq_ignore_ascii_case(name))
}

/// A field beside the code whose value is spelt like a code, and now and then like another one, but only details it.
pub const DETAIL: &[u8] = b"extendedErrorCode";

/// Whether a word is the value of a field that only details a code.
pub fn is_detail(raw: &[u8], start: usize) -> bool {
    let before = &raw[start.saturating_sub(REACH)..start];
    let Some(at) = before
        .windows(DETAIL.len())
        .rposition(|name| name.eq_ignore_ascii_case(DETAIL))
    else {
        return false;
    };
    let end = start - before.len() + at + DETAIL.len();
    value(raw, end - DETAIL.len(), end).is_some_and(|value| value.start == start)
}

/// Whether a colon belongs to a tag's namespace prefix, as in `<sf:exceptionCode>`.
fn is_prefixed_tag(raw: &[u8], colon: usize) -> bool {
    let prefix = raw[..colon].iter().rev().take_while(|byte| is_word(**byte)).count();
    prefix > 0 && prefix < colon && raw[colon - prefix - 1] == b'<'
}

fn word_end(raw: &[u8], start: usize) -> Option<usize> {
    let length = raw.get(start..)?.iter().take_while(|byte| is_word(**byte)).count();
    (length > 0).then_some(start + length)
}

/// Whether a value ends where its first word ends.
fn is_closed(raw: &[u8], end: usize, quoted: bool) -> bool {
    let rest = &raw[end..];
    let quote = [
        &b"\""[..],
        b"'",
        b"`",
        b"\\",
        b"&quot;",
        b"&#",
        b"&apos;",
        b"%22",
        b"%27",
        b"\xe2\x80",
        b"\xc2\xbb",
    ];
    if quoted {
        return quote.iter().any(|quote| rest.starts_with(quote));
    }
    match rest.first() {
        None => true,
        // Markdown's hard line break.
        Some(b'\\') => rest.get(1) == Some(&b'\n'),
        Some(b'<' | b'&' | b',' | b';' | b'}' | b')' | b']' | b'\n' | b'\r' | b'"' | b'\'' | b'|') => true,
        Some(b' ' | b'\t') => {
            let next = rest.trim_ascii_start();
            let word = next.iter().take_while(|byte| is_word(**byte)).count();
            // The end of the line, of the object or the cell, or the next field of a row of them.
            matches!(next.first(), None | Some(b'}' | b'|'))
                || rest[..rest.len() - next.len()].contains(&b'\n')
                || (word > 0 && matches!(next.get(word), Some(b'=' | b':')))
        }
        _ => false,
    }
}

/// The bytes between a name and its value.
struct Gap<'a> {
    raw: &'a [u8],
    at: usize,
    /// Whether quotes stood before the separator, and after it.
    name_quoted: bool,
    quoted: bool,
    separators: usize,
}

impl Gap<'_> {
    fn rest(&self) -> &[u8] {
        &self.raw[self.at..]
    }

    /// Skips quotes, escapes, emphasis and white space, and separators unless one was found before.
    fn skip(&mut self, separated: bool) {
        while let Some(step) = self.step(separated) {
            self.at += step;
        }
    }

    fn step(&mut self, separated: bool) -> Option<usize> {
        let rest = &self.raw[self.at..];
        let length = match *rest {
            [b' ' | b'\t' | b'\r' | b'\n' | b'*', ..] => 1,
            [b'"' | b'\'' | b'`', ..] => self.quote(1),
            [b'=', b'>', ..] if !separated => self.separator(2),
            [b':' | b'=', ..] if !separated => self.separator(1),
            [b'\\', b'n' | b'r' | b't', ..] => 2,
            [b'\\', b'u', b'0', b'0', b'2', b'2' | b'7', ..] => self.quote(6),
            [b'\\', b'u', b'0', b'0', b'3', b'a' | b'A' | b'd' | b'D', ..] if !separated => self.separator(6),
            [b'\\', ..] => 1,
            [b'%', b'2', b'2' | b'7', ..] => self.quote(3),
            [b'%', b'2', b'0', ..] => 3,
            [b'%', b'3', b'a' | b'A' | b'd' | b'D', ..] if !separated => self.separator(3),
            [b'&', ..] => self.entity()?,
            // “ ” „ ‘ ’ and zero-width characters
            [0xe2, 0x80, 0x98..=0x9f, ..] => self.quote(3),
            [0xe2, 0x80, 0x8b..=0x8f, ..] | [0xef, 0xbb, 0xbf, ..] | [0xe2, 0x81, 0xa0, ..] => 3,
            [0xe3, 0x80, 0x80, ..] => 3,
            // « » and the no-break space
            [0xc2, 0xab | 0xbb, ..] => self.quote(2),
            [0xc2, 0xa0 | 0xad, ..] => 2,
            // ： and ＝
            [0xef, 0xbc, 0x9a | 0x9d, ..] if !separated => self.separator(3),
            _ => return None,
        };
        Some(length)
    }

    fn quote(&mut self, length: usize) -> usize {
        self.quoted = true;
        length
    }

    fn separator(&mut self, length: usize) -> usize {
        self.separators += 1;
        self.name_quoted |= core::mem::take(&mut self.quoted);
        length
    }

    /// An HTML entity: `&quot;` and `&#39;` are quotes, `&nbsp;` and `&#x200B;` are nothing.
    fn entity(&mut self) -> Option<usize> {
        let (c, length) = entity::read(self.rest())?;
        match c {
            '"' | '\'' | '\u{2018}'..='\u{201f}' | '«' | '»' => self.quoted = true,
            c if c.is_alphanumeric() => return None,
            _ => {}
        }
        Some(length)
    }

    /// After a tag's name: goes behind its `>`, past any attributes.
    fn close_tag(&mut self) -> Option<()> {
        let length = self.rest().iter().position(|byte| matches!(byte, b'>' | b'<'))?;
        let attributes = self.rest()[..length].first().is_none_or(u8::is_ascii_whitespace);
        if self.rest()[length] != b'>' || !attributes || self.rest()[..length].ends_with(b"/") {
            return None;
        }
        self.at += length + 1;
        Some(())
    }

    /// Goes behind what opens a value: `[`, `Some(`, the prefix of a Python literal, a CDATA section.
    fn open(&mut self) {
        loop {
            let rest = self.rest();
            let length = match *rest {
                [b'[' | b'(', ..] => 1,
                [b'S', b'o', b'm', b'e', b'(', ..] => 5,
                [b'u' | b'b' | b'r', b'"' | b'\'', ..] => 1,
                _ if rest.starts_with(b"<![CDATA[") => 9,
                _ => return,
            };
            self.at += length;
            self.skip(true);
        }
    }
}
