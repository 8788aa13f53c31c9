//! Words: the runs of letters, digits and underscores in raw bytes, with escapes taken for what they stand for.
//!
//! In `\nINVALID_FIELD`, `\u0022INVALID_FIELD`, `%22INVALID_FIELD` and `ESC[31mINVALID_FIELD` the letters before the
//! code belong to an escape. Bytes outside ASCII separate words, so that a zero-width space, a full-width colon or a
//! quote in the wrong encoding glued to a code does no harm.

use super::block;
use super::colour;
use super::lanes::Lanes;
use super::text;

/// A run of ASCII letters, digits and underscores.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Word {
    pub start: usize,
    pub end: usize,
    /// Whether an escape stands directly before it: what that stands for separates words.
    pub escaped: bool,
}

impl Word {
    /// Returns what stands before it in an input, its text, and what stands behind it.
    #[inline]
    pub fn around<'a>(&self, raw: &'a [u8]) -> (&'a [u8], &'a [u8], &'a [u8]) {
        (&raw[..self.start], &raw[self.start..self.end], &raw[self.end..])
    }
}

/// Whether a byte belongs to a word.
#[inline]
pub fn is_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_'
}

/// Whether a capital stands behind a small letter in a word: `itemNotFound`.
pub fn is_humped(word: &[u8]) -> bool {
    word.windows(2)
        .any(|pair| pair[0].is_ascii_lowercase() && pair[1].is_ascii_uppercase())
}

/// Whether a word has an underscore, a digit or a hump.
pub fn is_identifier(word: &[u8]) -> bool {
    let mut before = b'_';
    word.iter().any(|&byte| {
        let hump = before.is_ascii_lowercase() && byte.is_ascii_uppercase();
        before = byte;
        hump || byte.is_ascii_digit() || byte == b'_'
    })
}

/// Whether a word is spelt as constants are: `SOME_NAME`.
pub fn is_constant(word: &[u8]) -> bool {
    let spelt = |byte: &u8| byte.is_ascii_uppercase() || byte.is_ascii_digit() || *byte == b'_';
    word.contains(&b'_') && word.iter().all(spelt)
}

/// Returns the letters of a word that is letters and then digits, as its whole family has them: `AADSTS` of `AADSTS50076`.
pub fn family(word: &[u8]) -> Option<&[u8]> {
    let letters = word.iter().take_while(|byte| byte.is_ascii_alphabetic()).count();
    let (family, number) = word.split_at(letters);
    (!number.is_empty() && number.iter().all(u8::is_ascii_digit)).then_some(family)
}

/// Splits a text behind the word with which it begins: `errors` and `.New(` of `errors.New(`. Without one it is empty.
pub fn split_first(text: &[u8]) -> (&[u8], &[u8]) {
    text.split_at(end(text, 0))
}

/// Splits a text before the word in which it ends: `errors.` and `New` of `errors.New`. Without one it is empty.
pub fn split_last(text: &[u8]) -> (&[u8], &[u8]) {
    let other = text.iter().rposition(|byte| !is_word(*byte));
    text.split_at(other.map_or(0, |at| at + 1))
}

/// Splits a text behind the words and dots with which it begins: `errors.New` and `(` of `errors.New(`.
pub fn split_path(text: &[u8]) -> (&[u8], &[u8]) {
    let other = text.iter().position(|byte| !is_word(*byte) && *byte != b'.');
    text.split_at(other.unwrap_or(text.len()))
}

/// Returns with which bytes the words or phrases of some lists begin.
pub const fn firsts(lists: &[&[&str]]) -> [bool; 256] {
    let mut firsts = [false; 256];
    let mut list = 0;
    while list < lists.len() {
        let mut phrase = 0;
        while phrase < lists[list].len() {
            firsts[lists[list][phrase].as_bytes()[0] as usize] = true;
            phrase += 1;
        }
        list += 1;
    }
    firsts
}

/// Whether a text begins with one of some words or phrases.
#[inline]
pub fn begins_with_any(text: &[u8], phrases: &[&str]) -> bool {
    let mut phrases = phrases.iter().map(|phrase| phrase.as_bytes());
    // The first byte tells nearly all apart.
    phrases.any(|phrase| phrase.first() == text.first() && text.starts_with(phrase))
}

/// Whether a text ends in one of some words or phrases.
#[inline]
pub fn ends_with_any(text: &[u8], phrases: &[&str]) -> bool {
    let mut phrases = phrases.iter().map(|phrase| phrase.as_bytes());
    phrases.any(|phrase| phrase.last() == text.last() && text.ends_with(phrase))
}

/// Whether a word is one of some others, in any case.
pub fn is_any_of(word: &[u8], others: &[&str]) -> bool {
    others.iter().any(|other| word.eq_ignore_ascii_case(other.as_bytes()))
}

/// Returns where the word ends that begins, or goes on, at a position.
#[inline]
pub fn end(raw: &[u8], start: usize) -> usize {
    let mut end = start;
    while let Some(bytes) = raw.get(end..).and_then(<[u8]>::first_chunk) {
        let length = (!block::word(Lanes::new(bytes)).bits()).trailing_zeros() as usize;
        end += length;
        if length < 16 {
            return end;
        }
    }
    end + raw
        .get(end..)
        .unwrap_or_default()
        .iter()
        .take_while(|byte| is_word(**byte))
        .count()
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
        opens[b'=' as usize] = true;
        opens
    };
    raw.get(start.wrapping_sub(1))
        .is_some_and(|before| OPENS[usize::from(*before)])
}

