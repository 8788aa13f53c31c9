//! Message patterns against raw text: escapes undone, typography and case levelled, one character at a time.
//!
//! The pattern was normalised by the catalog compiler (`compiler/pattern.rs`), the text is read through [`Chars`], so
//! that `d\u0027obtenir`, `d&#39;obtenir` and `d’obtenir` are one text and nothing is copied. A pattern is tried only
//! where a word begins that is the pattern's first.

use core::time::Duration;

use super::block::{self, BLOCK, Bits, LANES, mask};
use super::lanes::Lanes;
use super::text;
use super::word::{self, is_word};
use crate::entry::Pattern;
use crate::hash::{self, Head};

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

/// A place in a text where a pattern can begin.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Start {
    pub at: usize,
    /// The word or character there, as `Pattern::prefix` holds it.
    pub prefix: u32,
    /// The first letter of the next word, or whatever stands in its place; 0 if it is not plain to see.
    second: u8,
}

impl Start {
    /// Whether a pattern may begin here.
    #[inline]
    pub fn may_begin(&self, pattern: &Pattern) -> bool {
        pattern.prefix == self.prefix && (pattern.second == self.second || pattern.second == 0 || self.second == 0)
    }
}

/// Iterates over the places where a pattern of a set can begin: words, and characters outside ASCII.
///
/// It goes by blocks of 64 bytes; the set of first words keeps nearly all places from costing more than a few
/// instructions.
pub struct Starts<'a> {
    raw: &'a [u8],
    prefixes: &'a [u64],
    block: usize,
    words: u64,
    starts: Bits,
    open: bool,
    next: usize,
}

impl<'a> Starts<'a> {
    /// `prefixes` is a set of bits, see `hash::prefix_bit`.
    pub fn new(raw: &'a [u8], prefixes: &'a [u64]) -> Self {
        Starts {
            raw,
            prefixes,
            block: 0,
            words: 0,
            starts: Bits(0),
            open: false,
            next: 0,
        }
    }

    fn contains(&self, prefix: u32) -> bool {
        let bit = hash::prefix_bit(prefix, self.prefixes.len() * 64);
        self.prefixes[bit / 64] >> (bit % 64) & 1 == 1
    }

    /// Returns what stands behind a word and the blank after it, or behind the word if no blank does; 0 where escapes or
    /// other blanks leave it open.
    #[inline]
    fn second(&self, end: usize) -> u8 {
        // A plus may stand for a blank.
        let plain = |byte: &u8| byte.is_ascii_graphic() && !text::opens(*byte) && *byte != b'+';
        let next = match self.raw.get(end) {
            Some(b' ') => self.raw.get(end + 1),
            next => next,
        };
        next.filter(|byte| plain(byte)).map_or(0, u8::to_ascii_lowercase)
    }

    /// Looks at an escape: whether it stands for a letter outside ASCII that a message begins with.
    fn escaped(&self, at: usize) -> Option<Start> {
        let (c, _) = text::read(&self.raw[at..]).filter(|(c, _)| !c.is_ascii() && c.is_alphabetic())?;
        let prefix = fold(c.encode_utf8(&mut [0; 4]).as_bytes());
        self.contains(prefix).then_some(Start { at, prefix, second: 0 })
    }

    /// Looks at the run or the character that begins at a bit of the block.
    #[inline]
    fn start(&self, bit: usize) -> Option<Start> {
        let run = self.block + bit;
        if self.raw[run] >= 0x80 {
            // UTF-8 lead bytes; a stray continuation byte begins nothing.
            let length = match self.raw[run] {
                0xc2..=0xdf => 2,
                0xe0..=0xef => 3,
                _ => 4,
            };
            let prefix = fold(&self.raw[run..self.raw.len().min(run + length)]);
            return self.contains(prefix).then_some(Start {
                at: run,
                prefix,
                second: 0,
            });
        }
        if word::may_escape(self.raw, run) {
            if let Some(start) = self.escaped(run - 1) {
                return Some(start);
            }
        }
        let left = (!(self.words >> bit)).trailing_zeros() as usize;
        let mut end = run + left;
        if bit + left >= BLOCK {
            end = word::end(self.raw, end);
        }
        let at = if word::may_escape(self.raw, run) {
            run + word::escape(self.raw, run, end)
        } else {
            run
        };
        // Underscores before a word may be Markdown's emphasis; no message begins with one.
        let at = at + self.raw[at..end].iter().take_while(|byte| **byte == b'_').count();
        let prefix = fold(&self.raw[at..end]);
        if at == end || !self.contains(prefix) {
            return None;
        }
        Some(Start {
            at,
            prefix,
            second: self.second(end),
        })
    }
}

