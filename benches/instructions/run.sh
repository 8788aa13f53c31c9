#!/usr/bin/env bash
# Counts instructions and fails if they have grown by more than 5 % over recorded.txt, or if an input's cost does not grow
# with its length in a straight line. With --record it writes recorded.txt anew. Needs valgrind; installs the runner of
# gungraun's own version.
set -euo pipefail
cd "$(dirname "$0")/.."
target=${CARGO_TARGET_DIR:-$PWD/target}
version=$(cargo tree --depth 1 --prefix none --edges dev --package errcat-benches | sed -n 's/^gungraun v\([^ ]*\).*/\1/p')
command -v valgrind >/dev/null || { echo 'valgrind is not installed' >&2; exit 1; }
cargo install --quiet --locked gungraun-runner --version "$version" --root "$target/tools"
export GUNGRAUN_RUNNER=$target/tools/bin/gungraun-runner
# What an earlier run left would only be compared with.
rm -rf "$target/gungraun"
cargo bench --quiet --bench instructions -- --output-format=json >"$target/instructions.json"
cargo run --quiet --release --bin instructions -- instructions/recorded.txt "$@" <"$target/instructions.json"
