//! Replays the fuzz targets' seeds, among them all that the fuzzer once found.

use errcat::Vendor;
use std::fs;
use std::path::{Path, PathBuf};

#[path = "../src/category.rs"]
#[allow(dead_code, reason = "only the compiler's part of it is needed here")]
mod category;
#[path = "../src/compiler/mod.rs"]
#[allow(dead_code, reason = "only loading and emitting are needed here")]
mod compiler;
#[path = "../src/format/mod.rs"]
#[allow(dead_code, reason = "only the compiler's part of it is needed here")]
mod format;
#[path = "../src/kind.rs"]
#[allow(dead_code, reason = "only the compiler's part of it is needed here")]
mod kind;
#[path = "../src/named.rs"]
mod named;
#[path = "../src/recovery.rs"]
#[allow(dead_code, reason = "only the compiler's part of it is needed here")]
mod recovery;

mod invariants {
    pub mod classify;
    pub mod compiler;
    #[cfg(all(
        feature = "overlay",
        feature = "salesforce",
        feature = "marketo",
        feature = "microsoft"
    ))]
    pub mod overlay;
}

#[track_caller]
fn seeds(target: &str) -> Vec<(PathBuf, Vec<u8>)> {
    let dir = Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz/seeds").join(target);
    let mut seeds: Vec<_> = fs::read_dir(&dir)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .map(|path| (path.clone(), fs::read(&path).unwrap()))
        .collect();
    seeds.sort();
    assert!(seeds.len() >= 20, "{} holds only {}", dir.display(), seeds.len());
    seeds
}

#[test]
fn classify() {
    for (path, seed) in seeds("classify") {
        println!("{}", path.display());
        // The fuzz target takes the vendor from the first byte; here each one reads each seed.
        for vendor in Vendor::all() {
            invariants::classify::hold(vendor, &seed[1..]);
        }
    }
}

#[test]
fn compiler() {
    let mut good = 0;
    for (path, seed) in seeds("compiler") {
        println!("{}", path.display());
        let text = String::from_utf8(seed).unwrap();
        good += usize::from(invariants::compiler::hold(&text).is_some());
    }
    assert!(good > 0, "some of the seeds are good catalogs");
}

#[cfg(all(
    feature = "overlay",
    feature = "salesforce",
    feature = "marketo",
    feature = "microsoft"
))]
#[test]
fn overlay() {
    for (path, seed) in seeds("overlay") {
        println!("{}", path.display());
        let text = String::from_utf8(seed).unwrap();
        let is_good = invariants::overlay::hold(&text).is_some();
        let name = path.file_name().unwrap().to_str().unwrap();
        assert!(is_good || !name.starts_with("good-"), "{name}");
    }
}
