//! The command line.

use std::ffi::OsString;

use errcat::{Locale, Operation, Vendor};

/// What to do.
pub enum Mode {
    Help,
    /// One JSON object a line on standard input.
    JsonLines,
    /// One input, from the command line or, if `None`, from standard input.
    One {
        vendor: Vendor,
        raw: Option<String>,
    },
}

/// The command line, understood.
pub struct Args {
    pub mode: Mode,
    pub locale: Locale,
    pub json: bool,
    pub explain: bool,
    pub status: Option<u16>,
    pub operation: Option<Operation>,
}

impl Args {
    /// Understands a command line without the program's name, or says what is wrong with it.
    pub fn parse(words: impl Iterator<Item = OsString>) -> Result<Args, String> {
        let mut words = words.map(|word| {
            word.into_string()
                .map_err(|word| format!("not UTF-8: {}", word.to_string_lossy()))
        });
        let (mut locale, mut json, mut lines, mut explain, mut status) = (Locale::En, false, false, false, None);
        let mut operation: Option<String> = None;
        let mut names = Vec::new();
        let mut options = true;
        while let Some(word) = words.next() {
            let word = word?;
            let mut value = |what: &str| words.next().unwrap_or_else(|| Err(format!("{word} needs {what}")));
            match word.as_str() {
                "--" if options => options = false,
                "-h" | "--help" if options => {
                    return Ok(Args {
                        mode: Mode::Help,
                        locale,
                        json,
                        explain,
                        status,
                        operation: None,
                    });
                }
                "--lang" if options => {
                    let name = value("a language: en or fr")?;
                    locale = name
                        .parse()
                        .map_err(|_| format!("unknown language `{name}`: en or fr"))?;
                }
                "--status" if options => {
                    let number = value("an HTTP status")?;
                    status = Some(number.parse().map_err(|_| format!("not an HTTP status: `{number}`"))?);
                }
                "--operation" if options => operation = Some(value("an operation's id")?),
                "--json" if options => json = true,
                "--explain" if options => explain = true,
                "--jsonl" if options => lines = true,
                _ if options && word.starts_with("--") => return Err(format!("unknown option {word}")),
                _ => names.push(word),
            }
        }
        let mut names = names.into_iter();
        let mode = if lines {
            Mode::JsonLines
        } else {
            let name = names.next().ok_or("which vendor?")?;
            let vendor = name.parse().map_err(|_| format!("unknown vendor `{name}`"))?;
            Mode::One {
                vendor,
                raw: names.next().filter(|raw| raw != "-"),
            }
        };
        if let Some(extra) = names.next() {
            return Err(format!("one text at a time; put quotes around it (what is `{extra}`?)"));
        }
        let operation = match (&mode, operation) {
            (_, None) => None,
            (Mode::One { vendor, .. }, Some(id)) => Some(find_operation(*vendor, &id)?),
            (_, Some(_)) => return Err("with --jsonl each line names its own operation".to_owned()),
        };
        Ok(Args {
            mode,
            locale,
            json,
            explain,
            status,
            operation,
        })
    }
}

/// Finds a vendor's operation by its id, or says which there are.
pub fn find_operation(vendor: Vendor, id: &str) -> Result<Operation, String> {
    Operation::find(vendor, id).ok_or_else(|| {
        let known: Vec<&str> = vendor.operations().map(Operation::name).collect();
        match known.as_slice() {
            [] => format!("{vendor} does not tell errors apart by operation"),
            _ => format!("unknown operation `{id}`; {vendor} has {}", known.join(", ")),
        }
    })
}

/// Returns how to use the program, with the list of vendors.
pub fn usage() -> String {
    let mut text = String::from(
        "Usage: classify [OPTIONS] VENDOR [TEXT | -]   says what an error string means; reads standard input without TEXT
       classify [--lang LANG] --jsonl         reads one JSON object a line: id, vendor, raw, http_status?, operation?, retry_after?

Options:
  --lang LANG       language of the texts: en (default) or fr
  --json            print one JSON object
  --explain         say why: what was found where, what became of it, and what lost
  --status N        the response's HTTP status
  --operation ID    the operation that was called

Vendors:",
    );
    for vendor in Vendor::all() {
        text.push_str(&format!("\n  {:<23} {}", vendor.name(), vendor.title()));
    }
    text
}
