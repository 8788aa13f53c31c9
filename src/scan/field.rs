//! Designation: from a field's name to its value, in whatever syntax.
//!
//! `"errorCode":"X"`, `\"errorCode\" : \"X\"`, `'errorCode' => 'X'`, `{&quot;code&quot;:&quot;X`, `<faultcode>sf:X`,
//! `code: Some("X")`, `error=X&`, `**Fehler:** X`: a name, a separator, and between them only quotes, escapes and white
//! space. The parser asks for no more than that, so that it works on fragments, dumps and broken bodies alike.

use super::text;
use super::word::{self, is_word};

/// The word with which a field's value begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Value {
    pub start: usize,
    pub end: usize,
    /// Whether a syntax shows that it is a value, and not prose such as `Error: something`.
    pub structured: bool,
    /// Whether it is the name that shows so: quotes or a tag around it.
    pub named: bool,
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
    if start > 0 && raw[start - 1] == b'"' {
        if let Some(value) = plain(raw, end) {
            return value;
        }
    }
    let limit = raw.len().min(end + REACH);
    let mut gap = Gap {
        raw: &raw[..limit],
        at: end,
        bracketed: is_bracketed(&raw[..start]),
        name_quoted: false,
        quoted: false,
        separators: 0,
    };
    let tag = is_tag(&raw[..start]);
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
        named: tag || gap.name_quoted,
        quoted: gap.quoted,
        closed: is_closed(raw, end, gap.quoted),
        hyphenated,
    })
}

/// Reads what most fields are behind the name, `":"word"` or `":{`, maybe with a space: the short way to the same value,
/// or to none. `None` if it is something else.
fn plain(raw: &[u8], end: usize) -> Option<Option<Value>> {
    let start = match raw.get(end..)? {
        [b'"', b':', b'"', ..] => end + 3,
        [b'"', b':', b' ', b'"', ..] => end + 4,
        [b'"', b':', b'{', ..] | [b'"', b':', b' ', b'{', ..] => return Some(None),
        _ => return None,
    };
    let end = word_end(raw, start)?;
    // One letter may be the prefix of a Python literal.
    let is_whole = end > start + 1 && end <= start + REACH / 2 && raw.get(end) == Some(&b'"');
    is_whole.then_some(Some(Value {
        start,
        end,
        structured: true,
        named: true,
        quoted: true,
        closed: true,
        hyphenated: None,
    }))
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

/// Whether a tag's name begins behind this text, maybe behind a namespace prefix: `<faultcode>`, `<sf:exceptionCode>`.
pub fn is_tag(before: &[u8]) -> bool {
    let before = match before.strip_suffix(b":") {
        Some(prefixed) => {
            let prefix = prefixed.iter().rev().take_while(|byte| is_word(**byte)).count();
            &prefixed[..prefixed.len() - prefix]
        }
        None => before,
    };
    let opens = [
        &b"<"[..],
        b"&lt;",
        b"amp;lt;",
        b"lt%3B",
        b"u003c",
        b"u003C",
        b"%3C",
        b"%3c",
    ];
    opens.iter().any(|open| before.ends_with(open))
}

fn word_end(raw: &[u8], start: usize) -> Option<usize> {
    let length = raw.get(start..)?.iter().take_while(|byte| is_word(**byte)).count();
    (length > 0).then_some(start + length)
}

/// Whether a value ends where its first word ends.
fn is_closed(raw: &[u8], end: usize, quoted: bool) -> bool {
    let mut rest = &raw[end..];
    let (c, length) = loop {
        match text::read(rest) {
            None => return true,
            Some((c, length)) if text::is_invisible(c) => rest = &rest[length..],
            Some(next) => break next,
        }
    };
    if quoted {
        return text::is_quote(c) || c == '\\';
    }
    match c {
        '<' | '&' | ',' | ';' | '}' | ')' | ']' | '\n' | '\r' | '|' | '\u{1b}' => true,
        // Markdown's hard line break.
        '\\' => rest.get(length) == Some(&b'\n'),
        ' ' | '\t' => ends_field(&rest[length..]),
        c => text::is_quote(c),
    }
}

/// Whether a blank behind a value ends it: at the end of the line, of the object or the cell, or where the next field of
/// a row of them begins.
fn ends_field(mut rest: &[u8]) -> bool {
    loop {
        match text::read(rest) {
            None | Some(('}' | '|' | '\n' | '\r', _)) => return true,
            Some((c, length)) if c.is_whitespace() => rest = &rest[length..],
            Some(_) => break,
        }
    }
    let word = rest.iter().take_while(|byte| is_word(**byte)).count();
    word > 0 && matches!(text::read(&rest[word..]), Some(('=' | ':', _)))
}

/// Whether a bracket stands before a name, maybe with a quote between them: PHP's `["code"]=>`.
fn is_bracketed(before: &[u8]) -> bool {
    let quotes = [
        &b"\""[..],
        b"'",
        b"\\",
        b"u0022",
        b"u0027",
        b"%22",
        b"%27",
        b"&quot;",
        b"&#39;",
        b"quot%3B",
    ];
    let mut text = &before[before.len().saturating_sub(32)..];
    while let Some(shorter) = quotes.iter().find_map(|quote| text.strip_suffix(*quote)) {
        text = shorter;
    }
    [&b"["[..], b"%5B", b"%5b"].iter().any(|open| text.ends_with(open))
}

/// The bytes between a name and its value.
struct Gap<'a> {
    raw: &'a [u8],
    at: usize,
    /// Whether brackets stand around the name, as in PHP's `[code] => X`.
    bracketed: bool,
    /// Whether quotes stood before the separator, and after it.
    name_quoted: bool,
    quoted: bool,
    separators: usize,
}

