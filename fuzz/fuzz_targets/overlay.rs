//! Any overlay: no panic; mistakes are reported where they stand, and a good one makes a catalog that is whole.

#![no_main]

#[path = "../../tests/invariants/overlay.rs"]
mod invariants;

use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &str| {
    invariants::hold(data);
});
