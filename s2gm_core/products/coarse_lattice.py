"""A lattice of coarse cells over an output grid, for quantities that vary slowly: how it lies, and back to pixels.

The lattice is anchored on the output grid's origin and its cells are whole pixels of it, so that every block of the
grid, and whatever lies around it, has its values from the same cells.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

import numpy as np
from pyproj import Geod, Transformer

from ..grid import Grid, Window, parse_crs, pixel_size

STEP_OF_SCALE = 0.01
"""Steps in which the ground size of a CRS's metre is taken: so the metres of UTM are metres wherever the grid lies."""


@dataclass(frozen=True)
class Axis:
    """How the pixels of a block lie among the cells on one axis: pixel i between cell ``lower[i]`` and the next one."""

    first: int  # number of the first cell that the block needs
    lower: np.ndarray  # (pixel,) int64, counted from `first`
    fraction: np.ndarray  # (pixel,) float32, 0..1, share of the next cell

    @property
    def cells(self) -> int:
        """How many cells the block needs."""
        return int(self.lower[-1]) + 2


@dataclass(frozen=True)
class CoarseLattice:
    """Cells over an output grid and around it; cell (0, 0) begins at the grid's upper left corner."""

    grid: Grid  # the output grid
    pixels_down: int  # per cell
    pixels_across: int
    cell_height: float  # metres on the ground
    cell_width: float

    def part(self, window: Window) -> Grid:
        """The cells of a window, which may lie anywhere, as a grid."""
        height, width = self.grid.pixel_height * self.pixels_down, self.grid.pixel_width * self.pixels_across
        return replace(self.grid, pixel_height=height, pixel_width=width).part(window)

    def axes(self, block: Grid) -> tuple[Axis, Axis]:
        """How the rows and the columns of a block on the output grid's pixels lie among the cells."""
        row = round((self.grid.north - block.north) / self.grid.pixel_height)
        col = round((block.west - self.grid.west) / self.grid.pixel_width)
        return _axis(row, block.height, self.pixels_down), _axis(col, block.width, self.pixels_across)


def lattice_over(grid: Grid, cell_metres: float) -> CoarseLattice:
    """The lattice of an output grid whose cells come next to ``cell_metres``; never finer than the grid.

    Metres are those on the ground at the middle of the grid, in steps of a hundredth of the CRS's own: so a degree of
    longitude is as short as it is there, and Mercator's metres are not taken for metres.
    """
    height, width = _ground_size_of_pixel(grid)
    down, across = max(round(cell_metres / height), 1), max(round(cell_metres / width), 1)
    return CoarseLattice(grid, down, across, down * height, across * width)


def expand(nodes: np.ndarray, rows: Axis, cols: Axis) -> np.ndarray:
    """Bilinear values at the pixels of a block from values at the centres of its cells.

    nodes (cell y, cell x) float32: `Axis.cells` of each axis. Returns (y, x) float32, the same for a pixel in whatever
    block it lies: no more than four nodes have a part in it, always in the same order.
    """
    upper, lower = nodes[rows.lower], nodes[rows.lower + 1]
    lines = upper + rows.fraction[:, np.newaxis] * (lower - upper)
    left, right = lines.take(cols.lower, axis=1), lines.take(cols.lower + 1, axis=1)
    right -= left
    right *= cols.fraction
    right += left
    return right


def _axis(first_pixel: int, pixels: int, per_cell: int) -> Axis:
    at = (np.arange(first_pixel, first_pixel + pixels) + 0.5) / per_cell - 0.5
    lower = np.floor(at).astype(np.int64)
    return Axis(int(lower[0]), lower - lower[0], (at - lower).astype(np.float32))


def _ground_size_of_pixel(grid: Grid) -> tuple[float, float]:
    """Height and width in metres of a pixel in the middle of a grid."""
    x, y = grid.west + grid.width / 2 * grid.pixel_width, grid.north - grid.height / 2 * grid.pixel_height
    to_lon_lat = Transformer.from_crs(grid.crs, "EPSG:4326", always_xy=True)
    lon, lat = to_lon_lat.transform([x, x, x + grid.pixel_width], [y, y - grid.pixel_height, y])
    _, _, metres = Geod(ellps="WGS84").inv([lon[0]] * 2, [lat[0]] * 2, lon[1:], lat[1:])
    metre = pixel_size(parse_crs(grid.crs), 1.0)
    height, width = (
        nominal * _stepped(ground / nominal)
        for ground, nominal in zip(metres, (grid.pixel_height / metre, grid.pixel_width / metre))
    )
    return height, width


def _stepped(scale: float) -> float:
    """A scale in `STEP_OF_SCALE`; 1 where the CRS has no ground at the middle of the grid."""
    return max(round(scale / STEP_OF_SCALE), 1) * STEP_OF_SCALE if math.isfinite(scale) else 1.0
