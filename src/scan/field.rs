//! Designation: from a field's name to its value, in whatever syntax.
//!
//! `"errorCode":"X"`, `\"errorCode\" : \"X\"`, `'errorCode' => 'X'`, `{&quot;code&quot;:&quot;X`, `<faultcode>sf:X`,
//! `code: Some("X")`, `error=X&`, `**Fehler:** X`: a name, a separator, and between them only quotes, escapes and white
//! space. The parser asks for no more than that, so that it works on fragments, dumps and broken bodies alike.

use super::colour;
use super::text;
use super::word::{self, is_word};
use crate::format::spelling::pair_length;

/// The word with which a field's value begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Value {
    pub start: usize,
    pub end: usize,
    /// Whether a syntax shows that it is a value, and not prose such as `Error: something`.
    pub structured: bool,
    /// Whether it is the name that shows so: quotes or a tag around it.
    pub named: bool,
    /// Whether a tag of the name's encloses it.
    pub tagged: bool,
    /// Whether quotes open it.
    pub quoted: bool,
    /// Whether the word is the whole value.
    pub closed: bool,
    /// Where the value ends, if words with hyphens or dots between them belong together: `access-denied`.
    pub joined: Option<usize>,
}

/// How long the prefix of a namespace is at most.
const PREFIX: usize = 8;

/// How far a value may stand from its name, in characters.
const REACH: usize = 96;

/// Returns the word with which the value of the field begins whose name stands at `start..end`.
pub fn value(raw: &[u8], start: usize, end: usize) -> Option<Value> {
    if start > 0 && raw[start - 1] == b'"' {
        if let Some(value) = plain(raw, end) {
            return value;
        }
    }
    let mut gap = Gap {
        raw,
        name: start,
        at: end,
        left: REACH,
        encoded: false,
        name_quoted: false,
        quoted: false,
        separators: 0,
    };
    let tag = is_tag(&raw[..start]);
    if tag {
        gap.close_tag()?;
    } else {
        gap.skip(false);
        // A keyword of Clojure's, `:code "X"`, is parted from its value by a blank.
        let keyword = || {
            gap.quoted
                && matches!(text::read_back(&raw[..start]), Some((':', _)))
                && matches!(text::read(&raw[end..]), Some((' ', _)))
        };
        if gap.separators != 1 && !(gap.separators == 0 && keyword()) {
            return None;
        }
    }
    gap.skip(true);
    gap.open();
    let mut start = gap.at;
    if raw.get(start) == Some(&b'-') {
        return pair(raw, gap.at, tag, gap.name_quoted, gap.quoted);
    }
    let mut end = word_end(raw, start)?;
    if word::may_escape(raw, start) {
        start += word::escape(raw, start, end);
        if start == end {
            return None;
        }
    }
    // A namespace's prefix: `sf:INVALID_LOGIN`, `fns:INVALID_LOGIN`.
    if end - start <= PREFIX && raw[start..end].iter().all(u8::is_ascii_lowercase) {
        if let Some((':', colon)) = text::read(&raw[end..]) {
            if let Some(inner) = word_end(raw, end + colon) {
                (start, end) = (end + colon, inner);
            }
        }
    }
    // Hyphens and dots belong to few codes, and stand inside of them.
    let joined = raw[end..]
        .iter()
        .take_while(|byte| is_word(**byte) || matches!(byte, b'-' | b'.'))
        .count();
    let joined = (joined > 1 && is_word(raw[end + joined - 1])).then_some(end + joined);
    let parameter = matches!(text::read(&raw[end..]), Some(('&', _)));
    let structured = tag || gap.name_quoted || gap.quoted || parameter;
    Some(Value {
        start,
        end,
        structured,
        named: tag || gap.name_quoted,
        tagged: tag,
        quoted: gap.quoted,
        closed: is_closed(raw, end, gap.quoted),
        joined,
    })
}

