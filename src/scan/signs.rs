//! JSON's own signs: the brackets, braces and commas outside of quotes, found 64 bytes at a time.
//!
//! Of a block's quotes a bit each is known; the exclusive or of all bits before tells every byte whether it is inside of a
//! pair. A backslash takes what stands behind it, in quotes or not. Where all of a body is escaped once, as a string in JSON,
//! a quote is one behind a single backslash; escaped once more, its quotes open nothing, and its signs count all the same.

use super::block::{self, BLOCK, Bits, mask};
use super::lanes::Lanes;

/// Finds the signs of an input, from left to right.
#[derive(Clone, Debug)]
pub struct Signs<'a> {
    raw: &'a [u8],
    /// Where the block begins that is being worked off, and which signs are left in it.
    block: usize,
    left: Bits,
    /// Where the next block begins; whether it does so in quotes, all bits or none; whether behind a backslash.
    next: usize,
    quoted: u64,
    escaped: bool,
    /// Whether the body is escaped, and whether the last two bytes before the next block are backslashes.
    nested: bool,
    backslashes: u64,
}

/// How far the first quote may stand from the start.
const NEAR: usize = 256;

impl<'a> Signs<'a> {
    /// Begins at a place of an input, outside of quotes.
    pub fn new(raw: &'a [u8], start: usize) -> Self {
        let near = &raw[start..raw.len().min(start + NEAR)];
        let before = &near[..block::find(near, b'"').unwrap_or(0)];
        Signs {
            raw,
            block: start,
            left: Bits(0),
            next: start,
            quoted: 0,
            escaped: false,
            nested: before.ends_with(b"\\") && !before.ends_with(b"\\\\"),
            backslashes: 0,
        }
    }

    /// Returns where the next sign stands, if it does before a place.
    #[inline]
    pub fn before(&mut self, to: usize) -> Option<usize> {
        loop {
            if let Some(bit) = self.left.first() {
                let at = self.block + bit;
                return (at < to).then(|| {
                    self.left.next();
                    at
                });
            }
            if self.next >= to {
                return None;
            }
            self.read();
        }
    }

    /// Goes on to the next block.
    fn read(&mut self) {
        let [backslashes, quotes, signs] = block::masks(self.raw, self.next, |block| {
            let brackets = |lanes: Lanes| lanes.equal(b'[').or(lanes.equal(b']'));
            let braces = |lanes: Lanes| lanes.equal(b'{').or(lanes.equal(b'}'));
            let sign = |lanes: Lanes| brackets(lanes).or(braces(lanes)).or(lanes.equal(b','));
            [
                mask(block, |lanes| lanes.equal(b'\\')),
                mask(block, |lanes| lanes.equal(b'"')),
                mask(block, sign),
            ]
        });
        let free = !self.escaped_by(backslashes);
        // Bit 0 is the byte before the last one, bit 1 the last one.
        let before = core::mem::replace(&mut self.backslashes, backslashes >> (BLOCK - 2));
        let (once, twice) = (backslashes << 1 | before >> 1, backslashes << 2 | before);
        let own = if self.nested { once & !twice } else { free };
        let inside = self.quoted ^ parity(quotes & own);
        self.quoted = (inside as i64 >> (BLOCK - 1)) as u64;
        self.left = Bits(signs & free & !inside);
        (self.block, self.next) = (self.next, self.next + BLOCK);
    }

    /// Returns which bytes of a block stand behind a backslash that is not itself behind one.
    fn escaped_by(&mut self, backslashes: u64) -> u64 {
        let mut escaped = u64::from(core::mem::take(&mut self.escaped));
        for bit in Bits(backslashes) {
            let own = 1 << bit;
            if escaped & own == 0 {
                escaped |= own << 1;
                self.escaped = bit == BLOCK - 1;
            }
        }
        escaped
    }
}

/// Returns of each bit whether an odd number of bits is set up to it.
fn parity(mut bits: u64) -> u64 {
    for width in [1, 2, 4, 8, 16, 32] {
        bits ^= bits << width;
    }
    bits
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// The signs of an input, one byte after the other.
    fn plain(raw: &[u8], start: usize) -> Vec<usize> {
        let backslash = |at: usize| at >= start && raw[at] == b'\\';
        let once = |at: usize| at > 0 && backslash(at - 1) && !(at > 1 && backslash(at - 2));
        let first = raw[start..].iter().take(NEAR).position(|byte| *byte == b'"');
        let nested = first.is_some_and(|first| once(start + first));
        let (mut quoted, mut escaped) = (false, false);
        let mut signs = Vec::new();
        for (at, byte) in raw.iter().enumerate().skip(start) {
            match byte {
                b'"' if nested => {
                    quoted ^= once(at);
                    escaped = false;
                }
                _ if escaped => escaped = false,
                b'\\' => escaped = true,
                b'"' => quoted = !quoted,
                b'[' | b']' | b'{' | b'}' | b',' if !quoted => signs.push(at),
                _ => {}
            }
        }
        signs
    }

    fn all(raw: &[u8], start: usize) -> Vec<usize> {
        let mut signs = Signs::new(raw, start);
        core::iter::from_fn(|| signs.before(raw.len())).collect()
    }

    proptest! {
        #[test]
        fn signs_are_those_outside_of_quotes(raw in r#"[\\\\"\[\]{},a]{0,300}"#, start in 0..9_usize) {
            let start = start.min(raw.len());
            prop_assert_eq!(all(raw.as_bytes(), start), plain(raw.as_bytes(), start));
        }

        #[test]
        fn a_pause_at_any_place_loses_none(raw in r#"[\\"\[,a]{0,200}"#, stops in prop::collection::vec(0..200_usize, 0..9)) {
            let (raw, mut signs, mut found) = (raw.as_bytes(), Signs::new(raw.as_bytes(), 0), Vec::new());
            let mut stops = stops;
            stops.sort_unstable();
            for stop in stops.into_iter().chain([raw.len()]) {
                while let Some(at) = signs.before(stop.min(raw.len())) {
                    found.push(at);
                }
                prop_assert!(found.iter().all(|at| *at < stop.max(1)));
            }
            prop_assert_eq!(found, plain(raw, 0));
        }
    }

    #[test]
    fn a_backslash_at_a_blocks_end_counts_in_the_next() {
        for length in 60..70 {
            let raw = format!("\"\"{}\\\",[", "x".repeat(length));
            assert_eq!(all(raw.as_bytes(), 0), [length + 4, length + 5], "{length}");
            // Where all of a body is escaped it closes the quotes.
            let raw = format!("\\\"{}\\\",[", "x".repeat(length));
            assert_eq!(all(raw.as_bytes(), 0), [length + 4, length + 5], "{length}");
        }
    }
}
