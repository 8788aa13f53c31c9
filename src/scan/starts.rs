//! Where in a text a message can begin: at words, and at characters outside ASCII.
//!
//! Of each such place is told what the messages are found by: the word, and of which group the next one is. Most words of a
//! text are passed over: no message that is looked for begins with them, or goes on so.

use super::block::{self, BLOCK, Bits, mask};
use super::lanes::Lanes;
use super::pattern::{self, Match};
use super::text;
use super::word;
use crate::entry::Pattern;
use crate::format::beginning::{self, Head};
use crate::format::normal;

/// A place in a text where a pattern can begin.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Start {
    pub at: usize,
    /// The word or character there, as `Pattern::prefix` holds it.
    pub prefix: u32,
    /// The groups that the next word may be of, a bit each, see `beginning::group`: all, if it is not plain to see.
    pub seconds: u32,
}

/// A pattern has this group if no word follows the first behind a blank; in a text anything may follow.
const OPEN: u32 = 1;

/// Any second word, or none.
pub const ANY: u32 = u32::MAX;

impl Start {
    /// Whether a pattern may begin here.
    #[inline]
    pub fn may_begin(self, pattern: &Pattern) -> bool {
        pattern.prefix == self.prefix && self.seconds >> pattern.second & 1 == 1
    }
}

/// Finds the first of some patterns in a text.
pub fn find<'p>(wanted: impl Iterator<Item = &'p Pattern> + Clone, text: &[u8]) -> Option<Match> {
    let begins = |prefix| wanted.clone().any(|pattern| pattern.prefix == prefix);
    Starts::new(text, |prefix| if begins(prefix) { ANY } else { 0 }).find_map(|start| {
        let mut here = wanted.clone().filter(|pattern| start.may_begin(pattern));
        here.find_map(|pattern| pattern::match_at(pattern, text, start.at))
    })
}

/// Iterates over the places where a pattern can begin that is looked for: words, and characters outside ASCII.
pub struct Starts<'a, W> {
    raw: &'a [u8],
    block: usize,
    words: u64,
    starts: Bits,
    open: bool,
    next: usize,
    wanted: W,
}

impl<'a, W: Fn(u32) -> u32> Starts<'a, W> {
    /// Of a first word `wanted` returns the groups of the second words behind it, none if no pattern begins so.
    #[inline]
    pub fn new(raw: &'a [u8], wanted: W) -> Self {
        Starts {
            raw,
            block: 0,
            words: 0,
            starts: Bits(0),
            open: false,
            next: 0,
            wanted,
        }
    }

    /// Looks at the run or the character that begins at a bit of the block.
    #[inline]
    fn start(&self, bit: usize) -> Option<Start> {
        let run = self.block + bit;
        if self.raw[run] >= 0x80 {
            let (c, length) = text::read(&self.raw[run..])?;
            if text::is_invisible(c) {
                return None;
            }
            return self.wanted(run, letter(c), run + length);
        }
        let left = (!(self.words >> bit)).trailing_zeros() as usize;
        let mut end = run + left;
        if bit + left >= BLOCK {
            end = word::end(self.raw, end);
        }
        match self.raw[run] == b'_' || word::may_escape(self.raw, run) {
            true => self.unusual(run, end),
            false => self.wanted(run, fold(&self.raw[run..], end - run), end),
        }
    }

    /// Looks at a run that may begin with an escape, or underscores: these may be Markdown's emphasis; no message begins
    /// with one.
    #[inline(never)]
    fn unusual(&self, run: usize, end: usize) -> Option<Start> {
        let mut at = run;
        if word::may_escape(self.raw, run) {
            // An escape may stand for a letter outside ASCII with which a message begins.
            let escaped = text::read(&self.raw[run - 1..]);
            if let Some((c, length)) = escaped.filter(|(c, _)| !c.is_ascii() && c.is_alphanumeric()) {
                return self.wanted(run - 1, letter(c), run - 1 + length);
            }
            at += word::escape(self.raw, run, end);
        }
        at += self.raw[at..end].iter().take_while(|byte| **byte == b'_').count();
        if at == end {
            return None;
        }
        self.wanted(at, fold(&self.raw[at..], end - at), end)
    }

