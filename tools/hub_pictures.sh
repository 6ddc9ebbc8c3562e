#!/bin/sh
# Photographs every page of the S2GM window in a real QGIS, on a simulated archive.
#   tools/hub_pictures.sh [FOLDER [THEME [LANGUAGE [SCRIPT]]]]
# THEME is a theme of QGIS: default, "Night Mapping" or "Blend of Gray"; LANGUAGE a code such as de. The pictures are
# FOLDER/hub_light_PAGE.png, hub_dark_PAGE.png for Night Mapping; a run takes one to three minutes. SCRIPT drives QGIS:
# tools/hub_pictures.py, or tests/gui/drive_area.py, which draws areas with the mouse. S2GM_SCALE=2
# S2GM_SCREEN=2560x1720 doubles everything, as on screens with many pixels, and leaves the page of an area and a month
# as FOLDER/hub_mosaic_200.png.
set -eu
ROOT=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd)
WORK="$ROOT/build/hub"
FOLDER=${1:-$WORK}
THEME=${2:-default}
LANGUAGE=${3:-en}
SCRIPT=${4:-tools/hub_pictures.py}

mkdir -p "$FOLDER" "$WORK/plugins" "$WORK/run"
chmod 0700 "$WORK/run"
# Pictures show folders: by a short name that is the same on every computer, unless another run has it now.
SHOWN="${TMPDIR:-/tmp}/s2gm"
[ -e "$SHOWN" ] || [ -L "$SHOWN" ] || ln -s "$WORK" "$SHOWN"
if [ "$(readlink "$SHOWN")" = "$WORK" ]; then
    trap 'rm -f "$SHOWN"' EXIT
    trap 'exit 1' INT TERM
else
    SHOWN=$WORK
fi
ARCHIVE="$SHOWN/archive"
[ -f "$ARCHIVE/archive.json" ] || "$ROOT/.venv/bin/python" -m s2gm_core simulate "$ARCHIVE" --size 480 --tiles 1 --dates 8
S2GM_EXTENT=$("$ROOT/.venv/bin/python" "$ROOT/tools/archive_order.py" "$ARCHIVE" extent | cut -d ' ' -f 1)
S2GM_START=$("$ROOT/.venv/bin/python" "$ROOT/tools/archive_order.py" "$ARCHIVE" start)
rm -rf "$WORK/profile" "$WORK/mosaics"
mkdir -p "$WORK/profile/profiles/default/QGIS"
# A fresh profile with the plugin enabled, without the news of the day and without questions at the start.
cat >"$WORK/profile/profiles/default/QGIS/QGIS3.ini" <<INI
[PythonPlugins]
s2gm=true

[UI]
UITheme=$THEME

[locale]
overrideFlag=true
userLocale=$LANGUAGE

[s2gm]
hub\\folder=$SHOWN/mosaics

[app]
news-feed\\items\\httpsfeedqgisorg\\disabled=true

[qgis]
checkVersion=false
INI
ln -sfn "$ROOT" "$WORK/plugins/s2gm"
export S2GM_SOURCE="$ARCHIVE/catalog.json" S2GM_EXTENT S2GM_START
case $THEME in
    default) LOOK=light ;;
    "Night Mapping") LOOK=dark ;;
    *) LOOK=grey ;;
esac
export S2GM_PICTURES="$FOLDER/hub_$LOOK"
export QGIS_PLUGINPATH="$WORK/plugins" QGIS_CUSTOM_CONFIG_PATH="$WORK/profile" XDG_RUNTIME_DIR="$WORK/run"
export PATH="/usr/bin:/bin:$PATH" QT_SCALE_FACTOR="${S2GM_SCALE:-1}"
unset QT_QPA_PLATFORM WAYLAND_DISPLAY PYTHONHOME VIRTUAL_ENV
export PYTHONPATH="$ROOT/tools"
timeout 600 xvfb-run -a -s "-screen 0 ${S2GM_SCREEN:-1280x860}x24" \
    qgis --noversioncheck --nologo --code "$ROOT/$SCRIPT" >"$WORK/qgis.log" 2>&1 || {
    tail -n 30 "$WORK/qgis.log" >&2
    echo "hub_pictures: FAILED; all messages of QGIS are in build/hub/qgis.log" >&2
    exit 1
}
[ "${S2GM_SCALE:-1}" != 2 ] || cp "$S2GM_PICTURES"_basic.png "$FOLDER/hub_mosaic_200.png"
ls "$S2GM_PICTURES"_*.png
