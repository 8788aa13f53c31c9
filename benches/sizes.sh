#!/usr/bin/env bash
# Prints what each vendor family, and the French texts, add to a program, and how long a clean build takes.
#
# The program classifies its first argument and prints the verdict with its texts, so that nothing of the tables can be
# left out. Sizes are of the stripped release build, less that of a build with no family; memory that is only read is
# shared with the file, so the size is also what is mapped.
set -euo pipefail
errcat=$(cd "$(dirname "$0")/.." && pwd)
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
mkdir "$dir/src"
cat >"$dir/Cargo.toml" <<TOML
[package]
name = "sized"
version = "0.0.0"
edition = "2024"
[workspace]
[features]
default = []
std = ["errcat/std"]
salesforce = ["errcat/salesforce"]
marketo = ["errcat/marketo"]
microsoft = ["errcat/microsoft"]
lang-fr = ["errcat/lang-fr"]
[dependencies]
errcat = { path = "$errcat", default-features = false }
[profile.release]
strip = true
TOML
cat >"$dir/src/main.rs" <<'RUST'
use errcat::{Locale, Vendor, classify};

fn main() {
    let raw = std::env::args().nth(1).unwrap_or_default();
    for vendor in Vendor::all() {
        if let Ok(c) = classify(vendor, &raw) {
            println!("{c}\n{}\n{}\n{:?}", c.cause(Locale::En), c.remediation(Locale::Fr), c.entry());
        }
    }
}
RUST
export CARGO_TARGET_DIR=$dir/target
size() {
    cargo build --quiet --release --manifest-path "$dir/Cargo.toml" --features "$1" 2>/dev/null
    stat -c %s "$dir/target/release/sized"
}
none=$(size std)
row() { printf '| %s | %s KiB |\n' "$1" $((($(size "$2") - none + 512) / 1024)); }
printf '| features | adds |\n|---|---:|\n'
for family in salesforce marketo microsoft; do
    row "$family" "std,$family"
    row "$family, lang-fr" "std,$family,lang-fr"
done
row 'all' std,salesforce,marketo,microsoft
row 'all, lang-fr' std,salesforce,marketo,microsoft,lang-fr
printf '\nA program without a family: %s KiB.\n\n' $(((none + 512) / 1024))

printf '| build | seconds | of processor |\n|---|---:|---:|\n'
timed() {
    local TIMEFORMAT='%R %U %S' times
    times=$({ time cargo build --quiet "${@:2}" --manifest-path "$dir/Cargo.toml" \
        --features std,salesforce,marketo,microsoft,lang-fr 2>/dev/null; } 2>&1)
    awk -v what="$1" '{ printf "| %s | %.1f | %.1f |\n", what, $1, $2 + $3 }' <<<"$times"
}
cargo fetch --quiet --manifest-path "$dir/Cargo.toml"
rm -rf "$dir/target"
timed 'clean, debug'
timed 'clean, release' --release
touch "$dir/src/main.rs"
timed 'after a change of the program, release' --release