    /// Returns a place if a pattern may begin there with a word that ends somewhere.
    #[inline]
    fn wanted(&self, at: usize, prefix: u32, end: usize) -> Option<Start> {
        let wanted = (self.wanted)(prefix);
        if wanted == 0 {
            return None;
        }
        let seconds = wanted & self.seconds(end);
        (seconds != 0).then_some(Start { at, prefix, seconds })
    }

    /// Returns what may follow a word that ends here, see [`Start::seconds`].
    #[inline]
    fn seconds(&self, end: usize) -> u32 {
        let next = match self.raw.get(end..) {
            Some([b' ', next, ..] | [next, ..]) => *next,
            _ => return OPEN,
        };
        match next.is_ascii_graphic() && !text::opens(next) && next != b'+' {
            true => OPEN | group(next),
            false => self.distant_seconds(end),
        }
    }

    /// The same where the next word is escaped, or other blanks than one stand before it.
    #[inline(never)]
    fn distant_seconds(&self, mut at: usize) -> u32 {
        let mut blank = false;
        for _ in 0..RUN {
            let Some((c, length)) = text::read(&self.raw[at..]) else {
                return OPEN;
            };
            at += length;
            match c {
                // A plus may stand for a blank.
                c if c.is_whitespace() || c == '+' => blank = true,
                c if text::is_invisible(c) => {}
                // What goes on with the word makes it another.
                _ if !blank => return OPEN,
                c => return OPEN | u8::try_from(c).map_or(0, group),
            }
        }
        ANY
    }
}

/// Returns the set of a letter's or digit's group; that of anything else is empty.
#[inline]
fn group(letter: u8) -> u32 {
    u32::from(letter.is_ascii_alphanumeric()) << beginning::group(letter)
}

impl<W: Fn(u32) -> u32> Iterator for Starts<'_, W> {
    type Item = Start;

    #[inline]
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

/// Returns a word of some length at the start of a text as `Pattern::prefix` holds it: the first four bytes, without case,
/// the rest zero.
#[inline]
fn fold(text: &[u8], length: usize) -> u32 {
    let four = match text.first_chunk() {
        Some(four) => u32::from_le_bytes(*four),
        None => text.iter().rev().fold(0, |four, byte| four << 8 | u32::from(*byte)),
    };
    let left = 32 - 8 * length.min(4) as u32;
    (four | 0x2020_2020).checked_shl(left).unwrap_or_default() >> left
}

/// Returns a character outside ASCII as `Pattern::prefix` holds it.
#[inline]
fn letter(c: char) -> u32 {
    let mut bytes = [0; 4];
    // In Latin-1 nothing but the bit that `fold` sets tells a capital from its small letter.
    let small = if c > '\u{ff}' { normal::lower(c) } else { c };
    let c = small.encode_utf8(&mut bytes).as_bytes();
    fold(c, c.len())
}

/// What a text begins with, as far as it can be told from a message's head.
#[derive(Clone, Copy)]
pub struct Opening {
    bytes: Lanes,
    known: u64,
}

impl Opening {
    /// Reads what a text begins with.
    ///
    /// White space in a row is one blank, and a plus may be one too. What no message's head has there ends it, so that no longer
    /// one agrees; what may stand for anything, an escape or a character outside ASCII, leaves it open.
    #[inline]
    pub fn of(text: &[u8]) -> Self {
        let bytes = block::first(text);
        // A colon may have blanks around it, a plus be one, and a backtick is a quote.
        let [backslash, ampersand, percent] = text::OPENERS.map(|opener| bytes.equal(opener));
        let signs = bytes.equal(b':').or(bytes.equal(b'+')).or(bytes.equal(b'`'));
        let special = signs.or(backslash).or(ampersand).or(percent).bits();
        let plain = bytes.within(b'!', 94).bits() & !special;
        let blanks = bytes.equal(b' ').bits();
        let length = (plain | (blanks & plain >> 1)).trailing_ones() as usize;
        match length >= Head::LONGEST - 1 {
            true => Opening::new(bytes.folded(), length),
            false => Opening::broken(text),
        }
    }

