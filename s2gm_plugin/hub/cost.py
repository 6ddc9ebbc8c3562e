"""What an order writes, told at once, before its scenes are searched."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from qgis.core import QgsProcessingAlgorithm, QgsProcessingException
from qgis.PyQt.QtCore import QLocale
from qgis.PyQt.QtWidgets import QMessageBox, QWidget

from ...processing_provider.translation import translate
from ..algorithms import core_order
from ..scenes.words import bytes_text

MANY_PIXELS = 2_000_000_000
"""From so many on the user is asked again."""


def written(algorithm: QgsProcessingAlgorithm, parameters: Mapping[str, Any]) -> tuple[int, int]:
    """Pixels of all mosaics and bytes that their products take at most. `QgsProcessingException` for a wrong order."""
    from ...s2gm_core.products.estimate import written_estimate

    order = core_order(algorithm, parameters)
    pixels, size = written_estimate(order)
    return pixels * len(order.periods), size


def written_text(pixels: int, size: int) -> str:
    """The same in words."""
    text = translate("S2GM", "{pixels} million pixels, at most {size} to write.")
    millions = QLocale().toString(pixels / 1e6, "f", 1 if pixels >= 100_000 else 3)
    return text.format(pixels=millions, size=bytes_text(size))


def cost_of(algorithm: QgsProcessingAlgorithm | None, parameters: Mapping[str, Any]) -> tuple[int, str]:
    """Pixels of all mosaics and the cost in words; none for a wrong order, which is refused when it is placed."""
    from ...s2gm_core.errors import S2GMError

    if algorithm is None:
        return 0, ""
    try:
        pixels, size = written(algorithm, parameters)
    except (QgsProcessingException, S2GMError):
        return 0, ""
    return pixels, written_text(pixels, size)


def is_wanted(window: QWidget, name: str, pixels: int, cost: str) -> bool:
    """Whether an order of so many pixels is to be made: from `MANY_PIXELS` on the user is asked."""
    if pixels < MANY_PIXELS:
        return True
    text = translate("S2GM", "{name}: {cost} This takes many hours. Make it?").format(name=name, cost=cost)
    yes, no = QMessageBox.StandardButton.Yes, QMessageBox.StandardButton.No
    return QMessageBox.question(window, translate("S2GM", "A large mosaic"), text, yes | no, no) == yes
