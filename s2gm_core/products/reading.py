"""Reading assets of granules on blocks: failures are collected, and planes are read ahead of their use."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from typing import Optional

import numpy as np

from ..catalog.records import Asset
from ..errors import ReadError
from ..grid import Grid, Window
from ..masks.class_rules import CLASS_ASSETS, CLASS_RULES
from ..network.client import CONNECTIONS
from ..network.urls import is_remote
from ..raster.environment import gdal_environment
from ..raster.pool import RasterPool
from ..raster.read import Resampling, read_on_grid
from .overpasses import Granule
from .record import ReadFailure

PERCENTAGES = frozenset({"CLD", "SNW"})
"""Assets of which 0 is a value."""

WantedKey = tuple[int, str, Optional[Window]]
"""Granule, asset and part of the block."""


@dataclass(frozen=True)
class Wanted:
    """One plane that will be asked for, (y, x), of a block or of a part of it."""

    granule: Granule
    name: str  # key of Scene.assets
    table: np.ndarray | None = None  # scene class of every stored number, (256,) or (65536,) uint8
    part: Window | None = None  # of the block; None = all of it

    @property
    def key(self) -> WantedKey:
        """What tells the planes of one block apart."""
        return self.granule.index, self.name, self.part


class AssetReader:
    """Reads assets on blocks, from any thread. To be closed; failures can be asked for afterwards, too."""

    def __init__(self, pool: RasterPool, granules: Iterable[Granule], threads: int = 1, workers: int = 1) -> None:
        """``threads`` read the planes of each of ``workers`` blocks; from the network `CONNECTIONS` for all of them."""
        self._pool = pool
        self._lock = threading.Lock()
        self._failures: dict[tuple[str, str], ReadFailure] = {}
        self.is_remote = any(is_remote(asset.href) for one in granules for asset in one.scene.assets.values())
        at_once = CONNECTIONS if self.is_remote else threads * workers if threads > 1 else 1
        self._threads = ThreadPoolExecutor(at_once, thread_name_prefix="s2gm-ahead") if at_once > 1 else None
        self._ahead = CONNECTIONS if self.is_remote else threads + 1

    @property
    def failures(self) -> list[ReadFailure]:
        """What could not be read so far."""
        with self._lock:
            return list(self._failures.values())

    def close(self) -> None:
        """Stop fetching ahead; what has not begun is dropped."""
        if self._threads is not None:
            self._threads.shutdown(wait=False, cancel_futures=True)

    @property
    def network_threads(self) -> ThreadPoolExecutor | None:
        """Threads that wait for the network, None where nothing is remote."""
        return self._threads if self.is_remote else None

    def read(self, wanted: Wanted, block: Grid, out: np.ndarray | None = None) -> np.ndarray | None:
        """One plane, (y, x) of the asset's dtype or scene class, or None where it is missing, elsewhere or unreadable.

        Of the part that is wanted, or of the whole block; ``out``, uint16 of that size, may be filled and returned.

        What is unreadable becomes a failure, once.
        """
        asset = wanted.granule.scene.assets.get(wanted.name)
        if asset is None:
            return None
        try:
            place = block if wanted.part is None else block.part(wanted.part)
            return self.plane(asset, place, _resampling(wanted.name), wanted.table, out)
        except ReadError as problem:
            failure = ReadFailure(wanted.granule.scene.id, wanted.name, str(problem))
            with self._lock:
                self._failures.setdefault((failure.scene, failure.asset), failure)
            return None

    def plane(
        self, asset: Asset, block: Grid, how: Resampling, table: np.ndarray | None, out: np.ndarray | None
    ) -> np.ndarray | None:
        """One plane, (y, x) as of `read_on_grid`, None where raster and block do not meet. Raises `ReadError`."""
        return read_on_grid(self._pool, asset, block, how, table, out)

    def ahead(self, block: Grid, wanted: Iterable[Wanted]) -> ReadAhead:
        """The planes of a block in the order in which they will be asked for."""
        return ReadAhead(self.read, block, iter(wanted), self._threads, self._ahead)


Readers = Callable[[RasterPool, Sequence[Granule], int, int], AssetReader]
"""Makes the reader of some granules, with the threads on each block and the number of blocks at a time."""


class ReadAhead:
    """Planes of one block, for one thread; where there are ``threads`` they read some planes ahead."""

    def __init__(
        self,
        read: Callable[[Wanted, Grid, np.ndarray | None], np.ndarray | None],
        block: Grid,
        wanted: Iterator[Wanted],
        threads: ThreadPoolExecutor | None,
        planes_ahead: int,
    ) -> None:
        self._read, self._block, self._wanted = read, block, wanted
        self._threads, self._planes_ahead = threads, planes_ahead
        self._coming: OrderedDict[WantedKey, Future[np.ndarray | None]] = OrderedDict()

    def take(self, wanted: Wanted, out: np.ndarray | None = None) -> np.ndarray | None:
        """One plane (y, x) as of `AssetReader.read`; planes that were announced before it and not taken are dropped."""
        self._fetch_ahead()
        while self._coming and wanted.key in self._coming:
            key, future = self._coming.popitem(last=False)
            if key == wanted.key:
                self._fetch_ahead()
                return future.result()
            future.cancel()
        return self._read(wanted, self._block, out)

    def _fetch_ahead(self) -> None:
        while self._threads is not None and len(self._coming) < self._planes_ahead:
            wanted = next(self._wanted, None)
            if wanted is None:
                return
            self._coming[wanted.key] = self._threads.submit(self._read_in_thread, wanted)

    def _read_in_thread(self, wanted: Wanted) -> np.ndarray | None:
        with gdal_environment():
            return self._read(wanted, self._block, None)


def masks_of(granule: Granule) -> list[Wanted]:
    """The mask rasters of a granule, in the order of its rule."""
    rule = CLASS_RULES[granule.scene.class_rule]
    return [Wanted(granule, raster.asset, raster.table) for raster in rule.rasters]


def _resampling(name: str) -> Resampling:
    if name in CLASS_ASSETS:
        return Resampling.CLASS
    return Resampling.PERCENT if name in PERCENTAGES else Resampling.MEAN
