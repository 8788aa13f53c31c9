//! The compiled catalog at run time: the vendors' records and the perfect-hash index over every spelling.
//!
//! The build script prints these structures as statics. The index finds, for a word of the input, the codes and field
//! names that it may be; which of them it is depends on the vendor asked for, whose look-up order decides.

use core::cmp::Ordering;

use crate::entry::{CodeRecord, Entry, Pattern};
use crate::format::packed::{Candidate, EntryIndex, Rescue, Slot, VendorSet, set_of};
use crate::format::{beginning, hash};
use crate::{Code, Operation, Vendor};

/// A compiled catalog.
#[doc(hidden)]
#[derive(Debug)]
pub struct Catalog {
    /// The shipped vendors first, so that these have the same numbers in every catalog.
    pub vendors: &'static [&'static VendorRecord],
    pub index: Index,
    pub rescues: Rescues,
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
    pub order: Order<'static>,
    pub codes: &'static [CodeRecord],
    /// Entries without a code.
    pub messages: &'static [Entry],
    pub statuses: &'static [(u16, Entry)],
    pub operations: &'static [(&'static str, Operation)],
    /// Fields whose value is text for people.
    pub message_fields: &'static [&'static str],
    /// Whether some of its codes are numbers.
    pub numeric: bool,
    /// Whether some of its codes are spelt `LIKE_THIS`.
    pub constant_case: bool,
    /// Bodies as the vendor sends them, with `{code}` and `{message}`.
    pub envelopes: &'static [&'static str],
    /// Whether failures come under a status that claims success.
    pub failures_with_200: bool,
}

impl VendorRecord {
    /// Returns the entry and the pattern that a rescue stands for.
    pub fn rescue(&self, rescue: Rescue) -> (&'static Entry, &'static Pattern) {
        let entry = match rescue.entry() {
            EntryIndex::Code(code, entry) => &self.codes[usize::from(code)].entries()[usize::from(entry)],
            EntryIndex::Message(message) => &self.messages[usize::from(message)],
        };
        (entry, &entry.patterns()[usize::from(rescue.pattern())])
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

/// The messages of all vendors that may recover an entry when no code was found, by how they begin.
#[doc(hidden)]
#[derive(Debug)]
pub struct Rescues {
    /// For each first word the groups of the second ones, see `beginning::word` and `beginning::group`.
    pub words: &'static [u32; beginning::WORDS],
    /// Where each part begins, see `beginning::part`, and where the last one ends.
    pub parts: &'static [u32],
    /// See `packed::Rescue`.
    pub rows: &'static [[u64; 3]],
}

impl Rescues {
    /// Returns the groups of the second words with which messages go on that begin with a word; and some others.
    #[inline]
    pub fn seconds(&self, prefix: u32) -> u32 {
        self.words[beginning::word(prefix)]
    }

    /// Yields those that may begin with a word and one of a group, see `beginning::beginning`; and some others.
    #[inline]
    pub fn near(&self, prefix: u32, second: u8) -> impl Iterator<Item = Rescue> + use<> {
        let (part, tag) = beginning::part(prefix, second, self.parts.len() - 1);
        let range = self.parts[part] as usize..self.parts[part + 1] as usize;
        let rows = self.rows.get(range).unwrap_or_default();
        rows.iter()
            .copied()
            .map(Rescue)
            .filter(move |rescue| rescue.tag() == tag)
    }
}

/// A perfect hash over all spellings of codes and field names, upper and lower case alike.
///
/// Everything is packed and without references, so that a look-up touches few cache lines and the tables need no
/// relocations: a slot of sixteen bytes holds all that is to know of most words, and the spellings stand one after another
/// in one text.
#[doc(hidden)]
#[derive(Debug)]
pub struct Index {
    pub seed: u64,
    /// By bucket, see `hash::slot`.
    pub displacements: &'static [u16],
    /// Two numbers each, see `packed::Slot`.
    pub slots: &'static [u64],
    /// The shapes of all spellings, see `hash::shape`.
    pub shapes: &'static [u64; hash::SHAPES],
    /// The candidates for which slots have no room, those of a slot behind their number; see `packed::Candidate`.
    pub more: &'static [u64],
    /// All spellings, one after another.
    pub spellings: &'static str,
    /// The vendors of each code field.
    pub fields: &'static [VendorSet],
}

/// Where codes are looked up: vendors by their numbers, the first before the next.
#[doc(hidden)]
#[derive(Debug, Clone, Copy)]
pub struct Order<'a> {
    pub vendors: &'a [u8],
    pub set: VendorSet,
}

impl<'a> Order<'a> {
    #[must_use]
    pub const fn new(vendors: &'a [u8]) -> Self {
        let (mut set, mut at) = (0, 0);
        while at < vendors.len() {
            set |= set_of(vendors[at]);
            at += 1;
        }
        Order { vendors, set }
    }

