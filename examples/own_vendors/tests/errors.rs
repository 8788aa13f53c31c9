//! What the connector's own catalogs give it: the same as errcat's own.

use std::str::FromStr;

use errcat::{Category, Classifier, Evidence, Kind, Locale, Recovery, Vendor, testing};
use errcat_example_own_vendors::errors::{self, CLASSIFIER, acme_rockets, stripe};
use errcat_example_own_vendors::{Step, after_stripe};

#[test]
fn every_example_classifies_to_its_own_entry() {
    for vendor in [acme_rockets::VENDOR, stripe::VENDOR] {
        let wrong: Vec<_> = testing::wrong_examples(vendor).collect();
        assert!(wrong.is_empty(), "{wrong:#?}");
        let examples = CLASSIFIER.entries(vendor).flat_map(errcat::Entry::examples);
        assert!(examples.count() > 0, "{vendor} has examples");
    }
}

#[test]
fn codes_are_typed() {
    assert_eq!(stripe::Code::LockTimeout.as_str(), "lock_timeout");
    assert_eq!(stripe::Code::from_str("lock_timeout"), Ok(stripe::Code::LockTimeout));
    assert!(stripe::Code::from_str("ROCKET_BUSY").is_err());
    assert_eq!(acme_rockets::Code::ALL.len(), 4);
    assert_eq!(acme_rockets::Code::RocketBusy.entry().kind(), Kind::Busy);

    let code = errcat::Code::from(acme_rockets::Code::RocketGone);
    assert_eq!(code.vendor(), acme_rockets::VENDOR);
    assert_eq!(code.to_string(), "ROCKET_GONE");
    assert_eq!(acme_rockets::Code::try_from(code), Ok(acme_rockets::Code::RocketGone));
    assert!(stripe::Code::try_from(code).is_err());
    assert!(errcat::salesforce::Code::try_from(code).is_err());
    assert_eq!(format!("{code:?}"), "Custom(acme_rockets/ROCKET_GONE)");
}

#[test]
fn vendors_are_described() {
    let names: Vec<&str> = CLASSIFIER.vendors().map(Vendor::name).collect();
    assert_eq!(names[names.len() - 2..], ["acme_rockets", "stripe"]);
    assert_eq!(names.len(), Vendor::all().len() + 2);
    assert_eq!(CLASSIFIER.vendor("stripe"), Some(stripe::VENDOR));
    assert_eq!(stripe::VENDOR.title(), "Stripe API");
    let order: Vec<Vendor> = acme_rockets::VENDOR.look_up_order().collect();
    assert_eq!(
        order,
        [acme_rockets::VENDOR, Vendor::Salesforce, Vendor::SalesforceOauth]
    );
}

#[test]
fn what_salesforce_says_inside_is_understood() {
    let raw = r#"{"errorCode":"MANIFEST_FAILED","message":"manifest: UNABLE_TO_LOCK_ROW: unable to obtain exclusive access"}"#;
    let c = errors::classify(acme_rockets::VENDOR, raw).unwrap();
    assert_eq!(c.code(), Some(errcat::salesforce::Code::UnableToLockRow.into()));
    assert_eq!(c.category(), Category::Retryable);
    assert_eq!(c.vendor(), acme_rockets::VENDOR);
}

#[test]
fn the_vendor_s_own_meaning_of_a_code_comes_first() {
    let raw = r#"{"errorCode":"REQUEST_LIMIT_EXCEEDED","message":"x"}"#;
    let own = errors::classify(acme_rockets::VENDOR, raw).unwrap();
    assert_eq!(own.rule(), "acme_rockets/REQUEST_LIMIT_EXCEEDED");
    assert!(
        own.explain()
            .rivals()
            .any(|rival| rival.entry().rule() == "salesforce/REQUEST_LIMIT_EXCEEDED")
    );
    let shipped = errors::classify(Vendor::Salesforce, raw).unwrap();
    assert_eq!(shipped.rule(), "salesforce/REQUEST_LIMIT_EXCEEDED");
}

#[test]
fn an_operation_tells_the_variant() {
    let failure = CLASSIFIER
        .failure(acme_rockets::VENDOR)
        .body(r#"{"errorCode":"ROCKET_GONE"}"#);
    let recall = failure
        .operation(acme_rockets::Operation::RecallRocket)
        .classify()
        .unwrap();
    assert_eq!(
        (recall.rule(), recall.kind()),
        ("acme_rockets/ROCKET_GONE#recall", Kind::AlreadyDone)
    );
    assert!(recall.cause(Locale::Fr).starts_with("La fusée"));
    let launch = failure
        .operation(acme_rockets::Operation::LaunchRocket)
        .classify()
        .unwrap();
    assert_eq!(launch.rule(), "acme_rockets/ROCKET_GONE");
}

#[test]
fn a_message_recovers_the_entry_and_a_status_stands_alone() {
    let c = errors::classify(
        stripe::VENDOR,
        "StripeError: Too many requests hit the API too quickly.",
    )
    .unwrap();
    assert_eq!((c.rule(), c.evidence()), ("stripe/rate_limit", Evidence::Message));
    let c = CLASSIFIER
        .failure(stripe::VENDOR)
        .status(409)
        .body("")
        .classify()
        .unwrap();
    assert_eq!((c.rule(), c.evidence()), ("stripe/@409", Evidence::HttpStatus));
}

#[test]
fn errcat_s_own_functions_take_the_vendors_too() {
    let c = errcat::classify(acme_rockets::VENDOR, "ROCKET_BUSY: x").unwrap();
    assert_eq!(c.recovery(), Recovery::Retry);
    let c = Classifier::new().classify(stripe::VENDOR, "lock_timeout: x").unwrap();
    assert_eq!(c.kind(), Kind::LockContention);
    assert_eq!(
        errcat::classify(Vendor::Salesforce, "ROCKET_BUSY: x")
            .ok()
            .map(|c| c.rule()),
        None
    );
}

#[test]
fn shipped_vendors_are_judged_as_by_errcat_itself() {
    for vendor in Vendor::all() {
        for example in vendor.entries().flat_map(errcat::Entry::examples) {
            let [own, shipped] = [
                errors::classify(vendor, example),
                Classifier::new().classify(vendor, example),
            ];
            assert_eq!(own.map(|c| c.rule()).ok(), shipped.map(|c| c.rule()).ok(), "{example}");
        }
    }
}

#[test]
fn the_connector_acts_on_the_verdict() {
    assert!(matches!(
        after_stripe(429, r#"{"error":{"code":"rate_limit"}}"#),
        Step::Wait
    ));
    let body = r#"{"error":{"code":"card_declined","decline_code":"insufficient_funds"}}"#;
    let Step::Fail(error) = after_stripe(402, body) else {
        panic!("no sense in waiting")
    };
    assert_eq!(
        error.to_string(),
        "stripe: insufficient_funds: validation, invalid_value"
    );
    let Step::Fail(error) = after_stripe(400, r#"{"error":{"code":"new_in_2031"}}"#) else {
        panic!("unknown")
    };
    assert_eq!(error.unrecognized_code(), Some("new_in_2031"));
}
