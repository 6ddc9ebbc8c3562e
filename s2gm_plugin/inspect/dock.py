"""The dock of the inspect tool: click a pixel of a mosaic and see what it was chosen from."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Any

from qgis.core import (
    QgsApplication,
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransform,
    QgsCsException,
    QgsGeometry,
    QgsPointXY,
    QgsProcessingException,
    QgsProject,
    QgsWkbTypes,
)
from qgis.gui import QgsAuthConfigSelect, QgsRubberBand
from qgis.PyQt.QtCore import QLocale, Qt, QTimer
from qgis.PyQt.QtGui import QColor
from qgis.PyQt.QtWidgets import (
    QAbstractItemView,
    QApplication,
    QDockWidget,
    QFormLayout,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QLineEdit,
    QProgressBar,
    QPushButton,
    QToolButton,
    QTreeView,
    QVBoxLayout,
    QWidget,
)

from ...processing_provider.translation import translate
from ..area.notice import Notice
from ..core_words import said
from ..series.places import PointPicker
from .subject import subject_of
from .table import ObservationTable
from .task import Click, InspectTask

if TYPE_CHECKING:
    from ...s2gm_core.products.inspect import Inspection

LONGEST_WAIT = 3_000
MARK = QColor(255, 0, 200)


class InspectDock(QDockWidget):
    """Each click on the map asks for the pixel of the active layer. ``shut`` is to be called at the end."""

    def __init__(self, iface: Any) -> None:
        super().__init__(translate("S2GM", "S2GM inspect"), iface.mainWindow())
        self.setObjectName("s2gmInspect")
        self.iface = iface
        self.found: Inspection | None = None
        self.picker = PointPicker(iface.mapCanvas())
        self.model = ObservationTable(self)
        self._task: InspectTask | None = None
        self._next: Click | None = None
        self._mark: QgsRubberBand | None = None
        self._make_widgets()
        self._lay_out()
        self._connect()
        self._show_found(None)

    @property
    def is_busy(self) -> bool:
        """Whether a pixel is being read."""
        return self._task is not None

    # Set-up

    def _make_widgets(self) -> None:
        self.pick_button, self.copy_button = QToolButton(), QPushButton(translate("S2GM", "Copy"))
        self.pick_button.setIcon(QgsApplication.getThemeIcon("/mActionIdentify.svg"))
        self.pick_button.setText(translate("S2GM", "Pick a pixel"))
        self.pick_button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.pick_button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.pick_button.setCheckable(True)
        self.pick_button.setToolTip(
            translate("S2GM", "Each click on the map tells what the active layer's pixel was made from")
        )
        self.copy_button.setToolTip(translate("S2GM", "Copies the table for a spreadsheet"))
        self.stop_button, self.progress = QPushButton(translate("S2GM", "Cancel")), QProgressBar()
        self.stop_button.setToolTip(translate("S2GM", "Stops reading"))
        self.progress.setTextVisible(False)
        self.progress.setMaximumHeight(12)
        self.summary, self.notice, self.list = QLabel(), Notice(), QTreeView()
        self.summary.setWordWrap(True)
        self.summary.setTextFormat(Qt.TextFormat.RichText)
        self.summary.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.list.setModel(self.model)
        self.list.setRootIsDecorated(False)
        self.list.setUniformRowHeights(True)
        self.list.setAllColumnsShowFocus(True)
        self.list.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.list.setAccessibleName(translate("S2GM", "Observations of the pixel"))
        self.source_button, self.source_box = QToolButton(), QWidget()
        self.source_button.setText(translate("S2GM", "Source ..."))
        self.source_button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.source_button.setCheckable(True)
        self.source_button.setToolTip(translate("S2GM", "Takes the scenes from elsewhere, or with an account"))
        self.source_box.hide()
        self.source, self.auth = QLineEdit(), QgsAuthConfigSelect()
        self.source.setPlaceholderText(translate("S2GM", "that of the mosaic"))
        self.source.setToolTip(translate("S2GM", "Another source with the same scenes, such as a copy of them"))
        self.auth.setToolTip(translate("S2GM", "A stored authentication of QGIS, for sources that need an account"))

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        top.addWidget(self.pick_button)
        top.addWidget(self.progress, 1)
        top.addWidget(self.stop_button)
        top.addStretch()
        top.addWidget(self.source_button)
        top.addWidget(self.copy_button)
        form = QFormLayout(self.source_box)
        form.setContentsMargins(0, 0, 0, 0)
        form.addRow(translate("S2GM", "Source"), self.source)
        form.addRow(self.auth)
        header = self.list.header()
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        whole = QWidget()
        column = QVBoxLayout(whole)
        column.setContentsMargins(6, 4, 6, 6)
        column.addLayout(top)
        column.addWidget(self.source_box)
        column.addWidget(self.summary)
        column.addWidget(self.notice)
        column.addWidget(self.list, 1)
        self.setWidget(whole)
        self._show_busy(False)

    def _connect(self) -> None:
        self.pick_button.toggled.connect(self._pick)
        self.picker.picked.connect(self.inspect)
        self.picker.missed.connect(self.notice.complain)
        self.picker.deactivated.connect(lambda: self.pick_button.setChecked(False))
        self.stop_button.clicked.connect(lambda checked=False: self.stop())
        self.source_button.toggled.connect(self.source_box.setVisible)
        self.copy_button.clicked.connect(lambda checked=False: self.copy())
        self.visibilityChanged.connect(self._show_mark)

    # What the user does

    def inspect(self, longitude: float, latitude: float) -> None:
        """Read the pixel of the active layer at a place in degrees; of several clicks the last one counts."""
        from ...s2gm_core.errors import S2GMError

        layer = self.iface.activeLayer()
        try:
            subject = subject_of(layer)
            source, auth = self.source.text().strip(), self.auth.configId()
            self._start(Click(subject, longitude, latitude, source, auth))
        except (S2GMError, QgsProcessingException) as problem:
            self.notice.complain(said(str(problem)))

    def stop(self) -> None:
        """Stop reading."""
        self._next = None
        if self._task is not None:
            self._task.cancel()

    def copy(self) -> None:
        """The table into the clipboard."""
        QApplication.clipboard().setText(self.model.as_text())

    def shut(self) -> None:
        """Stop and take everything from the map."""
        self._next = None
        task, self._task = self._task, None
        if task is not None:
            task.cancel()
            task.waitForFinished(LONGEST_WAIT)
        self.found = None
        self._show_mark()
        canvas = self.iface.mapCanvas()
        if canvas.mapTool() is self.picker:
            canvas.unsetMapTool(self.picker)

    def _pick(self, on: bool) -> None:
        canvas = self.iface.mapCanvas()
        if on:
            canvas.setMapTool(self.picker)
        elif canvas.mapTool() is self.picker:
            canvas.unsetMapTool(self.picker)

    # Reading

    def _start(self, click: Click) -> None:
        if self._task is not None:
            self._next = click
            self._task.cancel()
            return
        task = InspectTask(click)
        task.told.connect(self._tell_step)
        task.progressChanged.connect(lambda percent: self.progress.setValue(int(percent)))
        task.ended.connect(lambda: self._take(task))
        self._task = task
        self.notice.clear()
        self._show_busy(True)
        QgsApplication.taskManager().addTask(task)

    def _take(self, task: InspectTask) -> None:
        """What was read; on the main thread."""
        if task is not self._task:
            return
        self._task = None
        following, self._next = self._next, None
        if following is not None:
            self._start(following)
            return
        self._show_busy(False)
        self._show_found(task.result)
        if task.problem:
            self.notice.complain(said(task.problem))
        elif task.result is not None and task.result.notes:
            self.notice.warn(" ".join(task.result.notes[:3]))

    # What is shown

    def _tell_step(self, text: str) -> None:
        self.summary.setText(escape(text))

    def _show_busy(self, busy: bool) -> None:
        self.progress.setVisible(busy)
        self.progress.setValue(0)
        self.stop_button.setVisible(busy)
        if busy:
            self.summary.setText(translate("S2GM", "Reading the observations of the pixel ..."))

    def _show_found(self, found: Inspection | None) -> None:
        self.found = found
        self.model.show(found)
        QTimer.singleShot(0, self._scroll_to_chosen)  # when the list has its new rows
        self.copy_button.setEnabled(found is not None)
        self.summary.setText(_in_words(found))
        self._show_mark()

    def _scroll_to_chosen(self) -> None:
        if self.model.chosen_row is not None:
            self.list.scrollTo(self.model.index(self.model.chosen_row, 0))

    def _show_mark(self, *_: object) -> None:
        """The outline of the pixel on the map."""
        canvas = self.iface.mapCanvas()
        if self._mark is not None:
            canvas.scene().removeItem(self._mark)
            self._mark = None
        shape = _outline(self.found) if self.found is not None and not self.isHidden() else None
        if self.found is None or shape is None:
            return
        crs = QgsCoordinateReferenceSystem()
        crs.createFromUserInput(self.found.mosaic.grid.crs)
        try:
            shape.transform(QgsCoordinateTransform(crs, canvas.mapSettings().destinationCrs(), QgsProject.instance()))
        except QgsCsException:
            return  # the map shows another part of the world
        self._mark = QgsRubberBand(canvas, QgsWkbTypes.GeometryType.PolygonGeometry)
        self._mark.setStrokeColor(MARK)
        self._mark.setFillColor(Qt.GlobalColor.transparent)
        self._mark.setSecondaryStrokeColor(QColor("white"))
        self._mark.setWidth(3)
        self._mark.setToGeometry(shape, None)


def _outline(found: Inspection) -> QgsGeometry:
    """The pixel in the CRS of the mosaic."""
    transform = found.mosaic.grid.transform
    corners = ((0, 0), (1, 0), (1, 1), (0, 1))
    places = [transform * (found.column + right, found.row + down) for right, down in corners]
    return QgsGeometry.fromPolygonXY([[QgsPointXY(x, y) for x, y in places]])


def _in_words(found: Inspection | None) -> str:
    if found is None:
        return translate("S2GM", "Choose the layer of a mosaic, press Pick a pixel and click on the map.")
    text = translate(
        "S2GM", "<b>{name}</b>, row {row}, column {column} ({lat}, {lon}), method {method}: {n} observations, "
    )
    said = text.format(
        name=escape(found.mosaic.name),
        row=found.row,
        column=found.column,
        lat=QLocale().toString(float(found.latitude), "f", 5),
        lon=QLocale().toString(float(found.longitude), "f", 5),
        method=found.mosaic.order.method,
        n=len(found.observations),
    )
    said += translate("S2GM", "{n} valid").format(n=found.valid)
    if not found.values:
        return said + translate("S2GM", "; the pixel is empty.")
    return said + "."
