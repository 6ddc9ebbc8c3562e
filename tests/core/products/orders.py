"""Orders on the tiny archive, and what a product folder holds."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import rasterio

from s2gm_core.area import area_from_text
from s2gm_core.order import Order
from s2gm_core.products.record import Product
from tests.core.archive import NORTH, SIDE, WEST, area_text, bounds_text

EAST, SOUTH = WEST + SIDE, NORTH - SIDE


def rectangle(west: float = WEST, south: float = SOUTH, east: float = EAST, north: float = NORTH) -> Any:
    """An extent whose grid at 20 m lies inside these edges."""
    return area_from_text(bounds_text(west, south, east, north))


def polygon(west: float = WEST, south: float = SOUTH, east: float = EAST, north: float = NORTH) -> Any:
    """A polygon with exactly these edges, turned against the meridians, so that it is cut out."""
    return area_from_text(area_text(west, south, east, north))


def tiny_order(catalogue: Path, **changes: Any) -> Order:
    """August 2023 at 20 m over the whole usual scene."""
    return Order(**{"source": str(catalogue), "area": rectangle(), "start": "2023-08-01", "resolution": 20, **changes})


def plane(product: Product, layer: str) -> np.ndarray:
    """Pixels of one layer, (y, x)."""
    with rasterio.open(product.layers[layer]) as file:
        return file.read(1)


def files_below(folder: Path) -> dict[str, bytes]:
    """All files by relative name."""
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
