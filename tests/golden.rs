//! The compiler's output for a small catalog: it is the golden file to the letter, and it compiles and runs.
//!
//! `tests/golden/catalog` is the catalog and `tests/golden/expected.rs` the golden file. `tests/golden/Cargo.toml` makes a
//! crate of errcat's own sources and the compiled catalog, which is used here under the name `errcat_golden`. After a
//! change of the output, look at the difference that `ERRCAT_BLESS=1 cargo test --test golden` makes.

use std::path::{Path, PathBuf};
use std::time::Duration;
use std::{env, fs};

use errcat_golden::acme::{Code, Operation};
use errcat_golden::{Category, Certainty, Evidence, Failure, Kind, Locale, Recovery, Reset, Role, Vendor, classify};

#[path = "golden/compile.rs"]
mod compile;

fn golden() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden")
}

/// Returns what the compiler prints. Each test has its own directory.
fn printed(test: &str) -> String {
    let work = Path::new(env!("CARGO_TARGET_TMPDIR")).join("golden").join(test);
    fs::read_to_string(compile::compile(&golden(), &work)).unwrap()
}

#[test]
fn the_output_is_the_golden_file() {
    let printed = printed("compare");
    let path = golden().join("expected.rs");
    if env::var_os("ERRCAT_BLESS").is_some() {
        fs::write(&path, printed).unwrap();
    } else if let Some(line) = first_difference(&fs::read_to_string(&path).unwrap(), &printed) {
        panic!("other than {} (ERRCAT_BLESS=1 accepts it): {line}", path.display());
    }
}

/// Returns the first line that differs, with its number.
fn first_difference(golden: &str, printed: &str) -> Option<String> {
    if golden == printed {
        return None;
    }
    let lines = golden.lines().map(Some).chain(std::iter::repeat(None));
    let (number, (old, new)) = lines
        .zip(printed.lines())
        .enumerate()
        .find(|(_, (old, new))| *old != Some(*new))
        .unwrap_or((0, (None, "")));
    Some(format!("line {}\n-{}\n+{new}", number + 1, old.unwrap_or_default()))
}

#[test]
fn equal_catalogs_give_equal_output() {
    assert_eq!(printed("first"), printed("second"));
}

#[test]
fn the_families_asked_for_are_there() {
    let vendors: Vec<_> = Vendor::all().map(Vendor::name).collect();
    assert_eq!(vendors, ["acme", "acme_login"]);
    assert_eq!(Vendor::Acme.title(), "Acme Rockets API");
    assert_eq!(
        Vendor::Acme.look_up_order().collect::<Vec<_>>(),
        [Vendor::Acme, Vendor::AcmeLogin]
    );
    assert_eq!(Vendor::Acme.checked(), "2026-11-21");
    assert!(classify(Vendor::Acme, "LEFT_OUT").is_err());
}

#[test]
fn codes_have_their_names_and_spellings() {
    let codes = [
        Code::RocketBusy,
        Code::LaunchLimit,
        Code::PayloadFailed,
        Code::Timeout,
        Code::FortyTwo,
    ];
    let mut spellings: Vec<_> = Code::ALL.iter().map(|code| code.as_str()).collect();
    spellings.sort_unstable();
    assert_eq!(
        spellings,
        ["42", "LAUNCH_LIMIT", "PAYLOAD_FAILED", "ROCKET_BUSY", "Timeout"]
    );
    for code in codes {
        assert_eq!(code.to_string().parse(), Ok(code));
    }
    assert_eq!("launchLimitReached".parse(), Ok(Code::LaunchLimit));
    assert_eq!("LAUNCH_LIMIT_REACHED".parse(), Ok(Code::LaunchLimit));
    assert!("LAUNCHLIMITS".parse::<Code>().is_err());
    let code = |code: Code| errcat_golden::Code::from(code);
    assert_eq!(code(Code::LaunchLimit).aliases(), ["launchLimitReached"]);
    assert_eq!(
        code(Code::LaunchLimit).deprecated(),
        Some("Acme has sent ROCKET_BUSY instead since 2025.")
    );
    assert_eq!(code(Code::PayloadFailed).role(), Some(Role::Wrapper));
    assert!(code(Code::Timeout).is_word());
    assert_eq!("recall_rocket".parse(), Ok(Operation::RecallRocket));
}

