"""The state behind the dock: places, what was asked, what was read of it, and the task that reads."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from qgis.core import QgsApplication, QgsProcessingException
from qgis.PyQt.QtCore import QObject, pyqtSignal

from ..processing_provider.translation import translate
from .chart_curve import Curve, Mark
from .series_curves import colour_of, curve_of
from .series_task import OpenArchive, SeriesTask

if TYPE_CHECKING:
    from ..s2gm_core.products.series.order import SeriesOrder
    from ..s2gm_core.products.series.records import PixelSeries, SeriesRecord
    from ..s2gm_core.products.series.sites import Site
    from ..s2gm_core.products.series.smoothed import SmoothSeries

MOST_PLACES = 50
"""More curves than these show nothing; the algorithm takes a million places."""

LONGEST_WAIT = 3_000
"""Milliseconds for which unloading waits for a task to stop."""


@dataclass(frozen=True)
class Asked:
    """What the controls ask for."""

    order: SeriesOrder
    auth: str  # id of a stored authentication
    variables: tuple[str, ...]  # bands and indices to be shown
    smoother: str  # "" = none


class SeriesSession(QObject):
    """Places and their series. Reads one task at a time; what is picked meanwhile is read afterwards."""

    placesChanged = pyqtSignal()
    seriesChanged = pyqtSignal()
    busyChanged = pyqtSignal(bool)
    progressed = pyqtSignal(float)
    told = pyqtSignal(str)
    failed = pyqtSignal(str)  # what went wrong and what to do
    warned = pyqtSignal(str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.sites: list[Site] = []
        self.series: dict[str, PixelSeries] = {}
        self.asked: Asked | None = None  # behind what was read
        self._smooth: dict[tuple[str, str], SmoothSeries | None] = {}
        self._records: dict[int, tuple[PixelSeries, np.ndarray]] = {}  # by a curve's id
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
        from ..s2gm_core.errors import OrderError
        from ..s2gm_core.products.series.sites import checked_sites

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
        from ..s2gm_core.products.series.sites import site_at

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
        missing = [site for site in self.sites if site.name not in self.series]
        task = SeriesTask(self._archive, asked.order, missing)
        task.known = {name: one for name, one in self.series.items() if (name, asked.variables[0]) not in self._smooth}
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
        """What a task has read; on the main thread."""
        if task is not self._task:
            return
        self._task = None
        wanted = {site.name for site in self.sites}
        self.series.update({name: one for name, one in task.reading.series.items() if name in wanted})
        self._smooth.update(task.reading.smooth)
        self._make_curves()
        self.busyChanged.emit(False)
        for warning in task.reading.warnings:
            self.warned.emit(warning)
        if task.reading.problem:
            self.failed.emit(task.reading.problem)
        following, self._next = self._next, None
        if following is not None:
            self.read(following)

    def _make_curves(self) -> None:
        self._curves, self._records = [], {}
        for variable in self.asked.variables if self.asked else ():
            for number, site in enumerate(self.sites):
                series = self.series.get(site.name)
                if series is not None and variable in series.variables:
                    smooth = self._smooth.get((site.name, variable))
                    curve, records = curve_of(series, variable, colour_of(number), smooth)
                    self._curves.append(curve)
                    self._records[id(curve)] = series, records
        self.seriesChanged.emit()

    @property
    def curves(self) -> list[Curve]:
        """What the chart shows."""
        return self._curves

    @property
    def empty_places(self) -> list[str]:
        """Names of the places that were read and have no observation."""
        return [name for name, series in self.series.items() if not series.records]

    def record_of(self, mark: Mark) -> tuple[PixelSeries, SeriesRecord]:
        """Series and record behind a mark of the chart."""
        series, records = self._records[id(mark.curve)]
        return series, series.records[records[mark.number]]

    def write(self, path: Path) -> None:
        """All records that were read as a table; raises `S2GMError`."""
        from ..s2gm_core.errors import OrderError
        from ..s2gm_core.products.series.writers import SeriesOutput, opened_outputs

        if self.asked is None or not self.series:
            raise OrderError(translate("S2GM", "There is nothing to export yet. Read a series first."))
        output = SeriesOutput(path, smooth=self.asked.smoother)
        with opened_outputs([output], self.asked.order, self.sites) as (writer,):
            for site in self.sites:
                if site.name in self.series:
                    writer.write(self.series[site.name])
