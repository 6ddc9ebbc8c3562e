"""Which pixels of a block an area touches.

The decision is in two steps, because geometries must not be worked on by several threads at once (GEOS behind shapely
1.8 keeps one context for the whole process): the relation of area and block in the calling thread, the pixels anywhere.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from rasterio.features import geometry_mask
from shapely.geometry import box, mapping
from shapely.geometry.base import BaseGeometry

from ..grid import Grid


@dataclass(frozen=True)
class AreaInBlock:
    """How an area and a block meet: plain data that any thread may use."""

    inside: bool  # where there is no outline: the whole block is inside, or nothing of it
    outline: Mapping[str, Any] | None = None  # GeoJSON geometry that cuts the block, in the grid's CRS


class AreaCutter:
    """Tells how blocks lie to one area; to be used from one thread. Without an area every block is inside."""

    def __init__(self, area: BaseGeometry | None) -> None:
        self._area = area
        self._outline = None if area is None else mapping(area)

    def relation(self, block: Grid) -> AreaInBlock:
        """How the area and one block meet."""
        if self._area is None:
            return AreaInBlock(True)
        rectangle = box(*block.bounds)
        if not self._area.intersects(rectangle):
            return AreaInBlock(False)
        return AreaInBlock(True) if self._area.contains(rectangle) else AreaInBlock(True, self._outline)


def inside_area(area: AreaInBlock, block: Grid) -> np.ndarray:
    """Pixels of a block that an area touches, (y, x) bool, True = inside."""
    if area.outline is None:
        return np.full(block.shape, area.inside)
    return geometry_mask([area.outline], block.shape, block.transform, all_touched=True, invert=True)


def centres_inside(outline: Mapping[str, Any], block: Grid) -> np.ndarray:
    """Pixels of a block whose centre lies inside a GeoJSON polygon in the block's CRS, (y, x) bool, True = inside."""
    return geometry_mask([outline], block.shape, block.transform, all_touched=False, invert=True)
