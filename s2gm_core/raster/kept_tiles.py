"""Decoded tiles that several blocks share.

A tile of a 20 m band lies below four blocks of 10 m, which without this would decode it one after the other.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable

import numpy as np

from ..network.threads import OnceForAll


class KeptTiles:
    """The tiles that were wanted last, at most ``limit`` bytes of them. May be used from any thread."""

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._size = 0
        self._lock = threading.Lock()
        self._tiles: OrderedDict[Hashable, np.ndarray] = OrderedDict()
        self._once: OnceForAll[np.ndarray | None] = OnceForAll()

    def fits(self, size: int) -> bool:
        """Whether a tile of so many bytes could be kept."""
        return size <= self._limit

    def get(self, key: Hashable, decode: Callable[[], np.ndarray | None]) -> np.ndarray | None:
        """A tile, (tile y, tile x), which nobody may change; ``decode`` makes it, or None where it cannot be had."""
        tile = self._known(key)
        return tile if tile is not None else self._once.do(key, lambda: self._known(key, decode))

    def _known(self, key: Hashable, decode: Callable[[], np.ndarray | None] | None = None) -> np.ndarray | None:
        with self._lock:
            tile = self._tiles.get(key)
            if tile is not None:
                self._tiles.move_to_end(key)
        if tile is not None or decode is None:
            return tile
        tile = decode()
        if tile is not None:
            self._keep(key, tile)
        return tile

    def _keep(self, key: Hashable, tile: np.ndarray) -> None:
        tile.flags.writeable = False
        with self._lock:
            self._tiles[key] = tile
            self._size += tile.nbytes
            while self._size > self._limit:
                self._size -= self._tiles.popitem(last=False)[1].nbytes
