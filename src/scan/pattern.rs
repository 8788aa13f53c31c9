//! Message patterns against raw text: escapes undone, typography and case levelled, one character at a time.
//!
//! The pattern was normalised by the catalog compiler (`compiler/pattern.rs`), the text is read through [`Chars`], so
//! that `d\u0027obtenir`, `d&#39;obtenir` and `d’obtenir` are one text and nothing is copied. A pattern is tried only
//! where a word begins that is the pattern's first, see [`super::starts`].

use core::time::Duration;

use super::block::{self, LANES};
use super::colour;
use super::text;
use super::word::is_word;
use crate::entry::Pattern;
use crate::format::normal::{self, END, HOURS, MILLISECONDS, MINUTES, SECONDS};

/// How far a `*` reaches, in characters; together with the catalog's fixed patterns it keeps the time linear.
const REACH: usize = 256;

/// A message found in a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Match {
    pub start: usize,
    pub end: usize,
    /// The delay that the message names, if the pattern has a placeholder for it.
    pub delay: Option<Duration>,
}

/// Matches a pattern at a position of the text.
pub fn match_at(pattern: &Pattern, raw: &[u8], start: usize) -> Option<Match> {
    let mut delay = None;
    let mut text = Chars::new(raw, start);
    let mut rest = literal(pattern.text, &mut text, &mut delay)?;
    while let Some(piece) = rest.strip_prefix('*') {
        rest = find(piece, &mut text, &mut delay)?;
    }
    let ends_in_word = pattern.text.bytes().last().is_some_and(is_word);
    // An underscore may close a text in italics.
    let behind = &raw[text.at.min(raw.len())..];
    let behind = behind.strip_prefix(b"_").unwrap_or(behind);
    if ends_in_word && behind.first().copied().is_some_and(is_word) {
        return None;
    }
    Some(Match {
        start,
        end: text.at,
        delay,
    })
}

/// Returns the character with which a match at a position of the text begins.
#[cfg(test)]
pub fn first(raw: &[u8], start: usize) -> Option<char> {
    Chars::new(raw, start).next()
}

/// Finds the piece behind a `*`: on the same line or in an object's next member, within reach. Goes behind it and returns
/// what is left of the pattern.
///
/// The piece is tried only where its first character stands, and once for a run of white space.
fn find<'p>(piece: &'p str, text: &mut Chars<'_>, delay: &mut Option<Duration>) -> Option<&'p str> {
    let Some(first) = piece.chars().next() else {
        return Some(piece);
    };
    let wanted = Wanted::of(piece);
    let mut left = REACH;
    while left > 0 {
        if let Some(wanted) = wanted {
            left = left.saturating_sub(text.skip_others(wanted, left));
        }
        left = left.saturating_sub(1);
        let mut ahead = *text;
        let c = ahead.next()?;
        let blank = c == ' ' || c == '\n';
        let begins = match first {
            ' ' => blank || c == '+',
            ':' => blank || c == ':',
            MILLISECONDS..=HOURS => c.is_ascii_digit(),
            _ => c == first,
        };
        if begins {
            let mut behind = *text;
            if let Some(rest) = literal(piece, &mut behind, delay) {
                *text = behind;
                return Some(rest);
            }
        }
        if blank {
            ahead.skip_space();
            let ends = c == '\n' || text.raw[text.at..ahead.at].contains(&b'\n');
            if ends && !parts_members(&text.raw[..text.at], &text.raw[ahead.at..]) {
                return None;
            }
        }
        *text = ahead;
    }
    None
}

/// Whether the end of a line between two texts parts two members of an object.
fn parts_members(before: &[u8], after: &[u8]) -> bool {
    before.ends_with(b",") && text::read(after).is_some_and(|(c, _)| text::is_quote(c))
}

/// What a piece may begin with, as far as it is plain to see.
#[derive(Clone, Copy)]
struct Wanted {
    first: [u8; 2],
    second: Option<[u8; 2]>,
}

