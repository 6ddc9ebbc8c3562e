"""The algorithm s2gm:quicklook: a month as a picture, coarse enough to be fast."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest


@pytest.fixture
def asked(archive: Any, tmp_path: Path) -> dict[str, Any]:
    return {
        "SOURCE": archive.catalogue,
        "EXTENT": archive.extent,
        "MONTH": "2025-07-15",
        "OUTPUT": str(tmp_path / "look.tif"),
    }


def test_a_month_becomes_a_picture_of_bytes_in_red_green_and_blue(qgis_app: Any, asked: dict[str, Any]) -> None:
    import processing
    import rasterio

    results = processing.run("s2gm:quicklook", asked)
    assert results["SCENES"] == 8
    assert results["RESOLUTION"] == 20
    with rasterio.open(asked["OUTPUT"]) as file:
        assert (file.count, set(file.dtypes), file.nodata) == (3, {"uint8"}, 0)
        assert [interp.name for interp in file.colorinterp] == ["red", "green", "blue"]
        assert np.mean(file.read(1) > 0) == pytest.approx(results["VALID_FRACTION"], abs=0.02)
    assert [path.name for path in Path(asked["OUTPUT"]).parent.iterdir()] == ["look.tif"]


def test_its_bytes_are_the_reflectance_of_the_same_mosaic(qgis_app: Any, asked: dict[str, Any], tmp_path: Path) -> None:
    import processing
    import rasterio

    processing.run("s2gm:quicklook", asked)
    given = {key: asked[key] for key in ("SOURCE", "EXTENT")}
    wanted = {
        **given,
        "START": "2025-07-01",
        "METHOD": "median",
        "BANDS": ["B04"],
        "LAYERS": ["none"],
        "RESOLUTION": 20,
    }
    processing.run("s2gm:temporalmosaic", {**wanted, "OUTPUT": str(tmp_path / "mosaic.tif")})
    with rasterio.open(asked["OUTPUT"]) as picture, rasterio.open(tmp_path / "mosaic.tif") as mosaic:
        shown, stored = picture.read(1), mosaic.read(1)
    clear = stored != 65535
    assert (shown > 0).tolist() == clear.tolist()
    expected = np.clip(np.floor(stored[clear] * (255 / 2000) + 1e-6), 1, 255)
    assert np.abs(shown[clear] - expected).max() <= 1


@pytest.mark.parametrize(("degrees", "metres"), [(0.05, 20), (0.1, 20), (0.2, 40), (1.0, 160), (8.0, 1280)])
def test_pixels_grow_with_the_area_by_powers_of_two(degrees: float, metres: float) -> None:
    from s2gm_core import Order
    from s2gm_core.products.preview import preview_order
    from s2gm_core.products.target import target_of

    order = preview_order(Order(source="a", area=f"15,46,{15 + degrees / 2},{46 + degrees}", start="2025-07-01"))
    assert max(target_of(order).grid.shape) <= 1000
    assert order.resolution == metres


def test_scenes_can_be_left_out(qgis_app: Any, asked: dict[str, Any]) -> None:
    import processing

    listed = {**asked, "START": "2025-07-01", "END": "2025-07-31", "OUTPUT": "TEMPORARY_OUTPUT"}
    scenes = processing.run("s2gm:searchscenes", listed)["OUTPUT"]
    ids = [feature["id"] for feature in scenes.getFeatures()]
    results = processing.run("s2gm:quicklook", {**asked, "EXCLUDE_SCENES": ",".join(ids[:5])})
    assert results["SCENES"] == 3


def test_a_month_without_scenes_says_when_there_are_some(qgis_app: Any, asked: dict[str, Any]) -> None:
    import processing
    from qgis.core import QgsProcessingException

    with pytest.raises(QgsProcessingException, match="2025-07"):
        processing.run("s2gm:quicklook", {**asked, "MONTH": "2020-01-01"})
    assert not Path(asked["OUTPUT"]).exists()
