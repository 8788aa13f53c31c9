//! The hash of spellings: of a code's bytes without regard to case, seeded, the same on every machine.
//!
//! A spelling is hashed eight bytes at a time, each with bit 5 set, which maps upper case to lower case; whatever else that
//! merges is told apart when the spelling itself is compared. The length goes in by multiplication: mixed in by XOR it
//! makes near-equal names collide.

const FOLD: u64 = 0x2020_2020_2020_2020;
const K0: u64 = 0xa076_1d64_78bd_642f;
const K1: u64 = 0xe703_7ed1_a0b4_28db;
const K2: u64 = 0x8ebc_6af0_9c88_c6e3;

/// Returns eight bytes as one number; 0 if they are not all there.
#[inline]
fn read8(bytes: &[u8], at: usize) -> u64 {
    match bytes.get(at..).and_then(<[u8]>::first_chunk) {
        Some(eight) => u64::from_le_bytes(*eight),
        None => 0,
    }
}

/// Returns four bytes as one number; 0 if they are not all there.
#[inline]
fn read4(bytes: &[u8], at: usize) -> u64 {
    match bytes.get(at..).and_then(<[u8]>::first_chunk) {
        Some(four) => u64::from(u32::from_le_bytes(*four)),
        None => 0,
    }
}

#[inline]
fn mix(a: u64, b: u64) -> u64 {
    let product = u128::from(a) * u128::from(b);
    (product as u64) ^ ((product >> 64) as u64)
}

/// Hashes a spelling, upper and lower case alike.
///
/// Up to 32 bytes are read by four reads that may overlap, without a branch on the length: nearly all codes have between
/// 8 and 32, so nothing is there to be predicted wrongly.
#[inline]
#[must_use]
pub fn hash(bytes: &[u8], seed: u64) -> u64 {
    let len = bytes.len();
    let mut state = seed ^ (len as u64).wrapping_mul(K0);
    let (a, b, c, d) = if len >= 8 {
        let mut at = 16;
        while at + 16 < len {
            state = mix((read8(bytes, at) | FOLD) ^ K1, state);
            at += 8;
        }
        let last = len - 8;
        (
            read8(bytes, 0) | FOLD,
            read8(bytes, last.min(8)) | FOLD,
            read8(bytes, last.saturating_sub(8)) | FOLD,
            read8(bytes, last) | FOLD,
        )
    } else if len >= 4 {
        (read4(bytes, 0) | FOLD >> 32, read4(bytes, len - 4) | FOLD >> 32, 0, 0)
    } else if len > 0 {
        let byte = |at: usize| u64::from(bytes[at] | 0x20);
        (byte(0), byte(len / 2), byte(len - 1), 0)
    } else {
        (0, 0, 0, 0)
    };
    mix(a ^ K1, b ^ state) ^ mix(c ^ K2, d ^ state.rotate_left(32))
}

/// Whether two spellings are the same, letter for letter: by the reads that [`hash`] makes, where they hold all of it.
#[inline]
#[must_use]
pub fn same(a: &[u8], b: &[u8]) -> bool {
    let len = a.len();
    if len != b.len() || !(8..=32).contains(&len) {
        return a == b;
    }
    let last = len - 8;
    let differs = |at: usize| read8(a, at) ^ read8(b, at);
    differs(0) | differs(last.min(8)) | differs(last.saturating_sub(8)) | differs(last) == 0
}

/// Returns the bucket of a hash among as many as a power of two.
#[inline]
#[must_use]
pub fn bucket(hash: u64, buckets: usize) -> usize {
    (hash >> 32) as usize & (buckets - 1)
}

/// Returns the slot of a hash among as many as a power of two, given its bucket's displacement: so many steps from the
/// first slot, all around the table. A step is odd, so each slot can be reached.
#[inline]
#[must_use]
pub fn slot(hash: u64, displacement: u16, slots: usize) -> usize {
    let step = hash >> 16 | 1;
    hash.wrapping_add(step.wrapping_mul(u64::from(displacement))) as usize & (slots - 1)
}

/// Returns the upper half of a hash, which tells nearly all spellings apart that have the same slot.
#[inline]
#[must_use]
pub fn tag(hash: u64) -> u32 {
    (hash >> 32) as u32
}

/// How many places a table of shapes has.
pub const SHAPES: usize = 1024;

/// Returns the shape of a word that begins and ends with some letters: its place in a table of shapes, by these, and its
/// bit's number there, by length.
///
/// Such a table says of most words at once that they are nothing.
#[inline]
#[must_use]
pub fn shape(first: u8, last: u8, length: usize) -> (usize, usize) {
    let letter = |byte: u8| usize::from(byte & 31);
    (letter(first) << 5 | letter(last), length % 64)
}

#[cfg(test)]
mod tests {
    use super::same;

    #[test]
    fn a_spelling_is_the_same_as_itself_alone() {
        let spelling: [u8; 80] = std::array::from_fn(|at| b'A' + at as u8 % 58);
        for length in 0..=spelling.len() {
            let mut other = spelling;
            let (one, other) = (&spelling[..length], &mut other[..length]);
            assert!(same(one, other), "{length}");
            for at in 0..length {
                for bits in 1..=u8::MAX {
                    other[at] ^= bits;
                    assert!(!same(one, other) && !same(other, one), "{length}: {at}: {bits:#x}");
                    other[at] ^= bits;
                }
            }
        }
    }

    /// Nor if what is missing is nothing but zeros, as which the reads take it.
    #[test]
    fn spellings_of_two_lengths_are_never_the_same() {
        for spelling in [[b'A'; 80], [0; 80]] {
            for (a, b) in (0..=80).flat_map(|a| (0..=80).map(move |b| (a, b))) {
                assert_eq!(same(&spelling[..a], &spelling[..b]), a == b, "{a}, {b}");
            }
        }
    }
}
