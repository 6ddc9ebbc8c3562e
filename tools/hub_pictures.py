"""Runs inside a QGIS main window (``qgis --code``): opens every page of the S2GM window and photographs it.

tools/hub_pictures.sh sets the environment: S2GM_SOURCE, S2GM_EXTENT (xmin,xmax,ymin,ymax in degrees), S2GM_START and
S2GM_PICTURES, the beginning of the pictures' paths.
"""

from __future__ import annotations

import os
from datetime import date

from in_window import guarded, wait_for
from qgis.core import QgsCoordinateReferenceSystem, QgsGeometry, QgsProject, QgsRectangle
from qgis.PyQt.QtCore import QCoreApplication, Qt, QTimer
from qgis.PyQt.QtWidgets import QAction, QDockWidget
from qgis.utils import iface, plugins

START_AFTER = 3000  # milliseconds
PICTURES = os.environ["S2GM_PICTURES"]
SIZE = tuple(int(one) for one in os.environ.get("S2GM_WINDOW", "1280,860").split(","))
WHOLE_WIDTH = 720  # of pictures of all of QGIS
WIDTH = int(os.environ.get("S2GM_HUB_WIDTH", "500"))


def open_hub() -> None:
    """Open the window as its button does and choose the archive, its area and its month."""
    window = iface.mainWindow()
    window.showNormal()
    window.setGeometry(0, 0, *SIZE)
    iface.newProject(False)
    QgsProject.instance().setCrs(QgsCoordinateReferenceSystem("EPSG:4326"))
    for dock in window.findChildren(QDockWidget):
        dock.setVisible(dock.objectName() == "Layers")
    window.findChild(QAction, "s2gmHub").trigger()
    hub = plugins["s2gm"].hub
    window.resizeDocks([hub], [WIDTH], Qt.Orientation.Horizontal)
    QTimer.singleShot(800, guarded(lambda: (photograph("welcome"), basic())))


def basic() -> None:
    """The basic page before and after the quicklook."""
    hub = plugins["s2gm"].hub
    hub.open_place("mosaic")
    settle()
    photograph("empty")
    page = hub.order_pages["s2gm:temporalmosaic"]
    west, east, south, north = (float(one) for one in os.environ["S2GM_EXTENT"].split(","))
    page.form.set_value("SOURCE", os.environ["S2GM_SOURCE"])
    page.month.set_month(date.fromisoformat(os.environ["S2GM_START"]))
    area = QgsGeometry.fromRect(QgsRectangle(west, south, east, north))
    hub.area_panel.choose(area)
    iface.mapCanvas().setExtent(area.boundingBox().buffered(0.01))
    settle()
    photograph("basic")
    page.scenes_button.click()
    wait_for(lambda: not hub.scenes_panel.is_busy, scenes)


def scenes() -> None:
    """Which scenes there are, then the quicklook."""
    hub = plugins["s2gm"].hub
    page = hub.order_pages["s2gm:temporalmosaic"]
    settle()
    page.scroll.verticalScrollBar().setValue(page.scroll.verticalScrollBar().maximum())
    settle()
    photograph("scenes")
    page.scroll.verticalScrollBar().setValue(0)
    page.look_button.click()
    wait_for(lambda: hub.queue.run is None, mosaic)


def mosaic() -> None:
    """The quicklook on the map, then the whole mosaic."""
    hub = plugins["s2gm"].hub
    page = hub.order_pages["s2gm:temporalmosaic"]
    iface.messageBar().clearWidgets()
    iface.mapCanvas().zoomByFactor(2.5)  # a smaller picture in the picture
    iface.mapCanvas().waitWhileRendering()
    settle()
    photograph("quicklook", whole=True)
    page.make_button.click()
    QTimer.singleShot(400, guarded(lambda: photograph("running")))
    wait_for(lambda: hub.queue.run is None, advanced)


def advanced() -> None:
    """The advanced page, and what it says of a wrong order."""
    hub = plugins["s2gm"].hub
    page = hub.order_pages["s2gm:temporalmosaic"]
    page.mode.set_advanced(True)
    settle()
    photograph("advanced")
    page.form.set_value("OPTIONS", "percentiles=25")
    page.form.set_value("METHOD", "percentile")
    page.form.set_value("OPTIONS", "colour=red")
    page.make_button.click()
    settle()
    photograph("error")
    page.form.reset()
    page.mode.set_advanced(False)
    others()


def others() -> None:
    """The other places."""
    hub = plugins["s2gm"].hub
    for name in (name for name in hub.buttons if name != "mosaic"):
        hub.open_place(name)
        settle()
        if name == "orders":
            hub.orders_page.choose(hub.store.orders()[0].identifier)
            settle()
        photograph(name)
    read_help()


def read_help() -> None:
    """The help at the section of a place."""
    hub = plugins["s2gm"].hub
    hub.open_place("orders")
    hub._open_help()
    settle()
    hub.help.grab().save(f"{PICTURES}_help.png")
    if "S2GM_PAGES" in os.environ:  # more pages of the documents, to be looked at
        for page in os.environ["S2GM_PAGES"].split(","):
            hub.help.show_address(page)
            settle()
            hub.help.grab().save(f"{PICTURES}_help_{page.replace('#', '_').replace('.md', '')}.png")
    os._exit(0)


def settle() -> None:
    """Let Qt draw, with the costs that else come a moment later."""
    for page in plugins["s2gm"].hub.order_pages.values():
        page.cost.count()
    for _ in range(20):
        QCoreApplication.processEvents()


def photograph(name: str, whole: bool = False) -> None:
    """Save a picture of the window's dock, or of the main window."""
    settle()
    picture = (iface.mainWindow() if whole else plugins["s2gm"].hub).grab()
    if whole:
        picture = picture.scaledToWidth(WHOLE_WIDTH, Qt.TransformationMode.SmoothTransformation)
    picture.save(f"{PICTURES}_{name}.png")


QTimer.singleShot(START_AFTER, guarded(open_hub))
