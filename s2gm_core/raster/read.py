"""Reading one raster on a block of the output grid."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import Enum

import numpy as np

from ..catalog.records import Asset
from ..errors import ReadError
from ..grid import Grid, Window
from ..network.urls import without_query
from ..planes import enlarged, put_where
from .lookup import EDGE_TOLERANCE, FlatPlaces, centre_coordinates, flat_places_in, places_in, window_in
from .pool import FULL_RESOLUTION, RasterHeader, RasterPool
from .resample import MajorityOfCells, MeanOfCells, Target, block_majority, block_mean, take_nearest

COARSER_FROM = 1.5
"""Output pixels at least this many times larger than the source's take means; below, the nearest pixel."""

READABLE_DTYPES = ("uint8", "uint16", "int16")
"""Number types of digital numbers, classes and percentages; signed ones only with a negative no-data number."""

PREVIEW_RATIO = 32
"""Output pixels as wide as so many native ones are for overviews: speed counts more than a quarter of a pixel."""

PIXELS_PER_STRIP = 4 * 2**20
"""Source pixels read at once when cells are averaged."""


class Resampling(Enum):
    """How cells of a coarser grid are made."""

    MEAN = "mean"  # digital numbers, 0 = no data
    PERCENT = "percent"  # mean of numbers of which 0 is one
    CLASS = "class"  # scene classes


@dataclass(frozen=True)
class ReadPlan:
    """How one raster is brought onto one block; made without reading pixels."""

    level: int  # overview number or FULL_RESOLUTION
    source: Grid  # grid of that level
    window: Window  # part of it that is read
    step: int  # whole source pixels per output pixel where the grids are aligned, else 0
    nearest: bool  # take single pixels instead of cells
    reason: str


@dataclass(frozen=True)
class _Source:
    """One raster file as it is read: digital numbers with 0 for no data, or scene classes."""

    pool: RasterPool
    asset: Asset
    dtype: str
    table: np.ndarray | None  # scene class of every stored number, or None to take the numbers themselves

    def read(self, level: int, window: Window, out: np.ndarray | None = None) -> np.ndarray:
        """A window of an overview, (y, x) uint8 or uint16; in ``out``, uint16, where the file's numbers are taken."""
        fits = out is not None and self.dtype == "uint16" and self.table is None and self.asset.nodata == 0
        pixels = self.pool.read(self.asset.href, level, window, self.asset.band, out if fits else None)
        if self.table is not None:
            return self.table[pixels]
        if self.asset.nodata == 0:
            return pixels
        shifted = pixels.astype(np.int32) - self.asset.nodata
        return np.clip(shifted, 0, np.iinfo(np.uint16).max).astype(np.uint16)


def read_on_grid(
    pool: RasterPool,
    asset: Asset,
    block: Grid,
    how: Resampling,
    table: np.ndarray | None = None,
    out: np.ndarray | None = None,
) -> np.ndarray | None:
    """A raster on a block of the output grid: digital numbers, (y, x) uint8 or uint16, 0 = no data and outside it.

    ``table`` (1-D uint8, one scene class per possible stored number) is applied to the native pixels, before they are
    brought to another resolution. Of the provider's coarser rasters the one whose pixels make up whole pixels of the
    block stands in. ``out`` (y, x) uint16 may be filled and returned, which saves a copy. None where the raster and the
    block do not meet. Raises `ReadError`, also for rasters of other number types than `READABLE_DTYPES`.
    """
    asset, header = _fitting_raster(pool, asset, block)
    if header.dtype not in READABLE_DTYPES or (header.dtype == "int16" and asset.nodata >= 0):
        raise ReadError(f"{without_query(asset.href)} holds {header.dtype}; {' or '.join(READABLE_DTYPES)} is needed.")
    if table is not None and len(table) <= np.iinfo(header.dtype).max:
        raise ReadError(f"{without_query(asset.href)} holds {header.dtype}; a mask of {len(table)} numbers is needed.")
    plan = plan_of_raster(pool, asset.href, block)
    if plan is None:
        return None
    inner = None if plan.nearest or plan.step else _cells_inside(plan.source, block)
    if inner is not None:
        return _read_in_pieces(lambda piece: read_on_grid(pool, asset, piece, how, table), block, inner)
    source = _Source(pool, asset, header.dtype, table)
    if plan.nearest:
        return _read_nearest(source, block, plan, out)
    if plan.step and how is Resampling.CLASS:
        return block_majority(source.read(plan.level, plan.window), plan.step)
    if plan.step:
        return block_mean(source.read(plan.level, plan.window), plan.step, how is Resampling.PERCENT)
    return _read_cells(source, block, plan, how)


