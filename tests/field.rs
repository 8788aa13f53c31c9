//! Error strings from the field: what people pasted in public, against labels given before they were classified.
//!
//! `cargo test --test field -- --nocapture` prints the figures and every miss; the test fails under the bounds below,
//! which are what was reached. `tests/data/field.md` says where the strings come from.
//!
//! What counts as right: the *category* if it is one of the acceptable; the *code* if the expected one was found, or kept
//! as unrecognised, and the decisive one is it or the inner one (without regard to case and underscores); a *negative*
//! if there is no verdict, or one that rests on the HTTP status alone and is acceptable.

#![cfg(all(feature = "salesforce", feature = "marketo", feature = "microsoft"))]

use errcat::{Category, Classification, Evidence, Failure, Unrecognized, Vendor};
use serde::Deserialize;

/// The share of the positive rows whose category is right, at least.
const CATEGORY: f64 = 0.99;
/// The share of the rows with a code whose code is right, at least.
const CODE: f64 = 0.99;

#[derive(Deserialize)]
struct Row {
    id: String,
    vendor: String,
    http_status: Option<u16>,
    raw: String,
    expected_code: Option<String>,
    inner_code: Option<String>,
    acceptable_categories: Vec<String>,
    negative: bool,
}

type Verdict<'a> = Result<Classification<'a>, Unrecognized<'a>>;

impl Row {
    fn classify(&self) -> Verdict<'_> {
        let vendor: Vendor = self
            .vendor
            .parse()
            .unwrap_or_else(|_| panic!("{}: vendor {}", self.id, self.vendor));
        let failure = Failure::new(vendor).body(&self.raw);
        match self.http_status {
            Some(status) => failure.status(status).classify(),
            None => failure.classify(),
        }
    }

    fn accepts(&self, category: Category) -> bool {
        self.acceptable_categories.iter().any(|name| name == category.name())
    }

    fn category_is_right(&self, verdict: &Verdict<'_>) -> bool {
        verdict.as_ref().is_ok_and(|c| self.accepts(c.category()))
    }

    /// `None` for a row in which no code stands.
    fn code_is_right(&self, verdict: &Verdict<'_>) -> Option<bool> {
        let expected = levelled(self.expected_code.as_deref()?);
        let inner = self.inner_code.as_deref().map(levelled);
        Some(match verdict {
            Ok(c) => {
                let known = c.codes().chain(c.code()).map(|code| levelled(code.as_str()));
                let found = known
                    .chain(c.unrecognized_code().map(levelled))
                    .any(|code| code == expected);
                let decisive = c.code().map(|code| levelled(code.as_str()));
                found && decisive.is_none_or(|code| code == expected || Some(code) == inner)
            }
            Err(unrecognized) => unrecognized.code().is_some_and(|code| levelled(code) == expected),
        })
    }

    fn is_false_verdict(&self, verdict: &Verdict<'_>) -> bool {
        verdict
            .as_ref()
            .is_ok_and(|c| c.evidence() != Evidence::HttpStatus || !self.accepts(c.category()))
    }
}

/// A code without regard to case and underscores.
fn levelled(code: &str) -> String {
    code.replace('_', "").to_ascii_lowercase()
}

/// How many of how many.
#[derive(Default)]
struct Share {
    count: usize,
    of: usize,
}

impl Share {
    /// Counts one more, and returns it.
    fn add(&mut self, counts: bool) -> bool {
        self.of += 1;
        self.count += usize::from(counts);
        counts
    }

    fn is_under(&self, bound: f64) -> bool {
        self.of == 0 || (self.count as f64) < bound * self.of as f64
    }
}

#[test]
fn strings_from_the_field_are_read_as_people_read_them() {
    let rows: Vec<Row> = include_str!("data/field.jsonl")
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    let (mut category, mut code, mut false_verdicts) = (Share::default(), Share::default(), Share::default());
    let mut misses = Vec::new();
    for row in &rows {
        let verdict = row.classify();
        let mut miss = |what| misses.push(format!("{} {what}: {verdict:?}\n    {:?}", row.id, row.raw));
        if row.negative {
            if false_verdicts.add(row.is_false_verdict(&verdict)) {
                miss("false verdict");
            }
            continue;
        }
        if !category.add(row.category_is_right(&verdict)) {
            miss("category");
        }
        if row.code_is_right(&verdict).is_some_and(|right| !code.add(right)) {
            miss("code");
        }
    }
    let figures = format!(
        "category {}/{}, code {}/{}, false verdicts {}/{}",
        category.count, category.of, code.count, code.of, false_verdicts.count, false_verdicts.of
    );
    println!("{}\n{figures}", misses.join("\n"));
    assert!(!category.is_under(CATEGORY), "{figures}");
    assert!(!code.is_under(CODE), "{figures}");
    assert_eq!(false_verdicts.count, 0, "{figures}");
}
