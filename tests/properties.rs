//! What must hold for every input and for every code, not only for the ones somebody thought of.
//!
//! Where the domain is a list (codes, envelopes, ways of escaping) it is walked through; where it is not, proptest
//! samples it.

#![cfg(all(feature = "salesforce", feature = "marketo", feature = "microsoft"))]

use envelopes::escaping::{nest, nestings};
use envelopes::material::{LINES, MESSAGE, MESSAGES, PAGE, codes, lines};
use envelopes::strategy::{cases, enveloped, nesting, soup, vendor};
use envelopes::{ENVELOPES, Envelope, Stands, is_ordinary, is_pair, survives};
use errcat::{Category, Code, Evidence, Role, Vendor, classify, classify_bytes};
use invariants::classify::{hold, outcome, spells};
use proptest::prelude::*;
use proptest::sample::{Index, select};
use std::collections::BTreeMap;

mod envelopes;
mod invariants {
    pub mod classify;
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
    // Plain, and at one of the deepest nestings by turns.
    let mut deepest = nestings(3).into_iter().cycle();
    for (vendor, code, spelling) in codes() {
        for envelope in envelopes::of(vendor, spelling).filter(|envelope| envelope.counts(code, spelling)) {
            let plain = envelope.fill(spelling, MESSAGE);
            let nesting = deepest.next().unwrap_or_default();
            let escaped = survives(spelling, &nesting).then(|| nest(&plain, &nesting));
            for raw in [plain].into_iter().chain(escaped) {
                if let Err(got) = judge(vendor, code, &raw) {
                    failures.add(
                        format!("{vendor}, {}", envelope.name),
                        format!("{spelling}: {got} in {raw}"),
                    );
                }
            }
        }
    }
    failures.none();
}

