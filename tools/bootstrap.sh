#!/bin/sh
# Installs what is missing to run and test S2GM on Debian: QGIS, nginx and the Python packages from
# Debian, ruff and mypy from PyPI into .venv, the tests' STAC API server into .venv-servers. Safe to
# run again: with everything in place it touches neither the package manager nor the network.
set -eu

ROOT=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd)
VENV="$ROOT/.venv"
# Apart from .venv, so that no package of a server ever stands in for one that QGIS brings.
VENV_SERVERS="$ROOT/.venv-servers"
# The python3 first in PATH need not be the one that has QGIS's bindings; Debian's always is this one.
PYTHON=/usr/bin/python3
PACKAGES="qgis python3-qgis qgis-providers xvfb xauth imagemagick nginx
python3-rasterio python3-shapely python3-scipy python3-numpy python3-requests python3-pyproj
python3-venv python3-pip python3-pytest python3-xarray python3-h5netcdf"

say() { printf 'bootstrap: %s\n' "$*" >&2; }

fail() {
    # $1: what failed, $2: the next step to take
    say "FAILED: $1"
    say "Next step: $2"
    exit 1
}

missing_packages() {
    for package in $PACKAGES; do
        status=$(dpkg-query -W -f='${db:Status-Status}' "$package" 2>/dev/null || true)
        [ "$status" = installed ] || printf '%s ' "$package"
    done
}

as_root() {
    if [ "$(id -u)" -eq 0 ]; then
        env DEBIAN_FRONTEND=noninteractive "$@"
    else
        sudo env DEBIAN_FRONTEND=noninteractive "$@"
    fi
}

keep_nginx_off() {
    # The tests start an nginx of their own; Debian's package would start one for everybody on port 80,
    # now and at every boot. A link to /dev/null is how systemd is told that a unit must not start, and
    # it can stand before the package; without systemd, policy-rc.d has the say while apt runs.
    if [ -d /etc/systemd/system ] && [ ! -e /etc/systemd/system/nginx.service ]; then
        as_root ln -sfn /dev/null /etc/systemd/system/nginx.service
        say "nginx does not run as a service; 'systemctl unmask nginx' changes that"
    fi
    if [ ! -e /usr/sbin/policy-rc.d ]; then
        trap 'as_root rm -f /usr/sbin/policy-rc.d' EXIT
        trap 'exit 130' HUP INT TERM
        as_root sh -c 'printf "#!/bin/sh\nexit 101\n" >/usr/sbin/policy-rc.d && chmod 0755 /usr/sbin/policy-rc.d'
    fi
}

install_packages() {
    command -v dpkg-query >/dev/null 2>&1 && command -v apt-get >/dev/null 2>&1 || fail \
        "this script installs with apt-get, which this system does not have" \
        "install by hand QGIS 3.22 or newer with its Python bindings, Xvfb, ImageMagick and, for QGIS's own Python: rasterio, shapely, scipy, numpy, requests, pyproj, pytest, xarray, h5netcdf, ruff, mypy (Debian names: $(echo $PACKAGES))"
    missing=$(missing_packages)
    [ -n "$missing" ] || return 0
    command="apt-get update && apt-get install -y --no-install-recommends $missing"
    if [ "$(id -u)" -ne 0 ] && ! command -v sudo >/dev/null 2>&1; then
        fail "Debian packages are missing, and this user is not root and has no sudo" "as root, run: $command"
    fi
    say "installing from Debian: $missing"
    case " $missing" in *" nginx "*) keep_nginx_off ;; esac
    as_root apt-get -o DPkg::Lock::Timeout=600 update -qq || fail \
        "apt-get update" "check the network and the sources in /etc/apt, then run this again"
    # shellcheck disable=SC2086  # one word per package
    as_root apt-get -o DPkg::Lock::Timeout=600 install -y -qq --no-install-recommends $missing >/dev/null || fail \
        "apt-get install" "as root, run and read its messages: $command"
    missing=$(missing_packages)
    [ -z "$missing" ] || fail "still not installed: $missing" "as root, run and read its messages: $command"
}

make_venv() {
    # $1: the environment's folder, $2: its requirements, then options of venv
    venv=$1 requirements=$2 stamp="$1/.s2gm-stamp"
    shift 2
    # A new pin or another Python makes another stamp, and the environment is then made anew.
    wanted=$("$PYTHON" -c 'import sys; print(sys.version)' && cat "$requirements")
    if [ -x "$venv/bin/python" ] && [ -f "$stamp" ] && [ "$(cat "$stamp")" = "$wanted" ]; then
        return 0
    fi
    say "making ${venv##*/} from ${requirements##*/}"
    "$PYTHON" -m venv "$@" "$venv" || fail \
        "making the virtual environment $venv" "check that python3-venv is installed and the folder is writable"
    "$venv/bin/python" -m pip install --quiet --disable-pip-version-check -r "$requirements" || fail \
        "installing tools/${requirements##*/} from PyPI" \
        "check the network (pip reads proxies from HTTPS_PROXY and pip.conf), then run this again"
    printf '%s\n' "$wanted" >"$stamp"
}

link_proj_data() {
    # Debian's pyproj looks for its data below the environment's own folder, not below /usr.
    [ -d /usr/share/proj ] && [ ! -e "$VENV/share/proj" ] || return 0
    mkdir -p "$VENV/share"
    ln -sfn /usr/share/proj "$VENV/share/proj" || fail \
        "linking PROJ's data into $VENV" "check that the folder is writable"
}

check_imports() {
    "$VENV/bin/python" - <<'PY' || fail \
        "a Python package is missing or does not work although its Debian package is installed" \
        "run 'rm -rf .venv' and this script again; if it stays, reinstall the Debian package named above"
import importlib.util
import sys

wanted = ("qgis", "numpy", "scipy", "rasterio", "shapely", "pyproj", "requests", "pytest", "xarray", "h5netcdf", "mypy")
missing = [name for name in wanted if importlib.util.find_spec(name) is None]
if missing:
    sys.exit("not found by " + sys.executable + ": " + ", ".join(missing))

import pyproj

pyproj.CRS.from_epsg(32633)
PY
}

check_servers() {
    for server in /usr/sbin/nginx "$VENV_SERVERS/bin/rustac"; do
        [ -x "$server" ] || fail "$server is missing although its package is installed" \
            "run 'rm -rf .venv-servers' and this script again; for nginx: apt-get install --reinstall nginx"
    done
}

cd "$ROOT"
unset PYTHONHOME PYTHONPATH
install_packages
# Two makes at once must not build one environment together.
mkdir -p build
exec 9>build/bootstrap.lock
flock 9
make_venv "$VENV" tools/requirements-dev.txt --system-site-packages
link_proj_data
check_imports
make_venv "$VENV_SERVERS" tools/requirements-servers.txt
check_servers
