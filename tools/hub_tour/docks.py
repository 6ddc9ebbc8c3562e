"""The docks beside the window: what a pixel was made from, and time series."""

from __future__ import annotations

from in_window import pause
from qgis.core import QgsCoordinateReferenceSystem, QgsCoordinateTransform, QgsProject, QgsRasterLayer, QgsRectangle
from qgis.PyQt.QtCore import QDate, QRect, Qt
from qgis.PyQt.QtWidgets import QAction, QDockWidget
from qgis.utils import iface, plugins

from hub_tour.studio import SOURCE, START, Steps, archive_box, photograph_rect, rect_in

PIXEL = (0.45, 0.5)
PLACES = (PIXEL, (0.3, 0.35))
"""In parts of the archive's extent from its upper left corner."""

SIZE = (1000, 860)  # of QGIS's window
MAP_HEIGHT, INSPECT_HEIGHT, SERIES_HEIGHT = 260, 330, 400
AROUND = 400.0  # metres of the map around a place


def inspect() -> Steps:
    """A pixel of the finished mosaic with its observations."""
    layer = _finished_mosaic()
    _hide_others()
    QgsProject.instance().setCrs(layer.crs())
    iface.setActiveLayer(layer)
    iface.mainWindow().findChild(QAction, "s2gmInspect").trigger()
    dock = plugins["s2gm"].inspect_dock
    _make_room(dock, INSPECT_HEIGHT)
    dock.pick_button.click()
    dock.inspect(*_degrees(*PIXEL))
    yield lambda: not dock.is_busy
    if not dock.model.rows:
        raise RuntimeError(f"inspect: {dock.notice.text or 'the pixel has no observation'}")
    _look_around(PIXEL)
    yield pause(1.2)
    _photograph_with_map("inspect", dock)
    dock.hide()


def series() -> Steps:
    """Two places of the archive's month."""
    iface.mainWindow().findChild(QAction, "s2gmTimeSeriesDock").trigger()
    dock = plugins["s2gm"].dock
    _make_room(dock, SERIES_HEIGHT)
    controls = dock.controls
    controls.source.setCurrentText(SOURCE)
    controls.source.lineEdit().setCursorPosition(0)
    controls.start.setDate(QDate(START.year, START.month, 1))
    controls.end.setDate(controls.start.date().addMonths(1).addDays(-1))
    for place in PLACES:
        dock.add_point(*_degrees(*place))
    yield lambda: not dock.session.is_busy and len(dock.session.series) == len(PLACES)
    _look_around(*PLACES)
    yield pause(1.2)
    iface.messageBar().clearWidgets()
    _photograph_with_map("series_dock", dock)


def _finished_mosaic() -> QgsRasterLayer:
    layers = QgsProject.instance().mapLayers().values()
    return next(one for one in layers if isinstance(one, QgsRasterLayer) and "temporalmosaic.tif" in one.source())


def _hide_others() -> None:
    """A narrower QGIS without other docks."""
    iface.messageBar().clearWidgets()
    for dock in iface.mainWindow().findChildren(QDockWidget):
        dock.hide()
    iface.mainWindow().resize(*SIZE)


def _make_room(dock: QDockWidget, height: int) -> None:
    iface.mainWindow().resizeDocks([dock], [height], Qt.Orientation.Vertical)


def _degrees(across: float, down: float) -> tuple[float, float]:
    box = archive_box()
    return box.xMinimum() + across * box.width(), box.yMaximum() - down * box.height()


def _look_around(*places: tuple[float, float]) -> None:
    """Show places on the map."""
    project, canvas = QgsProject.instance(), iface.mapCanvas()
    box = QgsRectangle()
    box.setMinimal()
    for place in places:
        box.combineExtentWith(*_degrees(*place))
    from_degrees = QgsCoordinateTransform(QgsCoordinateReferenceSystem("EPSG:4326"), project.crs(), project)
    canvas.setExtent(from_degrees.transformBoundingBox(box.buffered(1e-6)).buffered(AROUND))
    canvas.refresh()
    canvas.waitWhileRendering()


def _photograph_with_map(name: str, dock: QDockWidget) -> None:
    """The dock with the lower part of the map above it."""
    below, map_ = rect_in(iface.mainWindow(), dock), rect_in(iface.mainWindow(), iface.mapCanvas())
    top = max(map_.bottom() - MAP_HEIGHT, map_.top())
    photograph_rect(name, QRect(below.left(), top, below.width(), below.bottom() - top))
