"""Runs inside a real QGIS main window (``qgis --code``): draws and edits an area, looks at scenes, inspects a pixel.

S2GM_SOURCE, S2GM_EXTENT (xmin,xmax,ymin,ymax in degrees) and S2GM_START name the archive, or S2GM_PARAMETERS holds them
as JSON (source, extent, start). What was seen goes as JSON to the file named by S2GM_REPORT, if any, pictures by import
of ImageMagick to paths that begin with S2GM_PICTURES, if any.
"""

from __future__ import annotations

import json
import os
from datetime import date
from pathlib import Path
from typing import Any

from in_window import PATIENCE, guarded, photograph_screen, wait_for
from qgis.core import QgsApplication, QgsCoordinateReferenceSystem, QgsCoordinateTransform, QgsProject, QgsRectangle
from qgis.gui import QgsRubberBand
from qgis.PyQt.QtCore import QCoreApplication, QEvent, QPoint, QPointF, Qt, QTimer
from qgis.PyQt.QtGui import QMouseEvent
from qgis.PyQt.QtTest import QTest
from qgis.PyQt.QtWidgets import QAction, QApplication, QDockWidget
from qgis.utils import iface, plugins, unloadPlugin

START_AFTER = 2500  # milliseconds
PICTURES, REPORT = os.environ.get("S2GM_PICTURES", ""), os.environ.get("S2GM_REPORT", "")
SIZE = tuple(int(one) for one in os.environ.get("S2GM_WINDOW", "1280,860").split(","))
LEFT, RIGHT, NONE = Qt.MouseButton.LeftButton, Qt.MouseButton.RightButton, Qt.KeyboardModifier.NoModifier
CORNERS = ((0.1, 0.25), (0.4, 0.05), (0.9, 0.2), (0.8, 0.75), (0.45, 0.95), (0.15, 0.7))
"""Of the polygon, in parts of the archive's extent from its upper left corner."""


def _given() -> dict[str, Any]:
    if "S2GM_PARAMETERS" in os.environ:
        return json.loads(os.environ["S2GM_PARAMETERS"])
    names = {"source": "S2GM_SOURCE", "extent": "S2GM_EXTENT", "start": "S2GM_START"}
    return {key: os.environ[name] for key, name in names.items()}


given = _given()
report: dict[str, Any] = {}


def hub() -> Any:
    """The S2GM window."""
    return plugins["s2gm"].hub


def open_hub() -> None:
    """Open the window at its page of mosaics, over the archive."""
    window = iface.mainWindow()
    window.showNormal()
    window.setGeometry(0, 0, *SIZE)
    iface.newProject(False)
    QgsProject.instance().setCrs(QgsCoordinateReferenceSystem("EPSG:32633"))
    for dock in window.findChildren(QDockWidget):
        dock.setVisible(dock.objectName() == "Layers")
    report["before"] = rubber_bands()
    window.findChild(QAction, "s2gmHub").trigger()
    window.resizeDocks([hub()], [500], Qt.Orientation.Horizontal)
    hub().open_place("mosaic")
    page = hub().order_pages["s2gm:temporalmosaic"]
    page.form.set_value("SOURCE", given["source"])
    page.form.set_value("START", given["start"])
    page.month.set_month(date.fromisoformat(given["start"]))
    iface.mapCanvas().setExtent(on_map())
    QTimer.singleShot(800, guarded(draw))


def on_map() -> QgsRectangle:
    """The archive's extent in the CRS of the map."""
    west, east, south, north = (float(one) for one in given["extent"].split(","))
    transform = QgsCoordinateTransform(
        QgsCoordinateReferenceSystem("EPSG:4326"), QgsCoordinateReferenceSystem("EPSG:32633"), QgsProject.instance()
    )
    return transform.transformBoundingBox(QgsRectangle(west, south, east, north))


def pixel(across: float, down: float) -> QPoint:
    """The pixel of the canvas at a part of the archive's extent, from its upper left corner."""
    box = on_map()
    place = (
        iface.mapCanvas()
        .getCoordinateTransform()
        .transform(box.xMinimum() + across * box.width(), box.yMaximum() - down * box.height())
    )
    return QPoint(round(place.x()), round(place.y()))


def move(at: QPoint, held: bool = False) -> None:
    """Move the mouse over the map."""
    button = LEFT if held else Qt.MouseButton.NoButton
    event = QMouseEvent(QEvent.Type.MouseMove, QPointF(at), Qt.MouseButton.NoButton, button, NONE)
    QApplication.sendEvent(iface.mapCanvas().viewport(), event)


