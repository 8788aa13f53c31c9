//! How a catalog's tables are laid out, whoever makes them: printed as Rust at build time, or built in memory at run
//! time from an overlay.

use std::collections::BTreeMap;

use super::super::format::packed::{self, EntryIndex, Run, Slot, Text, VendorSet, set_of};
use super::super::format::{beginning, hash};
use super::limits::{self, Limit, TooMany};
use super::model::Vendor;
use super::pattern;
use super::perfect::{self, Perfect};

/// Gathers the messages that may recover an entry when no code was found.
#[derive(Default)]
pub struct Rescues {
    /// Each with its first word and the second's group, see [`beginning::beginning`].
    rows: Vec<(u32, u8, packed::Rescue)>,
}

impl Rescues {
    /// Adds a vendor's messages: those of the entries of its codes, and of those without a code.
    ///
    /// Of each entry `codes` and `messages` give the normalised patterns, `None` for one that may not recover it.
    pub fn add<P, T>(
        &mut self,
        vendor: usize,
        codes: impl Iterator<Item: Iterator<Item = P>>,
        messages: impl Iterator<Item = P>,
    ) -> Result<(), TooMany>
    where
        P: Iterator<Item = Option<T>>,
        T: AsRef<str>,
    {
        for (number, entries) in codes.enumerate() {
            let code = limits::SPELLINGS.number(number)?;
            for (number, patterns) in entries.enumerate() {
                // The default entry comes before the variants.
                let index = EntryIndex::Code(code, limits::VARIANTS.count(number)?);
                self.entry(vendor, index, patterns)?;
            }
        }
        for (number, patterns) in messages.enumerate() {
            self.entry(vendor, EntryIndex::Message(limits::CODELESS.number(number)?), patterns)?;
        }
        Ok(())
    }

    fn entry<T: AsRef<str>>(
        &mut self,
        vendor: usize,
        index: EntryIndex,
        normalized: impl Iterator<Item = Option<T>>,
    ) -> Result<(), TooMany> {
        for (number, text) in normalized.enumerate() {
            let Some(text) = text.as_ref().map(T::as_ref) else {
                continue;
            };
            let (prefix, second) = beginning::beginning(text);
            let head = beginning::Head::of(text.as_bytes());
            let number = limits::MESSAGES.number(number)?;
            let (_, tag) = beginning::part(prefix, second, 1);
            let row = packed::Rescue::new(head, limits::VENDORS.number(vendor)?, index, number, tag);
            self.rows.push((prefix, second, row));
        }
        Ok(())
    }

    /// Returns the tables of what was added.
    pub fn tables(mut self) -> Result<RescueTables, TooMany> {
        const ROWS: Limit = Limit::new("messages of all entries", u32::MAX as usize);
        let mut words = [0; beginning::WORDS];
        for (prefix, second, _) in &self.rows {
            words[beginning::word(*prefix)] |= 1 << second;
        }
        let parts = self.rows.len().next_power_of_two();
        let part = |row: &(u32, u8, packed::Rescue)| beginning::part(row.0, row.1, parts).0;
        self.rows.sort_by_key(part);
        let first = |number| ROWS.count(self.rows.partition_point(|row| part(row) < number));
        Ok(RescueTables {
            words,
            parts: (0..=parts).map(first).collect::<Result<_, _>>()?,
            rows: self.rows.iter().map(|(.., row)| row.0).collect(),
        })
    }
}

/// See `catalog::Rescues`.
pub struct RescueTables {
    pub words: [u32; beginning::WORDS],
    pub parts: Vec<u32>,
    pub rows: Vec<[u64; 3]>,
}

/// Returns the set of the first words of a code's messages, see `beginning::prefix_bit`; empty where none of them could
/// change the verdict: with one entry, and no delay to read. The patterns are normalised.
pub fn code_prefixes<T: AsRef<str>>(entries: usize, patterns: impl Iterator<Item = T>) -> u64 {
    let (mut set, mut delay) = (0, false);
    for text in patterns {
        let text = text.as_ref();
        set |= 1 << beginning::prefix_bit(beginning::beginning(text).0);
        delay |= pattern::PLACEHOLDERS
            .iter()
            .any(|(_, stand_in)| text.contains(*stand_in));
    }
    if entries == 1 && !delay { 0 } else { set }
}

