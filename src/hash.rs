//! The code table's hash and what stands in it. The hash is of a spelling's bytes without regard to case, seeded, the same
//! on every machine.
//!
//! The build script builds the perfect hash with it and the library looks up with it, so both compile this one file.
//! Eight bytes at a time, each with bit 5 set, which maps upper case to lower case; whatever else that merges is told
//! apart when the spelling itself is compared. The length goes in by multiplication: mixed in by XOR it makes
//! near-equal names collide.

/// The three parts that the displacement method needs, and a tag to refuse most strangers without a comparison.
#[derive(Clone, Copy)]
pub struct Parts {
    /// Chooses the displacement.
    pub bucket: u32,
    /// Multiplied by the first displacement.
    pub first: u32,
    /// Added.
    pub second: u32,
}

const FOLD: u64 = 0x2020_2020_2020_2020;
const K0: u64 = 0xa076_1d64_78bd_642f;
const K1: u64 = 0xe703_7ed1_a0b4_28db;
const K2: u64 = 0x8ebc_6af0_9c88_c6e3;

#[inline]
fn read8(bytes: &[u8], at: usize) -> u64 {
    match bytes.get(at..at + 8) {
        Some(eight) => {
            u64::from_le_bytes([
                eight[0], eight[1], eight[2], eight[3], eight[4], eight[5], eight[6], eight[7],
            ]) | FOLD
        }
        None => 0,
    }
}

#[inline]
fn read4(bytes: &[u8], at: usize) -> u64 {
    match bytes.get(at..at + 4) {
        Some(four) => u64::from(u32::from_le_bytes([four[0], four[1], four[2], four[3]])) | (FOLD >> 32),
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
            state = mix(read8(bytes, at) ^ K1, state);
            at += 8;
        }
        let last = len - 8;
        (
            read8(bytes, 0),
            read8(bytes, last.min(8)),
            read8(bytes, last.saturating_sub(8)),
            read8(bytes, last),
        )
    } else if len >= 4 {
        (read4(bytes, 0), read4(bytes, len - 4), 0, 0)
    } else if len > 0 {
        let byte = |at: usize| u64::from(bytes[at] | 0x20);
        (byte(0), byte(len / 2), byte(len - 1), 0)
    } else {
        (0, 0, 0, 0)
    };
    mix(mix(a ^ K1, b ^ state) ^ mix(c ^ K2, d ^ state), state ^ K2)
}

/// Splits a hash for the displacement method.
#[inline]
#[must_use]
pub fn parts(hash: u64) -> Parts {
    Parts {
        bucket: (hash >> 32) as u32,
        first: hash as u32,
        second: (hash >> 17) as u32 ^ (hash as u32).rotate_left(13),
    }
}

/// Returns the slot of a hash in a table of `slots` slots with these displacements, the first in the lower half of each.
///
/// The reciprocals of the two lengths, from [`reciprocal`], spare the divisions.
#[inline]
#[must_use]
pub fn slot(hash: u64, displacements: &[u64], slots: u32, reciprocals: (u64, u64)) -> usize {
    let parts = parts(hash);
    let bucket = remainder(parts.bucket, displacements.len() as u32, reciprocals.0);
    let Some(&displacement) = displacements.get(bucket as usize) else {
        return 0;
    };
    let (d1, d2) = (displacement as u32, (displacement >> 32) as u32);
    let displaced = d2.wrapping_add(parts.first.wrapping_mul(d1)).wrapping_add(parts.second);
    remainder(displaced, slots, reciprocals.1) as usize
}

/// Returns what [`slot`] needs to know of a divisor; 0 for 0.
#[must_use]
#[allow(dead_code, reason = "whoever builds tables calls it: the build script, an overlay")]
pub const fn reciprocal(divisor: u32) -> u64 {
    if divisor == 0 {
        0
    } else {
        (u64::MAX / divisor as u64).wrapping_add(1)
    }
}

/// `number % divisor`, by two multiplications (Lemire, Kaser, Kurz: Faster remainder by direct computation).
#[inline]
fn remainder(number: u32, divisor: u32, reciprocal: u64) -> u32 {
    let fraction = reciprocal.wrapping_mul(u64::from(number));
    ((u128::from(fraction) * u128::from(divisor)) >> 64) as u32
}

/// Into how many parts a vendor's messages are divided, by their first words.
pub const PARTS: usize = 256;

/// How many numbers hold a vendor's set of messages' first words.
pub const PREFIXES: usize = 64;

/// Returns the bit for a message's first word in a set of `bits` bits, a power of two.
///
/// Such a set says of most words at once that no message begins with them.
#[inline]
#[must_use]
pub fn prefix_bit(prefix: u32, bits: usize) -> usize {
    (prefix.wrapping_mul(0x9e37_79b1) >> 16) as usize & (bits - 1)
}

/// How many places a table of shapes has.
pub const SHAPES: usize = 1024;

