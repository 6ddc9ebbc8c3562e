"""Reading series in the background: a task of QGIS's task manager over an archive that stays open between clicks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from qgis.core import QgsApplication, QgsTask
from qgis.PyQt.QtCore import pyqtSignal

from ...processing_provider.network import client_for
from ...processing_provider.surprises import as_sentence
from ...processing_provider.translation import translate

if TYPE_CHECKING:
    from ...s2gm_core.network.client import HttpClient
    from ...s2gm_core.products.point_time_series import SeriesArchive
    from ...s2gm_core.products.series.order import SeriesOrder
    from ...s2gm_core.products.series.records import PixelSeries
    from ...s2gm_core.products.series.sites import Site
    from ...s2gm_core.products.series.smoothed import SmoothSeries


CACHE_BYTES = 2**30
"""Of fetched parts that are kept for later clicks, at most."""


class OpenArchive:
    """The archive of the last source: what was learned of it serves the next click. Used by one task at a time."""

    def __init__(self) -> None:
        self._key: tuple[str, str] | None = None
        self._client: HttpClient | None = None
        self._archive: SeriesArchive | None = None

    def choose(self, source: str, auth: str) -> None:
        """Take a source; on the main thread, for proxy and credentials are those of QGIS."""
        if (source, auth) != self._key:
            self.close()
            self._client = client_for(source, auth)
            self._key = source, auth

    def opened(self) -> SeriesArchive:
        """The archive of the chosen source, opened at first use, which may ask the network."""
        if self._archive is None and self._key is not None:
            from ...s2gm_core.products.point_time_series import SeriesArchive
            from ...s2gm_core.products.run_settings import RunSettings
            from ...s2gm_core.raster.range_cache import CacheSettings

            settings = RunSettings(client=self._client, cache=CacheSettings(cache_folder(), CACHE_BYTES))
            self._archive = SeriesArchive(self._key[0], settings)
        if self._archive is None:
            raise RuntimeError("No source was chosen.")
        return self._archive

    def close(self) -> None:
        """Let go of files and headers."""
        if self._archive is not None:
            self._archive.__exit__(None, None, None)
        self._archive = self._key = None


def cache_folder() -> Path:
    """Where what was fetched for clicks outlives the program: in QGIS's profile."""
    return Path(QgsApplication.qgisSettingsDirPath()) / "s2gm" / "cache"


@dataclass(frozen=True)
class PixelKey:
    """What tells series apart: the name of the site, and of single pixels their place in its window."""

    site: str
    row: int | None
    col: int | None

    @classmethod
    def of(cls, series: PixelSeries) -> PixelKey:
        """The key of a series."""
        return cls(series.site.name, series.row, series.col)


@dataclass
class Reading:
    """What was read of some sites; mutable, filled by the task."""

    series: dict[PixelKey, PixelSeries] = field(default_factory=dict)
    smooth: dict[tuple[PixelKey, str], SmoothSeries | None] = field(default_factory=dict)  # and by variable
    warnings: list[str] = field(default_factory=list)
    problem: str = ""


class SeriesTask(QgsTask):
    """Reads series of some sites, then the smooth curves of all."""

    ended = pyqtSignal()  # in the main thread, whatever the end was
    told = pyqtSignal(str)  # what is being done; from any thread

    def __init__(self, archive: OpenArchive, order: SeriesOrder, sites: Sequence[Site]) -> None:
        super().__init__(translate("S2GM", "S2GM time series"), QgsTask.Flag.CanCancel)
        self.order, self.sites = order, tuple(sites)
        self.known: dict[PixelKey, PixelSeries] = {}  # series that were read before and are smoothed, too
        self.variables: tuple[str, ...] = ()
        self.smoother = ""
        self.reading = Reading()
        self._archive = archive

    @property
    def every(self) -> dict[PixelKey, PixelSeries]:
        """What was known and what was read."""
        return {**self.known, **self.reading.series}

    def run(self) -> bool:
        """Runs on a thread of QGIS's task manager."""
        from ...s2gm_core.errors import Cancelled, S2GMError

        try:
            if self.sites:
                for series in self._archive.opened().series(self.order, self.sites, self):
                    self.reading.series[PixelKey.of(series)] = series
            self._smooth()
        except Cancelled:
            return False
        except S2GMError as problem:
            self.reading.problem = str(problem)
        except Exception as problem:  # whatever it is, the user gets a sentence
            self.reading.problem = str(as_sentence(problem))
        return not self.reading.problem

    def _smooth(self) -> None:
        from ...s2gm_core.products.series.smoothed import smoothed

        for key, series in self.every.items() if self.smoother else ():
            for variable in self.variables:
                if self.isCanceled():
                    return
                self.reading.smooth[key, variable] = smoothed(series, variable, self.smoother)

    def finished(self, fine: bool) -> None:
        """Called by QGIS on the main thread."""
        self.ended.emit()

    def step(self, done: int, total: int, message: str) -> None:
        """Progress of the core, from any of its threads."""
        self.setProgress(100.0 * done / max(total, 1))
        if message:
            self.told.emit(message)

    def info(self, message: str) -> None:
        """The log has nothing to say that the chart does not show."""

    def warning(self, message: str) -> None:
        """What the user should know."""
        self.reading.warnings.append(message)

    def is_cancelled(self) -> bool:
        """Whether the user stopped the task."""
        return self.isCanceled()
