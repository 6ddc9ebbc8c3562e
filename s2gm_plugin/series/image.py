"""The image of a record: around the point, in natural colour, as a layer of the project.

It is made by the algorithm of mosaics in the background: of an observation of that day and orbit alone and without a
cloud mask, of a composite the mosaic of its period.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from qgis.core import (
    QgsApplication,
    QgsProcessing,
    QgsProcessingAlgRunnerTask,
    QgsProcessingContext,
    QgsProcessingFeedback,
    QgsProcessingOutputLayerDefinition,
    QgsProject,
)
from qgis.PyQt.QtCore import QObject, pyqtSignal

from ...processing_provider.translation import translate
from ..finished_layers import finished_layers
from .places import around

if TYPE_CHECKING:
    from ...s2gm_core.products.series.order import SeriesOrder
    from ...s2gm_core.products.series.records import PixelSeries, SeriesRecord

ALGORITHM = "s2gm:temporalmosaic"
HALF_METRES = 1_500.0
BANDS = ["B04", "B03", "B02"]


@dataclass(frozen=True)
class ImageRequest:
    """One observation, and where its image is wanted."""

    name: str  # of the layer
    parameters: dict[str, Any]


def image_request(order: SeriesOrder, auth: str, series: PixelSeries, record: SeriesRecord) -> ImageRequest:
    """The mosaic of one observation, or of the period of a composite, around its point."""
    outline = around(series.longitude, series.latitude, HALF_METRES)
    sides = (outline.xMinimum(), outline.xMaximum(), outline.yMinimum(), outline.yMaximum())
    parameters = {
        "SOURCE": order.source,
        "EXTENT": ",".join(f"{side:.7f}" for side in sides) + " [EPSG:4326]",
        "BANDS": BANDS,
        "RESOLUTION": order.resolution,
        "LAYERS": ["none"],
        "AUTH": auth,
    }
    if not order.is_observations:
        name = f"{record.period_start.isoformat()} {order.period} {series.site.name}"
        return ImageRequest(name, {**parameters, **_of_period(order, record)})
    day = record.acquired.date() if record.acquired else record.period_start
    own = {
        "PERIOD": "day",
        "START": day.isoformat(),
        "METHOD": "newest",
        "CLOUD_MASK": "none",
        "PLATFORMS": record.satellite,
        "RELATIVE_ORBITS": "" if record.relative_orbit is None else str(record.relative_orbit),
    }
    name = f"{day.isoformat()} {record.satellite} {series.site.name}".replace("  ", " ")
    return ImageRequest(name, {**parameters, **own})


def _of_period(order: SeriesOrder, record: SeriesRecord) -> dict[str, Any]:
    """What makes the mosaic of which a composite is a pixel."""
    return {
        "PERIOD": order.period,
        "START": record.period_start.isoformat(),
        "METHOD": order.mosaic_method,
        "CLOUD_MASK": order.cloud_mask,
    }


class ImageLoader(QObject):
    """Makes images one after the other in the background and adds them to the project."""

    loaded = pyqtSignal(str)  # name of the layer
    failed = pyqtSignal(str)  # what went wrong

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._runs: list[_Run] = []

    def load(self, request: ImageRequest) -> None:
        """Make the image and add it; a second wish for one that is being made is heard once."""
        if any(run.request.name == request.name for run in self._runs):
            return
        run = _Run(request)
        self._runs.append(run)
        run.task.executed.connect(lambda fine, results: self._take(run, fine))
        QgsApplication.taskManager().addTask(run.task)

    @property
    def is_busy(self) -> bool:
        """Whether an image is being made."""
        return bool(self._runs)

    def stop(self) -> None:
        """Cancel what is being made."""
        for run in tuple(self._runs):
            run.is_wanted = False
            run.task.cancel()

    def _take(self, run: _Run, fine: bool) -> None:
        self._runs.remove(run)
        if not run.is_wanted:
            return
        if fine and run.add_layers():
            self.loaded.emit(run.request.name)
        else:
            self.failed.emit(run.feedback.problem or translate("S2GM", "The image was not loaded."))


class _Feedback(QgsProcessingFeedback):
    """Keeps the sentence with which a run failed."""

    def __init__(self) -> None:
        super().__init__(False)
        self.problem = ""

    def reportError(self, error: str, fatalError: bool = False) -> None:
        self.problem = error
        super().reportError(error, fatalError)


class _Run:
    """One run of the algorithm; QGIS wants task, context and feedback kept."""

    def __init__(self, request: ImageRequest) -> None:
        self.request = request
        self.is_wanted = True
        self.context, self.feedback = QgsProcessingContext(), _Feedback()
        self.context.setProject(QgsProject.instance())
        output = QgsProcessingOutputLayerDefinition(QgsProcessing.TEMPORARY_OUTPUT, QgsProject.instance())
        output.destinationName = request.name
        algorithm = QgsApplication.processingRegistry().createAlgorithmById(ALGORITHM)
        parameters = {**request.parameters, "OUTPUT": output}
        self.task = QgsProcessingAlgRunnerTask(algorithm, parameters, self.context, self.feedback)

    def add_layers(self) -> bool:
        """Add the finished layer to the project as Processing does; False where there is none."""
        layers = finished_layers(self.context, self.feedback)
        for layer in layers:
            layer.setName(self.request.name)
            QgsProject.instance().addMapLayer(layer)
        return bool(layers)
