//! The compiled catalog at run time: the vendors' records and the perfect-hash index over every spelling.
//!
//! The build script prints these structures as statics. The index finds, for a word of the input, the codes and field
//! names that it may be; which of them it is depends on the vendor asked for, whose look-up order decides.

use crate::entry::{CodeRecord, Entry};
use crate::hash;
use crate::{Operation, Vendor};

/// A compiled catalog.
#[doc(hidden)]
#[derive(Debug)]
pub struct Catalog {
    /// The shipped vendors first, so that these have the same numbers in every catalog.
    pub vendors: &'static [&'static VendorRecord],
    pub index: Index,
}

/// All that is known of one vendor.
#[doc(hidden)]
#[derive(Debug)]
pub struct VendorRecord {
    pub vendor: Vendor,
    pub id: &'static str,
    pub name: &'static str,
    pub family: &'static str,
    pub docs: &'static str,
    pub checked: &'static str,
    /// Where codes are looked up: numbers of vendors, itself first.
    pub order: &'static [u8],
    pub codes: &'static [CodeRecord],
    /// Entries without a code.
    pub messages: &'static [Entry],
    pub statuses: &'static [(u16, Entry)],
    /// The messages that may recover an entry, sorted by first word.
    pub rescues: &'static [Rescue],
    /// The first words of these, see `hash::prefix_bit`.
    pub prefixes: [u64; 16],
    pub operations: &'static [(&'static str, Operation)],
    /// Whether some of its codes are numbers.
    pub numeric: bool,
    /// Bodies as the vendor sends them, with `{code}` and `{message}`.
    pub envelopes: &'static [&'static str],
    /// Whether failures come under a status that claims success.
    pub failures_with_200: bool,
}

impl VendorRecord {
    /// Returns the entry and the pattern that a rescue stands for.
    pub fn rescue(&self, rescue: &Rescue) -> (&'static Entry, &'static crate::entry::Pattern) {
        let entry = match rescue.place {
            Place::Code(code, entry) => &self.codes[usize::from(code)].entries()[usize::from(entry)],
            Place::Message(message) => &self.messages[usize::from(message)],
        };
        (entry, &entry.patterns()[usize::from(rescue.pattern)])
    }

    /// Returns every entry: codes with their variants, messages, statuses.
    pub fn entries(&self) -> impl Iterator<Item = &'static Entry> + use<> {
        let statuses = self.statuses.iter().map(|(_, entry)| entry);
        let codes = self.codes.iter().flat_map(CodeRecord::entries);
        codes.chain(self.messages).chain(statuses)
    }

    /// Returns what a status means when nothing else speaks.
    pub fn status(&self, status: u16) -> Option<&'static Entry> {
        let at = self
            .statuses
            .binary_search_by_key(&status, |(status, _)| *status)
            .ok()?;
        Some(&self.statuses[at].1)
    }
}

/// A message that may recover an entry when no code was found.
#[doc(hidden)]
#[derive(Debug)]
pub struct Rescue {
    /// The message's first word, see `Pattern::prefix`.
    pub prefix: u32,
    pub place: Place,
    /// Which of the entry's patterns.
    pub pattern: u8,
}

/// Where an entry stands in its vendor's record.
#[doc(hidden)]
#[derive(Debug, Clone, Copy)]
pub enum Place {
    /// A code's number and its entry's.
    Code(u16, u8),
    /// The number of a message without a code.
    Message(u16),
}

/// A perfect hash over all spellings of codes and field names, upper and lower case alike.
#[doc(hidden)]
#[derive(Debug)]
pub struct Index {
    pub seed: u64,
    /// Of the numbers of displacements and of slots, see `hash::reciprocal`.
    pub reciprocals: (u64, u64),
    pub displacements: &'static [(u32, u32)],
    pub slots: &'static [Slot],
    /// The shapes of all spellings, see `hash::shape`.
    pub shapes: &'static [u64; hash::SHAPES],
    pub candidates: &'static [Candidate],
}

/// The candidates of one form of a spelling.
#[doc(hidden)]
#[derive(Debug)]
pub struct Slot {
    /// The upper half of the form's hash: refuses most strangers without a comparison.
    pub tag: u32,
    pub first: u16,
    pub count: u16,
}

