"""The parts of a product: one, or the tiles of MGRS that its area touches."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from pyproj import Transformer
from shapely.geometry.base import BaseGeometry
from shapely.ops import transform

from ..catalog.records import Scene
from ..errors import OrderError
from ..grid import (
    Grid,
    crosses_antimeridian,
    joined_at_antimeridian,
    parse_crs,
    project_area,
    snapped_grid,
    with_dense_edges,
)
from ..mgrs import Tile, home_tiles
from ..order import Order
from ..period import Period
from ..progress import Progress
from .extent import lon_lat_outline
from .planning import MosaicPlan, plan_mosaic
from .target import Target, target_of

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
        try:
            order = order.with_changes(resolution=round(target.resolution, 6))
        except OrderError as problem:
            raise OrderError(f"The grid of {order.like} cannot be taken: {problem}") from None
    if order.tiling == "none":
        return order, (Place(order.name, target),)
    return order, _tiles(target.searched, order.resolution)


def planned_parts(
    order: Order, period: Period, scenes: Sequence[Scene], places: Sequence[Place], progress: Progress
) -> tuple[PlannedPart, ...]:
    """The plans of the parts that have a scene of the period; of the others ``progress`` is told."""
    parts = []
    for place in places:
        here = scenes if len(places) == 1 else _over(place.target.searched, scenes)
        if any(period.contains(scene.acquired) for scene in here):
            plan = plan_mosaic(order, period, here, place.target, place.name)
            parts.append(PlannedPart(place, plan))
        elif scenes:
            progress.warning(f"No scene over {place.name} from {period}; the product has no such part.")
    return tuple(parts)


def _over(area: BaseGeometry, scenes: Sequence[Scene]) -> list[Scene]:
    return [scene for scene in scenes if scene.footprint.intersects(area)]


def _tiles(area: BaseGeometry, resolution: float) -> tuple[Place, ...]:
    """The part of an area (lon/lat) in every tile that is home to a part of it, each in the tile's own UTM zone.

    A tile's part is its own square of 100 km, so that tiles of one zone do not overlap by more than a pixel; at the
    borders of zones squares of both show the same ground.
    """
    cutter = _TileCutter(joined_at_antimeridian(area), crosses_antimeridian(area))
    places = []
    for tile in home_tiles(area):
        part = cutter.part(tile)
        if not part.buffer(-SLIVER_METRES).is_empty:
            grid = snapped_grid(part.bounds, resolution, parse_crs(tile.crs))
            places.append(Place(tile.name, Target(grid, part, lon_lat_outline(grid))))
    return tuple(places)


@dataclass(frozen=True)
class _TileCutter:
    """Cuts an area into tiles; its longitudes go on beyond 180 degrees where it crosses that meridian."""

    area: BaseGeometry
    goes_on: bool

    def part(self, tile: Tile) -> BaseGeometry:
        """The part of the area inside a tile's square, in the tile's CRS."""
        nearby = self.area.intersection(self._outline(tile).buffer(NEARBY_DEGREES))
        return nearby if nearby.is_empty else project_area(nearby, tile.crs).intersection(tile.square)

    def _outline(self, tile: Tile) -> BaseGeometry:
        """A tile's square in lon/lat, with longitudes as those of the area."""
        to_lon_lat = Transformer.from_crs(tile.crs, "EPSG:4326", always_xy=True).transform
        outline = transform(to_lon_lat, with_dense_edges(tile.square, 64))
        return (
            transform(lambda x, y: (np.where(np.asarray(x) < 0, x + 360.0, x), y), outline) if self.goes_on else outline
        )
