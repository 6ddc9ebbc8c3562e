"""The algorithm s2gm:temporalmosaic, run as scripts run it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import rasterio

Run = Callable[..., dict[str, Any]]


def test_output_holds_the_ordered_bands_by_name_on_the_ordered_grid(run: Run, order: dict[str, Any]) -> None:
    results = run(order)
    with rasterio.open(results["OUTPUT"]) as mosaic:
        assert mosaic.descriptions == ("B02", "B03", "B04", "B08")
        assert mosaic.dtypes == ("uint16",) * 4
        assert mosaic.nodata == 65535
        assert mosaic.scales == (0.0001,) * 4
        assert mosaic.res == (60.0, 60.0)
        assert mosaic.crs.to_epsg() in range(32601, 32661)


def test_results_describe_the_mosaic(run: Run, order: dict[str, Any]) -> None:
    results = run(order)
    with rasterio.open(results["OUTPUT"]) as mosaic:
        filled = (mosaic.read(1) != 65535).mean()
    assert results["SCENES"] == 8
    assert results["VALID_FRACTION"] == pytest.approx(filled, abs=0.02)
    assert results["PRODUCT_NAME"].startswith("S2GM_M60_20250701_20250731_mosaic")


def test_only_what_was_asked_for_is_written(run: Run, order: dict[str, Any], leftovers: Callable[[], list]) -> None:
    results = run(order)
    assert leftovers() == ["mosaic.tif"]
    assert "QUALITY" not in results
    assert "FOLDER" not in results


def test_quality_holds_the_ordered_layers_in_physical_units(run: Run, order: dict[str, Any], tmp_path: Path) -> None:
    wanted = {**order, "QUALITY": str(tmp_path / "quality.tif"), "LAYERS": ["valid_obs", "sun_zenith"]}
    with rasterio.open(run(wanted)["QUALITY"]) as quality:
        assert quality.descriptions == ("sun_zenith", "valid_obs")
        assert set(quality.dtypes) == {"float32"}
        sun, count = quality.read(masked=True)
    assert 20 < sun.mean() < 40  # degrees, summer at middle latitudes
    assert 1 <= count.max() <= 8


def test_folder_keeps_the_whole_product(run: Run, order: dict[str, Any], tmp_path: Path) -> None:
    results = run({**order, "FOLDER": str(tmp_path / "products")})
    product = Path(results["FOLDER"]) / results["PRODUCT_NAME"]
    assert list(product.rglob("metadata_*.json"))
    assert list(product.rglob("quicklook_*.png"))
    assert list(product.rglob("B04_*.tiff"))


def test_output_equals_the_files_of_the_product(run: Run, order: dict[str, Any], tmp_path: Path) -> None:
    results = run({**order, "FOLDER": str(tmp_path / "products")})
    file = next((tmp_path / "products").rglob("B04_*.tiff"))
    with rasterio.open(results["OUTPUT"]) as mosaic, rasterio.open(file) as band:
        assert np.array_equal(mosaic.read(3), band.read(1))


def test_a_series_lies_beside_the_output_one_file_per_period(
    run: Run, order: dict[str, Any], leftovers: Callable[[], list]
) -> None:
    results = run({**order, "PERIOD": "ten_days", "END": "2025-07-20"})
    assert leftovers() == ["mosaic.tif", "mosaic_2025-07-11.tif"]
    assert "20250701" in results["PRODUCT_NAME"]


def test_all_bands_of_the_source_are_delivered_where_none_is_chosen(run: Run, order: dict[str, Any]) -> None:
    del order["BANDS"]
    with rasterio.open(run(order)["OUTPUT"]) as mosaic:
        assert set(mosaic.descriptions) >= {"B02", "B05", "B8A", "B11", "B12"}


def test_areas_given_together_are_intersected(run: Run, order: dict[str, Any]) -> None:
    west, east, south, north = (float(text) for text in order["EXTENT"].split(" ")[0].split(","))
    middle = (west + east) / 2
    half = (
        f"CRS=EPSG:4326;Polygon(({west} {south}, {middle} {south}, {middle} {north}, {west} {north}, {west} {south}))"
    )
    with rasterio.open(run(order)["OUTPUT"]) as mosaic:
        whole = mosaic.shape
    with rasterio.open(run({**order, "GEOMETRY": half})["OUTPUT"]) as mosaic:
        assert mosaic.width == pytest.approx(whole[1] / 2, abs=2)
        assert mosaic.height == pytest.approx(whole[0], abs=1)


def test_the_crs_of_the_mosaic_can_be_chosen(run: Run, order: dict[str, Any]) -> None:
    with rasterio.open(run({**order, "CRS": "EPSG:3035"})["OUTPUT"]) as mosaic:
        assert mosaic.crs.to_epsg() == 3035


def test_a_second_run_replaces_the_first(run: Run, order: dict[str, Any], leftovers: Callable[[], list]) -> None:
    run({**order, "BANDS": ["B02", "B03", "B04"]})
    run(order)
    assert leftovers() == ["mosaic.tif"]
    with rasterio.open(order["OUTPUT"]) as mosaic:
        assert mosaic.count == 4


def test_scenes_are_named_in_the_log(run: Run, order: dict[str, Any]) -> None:
    from qgis.core import QgsProcessingFeedback

    feedback = QgsProcessingFeedback(False)
    run(order, feedback)
    assert "S2A_" in feedback.textLog() or "S2B_" in feedback.textLog()
    assert feedback.progress() == pytest.approx(100)


def test_the_bar_of_a_series_never_runs_backwards(run: Run, order: dict[str, Any]) -> None:
    from qgis.core import QgsProcessingFeedback

    feedback, seen = QgsProcessingFeedback(False), []
    feedback.progressChanged.connect(seen.append)
    run({**order, "PERIOD": "ten_days", "END": "2025-07-20"}, feedback)
    assert seen == sorted(seen)
    assert seen[-1] == pytest.approx(100)
