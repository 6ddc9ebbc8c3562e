"""Imports go down only: window -> Processing -> core; and the core is plain Python."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from tests.house.sources import FLOORS, ROOT, Module, modules, runtime_modules

CORE_NEEDS = {"numpy", "scipy", "rasterio", "shapely", "pyproj", "requests"}
CORE_MAY_USE = {"defusedxml", "osgeo", "affine", "matplotlib", "pyarrow"}  # where installed; affine is part of rasterio


def _imports_up(module: Module) -> list[str]:
    floor = FLOORS.index(module.package[0])
    above = {*FLOORS[floor + 1 :], "s2gm"}
    return [".".join(name) for name in module.imported() if name[0] in above]


def test_no_module_imports_from_a_floor_above_it() -> None:
    assert {module.name: _imports_up(module) for module in modules(*FLOORS) if _imports_up(module)} == {}


def test_the_core_needs_its_six_packages_and_the_standard_library_only() -> None:
    allowed = CORE_NEEDS | CORE_MAY_USE | {"s2gm_core"} | set(sys.stdlib_module_names)
    foreign = {(module.name, name[0]) for module in modules("s2gm_core") for name in module.imported()}
    assert {pair for pair in foreign if pair[1] not in allowed} == set()


def test_inside_the_packages_imports_of_our_own_are_relative() -> None:
    """The plugin's package name inside QGIS is its folder's name, which the code cannot know."""
    named = {
        (module.name, node_name[0])
        for module in runtime_modules()
        for node_name in _absolute_imports(module)
        if node_name[0] in FLOORS
    }
    assert named == set()


def _absolute_imports(module: Module) -> list[tuple[str, ...]]:
    import ast

    found = []
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Import):
            found += [tuple(alias.name.split(".")) for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.level == 0 and node.module:
            found.append(tuple(node.module.split(".")))
    return found


def test_qt_comes_through_qgis_only() -> None:
    direct = {
        (module.name, name[0])
        for module in runtime_modules()
        for name in module.imported()
        if name[0].startswith(("PyQt", "PySide", "sip"))
    }
    assert direct == set()


def test_only_the_raster_room_imports_rasterio() -> None:
    """`raster/` is the only door to GDAL, so that another backend can stand in for it."""
    doors = {
        module.name
        for module in modules("s2gm_core")
        if module.package[:2] not in {("s2gm_core", "raster")}
        and any(name[0] in {"rasterio", "osgeo"} for name in module.imported())
    }
    assert doors == set()


IMPORT_EVERYTHING = """
import importlib, pkgutil, sys
import s2gm_core
for found in pkgutil.walk_packages(s2gm_core.__path__, "s2gm_core."):
    if not found.name.endswith("__main__"):
        importlib.import_module(found.name)
print(sorted(name for name in sys.modules if name.split(".")[0] in ("qgis", "PyQt5", "PyQt6")))
"""


def test_the_core_imports_in_a_plain_interpreter_without_qgis(tmp_path: Path) -> None:
    for name in ("qgis", "PyQt5", "PyQt6"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "__init__.py").write_text("raise ImportError('no QGIS here')")
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join([str(tmp_path), str(ROOT)])}
    run = subprocess.run(
        [sys.executable, "-c", IMPORT_EVERYTHING],
        check=False,
        cwd=tmp_path,
        env=environment,
        capture_output=True,
        text=True,
    )
    assert (run.returncode, run.stdout.strip()) == (0, "[]"), run.stderr


def test_the_plugin_package_itself_imports_nothing_until_qgis_asks() -> None:
    import s2gm

    assert callable(s2gm.classFactory)
    assert [name for name in Module(ROOT / "__init__.py").imported() if name[0] not in {"__future__", "typing"}] == [
        ("s2gm_plugin", "plugin")
    ]
