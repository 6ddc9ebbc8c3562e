"""The dock that tells what a pixel of a mosaic was made from."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.gui.area.shapes import bands_of
from tests.gui.clicks import Mouse, settled, show_canvas
from tests.gui.test_plugin import Window


@pytest.fixture(scope="module")
def mosaic(qgis_app: Any, small_order: dict[str, Any], tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """Layers of a mosaic as the algorithm has QGIS load them, by parameter, and its product folder."""
    from qgis.core import (
        QgsApplication,
        QgsProcessingContext,
        QgsProcessingFeedback,
        QgsProcessingOutputLayerDefinition,
        QgsProcessingUtils,
        QgsProject,
    )

    folder = tmp_path_factory.mktemp("inspected")
    context, feedback = QgsProcessingContext(), QgsProcessingFeedback()
    context.setProject(QgsProject.instance())
    parameters = {**small_order, "FOLDER": str(folder / "products")}
    for name in ("OUTPUT", "QUALITY"):
        parameters[name] = QgsProcessingOutputLayerDefinition(str(folder / f"{name}.tif"), QgsProject.instance())
    algorithm = QgsApplication.processingRegistry().createAlgorithmById("s2gm:temporalmosaic")
    _, fine = algorithm.run(parameters, context, feedback)
    assert fine
    layers: dict[str, Any] = {}
    for identifier, details in context.layersToLoadOnCompletion().items():
        layer = QgsProcessingUtils.mapLayerFromString(identifier, context)
        details.postProcessor().postProcessLayer(layer, context, feedback)
        layers[Path(identifier).stem] = layer.clone()
    (product,) = (folder / "products").iterdir()
    return {**layers, "folder": product}


@pytest.fixture
def window(qgis_app: Any, mosaic: dict[str, Any]) -> Any:
    from qgis.core import QgsProject
    from qgis.PyQt.QtWidgets import QMainWindow

    window = Window(QMainWindow())
    layer = mosaic["OUTPUT"].clone()
    QgsProject.instance().addMapLayer(layer)
    window.active = layer  # type: ignore[attr-defined]
    window.activeLayer = lambda: window.active  # type: ignore[attr-defined]
    show_canvas(qgis_app, window.mapCanvas(), (400, 400), layer.crs(), layer.extent())
    yield window
    QgsProject.instance().clear()


@pytest.fixture
def dock(window: Window) -> Any:
    from qgis.PyQt.QtCore import Qt

    from s2gm.s2gm_plugin.inspect import InspectDock

    dock = InspectDock(window)
    window.mainWindow().addDockWidget(Qt.DockWidgetArea.BottomDockWidgetArea, dock)
    window.mainWindow().show()
    yield dock
    dock.shut()
    dock.deleteLater()


@pytest.fixture
def wait(qgis_app: Any) -> Callable[[Any], None]:
    return lambda dock: settled(qgis_app, lambda: not dock.is_busy)


def _centre(archive: Any) -> tuple[float, float]:
    west, south, east, north = archive.bbox
    return (west + east) / 2, (south + north) / 2


def test_a_click_on_the_mosaic_tells_every_observation_and_the_chosen_one(dock: Any, window: Window, wait: Any) -> None:
    canvas = window.mapCanvas()
    dock.pick_button.click()
    assert canvas.mapTool() is dock.picker
    Mouse(canvas).click((200, 200))
    assert dock.is_busy  # the window goes on meanwhile
    wait(dock)
    assert dock.notice.text == ""
    assert len(dock.model.rows) == 8
    assert [one.role.value for one in dock.model.rows].count("chosen") == 1
    place = canvas.getCoordinateTransform().toMapCoordinates(200, 200)
    layer = window.active  # type: ignore[attr-defined]
    chosen = dock.model.rows[dock.model.chosen_row].record
    for number, band in enumerate(("B02", "B03", "B04", "B08"), 1):
        held, fine = layer.dataProvider().sample(place, number)
        assert fine
        assert chosen.values[band] == pytest.approx(held, abs=1e-6) or chosen.values[band] == pytest.approx(held / 1e4)


def test_the_table_says_why_and_the_chosen_row_stands_out(dock: Any, archive: Any, wait: Any) -> None:
    from qgis.PyQt.QtCore import Qt

    dock.inspect(*_centre(archive))
    wait(dock)
    model, row = dock.model, dock.model.chosen_row
    texts = [model.texts(one) for one in model.rows]
    assert {text[3] for text in texts} <= {
        "chosen",
        "valid, not chosen",
        "rejected: the mask refuses the class",
    }
    assert model.index(row, 3).data() == "chosen"
    assert model.index(row, 0).data(Qt.ItemDataRole.FontRole).bold()
    assert not model.index(1 - min(row, 1), 0).data(Qt.ItemDataRole.FontRole).bold()
    assert "8 observations" in dock.summary.text()
    dock.copy()
    from qgis.PyQt.QtWidgets import QApplication

    lines = QApplication.clipboard().text().splitlines()
    assert len(lines) == 9
    assert lines[0].split("\t")[4:] == ["B02", "B03", "B04", "B08"]


def test_all_layers_of_a_mosaic_give_the_same_answer(
    dock: Any, window: Window, mosaic: dict[str, Any], archive: Any, wait: Any
) -> None:
    from qgis.core import QgsRasterLayer

    (band,) = (mosaic["folder"]).glob("*/B04_*.tiff")
    answers = []
    for layer in (mosaic["OUTPUT"], mosaic["QUALITY"], QgsRasterLayer(str(band), "B04")):
        window.active = layer  # type: ignore[attr-defined]
        dock.inspect(*_centre(archive))
        wait(dock)
        assert dock.notice.text == ""
        answers.append((dock.found.row, dock.found.column, dock.found.chosen.scene))
    assert len(set(answers)) == 1


def test_the_pixel_is_marked_on_the_map(dock: Any, window: Window, archive: Any, wait: Any) -> None:
    before = bands_of(window)
    dock.inspect(*_centre(archive))
    wait(dock)
    assert bands_of(window) == before + 1
    dock.hide()
    assert bands_of(window) == before


def test_what_cannot_be_told_is_said_in_words(
    dock: Any, window: Window, archive: Any, wait: Any, tmp_path: Path
) -> None:
    from qgis.core import QgsRasterLayer

    ours = window.active  # type: ignore[attr-defined]
    stranger = tmp_path / "plain.tif"
    stranger.write_bytes(Path(ours.source()).read_bytes())
    for layer, place, source, says in (
        (None, _centre(archive), "", "Choose the layer of a mosaic"),
        (QgsRasterLayer(str(stranger), "plain"), _centre(archive), "", "plain is no mosaic"),
        (ours, (0.0, 0.0), "", "outside the mosaic"),
        (ours, _centre(archive), "/gone/catalog.json", "/gone/catalog.json"),
    ):
        window.active = layer  # type: ignore[attr-defined]
        dock.source.setText(source)
        dock.inspect(*place)
        wait(dock)
        assert says in dock.notice.text
    assert "Choose the layer" in dock.summary.text()


def test_of_several_clicks_the_last_one_counts(dock: Any, archive: Any, wait: Any) -> None:
    x, y = _centre(archive)
    for step in range(3):
        dock.inspect(x + step * 1e-3, y)
    wait(dock)
    assert dock.found.longitude == pytest.approx(x + 2e-3, abs=5e-4)


def test_the_plugin_opens_it_and_takes_it_away(window: Window, monkeypatch: pytest.MonkeyPatch) -> None:
    import s2gm
    from s2gm.s2gm_plugin.plugin import S2GMPlugin

    monkeypatch.setattr(S2GMPlugin, "initProcessing", lambda self: None)
    plugin = s2gm.classFactory(window)
    plugin.initGui()
    next(action for action in plugin.actions if action.objectName() == "s2gmInspect").trigger()
    assert window.docks == [plugin.inspect_dock]
    plugin.inspect_dock.pick_button.click()
    plugin.unload()
    assert window.docks == []
    assert window.mapCanvas().mapTool() is None