#[allow(
    clippy::mutable_key_type,
    reason = "a vendor's order and equality are those of its name"
)]
#[test]
fn every_envelope_is_read_at_every_nesting_of_escaping() {
    let mut failures = Failures::default();
    for envelope in ENVELOPES {
        let fitting = |(vendor, code, spelling): &(Vendor, Code, &str)| {
            envelope.fits(*vendor, spelling) && envelope.counts(*code, spelling)
        };
        let all: Vec<_> = codes().filter(fitting).collect();
        // A word, an identifier and one with a hyphen of each vendor, and whatever else there is.
        let mut sample: BTreeMap<_, _> = BTreeMap::new();
        for (vendor, code, spelling) in all {
            let digits = spelling.bytes().all(|byte| byte.is_ascii_digit());
            sample
                .entry((
                    vendor,
                    code.is_word(),
                    digits,
                    spelling.contains(['-', '.']),
                    code.role(),
                ))
                .or_insert((code, spelling));
        }
        for ((vendor, ..), (code, spelling)) in sample {
            let nestings = (1..=3).flat_map(nestings);
            for nesting in nestings.filter(|nesting| survives(spelling, nesting)) {
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
        if !survives(spelling, &nesting) {
            return Ok(());
        }
        let verdict = judge(vendor, code, &raw);
        prop_assert!(verdict.is_ok(), "{} in {} {:?}: {:?} in {}", spelling, envelope.name, nesting, verdict, raw);
    }

    #[test]
    fn text_around_that_holds_no_code_changes_nothing(
        (vendor, code, spelling, envelope) in enveloped(),
        message in select(&MESSAGES[..]),
        before in prop::collection::vec(select(&LINES[..]), 0..4),
        behind in prop::collection::vec(select(&LINES[..]), 0..4),
    ) {
        // A word or a pair that leads the input counts because it leads.
        if envelope.stands == Stands::Lead && (code.is_word() || is_pair(spelling)) {
            return Ok(());
        }
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
                        // The type of an exception says something whatever the number is.
                        Ok(found) if is_pair(spelling) && found.code().is_none() => {}
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
fn beside_an_unknown_error_only_the_status_can_say_to_repeat_all() {
    let mut retryable = 0;
    for (vendor, _, spelling) in codes() {
        // Two bodies are two errors; two lines of text may tell of one.
        let is_body = |envelope: &&Envelope| {
            envelope.stands == Stands::Field && envelope.fill(spelling, MESSAGE).starts_with(['{', '['])
        };
        let Some(envelope) = envelopes::of(vendor, spelling).find(is_body) else {
            continue;
        };
        let raw = envelope.fill(spelling, MESSAGE);
        if classify(vendor, &raw).unwrap().category() != Category::Retryable {
            continue;
        }
        let new = envelope.fill("SOME_NEW_CODE_7", MESSAGE);
        // Where the code stands in a description another one frames it.
        if !classify(vendor, &new).is_err_and(|unknown| unknown.code() == Some("SOME_NEW_CODE_7")) {
            continue;
        }
        retryable += 1;
        let both = format!("{raw}\n{new}");
        let failure = errcat::Failure::new(vendor).body(&both);
        let only = errcat::Failure::new(vendor).body(&raw);
        // Some codes mean different things under different statuses.
        let is_retryable = |status: &u16| only.status(*status).classify().unwrap().category() == Category::Retryable;
        for status in [400, 429, 503].into_iter().filter(is_retryable) {
            let alone = errcat::Failure::new(vendor).status(status).classify();
            let wanted = alone.ok().filter(|alone| alone.category() == Category::Retryable);
            match failure.status(status).classify() {
                Ok(found) => {
                    assert_eq!(
                        Some(found.rule()),
                        wanted.map(|wanted| wanted.rule()),
                        "{status}: {both}"
                    );
                    assert_eq!(found.unrecognized_code(), Some("SOME_NEW_CODE_7"), "{status}: {both}");
                }
                Err(unrecognized) => {
                    assert!(wanted.is_none(), "{status}: {both}");
                    assert_eq!(unrecognized.code(), Some("SOME_NEW_CODE_7"), "{status}: {both}");
                }
            }
        }
    }
    assert!(retryable > 100, "{retryable} retryable codes");
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
        // Not where a name and its value stand on two lines.
        let on_a_line = |envelope: &&Envelope| !["php var_dump", "rust, pretty"].contains(&envelope.name);
        let designating = envelopes::of(vendor, spelling).filter(|envelope| envelope.stands == Stands::Field);
        for envelope in designating.filter(on_a_line) {
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

/// What people and programs write in front of a body on its line; some begin as a statement of a program does.
const LABELS: [&str; 25] = [
    "contact 0035x0000012345: ",
    "case 5003x0000012345: ",
    "return order 4711: ",
    "return code 1, stderr: ",
    "assertion failed: ",
    "let me paste what it said: ",
    "const rate of failures, last one: ",
    "throw exception: ",
    "raise condition: ",
    "except for one: ",
    "expected another answer: ",
    "if anyone needs it: ",
    "for account 12: ",
    "while syncing contacts: ",
    "import of leads: ",
    "export of leads: ",
    "class Account: ",
    "type mismatch: ",
    "static resource: ",
    "public site: ",
    "function sync: ",
    "Write-Error: ",
    "case 5003x (Acme Corp.): ",
    "return order 4711 (Acme): ",
    "if it was (a) or (b): ",
];

#[test]
fn a_label_in_front_changes_nothing() {
    let mut failures = Failures::default();
    let mut labels = LABELS.into_iter().cycle();
    for (vendor, code, spelling) in codes() {
        // A word that leads the input counts because it leads.
        let fitting = envelopes::of(vendor, spelling).filter(|envelope| {
            envelope.counts(code, spelling) && !(envelope.stands == Stands::Lead && is_ordinary(code, spelling))
        });
        for envelope in fitting {
            let raw = envelope.fill(spelling, MESSAGE);
            // Bodies, but those that are written as a program's objects are: `return x: { code: …`.
            let body = raw.starts_with(['{', '[', '<']) && !raw.starts_with("{ ");
            let text = envelope.name == "code and message";
            let Some(label) = labels.next().filter(|_| body || text) else {
                continue;
            };
            let labelled = format!("{label}{raw}");
            if let Err(got) = judge(vendor, code, &labelled) {
                failures.add(
                    format!("{vendor}, {}, {label:?}", envelope.name),
                    format!("{spelling}: {got} in {labelled}"),
                );
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
                // Of two codes that differ in case only the one whose vendor has the field counts.
                let expected = Code::find(vendor, variant).unwrap();
                assert!(spells(expected, variant));
                if expected != code {
                    continue;
                }
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

/// `itemNotFound` as `Item Not Found`; `None` if it is not letters with humps.
fn as_words(spelling: &str) -> Option<String> {
    let humps = spelling
        .char_indices()
        .filter(|(at, c)| *at > 0 && c.is_ascii_uppercase());
    let mut words = spelling.to_owned();
    for (at, _) in humps.collect::<Vec<_>>().into_iter().rev() {
        words.insert(at, ' ');
    }
    let letters = spelling.chars().all(|c| c.is_ascii_alphabetic());
    let long = |word: &str| word.len() > 1;
    (letters && words.contains(' ') && words.split(' ').all(long)).then(|| words[..1].to_uppercase() + &words[1..])
}

#[test]
fn a_code_written_as_words_is_found_in_a_code_field() {
    let mut failures = Failures::default();
    let body = |code: &str| format!(r#"{{"error":{{"code":"{code}","message":"{MESSAGE}"}}}}"#);
    let mut count = 0;
    for (vendor, code, spelling) in codes().filter(|(vendor, ..)| *vendor == Vendor::MicrosoftGraph) {
        let Some(words) = as_words(spelling) else { continue };
        count += 1;
        let expected = Code::find(vendor, &words.replace(' ', "")).unwrap();
        if let Err(got) = judge(vendor, expected, &body(&words)) {
            failures.add(format!("{code}"), format!("{got} for {words}"));
        }
        let apart = words.replacen(' ', "  ", 1);
        if classify(vendor, &body(&apart)).is_ok_and(|found| found.code_text().is_some()) {
            failures.add(format!("{code}"), format!("found in {apart}"));
        }
    }
    assert!(count > 100, "{count} codes with humps");
    failures.none();
}

/// The names of codes that are spelt as no word of a sentence is, and all alike: constants, or in humps.
fn listed_names(vendor: Vendor, constants: bool) -> Vec<&'static str> {
    let is_constant = |name: &str| name.contains('_') && name.chars().all(|c| matches!(c, 'A'..='Z' | '0'..='9' | '_'));
    let is_humped = |name: &str| {
        let pairs = name.as_bytes().windows(2);
        name.chars().all(|c| c.is_ascii_alphanumeric())
            && pairs
                .clone()
                .any(|pair| pair[0].is_ascii_lowercase() && pair[1].is_ascii_uppercase())
    };
    let alike = |name: &&str| if constants { is_constant(name) } else { is_humped(name) };
    vendor.codes().map(Code::as_str).filter(alike).collect()
}

#[test]
fn codes_that_somebody_lists_are_no_evidence() {
    let lists: [fn(&[&str]) -> String; 8] = [
        |names| names.join(", "),
        |names| format!("[{}]", names.join(", ")),
        |names| format!("`{}`", names.join("`, `")),
        |names| format!(r#"["{}"]"#, names.join(r#"", ""#)),
        |names| names.join(" | "),
        |names| format!("{}, {} and {}", names[0], names[1], names[2]),
        |names| names.iter().map(|name| format!("- {name}\n")).collect(),
        |names| format!("Allowed: {}.", names.join(" or ")),
    ];
    let mut failures = Failures::default();
    let mut count = 0;
    for vendor in Vendor::all() {
        for names in [true, false].map(|constants| listed_names(vendor, constants)) {
            for names in names.chunks_exact(3) {
                let found = |raw: &str| classify(vendor, raw).is_ok_and(|found| found.code_text().is_some());
                for list in lists {
                    let raw = list(names);
                    count += 1;
                    if found(&raw) {
                        failures.add(format!("{vendor}, listed"), raw);
                    }
                }
                // What is told behind a code makes it the error, with another one before it or not.
                let told = format!("{}, {}: {MESSAGE}", names[0], names[1]);
                if !found(&told) {
                    failures.add(format!("{vendor}, told"), told);
                }
            }
        }
    }
    assert!(count > 1000, "{count} lists");
    failures.none();
}

/// The categories that PowerShell gives errors (`System.Management.Automation.ErrorCategory`); some are codes, too.
const POWERSHELL: &str = "NotSpecified OpenError CloseError DeviceError DeadlockDetected InvalidArgument InvalidData \
    InvalidOperation InvalidResult InvalidType MetadataError NotImplemented NotInstalled ObjectNotFound OperationStopped \
    OperationTimeout SyntaxError ParserError PermissionDenied ResourceBusy ResourceExists ResourceUnavailable ReadError \
    WriteError FromStdErr SecurityError ProtocolError ConnectionError AuthenticationError LimitsExceeded QuotaExceeded \
    NotEnabled";

#[test]
fn what_powershell_says_of_an_error_is_no_code() {
    let mut failures = Failures::default();
    for (vendor, category) in Vendor::all().flat_map(|vendor| POWERSHELL.split(' ').map(move |name| (vendor, name))) {
        // A cmdlet of Microsoft's that knows no better repeats the category as the error's id.
        let microsofts = vendor.name().starts_with("microsoft");
        for id in ["Thing", category].into_iter().take(1 + usize::from(microsofts)) {
            let raw = format!(
                "Get-Thing : {MESSAGE}\nAt line:1 char:1\n+ Get-Thing\n+ ~~~~~~~~~\n    \
                 + CategoryInfo          : {category}: (:) [Get-Thing], Exception\n    \
                 + FullyQualifiedErrorId : {id},Some.Commands.GetThing"
            );
            if let Ok(found) = classify(vendor, &raw) {
                failures.add(format!("{vendor}"), format!("{} in {raw}", found.rule()));
            }
        }
    }
    failures.none();
}

/// Statuses and the reasons that HTTP gives for them.
const STATUSES: [(u16, &str); 16] = [
    (400, "Bad Request"),
    (401, "Unauthorized"),
    (403, "Forbidden"),
    (404, "Not Found"),
    (405, "Method Not Allowed"),
    (408, "Request Timeout"),
    (409, "Conflict"),
    (410, "Gone"),
    (415, "Unsupported Media Type"),
    (423, "Locked"),
    (429, "Too Many Requests"),
    (500, "Internal Server Error"),
    (501, "Not Implemented"),
    (502, "Bad Gateway"),
    (503, "Service Unavailable"),
    (504, "Gateway Timeout"),
];

#[test]
fn what_http_says_is_no_code() {
    // As clients print a status, and as servers that are no vendor's put it into a body.
    let answers: [fn(u16, &str) -> String; 12] = [
        |status, reason| format!("HTTP/1.1 {status} {reason}"),
        |status, reason| format!("{status} {reason}"),
        |status, reason| format!("[{status}] {reason}"),
        |status, reason| format!("Error: {status} {reason}"),
        |status, reason| format!("HTTPError: HTTP Error {status}: {reason}"),
        |status, reason| {
            format!("requests.exceptions.HTTPError: {status} Client Error: {reason} for url: https://example.com/a")
        },
        |status, reason| format!("Response status code does not indicate success: {status} ({reason})."),
        |status, reason| format!("System.Net.WebException: The remote server returned an error: ({status}) {reason}."),
        |status, _| format!("AxiosError: Request failed with status code {status}"),
        |status, reason| {
            format!(r#"{{"timestamp":"2024-01-01T00:00:00Z","status":{status},"error":"{reason}","path":"/a"}}"#)
        },
        |status, reason| format!(r#"{{"statusCode": {status}, "error": "{reason}", "message": "{reason}"}}"#),
        |status, reason| {
            format!("<html><head><title>{status} {reason}</title></head><body><h1>{status} {reason}</h1></body></html>")
        },
    ];
    let mut failures = Failures::default();
    for vendor in Vendor::all() {
        for (status, reason) in STATUSES {
            for raw in answers.map(|answer| answer(status, reason)) {
                if let Ok(found) = classify(vendor, &raw) {
                    failures.add(format!("{vendor}"), format!("{} in {raw}", found.rule()));
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
            // An earlier vendor's code of the same name may come first.
            let first = Code::find(asked, spelling).unwrap();
            for envelope in envelopes::of(vendor, spelling).filter(|envelope| envelope.counts(first, spelling)) {
                let raw = envelope.fill(spelling, MESSAGE);
                let found = [code, first].into_iter().any(|code| judge(asked, code, &raw).is_ok());
                if !found {
                    failures.add(
                        format!("{asked}, {vendor}'s {}", envelope.name),
                        format!("{code}: {raw}"),
                    );
                }
            }
        }
    }
    failures.none();
}
