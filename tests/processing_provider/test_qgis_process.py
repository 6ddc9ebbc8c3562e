"""The algorithm from the command line of QGIS, as its own program with its own profile."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Call = Callable[..., subprocess.CompletedProcess]


@pytest.fixture(scope="module")
def qgis_process(qgis_environment: dict[str, str]) -> Call:
    """``qgis_process(*arguments)`` with the plugin enabled."""

    def call(*arguments: str) -> subprocess.CompletedProcess:
        command = [qgis_environment["QGIS_PROCESS"], *arguments]
        return subprocess.run(command, env=qgis_environment, capture_output=True, text=True, timeout=120, check=False)

    enabled = call("plugins", "enable", "s2gm")
    assert enabled.returncode == 0, enabled.stderr
    return call


def _arguments(order: dict[str, Any], **changes: str) -> list[str]:
    values = {**order, "BANDS": "B02,B03,B04", **changes}
    return [f"{key}={value}" for key, value in values.items()]


def test_a_mosaic_is_made_from_the_command_line(qgis_process: Call, order: dict[str, Any]) -> None:
    done = qgis_process("--json", "run", "s2gm:temporalmosaic", "--", *_arguments(order))
    assert done.returncode == 0, done.stderr
    results = json.loads(done.stdout[done.stdout.index("{") :])["results"]
    assert results["SCENES"] == 8
    assert Path(order["OUTPUT"]).exists()


def test_refinements_are_taken_as_words(qgis_process: Call, order: dict[str, Any], tmp_path: Path) -> None:
    import rasterio

    changes = {"BANDS": "B02,B03,B04,B08", "METHOD": "percentile", "OPTIONS": "percentiles=25,75", "INDICES": "NDVI"}
    changes |= {"BIT_DEPTH": "8", "NBAR": "on", "NBAR_SUN_ZENITH": "35", "MIN_OBS": "2", "FORMAT": "netcdf"}
    changes |= {"LAYERS": "valid_obs,date", "FOLDER": str(tmp_path / "products")}
    done = qgis_process(
        "run", "s2gm:temporalmosaic", "--", *_arguments(order, **changes, QUALITY=str(tmp_path / "quality.tif"))
    )
    assert done.returncode == 0, done.stdout + done.stderr
    with rasterio.open(order["OUTPUT"]) as mosaic, rasterio.open(tmp_path / "quality.tif") as quality:
        assert mosaic.dtypes[0] == "uint8"
        assert quality.descriptions[:4] == ("valid_obs", "date", "B02_p25", "B02_p75")
        assert quality.descriptions[-1] == "NDVI"
    assert len(list((tmp_path / "products").rglob("*.nc"))) == 1


def test_a_preset_is_a_word(qgis_process: Call, order: dict[str, Any]) -> None:
    """What is not given stands at its default, so the preset gives it."""
    given = [row for row in _arguments(order, PRESET="cdse_quarterly") if not row.startswith("PERIOD=")]
    done = qgis_process("--json", "run", "s2gm:temporalmosaic", "--", *given)
    assert done.returncode == 0, done.stderr
    assert "_Q60_20250701_20250930_" in done.stdout


def test_an_error_has_its_text_and_an_exit_code(qgis_process: Call, order: dict[str, Any]) -> None:
    done = qgis_process("run", "s2gm:temporalmosaic", "--", *_arguments(order, START="2019-01-01"))
    assert done.returncode != 0
    assert "No scene over the area from 2019-01-01" in done.stdout + done.stderr
    assert not Path(order["OUTPUT"]).exists()


def test_help_lists_parameters_with_their_words(qgis_process: Call) -> None:
    done = qgis_process("help", "s2gm:temporalmosaic")
    assert done.returncode == 0
    assert "ten_days" in done.stdout
    assert "earth-search: Earth Search (Element 84, on AWS)" in done.stdout
    assert "<p>" not in done.stdout
    assert "percentiles=25,50,75 (numbers from 0 to 100)" in done.stdout
    assert "pan_european: Pan-European seasonal mosaic." in done.stdout
