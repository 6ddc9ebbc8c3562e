"""The Python packages that the core needs and QGIS may lack, and how to install them where QGIS runs."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

from .translation import translate

REQUIRED_PACKAGES = ("numpy", "scipy", "rasterio", "shapely", "pyproj", "requests")

PIP_REQUIREMENTS = {"rasterio": '"rasterio!=1.4.4"'}
"""Where pip needs more than the package's name."""


@dataclass(frozen=True)
class Installer:
    """One way of getting Python packages into QGIS, and how to tell that this QGIS is of that kind."""

    is_used_here: Callable[[], bool]
    prefix: str  # of each package's name
    command: str  # {packages}: their names; {python}: QGIS's Python folder
    uses_pip: bool = False


_INSTALLERS = (
    Installer(
        lambda: Path("/.flatpak-info").exists(),
        "",
        "flatpak run --devel --command=pip3 org.qgis.qgis install --user {packages}",
        True,
    ),
    Installer(lambda: bool(os.environ.get("CONDA_PREFIX")), "", "conda install -c conda-forge {packages}"),
    Installer(
        lambda: sys.platform == "win32",
        "",
        "python -m pip install {packages}   (in the OSGeo4W Shell; or choose python3-rasterio and its like in the "
        "Advanced Install of OSGeo4W Setup)",
        True,
    ),
    Installer(lambda: sys.platform == "darwin", "", "{python}/bin/python3 -m pip install {packages}", True),
    Installer(lambda: bool(shutil.which("apt-get")), "python3-", "sudo apt install {packages}"),
    Installer(lambda: bool(shutil.which("dnf")), "python3-", "sudo dnf install {packages}"),
    Installer(lambda: True, "", "python3 -m pip install --user {packages}", True),
)


def missing_packages() -> tuple[str, ...]:
    """The required packages that this Python does not find (nothing is imported)."""
    return tuple(name for name in REQUIRED_PACKAGES if find_spec(name) is None)


def install_command(packages: tuple[str, ...]) -> str:
    """The command that installs packages into the kind of QGIS that runs this."""
    installer = next(row for row in _INSTALLERS if row.is_used_here())
    names = [PIP_REQUIREMENTS.get(name, name) if installer.uses_pip else installer.prefix + name for name in packages]
    return installer.command.format(packages=" ".join(names), python=sys.prefix)


def missing_packages_message() -> str:
    """What to tell a user whose QGIS lacks packages or cannot load them; empty where all is well."""
    missing = missing_packages()
    if not missing:
        return _loading_problem()
    text = translate("S2GM", "QGIS's Python lacks {packages}. Install with: {command}  Then restart QGIS.")
    return text.format(packages=", ".join(missing), command=install_command(missing))


@cache
def _loading_problem() -> str:
    """Why the core cannot be imported although its packages are there, such as a rasterio with the wrong GDAL.

    Tried here because an exception while QGIS loads a provider ends QGIS.
    """
    try:
        for module in ("", ".composite.registry", ".masks.scene_classification"):
            import_module("..s2gm_core" + module, __package__)
    except Exception as problem:  # libraries fail to load in many ways
        text = translate("S2GM", "QGIS's Python has the packages that S2GM needs but cannot load them ({reason}).")
        return text.format(reason=f"{type(problem).__name__}: {problem}")
    return ""
