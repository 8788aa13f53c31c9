//! What holds for every overlay whatever, however mangled; shared by the seeds and the fuzz target.

use errcat::{Category, Classifier, Locale, Overlay, Problems, Vendor};

/// Texts that some catalog or other has something to say about.
const TEXTS: [&str; 3] = [
    r#"[{"message":"unable to obtain exclusive access to this record","errorCode":"UNABLE_TO_LOCK_ROW"}]"#,
    r#"{"error":{"code":"ACME_QUEUE_STALLED","message":"The nightly import is running"}}"#,
    "error 606: Max rate limit '100' exceeded with in '20' secs",
];

/// Reads an overlay that is written as one text, and lays it on the catalog if it is a good one.
///
/// A line `--- name.toml` begins a file; what stands before the first one is a file that must name its vendor itself.
///
/// # Panics
///
/// Where a promise is broken, and where the library panics.
pub fn hold(text: &str) -> Option<Classifier> {
    let files = files(text);
    let overlay = match &files[..] {
        [] => Overlay::from_toml(text),
        files => Overlay::from_texts(files.iter().cloned()),
    };
    let overlay = match overlay {
        Ok(overlay) => overlay,
        Err(problems) => {
            report(&problems, &files, text);
            return None;
        }
    };
    for shadow in overlay.shadows() {
        assert_eq!(shadow.to_string().lines().count(), 1, "{shadow}");
    }
    let laid = Classifier::new().with(&overlay);
    whole(laid);
    // Laid on what it has made it changes nothing more, read for that or not.
    let twice = laid.with(&overlay);
    whole(twice);
    for vendor in laid.vendors() {
        let [once, twice] = [laid, twice].map(|own| own.entries(vendor).map(|entry| format!("{entry:?}")));
        assert!(once.eq(twice), "{vendor}");
    }
    if !files.is_empty() {
        let again = Overlay::of(laid, files).unwrap_or_else(|problems| panic!("{problems}"));
        assert!(again.shadows().next().is_none(), "{:?}", again.shadows().next());
    }
    Some(laid)
}

fn files(text: &str) -> Vec<(String, String)> {
    let mut files: Vec<(String, String)> = Vec::new();
    for line in text.split_inclusive('\n') {
        match (line.strip_prefix("--- "), files.last_mut()) {
            (Some(name), _) => files.push((name.trim_end().to_owned(), String::new())),
            (None, Some((_, file))) => file.push_str(line),
            (None, None) => return Vec::new(),
        }
    }
    files
}

fn report(problems: &Problems, files: &[(String, String)], text: &str) {
    assert!(problems.iter().next().is_some());
    assert!(problems.to_string().contains("error["), "{problems}");
    assert_eq!(problems.summary_lines().count(), problems.iter().count());
    assert!(
        problems.summary_lines().all(|line| line.lines().count() == 1),
        "{problems}"
    );
    for problem in problems.iter() {
        let Some(name) = problem.file() else { continue };
        let mut named = files
            .iter()
            .filter(|(file, _)| file == name)
            .map(|(_, text)| text.as_str());
        let span = problem.span();
        let stands = |text: &str| text.get(span.clone()).is_some();
        assert!(
            if files.is_empty() {
                stands(text)
            } else {
                named.any(stands)
            },
            "{problem} at {span:?} of {name}"
        );
        assert!(
            problem
                .position()
                .is_some_and(|(line, column)| line >= 1 && column >= 1)
        );
    }
}

/// What holds for a catalog with whatever overlay on it.
fn whole(laid: Classifier) {
    for vendor in Vendor::all() {
        assert_eq!(laid.vendor(vendor.name()), Some(vendor));
        for code in vendor.codes() {
            let kept = laid.find_code(vendor, code.as_str());
            assert_eq!(kept, Some(code), "{vendor} keeps its codes");
        }
    }
    for vendor in laid.vendors() {
        assert!(!vendor.title().is_empty() && vendor.look_up_order().next() == Some(vendor));
        for code in laid.codes(vendor) {
            assert_eq!(laid.find_code(vendor, code.as_str()), Some(code), "{vendor}");
            assert_eq!(laid.entry(code).vendor(), vendor);
        }
        for entry in laid.entries(vendor) {
            assert_eq!(
                entry.category() == Category::Retryable,
                entry.backoff().is_some(),
                "{}",
                entry.rule()
            );
            for locale in [Locale::En, Locale::Fr] {
                assert!(!entry.cause(locale).is_empty() && !entry.remediation(locale).is_empty());
            }
        }
        for text in TEXTS {
            let verdict = laid.classify(vendor, text);
            assert!(!format!("{verdict:?}").is_empty());
            assert!(laid.classify_all(vendor, text).count() <= text.len());
        }
    }
}
