"""What the algorithms that make mosaics share: outputs, their places, making, publishing and loading them."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from qgis.core import (
    QgsProcessingContext,
    QgsProcessingFeedback,
    QgsProcessingOutputNumber,
    QgsProcessingOutputString,
    QgsProcessingParameterFolderDestination,
    QgsProcessingParameterRasterDestination,
)

from .destinations import FOLDER, OUTPUT, QUALITY, Destinations, check_destinations, raster_of_period
from .feedback import QueuedProgress, run_with_feedback
from .loading import forget_result, load_result
from .order_algorithm import OrderAlgorithm, Prepared
from .ordering import settings_of
from .result import BANDS_KIND, COLOURS_KIND, QUALITY_KIND, facts_of
from .run_records import keep_records
from .staging import Staging
from .translation import translate

if TYPE_CHECKING:
    from ..s2gm_core import Order, Product, RunSettings

SCENES, VALID_FRACTION, PRODUCT_NAME = "SCENES", "VALID_FRACTION", "PRODUCT_NAME"

MOSAIC_SHARE = 0.9
"""Part of the progress bar that belongs to making the products; the rest is stacking them into OUTPUT and QUALITY."""


@dataclass(frozen=True)
class Request:
    """Everything that a run needs."""

    order: Order
    settings: RunSettings
    to: Destinations
    kind: str  # of OUTPUT: BANDS_KIND or COLOURS_KIND


class MosaicAlgorithm(OrderAlgorithm):
    """An algorithm whose order gives products of which OUTPUT is one raster."""

    @abstractmethod
    def output_help(self) -> str:
        """What OUTPUT holds."""

    def add_outputs(self) -> None:
        """The files and the numbers."""
        self.add(QgsProcessingParameterRasterDestination(OUTPUT, translate("S2GM", "Mosaic")), self.output_help())
        self.add(
            QgsProcessingParameterRasterDestination(QUALITY, translate("S2GM", "Ancillary layers"), None, True, False),
            translate(
                "S2GM",
                "GeoTIFF of all ancillary layers, spectral indices, further percentiles and uncertainties in physical "
                "units, one band each. Optional.",
            ),
        )
        self.add(
            QgsProcessingParameterFolderDestination(FOLDER, translate("S2GM", "Product folder"), None, True, False),
            translate(
                "S2GM",
                "Folder in which the whole product is kept: a subfolder per mosaic with one file per layer, metadata "
                "and quicklook. Products that are finished when a run is cancelled stay. Optional.",
            ),
        )
        self.addOutput(QgsProcessingOutputNumber(SCENES, translate("S2GM", "Number of scenes in OUTPUT")))
        self.addOutput(QgsProcessingOutputNumber(VALID_FRACTION, translate("S2GM", "Part of OUTPUT with data")))
        self.addOutput(QgsProcessingOutputString(PRODUCT_NAME, translate("S2GM", "Product name of OUTPUT")))

    def check_results(self, order: Order, parameters: dict[str, Any], context: QgsProcessingContext) -> None:
        """Raise `QgsProcessingException` where results cannot be written or would overwrite each other."""
        _check(self._destinations(parameters, context), order)

    def output_kind(self, parameters: dict[str, Any], context: QgsProcessingContext) -> str:
        """What OUTPUT holds: the reflectance bands, unless an algorithm says otherwise."""
        return BANDS_KIND

    def make(
        self,
        prepared: Prepared,
        parameters: dict[str, Any],
        context: QgsProcessingContext,
        feedback: QgsProcessingFeedback,
    ) -> dict[str, Any]:
        """Make the mosaics."""
        settings = replace(settings_of(self, parameters, context), client=prepared.client)
        kind = self.output_kind(parameters, context)
        request = Request(prepared.order, settings, self._destinations(parameters, context), kind)
        products = _make_and_publish(request, feedback)
        _load_results(request, products, context)
        return _results(request, products[0])

    def _destinations(self, parameters: dict[str, Any], context: QgsProcessingContext) -> Destinations:
        """Where the results of a run go.

        They are read with the context of the run, which may be another than that of the preparation: reading them is
        what puts them on the context's list of layers to load, and each reading makes up a new temporary name.
        """
        folder = self.parameterAsString(parameters, FOLDER, context)
        return Destinations(
            output=self.parameterAsOutputLayer(parameters, OUTPUT, context),
            quality=self.parameterAsOutputLayer(parameters, QUALITY, context) or None,
            folder=Path(self.parameterAsFileOutput(parameters, FOLDER, context)) if folder else None,
        )


def _check(to: Destinations, order: Order) -> None:
    check_destinations(to, [period.start for period in order.periods[1:]])


def _make_and_publish(request: Request, feedback: QgsProcessingFeedback) -> tuple[Product, ...]:
    """All results, complete and in their places, or none."""
    _check(request.to, request.order)  # models do not check parameters before they run a step
    with Staging() as staging:
        products = run_with_feedback(lambda progress: _make(request, staging, progress), feedback)
        staging.publish()
    return products


def _make(request: Request, staging: Staging, progress: QueuedProgress) -> tuple[Product, ...]:
    """Make the products and stack them into the rasters asked for. Runs on the job's thread."""
    from ..s2gm_core.products.disk_needs import Copy
    from ..s2gm_core.products.stacking import copy_picture, stack_bands, stack_quality
    from ..s2gm_core.products.temporal_mosaic import run_series
    from ..s2gm_core.progress import PartOfProgress

    to = request.to
    folder = to.folder or staging.folder_beside(Path(to.output)) / "product"
    copies = tuple(Copy(Path(path).parent, ancillary=name == QUALITY) for name, path in to.rasters)
    settings = replace(request.settings, copies=copies)
    products = run_series(request.order, folder, settings, PartOfProgress(progress, 0.0, MOSAIC_SHARE))
    _keep_records(products, progress)
    show = {BANDS_KIND: stack_bands, COLOURS_KIND: copy_picture}[request.kind]
    tasks = [(show, product, _target(to.output, products, product)) for product in products]
    if to.quality:
        described = [product for product in products if set(product.layers) - set(product.bands)]
        tasks += [(stack_quality, product, _target(to.quality, products, product)) for product in described]
        if not described:
            progress.warning(translate("S2GM", "The scenes have none of the ordered layers; QUALITY was not written."))
    share = (1.0 - MOSAIC_SHARE) / len(tasks)
    for done, (stack, product, target) in enumerate(tasks):
        first = MOSAIC_SHARE + done * share
        part = PartOfProgress(progress, first, first + share)
        stack(product, staging.place(Path(target)), part)
        part.step(1, 1, translate("S2GM", "{name} is written").format(name=Path(target).name))
    return products