    /// Returns a vendor's place, if it has one.
    #[inline]
    pub fn rank(&self, vendor: u8) -> Option<usize> {
        self.vendors.iter().position(|&own| own == vendor)
    }

    #[inline]
    fn contains(&self, vendor: u8) -> bool {
        self.set & set_of(vendor) != 0 && (vendor < 63 || self.rank(vendor).is_some())
    }
}

/// A word that is a code of one of the vendors asked for.
#[doc(hidden)]
#[derive(Debug, Clone, Copy)]
pub struct Found {
    /// The numbers of the vendor whose code it is, and of the code.
    pub vendor: u8,
    pub number: u16,
    pub record: &'static CodeRecord,
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
    /// Those in the look-up order whose code field it names.
    pub code_field: VendorSet,
}

impl Index {
    /// Whether a word may be anything, by its first and last letter and its length: of nearly all words of a text this says
    /// that they are nothing.
    #[inline]
    pub fn may_hold(&self, first: u8, last: u8, length: usize) -> bool {
        let (place, bit) = hash::shape(first, last, length);
        self.shapes[place] >> bit & 1 == 1
    }

    /// Returns the slot of a word; for nearly every word that is nothing, none.
    #[inline(always)]
    fn slot(&self, word: &[u8]) -> Option<Slot> {
        let hash = hash::hash(word, self.seed);
        let bucket = hash::bucket(hash, self.displacements.len());
        let at = 2 * hash::slot(hash, *self.displacements.get(bucket)?, self.slots.len() / 2);
        let slot = Slot([*self.slots.get(at)?, *self.slots.get(at + 1)?]);
        (slot.tag() == hash::tag(hash)).then_some(slot)
    }

    /// Returns the candidates of a slot after its first.
    fn more(&self, slot: Slot) -> impl Iterator<Item = Candidate> + use<> {
        let behind = self.more.get(slot.more()..).and_then(<[u64]>::split_first);
        let further = behind.and_then(|(count, behind)| behind.get(..*count as usize));
        further.unwrap_or_default().iter().copied().map(Candidate)
    }

    /// Returns all candidates, as often as they stand in the index.
    #[cfg(any(test, feature = "overlay"))]
    pub fn all(&self) -> impl Iterator<Item = Candidate> + use<'_> {
        self.slots.chunks_exact(2).flat_map(|slot| {
            let slot = Slot([slot[0], slot[1]]);
            core::iter::once(slot.first()).chain(self.more(slot))
        })
    }

    /// Returns a candidate's spelling.
    #[cfg(any(test, feature = "overlay"))]
    pub fn spelling(&self, candidate: Candidate) -> &'static str {
        let at = candidate.at() as usize;
        &self.spellings[at..at + candidate.length()]
    }

    /// Returns the number of a vendor's code if a word is its spelling, letter for letter: that wins over all else.
    #[inline(always)]
    fn own(&self, slot: Slot, vendor: u8, word: &[u8]) -> Option<u16> {
        let mut candidate = slot.first();
        if candidate.vendor() != vendor {
            candidate = self.more(slot).find(|other| other.vendor() == vendor)?;
        }
        self.spells(candidate, word).then_some(candidate.number())
    }

    /// Whether a candidate is a word, letter for letter.
    #[inline]
    fn spells(&self, candidate: Candidate, word: &[u8]) -> bool {
        let at = candidate.at() as usize;
        match self.spellings.as_bytes().get(at..at + word.len()) {
            Some(letters) => candidate.length() == word.len() && hash::same(letters, word),
            None => false,
        }
    }

    #[inline]
    fn letters(&self, candidate: Candidate) -> &'static [u8] {
        let at = candidate.at() as usize;
        &self.spellings.as_bytes()[at..at + candidate.length()]
    }
}