#[test]
fn entries_hold_what_the_catalog_says() {
    let limit = Code::LaunchLimit.entry();
    assert_eq!(limit.rule(), "acme/LAUNCH_LIMIT");
    assert_eq!(
        (limit.kind(), limit.category()),
        (Kind::QuotaExhausted, Category::Retryable)
    );
    assert_eq!(limit.certainty(), Certainty::Observed);
    assert_eq!(limit.cause(Locale::En), "All launches of the day are \"used\" \\ gone.");
    assert_eq!(limit.cause(Locale::Fr), limit.cause(Locale::En), "no French text");
    assert_eq!(
        limit.remediation(Locale::En),
        "Mend what the kind quota_exhausted stands for."
    );
    assert_eq!(limit.remediation(Locale::Fr), "Réparer ce que quota_exhausted désigne.");
    assert!(!limit.has_own_remediation());
    assert_eq!(
        limit.sources(),
        ["https://acme.example/errors#limits", "acme/sdk:src/errors.rs"]
    );
    assert_eq!(limit.vendor_category(), Some("Throttling"));
    assert!(limit.contested().is_some());
    assert_eq!(
        limit.backoff().and_then(|rule| rule.reset()),
        Some(Reset::MidnightUsCentral)
    );

    let busy = Code::RocketBusy.entry();
    assert!(busy.has_own_remediation());
    assert_eq!(
        busy.cause(Locale::Fr),
        "Une autre équipe se trouve en ce moment à la fusée."
    );
    let rule = busy.backoff().unwrap();
    let waits = [rule.initial(), rule.floor(), rule.ceiling()].map(|wait| wait.as_millis());
    assert_eq!((waits, rule.attempts()), ([100, 50, 5000], 3));
    assert_eq!(rule.initial(), Duration::from_millis(100));
    assert_eq!(rule.source(), Some("https://acme.example/errors#pace"));

    let unknown = Code::FortyTwo.entry();
    assert_eq!((unknown.recovery(), unknown.backoff()), (Recovery::Escalate, None));
    assert_eq!(unknown.certainty(), Certainty::Inferred);
}

