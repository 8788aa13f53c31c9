//! Raw bytes as a reader would see them: each character with its escapes undone, several levels deep.
//!
//! A body that went through JSON, HTML and a URL on its way into a log comes as `\u0022`, `&amp;quot;` or `%255C%2522`.
//! [`read`] undoes an escape, and if what it yields begins an escape itself, that one too. What an escape is made of may
//! be escaped as well, as the semicolon of `%26quot%3B` and each backslash of `%5C%5Cu0022`; letters and digits never
//! are. It reads one character at a time from the bytes as they are, so nothing is copied and positions stay those of the
//! input. [`read_back`] is the same from the other end.

use super::entity;
pub use crate::format::normal::is_invisible;

/// How many escapes may stand inside of each other.
const LEVELS: usize = 5;

/// More bytes for one character, as `%2526amp%253B%252339%253B` has, do not come from four levels.
const LONGEST: usize = 32;

/// A longer run of backslashes is no escape.
const RUN: usize = 64;

/// Returns the character at the start of a text, and how many bytes it takes there; `None` at the end.
#[inline]
pub fn read(text: &[u8]) -> Option<(char, usize)> {
    let first = *text.first()?;
    Some(match text {
        // The commonest escape.
        [b'\\', quote @ (b'"' | b'/'), ..] => (char::from(*quote), 2),
        _ if opens(first) => undo(text, LEVELS, true),
        _ => plain(first, text),
    })
}

/// Returns the character at the end of a text, and how many bytes it takes there; `None` at the start.
///
/// Where escapes of several lengths end there, the longest counts.
#[inline]
pub fn read_back(text: &[u8]) -> Option<(char, usize)> {
    let (&last, before) = text.split_last()?;
    if last.is_ascii() && !before.last().is_some_and(|byte| may_end_escape(*byte, last)) {
        return Some((char::from(last), 1));
    }
    Some(undo_back(text))
}

/// Whether two bytes may be the end of an escape.
#[inline]
fn may_end_escape(before: u8, last: u8) -> bool {
    // A backslash, which may be escaped itself: `%5C`, `\u005c`, `&#92;`, `&#92%3B`.
    let escaped = matches!(before, b'\\' | b'b' | b'B' | b'c' | b'C' | b';');
    match last {
        b';' => before.is_ascii_alphanumeric(),
        b'"' | b'\'' | b'/' | b'\\' => escaped,
        _ => last.is_ascii_alphanumeric() && (escaped || (last.is_ascii_hexdigit() && before.is_ascii_hexdigit())),
    }
}

/// Returns an input without the byte order mark before it.
#[inline]
pub fn without_byte_order_mark(raw: &[u8]) -> &[u8] {
    raw.strip_prefix("\u{feff}".as_bytes()).unwrap_or(raw)
}

/// Returns the next character that is more than white space.
pub fn read_on(text: &[u8]) -> Option<char> {
    let mut at = 0;
    loop {
        let (c, length) = read(&text[at..])?;
        if !c.is_whitespace() {
            return Some(c);
        }
        at += length;
    }
}

/// Returns how many bytes some characters take at the start of a text, if they stand there.
pub fn read_all(expected: &str, text: &[u8]) -> Option<usize> {
    expected.chars().try_fold(0, |at, expected| match read(&text[at..]) {
        Some((c, length)) if c == expected => Some(at + length),
        _ => None,
    })
}

/// Returns how many bytes a character takes at the start of a text, if it stands there, maybe escaped.
///
/// So an escape reads what it is made of.
pub fn read_part(expected: u8, text: &[u8], levels: usize) -> Option<usize> {
    let first = *text.first()?;
    if first == expected {
        return Some(1);
    }
    let (c, length) = opens(first).then(|| undo(text, levels, true))?;
    (c == char::from(expected)).then_some(length)
}

/// The bytes that may begin an escape.
pub const OPENERS: [u8; 3] = [b'\\', b'&', b'%'];

/// Whether a byte may begin an escape.
#[inline]
pub fn opens(byte: u8) -> bool {
    OPENERS.contains(&byte)
}

/// Whether an escape may have a byte before its last one.
#[inline]
fn goes_on(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || opens(byte) || matches!(byte, b';' | b'#')
}

/// Returns a character that is no escape, and its length.
#[inline]
fn plain(first: u8, text: &[u8]) -> (char, usize) {
    if first.is_ascii() {
        (char::from(first), 1)
    } else {
        decode(text)
    }
}

/// Undoes the escapes at the start of a text that is not empty; those of backslashes only if they are `joined`.
fn undo(text: &[u8], levels: usize, joined: bool) -> (char, usize) {
    let (mut c, mut length) = plain(text[0], text);
    for _ in 0..levels {
        let rest = &text[length..];
        let meant = match c {
            '&' => entity::read(rest, levels - 1),
            '%' => percent(rest),
            '\\' if joined => backslash(rest, levels - 1),
            _ => break,
        };
        let Some((meant, more)) = meant else { break };
        c = meant;
        length += more;
    }
    (c, length)
}

