//! What finds a record: the messages that may recover an entry, and the perfect hash over the spellings.

use std::fmt::Write as _;

use super::super::layout;
use super::super::model::{Model, Vendor};
use super::Host;

/// The messages that may recover an entry, and their first words.
pub fn rescues(out: &mut String, vendor: &Vendor, upper: &str) {
    let codes = vendor
        .codes
        .iter()
        .map(|code| code.entries.iter().map(layout::beginnings));
    let rows = layout::rescues(codes, vendor.messages.iter().map(layout::beginnings));
    let _ = writeln!(out, "static {upper}_RESCUES: [Rescue; {}] = [", rows.len());
    for layout::Rescue {
        beginning,
        place,
        pattern,
    } in &rows
    {
        let _ = writeln!(
            out,
            "Rescue {{ prefix: {:#x}, head: {:#x}, length: {}, place: Place::{place:?}, pattern: {pattern} }},",
            beginning.prefix, beginning.head.bytes, beginning.head.length
        );
    }
    let (parts, prefixes) = (layout::parts(&rows), layout::vendor_prefixes(&rows));
    let _ = writeln!(
        out,
        "];\nstatic {upper}_PARTS: [u16; {}] = {parts:?};\nstatic {upper}_PREFIXES: [u64; {}] = {prefixes:?};\n",
        parts.len(),
        prefixes.len(),
    );
}

/// The perfect hash over all spellings of all codes and field names, and the catalog that holds everything.
pub fn catalog(out: &mut String, model: &Model, host: Host) {
    let index = layout::index(&layout::candidates(&model.vendors));
    out.push_str(
        "/// The catalog that is compiled into this crate.\npub static CATALOG: Catalog = Catalog {\nvendors: &[",
    );
    for (number, vendor) in model.vendors.iter().enumerate() {
        let _ = match number < host.shipped() {
            true => write!(out, "SHIPPED.vendors[{number}], "),
            false => write!(out, "&{}_RECORD, ", vendor.id.to_uppercase()),
        };
    }
    let _ = writeln!(
        out,
        "],\nindex: Index {{ seed: {:#x}, displacements: &DISPLACEMENTS, slots: &SLOTS, \
         more: &MORE, shapes: &SHAPES, spellings: {:?}, fields: &{:?} }},\n}};",
        index.seed, index.spellings, index.fields,
    );
    numbers(out, "SHAPES", &index.shapes);
    let _ = writeln!(
        out,
        "static DISPLACEMENTS: [u16; {}] = {:?};",
        index.displacements.len(),
        index.displacements
    );
    numbers(out, "SLOTS", &index.slots);
    numbers(out, "MORE", &index.more);
}

/// A table of nothing but numbers: what costs rustc least.
fn numbers(out: &mut String, name: &str, numbers: &[u64]) {
    let _ = writeln!(out, "static {name}: [u64; {}] = {numbers:?};", numbers.len());
}
