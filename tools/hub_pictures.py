"""Runs inside a QGIS main window (``qgis --code``): opens every page of the S2GM window and photographs it.

tools/hub_pictures.sh sets the environment: S2GM_SOURCE, S2GM_EXTENT (xmin,xmax,ymin,ymax in degrees), S2GM_START and
S2GM_PICTURES, the beginning of the pictures' paths. The rooms of the tour are in tools/hub_tour.
"""

from __future__ import annotations

import os

from hub_tour import areas, docks, mosaic, orders, places
from hub_tour.studio import WIDTH, Steps, hub, photograph
from in_window import guarded, pause, walk
from qgis.core import QgsCoordinateReferenceSystem, QgsProject
from qgis.PyQt.QtCore import Qt, QTimer
from qgis.PyQt.QtWidgets import QAction, QDockWidget
from qgis.utils import iface

START_AFTER = 3000  # milliseconds
SIZE = tuple(int(one) for one in os.environ.get("S2GM_WINDOW", "1280,860").split(","))


def tour() -> Steps:
    """All pictures. Later rooms need what earlier ones have ordered."""
    open_hub()
    yield pause(0.8)
    photograph("welcome")
    yield from orders.no_order()
    hub().open_place("mosaic")
    photograph("empty")
    yield from areas.area_pages()
    yield from areas.editing()
    yield from mosaic.basic()
    yield from mosaic.advanced()
    yield from places.simple_places()
    yield from places.predefined()
    yield from orders.orders()
    yield from places.read_help()
    yield from docks.inspect()
    yield from docks.series()


def open_hub() -> None:
    """Open the window as its button does."""
    window = iface.mainWindow()
    window.showNormal()
    window.setGeometry(0, 0, *SIZE)
    iface.newProject(False)
    QgsProject.instance().setCrs(QgsCoordinateReferenceSystem("EPSG:4326"))
    for dock in window.findChildren(QDockWidget):
        dock.setVisible(dock.objectName() == "Layers")
    window.findChild(QAction, "s2gmHub").trigger()
    window.resizeDocks([hub()], [WIDTH], Qt.Orientation.Horizontal)


QTimer.singleShot(START_AFTER, guarded(lambda: walk(tour(), lambda: os._exit(0))))
