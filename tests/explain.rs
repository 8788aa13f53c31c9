//! Explanations: that they tell what was found where, and that they agree with the verdicts they explain.

#![cfg(all(feature = "salesforce", feature = "marketo", feature = "microsoft"))]

use errcat::{Clue, Evidence, Failure, Vendor, classify, classify_all, microsoft365_backup};

/// The words of the clues, as they stand in the input, each with its fate.
fn clues(raw: &str, vendor: Vendor) -> Vec<(String, String)> {
    let explanation = classify(vendor, raw).unwrap().explain();
    let line = |clue: Clue<'_>| {
        let text = clue.text().unwrap().to_owned();
        assert_eq!(&raw[clue.range()], text);
        let fate = clue.to_string().rsplit_once(": ").unwrap().1.to_owned();
        (text, fate)
    };
    explanation.clues().map(line).collect()
}

fn owned(expected: &[(&str, &str)]) -> Vec<(String, String)> {
    expected
        .iter()
        .map(|(text, fate)| ((*text).to_owned(), (*fate).to_owned()))
        .collect()
}

/// The rules that lost, each with the reason.
fn rivals(failure: &Failure<'_>) -> Vec<(&'static str, &'static str)> {
    let explanation = failure.classify().unwrap().explain();
    explanation
        .rivals()
        .map(|rival| (rival.entry().rule(), rival.reason()))
        .collect()
}

#[test]
fn a_wrapper_yields_to_the_code_inside() {
    let raw = "CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY: Trigger: execution of BeforeInsert\ncaused by: \
               System.DmlException: Insert failed; UNABLE_TO_LOCK_ROW: unable to obtain exclusive access";
    let found = clues(raw, Vendor::Salesforce);
    let expected = [
        (
            "CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY",
            "says only that something inside failed, so it yields",
        ),
        ("UNABLE_TO_LOCK_ROW", "decides"),
    ];
    assert_eq!(found[..2], owned(&expected));
}

#[test]
fn a_message_that_lost_says_to_what() {
    let lost = |vendor, raw| {
        let rivals = rivals(&Failure::new(vendor).body(raw));
        let messages = rivals.into_iter().filter(|(rule, _)| rule.contains("/#"));
        messages.collect::<Vec<_>>()
    };
    let wraps = "its message says only that something failed, and another tells what";
    let heading = "Review the errors on this page. unable to obtain exclusive access to this record";
    assert_eq!(
        lost(Vendor::Salesforce, heading),
        [("salesforce/#page_invalid_data", wraps)]
    );
    // The error inside is one of another vendor's in the look-up order.
    let inside = "Error authenticating with JWT due to: no healthy upstream";
    assert_eq!(
        lost(Vendor::SalesforceOauth, inside),
        [("salesforce_oauth/#cli_authentication_failed", wraps)]
    );
    // A code's text may wrap another vendor's, too.
    let raw = "Unknown exception in Async API : Record Currently Unavailable";
    let rivals = rivals(&Failure::new(Vendor::SalesforceBulk).body(raw));
    assert!(rivals.contains(&("salesforce_bulk/Unknown", wraps)), "{rivals:?}");
    let both = "no healthy upstream\nInvalid type: Account__c (12:3)";
    assert_eq!(
        lost(Vendor::Salesforce, both),
        [(
            "salesforce/#edge_unreachable",
            "another error in the text must not be repeated"
        )]
    );
}

#[test]
fn a_retryable_error_steps_aside_for_one_that_is_not() {
    let raw =
        r#"[{"errorCode":"UNABLE_TO_LOCK_ROW","message":"x"},{"errorCode":"REQUIRED_FIELD_MISSING","message":"x"}]"#;
    let set_aside = "another error, retryable (salesforce/UNABLE_TO_LOCK_ROW), which could be repeated, but not all of \
                     the input can";
    assert_eq!(
        clues(raw, Vendor::Salesforce),
        owned(&[("UNABLE_TO_LOCK_ROW", set_aside), ("REQUIRED_FIELD_MISSING", "decides")])
    );
    let each: Vec<String> = classify_all(Vendor::Salesforce, raw)
        .map(|verdict| {
            verdict
                .unwrap()
                .explain()
                .clues()
                .find(Clue::decides)
                .unwrap()
                .text()
                .unwrap()
                .to_owned()
        })
        .collect();
    assert_eq!(each, ["UNABLE_TO_LOCK_ROW", "REQUIRED_FIELD_MISSING"]);
}

#[test]
fn a_consequence_steps_aside_for_its_cause() {
    let raw = r#"[{"statusCode":"ALL_OR_NONE_OPERATION_ROLLED_BACK","message":"x"},{"statusCode":"REQUIRED_FIELD_MISSING","message":"x"}]"#;
    let found = clues(raw, Vendor::Salesforce);
    assert!(
        found[0].1.ends_with("which only follows from the decisive one"),
        "{found:?}"
    );
    assert_eq!(found[1].1, "decides");
}

#[test]
fn a_message_tells_the_variant() {
    let raw = r#"[{"message":"TotalRequests Limit exceeded.","errorCode":"REQUEST_LIMIT_EXCEEDED"}]"#;
    let expected = [
        ("REQUEST_LIMIT_EXCEEDED", "decides"),
        ("TotalRequests Limit exceeded", "tells the variant"),
    ];
    assert_eq!(clues(raw, Vendor::Salesforce), owned(&expected));
    let lost = rivals(&Failure::new(Vendor::Salesforce).body(raw));
    assert!(
        lost.contains(&(
            "salesforce/REQUEST_LIMIT_EXCEEDED",
            "it holds only where no variant is told"
        )),
        "{lost:?}"
    );
}

