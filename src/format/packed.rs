//! Rows and places as plain numbers: what tables are made of.
//!
//! A table of numbers costs the loader nothing, and rustc little. Each type has its packing beside its unpacking.

use core::ops::Range;

use super::super::kind::Kind;
use super::super::recovery::{Applied, Certainty, Recovery, Scope};
use super::beginning::Head;

/// A text's place among all texts, in one number: where its English begins, how long that is, and the French behind it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Text(pub u64);

impl Text {
    #[must_use]
    pub const fn new(start: u32, english: u16, french: u16) -> Self {
        Text(start as u64 | (english as u64) << 32 | (french as u64) << 48)
    }

    /// Returns where the English stands.
    #[must_use]
    pub fn english(self) -> Range<usize> {
        let start = self.0 as u32 as usize;
        start..start + usize::from((self.0 >> 32) as u16)
    }

    /// Returns where the French stands, if there is some.
    #[must_use]
    pub fn french(self) -> Option<Range<usize>> {
        let start = self.english().end;
        let length = usize::from((self.0 >> 48) as u16);
        (length > 0).then_some(start..start + length)
    }
}

/// A list's place in the table of its type, in one number: its first element's, and how many there are.
#[derive(Clone, Copy, Debug)]
pub struct Run(pub u32);

impl Run {
    #[must_use]
    pub const fn new(first: u16, count: u16) -> Self {
        Run(first as u32 | (count as u32) << 16)
    }

    /// Returns the list that stands here.
    #[must_use]
    pub fn of<T>(self, table: &[T]) -> &[T] {
        let first = usize::from(self.0 as u16);
        &table[first..first + usize::from((self.0 >> 16) as u16)]
    }
}

/// A set of vendors by their numbers; those from 63 on count as one.
pub type VendorSet = u64;

/// Returns the set of one vendor.
#[inline]
#[must_use]
pub const fn set_of(vendor: u8) -> VendorSet {
    1 << if vendor < 63 { vendor } else { 63 }
}

/// An entry, all but the pool that its places are of.
#[derive(Clone, Debug)]
pub struct Row {
    /// The number in the catalog.
    pub vendor: u8,
    /// The number among the vendor's codes.
    pub code: Option<u16>,
    pub kind: Kind,
    pub recovery: Recovery,
    pub applied: Applied,
    pub scope: Scope,
    pub certainty: Certainty,
    pub own_remediation: bool,
    pub wraps: bool,
    pub rule: Text,
    pub cause: Text,
    pub remediation: Text,
    /// At most one string.
    pub contested: Run,
    /// At most one string.
    pub vendor_category: Run,
    pub sources: Run,
    pub examples: Run,
    pub patterns: Run,
    pub statuses: Run,
    pub operations: Run,
    /// At most one.
    pub backoff: Run,
}

/// A row in the fewest numbers, since rustc spends time on each.
pub type PackedRow = [u64; 8];

impl Row {
    /// Stands for the number of a code where there is none.
    const NO_CODE: u16 = u16::MAX;

    /// Packs it, enums by their values' numbers.
    #[must_use]
    pub fn pack(&self) -> PackedRow {
        let [low, high] = self.code.unwrap_or(Row::NO_CODE).to_le_bytes();
        let verdict = [
            self.vendor,
            low,
            high,
            self.kind as u8,
            self.recovery as u8,
            self.applied as u8,
            self.scope as u8,
            (self.certainty as u8) << 2 | u8::from(self.wraps) << 1 | u8::from(self.own_remediation),
        ];
        let both = |first: Run, second: Run| u64::from(first.0) | u64::from(second.0) << 32;
        [
            u64::from_le_bytes(verdict),
            self.rule.0,
            self.cause.0,
            self.remediation.0,
            both(self.contested, self.vendor_category),
            both(self.sources, self.examples),
            both(self.patterns, self.statuses),
            both(self.operations, self.backoff),
        ]
    }

