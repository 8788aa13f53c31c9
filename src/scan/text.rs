//! Raw bytes as a reader would see them: each character with its escapes undone, several levels deep.
//!
//! A body that went through JSON, HTML and a URL on its way into a log comes as `\u0022`, `&amp;quot;` or `%255C%2522`.
//! [`read`] undoes an escape, and if what it yields begins an escape itself, that one too. It reads one character at a
//! time from the bytes as they are, so nothing is copied and positions stay those of the input.

use super::entity;

/// How many escapes may stand inside of each other.
const LEVELS: usize = 5;

/// Returns the character at the start of a text, and how many bytes it takes there; `None` at the end.
pub fn read(text: &[u8]) -> Option<(char, usize)> {
    let (&first, mut rest) = text.split_first()?;
    if !matches!(first, b'\\' | b'&' | b'%') {
        return Some(if first < 0x80 {
            (char::from(first), 1)
        } else {
            decode(text)
        });
    }
    let mut c = char::from(first);
    for _ in 0..LEVELS {
        let Some((meant, length)) = escaped(c, rest) else { break };
        c = meant;
        rest = &rest[length..];
        if !matches!(c, '\\' | '&' | '%') {
            break;
        }
    }
    Some((c, text.len() - rest.len()))
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

/// Reads what stands behind a character that may begin an escape, and returns what the two mean, and the length of the
/// former.
fn escaped(opening: char, rest: &[u8]) -> Option<(char, usize)> {
    match opening {
        '&' => entity::read(rest),
        '%' => {
            let first = entity::number(rest.get(..2)?, 16)?;
            if first.is_ascii() {
                return Some((first, 2));
            }
            // The bytes of one character outside ASCII, each escaped.
            let mut bytes = [0; 4];
            for count in 0..4 {
                let digits = if count == 0 {
                    rest.get(..2)
                } else {
                    rest.get(3 * count..3 * count + 2)
                };
                bytes[count] = u8::try_from(u32::from(entity::number(digits?, 16)?)).ok()?;
                if let Ok(Some(c)) = core::str::from_utf8(&bytes[..=count]).map(|text| text.chars().next()) {
                    return Some((c, 3 * count + 2));
                }
                if rest.get(3 * count + 2) != Some(&b'%') {
                    break;
                }
            }
            Some((char::REPLACEMENT_CHARACTER, 2))
        }
        // Each level of JSON in JSON doubles the backslashes.
        _ => {
            let run = rest.iter().take(64).take_while(|byte| **byte == b'\\').count();
            let digits = |count: usize| entity::number(rest.get(run + 1..run + 1 + count)?, 16);
            match rest.get(run)? {
                b'n' | b'r' => Some(('\n', run + 1)),
                b't' => Some(('\t', run + 1)),
                b'u' => Some((digits(4)?, run + 5)),
                b'x' => Some((digits(2)?, run + 3)),
                quote @ (b'"' | b'\'' | b'/') => Some((char::from(*quote), run + 1)),
                _ if run > 0 => Some(('\\', run)),
                _ => None,
            }
        }
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

/// Whether a character takes no room.
pub fn is_invisible(c: char) -> bool {
    matches!(c, '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}' | '\u{ad}')
}

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
            (r"\u0026quot;x", '"'),
            ("%22x", '"'),
            ("%2522x", '"'),
            ("%252522x", '"'),
            ("%5Cu0022x", '"'),
            ("%26quot;x", '"'),
            (r"\u003cx", '<'),
            ("&lt;x", '<'),
            ("%3Cx", '<'),
            (r"\nx", '\n'),
            ("éx", 'é'),
        ] {
            let (read, length) = read(raw.as_bytes()).unwrap();
            assert_eq!((read, &raw[length..]), (c, "x"), "{raw}");
        }
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
