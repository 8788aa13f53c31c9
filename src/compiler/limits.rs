//! How much a catalog may hold: what the numbers in the tables can count.
//!
//! `validate` reports the first of anything that is one too many, at its place. What it cannot count, whoever makes the tables
//! does: the lists that all vendors of a compiled catalog share, and what several overlays come to.

use super::super::format::packed::{Candidate, Rescue};
use super::super::format::spelling::LONGEST_CODE;
use std::fmt;

/// How many there may be of something.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limit {
    /// What they are, for messages: "vendors".
    pub what: &'static str,
    pub most: usize,
}

/// The number after the last one stands for a field.
pub const VENDORS: Limit = Limit::new("vendors", Candidate::FIELD as usize);

/// Codes and their aliases. The number after the last one stands for no code.
pub const SPELLINGS: Limit = Limit::new("codes and aliases of one vendor", u16::MAX as usize);

/// An entry of a code has eight bits, its default is one, and the number after the last one stands for an entry without a
/// code.
pub const VARIANTS: Limit = Limit::new("variants of one code", Rescue::MESSAGE as usize - 1);

/// Those that may recover an entry: `hints` only refine, and are found with their code.
pub const MESSAGES: Limit = Limit::new("`messages` of one entry", 1 << u8::BITS);

/// Entries without a code.
pub const CODELESS: Limit = Limit::new("`[[messages]]` of one vendor", 1 << u16::BITS);

/// All vendors' have their numbers together, an overlay's beside those that are there.
pub const CODE_FIELDS: Limit = Limit::new("`code_fields` of one vendor", u16::MAX as usize / VENDORS.most / 2);

/// Declared by the vendor: an entry names some of them.
pub const OPERATIONS: Limit = Limit::new("operations of one vendor", 1 << u16::BITS);

/// Any list: an entry's four lists of strings share a table.
pub const LIST: Limit = Limit::new("values in one list", u16::MAX as usize / 4);

/// Of a variant, a message, an operation, a field, a vendor's id. An entry's rule is made of three, see [`LONGEST_TEXT`].
pub const LONGEST_NAME: usize = 100;

/// In bytes.
pub const LONGEST_TEXT: Limit = Limit::new("bytes in one text", u16::MAX as usize);

// A spelling's length has eight bits, its place among all spellings 32.
const _: () = assert!(LONGEST_CODE <= u8::MAX as usize && LONGEST_NAME <= u8::MAX as usize);
const _: () =
    assert!(VENDORS.most * (SPELLINGS.most * LONGEST_CODE + CODE_FIELDS.most * LONGEST_NAME) <= u32::MAX as usize);
const _: () = assert!(2 * LONGEST_NAME + LONGEST_CODE + "/#".len() <= LONGEST_TEXT.most);

impl Limit {
    pub const fn new(what: &'static str, most: usize) -> Self {
        Limit { what, most }
    }

    /// Returns the number of one of them as the tables have it; the first one's is 0.
    pub fn number<T: TryFrom<usize>>(self, number: usize) -> Result<T, TooMany> {
        let number = Some(number).filter(|number| *number < self.most);
        number.and_then(|number| T::try_from(number).ok()).ok_or(TooMany(self))
    }

    /// Returns how many they are as the tables have it.
    pub fn count<T: TryFrom<usize>>(self, count: usize) -> Result<T, TooMany> {
        let count = Some(count).filter(|count| *count <= self.most);
        count.and_then(|count| T::try_from(count).ok()).ok_or(TooMany(self))
    }
}

/// More than the tables can count.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TooMany(pub Limit);

impl fmt::Display for TooMany {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Limit { what, most } = self.0;
        write!(f, "too many {what}, expected at most {most}")
    }
}

impl std::error::Error for TooMany {}
