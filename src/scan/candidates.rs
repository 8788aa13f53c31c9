//! The words that may be codes or fields' names, found 64 bytes at a time.
//!
//! Three masks of a block, one bit a byte, tell by arithmetic and without a branch for each byte where words end that
//! are worth a second look:
//!
//! - *identifiers*: with an underscore, a digit or a hump (`itemNotFound`). Added to the mask of word bytes, the bits of
//!   these marks carry to the end of the word that they stand in, and no farther;
//! - words before a *delimiter*: `"conflict"`, `code:`. The ends of all words, less those before what goes on with a
//!   sentence;
//! - the input's *first* word.
//!
//! The same in plain loops is in `plain.rs`, which holds the two equal.

use super::block::{BLOCK, Window, mask_near, with_window};
use super::word::{Word, escape, may_escape};

/// In a position's stead.
const NOT_YET: usize = usize::MAX;

/// Iterates over the words of an input that are worth a look-up, from left to right.
#[derive(Clone, Debug)]
pub struct Candidates<'a> {
    raw: &'a [u8],
    /// Where the block begins that is being worked off, its word bytes, and which words' ends are left in it.
    block: usize,
    words: u64,
    ends: u64,
    /// Where the word begins that reaches into the block from before, or the block.
    entry: usize,
    /// Where the block's last word begins, if it goes on in the next one, and whether it is an identifier already.
    open: Option<usize>,
    marked: bool,
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
            words: 0,
            ends: 0,
            entry: 0,
            open: None,
            marked: false,
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
        let Masks { words, marks, quiet } = with_window(self.raw, self.next, masks);
        let open = u64::from(self.open.is_some());
        let ends = (words << 1 | open) & !words;
        let (sum, over) = words.overflowing_add(marks);
        let (sum, over_too) = sum.overflowing_add(u64::from(self.marked));
        self.ends = (sum & !words) | (ends & !quiet);
        if self.first_end == NOT_YET && ends != 0 {
            self.first_end = self.next + ends.trailing_zeros() as usize;
            self.ends |= ends & ends.wrapping_neg();
        }
        self.words = words;
        self.block = self.next;
        self.next += BLOCK;
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

    /// Returns the next one that is worth keeping.
    #[inline]
    pub fn next_where(&mut self, keep: impl Fn(&[u8]) -> bool) -> Option<Word> {
        loop {
            // What does not change within a block is kept where it is at hand.
            let Candidates {
                raw,
                words,
                block,
                entry,
                from,
                mut ends,
                ..
            } = *self;
            while ends != 0 {
                let bit = ends.trailing_zeros() as usize;
                ends &= ends - 1;
                let end = block + bit;
                let others = !words & ((1 << bit) - 1);
                let run = match others {
                    0 => entry,
                    _ => block + BLOCK - others.leading_zeros() as usize,
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
                // What made it an identifier may have been the escape's; behind many blanks may stand no separator.
                let doubtful = start > run || matches!(raw.get(end..), Some([b' ', b' ', ..]));
                if doubtful && !(end == self.first_end || is_identifier(&raw[start..end]) || is_delimiter(raw, end)) {
                    continue;
                }
                if keep(&raw[start..end]) {
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
        self.next_where(|_| true)
    }
}

/// What is to know of a block: one bit a byte.
struct Masks {
    words: u64,
    marks: u64,
    quiet: u64,
}

#[inline]
fn masks(window: &Window) -> Masks {
    Masks {
        words: mask_near(window, |_, byte, _| is_word(byte)),
        marks: mask_near(window, is_mark),
        quiet: mask_near(window, is_quiet),
    }
}

/// A letter, a digit or an underscore, as arithmetic that compiles to vector code.
#[inline]
fn is_word(byte: u8) -> bool {
    is_lower(byte | 0x20) | is_digit(byte) | (byte == b'_')
}

#[inline]
fn is_lower(byte: u8) -> bool {
    byte.wrapping_sub(b'a') < 26
}

#[inline]
fn is_upper(byte: u8) -> bool {
    byte.wrapping_sub(b'A') < 26
}

#[inline]
fn is_digit(byte: u8) -> bool {
    byte.wrapping_sub(b'0') < 10
}

/// Whether a byte makes its word an identifier.
#[inline]
fn is_mark(before: u8, byte: u8, _: u8) -> bool {
    is_digit(byte) | (byte == b'_') | (is_upper(byte) & is_lower(before))
}

/// Whether the sentence goes on behind a word that ends here, as far as two bytes tell: no separator follows, nor do more
/// blanks.
#[inline]
fn is_quiet(_: u8, byte: u8, after: u8) -> bool {
    let goes_on = (after != b':') & (after != b'=');
    ((byte == b' ') & goes_on & (after != b' ')) | ((byte.wrapping_sub(b'-') < 3) & goes_on)
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