/// What a word may be.
#[doc(hidden)]
#[derive(Debug)]
pub struct Candidate {
    pub spelling: &'static str,
    pub vendor: u8,
    pub target: Target,
}

/// What a spelling stands for.
#[doc(hidden)]
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Target {
    /// The vendor's code of this number.
    Code(u16),
    /// A field whose value is a code.
    CodeField,
    /// A field whose value is text for people.
    MessageField,
}

/// A word that is a code of one of the vendors asked for.
#[doc(hidden)]
#[derive(Debug, Clone, Copy)]
pub struct Found {
    pub record: &'static CodeRecord,
    /// The place in the look-up order of the vendor whose code it is.
    pub rank: usize,
    /// Whether it stands there letter for letter, and not in another case or with other underscores.
    pub exact: bool,
    /// Whether the underscores are the same, at least.
    pub same_length: bool,
}

/// What a word is to a vendor.
#[doc(hidden)]
#[derive(Debug, Clone, Copy, Default)]
pub struct Meaning {
    pub code: Option<Found>,
    /// For which of the vendors it names a code field, as a set of places in the look-up order.
    pub code_field: u16,
    /// Whether it names a message field, letter for letter.
    pub message_field: bool,
}

impl Index {
    fn candidates(&self, word: &[u8]) -> &'static [Candidate] {
        let hash = hash::hash(word, self.seed);
        let slot = hash::slot(hash, self.displacements, self.slots.len() as u32, self.reciprocals);
        match self.slots.get(slot) {
            Some(slot) if slot.tag == (hash >> 32) as u32 => {
                let first = usize::from(slot.first);
                &self.candidates[first..first + usize::from(slot.count)]
            }
            _ => &[],
        }
    }
}

impl Catalog {
    /// Returns what a word means to a vendor, along the vendor's look-up order.
    ///
    /// An exact spelling anywhere in the order wins over one that differs in case or underscores; among equals the
    /// earlier vendor wins.
    pub fn meaning(&self, order: &[u8], word: &[u8]) -> Meaning {
        let mut meaning = Meaning::default();
        let mut best = (false, usize::MAX);
        for candidate in self.index.candidates(word) {
            let Some(rank) = order.iter().position(|&vendor| vendor == candidate.vendor) else {
                continue;
            };
            let spelling = candidate.spelling.as_bytes();
            let exact = spelling == word;
            if !exact && !same_word(spelling, word) {
                continue;
            }
            match candidate.target {
                Target::CodeField => meaning.code_field |= 1 << rank.min(15),
                Target::MessageField => meaning.message_field |= exact,
                Target::Code(number) => {
                    if meaning.code.is_none() || (exact && !best.0) || (exact == best.0 && rank < best.1) {
                        let record = &self.vendors[usize::from(candidate.vendor)].codes[usize::from(number)];
                        let same_length = spelling.len() == word.len();
                        meaning.code = Some(Found {
                            record,
                            rank,
                            exact,
                            same_length,
                        });
                        best = (exact, rank);
                    }
                }
            }
        }
        meaning
    }

    /// Returns the vendor's record with the catalog that holds it: this one, unless the vendor was brought by another.
    pub fn resolve(&'static self, vendor: Vendor) -> (&'static Catalog, &'static VendorRecord) {
        match vendor.number() {
            Ok(number) => (self, self.vendors[number]),
            Err(custom) => {
                let record = custom.record();
                match self.vendors.iter().find(|own| own.id == record.id) {
                    Some(own) => (self, own),
                    None => (custom.catalog(), record),
                }
            }
        }
    }

    /// Finds a vendor's own code: not along the look-up order.
    pub fn find_own(&self, vendor: u8, spelling: &str) -> Option<usize> {
        let found = self.meaning(&[vendor], spelling.as_bytes()).code?;
        Some(found.record.code.number())
    }
}

/// Compares two words without regard to case and underscores.
fn same_word(a: &[u8], b: &[u8]) -> bool {
    a.iter()
        .filter(|byte| **byte != b'_')
        .map(u8::to_ascii_lowercase)
        .eq(b.iter().filter(|byte| **byte != b'_').map(u8::to_ascii_lowercase))
}
