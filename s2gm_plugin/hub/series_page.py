"""The page of time series: what they are, and the way to their own dock, which needs the width of the map."""

from __future__ import annotations

from collections.abc import Callable

from qgis.PyQt.QtWidgets import QLabel, QPushButton, QVBoxLayout, QWidget

from ...processing_provider.plugin_facts import plugin_icon
from ...processing_provider.translation import translate


class SeriesPage(QWidget):
    """Two ways to time series."""

    def __init__(self, open_dock: Callable[[], None], open_algorithm: Callable[[str], None]) -> None:
        super().__init__()
        self.dock_button = QPushButton(plugin_icon("s2gm_series"), translate("S2GM", "Open the chart"))
        self.dock_button.setToolTip(translate("S2GM", "Opens the chart of time series below the map"))
        self.layer_button = QPushButton(translate("S2GM", "Read a whole layer..."))
        self.layer_button.setToolTip(translate("S2GM", "Opens the algorithm Point time series"))
        about_dock = QLabel(
            translate(
                "S2GM",
                "Every acquisition of a place through time: reflectance, vegetation indices, and which observations "
                "are clear. The chart opens below the map; each click on the map adds a place, and a click on a mark "
                "of the chart shows the picture of that day.",
            )
        )
        about_layer = QLabel(
            translate(
                "S2GM",
                "For many places at once, into a layer and a table: points, or polygons that are summed up, with "
                "smooth curves and dates of seasons.",
            )
        )
        column = QVBoxLayout(self)
        for label, button in ((about_dock, self.dock_button), (about_layer, self.layer_button)):
            label.setWordWrap(True)
            column.addWidget(label)
            column.addWidget(button)
            column.addSpacing(12)
        column.addStretch(1)
        self.dock_button.clicked.connect(lambda checked=False: open_dock())
        self.layer_button.clicked.connect(lambda checked=False: open_algorithm("s2gm:pointtimeseries"))
