"""What an order will cost, told before it runs: pixels, bytes to read and to write, and time on this machine.

Bytes are upper bounds (`estimate`, `disk_needs`). Time is bytes by rates: those of earlier runs, whose records
(``run.json``) hold what was expected of them beside what they took, so that an error of the bounds cancels; else
`DEFAULT_RATES`, which were measured on a machine with 2 processors (docs/performance.md).
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from statistics import median
from typing import Any

from ..catalog.records import Scene
from ..network.urls import is_remote
from ..order import Order
from ..progress import Progress
from .disk_needs import product_bytes
from .estimate import read_estimates
from .parts import PlannedPart, places_of, planned_parts
from .scenes import wanted_scenes

LEAST_READ_BYTES = 2**20
"""Runs of less than this say more about starting than about reading."""


@dataclass(frozen=True)
class Rates:
    """Bytes per second by the clock, counted in the bytes that are expected (upper bounds)."""

    read: float
    write: float
    runs: int = 0  # from how many runs; 0: assumed


DEFAULT_RATES: Mapping[bool, Rates] = {False: Rates(70e6, 40e6), True: Rates(6e6, 40e6)}
"""By whether the source is remote. Over a network they are a guess: connections differ by more than a factor of ten."""

SECONDS_TO_START = 1.0
"""Searching and planning of an order over a local catalogue."""


@dataclass(frozen=True)
class Expected:
    """What is known of one product before it is made; its record holds it as JSON."""

    method: str
    remote: bool
    read_bytes: int
    write_bytes: int


@dataclass(frozen=True)
class Forecast:
    """What an order will cost in all its periods."""

    products: int
    parts: int  # of all products; more than products where the order is split into tiles
    shapes: tuple[tuple[int, int], ...]  # rows and columns of the parts of the first product
    resolution: float  # metres
    crs: str  # of the first part
    pixels: int
    scenes: int
    read_bytes: int  # upper bound
    write_bytes: int  # upper bound, uncompressed
    seconds: float
    rates: Rates


def expected_of(order: Order, parts: Sequence[PlannedPart]) -> Expected:
    """What is expected of one product, given by the plans of its parts."""
    scenes = {one.scene.id: one.scene for part in parts for one in part.plan.granules}
    return Expected(
        method=order.method,
        remote=any(is_remote(asset.href) for scene in scenes.values() for asset in scene.assets.values()),
        read_bytes=sum(read_estimates(order, list(scenes.values())).values()),
        write_bytes=sum(product_bytes(part.plan) for part in parts),
    )


def forecast_of(
    order: Order, scenes: Sequence[Scene], progress: Progress, records: Iterable[Mapping[str, Any]] = ()
) -> Forecast | None:
    """The cost of an order over the scenes that were found for it, or None where no period has one.

    ``records`` are those of earlier runs (``run.json``). Raises `OrderError` and `MissingBandsError` where the order
    cannot be carried out; ``progress`` is told which tiles stay empty.
    """
    order, places = places_of(order)
    planned: list[tuple[PlannedPart, ...]] = []
    for period in order.periods:
        parts = planned_parts(order, period, wanted_scenes(order, period, scenes), places, progress)
        planned += [parts] if parts else []
    if not planned:
        return None
    products = [expected_of(order, parts) for parts in planned]
    read, write = sum(one.read_bytes for one in products), sum(one.write_bytes for one in products)
    rates = rates_of(records, order.method, any(one.remote for one in products))
    grids = [part.grid for parts in planned for part in parts]
    return Forecast(
        products=len(planned),
        parts=len(grids),
        shapes=tuple(part.grid.shape for part in planned[0]),
        resolution=order.resolution,
        crs=grids[0].crs,
        pixels=sum(math.prod(grid.shape) for grid in grids),
        scenes=len({one.scene.id for parts in planned for part in parts for one in part.plan.granules}),
        read_bytes=read,
        write_bytes=write,
        seconds=SECONDS_TO_START + read / rates.read + write / rates.write,
        rates=rates,
    )


def rates_of(records: Iterable[Mapping[str, Any]], method: str, remote: bool) -> Rates:
    """The median rates of earlier runs with the same kind of source: those of the method, else of all, else assumed.

    Records without what is needed are passed over: other versions wrote them, or a user.
    """
    runs = [run for run in map(_measured, records) if run is not None and run[0].remote == remote]
    runs = [run for run in runs if run[0].method == method] or runs
    if not runs:
        return DEFAULT_RATES[remote]
    return Rates(median(run[1] for run in runs), median(run[2] for run in runs), len(runs))


def _measured(record: Mapping[str, Any]) -> tuple[Expected, float, float] | None:
    """What was expected of a run, with its bytes per second of reading and of writing."""
    try:
        expected = Expected(**record["expected"])
        blocks, writing = float(record["seconds_of_blocks"]), float(record["seconds_of_writing"])
        if expected.read_bytes < LEAST_READ_BYTES or not (blocks > 0 and writing > 0 and expected.write_bytes > 0):
            return None
    except (KeyError, TypeError, ValueError):
        return None
    return expected, expected.read_bytes / blocks, expected.write_bytes / writing
