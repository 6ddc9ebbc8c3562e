"""Areas around the globe, in projects and in orders, and the panel's controls."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from shapely import wkt
from shapely.geometry import Point, box

from tests.gui.area.shapes import AREA, bands_of, shape_of, take
from tests.gui.clicks import Mouse
from tests.gui.test_plugin import Window


def test_an_area_across_the_180th_meridian_has_a_part_on_both_sides(panel: Any, mouse: Mouse) -> None:
    from qgis.core import QgsCoordinateReferenceSystem, QgsRectangle

    panel.canvas.setDestinationCrs(QgsCoordinateReferenceSystem("EPSG:32701"))
    panel.canvas.setExtent(QgsRectangle(100_000, 8_000_000, 260_000, 8_106_000))  # zone 1 begins at 180
    panel.draw_buttons["rectangle"].click()
    mouse.drag([(50, 100), (300, 200), (550, 300)])
    area = shape_of(panel)
    assert len(area.geoms) == 2
    west, _, east, _ = area.bounds
    assert (west, east) == (-180.0, 180.0)
    metres = panel.canvas.mapUnitsPerPixel()
    assert panel.area.km2 == pytest.approx(500 * 200 * metres**2 / 1e6, rel=0.01)
    assert "E" in panel.summary.text()
    assert "W" in panel.summary.text()
    assert panel.mark.is_shown


def test_longitudes_beyond_180_are_put_back(panel: Any) -> None:
    assert panel.choose(_geometry("POLYGON((178 -18, 182 -18, 182 -15, 178 -15, 178 -18))"))
    assert sorted(part.bounds for part in shape_of(panel).geoms) == [(-180, -18, -178, -15), (178, -18, 180, -15)]


def test_a_rectangle_around_the_pole_holds_it(panel: Any) -> None:
    from qgis.core import QgsCoordinateReferenceSystem

    side = 800_000
    shape = _geometry(box(-side, -side, side, side).wkt)
    assert panel.choose(shape, QgsCoordinateReferenceSystem("EPSG:3995")), panel.notice.text
    area = shape_of(panel)
    assert area.contains(Point(45, 89.5))
    assert area.bounds[3] == 90.0
    assert panel.area.km2 == pytest.approx(4 * side**2 / 1e6, rel=0.06)


def _geometry(text: str) -> Any:
    from qgis.core import QgsGeometry

    return QgsGeometry.fromWkt(text)


# Kept


def test_the_area_is_kept_with_the_project(panel: Any, tmp_path: Path, window: Window) -> None:
    from qgis.core import QgsProject

    panel.text_page.text.setPlainText(AREA.wkt)
    assert take(panel, panel.text_page)
    project, path = QgsProject.instance(), str(tmp_path / "kept.qgz")
    assert project.write(path)
    project.clear()
    assert panel.geometry is None
    assert not panel.mark.is_shown
    assert "No area yet" in panel.summary.text()
    assert project.read(path)
    assert shape_of(panel).equals(AREA)
    assert panel.area.words == "WKT"
    panel.clear()
    assert project.write(path)
    project.read(path)
    assert panel.geometry is None


def test_the_parameter_of_the_algorithms_is_the_area(panel: Any) -> None:
    panel.text_page.text.setPlainText(AREA.wkt)
    assert take(panel, panel.text_page)
    crs, _, text = panel.area.parameter.partition(";")
    assert crs == "CRS=EPSG:4326"
    assert wkt.loads(text).equals(AREA)


def test_every_control_has_a_tooltip_and_is_reached_by_keys(panel: Any) -> None:
    from qgis.PyQt.QtCore import Qt
    from qgis.PyQt.QtWidgets import QAbstractButton, QAbstractSpinBox, QComboBox, QPlainTextEdit

    for kind in (QAbstractButton, QComboBox, QAbstractSpinBox, QPlainTextEdit):
        for control in panel.findChildren(kind):
            own = control.parent() in (panel, *panel.pages)
            if own:
                assert control.toolTip(), control
                assert control.focusPolicy() & Qt.FocusPolicy.TabFocus, control


def test_nothing_is_left_on_the_map(qgis_app: Any, window: Window) -> None:
    from s2gm.s2gm_plugin.area import AreaPanel

    before = bands_of(window)
    panel = AreaPanel(window)
    panel.show()
    panel.choose(_geometry(AREA.wkt))
    assert bands_of(window) == before + 1
    panel.hide()
    assert bands_of(window) == before
    panel.show()
    panel.edit_button.click()
    assert bands_of(window) > before
    panel.shut()
    assert bands_of(window) == before
    assert window.mapCanvas().mapTool() is None
