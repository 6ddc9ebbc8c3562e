"""The advanced parameters of a mosaic: presets, options, what is adjusted, filled and added, its place."""

from __future__ import annotations

from dataclasses import fields
from typing import TYPE_CHECKING, Any

from qgis.core import (
    QgsProcessingParameterBoolean,
    QgsProcessingParameterCrs,
    QgsProcessingParameterDefinition,
    QgsProcessingParameterRasterLayer,
    QgsProcessingParameterString,
)

from .parameters import CRS, NO_PRESET, Choices, Parameter, choice, choices_of, number
from .translation import translate

if TYPE_CHECKING:
    from ..s2gm_core import Order
    from .ordering import Values

PRESET, OPTIONS, INDICES, BIT_DEPTH, LIKE = "PRESET", "OPTIONS", "INDICES", "BIT_DEPTH", "LIKE"
CLIP, BUFFER = "CLIP", "BUFFER"
NBAR, NBAR_SUN_ZENITH, HARMONISE, REGULARISE = "NBAR", "NBAR_SUN_ZENITH", "HARMONISE", "REGULARISE"
MIN_OBS, FILL_DAYS = "MIN_OBS", "FILL_DAYS"
NBAR_NAMES = (NBAR, NBAR_SUN_ZENITH, HARMONISE)


def refinements_of(given: Values) -> dict[str, Any]:
    """The fields of an order that these parameters fill."""
    return {
        "options": given.text(OPTIONS) or (),
        "indices": given.words(INDICES),
        "bit_depth": int(given.word(BIT_DEPTH)),
        "like": given.raster_path(LIKE),
        "clip": given.word(CLIP),
        "buffer": given.number(BUFFER),
        "nbar": given.word(NBAR),
        "nbar_sun_zenith": given.number_or_none(NBAR_SUN_ZENITH),
        "harmonise": given.word(HARMONISE),
        "regularise": given.yes(REGULARISE),
        "min_obs": int(given.number(MIN_OBS)),
        "fill_days": int(given.number(FILL_DAYS)),
    }


def order_over_preset(name: str, given: dict[str, Any]) -> Order:
    """An order of the fields that differ from their defaults, and of a preset's settings for the others.

    Parameters have the defaults of the order's fields (a test compares them), so a dialog, which hands over every
    parameter, and a script, which hands over some, give the same order.
    """
    from ..s2gm_core import Order
    from ..s2gm_core.presets import order_with_preset

    if name == NO_PRESET:
        return Order(**given)
    defaults = {field.name: field.default for field in fields(Order)}
    return order_with_preset(name, **{key: value for key, value in given.items() if value != defaults[key]})


def preset_in_words(name: str, order: Order) -> str:
    """For the log: what an order has in the fields that a preset sets."""
    from ..s2gm_core.presets import preset

    settings = (f"{field} {_in_words(getattr(order, field))}" for field in preset(name).settings)
    text = translate("S2GM", "With the preset {name}: {settings}.")
    return text.format(name=name, settings=", ".join(settings))


def _in_words(value: Any) -> str:
    if not isinstance(value, tuple):
        return f"{value:g}" if isinstance(value, float) else str(value)
    return ",".join("=".join(one) if isinstance(one, tuple) else str(one) for one in value) or "-"


def _advanced(*rows: tuple[QgsProcessingParameterDefinition, str]) -> tuple[Parameter, ...]:
    return tuple(Parameter(definition, text, advanced=True) for definition, text in rows)


def recipe_parameters(choices: Choices) -> tuple[Parameter, ...]:
    """What goes with the method."""
    return _advanced(
        (
            choice(PRESET, translate("S2GM", "Settings of a known product"), choices.presets, NO_PRESET),
            translate(
                "S2GM",
                "Gives its own values to the parameters that are left at their defaults; what you change wins. The log "
                "says what was set, the description what each preset is.",
            ),
        ),
        (
            QgsProcessingParameterString(OPTIONS, translate("S2GM", "Options of the method"), "", False, True),
            translate(
                "S2GM",
                "name=value, several separated by semicolons: percentiles=25,50,75;one_per_day=yes. The description "
                "lists the options of every method. Empty: their defaults.",
            ),
        ),
    )