impl Catalog {
    /// Returns what a word means along a look-up order.
    ///
    /// An exact spelling anywhere in the order wins over one that differs in case or underscores; among equals the
    /// earlier vendor wins, and of its spellings the one with the same underscores.
    #[inline]
    pub fn meaning(&self, order: Order<'_>, word: &[u8]) -> Meaning {
        let Some(slot) = self.index.slot(word) else {
            return Meaning::default();
        };
        let first = slot.first();
        let mut choice = Choice::new(order, word.len());
        // Each spelling stands in the text of all only once, so its place tells it from the others.
        let spelled = self.index.letters(first);
        let mut exact = self.index.spells(first, word).then_some(first.at());
        choice.offer(&self.index, first, exact);
        if slot.more() > 0 {
            for candidate in self.index.more(slot) {
                if exact.is_none() && self.index.letters(candidate) == word {
                    exact = Some(candidate.at());
                }
                choice.offer(&self.index, candidate, exact);
            }
        }
        // All candidates have the word in common but for case and underscores, if one of them does.
        if exact.is_none() && !same_word(spelled, word) {
            return Meaning::default();
        }
        Meaning {
            code: choice.best.map(|candidate| Found {
                vendor: candidate.vendor(),
                number: candidate.number(),
                record: &self.vendors[usize::from(candidate.vendor())].codes[usize::from(candidate.number())],
                exact: choice.exact,
                same_length: candidate.length() == word.len(),
            }),
            code_field: choice.fields,
        }
    }

    /// Finds a code by its spelling, along a vendor's look-up order.
    #[inline(always)]
    pub fn find(&'static self, vendor: Vendor, spelling: &str) -> Option<Code> {
        let word = spelling.as_bytes();
        let Ok(own) = vendor.number() else {
            return self.find_along(vendor, word);
        };
        let slot = self.index.slot(word)?;
        match self.index.own(slot, own as u8, word) {
            // The record is another cache line: errcat's own codes are known by their numbers.
            Some(number) if core::ptr::eq(self, &crate::CATALOG) => Code::at(own as u8, number),
            _ => self.find_along(vendor, word),
        }
    }

    /// Finds a code where more than the vendor's own spelling of it is to be looked at.
    #[cold]
    #[inline(never)]
    fn find_along(&'static self, vendor: Vendor, word: &[u8]) -> Option<Code> {
        let (catalog, record) = self.resolve(vendor);
        catalog.meaning(record.order, word).code.map(|found| found.record.code)
    }

    /// Returns the vendor's record with the catalog that holds it: this one, unless the vendor was brought by another.
    #[inline]
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
    #[inline]
    pub fn find_own(&self, vendor: u8, spelling: &str) -> Option<usize> {
        let word = spelling.as_bytes();
        let number = self.index.own(self.index.slot(word)?, vendor, word);
        number.or_else(|| self.find_alone(vendor, word)).map(usize::from)
    }

    #[cold]
    #[inline(never)]
    fn find_alone(&self, vendor: u8, word: &[u8]) -> Option<u16> {
        let found = self.meaning(Order::new(&[vendor]), word).code?;
        Some(found.number)
    }
}

/// Chooses between the candidates for a word.
struct Choice<'a> {
    order: Order<'a>,
    /// How many bytes the word has.
    length: usize,
    /// The best code until now, and whether it is spelled exactly so.
    best: Option<Candidate>,
    exact: bool,
    fields: VendorSet,
}

impl<'a> Choice<'a> {
    fn new(order: Order<'a>, length: usize) -> Self {
        Choice {
            order,
            length,
            best: None,
            exact: false,
            fields: 0,
        }
    }

    /// `exact` is where the word's own spelling stands, as far as it is known.
    #[inline(always)]
    fn offer(&mut self, index: &Index, candidate: Candidate, exact: Option<u32>) {
        if candidate.vendor() == Candidate::FIELD {
            self.fields |= index.fields[usize::from(candidate.number())] & self.order.set;
            return;
        }
        let exact = exact == Some(candidate.at());
        let beaten = |old: Candidate| match (self.exact, exact) {
            (false, true) => false,
            (true, false) => true,
            // Of a vendor's spellings the one with the same underscores.
            _ => match self.order.rank(old.vendor()).cmp(&self.order.rank(candidate.vendor())) {
                Ordering::Equal => old.length() == self.length || candidate.length() != self.length,
                ordering => ordering == Ordering::Less,
            },
        };
        if self.order.contains(candidate.vendor()) && !self.best.is_some_and(beaten) {
            (self.best, self.exact) = (Some(candidate), exact);
        }
    }
}

/// Compares two words without regard to case and underscores.
fn same_word(a: &[u8], b: &[u8]) -> bool {
    a.iter()
        .filter(|byte| **byte != b'_')
        .map(u8::to_ascii_lowercase)
        .eq(b.iter().filter(|byte| **byte != b'_').map(u8::to_ascii_lowercase))
}
