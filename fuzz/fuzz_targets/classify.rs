//! Any bytes: no panic, and all that holds for every input. The first byte chooses the vendor.

#![no_main]

#[path = "../../tests/invariants/classify.rs"]
mod invariants;

use errcat::Vendor;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    if let Some((first, raw)) = data.split_first() {
        let number = usize::from(*first) % Vendor::all().len();
        let vendor = Vendor::all().nth(number).expect("fewer than there are");
        invariants::hold(vendor, raw);
    }
});
