//! The commands, apart from the process: words in, text out.

mod check;
mod find;
mod new_code;
mod show;

use std::fmt;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use crate::compiler::model::{Entry, Model, Text, Vendor};
use crate::compiler::similar::suggest;
use crate::compiler::{self};

/// Why a command did not do what it was asked for.
#[derive(Debug)]
pub enum Failure {
    /// The command line cannot be understood.
    Usage(String),
    /// The catalog is wrong, or nothing was found: the report.
    Report(String),
    /// The output cannot be written.
    Output(io::Error),
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Failure::Usage(message) => write!(f, "{message}\n\n{USAGE}"),
            Failure::Report(report) => f.write_str(report),
            Failure::Output(error) => write!(f, "error: {error}"),
        }
    }
}

impl From<io::Error> for Failure {
    fn from(error: io::Error) -> Self {
        Failure::Output(error)
    }
}

const USAGE: &str = "\
Usage: catalog check [--overlay] DIR           what is wrong with a catalog, or with an overlay on errcat's own
       catalog show VENDOR CODE                all that the catalog says about a code
       catalog list VENDOR [--category C] [--kind K]
       catalog search TEXT                     codes, messages and texts that hold it
       catalog new-code VENDOR CODE --kind K [--cause S] [--remediation S] [--source S]
                                               a table to paste into the vendor's file

Options:
  --dir DIR    the catalog to look into, instead of errcat's own
  --lang LANG  language of the texts: en (default) or fr
  --help       prints this";

/// A command line, understood as far as all commands are alike.
#[derive(Default)]
struct Line<'w> {
    names: Vec<&'w str>,
    options: Vec<(&'w str, &'w str)>,
    overlay: bool,
}

impl<'w> Line<'w> {
    fn parse(words: &'w [String]) -> Result<Line<'w>, Failure> {
        const OPTIONS: [&str; 7] = ["category", "cause", "dir", "kind", "lang", "remediation", "source"];
        let mut line = Line::default();
        let mut words = words.iter().map(String::as_str);
        while let Some(word) = words.next() {
            match word.strip_prefix("--") {
                Some("help") => line.names.insert(0, "help"),
                Some("overlay") => line.overlay = true,
                Some(option) if OPTIONS.contains(&option) => {
                    let value = words.next().ok_or_else(|| usage(format!("{word} needs a value")))?;
                    line.options.push((option, value));
                }
                Some(_) => return Err(usage(format!("unknown option {word}"))),
                None => line.names.push(word),
            }
        }
        Ok(line)
    }

    fn option(&self, name: &str) -> Option<&'w str> {
        self.options
            .iter()
            .rev()
            .find(|(option, _)| *option == name)
            .map(|(_, value)| *value)
    }

    /// The names behind the command; there must be as many.
    fn names<const N: usize>(&self, what: &str) -> Result<[&'w str; N], Failure> {
        self.names[1..]
            .try_into()
            .map_err(|_| usage(format!("expected {what}")))
    }

    fn french(&self) -> Result<bool, Failure> {
        match self.option("lang") {
            None | Some("en") => Ok(false),
            Some("fr") => Ok(true),
            Some(other) => Err(usage(format!("unknown language `{other}`: en or fr"))),
        }
    }
}

/// Runs the command that the words say.
pub fn run(words: &[String], out: &mut impl Write) -> Result<(), Failure> {
    let line = Line::parse(words)?;
    match line.names.first() {
        Some(&"check") => check::run(&line, out),
        Some(&"show") => show::run(&line, out),
        Some(&"list") => find::list(&line, out),
        Some(&"search") => find::search(&line, out),
        Some(&"new-code") => new_code::run(&line, out),
        Some(&"help") => Ok(writeln!(out, "{USAGE}")?),
        Some(other) => Err(usage(format!("unknown command `{other}`"))),
        None => Err(usage("which command?")),
    }
}

fn usage(message: impl Into<String>) -> Failure {
    Failure::Usage(message.into())
}

/// errcat's own catalog.
fn shipped() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("catalog")
}

/// Loads the catalog that the command line names.
fn load(line: &Line<'_>) -> Result<Model, Failure> {
    let dir = line.option("dir").map_or_else(shipped, PathBuf::from);
    load_dir(&dir)
}

/// Loads a catalog: a whole one, which has the kinds, or one beside errcat's own.
fn load_dir(dir: &Path) -> Result<Model, Failure> {
    let model = match dir.join("kinds.toml").exists() {
        true => compiler::load(dir),
        false => compiler::files::read(&shipped())
            .and_then(|problems| compiler::load_beside(dir, problems.sources().to_vec(), |_, _| ())),
    };
    model.map_err(|problems| Failure::Report(problems.to_string()))
}

fn vendor<'m>(model: &'m Model, id: &str) -> Result<&'m Vendor, Failure> {
    let ids = model.vendors.iter().map(|vendor| vendor.id.as_str());
    model.vendors.iter().find(|vendor| vendor.id == id).ok_or_else(|| {
        let help = suggest(id, ids).unwrap_or_default();
        Failure::Report(format!("there is no vendor `{id}`: {help}"))
    })
}

fn entries(vendor: &Vendor) -> impl Iterator<Item = &Entry> {
    let codes = vendor.codes.iter().flat_map(|code| &code.entries);
    codes
        .chain(&vendor.messages)
        .chain(vendor.statuses.iter().map(|(_, entry)| entry))
}

/// A text in the language asked for, or in English.
fn text(text: &Text, french: bool) -> &str {
    if french && !text.fr.is_empty() {
        &text.fr
    } else {
        &text.en
    }
}
