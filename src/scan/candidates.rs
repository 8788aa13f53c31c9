//! The words that may be codes or fields' names, found 64 bytes at a time.
//!
//! A mask of the word bytes of a block, one bit a byte, gives every word's end by arithmetic, without a branch for each
//! byte. What then keeps the words of a sentence from costing anything is a table of shapes: no code and no field's
//! name has this first letter, this last one and this length. Of the words that are left, those are worth a look-up
//! that look like one:
//!
//! - *identifiers*: with an underscore, a digit or a hump (`itemNotFound`);
//! - words directly before a *delimiter*: `"conflict"`, `code:`;
//! - the input's *first* word.
//!
//! The same in plain loops stands in the tests, which hold the two equal.

use super::block::{self, BLOCK, mask};
use super::word::{Word, escape, may_escape};
use crate::hash;

/// The shapes of all codes and fields' names, see `hash::shape`.
pub type Shapes = [u64; hash::SHAPES];

/// Iterates over the words of an input that are worth a look-up, from left to right.
#[derive(Clone, Debug)]
pub struct Candidates<'a> {
    raw: &'a [u8],
    shapes: &'a Shapes,
    /// Where the block begins that is being worked off, its word bytes, and where words end in it that are left.
    block: usize,
    words: u64,
    ends: u64,
    /// Where the word begins that reaches into the block from before, or the block.
    entry: usize,
    /// Where the block's last word begins, if it goes on in the next one.
    open: Option<usize>,
    /// Where the next block begins.
    next: usize,
    /// Whether no word has been seen yet.
    first: bool,
    /// Words that begin before this are passed over.
    from: usize,
}

impl<'a> Candidates<'a> {
    /// Begins at the start of an input.
    pub fn new(raw: &'a [u8], shapes: &'a Shapes) -> Self {
        Candidates {
            raw,
            shapes,
            block: 0,
            words: 0,
            ends: 0,
            entry: 0,
            open: None,
            next: 0,
            first: true,
            from: 0,
        }
    }

    /// Passes over what begins before this position.
    pub fn seek(&mut self, at: usize) {
        self.from = at;
    }

    /// Goes on to the next block; one more than the input has, since a word may end where the input ends.
    #[inline]
    fn read(&mut self) -> Option<()> {
        let rest = self.raw.get(self.next..)?;
        self.words = match rest.first_chunk() {
            Some(block) => mask(block, block::is_word),
            None => mask(&block::last(rest), block::is_word),
        };
        self.block = self.next;
        self.next += BLOCK;
        self.ends = (self.words << 1 | u64::from(self.open.is_some())) & !self.words;
        self.entry = self.open.unwrap_or(self.block);
        let reaching = (!self.words).leading_zeros() as usize;
        self.open = match reaching {
            0 => None,
            BLOCK => Some(self.entry),
            _ => Some(self.next - reaching),
        };
        Some(())
    }
}

impl Iterator for Candidates<'_> {
    type Item = Word;

    #[inline]
    fn next(&mut self) -> Option<Word> {
        loop {
            while self.ends == 0 {
                self.read()?;
            }
            let bit = self.ends.trailing_zeros() as usize;
            self.ends &= self.ends - 1;
            let end = self.block + bit;
            let others = !self.words & ((1 << bit) - 1);
            let run = match others {
                0 => self.entry,
                _ => self.block + BLOCK - others.leading_zeros() as usize,
            };
            let first = core::mem::take(&mut self.first);
            let start = if may_escape(self.raw, run) {
                run + escape(self.raw, run, end)
            } else {
                run
            };
            let word = &self.raw[start..end];
            let (place, length) = hash::shape(word);
            if self.shapes[place] & length == 0 || start < self.from || run < self.from {
                continue;
            }
            if first || is_identifier(word) || is_delimiter(self.raw, end) {
                return Some(Word {
                    start,
                    end,
                    escaped: start > run,
                });
            }
        }
    }
}

/// Whether a word has an underscore, a digit or a hump.
fn is_identifier(word: &[u8]) -> bool {
    let mut before = b'_';
    word.iter().any(|&byte| {
        let hump = before.is_ascii_lowercase() && byte.is_ascii_uppercase();
        before = byte;
        hump || byte.is_ascii_digit() || byte == b'_'
    })
}

