"""Which mosaic a layer of the project shows."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from qgis.core import QgsRasterLayer

from ...processing_provider.destinations import file_of
from ...processing_provider.result import DAY_PROPERTY, ORDER_PROPERTY
from ...processing_provider.translation import translate

if TYPE_CHECKING:
    from ...s2gm_core.products.inspected_mosaic import InspectedMosaic


@dataclass(frozen=True)
class Subject:
    """A mosaic that is opened when it is needed, on another thread."""

    open: Callable[[], tuple[InspectedMosaic, ...]]  # raises `S2GMError`
    source: str  # of its scenes; "" where only its metadata tell


def subject_of(layer: Any) -> Subject:
    """The mosaic of a layer. Raises `OrderError` where the layer shows none of ours."""
    from ...s2gm_core.errors import OrderError

    if not isinstance(layer, QgsRasterLayer) or layer.providerType() != "gdal":
        raise OrderError(
            translate("S2GM", "Choose the layer of a mosaic: click on it in the list of layers, then on the map.")
        )
    path = file_of(layer) or Path()
    order, day = layer.customProperty(ORDER_PROPERTY), layer.customProperty(DAY_PROPERTY)
    if order and day:
        name = layer.name()
        try:
            document = json.loads(str(order))
        except ValueError:
            text = translate("S2GM", "The order that the layer {name} carries is damaged. Make the mosaic again.")
            raise OrderError(text.format(name=name)) from None
        return Subject(lambda: (_of_raster(path, document, str(day), name),), str(document.get("source", "")))
    folder = path.parent.parent if any(path.parent.glob("metadata_*.json")) else None
    if folder is None:
        text = translate("S2GM", "The layer {name} is no mosaic that this plugin has made, or has lost its order.")
        raise OrderError(text.format(name=layer.name()))
    return Subject(lambda: _of_folder(folder), "")


def _of_raster(path: Path, order: dict[str, Any], day: str, name: str) -> InspectedMosaic:
    from ...s2gm_core import Order
    from ...s2gm_core.products.inspected_mosaic import mosaic_of_raster

    return mosaic_of_raster(path, Order.from_json(order), date.fromisoformat(day), name)


def _of_folder(folder: Path) -> tuple[InspectedMosaic, ...]:
    from ...s2gm_core.products.inspected_mosaic import mosaics_of_folder

    return mosaics_of_folder(folder)
