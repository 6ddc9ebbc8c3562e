"""Where a grid lies on the globe, also where it crosses the 180th meridian."""

from __future__ import annotations

from collections.abc import Sequence

from shapely.affinity import translate
from shapely.geometry import MultiPolygon, Polygon, box
from shapely.geometry.base import BaseGeometry

from ..grid import Grid, footprint

DECIMALS = 6
"""Decimals of degrees in documents: a tenth of a metre."""

TOLERANCE = 1e-5
"""By how many degrees an outline may leave a grid's bent edges: a metre."""


def lon_lat_box(grid: Grid) -> tuple[float, float, float, float]:
    """West, south, east, north of a grid in degrees; west is larger than east where it crosses the 180th meridian."""
    west, south, east, north = _unrolled(grid).bounds
    west, east = (value - 360.0 if value > 180.0 else value for value in (west, east))
    return round(west, DECIMALS), round(south, DECIMALS), round(east, DECIMALS), round(north, DECIMALS)


def lon_lat_box_of(grids: Sequence[Grid]) -> tuple[float, float, float, float]:
    """West, south, east, north that hold all of some grids; west is larger than east across the 180th meridian."""
    boxes = [lon_lat_box(grid) for grid in grids]
    across = any(west > east for west, _, east, _ in boxes) or _span(boxes) > 180.0
    turn = 360.0 if across else 0.0
    west = min(one[0] + (turn if one[0] < 0 else 0.0) for one in boxes)
    east = max(one[2] + (turn if one[2] < 0 else 0.0) for one in boxes)
    west, east = (value - 360.0 if value > 180.0 else value for value in (west, east))
    return west, min(one[1] for one in boxes), east, max(one[3] for one in boxes)


def _span(boxes: Sequence[tuple[float, float, float, float]]) -> float:
    """Degrees between the westernmost and the easternmost side."""
    return max(one[2] for one in boxes) - min(one[0] for one in boxes)


def lon_lat_outline(grid: Grid) -> BaseGeometry:
    """The outline of a grid in degrees; in two parts where it crosses the 180th meridian (RFC 7946, 3.1.9)."""
    outline = _unrolled(grid).simplify(TOLERANCE)
    if outline.bounds[2] <= 180.0:
        return _rounded(outline)
    before = outline.intersection(box(-180.0, -90.0, 180.0, 90.0))
    beyond = translate(outline.intersection(box(180.0, -90.0, 540.0, 90.0)), -360.0)
    return MultiPolygon([_rounded(part) for part in (before, beyond)])


def _unrolled(grid: Grid) -> BaseGeometry:
    """The outline with longitudes that go on beyond 180 degrees where the grid crosses that meridian."""
    outline = footprint(grid)
    west, _, east, _ = outline.bounds
    if east - west <= 180.0:
        return outline
    return Polygon([(x + 360.0 if x < 0.0 else x, y) for x, y in outline.exterior.coords])


def _rounded(outline: BaseGeometry) -> Polygon:
    return Polygon([(round(x, DECIMALS), round(y, DECIMALS)) for x, y in outline.exterior.coords])
