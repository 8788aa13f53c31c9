//! What must hold for every input and for every code, not only for the ones somebody thought of.
//!
//! Where the domain is a list (codes, envelopes, ways of escaping) it is walked through; where it is not, proptest
//! samples it.

use envelopes::escaping::{Escaping, nest, nestings};
use envelopes::{ENVELOPES, Envelope};
use errcat::{Code, Evidence, Role, Vendor, classify, classify_bytes};
use invariants::classify::{hold, outcome, spells};
use proptest::prelude::*;
use proptest::sample::{Index, select};
use std::collections::BTreeMap;

mod envelopes;
mod invariants {
    pub mod classify;
}

/// A message that says nothing: no code, no pattern of any vendor.
const MESSAGE: &str = "nobody around here is able to explain it";

/// Messages that say nothing, of several shapes.
const MESSAGES: [&str; 5] = [
    MESSAGE,
    "",
    "Beim Schreiben ist etwas schiefgegangen: weiß der Himmel was.",
    "Value(s) for 'Colour__c' - [a, b], {c} <d> & e: see https://example.com/a?b=c",
    "Zeile 1\nZeile 2, mit „Anführungszeichen“",
];

fn vendors() -> Vec<Vendor> {
    Vendor::all().collect()
}

fn spellings(code: Code) -> impl Iterator<Item = &'static str> {
    std::iter::once(code.as_str()).chain(code.aliases().iter().copied())
}

/// Every code of every vendor in each of its spellings.
fn codes() -> impl Iterator<Item = (Vendor, Code, &'static str)> {
    let of = |vendor: Vendor| {
        let spelled = move |code| spellings(code).map(move |spelling| (vendor, code, spelling));
        vendor.codes().flat_map(spelled)
    };
    Vendor::all().flat_map(of)
}

/// Says what is wrong with the verdict on an envelope, if something is.
fn judge(vendor: Vendor, code: Code, raw: &str) -> Result<(), String> {
    let found = classify(vendor, raw).map_err(|none| format!("nothing (unknown code {:?})", none.code()))?;
    if !found.codes().any(|other| other == code) {
        return Err(format!("{found}"));
    }
    let yields = matches!(code.role(), Some(Role::Wrapper | Role::Consequence));
    if found.code() != Some(code) && !yields {
        return Err(format!("{found} for the decisive one"));
    }
    Ok(())
}

/// Collects failures, so that a rule that is wrong shows all of its extent at once.
#[derive(Default)]
struct Failures(BTreeMap<String, Vec<String>>);

impl Failures {
    fn add(&mut self, group: String, failure: String) {
        self.0.entry(group).or_default().push(failure);
    }

    #[track_caller]
    fn none(self) {
        let mut report = String::new();
        for (group, failures) in &self.0 {
            report += &format!("{group}: {} failures\n", failures.len());
            failures
                .iter()
                .take(3)
                .for_each(|failure| report += &format!("    {failure}\n"));
        }
        assert!(report.is_empty(), "\n{report}");
    }
}

#[test]
fn messages_that_say_nothing_say_nothing() {
    for vendor in Vendor::all() {
        for message in MESSAGES {
            assert_eq!(outcome(&classify(vendor, message)), Err(None), "{vendor}: {message}");
        }
    }
}

#[test]
fn every_code_has_envelopes() {
    for (vendor, code, spelling) in codes() {
        let counting = envelopes::of(vendor, spelling).filter(|envelope| envelope.counts(code, spelling));
        assert!(counting.count() >= 1, "{vendor} {spelling}");
    }
    for envelope in ENVELOPES {
        let fits = |(vendor, _, spelling)| envelope.fits(vendor, spelling);
        assert!(codes().any(fits), "no code comes in the envelope {}", envelope.name);
    }
}

#[test]
fn every_code_is_found_in_every_envelope() {
    let mut failures = Failures::default();
    for (vendor, code, spelling) in codes() {
        for envelope in envelopes::of(vendor, spelling).filter(|envelope| envelope.counts(code, spelling)) {
            let raw = envelope.fill(spelling, MESSAGE);
            if let Err(got) = judge(vendor, code, &raw) {
                failures.add(
                    format!("{vendor}, {}", envelope.name),
                    format!("{spelling}: {got} in {raw}"),
                );
            }
        }
    }
    failures.none();
}

#[test]
fn every_envelope_is_read_at_every_nesting_of_escaping() {
    let mut failures = Failures::default();
    for envelope in ENVELOPES {
        let fitting = |(vendor, code, spelling): &(Vendor, Code, &str)| {
            envelope.fits(*vendor, spelling) && envelope.counts(*code, spelling)
        };
        let all: Vec<_> = codes().filter(fitting).collect();
        // A word and an identifier of each vendor, and whatever else there is.
        let mut sample: BTreeMap<_, _> = BTreeMap::new();
        for (vendor, code, spelling) in all {
            let digits = spelling.bytes().all(|byte| byte.is_ascii_digit());
            sample
                .entry((vendor, code.is_word(), digits, code.role()))
                .or_insert((code, spelling));
        }
        for ((vendor, ..), (code, spelling)) in sample {
            for nesting in (1..=3).flat_map(nestings) {
                let raw = nest(&envelope.fill(spelling, MESSAGE), &nesting);
                if let Err(got) = judge(vendor, code, &raw) {
                    failures.add(
                        format!("{}, {nesting:?}", envelope.name),
                        format!("{vendor} {spelling}: {got} in {raw}"),
                    );
                }
            }
        }
    }
    failures.none();
}
