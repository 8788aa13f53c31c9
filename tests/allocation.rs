//! No call allocates: not on real inputs, with or without a status, not on broken ones, not on reading the answer.

#![cfg(all(feature = "salesforce", feature = "marketo", feature = "microsoft"))]

use allocation_counter::measure;
use errcat::{Classification, Code, Failure, Locale, Unrecognized, Vendor, classify, classify_all, classify_bytes};
use serde::Deserialize;

/// The development corpus: real strings with what is known of them.
const CORPUS: &str = include_str!("data/corpus.jsonl");

#[derive(Deserialize)]
struct Row {
    id: String,
    vendor: String,
    raw: String,
    http_status: Option<u16>,
}

fn rows() -> Vec<(Vendor, Row)> {
    let rows = CORPUS
        .lines()
        .map(|line| serde_json::from_str::<Row>(line).expect("the corpus is JSON"));
    rows.map(|row| (row.vendor.parse().expect("the corpus names known vendors"), row))
        .collect()
}

/// Reads everything that an answer offers without copying.
fn read(answer: &Result<Classification<'_>, Unrecognized<'_>>) -> usize {
    match answer {
        Ok(c) => {
            let texts = [
                c.rule(),
                c.cause(Locale::En),
                c.remediation(Locale::Fr),
                c.code_text().unwrap_or_default(),
            ];
            texts.iter().map(|text| text.len()).sum::<usize>() + c.codes().count() + c.sources().len() + c.range().len()
        }
        Err(unrecognized) => unrecognized.code().map_or(0, str::len),
    }
}

#[track_caller]
fn assert_allocates_nothing(what: &str, call: impl FnOnce()) {
    let counted = measure(call);
    assert_eq!(counted.count_total, 0, "{what} allocates {} bytes", counted.bytes_total);
}

#[test]
fn the_counter_counts() {
    let counted = measure(|| {
        std::hint::black_box(vec![1_u8; 100]);
    });
    assert_eq!((counted.count_total, counted.bytes_total), (1, 100));
}

#[test]
fn nothing_allocates_on_the_corpus() {
    let rows = rows();
    assert!(!rows.is_empty());
    let (mut answered, mut findings) = (0, 0);
    for (vendor, row) in &rows {
        let Row {
            id, raw, http_status, ..
        } = row;
        assert_allocates_nothing(&format!("classify on {id}"), || {
            let answer = classify(*vendor, raw);
            answered += usize::from(read(&answer) > 0);
        });
        assert_allocates_nothing(&format!("classify_bytes on {id}"), || {
            read(&classify_bytes(*vendor, raw.as_bytes()));
        });
        assert_allocates_nothing(&format!("classify_all on {id}"), || {
            let answers = classify_all(*vendor, raw).inspect(|answer| {
                read(answer);
            });
            findings += answers.count();
        });
        let failure = Failure::new(*vendor).body(raw);
        for status in [http_status.unwrap_or(500), 404, 503] {
            let failure = failure.status(status);
            assert_allocates_nothing(&format!("Failure::classify on {id} with {status}"), || {
                read(&failure.classify());
            });
            assert_allocates_nothing(&format!("Failure::classify_all on {id} with {status}"), || {
                failure.classify_all().for_each(|answer| {
                    read(&answer);
                });
            });
        }
    }
    // What was measured must have been the work, and not an early way out.
    assert!(
        answered * 2 > rows.len() && findings * 2 > rows.len(),
        "{answered} answers, {findings} findings"
    );
}

#[test]
fn nothing_allocates_on_examples_asked_of_any_vendor() {
    for vendor in Vendor::all() {
        for example in vendor.entries().flat_map(|entry| entry.examples()) {
            for asked in Vendor::all() {
                assert_allocates_nothing(example, || {
                    read(&classify(asked, example));
                    classify_all(asked, example).for_each(|answer| {
                        read(&answer);
                    });
                });
            }
        }
    }
}

#[test]
fn nothing_allocates_on_broken_input() {
    let cut: Vec<(Vendor, Vec<u8>)> = rows()
        .into_iter()
        .flat_map(|(vendor, row)| {
            let raw = row.raw.into_bytes();
            let broken = raw.iter().rev().map(|byte| byte ^ 0x80).collect();
            [
                (vendor, raw[..raw.len() / 2].to_vec()),
                (vendor, raw[raw.len() / 2..].to_vec()),
                (vendor, broken),
            ]
        })
        .collect();
    for (vendor, raw) in &cut {
        assert_allocates_nothing(&format!("{raw:?}"), || {
            read(&classify_bytes(*vendor, raw));
        });
    }
}

#[test]
fn looking_a_code_up_does_not_allocate() {
    for code in Vendor::all().flat_map(Vendor::codes) {
        let lower = code.as_str().to_lowercase();
        assert_allocates_nothing(code.as_str(), || {
            assert_eq!(Code::find(code.vendor(), code.as_str()), Some(code));
            std::hint::black_box(Code::find(code.vendor(), &lower));
        });
    }
}
