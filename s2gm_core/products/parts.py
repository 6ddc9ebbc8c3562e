"""The parts of a product: one, or the tiles of MGRS that its area touches."""

from __future__ import annotations

from dataclasses import dataclass

from pyproj import Transformer
from shapely.geometry.base import BaseGeometry
from shapely.ops import transform, unary_union

from ..grid import Grid, parse_crs, project_area, snapped_grid, with_dense_edges
from ..mgrs import Tile, home_tiles
from ..order import Order
from .planning import MosaicPlan
from .target import Target, target_of

SLIVER_DEGREES = 0.001
"""Half the width of what two outlines leave between them by rounding."""

SLIVER_METRES = 1.0
"""Half the width of a part that is nothing but rounding."""

NEARBY_DEGREES = 0.1
"""How far around a tile an area is looked at: its edges bend when they are projected."""


@dataclass(frozen=True)
class Place:
    """Where one part lies."""

    name: str  # of its sub-folder: the order's name, or the tile's
    target: Target


@dataclass(frozen=True)
class PlannedPart:
    """One part with all that is decided before pixels are read."""

    place: Place
    plan: MosaicPlan

    @property
    def name(self) -> str:
        """The name of its sub-folder."""
        return self.place.name

    @property
    def grid(self) -> Grid:
        """Its grid."""
        return self.place.target.grid


def places_of(order: Order) -> tuple[Order, tuple[Place, ...]]:
    """The order as it is carried out, and the places of its parts.

    Where the order takes the grid of a raster, its resolution becomes that raster's, so that names and metadata tell
    the truth.
    """
    target = target_of(order)
    if order.like:
        order = order.with_changes(resolution=round(target.resolution, 6))
    if order.tiling == "none":
        return order, (Place(order.name, target),)
    return order, _tiles(target.searched, order.resolution)


def _tiles(area: BaseGeometry, resolution: float) -> tuple[Place, ...]:
    """The part of an area (lon/lat) in every tile that is home to a part of it, each in the tile's own UTM zone.

    A tile's part is its own square of 100 km, so that tiles of one zone do not overlap by more than a pixel. At the
    borders of zones some squares have no tile; there the neighbours' parts are as large as their granules.
    """
    tiles = home_tiles(area)
    squares = {tile.name: _within(area, tile, tile.square) for tile in tiles}
    uncovered = area.difference(unary_union([_to_lon_lat(part, tile) for tile, part in zip(tiles, squares.values())]))
    places = []
    for tile in tiles:
        part = squares[tile.name]
        whole = _within(area, tile, tile.extent)
        if not uncovered.buffer(-SLIVER_DEGREES).is_empty and _to_lon_lat(whole, tile).intersects(uncovered):
            part = whole
        if not part.buffer(-SLIVER_METRES).is_empty:
            grid = snapped_grid(part.bounds, resolution, parse_crs(tile.crs))
            places.append(Place(tile.name, Target(grid, part, _to_lon_lat(part, tile))))
    return tuple(places)


def _within(area: BaseGeometry, tile: Tile, outline: BaseGeometry) -> BaseGeometry:
    """The part of an area (lon/lat) inside an outline in a tile's CRS, in that CRS."""
    nearby = area.intersection(_to_lon_lat(outline, tile).buffer(NEARBY_DEGREES))
    return nearby if nearby.is_empty else project_area(nearby, tile.crs).intersection(outline)


def _to_lon_lat(shape: BaseGeometry, tile: Tile) -> BaseGeometry:
    if shape.is_empty:
        return shape
    return transform(Transformer.from_crs(tile.crs, "EPSG:4326", always_xy=True).transform, with_dense_edges(shape, 64))
