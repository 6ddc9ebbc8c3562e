"""The advanced parameters of a mosaic: each reaches the order and changes the result; wrong values get a sentence."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import rasterio

Run = Callable[..., dict[str, Any]]


@pytest.fixture
def order_of(qgis_app: Any, order: dict[str, Any]) -> Callable[..., Any]:
    """``order_of(NAME=value, ...)``: the core's order that the algorithm makes of the small order with changes."""
    from qgis.core import QgsProcessingContext

    algorithm = qgis_app.processingRegistry().createAlgorithmById("s2gm:temporalmosaic")
    return lambda **changes: algorithm.read_order({**order, **changes}, QgsProcessingContext())


@pytest.fixture
def bands(run: Run, order: dict[str, Any], tmp_path: Path) -> Callable[..., np.ndarray]:
    """``bands(NAME=value, ...)``: a mosaic's OUTPUT as stored, (band, y, x)."""

    def make(**changes: Any) -> np.ndarray:
        with rasterio.open(run({**order, **changes})["OUTPUT"]) as mosaic:
            return mosaic.read()

    return make


@pytest.mark.parametrize(
    ("changes", "field", "value"),
    [
        ({"METHOD": "percentile", "OPTIONS": "percentiles=50; interpolation=none"}, "options", None),
        ({"INDICES": ["NDVI", "NDWI"]}, "indices", ("NDVI", "NDWI")),
        ({"BIT_DEPTH": "8"}, "bit_depth", 8),
        ({"CLIP": "box"}, "clip", "box"),
        ({"BUFFER": 250}, "buffer", 250.0),
        ({"NBAR": "on"}, "nbar", "on"),
        ({"NBAR_SUN_ZENITH": 40}, "nbar_sun_zenith", 40.0),
        ({"NBAR_SUN_ZENITH": 0}, "nbar_sun_zenith", 0.0),
        ({"HARMONISE": "off"}, "harmonise", "off"),
        ({"REGULARISE": True}, "regularise", True),
        ({"MIN_OBS": 3}, "min_obs", 3),
        ({"FILL_DAYS": 16}, "fill_days", 16),
        ({"FORMAT": "netcdf"}, "format", "netcdf"),
        ({"LAYERS": ["unc"]}, "layers", None),
    ],
    ids=str,
)
def test_a_parameter_reaches_the_order(order_of: Any, changes: dict[str, Any], field: str, value: Any) -> None:
    found = getattr(order_of(**changes), field)
    expected = {
        "options": (("interpolation", "none"), ("percentiles", "50")),
        "layers": tuple(f"{band}_unc" for band in ("B01", "B02", "B03", "B04", "B05", "B06", "B07", "B08", "B8A"))
        + ("B11_unc", "B12_unc"),
    }
    assert found == (expected[field] if value is None else value)


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        pytest.param({"OPTIONS": "percentiles=50"}, "'s2gm' has no option 'percentiles'", id="option of another"),
        pytest.param({"METHOD": "percentile", "OPTIONS": "percentiles"}, "write it as name=value", id="no value"),
        pytest.param({"METHOD": "percentile", "OPTIONS": "percentiles=150"}, "outside 0 to 100", id="value outside"),
        pytest.param({"INDICES": ["NDXI"]}, "INDICES: unknown NDXI. Choose among NDVI", id="unknown index"),
        pytest.param({"INDICES": ["NBR"], "SOURCE": "croatia"}, "no B12", id="index of a band that is not there"),
        pytest.param({"BIT_DEPTH": "12"}, "BIT_DEPTH: unknown 12. Choose among 16, 8", id="bit depth"),
        pytest.param({"LIKE": "/nowhere/grid.tif"}, "/nowhere/grid.tif", id="raster that is not there"),
        pytest.param({"LIKE": "/nowhere/grid.tif", "EXTENT": None}, "/nowhere/grid.tif", id="nor the area"),
        pytest.param({"CLIP": "circle"}, "CLIP: unknown circle", id="clip"),
        pytest.param({"BUFFER": -10}, "BUFFER", id="buffer"),
        pytest.param({"NBAR": "yes"}, "NBAR: unknown yes. Choose among auto, on, off", id="nbar"),
        pytest.param({"NBAR_SUN_ZENITH": 90}, "NBAR_SUN_ZENITH", id="sun below the horizon"),
        pytest.param({"HARMONISE": "S2A"}, "HARMONISE: unknown S2A", id="harmonise"),
        pytest.param({"MIN_OBS": 0}, "MIN_OBS", id="no observation at all"),
        pytest.param({"FILL_DAYS": 400}, "FILL_DAYS", id="more than a year"),
        pytest.param({"PRESET": "landsat"}, "PRESET: unknown landsat. Choose among none, s2gm", id="preset"),
        pytest.param({"PRESET": "theia_l3a"}, "custom period needs an end date", id="preset without its dates"),
    ],
)
def test_a_wrong_value_gets_a_sentence(
    run: Run, order: dict[str, Any], leftovers: Callable[[], list], request: Any, changes: dict[str, Any], message: str
) -> None:
    from qgis.core import QgsProcessingException

    if changes.get("SOURCE") == "croatia":
        folder = request.getfixturevalue("shared_data") / "croatia_33T_2023"
        changes = {**changes, "SOURCE": str(folder / "catalog.json"), "EXTENT": "15.9,16,45.7,45.8 [EPSG:4326]"}
        changes = {**changes, "START": "2023-08-01", "BANDS": None}
    with pytest.raises(QgsProcessingException, match=message) as refusal:
        run({**order, **changes})
    assert "unforeseen" not in str(refusal.value)
    assert leftovers() == []