def _fitting_raster(pool: RasterPool, asset: Asset, block: Grid) -> tuple[Asset, RasterHeader]:
    """The coarsest raster of an asset whose pixels make up whole pixels of the block, else the finest one."""
    for coarse in reversed(asset.coarser):
        header = pool.header(coarse.href)
        if _aligned_step(header.grid, block):
            return coarse, header
    return asset, pool.header(asset.href)


def plan_of_raster(pool: RasterPool, href: str, block: Grid) -> ReadPlan | None:
    """What to read of a raster for a block, by the true size of its overviews. Raises `ReadError`."""
    header = pool.header(href)
    plan = plan_read(header, block)
    if plan is None or plan.level == FULL_RESOLUTION:
        return plan
    shape = pool.shape(href, plan.level)  # of a side that its factor does not divide it may be rounded down
    return plan if shape == plan.source.shape else plan_read(header, block, shape)


def plan_read(header: RasterHeader, block: Grid, shape: tuple[int, int] | None = None) -> ReadPlan | None:
    """What to read of a raster for a block, or None where they do not meet.

    ``shape``: (height, width) of the overview that stands in, where it is known; None: rounded up.
    """
    ratio = _pixel_ratio(header.grid, block)
    if ratio is None:
        return None
    if ratio < COARSER_FROM:
        window = window_in(block, header.grid, margin=1) if block.crs != header.grid.crs else _exact(block, header.grid)
        return _plan(FULL_RESOLUTION, header.grid, window, True, "equal or finer grid: nearest pixel")
    level, source = _level_for(header, block, ratio)
    if level != FULL_RESOLUTION and shape is not None:
        source = _shrunk(header.grid, shape)
    step = _aligned_step(source, block)
    if step:
        window = _whole_cells(source, block, step)
        if window is not None:
            return ReadPlan(level, source, window, step, step == 1, f"aligned cells of {step} x {step} pixels")
    window = window_in(block, source, margin=2)
    return _plan(level, source, window, False, "cells that hold the pixels' centres")


def _plan(level: int, source: Grid, window: Window | None, nearest: bool, reason: str) -> ReadPlan | None:
    return None if window is None else ReadPlan(level, source, window, 0, nearest, reason)


def _read_nearest(source: _Source, block: Grid, plan: ReadPlan, out: np.ndarray | None = None) -> np.ndarray:
    """The nearest source pixels, (y, x)."""
    if plan.window.shape == block.shape and _aligned_step(plan.source, block) == 1:
        return source.read(plan.level, plan.window, out)
    pixels = source.read(plan.level, plan.window)
    if plan.source.crs != block.crs:
        return take_at(pixels, flat_places_in(block, plan.source, plan.window))
    places = places_in(block, plan.source)
    rows, cols = places.rows - plan.window.row, places.cols - plan.window.col
    factor = _aligned_step(block, plan.source)
    if factor > 1:
        corner = plan.source.part(plan.window)
        row = round((corner.north - block.north) / block.pixel_height)
        col = round((block.west - corner.west) / block.pixel_width)
        large = enlarged(pixels, factor)[max(row, 0) : row + block.height, max(col, 0) : col + block.width]
        if large.shape == block.shape:  # nothing of the block lies outside the raster
            return large
    return take_nearest(pixels, rows, cols, fill=0)


def take_at(pixels: np.ndarray, places: FlatPlaces) -> np.ndarray:
    """Source pixels (source y, source x) at the places of a grid's pixels, (y, x) of their dtype; 0 outside."""
    taken = np.take(pixels.reshape(-1), places.index)
    if places.outside is not None:
        put_where(taken, 0, places.outside)
    return taken


