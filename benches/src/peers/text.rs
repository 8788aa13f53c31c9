//! Finding codes as whole words in a raw text.
//!
//! Plain words and numbers (`Timeout`, `606`) are left out here, since in a text they prove nothing: the peers look for
//! fewer codes than errcat does. All but the chain of `contains` find the same; its users look for a few codes and take
//! the first that is there.

use aho_corasick::{AhoCorasick, AhoCorasickKind, MatchKind};
use errcat::{Code, Vendor};
use regex::{Regex, RegexBuilder, RegexSet, RegexSetBuilder};
use rustc_hash::{FxBuildHasher, FxHashMap};

/// Calls back with every code found, in no certain order, some maybe several times.
pub trait Finder {
    /// Its name in a table.
    fn name(&self) -> &'static str;

    /// Finds the codes in a text, as numbers among [`codes`].
    fn find(&self, text: &str, found: &mut dyn FnMut(usize));
}

/// Returns the spellings of the codes that may be looked for in text, longest first.
#[must_use]
pub fn codes() -> Vec<&'static str> {
    let plain = |code: &Code| {
        let spelling = code.as_str();
        code.is_word()
            || !spelling
                .bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
            || spelling.bytes().all(|byte| byte.is_ascii_digit())
    };
    let mut codes: Vec<&str> = Vendor::all()
        .flat_map(|v| v.codes())
        .filter(|code| !plain(code))
        .map(Code::as_str)
        .collect();
    codes.sort_by_key(|code| (std::cmp::Reverse(code.len()), *code));
    codes.dedup();
    codes
}

/// Returns the finders.
#[must_use]
pub fn all() -> Vec<Box<dyn Finder>> {
    let codes = codes();
    vec![
        Box::new(Words::new(&codes)),
        Box::new(Automaton::new("aho-corasick", &codes, None)),
        Box::new(Automaton::new("aho-corasick, DFA", &codes, Some(AhoCorasickKind::DFA))),
        Box::new(Set::new(&codes)),
        Box::new(Alternation::new(&codes)),
    ]
}

fn is_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_'
}

/// Splits the text into words and looks each up.
struct Words(FxHashMap<&'static [u8], usize>);

impl Words {
    fn new(codes: &[&'static str]) -> Self {
        let mut map = FxHashMap::with_capacity_and_hasher(codes.len(), FxBuildHasher);
        map.extend(codes.iter().map(|code| code.as_bytes()).zip(0..));
        Words(map)
    }
}

impl Finder for Words {
    fn name(&self) -> &'static str {
        "split into words, `FxHashMap`"
    }

    fn find(&self, text: &str, found: &mut dyn FnMut(usize)) {
        let words = text.as_bytes().split(|byte| !is_word(*byte));
        words
            .filter(|word| word.len() > 2)
            .filter_map(|word| self.0.get(word))
            .for_each(|code| found(*code));
    }
}

struct Automaton(&'static str, AhoCorasick);

impl Automaton {
    fn new(name: &'static str, codes: &[&str], kind: Option<AhoCorasickKind>) -> Self {
        let built = AhoCorasick::builder()
            .match_kind(MatchKind::LeftmostLongest)
            .kind(kind)
            .build(codes);
        Automaton(name, built.expect("the automaton fits"))
    }
}

impl Finder for Automaton {
    fn name(&self) -> &'static str {
        self.0
    }

    fn find(&self, text: &str, found: &mut dyn FnMut(usize)) {
        let bytes = text.as_bytes();
        for hit in self.1.find_iter(text) {
            let before = hit.start().checked_sub(1).is_some_and(|at| is_word(bytes[at]));
            let after = bytes.get(hit.end()).is_some_and(|byte| is_word(*byte));
            if !before && !after {
                found(hit.pattern().as_usize());
            }
        }
    }
}

/// Memory enough that no regex gives up its automaton.
const MEMORY: usize = 256 << 20;

struct Set(RegexSet);

impl Set {
    fn new(codes: &[&str]) -> Self {
        let patterns = codes.iter().map(|code| format!(r"\b{code}\b"));
        let set = RegexSetBuilder::new(patterns)
            .unicode(false)
            .size_limit(MEMORY)
            .dfa_size_limit(MEMORY)
            .build();
        Set(set.expect("the set fits"))
    }
}

impl Finder for Set {
    fn name(&self) -> &'static str {
        "`regex::RegexSet`"
    }

    fn find(&self, text: &str, found: &mut dyn FnMut(usize)) {
        self.0.matches(text).iter().for_each(found);
    }
}

struct Alternation(Regex, FxHashMap<String, usize>);

impl Alternation {
    fn new(codes: &[&str]) -> Self {
        let pattern = format!(r"\b(?:{})\b", codes.join("|"));
        let regex = RegexBuilder::new(&pattern)
            .unicode(false)
            .size_limit(MEMORY)
            .dfa_size_limit(MEMORY)
            .build();
        Alternation(
            regex.expect("the regex fits"),
            codes.iter().map(|code| (*code).to_owned()).zip(0..).collect(),
        )
    }
}

impl Finder for Alternation {
    fn name(&self) -> &'static str {
        "one regex alternation"
    }

    fn find(&self, text: &str, found: &mut dyn FnMut(usize)) {
        self.0
            .find_iter(text)
            .filter_map(|hit| self.1.get(hit.as_str()))
            .for_each(|code| found(*code));
    }
}

/// The codes for which connectors write `if body.contains(…)`, one after another.
pub const CHAIN: [&str; 30] = [
    "UNABLE_TO_LOCK_ROW",
    "REQUEST_LIMIT_EXCEEDED",
    "INVALID_SESSION_ID",
    "SERVER_UNAVAILABLE",
    "QUERY_TIMEOUT",
    "INVALID_QUERY_LOCATOR",
    "TXN_SECURITY_METERING_ERROR",
    "API_DISABLED_FOR_ORG",
    "INVALID_LOGIN",
    "INVALID_FIELD",
    "INVALID_TYPE",
    "MALFORMED_QUERY",
    "MALFORMED_ID",
    "INSUFFICIENT_ACCESS",
    "STORAGE_LIMIT_EXCEEDED",
    "DUPLICATE_VALUE",
    "REQUIRED_FIELD_MISSING",
    "FIELD_CUSTOM_VALIDATION_EXCEPTION",
    "ENTITY_IS_DELETED",
    "CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY",
    "STRING_TOO_LONG",
    "InvalidAuthenticationToken",
    "TooManyRequests",
    "activityLimitReached",
    "serviceNotAvailable",
    "itemNotFound",
    "accessDenied",
    "invalid_grant",
    "AADSTS50173",
    "AADSTS700082",
];

/// Returns the first of the chain's codes that the text holds, as a part of a word too.
#[must_use]
pub fn chain(text: &str) -> Option<usize> {
    CHAIN.iter().position(|code| text.contains(code))
}
