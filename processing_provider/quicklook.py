"""The algorithm ``s2gm:quicklook``: a month in natural colour, fast and coarse."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from qgis.core import (
    QgsProcessingContext,
    QgsProcessingFeedback,
    QgsProcessingOutputNumber,
    QgsProcessingParameterRasterDestination,
)

from . import parameters as names
from .base_algorithm import AlgorithmFace
from .destinations import OUTPUT, Destinations, check_destinations
from .feedback import QueuedProgress, run_with_feedback
from .loading import load_result
from .mosaic_algorithm import MOSAIC_SHARE, SCENES, VALID_FRACTION
from .order_algorithm import OrderAlgorithm, Prepared
from .ordering import Values, cache_of, month_order_of
from .parameters import Choices, Parameter
from .result import QUICKLOOK_KIND, facts_of
from .staging import Staging
from .texts import quicklook_help
from .translation import translate

if TYPE_CHECKING:
    from ..s2gm_core import Order, Product, RunSettings

RESOLUTION = "RESOLUTION"


class QuicklookAlgorithm(OrderAlgorithm):
    """A picture of a month, made in seconds."""

    def face(self) -> AlgorithmFace:
        """What the toolbox shows of it."""
        return AlgorithmFace(
            name="quicklook",
            title=translate("S2GM", "Quicklook"),
            summary=translate("S2GM", "Shows a month of Sentinel-2 without clouds in natural colour, fast and coarse."),
            help=quicklook_help,
            tags="sentinel-2,sentinel,copernicus,preview,picture,mosaic,cloud-free,natural colour,stac,s2gm",
        )

    def order_parameters(self, choices: Choices) -> Iterable[Parameter]:
        """What the order is made of, in the order of the dialog."""
        return (
            names.source_parameter(choices),
            *names.area_parameters(),
            names.month_parameter(),
            names.excluded_scenes_parameter(),
            names.authentication_parameter(),
            *names.cache_parameters(choices),
        )

    def add_outputs(self) -> None:
        """The picture and the numbers."""
        self.add(
            QgsProcessingParameterRasterDestination(OUTPUT, translate("S2GM", "Quicklook")),
            translate("S2GM", "GeoTIFF of red, green and blue with 8 bits each, for looking at."),
        )
        self.addOutput(QgsProcessingOutputNumber(SCENES, translate("S2GM", "Number of scenes in OUTPUT")))
        self.addOutput(QgsProcessingOutputNumber(VALID_FRACTION, translate("S2GM", "Part of OUTPUT with data")))
        self.addOutput(QgsProcessingOutputNumber(RESOLUTION, translate("S2GM", "Metres per pixel of OUTPUT")))

    def read_order(self, parameters: dict[str, Any], context: QgsProcessingContext) -> Order:
        """The coarse order; `QgsProcessingException` with the core's text where it is wrong."""
        from ..s2gm_core.products.preview import preview_order

        return preview_order(month_order_of(self, parameters, context))

    def check_results(self, order: Order, parameters: dict[str, Any], context: QgsProcessingContext) -> None:
        """Raise where the picture cannot be written."""
        check_destinations(Destinations(self.parameterAsOutputLayer(parameters, OUTPUT, context), None, None), [])

    def make(
        self,
        prepared: Prepared,
        parameters: dict[str, Any],
        context: QgsProcessingContext,
        feedback: QgsProcessingFeedback,
    ) -> dict[str, Any]:
        """Make the mosaic in a hidden folder and keep its picture."""
        from ..s2gm_core import RunSettings

        order = prepared.order
        settings = RunSettings(client=prepared.client, cache=cache_of(Values(self, parameters, context)))
        output = self.parameterAsOutputLayer(parameters, OUTPUT, context)
        check_destinations(Destinations(output, None, None), [])
        with Staging() as staging:
            target = staging.place(Path(output))
            product = run_with_feedback(lambda progress: _make(order, settings, target, progress), feedback)
            staging.publish()
        if context.willLoadLayerOnCompletion(output):
            load_result(output, output, facts_of(product, order, QUICKLOOK_KIND), context)
        return {
            OUTPUT: output,
            SCENES: len(product.scenes),
            VALID_FRACTION: product.valid_fraction,
            RESOLUTION: order.resolution,
        }


def _make(order: Order, settings: RunSettings, target: Path, progress: QueuedProgress) -> Product:
    """The product in the hidden folder and its picture at ``target``. Runs on the job's thread."""
    from ..s2gm_core.products.disk_needs import Copy
    from ..s2gm_core.products.stacking import stack_picture
    from ..s2gm_core.products.temporal_mosaic import run_series
    from ..s2gm_core.progress import PartOfProgress

    settings = replace(settings, copies=(Copy(target.parent, ancillary=False),))
    first = PartOfProgress(progress, 0.0, MOSAIC_SHARE)
    product = run_series(order, target.parent / "product", settings, first)[0]
    stack_picture(product, target, PartOfProgress(progress, MOSAIC_SHARE, 1.0))
    return product
