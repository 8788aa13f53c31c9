//! From records to the tree: what a catalog says already, in the form of files that say it.
//!
//! An overlay's files are partial: what they leave out stands in a catalog's tables. So the tables are turned back into the
//! compiler's tree, the overlay is laid on it, and the usual rules judge the whole. Nothing of it has a place in a file;
//! the [`Span`] is nowhere.

use std::collections::{BTreeSet, HashMap};

use crate::catalog::{Catalog, VendorRecord};
use crate::entry::{self, CodeRecord, Entry};
use crate::pipeline::source::{At, Span};
use crate::pipeline::tree::{self, Backoff, French, FrenchCode, Header, Kinds, Named, NextStep, Operation, Texts};
use crate::{Locale, Role};

/// What there is of a vendor.
pub struct Below {
    record: &'static VendorRecord,
    /// The ids of the vendors that it looks into next.
    also: Vec<&'static str>,
    operations: Vec<&'static str>,
    /// Each with its entries, the default first.
    codes: Vec<(&'static CodeRecord, Vec<&'static Entry>)>,
    messages: Vec<&'static Entry>,
    statuses: Vec<(u16, &'static Entry)>,
}

impl Below {
    /// Gathers all that a catalog has of a vendor; `None` if it does not have the vendor.
    pub fn of(catalog: &Catalog, id: &str) -> Option<Self> {
        let record = *catalog.vendors.iter().find(|record| record.id == id)?;
        let name = |number: &u8| catalog.vendors[usize::from(*number)].id;
        Some(Below {
            record,
            also: record.order.vendors[1..].iter().map(name).collect(),
            operations: record.operations.iter().map(|(id, _)| *id).collect(),
            codes: record
                .codes
                .iter()
                .map(|code| (code, code.entries().iter().collect()))
                .collect(),
            messages: record.messages.iter().collect(),
            statuses: record.statuses.iter().map(|(status, entry)| (*status, entry)).collect(),
        })
    }

    /// Leaves the messages and statuses of these rules, and the codes that have one of them.
    pub fn only(mut self, rules: &BTreeSet<String>) -> Self {
        let is_one = |entry: &&Entry| rules.contains(entry.rule());
        self.codes.retain(|(_, entries)| entries.iter().any(is_one));
        self.messages.retain(is_one);
        self.statuses.retain(|(_, entry)| is_one(entry));
        self
    }

    /// Adds what another catalog has besides.
    pub fn or(mut self, other: Below) -> Self {
        let known: BTreeSet<&str> = self.entries().map(Entry::rule).collect();
        let is_new = |entry: &&Entry| !known.contains(entry.rule());
        let codes = self.codes.iter().enumerate();
        let codes: HashMap<&str, usize> = codes.map(|(at, (code, _))| (code.name(), at)).collect();
        for (code, entries) in other.codes {
            let entries = entries.into_iter().filter(is_new);
            match codes.get(code.name()) {
                Some(at) => self.codes[*at].1.extend(entries),
                None => self.codes.push((code, entries.collect())),
            }
        }
        self.messages.extend(other.messages.into_iter().filter(is_new));
        self.statuses
            .extend(other.statuses.into_iter().filter(|(_, entry)| is_new(entry)));
        let operations = other.operations.into_iter().filter(|id| !self.operations.contains(id));
        self.operations.extend(operations.collect::<Vec<_>>());
        self
    }

    /// Yields the languages besides English and French that entries have texts in.
    pub fn languages(&self) -> impl Iterator<Item = &str> {
        self.entries().flat_map(Entry::translations).map(|own| own.language)
    }

    fn entries(&self) -> impl Iterator<Item = &'static Entry> {
        let codes = self.codes.iter().flat_map(|(_, entries)| entries);
        let statuses = self.statuses.iter().map(|(_, entry)| entry);
        codes.chain(&self.messages).chain(statuses).copied()
    }

    /// Makes the tree of what only the name matters of.
    pub fn header(&self) -> tree::Vendor {
        let record = self.record;
        tree::Vendor {
            top: Span::nowhere(),
            header: Some(Header {
                span: Span::nowhere(),
                id: None,
                name: text(record.name),
                family: text(record.family),
                docs: text(record.docs),
                checked: text(record.checked),
                also: texts(&self.also),
                // The index has them, and keeps them.
                code_fields: Vec::new(),
                message_fields: texts(record.message_fields),
                envelopes: texts(record.envelopes),
                failures_with_200: Some(record.failures_with_200),
            }),
            operations: Vec::new(),
            codes: Vec::new(),
            messages: Vec::new(),
            statuses: Vec::new(),
            french: French::default(),
        }
    }

