"""How masks of single overpasses look: class, confidence and reasons."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

from qgis.core import QgsRasterLayer, QgsRasterRenderer
from qgis.PyQt.QtGui import QColor

from .renderers import NamedRenderer, palette_renderer, ramp_renderer, whole_values
from .translation import translate

CLASSES = (
    (1, (196, 222, 164), "clear"),
    (2, (66, 135, 245), "water"),
    (3, (180, 240, 255), "snow"),
    (4, (80, 60, 110), "shadow"),
    (5, (255, 224, 130), "cloud"),
)
"""Class 0, no data, is transparent."""

HUE_STEP = 47
"""Degrees between the colours of neighbouring reasons: no multiple of it comes back within a legend."""


def mask_styles(layer: QgsRasterLayer, bands: Mapping[str, int]) -> list[NamedRenderer]:
    """One style per band; band numbers by name."""
    return [
        (translate("S2GM", "Class"), partial(palette_renderer, layer, bands["class"], CLASSES)),
        (translate("S2GM", "Confidence"), partial(ramp_renderer, layer, bands["confidence"], (0.0, 100.0))),
        (translate("S2GM", "Reasons"), partial(_reasons, layer, bands["reasons"])),
    ]


def _reasons(layer: QgsRasterLayer, band: int) -> QgsRasterRenderer:
    """Every combination of reasons that a sample of the pixels has, in words; pixels without one are transparent."""
    values = [value for value in whole_values(layer, band) if value > 0]
    rows = []
    for place, value in enumerate(values):
        colour = QColor.fromHsv(place * HUE_STEP % 360, 190, 220 - 40 * (place % 3))
        rows.append((value, (colour.red(), colour.green(), colour.blue()), _in_words(value)))
    return palette_renderer(layer, band, rows)


def _in_words(value: int) -> str:
    from ..s2gm_core.masks.multitemporal.findings import REASONS

    return " + ".join(reason.name for reason in REASONS if value & reason.value)