impl Wanted {
    fn of(piece: &str) -> Option<Self> {
        let either = |byte: u8| [byte.to_ascii_lowercase(), byte.to_ascii_uppercase()];
        let wanted = |first, second| Some(Wanted { first, second });
        match *piece.as_bytes() {
            // A plus may stand for the blank.
            [b' ', second, ..] if is_word(second) => wanted([b' ', b'+'], Some(either(second))),
            [b' ', ..] => wanted([b' ', b'+'], None),
            [b':', ..] => wanted([b' ', b':'], None),
            // A backtick is a quote as well, and whatever stands outside ASCII is looked at in any case.
            [b'\'', ..] => wanted([b'\'', b'`'], None),
            [first, ..] if first.is_ascii_graphic() && !text::opens(first) => wanted(either(first), None),
            _ => None,
        }
    }
}

/// Goes behind a piece of a pattern, as far as its next `*` or its end, and returns what is left of it.
fn literal<'p>(mut piece: &'p str, text: &mut Chars<'_>, delay: &mut Option<Duration>) -> Option<&'p str> {
    let mut hint = None;
    loop {
        piece = text.skip_same(piece);
        let expected = match piece.chars().next() {
            None | Some('*') => break,
            Some(expected) => expected,
        };
        let plain = |byte: &u8| byte.is_ascii_alphanumeric();
        if expected.is_ascii_alphanumeric() && text.raw.get(text.at).is_some_and(plain) {
            return None;
        }
        piece = &piece[expected.len_utf8()..];
        match expected {
            // In a redirect's query a plus stands for a space.
            ' ' if text.skip_space() => {}
            ' ' if text.next()? != '+' => return None,
            ' ' => {}
            ':' => {
                text.skip_space();
                if text.next()? != ':' {
                    return None;
                }
                text.skip_space();
            }
            MILLISECONDS..=HOURS => hint = Some(number(expected, text)?),
            END if !ends(*text) => return None,
            END => {}
            _ if text.next()? != expected => return None,
            _ => {}
        }
    }
    *delay = hint.or(*delay);
    Some(piece)
}

/// Whether a message ends here, perhaps in a full stop: with its line, its quotes, its element, its brackets, its cell, or
/// before the next field of an object that is printed without quotes.
fn ends(mut text: Chars<'_>) -> bool {
    let mut next = text.next();
    if matches!(next, Some('.' | '!')) {
        next = text.next();
    }
    // Blanks, and what Markdown puts behind a text: the end of bold or italics, a line break.
    for _ in 0..REACH {
        match next {
            Some(' ' | '*' | '_' | '\\') => next = text.next(),
            _ => break,
        }
    }
    match next {
        None | Some('\n' | '\x1b' | '"' | '\'' | '<' | '|' | ')' | ']' | '}') => true,
        // A colour whose escape character was lost.
        Some('[') => colour::bracketed(&text.raw[text.at - 1..]) > 0,
        Some(',') => {
            let rest = text.raw[text.at..].trim_ascii_start();
            let name = rest.iter().take_while(|byte| is_word(**byte)).count();
            name > 0 && rest.get(name) == Some(&b'=')
        }
        Some(_) => false,
    }
}

/// Reads the number for a placeholder; one that is too large for a duration counts as the largest.
fn number(unit: char, text: &mut Chars<'_>) -> Option<Duration> {
    let mut value: Option<u64> = None;
    for _ in 0..REACH {
        let mut ahead = *text;
        let Some(digit) = ahead.next().and_then(|c| c.to_digit(10)) else {
            break;
        };
        value = Some(value.unwrap_or(0).saturating_mul(10).saturating_add(u64::from(digit)));
        *text = ahead;
    }
    let value = value?;
    Some(match unit {
        MILLISECONDS => Duration::from_millis(value),
        SECONDS => Duration::from_secs(value),
        MINUTES => Duration::from_secs(value.saturating_mul(60)),
        _ => Duration::from_secs(value.saturating_mul(3600)),
    })
}

/// The characters of a text as a reader would see them: unescaped, in lower case, with plain quotes, zero-width ones
/// left out; every kind of white space is a space, except that a line's end stays one.
#[derive(Clone, Copy)]
struct Chars<'a> {
    raw: &'a [u8],
    at: usize,
}

