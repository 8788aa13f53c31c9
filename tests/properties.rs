//! What must hold for every input and for every code, not only for the ones somebody thought of.
//!
//! Where the domain is a list (codes, envelopes, ways of escaping) it is walked through; where it is not, proptest
//! samples it.

use envelopes::escaping::{Escaping, nest, nestings};
use envelopes::{ENVELOPES, Envelope, Stands};
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

/// A code of any vendor, in one of its spellings, in one of its envelopes where it counts.
fn enveloped() -> impl Strategy<Value = (Vendor, Code, &'static str, &'static Envelope)> {
    let codes: Vec<_> = codes().collect();
    (select(codes), any::<Index>()).prop_filter_map("it counts in none", |((vendor, code, spelling), index)| {
        let fitting: Vec<_> = envelopes::of(vendor, spelling)
            .filter(|envelope| envelope.counts(code, spelling))
            .collect();
        let envelope = *fitting.get(index.index(fitting.len().max(1)))?;
        Some((vendor, code, spelling, envelope))
    })
}

fn nesting() -> impl Strategy<Value = Vec<Escaping>> {
    prop::collection::vec(select(&Escaping::ALL[..]), 0..=3)
}

/// Scraps of what inputs are made of, so that random ones get past the first look.
fn soup() -> impl Strategy<Value = Vec<u8>> {
    #[rustfmt::skip]
    const SCRAPS: [&str; 72] = [
        "{", "}", "[", "]", "(", ")", "<", ">", "</", "/>", "\"", "'", "`", "\\", "\\\"", "\\u0022", "\\n", "\n",
        "\r\n", " ", "\t", "&quot;", "&amp;", "&lt;", "&#39;", "%22", "%25", "%3A", "%", "&", ";", ":", ": ", "=",
        "=>", ",", "|", "*", "**", "#", "//", "-", "_", ".", "0", "606", "1003", "500", "\u{1b}[31m", "\u{200b}", "é",
        "„", "“", "：", "漢", "errorCode", "statusCode", "code", "error", "message", "faultcode", "innerError",
        "errors", "sf:", "Some(", "u'", "caused by", "first error", "status ", "in '20' secs", "the ", "null",
    ];
    let code = select(
        codes()
            .map(|(_, _, spelling)| spelling.as_bytes().to_vec())
            .collect::<Vec<_>>(),
    );
    let examples: Vec<_> = Vendor::all()
        .flat_map(Vendor::entries)
        .flat_map(|entry| entry.examples())
        .map(|example| example.as_bytes().to_vec())
        .collect();
    let piece = prop_oneof![
        10 => select(&SCRAPS[..]).prop_map(|scrap| scrap.as_bytes().to_vec()),
        3 => code,
        1 => (select(examples), any::<Index>(), any::<Index>()).prop_map(|(example, a, b)| {
            let (a, b) = (a.index(example.len() + 1), b.index(example.len() + 1));
            example[a.min(b)..a.max(b)].to_vec()
        }),
        1 => prop::collection::vec(any::<u8>(), 0..8),
    ];
    prop::collection::vec(piece, 0..40).prop_map(|pieces| pieces.concat())
}

fn vendor() -> impl Strategy<Value = Vendor> {
    select(vendors())
}

/// Failing inputs are printed; they become tests with a name, not files beside the source.
fn cases(cases: u32) -> ProptestConfig {
    ProptestConfig {
        cases,
        failure_persistence: None,
        ..ProptestConfig::default()
    }
}

