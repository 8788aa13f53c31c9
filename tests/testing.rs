//! The help for connectors' tests holds what it says.

#![cfg(all(feature = "salesforce", feature = "marketo", feature = "microsoft", feature = "std"))]

use errcat::{Failure, Vendor, testing};

#[test]
fn every_case_classifies_to_its_own_entry() {
    for vendor in Vendor::all() {
        for case in testing::cases(vendor) {
            let mut failure = Failure::new(vendor).status(case.status()).body(case.body());
            if let Some(operation) = case.operation() {
                failure = failure.operation(operation);
            }
            assert_eq!(
                failure.classify().unwrap().rule(),
                case.entry().rule(),
                "{}",
                case.body()
            );
        }
    }
}

#[test]
fn every_entry_has_a_case() {
    let entries = Vendor::all().flat_map(Vendor::entries);
    let missing: Vec<_> = entries
        .filter(|entry| testing::case(entry).is_none())
        .map(|entry| entry.rule())
        .collect();
    assert!(missing.is_empty(), "{missing:#?}");
}

#[test]
fn a_code_alone_comes_in_the_vendors_envelope() {
    let body = |rule: &str| {
        let vendor = rule.split('/').next().unwrap().parse().unwrap();
        let case = testing::cases(vendor).find(|case| case.entry().rule() == rule).unwrap();
        (case.status(), case.body().to_owned())
    };
    let (status, json) = body("salesforce/RECORD_LOCKED");
    assert_eq!(
        (status, &json[..]),
        (400, r#"[{"message":"","errorCode":"RECORD_LOCKED"}]"#)
    );
    let (status, json) = body("marketo_rest/606");
    assert_eq!(status, 200);
    let json: serde_json::Value = serde_json::from_str(&json).unwrap();
    assert_eq!(json["errors"][0]["code"], "606");
    assert_eq!(body("salesforce/@503"), (503, String::new()));
}

#[test]
fn bodies_that_look_like_json_are_json() {
    let mut count = 0;
    for case in Vendor::all()
        .flat_map(testing::cases)
        .filter(|case| case.entry().examples().is_empty())
    {
        if case.body().starts_with(['{', '[']) {
            let parsed: Result<serde_json::Value, _> = serde_json::from_str(case.body());
            assert!(parsed.is_ok(), "{}: {}", case.entry().rule(), case.body());
            count += 1;
        }
    }
    assert!(count > 100, "only {count}");
}

#[test]
fn the_shipped_examples_are_right() {
    for vendor in Vendor::all() {
        let wrong: Vec<_> = testing::wrong_examples(vendor).collect();
        assert!(wrong.is_empty(), "{wrong:#?}");
    }
}

/// As the vendor does: under an error's status no server says that the request succeeded, and under a success's only a
/// body says what failed.
#[test]
fn a_failure_comes_as_a_success_exactly_where_the_body_tells_it() {
    let (mut wholly, mut partly) = (0, 0);
    for case in Vendor::all().flat_map(testing::cases) {
        let json = serde_json::from_str(case.body()).unwrap_or(serde_json::Value::Null);
        let records = json["result"].as_array();
        let record_fails = |record: &serde_json::Value| record["reasons"].is_array() || record["errors"].is_array();
        let some_fail = record_fails(&json) || records.is_some_and(|records| records.iter().any(record_fails));
        let shown = || format!("{}: {} {}", case.entry().rule(), case.status(), case.body());
        match (200..300).contains(&case.status()) {
            true if json["success"] == false => wholly += 1,
            true => {
                assert!(some_fail, "{}", shown());
                partly += 1;
            }
            false => assert_ne!(json["success"], true, "{}", shown()),
        }
    }
    assert!(wholly > 50 && partly > 10, "{wholly} {partly}");
}

#[test]
fn a_body_is_an_example_or_says_the_code() {
    let (mut real, mut made) = (0, 0);
    for case in Vendor::all().flat_map(testing::cases) {
        let entry = case.entry();
        let is_example = entry.examples().contains(&case.body());
        assert_eq!(case.is_example(), is_example, "{}", entry.rule());
        if is_example {
            real += 1;
        } else if let Some(code) = entry.code() {
            assert!(case.body().contains(code.as_str()), "{}: {}", entry.rule(), case.body());
            made += 1;
        }
    }
    assert!(real > 500 && made > 500, "{real} {made}");
}

#[test]
fn a_message_begins_with_a_capital() {
    let cases = Vendor::all().flat_map(testing::cases);
    for case in cases.filter(|case| case.entry().examples().is_empty()) {
        let Ok(json) = serde_json::from_str::<serde_json::Value>(case.body()) else {
            continue;
        };
        let message = json[0]["message"].as_str().or(json["error"]["message"].as_str());
        let first = message.and_then(|message| message.chars().next());
        assert!(!first.is_some_and(char::is_lowercase), "{}", case.body());
    }
}

/// A catalog of one's own, by an overlay: one example is right, one is another entry's, one is nobody's.
#[cfg(feature = "overlay")]
#[test]
fn an_overlays_vendor_has_cases_and_wrong_examples_are_told() {
    let text = r##"
        [vendor]
        id          = "acme_testing"
        name        = "Acme"
        family      = "acme"
        docs        = "https://acme.example"
        checked     = 2026-11-21
        code_fields = ["code"]
        message_fields = ["message"]

        [codes.ROCKET_BUSY]
        kind     = "busy"
        cause    = "The rocket is being fuelled."
        source   = "#a"
        examples = ["ROCKET_BUSY: x", "ROCKET_GONE: x", "Nothing that anybody knows"]

        [codes.ROCKET_GONE]
        kind   = "not_found"
        cause  = "The rocket has left."
        source = "#b"
    "##;
    let overlay = errcat::Overlay::from_toml(text).unwrap();
    let classifier = errcat::Classifier::new().with(&overlay);
    let vendor = classifier.vendor("acme_testing").unwrap();
    let bodies: Vec<_> = testing::cases(vendor).map(|case| case.body().to_owned()).collect();
    assert_eq!(bodies, ["ROCKET_BUSY: x", "ROCKET_GONE"], "the vendor has no envelope");
    let wrong: Vec<_> = testing::wrong_examples(vendor)
        .map(|(entry, example, verdict)| (entry.rule(), example, verdict.map(|c| c.rule()).ok()))
        .collect();
    assert_eq!(
        wrong,
        [
            (
                "acme_testing/ROCKET_BUSY",
                "ROCKET_GONE: x",
                Some("acme_testing/ROCKET_GONE")
            ),
            ("acme_testing/ROCKET_BUSY", "Nothing that anybody knows", None),
        ]
    );
}
