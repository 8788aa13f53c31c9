//! `check`: what is wrong with a catalog or an overlay.

use std::io::Write;
use std::path::Path;

use super::{Failure, Line, entries, load_dir};

pub fn run(line: &Line<'_>, out: &mut impl Write) -> Result<(), Failure> {
    let [dir] = line.names("one directory")?;
    let dir = Path::new(dir);
    if line.overlay {
        return overlay(dir, out);
    }
    let model = load_dir(dir)?;
    let is_own = |id: &str| dir.join(format!("{id}.toml")).exists();
    let own: Vec<_> = model.vendors.iter().filter(|vendor| is_own(&vendor.id)).collect();
    let codes: usize = own.iter().map(|vendor| vendor.codes.len()).sum();
    let examples: usize = own
        .iter()
        .flat_map(|vendor| entries(vendor))
        .map(|entry| entry.examples.len())
        .sum();
    writeln!(
        out,
        "{}: {} vendors, {codes} codes, {examples} examples: nothing wrong",
        dir.display(),
        own.len()
    )?;
    play(dir, out)
}

/// The vendors' files in a directory.
#[cfg(feature = "overlay")]
fn files(dir: &Path) -> Result<Vec<std::path::PathBuf>, Failure> {
    let mut files = Vec::new();
    for entry in std::fs::read_dir(dir)? {
        let path = entry?.path();
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        if name.ends_with(".toml") && !name.starts_with("kinds.") {
            files.push(path);
        }
    }
    files.sort();
    Ok(files)
}

/// Classifies every example, which must come to its own entry.
#[cfg(feature = "overlay")]
fn play(dir: &Path, out: &mut impl Write) -> Result<(), Failure> {
    use errcat::{Classifier, Overlay};

    let overlay = Overlay::from_files(files(dir)?).map_err(|problems| Failure::Report(problems.to_string()))?;
    let own = Classifier::new().with(&overlay);
    let mut wrong = Vec::new();
    for vendor in own
        .vendors()
        .filter(|vendor| dir.join(format!("{vendor}.toml")).exists())
    {
        for entry in own.entries(vendor) {
            for example in entry.examples() {
                let rule = own.classify(vendor, example).map(|c| c.rule());
                let failure = own.failure(vendor).body(*example);
                let with = |status: &u16| failure.status(*status).classify().map(|c| c.rule());
                // An entry that a status or an operation tells cannot be told by its text alone.
                let told = entry.statuses().iter().map(with).chain([rule]);
                let operations = entry
                    .operations()
                    .iter()
                    .map(|operation| failure.operation(*operation).classify());
                if !told
                    .chain(operations.map(|c| c.map(|c| c.rule())))
                    .any(|rule| rule == Ok(entry.rule()))
                {
                    wrong.push(format!(
                        "{}: classified as {}: {example}",
                        entry.rule(),
                        rule.unwrap_or("nothing known")
                    ));
                }
            }
        }
    }
    if !wrong.is_empty() {
        return Err(Failure::Report(wrong.join("\n")));
    }
    Ok(writeln!(out, "every example classifies to its own entry")?)
}

#[cfg(not(feature = "overlay"))]
fn play(_: &Path, out: &mut impl Write) -> Result<(), Failure> {
    Ok(writeln!(out, "examples not played: that needs --features overlay")?)
}

/// Checks an overlay, and says what it shadows.
#[cfg(feature = "overlay")]
fn overlay(dir: &Path, out: &mut impl Write) -> Result<(), Failure> {
    let files = files(dir)?;
    let overlay = errcat::Overlay::from_files(files).map_err(|problems| Failure::Report(problems.to_string()))?;
    for shadow in overlay.shadows() {
        writeln!(out, "{shadow}")?;
    }
    let shadowed = overlay.shadows().count();
    Ok(writeln!(
        out,
        "{}: nothing wrong; entries shadowed: {shadowed}",
        dir.display()
    )?)
}

#[cfg(not(feature = "overlay"))]
fn overlay(_: &Path, _: &mut impl Write) -> Result<(), Failure> {
    Err(super::usage(
        "--overlay needs the feature: cargo run --features overlay --example catalog",
    ))
}
