//! The scan without its shortcuts, for the tests, which hold the two equal: on every example and every real string, on
//! what proptest makes up, and on the fuzzers' seeds.
//!
//! The scan finds words by masks over blocks, refuses most by their shape, looks the rest up in a perfect hash, and tries
//! a message only where its first two words stand. Here every word is looked at in turn and looked up in an ordinary map,
//! and every message is tried wherever its first character stands.

use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

use proptest::prelude::*;

use super::block::{BLOCK, Bits};
use super::candidates::Candidates;
use super::pattern;
use super::starts::{Opening, Start, Starts};
use super::text;
use super::word::{self, Word, escape, is_word};
use super::{Mark, Scan, answer, field};
use crate::CATALOG;
use crate::catalog::{Found, Meaning, Order, VendorRecord};
use crate::entry::{CodeRecord, Pattern};
use crate::format::beginning::Head;
use crate::format::normal::{END, HOURS, MILLISECONDS, MINUTES, SECONDS};
use crate::format::packed::Candidate;
use crate::pipeline::layout;

/// The words of an input, one after another.
fn words(raw: &[u8]) -> Vec<Word> {
    let mut words = Vec::new();
    let mut at = 0;
    while let Some(run) = raw[at..].iter().position(|byte| is_word(*byte)) {
        let start = at + run;
        at = start + raw[start..].iter().take_while(|byte| is_word(**byte)).count();
        let escape = escape(raw, start, at);
        if start + escape < at {
            words.push(Word {
                start: start + escape,
                end: at,
                escaped: escape > 0,
            });
        }
    }
    words
}

/// Whether a word of an input may be a code or a field's name.
fn is_candidate(raw: &[u8], word: &Word) -> bool {
    let text = &raw[word.start..word.end];
    let marked = text.iter().any(|byte| byte.is_ascii_digit() || *byte == b'_');
    let hump = |pair: &[u8]| pair[0].is_ascii_lowercase() && pair[1].is_ascii_uppercase();
    let delimited = match &raw[word.end..] {
        [b' ', ..] => {
            let filled = raw[word.end..].iter().take(33).find(|byte| **byte != b' ');
            matches!(filled, Some(b':' | b'='))
        }
        [b'.' | b'-' | b'/', next, ..] => matches!(next, b':' | b'='),
        [b'.' | b'-' | b'/'] => false,
        _ => true,
    };
    let first = raw.iter().position(|byte| is_word(*byte)).unwrap_or(raw.len());
    let leads = raw[first..word.end].iter().all(|byte| is_word(*byte));
    marked || text.windows(2).any(hump) || delimited || leads
}

/// What the vendors have under each form of a spelling, in lower case: a map as anybody would write it.
static FORMS: LazyLock<HashMap<String, Vec<Candidate>>> = LazyLock::new(|| {
    let mut forms: HashMap<String, Vec<Candidate>> = HashMap::new();
    for candidate in CATALOG.index.all() {
        for form in layout::drifts(CATALOG.index.spelling(candidate)) {
            forms.entry(form).or_default().push(candidate);
        }
    }
    forms
});

/// What a word means.
fn meaning(order: Order<'_>, word: &[u8]) -> Meaning {
    let lower = String::from_utf8_lossy(word).to_ascii_lowercase();
    let candidates = FORMS.get(&lower).map(Vec::as_slice).unwrap_or_default();
    let fields = candidates
        .iter()
        .filter(|candidate| candidate.vendor() == Candidate::FIELD);
    let is_exact = |candidate: Candidate| CATALOG.index.spelling(candidate).as_bytes() == word;
    let find = |exact: bool| {
        order.vendors.iter().find_map(|&vendor| {
            let own = |candidate: &&Candidate| candidate.vendor() == vendor && (!exact || is_exact(**candidate));
            let mut own = candidates.iter().filter(own).copied();
            // The first one with the same underscores, or else the first.
            let first = own.next()?;
            let same = core::iter::once(first)
                .chain(own)
                .find(|one| one.length() == word.len());
            Some(same.unwrap_or(first))
        })
    };
    let code = find(true).or_else(|| find(false));
    Meaning {
        code: code.map(|candidate| Found {
            vendor: candidate.vendor(),
            number: candidate.number(),
            record: &CATALOG.vendors[usize::from(candidate.vendor())].codes[usize::from(candidate.number())],
            exact: is_exact(candidate),
            same_length: candidate.length() == word.len(),
        }),
        code_field: fields.fold(0, |set, field| {
            set | CATALOG.index.fields[usize::from(field.number())] & order.set
        }),
    }
}

