"""Bad input gets a clear error through processing.run and leaves nothing behind."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Run = Callable[..., dict[str, Any]]
FAR_AWAY = "100,100.1,10,10.1 [EPSG:4326]"
NOT_OVERLAPPING = "CRS=EPSG:4326;Polygon((0 0, 1 0, 1 1, 0 0))"


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        pytest.param({"EXTENT": FAR_AWAY}, "scene", id="area outside every scene"),
        pytest.param({"START": "2019-01-01"}, "scene", id="period without scenes"),
        pytest.param({"PERIOD": "custom", "END": "2025-06-01"}, "lies before the start", id="end before start"),
        pytest.param({"PERIOD": "custom"}, "needs an end date", id="custom period without end"),
        pytest.param({"START": "2025-13-01"}, "no date", id="month thirteen"),
        pytest.param({"PERIOD": "fortnight"}, "unknown fortnight. Choose among day", id="unknown period"),
        pytest.param({"BANDS": ["B99"]}, "unknown B99. Choose among B01", id="unknown band"),
        pytest.param({"METHOD": "magic"}, "unknown magic. Choose among s2gm", id="unknown method"),
        pytest.param({"LAYERS": "valid_obs,bogus"}, "unknown bogus", id="unknown layer"),
        pytest.param({"CRS": "EPSG:32718"}, "not made for the area", id="CRS without the area"),
        pytest.param({"CRS": "EPSG:999999"}, "EPSG:999999", id="unknown CRS"),
        pytest.param({"EXTENT": None}, "No area is given", id="no area"),
        pytest.param({"EXTENT": "16,16,48,48.1 [EPSG:4326]"}, "extent", id="extent without width"),
        pytest.param({"EXTENT": "16,16.1,48,48.1"}, "EXTENT states no CRS", id="extent without CRS"),
        pytest.param({"EXTENT": "1e30,2e30,1e30,2e30 [EPSG:32633]"}, "EPSG:32633", id="extent outside its CRS"),
        pytest.param({"GEOMETRY": NOT_OVERLAPPING}, "no surface in common", id="areas that do not overlap"),
        pytest.param({"GEOMETRY": "CRS=EPSG:4326;Point(1 1)"}, "GEOMETRY", id="a point for an area"),
        pytest.param({"AREA": "/nowhere/fields.gpkg"}, "AREA", id="layer that is not there"),
        pytest.param({"NAME": "a/b"}, "file name", id="name with a slash"),
        pytest.param({"SOURCE": "/nowhere/catalog.json"}, "/nowhere/catalog.json", id="catalogue that is not there"),
        pytest.param({"OUTPUT": "/nowhere/mosaic.tif"}, "does not exist", id="output folder that is not there"),
        pytest.param({"RESOLUTION": 0.01}, "RESOLUTION", id="resolution of a centimetre"),
    ],
)
def test_bad_input_is_refused_with_its_reason(
    run: Run, order: dict[str, Any], leftovers: Callable[[], list], changes: dict[str, Any], message: str
) -> None:
    from qgis.core import QgsProcessingException

    with pytest.raises(QgsProcessingException, match=message):
        run({**order, **changes})
    assert leftovers() == []


def test_a_catalogue_that_is_not_stac_is_refused(run: Run, order: dict[str, Any], tmp_path: Path) -> None:
    from qgis.core import QgsProcessingException

    source = tmp_path / "catalog.json"
    source.write_text(json.dumps({"name": "not STAC"}), encoding="utf-8")
    with pytest.raises(QgsProcessingException, match="STAC"):
        run({**order, "SOURCE": str(source)})
    assert not Path(order["OUTPUT"]).exists()


def test_an_output_that_is_no_geotiff_is_refused(run: Run, order: dict[str, Any], tmp_path: Path) -> None:
    from qgis.core import QgsProcessingException

    with pytest.raises(QgsProcessingException, match=r"ends in \.tif"):
        run({**order, "OUTPUT": str(tmp_path / "mosaic.jp2")})


def test_a_product_folder_that_is_a_file_is_refused(run: Run, order: dict[str, Any], tmp_path: Path) -> None:
    from qgis.core import QgsProcessingException

    (tmp_path / "products").write_text("a file", encoding="utf-8")
    with pytest.raises(QgsProcessingException, match="products"):
        run({**order, "FOLDER": str(tmp_path / "products")})
    assert not Path(order["OUTPUT"]).exists()


def test_an_area_too_large_for_the_disk_is_refused_before_the_run(run: Run, order: dict[str, Any]) -> None:
    from qgis.core import QgsProcessingException

    with pytest.raises(QgsProcessingException, match=r"disk|space|GiB|TiB"):
        run({**order, "EXTENT": "5,25,40,55 [EPSG:4326]", "RESOLUTION": 1, "BANDS": None})


def test_an_unreadable_scene_is_reported_and_the_rest_goes_on(
    run: Run, order: dict[str, Any], broken_archive: str
) -> None:
    from qgis.core import QgsProcessingFeedback

    feedback = QgsProcessingFeedback(False)
    results = run({**order, "SOURCE": broken_archive}, feedback)
    assert results["VALID_FRACTION"] > 0.5
    assert "Could not be read, left out: S2A_33TWL_20250701_0_L2A SCL" in feedback.textLog()


@pytest.fixture
def broken_archive(archive: Any, tmp_path_factory: pytest.TempPathFactory) -> str:
    """The archive with one truncated SCL file."""
    import shutil

    copy = tmp_path_factory.mktemp("broken") / "archive"
    shutil.copytree(Path(archive.catalogue).parent, copy)
    victim = sorted(copy.rglob("*SCL*.tif*"))[0]
    victim.write_bytes(victim.read_bytes()[:200])
    return str(copy / "catalog.json")