impl<'a> Chars<'a> {
    fn new(raw: &'a [u8], at: usize) -> Self {
        Chars { raw, at }
    }

    fn rest(&self) -> &'a [u8] {
        self.raw.get(self.at..).unwrap_or_default()
    }

    /// Goes as far as the text is the piece letter for letter, but for case, and returns the rest of the piece.
    ///
    /// Nearly all of nearly all matches; what needs more thought is left for [`Iterator::next`].
    #[inline]
    fn skip_same<'p>(&mut self, piece: &'p str) -> &'p str {
        let mut done = 0;
        loop {
            let (rest, expected) = (self.raw.get(self.at..).unwrap_or_default(), &piece.as_bytes()[done..]);
            let (text, own) = (block::first(rest), block::first(expected));
            let small = own.within(b'a', 26).bits();
            let same = text.same(own).bits() | (text.folded().same(own).bits() & small);
            // Escapes, what stands for more than itself in a pattern, and characters outside ASCII.
            let [backslash, ampersand, percent] = text::OPENERS.map(|opener| text.equal(opener));
            let escapes = backslash.or(ampersand).or(percent);
            let special = escapes.or(own.equal(b'*')).bits() | !own.within(b' ', 0x5f).bits();
            let length = (!same | special).trailing_zeros() as usize;
            // Blanks may go on behind the last one, and stand behind a colon.
            let open = length > 0 && matches!(expected[length - 1], b' ' | b':');
            let length = length - usize::from(open);
            self.at += length;
            done += length;
            if length < LANES - 1 {
                return piece.get(done..).unwrap_or_default();
            }
        }
    }

    /// Goes on by at most so many characters, and some more, to where a piece may begin, or to what needs more thought.
    /// Returns how many they were.
    #[inline]
    fn skip_others(&mut self, wanted: Wanted, most: usize) -> usize {
        let start = self.at;
        while self.at - start < most {
            let text = block::first(self.raw.get(self.at..).unwrap_or_default());
            let either = |[one, other]: [u8; 2]| text.equal(one).or(text.equal(other)).bits();
            let begins = match wanted.second {
                None => either(wanted.first),
                // Behind a blank goes on a word of which the first letter is another.
                Some(second) => either(wanted.first) & !((block::word(text).bits() & !either(second)) >> 1),
            };
            let [backslash, ampersand, percent] = text::OPENERS.map(|opener| text.equal(opener));
            let escapes = backslash.or(ampersand).or(percent).bits();
            let length = (begins | escapes | !text.within(b' ', 0x5f).bits()).trailing_zeros() as usize;
            self.at += length.min(LANES);
            if length < LANES {
                break;
            }
        }
        self.at - start
    }

    /// Goes behind any white space and returns whether there was some.
    fn skip_space(&mut self) -> bool {
        // Nearly all of it is as plain as it looks.
        let plain = self.rest().iter().take(REACH).take_while(|byte| **byte == b' ').count();
        self.at += plain;
        let mut skipped = plain > 0;
        for _ in plain..REACH {
            let mut ahead = *self;
            match ahead.next() {
                Some(' ' | '\n') => {
                    skipped = true;
                    *self = ahead;
                }
                _ => break,
            }
        }
        skipped
    }
}

impl Iterator for Chars<'_> {
    type Item = char;

    fn next(&mut self) -> Option<char> {
        loop {
            let (c, length) = text::read(self.raw.get(self.at..)?)?;
            self.at += length;
            match c {
                // A mail is quoted, or broken where a line is full.
                '\n' if self.rest().starts_with(b"> ") => {
                    self.at += 2;
                    return Some('\n');
                }
                '=' if self.rest().starts_with(b"\n") => self.at += 1,
                '=' if self.rest().starts_with(b"\r\n") => self.at += 2,
                '\n' | '\r' => return Some('\n'),
                c => {
                    if let Some(c) = normal::plain(c) {
                        return Some(c);
                    }
                }
            }
        }
    }
}
