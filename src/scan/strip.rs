//! What stands around a text without belonging to it: the mark of a mail's or a tracker's quotation, a terminal's colour, a
//! page's `<pre>`, a list's bullet, quotes, emphasis.

use super::colour;
use super::line::REACH;
use super::text;

/// Returns a line without what its surroundings put before it: `> `, `\x1b[31m`, `<pre>`.
#[inline]
pub fn within(line: &[u8]) -> &[u8] {
    // Nearly no line has a margin.
    match matches!(line.first(), Some(b'>' | b'<')) || colour::may_begin(line) {
        true => without_margin(line),
        false => line,
    }
}

/// Returns a line without what its surroundings put behind it: blanks, `\x1b[39m`, `</pre>`.
pub fn ended(line: &[u8]) -> &[u8] {
    let mut line = line.trim_ascii_end();
    loop {
        let page = line.strip_suffix(b"</pre>").or_else(|| line.strip_suffix(b"</code>"));
        let text = match (page, colour::at_end(line)) {
            (Some(page), _) => page,
            (None, 0) => return line,
            (None, colour) => &line[..line.len() - colour],
        };
        line = text.trim_ascii_end();
    }
}

/// Whether a line ends with a text, or goes on with nothing but blanks.
pub fn ends_line(rest: &[u8]) -> bool {
    let blank = |byte: &&u8| matches!(byte, b' ' | b'\t');
    let rest = &rest[rest.iter().take(REACH).take_while(blank).count()..];
    let rest = &rest[colour::at_start(rest)..];
    matches!(rest.first(), None | Some(b'\n' | b'\r'))
}

fn without_margin(mut line: &[u8]) -> &[u8] {
    line = text::without_byte_order_mark(line);
    while let Some(rest) = unquoted(line).or_else(|| uncoloured(line)).or_else(|| untagged(line)) {
        line = rest;
    }
    line
}

fn unquoted(line: &[u8]) -> Option<&[u8]> {
    match line {
        [b'>', b' ', rest @ ..] => Some(rest),
        // A quotation in a quotation, or its empty line.
        [b'>', rest @ ..] if matches!(rest.first(), None | Some(b'>' | b'\n' | b'\r')) => Some(rest),
        _ => None,
    }
}

fn uncoloured(line: &[u8]) -> Option<&[u8]> {
    let length = colour::at_start(line);
    (length > 0).then(|| &line[length..])
}

fn untagged(line: &[u8]) -> Option<&[u8]> {
    line.strip_prefix(b"<pre>").or_else(|| line.strip_prefix(b"<code>"))
}

/// Returns a line without what numbers or marks it: a bullet, `2. `, a ticket's number as in `ABC-123: `.
pub fn without_mark(line: &[u8]) -> &[u8] {
    let mark = |byte: &&u8| {
        matches!(
            byte,
            b'[' | b'*' | b'-' | b'`' | b' ' | b'\t' | b'#' | b'.' | b'0'..=b'9'
        )
    };
    let line = within(line);
    let text = &line[line.iter().take_while(mark).count()..];
    let ticket = |byte: &&u8| byte.is_ascii_uppercase() || byte.is_ascii_digit() || **byte == b'-';
    let length = text.iter().take_while(ticket).count();
    match text[..length].last() {
        Some(b'0'..=b'9') => text[length..].strip_prefix(b": ").unwrap_or(text),
        _ => text,
    }
}

/// How many quotes, brackets and the like around a word are looked through.
pub const MARKS: usize = 8;

/// Returns a text without the quotes that open at its end.
pub fn without_quotes(mut text: &[u8]) -> &[u8] {
    let opening = ["“", "„", "‘", "«", "« ", "「"];
    loop {
        let ascii = text
            .iter()
            .rev()
            .take(REACH)
            .take_while(|byte| is_quote(**byte))
            .count();
        text = &text[..text.len() - ascii];
        let mut likely = opening.iter().filter(|quote| quote.as_bytes().last() == text.last());
        match likely.find_map(|quote| text.strip_suffix(quote.as_bytes())) {
            Some(rest) => text = rest,
            None => return text,
        }
    }
}

/// Returns a text without the quotes and the marks of an emphasis that open at its end.
pub fn without_marks(text: &[u8]) -> &[u8] {
    let mut text = without_quotes(text);
    while let [emphasised @ .., b'*' | b'_'] = text {
        text = without_quotes(emphasised);
    }
    text
}

/// Returns a text without the HTTP status in which it ends: `failed with 429`.
pub fn without_status(text: &[u8]) -> Option<&[u8]> {
    let digits = text.iter().rev().take_while(|byte| byte.is_ascii_digit()).count();
    (digits == 3).then(|| &text[..text.len() - 3])
}

/// Returns what stands before and behind the quotes that enclose a word, if some do: `"X"`, `'X'`, `` `X` ``.
pub fn around_quotes<'a>(before: &'a [u8], after: &'a [u8]) -> Option<(&'a [u8], &'a [u8])> {
    match (before, after) {
        ([before @ .., open @ (b'`' | b'\'' | b'"')], [close, after @ ..]) if open == close => Some((before, after)),
        _ => None,
    }
}

/// Whether a byte is a quote, or what escapes one.
pub fn is_quote(byte: u8) -> bool {
    matches!(byte, b'"' | b'\'' | b'`' | b'\\')
}

/// Whether a text is nothing but quotes, brackets, pictures and the like, escaped or not.
pub fn is_ornamental(mut text: &[u8]) -> bool {
    while let Some((c, length)) = text::read(text) {
        let ornament = u8::try_from(c).is_ok_and(is_ornament);
        if !ornament && (c.is_ascii() || c.is_alphanumeric()) {
            return false;
        }
        text = &text[length..];
    }
    true
}

/// Whether a byte is a blank, a quote, a bracket, a mark of Markdown's, or no ASCII.
pub fn is_ornament(byte: u8) -> bool {
    byte.is_ascii_whitespace()
        || matches!(
            byte,
            b'"' | b'\'' | b'`' | b'*' | b'[' | b'(' | b'{' | b'<' | b'>' | b'|' | b'#'
        )
        || byte >= 0x80
}
