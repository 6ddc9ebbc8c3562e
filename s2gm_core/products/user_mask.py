"""The mask that a user brings: pixels that are left out on every date."""

from __future__ import annotations

import numpy as np

from ..catalog.records import Asset
from ..errors import OrderError, ReadError
from ..grid import Grid
from ..network.urls import without_query
from ..raster.environment import gdal_environment
from ..raster.flags import FLAGGED, FlagPool
from ..raster.lookup import transformer_between
from ..raster.pool import RasterPool
from ..raster.read import Resampling
from .reading import Readers


class UserMask:
    """Reads the mask of an order on blocks; one instance serves all threads."""

    def __init__(self, path: str, pool: RasterPool, reader: Readers) -> None:
        """``reader`` makes what reads planes; an empty path is no mask."""
        self._asset = Asset(path, 1.0, 0.0) if path else None
        self._reader = reader(FlagPool(pool), (), 1, 1)

    def kept(self, block: Grid, inside: np.ndarray) -> np.ndarray:
        """The pixels ``inside`` (y, x) bool without those that the mask leaves out. Raises `ReadError`.

        What lies outside the mask's raster is kept.
        """
        if self._asset is None:
            return inside
        flags = self._reader.plane(self._asset, block, Resampling.CLASS, None, None)
        return inside if flags is None else inside & (flags != FLAGGED)


def check_user_mask(path: str) -> None:
    """Raise `OrderError` where the mask of an order is no raster that can be read."""
    if not path:
        return
    try:
        with gdal_environment(), RasterPool() as pool:
            pool.header(path)
    except ReadError as problem:
        raise OrderError(
            f"The mask {without_query(path)} cannot be used ({problem}). Give a GeoTIFF or JPEG 2000 file with a CRS, "
            "in which pixels to be left out are not zero."
        ) from None


def meets(path: str, grid: Grid) -> bool:
    """Whether the raster of a mask and a grid have ground in common; True, too, where its header cannot be read.

    What cannot be read is told by `check_user_mask` and when pixels are read.
    """
    try:
        with gdal_environment(), RasterPool() as pool:
            own = pool.header(path).grid
    except ReadError:
        return True
    west, south, east, north = transformer_between(own.crs, grid.crs).transform_bounds(*own.bounds, densify_pts=33)
    left, bottom, right, top = grid.bounds
    return west < right and left < east and south < top and bottom < north
