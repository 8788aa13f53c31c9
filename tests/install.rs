//! `install` and `classify` at the same time, from many threads. A process of its own, since one installs only once.
#![cfg(all(
    feature = "overlay",
    feature = "salesforce",
    feature = "marketo",
    feature = "microsoft"
))]

use std::sync::Barrier;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::thread;

use errcat::{Classifier, Failure, Kind, Overlay, Vendor, classify, install};

const RAW: &str = "UNABLE_TO_LOCK_ROW: unable to obtain exclusive access to this record";

/// Each of these would judge `RAW` in its own way.
const KINDS: [Kind; 4] = [Kind::Locked, Kind::Busy, Kind::InvalidValue, Kind::PermissionDenied];

#[test]
fn every_thread_sees_one_change_at_most() {
    let classifiers = KINDS.map(|kind| {
        let text = format!("[codes.UNABLE_TO_LOCK_ROW]\nkind = \"{kind}\"");
        Classifier::new().with(&Overlay::from_texts([("salesforce.toml", text)]).unwrap())
    });
    let shipped = Kind::LockContention;
    let kind = || classify(Vendor::Salesforce, RAW).unwrap().kind();
    assert_eq!(kind(), shipped);

    let (readers, installers) = (8, classifiers.len());
    let start = Barrier::new(readers + installers);
    let (installed, done) = (AtomicUsize::new(usize::MAX), AtomicBool::new(false));
    thread::scope(|scope| {
        for (number, classifier) in classifiers.into_iter().enumerate() {
            let (start, installed, done) = (&start, &installed, &done);
            scope.spawn(move || {
                start.wait();
                if install(classifier).is_ok() {
                    let before = installed.swap(number, Ordering::SeqCst);
                    assert_eq!(before, usize::MAX, "only one is installed");
                    done.store(true, Ordering::SeqCst);
                }
                // Whoever lost: by now another's is there.
                assert_ne!(kind(), shipped);
            });
        }
        for _ in 0..readers {
            scope.spawn(|| {
                start.wait();
                let mut seen = shipped;
                while !done.load(Ordering::SeqCst) || seen == shipped {
                    let now = kind();
                    assert!(seen == shipped || seen == now, "{seen} became {now}");
                    seen = now;
                }
                assert_eq!(seen, KINDS[installed.load(Ordering::SeqCst)]);
                assert_eq!(
                    Failure::new(Vendor::Salesforce).body(RAW).classify().unwrap().kind(),
                    seen
                );
            });
        }
    });
    assert!(install(Classifier::new()).is_err(), "once and for all");
    assert_eq!(
        Classifier::new().classify(Vendor::Salesforce, RAW).unwrap().kind(),
        shipped
    );
}