def content_parameters(choices: Choices) -> tuple[Parameter, ...]:
    """What a product holds beside bands and layers, and how bands are stored."""
    return _advanced(
        (
            choices_of(INDICES, translate("S2GM", "Spectral indices"), choices.indices, None),
            translate("S2GM", "Computed from the mosaic's reflectance, as further layers of QUALITY and FOLDER."),
        ),
        (
            choice(BIT_DEPTH, translate("S2GM", "Bits per reflectance value"), choices.bit_depths, "16"),
            translate(
                "S2GM",
                "8 halves the size and is meant for looking at: 1 to 255 for reflectance 0 to a maximum of each band "
                "(brighter pixels become 255), 0 for no data.",
            ),
        ),
    )


def adjustment_parameters(choices: Choices) -> tuple[Parameter, ...]:
    """What is done to the observations."""
    return _advanced(
        (
            choice(NBAR, translate("S2GM", "Nadir reflectance (NBAR)"), choices.switch, "auto"),
            translate(
                "S2GM",
                "Land as seen from straight above under one sun (c-factor of Roy and others), so that orbits agree. "
                "auto: only for the weighted averages.",
            ),
        ),
        (
            number(NBAR_SUN_ZENITH, translate("S2GM", "Sun zenith of NBAR (degrees)"), (0.0, 75.0), None),
            translate("S2GM", "Empty: the mean at 10:30 local solar time over the period."),
        ),
        (
            choice(HARMONISE, translate("S2GM", "Adjust Sentinel-2B to 2A"), choices.switch, "auto"),
            translate("S2GM", "Linear adjustment per band. auto: only for the weighted averages."),
        ),
        (
            QgsProcessingParameterBoolean(REGULARISE, translate("S2GM", "Fewer date jumps"), False),
            translate(
                "S2GM",
                "Neighbouring pixels take the same observation where several are equally good. Only for methods that "
                "select an observation; values stay genuine.",
            ),
        ),
    )


def gap_parameters() -> tuple[Parameter, ...]:
    """How many observations a pixel needs, and where else they may come from."""
    return _advanced(
        (
            number(MIN_OBS, translate("S2GM", "Least valid observations"), (1, 254), 1),
            translate("S2GM", "Pixels with fewer are left empty, or filled from the days around the period."),
        ),
        (
            number(FILL_DAYS, translate("S2GM", "Fill from days around the period"), (0, 366), 0),
            translate("S2GM", "Days before and after the period; 0 leaves pixels empty. The layer filled marks them."),
        ),
    )


def place_parameters(choices: Choices) -> tuple[Parameter, ...]:
    """Where the mosaic lies."""
    return _advanced(
        (
            QgsProcessingParameterCrs(CRS, translate("S2GM", "CRS of the mosaic"), None, True),
            translate("S2GM", "Empty: the UTM zone (WGS 84) of the area's centre."),
        ),
        (
            QgsProcessingParameterRasterLayer(LIKE, translate("S2GM", "Grid of another raster"), None, True),
            translate(
                "S2GM",
                "The mosaic takes its CRS, pixels and extent exactly, instead of RESOLUTION and CRS. Where no area is "
                "given, its outline is the area.",
            ),
        ),
        (
            choice(CLIP, translate("S2GM", "Outside the area"), choices.clips, "polygon"),
            translate("S2GM", "polygon: pixels outside stay empty; box: the whole rectangle around it is filled."),
        ),
        (
            number(BUFFER, translate("S2GM", "Buffer around the area (metres)"), (0.0, 100_000.0), 0.0),
            translate("S2GM", "By how much the area is widened."),
        ),
    )
