//! The help for connectors' tests speaks of the catalog that is installed. A process of its own, since one installs only once.
#![cfg(all(feature = "overlay", feature = "salesforce"))]

use errcat::{Classifier, Kind, Overlay, Vendor, install, testing};

const OVERLAY: &str = r##"
    [codes.UNABLE_TO_LOCK_ROW]
    kind = "busy"

    [codes.ACME_ROCKET_GONE]
    kind     = "not_found"
    cause    = "The rocket has left."
    source   = "#a"
    examples = ["ACME_ROCKET_GONE: x", "UNABLE_TO_LOCK_ROW: x"]
"##;

#[test]
fn an_installed_overlays_entries_have_cases_and_wrong_examples() {
    let overlay = Overlay::from_texts([("salesforce.toml", OVERLAY)]).unwrap();
    let own = Classifier::new().with(&overlay);
    install(own).unwrap();

    let played: Vec<_> = testing::cases(Vendor::Salesforce).map(|case| case.entry()).collect();
    let missing: Vec<_> = own
        .entries(Vendor::Salesforce)
        .filter(|entry| !played.contains(entry))
        .collect();
    assert!(missing.is_empty(), "{missing:#?}");
    let kind = |rule: &str| {
        played
            .iter()
            .find(|entry| entry.rule() == rule)
            .map(|entry| entry.kind())
    };
    assert_eq!(kind("salesforce/UNABLE_TO_LOCK_ROW"), Some(Kind::Busy));
    assert_eq!(kind("salesforce/ACME_ROCKET_GONE"), Some(Kind::NotFound));

    let wrong: Vec<_> = testing::wrong_examples(Vendor::Salesforce)
        .map(|(entry, example, _)| (entry.rule(), example))
        .collect();
    assert_eq!(wrong, [("salesforce/ACME_ROCKET_GONE", "UNABLE_TO_LOCK_ROW: x")]);
}