#[test]
fn a_message_decides_where_the_code_was_dropped() {
    let raw = "Error: unable to obtain exclusive access to this record or 1 records: 0015g00000xyz";
    let c = classify(Vendor::Salesforce, raw).unwrap();
    assert_eq!(c.evidence(), Evidence::Message);
    let clue = c.explain().clues().find(Clue::decides).unwrap();
    assert_eq!(clue.evidence(), Evidence::Message);
    assert!(clue.text().unwrap().starts_with("unable to obtain exclusive access"));
}

#[test]
fn another_vendor_s_spelling_comes_later() {
    let lost = rivals(&Failure::new(Vendor::SalesforceBulk).body("InvalidSessionId : invalid"));
    let later = "another vendor, or an exact spelling, comes first in the look-up order";
    assert!(lost.contains(&("salesforce/INVALID_SESSION_ID", later)), "{lost:?}");
}

#[test]
fn an_operation_rules_out_variants() {
    let body = r#"{"error":{"code":"PolicyActionNotAllowed","message":"x"}}"#;
    let failure = Failure::new(Vendor::Microsoft365Backup).body(body);
    let failure = failure.operation(microsoft365_backup::Operation::DeactivateActiveProtectionPolicy);
    let chosen = failure.classify().unwrap().rule();
    let lost = rivals(&failure);
    assert!(
        lost.iter()
            .any(|(_, reason)| *reason == "it belongs to other operations"),
        "{lost:?}"
    );
    assert!(lost.iter().all(|(rule, _)| *rule != chosen));
}

#[test]
fn a_status_decides_only_alone() {
    let failure = Failure::new(Vendor::Salesforce).status(404);
    let report = failure.classify().unwrap().explain().to_string();
    assert!(report.contains("found HTTP status 404: decides"), "{report}");
    let report = failure
        .body("UNABLE_TO_LOCK_ROW: x")
        .classify()
        .unwrap()
        .explain()
        .to_string();
    assert!(report.contains("found HTTP status 404: adds nothing"), "{report}");
}

#[test]
fn a_status_decides_beside_an_error_that_nobody_knows() {
    let raw = r#"[{"errorCode":"UNABLE_TO_LOCK_ROW"},{"errorCode":"BRAND_NEW"}]"#;
    let c = Failure::new(Vendor::Salesforce)
        .status(503)
        .body(raw)
        .classify()
        .unwrap();
    let report = c.explain().to_string();
    for part in [
        "which could be repeated, but nobody knows the error beside it",
        "found HTTP status 503: decides: beside an error that nobody knows",
    ] {
        assert!(report.contains(part), "{report}");
    }
    assert!(!report.contains("nothing else speaks"), "{report}");
}

#[test]
fn what_a_record_that_succeeded_holds_is_data() {
    let raw = r#"[{"success":true,"record":{"note":"UNABLE_TO_LOCK_ROW: x"},"errors":[]},{"success":false,"errors":[{"statusCode":"REQUIRED_FIELD_MISSING","message":"x"}]}]"#;
    let found = clues(raw, Vendor::Salesforce);
    let expected = [
        ("UNABLE_TO_LOCK_ROW", "data of a record that succeeded"),
        ("REQUIRED_FIELD_MISSING", "decides"),
    ];
    assert_eq!(found, owned(&expected));
}

#[test]
fn another_system_s_code_is_called_so() {
    let google = r#"{"error":"invalid_grant","error_description":"Token has been expired or revoked."}"#;
    let own = r#"{"error":"invalid_client_id","error_description":"client identifier invalid"}"#;
    let raw = format!("{google}\n{own}");
    let expected = [
        (
            "invalid_grant",
            "what stands beside it is another system's, which has the same code",
        ),
        ("invalid_client_id", "decides"),
        ("client identifier invalid", "tells the variant"),
    ];
    assert_eq!(clues(&raw, Vendor::SalesforceOauth), owned(&expected));
}

#[test]
fn an_unknown_code_is_a_clue_too() {
    let raw = r#"[{"errorCode":"REQUIRED_FIELD_MISSING","message":"x"},{"errorCode":"BRAND_NEW_CODE","message":"x"}]"#;
    let found = clues(raw, Vendor::Salesforce);
    assert_eq!(
        found[1],
        (
            "BRAND_NEW_CODE".to_owned(),
            "no vendor in the look-up order knows it".to_owned()
        )
    );
}

#[test]
fn explanations_agree_with_the_verdicts_on_the_corpus() {
    let mut explained = 0;
    for line in include_str!("data/corpus.jsonl").lines() {
        let line: serde_json::Value = serde_json::from_str(line).unwrap();
        let (vendor, raw) = (line["vendor"].as_str().unwrap(), line["raw"].as_str().unwrap());
        let Ok(c) = classify(vendor.parse().unwrap(), raw) else {
            continue;
        };
        let explanation = c.explain();
        let deciding: Vec<Clue<'_>> = explanation.clues().filter(Clue::decides).collect();
        assert_eq!(deciding.len(), 1, "{raw}\n{explanation}");
        match c.evidence() {
            Evidence::Message => assert_eq!(deciding[0].evidence(), Evidence::Message, "{raw}\n{explanation}"),
            // Either the code or, for a wrapper without a known code inside, its message.
            _ => assert!(
                deciding[0].text() == c.code_text() || c.entry().code() != c.code(),
                "{raw}\n{explanation}"
            ),
        }
        assert!(explanation.rivals().all(|rival| rival.entry() != c.entry()), "{raw}");
        assert!(explanation.to_string().contains(c.rule()));
        explained += 1;
    }
    assert!(explained > 100, "the corpus is there: {explained}");
}
