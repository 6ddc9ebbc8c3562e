"""The panel of areas over a real canvas of 600 x 400 pixels."""

from __future__ import annotations

from typing import Any

import pytest

from tests.gui.area.shapes import NORTH, WEST
from tests.gui.clicks import Mouse, show_canvas
from tests.gui.test_plugin import Window


@pytest.fixture
def window(qgis_app: Any) -> Any:
    from qgis.core import QgsCoordinateReferenceSystem, QgsProject, QgsRectangle
    from qgis.PyQt.QtWidgets import QMainWindow

    QgsProject.instance().clear()
    window = Window(QMainWindow())
    window.active = None  # type: ignore[attr-defined]
    window.activeLayer = lambda: window.active  # type: ignore[attr-defined]
    extent = QgsRectangle(WEST, NORTH - 40_000, WEST + 60_000, NORTH)
    show_canvas(qgis_app, window.mapCanvas(), (600, 400), QgsCoordinateReferenceSystem("EPSG:32633"), extent)
    yield window
    QgsProject.instance().clear()


@pytest.fixture
def panel(window: Window) -> Any:
    from s2gm.s2gm_plugin.area import AreaPanel

    panel = AreaPanel(window)
    panel.show()
    yield panel
    panel.shut()
    panel.deleteLater()


@pytest.fixture
def mouse(window: Window) -> Mouse:
    return Mouse(window.mapCanvas())


@pytest.fixture
def square(panel: Any, mouse: Mouse) -> Any:
    """The panel with a square of 200 pixels, being edited."""
    panel.draw_buttons["rectangle"].click()
    mouse.drag([(100, 100), (300, 300)])
    panel.edit_button.click()
    assert panel.canvas.mapTool() is panel.vertex_tool
    return panel
