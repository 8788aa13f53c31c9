//! `list` and `search`: one line for each entry that fits.

use std::io::Write;

use super::{Failure, Line, entries, load, text, usage, vendor};
use crate::category::Category;
use crate::compiler::model::{Entry, Vendor};
use crate::compiler::similar::suggest;
use crate::kind::Kind;

pub fn list(line: &Line<'_>, out: &mut impl Write) -> Result<(), Failure> {
    let [id] = line.names("one vendor")?;
    let category = value(line, "category", Category::ALL, Category::name)?;
    let kind = value(line, "kind", Kind::ALL, Kind::name)?;
    let model = load(line)?;
    let fits = |entry: &Entry| {
        category.is_none_or(|category| entry.kind.category() == category) && kind.is_none_or(|kind| entry.kind == kind)
    };
    print(line, out, [vendor(&model, id)?], |_, entry| fits(entry))
}

pub fn search(line: &Line<'_>, out: &mut impl Write) -> Result<(), Failure> {
    let [wanted] = line.names("one text")?;
    let wanted = wanted.to_lowercase();
    let model = load(line)?;
    print(line, out, &model.vendors, |vendor, entry| {
        let code = vendor
            .codes
            .iter()
            .find(|code| code.entries.iter().any(|own| own.rule == entry.rule));
        let aliases = code.iter().flat_map(|code| &code.aliases);
        let texts = [&entry.cause, &entry.remediation];
        let texts = texts.into_iter().flat_map(|text| [&text.en, &text.fr]);
        let patterns = entry.patterns.iter().map(|pattern| &pattern.text);
        let mut all = std::iter::once(&entry.rule).chain(aliases).chain(texts).chain(patterns);
        all.any(|text| text.to_lowercase().contains(&wanted))
    })
}

fn print<'m>(
    line: &Line<'_>,
    out: &mut impl Write,
    vendors: impl IntoIterator<Item = &'m Vendor>,
    fits: impl Fn(&Vendor, &Entry) -> bool,
) -> Result<(), Failure> {
    let french = line.french()?;
    let mut any = false;
    for vendor in vendors {
        for entry in entries(vendor).filter(|entry| fits(vendor, entry)) {
            any = true;
            writeln!(out, "{}  {}  {}", entry.rule, entry.kind, text(&entry.cause, french))?;
        }
    }
    if any {
        Ok(())
    } else {
        Err(Failure::Report("nothing found".to_owned()))
    }
}

/// Reads an option that is the name of a value.
pub fn value<T: Copy>(
    line: &Line<'_>,
    option: &str,
    all: &[T],
    name: fn(T) -> &'static str,
) -> Result<Option<T>, Failure> {
    let Some(given) = line.option(option) else {
        return Ok(None);
    };
    match all.iter().find(|value| name(**value) == given) {
        Some(value) => Ok(Some(*value)),
        None => Err(usage(format!(
            "unknown {option} `{given}`: {}",
            suggest(given, all.iter().map(|value| name(*value))).unwrap_or_default()
        ))),
    }
}
