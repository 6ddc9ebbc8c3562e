"""A QGIS without the Python packages shows the algorithms and says what to install."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest


@pytest.fixture
def without_rasterio(qgis_app: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """A Python that does not find rasterio."""
    from s2gm.processing_provider import dependencies

    found = dependencies.find_spec
    monkeypatch.setattr(dependencies, "find_spec", lambda name: None if name == "rasterio" else found(name))


def test_the_toolbox_names_the_package_and_the_command(without_rasterio: None) -> None:
    from s2gm.processing_provider.provider import S2GMProvider
    from s2gm.processing_provider.temporal_mosaic import TemporalMosaicAlgorithm

    can_run, message = TemporalMosaicAlgorithm().canExecute()
    assert not can_run
    assert "rasterio" in message
    assert "install" in message
    assert S2GMProvider().warningMessage() == message


def test_a_script_gets_the_same_message(without_rasterio: None, run: Any, order: dict[str, Any]) -> None:
    from qgis.core import QgsProcessingException

    with pytest.raises(QgsProcessingException, match="lacks rasterio"):
        run(order)


def test_packages_that_cannot_be_loaded_neither_end_qgis_nor_hide_the_reason(repository: Path, tmp_path: Path) -> None:
    """In a QGIS of its own: an exception while a provider is loaded would end the whole program."""
    (tmp_path / "rasterio.py").write_text("raise ImportError('DLL load failed')", encoding="utf-8")
    script = """
import importlib.util, sys
spec = importlib.util.spec_from_file_location("conftest", sys.argv[1])
spec.loader.exec_module(importlib.util.module_from_spec(spec))
from qgis.core import QgsApplication
app = QgsApplication([], False)
app.initQgis()
from s2gm.processing_provider.provider import S2GMProvider
provider = S2GMProvider()
assert app.processingRegistry().addProvider(provider)
print(provider.warningMessage())
print(provider.algorithm("temporalmosaic").canExecute())
"""
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "PYTHONPATH": str(tmp_path)}
    command = [sys.executable, "-c", script, str(repository / "conftest.py")]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=60, check=False)
    assert done.stdout.count("cannot load them (ImportError: DLL load failed)") == 2, done.stderr


def test_nothing_is_reported_where_all_packages_are_there(qgis_app: Any) -> None:
    from s2gm.processing_provider.temporal_mosaic import TemporalMosaicAlgorithm

    assert TemporalMosaicAlgorithm().canExecute() == (True, "")


@pytest.mark.parametrize(
    ("platform", "expected"),
    [
        ("win32", 'python -m pip install "rasterio!=1.4.4" shapely'),
        ("darwin", 'bin/python3 -m pip install "rasterio!=1.4.4" shapely'),
    ],
)
def test_the_command_fits_the_platform(
    qgis_app: Any, monkeypatch: pytest.MonkeyPatch, platform: str, expected: str
) -> None:
    from s2gm.processing_provider.dependencies import install_command

    monkeypatch.delenv("CONDA_PREFIX", raising=False)
    monkeypatch.setattr(sys, "platform", platform)
    assert expected in install_command(("rasterio", "shapely"))


def test_conda_installs_with_conda(qgis_app: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    from s2gm.processing_provider.dependencies import install_command

    monkeypatch.setenv("CONDA_PREFIX", "/opt/conda")
    assert install_command(("rasterio",)) == "conda install -c conda-forge rasterio"


def test_the_provider_loads_without_any_of_the_packages(tmp_path: Path, repository: Path) -> None:
    """In a Python in which numpy, rasterio and shapely cannot be imported."""
    (tmp_path / "s2gm").symlink_to(repository)
    script = (
        "import sys\n"
        "for name in ('numpy', 'scipy', 'rasterio', 'shapely', 'pyproj', 'requests'): sys.modules[name] = None\n"
        "import importlib.util\n"
        "importlib.util.find_spec = lambda name, package=None: None\n"
        "from qgis.core import QgsApplication\n"
        "app = QgsApplication([], False); app.initQgis()\n"
        "from s2gm.processing_provider.provider import S2GMProvider\n"
        "provider = S2GMProvider()\n"
        "app.processingRegistry().addProvider(provider)\n"
        "print([row.id() for row in provider.algorithms()], provider.algorithms()[0].canExecute())\n"
    )
    environment = {
        **os.environ,
        "PYTHONPATH": str(tmp_path),
        "QT_QPA_PLATFORM": "offscreen",
        "QGIS_CUSTOM_CONFIG_PATH": str(tmp_path / "profile"),
    }
    command = [sys.executable, "-c", script]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=120, check=False)
    assert "s2gm:temporalmosaic" in done.stdout, done.stderr
    assert "False" in done.stdout
