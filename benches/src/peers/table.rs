//! Looking a whole word up in a table of all codes: exact, without an order of vendors, without drifts of spelling.

use std::collections::HashMap;
use std::hash::BuildHasher;

use super::{MAP, SPELLINGS, Strum};

/// Looks a word up; a code's answer is its place among all codes.
pub type LookUp = Box<dyn Fn(&str) -> Option<u16>>;

/// Returns the tables and their names.
#[must_use]
pub fn all() -> Vec<(&'static str, LookUp)> {
    vec![
        ("`FxHashMap`", Box::new(std_map(rustc_hash::FxBuildHasher))),
        ("`hashbrown` + `foldhash`", Box::new(hashbrown_map())),
        ("`HashMap`", Box::new(std_map(std::hash::RandomState::new()))),
        ("`phf::Map`", Box::new(|word: &str| MAP.get(word).copied())),
        (
            "`match` (strum `EnumString`)",
            Box::new(|word: &str| word.parse().ok().map(|code: Strum| code as u16)),
        ),
        (
            "binary search",
            Box::new(|word: &str| SPELLINGS.binary_search(&word).ok().map(|at| at as u16)),
        ),
    ]
}

/// Every code and its place.
fn numbered() -> impl Iterator<Item = (&'static str, u16)> {
    SPELLINGS.iter().copied().zip(0..)
}

fn std_map<S: BuildHasher>(hasher: S) -> impl Fn(&str) -> Option<u16> {
    let mut map = HashMap::with_capacity_and_hasher(SPELLINGS.len(), hasher);
    map.extend(numbered());
    move |word| map.get(word).copied()
}

fn hashbrown_map() -> impl Fn(&str) -> Option<u16> {
    let mut map = hashbrown::HashMap::with_capacity_and_hasher(SPELLINGS.len(), foldhash::fast::RandomState::default());
    map.extend(numbered());
    move |word| map.get(word).copied()
}
