//! What finds a record: the messages that may recover an entry, and the perfect hash over the spellings.

use std::fmt::Write as _;

use super::super::layout;
use super::super::model::{Model, Vendor};
use super::Host;

/// The messages that may recover an entry, sorted by first word.
pub fn rescues(out: &mut String, vendor: &Vendor, upper: &str) {
    let codes = vendor
        .codes
        .iter()
        .map(|code| code.entries.iter().map(layout::prefixes));
    let rows = layout::rescues(codes, vendor.messages.iter().map(layout::prefixes));
    let _ = writeln!(out, "static {upper}_RESCUES: [Rescue; {}] = [", rows.len());
    for layout::Rescue { prefix, place, pattern } in &rows {
        let _ = writeln!(
            out,
            "Rescue {{ prefix: {prefix:#x}, place: Place::{place:?}, pattern: {pattern} }},"
        );
    }
    out.push_str("];\n\n");
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
        "],\nindex: Index {{ seed: {:#x}, reciprocals: ({:#x}, {:#x}), displacements: &DISPLACEMENTS, slots: &SLOTS, \
         more: &MORE, shapes: &SHAPES, spellings: {:?}, fields: &{:?} }},\n}};",
        index.seed,
        index.reciprocals.0,
        index.reciprocals.1,
        index.spellings,
        index
            .fields
            .iter()
            .map(|vendors| layout::vendor_set(vendors))
            .collect::<Vec<_>>(),
    );
    let _ = writeln!(
        out,
        "static SHAPES: [u64; {}] = {:?};",
        index.shapes.len(),
        index.shapes
    );
    let _ = writeln!(
        out,
        "static DISPLACEMENTS: [(u32, u32); {}] = {:?};",
        index.displacements.len(),
        index.displacements
    );
    let _ = writeln!(out, "static SLOTS: [Slot; {}] = [", index.slots.len());
    for layout::Slot {
        tag,
        candidate: own,
        more,
        count,
    } in &index.slots
    {
        let own = candidate(own);
        let _ = writeln!(
            out,
            "Slot {{ tag: {tag:#x}, candidate: {own}, more: {more}, count: {count} }},"
        );
    }
    let _ = writeln!(out, "];\nstatic MORE: [Candidate; {}] = [", index.more.len());
    for own in &index.more {
        let _ = writeln!(out, "{},", candidate(own));
    }
    out.push_str("];\n");
}

fn candidate(layout::Packed { at, length, target }: &layout::Packed) -> String {
    let (vendor, number) = match target {
        layout::PackedTarget::Code { vendor, number } => (vendor.to_string(), number),
        layout::PackedTarget::Field(number) => ("Candidate::FIELD".to_owned(), number),
    };
    format!("Candidate {{ at: {at}, length: {length}, vendor: {vendor}, number: {number} }}")
}
