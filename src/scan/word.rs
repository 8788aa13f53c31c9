//! Words: the runs of letters, digits and underscores in raw bytes, with escapes taken for what they stand for.
//!
//! In `\nINVALID_FIELD`, `\u0022INVALID_FIELD`, `%22INVALID_FIELD` and `ESC[31mINVALID_FIELD` the letters before the
//! code belong to an escape. Bytes outside ASCII separate words, so that a zero-width space or a full-width colon glued
//! to a code does no harm; a Latin letter with an accent is told apart by [`is_whole`].

use super::text;

/// A run of ASCII letters, digits and underscores.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Word {
    pub start: usize,
    pub end: usize,
    /// Whether an escape stands directly before it: what that stands for separates words.
    pub escaped: bool,
}

/// Whether a byte belongs to a word.
#[inline]
pub fn is_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_'
}

/// Whether an escape may reach into a run that begins here.
#[inline]
pub fn may_escape(raw: &[u8], start: usize) -> bool {
    // Asked of every word: one load is less than four comparisons.
    const OPENS: [bool; 256] = {
        let mut opens = [false; 256];
        opens[b'\\' as usize] = true;
        opens[b'%' as usize] = true;
        opens[b'[' as usize] = true;
        opens[b';' as usize] = true;
        opens
    };
    match start.checked_sub(1).and_then(|before| raw.get(before)) {
        Some(before) => OPENS[usize::from(*before)],
        None => false,
    }
}

/// Returns how many bytes at the start of a run belong to an escape that begins before it.
pub fn escape(raw: &[u8], start: usize, end: usize) -> usize {
    match start.checked_sub(1).map(|before| raw[before]) {
        Some(b'\\' | b'%') => match text::read(&raw[start - 1..]) {
            // An escaped letter belongs to the word, though nobody escapes one.
            Some((c, length)) if !c.is_alphanumeric() && start - 1 + length <= end => {
                let escape = length - 1;
                let run = &raw[start + escape..end];
                let digits = run.iter().take_while(|byte| byte.is_ascii_digit()).count();
                // A colour sequence of which even the bracket is escaped.
                let colour = matches!(c, '[' | ';') && run.get(digits) == Some(&b'm') && is_near_escape(raw, start);
                if colour { escape + digits + 1 } else { escape }
            }
            _ => 0,
        },
        Some(b'[' | b';') => colour(raw, start, end),
        _ => 0,
    }
}

/// Whether an escape character stands, escaped, a little before a position.
fn is_near_escape(raw: &[u8], at: usize) -> bool {
    let near = &raw[at.saturating_sub(24)..at];
    [&b"1b"[..], b"1B", b"033"]
        .iter()
        .any(|escape| near.windows(escape.len()).any(|window| window == *escape))
}

/// Returns the length of a colour sequence without its escape character: `[31m`.
pub fn colour_length(raw: &[u8]) -> usize {
    let Some((b'[', rest)) = raw.split_first() else {
        return 0;
    };
    let parameters = rest
        .iter()
        .take(16)
        .take_while(|byte| byte.is_ascii_digit() || **byte == b';')
        .count();
    if rest.get(parameters) == Some(&b'm') {
        parameters + 2
    } else {
        0
    }
}

/// Returns the length of a run's part that ends an ANSI colour sequence, such as the `31m` of `ESC[1;31m`.
fn colour(raw: &[u8], start: usize, end: usize) -> usize {
    let digits = raw[start..end].iter().take_while(|byte| byte.is_ascii_digit()).count();
    let parameters = raw[..start]
        .iter()
        .rev()
        .take(16)
        .take_while(|byte| byte.is_ascii_digit() || **byte == b';')
        .count();
    let opening = start - parameters;
    // The escape character itself, or as a dump shows it: \x1b \u001b \033 \e
    let escaped = opening >= 2
        && raw[opening - 1] == b'['
        && [&b"\x1b"[..], b"x1b", b"x1B", b"u001b", b"u001B", b"033", b"\\e"]
            .iter()
            .any(|e| raw[..opening - 1].ends_with(e));
    if escaped && raw[start..end].get(digits) == Some(&b'm') {
        digits + 1
    } else {
        0
    }
}

/// Whether no accented Latin letter continues the word on either side.
pub fn is_whole(raw: &[u8], start: usize, end: usize) -> bool {
    // U+00C0 to U+024F: lead bytes C3 to C9.
    let latin = |lead: u8| (0xc3..=0xc9).contains(&lead);
    let before = start >= 2 && raw[start - 1] >= 0x80 && latin(raw[start - 2]);
    let after = raw.get(end).is_some_and(|byte| latin(*byte));
    !before && !after
}
