"""Open rasters, shared by the worker threads: each handle is used by one thread at a time and then by the next."""

from __future__ import annotations

import os
import re
import threading
import time
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from types import TracebackType

import numpy as np
import rasterio
from rasterio.env import hasenv
from rasterio.io import DatasetReader
from rasterio.windows import Window as RasterioWindow

from ..disk import most_open_files
from ..errors import Cancelled, ReadError, S2GMError
from ..grid import Grid, Window, crs_name, parse_crs
from ..network.client import HttpClient
from ..network.urls import is_remote, without_query
from .environment import GDAL_ERRORS, driver_for
from .kept_tiles import KeptTiles
from .range_cache import RangeCache
from .remote import RemoteFile, RemoteFiles, open_remote
from .stored_tiles import LocalBytes, StoredTiles, stored_tiles

MAX_IDLE_HANDLES = 400
"""Rasters that stay open while nobody reads them, at most; fewer where the system allows few open files."""

RECENT_HANDLES = 16
"""Idle handles beyond these that are kept for a moment: a header is followed by pixels of the same file."""

MAX_BLOCK_BYTES = 2**26
"""A raster that can only be decoded in larger pieces would break the memory budget."""

MOST_KEPT_BYTES = 2**28
"""Of decoded tiles: more than blocks that lie together share."""

FULL_RESOLUTION = -1
"""Level of a raster itself; its overviews count from 0."""


_PLACE = re.compile(r" at X offset \d+, Y offset \d+| at scanline \d+|, (strip|tile) \d+")


@dataclass(frozen=True)
class RasterHeader:
    """What is known of a raster without reading pixels."""

    grid: Grid
    dtype: str
    overviews: tuple[int, ...]  # shrink factors of its overviews, in file order
    nodata: float | None = None  # what the file says


@dataclass(frozen=True)
class _Handle:
    """An open raster and, where it is remote, the file below it."""

    dataset: rasterio.DatasetReader
    remote: RemoteFile | None
    tiles: StoredTiles | None  # where they can be decoded without GDAL

    def close(self) -> None:
        self.dataset.close()


@dataclass
class ReadStatistics:
    """What was read so far, all threads together; mutable, the pool adds to it."""

    processor_seconds: float = 0.0  # of all threads
    bytes: int = 0  # decoded
    file_seconds: float = 0.0  # by the clock, of all threads, of files that are decoded without GDAL between
    file_bytes: int = 0  # of the same files, as stored


