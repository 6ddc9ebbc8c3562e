"""The examples of README.md and docs/qgis.md run as they are printed, one after the other, in one folder."""

from __future__ import annotations

import json
import os
import re
import shlex
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest
import rasterio


def _examples(document: Path, language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```$", document.read_text(encoding="utf-8"), re.DOTALL | re.MULTILINE)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the reader of the documents works; what one example makes, the next finds."""
    return tmp_path_factory.mktemp("reader")


@pytest.fixture(scope="module")
def programs(tmp_path_factory: pytest.TempPathFactory, repository: Path) -> Path:
    """A folder with ``s2gm`` as pip would install it, and ``qgis_process``; ``pip`` does nothing."""
    place = tmp_path_factory.mktemp("bin")
    command = f"PYTHONPATH={shlex.quote(str(repository))} exec {shlex.quote(sys.executable)} -m s2gm_core"
    commands = {"s2gm": f'{command} "$@"', "pip": "exit 0", "qgis_process": 'exec "$QGIS_PROCESS" "$@"'}
    for name, text in commands.items():
        (place / name).write_text(f"#!/bin/sh\n{text}\n", encoding="utf-8")
        (place / name).chmod(0o755)
    return place


@pytest.fixture(scope="module")
def terminal(folder: Path, programs: Path) -> Callable[..., None]:
    """``terminal(lines, environment)``: types lines into a shell that stops at the first failure."""

    def type_in(lines: str, environment: Mapping[str, str]) -> None:
        variables = {**environment, "PATH": f"{programs}:{environment['PATH']}"}
        script = ["sh", "-e", "-c", lines]
        done = subprocess.run(
            script, cwd=folder, env=variables, capture_output=True, text=True, timeout=300, check=False
        )
        assert done.returncode == 0, done.stdout + done.stderr

    return type_in


@pytest.fixture(scope="module")
def archive_of_readme(terminal: Callable[..., None], repository: Path, folder: Path) -> Path:
    """README's command line, which makes the archive that all other examples read."""
    (example,) = [text for text in _examples(repository / "README.md", "sh") if "s2gm simulate" in text]
    terminal(example, os.environ)
    return folder / "archive"


def _filled(raster: Path) -> float:
    with rasterio.open(raster) as file:
        return float((file.read(1) != file.nodata).mean())


def test_the_command_line_of_readme_makes_a_mosaic(archive_of_readme: Path, folder: Path) -> None:
    (product,) = (folder / "products").iterdir()
    assert _filled(next(product.rglob("B04_*.tiff"))) > 0.9


def test_the_python_of_readme_makes_a_mosaic(archive_of_readme: Path, folder: Path, repository: Path) -> None:
    (example,) = _examples(repository / "README.md", "python")
    variables = {**os.environ, "PYTHONPATH": str(repository)}
    script = [sys.executable, "-c", example]
    done = subprocess.run(script, cwd=folder, env=variables, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stderr
    assert "valid_obs_" in done.stdout


def test_the_python_of_the_qgis_page_makes_a_mosaic(
    archive_of_readme: Path, folder: Path, repository: Path, qgis_app: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(folder)
    (example,) = _examples(repository / "docs" / "qgis.md", "python")
    values: dict[str, Any] = {}
    exec(example, values)  # our own document
    assert values["result"]["VALID_FRACTION"] > 0.9
    assert _filled(folder / "mosaic.tif") > 0.9


@pytest.mark.parametrize("page", ["README.md", "docs/qgis.md"])
def test_the_terminal_lines_of_qgis_make_a_mosaic(
    archive_of_readme: Path,
    folder: Path,
    repository: Path,
    terminal: Callable[..., None],
    qgis_environment: dict[str, str],
    tmp_path: Path,
    page: str,
) -> None:
    (example,) = [text for text in _examples(repository / page, "sh") if "s2gm:temporalmosaic" in text]
    (folder / "mosaic.tif").unlink(missing_ok=True)
    terminal(example, {**qgis_environment, "QGIS_CUSTOM_CONFIG_PATH": str(tmp_path / "profile")})
    assert _filled(folder / "mosaic.tif") > 0.9


def test_the_terminal_lines_of_qgis_make_a_series(
    archive_of_readme: Path,
    folder: Path,
    repository: Path,
    terminal: Callable[..., None],
    qgis_environment: dict[str, str],
    tmp_path: Path,
) -> None:
    page = repository / "docs" / "qgis.md"
    (example,) = [text for text in _examples(page, "sh") if "s2gm:pointtimeseries" in text]
    west, south, east, north = json.loads((archive_of_readme / "archive.json").read_text(encoding="utf-8"))["bbox"]
    point = {"type": "Point", "coordinates": [(west + east) / 2, (south + north) / 2]}
    plots = {"type": "FeatureCollection", "features": [{"type": "Feature", "properties": {}, "geometry": point}]}
    (folder / "plots.geojson").write_text(json.dumps(plots), encoding="utf-8")
    enabled = "qgis_process plugins enable s2gm\n" + example
    terminal(enabled, {**qgis_environment, "QGIS_CUSTOM_CONFIG_PATH": str(tmp_path / "profile")})
    assert len((folder / "series.csv").read_text(encoding="utf-8").splitlines()) > 2


def test_the_path_in_the_toolbox_is_the_one_in_the_documents(repository: Path, qgis_app: Any) -> None:
    algorithm = qgis_app.processingRegistry().algorithmById("s2gm:temporalmosaic")
    path = f"*{algorithm.provider().name()} > {algorithm.group()} > {algorithm.displayName()}*"
    assert path in (repository / "README.md").read_text(encoding="utf-8")
