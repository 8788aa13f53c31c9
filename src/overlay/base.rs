//! From records to the tree: what a catalog says already, in the form of files that say it.
//!
//! An overlay's files are partial: what they leave out stands in the tables that are compiled in. So the tables are
//! turned back into the compiler's tree, the overlay is laid on it, and the usual rules judge the whole. Nothing of it
//! has a place in a file; the [`Span`] is nowhere.

use crate::Locale;
use crate::catalog::VendorRecord;
use crate::entry::{self, CodeRecord, Entry};
use crate::pipeline::source::{At, Span};
use crate::pipeline::tree::{self, Backoff, French, FrenchCode, Header, Kinds, Named, Operation, Step, Texts};

/// Makes the tree of a vendor of which only the name matters.
pub fn header(record: &VendorRecord, also: Vec<&str>) -> tree::Vendor {
    tree::Vendor {
        top: Span::nowhere(),
        header: Some(Header {
            span: Span::nowhere(),
            id: None,
            name: text(record.name),
            family: text(record.family),
            docs: text(record.docs),
            checked: text(record.checked),
            also: texts(&also),
            // The index has them, and keeps them.
            code_fields: Vec::new(),
            message_fields: Vec::new(),
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

/// Makes the tree of one vendor; `also` are the ids of the vendors that it looks into next.
pub fn vendor(record: &VendorRecord, also: Vec<&str>, kinds: Option<&Kinds>) -> tree::Vendor {
    let entry = |e: &Entry| entry(e, kinds);
    let named = |e: &Entry| Named {
        name: text(name(e)),
        entry: entry(e),
    };
    let code = |(number, code): (usize, &CodeRecord)| tree::Code {
        spelling: at(code.name().to_owned()),
        aliases: texts(code.aliases()),
        role: code.role.map(at),
        word: Some(code.word),
        // The Rust identifier matters at build time only: here none is in another's way.
        name: Some(at(format!("Known{number}"))),
        deprecated: code.deprecated().and_then(text),
        entry: entry(&code.entries()[0]),
        variants: code.entries()[1..].iter().map(named).collect(),
    };
    tree::Vendor {
        operations: record.operations.iter().map(|(id, _)| operation(id)).collect(),
        codes: record.codes.iter().enumerate().map(code).collect(),
        messages: record.messages.iter().map(named).collect(),
        statuses: record
            .statuses
            .iter()
            .map(|(status, e)| (at(*status), entry(e)))
            .collect(),
        french: french(record),
        ..header(record, also)
    }
}

/// Returns the name of a variant or of a message, which ends its rule.
pub fn name(entry: &Entry) -> &str {
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
        step: Step {
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

/// The French texts that the tables have.
fn french(record: &VendorRecord) -> French {
    let texts = |e: &Entry| Texts {
        cause: e.cause_in("fr").and_then(text),
        remediation: e
            .remediation_in("fr")
            .and_then(text)
            .filter(|_| e.has_own_remediation()),
    };
    let named = |e: &Entry| (at(name(e).to_owned()), texts(e));
    French {
        codes: record
            .codes
            .iter()
            .map(|code| FrenchCode {
                spelling: at(code.name().to_owned()),
                texts: texts(&code.entries()[0]),
                variants: code.entries()[1..].iter().map(named).collect(),
            })
            .collect(),
        messages: record.messages.iter().map(named).collect(),
        statuses: record
            .statuses
            .iter()
            .map(|(status, e)| (at(*status), texts(e)))
            .collect(),
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
