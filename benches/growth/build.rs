//! Compiles the catalog with invented codes added until there are [`CODES`] in all.
//!
//! The invented names are made of the real ones' words, so that they are as like each other as the real ones are, and
//! they go into the vendor that has most codes.

#[path = "../../src/category.rs"]
#[allow(dead_code)]
mod category;
#[path = "../../src/compiler/mod.rs"]
#[allow(dead_code)]
mod compiler;
#[path = "../../src/format/mod.rs"]
#[allow(dead_code)]
mod format;
#[path = "../../src/kind.rs"]
#[allow(dead_code)]
mod kind;
#[path = "../../src/named.rs"]
mod named;
#[path = "../../src/recovery.rs"]
#[allow(dead_code)]
mod recovery;

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::fs;
use std::io;
use std::path::Path;
use std::process::ExitCode;

/// How many codes the grown catalog has.
const CODES: usize = 10_000;
const CATALOG: &str = "../../catalog";
const GROWN: &str = "salesforce.toml";

fn main() -> ExitCode {
    println!("cargo::rerun-if-changed={CATALOG}");
    println!("cargo::rerun-if-changed=../../src");
    println!("cargo::rerun-if-changed=build.rs");
    match grow() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            println!("cargo::error={error}");
            ExitCode::FAILURE
        }
    }
}

fn grow() -> io::Result<()> {
    let out = std::env::var("OUT_DIR").map_err(io::Error::other)?;
    let dir = Path::new(&out).join("catalog");
    fs::create_dir_all(&dir)?;
    for file in fs::read_dir(CATALOG)? {
        let file = file?;
        fs::write(dir.join(file.file_name()), fs::read(file.path())?)?;
    }
    let model = compiler::load(&dir).map_err(report)?;
    let known: Vec<&str> = model
        .vendors
        .iter()
        .flat_map(|v| &v.codes)
        .map(|code| code.code.as_str())
        .collect();
    let mut text = fs::read_to_string(dir.join(GROWN))?;
    text.push_str(&invented(&known, CODES.saturating_sub(known.len())));
    fs::write(dir.join(GROWN), text)?;
    let grown = compiler::load(&dir).map_err(report)?;
    compiler::write(
        &grown,
        &Path::new(&out).join("catalog.rs"),
        compiler::emit::Host::Errcat,
    )
    .map_err(report)
}

fn report(problems: compiler::problem::Problems) -> io::Error {
    io::Error::other(problems.to_string())
}

/// Returns the tables of this many codes that differ from the known ones in more than case and underscores.
///
/// One in four has a message, about the proportion of the catalog itself.
fn invented(known: &[&str], count: usize) -> String {
    let words: BTreeSet<&str> = known
        .iter()
        .filter(|code| code.contains('_'))
        .flat_map(|code| code.split('_'))
        .filter(|w| w.len() > 2)
        .collect();
    let words: Vec<&str> = words
        .into_iter()
        .filter(|word| word.bytes().all(|b| b.is_ascii_uppercase()))
        .collect();
    let mut taken: BTreeSet<String> = known.iter().map(|code| code.replace('_', "").to_lowercase()).collect();
    let mut out = String::new();
    let mut state = 0x9e37_79b9_7f4a_7c15_u64;
    let mut made = 0;
    while made < count {
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        let word = |shift: u32| words[(state >> shift) as usize % words.len()];
        let mut parts = vec![word(20), word(32), word(44)];
        if state >> 63 == 1 {
            parts.push(word(12));
        }
        let name = parts.join("_");
        if !taken.insert(name.replace('_', "").to_lowercase()) {
            continue;
        }
        let _ = write!(
            out,
            "\n[codes.{name}]\nkind = \"wrong_state\"\ncause = \"An invented state number {made} that measures growth.\"\n\
             source = \"#invented\"\n"
        );
        if made % 4 == 0 {
            let _ = writeln!(
                out,
                "messages = [\"{} invented state {made} reached\"]",
                parts.join(" ").to_lowercase()
            );
        }
        made += 1;
    }
    out
}
