//! The records: entries, codes and vendors.

use std::fmt::Write as _;

use super::super::layout;
use super::super::model::{Entry, Model, Vendor};
use super::pool::Pool;
use super::{Host, index};

/// A vendor's codes, messages and statuses.
pub fn tables(out: &mut String, (own, vendor): (usize, &Vendor), host: Host, pool: &mut Pool) {
    let record = |pool: &mut Pool, entry: &Entry, code| row(entry, (own, vendor), code, host, pool);
    let upper = vendor.id.to_uppercase();
    let _ = writeln!(out, "static {upper}_CODES: [CodeRecord; {}] = [", vendor.codes.len());
    for (number, code) in vendor.codes.iter().enumerate() {
        let entries = code
            .entries
            .iter()
            .map(|entry| record(pool, entry, Some(number)))
            .collect();
        // A code's own rule ends with it.
        let name = pool.name(&format!("{}/{}", vendor.id, code.code)).end(code.code.len());
        let role = code
            .role
            .map_or("None".to_owned(), |role| format!("Some(Role::{role:?})"));
        let _ = writeln!(
            out,
            "CodeRecord {{ pool: {}, code: {}, name: {}, aliases: {}, role: {role}, word: {}, deprecated: {}, prefixes: {:#x}, \
             entries: {} }},",
            host.pool(),
            host.code(vendor, number),
            name,
            pool.strings(&code.aliases),
            code.word,
            pool.strings(&code.deprecated),
            layout::code_prefixes(&code.entries),
            pool.entries(entries),
        );
    }
    let _ = writeln!(
        out,
        "];\nstatic {upper}_MESSAGES: [Entry; {}] = [",
        vendor.messages.len()
    );
    for entry in &vendor.messages {
        let _ = writeln!(out, "{},", record(pool, entry, None));
    }
    let _ = writeln!(
        out,
        "];\nstatic {upper}_STATUSES: [(u16, Entry); {}] = [",
        vendor.statuses.len()
    );
    for (status, entry) in &vendor.statuses {
        let _ = writeln!(out, "({status}, {}),", record(pool, entry, None));
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
        host.pool(),
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
        let screams = vendor.codes.iter().any(|code| layout::screams(&code.code));
        let _ = writeln!(
            out,
            "static {upper}_RECORD: VendorRecord = VendorRecord {{ vendor: {}, id: {:?}, name: {:?}, family: {:?}, \
             docs: {:?}, checked: {:?}, order: Order::new(&{order:?}), codes: &{upper}_CODES, messages: &{upper}_MESSAGES, \
             statuses: &{upper}_STATUSES, rescues: &{upper}_RESCUES, parts: &{upper}_PARTS, prefixes: &{upper}_PREFIXES, operations: &[{}], \
             message_fields: &{:?}, numeric: {numeric}, screams: {screams}, envelopes: &{:?}, failures_with_200: {} }};",
            host.vendor(vendor),
            vendor.id,
            vendor.name,
            vendor.family,
            vendor.docs,
            vendor.checked,
            operations.join(", "),
            vendor.message_fields,
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
