//! What holds for every input whatever, of every vendor; shared by the property tests, the seeds and the fuzz target.

use errcat::{
    Category, Classification, Code, Evidence, Failure, Locale, Unrecognized, Vendor, classify_all, classify_bytes,
};
use std::ops::Range;

/// Calls everything that reads an input.
///
/// # Panics
///
/// Where a promise is broken, and where the library panics.
pub fn hold(vendor: Vendor, raw: &[u8]) {
    let verdict = classify_bytes(vendor, raw);
    match &verdict {
        Ok(found) => classification(found, raw),
        Err(none) => unrecognized(none, vendor, raw),
    }

    let failure = Failure::new(vendor).body(raw);
    assert_eq!(
        outcome(&failure.classify()),
        outcome(&verdict),
        "without facts a failure is its text"
    );
    let findings: Vec<_> = failure.classify_all().collect();
    if let Ok(found) = &verdict {
        assert!(!findings.is_empty(), "{} is one error at least", found.rule());
    }
    // No error is told twice.
    let mut behind = 0;
    for finding in &findings {
        match finding {
            Ok(found) => {
                classification(found, raw);
                let range = found.range();
                assert!(behind <= range.start, "findings are in order and apart");
                behind = range.end;
            }
            Err(none) => {
                unrecognized(none, vendor, raw);
                if let Some(code) = none.code() {
                    let at = offset(raw, code);
                    assert!(behind <= at, "findings are in order and apart");
                    behind = at + code.len();
                }
            }
        }
    }
    if let Ok(text) = std::str::from_utf8(raw) {
        let again: Vec<_> = classify_all(vendor, text).map(|finding| outcome(&finding)).collect();
        assert_eq!(again, findings.iter().map(outcome).collect::<Vec<_>>());
        assert_eq!(outcome(&errcat::classify(vendor, text)), outcome(&verdict));
    }

    // Only if all errors may be repeated may the whole; what followed from another error goes with it.
    if verdict
        .as_ref()
        .is_ok_and(|whole| whole.category() == Category::Retryable)
    {
        for finding in findings.iter().flatten().filter(|finding| !finding.is_consequence()) {
            assert_eq!(finding.category(), Category::Retryable, "{} beside", finding.rule());
        }
    }

    // A status never beats a code, nor a message; beside an error that nobody knows it may say that all may be repeated.
    let known = findings.iter().all(Result::is_ok);
    for status in [200, 401, 404, 429, 500, 599] {
        let with_status = failure.status(status).classify();
        if let Ok(found) = &with_status {
            classification(found, raw);
            // The answer to one request of a batch may have a status of its own.
            let told = verdict
                .as_ref()
                .is_ok_and(|verdict| verdict.evidence() != Evidence::HttpStatus);
            assert!(
                !told || !known || found.evidence() != Evidence::HttpStatus,
                "beside a {status}"
            );
        }
        // Of several errors it may make another one the gravest, or leave only what may be repeated beside one that
        // nobody knows.
        if let (Ok(found), [_]) = (&verdict, &findings[..]) {
            let with_status = with_status.expect("a status takes no verdict away");
            assert_eq!(with_status.evidence(), found.evidence(), "beside a {status}");
            assert_eq!(with_status.code(), found.code(), "beside a {status}");
            assert_eq!(with_status.code_text(), found.code_text(), "beside a {status}");
        }
    }
}

/// All of a verdict that can be compared.
pub type Outcome<'a> = Result<(&'static str, Option<Code>, Option<&'a str>, Range<usize>), Option<&'a str>>;

/// Takes a verdict apart for comparison.
pub fn outcome<'a>(verdict: &Result<Classification<'a>, Unrecognized<'a>>) -> Outcome<'a> {
    match verdict {
        Ok(found) => Ok((found.rule(), found.code(), found.code_text(), found.range())),
        Err(none) => Err(none.code()),
    }
}

fn classification(found: &Classification<'_>, raw: &[u8]) {
    let range = found.range();
    assert!(
        range.start <= range.end && range.end <= raw.len(),
        "{range:?} lies in the input"
    );
    let entry = found.entry();
    assert_eq!(found.category(), found.kind().category());
    assert_eq!(found.rule(), entry.rule());
    match (found.code(), found.code_text()) {
        (Some(code), Some(text)) => {
            let at = offset(raw, text);
            assert!(
                range.start <= at && at + text.len() <= range.end,
                "`{text}` stands in {range:?}"
            );
            assert!(spells(code, text), "`{text}` is no spelling of {code}");
        }
        // A message belongs to a code that need not stand there, or to none.
        (_, None) => assert!(found.evidence() >= Evidence::Message),
        (None, Some(text)) => panic!("`{text}` is no code"),
    }
    if let Some(unknown) = found.unrecognized_code() {
        offset(raw, unknown);
    }
    let text = plain(&String::from_utf8_lossy(raw));
    let joined = text.replace(' ', "");
    let mut codes = 0;
    for code in found.codes() {
        codes += 1;
        // As words, too.
        let stands = |spelling: &str| text.contains(&plain(spelling)) || joined.contains(&plain(spelling));
        assert!(
            stands(code.as_str()) || code.aliases().iter().any(|alias| stands(alias)),
            "{code} does not stand in the input"
        );
    }
    if found.code_text().is_some() {
        assert!(
            found.codes().any(|code| Some(code) == found.code()),
            "the decisive code is one of the {codes}"
        );
    }
    for locale in [Locale::En, Locale::Fr] {
        assert!(!found.cause(locale).is_empty() && !found.remediation(locale).is_empty());
    }
    assert!(!format!("{found} {found:?}").is_empty());
    let _ = (
        found.recovery(),
        found.applied(),
        found.scope(),
        found.certainty(),
        found.record(),
    );
    assert_eq!(
        found.category() == Category::Retryable,
        entry.backoff().is_some(),
        "{}",
        found.rule()
    );
}

fn unrecognized(none: &Unrecognized<'_>, vendor: Vendor, raw: &[u8]) {
    assert_eq!(none.vendor(), vendor);
    assert_eq!(none.raw(), raw);
    if let Some(code) = none.code() {
        offset(raw, code);
    }
    assert!(!format!("{none} {none:?}").is_empty());
}

/// Returns where a text that was taken out of the input stands in it.
fn offset(raw: &[u8], text: &str) -> usize {
    let at = (text.as_ptr() as usize).wrapping_sub(raw.as_ptr() as usize);
    assert_eq!(
        raw.get(at..at + text.len()),
        Some(text.as_bytes()),
        "`{text}` is a part of the input"
    );
    at
}

/// Whether a text is one of a code's spellings, but for case and underscores.
pub fn spells(code: Code, text: &str) -> bool {
    // Some write a code as words, `Access Denied`: with one blank between two.
    if text.split(' ').any(str::is_empty) {
        return false;
    }
    let joined = |text: &str| plain(&text.replace(' ', ""));
    let mut spellings = core::iter::once(code.as_str()).chain(code.aliases().iter().copied());
    spellings.any(|spelling| joined(spelling) == joined(text))
}

/// Takes case and underscores off, escaped by Markdown or not.
fn plain(text: &str) -> String {
    let text = text.replace(r"\_", "_");
    text.chars()
        .filter(|c| *c != '_')
        .map(|c| c.to_ascii_lowercase())
        .collect()
}
