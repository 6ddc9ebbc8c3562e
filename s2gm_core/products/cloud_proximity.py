"""How near clouds and their shadows are, for every pixel of an overpass.

Two planes are made of the same mask on cells of about 240 m: a weight that falls towards clouds and among them, for
the weighted average, and the distance to the nearest cloud or shadow, for scores of the best pixel.

Sources: weight: WASP, Theia's level 3A processor of CNES (defaults: cells of 240 m, Gaussians with standard deviations
of 2 and 10 cells, ``(1 - G2)(1 - G10)``). Distance: FORCE's cloud distance of best-available-pixel composites.

Departures from WASP: the mask of a cell is the most frequent of cloud, clear and no data among its native pixels, where
WASP resamples a mask of clouds by cubic convolution and cuts it at one half; between the cells the weight is bilinear
instead of cubic, because a cubic spline has no end and would make pixels depend on how blocks are cut; the Gaussians
end at four standard deviations for the same reason; and clouds are seen across the borders of an overpass's tiles.
"""

from __future__ import annotations

import math
import threading
from collections import OrderedDict
from collections.abc import Callable
from concurrent.futures import Future
from functools import lru_cache

import numpy as np
from scipy.ndimage import distance_transform_edt, gaussian_filter

from ..grid import Grid, Window
from ..masks.class_rules import CLASS_RULES
from ..masks.scene_classification import MaskPreset
from ..raster.environment import gdal_environment
from .coarse_lattice import Axis, CoarseLattice, expand, lattice_over
from .mask_regions import MaskRegions
from .overpasses import Granule, Overpass
from .reading import AssetReader, Wanted

CELL_METRES = 240.0
SMALL_SIGMA_METRES = 480.0
LARGE_SIGMA_METRES = 2400.0
SIGMAS = 4.0
"""Where the Gaussians end, in standard deviations."""

LARGEST_DISTANCE_METRES = SIGMAS * LARGE_SIGMA_METRES
"""Distance of pixels that have their next cloud farther away or none at all; what lies beyond is not looked at."""

TILE_CELLS = 64
"""Side of the pieces in which masks are read and kept: small enough for their native pixels to fit in the budget."""

MOST_TILES = 8192
"""Pieces that are kept, some 45 MiB: a row of blocks 270 km long under 150 overpasses."""

NO_DATA, CLEAR, CLOUD = 0, 4, 9
"""What a native pixel is here, in scene classes, of which the most frequent one makes a cell; no data has no cloud."""

HALF = 0.5

Measure = Callable[[np.ndarray, CoarseLattice], np.ndarray]
"""What is made of a mask of clouds on a lattice, (cell y, cell x) bool to the same shape float32."""

_NEVER_CLOUDS = (0, 1)  # no data and defective: a saturated roof is no cloud, whatever the preset refuses


