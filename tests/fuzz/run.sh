#!/usr/bin/env bash
# Builds every fuzz target with the stable compiler and runs each for so many seconds on one core:
#
#     tests/fuzz/run.sh [SECONDS [TARGET ...]]
#
# Prints a row a target: seconds, inputs, the slowest, the most memory, what was found. What is found lies in `artifacts/`. Ends with
# status 1 when something was: a panic, an input of more than a second, or more than 1 GB. Needs a C++ compiler for libFuzzer and no cargo-fuzz;
# with that and a nightly compiler, `cargo fuzz run TARGET` looks for bad addresses, too.
set -eu
cd "$(dirname "$0")"
seconds=${1:-120}
shift || true
cargo=${CARGO:-cargo}
# libFuzzer is steered by which edges were taken and what was compared.
export RUSTFLAGS="${RUSTFLAGS:-} --cfg fuzzing -Cdebug-assertions -Cpasses=sancov-module -Cllvm-args=-sanitizer-coverage-level=4 \
-Cllvm-args=-sanitizer-coverage-inline-8bit-counters -Cllvm-args=-sanitizer-coverage-pc-table -Cllvm-args=-sanitizer-coverage-trace-compares \
"
[ -n "${SKIP_BUILD:-}" ] || "$cargo" build --release --bins --target "$(rustc -vV | sed -n 's/^host: //p')"
programs=$(echo target/*/release)
"$programs/seeds"
mkdir -p artifacts
[ $# -gt 0 ] || set -- $(ls targets | sed 's/\.rs$//')
echo "| target | seconds | inputs | slowest, s | memory, MB | found |"
echo "|---|---|---|---|---|---|"
status=0
for target in "$@"; do
  mkdir -p "corpus/$target"
  seeds=("corpus/$target")
  [ -d "../data/import/$target" ] && seeds+=("../data/import/$target")
  [ "$target" != page ] || seeds+=(../data/import/pdf)
  [ "$target" != pptx ] || seeds+=(../data/import/odp)
  [ "$target" != sheets ] || seeds+=(../data/import/xlsx ../data/import/ods ../data/import/csv)
  [ "$target" != web_archive ] || seeds+=(../data/import/warc ../data/import/wacz)
  log="artifacts/$target.log"
  verdict=nothing
  "$programs/$target" "${seeds[@]}" -max_total_time="$seconds" -timeout=10 -report_slow_units=1 -rss_limit_mb=1024 -malloc_limit_mb=768 \
    -max_len=65536 -print_final_stats=1 -artifact_prefix="artifacts/$target-" > "$log" 2>&1 || { verdict="**something**, see $log"; status=1; }
  figure() { sed -n "s/^stat::$1: *//p" "$log" | tail -1; }
  slowest=$(figure slowest_unit_time_sec)
  [ "${slowest:-0}" -le 1 ] || { verdict="**slow**, see $log"; status=1; }
  took=$(sed -n 's/^Done [0-9]* runs in \([0-9]*\) second.*/\1/p' "$log" | tail -1)
  echo "| $target | ${took:-?} | $(figure number_of_executed_units) | ${slowest:-?} | $(figure peak_rss_mb) | $verdict |"
done
exit $status