    /// Makes the tree; `language` stands in the place of the French.
    pub fn tree(&self, language: &str, kinds: Option<&Kinds>) -> tree::Vendor {
        let entry = |e: &Entry| entry(e, kinds);
        let named = |e: &&Entry| Named {
            name: text(name(e)),
            role: e.wraps().then(|| at(Role::Wrapper)),
            inherits: false,
            entry: entry(e),
        };
        let code = |(code, entries): &(&CodeRecord, Vec<&Entry>)| tree::Code {
            spelling: at(code.name().to_owned()),
            aliases: texts(code.aliases()),
            decoys: code.decoys().iter().map(|decoy| at(decoy.text.to_owned())).collect(),
            role: code.role.map(at),
            word: Some(code.word),
            // The Rust identifier matters at build time only.
            name: None,
            deprecated: code.deprecated().and_then(text),
            entry: entry(entries[0]),
            variants: entries[1..].iter().map(named).collect(),
        };
        tree::Vendor {
            operations: self.operations.iter().map(|id| operation(id)).collect(),
            codes: self.codes.iter().map(code).collect(),
            messages: self.messages.iter().map(named).collect(),
            statuses: self
                .statuses
                .iter()
                .map(|(status, e)| (at(*status), entry(e)))
                .collect(),
            french: self.texts(language),
            ..self.header()
        }
    }

    /// Returns the texts in a language, in the form of the French.
    fn texts(&self, language: &str) -> French {
        let texts = |e: &Entry| Texts {
            cause: e.cause_in(language).and_then(text),
            remediation: e
                .remediation_in(language)
                .and_then(text)
                .filter(|_| e.has_own_remediation()),
        };
        let named = |e: &&Entry| (at(name(e).to_owned()), texts(e));
        let code = |(code, entries): &(&CodeRecord, Vec<&Entry>)| FrenchCode {
            spelling: at(code.name().to_owned()),
            texts: texts(entries[0]),
            variants: entries[1..].iter().map(named).collect(),
        };
        French {
            codes: self.codes.iter().map(code).collect(),
            messages: self.messages.iter().map(named).collect(),
            statuses: self
                .statuses
                .iter()
                .map(|(status, e)| (at(*status), texts(e)))
                .collect(),
        }
    }
}

/// Returns the name of a variant or of a message, which ends its rule.
fn name(entry: &Entry) -> &str {
    entry.rule().rsplit_once('#').map_or("", |(_, name)| name)
}

fn entry(e: &Entry, kinds: Option<&Kinds>) -> tree::Entry {
    let defaults = kinds.and_then(|kinds| kinds.defaults.iter().find(|defaults| defaults.kind.value == e.kind()));
    let of_kind = defaults.and_then(|defaults| defaults.texts.cause.as_ref());
    let cause = e.cause(Locale::En);
    let patterns = |rescues: bool| {
        let those = e.patterns().iter().filter(move |pattern| pattern.rescues == rescues);
        those.map(|pattern| at(pattern.text.to_owned())).collect()
    };
    tree::Entry {
        span: Span::nowhere(),
        kind: Some(at(e.kind())),
        texts: Texts {
            // A cause that is the kind's goes when the kind does.
            cause: text(cause).filter(|cause| of_kind.is_none_or(|of_kind| of_kind.value != cause.value)),
            remediation: text(e.remediation(Locale::En)).filter(|_| e.has_own_remediation()),
        },
        step: NextStep {
            recovery: Some(at(e.recovery())),
            applied: Some(at(e.applied())),
            scope: Some(at(e.scope())),
            backoff: e.backoff().map(backoff),
        },
        sources: texts(e.sources()),
        certainty: Some(at(e.certainty())),
        contested: e.contested().and_then(text),
        messages: patterns(true),
        hints: patterns(false),
        status: e.statuses().iter().copied().map(at).collect(),
        operations: e
            .operations()
            .iter()
            .map(|operation| at(operation.name().to_owned()))
            .collect(),
        examples: texts(e.examples()),
        vendor_category: e.vendor_category().and_then(text),
    }
}

fn backoff(rule: &entry::BackoffRule) -> Backoff {
    Backoff {
        span: Span::nowhere(),
        initial: Some(at(rule.initial())),
        ceiling: Some(at(rule.ceiling())),
        floor: Some(at(rule.floor())),
        attempts: Some(at(rule.attempts())),
        reset: rule.reset().map(at),
        source: rule.source().and_then(text),
    }
}

fn operation(id: &str) -> Operation {
    Operation {
        id: at(id.to_owned()),
        title: text(id),
        apis: Vec::new(),
    }
}

fn at<T>(value: T) -> At<T> {
    At::new(value, Span::nowhere())
}

/// `None` for a text that is not there.
fn text(text: &str) -> Option<At<String>> {
    (!text.is_empty()).then(|| at(text.to_owned()))
}

fn texts(list: &[&str]) -> Vec<At<String>> {
    list.iter().map(|text| at((*text).to_owned())).collect()
}