def test_options_change_the_bands_and_the_history(bands: Any) -> None:
    low, high = (bands(METHOD="percentile", OPTIONS=f"percentiles={percent}") for percent in (10, 90))
    assert (low <= high).all()
    assert low.mean() < high.mean()


def test_indices_and_uncertainties_stand_in_quality_in_physical_units(
    run: Run, order: dict[str, Any], tmp_path: Path
) -> None:
    wanted = {"INDICES": ["NDVI"], "LAYERS": ["unc"], "QUALITY": str(tmp_path / "quality.tif")}
    results = run({**order, **wanted})
    with rasterio.open(results["QUALITY"]) as quality, rasterio.open(results["OUTPUT"]) as mosaic:
        assert quality.descriptions == ("NDVI", "B02_unc", "B03_unc", "B04_unc", "B08_unc")
        red, infrared = (mosaic.read(band).astype(float) for band in (3, 4))
        assert np.allclose(quality.read(1), (infrared - red) / (infrared + red), atol=2e-4)
        assert 0 < quality.read(2).mean() < 0.1


def test_eight_bits_have_scale_and_offset_per_band_and_nodata_zero(run: Run, order: dict[str, Any]) -> None:
    west, east, south, north = (float(text) for text in order["EXTENT"].split(" ")[0].split(","))
    triangle = f"CRS=EPSG:4326;Polygon(({west} {south}, {east} {south}, {west} {north}, {west} {south}))"
    cut = {**order, "EXTENT": None, "GEOMETRY": triangle}
    stored = {}
    for bits in ("16", "8"):
        with rasterio.open(run({**cut, "BIT_DEPTH": bits})["OUTPUT"]) as mosaic:
            scales, offsets = (np.array(row)[:, None, None] for row in (mosaic.scales, mosaic.offsets))
            numbers = mosaic.read()
            stored[bits] = np.where(numbers == mosaic.nodata, np.nan, numbers * scales + offsets)
            if bits == "8":
                assert mosaic.dtypes == ("uint8",) * 4
                assert mosaic.nodatavals == (0,) * 4
                assert len(set(mosaic.scales)) == 4  # B02, B03, B04 and B08 end at 0.25, 0.3, 0.35 and 0.6
                steps = scales
    assert np.array_equal(np.isnan(stored["8"]), np.isnan(stored["16"]))
    largest = np.array([0.25, 0.3, 0.35, 0.6])[:, None, None]
    difference = np.abs(stored["8"] - np.clip(stored["16"], 0, largest))
    assert np.nanmax(difference / steps) < 0.501


