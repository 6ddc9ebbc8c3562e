#!/bin/sh
# Runs every benchmark; each prints a table.
set -eu
cd "$(dirname -- "$0")/.."
found=no
for benchmark in benchmarks/bench_*.py; do
    [ -f "$benchmark" ] || continue
    found=yes
    echo "== $benchmark"
    PYTHONPATH="$PWD" timeout 1800 .venv/bin/python "$benchmark"
done
[ "$found" = yes ] || { echo "bench: benchmarks/ holds no bench_*.py" >&2; exit 1; }