class RasterPool:
    """Headers and pixels of rasters by location. All methods may be called from any thread.

    Every failure becomes a `ReadError` that names the file without its query.
    """

    def __init__(self, client: HttpClient | None = None, cache: RangeCache | None = None, kept_bytes: int = 0) -> None:
        """``kept_bytes``: of decoded tiles that several windows share, at most."""
        self.statistics = ReadStatistics()
        self._remote = RemoteFiles(client or HttpClient(), cache)
        self._kept = KeptTiles(min(kept_bytes, MOST_KEPT_BYTES))
        self._lock = threading.Lock()
        self._headers: dict[str, RasterHeader] = {}
        self._lost: dict[str, ReadError] = {}
        self._idle: dict[tuple[str, int], list[_Handle]] = {}
        self._idle_count = 0
        self._most_idle = min(MAX_IDLE_HANDLES, most_open_files() // 2)
        self._is_closed = False
        self._recent: deque[tuple[tuple[str, int], _Handle]] = deque()

    def header(self, href: str) -> RasterHeader:
        """The header of a raster, read once."""
        with self._lock:
            known = self._headers.get(href)
        if known is not None:
            return known
        with self._handle(href, FULL_RESOLUTION) as file:
            header = _header(file.dataset, href)
        with self._lock:
            self._headers[href] = header
        return header

    def read(self, href: str, level: int, window: Window, band: int = 1, out: np.ndarray | None = None) -> np.ndarray:
        """A window of one band of an overview, or of the raster for `FULL_RESOLUTION`; (y, x) of its dtype.

        In ``out``, an array of that shape and dtype, where it is given.
        """
        place = RasterioWindow(window.col, window.row, window.width, window.height)
        started = time.thread_time()
        with self._handle(href, level) as file:
            pixels = file.tiles.read(band, window, out) if file.tiles else None
            if pixels is None:
                pixels = file.dataset.read(band, window=place, out=out)
        with self._lock:
            self.statistics.processor_seconds += time.thread_time() - started
            self.statistics.bytes += pixels.nbytes
        return pixels

    def shape(self, href: str, level: int) -> tuple[int, int]:
        """(height, width) of an overview in pixels, which may be rounded up or down."""
        with self._handle(href, level) as file:
            height, width = file.dataset.shape
        return height, width

    def version(self, href: str) -> str:
        """Size and ETag or date of a file, which tell it from one that replaces it; empty where nothing is known."""
        if not is_remote(href):
            with suppress(OSError):  # inside a zip
                status = os.stat(href)
                return f"{status.st_size} {status.st_mtime_ns}"
            return ""
        try:
            remote = self._remote.of(href)
        except S2GMError as problem:
            raise self._as_read_error(href, problem, None) from problem
        return f"{remote.size} {remote.version}"

    def close(self) -> None:
        """Close every idle handle."""
        with self._lock:
            self._is_closed = True
            handles = [handle for idle in self._idle.values() for handle in idle]
            handles += [handle for _, handle in self._recent]
            self._idle.clear()
            self._recent.clear()
            self._idle_count = 0
        for handle in handles:
            handle.close()

    def __enter__(self) -> RasterPool:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    @contextmanager
    def _handle(self, href: str, level: int) -> Iterator[_Handle]:
        """A handle for this thread alone; it goes back to the pool unless reading failed."""
        if level != FULL_RESOLUTION:
            self.header(href)  # refuses files whose overviews are other files, before GDAL looks for them
        key = (href, level)
        with self._lock:
            lost = self._lost.get(href)
            handle = self._take_idle(key)
        if lost is not None:  # all tries failed before: every block would spend them again
            raise ReadError(str(lost))
        remote: RemoteFile | None = None
        try:
            if handle is None:
                remote = RemoteFile(self._remote.of(href)) if is_remote(href) else None
                handle = self._open(href, level, remote)
            yield handle
            if handle.remote is not None and handle.remote.problem is not None:
                raise handle.remote.problem  # GDAL can take what did not come for something that is not there
        except (S2GMError, *GDAL_ERRORS) as problem:
            remote = remote if handle is None else handle.remote
            if handle is not None:
                handle.close()
            raise self._as_read_error(href, problem, remote) from problem
        self._give_back(key, handle)

    def _open(self, href: str, level: int, remote: RemoteFile | None) -> _Handle:
        options = {"overview_level": level} if level >= 0 else {}
        name = (href, level)
        if remote is not None:
            dataset = open_remote(remote, **options)
            return _Handle(dataset, remote, stored_tiles(dataset, remote.parts, self._kept, name))
        # Within an environment `rasterio.open` makes another one for each file, which takes longer than opening it.
        opened = DatasetReader if hasenv() else rasterio.open
        dataset = opened(href, driver=driver_for(href), sharing=False, **options)
        is_file = os.path.isfile(href)  # and nothing inside a zip
        content = LocalBytes(href, self._note_file)
        return _Handle(dataset, None, stored_tiles(dataset, content, self._kept, name) if is_file else None)

    def _note_file(self, seconds: float, size: int) -> None:
        with self._lock:
            self.statistics.file_seconds += seconds
            self.statistics.file_bytes += size

    def _as_read_error(self, href: str, problem: Exception, remote: RemoteFile | None) -> S2GMError:
        """The error to raise: what the network said, where GDAL could only say that nothing came."""
        cause = remote.problem if remote is not None and remote.problem is not None else problem
        if isinstance(cause, (Cancelled, ReadError)):
            return cause
        if isinstance(cause, S2GMError):
            error = ReadError(str(cause))
        else:
            error = ReadError(f"{without_query(href)} cannot be read ({_reason(problem, href)}).")
        if is_remote(href):
            with self._lock:
                self._lost[href] = error
        return error

    def _take_idle(self, key: tuple[str, int]) -> _Handle | None:
        """An idle handle of a raster, which is idle no more; to be called with the lock."""
        idle = self._idle.get(key)
        if idle:
            self._idle_count -= 1
            return idle.pop()
        recent = next((one for one in self._recent if one[0] == key), None)
        if recent is None:
            return None
        self._recent.remove(recent)
        return recent[1]

    def _give_back(self, key: tuple[str, int], handle: _Handle) -> None:
        # Blocks ask for all rasters in turn: closing the oldest would close each just before it is needed again.
        surplus: _Handle | None = None
        with self._lock:
            if self._is_closed:
                surplus = handle
            elif self._idle_count < self._most_idle:
                self._idle.setdefault(key, []).append(handle)
                self._idle_count += 1
            else:
                self._recent.append((key, handle))
                surplus = self._recent.popleft()[1] if len(self._recent) > RECENT_HANDLES else None
        if surplus is not None:
            surplus.close()


def _header(file: rasterio.DatasetReader, href: str) -> RasterHeader:
    if "OVERVIEW_FILE" in {**file.tags(ns="OVERVIEWS"), **file.tags(1, ns="OVERVIEWS")}:
        # GDAL would open whatever it names, with any driver, when it is asked for overviews.
        raise ReadError(f"{without_query(href)} names another file as its overviews; it was not read.")
    affine = file.transform
    if file.crs is None or affine.b or affine.d or affine.a <= 0 or affine.e >= 0:
        raise ReadError(f"{without_query(href)} has no CRS or is not north-up; it cannot be placed on a map.")
    height, width = file.block_shapes[0]
    if height * width * np.dtype(file.dtypes[0]).itemsize > MAX_BLOCK_BYTES:
        raise ReadError(f"{without_query(href)} is stored in blocks of {width} x {height} pixels; that is too large.")
    crs = file.crs.to_epsg()
    grid = Grid(
        crs=f"EPSG:{crs}" if crs else crs_name(parse_crs(file.crs.to_wkt())),
        west=affine.c,
        north=affine.f,
        pixel_width=affine.a,
        pixel_height=-affine.e,
        width=file.width,
        height=file.height,
    )
    # Resolution levels of JPEG 2000 are no means of pixels: they are filtered, lie half a pixel aside and mix classes.
    overviews = () if file.driver == "JP2OpenJPEG" else tuple(file.overviews(1))
    return RasterHeader(grid, file.dtypes[0], overviews, file.nodata)


def _reason(problem: Exception, href: str) -> str:
    """GDAL's message without the query of a signed URL, and without the place in the raster.

    Which place fails first differs from run to run; the product's metadata must not.
    """
    text = _PLACE.sub("", str(problem.__cause__ or problem))
    return text.replace(href, without_query(href)) if is_remote(href) else text
