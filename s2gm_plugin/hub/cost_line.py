"""The line that says what an order writes, after the user has stopped typing."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from qgis.core import QgsProcessingAlgorithm
from qgis.PyQt.QtCore import QTimer
from qgis.PyQt.QtWidgets import QLabel

from .cost import cost_of

SETTLES = 200
"""Milliseconds without a change before the cost is counted: a large area takes the better part of a second."""


class CostLine(QLabel):
    """Hidden while there is nothing to say. Changes in a row are counted once, the same order never twice."""

    def __init__(self, algorithm: QgsProcessingAlgorithm) -> None:
        super().__init__()
        self.setWordWrap(True)
        self._algorithm = algorithm
        self._wanted: Mapping[str, Any] | None = None
        self._counted: Mapping[str, Any] | None = None
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(SETTLES)
        self._timer.timeout.connect(self.count)
        self.hide()

    def show_order(self, parameters: Mapping[str, Any] | None) -> None:
        """Show the cost of an order soon; None for nothing to say, at once."""
        self._wanted = parameters
        if parameters is None:
            self._timer.stop()
            self._counted = None
            self._say("")
        elif parameters != self._counted:
            self._timer.start()
        else:
            self._timer.stop()

    def count(self) -> None:
        """Show the cost now, where it is not shown yet."""
        self._timer.stop()
        if self._wanted is not None and self._wanted != self._counted:
            self._counted = self._wanted
            self._say(cost_of(self._algorithm, self._wanted).text())

    def _say(self, text: str) -> None:
        self.setText(text)
        self.setVisible(bool(text))
