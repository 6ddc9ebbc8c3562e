#!/bin/sh
# The main job end to end: simulates a small Sentinel-2 archive and makes a month's mosaic of it with the
# algorithm s2gm:temporalmosaic in a headless QGIS. Everything it makes lies in build/demo.
set -eu
ROOT=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd)
DEMO="$ROOT/build/demo"
ARCHIVE="$DEMO/archive"
PYTHON="$ROOT/.venv/bin/python"

say() { printf 'demo: %s\n' "$*" >&2; }

fail() {
    # $1: what failed, $2: the next step to take
    say "FAILED: $1"
    say "Next step: $2"
    exit 1
}

simulate() {
    if [ -f "$ARCHIVE/catalog.json" ] && [ -f "$ARCHIVE/archive.json" ]; then
        say "using the archive that is there: $ARCHIVE (remove build/demo to simulate it anew)"
        return 0
    fi
    say "simulating a small Sentinel-2 archive"
    rm -rf "$ARCHIVE"
    timeout 600 "$PYTHON" -m s2gm_core simulate "$ARCHIVE" || fail \
        "s2gm simulate" "run '.venv/bin/python -m s2gm_core simulate build/demo/archive' and read its message"
}

archive_value() {
    # What the mosaic is ordered for, from the archive's own description: its extent or the start of its month
    "$PYTHON" "$ROOT/tools/archive_order.py" "$ARCHIVE" "$1" || fail \
        "reading $ARCHIVE/archive.json" "remove build/demo and run 'make demo' again"
}

find_qgis_process() {
    # Debian 12's qgis_process is a wrapper that passes an option which the program does not know.
    for name in qgis_process.bin qgis_process; do
        if command -v "$name"; then return 0; fi
    done
    fail "there is no qgis_process" "apt-get install --no-install-recommends qgis"
}

prepare_qgis() {
    # A new profile of its own; the checkout, whatever its folder is called, appears in it as the plugin s2gm.
    rm -rf "$DEMO/profile"
    mkdir -p "$DEMO/plugins" "$DEMO/profile" "$DEMO/run"
    chmod 0700 "$DEMO/run"
    ln -sfn "$ROOT" "$DEMO/plugins/s2gm"
    # QGIS's Python finds its standard library through the python3 first in PATH.
    export PATH="/usr/bin:/bin:$PATH"
    unset DISPLAY WAYLAND_DISPLAY PYTHONHOME PYTHONPATH VIRTUAL_ENV
    # A crash inside a library then leaves a stack in the log.
    export PYTHONFAULTHANDLER=1
    export QT_QPA_PLATFORM=offscreen XDG_RUNTIME_DIR="$DEMO/run"
    export QGIS_PLUGINPATH="$DEMO/plugins" QGIS_CUSTOM_CONFIG_PATH="$DEMO/profile"
    QGIS_PROCESS=$(find_qgis_process)
    timeout 120 "$QGIS_PROCESS" plugins enable s2gm >"$DEMO/enable.log" 2>&1 || {
        cat "$DEMO/enable.log" >&2
        fail "QGIS does not load the plugin s2gm" "read QGIS's message above"
    }
}

make_mosaic() {
    say "making the mosaic with QGIS Processing"
    extent=$(archive_value extent)
    start=$(archive_value start)
    rm -rf "$DEMO/product"
    mkdir -p "$DEMO/product"
    timeout 900 "$QGIS_PROCESS" run s2gm:temporalmosaic -- \
        SOURCE="$ARCHIVE/catalog.json" \
        EXTENT="$extent" \
        PERIOD=month \
        START="$start" \
        OUTPUT="$DEMO/product/mosaic.tif" \
        FOLDER="$DEMO/product" >"$DEMO/mosaic.log" 2>&1 || {
        cat "$DEMO/mosaic.log" >&2
        fail "s2gm:temporalmosaic" "read QGIS's message above (it is kept in build/demo/mosaic.log)"
    }
    sed -n '/^Results/,$p' "$DEMO/mosaic.log" >&2
}

report() {
    quicklook=$(find "$DEMO/product" -name 'quicklook_*.png' | sort | head -n 1)
    [ -n "$quicklook" ] && [ -f "$DEMO/product/mosaic.tif" ] || fail \
        "QGIS reported success, but the mosaic or its quicklook is not in $DEMO/product" "read build/demo/mosaic.log"
    echo "Product:   $(dirname -- "$quicklook")"
    echo "Mosaic:    $DEMO/product/mosaic.tif"
    echo "Quicklook: $quicklook"
}

cd "$ROOT"
"$ROOT/tools/bootstrap.sh"
simulate
prepare_qgis
make_mosaic
report
