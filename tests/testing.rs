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
