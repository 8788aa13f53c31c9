//! Bit masks over blocks of 64 bytes, one bit a byte.

use super::lanes::{Flags, Lanes};

/// How many bytes a block has: one bit of a `u64` for each.
pub const BLOCK: usize = 64;

/// Makes masks of the block that begins at a position; of one that the input does not fill, the bits behind are zero.
///
/// Every input has such a last one, if only of zeros, so that what goes on to the end of the input ends in a block.
#[inline(always)]
pub fn masks<const N: usize>(raw: &[u8], at: usize, work: impl Fn(&[u8; BLOCK]) -> [u64; N]) -> [u64; N] {
    let rest = raw.get(at..).unwrap_or_default();
    if let Some(block) = rest.first_chunk() {
        return work(block);
    }
    match raw.last_chunk() {
        // The input's last 64 bytes, without those of the blocks before.
        Some(block) if !rest.is_empty() => work(block).map(|mask| mask >> (BLOCK - rest.len())),
        _ => {
            let mut block = [0; BLOCK];
            block[..rest.len()].copy_from_slice(rest);
            work(&block)
        }
    }
}

/// Gathers a property of 64 bytes into one bit each.
#[inline(always)]
pub fn mask(block: &[u8; BLOCK], has: impl Fn(Lanes) -> Flags) -> u64 {
    let sixteen = |at: usize| match block[at..].first_chunk() {
        Some(bytes) => has(Lanes::new(bytes)).bits() << at,
        None => 0,
    };
    sixteen(0) | sixteen(16) | sixteen(32) | sixteen(48)
}

/// Gathers whether any of 64 bytes has a property: into all bits, which costs less than one for each.
#[inline(always)]
pub fn any(block: &[u8; BLOCK], has: impl Fn(Lanes) -> Flags) -> u64 {
    let sixteen = |at: usize| has(first(&block[at..]));
    let flags = sixteen(0).or(sixteen(16)).or(sixteen(32)).or(sixteen(48));
    u64::from(flags.bits() != 0).wrapping_neg()
}

/// Bytes of some values, of one at least.
#[inline(always)]
fn any_of<const N: usize>(lanes: Lanes, wanted: [u8; N]) -> Flags {
    let others = wanted.iter().skip(1).map(|byte| lanes.equal(*byte));
    others.fold(lanes.equal(wanted[0]), Flags::or)
}

/// Letters, digits and underscores.
#[inline(always)]
pub fn word(lanes: Lanes) -> Flags {
    lanes.folded().within(b'a', 26).or(digit(lanes))
}

/// Digits and underscores: what words of a sentence have none of.
#[inline(always)]
pub fn digit(lanes: Lanes) -> Flags {
    lanes.within(b'0', 10).or(lanes.equal(b'_'))
}

/// Yields where bytes of some values stand.
#[inline]
pub fn positions<const N: usize>(raw: &[u8], wanted: [u8; N]) -> impl Iterator<Item = usize> {
    let (mut bits, mut block, mut next) = (Bits(0), 0, 0);
    core::iter::from_fn(move || {
        loop {
            if let Some(bit) = bits.next() {
                return Some(block + bit);
            }
            if next >= raw.len() {
                return None;
            }
            (block, bits, next) = (next, Bits(sixteen(raw, next, wanted)), next + LANES);
        }
    })
}

/// Whether bytes of some values stand anywhere: 64 bytes at once.
#[inline]
pub fn holds_any<const N: usize>(raw: &[u8], wanted: [u8; N]) -> bool {
    let holds = |at| masks(raw, at, |block| [any(block, |lanes| any_of(lanes, wanted))]) != [0];
    (0..raw.len()).step_by(BLOCK).any(holds)
}

/// Returns where the first byte of a value stands.
#[inline]
pub fn find(raw: &[u8], wanted: u8) -> Option<usize> {
    positions(raw, [wanted]).next()
}

/// Yields the lines of a text, without their ends.
#[inline]
pub fn lines(text: &[u8]) -> impl Iterator<Item = &[u8]> {
    let (mut ends, mut start) = (positions(text, [b'\n']), Some(0));
    core::iter::from_fn(move || {
        let first = start?;
        let end = ends.next();
        start = end.map(|end| end + 1);
        Some(&text[first..end.unwrap_or(text.len())])
    })
}

/// Returns a text as far as its first line's end.
#[inline]
pub fn first_line(text: &[u8]) -> &[u8] {
    &text[..find(text, b'\n').unwrap_or(text.len())]
}

/// Whether a text holds another one.
pub fn contains(text: &[u8], part: &[u8]) -> bool {
    let Some(first) = part.first() else { return true };
    positions(text, [*first]).any(|at| text[at..].starts_with(part))
}

/// Returns where the last byte of a value stands.
#[inline]
pub fn rfind(raw: &[u8], wanted: u8) -> Option<usize> {
    let mut end = raw.len();
    while let Some(block) = raw[..end].last_chunk() {
        if any(block, |lanes| lanes.equal(wanted)) != 0 {
            break;
        }
        end -= BLOCK;
    }
    while end > 0 {
        let start = end.saturating_sub(LANES);
        let bits = sixteen(&raw[..end], start, [wanted]);
        if bits != 0 {
            return Some(start + bits.ilog2() as usize);
        }
        end = start;
    }
    None
}

/// How many bytes are compared at once.
pub const LANES: usize = 16;

/// Returns the first sixteen bytes of a text, filled up with zeros if it is shorter.
#[inline(always)]
pub fn first(text: &[u8]) -> Lanes {
    match text.first_chunk() {
        Some(bytes) => Lanes::new(bytes),
        None => {
            let mut bytes = [0; LANES];
            bytes[..text.len()].copy_from_slice(text);
            Lanes::new(&bytes)
        }
    }
}

/// Returns which of sixteen bytes, or of as many as there are, have one of some values.
#[inline(always)]
fn sixteen<const N: usize>(raw: &[u8], at: usize, wanted: [u8; N]) -> u64 {
    let has = |bytes: &[u8; LANES]| any_of(Lanes::new(bytes), wanted).bits();
    let rest = raw.get(at..).unwrap_or_default();
    match (rest.first_chunk(), raw.last_chunk()) {
        (Some(bytes), _) => has(bytes),
        (None, Some(bytes)) => has(bytes) >> (LANES - rest.len()),
        (None, None) => {
            let mut bytes = [0; LANES];
            bytes[..rest.len()].copy_from_slice(rest);
            // A zero may be looked for, too.
            has(&bytes) & ((1 << rest.len()) - 1)
        }
    }
}

/// Iterates over the bits of a mask, lowest first.
#[derive(Clone, Copy, Debug)]
pub struct Bits(pub u64);

impl Bits {
    /// Returns the lowest bit and keeps it.
    #[inline]
    pub fn first(self) -> Option<usize> {
        (self.0 != 0).then(|| self.0.trailing_zeros() as usize)
    }
}

impl Iterator for Bits {
    type Item = usize;

    #[inline]
    fn next(&mut self) -> Option<usize> {
        let bit = self.first()?;
        self.0 &= self.0 - 1;
        Some(bit)
    }
}
