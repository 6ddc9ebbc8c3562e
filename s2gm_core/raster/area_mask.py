"""Which pixels of a block an area touches."""

from __future__ import annotations

import numpy as np
from rasterio.features import geometry_mask
from shapely.geometry import box, mapping
from shapely.geometry.base import BaseGeometry

from ..grid import Grid


def inside_area(area: BaseGeometry | None, block: Grid) -> np.ndarray:
    """Pixels that a polygon (in the grid's CRS) touches, (y, x) bool, True = inside; None takes the whole block."""
    if area is None:
        return np.ones(block.shape, dtype=bool)
    rectangle = box(*block.bounds)
    if not area.intersects(rectangle):
        return np.zeros(block.shape, dtype=bool)
    if area.contains(rectangle):
        return np.ones(block.shape, dtype=bool)
    return geometry_mask([mapping(area)], block.shape, block.transform, all_touched=True, invert=True)
