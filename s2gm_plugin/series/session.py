"""The state behind the dock: places, what was asked, what was read of it, and the task that reads."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from qgis.core import QgsApplication, QgsProcessingException
from qgis.PyQt.QtCore import QObject, pyqtSignal

from ...processing_provider.translation import translate
from ..chart.curve import Curve, Mark
from .curves import colour_of, curve_of
from .task import OpenArchive, PixelKey, SeriesTask

if TYPE_CHECKING:
    from ...s2gm_core.products.series.order import SeriesOrder
    from ...s2gm_core.products.series.records import PixelSeries, SeriesRecord
    from ...s2gm_core.products.series.sites import Site
    from ...s2gm_core.products.series.smoothed import SmoothSeries

MOST_PLACES = 50
"""More curves than these show nothing; the algorithm takes a million places."""

MOST_PIXELS = 200
"""Of windows that are shown pixel by pixel, all places together."""

LONGEST_WAIT = 3_000
"""Milliseconds for which unloading waits for a task to stop."""


@dataclass(frozen=True)
class Asked:
    """What the controls ask for."""

    order: SeriesOrder
    auth: str  # id of a stored authentication
    variables: tuple[str, ...]  # bands and indices to be shown
    smoother: str  # "" = none


@dataclass(frozen=True)
class _Shown:
    """What is behind a curve."""

    asked: Asked  # with which it was read
    series: PixelSeries
    records: np.ndarray  # (mark,) number of the record behind each mark


class SeriesSession(QObject):
    """Places and their series. Reads one task at a time; what is picked meanwhile is read afterwards."""

    placesChanged = pyqtSignal()
    seriesChanged = pyqtSignal()
    busyChanged = pyqtSignal(bool)
    progressed = pyqtSignal(float)
    told = pyqtSignal(str)
    failed = pyqtSignal(str)  # what went wrong and what to do
    warned = pyqtSignal(list)  # sentences that the user should know

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.sites: list[Site] = []
        self.series: dict[PixelKey, PixelSeries] = {}
        self.asked: Asked | None = None  # of what is read, or was read last
        self._smooth: dict[tuple[PixelKey, str], SmoothSeries | None] = {}
        self._shown: dict[int, _Shown] = {}  # by a curve's id
        self._curves: list[Curve] = []
        self._archive = OpenArchive()
        self._task: SeriesTask | None = None
        self._next: Asked | None = None

    @property
    def is_busy(self) -> bool:
        """Whether a task runs."""
        return self._task is not None

    def add(self, sites: Iterable[Site]) -> None:
        """Add places; names that are taken get a number. `OrderError` where there are too many."""
        from ...s2gm_core.errors import OrderError
        from ...s2gm_core.products.series.sites import checked_sites

        every = list(checked_sites([*self.sites, *sites]))
        if len(every) > MOST_PLACES:
            text = translate(
                "S2GM",
                "{n} places are too many for a chart (at most {most}). The algorithm Point time series takes them.",
            )
            raise OrderError(text.format(n=len(every), most=MOST_PLACES))
        self.sites = every
        self.placesChanged.emit()

    def add_point(self, longitude: float, latitude: float) -> None:
        """Add a point, named by the first number that is free."""
        from ...s2gm_core.products.series.sites import site_at

        taken = {site.name for site in self.sites}
        name = next(str(number) for number in range(1, MOST_PLACES + 2) if str(number) not in taken)
        self.add([site_at(longitude, latitude, name)])

    def clear(self) -> None:
        """Forget all places."""
        self.stop()
        self.sites, self.series = [], {}
        self._smooth.clear()
        self._make_curves()
        self.placesChanged.emit()

    def read(self, asked: Asked) -> None:
        """Read what is not there yet; after the task that runs, where one does."""
        if self._task is not None:
            self._next = asked
            return
        if not asked.order.aggregate and len(self.sites) * asked.order.window**2 > MOST_PIXELS:
            text = translate(
                "S2GM", "{n} places with windows of {w} x {w} pixels are too many curves (at most {most}). Show means."
            )
            self.failed.emit(text.format(n=len(self.sites), w=asked.order.window, most=MOST_PIXELS))
            return
        try:
            self._archive.choose(asked.order.source, asked.auth)
        except QgsProcessingException as problem:
            self.failed.emit(str(problem))
            return
        before = self.asked
        if before is None or (before.order, before.auth) != (asked.order, asked.auth):
            self.series = {}
        if before is None or not self.series or before.smoother != asked.smoother:
            self._smooth.clear()
        self.asked = asked
        self._start(asked)

    def _start(self, asked: Asked) -> None:
        known = {key.site for key in self.series}
        missing = [site for site in self.sites if site.name not in known]
        task = SeriesTask(self._archive, asked.order, missing)
        task.known = {key: one for key, one in self.series.items() if (key, asked.variables[0]) not in self._smooth}
        task.variables, task.smoother = asked.variables, asked.smoother
        task.progressChanged.connect(self.progressed)
        task.told.connect(self.told)
        task.ended.connect(lambda: self._take(task))
        self._task = task
        self.busyChanged.emit(True)
        QgsApplication.taskManager().addTask(task)

    def stop(self) -> None:
        """Cancel the task that runs."""
        self._next = None
        if self._task is not None:
            self._task.cancel()

    def shut(self) -> None:
        """Stop, wait a moment and close the archive; nothing is told afterwards."""
        self.blockSignals(True)
        self._next = None
        task, self._task = self._task, None
        if task is not None:
            task.cancel()
            task.waitForFinished(LONGEST_WAIT)
        if task is None or not task.isActive():
            self._archive.close()

    def _take(self, task: SeriesTask) -> None:
        """What a task has read; on the main thread. After a clear names come again: places are told by themselves."""
        if task is not self._task:
            return
        self._task = None
        wanted, every = {id(site) for site in self.sites}, task.every
        self.series.update({key: one for key, one in task.reading.series.items() if id(one.site) in wanted})
        smooth = task.reading.smooth.items()
        self._smooth.update({(key, name): one for (key, name), one in smooth if self.series.get(key) is every[key]})
        self._make_curves()
        self.busyChanged.emit(False)
        if not task.isCanceled():
            self._tell_of(task)
        following, self._next = self._next, None
        if following is not None:
            self.read(following)

    def _tell_of(self, task: SeriesTask) -> None:
        if task.reading.warnings:
            self.warned.emit(task.reading.warnings)
        if task.reading.problem:
            self.failed.emit(task.reading.problem)

    def _make_curves(self) -> None:
        self._curves, self._shown = [], {}
        if self.asked is not None:
            numbers = {site.name: number for number, site in enumerate(self.sites)}
            for variable in self.asked.variables:
                for key in self._keys():
                    if variable in self.series[key].variables:
                        self._add_curve(self.asked, key, variable, colour_of(numbers[key.site]))
        self.seriesChanged.emit()

    def _keys(self) -> list[PixelKey]:
        """What was read, in the order of the places; pixels of a window row by row."""
        numbers = {site.name: number for number, site in enumerate(self.sites)}
        return sorted(self.series, key=lambda key: (numbers[key.site], key.row or 0, key.col or 0))

    def _add_curve(self, asked: Asked, key: PixelKey, variable: str, colour: str) -> None:
        series, smooth = self.series[key], self._smooth.get((key, variable))
        curve, records = curve_of(asked.order, series, variable, colour, smooth)
        self._curves.append(curve)
        self._shown[id(curve)] = _Shown(asked, series, records)

    @property
    def curves(self) -> list[Curve]:
        """What the chart shows."""
        return self._curves

    @property
    def empty_places(self) -> list[str]:
        """Names of the places that were read and have no observation."""
        return list(dict.fromkeys(key.site for key in self._keys() if not self.series[key].records))

    def record_of(self, mark: Mark) -> tuple[PixelSeries, SeriesRecord]:
        """Series and record behind a mark of the chart."""
        shown = self._shown[id(mark.curve)]
        return shown.series, shown.series.records[shown.records[mark.number]]

    def asked_of(self, mark: Mark) -> Asked:
        """With what a mark of the chart was read, whatever is being read by now."""
        return self._shown[id(mark.curve)].asked

    def write(self, path: Path) -> None:
        """All records that were read as a table; raises `S2GMError`."""
        from ...s2gm_core.errors import OrderError
        from ...s2gm_core.products.series.writers import SeriesOutput, opened_outputs

        if self.asked is None or not self.series:
            raise OrderError(translate("S2GM", "There is nothing to export yet. Read a series first."))
        output = SeriesOutput(path, smooth=self.asked.smoother)
        with opened_outputs([output], self.asked.order, self.sites) as (writer,):
            for key in self._keys():
                writer.write(self.series[key])
