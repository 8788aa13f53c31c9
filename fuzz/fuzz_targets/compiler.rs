//! Any catalog: no panic; mistakes are reported, and a good catalog makes Rust that parses.

#![no_main]

#[path = "../../src/category.rs"]
#[allow(dead_code, reason = "only the compiler's part of it is needed here")]
mod category;
#[path = "../../src/compiler/mod.rs"]
#[allow(dead_code, reason = "only loading and emitting are needed here")]
mod compiler;
#[path = "../../src/format/mod.rs"]
#[allow(dead_code, reason = "only the compiler's part of it is needed here")]
mod format;
#[path = "../../tests/invariants/compiler.rs"]
mod invariants;
#[path = "../../src/kind.rs"]
#[allow(dead_code, reason = "only the compiler's part of it is needed here")]
mod kind;
#[path = "../../src/named.rs"]
mod named;
#[path = "../../src/recovery.rs"]
#[allow(dead_code, reason = "only the compiler's part of it is needed here")]
mod recovery;

use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &str| {
    if let Some(rust) = invariants::hold(data) {
        syn::parse_file(&rust).expect("generated code parses");
    }
});
