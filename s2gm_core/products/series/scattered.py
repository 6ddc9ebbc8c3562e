"""Reading and angles for many places at once, see `raster.scattered`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from scipy.ndimage import map_coordinates

from ...catalog.granule_metadata import AngleGrids
from ...catalog.records import Asset
from ...composite.stack import Need
from ...grid import Grid, Window
from ...raster.read import Resampling
from ...raster.scattered import ScatteredGrid, ScatteredPart, read_scattered
from ..angles import AngleStore
from ..overpasses import Granule
from ..planning import MosaicPlan
from ..reading import AssetReader
from .groups import Member, Piece

_LOOK_AROUND = frozenset({Need.CLOUD_DISTANCE, Need.CLOUD_WEIGHT, Need.ORBIT_DISTANCE})
"""Needs that are computed on blocks of neighbouring pixels."""


def can_scatter(plan: MosaicPlan) -> bool:
    """Whether places that lie apart can be made as one block: nothing looks at the geometry of the block."""
    block = plan.block
    looks_around = _LOOK_AROUND & block.method.needs or block.mask_growth > 0 or block.preset.engine or block.user_mask
    return not looks_around and block.normalisation.sun_zenith is None


def scattered(grid: Grid, pieces: Sequence[Piece]) -> tuple[ScatteredGrid, Piece]:
    """The pixels of some pieces as one block and as one piece; a pixel of several sites is there several times."""
    parts, members, first = [], [], 0
    for piece in pieces:
        rows = np.concatenate([member.rows for member in piece.members])
        cols = np.concatenate([member.cols for member in piece.members])
        parts.append(ScatteredPart(piece.window, rows, cols))
        for member in piece.members:
            places = np.arange(first, first + len(member.rows))
            members.append(Member(member.place, np.zeros_like(places), places))
            first += len(member.rows)
    return ScatteredGrid.of(grid, parts), Piece(Window(0, 0, 1, first), tuple(members))


def on_grid(plan: MosaicPlan, grid: ScatteredGrid) -> MosaicPlan:
    """The same plan for pixels that lie apart."""
    return replace(plan, block=replace(plan.block, grid=grid))


class ScatteredReader(AssetReader):
    """Reads assets at pixels that lie apart."""

    def plane(
        self, asset: Asset, block: Grid, how: Resampling, table: np.ndarray | None, out: np.ndarray | None
    ) -> np.ndarray | None:
        """One plane, (1, pixel) of the asset's dtype or scene class, None where it is elsewhere. Raises `ReadError`.

        ``out`` is left alone where pixels lie apart: they are few.
        """
        if isinstance(block, ScatteredGrid):
            return read_scattered(self._pool, asset, block, how, table)
        return super().plane(asset, block, how, table, out)


class ScatteredAngles(AngleStore):
    """Angles at pixels that lie apart."""

    def view_zenith_below(self, granule: Granule, block: Grid, limit: float) -> np.ndarray | bool:
        """Where the mean view zenith is below a limit in degrees, (1, pixel) bool; True where it is not known."""
        grids = self._grids_of(granule)
        if grids is None or not isinstance(block, ScatteredGrid):
            return super().view_zenith_below(granule, block, limit)
        return _at_pixels(grids, grids.view_zenith, block) < limit

    def plane(self, layer: str, granule: Granule, block: Grid) -> np.ndarray | None:
        """One of `ANGLE_LAYERS` in degrees, (1, pixel) float32, or None where it is not known."""
        grids = self._grids_of(granule)
        if grids is None or not isinstance(block, ScatteredGrid):
            return super().plane(layer, granule, block)
        name = layer.replace("_mean", "")
        values: np.ndarray = getattr(grids, name)
        if name.endswith("zenith"):
            return _at_pixels(grids, values, block).astype(np.float32)
        radians = np.radians(values)
        east, north = (_at_pixels(grids, part, block) for part in (np.sin(radians), np.cos(radians)))
        return np.mod(np.degrees(np.arctan2(east, north)), 360.0).astype(np.float32)


def _at_pixels(grids: AngleGrids, values: np.ndarray, block: ScatteredGrid) -> np.ndarray:
    """Values of a granule's angle grid (node y, node x) at pixels, (1, pixel) float64; the rim's value beyond it."""
    x, y = block.centres_in(grids.crs)
    return map_coordinates(
        values, [(grids.north - y) / grids.step, (x - grids.west) / grids.step], order=1, mode="nearest"
    )