class CloudProximity:
    """Planes of cloud proximity on any block of an output grid, also on blocks that reach beyond it.

    One instance serves all threads. The planes are identical however blocks are cut. Masks that cannot be read are
    failures of the ``reader`` and count as clear.
    """

    def __init__(self, reader: AssetReader, grid: Grid, preset: MaskPreset, regions: MaskRegions | None = None) -> None:
        """``regions``: masks made of the stack, which count on the output grid; around it the classes do."""
        self._reader, self._grid, self._regions = reader, grid, regions
        self._lattice = lattice_over(grid, CELL_METRES)
        self._preset = preset
        self._reach = _reach(self._lattice)
        self._lock = threading.Lock()
        self._tiles: OrderedDict[tuple[int, int, int], Future[np.ndarray | None]] = OrderedDict()

    def weight(self, overpass: Overpass, block: Grid) -> np.ndarray:
        """WASP's weight (1 - G2)(1 - G10) of the clouds and shadows around, (y, x) float32: 1 far away, 0 amid them."""
        return self._plane(overpass, block, 1.0, _cloud_weight)

    def distance(self, overpass: Overpass, block: Grid) -> np.ndarray:
        """Metres to the nearest cloud or shadow, (y, x) float32: 0 in it, at most `LARGEST_DISTANCE_METRES`."""
        return self._plane(overpass, block, LARGEST_DISTANCE_METRES, _distance)

    def _plane(self, overpass: Overpass, block: Grid, without: float, measure: Measure) -> np.ndarray:
        """A measure of the clouds around on a block, (y, x) float32; ``without`` where no cloud is in reach of it."""
        rows, cols = self._lattice.axes(block)
        clouds = self._clouds(overpass, rows, cols)
        if not clouds.any():
            return np.full(block.shape, without, dtype=np.float32)
        down, across = self._reach
        nodes = measure(clouds, self._lattice)[down:-down, across:-across]
        return np.clip(expand(nodes, rows, cols), 0.0, without)

    def _clouds(self, overpass: Overpass, rows: Axis, cols: Axis) -> np.ndarray:
        """The cells of a block and all in reach of them, (cell y, cell x) bool, True = cloud or shadow."""
        down, across = self._reach
        wanted = Window(rows.first - down, cols.first - across, rows.cells + 2 * down, cols.cells + 2 * across)
        clouds = np.zeros(wanted.shape, dtype=bool)
        tiles = [(tile, self._tile(overpass, tile)) for tile in _tiles_of(wanted)]
        for tile, future in tiles:
            shared = tile.intersection(wanted)
            found = future.result()
            if found is not None and shared is not None:
                there = Window(shared.row - tile.row, shared.col - tile.col, shared.height, shared.width)
                here = Window(shared.row - wanted.row, shared.col - wanted.col, shared.height, shared.width)
                clouds[here.slices] = found[there.slices]
        return clouds

    def _tile(self, overpass: Overpass, tile: Window) -> Future[np.ndarray | None]:
        """The clouds of one tile, (cell y, cell x) bool or None for none; local ones are there on return.

        Remote ones are read by the reader's threads, all that a block needs at a time. Whoever asks for a tile that
        another thread reads waits for that one.
        """
        key = (overpass.granules[0].index, tile.row, tile.col)
        with self._lock:
            known = self._tiles.get(key)
            if known is not None:
                self._tiles.move_to_end(key)
                return known
            # Regions are read ahead by the reader's threads: none of them may wait for a region.
            threads = self._reader.network_threads if self._regions is None else None
            future: Future[np.ndarray | None] = Future()
            if threads is not None:
                future = threads.submit(self._read_in_thread, overpass, tile)
            self._tiles[key] = future
            while len(self._tiles) > MOST_TILES:
                self._tiles.popitem(last=False)
        if threads is None:
            try:
                future.set_result(self._read(overpass, tile))
            except BaseException as problem:
                future.set_exception(problem)  # else threads that wait for this tile would wait for ever
                raise
        return future

    def _read_in_thread(self, overpass: Overpass, tile: Window) -> np.ndarray | None:
        with gdal_environment():
            return self._read(overpass, tile)

    def _read(self, overpass: Overpass, tile: Window) -> np.ndarray | None:
        """The clouds of one tile; of granules that overlap the first one with data counts."""
        cells = self._lattice.part(tile)
        classes = np.full(cells.shape, NO_DATA, dtype=np.uint8)
        for granule in overpass.granules:
            seen = self._classes(granule, cells)
            if seen is not None:
                np.copyto(classes, seen, where=classes == NO_DATA)
                if (classes != NO_DATA).all():
                    break
        clouds = classes == CLOUD
        inside = None if self._regions is None else self._cells_of_grid(tile)
        if self._regions is not None and inside is not None:
            part = Window(inside.row - tile.row, inside.col - tile.col, inside.height, inside.width).slices
            clouds[part] = (classes[part] != NO_DATA) & ~self._shows_ground(self._regions, overpass, inside)
        return clouds if clouds.any() else None

    def _cells_of_grid(self, tile: Window) -> Window | None:
        """The cells of a tile all of whose pixels belong to the output grid."""
        lattice = self._lattice
        whole = Window(0, 0, self._grid.height // lattice.pixels_down, self._grid.width // lattice.pixels_across)
        return tile.intersection(whole)

    def _shows_ground(self, regions: MaskRegions, overpass: Overpass, cells: Window) -> np.ndarray:
        """Where at least half of a cell's pixels show the ground, (cell y, cell x) bool."""
        down, across = self._lattice.pixels_down, self._lattice.pixels_across
        pixels = Window(cells.row * down, cells.col * across, cells.height * down, cells.width * across)
        usable = regions.usable(overpass, self._grid.part(pixels))
        return usable.reshape(cells.height, down, cells.width, across).mean(axis=(1, 3)) >= HALF

    def _classes(self, granule: Granule, cells: Grid) -> np.ndarray | None:
        """`NO_DATA`, `CLEAR` or `CLOUD` of every cell, (cell y, cell x) uint8; None where it cannot be told."""
        planes: list[np.ndarray] = []
        rule = CLASS_RULES[granule.scene.class_rule]
        for raster, table in zip(rule.rasters, _tables(rule.name, self._preset)):
            seen = self._reader.read(Wanted(granule, raster.asset, table), cells)
            if seen is None:
                return None
            planes.append(seen)
        return rule.combined(planes)


@lru_cache(maxsize=32)
def _tables(rule: str, preset: MaskPreset) -> tuple[np.ndarray, ...]:
    """For every mask raster of a rule: `NO_DATA`, `CLEAR` or `CLOUD` by stored number, (number,) uint8.

    Applied to native pixels, so that a cell of medium and of high probability is a cloud even where neither of both is
    the most frequent class.
    """
    of_class = np.full(256, NO_DATA, dtype=np.uint8)
    of_class[1:12] = CLOUD
    of_class[[*preset.valid_classes, *_NEVER_CLOUDS]] = CLEAR
    of_class[NO_DATA] = NO_DATA
    every_class = np.minimum(np.arange(2**16), 255)
    return tuple(of_class[every_class if one.table is None else one.table] for one in CLASS_RULES[rule].rasters)


def _reach(lattice: CoarseLattice) -> tuple[int, int]:
    """How many cells around a cell have a part in its values: downwards and across."""
    metres = LARGEST_DISTANCE_METRES + 2 * max(lattice.cell_height, lattice.cell_width)
    return math.ceil(metres / lattice.cell_height), math.ceil(metres / lattice.cell_width)


def _tiles_of(cells: Window) -> list[Window]:
    """The tiles that hold a window of cells; tile edges are multiples of `TILE_CELLS` from the lattice's origin."""
    rows = range(cells.row // TILE_CELLS * TILE_CELLS, cells.row + cells.height, TILE_CELLS)
    cols = range(cells.col // TILE_CELLS * TILE_CELLS, cells.col + cells.width, TILE_CELLS)
    return [Window(row, col, TILE_CELLS, TILE_CELLS) for row in rows for col in cols]


def _cloud_weight(clouds: np.ndarray, lattice: CoarseLattice) -> np.ndarray:
    """(1 - G2)(1 - G10) of a mask of clouds (cell y, cell x) bool; the same shape, float32."""
    weight = np.ones(clouds.shape, dtype=np.float64)
    for sigma in (SMALL_SIGMA_METRES, LARGE_SIGMA_METRES):
        cells = (sigma / lattice.cell_height, sigma / lattice.cell_width)
        share = gaussian_filter(clouds.astype(np.float64), cells, mode="constant", truncate=SIGMAS)
        weight *= np.maximum(1.0 - share, 0.0)
    return weight.astype(np.float32)


def _distance(clouds: np.ndarray, lattice: CoarseLattice) -> np.ndarray:
    """Metres from every cell's centre to the edge of the nearest cloudy cell, (cell y, cell x) bool to float32.

    Half a cell is taken off the distance of the centres: so it is negative in clouds and, interpolated, 0 at their
    edges. It goes one cell beyond the largest distance, so that what is interpolated is right up to there.
    """
    to_centre = distance_transform_edt(~clouds, sampling=(lattice.cell_height, lattice.cell_width))
    half = (lattice.cell_height + lattice.cell_width) / 4
    largest = LARGEST_DISTANCE_METRES + max(lattice.cell_height, lattice.cell_width)
    return np.minimum(to_centre - half, largest).astype(np.float32)
