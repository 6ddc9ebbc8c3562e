"""Runs inside a QGIS main window (``qgis --code``): makes a mosaic with the plugin and photographs the window.

The order stands in environment variables that tools/screenshot.sh sets.
"""

from __future__ import annotations

import json
import os
from pathlib import Path

import processing
from in_window import guarded, photograph_screen
from qgis.core import QgsCoordinateReferenceSystem, QgsMapThemeCollection, QgsProject, QgsRasterLayer
from qgis.gui import QgsFilterLineEdit, QgsMapCanvas
from qgis.PyQt.QtCore import Qt, QTimer
from qgis.PyQt.QtWidgets import QDockWidget, QWidget
from qgis.utils import iface

USUAL_VIEWS = "Scene classification;Number of valid observations;Index of product used for this pixel"
VIEWS = (os.environ["S2GM_VIEWS"] or USUAL_VIEWS).split(";")
"""Styles of the ancillary layers that get a map of their own beside the mosaic."""

SHOWN_PANELS = ("Layers", "ProcessingToolbox")
WINDOW_SIZE = 1600, 1000
START_AFTER, LOOK_AFTER = 3000, 6000  # milliseconds


def make_mosaic() -> tuple[QgsRasterLayer, QgsRasterLayer]:
    """Run the algorithm as the toolbox does; the mosaic and its ancillary layers."""
    folder = Path(os.environ["S2GM_WORK"])
    processing.runAndLoadResults(
        "s2gm:temporalmosaic",
        {
            "SOURCE": os.environ["S2GM_SOURCE"],
            "EXTENT": os.environ["S2GM_EXTENT"] + " [EPSG:4326]",
            "PERIOD": "month",
            "START": os.environ["S2GM_START"],
            "RESOLUTION": float(os.environ["S2GM_RESOLUTION"]),
            "OUTPUT": str(folder / "mosaic.tif"),
            "QUALITY": str(folder / "quality.tif"),
            **(json.loads(os.environ["S2GM_ORDER"]) or {}),
        },
    )
    layers = {Path(layer.source()).name: layer for layer in QgsProject.instance().mapLayers().values()}
    return layers["mosaic.tif"], layers["quality.tif"]


def add_theme(name: str, visible: QgsRasterLayer, style: str) -> None:
    """Remember a map of one layer in one of its styles."""
    visible.styleManager().setCurrentStyle(style)
    record = QgsMapThemeCollection.MapThemeLayerRecord(visible)
    record.usingCurrentStyle = True
    record.currentStyle = style
    theme = QgsMapThemeCollection.MapThemeRecord()
    theme.addLayerRecord(record)
    QgsProject.instance().mapThemeCollection().insert(name, theme)


def add_view(name: str, above: QDockWidget | None) -> QDockWidget:
    """A docked map of a theme, below the last one."""
    canvas: QgsMapCanvas = iface.createNewMapCanvas(name)
    canvas.setTheme(name)
    dock = dock_of(canvas)
    window = iface.mainWindow()
    dock.setFloating(False)
    window.addDockWidget(Qt.DockWidgetArea.RightDockWidgetArea, dock)
    if above is not None:
        window.splitDockWidget(above, dock, Qt.Orientation.Vertical)
    return dock


def dock_of(widget: QWidget) -> QDockWidget:
    """The dock that a widget stands in."""
    while not isinstance(widget, QDockWidget):
        widget = widget.parentWidget()
    return widget


def arrange() -> None:
    """Make the mosaic and lay out the window."""
    window = iface.mainWindow()
    window.showNormal()
    window.setGeometry(0, 0, *WINDOW_SIZE)
    arrange_panels()
    mosaic, quality = make_mosaic()
    QgsProject.instance().setCrs(QgsCoordinateReferenceSystem(mosaic.crs()))
    show_views(quality)
    root = QgsProject.instance().layerTreeRoot()
    root.findLayer(quality).setItemVisibilityChecked(False)
    root.findLayer(mosaic).setExpanded(False)
    root.findLayer(quality).setExpanded(True)
    iface.setActiveLayer(mosaic)
    QTimer.singleShot(LOOK_AFTER // 2, guarded(lambda: zoom_to(mosaic)))
    QTimer.singleShot(LOOK_AFTER, guarded(photograph))


def zoom_to(layer: QgsRasterLayer) -> None:
    """Show a layer as large as every map allows, once the panels have found their sizes."""
    for canvas in iface.mapCanvases():
        canvas.setExtent(layer.extent().buffered(layer.extent().height() * 0.01))
        canvas.refresh()


def arrange_panels() -> None:
    """Layers and, below them, the toolbox with what it finds for the provider; nothing else."""
    window = iface.mainWindow()
    for dock in window.findChildren(QDockWidget):
        dock.setVisible(dock.objectName() in SHOWN_PANELS)
    layers, toolbox = (window.findChild(QDockWidget, name) for name in SHOWN_PANELS)
    window.addDockWidget(Qt.DockWidgetArea.LeftDockWidgetArea, toolbox)
    window.splitDockWidget(layers, toolbox, Qt.Orientation.Vertical)
    window.resizeDocks([layers, toolbox], [520, 260], Qt.Orientation.Vertical)
    window.resizeDocks([layers], [320], Qt.Orientation.Horizontal)
    toolbox.findChild(QgsFilterLineEdit).setText("sentinel")


def show_views(quality: QgsRasterLayer) -> None:
    """One small map per interesting ancillary layer."""
    available = quality.styleManager().styles()
    dock: QDockWidget | None = None
    docks = []
    for style in (style for style in VIEWS if style in available):
        add_theme(style, quality, style)
        dock = add_view(style, dock)
        docks.append(dock)
    quality.styleManager().setCurrentStyle(next((style for style in VIEWS if style in available), available[0]))
    iface.mainWindow().resizeDocks(docks, [360] * len(docks), Qt.Orientation.Horizontal)
    iface.mainWindow().resizeDocks(docks, [280] * len(docks), Qt.Orientation.Vertical)


def photograph() -> None:
    """Save the picture of the whole screen and leave."""
    for canvas in iface.mapCanvases():
        canvas.waitWhileRendering()
    photograph_screen(os.environ["S2GM_PICTURE"])
    os._exit(0)


QTimer.singleShot(START_AFTER, guarded(arrange))