#[test]
fn errors_are_classified() {
    let rule = |raw: &'static str| classify(Vendor::Acme, raw).map(|c| (c.rule(), c.evidence())).ok();
    assert_eq!(
        rule(r#"{"errorCode":"ROCKET_BUSY","message":"x"}"#),
        Some(("acme/ROCKET_BUSY", Evidence::CodeField))
    );
    assert_eq!(
        rule("launch failed: RocketBusy: crew"),
        Some(("acme/ROCKET_BUSY", Evidence::CodeInText))
    );
    assert_eq!(rule("launch failed with Timeout"), None);
    assert_eq!(rule("Timeout: no pad"), Some(("acme/Timeout", Evidence::CodeInText)));
    assert_eq!(
        rule(r#"{"errorCode":"42","message":"no idea"}"#),
        Some(("acme/42", Evidence::CodeField))
    );
    assert_eq!(
        rule("The gantry of pad 7 is closed."),
        Some(("acme/#gantry_closed", Evidence::Message))
    );
    assert_eq!(
        rule("le portique est ferm\\u00e9"),
        Some(("acme/#gantry_closed", Evidence::Message))
    );
    assert_eq!(
        rule("Fuelling in progress, come back in 20 seconds"),
        Some(("acme/ROCKET_BUSY#fuelling", Evidence::Message))
    );
    assert_eq!(
        rule("error=badge_expired"),
        Some(("acme_login/badge_expired", Evidence::CodeField))
    );
    assert_eq!(
        rule("PAYLOAD_FAILED: inside: ROCKET_BUSY: crew"),
        Some(("acme/ROCKET_BUSY", Evidence::CodeInText))
    );
    assert_eq!(
        rule("PAYLOAD_FAILED: no more is known"),
        Some(("acme/PAYLOAD_FAILED", Evidence::CodeInText))
    );
    assert_eq!(rule("all went well"), None);
}

#[test]
fn a_message_that_wraps_yields_to_what_stands_behind_it() {
    let rule = |raw: &'static str| classify(Vendor::Acme, raw).map(|c| c.rule()).unwrap();
    let wrapper = "The launch of the rocket has failed, and the crew is safe";
    for (behind, told) in [
        ("", "acme/#launch_failed"),
        (". Nobody knows why.", "acme/#launch_failed"),
        (". The main tank is empty.", "acme/#tank_empty"),
        (": The main tank is empty", "acme/#tank_empty"),
        // Both may not be repeated; this one may, and would not be told beside another error.
        (
            ".\nFuelling in progress, come back in 9 seconds",
            "acme/ROCKET_BUSY#fuelling",
        ),
    ] {
        let raw: &'static str = format!("{wrapper}{behind}").leak();
        assert_eq!(rule(raw), told, "{raw}");
    }
    // What stands before it is told by the same rules as ever.
    let before: &'static str = format!("The main tank is empty. {wrapper}").leak();
    assert_eq!(rule(before), "acme/#launch_failed");
}

#[test]
fn a_code_with_another_systems_message_is_nobodys() {
    let told = |raw: &'static str| classify(Vendor::Acme, raw).map(|c| c.rule()).ok();
    for others in [
        "LAUNCH_LIMIT: ships of other ports  are full, come back",
        r#"{"errorCode":"LAUNCH_LIMIT","message":"Ships of other ports are full."}"#,
        r#"{"message":"Ships of other ports are full.","errorCode":"LAUNCH_LIMIT"}"#,
    ] {
        assert_eq!(told(others), None, "{others}");
        let findings: Vec<_> = errcat_golden::classify_all(Vendor::Acme, others).collect();
        assert!(matches!(findings[..], [Err(_)]), "{others}");
    }
    for own in ["LAUNCH_LIMIT", "LAUNCH_LIMIT: ships of other ports are welcome"] {
        assert_eq!(told(own), Some("acme/LAUNCH_LIMIT"), "{own}");
    }
    // What stands in it beside the code is still told, and a decoy without the code is nothing.
    let inner = "PAYLOAD_FAILED: ROCKET_BUSY. Ships of other ports are full";
    assert_eq!(told(inner), Some("acme/ROCKET_BUSY"));
    assert_eq!(told("Ships of other ports are full"), None);
    // The status speaks where nothing else does.
    let failure = Failure::new(Vendor::Acme).body("LAUNCH_LIMIT: ships of other ports are full");
    assert_eq!(
        failure.status(404).classify().map(|c| c.evidence()),
        Ok(Evidence::HttpStatus)
    );
}

#[test]
fn a_message_that_must_end_is_told_from_a_longer_one() {
    let is_told = |raw: &'static str| classify(Vendor::Acme, raw).is_ok_and(|c| c.rule() == "acme/#tank_empty");
    for whole in [
        "The main tank is empty",
        "the main  tank is EMPTY.",
        "The main tank is empty\nat pad 7",
        r#"{"message":"The main tank is empty.","pad":7}"#,
        r#""{\"message\":\"The main tank is empty\"}""#,
        "{message=The main tank is empty, pad=7}",
        "<message>The main tank is empty</message>",
        "| The main tank is empty |",
        "**The main tank is empty.**",
        "The main tank is empty ",
    ] {
        assert!(is_told(whole), "{whole}");
    }
    for longer in [
        "The main tank is empty and so is the other",
        "The main tank is empty, fill it",
        "The main tank is empty. Fill it",
        "The main tank is emptying",
        r#"{"message":"The main tank is empty: 0 %"}"#,
    ] {
        assert!(!is_told(longer), "{longer}");
    }
}

#[test]
fn variants_and_statuses_are_told() {
    let failure = Failure::new(Vendor::Acme).body("ROCKET_BUSY");
    let rule = |failure: Failure<'static>| failure.classify().unwrap().rule();
    assert_eq!(rule(failure), "acme/ROCKET_BUSY");
    assert_eq!(rule(failure.operation(Operation::LaunchRocket)), "acme/ROCKET_BUSY");
    assert_eq!(
        rule(failure.operation(Operation::RecallRocket)),
        "acme/ROCKET_BUSY#recall"
    );
    assert_eq!(rule(failure.status(423)), "acme/ROCKET_BUSY#fuelling");
    assert_eq!(rule(failure.status(503)), "acme/ROCKET_BUSY");
    assert_eq!(rule(Failure::new(Vendor::Acme).status(503)), "acme/@503");
    assert_eq!(rule(Failure::new(Vendor::Acme).status(404)), "acme/@404");
    assert!(Failure::new(Vendor::Acme).status(418).classify().is_err());
}
