"""Areas are drawn and edited with mouse and keys on a real canvas."""

from __future__ import annotations

from typing import Any

import pytest
from pyproj import Geod, Transformer
from shapely.geometry import box
from shapely.ops import transform

from tests.gui.area.shapes import NORTH, WEST, bands_of, in_utm, project_layer, utm_box
from tests.gui.clicks import Mouse, settled
from tests.gui.test_plugin import Window


@pytest.mark.parametrize("by_clicks", [False, True])
def test_a_rectangle_is_dragged_or_clicked(panel: Any, mouse: Mouse, by_clicks: bool) -> None:
    told: list[None] = []
    panel.areaChanged.connect(lambda: told.append(None))
    panel.draw_buttons["rectangle"].click()
    assert panel.canvas.mapTool() is panel.tools["rectangle"]
    if by_clicks:
        mouse.click((100, 100))
        mouse.click((300, 200))
    else:
        mouse.drag([(100, 100), (200, 150), (300, 200)])
    wanted = utm_box(panel, 100, 100, 300, 200)
    drawn = in_utm(panel)
    assert drawn.symmetric_difference(wanted).area < 1e-3 * wanted.area
    assert len(told) == 1
    assert panel.canvas.mapTool() is None
    assert not panel.draw_buttons["rectangle"].isChecked()


def test_the_area_is_measured_while_it_is_drawn(panel: Any, mouse: Mouse) -> None:
    panel.draw_buttons["rectangle"].click()
    mouse.press((100, 100))
    mouse.move((300, 200), held=True)
    corners = transform(Transformer.from_crs(32633, 4326, always_xy=True).transform, utm_box(panel, 100, 100, 300, 200))
    square_metres, _ = Geod(ellps="WGS84").geometry_area_perimeter(corners)
    measured = float(panel.tools["rectangle"].measured.split()[0].replace(",", ""))
    assert measured == pytest.approx(abs(square_metres) / 1e6, rel=0.01)
    mouse.release((300, 200))
    assert panel.tools["rectangle"].measured == ""
    assert panel.area.km2 == pytest.approx(abs(square_metres) / 1e6, rel=0.001)


@pytest.mark.parametrize("close", ["right click", "Return", "double click"])
def test_a_polygon_is_clicked_and_backspace_takes_a_corner_back(panel: Any, mouse: Mouse, close: str) -> None:
    panel.draw_buttons["polygon"].click()
    for corner in ((100, 100), (300, 100), (500, 390)):
        mouse.click(corner)
    mouse.key("Backspace")
    mouse.click((300, 300))
    if close == "double click":
        mouse.double_click((100, 300))
    else:
        mouse.click((100, 300))
        mouse.click((500, 20), right=True) if close == "right click" else mouse.key(close)
    wanted = utm_box(panel, 100, 100, 300, 300)
    assert in_utm(panel).symmetric_difference(wanted).area < 1e-3 * wanted.area
    assert panel.area.words == "Drawn"


def test_freehand_follows_the_mouse(panel: Any, mouse: Mouse) -> None:
    from math import cos, pi, sin

    panel.draw_buttons["freehand"].click()
    around = [(round(300 + 120 * cos(2 * pi * n / 90)), round(200 + 120 * sin(2 * pi * n / 90))) for n in range(90)]
    mouse.drag(around)
    metres = panel.canvas.mapUnitsPerPixel()
    assert in_utm(panel).area == pytest.approx(pi * (120 * metres) ** 2, rel=0.05)
    assert panel.area.shape.constGet().nCoordinates() < 60  # what it trembles is taken out


def test_esc_forgets_what_was_drawn_and_then_puts_the_tool_away(panel: Any, mouse: Mouse, window: Window) -> None:
    bands = bands_of(window)
    panel.draw_buttons["polygon"].click()
    mouse.click((100, 100))
    mouse.click((300, 100))
    mouse.move((300, 300))
    assert bands_of(window) == bands + 1
    mouse.key("Escape")
    assert bands_of(window) == bands
    assert panel.draw_buttons["polygon"].isChecked()
    mouse.key("Escape")
    assert not panel.draw_buttons["polygon"].isChecked()
    assert panel.geometry is None