impl Gap<'_> {
    fn rest(&self) -> &[u8] {
        &self.raw[self.at..]
    }

    /// Skips quotes, escapes, emphasis, colours and white space, and separators unless one was found before.
    fn skip(&mut self, separated: bool) {
        while let Some(step) = self.step(separated) {
            self.at += step;
        }
    }

    fn step(&mut self, separated: bool) -> Option<usize> {
        let (c, length) = text::read(self.rest())?;
        match c {
            c if text::is_quote(c) => self.quoted = true,
            c if c.is_whitespace() || text::is_invisible(c) => {}
            '*' | '\\' => {}
            '\u{1b}' => return Some(length + word::colour_length(&self.rest()[length..])),
            ']' if self.bracketed && !separated => {}
            ':' | '=' | '\u{ff1a}' | '\u{ff1d}' if !separated => {
                self.separators += 1;
                self.name_quoted |= core::mem::take(&mut self.quoted);
                // Ruby's and PHP's arrow
                return Some(match text::read(&self.rest()[length..]) {
                    Some(('>', arrow)) if c == '=' => length + arrow,
                    _ => length,
                });
            }
            _ => return None,
        }
        Some(length)
    }

    /// After a tag's name: goes behind its `>`, past any attributes.
    fn close_tag(&mut self) -> Option<()> {
        let mut before = '\0';
        let mut first = true;
        loop {
            let (c, length) = text::read(self.rest())?;
            self.at += length;
            match c {
                '>' => return (before != '/').then_some(()),
                '<' => return None,
                // Attributes stand behind white space.
                c if first && !c.is_whitespace() => return None,
                c => (before, first) = (c, false),
            }
        }
    }

    /// Goes behind what opens a value: `[`, `Some(`, `string(12)`, the prefix of a Python literal, a CDATA section.
    fn open(&mut self) {
        loop {
            let rest = self.rest();
            let length = match *rest {
                [b'u' | b'b' | b'r', ..] if text::read(&rest[1..]).is_some_and(|(c, _)| text::is_quote(c)) => 1,
                _ if rest.starts_with(b"<![CDATA[") => 9,
                _ if rest.starts_with(b"Some") || rest.starts_with(b"string") => {
                    let name = if rest.starts_with(b"Some") { 4 } else { 6 };
                    let Some(('(', open)) = text::read(&rest[name..]) else {
                        return;
                    };
                    let size = rest[name + open..]
                        .iter()
                        .take_while(|byte| byte.is_ascii_digit())
                        .count();
                    match text::read(&rest[name + open + size..]) {
                        Some((')', close)) => name + open + size + close,
                        _ => name + open,
                    }
                }
                _ => match text::read(rest) {
                    Some(('[' | '(', length)) => length,
                    _ => return,
                },
            };
            self.at += length;
            self.skip(true);
        }
    }
}
