//! How a catalog's tables are laid out, whoever makes them: printed as Rust at build time, or built in memory at run
//! time from an overlay.

use std::collections::BTreeMap;

use super::super::hash;
use super::model::{Entry, Vendor};
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
    ) where
        P: Iterator<Item = Option<T>>,
        T: AsRef<str>,
    {
        for (number, entries) in codes.enumerate() {
            let code = small(number, "codes");
            for (number, patterns) in entries.enumerate() {
                self.entry(vendor, hash::Place::Code(code, small(number, "variants")), patterns);
            }
        }
        for (number, patterns) in messages.enumerate() {
            self.entry(vendor, hash::Place::Message(small(number, "messages")), patterns);
        }
    }

    fn entry<T: AsRef<str>>(&mut self, vendor: usize, place: hash::Place, normalized: impl Iterator<Item = Option<T>>) {
        for (number, text) in normalized.enumerate() {
            let Some(text) = text.as_ref().map(T::as_ref) else {
                continue;
            };
            let (prefix, second) = hash::beginning(text);
            let head = hash::Head::of(text.as_bytes());
            let number = small(number, "messages of one entry");
            let (_, tag) = hash::part(prefix, second, 1);
            let row = hash::Rescue::new(head, small(vendor, "vendors"), place, number, tag);
            self.rows.push((prefix, second, row));
        }
    }

    /// Returns the tables of `catalog::Rescues`, in its order.
    pub fn tables(mut self) -> ([u32; hash::WORDS], Vec<u16>, Vec<[u64; 3]>) {
        let mut words = [0; hash::WORDS];
        for (prefix, second, _) in &self.rows {
            words[hash::word(*prefix)] |= 1 << second;
        }
        let parts = self.rows.len().next_power_of_two();
        let part = |row: &(u32, u8, hash::Rescue)| hash::part(row.0, row.1, parts).0;
        self.rows.sort_by_key(part);
        let first = |number| small(self.rows.partition_point(|row| part(row) < number), "messages");
        let places = (0..=parts).map(first).collect();
        (words, places, self.rows.iter().map(|(.., row)| row.0).collect())
    }
}

/// Returns the set of the first words of a code's messages, see `hash::prefix_bit`; empty where none of them could
/// change the verdict.
pub fn code_prefixes(entries: &[Entry]) -> u64 {
    let patterns: Vec<String> = entries
        .iter()
        .flat_map(|entry| &entry.patterns)
        .map(|p| pattern::normalize(&p.text))
        .collect();
    let delay = |text: &String| {
        pattern::PLACEHOLDERS
            .iter()
            .any(|(_, stand_in)| text.contains(*stand_in))
    };
    if entries.len() == 1 && !patterns.iter().any(delay) {
        return 0;
    }
    patterns
        .iter()
        .fold(0, |set, text| set | 1 << hash::prefix_bit(hash::beginning(text).0))
}

/// Returns the set of one vendor, see `catalog::VendorSet`.
pub fn vendor_set(vendor: usize) -> u64 {
    1 << vendor.min(63)
}

/// Returns a list's place as `pool::Run` has it.
pub fn run(first: usize, count: usize) -> u32 {
    let what = "elements in one table";
    let (first, count): (u16, u16) = (small(first, what), small(count, what));
    u32::from(first) | u32::from(count) << 16
}

/// Returns a text's place as `pool::Text` has it.
pub fn text(start: usize, english: usize, french: usize) -> u64 {
    let what = "bytes in one text";
    let (english, french): (u16, u16) = (small(english, what), small(french, what));
    u64::from(small::<u32>(start, "bytes of text")) | u64::from(english) << 32 | u64::from(french) << 48
}

/// Returns a number as the tables have it.
pub fn small<T: TryFrom<usize>>(number: usize, what: &str) -> T {
    T::try_from(number).unwrap_or_else(|_| panic!("the catalog has too many {what}: {number}"))
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
///
/// # Panics
///
/// If they are more than its numbers can count.
pub fn index(candidates: &[Candidate]) -> Index {
    let mut spellings = Spellings::default();
    let mut fields: Vec<(&str, u64)> = Vec::new();
    // By form; what the hash merges must be one key: two that never differ could not be told apart.
    let mut keys: BTreeMap<Vec<u8>, Vec<hash::Candidate>> = BTreeMap::new();
    for candidate in candidates {
        let (vendor, number) = match candidate.target {
            Target::Code(number) => (small(candidate.vendor, "vendors"), number),
            Target::Field => match fields.iter().position(|(name, _)| *name == candidate.spelling) {
                Some(known) => {
                    fields[known].1 |= vendor_set(candidate.vendor);
                    continue;
                }
                None => {
                    fields.push((&candidate.spelling, vendor_set(candidate.vendor)));
                    (hash::Candidate::FIELD, fields.len() - 1)
                }
            },
        };
        let packed = hash::Candidate::new(
            small(spellings.place(&candidate.spelling), "letters"),
            small(candidate.spelling.len(), "letters in a code"),
            vendor,
            small(number, "codes"),
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
        more: Vec::new(),
        spellings: spellings.text,
        fields: fields.into_iter().map(|(_, vendors)| vendors).collect(),
    };
    // What fills the places that are left: a field without a name, which no vendor has.
    let nobodys = hash::Candidate::new(0, 0, hash::Candidate::FIELD, small(index.fields.len(), "fields"));
    let nothing = hash::Slot::new(nobodys, 0, 0, 0);
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
        let more = small(index.more.len(), "spellings");
        let slot = hash::Slot::new(group[0], tag, more, small(group.len() - 1, "spellings"));
        index.slots.extend(slot.0);
        index.more.extend(group[1..].iter().map(|candidate| candidate.0));
    }
    index
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
