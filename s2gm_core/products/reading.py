"""Reading assets of granules on blocks: failures are collected, and remote planes are fetched ahead of their use."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np

from ..catalog.records import Asset
from ..errors import ReadError
from ..grid import Grid
from ..masks.class_rules import CLASS_ASSETS
from ..network.client import CONNECTIONS
from ..network.urls import is_remote
from ..raster.environment import gdal_environment
from ..raster.pool import RasterPool
from ..raster.read import Resampling, read_on_grid
from .overpasses import Granule
from .record import ReadFailure

PLANES_AHEAD = CONNECTIONS
"""Planes of a block that are fetched before they are needed."""

PERCENTAGES = frozenset({"CLD", "SNW"})
"""Assets of which 0 is a value."""


@dataclass(frozen=True)
class Wanted:
    """One plane of a block (y, x) that will be asked for."""

    granule: Granule
    name: str  # key of Scene.assets
    table: np.ndarray | None = None  # scene class of every stored number, (256,) or (65536,) uint8

    @property
    def key(self) -> tuple[int, str]:
        """What tells the planes of one block apart."""
        return self.granule.index, self.name


class AssetReader:
    """Reads assets on blocks, from any thread. To be closed; failures can be asked for afterwards, too."""

    def __init__(self, pool: RasterPool, granules: Iterable[Granule]) -> None:
        self._pool = pool
        self._lock = threading.Lock()
        self._failures: dict[tuple[str, str], ReadFailure] = {}
        remote = any(is_remote(asset.href) for granule in granules for asset in granule.scene.assets.values())
        self.threads = ThreadPoolExecutor(CONNECTIONS, thread_name_prefix="s2gm-ahead") if remote else None

    @property
    def failures(self) -> list[ReadFailure]:
        """What could not be read so far."""
        with self._lock:
            return list(self._failures.values())

    def close(self) -> None:
        """Stop fetching ahead; what has not begun is dropped."""
        if self.threads is not None:
            self.threads.shutdown(wait=False, cancel_futures=True)

    def read(self, wanted: Wanted, block: Grid) -> np.ndarray | None:
        """One plane, (y, x) of the asset's dtype or scene class, or None where it is missing, elsewhere or unreadable.

        What is unreadable becomes a failure, once.
        """
        asset = wanted.granule.scene.assets.get(wanted.name)
        if asset is None:
            return None
        try:
            return self.plane(asset, block, _resampling(wanted.name), wanted.table)
        except ReadError as problem:
            failure = ReadFailure(wanted.granule.scene.id, wanted.name, str(problem))
            with self._lock:
                self._failures.setdefault((failure.scene, failure.asset), failure)
            return None

    def plane(self, asset: Asset, block: Grid, how: Resampling, table: np.ndarray | None) -> np.ndarray | None:
        """One plane, (y, x) as of `read_on_grid`, None where raster and block do not meet. Raises `ReadError`."""
        return read_on_grid(self._pool, asset, block, how, table)

    def ahead(self, block: Grid, wanted: Iterable[Wanted]) -> ReadAhead:
        """The planes of a block in the order in which they will be asked for."""
        return ReadAhead(self, block, iter(wanted))


class ReadAhead:
    """Planes of one block, for one thread; local ones are read when asked for, remote ones some places ahead."""

    def __init__(self, reader: AssetReader, block: Grid, wanted: Iterator[Wanted]) -> None:
        self._reader, self._block, self._wanted = reader, block, wanted
        self._coming: OrderedDict[tuple[int, str], Future[np.ndarray | None]] = OrderedDict()

    def take(self, wanted: Wanted) -> np.ndarray | None:
        """One plane (y, x) as of `AssetReader.read`; planes that were announced before it and not taken are dropped."""
        self._fetch_ahead()
        while self._coming and wanted.key in self._coming:
            key, future = self._coming.popitem(last=False)
            if key == wanted.key:
                self._fetch_ahead()
                return future.result()
            future.cancel()
        return self._reader.read(wanted, self._block)

    def _fetch_ahead(self) -> None:
        threads = self._reader.threads
        while threads is not None and len(self._coming) < PLANES_AHEAD:
            wanted = next(self._wanted, None)
            if wanted is None:
                return
            self._coming[wanted.key] = threads.submit(self._read_in_thread, wanted)

    def _read_in_thread(self, wanted: Wanted) -> np.ndarray | None:
        with gdal_environment():
            return self._reader.read(wanted, self._block)


def _resampling(name: str) -> Resampling:
    if name in CLASS_ASSETS:
        return Resampling.CLASS
    return Resampling.PERCENT if name in PERCENTAGES else Resampling.MEAN
