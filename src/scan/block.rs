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
    gather(&flags)
}

/// Yields where the bytes of a value stand, which is not zero.
pub fn positions(raw: &[u8], wanted: u8) -> impl Iterator<Item = usize> {
    let blocks = (0..raw.len()).step_by(BLOCK);
    blocks.flat_map(move |at| {
        let equal = |byte| byte == wanted;
        let bits = match raw[at..].first_chunk() {
            Some(block) => mask(block, equal),
            None => mask(&last(&raw[at..]), equal),
        };
        Bits(bits).map(move |bit| at + bit)
    })
}

/// Returns where the last byte of a value stands, which is not zero.
pub fn rfind(raw: &[u8], wanted: u8) -> Option<usize> {
    let mut rest = raw;
    while let Some((before, block)) = rest.split_last_chunk() {
        let bits = mask(block, |byte| byte == wanted);
        if bits != 0 {
            return Some(before.len() + BLOCK - 1 - bits.leading_zeros() as usize);
        }
        rest = before;
    }
    let bits = mask(&last(rest), |byte| byte == wanted);
    (bits != 0).then(|| BLOCK - 1 - bits.leading_zeros() as usize)
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
    let mut flags = [0_u8; BLOCK];
    let near = window.iter().zip(&window[1..]).zip(&window[2..]);
    for (flag, ((before, byte), after)) in flags.iter_mut().zip(near) {
        *flag = u8::from(has(*before, *byte, *after));
    }
    gather(&flags)
}

/// Gathers 64 bytes of 0 or 1 into one bit each: eight by one multiplication.
///
/// The loops that make these bytes compile to vector comparisons.
#[inline]
fn gather(flags: &[u8; BLOCK]) -> u64 {
    let mut mask = 0;
    for (number, eight) in flags.chunks_exact(8).enumerate() {
        let eight = eight.try_into().map_or(0, u64::from_le_bytes);
        mask |= (eight.wrapping_mul(0x0102_0408_1020_4080) >> 56) << (8 * number);
    }
    mask
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
