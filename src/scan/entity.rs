//! HTML entities: error texts come through pages, mails and trackers that escape them.

use super::text;

/// Longer ones than the `x10FFFF` of `&#x10FFFF;` are none.
const LONGEST: usize = 8;

/// Reads the entity whose `&` stands before a text, and returns what it stands for and the rest of its length.
///
/// Its number sign and its semicolon may be escaped themselves, so many levels deep: `%26%2339%3B`.
pub fn read(text: &[u8], levels: usize) -> Option<(char, usize)> {
    let sign = text::read_part(b'#', text, levels);
    let start = sign.unwrap_or(0);
    let length = text[start..]
        .iter()
        .take(LONGEST)
        .take_while(|byte| byte.is_ascii_alphanumeric())
        .count();
    if length == 0 {
        return None;
    }
    let end = start + length;
    let c = match (sign, &text[start..end]) {
        (Some(_), [b'x' | b'X', digits @ ..]) => number(digits, 16)?,
        (Some(_), digits) => number(digits, 10)?,
        (None, name) => named(name)?,
    };
    Some((c, end + text::read_part(b';', &text[end..], levels)?))
}

/// The named ones that error texts in the catalog's languages come with.
fn named(name: &[u8]) -> Option<char> {
    Some(match name {
        b"amp" => '&',
        b"apos" => '\'',
        b"gt" => '>',
        b"lt" => '<',
        b"nbsp" => ' ',
        b"quot" => '"',
        b"lsquo" => '‘',
        b"rsquo" => '’',
        b"sbquo" => '‚',
        b"ldquo" => '“',
        b"rdquo" => '”',
        b"bdquo" => '„',
        b"laquo" => '«',
        b"raquo" => '»',
        b"ndash" => '–',
        b"mdash" => '—',
        b"hellip" => '…',
        b"agrave" => 'à',
        b"acirc" => 'â',
        b"ccedil" => 'ç',
        b"egrave" => 'è',
        b"eacute" => 'é',
        b"ecirc" => 'ê',
        b"euml" => 'ë',
        b"icirc" => 'î',
        b"iuml" => 'ï',
        b"ocirc" => 'ô',
        b"ugrave" => 'ù',
        b"ucirc" => 'û',
        b"Agrave" => 'À',
        b"Ccedil" => 'Ç',
        b"Egrave" => 'È',
        b"Eacute" => 'É',
        b"Ecirc" => 'Ê',
        b"auml" => 'ä',
        b"ouml" => 'ö',
        b"uuml" => 'ü',
        b"Auml" => 'Ä',
        b"Ouml" => 'Ö',
        b"Uuml" => 'Ü',
        b"szlig" => 'ß',
        b"aacute" => 'á',
        b"iacute" => 'í',
        b"oacute" => 'ó',
        b"uacute" => 'ú',
        b"ntilde" => 'ñ',
        b"iquest" => '¿',
        b"iexcl" => '¡',
        b"atilde" => 'ã',
        b"otilde" => 'õ',
        _ => return None,
    })
}

/// Reads a character's number; no digits at all are no number.
pub fn number(digits: &[u8], radix: u32) -> Option<char> {
    let value = digits.iter().try_fold(0_u32, |value, digit| {
        value
            .checked_mul(radix)?
            .checked_add(char::from(*digit).to_digit(radix)?)
    })?;
    if digits.is_empty() { None } else { char::from_u32(value) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_names_and_numbers() {
        assert_eq!(read(b"quot;code", 1), Some(('"', 5)));
        assert_eq!(read(b"eacute;", 1), Some(('é', 7)));
        assert_eq!(read(b"#39;", 1), Some(('\'', 4)));
        assert_eq!(read(b"#x200B;X", 1), Some(('\u{200b}', 7)));
        assert_eq!(read(b"quot%3Bcode", 1), Some(('"', 7)));
        assert_eq!(read(b"%2523x27%253Bcode", 2), Some(('\'', 13)));
        for none in [
            &b""[..],
            b"quot",
            b"nosuch;",
            b"#;",
            b"#x;",
            b"#xd800;",
            b"#99999999;",
            b"b c; d",
        ] {
            assert_eq!(read(none, 1), None, "{}", String::from_utf8_lossy(none));
        }
    }
}
