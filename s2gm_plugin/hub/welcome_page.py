"""The first page that a new user sees: three steps, and an example that needs no network."""

from __future__ import annotations

from qgis.core import QgsApplication
from qgis.PyQt.QtCore import Qt, pyqtSignal
from qgis.PyQt.QtWidgets import QGridLayout, QLabel, QProgressBar, QPushButton, QVBoxLayout, QWidget

from ...processing_provider.translation import translate
from ..area.notice import Notice
from .example import ExampleTask, example_folder

STEPS = (
    ("mActionCapturePolygon", "area"),
    ("propertyicons/temporal", "month"),
    ("mActionAddRasterLayer", "look"),
)


class WelcomePage(QWidget):
    """Three steps and two buttons."""

    started = pyqtSignal()
    exampleWanted = pyqtSignal(object)  # OrderRecord
    helpWanted = pyqtSignal()

    def __init__(self) -> None:
        super().__init__()
        self.start_button = QPushButton(translate("S2GM", "Begin"))
        self.start_button.setToolTip(translate("S2GM", "Opens Temporal Mosaic; this page can be opened again below"))
        self.example_button = QPushButton(translate("S2GM", "Try an example without a network"))
        self.example_button.setToolTip(
            translate("S2GM", "Writes a small synthetic archive into your profile and makes a mosaic of it")
        )
        self.help_button = QPushButton(translate("S2GM", "Read more"))
        self.help_button.setToolTip(translate("S2GM", "Opens the documents, which are on this computer"))
        self.notice, self.progress = Notice(), QProgressBar()
        self.progress.setToolTip(translate("S2GM", "How much of the example archive is written"))
        self.progress.hide()
        self._task: ExampleTask | None = None
        self._lay_out()
        self.start_button.clicked.connect(lambda checked=False: self.started.emit())
        self.example_button.clicked.connect(lambda checked=False: self.try_example())
        self.help_button.clicked.connect(lambda checked=False: self.helpWanted.emit())

    def _lay_out(self) -> None:
        title = QLabel("<h2>" + translate("S2GM", "A cloud-free picture in three steps") + "</h2>")
        title.setWordWrap(True)
        texts = {
            "area": translate("S2GM", "<b>1. Choose an area.</b> Draw it on the map, or take a country by its name."),
            "month": translate("S2GM", "<b>2. Choose a month.</b> Sentinel-2 has passed every few days since 2015."),
            "look": translate(
                "S2GM",
                "<b>3. Press Quicklook.</b> A coarse picture comes first; if you like it, have the whole mosaic made.",
            ),
        }
        grid = QGridLayout()
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(16)
        grid.setColumnStretch(1, 1)
        size = 2 * self.fontMetrics().height()
        for row, (icon, name) in enumerate(STEPS):
            picture, text = QLabel(), QLabel(texts[name])
            picture.setPixmap(QgsApplication.getThemeIcon(f"/{icon}.svg").pixmap(size, size))
            text.setWordWrap(True)
            grid.addWidget(picture, row, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(text, row, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 12, 16, 12)
        column.addWidget(title)
        column.addLayout(grid)
        column.addSpacing(16)
        for widget in (self.start_button, self.example_button, self.help_button, self.progress, self.notice):
            column.addWidget(widget)
        column.addStretch(1)

    def try_example(self) -> None:
        """Write the archive in the background, then order its mosaic."""
        self.example_button.setEnabled(False)
        self.notice.clear()
        self.progress.setValue(0)
        self.progress.show()
        self._task = ExampleTask(example_folder())
        self._task.progressChanged.connect(self._show_progress)
        self._task.ready.connect(self._take)
        self._task.failed.connect(self._fail)
        self._task.taskTerminated.connect(self._settle)
        QgsApplication.taskManager().addTask(self._task)

    def shut(self) -> None:
        """Give up what is being written."""
        if self._task is not None:
            self._task.cancel()
            self._task.waitForFinished(5_000)
            self._task = None

    def _show_progress(self, percent: float) -> None:
        self.progress.setValue(round(percent))

    def _take(self, record: object) -> None:
        self._settle()
        self.exampleWanted.emit(record)

    def _fail(self, why: str) -> None:
        self._settle()
        self.notice.complain(why)

    def _settle(self) -> None:
        self._task = None
        self.example_button.setEnabled(True)
        self.progress.hide()
