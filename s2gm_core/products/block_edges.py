"""Where a product is cut into blocks: on the edges of the tiles in which its sources are stored.

A tile of a raster is decoded as a whole. Blocks whose edges run through tiles would decode each of them for every block
that it lies in, up to four times.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from ..errors import ReadError
from ..grid import BlockEdges, Grid
from ..raster.pool import RasterPool
from .block_plan import BlockPlan

TRIES = 3
"""Files that are opened to find the tiles, where the first ones cannot be read."""


def block_edges(plan: BlockPlan, pool: RasterPool, size: int) -> BlockEdges:
    """Edges of blocks of ``size`` pixels, on those of the most frequent granules' rasters where their pixels fit."""
    for number, href in enumerate(_rasters(plan)):
        if number == TRIES:
            break
        try:
            source = pool.header(href).grid
        except ReadError:  # it is told where it is missed
            continue
        return edges_on(source, plan.grid, size)
    return BlockEdges(size)


def edges_on(source: Grid, grid: Grid, size: int) -> BlockEdges:
    """Edges of blocks of a grid that begin where a raster begins; any where their CRSs or pixels do not fit."""
    if source.crs != grid.crs:
        return BlockEdges(size)
    row, col = (grid.north - source.north) / grid.pixel_height, (source.west - grid.west) / grid.pixel_width
    if abs(row - round(row)) > 1e-3 or abs(col - round(col)) > 1e-3:
        return BlockEdges(size)
    return BlockEdges(size, round(row) % (2 * size), round(col) % (2 * size))


def _rasters(plan: BlockPlan) -> Iterator[str]:
    """Rasters that blocks will read, those of the tile with most granules first."""
    granules = [granule for overpass in plan.overpasses for granule in overpass.granules]
    count = Counter(granule.scene.tile for granule in granules)
    for granule in sorted(granules, key=lambda one: -count[one.scene.tile]):
        band = next((band for band in (*plan.stack_bands, *plan.made_bands) if band in granule.scene.assets), None)
        if band is not None:
            yield granule.scene.assets[band].href
