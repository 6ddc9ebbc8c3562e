"""The algorithm ``s2gm:searchscenes``: the scenes that a mosaic would be made of, as polygons."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

from qgis.core import (
    QgsFeatureSink,
    QgsProcessing,
    QgsProcessingContext,
    QgsProcessingException,
    QgsProcessingFeedback,
    QgsProcessingOutputNumber,
    QgsProcessingParameterFeatureSink,
)

from . import parameters as names
from .base_algorithm import AlgorithmFace
from .destinations import OUTPUT
from .feedback import run_with_feedback
from .order_algorithm import OrderAlgorithm, Prepared
from .ordering import search_order_of
from .parameters import Choices, Parameter
from .scene_layer import GEOMETRY_TYPE, LON_LAT, feature_of, load_scenes, scene_fields
from .scene_search import Found, search_scenes
from .texts import search_help
from .translation import translate

if TYPE_CHECKING:
    from ..s2gm_core import Order
    from ..s2gm_core.products.listing import ListedScene

SCENES, USED, READ_MIB = "SCENES", "USED", "READ_MIB"


class SearchScenesAlgorithm(OrderAlgorithm):
    """Lists scenes, and what a mosaic would do with them."""

    def face(self) -> AlgorithmFace:
        """What the toolbox shows of it."""
        return AlgorithmFace(
            name="searchscenes",
            title=translate("S2GM", "Search scenes"),
            summary=translate(
                "S2GM", "Lists the scenes over an area, their clouds, and what a mosaic of them would read."
            ),
            help=search_help,
            tags="sentinel-2,sentinel,landsat,copernicus,scenes,search,catalogue,stac,footprints,clouds,s2gm",
        )

    def order_parameters(self, choices: Choices) -> Iterable[Parameter]:
        """What the order is made of, in the order of the dialog."""
        return (
            names.source_parameter(choices),
            *names.area_parameters(),
            *names.search_period_parameters(),
            names.cloud_limit_parameter(advanced=False),
            *names.scene_parameters(),
            *names.pixel_parameters(choices, advanced=True),
            names.authentication_parameter(),
        )

    def add_outputs(self) -> None:
        """The layer of scenes and numbers about them."""
        polygons = QgsProcessing.SourceType.TypeVectorPolygon
        self.add(
            QgsProcessingParameterFeatureSink(OUTPUT, translate("S2GM", "Scenes"), polygons),
            translate("S2GM", "One polygon per scene with its facts, in longitude and latitude."),
        )
        self.addOutput(QgsProcessingOutputNumber(SCENES, translate("S2GM", "Number of scenes")))
        self.addOutput(QgsProcessingOutputNumber(USED, translate("S2GM", "Scenes that a mosaic would use")))
        self.addOutput(QgsProcessingOutputNumber(READ_MIB, translate("S2GM", "MiB that a mosaic reads at most")))

    def read_order(self, parameters: dict[str, Any], context: QgsProcessingContext) -> Order:
        """The order of a mosaic from the scenes that are searched."""
        return search_order_of(self, parameters, context)

    def check_results(self, order: Order, parameters: dict[str, Any], context: QgsProcessingContext) -> None:
        """QGIS says itself where a layer cannot be made."""

    def make(
        self,
        prepared: Prepared,
        parameters: dict[str, Any],
        context: QgsProcessingContext,
        feedback: QgsProcessingFeedback,
    ) -> dict[str, Any]:
        """Search, and write the layer only then: a cancelled or failed search leaves no file."""
        found = run_with_feedback(partial(search_scenes, prepared.order, prepared.client), feedback)
        sink, output = self.parameterAsSink(parameters, OUTPUT, context, scene_fields(), GEOMETRY_TYPE, LON_LAT)
        if sink is None:
            raise QgsProcessingException(self.invalidSinkError(parameters, OUTPUT))
        _write(found.rows, sink)
        if found.why_none:
            feedback.pushWarning(found.why_none)
        feedback.pushInfo(_summary(found))
        load_scenes(output, prepared.order, context)
        return {OUTPUT: output, SCENES: len(found.rows), USED: len(found.used), READ_MIB: round(found.mebibytes, 1)}


def _write(rows: Sequence[ListedScene], sink: QgsFeatureSink) -> None:
    fields = scene_fields()
    for row in rows:
        if not sink.addFeature(feature_of(row, fields), QgsFeatureSink.Flag.FastInsert):
            text = translate("S2GM", "The scenes cannot be written ({reason}).")
            raise QgsProcessingException(text.format(reason=sink.lastError()))
    sink.flushBuffer()


def _summary(found: Found) -> str:
    """The search in one line."""
    if not found.rows:
        return translate("S2GM", "No scene was found.")
    text = translate(
        "S2GM",
        "{scenes} scenes on {days} days, {first} to {last}; a mosaic would use {used} and read at most {size:.0f} MiB.",
    )
    days = sorted({row.scene.acquired.date() for row in found.rows})
    return text.format(
        scenes=len(found.rows),
        days=len(days),
        first=days[0],
        last=days[-1],
        used=len(found.used),
        size=found.mebibytes,
    )
