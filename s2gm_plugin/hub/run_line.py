"""What is running now, below all pages: the order's name, what it does, how far it is, and a button to stop it."""

from __future__ import annotations

from html import escape

from qgis.core import QgsApplication
from qgis.PyQt.QtCore import Qt, pyqtSignal
from qgis.PyQt.QtWidgets import QFrame, QGridLayout, QLabel, QProgressBar, QSizePolicy, QToolButton

from ...processing_provider.translation import translate
from ..core_words import said
from .queue import OrderQueue
from .records import OrderRecord


class RunLine(QFrame):
    """Hidden while nothing runs."""

    cancelled = pyqtSignal(int)

    def __init__(self, queue: OrderQueue) -> None:
        super().__init__()
        self._queue = queue
        self._running = 0
        self.setFrameShape(QFrame.Shape.StyledPanel)
        self.title, self.step = QLabel(), QLabel()
        self.progress = QProgressBar()
        self.progress.setToolTip(translate("S2GM", "How much of the order is done"))
        self.stop_button = QToolButton()
        self.stop_button.setIcon(QgsApplication.getThemeIcon("/mTaskCancel.svg"))
        self.stop_button.setToolTip(translate("S2GM", "Stops this order; it can be resumed in My Orders"))
        self.stop_button.setAccessibleName(translate("S2GM", "Stop"))
        self.title.setTextFormat(Qt.TextFormat.RichText)
        self.step.setTextFormat(Qt.TextFormat.PlainText)
        for label in (self.title, self.step):
            label.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        grid = QGridLayout(self)
        grid.setContentsMargins(8, 4, 4, 4)
        grid.setVerticalSpacing(2)
        grid.addWidget(self.title, 0, 0)
        grid.addWidget(self.stop_button, 0, 1, 2, 1)
        grid.addWidget(self.progress, 1, 0)
        grid.addWidget(self.step, 2, 0, 1, 2)
        self.stop_button.clicked.connect(lambda checked=False: self.cancelled.emit(self._running))
        queue.started.connect(self._start)
        queue.progressed.connect(lambda percent: self.progress.setValue(round(percent)))
        queue.told.connect(self._tell)
        queue.ended.connect(self._end)
        queue.waitingChanged.connect(self._show_waiting)
        self.hide()

    def _start(self, record: OrderRecord) -> None:
        self._running = record.identifier
        self._name = record.name
        self.progress.setValue(0)
        self._tell(translate("S2GM", "Looking for scenes"))
        self._show_waiting(self._queue.waiting)
        self.stop_button.setEnabled(True)
        self.show()

    def _tell(self, text: str) -> None:
        text = said(text)
        self.step.setText(text)
        self.step.setToolTip(text)

    def _show_waiting(self, waiting: int) -> None:
        if self._running:
            more = translate("S2GM", "{n} waiting").format(n=waiting)
            self.title.setText(f"<b>{escape(self._name)}</b>" + (f" · {more}" if waiting else ""))
            self.title.setToolTip(self._name)

    def _end(self, record: OrderRecord) -> None:
        if record.identifier == self._running:
            self._running = 0
            self.hide()