/// Returns a list's place; `rows` is how many its table may have.
pub fn run(rows: Limit, first: usize, count: usize) -> Result<Run, TooMany> {
    Ok(Run::new(rows.count(first)?, rows.count(count)?))
}

/// Returns a text's place.
pub fn text(start: usize, english: usize, french: usize) -> Result<Text, TooMany> {
    const BYTES: Limit = Limit::new("bytes in all texts", u32::MAX as usize);
    let length = |length| limits::LONGEST_TEXT.count(length);
    Ok(Text::new(BYTES.count(start)?, length(english)?, length(french)?))
}

/// What a spelling in the index may stand for.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Candidate {
    /// The vendor's number.
    pub vendor: usize,
    pub target: Target,
    pub spelling: String,
}

/// What a spelling stands for to a vendor.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Target {
    /// The vendor's code of this number.
    Code(usize),
    /// A field whose value is a code.
    Field,
}

/// Returns what there is to find in the vendors, in their order.
pub fn candidates(vendors: &[Vendor]) -> Vec<Candidate> {
    let mut list = Vec::new();
    for (number, vendor) in vendors.iter().enumerate() {
        let mut add = |spelling: &String, target| {
            list.push(Candidate {
                vendor: number,
                target,
                spelling: spelling.clone(),
            });
        };
        for (code, record) in vendor.codes.iter().enumerate() {
            for spelling in std::iter::once(&record.code).chain(&record.aliases) {
                add(spelling, Target::Code(code));
            }
        }
        vendor.code_fields.iter().for_each(|field| add(field, Target::Field));
    }
    list
}

/// A perfect hash over the forms of all spellings, see `catalog::Index`.
pub struct Index {
    pub seed: u64,
    pub shapes: [u64; hash::SHAPES],
    pub displacements: Vec<u16>,
    pub slots: Vec<u64>,
    pub more: Vec<u64>,
    pub spellings: String,
    /// The vendors of each code field; those of the last one, which has no name, are none.
    pub fields: Vec<VendorSet>,
}

const FIELDS: Limit = Limit::new("`code_fields` of all vendors", u16::MAX as usize);

/// Builds the index over the candidates; of equal ones the first counts.
pub fn index(candidates: &[Candidate]) -> Result<Index, TooMany> {
    let mut gathered = Gathered::default();
    for candidate in candidates {
        gathered.add(candidate)?;
    }
    let Gathered {
        keys,
        spellings,
        mut fields,
    } = gathered;
    // What fills the slots that are left: a field without a name, which no vendor has.
    let nobodys = packed::Candidate::new(0, 0, packed::Candidate::FIELD, FIELDS.count(fields.len())?);
    fields.push(("", 0));
    let (keys, groups): (Vec<_>, Vec<_>) = keys.into_iter().unzip();
    let perfect = perfect::build(&keys);
    let (slots, more) = slots(&perfect, &keys, &groups, nobodys)?;
    Ok(Index {
        seed: perfect.seed,
        shapes: shapes(&keys),
        displacements: perfect.displacements,
        slots,
        more,
        spellings: spellings.text,
        fields: fields.into_iter().map(|(_, vendors)| vendors).collect(),
    })
}

/// What an index is to hold.
#[derive(Default)]
struct Gathered<'c> {
    /// The candidates by form; what the hash merges must be one key: two that never differ could not be told apart.
    keys: BTreeMap<Vec<u8>, Vec<packed::Candidate>>,
    spellings: Spellings,
    /// The code fields by their numbers, with their vendors.
    fields: Vec<(&'c str, VendorSet)>,
}

