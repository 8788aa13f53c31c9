//! Where in a text a message can begin: at words, and at characters outside ASCII.
//!
//! Of each such place is told what the messages are found by: the word, and with which letter the next one begins.

use super::block::{self, BLOCK, Bits, mask};
use super::lanes::Lanes;
use super::text;
use super::word;
use crate::entry::Pattern;
use crate::hash::{self, Head};

/// A place in a text where a pattern can begin.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Start {
    pub at: usize,
    /// The word or character there, as `Pattern::prefix` holds it.
    pub prefix: u32,
    /// [`OPEN`], and the first letter or digit of the next word, in lower case; `OPEN` again where it is not plain to see, and
    /// else, if no word follows behind a blank, something that is neither.
    seconds: [u8; 2],
}

/// A pattern has this if no word follows the first behind a blank; in a text anything may follow.
const OPEN: u8 = 0;

/// What is no letter.
const NOTHING: u8 = 0xff;

impl Start {
    /// Whether a pattern may begin here.
    #[inline]
    pub fn may_begin(self, pattern: &Pattern) -> bool {
        pattern.prefix == self.prefix && (self.seconds.contains(&pattern.second) || self.seconds[1] == OPEN)
    }

    /// Whether one of a set of patterns may begin here, see `hash::prefix_bit`.
    #[inline]
    pub fn is_of(self, prefixes: u64) -> bool {
        prefixes >> hash::prefix_bit(self.prefix) & 1 == 1
    }

    /// Returns what the patterns that may begin here have as `Pattern::second`.
    #[inline]
    pub fn seconds(&self) -> &[u8] {
        match self.seconds[1] {
            OPEN => b"\0abcdefghijklmnopqrstuvwxyz0123456789",
            letter if letter.is_ascii_alphanumeric() => &self.seconds,
            _ => &self.seconds[..1],
        }
    }
}

/// Iterates over the places where a pattern can begin: words, and characters outside ASCII.
pub struct Starts<'a> {
    raw: &'a [u8],
    block: usize,
    words: u64,
    starts: Bits,
    open: bool,
    next: usize,
}

impl<'a> Starts<'a> {
    pub fn new(raw: &'a [u8]) -> Self {
        Starts {
            raw,
            block: 0,
            words: 0,
            starts: Bits(0),
            open: false,
            next: 0,
        }
    }

    /// Looks at the run or the character that begins at a bit of the block.
    #[inline]
    fn start(&self, bit: usize) -> Option<Start> {
        let run = self.block + bit;
        if self.raw[run] >= 0x80 {
            let (c, length) = text::read(&self.raw[run..])?;
            return (!text::is_invisible(c)).then(|| self.foreign(run, run + length));
        }
        let escaped = word::may_escape(self.raw, run);
        if let Some(start) = escaped.then(|| self.escaped(run - 1)).flatten() {
            return Some(start);
        }
        let left = (!(self.words >> bit)).trailing_zeros() as usize;
        let mut end = run + left;
        if bit + left >= BLOCK {
            end = word::end(self.raw, end);
        }
        let mut at = run;
        if escaped {
            at += word::escape(self.raw, run, end);
        }
        // Underscores before a word may be Markdown's emphasis; no message begins with one.
        while at < end && self.raw[at] == b'_' {
            at += 1;
        }
        (at < end).then(|| Start {
            at,
            prefix: fold(&self.raw[at..], end - at),
            seconds: [OPEN, self.second(end)],
        })
    }

    /// Looks at a character outside ASCII.
    fn foreign(&self, at: usize, end: usize) -> Start {
        Start {
            at,
            prefix: fold(&self.raw[at..], end - at),
            seconds: [OPEN, self.second(end)],
        }
    }

    /// Looks at an escape: whether it stands for a letter outside ASCII that a message begins with.
    fn escaped(&self, at: usize) -> Option<Start> {
        let (c, length) = text::read(&self.raw[at..]).filter(|(c, _)| !c.is_ascii() && c.is_alphabetic())?;
        let mut bytes = [0; 4];
        let c = c.encode_utf8(&mut bytes).as_bytes();
        Some(Start {
            at,
            prefix: fold(c, c.len()),
            seconds: [OPEN, self.second(at + length)],
        })
    }

    /// Returns the first letter of the word behind one that ends here, see [`Start::seconds`].
    #[inline]
    fn second(&self, end: usize) -> u8 {
        let next = match self.raw.get(end..) {
            Some([b' ', next, ..] | [next, ..]) => *next,
            _ => return NOTHING,
        };
        match next.is_ascii_graphic() && !text::opens(next) && next != b'+' {
            true => next.to_ascii_lowercase(),
            false => self.distant_second(end),
        }
    }

    /// The same where the next word is escaped, or other blanks than one stand before it.
    #[inline(never)]
    fn distant_second(&self, mut at: usize) -> u8 {
        let mut blank = false;
        for _ in 0..RUN {
            let Some((c, length)) = text::read(&self.raw[at..]) else {
                return NOTHING;
            };
            at += length;
            match c {
                // A plus may stand for a blank.
                c if c.is_whitespace() || c == '+' => blank = true,
                c if text::is_invisible(c) => {}
                // What goes on with the word makes it another.
                _ if !blank => return NOTHING,
                // A letter outside ASCII may be the capital of one inside: the sign for Kelvin.
                c => {
                    return c
                        .to_lowercase()
                        .next()
                        .and_then(|c| u8::try_from(c).ok())
                        .unwrap_or(NOTHING);
                }
            }
        }
        OPEN
    }
}

impl Iterator for Starts<'_> {
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

/// A longer run of white space is not looked through.
const RUN: usize = 64;

/// Returns how many bytes of white space a text begins with, as far as they are counted.
fn white(text: &[u8]) -> usize {
    text.iter().take(RUN).take_while(|byte| is_white(byte)).count()
}

fn is_white(byte: &u8) -> bool {
    byte.is_ascii() && char::from(*byte).is_whitespace()
}