def test_like_alone_is_the_area_and_the_grid(run: Run, order: dict[str, Any], tmp_path: Path) -> None:
    first = run({**order, "CRS": "EPSG:3035", "RESOLUTION": 90})["OUTPUT"]
    with rasterio.open(first) as grid:
        wanted = (grid.crs, grid.transform, grid.shape)
    second = {key: value for key, value in order.items() if key not in ("EXTENT", "RESOLUTION")}
    results = run({**second, "LIKE": first, "OUTPUT": str(tmp_path / "second.tif")})
    with rasterio.open(results["OUTPUT"]) as mosaic:
        assert (mosaic.crs, mosaic.transform, mosaic.shape) == wanted
        assert (mosaic.read(1) != mosaic.nodata).mean() > 0.95
    assert "_M90_" in results["PRODUCT_NAME"]


def test_like_takes_a_layer_of_the_project_but_none_without_a_file(run: Run, order: dict[str, Any]) -> None:
    from qgis.core import QgsProcessingException, QgsRasterLayer

    layer = QgsRasterLayer(run(order)["OUTPUT"], "grid")
    with rasterio.open(run({**order, "EXTENT": None, "LIKE": layer})["OUTPUT"]) as mosaic:
        assert mosaic.res == (60.0, 60.0)
    tiles = QgsRasterLayer("type=xyz&url=http://127.0.0.1:9/%7Bz%7D/%7Bx%7D/%7By%7D.png&zmax=3&zmin=0", "tiles", "wms")
    assert tiles.isValid()
    with pytest.raises(QgsProcessingException, match=r"LIKE: the layer tiles is no file \(wms\)"):
        run({**order, "LIKE": tiles})


def test_clip_and_buffer_decide_what_is_filled(bands: Any, order: dict[str, Any]) -> None:
    west, east, south, north = (float(text) for text in order["EXTENT"].split(" ")[0].split(","))
    triangle = f"CRS=EPSG:4326;Polygon(({west} {south}, {east} {south}, {west} {north}, {west} {south}))"
    cut, box, wide = (
        bands(EXTENT=None, GEOMETRY=triangle, **changes) for changes in ({}, {"CLIP": "box"}, {"BUFFER": 120})
    )
    assert cut.shape == box.shape
    assert (cut == 65535).mean() > 0.3
    assert (box == 65535).mean() < 0.05
    assert wide.shape[1] == pytest.approx(cut.shape[1] + 4, abs=1)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        pytest.param({}, {"NBAR": "on"}, id="NBAR"),
        pytest.param({"NBAR": "on"}, {"NBAR": "on", "NBAR_SUN_ZENITH": 60}, id="NBAR_SUN_ZENITH"),
        pytest.param({"HARMONISE": "off"}, {"HARMONISE": "on"}, id="HARMONISE"),
        pytest.param({}, {"REGULARISE": True}, id="REGULARISE"),
    ],
)
def test_adjustments_change_the_values_a_little(bands: Any, one: dict[str, Any], other: dict[str, Any]) -> None:
    first, second = bands(**one).astype(float), bands(**other).astype(float)
    assert not np.array_equal(first, second)
    assert second.mean() == pytest.approx(first.mean(), rel=0.25)


def test_pixels_with_few_observations_are_left_empty_or_filled(run: Run, order: dict[str, Any], tmp_path: Path) -> None:
    few = {**order, "PERIOD": "ten_days", "MIN_OBS": 2, "QUALITY": str(tmp_path / "quality.tif")}
    before = run(few)["VALID_FRACTION"]
    results = run({**few, "FILL_DAYS": 21})
    assert results["VALID_FRACTION"] > before
    with rasterio.open(results["QUALITY"]) as quality:
        filled = quality.read(quality.descriptions.index("filled") + 1)
        day = quality.read(quality.descriptions.index("date") + 1)
    assert set(np.unique(filled)) == {0, 1}
    last_day = (np.datetime64("2025-07-10") - np.datetime64("1970-01-01")).astype(int)
    assert (day[filled == 0] <= last_day).all()
    assert (day[filled == 1] > last_day).any()
    assert (filled == 1).mean() == pytest.approx(results["VALID_FRACTION"] - before, abs=0.01)