    /// The same where something else stands among the first bytes.
    fn broken(text: &[u8]) -> Self {
        let (mut bytes, mut length, mut at) = ([0; Head::LONGEST], 0, 0);
        while length < bytes.len() {
            let byte = text.get(at).copied();
            let (own, width) = match byte {
                Some(byte) if !byte.is_ascii() || text::opens(byte) => break,
                Some(b'+') => (b' ', 1),
                Some(byte) if is_white(&byte) => {
                    let run = white(&text[at..]);
                    if run == RUN {
                        break;
                    }
                    match text.get(at + run) {
                        Some(b':') => (b':', run + 1 + white(&text[at + run + 1..])),
                        _ => (b' ', run),
                    }
                }
                Some(b':') => (b':', 1 + white(&text[at + 1..])),
                Some(b'`') => (b'\'', 1),
                Some(byte) if Head::of(&[byte]).length == 1 => (byte | 0x20, 1),
                _ => (NOTHING, 0),
            };
            bytes[length] = own;
            (length, at) = (length + 1, at + width);
            if own == NOTHING {
                break;
            }
        }
        Opening::new(Lanes::new(&bytes), length)
    }

    #[inline]
    fn new(bytes: Lanes, length: usize) -> Self {
        Opening {
            bytes,
            known: (1 << length) - 1,
        }
    }

    /// Whether a message's head is the same, as far as both go.
    #[inline]
    pub fn agrees(self, head: Head) -> bool {
        let other = !self.bytes.same(Lanes::new(&head.bytes)).bits();
        other & self.known & ((1 << head.length) - 1) == 0
    }
}

/// In an opening's bytes: what no message's head has.
const NOTHING: u8 = 0xff;

/// A longer run of white space is not looked through.
const RUN: usize = 64;

/// Returns how many bytes of white space a text begins with, as far as they are counted.
fn white(text: &[u8]) -> usize {
    text.iter().take(RUN).take_while(|byte| is_white(byte)).count()
}

fn is_white(byte: &u8) -> bool {
    byte.is_ascii() && char::from(*byte).is_whitespace()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pipeline::pattern::normalize;

    /// Whether a message that is written so in a catalog is looked for in a text.
    fn is_tried(message: &str, text: &str) -> bool {
        let pattern = Pattern::new(normalize(message).leak(), true);
        Starts::new(text.as_bytes(), |_| ANY).any(|start| start.may_begin(&pattern))
    }

    /// The only character that another becomes in capitals or in small letters, if there is one, and it becomes the other
    /// again.
    fn pair(c: char, other: impl Iterator<Item = char>, back: fn(char) -> Option<char>) -> Option<char> {
        let mut other = other;
        let (only, more) = (other.next()?, other.next());
        (more.is_none() && !only.is_ascii() && back(only) == Some(c)).then_some(only)
    }

    #[test]
    fn a_message_begins_with_any_letter_outside_ascii_large_or_small() {
        for c in ('\u{80}'..=char::MAX).filter(|c| c.is_alphanumeric()) {
            let small = pair(c, c.to_lowercase(), |c| c.to_uppercase().next());
            let large = pair(c, c.to_uppercase(), |c| c.to_lowercase().next());
            for other in [Some(c), small, large].into_iter().flatten() {
                let mut units = [0; 2];
                let units = other.encode_utf16(&mut units);
                let escaped: String = units.iter().map(|unit| format!("\\u{unit:04x}")).collect();
                let message = format!("{c} rocket");
                assert!(is_tried(&message, &format!("{other} rocket")), "{c} and {other}");
                assert!(
                    units.len() > 1 || is_tried(&message, &format!("{escaped} rocket")),
                    "{c} and {escaped}"
                );
                // In the midst of a word.
                let message = format!("r{c} rocket");
                assert!(is_tried(&message, &format!("r{other} rocket")), "r{c} and r{other}");
            }
        }
    }
}
