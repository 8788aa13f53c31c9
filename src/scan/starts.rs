//! Where in a text a message can begin: at words, and at characters outside ASCII, that are the first of a pattern.
//!
//! Most of a text is refused here, by a set of first words, before any pattern is looked at.

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
        let escaped = word::may_escape(self.raw, run);
        if let Some(start) = escaped.then(|| self.escaped(run - 1)).flatten() {
            return Some(start);
        }
        let left = (!(self.words >> bit)).trailing_zeros() as usize;
        let mut end = run + left;
        if bit + left >= BLOCK {
            end = word::end(self.raw, end);
        }
        let at = match escaped {
            true => run + word::escape(self.raw, run, end),
            false => run,
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

/// Returns the head of a text, see [`Head::of`]: what a pattern's head must agree with where it begins here.
#[inline]
pub fn head(text: &[u8]) -> Head {
    let lanes = block::first(text);
    let brackets = lanes.within(b'(', 2).or(lanes.equal(b'[')).or(lanes.equal(b']'));
    let plain = block::word(lanes).or(brackets).or(lanes.within(b',', 4)).bits();
    let blanks = lanes.equal(b' ').bits();
    match text.first_chunk() {
        Some(eight) if (plain | (blanks & plain >> 1)).trailing_ones() >= 8 => Head {
            bytes: u64::from_le_bytes(*eight) | 0x2020_2020_2020_2020,
            length: 8,
        },
        _ => broken_head(text),
    }
}

/// Returns the head of a text in which something else stands among the first eight bytes.
///
/// White space in a row is one blank, and a plus may be one too. What no pattern's head has there ends it, so that no longer
/// one agrees; what may stand for anything, an escape or a character outside ASCII, leaves it open.
fn broken_head(text: &[u8]) -> Head {
    let (mut bytes, mut length, mut at) = ([0; 8], 0, 0);
    while length < bytes.len() {
        let byte = text.get(at).copied();
        let (own, width) = match byte {
            Some(byte) if !byte.is_ascii() || text::opens(byte) => break,
            Some(b'+') => (b' ', 1),
            Some(byte) if is_white(&byte) => {
                let run = text[at..].iter().take(RUN).take_while(|byte| is_white(byte)).count();
                if run == RUN {
                    break;
                }
                (b' ', run)
            }
            Some(byte) if Head::of(&[byte]).length == 1 => (byte | 0x20, 1),
            _ => (NOTHING, 0),
        };
        bytes[length] = own;
        (length, at) = (length + 1, at + width);
        if own == NOTHING {
            break;
        }
    }
    Head {
        bytes: u64::from_le_bytes(bytes),
        length: length as u8,
    }
}

/// What no pattern's head has.
const NOTHING: u8 = 0xff;

/// A longer run of white space leaves a head open.
const RUN: usize = 64;

fn is_white(byte: &u8) -> bool {
    byte.is_ascii() && char::from(*byte).is_whitespace()
}
