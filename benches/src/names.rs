//! Codes and near misses, for looking up.

use std::collections::BTreeMap;

use errcat::{Code, Vendor};

use crate::random::Random;

/// How many names of each sort.
const COUNT: usize = 1_024;

/// A name and the vendor for whom it is looked up.
pub type Name = (Vendor, String);

/// Returns codes, each once, in random order.
#[must_use]
pub fn hits() -> Vec<Name> {
    let mut random = Random::new(0x9e37_79b9_7f4a_7c15);
    let all: BTreeMap<&str, Code> = Vendor::all()
        .flat_map(|v| v.codes())
        .map(|code| (code.as_str(), code))
        .collect();
    let mut names: Vec<Name> = all
        .into_iter()
        .map(|(spelling, code)| (code.vendor(), spelling.to_owned()))
        .collect();
    random.shuffle(&mut names);
    names.truncate(COUNT);
    names
}

/// Returns names that differ from a code by a letter or a word, and are none.
#[must_use]
pub fn misses() -> Vec<Name> {
    let mut random = Random::new(0xd1b5_4a32_d192_ed03);
    let hits = hits();
    let mut names = Vec::new();
    while names.len() < COUNT {
        let (vendor, mut name) = random.pick(&hits).clone();
        let at = random.below(name.len());
        let letter = char::from(b'A' + random.below(26) as u8);
        match random.below(4) {
            0 => name.replace_range(at..=at, &letter.to_string()),
            1 => name.insert(at, letter),
            2 => {
                name.remove(at);
            }
            _ => name.push_str("_ERROR"),
        }
        if name.len() > 2 && Vendor::all().all(|vendor| Code::find(vendor, &name).is_none()) {
            names.push((vendor, name));
        }
    }
    names
}
