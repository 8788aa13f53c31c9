//! Bit masks over blocks of 64 bytes, without `unsafe`.

/// How many bytes a block has: one bit of a `u64` for each.
pub const BLOCK: usize = 64;

/// Returns the last block of an input, which is shorter, filled up with zeros.
///
/// Every input has one, if only of zeros, so that what goes on to the end of the input ends in a block.
pub fn last(rest: &[u8]) -> [u8; BLOCK] {
    let mut block = [0; BLOCK];
    block[..rest.len()].copy_from_slice(rest);
    block
}

/// Gathers a property of 64 bytes into one bit each.
#[inline]
pub fn mask(block: &[u8; BLOCK], has: impl Fn(u8) -> bool) -> u64 {
    let mut flags = [0_u8; BLOCK];
    for (flag, byte) in flags.iter_mut().zip(block) {
        *flag = u8::from(has(*byte));
    }
    let mut rows = [0_u8; BLOCK / 4];
    for (at, row) in rows.iter_mut().enumerate() {
        *row = flags[at] | flags[at + 16] << 2 | flags[at + 32] << 4 | flags[at + 48] << 6;
    }
    gather(&rows)
}

/// Yields where bytes of some values stand.
pub fn positions<const N: usize>(raw: &[u8], wanted: [u8; N]) -> impl Iterator<Item = usize> {
    let mut rest = raw;
    core::iter::from_fn(move || {
        while let Some((eight, after)) = rest.split_first_chunk() {
            if wanted.iter().any(|wanted| holds(*eight, *wanted)) {
                break;
            }
            rest = after;
        }
        let at = rest.iter().position(|byte| wanted.contains(byte))?;
        rest = &rest[at + 1..];
        Some(raw.len() - rest.len() - 1)
    })
}

/// Returns where the first byte of a value stands.
pub fn find(raw: &[u8], wanted: u8) -> Option<usize> {
    positions(raw, [wanted]).next()
}

/// Returns where the last byte of a value stands.
pub fn rfind(raw: &[u8], wanted: u8) -> Option<usize> {
    let mut rest = raw;
    while let Some((before, eight)) = rest.split_last_chunk() {
        if holds(*eight, wanted) {
            break;
        }
        rest = before;
    }
    rest.iter().rposition(|byte| *byte == wanted)
}

/// Whether one of eight bytes has a value (Hacker's Delight, 6-1: a byte of zero borrows from the one above).
#[inline]
fn holds(eight: [u8; 8], wanted: u8) -> bool {
    const LOW: u64 = 0x0101_0101_0101_0101;
    let x = u64::from_le_bytes(eight) ^ (LOW * u64::from(wanted));
    x.wrapping_sub(LOW) & !x & (LOW << 7) != 0
}

/// A block with the byte before it and the one behind; zeros where the input has none.
pub type Window = [u8; BLOCK + 2];

/// Calls back with the window around the block that begins at a position.
#[inline]
pub fn with_window<T>(raw: &[u8], at: usize, work: impl Fn(&Window) -> T) -> T {
    if let Some(window) = at.checked_sub(1).and_then(|before| raw[before..].first_chunk()) {
        return work(window);
    }
    let mut window = [0; BLOCK + 2];
    let rest = &raw[at..raw.len().min(at + BLOCK + 1)];
    window[1..=rest.len()].copy_from_slice(rest);
    if at > 0 {
        window[0] = raw[at - 1];
    }
    work(&window)
}

/// Gathers a property that each of 64 bytes has among its neighbours into one bit each: the byte before, itself, the one
/// behind.
#[inline]
pub fn mask_near(window: &Window, has: impl Fn(u8, u8, u8) -> bool) -> u64 {
    let mut rows = [0_u8; BLOCK / 4];
    for (at, row) in rows.iter_mut().enumerate() {
        let bit = |quarter: usize| {
            let at = 16 * quarter + at;
            u8::from(has(window[at], window[at + 1], window[at + 2])) << (2 * quarter)
        };
        *row = bit(0) | bit(1) | bit(2) | bit(3);
    }
    gather(&rows)
}

/// Puts the bits of 64 bytes in order, which come as a byte for each column of four rows of sixteen, each row's in every
/// second bit.
///
/// The loops that make these compile to vector comparisons. Their lower and their upper eight bytes make a matrix of eight
/// by eight bits, which is turned over its diagonal (Warren, Hacker's Delight, 7-3).
#[inline]
fn gather(columns: &[u8; BLOCK / 4]) -> u64 {
    let half = |at: usize| columns[at..at + 8].try_into().map_or(0, u64::from_le_bytes);
    // Bit k of byte n belongs to the input's byte 8k + n.
    let mut x = half(0) | half(8) << 1;
    let mut swap = |mask: u64, by: u32| {
        let y = (x ^ (x >> by)) & mask;
        x ^= y ^ (y << by);
    };
    swap(0x00aa_00aa_00aa_00aa, 7);
    swap(0x0000_cccc_0000_cccc, 14);
    swap(0x0000_0000_f0f0_f0f0, 28);
    x
}

/// A letter, a digit or an underscore, as arithmetic that compiles to vector code.
#[inline]
pub fn is_word(byte: u8) -> bool {
    (byte | 0x20).wrapping_sub(b'a') < 26 || byte.wrapping_sub(b'0') < 10 || byte == b'_'
}

/// Iterates over the bits of a mask, lowest first.
#[derive(Clone, Copy, Debug)]
pub struct Bits(pub u64);

impl Iterator for Bits {
    type Item = usize;

    #[inline]
    fn next(&mut self) -> Option<usize> {
        if self.0 == 0 {
            return None;
        }
        let bit = self.0.trailing_zeros() as usize;
        self.0 &= self.0 - 1;
        Some(bit)
    }
}