/// Whether what stands behind a word says that the word may be a field's name or a value, and not one of a sentence.
fn is_delimiter(raw: &[u8], end: usize) -> bool {
    match raw.get(end) {
        // A column of names is filled up with blanks: `Code          : invalidRequest`.
        Some(b' ') => {
            let blanks = raw[end..].iter().take(COLUMN).take_while(|byte| **byte == b' ').count();
            matches!(raw.get(end + blanks), Some(b':' | b'='))
        }
        Some(b'.' | b'-' | b'/') => matches!(raw.get(end + 1), Some(b':' | b'=')),
        _ => true,
    }
}

/// How wide a column of fields' names may be.
const COLUMN: usize = 32;

#[cfg(test)]
mod tests {
    use super::super::word::is_word;
    use super::*;

    // The plain loops.

    /// Iterates over the words of an input.
    #[derive(Clone, Debug)]
    struct Words<'a> {
        raw: &'a [u8],
        at: usize,
    }

    impl<'a> Words<'a> {
        /// Begins at a position, which must not be inside of a word.
        fn from(raw: &'a [u8], at: usize) -> Self {
            Words { raw, at }
        }
    }

    impl Iterator for Words<'_> {
        type Item = Word;

        #[inline]
        fn next(&mut self) -> Option<Word> {
            loop {
                let start = self.at + self.raw.get(self.at..)?.iter().position(|byte| is_word(*byte))?;
                let length = self.raw[start..].iter().position(|byte| !is_word(*byte));
                let end = length.map_or(self.raw.len(), |length| start + length);
                self.at = end;
                let escape = escape(self.raw, start, end);
                if start + escape < end {
                    return Some(Word {
                        start: start + escape,
                        end,
                        escaped: escape > 0,
                    });
                }
            }
        }
    }

    /// The words worth a look-up, found plainly.
    fn plainly(raw: &[u8]) -> Vec<Word> {
        let first = raw.iter().position(|byte| is_word(*byte)).unwrap_or(raw.len());
        let worth = |word: &Word| {
            let text = &raw[word.start..word.end];
            let (place, length) = hash::shape(text);
            let marked = text.iter().any(|byte| byte.is_ascii_digit() || *byte == b'_');
            let hump = text
                .windows(2)
                .any(|pair| pair[0].is_ascii_lowercase() && pair[1].is_ascii_uppercase());
            let behind = &raw[word.end..];
            let delimited = match behind.first() {
                Some(b' ') => {
                    let column = &behind[..behind.len().min(COLUMN + 1)];
                    let filled = column.iter().position(|byte| *byte != b' ');
                    filled.is_some_and(|at| matches!(column[at], b':' | b'='))
                }
                Some(b'.' | b'-' | b'/') => matches!(behind.get(1), Some(b':' | b'=')),
                _ => true,
            };
            let leads = raw[first..word.end].iter().all(|byte| is_word(*byte));
            crate::CATALOG.index.shapes[place] & length != 0 && (marked || hump || delimited || leads)
        };
        Words::from(raw, 0).filter(worth).collect()
    }

    #[track_caller]
    fn check(raw: &[u8]) {
        let found: Vec<Word> = Candidates::new(raw, crate::CATALOG.index.shapes).collect();
        assert_eq!(found, plainly(raw), "{}", String::from_utf8_lossy(raw));
    }

    #[test]
    fn finds_what_the_plain_loop_finds_in_real_strings() {
        for vendor in crate::Vendor::all() {
            for example in vendor.entries().flat_map(|entry| entry.examples()) {
                // At every offset, so that every word meets the border of a block.
                for shift in 0..BLOCK {
                    check(format!("{}{example}", " ".repeat(shift)).as_bytes());
                }
            }
        }
    }

    #[test]
    fn finds_what_the_plain_loop_finds_in_any_bytes() {
        // A few bytes of each kind, in an order that a small generator makes: words of all lengths at all offsets.
        let bytes = b"aZ_9 :=.-/\"'\\%[;nu0022x\xc3\xa9";
        let mut state = 1_u64;
        for length in 0..400 {
            let raw: Vec<u8> = (0..length)
                .map(|_| {
                    state = state
                        .wrapping_mul(6_364_136_223_846_793_005)
                        .wrapping_add(1_442_695_040_888_963_407);
                    bytes[(state >> 33) as usize % bytes.len()]
                })
                .collect();
            check(&raw);
        }
        for length in 0..300 {
            check(&b"a".repeat(length));
            check(&[b"a".repeat(length), b"_b c:".to_vec()].concat());
            check(&[b" ".repeat(length), b"aB code :".to_vec(), b"A".repeat(length)].concat());
        }
    }
}
