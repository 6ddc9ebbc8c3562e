"""Runs inside a real QGIS main window (``qgis --code``): uses the dock of time series as a user does.

``S2GM_PARAMETERS`` holds the source, dates, places and what to show as JSON; what was seen goes as JSON to the file
named by ``S2GM_REPORT``, pictures of the window by `import` of ImageMagick into the folder ``S2GM_PICTURES``, if any.
"""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

from in_window import guarded, photograph_screen, wait_for
from qgis.core import QgsApplication, QgsCoordinateReferenceSystem, QgsCoordinateTransform, QgsProject, QgsRectangle
from qgis.gui import QgsRubberBand
from qgis.PyQt.QtCore import QCoreApplication, QDate, QPoint, Qt, QTimer
from qgis.PyQt.QtTest import QTest
from qgis.PyQt.QtWidgets import QAction, QDockWidget, QToolTip
from qgis.utils import iface, plugins, unloadPlugin

START_AFTER = 2500  # milliseconds

report: dict[str, Any] = {}
given: dict[str, Any] = json.loads(os.environ["S2GM_PARAMETERS"])
PICTURES = os.environ.get("S2GM_PICTURES", "")


def open_dock() -> None:
    """Open the dock and fill in the controls."""
    window = iface.mainWindow()
    window.showNormal()
    window.setGeometry(0, 0, *given.get("window", (1400, 950)))
    iface.newProject(False)
    project = QgsProject.instance()
    project.setCrs(QgsCoordinateReferenceSystem(given["crs"]))
    for name in ("Browser", "ProcessingToolbox"):
        dock = window.findChild(QDockWidget, name)
        if dock is not None:
            dock.hide()
    report["before"] = report["before_all"] = rubber_bands()
    window.findChild(QAction, "s2gmTimeSeriesDock").trigger()
    dock = plugins["s2gm"].dock
    window.resizeDocks([dock], [given.get("height", 430)], Qt.Orientation.Vertical)
    controls = dock.controls
    controls.source.setCurrentText(given["source"])
    controls.source.lineEdit().setCursorPosition(0)
    controls.start.setDate(QDate.fromString(given["start"], "yyyy-MM-dd"))
    controls.end.setDate(QDate.fromString(given["end"], "yyyy-MM-dd"))
    controls.indices.setCheckedItems(given["indices"])
    controls.bands.setCheckedItems(given["bands"])
    controls.smoother.setCurrentText(given.get("smoother", "none"))
    controls.period.setCurrentText(given.get("period", "observation"))
    controls.method.setCurrentText(given.get("method", "auto"))
    report["in_menu"] = any(
        action.objectName() == "s2gmTimeSeriesDock"
        for menu in (one.menu() for one in iface.rasterMenu().actions() if one.menu())
        for action in menu.actions()
    )
    QTimer.singleShot(800, guarded(lambda: (photograph("empty"), pick())))


def pick() -> None:
    """Click on the map at every place."""
    dock, canvas = plugins["s2gm"].dock, iface.mapCanvas()
    transform = QgsCoordinateTransform(
        QgsCoordinateReferenceSystem("EPSG:4326"), QgsCoordinateReferenceSystem(given["crs"]), QgsProject.instance()
    )
    places = [transform.transform(*place) for place in given["places"]]
    middle = QgsRectangle(places[0], places[0])
    for place in places:
        middle.combineExtentWith(place.x(), place.y())
    canvas.setExtent(middle.buffered(given.get("around", 400)))
    canvas.waitWhileRendering()
    dock.pick_action.trigger()
    for place in places:
        at = canvas.getCoordinateTransform().transform(place)
        QTest.mouseClick(
            canvas.viewport(),
            Qt.MouseButton.LeftButton,
            Qt.KeyboardModifier.NoModifier,
            QPoint(round(at.x()), round(at.y())),
        )
    report["window_stays_usable"] = dock.session.is_busy and dock.isEnabled()
    wait_for(lambda: not dock.session.is_busy and len(dock.session.series) == len(places), look_at_chart)


def look_at_chart() -> None:
    """Hover over a mark and click on it."""
    chart = plugins["s2gm"].dock.chart
    QCoreApplication.processEvents()
    report["panels"] = [panel.name for panel in chart.panels]
    report["curves"] = len(chart.curves)
    report["marks"] = sum(len(curve.days) for curve in chart.curves)
    report["on_map"] = rubber_bands() - report.pop("before")
    photograph("chart")
    one = chart.panels[0].curves[0]
    valid = [n for n in range(len(one.x)) if one.curve.valid[n]]
    number = valid[int(len(valid) * given.get("hover", 0.5))]
    place = QPoint(round(one.x[number]), round(one.y[number]))
    QTest.mouseMove(chart, place)
    QTest.qWait(500)
    report["hovered"] = chart.hovered.curve.describe(chart.hovered.number) if chart.hovered else ""
    if chart.hovered:
        _, record = plugins["s2gm"].dock.session.record_of(chart.hovered)
        report["hovered_day"] = record.acquired.date().isoformat()
    report["tooltip"] = QToolTip.text()
    QTimer.singleShot(700, guarded(lambda: (photograph("hover"), click(place))))


def click(place: QPoint) -> None:
    """Load the image of the mark."""
    chart = plugins["s2gm"].dock.chart
    before = len(QgsProject.instance().mapLayers())
    QTest.mouseClick(chart, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, place)
    wait_for(lambda: len(QgsProject.instance().mapLayers()) > before, look_at_image)


def look_at_image() -> None:
    """Note the layer; then export and take the plugin away."""
    (layer,) = QgsProject.instance().mapLayers().values()
    report["image"] = {"name": layer.name(), "renderer": layer.renderer().type(), "bands": layer.bandCount()}
    if PICTURES:
        iface.mapCanvas().setExtent(layer.extent().buffered(-given.get("cut", 0)))
    iface.mapCanvas().refresh()
    iface.mapCanvas().waitWhileRendering()
    QTimer.singleShot(1500, guarded(lambda: (photograph("image"), export())))


def export() -> None:
    """Write both files."""
    dock, folder = plugins["s2gm"].dock, Path(os.environ["S2GM_REPORT"]).parent
    dock.export_csv(folder / "series.csv")
    dock.export_png(folder / "series.png")
    unloadPlugin("s2gm")
    report["left_after_unload"] = "s2gm" in plugins
    wait_for(lambda: iface.mainWindow().findChild(QDockWidget, "s2gmTimeSeries") is None, finish)


def finish() -> None:
    """Write the report and leave."""
    report["left_on_map"] = rubber_bands() - report.pop("before_all")
    report["left_tasks"] = QgsApplication.taskManager().countActiveTasks()
    Path(os.environ["S2GM_REPORT"]).write_text(json.dumps(report), encoding="utf-8")
    os._exit(0)


def rubber_bands() -> int:
    """How many marks are on the map; QGIS has some of its own."""
    return sum(isinstance(item, QgsRubberBand) for item in iface.mapCanvas().scene().items())


def photograph(name: str) -> None:
    """A picture of the screen, where pictures are wanted."""
    if PICTURES:
        photograph_screen(f"{PICTURES}/{name}.png")


QTimer.singleShot(START_AFTER, guarded(open_dock))
