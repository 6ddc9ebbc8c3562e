"""How reflectance looks, the same for every mosaic, so that neighbours in space and time look alike."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial

from qgis.core import QgsRasterLayer

from .renderers import NamedRenderer, colour_renderer, grey_renderer, plain_colour_renderer

GREY_RANGE = (0.0, 0.2)
"""Reflectance shown as black and white where a single visible band is shown."""

INFRARED_RANGE = (0.0, 0.5)
"""The same for near and short-wave infrared, where plants and soils are brighter."""

INFRARED_BANDS = ("B06", "B07", "B08", "B8A", "B11", "B12")


@dataclass(frozen=True)
class ColourStyle:
    """Three bands as red, green and blue, with the reflectance of full colour; black is 0."""

    label: str
    bands: tuple[str, str, str]
    full_colour: tuple[float, float, float]


COLOUR_STYLES = (
    ColourStyle("Natural colour", ("B04", "B03", "B02"), (0.2, 0.2, 0.2)),
    ColourStyle("Near infrared", ("B08", "B04", "B03"), (0.5, 0.2, 0.2)),
    ColourStyle("Short-wave infrared", ("B12", "B8A", "B04"), (0.4, 0.5, 0.2)),
)
"""Styles of a mosaic, the first that its bands allow being the one shown. Natural colour has the linear stretch of
ESA's true colour image."""


def mosaic_styles(layer: QgsRasterLayer, bands: Mapping[str, int]) -> list[NamedRenderer]:
    """The colour styles that the bands (numbers by name) allow; grey levels of the first band where there is no natural
    colour."""
    styles = colour_styles(layer, bands)
    first = next(iter(bands))
    grey = (first, partial(grey_renderer, layer, 1, band_range(first)))
    return styles if styles and styles[0][0] == COLOUR_STYLES[0].label else [grey, *styles]


def colour_styles(layer: QgsRasterLayer, bands: Mapping[str, int], addition: str = "") -> list[NamedRenderer]:
    """The colour styles that some bands allow; ``addition`` stands behind their names."""
    return [
        (
            style.label + addition,
            partial(colour_renderer, layer, [bands[name] for name in style.bands], style.full_colour),
        )
        for style in COLOUR_STYLES
        if set(style.bands) <= set(bands)
    ]


def picture_styles(layer: QgsRasterLayer) -> list[NamedRenderer]:
    """Bytes as they are: red, green and blue, nothing stretched."""
    return [("Natural colour", partial(plain_colour_renderer, layer))]


def band_range(band: str) -> tuple[float, float]:
    """Reflectance shown as black and white for one band."""
    return INFRARED_RANGE if band in INFRARED_BANDS else GREY_RANGE