/// Reads what stands behind a `%`.
fn percent(rest: &[u8]) -> Option<(char, usize)> {
    let first = byte(rest)?;
    if first.is_ascii() {
        return Some((char::from(first), 2));
    }
    Some(joined(first, &rest[2..], continuation).map_or((char::REPLACEMENT_CHARACTER, 2), |(c, more)| (c, 2 + more)))
}

/// Reads a character outside ASCII of which each byte is escaped; `next` reads those behind the first.
fn joined(first: u8, rest: &[u8], next: impl Fn(&[u8]) -> Option<(u8, usize)>) -> Option<(char, usize)> {
    let (mut bytes, mut length) = ([first, 0, 0, 0], 0);
    for count in 1..4 {
        let (byte, more) = next(&rest[length..])?;
        bytes[count] = byte;
        length += more;
        if let Ok(Some(c)) = core::str::from_utf8(&bytes[..=count]).map(|text| text.chars().next()) {
            return Some((c, length));
        }
    }
    None
}

/// Reads two hexadecimal digits.
fn byte(text: &[u8]) -> Option<u8> {
    let number = entity::number(text.get(..2)?, 16)?;
    u8::try_from(u32::from(number)).ok()
}

/// Reads a byte that goes on with a character: `%A9`, `%25A9`.
fn continuation(text: &[u8]) -> Option<(u8, usize)> {
    let mut at = text.starts_with(b"%").then_some(1)?;
    for _ in 0..LEVELS {
        let value = byte(&text[at..])?;
        at += 2;
        match value {
            b'%' => {}
            0x80..=0xbf => return Some((value, at)),
            _ => break,
        }
    }
    None
}

/// Reads a byte that goes on with a character, behind one backslash and a run of further ones: `\xa9`.
fn hexadecimal(text: &[u8], run: usize) -> Option<(u8, usize)> {
    let backslashes = text.iter().take(run + 1).take_while(|byte| **byte == b'\\').count();
    let digits = text.get(backslashes..)?.strip_prefix(b"x")?;
    let value = byte(digits).filter(|value| (0x80..=0xbf).contains(value))?;
    (backslashes == run + 1).then_some((value, backslashes + 3))
}

/// Reads what stands behind a backslash. Each level of JSON in JSON doubles the backslashes.
fn backslash(rest: &[u8], levels: usize) -> Option<(char, usize)> {
    let mut run = 0;
    let (c, end) = loop {
        match rest.get(run) {
            Some(b'\\') if run < RUN => run += 1,
            Some(b'&' | b'%') => match undo(&rest[run..], levels, false) {
                ('\\', length) if run < RUN => run += length,
                (c, length) => break (c, run + length),
            },
            Some(byte) => break (char::from(*byte), run + 1),
            None => break ('\0', run),
        }
    };
    let digits = |count: usize| entity::number(rest.get(end..end + count)?, 16);
    match c {
        '"' | '\'' | '/' => Some((c, end)),
        'n' | 'r' => Some(('\n', end)),
        't' => Some(('\t', end)),
        'u' => Some((digits(4)?, end + 4)),
        'x' => {
            let first = digits(2)?;
            // Python prints the bytes of UTF-8 one by one.
            let utf8 = joined(first as u8, &rest[end + 2..], |rest| hexadecimal(rest, run));
            Some(utf8.map_or((first, end + 2), |(c, more)| (c, end + 2 + more)))
        }
        // The escape character as shells write it, at the end where the bracket has been read back already.
        'e' if matches!(rest.get(end), None | Some(b'[')) => Some(('\u{1b}', end)),
        '0' if rest[end..].starts_with(b"33") => Some(('\u{1b}', end + 2)),
        _ if run > 0 => Some(('\\', run)),
        _ => None,
    }
}

/// Undoes the escapes at the end of a text that is not empty.
fn undo_back(text: &[u8]) -> (char, usize) {
    let near = &text[text.len().saturating_sub(LONGEST)..];
    let length = 1 + near[..near.len() - 1]
        .iter()
        .rev()
        .take_while(|byte| goes_on(**byte))
        .count();
    let ending = &near[near.len() - length..];
    for (at, _) in ending.iter().enumerate().filter(|(_, byte)| opens(**byte)) {
        let (c, length) = undo(&ending[at..], LEVELS, true);
        if length == ending.len() - at {
            return (c, length);
        }
    }
    let start = near.iter().rposition(|byte| byte & 0xc0 != 0x80).unwrap_or(0);
    match plain(near[start], &near[start..]) {
        (c, length) if length == near.len() - start => (c, length),
        _ => (char::REPLACEMENT_CHARACTER, 1),
    }
}

