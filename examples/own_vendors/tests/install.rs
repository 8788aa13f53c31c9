//! The connector's classifier as the process's default: a process of its own, since that is done once.

use errcat::{Vendor, classify, install};
use errcat_example_own_vendors::errors::{CLASSIFIER, stripe};

#[test]
fn an_installed_classifier_is_the_default() {
    assert!("stripe".parse::<Vendor>().is_err());
    install(CLASSIFIER).unwrap();
    assert!(install(CLASSIFIER).is_err());
    assert_eq!("stripe".parse(), Ok(stripe::VENDOR));
    assert_eq!("salesforce".parse(), Ok(Vendor::Salesforce));
    assert_eq!(
        classify(stripe::VENDOR, "lock_timeout: x").unwrap().rule(),
        "stripe/lock_timeout"
    );
    assert_eq!(
        classify(Vendor::Salesforce, "UNABLE_TO_LOCK_ROW: x").unwrap().rule(),
        "salesforce/UNABLE_TO_LOCK_ROW"
    );
}