    /// The other side of [`Row::pack`].
    #[must_use]
    pub const fn unpack(packed: &PackedRow) -> Self {
        const fn both(runs: u64) -> (Run, Run) {
            (Run(runs as u32), Run((runs >> 32) as u32))
        }
        let [vendor, low, high, kind, recovery, applied, scope, rest] = packed[0].to_le_bytes();
        let (contested, vendor_category) = both(packed[4]);
        let (sources, examples) = both(packed[5]);
        let (patterns, statuses) = both(packed[6]);
        let (operations, backoff) = both(packed[7]);
        Row {
            vendor,
            code: match u16::from_le_bytes([low, high]) {
                Row::NO_CODE => None,
                code => Some(code),
            },
            kind: Kind::ALL[kind as usize],
            recovery: Recovery::ALL[recovery as usize],
            applied: Applied::ALL[applied as usize],
            scope: Scope::ALL[scope as usize],
            certainty: Certainty::ALL[(rest >> 2) as usize],
            own_remediation: rest & 1 == 1,
            wraps: rest >> 1 & 1 == 1,
            rule: Text(packed[1]),
            cause: Text(packed[2]),
            remediation: Text(packed[3]),
            contested,
            vendor_category,
            sources,
            examples,
            patterns,
            statuses,
            operations,
            backoff,
        }
    }
}

/// Which of a vendor's entries one is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EntryIndex {
    /// A code's number and its entry's.
    Code(u16, u8),
    /// The number of a message without a code.
    Message(u16),
}

/// A message that may recover an entry when no code was found, in three numbers: its head, and where it stands.
#[derive(Clone, Copy, Debug)]
pub struct Rescue(pub [u64; 3]);

impl Rescue {
    /// In a variant's stead: a message without a code.
    pub const MESSAGE: u8 = u8::MAX;

    /// Packs it; the methods tell what each part is.
    #[must_use]
    pub fn new(head: Head, vendor: u8, entry: EntryIndex, pattern: u8, tag: u16) -> Self {
        let (number, variant) = match entry {
            EntryIndex::Code(number, variant) => (number, variant),
            EntryIndex::Message(number) => (number, Rescue::MESSAGE),
        };
        let rest = u64::from_le_bytes([head.length, vendor, pattern, variant, 0, 0, 0, 0]);
        let rest = rest | u64::from(number) << 32 | u64::from(tag) << 48;
        let bytes = u128::from_le_bytes(head.bytes);
        Rescue([bytes as u64, (bytes >> 64) as u64, rest])
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

    /// Returns the tag of how it begins, see `beginning::part`.
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

    /// Returns which of the vendor's entries it recovers.
    #[inline]
    #[must_use]
    pub fn entry(self) -> EntryIndex {
        let number = (self.0[2] >> 32) as u16;
        match (self.0[2] >> 24) as u8 {
            Rescue::MESSAGE => EntryIndex::Message(number),
            variant => EntryIndex::Code(number, variant),
        }
    }
}

/// What a spelling stands for, in one number: a vendor's code, or a field whose value is a code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Candidate(pub u64);

impl Candidate {
    /// In a vendor's stead: a field whose value is a code.
    pub const FIELD: u8 = u8::MAX;

    /// Packs it; the methods tell what each part is.
    #[must_use]
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

/// A slot of the index, in two numbers: all that is to know of most words.
#[derive(Clone, Copy, Debug)]
pub struct Slot(pub [u64; 2]);

impl Slot {
    /// Packs it; the methods tell what each part is.
    #[must_use]
    pub fn new(first: Candidate, tag: u32, more: u32) -> Self {
        Slot([first.0, u64::from(tag) | u64::from(more) << 32])
    }

    /// Returns the first candidate; mostly there is no other.
    #[inline]
    #[must_use]
    pub fn first(self) -> Candidate {
        Candidate(self.0[0])
    }

    /// Returns the tag of the form's hash, see `hash::tag`, which refuses most strangers without a comparison.
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
