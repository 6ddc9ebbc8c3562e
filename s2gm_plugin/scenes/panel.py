"""The panel that tells before a run: which scenes, how many pixels and bytes, how long; scenes can be unticked."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

from qgis.core import QgsApplication, QgsProcessingException
from qgis.PyQt.QtCore import QEvent, QModelIndex, QObject, QSize, QSortFilterProxyModel, Qt, QTimer, pyqtSignal
from qgis.PyQt.QtGui import QHideEvent, QShowEvent
from qgis.PyQt.QtWidgets import (
    QAbstractItemView,
    QCheckBox,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QProgressBar,
    QPushButton,
    QTreeView,
    QVBoxLayout,
    QWidget,
)

from ...processing_provider.network import client_for
from ...processing_provider.translation import translate
from ..algorithms import algorithm_of, core_order
from ..area.notice import Notice
from ..core_words import refusal, said
from .chart import DayBar, SceneChart
from .footprints import Footprints
from .scene_model import SORTING, SceneModel, cloud_colour
from .search_task import SceneTask, Searched
from .thumbnails import Thumbnails
from .words import cost_text, found_text, much_text

if TYPE_CHECKING:
    from ...s2gm_core import Order
    from ...s2gm_core.products.forecast import Forecast
    from ...s2gm_core.products.listing import ListedScene

COUNT_AFTER = 400
"""Milliseconds after the last tick until the cost is counted anew."""

LONGEST_WAIT = 3_000

ROWS_MEASURED = 30
"""Of the list, for the widths of its columns: there may be thousands."""


class ScenesPanel(QWidget):
    """Searches in the background and tells. ``shut`` is to be called at the end."""

    excludedChanged = pyqtSignal()
    searched = pyqtSignal()  # whatever the end was
    busyChanged = pyqtSignal(bool)

    def __init__(self, iface: Any, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._asked: Order | None = None
        self._result: Searched | None = None
        self._task: SceneTask | None = None
        self._next: SceneTask | None = None
        self.thumbnails = Thumbnails(self)
        self.model = SceneModel(self.thumbnails, self)
        self.footprints = Footprints(iface.mapCanvas())
        self._count_later = QTimer(self)
        self._count_later.setSingleShot(True)
        self._count_later.setInterval(COUNT_AFTER)
        self._make_widgets()
        self._lay_out()
        self._connect()
        self._show_nothing(translate("S2GM", "Choose an area and a period to see which scenes there are."))

    # What others use

    def show_order(
        self, order: Order | Mapping[str, Any], algorithm: str = "s2gm:temporalmosaic", auth: str = ""
    ) -> None:
        """Search the scenes of an order, or of an algorithm's parameters; what is wrong with them is told."""
        from ...s2gm_core.errors import S2GMError

        try:
            if isinstance(order, Mapping):
                auth = str(order.get("AUTH") or auth)
                order = _order_of(algorithm, dict(order))
            task = SceneTask(order, client_for(order.source, auth))
        except (S2GMError, QgsProcessingException) as problem:
            self.cancel()
            self._asked = None
            self._show_nothing("")
            self.notice.complain(refusal(str(problem), algorithm_of(algorithm)))
            self.searched.emit()
            return
        self._asked = order
        self._start(task)

    @property
    def excluded(self) -> tuple[str, ...]:
        """Ids of the scenes that are unticked, sorted: the value of EXCLUDE_SCENES."""
        return tuple(sorted(self.model.excluded))

    @property
    def rows(self) -> tuple[ListedScene, ...]:
        """The scenes that were found, oldest first."""
        return self.model.rows

    @property
    def forecast(self) -> Forecast | None:
        """What the order will cost; None where that is not known."""
        return self._result.forecast if self._result is not None else None

    @property
    def is_busy(self) -> bool:
        """Whether a search runs."""
        return self._task is not None

    def cancel(self) -> None:
        """Stop the search."""
        self._next = None
        self._count_later.stop()
        if self._task is not None:
            self._task.cancel()

    def clear(self) -> None:
        """Forget what was found."""
        self.cancel()
        self._asked = None
        self._show_nothing(translate("S2GM", "Choose an area and a period to see which scenes there are."))

    def shut(self) -> None:
        """Stop all work and take everything from the map."""
        self.blockSignals(True)
        self._count_later.stop()
        self._next = None
        task, self._task = self._task, None
        if task is not None:
            task.cancel()
            task.waitForFinished(LONGEST_WAIT)
        self.thumbnails.stop()
        self.footprints.close()

    # Set-up

    def _make_widgets(self) -> None:
        self.found_label, self.cost_label, self.notice = QLabel(), QLabel(), Notice()
        for label in (self.found_label, self.cost_label):
            label.setWordWrap(True)
            label.setTextFormat(Qt.TextFormat.RichText)
            label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.progress, self.cancel_button = QProgressBar(), QPushButton(translate("S2GM", "Cancel"))
        self.progress.setRange(0, 0)
        self.progress.setTextVisible(False)
        self.progress.setMaximumHeight(12)
        self.cancel_button.setToolTip(translate("S2GM", "Stops the search"))
        self.chart = SceneChart()
        self.sorted = QSortFilterProxyModel(self)
        self.sorted.setSourceModel(self.model)
        self.sorted.setSortRole(SORTING)
        self.list = QTreeView()
        self.list.setModel(self.sorted)
        self.list.setRootIsDecorated(False)
        self.list.setUniformRowHeights(True)
        self.list.setSortingEnabled(True)
        self.list.sortByColumn(0, Qt.SortOrder.AscendingOrder)
        self.list.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.list.setMouseTracking(True)
        self.list.setAllColumnsShowFocus(True)
        self.list.setToolTip(translate("S2GM", "Unticked scenes are left out of the mosaic"))
        self.list.setAccessibleName(translate("S2GM", "Scenes"))
        self.on_map = QCheckBox(translate("S2GM", "Footprints on the map"))
        self.on_map.setToolTip(translate("S2GM", "Shows the outlines of the scenes; the one under the mouse in yellow"))
        self.on_map.setChecked(True)
        self.pictures = QCheckBox(translate("S2GM", "Pictures"))
        self.pictures.setToolTip(translate("S2GM", "Fetches the small pictures that the catalogue offers"))
        self.pictures.setChecked(True)
        self.tick_all = QPushButton(translate("S2GM", "Tick all"))
        self.tick_all.setToolTip(translate("S2GM", "Uses all scenes again"))

    def _lay_out(self) -> None:
        side = max(self.fontMetrics().height() * 2, 32)
        self.list.setIconSize(QSize(side, side))
        self.list.setMinimumHeight(side * 4)
        header = self.list.header()
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        header.setResizeContentsPrecision(ROWS_MEASURED)
        header.setStretchLastSection(True)
        searching = QHBoxLayout()
        searching.addWidget(self.progress, 1)
        searching.addWidget(self.cancel_button)
        below = QHBoxLayout()
        below.addWidget(self.on_map)
        below.addWidget(self.pictures)
        below.addStretch()
        below.addWidget(self.tick_all)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        for widget in (self.found_label, self.cost_label, self.notice):
            column.addWidget(widget)
        column.addLayout(searching)
        column.addWidget(self.chart)
        column.addWidget(self.list, 1)
        column.addLayout(below)

    def _connect(self) -> None:
        self.cancel_button.clicked.connect(lambda checked=False: self.cancel())
        self.model.excludedChanged.connect(self._ticks_changed)
        self._count_later.timeout.connect(self._count_anew)
        self.list.entered.connect(self._point_at_index)
        self.list.selectionModel().currentChanged.connect(lambda now, before: self._point_at_index(now))
        self.list.viewport().installEventFilter(self)
        self.chart.dayClicked.connect(self._scroll_to)
        self.on_map.toggled.connect(lambda on: self._show_footprints())
        self.pictures.toggled.connect(self._allow_pictures)
        self.tick_all.clicked.connect(lambda checked=False: self.model.tick_all())

    # Searching

    def _start(self, task: SceneTask) -> None:
        """Run a task; after the one that runs has ended, which is stopped."""
        self._count_later.stop()
        if self._task is not None:
            self._next = task
            self._task.cancel()
            return
        self._task = task
        task.ended.connect(lambda: self._take(task))
        self._show_busy(True)
        QgsApplication.taskManager().addTask(task)

    def _take(self, task: SceneTask) -> None:
        """What a task has found; on the main thread."""
        if task is not self._task:
            return
        self._task = None
        following, self._next = self._next, None
        if following is not None:
            self._start(following)
            return
        self._show_busy(False)
        self._show_result(task.result)
        self.searched.emit()

    def _ticks_changed(self) -> None:
        self._show_marks()
        self._count_later.start()
        self.excludedChanged.emit()

    def _count_anew(self) -> None:
        """The cost with the ticks as they are: nothing is searched for it."""
        if self._asked is not None and self._result is not None and self._result.found is not None:
            order = self._asked.with_changes(exclude_scenes=self.excluded)
            self._start(SceneTask(order, None, self._result.found.scenes))

    # What is shown

    def _show_busy(self, busy: bool) -> None:
        self.progress.setVisible(busy)
        self.cancel_button.setVisible(busy)
        if busy and self._result is None:
            self.found_label.setText(translate("S2GM", "Searching scenes ..."))
        self.busyChanged.emit(busy)

    def _show_nothing(self, text: str) -> None:
        self._result = None
        self.notice.clear()
        self.model.show((), set())
        self.footprints.clear()
        self.found_label.setText(text)
        self.cost_label.setText("")
        self._show_parts(False)
        self.progress.setVisible(self.is_busy)
        self.cancel_button.setVisible(self.is_busy)

    def _show_parts(self, found: bool) -> None:
        for widget in (self.chart, self.list, self.on_map, self.pictures, self.tick_all):
            widget.setVisible(found)
        self.found_label.setVisible(bool(self.found_label.text()))
        self.cost_label.setVisible(bool(self.cost_label.text()))

    def _show_result(self, result: Searched) -> None:
        if result.cancelled:
            if self._result is None:
                self._show_nothing(translate("S2GM", "The search was cancelled."))
            return
        if result.found is None or not result.found.rows:
            why = said(result.problem or (result.found.why_none if result.found else ""))
            self._show_nothing("")
            (self.notice.complain if result.problem else self.notice.warn)(why)
            return
        self._result = result
        result.outlines = result.outlines or {}
        self.model.show(result.found.rows, set(result.order.exclude_scenes))
        self._show_words(result)
        self._show_marks()
        self._show_parts(True)

    def _show_words(self, result: Searched) -> None:
        found, forecast = result.found, result.forecast
        used = found is not None and bool(found.used)
        none_used = translate("S2GM", "No scene is used.")
        self.found_label.setText(found_text(found.rows) if found is not None and used else none_used)
        self.cost_label.setText(cost_text(forecast) if forecast is not None else "")
        self.notice.clear()
        if result.problem:
            self.notice.complain(said(result.problem))
        elif found is not None and not used:
            self.notice.warn(said(found.why_none) or translate("S2GM", "All scenes are left out. Tick at least one."))
        elif forecast is not None and much_text(forecast):
            self.notice.warn(much_text(forecast))
        elif result.warnings:
            self.notice.warn(" ".join(map(said, result.warnings[:3])))

    def _show_marks(self) -> None:
        """Chart and footprints with the ticks as they are."""
        if self._result is None or self._asked is None:
            return
        rows = self.model.rows
        self.footprints.show(self._result.outlines, (row.scene.id for row in rows if self.model.is_used(row)))
        by_day: dict[date, list[ListedScene]] = defaultdict(list)
        for row in rows:
            by_day[row.scene.acquired.date()].append(row)
        bars = [self._bar(day, some) for day, some in sorted(by_day.items())]
        first = min([self._asked.periods[0].start, *by_day])
        last = max([self._asked.periods[-1].last_day, *by_day])
        self.chart.show_bars(bars, first, last)
        self.tick_all.setEnabled(bool(self.model.excluded))

    def _bar(self, day: date, rows: list[ListedScene]) -> DayBar:
        clouds = [row.scene.cloud_cover for row in rows if row.scene.cloud_cover is not None]
        mean = sum(clouds) / len(clouds) if clouds else None
        return DayBar(day, len(rows), sum(map(self.model.is_used, rows)), mean, cloud_colour(mean))

    def _point_at_index(self, index: QModelIndex) -> None:
        if index.isValid():
            self.point_at(self.model.rows[self.sorted.mapToSource(index).row()])

    def point_at(self, row: ListedScene | None) -> None:
        """Show one scene on the map and in the chart; None: none."""
        self.footprints.point_at(row.scene.id if row is not None else None)
        self.chart.point_at(row.scene.acquired.date() if row is not None else None)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The mouse has left the list."""
        if watched is self.list.viewport() and event.type() == QEvent.Type.Leave:
            self.point_at(None)
        return super().eventFilter(watched, event)

    def showEvent(self, event: QShowEvent) -> None:
        """Footprints come back."""
        self._show_footprints()
        super().showEvent(event)

    def hideEvent(self, event: QHideEvent) -> None:
        """Where the panel is not seen, neither are footprints."""
        self._show_footprints()
        super().hideEvent(event)

    def _show_footprints(self) -> None:
        self.footprints.set_visible(self.on_map.isChecked() and self.isVisible())

    def _scroll_to(self, day: date) -> None:
        number = next(n for n, row in enumerate(self.model.rows) if row.scene.acquired.date() == day)
        index = self.sorted.mapFromSource(self.model.index(number, 0))
        self.list.setCurrentIndex(index)
        self.list.scrollTo(index)

    def _allow_pictures(self, allowed: bool) -> None:
        self.thumbnails.allowed = allowed
        if not allowed:
            self.thumbnails.stop()
        self.list.viewport().update()


def _order_of(name: str, parameters: dict[str, Any]) -> Order:
    """The order that an algorithm makes of its parameters; `QgsProcessingException` in words where it makes none."""
    algorithm = algorithm_of(name)
    if algorithm is None:
        raise QgsProcessingException(translate("S2GM", "There is no algorithm {name}.").format(name=name))
    return core_order(algorithm, parameters)