/// Decodes one character of UTF-8; a byte that is none stands for itself.
fn decode(text: &[u8]) -> (char, usize) {
    for length in 2..=text.len().min(4) {
        if let Some(c) = core::str::from_utf8(&text[..length])
            .ok()
            .and_then(|text| text.chars().next())
        {
            return (c, length);
        }
    }
    (char::REPLACEMENT_CHARACTER, 1)
}

/// Whether a character is one of the quotation marks of any language or program.
pub fn is_quote(c: char) -> bool {
    matches!(c, '"' | '\'' | '`' | '\u{2018}'..='\u{201f}' | '«' | '»' | '「' | '」')
}

#[cfg(test)]
#[path = "../../tests/envelopes/escaping.rs"]
mod escaping;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn undoes_escapes_within_escapes() {
        for (raw, c) in [
            ("\"x", '"'),
            (r#"\"x"#, '"'),
            (r#"\\\"x"#, '"'),
            (r"\u0022x", '"'),
            (r"\\u0022x", '"'),
            ("&quot;x", '"'),
            ("&amp;quot;x", '"'),
            ("&amp;amp;quot;x", '"'),
            ("&amp;#x22;x", '"'),
            (r"\&quot;x", '"'),
            (r"\u0026quot;x", '"'),
            ("%22x", '"'),
            ("%2522x", '"'),
            ("%252522x", '"'),
            ("%5Cu0022x", '"'),
            ("%26quot;x", '"'),
            ("%26quot%3Bx", '"'),
            ("%2526quot%253Bx", '"'),
            ("%26amp%3B%2339%3Bx", '\''),
            (r"%5C%22x", '"'),
            ("%5C%5C%5Cu0022x", '"'),
            ("%255C%255C%255C%2522x", '"'),
            ("%25E2%2580%259Ex", '„'),
            (r"\u005c\u005cu0022x", '"'),
            (r"\u003cx", '<'),
            ("&lt;x", '<'),
            ("%3Cx", '<'),
            (r"\u0026lt;x", '<'),
            (r"\nx", '\n'),
            (r"\u001bx", '\u{1b}'),
            (r"\x1bx", '\u{1b}'),
            (r"\033x", '\u{1b}'),
            (r"\xc3\xa9x", 'é'),
            (r"\\xe3\\x83\\xa1x", 'メ'),
            (r"\xe9x", 'é'),
            ("éx", 'é'),
        ] {
            let (read, length) = read(raw.as_bytes()).unwrap();
            assert_eq!((read, &raw[length..]), (c, "x"), "{raw}");
            let raw = &raw[..length];
            assert_eq!(read_back(raw.as_bytes()), Some((c, length)), "{raw}");
        }
    }

    #[test]
    fn undoes_every_nesting_of_escapes() {
        let text = "<a b='c'>\n\t{\"code\": \"X_1\", [d] => #f; & 5*(g|h) \u{1b}[31mé„漢“：\u{200b}i</a>";
        for nesting in (0..=4).flat_map(escaping::nestings) {
            let raw = escaping::nest(text, &nesting);
            let (mut rest, mut forwards) = (raw.as_bytes(), String::new());
            while let Some((c, length)) = read(rest) {
                forwards.push(c);
                rest = &rest[length..];
            }
            assert_eq!(forwards, text, "{nesting:?}: {raw}");
            let (mut rest, mut backwards) = (raw.as_bytes(), Vec::new());
            while let Some((c, length)) = read_back(rest) {
                backwards.push(c);
                rest = &rest[..rest.len() - length];
            }
            assert!(backwards.iter().rev().copied().eq(text.chars()), "{nesting:?}: {raw}");
        }
    }

    proptest::proptest! {
        #[test]
        fn what_is_ruled_out_ends_no_escape(
            raw in r#"(\\{1,3}["'/nrte]|\\{1,2}(u00|x)[25][27c]|%(25)?[25][27C]|&(amp;)?(#3[49]|#x22|#92|quot)(;|%3B)|[\\&%;"c2a ]){1,5}"#,
        ) {
            proptest::prop_assert_eq!(read_back(raw.as_bytes()), Some(undo_back(raw.as_bytes())));
        }
    }

    #[test]
    fn a_backslash_whose_semicolon_is_escaped_ends_an_escape() {
        assert_eq!(read_back(b"&#92%3B\\"), Some(('\\', 8)));
    }

    #[test]
    fn what_is_no_escape_stands_for_itself() {
        for raw in ["&x", "&nosuch;", "%zz", "%", "\\", "\\q", "&", "&amp"] {
            let first = raw.chars().next().unwrap();
            assert_eq!(read(raw.as_bytes()), Some((first, 1)), "{raw}");
        }
        assert_eq!(read(b""), None);
    }
}
