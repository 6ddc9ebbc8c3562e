"""Searching scenes in the background: a task of QGIS's task manager."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from qgis.core import QgsTask
from qgis.PyQt.QtCore import pyqtSignal

from ...processing_provider.run_records import run_records
from ...processing_provider.scene_search import Found, listed, search_scenes
from ...processing_provider.surprises import as_sentence
from ...processing_provider.translation import translate

if TYPE_CHECKING:
    from ...s2gm_core import Order
    from ...s2gm_core.catalog.records import Scene
    from ...s2gm_core.network.client import HttpClient
    from ...s2gm_core.products.forecast import Forecast


@dataclass
class Searched:
    """What became of a search; mutable, filled by the task."""

    order: Order
    found: Found | None = None
    forecast: Forecast | None = None
    outlines: dict[str, bytes] = field(default_factory=dict)  # WKB of footprints by scene id, lon/lat
    warnings: list[str] = field(default_factory=list)
    problem: str = ""  # why there is nothing, or no forecast
    cancelled: bool = False


class SceneTask(QgsTask):
    """Searches the scenes of an order, or only counts anew where they are known, and tells what they cost."""

    ended = pyqtSignal()  # in the main thread, whatever the end was
    told = pyqtSignal(str)  # what is being done; from any thread

    def __init__(self, order: Order, client: HttpClient | None, known: Sequence[Scene] = ()) -> None:
        super().__init__(translate("S2GM", "S2GM scenes"), QgsTask.Flag.CanCancel)
        self.result = Searched(order)
        self._client, self._known = client, tuple(known)

    def run(self) -> bool:
        """Runs on a thread of QGIS's task manager."""
        from ...s2gm_core.errors import Cancelled, S2GMError

        try:
            self._search()
        except Cancelled:
            self.result.cancelled = True
        except S2GMError as problem:
            self.result.problem = str(problem)
        except Exception as problem:  # whatever it is, the user gets a sentence
            self.result.problem = str(as_sentence(problem))
        return not (self.result.problem or self.result.cancelled or self.isCanceled())

    def _search(self) -> None:
        from ...s2gm_core.products.forecast import forecast_of

        order, result = self.result.order, self.result
        if self._client is None:
            found = listed(order, self._known)
        else:
            self.told.emit(translate("S2GM", "Searching scenes ..."))
            found = search_scenes(order, self._client, self)
        result.found = found
        result.outlines = {scene.id: scene.footprint.wkb for scene in found.scenes}
        if found.used:
            result.forecast = forecast_of(order, found.scenes, self, run_records())

    def finished(self, fine: bool) -> None:
        """Called by QGIS on the main thread; also for a task that was stopped before it had begun."""
        self.result.cancelled |= self.isCanceled()
        self.ended.emit()

    def step(self, done: int, total: int, message: str) -> None:
        """Progress of the core."""
        self.setProgress(100.0 * done / max(total, 1))

    def info(self, message: str) -> None:
        """The panel tells what is found in its own words."""

    def warning(self, message: str) -> None:
        """What the user should know."""
        self.result.warnings.append(message)

    def is_cancelled(self) -> bool:
        """Whether the user stopped the search."""
        return self.isCanceled()
