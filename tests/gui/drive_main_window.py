"""Runs inside a real QGIS main window (``qgis --code``): makes a mosaic through the plugin's dialog.

Writes what it saw as JSON to the file named by ``S2GM_REPORT``; the test that started it reads that.
"""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

from in_window import guarded, wait_for
from qgis.core import QgsProject
from qgis.PyQt.QtCore import QTimer
from qgis.PyQt.QtWidgets import QAction, QApplication, QCheckBox
from qgis.utils import iface, plugins, unloadPlugin

START_AFTER = 2000  # milliseconds

report: dict[str, Any] = {}


def open_dialog() -> None:
    """Press the plugin's button and fill in the dialog that appears."""
    action = iface.mainWindow().findChild(QAction, "s2gmTemporalMosaic")
    report["in_menu"] = any(action in menu.actions() for menu in _raster_submenus())
    action.trigger()
    dialog = next(widget for widget in QApplication.topLevelWidgets() if hasattr(widget, "algorithm"))
    report["title"] = dialog.windowTitle()
    project = QgsProject.instance()
    dialog.setParameters(json.loads(os.environ["S2GM_PARAMETERS"]))
    for box in dialog.findChildren(QCheckBox):
        if box.text().startswith("Open output file"):
            box.setChecked(box.isEnabled())
    dialog.runButton().click()
    report["window_stays_usable"] = dialog.isVisible() and not dialog.runButton().isEnabled()
    wait_for(lambda: len(project.mapLayers()) == 2, look_at_layers)


def look_at_layers() -> None:
    """Note what was added to the project, then take the plugin away."""
    layers = QgsProject.instance().mapLayers().values()
    report["layers"] = {
        layer.name(): {
            "renderer": layer.renderer().type(),
            "rights": layer.metadata().rights(),
            "in_time": layer.temporalProperties().isActive(),
            "style": layer.styleManager().currentStyle(),
        }
        for layer in layers
    }
    unloadPlugin("s2gm")
    report["left_after_unload"] = "s2gm" in plugins
    wait_for(lambda: iface.mainWindow().findChild(QAction, "s2gmTemporalMosaic") is None, finish)


def finish() -> None:
    """Write the report and leave."""
    Path(os.environ["S2GM_REPORT"]).write_text(json.dumps(report), encoding="utf-8")
    os._exit(0)


def _raster_submenus() -> list[Any]:
    return [action.menu() for action in iface.rasterMenu().actions() if action.menu()]


QTimer.singleShot(START_AFTER, guarded(open_dialog))
