"""Reading one raster on a block of the output grid."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from enum import Enum

import numpy as np

from ..catalog.transport import without_query
from ..errors import ReadError
from ..grid import Grid, Window
from .lookup import EDGE_TOLERANCE, LATTICE_PIXELS, centre_coordinates, places_in, window_in
from .pool import FULL_RESOLUTION, RasterHeader, RasterPool
from .resample import MajorityOfCells, MeanOfCells, Target, block_mean, take_nearest

COARSER_FROM = 1.5
"""Output pixels at least this many times larger than the source's take means; below, the nearest pixel."""

READABLE_DTYPES = ("uint8", "uint16")
"""Number types of Sentinel-2's digital numbers, classes and percentages."""

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


def read_on_grid(pool: RasterPool, href: str, block: Grid, how: Resampling) -> np.ndarray | None:
    """A raster on a block of the output grid: (y, x) of the raster's dtype, 0 outside it.

    None where the raster and the block do not meet. Raises `ReadError`, also for rasters of other number types than
    unsigned integers of 8 or 16 bits.
    """
    header = pool.header(href)
    if header.dtype not in READABLE_DTYPES:
        raise ReadError(f"{without_query(href)} holds {header.dtype}; {' or '.join(READABLE_DTYPES)} is needed.")
    plan = plan_read(header, block)
    if plan is None:
        return None
    if plan.nearest:
        return _read_nearest(pool, href, block, plan)
    if plan.step and how is not Resampling.CLASS:
        return block_mean(pool.read(href, plan.level, plan.window), plan.step, how is Resampling.PERCENT)
    return _read_cells(pool, href, block, plan, how)


def plan_read(header: RasterHeader, block: Grid) -> ReadPlan | None:
    """What to read of a raster for a block, or None where they do not meet."""
    ratio = _pixel_ratio(header.grid, block)
    if ratio is None:
        return None
    if ratio < COARSER_FROM:
        window = window_in(block, header.grid, margin=1) if block.crs != header.grid.crs else _exact(block, header.grid)
        return _plan(FULL_RESOLUTION, header.grid, window, True, "equal or finer grid: nearest pixel")
    level, source = _level_for(header, block, ratio)
    step = _aligned_step(source, block)
    if step:
        window = _whole_cells(source, block, step)
        if window is not None:
            return ReadPlan(level, source, window, step, step == 1, f"aligned cells of {step} x {step} pixels")
    window = window_in(block, source, margin=2)
    return _plan(level, source, window, False, "cells that hold the pixels' centres")


def _plan(level: int, source: Grid, window: Window | None, nearest: bool, reason: str) -> ReadPlan | None:
    return None if window is None else ReadPlan(level, source, window, 0, nearest, reason)


def _read_nearest(pool: RasterPool, href: str, block: Grid, plan: ReadPlan) -> np.ndarray:
    """The nearest source pixels, (y, x)."""
    pixels = pool.read(href, plan.level, plan.window)
    places = places_in(block, plan.source)
    rows, cols = places.rows - plan.window.row, places.cols - plan.window.col
    if rows.ndim == 1 and pixels.shape == block.shape and rows[0] == 0 and cols[0] == 0 and rows[-1] == len(rows) - 1:
        return pixels
    return take_nearest(pixels, rows, cols, fill=0)


def _read_cells(pool: RasterPool, href: str, block: Grid, plan: ReadPlan, how: Resampling) -> np.ndarray:
    """Cells of a coarser grid, (y, x), from source pixels read strip by strip; empty cells take the nearest pixel."""
    size = block.height * block.width
    cells: MeanOfCells | MajorityOfCells
    cells = MajorityOfCells(size) if how is Resampling.CLASS else MeanOfCells(size, how is Resampling.PERCENT)
    window = _on_lattice(plan.window)
    height = max(1, PIXELS_PER_STRIP // window.width // LATTICE_PIXELS) * LATTICE_PIXELS
    dtype = ""
    for row in range(0, window.height, height):
        strip = replace(window, row=window.row + row, height=min(height, window.height - row))
        pixels = pool.read(href, plan.level, strip)
        places = places_in(plan.source.part(strip), block)
        cells.add(pixels, Target(places.rows, places.cols, block.height, block.width))
        dtype = str(pixels.dtype)
    values, empty = cells.result(block.height, block.width, dtype)
    if empty.any() and plan.source.crs != block.crs:
        values[empty] = _read_nearest(pool, href, block, plan)[empty]
    return values


def _on_lattice(window: Window) -> Window:
    """A window that begins on a node of the raster's own lattice: so a pixel's place never depends on the block."""
    up, left = window.row % LATTICE_PIXELS, window.col % LATTICE_PIXELS
    return Window(window.row - up, window.col - left, window.height + up, window.width + left)


def _level_for(header: RasterHeader, block: Grid, ratio: float) -> tuple[int, Grid]:
    """The overview that stands in for the full resolution.

    Of the overviews whose pixels are exactly their factor of native pixels: on aligned grids the largest one whose
    factor divides the step, else the largest one with at least two of its pixels across an output pixel.
    """
    step = _aligned_step(header.grid, block)

    def usable(factor: int) -> bool:
        whole = header.grid.width % factor == 0 and header.grid.height % factor == 0
        return whole and (step % factor == 0 if step else 2 * factor <= ratio)

    best = max((factor for factor in header.overviews if usable(factor)), default=1)
    if best == 1:
        return FULL_RESOLUTION, header.grid
    grid = header.grid
    coarse = replace(
        grid,
        pixel_width=grid.pixel_width * best,
        pixel_height=grid.pixel_height * best,
        width=grid.width // best,
        height=grid.height // best,
    )
    return header.overviews.index(best), coarse


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
