//! What an entry inherits, and from where.

use super::super::super::recovery::{Applied, Certainty, Recovery, Reset, Scope};
use super::super::load_sources;
use super::super::model::{Code, Entry, Model, Text, Vendor};
use super::super::source::Source;
use super::Kind;
use std::time::Duration;

const KINDS: &str = include_str!("../../../catalog/kinds.toml");
const KINDS_FRENCH: &str = include_str!("../../../catalog/kinds.fr.toml");
const VENDOR: &str = r##"
[vendor]
name           = "Acme API"
family         = "acme"
docs           = "https://acme.example/errors#top"
checked        = 2026-11-21
code_fields    = ["errorCode"]
message_fields = ["message"]
"##;

/// Compiles a vendor `acme` of these tables, with these French texts.
#[track_caller]
fn acme(english: &str, french: &str) -> Vendor {
    let sources = vec![
        Source::new("kinds.toml", KINDS),
        Source::new("kinds.fr.toml", KINDS_FRENCH),
        Source::new("acme.toml", format!("{VENDOR}\n{english}")),
        Source::new("acme.fr.toml", french),
    ];
    match load_sources(sources) {
        Ok(Model { mut vendors, .. }) => vendors.remove(0),
        Err(problems) => panic!("{problems}"),
    }
}

/// The first code's entries: the default, then the variants.
#[track_caller]
fn entries<const N: usize>(vendor: Vendor) -> [Entry; N] {
    let Code { entries, .. } = vendor.codes.into_iter().next().unwrap();
    entries.try_into().unwrap()
}

fn text(en: &str, fr: &str) -> Text {
    Text {
        en: en.to_owned(),
        fr: fr.to_owned(),
    }
}

const ROCKET: &str = r##"
[codes.ROCKET_LIMIT]
kind        = "quota_exhausted"
cause       = "All rockets of the day are launched."
remediation = "Wait until tomorrow, or order more rockets."
source      = "#limits"
certainty   = "observed"
contested   = "acme-js retries it at once."
applied     = "maybe"
scope       = "job"
backoff     = { initial = "1h", ceiling = "4h", attempts = 3, reset = "after_24h", source = "#quota" }
vendor_category = "Throttling"
messages    = ["The limit of * rockets is reached"]
hints       = ["limit"]
examples    = ["ROCKET_LIMIT"]
status      = [429]
"##;

#[test]
fn an_entry_with_everything_keeps_it() {
    let [entry] = entries(acme(ROCKET, ""));
    assert_eq!(entry.name, "");
    assert_eq!(entry.rule, "acme/ROCKET_LIMIT");
    assert_eq!(entry.kind, Kind::QuotaExhausted);
    assert_eq!(entry.recovery, Recovery::Retry);
    assert_eq!((entry.applied, entry.scope), (Applied::Maybe, Scope::Job));
    assert_eq!(entry.certainty, Certainty::Observed);
    assert_eq!(entry.sources, ["https://acme.example/errors#limits"]);
    assert_eq!(entry.vendor_category.as_deref(), Some("Throttling"));
    assert!(entry.own_remediation);
    let patterns = entry.patterns.iter();
    let patterns: Vec<_> = patterns.map(|p| (p.text.as_str(), p.rescues)).collect();
    let expected = [("The limit of * rockets is reached", true), ("limit", false)];
    assert_eq!(patterns, expected);
    let backoff = entry.backoff.unwrap();
    assert_eq!(backoff.initial, Duration::from_secs(3600));
    assert_eq!(backoff.floor, Duration::ZERO);
    assert_eq!(backoff.reset, Some(Reset::After24h));
    let source = "https://acme.example/errors#quota";
    assert_eq!(backoff.source.as_deref(), Some(source));
}

#[test]
fn a_bare_entry_takes_everything_from_its_kind() {
    let english = r##"
[codes.ROCKET_LOST]
kind   = "not_found"
cause  = "The rocket has left the radar."
source = ["public code"]
"##;
    let [entry] = entries(acme(english, ""));
    assert_eq!(entry.recovery, Recovery::Escalate);
    assert_eq!(entry.backoff, None);
    assert_eq!(entry.certainty, Certainty::Documented);
    assert!(!entry.own_remediation);
    assert!(!entry.remediation.en.is_empty() && !entry.remediation.fr.is_empty());
    assert_eq!(entry.cause, text("The rocket has left the radar.", ""));
}

#[test]
fn a_variant_of_the_same_kind_inherits_from_its_code() {
    let variant = r##"
[[codes.ROCKET_LIMIT.variants]]
name     = "parade"
cause    = "All rockets of the parade are launched."
messages = ["The parade is over for today"]
scope    = "batch"
"##;
    let [code, entry] = entries(acme(&format!("{ROCKET}{variant}"), ""));
    assert_eq!(entry.name, "parade");
    assert_eq!(entry.rule, "acme/ROCKET_LIMIT#parade");
    assert_eq!(entry.cause.en, "All rockets of the parade are launched.");
    assert_eq!((entry.applied, entry.scope), (Applied::Maybe, Scope::Batch));
    assert_eq!(entry.remediation, code.remediation);
    assert!(entry.own_remediation);
    assert_eq!(entry.backoff, code.backoff);
    assert_eq!(entry.sources, code.sources);
    assert_eq!(entry.contested, code.contested);
    assert_eq!(entry.certainty, code.certainty);
    assert_eq!(entry.vendor_category, code.vendor_category);
    assert!(entry.examples.is_empty() && entry.status.is_empty());
}

