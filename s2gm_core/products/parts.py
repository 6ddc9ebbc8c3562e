"""The parts of a product: one, or the tiles of MGRS that its area touches."""

from __future__ import annotations

from dataclasses import dataclass

from ..grid import Grid
from ..order import Order
from .planning import MosaicPlan
from .target import Target, target_of


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
    return order, (Place(order.name, target),)
