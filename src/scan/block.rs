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
///
/// The first loop compiles to vector comparisons; the second gathers eight bytes of 0 or 1 by one multiplication.
#[inline]
pub fn mask(block: &[u8; BLOCK], has: impl Fn(u8) -> bool) -> u64 {
    let mut flags = [0_u8; BLOCK];
    for (flag, byte) in flags.iter_mut().zip(block) {
        *flag = u8::from(has(*byte));
    }
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
