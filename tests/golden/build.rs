//! Puts the compiled small catalog where errcat's sources look for theirs.

use std::path::Path;
use std::{env, fs};

mod compile;

fn main() {
    for input in [
        "build.rs",
        "catalog",
        "compile.rs",
        "../../src/compiler",
        "../../src/format",
        "../../src/kind.rs",
        "../../src/named.rs",
    ] {
        println!("cargo::rerun-if-changed={input}");
    }
    let out = env::var_os("OUT_DIR").expect("cargo sets OUT_DIR");
    let printed = compile::compile(Path::new("."), &Path::new(&out).join("golden"));
    fs::copy(printed, Path::new(&out).join("catalog.rs")).expect("OUT_DIR can be written");
}