/// Returns how many bytes at the start of a run belong to an escape that begins before it.
pub fn escape(raw: &[u8], start: usize, end: usize) -> usize {
    let escape = match start.checked_sub(1).map(|before| raw[before]) {
        // One that goes on behind the run ends behind it.
        Some(b'\\' | b'%') => match text::read(&raw[start - 1..end]) {
            Some(('[' | ';', length)) => length - 1,
            // An escaped letter belongs to the word, though nobody escapes one.
            Some((c, length)) if !c.is_alphanumeric() => return length - 1,
            _ => return 0,
        },
        Some(b'[' | b';') => 0,
        // The equals sign of a mail in quoted-printable: `error=3DX`.
        Some(b'=') => return if raw[start..end].starts_with(b"3D") { 2 } else { 0 },
        _ => return 0,
    };
    // The end of an ANSI colour sequence, such as the `31m` of `ESC[1;31m`.
    let run = &raw[start + escape..end];
    let digits = run.iter().take_while(|byte| byte.is_ascii_digit()).count();
    if run.get(digits) == Some(&b'm') && colour::opens(&raw[..start + escape], digits > 0) {
        escape + digits + 1
    } else {
        escape
    }
}

/// Whether a word is the name of a type, as programs annotate variables.
pub fn is_type(word: &[u8]) -> bool {
    let types = [
        "any", "bool", "boolean", "float", "int", "integer", "number", "object", "str", "string",
    ];
    types.iter().any(|name| word == name.as_bytes())
}

/// Whether a word is no part of a constant whose line was broken at an underscore, `REQUEST_` above `LIMIT_EXCEEDED`.
/// What begins and ends with one is in italics.
pub fn is_whole(raw: &[u8], start: usize, end: usize) -> bool {
    let (before, after) = (&raw[..start], &raw[end..]);
    let constant = |part: &[u8]| !part.iter().any(u8::is_ascii_lowercase);
    let above = before
        .strip_suffix(b"\n")
        .map(|above| above.strip_suffix(b"\r").unwrap_or(above));
    let head = above.map_or(&b""[..], |above| split_last(above).1);
    let below = after.strip_prefix(b"\r").unwrap_or(after).strip_prefix(b"\n");
    let tail = below.map_or(&b""[..], |below| split_first(below).0);
    let begins = |part: &[u8]| part.first() == Some(&b'_');
    let ends = |part: &[u8]| part.last() == Some(&b'_');
    let broken = (ends(head) && !begins(head) && constant(head)) || (begins(tail) && !ends(tail) && constant(tail));
    !broken
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_constant_may_be_broken_at_an_underscore() {
        for (text, expected) in [
            ("REQUEST_\nLIMIT_EXCEEDED: x", false),
            ("Error: REQUEST_\r\nLIMIT_EXCEEDED", false),
            ("LIMIT_EXCEEDED\n_FOR_ORG", false),
            ("_ERROR_\nLIMIT_EXCEEDED", true),
            ("the end_\nLIMIT_EXCEEDED", true),
            ("LIMIT_EXCEEDED\n_MESSAGE_", true),
            ("LIMIT_EXCEEDED\n_what_happened", true),
            ("A\nLIMIT_EXCEEDED\nB", true),
        ] {
            let start = text.find("LIMIT").unwrap();
            let whole = is_whole(text.as_bytes(), start, start + "LIMIT_EXCEEDED".len());
            assert_eq!(whole, expected, "{text}");
        }
    }

    #[test]
    fn a_word_is_split_off_at_either_end() {
        for (text, first, last) in [
            ("", "", ""),
            ("itemNotFound", "itemNotFound", "itemNotFound"),
            ("errors.New_2", "errors", "New_2"),
            ("(a)", "", ""),
            (
                " a very_long_word_of_more_than_sixteen",
                "",
                "very_long_word_of_more_than_sixteen",
            ),
            ("über é", "", ""),
        ] {
            let (word, behind) = split_first(text.as_bytes());
            let (before, ending) = split_last(text.as_bytes());
            assert_eq!((word, ending), (first.as_bytes(), last.as_bytes()), "{text}");
            assert_eq!(
                (behind.len(), before.len()),
                (text.len() - first.len(), text.len() - last.len())
            );
        }
    }

    #[test]
    fn a_path_is_words_and_dots() {
        assert_eq!(split_path(b"errors.New(a.b)"), (&b"errors.New"[..], &b"(a.b)"[..]));
        assert_eq!(split_path(b"->next"), (&b""[..], &b"->next"[..]));
    }

    #[test]
    fn what_belongs_to_an_escape_is_no_part_of_a_word() {
        for escape in [
            r"\n",
            r"\\n",
            r"\u0022",
            r"\\u0022",
            "%22",
            "%2522",
            "%5Cn",
            "%255Cu0022",
            "&quot%3B",
            "\u{1b}[31m",
            "\u{1b}[1;31m",
            r"\u001b[1;31m",
            r"\x1b[m",
            r"\033[1;31m",
            r"\e[0;1m",
            "%1B%5B31m",
            "%1B%5B1%3B31m",
            "%255Cu001b%255B1%253B31m",
            "[31m",
            "✖ [1;31m",
            "^[[31m",
            "#033[31m",
            "[1m[31m",
        ] {
            let raw = format!("{escape}X_1");
            let start = split_last(raw.as_bytes()).0.len();
            assert!(may_escape(raw.as_bytes(), start), "{raw}");
            let word = start + super::escape(raw.as_bytes(), start, raw.len());
            assert_eq!(&raw[word..], "X_1", "{raw}");
        }
    }

    #[test]
    fn what_looks_like_an_escape_only_stays() {
        for raw in ["100%X_1", r"C:\X_1", "&X_1", "a;31mX_1"] {
            let start = split_last(raw.as_bytes()).0.len();
            let word = start + escape(raw.as_bytes(), start, raw.len());
            assert!(raw[word..].ends_with("X_1") && !raw[..word].ends_with('m'), "{raw}");
        }
    }
}
