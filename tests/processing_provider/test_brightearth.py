"""``s2gm:brightearth`` in QGIS: parameters, results, styles."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import rasterio

Run = Callable[..., dict[str, Any]]


@pytest.fixture
def order(small_order: dict[str, Any], tmp_path: Path) -> dict[str, Any]:
    """Parameters of a quick mosaic in natural colour."""
    kept = {name: value for name, value in small_order.items() if name not in ("BANDS", "METHOD")}
    return {**kept, "CLOUD_MASK": "esa", "OUTPUT": str(tmp_path / "colours.tif")}


@pytest.fixture
def run(qgis_app: Any) -> Run:
    import processing

    def run_mosaic(parameters: dict[str, Any], feedback: Any = None, context: Any = None) -> dict[str, Any]:
        return processing.run("s2gm:brightearth", parameters, feedback=feedback, context=context)

    return run_mosaic


def test_output_is_a_picture(run: Run, order: dict[str, Any]) -> None:
    result = run(order)
    with rasterio.open(result["OUTPUT"]) as file:
        assert (file.count, file.dtypes[0], file.nodata) == (3, "uint8", 0)
        picture = file.read()
    assert result["VALID_FRACTION"] > 0.5
    assert picture.max() > 30
    assert "_RGB_" in result["PRODUCT_NAME"]


def test_tone_and_bits_can_be_chosen(run: Run, order: dict[str, Any], tmp_path: Path) -> None:
    reflectance = run({**order, "BIT_DEPTH": "16", "OUTPUT": str(tmp_path / "r.tif")})["OUTPUT"]
    shown = run({**order, "TONE": "limits", "TONE_LIMITS": "0.0,0.25"})["OUTPUT"]
    with rasterio.open(reflectance) as bands, rasterio.open(shown) as picture:
        assert bands.descriptions == ("B02", "B03", "B04")
        values, empty = bands.read()[::-1], bands.read(1) == bands.nodata
        expected = np.where(empty, 0, np.clip(values / 2500 * 255, 1, 255))
        np.testing.assert_allclose(picture.read(), expected, atol=1.01)


def test_a_preview_is_coarse(run: Run, order: dict[str, Any]) -> None:
    with rasterio.open(run({**order, "QUICKLOOK": True})["OUTPUT"]) as file:
        assert file.res[0] >= 20


def test_quality_tells_where_pixels_are_from(run: Run, order: dict[str, Any], tmp_path: Path) -> None:
    with rasterio.open(run({**order, "QUALITY": str(tmp_path / "quality.tif")})["QUALITY"]) as file:
        assert file.descriptions == ("source_index", "date", "filled", "gain")


def test_tiles_need_a_folder_and_come_into_it(run: Run, order: dict[str, Any], tmp_path: Path) -> None:
    from qgis.core import QgsApplication, QgsProcessingContext

    algorithm = QgsApplication.processingRegistry().algorithmById("s2gm:brightearth")
    fine, message = algorithm.checkParameterValues({**order, "TILES": "mbtiles"}, QgsProcessingContext())
    assert not fine
    assert "FOLDER" in message
    run({**order, "TILES": "mbtiles", "FOLDER": str(tmp_path / "product")})
    (tiles,) = (tmp_path / "product").rglob("*.mbtiles")
    from qgis.core import QgsRasterLayer

    assert QgsRasterLayer(str(tiles), "tiles", "gdal").isValid()


def test_wrong_limits_are_told(run: Run, order: dict[str, Any], qgis_app: Any) -> None:
    from qgis.core import QgsApplication, QgsProcessingContext

    algorithm = QgsApplication.processingRegistry().algorithmById("s2gm:brightearth")
    given = {**order, "TONE": "limits", "TONE_LIMITS": "0.3,0.1"}
    fine, message = algorithm.checkParameterValues(given, QgsProcessingContext())
    assert not fine
    assert "limits" in message


def test_defaults_are_those_of_the_product(qgis_app: Any) -> None:
    from qgis.core import QgsApplication

    from s2gm.s2gm_core.presets import usual_settings

    algorithm = QgsApplication.processingRegistry().algorithmById("s2gm:brightearth")
    defaults = {one.name(): one.defaultValue() for one in algorithm.parameterDefinitions()}
    usual = usual_settings("brightearth")
    assert (defaults["CLOUD_MASK"], defaults["FILL_DAYS"]) == (usual["cloud_mask"], usual["fill_days"])


def test_the_picture_is_shown_as_it_is(run: Run, order: dict[str, Any]) -> None:
    """Nothing is stretched, and what has no data is transparent."""
    from qgis.core import (
        QgsContrastEnhancement,
        QgsMultiBandColorRenderer,
        QgsProcessingContext,
        QgsProcessingFeedback,
        QgsProcessingUtils,
        QgsProject,
    )

    context = QgsProcessingContext()
    context.setProject(QgsProject.instance())
    details = QgsProcessingContext.LayerDetails("picture", context.project(), "OUTPUT")
    output = order["OUTPUT"]
    context.addLayerToLoadOnCompletion(output, details)
    run(order, QgsProcessingFeedback(False), context)
    layer = QgsProcessingUtils.mapLayerFromString(output, context)
    processor = context.layerToLoadOnCompletionDetails(output).postProcessor()
    processor.postProcessLayer(layer, context, QgsProcessingFeedback(False))
    renderer = layer.renderer()
    assert isinstance(renderer, QgsMultiBandColorRenderer)
    assert (renderer.redBand(), renderer.greenBand(), renderer.blueBand()) == (1, 2, 3)
    enhancement = renderer.redContrastEnhancement()
    none = QgsContrastEnhancement.ContrastEnhancementAlgorithm.NoEnhancement
    assert enhancement is None or enhancement.contrastEnhancementAlgorithm() == none
    assert layer.dataProvider().sourceHasNoDataValue(1)
