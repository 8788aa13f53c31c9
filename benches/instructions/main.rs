//! Instructions, counted by callgrind: the same on every run, so that a change of a few per cent shows.
//!
//! `instructions/run.sh` runs this and holds the counts against `recorded.txt`. The inputs are fixed ones, so that a catalog
//! that grows does not change them; only the looked-up names are drawn from it, as many each time.

// gungraun's attribute makes modules.
#![allow(missing_docs)]

use std::hint::black_box;

use errcat::{Classification, Code, Failure, Vendor, classify, classify_all};
use errcat_benches::corpus::{self, Message};
use errcat_benches::names;
use errcat_benches::worst::{self, Worst};
use gungraun::Callgrind;
use gungraun::prelude::*;

fn worst_input((kind, length): (usize, usize)) -> (&'static Worst, String) {
    let kind = &worst::ALL[kind];
    (kind, kind.of_length(length))
}

/// Every kind of input at three lengths, each twice the one before.
fn worst_inputs() -> impl Iterator<Item = (usize, usize)> {
    (0..worst::ALL.len()).flat_map(|kind| [16 << 10, 32 << 10, 64 << 10].map(|length| (kind, length)))
}

fn log_lines() -> Vec<String> {
    worst::log_lines(&corpus::development(), 4 << 10, 64)
}

#[library_benchmark]
#[bench::hits(names::hits())]
#[bench::misses(names::misses())]
fn look_up(names: Vec<names::Name>) -> usize {
    black_box(&names)
        .iter()
        .filter(|(vendor, name)| Code::find(*vendor, name).is_some())
        .count()
}

#[library_benchmark]
#[bench::development_corpus(corpus::development())]
fn one_verdict(messages: Vec<Message>) -> usize {
    black_box(&messages)
        .iter()
        .filter_map(|m| classify(m.vendor, &m.raw).ok())
        .map(|c| c.rule().len())
        .sum()
}

#[library_benchmark]
#[bench::development_corpus(corpus::development())]
fn verdict_with_status(messages: Vec<Message>) -> usize {
    let classify = |m: &Message| {
        Failure::new(m.vendor)
            .status(503)
            .body(&m.raw)
            .classify()
            .map_or(0, |c| c.rule().len())
    };
    black_box(&messages).iter().map(classify).sum()
}

#[library_benchmark]
#[bench::development_corpus(corpus::development())]
fn all_verdicts(messages: Vec<Message>) -> usize {
    black_box(&messages)
        .iter()
        .flat_map(|m| classify_all(m.vendor, &m.raw))
        .flatten()
        .map(|c| c.rule().len())
        .sum()
}

fn classified() -> Vec<Classification<'static>> {
    let messages = corpus::development().leak();
    messages
        .iter()
        .filter_map(|m| classify(m.vendor, &m.raw).ok())
        .collect()
}

#[library_benchmark]
#[bench::development_corpus(classified())]
fn codes_only(verdicts: Vec<Classification<'static>>) -> usize {
    black_box(&verdicts).iter().map(|verdict| verdict.codes().count()).sum()
}

#[library_benchmark]
#[bench::development_corpus(corpus::development())]
fn bare_scan(messages: Vec<Message>) -> usize {
    black_box(&messages)
        .iter()
        .map(|m| m.vendor.known_words(&m.raw).count())
        .sum()
}

#[library_benchmark]
#[bench::of_4_kib(log_lines())]
fn log_line(lines: Vec<String>) -> usize {
    black_box(&lines)
        .iter()
        .filter_map(|l| classify(Vendor::Salesforce, l).ok())
        .map(|c| c.rule().len())
        .sum()
}

#[library_benchmark]
#[benches::input(iter = worst_inputs(), setup = worst_input)]
fn worst_of((kind, input): (&Worst, String)) -> usize {
    kind.classify(black_box(&input))
}

library_benchmark_group!(
    name = real,
    benchmarks = [
        look_up,
        one_verdict,
        verdict_with_status,
        all_verdicts,
        codes_only,
        bare_scan,
        log_line
    ]
);
library_benchmark_group!(name = linear, benchmarks = worst_of);

// Instructions are all that is read; without the cache's simulation the run takes half as long.
main!(
    config = LibraryBenchmarkConfig::default().tool(Callgrind::with_args(["--cache-sim=no"])),
    library_benchmark_groups = [real, linear]
);
