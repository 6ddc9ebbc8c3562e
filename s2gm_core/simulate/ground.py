"""The reference frame of the simulation: where the pixels of any grid lie on the ground."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
from pyproj import Transformer

from ..grid import Grid
from .noise import Points

NODE_SPACING = 32
"""Pixels between exactly transformed places; between them coordinates are interpolated (error below 5 mm at 10 m)."""


@lru_cache(maxsize=32)
def transformer(source: str, target: str) -> Transformer:
    """The transformation between two CRSs, x before y; kept, because making one is slow."""
    return Transformer.from_crs(source, target, always_xy=True)


def ground_points(grid: Grid, reference_crs: str) -> Points:
    """The pixel centres of a grid in the reference frame (a UTM zone, metres)."""
    x, y = grid.centres()
    if grid.crs == reference_crs:
        return Points(x[np.newaxis, :], y[:, np.newaxis])
    rows, columns = _nodes(grid.height), _nodes(grid.width)
    to_reference = transformer(grid.crs, reference_crs)
    node_x = grid.west + (columns + 0.5) * grid.pixel_width
    node_y = grid.north - (rows + 0.5) * grid.pixel_height
    mesh_x, mesh_y = to_reference.transform(*np.meshgrid(node_x, node_y))
    rows_at, columns_at = np.arange(grid.height) / NODE_SPACING, np.arange(grid.width) / NODE_SPACING
    return Points(bilinear(mesh_x, rows_at, columns_at), bilinear(mesh_y, rows_at, columns_at))


def bilinear(values: np.ndarray, rows: np.ndarray, columns: np.ndarray) -> np.ndarray:
    """Values (y, x) interpolated at fractional row and column indices; (rows, columns) of the values' dtype.

    Positions outside take the edge's value.
    """
    by_row = _linear(values, rows)
    return np.ascontiguousarray(_linear(np.ascontiguousarray(by_row.T), columns).T)


def block_mean(plane: np.ndarray, factor: int) -> np.ndarray:
    """Means of ``factor`` x ``factor`` pixels of a (y, x) plane whose sides are multiples of the factor."""
    if factor == 1:
        return plane
    height, width = plane.shape
    return plane.reshape(height // factor, factor, width // factor, factor).mean(axis=(1, 3), dtype=plane.dtype)


def _linear(values: np.ndarray, positions: np.ndarray) -> np.ndarray:
    last = values.shape[0] - 1
    place = np.clip(positions, 0, last)
    low = np.minimum(place.astype(np.intp), max(last - 1, 0))
    weight = (place - low).astype(values.dtype)[:, np.newaxis]
    high = np.minimum(low + 1, last)
    return values[low] * (1 - weight) + values[high] * weight


def _nodes(size: int) -> np.ndarray:
    return np.arange(0, size - 1 + NODE_SPACING, NODE_SPACING, dtype=np.float64)
