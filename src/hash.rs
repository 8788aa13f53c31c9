//! The tables of codes and of messages: their hashes and what stands in them. The codes' hash is of a spelling's bytes without
//! regard to case, seeded, the same on every machine; messages are found by how they begin.
//!
//! The build script makes the tables and the library looks up in them, so both compile this one file. A spelling is hashed
//! eight bytes at a time, each with bit 5 set, which maps upper case to lower case; whatever else that merges is told
//! apart when the spelling itself is compared. The length goes in by multiplication: mixed in by XOR it makes
//! near-equal names collide.

/// How many bytes a code has at most: the compiler lets none pass that is longer, and the scan looks no further.
pub const LONGEST_CODE: usize = 100;

const FOLD: u64 = 0x2020_2020_2020_2020;
const K0: u64 = 0xa076_1d64_78bd_642f;
const K1: u64 = 0xe703_7ed1_a0b4_28db;
const K2: u64 = 0x8ebc_6af0_9c88_c6e3;

/// Returns eight bytes as one number; 0 if they are not all there.
#[inline]
pub fn read8(bytes: &[u8], at: usize) -> u64 {
    match bytes.get(at..).and_then(<[u8]>::first_chunk) {
        Some(eight) => u64::from_le_bytes(*eight),
        None => 0,
    }
}

/// Returns four bytes as one number; 0 if they are not all there.
#[inline]
pub fn read4(bytes: &[u8], at: usize) -> u64 {
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

/// Returns the bucket of a hash among as many as a power of two.
#[inline]
#[must_use]
pub fn bucket(hash: u64, buckets: usize) -> usize {
    (hash >> 32) as usize & (buckets - 1)
}

/// Returns the place of a hash in a table as long as a power of two, given its bucket's displacement: so many steps from
/// the first place, all around the table. A step is odd, so each place can be reached.
#[inline]
#[must_use]
pub fn place(hash: u64, displacement: u16, places: usize) -> usize {
    let step = hash >> 16 | 1;
    hash.wrapping_add(step.wrapping_mul(u64::from(displacement))) as usize & (places - 1)
}

/// How many words a table of the messages' first words tells apart.
pub const WORDS: usize = 1024;

/// Returns a word's place in a table of the messages' first words, which tells with which second words messages go on.
///
/// Such a table says of most words at once that no message begins there.
#[inline]
#[must_use]
pub fn word(prefix: u32) -> usize {
    (prefix.wrapping_mul(0x9e37_79b1) >> 22) as usize
}

/// Returns the bit for a message's first word in a set of 64: its place in the table, more coarsely.
///
/// Such a set says of most words at once that none of a code's messages begins with them.
#[inline]
#[must_use]
pub fn prefix_bit(prefix: u32) -> usize {
    word(prefix) / (WORDS / 64)
}

/// Returns the group of a second word by its first letter or digit, from 1 to 31, without regard to case; group 0 is of
/// messages that have none.
#[inline]
#[must_use]
pub const fn group(letter: u8) -> u8 {
    letter & 31
}

/// Returns the part of the messages, among as many as a power of two, in which those are that begin so, see [`beginning`],
/// and a tag, which tells nearly all others there apart from them.
#[inline]
#[must_use]
pub fn part(prefix: u32, second: u8, parts: usize) -> (usize, u16) {
    let beginning = u64::from(prefix) | u64::from(second) << 32;
    let hash = beginning.wrapping_mul(0x9e37_79b9_7f4a_7c15);
    ((hash >> 40) as usize & (parts - 1), (hash >> 24) as u16)
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

/// Returns how a normalised message pattern begins: its first word, at most four bytes of it without case and the rest
/// zero, and its second word's group, 0 if the first is not followed by a space and a letter or digit.
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
    (prefix, if second { group(bytes[word + 1]) } else { 0 })
}

/// The first bytes of a message, as far as they are what a text must have just so, but for case, where the message
/// begins: letters, digits, signs, and single blanks before these. No blanks stand around a colon.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Head {
    /// Without case, the rest zero.
    pub bytes: [u8; Head::LONGEST],
    pub length: u8,
}

impl Head {
    /// How many bytes a head has at most.
    pub const LONGEST: usize = 16;

    /// Returns the head of a text.
    #[must_use]
    pub const fn of(text: &[u8]) -> Self {
        const fn is_plain(text: &[u8], at: usize) -> bool {
            at < text.len()
                && text[at].is_ascii_graphic()
                && !matches!(text[at], b'*' | b'\\' | b'&' | b'%' | b'+' | b'`')
        }
        let (mut bytes, mut at) = ([0; Head::LONGEST], 0);
        while at < Head::LONGEST
            && (is_plain(text, at) || (at < text.len() && text[at] == b' ' && is_plain(text, at + 1)))
        {
            bytes[at] = text[at] | 0x20;
            at += 1;
        }
        Head {
            bytes,
            length: at as u8,
        }
    }
}

