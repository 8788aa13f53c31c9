//! The words that may be codes or fields' names, found 64 bytes at a time.
//!
//! Each block of 64 bytes becomes a few bit masks, one bit a byte; the words worth a look-up fall out of arithmetic on
//! the masks, without a branch for each byte:
//!
//! - *identifiers*: a word with an underscore, a digit or a hump (`itemNotFound`). Adding the marked bits to the mask
//!   of word bytes makes each marked run carry into the bit behind it, which is where the word ends;
//! - words directly before a *delimiter*: `"conflict"`, `code:`, and also `code :`;
//! - the input's *first* word.
//!
//! The same in plain loops stands in the tests, which hold the two equal.

use super::block::{self, BLOCK, mask};
use super::word::{Word, escape};

/// Iterates over the words of an input that are worth a look-up, from left to right.
#[derive(Clone, Debug)]
pub struct Candidates<'a> {
    raw: &'a [u8],
    /// Where the block begins that is being worked off.
    block: usize,
    words: u64,
    /// Where words end in it that are left, and at which of these a marked word does.
    ends: u64,
    marked_ends: u64,
    /// Where the word begins that reaches into the block from before, or the block.
    entry: usize,
    /// What the block leaves to the next one: where its last word begins if it goes on, whether that is marked already,
    /// and whether the last byte is a small letter.
    open: Option<usize>,
    marked: bool,
    lower: bool,
    first: bool,
    /// Where the next block begins.
    next: usize,
    /// Words that begin before this are passed over.
    from: usize,
}

impl<'a> Candidates<'a> {
    /// Begins at the start of an input.
    pub fn new(raw: &'a [u8]) -> Self {
        Candidates {
            raw,
            block: 0,
            words: 0,
            ends: 0,
            marked_ends: 0,
            entry: 0,
            open: None,
            marked: false,
            lower: false,
            first: true,
            next: 0,
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
        let masks = match rest.first_chunk() {
            Some(block) => Masks::of(block),
            None => Masks::of(&block::last(rest)),
        };
        let words = masks.word;
        let lower = words & !masks.upper & !masks.marked;
        let humps = masks.upper & (lower << 1 | u64::from(self.lower));
        let (sum, goes_on_marked) = words.overflowing_add(masks.marked | humps | u64::from(self.marked));

        self.block = self.next;
        self.next += BLOCK;
        self.words = words;
        self.ends = (words << 1 | u64::from(self.open.is_some())) & !words;
        self.marked_ends = sum;
        self.entry = self.open.unwrap_or(self.block);
        let reaching = (!words).leading_zeros() as usize;
        self.open = match reaching {
            0 => None,
            BLOCK => Some(self.entry),
            _ => Some(self.next - reaching),
        };
        self.marked = goes_on_marked;
        self.lower = lower >> (BLOCK - 1) == 1;
        Some(())
    }

    /// Whether the byte behind a word says that the word may be a field's name or a value.
    #[inline]
    fn delimits(&self, end: usize) -> bool {
        match self.raw.get(end) {
            Some(b' ' | b'.' | b'-' | b'/') => matches!(self.raw.get(end + 1), Some(b':' | b'=')),
            _ => true,
        }
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
            if !(self.marked_ends >> bit & 1 == 1 || self.first || self.delimits(end)) {
                continue;
            }
            self.first = false;
            let others = !self.words & ((1 << bit) - 1);
            let start = match others {
                0 => self.entry,
                _ => self.block + BLOCK - others.leading_zeros() as usize,
            };
            if start < self.from {
                continue;
            }
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

/// One bit for each byte of a block.
struct Masks {
    /// Letters, digits, underscores.
    word: u64,
    upper: u64,
    /// Digits and underscores.
    marked: u64,
}

impl Masks {
    #[inline]
    fn of(block: &[u8; BLOCK]) -> Masks {
        Masks {
            word: mask(block, block::is_word),
            upper: mask(block, |b| b.wrapping_sub(b'A') < 26),
            marked: mask(block, |b| b.wrapping_sub(b'0') < 10 || b == b'_'),
        }
    }
}

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

    /// Whether a word is worth a look-up, said plainly.
    fn is_candidate(raw: &[u8], run: core::ops::Range<usize>, first: bool) -> bool {
        let word = &raw[run.clone()];
        let marked = word.iter().any(|byte| byte.is_ascii_digit() || *byte == b'_');
        let hump = word
            .windows(2)
            .any(|pair| pair[0].is_ascii_lowercase() && pair[1].is_ascii_uppercase());
        let delimited = match raw.get(run.end) {
            Some(b' ' | b'.' | b'-' | b'/') => matches!(raw.get(run.end + 1), Some(b':' | b'=')),
            _ => true,
        };
        first || marked || hump || delimited
    }

    fn plainly(raw: &[u8]) -> Vec<Word> {
        let mut first = true;
        Words::from(raw, 0)
            .filter(|word| {
                let start = raw[..word.end]
                    .iter()
                    .rposition(|byte| !is_word(*byte))
                    .map_or(0, |before| before + 1);
                let first = core::mem::take(&mut first) && raw[..start].iter().all(|byte| !is_word(*byte));
                is_candidate(raw, start..word.end, first)
            })
            .collect()
    }

    #[track_caller]
    fn check(raw: &[u8]) {
        let found: Vec<Word> = Candidates::new(raw).collect();
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
