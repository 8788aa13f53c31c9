//! `new-code`: a table to paste into a vendor's file.

use std::io::Write;

use super::{Failure, Line, find, load, usage, vendor};
use crate::compiler::model::Vendor;
use crate::kind::Kind;

pub fn run(line: &Line<'_>, out: &mut impl Write) -> Result<(), Failure> {
    let [id, code] = line.names("a vendor and a code")?;
    let kind = find::value(line, "kind", Kind::ALL, Kind::name)?;
    let kind = kind.ok_or_else(|| usage("--kind says why a call fails; see catalog/README.md for the list"))?;
    let model = load(line)?;
    let vendor = vendor(&model, id)?;
    refuse_known(vendor, code)?;

    let text = |option, to_do: &str| quoted(line.option(option).unwrap_or(to_do));
    writeln!(out, "[codes.{}]", key(code))?;
    writeln!(out, "kind        = \"{kind}\"")?;
    writeln!(
        out,
        "cause       = {}",
        text("cause", "TODO what is happening, one sentence")
    )?;
    if let Some(remediation) = line.option("remediation") {
        writeln!(out, "remediation = {}", quoted(remediation))?;
    }
    Ok(writeln!(out, "source      = {}", text("source", ""))?)
}

/// Refuses a code that is there already, perhaps in another spelling: two such cannot be told apart.
fn refuse_known(vendor: &Vendor, code: &str) -> Result<(), Failure> {
    let fold = |spelling: &str| spelling.to_ascii_lowercase().replace('_', "");
    let known = vendor.codes.iter().find(|known| {
        std::iter::once(&known.code)
            .chain(&known.aliases)
            .any(|spelling| fold(spelling) == fold(code))
    });
    match known {
        Some(known) => Err(Failure::Report(format!(
            "`{}` has the code already: `{}`",
            vendor.id, known.code
        ))),
        None => Ok(()),
    }
}

/// A TOML key: bare where that is possible.
fn key(code: &str) -> String {
    let is_bare = |c: char| c.is_ascii_alphanumeric() || c == '_' || c == '-';
    if !code.is_empty() && code.chars().all(is_bare) {
        code.to_owned()
    } else {
        quoted(code)
    }
}

/// A TOML string.
fn quoted(text: &str) -> String {
    let mut quoted = String::from('"');
    for c in text.chars() {
        match c {
            '"' | '\\' => quoted.extend(['\\', c]),
            c if c.is_control() => quoted += &format!("\\u{:04X}", u32::from(c)),
            c => quoted.push(c),
        }
    }
    quoted + "\""
}