def draw() -> None:
    """A polygon, corner by corner, with the measured area beside the mouse."""
    panel, viewport = hub().area_panel, iface.mapCanvas().viewport()
    QTest.mouseClick(panel.draw_buttons["polygon"], LEFT)
    for corner in CORNERS:
        move(pixel(*corner))
        QTest.mouseClick(viewport, LEFT, NONE, pixel(*corner))
    move(pixel(0.12, 0.5))
    report["measured"] = panel.tools["polygon"].measured
    photograph("drawing")
    QTest.mouseClick(viewport, RIGHT, NONE, pixel(0.12, 0.5))
    report["drawn"] = panel.summary.text()
    QTimer.singleShot(300, guarded(edit))


def edit() -> None:
    """Drag a corner."""
    panel, viewport = hub().area_panel, iface.mapCanvas().viewport()
    QTest.mouseClick(panel.edit_button, LEFT)
    start, end = pixel(*CORNERS[2]), pixel(0.97, 0.08)
    move(start)
    QTest.mousePress(viewport, LEFT, NONE, start)
    move(end, held=True)
    photograph("editing")
    QTest.mouseRelease(viewport, LEFT, NONE, end)
    QTest.keyClick(iface.mapCanvas(), Qt.Key.Key_Return)
    report["edited"] = panel.summary.text()
    page = hub().order_pages["s2gm:temporalmosaic"]
    QTest.mouseClick(page.scenes_button, LEFT)
    report["window_stays_usable"] = hub().scenes_panel.is_busy and page.isEnabled()
    wait_for(lambda: not hub().scenes_panel.is_busy, look_at_scenes)


def look_at_scenes() -> None:
    """Untick a scene, point at another one."""
    panel = hub().scenes_panel
    report["scenes"] = len(panel.rows)
    report["found"], report["cost"] = panel.found_label.text(), panel.cost_label.text()
    panel.model.tick(1, False)
    wait_for(lambda: not (panel.is_busy or panel._count_later.isActive()), point_at_scene)


def point_at_scene() -> None:
    """The scenes with one of them unticked and one pointed at."""
    panel, page = hub().scenes_panel, hub().order_pages["s2gm:temporalmosaic"]
    report["excluded"] = list(panel.excluded)
    bar = page.scroll.verticalScrollBar()
    bar.setValue(bar.maximum())
    panel.point_at(panel.rows[0])
    report["on_map"] = rubber_bands() - report["before"]
    QCoreApplication.processEvents()
    photograph("scenes")
    panel.point_at(None)
    bar.setValue(0)
    given_now = page.parameters()
    report["ordered_without"] = given_now.get("EXCLUDE_SCENES", "")
    page.place()
    wait_for(lambda: hub().queue.run is None and rasters(), inspect, PATIENCE * 2)


def rasters() -> list[Any]:
    """The layers of the project."""
    return list(QgsProject.instance().mapLayers().values())


def inspect() -> None:
    """Click a pixel of the mosaic."""
    iface.messageBar().clearWidgets()
    iface.setActiveLayer(rasters()[0])
    iface.mainWindow().findChild(QAction, "s2gmInspect").trigger()
    dock = plugins["s2gm"].inspect_dock
    hub().hide()
    iface.mainWindow().resizeDocks([dock], [330], Qt.Orientation.Vertical)
    QCoreApplication.processEvents()
    iface.mapCanvas().setExtent(on_map())
    iface.mapCanvas().waitWhileRendering()
    QTest.mouseClick(dock.pick_button, LEFT)
    QTest.mouseClick(iface.mapCanvas().viewport(), LEFT, NONE, pixel(0.45, 0.5))
    wait_for(lambda: not dock.is_busy, look_at_pixel)


def look_at_pixel() -> None:
    """What was told of it; closer, so that the pixel is seen."""
    dock = plugins["s2gm"].inspect_dock
    report["inspected"] = [dock.model.texts(one)[3] for one in dock.model.rows]
    report["complaint"] = dock.notice.text
    box = on_map()
    box.scale(0.25)
    iface.mapCanvas().setExtent(box)
    iface.mapCanvas().refresh()
    iface.mapCanvas().waitWhileRendering()
    QTimer.singleShot(1200, guarded(lambda: (photograph("inspect"), finish())))


def finish() -> None:
    """Take the plugin away, write the report and leave."""
    unloadPlugin("s2gm")
    QCoreApplication.processEvents()
    report["left_on_map"] = rubber_bands() - report.pop("before")
    report["left_tasks"] = QgsApplication.taskManager().countActiveTasks()
    if REPORT:
        Path(REPORT).write_text(json.dumps(report), encoding="utf-8")
    os._exit(0)


def rubber_bands() -> int:
    """How many bands are on the map; QGIS has some of its own."""
    return sum(isinstance(item, QgsRubberBand) for item in iface.mapCanvas().scene().items())


def photograph(name: str) -> None:
    """A picture of the screen, where pictures are wanted."""
    if PICTURES:
        QTest.qWait(400)
        photograph_screen(f"{PICTURES}_{name}.png")


QTimer.singleShot(START_AFTER, guarded(open_hub))