proptest! {
    #![proptest_config(cases(2_000))]

    #[test]
    fn any_bytes_are_read(vendor in vendor(), raw in prop::collection::vec(any::<u8>(), 0..600)) {
        hold(vendor, &raw);
    }

    #[test]
    fn any_text_is_read(vendor in vendor(), raw in any::<String>()) {
        hold(vendor, raw.as_bytes());
    }

    #[test]
    fn any_scraps_are_read(vendor in vendor(), raw in soup()) {
        hold(vendor, &raw);
    }

    #[test]
    fn a_code_is_found_in_any_envelope_at_any_nesting(
        (vendor, code, spelling, envelope) in enveloped(),
        message in select(&MESSAGES[..]),
        nesting in nesting(),
    ) {
        let raw = nest(&envelope.fill(spelling, message), &nesting);
        hold(vendor, raw.as_bytes());
        if let Err(got) = judge(vendor, code, &raw) {
            prop_assert!(false, "{} in {} {:?}: {} in {}", spelling, envelope.name, nesting, got, raw);
        }
    }

    #[test]
    fn text_around_that_holds_no_code_changes_nothing(
        (vendor, code, spelling, envelope) in enveloped(),
        message in select(&MESSAGES[..]),
        before in prop::collection::vec(select(&LINES[..]), 0..4),
        behind in prop::collection::vec(select(&LINES[..]), 0..4),
    ) {
        // A word that leads the input counts because it leads.
        prop_assume!(envelope.stands != Stands::Lead || !code.is_word());
        let raw = envelope.fill(spelling, message);
        let around = format!("{}{raw}\n{}", lines(&before), lines(&behind));
        let (Ok(alone), Ok(found)) = (classify(vendor, &raw), classify(vendor, &around)) else {
            return Err(TestCaseError::fail(format!("nothing in {around}")));
        };
        prop_assert_eq!(found.code(), alone.code(), "{}", around);
        prop_assert_eq!(found.rule(), alone.rule(), "{}", around);
        prop_assert_eq!(found.code_text(), alone.code_text(), "{}", around);
        prop_assert_eq!(found.codes().collect::<Vec<_>>(), alone.codes().collect::<Vec<_>>(), "{}", around);
    }

    #[test]
    fn what_is_cut_off_is_not_found(
        (vendor, _, spelling, envelope) in enveloped(),
        nesting in nesting(),
        cut in any::<Index>(),
    ) {
        let raw = nest(&envelope.fill(spelling, MESSAGE), &nesting);
        // What is found stands there: `hold` says so of every code.
        hold(vendor, &raw.as_bytes()[..cut.index(raw.len() + 1)]);
    }
}

/// Lines that come with errors and say nothing about them.
const LINES: [&str; 16] = [
    "Something went wrong while the nightly job was running, see below.",
    "2024-05-01 10:00:00,123 WARN  [sync-3] c.e.Worker - giving up after 3 attempts",
    "HTTP/1.1 400 Bad Request",
    "Content-Type: application/json;charset=UTF-8",
    "    at com.example.sync.Worker.run(Worker.java:117)",
    "    at Object.<anonymous> (/srv/app/node_modules/lib/index.js:12:34)",
    "  File \"/srv/app/sync.py\", line 12, in push",
    "Response body follows:",
    "> quoted by somebody in a mail",
    "```json",
    "",
    "Merci de nous aider à comprendre ce qui se passe.",
    "時々このようなことが起こります。",
    "<html><head><title>Sorry</title></head><body><p>We are working on it.</p></body></html>",
    "{\"level\":\"info\",\"msg\":\"starting\",\"pid\":4711}",
    "\u{1b}[2mworker\u{1b}[0m \u{1b}[32mready\u{1b}[0m",
];

fn lines(lines: &[&str]) -> String {
    lines.iter().map(|line| format!("{line}\n")).collect()
}

#[test]
fn lines_around_say_nothing() {
    for vendor in Vendor::all() {
        let all = lines(&LINES);
        assert_eq!(outcome(&classify(vendor, &all)), Err(None), "{vendor}");
        for line in LINES {
            assert_eq!(outcome(&classify(vendor, line)), Err(None), "{vendor}: {line}");
        }
    }
}

#[test]
fn a_page_behind_a_body_changes_nothing() {
    const PAGE: &str = "<!DOCTYPE html>\n<html>\n<head><meta charset=\"utf-8\"/><title>Server</title></head>\n<body>\n<pre>Something went wrong</pre>\n</body>\n</html>\n";
    let mut failures = Failures::default();
    for (vendor, code, spelling) in codes() {
        for envelope in envelopes::of(vendor, spelling).filter(|envelope| envelope.stands == Stands::Field) {
            let raw = envelope.fill(spelling, MESSAGE);
            for glue in ["", "\n"] {
                let around = format!("{raw}{glue}{PAGE}");
                if outcome_of_code(&classify(vendor, &raw)) != outcome_of_code(&classify(vendor, &around)) {
                    let got = judge(vendor, code, &around).err().unwrap_or_default();
                    failures.add(
                        format!("{vendor}, {}", envelope.name),
                        format!("{spelling}: {got} in {around}"),
                    );
                }
            }
        }
    }
    failures.none();
}

/// What a verdict says, without the range.
fn outcome_of_code(
    verdict: &Result<errcat::Classification<'_>, errcat::Unrecognized<'_>>,
) -> Option<(&'static str, Option<Code>)> {
    verdict.as_ref().ok().map(|found| (found.rule(), found.code()))
}

#[test]
fn a_code_with_a_letter_more_or_less_is_another_word() {
    let mut failures = Failures::default();
    for (vendor, code, spelling) in codes() {
        for at in 0..=spelling.len() {
            let (head, tail) = spelling.split_at(at);
            let longer = ["x", "S", "e"].map(|letter| format!("{head}{letter}{tail}"));
            let shorter = tail.get(1..).map(|tail| format!("{head}{tail}"));
            for word in longer.into_iter().chain(shorter) {
                if word.is_empty() || Code::find(vendor, &word).is_some() {
                    continue;
                }
                for raw in [
                    format!("{word}: nobody knows"),
                    format!("it ended with {word} again"),
                    format!("request failed ({word})"),
                ] {
                    match classify(vendor, &raw) {
                        Err(_) => {}
                        // The number in a changed `AADSTS50173` is no code in text.
                        Ok(found) => failures.add(format!("{vendor}"), format!("{code} as {found:?} in {raw}")),
                    }
                }
            }
        }
    }
    failures.none();
}

