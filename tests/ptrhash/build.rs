//! Prints a map in the form of `phf/ptrhash`, which compiles only if the feature is on in the whole graph.

use std::path::Path;
use std::{env, fs, io};

fn main() -> io::Result<()> {
    println!("cargo::rerun-if-changed=build.rs");
    let map = phf_codegen::Map::new()
        .entry("one", "1")
        .entry("two", "2")
        .build()
        .to_string();
    let out = env::var("OUT_DIR").map_err(io::Error::other)?;
    fs::write(
        Path::new(&out).join("map.rs"),
        format!("static MAP: phf::Map<&'static str, u8> = {map};\n"),
    )
}
