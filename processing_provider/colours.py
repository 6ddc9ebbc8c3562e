"""The parameters of a mosaic in natural colour, and the order that they make."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from qgis.core import (
    QgsProcessingAlgorithm,
    QgsProcessingContext,
    QgsProcessingException,
    QgsProcessingParameterBoolean,
    QgsProcessingParameterString,
)

from . import parameters as names
from .mask_parameters import masks_of
from .ordering import Values, area_of, chosen_scenes_of, crs_of
from .parameters import Choices, Parameter, choice, choices_of, number
from .refinements import BIT_DEPTH, BUFFER, CLIP, FILL_DAYS, HARMONISE, LIKE, NBAR, NBAR_SUN_ZENITH
from .translation import translate

if TYPE_CHECKING:
    from ..s2gm_core import Order

TONE, TONE_LIMITS, QUICKLOOK, TILES = "TONE", "TONE_LIMITS", "QUICKLOOK", "TILES"
NATURAL, LIMITS = "natural", "limits"


def preview_parameter() -> Parameter:
    """A quick look first."""
    return Parameter(
        QgsProcessingParameterBoolean(QUICKLOOK, translate("S2GM", "Quick preview"), False),
        translate(
            "S2GM",
            "The same mosaic on coarse pixels, 1000 on the longer side at most, from the overviews of the scenes: a "
            "look at patches and colours before the whole is made. No layers, no tiles.",
        ),
    )


def colour_parameters(choices: Choices) -> tuple[Parameter, ...]:
    """What comes out and how it looks."""
    shown = translate("S2GM", "Reflectance of black and white")
    return (
        Parameter(
            choice(TONE, translate("S2GM", "Tone"), choices.tones, NATURAL),
            translate(
                "S2GM",
                "natural: an optimised curve with soft highlights; linear: reflectance 0 to 0.2, as ESA's true colour "
                "image; limits: linear between TONE_LIMITS. None depends on the picture, so that neighbours match.",
            ),
        ),
        Parameter(
            QgsProcessingParameterString(TONE_LIMITS, shown, "0.0,0.3"),
            translate("S2GM", "For the tone limits: two reflectances with a comma between them."),
            advanced=True,
        ),
        Parameter(
            choice(BIT_DEPTH, translate("S2GM", "Bits per value of OUTPUT"), ("8", "16"), "8"),
            translate(
                "S2GM",
                "8: a picture, red, green and blue as bytes with TONE. 16: the balanced reflectance of B02, B03, B04, "
                "which TONE does not change.",
            ),
            advanced=True,
        ),
        Parameter(
            choices_of(names.LAYERS, translate("S2GM", "Ancillary layers"), choices.colour_layers, ["all"]),
            translate(
                "S2GM",
                "Layers of QUALITY and FOLDER: source, date, gain applied, and what was filled from other days.",
            ),
            advanced=True,
        ),
    )


def filling_parameter(choices: Choices) -> Parameter:
    """From how far in time gaps are filled."""
    return Parameter(
        number(FILL_DAYS, translate("S2GM", "Fill from days around the period"), (0, 366), choices.colour_fill_days),
        translate("S2GM", "Days before and after the period; 0 leaves gaps empty. The layer filled marks them."),
        advanced=True,
    )


def tile_parameter(choices: Choices) -> Parameter:
    """The picture as a base map."""
    return Parameter(
        choice(TILES, translate("S2GM", "Tiles of a base map"), choices.tiles, "none"),
        translate(
            "S2GM",
            "Writes the picture into FOLDER as Web Mercator tiles, too: one MBTiles file (QGIS, QField and others open "
            "it without a network) or a folder of XYZ tiles.",
        ),
        advanced=True,
    )


def colour_order_of(algorithm: QgsProcessingAlgorithm, values: dict[str, Any], context: QgsProcessingContext) -> Order:
    """The order that the parameters describe; `QgsProcessingException` with the core's text where it is wrong."""
    from ..s2gm_core import S2GMError
    from ..s2gm_core.presets import order_of_product
    from ..s2gm_core.products.preview import preview_order

    given = Values(algorithm, values, context)
    try:
        order = order_of_product("brightearth", **_fields_of(given, context))
        return preview_order(order) if given.yes(QUICKLOOK) else order
    except S2GMError as problem:
        raise QgsProcessingException(str(problem)) from problem


def _fields_of(given: Values, context: QgsProcessingContext) -> dict[str, Any]:
    """The fields of the order."""
    return {
        **chosen_scenes_of(given),
        "area": area_of(given),
        "bands": (),
        "end": given.date(names.END) or None,
        "period": given.word(names.PERIOD),
        "crs": crs_of(given.algorithm, given.values, context),
        "layers": given.words(names.LAYERS) or ("none",),
        "format": given.word(names.FORMAT),
        "like": given.raster_path(LIKE),
        "clip": given.word(CLIP),
        "buffer": given.number(BUFFER),
        **masks_of(given),
        "nbar": given.word(NBAR),
        "nbar_sun_zenith": given.number_or_none(NBAR_SUN_ZENITH),
        "harmonise": given.word(HARMONISE),
        "fill_days": int(given.number(FILL_DAYS)),
        "tone": _tone(given),
        "tiles": given.word(TILES),
        "name": given.text(names.NAME),
    }


def _tone(given: Values) -> str:
    word = given.word(TONE)
    return f"{LIMITS}:{given.text(TONE_LIMITS)}" if word == LIMITS else word
