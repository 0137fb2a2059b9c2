#!/usr/bin/env bash
# Runs every fuzz target for a bounded number of executions over the corpus kept here.
#   fuzz/run.sh [RUNS] [TARGET…]      RUNS is 20000 unless told otherwise
#
# Needs a C++ compiler (libFuzzer is built from source) and nothing else: the coverage the fuzzer
# steers by comes from flags of the stable compiler. The address sanitizer, which needs nightly, has
# nothing to find here, for unsafe code is forbidden. `cargo +nightly fuzz run TARGET` works as well.
set -euo pipefail
cd "$(dirname "$0")"

runs=${1:-20000}
shift || true
targets=("$@")
[ ${#targets[@]} -gt 0 ] || targets=(csv jsonl profile reply enquiry)

command -v c++ >/dev/null || { echo "fuzz/run.sh needs a C++ compiler (g++ or clang++)" >&2; exit 1; }
host=$(rustc -vV | sed -n 's/^host: //p')
export RUSTFLAGS="--cfg fuzzing -Cpasses=sancov-module -Cllvm-args=-sanitizer-coverage-level=4 \
-Cllvm-args=-sanitizer-coverage-inline-8bit-counters -Cllvm-args=-sanitizer-coverage-pc-table \
-Cllvm-args=-sanitizer-coverage-trace-compares -Ccodegen-units=1"
# With --target the flags stay away from build scripts.
cargo build --release --locked --target "$host"

for target in "${targets[@]}"; do
    echo "== $target"
    found=$(mktemp -d)
    # What is new goes to a folder of its own: the corpus changes only by hand.
    "target/$host/release/$target" -runs="$runs" -seed=1 -max_len=4096 -timeout=10 -rss_limit_mb=1024 \
        -print_final_stats=1 -artifact_prefix="$found/" "$found" "corpus/$target" >"$found.log" 2>&1 \
        || { tail -n 60 "$found.log"; echo "the input is in $found"; exit 1; }
    grep -E 'stat::(number_of_executed_units|average_exec_per_sec|peak_rss_mb)' "$found.log"
    rm -rf "$found" "$found.log"
done
