"""The plugin object: registers the Processing provider and adds the menu entry and toolbar button."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from qgis.core import Qgis, QgsApplication
from qgis.PyQt.QtCore import QCoreApplication, Qt
from qgis.PyQt.QtWidgets import QAction, QDialog

from ..processing_provider.dependencies import missing_packages_message
from ..processing_provider.plugin_facts import plugin_icon
from ..processing_provider.provider import S2GMProvider
from ..processing_provider.translation import install_translator, translate

if TYPE_CHECKING:
    from .hub.window import HubDock
    from .inspect import InspectDock
    from .series.dock import SeriesDock

processing_registry = QgsApplication.processingRegistry

MENU = "S2GM"
MOSAIC_ALGORITHM = "s2gm:temporalmosaic"


class S2GMPlugin:
    """S2GM in QGIS. ``iface`` is None in ``qgis_process``, which calls `initProcessing` only."""

    def __init__(self, iface: Any) -> None:
        self.iface = iface
        self.translator = install_translator(QgsApplication.locale())
        self.provider: S2GMProvider | None = None
        self.actions: list[QAction] = []
        self.hub: HubDock | None = None  # made when it is opened: it needs the core's packages
        self.dock: SeriesDock | None = None  # the same
        self.inspect_dock: InspectDock | None = None  # the same
        self.dialogs: list[QDialog] = []  # open ones; their buttons work only while Python holds them

    def initProcessing(self) -> None:
        """Register the provider; needs no window."""
        if self.provider is None:
            provider = S2GMProvider()
            if processing_registry().addProvider(provider):
                self.provider = provider

    def initGui(self) -> None:
        """Register the provider and add the menu entry and toolbar button."""
        self.initProcessing()
        self._add_action(
            "s2gmHub",
            translate("S2GM", "S2GM window"),
            translate("S2GM", "Cloud-free Sentinel-2 mosaics: choose an area and a month"),
            self.open_hub,
        ).setIcon(plugin_icon("s2gm_hub"))
        self._add_action(
            "s2gmTemporalMosaic",
            translate("S2GM", "Temporal mosaic..."),
            translate("S2GM", "Make a cloud-free Sentinel-2 mosaic"),
            self.open_mosaic_dialog,
        )
        self._add_action(
            "s2gmTimeSeriesDock",
            translate("S2GM", "Point time series"),
            translate("S2GM", "Show the time series of points on the map"),
            self.open_series_dock,
        ).setIcon(plugin_icon("s2gm_series"))
        self._add_action(
            "s2gmInspect",
            translate("S2GM", "Inspect a mosaic"),
            translate("S2GM", "Click a pixel of a mosaic and see what it was made from"),
            self.open_inspect_dock,
        ).setIcon(plugin_icon("s2gm_inspect"))

    def _add_action(self, name: str, text: str, tip: str, do: Callable[[], None]) -> QAction:
        action = QAction(plugin_icon(), text, self.iface.mainWindow())
        action.setObjectName(name)
        action.setToolTip(tip)
        action.triggered.connect(lambda checked=False: do())
        self.iface.addPluginToRasterMenu(MENU, action)
        self.iface.addToolBarIcon(action)
        self.actions.append(action)
        return action

    def unload(self) -> None:
        """Take everything away that was added."""
        for dialog in tuple(self.dialogs):
            dialog.close()
        for dock in (self.hub, self.dock, self.inspect_dock):
            if dock is not None:
                dock.shut()
                self.iface.removeDockWidget(dock)
                dock.deleteLater()
        self.hub = self.dock = self.inspect_dock = None
        for action in self.actions:
            self.iface.removePluginRasterMenu(MENU, action)
            self.iface.removeToolBarIcon(action)
            action.deleteLater()
        self.actions = []
        if self.provider is not None:
            processing_registry().removeProvider(self.provider)
            self.provider = None
        if self.translator is not None:
            QCoreApplication.removeTranslator(self.translator)
            self.translator = None

    def open_hub(self) -> None:
        """Show the window, or say which Python packages are missing."""
        if not self._can_run():
            return
        if self.hub is None:
            from .hub.window import HubDock, orders_file

            self.hub = HubDock(self.iface, self.open_series_dock, self.open_algorithm, orders_file())
            self.iface.addDockWidget(Qt.DockWidgetArea.RightDockWidgetArea, self.hub)
        self.hub.show()
        self.hub.raise_()

    def open_mosaic_dialog(self) -> None:
        """Open the dialog of the algorithm of mosaics."""
        self.open_algorithm(MOSAIC_ALGORITHM)

    def open_algorithm(self, name: str) -> None:
        """Open an algorithm's dialog, or say which Python packages are missing."""
        if not self._can_run():
            return
        from processing import createAlgorithmDialog

        dialog = createAlgorithmDialog(name, {})
        self.dialogs.append(dialog)
        dialog.destroyed.connect(lambda: self.dialogs.remove(dialog))
        dialog.show()

    def open_series_dock(self) -> None:
        """Show the dock of time series, or say which Python packages are missing."""
        if not self._can_run():
            return
        if self.dock is None:
            from .series.dock import SeriesDock

            self.dock = SeriesDock(self.iface)
            self.iface.addDockWidget(Qt.DockWidgetArea.BottomDockWidgetArea, self.dock)
        self.dock.show()
        self.dock.raise_()

    def open_inspect_dock(self) -> None:
        """Show the dock that tells what a pixel was made from, or say which Python packages are missing."""
        if not self._can_run():
            return
        if self.inspect_dock is None:
            from .inspect import InspectDock

            self.inspect_dock = InspectDock(self.iface)
            self.iface.addDockWidget(Qt.DockWidgetArea.BottomDockWidgetArea, self.inspect_dock)
        self.inspect_dock.show()
        self.inspect_dock.raise_()

    def _can_run(self) -> bool:
        problem = missing_packages_message()
        if problem:
            self.iface.messageBar().pushMessage("S2GM", problem, Qgis.MessageLevel.Warning)
        return not problem