#[test]
fn a_status_only_speaks_when_nothing_else_does() {
    for (vendor, code, spelling) in codes() {
        let Some(envelope) = envelopes::of(vendor, spelling).find(|envelope| envelope.stands == Stands::Field) else {
            continue;
        };
        let raw = envelope.fill(spelling, MESSAGE);
        for status in [400, 401, 403, 404, 429, 500, 503] {
            let found = errcat::Failure::new(vendor)
                .status(status)
                .body(&raw)
                .classify()
                .unwrap();
            assert_ne!(found.evidence(), Evidence::HttpStatus, "{raw}");
            assert!(found.codes().any(|other| other == code), "{raw}");
        }
    }
}

#[test]
fn every_example_is_read_up_to_every_byte() {
    for vendor in Vendor::all() {
        for example in vendor.entries().flat_map(|entry| entry.examples()) {
            for cut in 0..example.len() {
                let part = &example.as_bytes()[..cut];
                let Ok(found) = classify_bytes(vendor, part) else {
                    continue;
                };
                if let (Some(code), Some(text)) = (found.code(), found.code_text()) {
                    assert!(spells(code, text), "{text} for {code}");
                    assert!(part.windows(text.len()).any(|window| window == text.as_bytes()));
                }
            }
        }
    }
}

#[test]
fn a_log_prefix_on_every_line_changes_nothing() {
    const PREFIXES: [&str; 6] = [
        "2024-05-01 10:00:00,123 WARN  [sync-3] c.e.Worker - ",
        "2024-05-01T10:00:00.000Z  INFO worker-3 ",
        "[worker-1] ",
        "app_1  | ",
        "> ",
        "May  1 10:00:00 host sync[4711]: ",
    ];
    let mut failures = Failures::default();
    for (vendor, code, spelling) in codes() {
        for envelope in envelopes::of(vendor, spelling).filter(|envelope| envelope.stands == Stands::Field) {
            let raw = envelope.fill(spelling, MESSAGE);
            for prefix in PREFIXES {
                let prefixed: String = raw.lines().map(|line| format!("{prefix}{line}\n")).collect();
                if let Err(got) = judge(vendor, code, &prefixed) {
                    failures.add(
                        format!("{vendor}, {}, {prefix:?}", envelope.name),
                        format!("{spelling}: {got} in {prefixed}"),
                    );
                }
            }
        }
    }
    failures.none();
}

#[test]
fn a_code_is_found_in_another_case_and_without_underscores() {
    let mut failures = Failures::default();
    for (vendor, code, spelling) in codes().filter(|(_, code, _)| !code.is_word()) {
        let variants = [
            spelling.to_uppercase(),
            spelling.to_lowercase(),
            spelling.replace('_', ""),
            spelling.to_uppercase().replace('_', ""),
        ];
        for envelope in envelopes::of(vendor, spelling).filter(|envelope| envelope.stands == Stands::Field) {
            for variant in &variants {
                // Which of two codes it is, if they differ in case only, the order decides.
                let expected = Code::find(vendor, variant).unwrap();
                assert!(spells(expected, variant));
                let raw = envelope.fill(variant, MESSAGE);
                if let Err(got) = judge(vendor, expected, &raw) {
                    failures.add(
                        format!("{vendor}, {}", envelope.name),
                        format!("{code}: {got} in {raw}"),
                    );
                }
            }
        }
    }
    failures.none();
}

#[test]
fn codes_of_the_vendors_looked_in_next_are_found_too() {
    let mut failures = Failures::default();
    for (vendor, code, spelling) in codes().filter(|(_, code, _)| !code.is_word()) {
        for asked in Vendor::all().filter(|asked| asked.look_up_order().skip(1).any(|next| next == vendor)) {
            // An earlier vendor's code of the same name comes first.
            let expected = Code::find(asked, spelling).unwrap();
            for envelope in envelopes::of(vendor, spelling).filter(|envelope| envelope.counts(expected, spelling)) {
                let raw = envelope.fill(spelling, MESSAGE);
                if let Err(got) = judge(asked, expected, &raw) {
                    failures.add(
                        format!("{asked}, {vendor}'s {}", envelope.name),
                        format!("{code}: {got} in {raw}"),
                    );
                }
            }
        }
    }
    failures.none();
}
