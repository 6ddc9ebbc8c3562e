"""What an order costs, in words, before it runs: pixels and bytes at once, scenes and reading after a search."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from qgis.core import QgsProcessingAlgorithm
from qgis.PyQt.QtCore import QLocale, QObject, pyqtSignal

from ...processing_provider.translation import translate
from .periods import periods_of
from .queue import Run
from .records import new_record
from .values import algorithm_of, core_order

SEARCH = "s2gm:searchscenes"
MANY_PIXELS = 2_000_000_000
"""From so many on the user is asked again."""

MEBIBYTE = 2**20


def written(algorithm: QgsProcessingAlgorithm, parameters: Mapping[str, Any]) -> tuple[int, int]:
    """Pixels of the mosaic and bytes that its product takes at most. `QgsProcessingException` for a wrong order."""
    from ...s2gm_core.products.estimate import written_estimate

    return written_estimate(core_order(algorithm, parameters))


def written_text(pixels: int, size: int) -> str:
    """The same in words."""
    locale = QLocale()
    text = translate("S2GM", "{pixels} million pixels, at most {size} to write.")
    return text.format(pixels=locale.toString(pixels / 1e6, "f", 1), size=locale.formattedDataSize(size, 1))


class ScenesLookup(QObject):
    """Searches the scenes of an order in the background, by the algorithm for that."""

    found = pyqtSignal(str)  # in words
    failed = pyqtSignal(str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._run: Run | None = None

    @property
    def is_busy(self) -> bool:
        """Whether a search is under way."""
        return self._run is not None

    def look(self, parameters: Mapping[str, Any]) -> None:
        """Search; what was searched before is forgotten."""
        self.stop()
        algorithm = algorithm_of(SEARCH)
        periods = periods_of(parameters)
        if algorithm is None or not periods:
            return
        known = {one.name() for one in algorithm.parameterDefinitions()}
        given = {name: value for name, value in parameters.items() if name in known}
        given.update({"START": periods[0].start.isoformat(), "END": periods[-1].last_day.isoformat()})
        record = new_record(SEARCH, translate("S2GM", "Search scenes"), given)
        self._run = Run(record, algorithm, {**given, "OUTPUT": "memory:"})
        self._run.ended.connect(self._take)
        self._run.start()

    def stop(self) -> None:
        """Give up a search."""
        if self._run is not None:
            self._run.ended.disconnect()
            self._run.cancel()
            self._run = None

    def _take(self, fine: bool, results: dict[str, Any]) -> None:
        run, self._run = self._run, None
        if run is None:
            return
        if not fine:
            self.failed.emit(run.feedback.problem or translate("S2GM", "The scenes were not found."))
            return
        text = translate("S2GM", "{scenes} scenes, of which {used} are used; at most {size} to read.")
        size = QLocale().formattedDataSize(round(float(results["READ_MIB"]) * MEBIBYTE), 1)
        words = text.format(scenes=results["SCENES"], used=results["USED"], size=size)
        self.found.emit(" ".join([words, *run.feedback.warnings[:1]]))
