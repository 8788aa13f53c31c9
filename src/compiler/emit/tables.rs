//! The records: entries, codes and vendors.

use std::fmt::Write as _;

use super::super::limits::{self, TooMany};
use super::super::model::{Entry, Model, Vendor};
use super::super::{layout, pattern};
use super::Host;
use super::pool::{self, Pool};

/// As in `entry`.
const NO_CODE: u16 = u16::MAX;

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
            "CodeRecord {{ pool: {}, code: {}, name: {:#x}, aliases: {:#x}, role: {role}, word: {}, deprecated: {:#x}, \
             prefixes: {:#x}, entries: {:#x} }},",
            host.pool(),
            host.code(vendor, number),
            name.number()?,
            pool.strings(&code.aliases)?,
            code.word,
            pool.strings(&code.deprecated)?,
            layout::code_prefixes(code.entries.len(), patterns),
            pool.entries(entries)?,
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

/// Returns an entry as `entry::Row`, enums by their values' numbers; `Entry::new` is the other side.
fn row(
    entry: &Entry,
    (own, vendor): (usize, &Vendor),
    code: Option<usize>,
    host: Host,
    pool: &mut Pool,
) -> Result<String, TooMany> {
    let operations = entry.operations.iter().map(|&number| host.operation(vendor, number));
    let code = code.map_or(Ok(NO_CODE), |number| limits::SPELLINGS.number(number))?;
    let [low, high] = code.to_le_bytes();
    let verdict = [
        limits::VENDORS.number(own)?,
        low,
        high,
        entry.kind as u8,
        entry.recovery as u8,
        entry.applied as u8,
        entry.scope as u8,
        (entry.certainty as u8) << 1 | u8::from(entry.own_remediation),
    ];
    let both = |first: u32, second: u32| u64::from(first) | u64::from(second) << 32;
    let row = [
        u64::from_le_bytes(verdict),
        pool.name(&entry.rule).number()?,
        pool.text(&entry.cause).number()?,
        pool.text(&entry.remediation).number()?,
        both(pool.strings(&entry.contested)?, pool.strings(&entry.vendor_category)?),
        both(pool.strings(&entry.sources)?, pool.strings(&entry.examples)?),
        both(pool.patterns(&entry.patterns)?, pool.statuses(&entry.status)?),
        both(pool.operations(operations)?, pool.backoff(entry.backoff.as_ref())?),
    ];
    Ok(format!("{row:?}"))
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
             statuses: &{upper}_STATUSES, operations: &[{}], \
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