/// The marks of an input, every word looked at.
fn marks(vendor: &'static VendorRecord, raw: &[u8]) -> Vec<Mark> {
    if answer::is_data(raw) {
        return Vec::new();
    }
    let mut scan = Scan::new(&CATALOG, vendor, raw);
    let mut marks: Vec<Mark> = scan.whole().into_iter().collect();
    for word in words(raw) {
        if word.start < scan.candidates.from || !is_candidate(raw, &word) {
            continue;
        }
        let text = &raw[word.start..word.end];
        if text.eq_ignore_ascii_case(field::DETAIL) {
            scan.detail = field::value(raw, word.start, word.end).map(|value| value.start);
        }
        let Meaning { code, code_field } = meaning(vendor.order, text);
        let designated = (code_field != 0).then(|| scan.designated(&word, code_field)).flatten();
        marks.extend(designated.or_else(|| scan.in_text(&word, code?)));
    }
    if marks.is_empty() {
        marks.extend(core::iter::from_fn(|| scan.in_markup()));
    }
    marks
}

/// The messages of each vendor that tell an entry alone, by the character with which they begin.
static PATTERNS: LazyLock<HashMap<&str, HashMap<char, Vec<&Pattern>>>> = LazyLock::new(|| {
    let own = |vendor: &&'static VendorRecord| {
        let mut patterns: HashMap<char, Vec<&Pattern>> = HashMap::new();
        let all = vendor.entries().flat_map(|entry| entry.patterns());
        for pattern in all.filter(|pattern| pattern.rescues) {
            let first = pattern.text.chars().next().expect("a pattern has a beginning");
            patterns.entry(first).or_default().push(pattern);
        }
        (vendor.id, patterns)
    };
    CATALOG.vendors.iter().map(own).collect()
});

/// The places where a message can begin, with each of a vendor's patterns that matches there: every place tried, with every
/// pattern of which the first character stands there.
fn matches(vendor: &'static VendorRecord, raw: &[u8]) -> Vec<(usize, &'static str)> {
    let patterns = &PATTERNS[vendor.id];
    let blank = |word: &Word| {
        raw[word.start..word.end]
            .iter()
            .take_while(|byte| **byte == b'_')
            .count()
    };
    let starts: HashSet<usize> = words(raw).iter().map(|word| word.start + blank(word)).collect();
    let escaped = |at: usize| {
        let letter = |(c, _): (char, usize)| !c.is_ascii() && c.is_alphabetic();
        word::may_escape(raw, at + 1)
            && raw.get(at + 1).is_some_and(|byte| is_word(*byte))
            && text::read(&raw[at..]).is_some_and(letter)
    };
    let begins = |at: &usize| starts.contains(at) || raw[*at] >= 0xc2 || escaped(*at);
    let found = (0..raw.len()).filter(begins).flat_map(|at| {
        let first = pattern::first(raw, at);
        let near = first.and_then(|first| patterns.get(&first)).map(Vec::as_slice);
        near.unwrap_or_default().iter().map(move |pattern| (at, *pattern))
    });
    found
        .filter(|(at, pattern)| pattern::match_at(pattern, raw, *at).is_some())
        .map(|(at, pattern)| (at, pattern.text))
        .collect()
}

