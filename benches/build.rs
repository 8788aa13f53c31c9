//! Prints what peers need at compile time: a `phf::Map` and a strum enum over every code that errcat has.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::path::Path;
use std::{env, fs, io};

fn main() -> io::Result<()> {
    println!("cargo::rerun-if-changed=build.rs");
    let spellings: BTreeSet<&str> = errcat::Vendor::all()
        .flat_map(|v| v.codes())
        .map(|code| code.as_str())
        .collect();
    let mut map = phf_codegen::Map::new();
    let mut variants = String::new();
    for (number, spelling) in spellings.iter().enumerate() {
        map.entry(*spelling, number.to_string());
        let _ = writeln!(variants, "    #[strum(serialize = {spelling:?})]\n    V{number},");
    }
    let all: Vec<&str> = spellings.into_iter().collect();
    let text = format!(
        "/// Every code's spelling, in order.\npub static SPELLINGS: &[&str] = &{all:?};\n\n\
         /// From a spelling to its place in [`SPELLINGS`].\npub static MAP: phf::Map<&'static str, u16> = {};\n\n\
         /// The codes as strum's users write them.\n#[allow(missing_docs)]\n\
         #[derive(Clone, Copy, strum::EnumString)]\n#[repr(u16)]\npub enum Strum {{\n{variants}}}\n",
        map.build()
    );
    let out = env::var("OUT_DIR").map_err(io::Error::other)?;
    fs::write(Path::new(&out).join("codes.rs"), text)
}
