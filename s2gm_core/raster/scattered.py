"""Pixels of a grid that lie apart, as one block: a row of pixels, read by rectangles around those near each other.

The steps that make blocks of mosaics ask a block for its shape, its CRS and its pixels only, so that they work on
thousands of places at once as on one block.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from ..catalog.records import Asset
from ..errors import OrderError
from ..grid import Grid, Window
from .lookup import transformer_between
from .pool import RasterPool
from .read import Resampling, read_on_grid


@dataclass(frozen=True)
class ScatteredPart:
    """Pixels near each other: a window of the whole grid, and which of its pixels are wanted, (pixel,) int64 each."""

    window: Window
    rows: np.ndarray  # counted in the window
    cols: np.ndarray


@dataclass(frozen=True, eq=False)
class ScatteredGrid(Grid):
    """Pixels of ``whole`` that lie apart as a block of one row, in the order of ``parts``.

    CRS, upper left corner, pixel size and bounds are those of ``whole``; rows and columns of pixels have no meaning.
    """

    whole: Grid = field(default=None)  # type: ignore[assignment]  # fields of Grid without defaults come before
    parts: tuple[ScatteredPart, ...] = ()

    @classmethod
    def of(cls, whole: Grid, parts: Sequence[ScatteredPart]) -> ScatteredGrid:
        """The pixels of some parts."""
        count = sum(len(part.rows) for part in parts)
        return cls(
            crs=whole.crs,
            west=whole.west,
            north=whole.north,
            pixel_width=whole.pixel_width,
            pixel_height=whole.pixel_height,
            width=count,
            height=1,
            whole=whole,
            parts=tuple(parts),
        )

    @property
    def bounds(self) -> tuple[float, float, float, float]:
        """Those of the whole grid."""
        return self.whole.bounds

    def part(self, window: Window) -> Grid:
        """Some of its pixels, ``window.col`` to ``window.col + window.width`` of its one row."""
        if window == self.window:
            return self
        if window.row != 0 or window.height != 1:
            raise OrderError(f"Pixels that lie apart have one row, and no window {window}.")
        parts, first = [], 0
        for part in self.parts:
            start, end = max(window.col - first, 0), min(window.col + window.width - first, len(part.rows))
            if start < end:
                parts.append(ScatteredPart(part.window, part.rows[start:end], part.cols[start:end]))
            first += len(part.rows)
        return ScatteredGrid.of(self.whole, parts)

    def centres_in(self, crs: str) -> tuple[np.ndarray, np.ndarray]:
        """Coordinates of the pixels' centres in a CRS: x and y, both (1, pixel) float64."""
        rows = np.concatenate([part.window.row + part.rows for part in self.parts])[np.newaxis]
        cols = np.concatenate([part.window.col + part.cols for part in self.parts])[np.newaxis]
        x, y = self.west + (cols + 0.5) * self.pixel_width, self.north - (rows + 0.5) * self.pixel_height
        return (x, y) if crs == self.crs else transformer_between(self.crs, crs).transform(x, y)


def read_scattered(
    pool: RasterPool, asset: Asset, grid: ScatteredGrid, how: Resampling, table: np.ndarray | None = None
) -> np.ndarray | None:
    """A raster at pixels that lie apart, as `read_on_grid`: (1, pixel), 0 = no data, None where none of them meets it.

    Every pixel is what it would be on a block of the whole grid. Raises `ReadError`.
    """
    found: list[np.ndarray | None] = []
    for part in grid.parts:
        plane = read_on_grid(pool, asset, grid.whole.part(part.window), how, table)
        found.append(None if plane is None else plane[part.rows, part.cols])
    there = [values for values in found if values is not None]
    if not there:
        return None
    parts = [
        np.zeros(len(part.rows), there[0].dtype) if values is None else values
        for part, values in zip(grid.parts, found)
    ]
    return np.concatenate(parts)[np.newaxis]
