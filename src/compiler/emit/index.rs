//! What finds a record: the perfect hash over the spellings, and the messages by how they begin.

use std::fmt::{Debug, Write as _};

use super::super::layout;
use super::super::limits::TooMany;
use super::super::model::{Entry, Model};
use super::super::pattern;
use super::Host;

/// The perfect hash over all spellings of all codes and field names, and the catalog that holds everything.
pub fn catalog(out: &mut String, model: &Model, host: Host) -> Result<(), TooMany> {
    let index = layout::index(&layout::candidates(&model.vendors))?;
    out.push_str(
        "/// The catalog that is compiled into this crate.\npub static CATALOG: Catalog = Catalog {\nvendors: &[",
    );
    for (number, vendor) in model.vendors.iter().enumerate() {
        let _ = match number < host.shipped() {
            true => write!(out, "SHIPPED[{number}], "),
            false => write!(out, "&{}_RECORD, ", vendor.id.to_uppercase()),
        };
    }
    let _ = writeln!(
        out,
        "],\nindex: Index {{ seed: {:#x}, displacements: &DISPLACEMENTS, slots: &SLOTS, \
         more: &MORE, shapes: &SHAPES, spellings: {:?}, fields: &{:?} }},\n\
         rescues: Rescues {{ words: &WORDS, parts: &PARTS, rows: &RESCUES }},\n}};",
        index.seed, index.spellings, index.fields,
    );
    numbers(out, "SHAPES", &index.shapes);
    numbers(out, "DISPLACEMENTS", &index.displacements);
    numbers(out, "SLOTS", &index.slots);
    numbers(out, "MORE", &index.more);
    let rescues = rescues(model)?;
    numbers(out, "WORDS", &rescues.words);
    numbers(out, "PARTS", &rescues.parts);
    numbers(out, "RESCUES", &rescues.rows);
    Ok(())
}

/// The messages that may recover an entry, by how they begin.
fn rescues(model: &Model) -> Result<layout::RescueTables, TooMany> {
    let mut rescues = layout::Rescues::default();
    for (number, vendor) in model.vendors.iter().enumerate() {
        let codes = vendor.codes.iter().map(|code| code.entries.iter().map(texts));
        rescues.add(number, codes, vendor.messages.iter().map(texts))?;
    }
    rescues.tables()
}

fn texts(entry: &Entry) -> impl Iterator<Item = Option<String>> {
    let patterns = entry.patterns.iter();
    patterns.map(|p| p.rescues.then(|| pattern::normalize(&p.text)))
}

/// A table of nothing but numbers: what costs rustc least.
fn numbers<T: Debug>(out: &mut String, name: &str, numbers: &[T]) {
    let _ = writeln!(
        out,
        "static {name}: [{}; {}] = {numbers:?};",
        std::any::type_name::<T>(),
        numbers.len()
    );
}