/// Reads a code that is a number with a sign and the type of an exception behind it, from the sign on. The flags say how the
/// value was come by: behind a tag, a name in quotes, quotes of its own.
#[cold]
fn pair(raw: &[u8], start: usize, tagged: bool, name_quoted: bool, quoted: bool) -> Option<Value> {
    let end = start + pair_length(&raw[start..])?;
    // PHP prints arrays so, and a page loses the line breaks: `[code] => X [message] => …`.
    let closed = is_closed(raw, end, quoted) || raw[end..].starts_with(b" [");
    closed.then_some(Value {
        start,
        end,
        structured: tagged || name_quoted || quoted,
        named: tagged || name_quoted,
        tagged,
        quoted,
        closed,
        joined: None,
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
        tagged: false,
        quoted: true,
        closed: true,
        joined: None,
    }))
}

/// A field beside the code whose value is spelt like a code, and now and then like another one, but only details it.
pub const DETAIL: &[u8] = b"extendedErrorCode";

/// Whether a tag's name begins behind this text, maybe behind a namespace prefix: `<faultcode>`, `<sf:exceptionCode>`.
fn is_tag(before: &[u8]) -> bool {
    match text::read_back(before) {
        Some(('<', _)) => true,
        Some((':', length)) => {
            let before = &before[..before.len() - length];
            let run = before
                .iter()
                .rev()
                .take(REACH)
                .take_while(|byte| is_word(**byte))
                .count();
            let start = before.len() - run;
            let escape = word::escape(before, start, before.len());
            matches!(text::read_back(&before[..start + escape]), Some(('<', _)))
        }
        _ => false,
    }
}

fn word_end(raw: &[u8], start: usize) -> Option<usize> {
    let end = word::end(raw, start);
    (end > start).then_some(end)
}

/// Whether a value ends where its first word ends.
#[inline]
pub fn is_closed(raw: &[u8], end: usize, quoted: bool) -> bool {
    let mut rest = &raw[end..];
    let (c, length) = loop {
        match text::read(rest) {
            None => return true,
            Some((c, length)) if text::is_invisible(c) => rest = &rest[length..],
            Some(next) => break next,
        }
    };
    // Markdown escapes underscores: `"UNKNOWN\_EXCEPTION"`.
    let escaped = c == '\\' && rest.get(length) != Some(&b'_');
    if quoted {
        return text::is_quote(c) || escaped;
    }
    match c {
        '<' | '&' | ',' | ';' | '}' | ')' | ']' | '\n' | '\r' | '|' | '\u{1b}' => true,
        // Markdown's hard line break.
        '\\' => rest.get(length) == Some(&b'\n'),
        ' ' | '\t' => ends_field(&rest[length..]),
        c => text::is_quote(c) || colour::at_start(rest) > 0,
    }
}

/// Whether a blank behind a value ends it: at the end of the line, of the object or the cell, or where the next field of
/// a row of them begins, or an HTTP status.
fn ends_field(mut rest: &[u8]) -> bool {
    loop {
        match text::read(rest) {
            None | Some(('}' | '|' | '\n' | '\r', _)) => return true,
            Some((c, length)) if c.is_whitespace() => rest = &rest[length..],
            Some(_) => break,
        }
    }
    let word = rest.iter().take_while(|byte| is_word(**byte)).count();
    rest.starts_with(b"HTTP ") || (word > 0 && matches!(text::read(&rest[word..]), Some(('=' | ':', _))))
}

/// Whether a bracket stands before a name, maybe with a quote between them: PHP's `["code"]=>`.
fn is_bracketed(mut before: &[u8]) -> bool {
    // The quote's backslash may stand apart from it.
    for _ in 0..3 {
        match text::read_back(before) {
            Some((c, length)) if text::is_quote(c) || c == '\\' => before = &before[..before.len() - length],
            last => return matches!(last, Some(('[', _))),
        }
    }
    false
}

/// The characters between a name and its value.
struct Gap<'a> {
    raw: &'a [u8],
    /// Where the name begins.
    name: usize,
    at: usize,
    /// How many more characters it may have.
    left: usize,
    /// Whether the separator was escaped as in a URL, so that a plus behind it is a blank.
    encoded: bool,
    /// Whether quotes stood before the separator, and after it.
    name_quoted: bool,
    quoted: bool,
    separators: usize,
}