def _keep_records(products: Sequence[Product], progress: QueuedProgress) -> None:
    """Note what the run cost; a profile that cannot be written to does not stop it."""
    try:
        keep_records(products)
    except (OSError, ValueError) as problem:
        text = translate("S2GM", "What the run took was not noted for later estimates: {reason}")
        progress.info(text.format(reason=problem))


def _target(first: str, products: Sequence[Product], product: Product) -> str:
    return first if product is products[0] else raster_of_period(first, product.period.start)


def _load_results(request: Request, products: Sequence[Product], context: QgsProcessingContext) -> None:
    """Have QGIS load, name and style the rasters of all periods where it was asked to load OUTPUT or QUALITY."""
    for kind, first in ((request.kind, request.to.output), (QUALITY_KIND, request.to.quality)):
        if first is None or not context.willLoadLayerOnCompletion(first):
            continue
        for product in products:
            target = _target(first, products, product)
            if Path(target).exists():
                load_result(target, first, facts_of(product, request.order, kind), context)
        if not Path(first).exists():
            forget_result(first, context)


def _results(request: Request, first: Product) -> dict[str, Any]:
    results: dict[str, Any] = {
        OUTPUT: request.to.output,
        SCENES: len(first.scenes),
        VALID_FRACTION: first.valid_fraction,
        PRODUCT_NAME: first.name,
    }
    if request.to.quality and Path(request.to.quality).exists():
        results[QUALITY] = request.to.quality
    if request.to.folder:
        results[FOLDER] = str(request.to.folder)
    return results
