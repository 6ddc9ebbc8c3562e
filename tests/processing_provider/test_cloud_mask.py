"""The algorithm s2gm:cloudmask: one styled raster per overpass; and the mask parameters of mosaics."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import rasterio
from affine import Affine


@pytest.fixture
def asked(archive: Any, tmp_path: Path) -> dict[str, Any]:
    """All of the simulated July at 60 m."""
    return {
        "SOURCE": archive.catalogue,
        "EXTENT": archive.extent,
        "START": "2025-07-01",
        "END": "2025-07-31",
        "RESOLUTION": 60,
        "FOLDER": str(tmp_path / "masks"),
    }


def _run(parameters: dict[str, Any], context: Any = None) -> dict[str, Any]:
    import processing

    return processing.run("s2gm:cloudmask", parameters, context=context)


def test_every_overpass_has_a_raster_with_class_confidence_and_reasons(qgis_app: Any, asked: dict[str, Any]) -> None:
    results = _run({**asked, "LOAD": False})
    folder = Path(results["FOLDER"])
    files = sorted(folder.glob("*.tif"))
    assert len(files) == results["MASKS"] > 0
    record = json.loads((folder / "cloudmask.json").read_text())
    assert sorted(row["file"] for row in record["masks"]) == [path.name for path in files]
    for path in files:
        with rasterio.open(path) as file:
            assert file.descriptions == ("class", "confidence", "reasons")
            classes, confidence, reasons = file.read()
        assert classes.max() <= 5
        assert ((confidence >= 50) == np.isin(classes, (4, 5)))[classes > 0].all()
        assert (reasons[classes == 5] > 0).all()


def test_masks_are_loaded_with_their_styles_and_their_time(qgis_app: Any, asked: dict[str, Any]) -> None:
    from qgis.core import QgsProcessingContext, QgsProcessingFeedback, QgsProject, QgsRasterLayer

    context = QgsProcessingContext()
    context.setProject(QgsProject.instance())
    algorithm = qgis_app.processingRegistry().createAlgorithmById("s2gm:cloudmask")
    _, fine = algorithm.run(asked, context, QgsProcessingFeedback())
    assert fine
    details = context.layersToLoadOnCompletion()
    assert details
    path, row = sorted(details.items())[0]
    layer = QgsRasterLayer(path)
    row.postProcessor().postProcessLayer(layer, context, QgsProcessingFeedback())
    assert sorted(layer.styleManager().styles()) == ["Class", "Confidence", "Reasons"]
    assert layer.renderer().type() == "paletted"
    assert layer.name().startswith("Cloud mask S2")
    assert [row.label for row in layer.renderer().classes()][-1] == "5 cloud"
    layer.styleManager().setCurrentStyle("Reasons")
    labels = {row.value: row.label for row in layer.renderer().classes()}
    assert labels[3] == "3 classified + haze_change"
    assert layer.temporalProperties().isActive()


def test_mask_parameters_reach_the_order(qgis_app: Any, order: dict[str, Any], tmp_path: Path) -> None:
    from qgis.core import QgsProcessingContext

    own = tmp_path / "own.tif"
    profile = {"width": 4, "height": 4, "count": 1, "dtype": "uint8", "crs": "EPSG:32633"}
    with rasterio.open(own, "w", driver="GTiff", transform=Affine(10, 0, 0, 0, -10, 0), **profile) as file:
        file.write(np.ones((4, 4), np.uint8), 1)
    algorithm = qgis_app.processingRegistry().createAlgorithmById("s2gm:temporalmosaic")
    given = {"CLOUD_MASK": "brightearth", "CLOUD_PROBABILITY": 25, "MASK_GROWTH": 60, "USER_MASK": str(own)}
    made = algorithm.read_order({**order, **given}, QgsProcessingContext())
    assert (made.cloud_mask, made.cloud_probability, made.mask_growth) == ("multitemporal", 25, 60)
    assert made.user_mask == str(own)


def test_a_mosaic_with_the_compared_mask_runs(run: Callable[..., Any], order: dict[str, Any]) -> None:
    results = run({**order, "CLOUD_MASK": "multitemporal"})
    assert results["VALID_FRACTION"] > 0.3
