//! Samples of inputs.

use errcat::{Code, Vendor};
use proptest::prelude::*;
use proptest::sample::{Index, select};
use proptest::test_runner::RngSeed;

use super::escaping::Escaping;
use super::material::codes;
use super::{Envelope, of};

/// A code of any vendor, in one of its spellings, in one of its envelopes where it counts.
pub fn enveloped() -> impl Strategy<Value = (Vendor, Code, &'static str, &'static Envelope)> {
    let codes: Vec<_> = codes().collect();
    (select(codes), any::<Index>()).prop_filter_map("it counts in none", |((vendor, code, spelling), index)| {
        let fitting: Vec<_> = of(vendor, spelling)
            .filter(|envelope| envelope.counts(code, spelling))
            .collect();
        let envelope = *fitting.get(index.index(fitting.len().max(1)))?;
        Some((vendor, code, spelling, envelope))
    })
}

/// Up to three levels.
pub fn nesting() -> impl Strategy<Value = Vec<Escaping>> {
    prop::collection::vec(select(&Escaping::ALL[..]), 0..=3)
}

/// Scraps of what inputs are made of, so that random ones get past the first look.
pub fn soup() -> impl Strategy<Value = Vec<u8>> {
    #[rustfmt::skip]
    const SCRAPS: [&str; 72] = [
        "{", "}", "[", "]", "(", ")", "<", ">", "</", "/>", "\"", "'", "`", "\\", "\\\"", "\\u0022", "\\n", "\n",
        "\r\n", " ", "\t", "&quot;", "&amp;", "&lt;", "&#39;", "%22", "%25", "%3A", "%", "&", ";", ":", ": ", "=",
        "=>", ",", "|", "*", "**", "#", "//", "-", "_", ".", "0", "606", "1003", "500", "\u{1b}[31m", "\u{200b}", "é",
        "„", "“", "：", "漢", "errorCode", "statusCode", "code", "error", "message", "faultcode", "innerError",
        "errors", "sf:", "Some(", "u'", "caused by", "first error", "status ", "in '20' secs", "the ", "null",
    ];
    let code = select(
        codes()
            .map(|(_, _, spelling)| spelling.as_bytes().to_vec())
            .collect::<Vec<_>>(),
    );
    let examples: Vec<_> = Vendor::all()
        .flat_map(Vendor::entries)
        .flat_map(|entry| entry.examples())
        .map(|example| example.as_bytes().to_vec())
        .collect();
    let piece = prop_oneof![
        10 => select(&SCRAPS[..]).prop_map(|scrap| scrap.as_bytes().to_vec()),
        3 => code,
        1 => (select(examples), any::<Index>(), any::<Index>()).prop_map(|(example, a, b)| {
            let (a, b) = (a.index(example.len() + 1), b.index(example.len() + 1));
            example[a.min(b)..a.max(b)].to_vec()
        }),
        1 => prop::collection::vec(any::<u8>(), 0..8),
    ];
    prop::collection::vec(piece, 0..40).prop_map(|pieces| pieces.concat())
}

/// Any vendor.
pub fn vendor() -> impl Strategy<Value = Vendor> {
    select(Vendor::all().collect::<Vec<_>>())
}

/// The same inputs on every run, unless `PROPTEST_RNG_SEED` or `PROPTEST_CASES` says otherwise; failing ones become tests with a name, not
/// files beside the source.
pub fn cases(cases: u32) -> ProptestConfig {
    let default = ProptestConfig::default();
    ProptestConfig {
        cases: std::env::var_os("PROPTEST_CASES").map_or(cases, |_| default.cases),
        rng_seed: match default.rng_seed {
            RngSeed::Random => RngSeed::Fixed(606),
            given @ RngSeed::Fixed(_) => given,
        },
        failure_persistence: None,
        ..default
    }
}