#[track_caller]
fn check(vendor: &'static VendorRecord, raw: &[u8]) {
    let shown = String::from_utf8_lossy(raw);
    let (own, plain) = (Scan::new(&CATALOG, vendor, raw).collect::<Vec<_>>(), marks(vendor, raw));
    assert_eq!(format!("{own:?}"), format!("{plain:?}"), "{}: {shown}", vendor.id);
    let own: Vec<Word> = Candidates::new(raw).collect();
    let plain: Vec<Word> = words(raw).into_iter().filter(|word| is_candidate(raw, word)).collect();
    assert_eq!(own, plain, "{shown}");
}

/// Checks that none of a vendor's messages is passed over.
#[track_caller]
fn check_messages(vendor: &'static VendorRecord, raw: &[u8]) {
    let near = |start: Start| {
        let seconds = Bits(start.seconds.into());
        let rescues = seconds.flat_map(move |second| CATALOG.rescues.near(start.prefix, second as u8));
        let own = rescues.filter(|rescue| core::ptr::eq(CATALOG.vendors[usize::from(rescue.vendor())], vendor));
        own.map(move |rescue| (start, vendor.rescue(rescue).1))
    };
    let mut own: Vec<(usize, &str)> = Starts::new(raw, |prefix| CATALOG.rescues.seconds(prefix))
        .flat_map(near)
        .filter(|(start, pattern)| pattern::match_at(pattern, raw, start.at).is_some())
        .map(|(start, pattern)| (start.at, pattern.text))
        .collect();
    let mut plain = matches(vendor, raw);
    own.sort_unstable();
    // Two of the parts in which it is looked for may be one.
    own.dedup();
    plain.sort_unstable();
    plain.dedup();
    assert_eq!(own, plain, "{}: {}", vendor.id, String::from_utf8_lossy(raw));
    for (at, pattern) in own {
        let (head, text) = (Head::of(pattern.as_bytes()), &raw[at..]);
        assert!(
            Opening::of(text).agrees(head),
            "{pattern}: {}",
            String::from_utf8_lossy(text)
        );
    }
}

/// The raw texts of the development corpus and of the field's, each with its vendor.
fn corpora() -> Vec<(&'static VendorRecord, String)> {
    let rows = [
        include_str!("../../tests/data/corpus.jsonl"),
        include_str!("../../tests/data/field.jsonl"),
    ];
    let rows = rows.iter().flat_map(|file| file.lines());
    rows.map(|row| {
        let row: serde_json::Value = serde_json::from_str(row).expect("a row is JSON");
        let text = |name: &str| {
            row[name]
                .as_str()
                .expect("a row has a vendor and a raw text")
                .to_owned()
        };
        let own = CATALOG.vendors.iter().find(|vendor| vendor.id == text("vendor"));
        (*own.expect("a known vendor"), text("raw"))
    })
    .collect()
}

#[test]
fn real_strings() {
    for (vendor, raw) in corpora() {
        check(vendor, raw.as_bytes());
        check_messages(vendor, raw.as_bytes());
    }
}

#[test]
fn examples_at_every_offset_of_a_block() {
    for vendor in CATALOG.vendors {
        for (number, example) in vendor.entries().flat_map(|entry| entry.examples()).enumerate() {
            check(vendor, example.as_bytes());
            // One of them each time, so that in all every kind of word meets the border of a block.
            check(vendor, format!("{}{example}", " ".repeat(number % BLOCK)).as_bytes());
        }
    }
}

#[test]
fn every_spelling_and_its_neighbours() {
    for vendor in CATALOG.vendors {
        for spelling in vendor.codes.iter().flat_map(CodeRecord::spellings) {
            let drifted = [
                spelling.to_lowercase(),
                spelling.replace('_', ""),
                format!("{spelling}X"),
                spelling[1..].to_owned(),
            ];
            for word in drifted.iter().map(String::as_str).chain([spelling]) {
                let (own, plain) = (
                    CATALOG.meaning(vendor.order, word.as_bytes()),
                    meaning(vendor.order, word.as_bytes()),
                );
                assert_eq!(format!("{own:?}"), format!("{plain:?}"), "{}: {word}", vendor.id);
            }
        }
    }
}

