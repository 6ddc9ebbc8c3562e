"""A raster of any number type as flags: zero or not."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from ..grid import Window
from .pool import RasterHeader, RasterPool

FLAGGED, NOT_FLAGGED = 9, 5
"""What pixels that are not zero, and others, are read as; 0 lies outside the raster. As classes, so that a coarser cell
is flagged where at least half of it is."""


class FlagPool(RasterPool):
    """A pool on top of another one that reads every raster as `FLAGGED` and `NOT_FLAGGED`, uint8."""

    def __init__(self, pool: RasterPool) -> None:
        super().__init__()
        self._pool = pool

    def header(self, href: str) -> RasterHeader:
        """The header of a raster, read once; its number type is that of flags."""
        return replace(self._pool.header(href), dtype="uint8")

    def shape(self, href: str, level: int) -> tuple[int, int]:
        """(height, width) of an overview in pixels, as `RasterPool.shape`."""
        return self._pool.shape(href, level)

    def version(self, href: str) -> str:
        """What tells a file from one that replaces it, as `RasterPool.version`."""
        return self._pool.version(href)

    def read(self, href: str, level: int, window: Window, band: int = 1, out: np.ndarray | None = None) -> np.ndarray:
        """A window as flags, (y, x) uint8; no data and numbers that are none are not flagged. ``out`` is left alone."""
        pixels, nodata = self._pool.read(href, level, window, band), self._pool.header(href).nodata
        flagged = (pixels != 0) & (pixels == pixels)
        if nodata is not None and not np.isnan(nodata):
            flagged &= pixels != nodata
        return np.where(flagged, np.uint8(FLAGGED), np.uint8(NOT_FLAGGED))