/// Returns the shape of a word that begins and ends with some letters: its place in a table of shapes, by these, and its
/// bit there, by length.
///
/// Such a table says of most words at once that they are nothing.
#[inline]
#[must_use]
pub fn shape(first: u8, last: u8, length: usize) -> (usize, u64) {
    let letter = |byte: u8| usize::from(byte & 31);
    (letter(first) << 5 | letter(last), 1 << (length % 64))
}

/// Returns how a normalised message pattern begins: its first word, at most four bytes of it without case and the rest
/// zero, and the first letter of its second word, 0 if the first is not followed by a space and a letter.
///
/// A word is a run of ASCII letters, digits and underscores, or one character outside ASCII.
#[must_use]
pub const fn beginning(pattern: &str) -> (u32, u8) {
    let bytes = pattern.as_bytes();
    let mut word = 0;
    if !bytes.is_empty() && bytes[0] >= 0x80 {
        word = 1;
        while word < bytes.len() && bytes[word] & 0xc0 == 0x80 {
            word += 1;
        }
    }
    while word < bytes.len() && bytes[0] < 0x80 && (bytes[word].is_ascii_alphanumeric() || bytes[word] == b'_') {
        word += 1;
    }
    let mut prefix = 0;
    let mut at = 0;
    while at < word && at < 4 {
        prefix |= ((bytes[at] | 0x20) as u32) << (8 * at);
        at += 1;
    }
    let second = word + 1 < bytes.len() && bytes[word] == b' ' && bytes[word + 1].is_ascii_alphanumeric();
    (prefix, if second { bytes[word + 1] } else { 0 })
}

/// The first bytes of a message, as far as they are what a text must have just so, but for case, where the message
/// begins: letters, digits, some signs, and single blanks before these.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Head {
    /// Without case, the rest zero.
    pub bytes: u64,
    pub length: u8,
}

impl Head {
    /// Returns the head of a text.
    #[must_use]
    pub const fn of(text: &[u8]) -> Self {
        const fn is_plain(text: &[u8], at: usize) -> bool {
            at < text.len()
                && (text[at].is_ascii_alphanumeric()
                    || matches!(text[at], b'_' | b'(' | b')' | b',' | b'-' | b'.' | b'/' | b'[' | b']'))
        }
        let (mut bytes, mut at) = (0, 0);
        while at < 8 && (is_plain(text, at) || (at < text.len() && text[at] == b' ' && is_plain(text, at + 1))) {
            bytes |= ((text[at] | 0x20) as u64) << (8 * at);
            at += 1;
        }
        Head {
            bytes,
            length: at as u8,
        }
    }

    /// Whether two heads are the same as far as both go.
    #[inline]
    #[must_use]
    pub fn agrees(self, other: Head) -> bool {
        let unknown = 64 - 8 * u32::from(self.length.min(other.length));
        (self.bytes ^ other.bytes).checked_shl(unknown).unwrap_or_default() == 0
    }
}

/// What a spelling stands for, as it is packed into the table: a vendor's code, or a field whose value is a code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Candidate {
    /// Where the spelling begins among all, and how long it is.
    pub at: u32,
    pub length: u8,
    /// The vendor whose code it is, or [`Candidate::FIELD`].
    pub vendor: u8,
    /// The number of the vendor's code, or of the field.
    pub number: u16,
}

impl Candidate {
    /// In a vendor's stead: a field whose value is a code.
    pub const FIELD: u8 = u8::MAX;

    /// Returns it as one number.
    #[must_use]
    #[allow(dead_code, reason = "whoever builds tables calls it")]
    pub fn pack(self) -> u64 {
        u64::from(self.at) | u64::from(self.length) << 32 | u64::from(self.vendor) << 40 | u64::from(self.number) << 48
    }

    /// Returns what a number holds.
    #[inline]
    #[must_use]
    pub fn unpack(packed: u64) -> Self {
        Candidate {
            at: packed as u32,
            length: (packed >> 32) as u8,
            vendor: (packed >> 40) as u8,
            number: (packed >> 48) as u16,
        }
    }
}

/// One place of the table: all that is to know of most words. Two numbers hold it, its candidate is the first.
#[derive(Clone, Copy, Debug)]
pub struct Slot {
    pub candidate: Candidate,
    /// The upper half of the form's hash: refuses most strangers without a comparison.
    pub tag: u32,
    /// The further candidates of the form: where they begin among all for which slots have no room, and how many.
    pub more: u16,
    pub count: u16,
}

impl Slot {
    /// Returns it as two numbers.
    #[must_use]
    #[allow(dead_code, reason = "whoever builds tables calls it")]
    pub fn pack(self) -> [u64; 2] {
        let rest = u64::from(self.tag) | u64::from(self.more) << 32 | u64::from(self.count) << 48;
        [self.candidate.pack(), rest]
    }

    /// Returns what two numbers hold.
    #[inline]
    #[must_use]
    pub fn unpack([candidate, rest]: [u64; 2]) -> Self {
        Slot {
            candidate: Candidate::unpack(candidate),
            tag: rest as u32,
            more: (rest >> 32) as u16,
            count: (rest >> 48) as u16,
        }
    }
}
