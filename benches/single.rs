//! Single numbers, with throughput: what one call takes here and now. For comparisons see `ratios.rs`.
//!
//! `cargo bench --bench single`.

use std::hint::black_box;

use divan::Bencher;
use divan::counter::{BytesCount, ItemsCount};
use errcat::{Code, Failure, Vendor, classify, classify_all};
use errcat_benches::corpus::{self, Message};
use errcat_benches::envelope::Envelope;
use errcat_benches::names::{self, Name};
use errcat_benches::worst;

fn main() {
    divan::main();
}

fn look_up(bencher: Bencher<'_, '_>, names: &[Name]) {
    let found = || {
        names
            .iter()
            .filter(|(vendor, name)| Code::find(*vendor, black_box(name)).is_some())
            .count()
    };
    bencher.counter(ItemsCount::new(names.len())).bench_local(found);
}

#[divan::bench]
fn look_up_hits(bencher: Bencher<'_, '_>) {
    look_up(bencher, &names::hits());
}

#[divan::bench]
fn look_up_misses(bencher: Bencher<'_, '_>) {
    look_up(bencher, &names::misses());
}

fn over<T>(bencher: Bencher<'_, '_>, messages: &[Message], job: impl Fn(&Message) -> T) {
    let bytes: usize = messages.iter().map(|message| message.raw.len()).sum();
    bencher
        .counter(ItemsCount::new(messages.len()))
        .counter(BytesCount::new(bytes))
        .bench_local(|| {
            for message in messages {
                black_box(job(black_box(message)));
            }
        });
}

#[divan::bench]
fn classify_messages(bencher: Bencher<'_, '_>) {
    over(bencher, &corpus::messages(), |message| {
        classify(message.vendor, &message.raw).is_ok()
    });
}

#[divan::bench]
fn classify_messages_with_status(bencher: Bencher<'_, '_>) {
    let job = |message: &Message| {
        Failure::new(message.vendor)
            .status(503)
            .body(&message.raw)
            .classify()
            .is_ok()
    };
    over(bencher, &corpus::messages(), job);
}

#[divan::bench]
fn classify_all_messages(bencher: Bencher<'_, '_>) {
    over(bencher, &corpus::messages(), |message| {
        classify_all(message.vendor, &message.raw).count()
    });
}

const SHAPES: [Envelope; 8] = [
    Envelope::Bare,
    Envelope::Prefixed,
    Envelope::SalesforceJson,
    Envelope::Soap,
    Envelope::MarketoJson,
    Envelope::GraphJson,
    Envelope::LogLine,
    Envelope::Exception,
];

#[divan::bench(args = SHAPES)]
fn classify_shape(bencher: Bencher<'_, '_>, shape: Envelope) {
    let messages: Vec<Message> = corpus::messages()
        .into_iter()
        .filter(|message| message.envelope == shape)
        .collect();
    over(bencher, &messages, |message| {
        classify(message.vendor, &message.raw).is_ok()
    });
}

#[divan::bench]
fn classify_log_lines_of_4_kib(bencher: Bencher<'_, '_>) {
    let lines = worst::log_lines(&corpus::messages(), 4 << 10, 256);
    let bytes: usize = lines.iter().map(String::len).sum();
    bencher
        .counter(ItemsCount::new(lines.len()))
        .counter(BytesCount::new(bytes))
        .bench_local(|| {
            for line in &lines {
                let _ = black_box(classify(Vendor::Salesforce, black_box(line)));
            }
        });
}