#[test]
fn a_variant_of_another_kind_takes_that_kinds_next_step() {
    let variant = r##"
[[codes.ROCKET_LIMIT.variants]]
name   = "unpaid"
kind   = "billing"
status = [402]
"##;
    let [code, entry] = entries(acme(&format!("{ROCKET}{variant}"), ""));
    assert_eq!(entry.kind, Kind::Billing);
    assert_eq!((entry.recovery, entry.backoff), (Recovery::Escalate, None));
    assert_eq!(entry.applied, Applied::No);
    assert!(!entry.own_remediation);
    assert_ne!(entry.remediation, code.remediation);
    assert_eq!(entry.contested, None);
    assert_eq!((entry.cause, entry.sources), (code.cause, code.sources));
    assert_eq!(entry.certainty, Certainty::Observed);
}

#[test]
fn french_stands_beside_the_english_it_translates() {
    let english = r##"
[codes.ROCKET_LIMIT]
kind        = "rate_limited"
cause       = "All rockets of the day are launched."
remediation = "Wait until tomorrow, or order more rockets."
source      = "#limits"

[[codes.ROCKET_LIMIT.variants]]
name   = "same_texts"
status = [429]

[[codes.ROCKET_LIMIT.variants]]
name   = "own_cause"
cause  = "All rockets of the hour are launched."
status = [503]

[[codes.ROCKET_LIMIT.variants]]
name   = "own_kind"
kind   = "billing"
status = [402]
"##;
    let french = r##"
[codes.ROCKET_LIMIT]
cause       = "Toutes les fusées du jour sont lancées."
remediation = "Attendre demain, ou commander plus de fusées."
"##;
    let [code, same, cause, kind] = entries(acme(english, french));
    let launched = text(
        "All rockets of the day are launched.",
        "Toutes les fusées du jour sont lancées.",
    );
    assert_eq!(code.cause, launched);
    assert_eq!(code.remediation.fr, "Attendre demain, ou commander plus de fusées.");
    assert_eq!(
        (same.cause, same.remediation),
        (launched.clone(), code.remediation.clone())
    );
    // An own English text without French is shown in English, not with the code's French.
    assert_eq!(cause.cause, text("All rockets of the hour are launched.", ""));
    assert_eq!(cause.remediation, code.remediation);
    // A remediation from the kind brings the kind's French.
    assert_eq!(kind.cause, launched);
    assert!(!kind.remediation.fr.is_empty());
    assert_ne!(kind.remediation, code.remediation);
}

#[test]
fn entries_without_a_code_have_rules_and_texts_too() {
    let english = r##"
[operations.create_rocket]
title = "Create a rocket"
apis  = ["rockets"]

[operations.delete_rocket]
title = "Delete a rocket"
apis  = ["rockets", "pads"]

[[messages]]
name       = "gantry_closed"
kind       = "maintenance"
cause      = "The gantry is closed for its yearly overhaul."
source     = "https://acme.example/gantry"
messages   = ["The gantry is closed"]
operations = ["delete_rocket"]

[statuses.503]
kind   = "unavailable"
source = "#status"
"##;
    let french = r##"
[messages.gantry_closed]
cause = "Le portique est fermé pour sa révision."
"##;
    let vendor = acme(english, french);
    let [message] = vendor.messages.as_slice() else {
        panic!("one message expected");
    };
    assert_eq!(message.rule, "acme/#gantry_closed");
    assert_eq!(message.cause.fr, "Le portique est fermé pour sa révision.");
    assert_eq!(message.operations, [1]);
    assert_eq!(vendor.operations[1].ident, "DeleteRocket");
    let [(503, status)] = vendor.statuses.as_slice() else {
        panic!("one status expected");
    };
    assert_eq!((status.name.as_str(), status.rule.as_str()), ("503", "acme/@503"));
    // A status without a cause has its kind's, in both languages.
    assert!(!status.cause.en.is_empty() && !status.cause.fr.is_empty());
}

#[test]
fn codes_keep_the_files_order_and_say_whether_they_are_words() {
    let code = |code: &str, more: &str| {
        format!("[codes.{code}]\nkind = \"billing\"\ncause = \"The rocket is not paid.\"\nsource = \"#a\"\n{more}\n")
    };
    let english = [
        code("ZETA_ROCKET", "aliases = [\"zed\"]"),
        code("Unpaid", ""),
        code("606", "name = \"RocketUnpaid\""),
        code("ALPHA_ROCKET", "word = true\nrole = \"wrapper\""),
    ];
    let vendor = acme(&english.concat(), "");
    let codes = vendor.codes.iter();
    let codes: Vec<_> = codes.map(|c| (c.code.as_str(), c.ident.as_str(), c.word)).collect();
    let expected = [
        ("ZETA_ROCKET", "ZetaRocket", false),
        ("Unpaid", "Unpaid", true),
        ("606", "RocketUnpaid", true),
        ("ALPHA_ROCKET", "AlphaRocket", true),
    ];
    assert_eq!(codes, expected);
    assert_eq!(vendor.codes[0].aliases, ["zed"]);
}
