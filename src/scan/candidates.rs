//! The words that may be codes or fields' names, found 64 bytes at a time.
//!
//! Masks of a block, one bit a byte, tell by arithmetic and without a branch for each byte where words end that
//! are worth a second look:
//!
//! - *identifiers*: with an underscore, a digit or a hump (`itemNotFound`). Added to the mask of word bytes, the bits of
//!   these marks carry to the end of the word that they stand in, and no farther;
//! - words before a *delimiter*: `"conflict"`, `code:`. The ends of all words, less those with which a sentence or a path
//!   goes on: a blank or a dot and a word follow;
//! - the input's *first* word.
//!
//! The same in plain loops is in `plain.rs`, which holds the two equal.

use super::block::{self, BLOCK, mask};
use super::lanes::Lanes;
use super::word::{Word, escape, is_identifier, is_word, may_escape};

/// In a position's stead.
const NOT_YET: usize = usize::MAX;

/// Iterates over the words of an input that are worth a look-up, from left to right.
#[derive(Clone, Debug)]
pub struct Candidates<'a> {
    raw: &'a [u8],
    /// Where the block begins that is being worked off, what is no word in it, which words' ends are left in it, and which
    /// are identifiers'.
    block: usize,
    gaps: u64,
    ends: u64,
    identifiers: u64,
    /// Where the word begins that reaches into the block from before, or the block.
    entry: usize,
    /// Where the block's last word begins, if it goes on in the next one, and whether it is an identifier already.
    open: Option<usize>,
    marked: bool,
    /// Whether a small letter stands before the next block.
    small: bool,
    /// Where the next block begins.
    next: usize,
    /// Where the input's first word ends.
    first_end: usize,
    /// Words that begin before this are passed over.
    pub(super) from: usize,
}

impl<'a> Candidates<'a> {
    /// Begins at the start of an input.
    pub fn new(raw: &'a [u8]) -> Self {
        Candidates {
            raw,
            block: 0,
            gaps: 0,
            ends: 0,
            identifiers: 0,
            entry: 0,
            open: None,
            marked: false,
            small: false,
            next: 0,
            first_end: NOT_YET,
            from: 0,
        }
    }

    /// Passes over what begins before this position.
    pub fn seek(&mut self, at: usize) {
        self.from = at;
    }

    /// Goes on to the next block; one more than the input has, since a word may end where the input ends.
    #[inline(never)]
    fn read(&mut self) -> Option<()> {
        if self.next > self.raw.len() {
            return None;
        }
        let [letters, small, digits, joints] = block::masks(self.raw, self.next, |block| {
            [
                mask(block, |lanes| lanes.folded().within(b'a', 26)),
                mask(block, Lanes::small),
                mask(block, block::digit),
                mask(block, |lanes| lanes.equal(b' ').or(lanes.equal(b'.'))),
            ]
        });
        let (words, lower) = (letters | digits, letters & small);
        let humps = letters & !small & (lower << 1 | u64::from(self.small));
        let marks = digits | humps;
        let goes_on = self.raw.get(self.next + BLOCK).copied().is_some_and(is_word);
        let quiet = joints & (words >> 1 | u64::from(goes_on) << (BLOCK - 1));
        let open = u64::from(self.open.is_some());
        let ends = (words << 1 | open) & !words;
        let (sum, over) = words.overflowing_add(marks);
        let (sum, over_too) = sum.overflowing_add(u64::from(self.marked));
        self.identifiers = sum & !words;
        self.ends = self.identifiers | (ends & !quiet);
        if self.first_end == NOT_YET && ends != 0 {
            self.first_end = self.next + ends.trailing_zeros() as usize;
            self.ends |= ends & ends.wrapping_neg();
        }
        self.gaps = !words;
        self.block = self.next;
        self.next += BLOCK;
        self.small = lower >> (BLOCK - 1) == 1;
        self.entry = self.open.unwrap_or(self.block);
        let reaching = (!words).leading_zeros() as usize;
        self.open = match reaching {
            0 => None,
            BLOCK => Some(self.entry),
            _ => Some(self.next - reaching),
        };
        self.marked = over || over_too;
        Some(())
    }
}

impl Candidates<'_> {
    /// Returns where the input's first word ends.
    pub fn first_end(&mut self) -> Option<usize> {
        while self.first_end == NOT_YET {
            self.read()?;
        }
        Some(self.first_end)
    }

    /// Returns the next one that is worth keeping, of which the first and the last letter and the length are told.
    #[inline]
    pub fn next_where(&mut self, keep: impl Fn(u8, u8, usize) -> bool) -> Option<Word> {
        loop {
            // What does not change within a block is kept where it is at hand.
            let Candidates {
                raw,
                gaps,
                block,
                identifiers,
                entry,
                from,
                mut ends,
                ..
            } = *self;
            while ends != 0 {
                let first = ends & ends.wrapping_neg();
                ends ^= first;
                let end = block + first.trailing_zeros() as usize;
                let run = match gaps & (first - 1) {
                    0 => entry,
                    before => block + before.ilog2() as usize + 1,
                };
                if run < from {
                    continue;
                }
                let mut start = run;
                if may_escape(raw, run) {
                    start += escape(raw, run, end);
                    if start == end || start < from {
                        continue;
                    }
                }
                let (Some(&initial), Some(&last)) = (raw.get(start), raw.get(end - 1)) else {
                    continue;
                };
                if !keep(initial, last, end - start) {
                    continue;
                }
                // What made it an identifier may have been the escape's.
                let identifier = match start > run {
                    true => is_identifier(&raw[start..end]),
                    false => identifiers & first != 0,
                };
                let doubtful = matches!(raw.get(end), Some(b' ' | b'-'..=b'/'));
                if identifier || !doubtful || end == self.first_end || is_delimiter(raw, end) {
                    self.ends = ends;
                    return Some(Word {
                        start,
                        end,
                        escaped: start > run,
                    });
                }
            }
            self.read()?;
        }
    }
}

impl Iterator for Candidates<'_> {
    type Item = Word;

    fn next(&mut self) -> Option<Word> {
        self.next_where(|_, _, _| true)
    }
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
