#!/bin/sh
# Installs what is missing, then lint, types and all tests. With arguments, these go to one run of pytest; without them
# the tests of QGIS and all others run side by side, and what the others said is printed behind.
set -eu
cd "$(dirname -- "$0")/.."
tools/bootstrap.sh

lint=passed
timeout 300 tools/lint.sh || lint=FAILED

# Profiles and runtime folders of their own: the tests neither read nor change the user's QGIS.
unset DISPLAY WAYLAND_DISPLAY PYTHONHOME PYTHONPATH

run_tests() {
    # $1: name of the run; the rest is a command and its arguments.
    mkdir -p "build/test/$1"
    chmod 0700 "build/test/$1"
    export XDG_RUNTIME_DIR="$PWD/build/test/$1"
    shift
    exec timeout 3000 "$@" # every run is in a shell of its own, which a signal must not leave without it
}

on_screen() {
    # A virtual screen, so that windows and maps have one.
    name=$1
    shift
    run_tests "$name" env QT_QPA_PLATFORM=xcb xvfb-run -a -s "-screen 0 1280x900x24" .venv/bin/python -m pytest "$@"
}

tests=passed
if [ $# -gt 0 ]; then
    (on_screen all "$@") || tests=FAILED
else
    mkdir -p build/test
    # What the tests write goes with the run: several gibibytes. To look at it, run the test alone.
    TMPDIR=$(mktemp -d)
    export TMPDIR
    trap 'rm -rf "$TMPDIR" || true' EXIT
    (run_tests others env QT_QPA_PLATFORM=offscreen .venv/bin/python -m pytest \
        --ignore=tests/gui --ignore=tests/processing_provider) >build/test/others.log 2>&1 &
    others=$!
    trap 'kill $others 2>/dev/null || true; wait $others || true; exit 1' HUP INT TERM
    (on_screen qgis tests/gui tests/processing_provider) || tests=FAILED
    wait $others || tests=FAILED
    cat build/test/others.log
fi

if [ "$lint" = FAILED ]; then
    echo "make test: lint or types FAILED (see above the tests; 'make lint' repeats it)" >&2
fi
[ "$lint" = passed ] && [ "$tests" = passed ]
