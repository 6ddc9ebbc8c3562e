"""The plugin object: registers the Processing provider and adds the menu entry and toolbar button."""

from __future__ import annotations

from typing import Any

from qgis.core import Qgis, QgsApplication
from qgis.PyQt.QtWidgets import QAction, QDialog

from ..processing_provider.dependencies import missing_packages_message
from ..processing_provider.plugin_facts import plugin_icon
from ..processing_provider.provider import S2GMProvider
from ..processing_provider.translation import translate

processing_registry = QgsApplication.processingRegistry

MENU = "S2GM"
MOSAIC_ALGORITHM = "s2gm:temporalmosaic"


class S2GMPlugin:
    """S2GM in QGIS. ``iface`` is None in ``qgis_process``, which calls `initProcessing` only."""

    def __init__(self, iface: Any) -> None:
        self.iface = iface
        self.provider: S2GMProvider | None = None
        self.action: QAction | None = None
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
        self.action = QAction(plugin_icon(), translate("S2GM", "Temporal mosaic..."), self.iface.mainWindow())
        self.action.setObjectName("s2gmTemporalMosaic")
        self.action.setToolTip(translate("S2GM", "Make a cloud-free Sentinel-2 mosaic"))
        self.action.triggered.connect(self.open_mosaic_dialog)
        self.iface.addPluginToRasterMenu(MENU, self.action)
        self.iface.addToolBarIcon(self.action)

    def unload(self) -> None:
        """Take everything away that was added."""
        for dialog in tuple(self.dialogs):
            dialog.close()
        if self.action is not None:
            self.iface.removePluginRasterMenu(MENU, self.action)
            self.iface.removeToolBarIcon(self.action)
            self.action.deleteLater()
            self.action = None
        if self.provider is not None:
            processing_registry().removeProvider(self.provider)
            self.provider = None

    def open_mosaic_dialog(self) -> None:
        """Open the algorithm's dialog, or say which Python packages are missing."""
        problem = missing_packages_message()
        if problem:
            self.iface.messageBar().pushMessage("S2GM", problem, Qgis.MessageLevel.Warning)
            return
        from processing import createAlgorithmDialog

        dialog = createAlgorithmDialog(MOSAIC_ALGORITHM, {})
        self.dialogs.append(dialog)
        dialog.destroyed.connect(lambda: self.dialogs.remove(dialog))
        dialog.show()
