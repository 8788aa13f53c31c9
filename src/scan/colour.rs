//! A terminal's colours in a text: `ESC[31m`, and what is left of one where the escape character was lost, `[31m`, or is
//! written as a pager, a log or a font shows it, `^[[31m`, `#033[31m`, `␛[31m`.

use super::text;

/// What stands for an escape character that was no text to somebody, and how a font shows one.
pub const LOST: char = char::REPLACEMENT_CHARACTER;
pub const SHOWN: char = '\u{241b}';

/// The escape character as syslog writes it.
const SYSLOG_ESCAPE: &[u8] = b"#033";

/// How many characters of parameters a colour sequence has at most.
const PARAMETERS: usize = 16;

/// Whether a text ends in what opens a colour sequence and a part of its parameters: `ESC[1;`, or `[1;` where the escape
/// character was lost on the way and there are `parameters`.
pub fn opens(text: &[u8], mut parameters: bool) -> bool {
    before_parameters(text, &mut parameters).is_some_and(|before| parameters || escape_back(before) > 0)
}

/// Returns what stands before the bracket and the parameters in which a text ends; tells whether there are `parameters`.
fn before_parameters<'a>(mut text: &'a [u8], parameters: &mut bool) -> Option<&'a [u8]> {
    for _ in 0..PARAMETERS {
        let (c, length) = text::read_back(text)?;
        text = &text[..text.len() - length];
        match c {
            '0'..='9' | ';' => *parameters = true,
            '[' => return Some(text),
            _ => break,
        }
    }
    None
}

/// Returns the length of a colour sequence without its escape character: `[31m`.
pub fn bracketed(raw: &[u8]) -> usize {
    let Some(('[', mut at)) = text::read(raw) else {
        return 0;
    };
    for _ in 0..=PARAMETERS {
        let Some((c, length)) = text::read(&raw[at..]) else {
            break;
        };
        at += length;
        match c {
            '0'..='9' | ';' => {}
            'm' => return at,
            _ => break,
        }
    }
    0
}

/// Returns the length of a colour sequence at the start of a text.
#[inline]
pub fn at_start(raw: &[u8]) -> usize {
    if may_begin(raw) { begun(raw) } else { 0 }
}

/// Whether a colour sequence may stand at the start of a text, as far as its first characters tell.
#[inline]
pub fn may_begin(raw: &[u8]) -> bool {
    match *raw {
        // Nearly every bracket is another one.
        [b'[', next, ..] => next.is_ascii_digit() || next == b';' || text::opens(next),
        [first, ..] => matches!(first, b'\x1b' | b'^' | b'#') || !first.is_ascii() || text::opens(first),
        [] => false,
    }
}

fn begun(raw: &[u8]) -> usize {
    let escape = match text::read(raw) {
        Some(('\u{1b}' | LOST | SHOWN, length)) => length,
        Some(('^', 1)) => usize::from(raw.get(1) == Some(&b'[')) * 2,
        Some(('#', 1)) => usize::from(raw.starts_with(SYSLOG_ESCAPE)) * SYSLOG_ESCAPE.len(),
        _ => 0,
    };
    match bracketed(&raw[escape..]) {
        // Brackets around an `m` are nobody's colour.
        length if length <= 2 * usize::from(escape == 0) => 0,
        length => escape + length,
    }
}

/// Returns the length of a colour sequence at the end of a text; one without parameters ends a line of git's: `[m`.
pub fn at_end(text: &[u8]) -> usize {
    let opened = text
        .strip_suffix(b"m")
        .and_then(|text| before_parameters(text, &mut false));
    let Some(before) = opened else { return 0 };
    let escape = match escape_back(before) {
        0 if before.ends_with(b"^[") => 2,
        escape => escape,
    };
    text.len() - before.len() + escape
}

/// Returns the length of the escape character in which a text ends, if it ends in one: as it is, lost, or shown.
fn escape_back(text: &[u8]) -> usize {
    match text::read_back(text) {
        Some(('\u{1b}' | LOST | SHOWN, length)) => length,
        _ if text.ends_with(SYSLOG_ESCAPE) => SYSLOG_ESCAPE.len(),
        _ => 0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    proptest::proptest! {
        #[test]
        fn what_is_ruled_out_is_no_colour(raw in r"(\x1b|\\e|\\u001b|%1b|\^|#033|\u{241b}|\u{fffd}|x)?(\[|%5B|\\u005b|m)?[0-9;m]{0,4}m?") {
            proptest::prop_assert_eq!(at_start(raw.as_bytes()), begun(raw.as_bytes()));
        }
    }
}
