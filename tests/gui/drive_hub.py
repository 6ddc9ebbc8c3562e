"""Runs inside a real QGIS main window (``qgis --code``): from drawing an area to a mosaic on the map, by clicks.

``S2GM_PARAMETERS`` holds the source, the area's corners in degrees and the month as JSON; what was seen goes as JSON to
the file named by ``S2GM_REPORT``.
"""

from __future__ import annotations

import json
import os
from datetime import date
from pathlib import Path
from typing import Any

from in_window import guarded, wait_for
from qgis.core import QgsApplication, QgsCoordinateReferenceSystem, QgsPointXY, QgsProject, QgsRectangle
from qgis.gui import QgsRubberBand
from qgis.PyQt.QtCore import QCoreApplication, QPoint, Qt, QTimer
from qgis.PyQt.QtTest import QTest
from qgis.PyQt.QtWidgets import QAction, QDockWidget
from qgis.utils import iface, plugins, unloadPlugin

START_AFTER = 2500  # milliseconds

report: dict[str, Any] = {}
given: dict[str, Any] = json.loads(os.environ["S2GM_PARAMETERS"])
LEFT, NONE = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier


def open_hub() -> None:
    """Open the window, choose the source and draw a polygon on the map."""
    window = iface.mainWindow()
    window.showNormal()
    window.setGeometry(0, 0, 1280, 900)
    iface.newProject(False)
    QgsProject.instance().setCrs(QgsCoordinateReferenceSystem("EPSG:4326"))
    report["before"] = rubber_bands()
    window.findChild(QAction, "s2gmHub").trigger()
    hub = plugins["s2gm"].hub
    window.resizeDocks([hub], [460], Qt.Orientation.Horizontal)
    QTest.mouseClick(hub.welcome.start_button, LEFT)
    page = hub.order_pages["s2gm:temporalmosaic"]
    page.form.set_value("SOURCE", given["source"])
    page.form.set_value("RESOLUTION", 20)
    west, south, east, north = given["corners"]
    iface.mapCanvas().setExtent(QgsRectangle(west, south, east, north).buffered(0.01))
    QTimer.singleShot(800, guarded(draw))


def draw() -> None:
    """Click three corners and close with the right button; then choose the month and press the button."""
    hub, canvas = plugins["s2gm"].hub, iface.mapCanvas()
    west, south, east, north = given["corners"]
    QTest.mouseClick(hub.area_panel.draw_buttons["polygon"], LEFT)
    corners = [(west, south), (east, south), (east, north)]
    places = [canvas.getCoordinateTransform().transform(QgsPointXY(*corner)) for corner in corners]
    points = [QPoint(round(place.x()), round(place.y())) for place in places]
    for point in points:
        QTest.mouseMove(canvas.viewport(), point)
        QTest.mouseClick(canvas.viewport(), LEFT, NONE, point)
    QTest.mouseClick(canvas.viewport(), Qt.MouseButton.RightButton, NONE, points[-1])
    QCoreApplication.processEvents()
    report["area"] = hub.area_panel.geometry is not None
    page = hub.order_pages["s2gm:temporalmosaic"]
    month = date.fromisoformat(given["month"])
    while page.month.month.year > month.year:
        QTest.mouseClick(page.month.earlier, LEFT)
    QTest.mouseClick(page.month.buttons[month.month - 1], LEFT)
    QTest.mouseClick(page.look_button, LEFT)
    report["window_stays_usable"] = hub.run_line.isVisible() and page.isEnabled()
    wait_for(lambda: hub.queue.run is None, make)


def make() -> None:
    """The quicklook is there: have the mosaic made."""
    page = plugins["s2gm"].hub.order_pages["s2gm:temporalmosaic"]
    report["offered"] = page.make_button.isVisible()
    QTest.mouseClick(page.make_button, LEFT)
    wait_for(lambda: plugins["s2gm"].hub.queue.run is None, look)


def look() -> None:
    """Note the layers and the list of orders, then take the plugin away."""
    hub = plugins["s2gm"].hub
    root = QgsProject.instance().layerTreeRoot()
    report["groups"] = {group.name(): len(group.findLayers()) for group in root.findGroups()}
    QTest.mouseClick(hub.buttons["orders"], LEFT)
    report["orders"] = [hub.orders_page.list.topLevelItem(row).text(1) for row in range(2)]
    report["history"] = "s2gm:temporalmosaic" in history()
    unloadPlugin("s2gm")
    wait_for(lambda: iface.mainWindow().findChild(QDockWidget, "s2gmHub") is None, finish)


def history() -> str:
    """What Processing remembers of its runs."""
    path = Path(QgsApplication.qgisSettingsDirPath()) / "processing" / "processing.log"
    if path.exists():
        return path.read_text(encoding="utf-8")
    from qgis.gui import QgsGui

    entries = QgsGui.historyProviderRegistry().queryEntries(providerId="processing")
    return " ".join(str(entry.entry) for entry in entries)


def finish() -> None:
    """Write the report and leave."""
    report["left_on_map"] = rubber_bands() - report.pop("before")
    report["left_tasks"] = QgsApplication.taskManager().countActiveTasks()
    Path(os.environ["S2GM_REPORT"]).write_text(json.dumps(report), encoding="utf-8")
    os._exit(0)


def rubber_bands() -> int:
    """How many marks are on the map; QGIS has some of its own."""
    return sum(isinstance(item, QgsRubberBand) for item in iface.mapCanvas().scene().items())


QTimer.singleShot(START_AFTER, guarded(open_hub))