impl<'c> Gathered<'c> {
    fn add(&mut self, candidate: &'c Candidate) -> Result<(), TooMany> {
        const LETTERS: Limit = Limit::new("letters in all codes", u32::MAX as usize);
        const LENGTH: Limit = Limit::new("letters in one code", u8::MAX as usize);
        let vendor: u8 = limits::VENDORS.number(candidate.vendor)?;
        let spelling = candidate.spelling.as_str();
        let (vendor, number) = match candidate.target {
            Target::Code(number) => (vendor, limits::SPELLINGS.number(number)?),
            Target::Field => match self.fields.iter_mut().find(|(name, _)| *name == spelling) {
                Some((_, vendors)) => {
                    *vendors |= set_of(vendor);
                    return Ok(());
                }
                None => {
                    self.fields.push((spelling, set_of(vendor)));
                    (packed::Candidate::FIELD, FIELDS.number(self.fields.len() - 1)?)
                }
            },
        };
        let at = LETTERS.count(self.spellings.place(spelling))?;
        let packed = packed::Candidate::new(at, LENGTH.count(spelling.len())?, vendor, number);
        for form in drifts(spelling) {
            let key = form.bytes().map(|byte| byte | 0x20).collect();
            let group = self.keys.entry(key).or_default();
            if !group.contains(&packed) {
                group.push(packed);
            }
        }
        Ok(())
    }
}

/// Returns the slots of a perfect hash, and the candidates for which they have no room; `nobodys` fills the slots that are
/// left.
fn slots(
    perfect: &Perfect,
    keys: &[Vec<u8>],
    groups: &[Vec<packed::Candidate>],
    nobodys: packed::Candidate,
) -> Result<(Vec<u64>, Vec<u64>), TooMany> {
    const SHARED: Limit = Limit::new("codes that are spelt alike", u32::MAX as usize);
    // At 0 nothing more is.
    let (mut slots, mut more) = (Vec::new(), vec![0]);
    for key in &perfect.slots {
        let Some(number) = *key else {
            slots.extend(Slot::new(nobodys, 0, 0).0);
            continue;
        };
        let (first, further) = (groups[number][0], &groups[number][1..]);
        let tag = hash::tag(hash::hash(&keys[number], perfect.seed));
        let at = match further {
            [] => 0,
            _ => SHARED.count(more.len())?,
        };
        slots.extend(Slot::new(first, tag, at).0);
        if !further.is_empty() {
            more.push(further.len() as u64);
            more.extend(further.iter().map(|candidate| candidate.0));
        }
    }
    Ok((slots, more))
}

/// Returns the table of the keys' shapes.
fn shapes(keys: &[Vec<u8>]) -> [u64; hash::SHAPES] {
    let mut shapes = [0; hash::SHAPES];
    for key in keys {
        let letter = |byte: Option<&u8>| byte.copied().unwrap_or_default();
        let (at, bit) = hash::shape(letter(key.first()), letter(key.last()), key.len());
        shapes[at] |= 1 << bit;
    }
    shapes
}

/// Texts, each once, one after another.
#[derive(Default)]
struct Spellings {
    text: String,
    places: BTreeMap<String, usize>,
}

impl Spellings {
    fn place(&mut self, spelling: &str) -> usize {
        if let Some(&at) = self.places.get(spelling) {
            return at;
        }
        let at = self.text.len();
        self.text.push_str(spelling);
        self.places.insert(spelling.to_owned(), at);
        at
    }
}

/// The forms, in lower case, under which a spelling is found: as it is, without underscores, and with one at each hump.
pub fn drifts(spelling: &str) -> Vec<String> {
    let mut snake = String::new();
    let bytes = spelling.as_bytes();
    for (at, c) in spelling.char_indices() {
        let hump = at > 0
            && c.is_ascii_uppercase()
            && (bytes[at - 1].is_ascii_lowercase()
                || bytes[at - 1].is_ascii_uppercase() && bytes.get(at + 1).is_some_and(u8::is_ascii_lowercase));
        if hump {
            snake.push('_');
        }
        snake.push(c.to_ascii_lowercase());
    }
    let lower = spelling.to_ascii_lowercase();
    let mut forms = vec![lower.clone(), lower.replace('_', ""), snake];
    forms.sort();
    forms.dedup();
    forms
}
