//! The records: entries, codes and vendors.

use std::fmt::Write as _;

use super::super::super::format::packed::Row;
use super::super::super::format::spelling::{is_constant_case, is_numeric};
use super::super::limits::{self, TooMany};
use super::super::model::{Entry, Model, Vendor};
use super::super::{layout, pattern};
use super::Host;
use super::pool::{self, Pool};

/// A vendor's codes, messages and statuses.
pub fn tables(out: &mut String, (own, vendor): (usize, &Vendor), host: Host, pool: &mut Pool) -> Result<(), TooMany> {
    let record = |pool: &mut Pool, entry: &Entry, code| row(entry, (own, vendor), code, host, pool);
    let upper = vendor.id.to_uppercase();
    let _ = writeln!(out, "static {upper}_CODES: [CodeRecord; {}] = [", vendor.codes.len());
    for (number, code) in vendor.codes.iter().enumerate() {
        let entries = code
            .entries
            .iter()
            .map(|entry| record(pool, entry, Some(number)))
            .collect::<Result<_, _>>()?;
        // A code's own rule ends with it.
        let name = pool.name(&format!("{}/{}", vendor.id, code.code)).end(code.code.len());
        let patterns = code.entries.iter().flat_map(|entry| &entry.patterns);
        let patterns = patterns.map(|p| pattern::normalize(&p.text));
        let role = code
            .role
            .map_or("None".to_owned(), |role| format!("Some(Role::{role:?})"));
        let _ = writeln!(
            out,
            "CodeRecord {{ pool: {}, code: {}, name: {:#x}, aliases: {:#x}, decoys: {:#x}, role: {role}, word: {}, \
             deprecated: {:#x}, prefixes: {:#x}, entries: {:#x} }},",
            host.pool(),
            host.code(vendor, number),
            name.pack()?.0,
            pool.strings(&code.aliases)?.0,
            pool.patterns(&code.decoys)?.0,
            code.word,
            pool.strings(&code.deprecated)?.0,
            layout::code_prefixes(code.entries.len(), patterns),
            pool.entries(entries)?.0,
        );
    }
    out.push_str("];\n");
    let messages = vendor.messages.iter().map(|entry| record(pool, entry, None));
    let messages: Vec<String> = messages.collect::<Result<_, _>>()?;
    pool::table(out, &format!("{upper}_MESSAGES"), "Entry", &messages, host);
    let statuses = vendor.statuses.iter().map(|(status, entry)| {
        let row = record(pool, entry, None)?;
        Ok(format!("({status}, Entry::new({}, &{row}))", host.pool()))
    });
    let statuses: Vec<String> = statuses.collect::<Result<_, _>>()?;
    pool::table(out, &format!("{upper}_STATUSES"), "(u16, Entry)", &statuses, host);
    Ok(())
}

/// Returns an entry's row, packed.
fn row(
    entry: &Entry,
    (own, vendor): (usize, &Vendor),
    code: Option<usize>,
    host: Host,
    pool: &mut Pool,
) -> Result<String, TooMany> {
    let operations = entry.operations.iter().map(|&number| host.operation(vendor, number));
    let row = Row {
        vendor: limits::VENDORS.number(own)?,
        code: code.map(|number| limits::SPELLINGS.number(number)).transpose()?,
        kind: entry.kind,
        recovery: entry.recovery,
        applied: entry.applied,
        scope: entry.scope,
        certainty: entry.certainty,
        own_remediation: entry.own_remediation,
        wraps: entry.wraps,
        rule: pool.name(&entry.rule).pack()?,
        cause: pool.text(&entry.cause).pack()?,
        remediation: pool.text(&entry.remediation).pack()?,
        contested: pool.strings(&entry.contested)?,
        vendor_category: pool.strings(&entry.vendor_category)?,
        sources: pool.strings(&entry.sources)?,
        examples: pool.strings(&entry.examples)?,
        patterns: pool.patterns(&entry.patterns)?,
        statuses: pool.statuses(&entry.status)?,
        operations: pool.operations(operations)?,
        backoff: pool.backoff(entry.backoff.as_ref())?,
    };
    Ok(format!("{:?}", row.pack()))
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
        let numeric = vendor.codes.iter().any(|code| is_numeric(code.code.as_bytes()));
        let constant_case = vendor.codes.iter().any(|code| is_constant_case(code.code.as_bytes()));
        let _ = writeln!(
            out,
            "static {upper}_RECORD: VendorRecord = VendorRecord {{ vendor: {}, id: {:?}, name: {:?}, family: {:?}, \
             docs: {:?}, checked: {:?}, order: Order::new(&{order:?}), codes: &{upper}_CODES, messages: &{upper}_MESSAGES, \
             statuses: &{upper}_STATUSES, operations: &[{}], \
             message_fields: &{:?}, numeric: {numeric}, constant_case: {constant_case}, envelopes: &{:?}, failures_with_200: {} }};",
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
