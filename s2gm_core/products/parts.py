"""The parts of a product: one, or the tiles of MGRS that its area touches."""

from __future__ import annotations

from dataclasses import dataclass

from ..grid import Grid
from .planning import MosaicPlan
from .target import Target


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
