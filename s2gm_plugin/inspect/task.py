"""Reading the observations of a pixel in the background."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from qgis.core import QgsTask
from qgis.PyQt.QtCore import pyqtSignal

from ...processing_provider.network import client_for
from ...processing_provider.surprises import as_sentence
from ...processing_provider.translation import translate
from ..series.task import CACHE_BYTES, cache_folder
from .subject import Subject

if TYPE_CHECKING:
    from ...s2gm_core.network.client import HttpClient
    from ...s2gm_core.products.inspect import Inspection


@dataclass(frozen=True)
class Click:
    """One pixel that was asked for. ``source`` and ``auth`` are empty where those of the order count."""

    subject: Subject
    longitude: float
    latitude: float
    source: str
    auth: str


class InspectTask(QgsTask):
    """Opens the mosaic of a click and reads what its pixel was chosen from."""

    ended = pyqtSignal()  # in the main thread, whatever the end was
    told = pyqtSignal(str)  # from any thread

    def __init__(self, click: Click) -> None:
        super().__init__(translate("S2GM", "S2GM pixel"), QgsTask.Flag.CanCancel)
        self.click = click
        self.result: Inspection | None = None
        self.problem = ""
        # On the main thread: proxy and credentials are those of QGIS.
        self._client: HttpClient = client_for(click.source or click.subject.source, click.auth)

    def run(self) -> bool:
        """Runs on a thread of QGIS's task manager."""
        from ...s2gm_core.errors import Cancelled, S2GMError
        from ...s2gm_core.products.inspect import inspect_pixel
        from ...s2gm_core.products.run_settings import RunSettings
        from ...s2gm_core.raster.range_cache import CacheSettings

        click = self.click
        settings = RunSettings(client=self._client, cache=CacheSettings(cache_folder(), CACHE_BYTES))
        try:
            mosaics = click.subject.open()
            self.result = inspect_pixel(mosaics, (click.longitude, click.latitude), settings, self, click.source)
        except Cancelled:
            return False
        except S2GMError as problem:
            self.problem = str(problem)
        except Exception as problem:  # whatever it is, the user gets a sentence
            self.problem = str(as_sentence(problem))
        return not self.problem

    def finished(self, fine: bool) -> None:
        """Called by QGIS on the main thread."""
        self.ended.emit()

    def step(self, done: int, total: int, message: str) -> None:
        """Progress of the core, from any of its threads."""
        self.setProgress(100.0 * done / max(total, 1))
        if message:
            self.told.emit(message)

    def info(self, message: str) -> None:
        """The table tells what is found."""

    def warning(self, message: str) -> None:
        """Warnings are among the notes of the result."""

    def is_cancelled(self) -> bool:
        """Whether the user stopped the task."""
        return self.isCanceled()
