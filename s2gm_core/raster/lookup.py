"""Where the pixels of one grid lie in another, also across CRSs."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from pyproj import Transformer

from ..grid import Grid, Window

EDGE_TOLERANCE = 1e-6
"""Part of a pixel; a centre that lies on an edge belongs to the pixel right of and below it, whatever the rounding."""

LATTICE_PIXELS = 16
"""Coordinates are transformed on every 16th pixel and interpolated in between: the error is below 0.001 pixel."""


KEPT_PLACES = 8
"""Lookups that are kept: of a block's tiles at 10 and 20 m, for two threads; at most 5 MB each."""


@dataclass(frozen=True)
class PixelPlaces:
    """Pixel indices of one grid's centres in another grid: 1-D per axis where both share a CRS, else 2-D (y, x)."""

    rows: np.ndarray  # int64
    cols: np.ndarray  # int64

    def bounds_within(self, height: int, width: int) -> Window | None:
        """The smallest window of a height x width raster that holds all places inside it, or None."""
        row = _span(self.rows, height)
        col = _span(self.cols, width)
        return None if row is None or col is None else Window(row[0], col[0], row[1] - row[0], col[1] - col[0])


def places_in(inner: Grid, outer: Grid) -> PixelPlaces:
    """Indices in ``outer`` of the pixels that hold the centres of ``inner``'s pixels; may lie outside ``outer``."""
    if inner.crs == outer.crs:
        x, y = inner.centres()
        return PixelPlaces(_index(outer.north - y, outer.pixel_height), _index(x - outer.west, outer.pixel_width))
    x, y = centre_coordinates(inner, outer.crs)
    return PixelPlaces(_index(outer.north - y, outer.pixel_height), _index(x - outer.west, outer.pixel_width))


@dataclass(frozen=True)
class FlatPlaces:
    """Where the pixels of one grid lie in a window of another.

    index: (y, x) int32, row * width + column in the window, any place of it where outside.
    outside: (y, x) bool, True = not in the window; None where all are.
    """

    index: np.ndarray
    outside: np.ndarray | None


@lru_cache(maxsize=KEPT_PLACES)
def flat_places_in(inner: Grid, outer: Grid, window: Window) -> FlatPlaces:
    """Places of ``inner``'s pixels in a window of ``outer``, across CRSs; kept, because bands and dates share them."""
    places = places_in(inner, outer)
    rows, cols = places.rows - window.row, places.cols - window.col
    inside = (rows >= 0) & (rows < window.height) & (cols >= 0) & (cols < window.width)
    index = np.where(inside, rows * window.width + cols, 0).astype(np.int32)
    return FlatPlaces(index, None if inside.all() else ~inside)


def centre_coordinates(grid: Grid, crs: str) -> tuple[np.ndarray, np.ndarray]:
    """Coordinates in another CRS of a grid's pixel centres: x and y, both (y, x) float64."""
    x, y = lattice_coordinates(grid, crs)
    return expand_lattice(x, grid), expand_lattice(y, grid)


def lattice_of(grid: Grid) -> tuple[np.ndarray, np.ndarray]:
    """CRS coordinates of the lattice's nodes around a grid: x (nodes,) and y (nodes,), float64.

    Nodes are centres of every 16th pixel, counted from the CRS's origin: so all parts of a grid share them.
    """
    columns, rows = _nodes(_before(grid.west, grid.pixel_width), grid.width), _nodes(_above(grid), grid.height)
    return grid.west + (columns + 0.5) * grid.pixel_width, grid.north - (rows + 0.5) * grid.pixel_height


def lattice_coordinates(grid: Grid, crs: str) -> tuple[np.ndarray, np.ndarray]:
    """The lattice's coordinates in a CRS: x and y, both (node y, node x) float64."""
    x, y = np.meshgrid(*lattice_of(grid))
    return (x, y) if crs == grid.crs else transformer_between(grid.crs, crs).transform(x, y)


def expand_lattice(nodes: np.ndarray, grid: Grid) -> np.ndarray:
    """Bilinear values at every pixel of a grid from values on its lattice: (node y, node x) to (y, x) float64."""
    down = _weights(grid.height, nodes.shape[0], _above(grid))
    across = _weights(grid.width, nodes.shape[1], _before(grid.west, grid.pixel_width))
    return down @ nodes @ across.T


def _before(edge: float, pixel: float) -> int:
    """How many pixels after a node a grid begins."""
    return math.floor(edge / pixel + EDGE_TOLERANCE) % LATTICE_PIXELS


def _above(grid: Grid) -> int:
    return _before(-grid.north, grid.pixel_height)


def _nodes(before: int, pixels: int) -> np.ndarray:
    """Places of the nodes around ``pixels``, the first at or before pixel 0 and the last at or behind the last one."""
    return np.arange(-before, pixels + LATTICE_PIXELS, LATTICE_PIXELS)


@lru_cache(maxsize=64)
def _weights(pixels: int, nodes: int, before: int) -> np.ndarray:
    """Linear interpolation of ``nodes`` lattice values at ``pixels`` places, (pixel, node) float64."""
    at = (np.arange(pixels) + before) / LATTICE_PIXELS
    left = np.minimum(at.astype(int), nodes - 2)
    weights = np.zeros((pixels, nodes))
    weights[np.arange(pixels), left] = 1 - (at - left)
    weights[np.arange(pixels), left + 1] = at - left
    return weights


def window_in(inner: Grid, outer: Grid, margin: int) -> Window | None:
    """The window of ``outer`` that covers ``inner``, widened by ``margin`` pixels, or None where they do not meet."""
    places = places_in(_outline(inner), outer)
    row = _span_of(places.rows, margin, outer.height)
    col = _span_of(places.cols, margin, outer.width)
    return None if row is None or col is None else Window(row[0], col[0], row[1] - row[0], col[1] - col[0])


def _outline(grid: Grid) -> Grid:
    """A coarse grid over the same ground, one cell wider on every side, whose centres enclose the grid."""
    cells = 16
    width, height = grid.width * grid.pixel_width / cells, grid.height * grid.pixel_height / cells
    return Grid(grid.crs, grid.west - width, grid.north + height, width, height, cells + 2, cells + 2)


def _span(indices: np.ndarray, size: int) -> tuple[int, int] | None:
    return _span_of(indices, 0, size)


def _span_of(indices: np.ndarray, margin: int, size: int) -> tuple[int, int] | None:
    first, last = max(int(indices.min()) - margin, 0), min(int(indices.max()) + margin + 1, size)
    return (first, last) if first < last else None


def _index(distance: np.ndarray, pixel: float) -> np.ndarray:
    places = distance / pixel + EDGE_TOLERANCE
    return np.floor(np.where(np.isfinite(places), places, -1.0)).astype(np.int64)


@lru_cache(maxsize=64)
def transformer_between(source: str, target: str) -> Transformer:
    """From the coordinates of one CRS to those of another, x before y."""
    return Transformer.from_crs(source, target, always_xy=True)