def test_what_has_no_surface_is_refused_in_words(panel: Any, mouse: Mouse) -> None:
    panel.draw_buttons["polygon"].click()
    mouse.click((100, 100))
    mouse.click((300, 100))
    mouse.key("Return")
    assert panel.geometry is None
    assert "at least three corners" in panel.notice.text


def test_a_rectangle_of_one_corner_is_refused_in_its_own_words(panel: Any, mouse: Mouse) -> None:
    panel.draw_buttons["rectangle"].click()
    mouse.click((100, 100))
    mouse.key("Return")
    assert panel.geometry is None
    assert "two opposite corners" in panel.notice.text


def test_corners_snap_as_the_project_says(panel: Any, mouse: Mouse, qgis_app: Any) -> None:
    from qgis.core import QgsProject, QgsSnappingConfig, QgsTolerance
    from qgis.gui import QgsMapCanvasSnappingUtils
    from qgis.PyQt.QtCore import QPoint

    corner = (WEST + 10_000.0, NORTH - 10_000.0)
    square = box(corner[0], corner[1] - 5_000, corner[0] + 5_000, corner[1])
    layer = project_layer("EPSG:32633", square.wkt)
    panel.canvas.setLayers([layer])
    config = QgsSnappingConfig(QgsProject.instance())
    config.setEnabled(True)
    config.setMode(QgsSnappingConfig.SnappingMode.AllLayers)
    config.setTypeFlag(QgsSnappingConfig.SnappingTypes.VertexFlag)
    config.setTolerance(12)
    config.setUnits(QgsTolerance.UnitType.Pixels)
    utils = QgsMapCanvasSnappingUtils(panel.canvas)  # as QGIS's window has it
    utils.setConfig(config)
    panel.canvas.setSnappingUtils(utils)
    pixel = panel.canvas.getCoordinateTransform().transform(*corner)
    at = round(pixel.x()) + 4, round(pixel.y()) - 3
    panel.draw_buttons["polygon"].click()

    def snaps() -> bool:  # QGIS looks for corners in the background, from the first movement on
        mouse.move(at)
        return utils.snapToMap(QPoint(*at)).isValid()

    settled(qgis_app, snaps)
    mouse.click(at)
    assert (panel.tools["polygon"].points[0].x(), panel.tools["polygon"].points[0].y()) == pytest.approx(corner)


def test_the_tool_of_before_comes_back(panel: Any, mouse: Mouse) -> None:
    from qgis.gui import QgsMapToolPan

    pan = QgsMapToolPan(panel.canvas)
    panel.canvas.setMapTool(pan)
    panel.draw_buttons["rectangle"].click()
    mouse.drag([(100, 100), (300, 200)])
    assert panel.canvas.mapTool() is pan


# Editing


def test_a_corner_is_dragged_and_backspace_undoes(square: Any, mouse: Mouse) -> None:
    before = in_utm(square).area
    mouse.drag([(300, 300), (350, 350), (400, 400)])
    assert in_utm(square).area == pytest.approx(1.5 * before, rel=0.01)
    mouse.key("Backspace")
    assert in_utm(square).area == pytest.approx(before, rel=1e-6)


def test_corners_are_added_and_removed(square: Any, mouse: Mouse) -> None:
    before = in_utm(square).area
    mouse.double_click((200, 100))
    assert len(square.area.shape.asPolygon()[0]) == 6
    mouse.drag([(200, 100), (200, 0)])
    assert in_utm(square).area == pytest.approx(1.25 * before, rel=0.01)
    mouse.click((200, 0), right=True)
    assert in_utm(square).area == pytest.approx(before, rel=1e-3)
    mouse.move((100, 100))
    mouse.key("Delete")
    assert in_utm(square).area == pytest.approx(before / 2, rel=1e-3)
    mouse.click((300, 100), right=True)  # a triangle keeps its corners
    assert in_utm(square).area == pytest.approx(before / 2, rel=1e-3)


def test_the_end_of_editing_shows_the_area_again(square: Any, mouse: Mouse, window: Window) -> None:
    mouse.key("Return")
    assert not square.edit_button.isChecked()
    assert square.mark.is_shown
    assert bands_of(window) == 1
