"""What an order costs: what it writes, told at once, and what it reads where its scenes were searched."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from qgis.core import QgsProcessingAlgorithm, QgsProcessingException
from qgis.PyQt.QtCore import QLocale
from qgis.PyQt.QtWidgets import QMessageBox, QWidget

from ...processing_provider.translation import translate
from ..algorithms import core_order
from ..scenes.words import bytes_text, duration_text, much_text

if TYPE_CHECKING:
    from ...s2gm_core.products.forecast import Forecast


@dataclass(frozen=True)
class Cost:
    """What all mosaics of an order take; 0 for what is not known before its scenes are searched."""

    pixels: int = 0
    write_bytes: int = 0  # upper bound
    read_bytes: int = 0  # upper bound
    seconds: float = 0.0

    def text(self) -> str:
        """It in words, and that it is a lot where it is; empty for an order without pixels."""
        if not self.pixels:
            return ""
        text = translate("S2GM", "The mosaic: {pixels} million pixels, at most {size} to write.")
        millions = QLocale().toString(self.pixels / 1e6, "f", 1 if self.pixels >= 100_000 else 3)
        words = [text.format(pixels=millions, size=bytes_text(self.write_bytes))]
        if self.read_bytes:
            text = translate("S2GM", "Its scenes: at most {size} to read; it takes {time}.")
            words.append(text.format(size=bytes_text(self.read_bytes), time=duration_text(self.seconds)))
        return " ".join((*words, *filter(None, [much_text(self)])))


def written(algorithm: QgsProcessingAlgorithm, parameters: Mapping[str, Any]) -> Cost:
    """Pixels of all mosaics and bytes that their products take at most. `QgsProcessingException` for a wrong order."""
    from ...s2gm_core.products.estimate import written_estimate

    order = core_order(algorithm, parameters)
    pixels, size = written_estimate(order)
    return Cost(pixels * len(order.periods), size)


def cost_of(
    algorithm: QgsProcessingAlgorithm | None, parameters: Mapping[str, Any], forecast: Forecast | None = None
) -> Cost:
    """The cost of an order, that of its scenes where they are known; none for a wrong order, which is refused later."""
    from ...s2gm_core.errors import S2GMError

    if forecast is not None:
        return forecast_cost(forecast)
    if algorithm is None:
        return Cost()
    try:
        return written(algorithm, parameters)
    except (QgsProcessingException, S2GMError):
        return Cost()


def forecast_cost(forecast: Forecast) -> Cost:
    """What the search of the scenes has found."""
    return Cost(forecast.pixels, forecast.write_bytes, forecast.read_bytes, forecast.seconds)


def is_wanted(window: QWidget, name: str, cost: Cost) -> bool:
    """Whether an order is to be made: the user is asked about what is a lot."""
    if not much_text(cost):
        return True
    text = translate("S2GM", "{name}: {cost} Make it?").format(name=name, cost=cost.text())
    yes, no = QMessageBox.StandardButton.Yes, QMessageBox.StandardButton.No
    return QMessageBox.question(window, translate("S2GM", "A large mosaic"), text, yes | no, no) == yes
