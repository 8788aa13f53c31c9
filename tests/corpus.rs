//! Strings that programs really held, against the verdicts that people gave: the development corpus, and what was gathered
//! in the field.
//!
//! `cargo test --test corpus -- --nocapture` prints the figures by vendor and by tag, and every miss; a test fails under its
//! bounds. `tests/data/README.md` and `tests/data/field.md` say where the strings come from.
//!
//! What counts as right:
//!
//! - *Category*: one of the row's acceptable categories. A row tagged `unknown_code` is about a code that no vendor
//!   documents. Where nothing else in it speaks, so that nearly every category is acceptable, the right answer is
//!   `Unrecognized` with the code kept: any verdict would be a guess.
//! - *Code*: the expected code was found (or kept as unrecognised), and the decisive one is it or the inner one.
//!   Case and underscores do not matter.
//! - *Negative*: no verdict. One that rests on the HTTP status alone and is acceptable is no error: the status is a fact
//!   beside the text, and the text was rightly not read.

#![cfg(all(feature = "salesforce", feature = "marketo", feature = "microsoft"))]

use std::collections::BTreeMap;
use std::fmt;

use errcat::{Category, Classification, Code, Evidence, Failure, Unrecognized, Vendor};
use serde::Deserialize;

/// As many acceptable categories as say that the row's category cannot be known.
const UNKNOWABLE: usize = 3;

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
    #[serde(default)]
    tags: Vec<String>,
}

type Verdict<'a> = Result<Classification<'a>, Unrecognized<'a>>;

impl Row {
    fn classify(&self) -> Verdict<'_> {
        let vendor: Vendor = self
            .vendor
            .parse()
            .unwrap_or_else(|_| panic!("{}: vendor {}", self.id, self.vendor));
        let mut failure = Failure::new(vendor).body(&self.raw);
        if let Some(status) = self.http_status {
            failure = failure.status(status);
        }
        failure.classify()
    }

    fn accepts(&self, category: Category) -> bool {
        self.acceptable_categories.iter().any(|name| name == category.name())
    }

    fn category_is_right(&self, verdict: &Verdict<'_>) -> bool {
        let unknowable =
            self.tags.iter().any(|tag| tag == "unknown_code") && self.acceptable_categories.len() >= UNKNOWABLE;
        match verdict {
            Ok(c) => !unknowable && self.accepts(c.category()),
            Err(unrecognized) => unknowable && unrecognized.code().is_some(),
        }
    }

    /// `None` for a row in which no code stands.
    fn code_is_right(&self, verdict: &Verdict<'_>) -> Option<bool> {
        let expected = levelled(self.expected_code.as_deref()?);
        let inner = self.inner_code.as_deref().map(levelled);
        Some(match verdict {
            Ok(c) => {
                let unrecognized = c.unrecognized_code().map(levelled);
                let mut found = c
                    .codes()
                    .chain(c.code())
                    .map(|code| levelled(code.as_str()))
                    .chain(unrecognized);
                let decisive = c.code().map(Code::as_str).map(levelled);
                found.any(|code| code == expected)
                    && decisive.is_none_or(|code| code == expected || Some(code) == inner)
            }
            Err(unrecognized) => unrecognized.code().map(levelled) == Some(expected),
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
#[derive(Clone, Copy, Default)]
struct Share {
    count: usize,
    of: usize,
}

impl Share {
    fn add(&mut self, counts: bool) {
        self.of += 1;
        self.count += usize::from(counts);
    }

    fn is_at_least(self, bound: f64) -> bool {
        self.of > 0 && self.count as f64 >= bound * self.of as f64
    }
}

impl fmt::Display for Share {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.of {
            0 => f.pad("-"),
            of => f.pad(&format!(
                "{}/{of} {:5.1} %",
                self.count,
                100.0 * self.count as f64 / of as f64
            )),
        }
    }
}

#[derive(Default)]
struct Figures {
    category: Share,
    code: Share,
    false_verdicts: Share,
}

impl fmt::Display for Figures {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:>18}{:>18}{:>18}", self.category, self.code, self.false_verdicts)
    }
}

#[test]
fn the_corpus_is_read_as_people_read_it() {
    let bounds = Bounds {
        category: 0.99,
        code: 0.98,
    };
    check(include_str!("data/corpus.jsonl"), bounds);
}

#[test]
fn strings_from_the_field_are_read_as_people_read_them() {
    let bounds = Bounds {
        category: 0.99,
        code: 0.99,
    };
    check(include_str!("data/field.jsonl"), bounds);
}

/// The least shares that must be right, of the rows with a category and of those with a code.
struct Bounds {
    category: f64,
    code: f64,
}

/// Classifies every row, prints how well that went, and fails where it went worse than the bounds or a negative row got a
/// verdict.
fn check(rows: &str, bounds: Bounds) {
    let rows = rows.lines().map(|line| serde_json::from_str::<Row>(line).unwrap());
    let mut all = Figures::default();
    let mut groups: BTreeMap<String, Figures> = BTreeMap::new();
    let mut wrong = Vec::new();
    for row in rows {
        let verdict = row.classify();
        let tags = row.tags.iter().map(|tag| format!("tag {tag}"));
        let names: Vec<String> = std::iter::once(format!("vendor {}", row.vendor)).chain(tags).collect();
        let mut count = |share: fn(&mut Figures) -> &mut Share, counts: bool| {
            share(&mut all).add(counts);
            for name in &names {
                share(groups.entry(name.clone()).or_default()).add(counts);
            }
        };
        let mut note = |what: &str| wrong.push(format!("{} {what}: {verdict:?}\n    {:?}", row.id, row.raw));
        if row.negative {
            let is_false = row.is_false_verdict(&verdict);
            count(|figures| &mut figures.false_verdicts, is_false);
            if is_false {
                note("false verdict");
            }
            continue;
        }
        let right = row.category_is_right(&verdict);
        count(|figures| &mut figures.category, right);
        if !right {
            note("category");
        }
        if let Some(right) = row.code_is_right(&verdict) {
            count(|figures| &mut figures.code, right);
            if !right {
                note("code");
            }
        }
    }

    println!(
        "{:<32}{:>18}{:>18}{:>18}",
        "", "category right", "code right", "false verdicts"
    );
    println!("{:<32}{all}", "all");
    for (name, figures) in &groups {
        println!("{name:<32}{figures}");
    }
    let wrong = wrong.join("\n");
    println!("{wrong}");
    assert!(
        all.category.is_at_least(bounds.category),
        "category {}\n{wrong}",
        all.category
    );
    assert!(all.code.is_at_least(bounds.code), "code {}\n{wrong}", all.code);
    assert!(
        all.false_verdicts.of > 0 && all.false_verdicts.count == 0,
        "false verdicts {}\n{wrong}",
        all.false_verdicts
    );
}