/// The seeds that the fuzzers begin with; they are not in the published package.
#[test]
fn seeds() {
    let Ok(seeds) = std::fs::read_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/fuzz/seeds/classify")) else {
        return;
    };
    for seed in seeds {
        let raw = std::fs::read(seed.expect("a file").path()).expect("a readable file");
        CATALOG.vendors.iter().for_each(|vendor| check(vendor, &raw));
    }
}

/// Bytes of every sort that means something to the scan, and words that do.
fn pieces() -> impl Strategy<Value = Vec<u8>> {
    let words = CATALOG
        .vendors
        .iter()
        .flat_map(|vendor| vendor.codes)
        .flat_map(CodeRecord::spellings);
    let fields = [
        "errorCode",
        "code",
        "error",
        "message",
        "extendedErrorCode",
        "faultcode",
        "status code",
    ];
    let joints = [
        "\"", "\":\"", "\\\"", "&quot;", "%22", "\\u0022", "\\n", "\x1b[31m", ": ", " = ", "<", ">", "{", "}", ",",
        "\n", " ", ".", "-", "é", "\u{200b}", "606", "(", "[", ";", "a", "Z", "_",
    ];
    let piece = prop_oneof![
        proptest::sample::select(words.collect::<Vec<_>>()),
        proptest::sample::select(fields.to_vec()),
        proptest::sample::select(joints.to_vec()),
    ];
    proptest::collection::vec(piece, 0..40).prop_map(|pieces| pieces.concat().into_bytes())
}

/// A vendor's message as it may be printed: with other white space, in capitals, its quotes written otherwise.
fn printed() -> impl Strategy<Value = (usize, String)> {
    let texts = CATALOG.vendors.iter().enumerate().flat_map(|(vendor, record)| {
        let patterns = record.entries().flat_map(|entry| entry.patterns());
        let rescues = patterns.filter(|pattern| pattern.rescues);
        rescues.map(move |pattern| (vendor, pattern.text))
    });
    let blanks = [
        " ", "\n", "\r\n", "\t", "\x0b", "+", "\u{a0}", "%20", "\\n", "_", "\x01",
    ];
    let quotes = ["'", "\"", "`", "’", "&#39;", "\\u0027"];
    (
        proptest::sample::select(texts.collect::<Vec<_>>()),
        proptest::sample::select(blanks.to_vec()),
        prop_oneof![Just(1), Just(2), Just(70)],
        proptest::sample::select(quotes.to_vec()),
        any::<bool>(),
    )
        .prop_map(|((vendor, text), blank, times, quote, capitals)| {
            let text = text
                .replace([MILLISECONDS, SECONDS, MINUTES, HOURS], "30")
                .replace('*', "x")
                .replace(END, "");
            let text = if capitals { text.to_uppercase() } else { text };
            (vendor, text.replace('\'', quote).replace(' ', &blank.repeat(times)))
        })
}

proptest! {
    #[test]
    fn any_printed_message((vendor, raw) in printed()) {
        check_messages(CATALOG.vendors[vendor], raw.as_bytes());
    }

    #[test]
    fn any_pieces(vendor in 0..CATALOG.vendors.len(), raw in pieces()) {
        check(CATALOG.vendors[vendor], &raw);
    }

    #[test]
    fn any_bytes(vendor in 0..CATALOG.vendors.len(), raw in proptest::collection::vec(any::<u8>(), 0..300)) {
        check(CATALOG.vendors[vendor], &raw);
        check_messages(CATALOG.vendors[vendor], &raw);
    }
}
