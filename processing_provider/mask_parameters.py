"""Parameters that say which pixels of the scenes show the ground."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from qgis.core import QgsProcessingParameterRasterLayer

from .parameters import CLOUD_MASK, LANDSAT_WEIGHT, Choices, Parameter, choice, number
from .translation import translate

if TYPE_CHECKING:
    from .ordering import Values

CLOUD_PROBABILITY, MASK_GROWTH, USER_MASK = "CLOUD_PROBABILITY", "MASK_GROWTH", "USER_MASK"


def masks_of(given: Values) -> dict[str, Any]:
    """The fields of an order that these parameters fill."""
    return {
        "cloud_mask": given.word(CLOUD_MASK),
        "cloud_probability": given.number(CLOUD_PROBABILITY),
        "mask_growth": given.number(MASK_GROWTH),
        "user_mask": given.raster_path(USER_MASK),
        "landsat_weight": given.number(LANDSAT_WEIGHT),
    }


def mask_parameters(choices: Choices, usual: str = "esa") -> tuple[Parameter, ...]:
    """Which pixels of the scenes count (all advanced)."""
    rows = (
        (
            choice(CLOUD_MASK, translate("S2GM", "Cloud mask"), choices.cloud_masks, usual),
            translate(
                "S2GM",
                "esa: the service's filter of the scene classification. multitemporal: compares the dates, keeps "
                "bright roofs and finds missed clouds and shadows. probability: by the scenes' own. The others are "
                "sets of scene classes.",
            ),
        ),
        (
            number(CLOUD_PROBABILITY, translate("S2GM", "Cloud from probability (percent)"), (1.0, 100.0), 40.0),
            translate("S2GM", "From which cloud probability on the mask probability calls a pixel cloud."),
        ),
        (
            number(MASK_GROWTH, translate("S2GM", "Growth of the mask (metres)"), (0.0, 1000.0), 0.0),
            translate("S2GM", "By how much clouds and shadows of any mask are widened."),
        ),
        (
            QgsProcessingParameterRasterLayer(USER_MASK, translate("S2GM", "Mask of your own"), None, True),
            translate("S2GM", "A raster in any CRS: pixels where it is not zero are left out on every date."),
        ),
        (
            number(LANDSAT_WEIGHT, translate("S2GM", "Weight of Landsat"), (0.0, 1.0), 1.0),
            translate("S2GM", "What Landsat counts beside Sentinel-2 where a source holds both; 0 leaves Landsat out."),
        ),
    )
    return tuple(Parameter(definition, text, advanced=True) for definition, text in rows)
