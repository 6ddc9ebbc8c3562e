#!/bin/sh
# Installs what is missing, then lint, types and all tests. Arguments go to pytest.
set -eu
cd "$(dirname -- "$0")/.."
tools/bootstrap.sh

lint=passed
timeout 300 tools/lint.sh || lint=FAILED

# A profile and runtime folder of their own: the tests neither read nor change the user's QGIS.
mkdir -p build/test/run
chmod 0700 build/test/run
unset WAYLAND_DISPLAY PYTHONHOME PYTHONPATH
export XDG_RUNTIME_DIR="$PWD/build/test/run"
tests=passed
# One run under a virtual screen, so that the tests of windows and maps have one.
QT_QPA_PLATFORM=xcb timeout 1800 xvfb-run -a -s "-screen 0 1280x900x24" .venv/bin/python -m pytest "$@" || tests=FAILED

if [ "$lint" = FAILED ]; then
    echo "make test: lint or types FAILED (see above the tests; 'make lint' repeats it)" >&2
fi
[ "$lint" = passed ] && [ "$tests" = passed ]
