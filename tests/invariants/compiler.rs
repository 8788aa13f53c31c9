//! What holds for every catalog whatever, however mangled; shared by the seeds and the fuzz target.
//!
//! The crate that includes this has the compiler's modules at its root.

use crate::compiler::emit::{self, Host};
use crate::compiler::source::Source;
use crate::compiler::{extended, load_sources};

/// The kinds of the real catalog, for catalogs that bring none.
const KINDS: [(&str, &str); 2] = [
    ("kinds.toml", include_str!("../../catalog/kinds.toml")),
    ("kinds.fr.toml", include_str!("../../catalog/kinds.fr.toml")),
];

/// Compiles a catalog that is written as one text, and returns the Rust it makes, if it is a good one.
///
/// A line `--- name.toml` begins a file; `--- names.txt` begins a list of extended codes, which is compiled instead.
/// Files of kinds that are not there are the real ones.
///
/// # Panics
///
/// Where a promise is broken, and where the compiler panics.
pub fn hold(text: &str) -> Option<String> {
    let compiled = match text.strip_prefix("--- names.txt\n") {
        Some(names) => extended::generate(Source::new("names.txt", names)),
        None => load_sources(files(text)).map(|model| emit::emit(&model, Host::Errcat).expect("the tables hold it")),
    };
    match compiled {
        Ok(rust) => Some(rust),
        Err(problems) => {
            assert!(!problems.is_empty());
            assert!(problems.to_string().contains("error["), "{problems}");
            assert_eq!(problems.summary_lines().count(), problems.iter().count());
            assert!(
                problems.summary_lines().all(|line| line.lines().count() == 1),
                "{problems}"
            );
            None
        }
    }
}

fn files(text: &str) -> Vec<Source> {
    let mut files: Vec<Source> = Vec::new();
    for line in text.split_inclusive('\n') {
        match (line.strip_prefix("--- "), files.last_mut()) {
            (Some(name), _) => files.push(Source::new(name.trim_end(), "")),
            (None, Some(file)) => file.text.push_str(line),
            (None, None) => files.push(Source::new("acme.toml", line)),
        }
    }
    for (name, text) in KINDS {
        if files.iter().all(|file| file.name != name) {
            files.push(Source::new(name, text));
        }
    }
    files
}
