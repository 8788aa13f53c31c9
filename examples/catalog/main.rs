//! Checks catalogs, and looks things up in them.
//!
//! ```text
//! cargo run --example catalog -- check my/errors
//! cargo run --example catalog -- show salesforce UNABLE_TO_LOCK_ROW
//! cargo run --example catalog -- list salesforce --category retryable
//! cargo run --example catalog -- search 'lock'
//! cargo run --example catalog -- new-code salesforce OUR_NEW_CODE --kind busy
//! ```
//!
//! With `--features overlay` it also plays the examples of a catalog that it checks, and checks overlays.
//!
//! Exit status: 0 all is well, 1 something is wrong or nothing was found, 2 wrong usage.

mod cli;

#[allow(dead_code, reason = "only the compiler's part of it is needed here")]
#[path = "../../src/category.rs"]
mod category;
#[allow(dead_code, reason = "the tool reads catalogs and prints no Rust")]
#[path = "../../src/compiler/mod.rs"]
mod compiler;
#[allow(dead_code, reason = "only the compiler's part of it is needed here")]
#[path = "../../src/format/mod.rs"]
mod format;
#[allow(dead_code, reason = "only the compiler's part of it is needed here")]
#[path = "../../src/kind.rs"]
mod kind;
#[path = "../../src/named.rs"]
mod named;
#[allow(dead_code, reason = "only the compiler's part of it is needed here")]
#[path = "../../src/recovery.rs"]
mod recovery;

use std::io::{self, Write};
use std::process::ExitCode;

use cli::Failure;

fn main() -> ExitCode {
    let words: Vec<String> = std::env::args_os()
        .skip(1)
        .map(|word| word.to_string_lossy().into_owned())
        .collect();
    let mut out = io::BufWriter::new(io::stdout().lock());
    let result = cli::run(&words, &mut out).and_then(|()| Ok(out.flush()?));
    match result {
        Ok(()) => ExitCode::SUCCESS,
        // The reader of our output has gone: nothing to report, and nobody to report it to.
        Err(Failure::Output(error)) if error.kind() == io::ErrorKind::BrokenPipe => ExitCode::SUCCESS,
        Err(failure) => {
            let _ = out.flush();
            eprintln!("{failure}");
            match failure {
                Failure::Usage(_) => ExitCode::from(2),
                _ => ExitCode::from(1),
            }
        }
    }
}