/// Where an entry stands in its vendor's record.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// A code's number and its entry's.
    Code(u16, u8),
    /// The number of a message without a code.
    Message(u16),
}

/// A message that may recover an entry when no code was found, packed into three numbers: its head, and where it stands.
#[derive(Clone, Copy, Debug)]
pub struct Rescue(pub [u64; 3]);

impl Rescue {
    /// In a variant's stead: a message without a code.
    pub const MESSAGE: u8 = u8::MAX;

    /// Packs it; the methods tell what each part is.
    #[must_use]
    #[allow(dead_code, reason = "whoever builds tables calls it")]
    pub fn new(head: Head, vendor: u8, place: Place, pattern: u8, tag: u16) -> Self {
        let (number, variant) = match place {
            Place::Code(number, variant) => (number, variant),
            Place::Message(number) => (number, Rescue::MESSAGE),
        };
        let rest = u64::from_le_bytes([head.length, vendor, pattern, variant, 0, 0, 0, 0]);
        let rest = rest | u64::from(number) << 32 | u64::from(tag) << 48;
        Rescue([read8(&head.bytes, 0), read8(&head.bytes, 8), rest])
    }

    /// Returns how the message begins.
    #[inline]
    #[must_use]
    pub fn head(self) -> Head {
        Head {
            bytes: (u128::from(self.0[0]) | u128::from(self.0[1]) << 64).to_le_bytes(),
            length: self.0[2] as u8,
        }
    }

    /// Returns the tag of how it begins, see [`part`].
    #[inline]
    #[must_use]
    pub fn tag(self) -> u16 {
        (self.0[2] >> 48) as u16
    }

    /// Returns the number of the vendor whose message it is.
    #[inline]
    #[must_use]
    pub fn vendor(self) -> u8 {
        (self.0[2] >> 8) as u8
    }

    /// Returns which of the entry's patterns it is.
    #[inline]
    #[must_use]
    pub fn pattern(self) -> u8 {
        (self.0[2] >> 16) as u8
    }

    /// Returns where the entry stands.
    #[inline]
    #[must_use]
    pub fn place(self) -> Place {
        let number = (self.0[2] >> 32) as u16;
        match (self.0[2] >> 24) as u8 {
            Rescue::MESSAGE => Place::Message(number),
            variant => Place::Code(number, variant),
        }
    }
}

/// What a spelling stands for, packed into a number: a vendor's code, or a field whose value is a code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Candidate(pub u64);

impl Candidate {
    /// In a vendor's stead: a field whose value is a code.
    pub const FIELD: u8 = u8::MAX;

    /// Packs it; the methods tell what each part is.
    #[must_use]
    #[allow(dead_code, reason = "whoever builds tables calls it: the build script, an overlay")]
    pub fn new(at: u32, length: u8, vendor: u8, number: u16) -> Self {
        Candidate(u64::from(at) | u64::from(length) << 32 | u64::from(vendor) << 40 | u64::from(number) << 48)
    }

    /// Returns where the spelling begins among all.
    #[inline]
    #[must_use]
    pub fn at(self) -> u32 {
        self.0 as u32
    }

    /// Returns how many bytes the spelling has.
    #[inline]
    #[must_use]
    pub fn length(self) -> usize {
        usize::from((self.0 >> 32) as u8)
    }

    /// Returns the vendor whose code it is, or [`Candidate::FIELD`].
    #[inline]
    #[must_use]
    pub fn vendor(self) -> u8 {
        (self.0 >> 40) as u8
    }

    /// Returns the number of the vendor's code, or of the field.
    #[inline]
    #[must_use]
    pub fn number(self) -> u16 {
        (self.0 >> 48) as u16
    }
}

/// One place of the table, packed into two numbers: all that is to know of most words.
#[derive(Clone, Copy, Debug)]
pub struct Slot(pub [u64; 2]);

impl Slot {
    /// Packs it; the methods tell what each part is.
    #[must_use]
    #[allow(dead_code, reason = "whoever builds tables calls it")]
    pub fn new(first: Candidate, tag: u32, more: u32) -> Self {
        Slot([first.0, u64::from(tag) | u64::from(more) << 32])
    }

    /// Returns the first candidate; mostly there is no other.
    #[inline]
    #[must_use]
    pub fn first(self) -> Candidate {
        Candidate(self.0[0])
    }

    /// Returns the upper half of the form's hash, which refuses most strangers without a comparison.
    #[inline]
    #[must_use]
    pub fn tag(self) -> u32 {
        self.0[1] as u32
    }

    /// Returns where the further candidates stand among all for which slots have no room: their number, then they
    /// themselves. At 0 there are none.
    #[inline]
    #[must_use]
    pub fn more(self) -> usize {
        (self.0[1] >> 32) as usize
    }
}
