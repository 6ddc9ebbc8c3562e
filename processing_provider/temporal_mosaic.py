"""The algorithm ``s2gm:temporalmosaic``: one cloud-free mosaic per period."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from qgis.core import QgsProcessingContext, QgsProcessingFeedback

from . import parameters as names
from .base_algorithm import AlgorithmFace
from .mask_parameters import mask_parameters
from .mosaic_algorithm import MosaicAlgorithm
from .order_algorithm import Prepared
from .ordering import order_of
from .parameters import Choices, Parameter
from .refinements import (
    PRESET,
    adjustment_parameters,
    content_parameters,
    gap_parameters,
    place_parameters,
    preset_in_words,
    recipe_parameters,
)
from .texts import temporal_mosaic_help
from .translation import translate

if TYPE_CHECKING:
    from ..s2gm_core import Order


class TemporalMosaicAlgorithm(MosaicAlgorithm):
    """Cloud-free mosaics of a period, or of each period of a series."""

    def face(self) -> AlgorithmFace:
        """What the toolbox shows of it."""
        return AlgorithmFace(
            name="temporalmosaic",
            title=translate("S2GM", "Temporal mosaic"),
            summary=translate(
                "S2GM", "Makes cloud-free Sentinel-2 mosaics of a day, a month, a season, a year or a series."
            ),
            help=temporal_mosaic_help,
            tags="sentinel-2,sentinel,copernicus,mosaic,composite,cloud-free,medoid,reflectance,stac,time series,s2gm",
        )

    def order_parameters(self, choices: Choices) -> Iterable[Parameter]:
        """What the order is made of, in the order of the dialog."""
        return (
            names.source_parameter(choices),
            *names.area_parameters(),
            *names.period_parameters(choices.periods),
            *recipe_parameters(choices),
            *names.product_parameters(choices),
            *content_parameters(choices),
            *place_parameters(choices),
            *mask_parameters(choices),
            names.cloud_limit_parameter(advanced=True),
            *gap_parameters(),
            *names.scene_parameters(),
            *adjustment_parameters(choices),
            names.authentication_parameter(),
            *names.run_parameters(choices),
        )

    def output_help(self) -> str:
        """What OUTPUT holds."""
        return translate(
            "S2GM",
            "GeoTIFF of the reflectance bands, stored as BIT_DEPTH says, with the scale set. Mosaics of further "
            "periods are written beside it, with the first day of their period in the name.",
        )

    def read_order(self, parameters: dict[str, Any], context: QgsProcessingContext) -> Order:
        """The order that the parameters describe."""
        return order_of(self, parameters, context)

    def make(
        self,
        prepared: Prepared,
        parameters: dict[str, Any],
        context: QgsProcessingContext,
        feedback: QgsProcessingFeedback,
    ) -> dict[str, Any]:
        """Make the mosaics."""
        preset = self.parameterAsEnumString(parameters, PRESET, context)
        if preset != names.NO_PRESET:
            feedback.pushInfo(preset_in_words(preset, prepared.order))
        return super().make(prepared, parameters, context, feedback)