impl Iterator for Starts<'_> {
    type Item = Start;

    #[inline(never)]
    fn next(&mut self) -> Option<Start> {
        loop {
            while let Some(bit) = self.starts.next() {
                if let Some(start) = self.start(bit) {
                    return Some(start);
                }
            }
            if self.next >= self.raw.len() {
                return None;
            }
            let [words, foreign] = block::masks(self.raw, self.next, |block| {
                let foreign = |lanes: Lanes| lanes.within(0xc2, 0xff - 0xc1);
                [mask(block, block::word), mask(block, foreign)]
            });
            self.words = words;
            self.starts = Bits(words & !(words << 1 | u64::from(self.open)) | foreign);
            self.open = words >> (BLOCK - 1) == 1;
            self.block = self.next;
            self.next += BLOCK;
        }
    }
}

/// A word as `Pattern::prefix` holds it: the first four bytes, without case, the rest zero.
fn fold(word: &[u8]) -> u32 {
    let mut bytes = [0_u8; 4];
    for (to, from) in bytes.iter_mut().zip(word) {
        *to = from | 0x20;
    }
    u32::from_le_bytes(bytes)
}

/// Returns the head of a text, see [`Head::of`].
#[inline]
pub fn head(text: &[u8]) -> Head {
    let lanes = block::first(text);
    let brackets = lanes.within(b'(', 2).or(lanes.equal(b'[')).or(lanes.equal(b']'));
    let plain = block::word(lanes).or(brackets).or(lanes.within(b',', 4)).bits();
    let blanks = lanes.equal(b' ').bits();
    let length = (plain | (blanks & plain >> 1)).trailing_ones().min(8);
    let bytes = text.first_chunk().map_or_else(
        || Head::of(text).bytes,
        |eight| u64::from_le_bytes(*eight) | 0x2020_2020_2020_2020,
    );
    Head {
        bytes,
        length: length as u8,
    }
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
    if ends_in_word && raw.get(text.at).copied().is_some_and(is_word) {
        return None;
    }
    Some(Match {
        start,
        end: text.at,
        delay,
    })
}

/// Finds the piece behind a `*`: on the same line, within reach. Goes behind it and returns what is left of the pattern.
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
            '\u{1}'..='\u{4}' => c.is_ascii_digit(),
            _ => c == first,
        };
        if begins {
            let mut behind = *text;
            if let Some(rest) = literal(piece, &mut behind, delay) {
                *text = behind;
                return Some(rest);
            }
        }
        if c == '\n' {
            return None;
        }
        if blank {
            ahead.skip_space();
        }
        *text = ahead;
    }
    None
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
            '\u{1}'..='\u{4}' => hint = Some(number(expected, text)?),
            _ if text.next()? != expected => return None,
            _ => {}
        }
    }
    *delay = hint.or(*delay);
    Some(piece)
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
        '\u{1}' => Duration::from_millis(value),
        '\u{2}' => Duration::from_secs(value),
        '\u{3}' => Duration::from_secs(value.saturating_mul(60)),
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
        let mut skipped = false;
        for _ in 0..REACH {
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
            return Some(match c {
                '\n' | '\r' => '\n',
                '`' => '\'',
                c if c.is_ascii() && !c.is_whitespace() => c.to_ascii_lowercase(),
                '\u{2018}'..='\u{201b}' | '\u{b4}' => '\'',
                '\u{201c}'..='\u{201f}' | '\u{ab}' | '\u{bb}' => '"',
                '\u{ff1a}' => ':',
                c if text::is_invisible(c) => continue,
                c if c.is_whitespace() => ' ',
                c => c.to_lowercase().next().unwrap_or(c),
            });
        }
    }
}
