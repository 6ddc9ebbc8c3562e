"""What an order writes, told at once, before its scenes are searched."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from qgis.core import QgsProcessingAlgorithm
from qgis.PyQt.QtCore import QLocale
from qgis.PyQt.QtWidgets import QMessageBox, QWidget

from ...processing_provider.translation import translate
from .values import core_order

MANY_PIXELS = 2_000_000_000
"""From so many on the user is asked again."""


def written(algorithm: QgsProcessingAlgorithm, parameters: Mapping[str, Any]) -> tuple[int, int]:
    """Pixels of the mosaic and bytes that its product takes at most. `QgsProcessingException` for a wrong order."""
    from ...s2gm_core.products.estimate import written_estimate

    return written_estimate(core_order(algorithm, parameters))


def written_text(pixels: int, size: int) -> str:
    """The same in words."""
    locale = QLocale()
    text = translate("S2GM", "{pixels} million pixels, at most {size} to write.")
    return text.format(pixels=locale.toString(pixels / 1e6, "f", 1), size=locale.formattedDataSize(size, 1))


def is_wanted(window: QWidget, name: str, pixels: int, cost: str) -> bool:
    """Whether an order of so many pixels is to be made: from `MANY_PIXELS` on the user is asked."""
    if pixels < MANY_PIXELS:
        return True
    text = translate("S2GM", "{name}: {cost} This takes many hours. Make it?").format(name=name, cost=cost)
    yes, no = QMessageBox.StandardButton.Yes, QMessageBox.StandardButton.No
    return QMessageBox.question(window, translate("S2GM", "A large mosaic"), text, yes | no, no) == yes