def _read_cells(source: _Source, block: Grid, plan: ReadPlan, how: Resampling) -> np.ndarray:
    """Cells of a coarser grid, (y, x), from source pixels read strip by strip; empty cells take the nearest pixel."""
    size = block.height * block.width
    cells: MeanOfCells | MajorityOfCells
    cells = MajorityOfCells(size) if how is Resampling.CLASS else MeanOfCells(size, how is Resampling.PERCENT)
    window = plan.window
    height = max(1, PIXELS_PER_STRIP // window.width)
    dtype = ""
    for row in range(0, window.height, height):
        strip = replace(window, row=window.row + row, height=min(height, window.height - row))
        pixels = source.read(plan.level, strip)
        places = places_in(plan.source.part(strip), block)
        cells.add(pixels, Target(places.rows, places.cols, block.height, block.width))
        dtype = str(pixels.dtype)
    values, empty = cells.result(block.height, block.width, dtype)
    if empty.any() and plan.source.crs != block.crs:
        values[empty] = _read_nearest(source, block, plan)[empty]
    return values


def _level_for(header: RasterHeader, block: Grid, ratio: float) -> tuple[int, Grid]:
    """The overview that stands in for the full resolution.

    Of the overviews whose pixels are exactly their factor of native pixels: on aligned grids the largest one whose
    factor divides the step, else the largest one with at least two of its pixels across an output pixel. Of those whose
    last row or column reaches beyond the raster, so that their pixels lie up to half of one aside: the largest one with
    at least four across an output pixel, if it is larger; from `PREVIEW_RATIO` on two are enough.
    """
    grid, step = header.grid, _aligned_step(header.grid, block)

    def usable(factor: int) -> bool:
        if grid.width % factor or grid.height % factor:
            return (2 if ratio >= PREVIEW_RATIO else 4) * factor <= ratio
        return step % factor == 0 if step else 2 * factor <= ratio

    best = max((factor for factor in header.overviews if usable(factor)), default=1)
    if best == 1:
        return FULL_RESOLUTION, grid
    return header.overviews.index(best), _shrunk(grid, (-(-grid.height // best), -(-grid.width // best)))


def _shrunk(grid: Grid, shape: tuple[int, int]) -> Grid:
    """A grid over the same ground with other numbers of rows and columns."""
    height, width = shape
    pixel_width, pixel_height = grid.pixel_width * grid.width / width, grid.pixel_height * grid.height / height
    return replace(grid, pixel_width=pixel_width, pixel_height=pixel_height, width=width, height=height)


def _aligned_step(source: Grid, block: Grid) -> int:
    """How many source pixels make one output pixel on each axis, where edges coincide; else 0."""
    if source.crs != block.crs:
        return 0
    steps = (block.pixel_width / source.pixel_width, block.pixel_height / source.pixel_height)
    shifts = ((block.west - source.west) / source.pixel_width, (source.north - block.north) / source.pixel_height)
    step = round(steps[0])
    whole = all(abs(value - step) < EDGE_TOLERANCE for value in steps)
    aligned = all(abs(shift - round(shift)) < 1e-3 for shift in shifts)
    return step if step >= 1 and whole and aligned else 0


def _whole_cells(source: Grid, block: Grid, step: int) -> Window | None:
    """The source pixels of a block on an aligned grid, if all of them exist."""
    window = Window(
        round((source.north - block.north) / source.pixel_height),
        round((block.west - source.west) / source.pixel_width),
        block.height * step,
        block.width * step,
    )
    small = window.height * window.width <= 4 * PIXELS_PER_STRIP
    return window if small and window.intersection(source.window) == window else None


def _cells_inside(source: Grid, block: Grid) -> Window | None:
    """The pixels of a block that source pixels fill wholly on an aligned grid, if that is a part of the block only."""
    step = _aligned_step(source, block)
    if not step:
        return None
    row = round((source.north - block.north) / source.pixel_height)
    col = round((block.west - source.west) / source.pixel_width)
    top, left = max(-(row // step), 0), max(-(col // step), 0)
    bottom = min((source.height - row) // step, block.height)
    right = min((source.width - col) // step, block.width)
    inner = Window(top, left, bottom - top, right - left)
    return inner if min(inner.shape) > 0 and inner.shape != block.shape else None


def _read_in_pieces(read: Callable[[Grid], np.ndarray | None], block: Grid, inner: Window) -> np.ndarray | None:
    """A block (y, x) as the part inside a raster, which is read fast, and the strips around it."""
    bottom, right = inner.row + inner.height, inner.col + inner.width
    windows = (
        inner,
        Window(0, 0, inner.row, block.width),
        Window(bottom, 0, block.height - bottom, block.width),
        Window(inner.row, 0, inner.height, inner.col),
        Window(inner.row, right, inner.height, block.width - right),
    )
    result: np.ndarray | None = None
    for window in windows:
        piece = read(block.part(window)) if min(window.shape) > 0 else None
        if piece is not None:
            result = np.zeros(block.shape, dtype=piece.dtype) if result is None else result
            result[window.slices] = piece
    return result


def _exact(block: Grid, source: Grid) -> Window | None:
    return places_in(block, source).bounds_within(source.height, source.width)


def _pixel_ratio(source: Grid, block: Grid) -> float | None:
    """Size of an output pixel in source pixels; None where that cannot be told.

    Between CRSs it is taken at the middle of the raster, so that all blocks of a product read a raster alike.
    """
    if source.crs == block.crs:
        return math.sqrt(block.pixel_width * block.pixel_height / (source.pixel_width * source.pixel_height))
    middle = source.part(Window(source.height // 2, source.width // 2, 2, 2))
    x, y = centre_coordinates(middle, block.crs)
    surface = abs((x[0, 1] - x[0, 0]) * (y[1, 0] - y[0, 0]) - (x[1, 0] - x[0, 0]) * (y[0, 1] - y[0, 0]))
    if not (math.isfinite(surface) and surface > 0):
        return None
    return math.sqrt(block.pixel_width * block.pixel_height / surface)
