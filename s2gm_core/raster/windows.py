"""Rasters read for several small blocks at once.

Sites of a group lie in few blocks of a COG. When the first of them asks for its pixels, the pixels of all of them are
read, one after the other in the order of the file: GDAL's cache then holds a block of the file until all have what they
need of it, so that it is fetched and decoded once. What is kept are the small windows, not the blocks.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence

import numpy as np

from ..errors import ReadError
from ..grid import Grid, Window
from ..network.threads import OnceForAll
from .pool import RasterHeader, RasterPool
from .read import plan_of_raster

SORTED_BY_PIXELS = 512
"""Windows are read by squares of so many source pixels: no square lies in more than one block of a usual COG."""

_Key = tuple[str, int, int]
_Planes = dict[Window, np.ndarray]


class WindowPool(RasterPool):
    """A pool for some blocks that are read together, on top of the pool that holds headers and files.

    Any other window is read as it is asked for. All methods may be called from any thread.
    """

    def __init__(self, pool: RasterPool, blocks: Sequence[Grid], on_read: Callable[[], None] | None = None) -> None:
        super().__init__()
        self._pool = pool
        self._blocks = tuple(blocks)
        self._on_read = on_read  # called after every read
        self._once: OnceForAll[_Planes | ReadError] = OnceForAll()
        self._guard = threading.Lock()
        self._planes: dict[_Key, _Planes | ReadError] = {}
        self._windows: dict[tuple[Grid, tuple[int, ...]], dict[int, tuple[Window, ...]]] = {}

    def header(self, href: str) -> RasterHeader:
        """The header of a raster, read once."""
        return self._pool.header(href)

    def shape(self, href: str, level: int) -> tuple[int, int]:
        """(height, width) of an overview in pixels, as `RasterPool.shape`."""
        return self._pool.shape(href, level)

    def version(self, href: str) -> str:
        """What tells a file from one that replaces it, as `RasterPool.version`."""
        return self._pool.version(href)

    def read(self, href: str, level: int, window: Window, band: int = 1, out: np.ndarray | None = None) -> np.ndarray:
        """A window of one band of an overview or of the raster itself, as `RasterPool.read`; (y, x) of its dtype."""
        windows = self._windows_of(href).get(level, ())
        if len(windows) < 2 or window not in windows:
            return self._read_single(href, level, window, band, out)
        key = href, level, band
        planes = self._known(key)
        if planes is None:
            planes = self._once.do(key, lambda: self._known(key) or self._read_all(key, windows))
        if isinstance(planes, ReadError):
            raise ReadError(str(planes))
        if out is None:
            return planes[window]
        out[...] = planes[window]
        return out

    def _read_single(self, href: str, level: int, window: Window, band: int, out: np.ndarray | None) -> np.ndarray:
        pixels = self._pool.read(href, level, window, band, out)
        if self._on_read is not None:
            self._on_read()
        return pixels

    def _known(self, key: _Key) -> _Planes | ReadError | None:
        with self._guard:
            return self._planes.get(key)

    def _read_all(self, key: _Key, windows: Sequence[Window]) -> _Planes | ReadError:
        href, level, band = key
        planes: _Planes | ReadError
        try:
            planes = {window: self._pool.read(href, level, window, band) for window in windows}
        except ReadError as problem:
            planes = problem
        with self._guard:
            self._planes[key] = planes
        if self._on_read is not None:
            self._on_read()
        return planes

    def _windows_of(self, href: str) -> dict[int, tuple[Window, ...]]:
        """By overview the windows that the blocks will ask for, in the order in which they lie in the file.

        Found once for all rasters on one grid: another window is read by itself.
        """
        header = self.header(href)
        key = header.grid, header.overviews
        with self._guard:
            known = self._windows.get(key)
        if known is not None:
            return known
        found: dict[int, set[Window]] = {}
        for block in self._blocks:
            plan = plan_of_raster(self._pool, href, block)
            if plan is not None:
                found.setdefault(plan.level, set()).add(plan.window)
        ordered = {level: tuple(sorted(windows, key=_place)) for level, windows in found.items()}
        with self._guard:
            self._windows[key] = ordered
        return ordered


def _place(window: Window) -> tuple[int, int, int, int]:
    square = SORTED_BY_PIXELS
    return window.row // square, window.col // square, window.row, window.col
