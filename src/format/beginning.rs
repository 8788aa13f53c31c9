//! How messages begin, which is what they are found by: their first word, their second one's first letter, and their first
//! bytes.

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
