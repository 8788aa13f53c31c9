//! How a catalog's tables are laid out, whoever makes them: printed as Rust at build time, or built in memory at run
//! time from an overlay.

use std::collections::BTreeMap;

use super::super::hash;
use super::limits::{self, Limit, TooMany};
use super::model::Vendor;
use super::{pattern, perfect};

/// Gathers the messages that may recover an entry when no code was found.
#[derive(Default)]
pub struct Rescues {
    /// Each with its first word and the second's group, see [`hash::beginning`].
    rows: Vec<(u32, u8, hash::Rescue)>,
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
                let place = hash::Place::Code(code, limits::VARIANTS.count(number)?);
                self.entry(vendor, place, patterns)?;
            }
        }
        for (number, patterns) in messages.enumerate() {
            self.entry(vendor, hash::Place::Message(limits::CODELESS.number(number)?), patterns)?;
        }
        Ok(())
    }

    fn entry<T: AsRef<str>>(
        &mut self,
        vendor: usize,
        place: hash::Place,
        normalized: impl Iterator<Item = Option<T>>,
    ) -> Result<(), TooMany> {
        for (number, text) in normalized.enumerate() {
            let Some(text) = text.as_ref().map(T::as_ref) else {
                continue;
            };
            let (prefix, second) = hash::beginning(text);
            let head = hash::Head::of(text.as_bytes());
            let number = limits::MESSAGES.number(number)?;
            let (_, tag) = hash::part(prefix, second, 1);
            let row = hash::Rescue::new(head, limits::VENDORS.number(vendor)?, place, number, tag);
            self.rows.push((prefix, second, row));
        }
        Ok(())
    }

    /// Returns the tables of what was added.
    pub fn tables(mut self) -> Result<RescueTables, TooMany> {
        const ROWS: Limit = Limit::new("messages of all entries", u32::MAX as usize);
        let mut words = [0; hash::WORDS];
        for (prefix, second, _) in &self.rows {
            words[hash::word(*prefix)] |= 1 << second;
        }
        let parts = self.rows.len().next_power_of_two();
        let part = |row: &(u32, u8, hash::Rescue)| hash::part(row.0, row.1, parts).0;
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
    pub words: [u32; hash::WORDS],
    pub parts: Vec<u32>,
    pub rows: Vec<[u64; 3]>,
}

/// Returns the set of the first words of a code's messages, see `hash::prefix_bit`; empty where none of them could
/// change the verdict: with one entry, and no delay to read. The patterns are normalised.
pub fn code_prefixes<T: AsRef<str>>(entries: usize, patterns: impl Iterator<Item = T>) -> u64 {
    let (mut set, mut delay) = (0, false);
    for text in patterns {
        let text = text.as_ref();
        set |= 1 << hash::prefix_bit(hash::beginning(text).0);
        delay |= pattern::PLACEHOLDERS
            .iter()
            .any(|(_, stand_in)| text.contains(*stand_in));
    }
    if entries == 1 && !delay { 0 } else { set }
}

/// Returns the set of one vendor, see `catalog::VendorSet`.
pub fn vendor_set(vendor: usize) -> u64 {
    1 << vendor.min(63)
}

/// Returns a list's place as `pool::Run` has it; `rows` is how many its table may have.
pub fn run(rows: Limit, first: usize, count: usize) -> Result<u32, TooMany> {
    let (first, count): (u16, u16) = (rows.count(first)?, rows.count(count)?);
    Ok(u32::from(first) | u32::from(count) << 16)
}

/// Returns a text's place as `pool::Text` has it.
pub fn text(start: usize, english: usize, french: usize) -> Result<u64, TooMany> {
    const BYTES: Limit = Limit::new("bytes in all texts", u32::MAX as usize);
    let length = |length| limits::LONGEST_TEXT.count::<u16>(length).map(u64::from);
    let start: u32 = BYTES.count(start)?;
    Ok(u64::from(start) | length(english)? << 32 | length(french)? << 48)
}

