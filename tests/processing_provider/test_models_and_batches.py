"""The temporal mosaic as a step of a model, in a batch, and in the background."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Run = Callable[..., dict[str, Any]]


def _child(identifier: str, algorithm: str, values: dict[str, Any]) -> Any:
    """A step of a model."""
    from qgis.core import QgsProcessingModelChildAlgorithm, QgsProcessingModelChildParameterSource

    child = QgsProcessingModelChildAlgorithm(algorithm)
    child.setChildId(identifier)
    is_source = QgsProcessingModelChildParameterSource
    for name, value in values.items():
        source = value if isinstance(value, is_source) else is_source.fromStaticValue(value)
        child.addParameterSources(name, [source])
    return child


@pytest.fixture
def model(qgis_app: Any, order: dict[str, Any]) -> Any:
    """Mosaic, then the statistics of its near infrared band; the area is the model's only input."""
    from qgis.core import (
        QgsProcessingModelAlgorithm,
        QgsProcessingModelChildParameterSource,
        QgsProcessingModelParameter,
        QgsProcessingParameterExtent,
    )

    model = QgsProcessingModelAlgorithm("greenness", "tests")
    model.addModelParameter(QgsProcessingParameterExtent("WHERE", "Where"), QgsProcessingModelParameter("WHERE"))
    mosaic = {key: value for key, value in order.items() if key not in ("OUTPUT", "EXTENT")}
    mosaic["EXTENT"] = QgsProcessingModelChildParameterSource.fromModelParameter("WHERE")
    model.addChildAlgorithm(_child("mosaic", "s2gm:temporalmosaic", mosaic))
    raster = QgsProcessingModelChildParameterSource.fromChildOutput("mosaic", "OUTPUT")
    model.addChildAlgorithm(_child("statistics", "native:rasterlayerstatistics", {"INPUT": raster, "BAND": 4}))
    return model


def test_a_model_uses_the_mosaic_in_its_next_step(qgis_app: Any, model: Any, order: dict[str, Any]) -> None:
    """The next step sees reflectance: the mean of the near infrared of a green landscape lies between 0.05 and 0.6."""
    import processing

    results = processing.run(model, {"WHERE": order["EXTENT"]})
    statistics = results["CHILD_RESULTS"]["statistics"]
    assert 0.05 < statistics["MEAN"] < 0.6
    assert results["CHILD_RESULTS"]["mosaic"]["SCENES"] == 8


@pytest.fixture
def model_of_two_grids(qgis_app: Any, order: dict[str, Any]) -> Any:
    """A mosaic in one projection, a second one on its grid by another method; the method's options are the input."""
    from qgis.core import (
        QgsProcessingModelAlgorithm,
        QgsProcessingModelChildParameterSource,
        QgsProcessingModelParameter,
        QgsProcessingParameterString,
    )

    source = QgsProcessingModelChildParameterSource
    model = QgsProcessingModelAlgorithm("two grids", "tests")
    model.addModelParameter(QgsProcessingParameterString("WHICH", "Which"), QgsProcessingModelParameter("WHICH"))
    first = {key: value for key, value in order.items() if key != "OUTPUT"}
    first = {**first, "METHOD": "s2gm", "NAME": "mosaic", "CRS": "EPSG:3035", "BIT_DEPTH": "8", "INDICES": ["NDVI"]}
    model.addChildAlgorithm(_child("first", "s2gm:temporalmosaic", first))
    second = {key: value for key, value in first.items() if key not in ("EXTENT", "CRS", "RESOLUTION", "BIT_DEPTH")}
    second = {**second, "METHOD": "percentile", "MIN_OBS": 1, "REGULARISE": False, "RESOLUTION": 10}
    second["LIKE"] = source.fromChildOutput("first", "OUTPUT")
    second["OPTIONS"] = source.fromModelParameter("WHICH")
    model.addChildAlgorithm(_child("second", "s2gm:temporalmosaic", second))
    return model


def test_a_model_hands_on_grids_and_options(qgis_app: Any, model_of_two_grids: Any) -> None:
    import processing
    import rasterio

    results = processing.run(model_of_two_grids, {"WHICH": "percentiles=10"})["CHILD_RESULTS"]
    with rasterio.open(results["first"]["OUTPUT"]) as first, rasterio.open(results["second"]["OUTPUT"]) as second:
        assert first.dtypes[0] == "uint8"
        assert second.dtypes[0] == "uint16"
        assert (second.crs.to_epsg(), second.transform, second.shape) == (3035, first.transform, first.shape)


def test_a_batch_makes_one_mosaic_per_row(run: Run, order: dict[str, Any], tmp_path: Path) -> None:
    from qgis.core import QgsRasterLayer

    rows = [{"METHOD": method, "OUTPUT": str(tmp_path / f"{method}.tif")} for method in ("medoid", "stc")]
    results = [run({**order, "BANDS": ["B04"], **row}) for row in rows]
    assert [Path(result["OUTPUT"]).name for result in results] == ["medoid.tif", "stc.tif"]
    assert all(QgsRasterLayer(result["OUTPUT"]).isValid() for result in results)


def test_checking_the_values_puts_no_layer_on_the_list_to_load(qgis_app: Any, order: dict[str, Any]) -> None:
    from qgis.core import QgsProcessingContext, QgsProcessingOutputLayerDefinition, QgsProject

    algorithm = qgis_app.processingRegistry().createAlgorithmById("s2gm:temporalmosaic")
    context = QgsProcessingContext()
    output = QgsProcessingOutputLayerDefinition("TEMPORARY_OUTPUT", QgsProject.instance())
    assert algorithm.checkParameterValues({**order, "OUTPUT": output}, context) == (True, "")
    assert context.layersToLoadOnCompletion() == {}


def test_the_mosaic_can_be_made_in_the_background(qgis_app: Any, order: dict[str, Any]) -> None:
    """As a task of QGIS's task manager, while the main thread runs its event loop; the result is to be loaded."""
    from qgis.core import (
        QgsProcessingAlgRunnerTask,
        QgsProcessingContext,
        QgsProcessingFeedback,
        QgsProcessingOutputLayerDefinition,
        QgsProject,
    )
    from qgis.PyQt.QtCore import QEventLoop, QTimer

    algorithm = qgis_app.processingRegistry().createAlgorithmById("s2gm:temporalmosaic")
    context, feedback = QgsProcessingContext(), QgsProcessingFeedback(False)
    output = QgsProcessingOutputLayerDefinition("TEMPORARY_OUTPUT", QgsProject.instance())
    task = QgsProcessingAlgRunnerTask(algorithm, {**order, "OUTPUT": output}, context, feedback)
    done: list[tuple[bool, dict[str, Any]]] = []
    loop = QEventLoop()
    task.executed.connect(lambda fine, results: (done.append((fine, results)), loop.quit()))
    QTimer.singleShot(60_000, loop.quit)
    qgis_app.taskManager().addTask(task)
    loop.exec()
    assert done and done[0][0], feedback.textLog()
    assert Path(done[0][1]["OUTPUT"]).exists()
    assert list(context.layersToLoadOnCompletion()) == [done[0][1]["OUTPUT"]]
