//! The records: entries, codes, vendors and their waiting rules.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::time::Duration;

use super::super::model::{Backoff, Entry, Model, Text, Vendor};
use super::super::{layout, pattern};
use super::{Host, index};

/// The waiting rules, each once; returns the numbers under which they are printed.
pub fn backoffs(out: &mut String, model: &Model, host: Host) -> BTreeMap<String, usize> {
    let entries = host.own(model).flat_map(|(_, vendor)| {
        let codes = vendor.codes.iter().flat_map(|code| &code.entries);
        codes
            .chain(&vendor.messages)
            .chain(vendor.statuses.iter().map(|(_, entry)| entry))
    });
    let rules: BTreeSet<String> = entries
        .filter_map(|entry| entry.backoff.as_ref())
        .map(backoff)
        .collect();
    for (number, rule) in rules.iter().enumerate() {
        let _ = writeln!(out, "static BACKOFF_{number}: BackoffRule = {rule};");
    }
    out.push('\n');
    rules
        .into_iter()
        .enumerate()
        .map(|(number, rule)| (rule, number))
        .collect()
}

fn backoff(rule: &Backoff) -> String {
    format!(
        "BackoffRule {{ initial: {}, ceiling: {}, floor: {}, attempts: {}, reset: {}, source: {:?} }}",
        duration(rule.initial),
        duration(rule.ceiling),
        duration(rule.floor),
        rule.attempts,
        rule.reset
            .map_or("None".to_owned(), |reset| format!("Some(Reset::{reset:?})")),
        rule.source,
    )
}

fn duration(duration: Duration) -> String {
    format!("Duration::from_millis({})", duration.as_millis())
}

/// A vendor's codes, messages and statuses.
pub fn tables(out: &mut String, vendor: &Vendor, host: Host, numbers: &BTreeMap<String, usize>) {
    let upper = vendor.id.to_uppercase();
    let _ = writeln!(out, "static {upper}_CODES: [CodeRecord; {}] = [", vendor.codes.len());
    for (number, code) in vendor.codes.iter().enumerate() {
        let typed = host.code(vendor, number);
        let spellings: Vec<&String> = std::iter::once(&code.code).chain(&code.aliases).collect();
        let role = code
            .role
            .map_or("None".to_owned(), |role| format!("Some(Role::{role:?})"));
        let _ = writeln!(
            out,
            "CodeRecord {{ spellings: &{spellings:?}, code: {typed}, role: {role}, word: {}, deprecated: {:?}, prefixes: {:#x}, entries: &[",
            code.word,
            code.deprecated,
            layout::code_prefixes(&code.entries),
        );
        for entry in &code.entries {
            record(out, entry, &format!("Some({typed})"), vendor, host, numbers);
        }
        out.push_str("] },\n");
    }
    let _ = writeln!(
        out,
        "];\nstatic {upper}_MESSAGES: [Entry; {}] = [",
        vendor.messages.len()
    );
    for entry in &vendor.messages {
        record(out, entry, "None", vendor, host, numbers);
    }
    let _ = writeln!(
        out,
        "];\nstatic {upper}_STATUSES: [(u16, Entry); {}] = [",
        vendor.statuses.len()
    );
    for (status, entry) in &vendor.statuses {
        let _ = write!(out, "({status}, ");
        record(out, entry, "None", vendor, host, numbers);
        out.push_str("),\n");
    }
    out.push_str("];\n");
    index::rescues(out, vendor, &upper);
}

fn record(out: &mut String, entry: &Entry, code: &str, vendor: &Vendor, host: Host, numbers: &BTreeMap<String, usize>) {
    let backoff = entry.backoff.as_ref().map_or("None".to_owned(), |b| {
        format!("Some(&BACKOFF_{})", numbers[&backoff(b)])
    });
    let patterns: Vec<String> = entry
        .patterns
        .iter()
        .map(|p| format!("Pattern::new({:?}, {})", pattern::normalize(&p.text), p.rescues))
        .collect();
    let operations: Vec<String> = entry
        .operations
        .iter()
        .map(|&number| host.operation(vendor, number))
        .collect();
    let _ = writeln!(
        out,
        "Entry {{ vendor: {}, code: {code}, rule: {:?}, kind: Kind::{:?}, recovery: Recovery::{:?}, \
         applied: Applied::{:?}, scope: Scope::{:?}, backoff: {backoff}, certainty: Certainty::{:?}, contested: {:?}, \
         cause: {}, remediation: {}, own_remediation: {}, sources: &{:?}, examples: &{:?}, patterns: &[{}], \
         status: &{:?}, operations: &[{}], vendor_category: {:?} }},",
        host.vendor(vendor),
        entry.rule,
        entry.kind,
        entry.recovery,
        entry.applied,
        entry.scope,
        entry.certainty,
        entry.contested,
        text(&entry.cause),
        text(&entry.remediation),
        entry.own_remediation,
        entry.sources,
        entry.examples,
        patterns.join(", "),
        entry.status,
        operations.join(", "),
        entry.vendor_category,
    );
    // A tuple's last field takes no comma of ours.
    if out.ends_with("},\n") && code == "None" && entry.rule.contains('@') {
        out.truncate(out.len() - 2);
    }
}

fn text(text: &Text) -> String {
    format!("Text {{ en: {:?}, fr: {:?}, more: &[] }}", text.en, text.fr)
}

/// The vendors' own records.
pub fn vendors(out: &mut String, model: &Model, host: Host) {
    let number = |id: &str| model.vendors.iter().position(|v| v.id == id);
    for (own, vendor) in host.own(model) {
        let upper = vendor.id.to_uppercase();
        let order: Vec<usize> = std::iter::once(own)
            .chain(vendor.also.iter().filter_map(|id| number(id)))
            .collect();
        let operations: Vec<String> = vendor
            .operations
            .iter()
            .enumerate()
            .map(|(number, operation)| format!("({:?}, {})", operation.id, host.operation(vendor, number)))
            .collect();
        let numeric = vendor.codes.iter().any(|code| layout::is_numeric(&code.code));
        let _ = writeln!(
            out,
            "static {upper}_RECORD: VendorRecord = VendorRecord {{ vendor: {}, id: {:?}, name: {:?}, family: {:?}, \
             docs: {:?}, checked: {:?}, order: &{order:?}, codes: &{upper}_CODES, messages: &{upper}_MESSAGES, \
             statuses: &{upper}_STATUSES, rescues: &{upper}_RESCUES, prefixes: {:?}, operations: &[{}], \
             numeric: {numeric}, envelopes: &{:?}, failures_with_200: {} }};",
            host.vendor(vendor),
            vendor.id,
            vendor.name,
            vendor.family,
            vendor.docs,
            vendor.checked,
            layout::vendor_prefixes(layout::entries(vendor).flat_map(layout::prefixes).flatten()),
            operations.join(", "),
            vendor.envelopes,
            vendor.failures_with_200,
        );
        if let Host::Other { .. } = host {
            let _ = writeln!(
                out,
                "static {upper}_ORIGIN: Origin = Origin {{ home: Home::Compiled(&CATALOG), vendor: {own} }};"
            );
        }
    }
    out.push('\n');
}
