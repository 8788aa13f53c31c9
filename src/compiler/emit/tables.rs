//! The records: entries, codes and vendors.

use std::fmt::Write as _;

use super::super::layout;
use super::super::model::{Entry, Model, Vendor};
use super::pool::Pool;
use super::{Host, index};

/// A vendor's codes, messages and statuses.
pub fn tables(out: &mut String, (own, vendor): (usize, &Vendor), host: Host, pool: &mut Pool) {
    let mut record = |out: &mut String, entry: &Entry, code: Option<usize>| {
        let row = row(entry, (own, vendor), code, host, pool);
        out.push_str(&row);
    };
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
            record(out, entry, Some(number));
            out.push_str(",\n");
        }
        out.push_str("] },\n");
    }
    let _ = writeln!(
        out,
        "];\nstatic {upper}_MESSAGES: [Entry; {}] = [",
        vendor.messages.len()
    );
    for entry in &vendor.messages {
        record(out, entry, None);
        out.push_str(",\n");
    }
    let _ = writeln!(
        out,
        "];\nstatic {upper}_STATUSES: [(u16, Entry); {}] = [",
        vendor.statuses.len()
    );
    for (status, entry) in &vendor.statuses {
        let _ = write!(out, "({status}, ");
        record(out, entry, None);
        out.push_str("),\n");
    }
    out.push_str("];\n");
    index::rescues(out, vendor, &upper);
}

fn row(entry: &Entry, (own, vendor): (usize, &Vendor), code: Option<usize>, host: Host, pool: &mut Pool) -> String {
    let operations = entry.operations.iter().map(|&number| host.operation(vendor, number));
    format!(
        "Entry {{ pool: {}, vendor: {own}, code: {}, kind: Kind::{:?}, recovery: Recovery::{:?}, applied: Applied::{:?}, \
         scope: Scope::{:?}, certainty: Certainty::{:?}, own_remediation: {}, rule: {}, cause: {}, remediation: {}, \
         contested: {}, vendor_category: {}, sources: {}, examples: {}, patterns: {}, statuses: {}, operations: {}, \
         backoff: {} }}",
        match host {
            Host::Errcat => "None",
            Host::Other { .. } => "Some(&POOL)",
        },
        code.map_or("NO_CODE".to_owned(), |number| number.to_string()),
        entry.kind,
        entry.recovery,
        entry.applied,
        entry.scope,
        entry.certainty,
        entry.own_remediation,
        pool.name(&entry.rule),
        pool.text(&entry.cause),
        pool.text(&entry.remediation),
        pool.strings(&entry.contested),
        pool.strings(&entry.vendor_category),
        pool.strings(&entry.sources),
        pool.strings(&entry.examples),
        pool.patterns(&entry.patterns),
        pool.statuses(&entry.status),
        pool.operations(operations),
        pool.backoff(entry.backoff.as_ref()),
    )
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
