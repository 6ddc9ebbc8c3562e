"""An order that works without a network: a small synthetic archive in QGIS's profile, and a mosaic of it."""

from __future__ import annotations

import json
import shutil
from datetime import date
from pathlib import Path

from qgis.core import QgsApplication, QgsGeometry, QgsRectangle, QgsTask
from qgis.PyQt.QtCore import pyqtSignal

from ...processing_provider.surprises import as_sentence
from ...processing_provider.translation import translate
from ..area.chosen import area_value
from .records import OrderRecord, new_record

PIXELS, DATES, CLOUDINESS = 360, 8, 0.4


def example_folder() -> Path:
    """Where the archive is kept for later tries."""
    return Path(QgsApplication.qgisSettingsDirPath()) / "s2gm" / "example"


def example_order(folder: Path) -> OrderRecord:
    """The mosaic of the archive's month over its middle."""
    facts = json.loads((folder / "archive.json").read_text(encoding="utf-8"))
    west, south, east, north = facts["bbox"]
    dx, dy = (east - west) / 10, (north - south) / 10
    shape = QgsGeometry.fromRect(QgsRectangle(west + dx, south + dy, east - dx, north - dy))
    start = date.fromisoformat(facts["settings"]["start"]).replace(day=1)
    parameters = {
        "SOURCE": str(folder / "catalog.json"),
        "GEOMETRY": area_value(shape),
        "PERIOD": "month",
        "START": start.isoformat(),
        "NAME": "example",
    }
    return new_record("s2gm:temporalmosaic", translate("S2GM", "Example mosaic"), parameters)


class ExampleTask(QgsTask):
    """Writes the archive in the background where it is not there yet."""

    ready = pyqtSignal(object)  # OrderRecord
    failed = pyqtSignal(str)

    def __init__(self, folder: Path) -> None:
        super().__init__(translate("S2GM", "S2GM example archive"), QgsTask.Flag.CanCancel)
        self._folder, self._problem = folder, ""

    def run(self) -> bool:
        """Runs on a thread of QGIS's task manager."""
        from ...s2gm_core.errors import Cancelled, S2GMError

        try:
            if not (self._folder / "archive.json").exists():
                self._simulate()
        except Cancelled:
            return False
        except S2GMError as problem:
            self._problem = str(problem)
        except Exception as problem:  # whatever it is, the user gets a sentence
            self._problem = str(as_sentence(problem))
        return not self._problem

    def _simulate(self) -> None:
        """Write into a folder beside, so that a broken archive is never taken for a whole one."""
        from ...s2gm_core.simulate import SimulationSettings, simulate_archive

        unfinished = self._folder.with_name(self._folder.name + ".unfinished")
        shutil.rmtree(unfinished, ignore_errors=True)
        settings = SimulationSettings(size=PIXELS, dates=DATES, tiles=1, cloudiness=CLOUDINESS)
        simulate_archive(unfinished, settings, self)
        shutil.rmtree(self._folder, ignore_errors=True)
        unfinished.rename(self._folder)

    def finished(self, fine: bool) -> None:
        """Called by QGIS on the main thread."""
        if fine:
            self.ready.emit(example_order(self._folder))
        elif self._problem:
            self.failed.emit(self._problem)

    def step(self, done: int, total: int, message: str) -> None:
        """Progress of the core."""
        self.setProgress(100.0 * done / max(total, 1))

    def info(self, message: str) -> None:
        """Nothing that the user needs."""

    def warning(self, message: str) -> None:
        """Nothing that the user needs."""

    def is_cancelled(self) -> bool:
        """Whether the user stopped the task."""
        return self.isCanceled()
