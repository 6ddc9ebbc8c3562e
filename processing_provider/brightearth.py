"""The algorithm ``s2gm:brightearth``: a seamless mosaic in natural colour."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from qgis.core import QgsProcessingContext, QgsProcessingException

from . import parameters as names
from .base_algorithm import AlgorithmFace
from .colours import (
    BIT_DEPTH,
    TILES,
    colour_order_of,
    colour_parameters,
    filling_parameter,
    preview_parameter,
    tile_parameter,
)
from .destinations import FOLDER
from .mask_parameters import mask_parameters
from .mosaic_algorithm import MosaicAlgorithm
from .parameters import Choices, Parameter
from .refinements import NBAR_NAMES, adjustment_parameters, place_parameters
from .result import BANDS_KIND, COLOURS_KIND
from .texts import brightearth_help
from .translation import translate

if TYPE_CHECKING:
    from ..s2gm_core import Order


class BrightEarthAlgorithm(MosaicAlgorithm):
    """Mosaics in natural colour without clouds and seams, of a period or of each period of a series."""

    def face(self) -> AlgorithmFace:
        """What the toolbox shows of it."""
        return AlgorithmFace(
            name="brightearth",
            title=translate("S2GM", "Seamless natural-colour mosaic (BrightEarth style)"),
            summary=translate(
                "S2GM", "Makes a natural-colour Sentinel-2 base map without clouds and seams, for looking at."
            ),
            help=brightearth_help,
            tags="sentinel-2,sentinel,copernicus,mosaic,base map,basemap,rgb,natural colour,true colour,"
            "seamless,cloud-free,mbtiles,xyz,qfield,brightearth,s2gm",
        )

    def order_parameters(self, choices: Choices) -> Iterable[Parameter]:
        """What the order is made of, in the order of the dialog."""
        adjustments = [one for one in adjustment_parameters(choices) if one.definition.name() in NBAR_NAMES]
        return (
            names.source_parameter(choices),
            *names.area_parameters(),
            *names.period_parameters(choices.periods),
            preview_parameter(),
            *colour_parameters(choices),
            names.resolution_parameter(advanced=True),
            *place_parameters(choices),
            *mask_parameters(choices, choices.colour_mask),
            names.cloud_limit_parameter(advanced=True),
            filling_parameter(choices),
            *names.scene_parameters(),
            *adjustments,
            tile_parameter(choices),
            names.authentication_parameter(),
            *names.run_parameters(choices),
        )

    def output_help(self) -> str:
        """What OUTPUT holds."""
        return translate(
            "S2GM",
            "GeoTIFF: a picture of bytes, 1 to 255 and 0 for no data, or with BIT_DEPTH 16 the balanced "
            "reflectance. Mosaics of further periods are written beside it, with the first day of their period in "
            "the name.",
        )

    def read_order(self, parameters: dict[str, Any], context: QgsProcessingContext) -> Order:
        """The order that the parameters describe."""
        return colour_order_of(self, parameters, context)

    def check_results(self, order: Order, parameters: dict[str, Any], context: QgsProcessingContext) -> None:
        """Raise `QgsProcessingException` where results cannot be written or would be lost."""
        super().check_results(order, parameters, context)
        if order.tiles != "none" and not self.parameterAsString(parameters, FOLDER, context):
            text = translate("S2GM", "{tiles} are written into the product folder: give FOLDER a place.")
            raise QgsProcessingException(text.format(tiles=TILES))

    def output_kind(self, parameters: dict[str, Any], context: QgsProcessingContext) -> str:
        """A picture, or reflectance."""
        return COLOURS_KIND if self.parameterAsEnumString(parameters, BIT_DEPTH, context) == "8" else BANDS_KIND
