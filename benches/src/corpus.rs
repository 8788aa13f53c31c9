//! Some thousands of different messages: the catalog's examples and the development corpus as they stand, and what can
//! be read from the examples in every other shape in which its vendor's errors come.
//!
//! One repeated message would stay in the cache with whatever table or automaton it touches; see [`crate::timing`].

use std::collections::BTreeSet;

use errcat::{Code, Locale, Vendor, classify};
use serde_json::Value;

use crate::envelope::{self, Envelope};
use crate::random::Random;

/// One message.
#[derive(Clone, Debug)]
pub struct Message {
    /// The vendor whose API it came from.
    pub vendor: Vendor,
    /// What a program holds.
    pub raw: String,
    /// Its shape.
    pub envelope: Envelope,
    /// The code that was put in; `None` in a message as found.
    pub code: Option<Code>,
}

/// How many further shapes each code is written in.
const SHAPES: usize = 3;

/// The corpus of real strings that errcat's own tests are held against.
const DEVELOPMENT: &str = include_str!("../../tests/data/corpus.jsonl");

/// Returns the messages: all different, all known to errcat, in an order that mixes vendors and shapes.
#[must_use]
pub fn messages() -> Vec<Message> {
    let mut random = Random::new(0x2545_f491_4f6c_dd1d);
    let mut messages = development();
    for vendor in Vendor::all() {
        let envelopes = envelope::of_vendor(vendor.name());
        for code in vendor.codes() {
            let mut texts = Vec::new();
            for example in code.entries().iter().flat_map(|entry| entry.examples()) {
                messages.push(Message {
                    vendor,
                    raw: (*example).to_owned(),
                    envelope: Envelope::AsFound,
                    code: None,
                });
                texts.extend(text(example, code));
            }
            if texts.is_empty() {
                // A sentence of a message's length: the catalog's own on what is happening.
                texts.push(code.entry().cause(Locale::En).to_owned());
            }
            let first = random.below(envelopes.len());
            for shape in 0..SHAPES.min(envelopes.len()) {
                let envelope = envelopes[(first + shape) % envelopes.len()];
                let text: &String = random.pick(&texts);
                let raw = envelope::wrap(envelope, code.as_str(), text, &mut random);
                messages.push(Message {
                    vendor,
                    raw,
                    envelope,
                    code: Some(code),
                });
            }
        }
        for entry in vendor.entries().filter(|entry| entry.code().is_none()) {
            for example in entry.examples() {
                messages.push(Message {
                    vendor,
                    raw: (*example).to_owned(),
                    envelope: Envelope::AsFound,
                    code: None,
                });
            }
        }
    }
    let mut seen = BTreeSet::new();
    messages.retain(|message| seen.insert(message.raw.clone()));
    messages.retain(|message| classify(message.vendor, &message.raw).is_ok());
    random.shuffle(&mut messages);
    messages
}

/// Returns the rows of the development corpus.
#[must_use]
pub fn development() -> Vec<Message> {
    let rows = DEVELOPMENT
        .lines()
        .map(|line| serde_json::from_str::<Value>(line).expect("the corpus is JSON"));
    rows.map(|row| {
        let field = |name: &str| row[name].as_str().expect("a corpus row has a vendor and a raw text");
        let vendor = field("vendor").parse().expect("the corpus names known vendors");
        Message {
            vendor,
            raw: field("raw").to_owned(),
            envelope: Envelope::AsFound,
            code: None,
        }
    })
    .collect()
}

/// Returns the text that stands beside a code in an example.
fn text(example: &str, code: Code) -> Option<String> {
    if let Ok(value) = serde_json::from_str::<Value>(example) {
        return message(&value).map(str::to_owned);
    }
    let (_, text) = example.split_once(&format!("{code}: "))?;
    let text = text.split(['\n', '<']).next()?;
    (!text.is_empty()).then(|| text.to_owned())
}

/// Finds the message in a body, wherever it stands.
fn message(value: &Value) -> Option<&str> {
    match value {
        Value::Object(fields) => {
            let own = ["message", "error_description", "exceptionMessage"]
                .iter()
                .find_map(|name| fields.get(*name)?.as_str());
            own.or_else(|| fields.values().find_map(message))
        }
        Value::Array(items) => items.iter().find_map(message),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn there_are_enough_and_all_differ() {
        let messages = messages();
        let different: BTreeSet<&str> = messages.iter().map(|message| message.raw.as_str()).collect();
        assert_eq!(different.len(), messages.len());
        assert!(messages.len() >= 2_000, "{}", messages.len());
    }

    #[test]
    fn every_shape_of_every_vendor_is_there() {
        let there: BTreeSet<(Vendor, Envelope)> = messages().iter().map(|m| (m.vendor, m.envelope)).collect();
        for vendor in Vendor::all() {
            for envelope in envelope::of_vendor(vendor.name()) {
                assert!(there.contains(&(vendor, *envelope)), "{vendor} {envelope:?}");
            }
        }
    }

    #[test]
    fn a_second_call_gives_the_same() {
        let raws = |messages: Vec<Message>| messages.into_iter().map(|message| message.raw).collect::<Vec<_>>();
        assert_eq!(raws(messages()), raws(messages()));
    }
}
