"""A small preview of an order: the same mosaic on coarse pixels, read from overviews."""

from __future__ import annotations

from ..order import Order
from .target import target_of

PREVIEW_PIXELS = 1000
"""Longest side of a preview at most."""

FINEST = 20.0
"""Metres; a preview is never finer."""


def preview_order(order: Order) -> Order:
    """The order of a preview: pixels of 20, 40, 80, ... metres, of which its longest side has 1000 at most.

    No ancillary layers and no tiles; of a raster that the order takes its grid from, only the place counts. Raises
    `OrderError` where the order has no place.
    """
    target = target_of(order)
    metres = max(target.grid.shape) * target.resolution
    resolution = FINEST
    while metres / resolution > PREVIEW_PIXELS:
        resolution *= 2.0
    resolution = max(resolution, target.resolution)
    return order.with_changes(resolution=round(resolution, 6), like="", layers=("none",), tiles="none")