/// Whether a code is a number.
pub fn is_numeric(code: &str) -> bool {
    code.bytes().all(|b| b.is_ascii_digit())
}

/// Whether a code is spelt `LIKE_THIS`.
pub fn screams(code: &str) -> bool {
    code.contains('_') && !code.contains(|c: char| c.is_ascii_lowercase())
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
    /// The set of the vendors of each code field, see [`vendor_set`].
    pub fields: Vec<u64>,
}

/// Builds the index over the candidates; of equal ones the first counts.
pub fn index(candidates: &[Candidate]) -> Result<Index, TooMany> {
    const LETTERS: Limit = Limit::new("letters in all codes", u32::MAX as usize);
    const LENGTH: Limit = Limit::new("letters in one code", u8::MAX as usize);
    const FIELDS: Limit = Limit::new("`code_fields` of all vendors", u16::MAX as usize);
    const SHARED: Limit = Limit::new("codes that are spelt alike", u32::MAX as usize);
    let mut spellings = Spellings::default();
    let mut fields: Vec<(&str, u64)> = Vec::new();
    // By form; what the hash merges must be one key: two that never differ could not be told apart.
    let mut keys: BTreeMap<Vec<u8>, Vec<hash::Candidate>> = BTreeMap::new();
    for candidate in candidates {
        let (vendor, number) = match candidate.target {
            Target::Code(number) => (
                limits::VENDORS.number(candidate.vendor)?,
                limits::SPELLINGS.number(number)?,
            ),
            Target::Field => match fields.iter().position(|(name, _)| *name == candidate.spelling) {
                Some(known) => {
                    fields[known].1 |= vendor_set(candidate.vendor);
                    continue;
                }
                None => {
                    fields.push((&candidate.spelling, vendor_set(candidate.vendor)));
                    (hash::Candidate::FIELD, FIELDS.number(fields.len() - 1)?)
                }
            },
        };
        let packed = hash::Candidate::new(
            LETTERS.count(spellings.place(&candidate.spelling))?,
            LENGTH.count(candidate.spelling.len())?,
            vendor,
            number,
        );
        for form in drifts(&candidate.spelling) {
            let group = keys.entry(form.bytes().map(|byte| byte | 0x20).collect()).or_default();
            if !group.contains(&packed) {
                group.push(packed);
            }
        }
    }
    let (keys, groups): (Vec<_>, Vec<_>) = keys.into_iter().unzip();
    let perfect = perfect::build(&keys);
    let mut index = Index {
        seed: perfect.seed,
        shapes: [0; hash::SHAPES],
        displacements: perfect.displacements,
        slots: Vec::new(),
        // Where nothing more is.
        more: vec![0],
        spellings: spellings.text,
        fields: fields.into_iter().map(|(_, vendors)| vendors).collect(),
    };
    // What fills the places that are left: a field without a name, which no vendor has.
    let nobodys = hash::Candidate::new(0, 0, hash::Candidate::FIELD, FIELDS.count(index.fields.len())?);
    let nothing = hash::Slot::new(nobodys, 0, 0);
    index.fields.push(0);
    for place in perfect.places {
        let Some(number) = place else {
            index.slots.extend(nothing.0);
            continue;
        };
        let (key, group) = (&keys[number], &groups[number]);
        let letter = |byte: Option<&u8>| byte.copied().unwrap_or_default();
        let (place, bit) = hash::shape(letter(key.first()), letter(key.last()), key.len());
        index.shapes[place] |= 1 << bit;
        let tag = (hash::hash(key, perfect.seed) >> 32) as u32;
        let further = &group[1..];
        let more = match further {
            [] => 0,
            _ => SHARED.count(index.more.len())?,
        };
        index.slots.extend(hash::Slot::new(group[0], tag, more).0);
        if !further.is_empty() {
            index.more.push(further.len() as u64);
            index.more.extend(further.iter().map(|candidate| candidate.0));
        }
    }
    Ok(index)
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
