//! `show`: all that the catalog says about a code.

use std::io::{self, Write};

use super::{Failure, Line, load, text, vendor};
use crate::compiler::model::{Backoff, Code, Entry, Model, Vendor};
use crate::compiler::similar::nearest;

pub fn run(line: &Line<'_>, out: &mut impl Write) -> Result<(), Failure> {
    let [id, spelling] = line.names("a vendor and a code")?;
    let model = load(line)?;
    let asked = vendor(&model, id)?;
    let Some((owner, code)) = find(&model, asked, spelling) else {
        let known = order(&model, asked)
            .flat_map(|vendor| &vendor.codes)
            .map(|code| code.code.as_str());
        let help = nearest(spelling, known).map_or(String::new(), |near| format!("; did you mean `{near}`?"));
        return Err(Failure::Report(format!("`{id}` knows no code `{spelling}`{help}")));
    };
    Ok(print(out, owner, code, line.french()?)?)
}

/// The vendors in which a vendor's codes are looked up.
fn order<'m>(model: &'m Model, asked: &'m Vendor) -> impl Iterator<Item = &'m Vendor> {
    let also = asked
        .also
        .iter()
        .filter_map(|id| model.vendors.iter().find(|vendor| vendor.id == *id));
    std::iter::once(asked).chain(also)
}

/// Finds a code as the library does: the exact spelling first, then without case and underscores.
fn find<'m>(model: &'m Model, asked: &'m Vendor, spelling: &str) -> Option<(&'m Vendor, &'m Code)> {
    let fold = |spelling: &str| spelling.to_ascii_lowercase().replace('_', "");
    let codes = || order(model, asked).flat_map(|vendor| vendor.codes.iter().map(move |code| (vendor, code)));
    let spelt = |code: &Code, same: &dyn Fn(&str) -> bool| same(&code.code) || code.aliases.iter().any(|a| same(a));
    codes()
        .find(|(_, code)| spelt(code, &|own| own == spelling))
        .or_else(|| codes().find(|(_, code)| spelt(code, &|own| fold(own) == fold(spelling))))
}

fn print(out: &mut impl Write, vendor: &Vendor, code: &Code, french: bool) -> io::Result<()> {
    writeln!(out, "{} ({})", code.code, vendor.name)?;
    if !code.aliases.is_empty() {
        writeln!(out, "also spelt {}", code.aliases.join(", "))?;
    }
    if let Some(role) = code.role {
        writeln!(out, "a {role}")?;
    }
    if code.word {
        writeln!(out, "counts only where a code is expected")?;
    }
    if let Some(note) = &code.deprecated {
        writeln!(out, "deprecated: {note}")?;
    }
    for entry in &code.entries {
        writeln!(out, "\n{}: {}, {}", entry.rule, entry.kind.category(), entry.kind)?;
        print_entry(out, vendor, entry, french)?;
    }
    Ok(())
}

fn print_entry(out: &mut impl Write, vendor: &Vendor, entry: &Entry, french: bool) -> io::Result<()> {
    let mut line = |name: &str, value: &str| match value {
        "" => Ok(()),
        value => writeln!(out, "  {name:<12} {value}"),
    };
    line("cause", text(&entry.cause, french))?;
    line("what to do", text(&entry.remediation, french))?;
    line(
        "program",
        &format!("{}, applied: {}, scope: {}", entry.recovery, entry.applied, entry.scope),
    )?;
    if let Some(rule) = &entry.backoff {
        line("backoff", &backoff(rule))?;
    }
    for pattern in &entry.patterns {
        line(if pattern.rescues { "message" } else { "hint" }, &pattern.text)?;
    }
    let statuses: Vec<String> = entry.status.iter().map(u16::to_string).collect();
    line("status", &statuses.join(", "))?;
    let operations: Vec<&str> = entry
        .operations
        .iter()
        .map(|at| vendor.operations[*at].id.as_str())
        .collect();
    line("operations", &operations.join(", "))?;
    for example in &entry.examples {
        line("example", &example.replace('\n', "\n               "))?;
    }
    line("contested", entry.contested.as_deref().unwrap_or_default())?;
    line(
        "known from",
        &format!("{} ({})", entry.sources.join(", "), entry.certainty),
    )
}

fn backoff(rule: &Backoff) -> String {
    let mut text = format!("{:?} to {:?}, {} attempts", rule.initial, rule.ceiling, rule.attempts);
    if !rule.floor.is_zero() {
        text += &format!(", at least {:?}", rule.floor);
    }
    if let Some(reset) = rule.reset {
        text += &format!(", reset {reset}");
    }
    text
}
