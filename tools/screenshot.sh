#!/bin/sh
# Photographs a QGIS main window in which the plugin has just made a mosaic and its ancillary layers.
#   tools/screenshot.sh [PICTURE.png [CATALOGUE.json EXTENT START RESOLUTION]]
# EXTENT is xmin,xmax,ymin,ymax in degrees. Without a catalogue the archive of `make demo` is used.
# S2GM_ORDER may hold further parameters of the algorithm as JSON ({"METHOD": "median"}), S2GM_VIEWS the styles of the
# ancillary layers that get a map of their own, separated by semicolons.
set -eu
ROOT=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd)
WORK="$ROOT/build/screenshot"
PICTURE=${1:-$WORK/s2gm.png}

fail() {
    # $1: what failed, $2: the next step to take
    echo "screenshot: FAILED: $1" >&2
    echo "screenshot: Next step: $2" >&2
    exit 1
}

if [ $# -ge 5 ]; then
    S2GM_SOURCE=$2 S2GM_EXTENT=$3 S2GM_START=$4 S2GM_RESOLUTION=$5
else
    ARCHIVE="$ROOT/build/demo/archive"
    [ -f "$ARCHIVE/archive.json" ] || fail "there is no simulated archive in build/demo" "run 'make demo' first"
    S2GM_SOURCE="$ARCHIVE/catalog.json" S2GM_RESOLUTION=10
    S2GM_EXTENT=$("$ROOT/.venv/bin/python" "$ROOT/tools/archive_order.py" "$ARCHIVE" extent | cut -d ' ' -f 1)
    S2GM_START=$("$ROOT/.venv/bin/python" "$ROOT/tools/archive_order.py" "$ARCHIVE" start)
fi
mkdir -p "$WORK/plugins" "$WORK/run" "$(dirname -- "$PICTURE")"
chmod 0700 "$WORK/run"
rm -rf "$WORK/profile" "$PICTURE"
mkdir -p "$WORK/profile/profiles/default/QGIS"
# A fresh profile with the plugin enabled and without the news of the day.
cat >"$WORK/profile/profiles/default/QGIS/QGIS3.ini" <<INI
[PythonPlugins]
s2gm=true

[app]
news-feed\\items\\httpsfeedqgisorg\\disabled=true

[qgis]
checkVersion=false
INI
ln -sfn "$ROOT" "$WORK/plugins/s2gm"

export S2GM_ORDER="${S2GM_ORDER:-null}" S2GM_VIEWS="${S2GM_VIEWS:-}"
export S2GM_SOURCE S2GM_EXTENT S2GM_START S2GM_RESOLUTION S2GM_PICTURE="$PICTURE" S2GM_WORK="$WORK"
export QGIS_PLUGINPATH="$WORK/plugins" QGIS_CUSTOM_CONFIG_PATH="$WORK/profile" XDG_RUNTIME_DIR="$WORK/run"
export PATH="/usr/bin:/bin:$PATH"
unset QT_QPA_PLATFORM WAYLAND_DISPLAY PYTHONHOME VIRTUAL_ENV
export PYTHONPATH="$ROOT/tools"
timeout 300 xvfb-run -a -s "-screen 0 1600x1000x24" sh -c '
    if command -v openbox >/dev/null; then openbox >/dev/null 2>&1 & fi
    exec qgis --noversioncheck --nologo --code "$1"' sh "$ROOT/tools/screenshot.py" >"$WORK/qgis.log" 2>&1 || {
    tail -n 30 "$WORK/qgis.log" >&2
    fail "QGIS ended with an error" "read its messages above (all are in build/screenshot/qgis.log)"
}
[ -s "$PICTURE" ] || fail "QGIS ended, but there is no picture" "read build/screenshot/qgis.log"
echo "$PICTURE"
