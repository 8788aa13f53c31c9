//! Says what an error string means, on the command line.
//!
//! ```text
//! cargo run --example classify -- salesforce 'UNABLE_TO_LOCK_ROW: unable to obtain exclusive access to this record'
//! cargo run --example classify -- --explain salesforce '[{"errorCode":"UNABLE_TO_LOCK_ROW","message":"…"}]'
//! cargo run --example classify -- --lang fr salesforce < body.json
//! cargo run --example classify -- --jsonl < failures.jsonl > verdicts.jsonl
//! ```
//!
//! Exit status: 0 recognised, 1 not recognised (or, with `--jsonl`, a bad line), 2 wrong usage.

mod args;
mod explain;
mod jsonl;
mod report;

use std::io::{self, Read, Write};
use std::process::ExitCode;

use args::{Args, Mode};
use errcat::Failure;

fn main() -> ExitCode {
    let args = match Args::parse(std::env::args_os().skip(1)) {
        Ok(args) => args,
        Err(message) => {
            eprintln!("{message}\n\n{}", args::usage());
            return ExitCode::from(2);
        }
    };
    match run(&args) {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::from(1),
        // The reader of our output has gone: nothing to report, and nobody to report it to.
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::from(1)
        }
    }
}

/// Returns whether everything was recognised, or with `--jsonl` every line was good.
fn run(args: &Args) -> io::Result<bool> {
    let mut out = io::BufWriter::new(io::stdout().lock());
    let fine = match &args.mode {
        Mode::Help => {
            writeln!(out, "{}", args::usage())?;
            true
        }
        Mode::JsonLines => jsonl::run(io::stdin().lock(), &mut out, args.locale)?,
        Mode::One { vendor, raw } => {
            let mut input = Vec::new();
            let raw = match raw {
                Some(raw) => raw.as_bytes(),
                None => {
                    io::stdin().lock().read_to_end(&mut input)?;
                    &input
                }
            };
            let mut failure = Failure::new(*vendor).body(raw);
            if let Some(status) = args.status {
                failure = failure.status(status);
            }
            if let Some(operation) = args.operation {
                failure = failure.operation(operation);
            }
            let verdict = failure.classify();
            if args.json {
                let record = jsonl::record(None, *vendor, &verdict, args.locale);
                serde_json::to_writer(&mut out, &record)?;
                writeln!(out)?;
            } else {
                report::print(&mut out, *vendor, &verdict, args.locale)?;
                if let (true, Ok(c)) = (args.explain, &verdict) {
                    explain::print(&mut out, raw, &c.explain())?;
                }
            }
            verdict.is_ok()
        }
    };
    out.flush()?;
    Ok(fine)
}