impl Gap<'_> {
    fn rest(&self) -> &[u8] {
        &self.raw[self.at..]
    }

    /// Goes on by so many bytes, which are one character or what belongs together; `None` if it is too far.
    fn pass(&mut self, length: usize) -> Option<()> {
        self.left = self.left.checked_sub(1)?;
        self.at += length;
        Some(())
    }

    /// Skips quotes, escapes, emphasis, colours and white space, and separators unless one was found before.
    fn skip(&mut self, separated: bool) {
        while self.step(separated).is_some() {}
    }

    fn step(&mut self, separated: bool) -> Option<()> {
        let (c, mut length) = text::read(self.rest())?;
        match c {
            c if text::is_quote(c) => self.quoted = true,
            c if c.is_whitespace() || text::is_invisible(c) => {}
            '*' | '\\' => {}
            // Scala's arrow.
            '-' if !separated => {
                length += self.arrow(length)?;
                self.separators += 1;
            }
            // Erlang's binaries: `<<"code">> => <<"X">>`.
            '>' if !separated && self.quoted => {}
            '+' if self.encoded => {}
            '\u{1b}' => length += colour::bracketed(&self.rest()[length..]),
            '[' | '^' | '#' | colour::LOST | colour::SHOWN => match colour::at_start(self.rest()) {
                0 => return None,
                colour => length = colour,
            },
            // PHP's `[code] => X`.
            ']' if !separated && is_bracketed(&self.raw[..self.name]) => {}
            ':' | '=' | '\u{ff1a}' | '\u{ff1d}' if !separated => {
                self.separators += 1;
                self.encoded = self.rest().first() == Some(&b'%');
                self.name_quoted |= core::mem::take(&mut self.quoted);
                // Ruby's and PHP's arrow.
                if c == '=' {
                    length += self.arrow(length).unwrap_or(0);
                }
            }
            _ => return None,
        }
        self.pass(length)
    }

    /// Returns the length of the head of an arrow so many bytes ahead.
    fn arrow(&self, ahead: usize) -> Option<usize> {
        let (c, length) = text::read(&self.rest()[ahead..])?;
        (c == '>').then_some(length)
    }

    /// After a tag's name: goes behind its `>`, past any attributes.
    fn close_tag(&mut self) -> Option<()> {
        let mut before = '\0';
        let mut first = true;
        loop {
            let (c, length) = text::read(self.rest())?;
            self.pass(length)?;
            match c {
                '>' => return (before != '/').then_some(()),
                '<' => return None,
                // Attributes stand behind white space.
                c if first && !c.is_whitespace() => return None,
                c => (before, first) = (c, false),
            }
        }
    }

    /// Goes behind what opens a value: `[`, `Some(`, `Optional(`, `string(12)`, the prefix of a Python literal, a CDATA section,
    /// Erlang's `<<`.
    fn open(&mut self) {
        while let Some(length) = opening(self.rest()) {
            if self.pass(length).is_none() {
                return;
            }
            self.skip(true);
        }
    }
}

/// Returns the length of what opens a value at the start of a text.
fn opening(text: &[u8]) -> Option<usize> {
    match text.first()? {
        b'u' | b'b' | b'r' => {
            let (c, _) = text::read(&text[1..])?;
            text::is_quote(c).then_some(1)
        }
        b'S' => text::read_all("Some(", text),
        b'O' => text::read_all("Optional(", text),
        b's' => {
            let open = text::read_all("string(", text)?;
            let size = text[open..].iter().take_while(|byte| byte.is_ascii_digit()).count();
            let close = text::read_all(")", &text[open + size..]).unwrap_or(0);
            Some(open + size + close)
        }
        _ => match text::read(text)? {
            ('[' | '(', length) => Some(length),
            ('<', _) => text::read_all("<![CDATA[", text).or_else(|| text::read_all("<<", text)),
            _ => None,
        },
    }
}
