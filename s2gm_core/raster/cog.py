"""Cloud-optimised GeoTIFFs, made in one go from pixels that can be read again.

Readers on the network want the header first, then the overviews, the smallest first, then the full resolution. So the
pixels are read twice, which costs little where they are not compressed: first they are shrunk, and the compressed tiles
of the overviews are kept; then the header's room, the overviews and, as they are compressed, the tiles of the full
resolution are written one behind the other, and last the header. Nothing that was compressed is ever decoded.

Source: the layout of GDAL's COG driver (https://gdal.org/drivers/raster/cog.html), of which a file with one band also
has the ghost area and the sizes around tiles; with several bands, each follows the one before.
"""

from __future__ import annotations

import shutil
import struct
import tempfile
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass, field
from itertools import accumulate
from pathlib import Path
from typing import IO, Callable, TypeVar

import numpy as np
import rasterio

from ..grid import Grid, Window
from ..progress import Progress, SilentProgress, stop_if_cancelled
from .environment import GDAL_ERRORS, gdal_environment
from .halving import halved
from .tiff_tags import GHOST, Directory, TiffKind, header_bytes, of_overview, read_directory, with_tiles
from .tile_codec import encode_tile
from .write import TILE_SIZE, RasterFormat, describe, file_profile, overview_factors, writing_error

PIECE_TILES = 4
"""Tiles side by side that a thread reads and works on at a time."""

BIG_ABOVE = 2**32 - 2**16
"""Bytes that a file may have at most before it becomes a BigTIFF."""

KEPT_BYTES = 16 * 2**20
"""Compressed tiles of one overview that stay in memory; more go into a temporary file beside the result."""

_AROUND = 8
"""Bytes around a tile: its size before, its last four bytes behind."""

ReadPixels = Callable[[int, Window], np.ndarray]
"""Pixels (y, x) of a band, counted from 0, on a window; called from several threads."""

_Item = TypeVar("_Item")
_Result = TypeVar("_Result")


@dataclass
class _Level:
    """The full resolution or an overview: its size, and the sizes of its tiles as they become known; mutable."""

    shape: tuple[int, int]
    sizes: list[int] = field(default_factory=list)

    def tile_rows(self) -> Iterator[Window]:
        """Strips of one row of tiles."""
        height, width = self.shape
        for row in range(0, height, TILE_SIZE):
            yield Window(row, 0, min(TILE_SIZE, height - row), width)

    @property
    def tiles(self) -> int:
        """Tiles of one band."""
        return -(-self.shape[0] // TILE_SIZE) * -(-self.shape[1] // TILE_SIZE)

    def add(self, tiles: Iterable[bytes], file: IO[bytes]) -> None:
        """Append compressed tiles to a file."""
        for tile in tiles:
            file.write(struct.pack("<I", len(tile)))
            file.write(tile)
            file.write(tile[-4:])
            self.sizes.append(len(tile))


@dataclass(frozen=True)
class _Threads:
    """Work on several threads whose results come in order, with a bounded number of them waiting."""

    pool: ThreadPoolExecutor
    workers: int
    progress: Progress

    def in_order(self, function: Callable[[_Item], _Result], items: Iterable[_Item]) -> Iterator[_Result]:
        """The results; `Cancelled` soon after the user wants to stop."""
        waiting: deque[Future[_Result]] = deque()
        for item in items:
            stop_if_cancelled(self.progress)
            waiting.append(self.pool.submit(function, item))
            if len(waiting) > self.workers + 1:
                yield waiting.popleft().result()
        while waiting:
            stop_if_cancelled(self.progress)
            yield waiting.popleft().result()


@dataclass(frozen=True)
class _Assembly:
    """The making of one file."""

    grid: Grid
    layout: RasterFormat
    read: ReadPixels
    threads: _Threads

    @property
    def bands(self) -> int:
        return len(self.layout.band_names)

    def shrink(self, levels: Sequence[_Level], files: Sequence[IO[bytes]]) -> None:
        """Make the tiles of all overviews, the largest first."""
        for band in range(self.bands):
            halves = self._halves_of_full(band)
            for level, file in zip(levels, files):
                halves = self._halves_of_overview(halves, level, file)
            deque(halves, maxlen=0)

    def encode(self, full: _Level, file: IO[bytes]) -> None:
        """Make the tiles of the full resolution."""
        rows = [(band, row) for band in range(self.bands) for row in full.tile_rows()]
        pieces = ((band, piece) for band, row in rows for piece in _pieces(row))
        encoded = self.threads.in_order(self._encoded, pieces)
        for done, (band, row) in enumerate(rows, start=1):
            for _ in _pieces(row):
                full.add(next(encoded), file)
            self.threads.progress.step(done, len(rows), f"Writing {self.layout.band_names[band]}")

    def _encoded(self, piece: tuple[int, Window]) -> list[bytes]:
        pixels = self.read(*piece)
        return [encode_tile(_whole(tile)) for tile in _columns(pixels)]

    def _halves_of_full(self, band: int) -> Iterator[np.ndarray]:
        """The first overview, (y, x), in strips of half a tile's height."""
        full = _Level(self.grid.shape)
        pieces = (piece for row in full.tile_rows() for piece in _pieces(row))
        halves = self.threads.in_order(lambda piece: self._halved(self.read(band, piece)), pieces)
        per_row = sum(1 for _ in _pieces(next(full.tile_rows())))
        for _ in full.tile_rows():
            yield np.hstack([next(halves) for _ in range(per_row)])

    def _halves_of_overview(self, halves: Iterator[np.ndarray], level: _Level, file: IO[bytes]) -> Iterator[np.ndarray]:
        """Store an overview that comes in strips of half a tile's height; returns the next smaller one as such."""
        for upper in halves:
            lower = next(halves, upper[:0])
            results = list(self.threads.in_order(self._encoded_and_halved, _columns(np.vstack([upper, lower]))))
            level.add((tile for tile, _ in results), file)
            yield np.hstack([half for _, half in results])

    def _encoded_and_halved(self, tile: np.ndarray) -> tuple[bytes, np.ndarray]:
        return encode_tile(_whole(tile)), self._halved(tile)

    def _halved(self, pixels: np.ndarray) -> np.ndarray:
        return halved(pixels, self.layout.nodata, self.layout.categorical)


def assemble_cog(
    path: Path,
    grid: Grid,
    layout: RasterFormat,
    read: ReadPixels,
    workers: int,
    progress: Progress,
    big_above: int = BIG_ABOVE,
) -> None:
    """Write pixels as a cloud-optimised GeoTIFF: DEFLATE, tiles of `TILE_SIZE`, overviews as `overview_factors` says.

    Every pixel is read twice, in any order. A pixel of an overview is the mean of up to four of the level below that
    are not nodata, or for categories the upper left one. Memory: a strip of `TILE_SIZE` rows of each overview, the
    overviews' compressed tiles up to `KEPT_BYTES` each, and `PIECE_TILES` tiles for each of ``workers`` threads and two
    more. The file appears under its name only when it is complete. Raises `OutputError`, and `Cancelled` soon after the
    user wants to stop.
    """
    unfinished = path.with_name(path.name + ".unfinished")
    try:
        directory = _described(grid, layout)
        with ExitStack() as stack:
            pool = stack.enter_context(ThreadPoolExecutor(workers, thread_name_prefix="s2gm-tiles"))
            assembly = _Assembly(grid, layout, read, _Threads(pool, workers, progress))
            levels = [_Level(_shrunk(grid.shape, factor)) for factor in overview_factors(grid.height, grid.width)]
            kept = [stack.enter_context(_temporary_file(path.parent)) for _ in levels]
            assembly.shrink(levels, kept)
            with unfinished.open("wb") as file:
                _write(file, assembly, directory, levels, kept, big_above)
        unfinished.replace(path)
    except GDAL_ERRORS as problem:
        raise writing_error(path, problem) from problem
    finally:
        unfinished.unlink(missing_ok=True)


def write_cog(path: Path, array: np.ndarray, grid: Grid, *, nodata: float | None, categorical: bool = False) -> None:
    """Write an array, (band, y, x) or (y, x), as a cloud-optimised GeoTIFF with overviews, see `assemble_cog`.

    The file appears under its name only when it is complete. Raises `OutputError`.
    """
    cube = array[np.newaxis] if array.ndim == 2 else array
    names = tuple(f"band {number}" for number in range(1, cube.shape[0] + 1))
    layout = RasterFormat(str(cube.dtype), nodata, names, categorical=categorical)
    assemble_cog(path, grid, layout, lambda band, window: cube[band][window.slices], 1, SilentProgress())


def _write(
    file: IO[bytes],
    assembly: _Assembly,
    directory: Directory,
    levels: Sequence[_Level],
    kept: Sequence[IO[bytes]],
    big_above: int,
) -> None:
    """The file from its first byte to its last, but for the header, whose room is kept; then the header."""
    full = _Level(assembly.grid.shape)
    kind = TiffKind(_most_bytes(assembly, full, levels) > big_above)
    ghost = GHOST if assembly.bands == 1 else b""
    unknown = [_Level(level.shape, [0] * level.tiles * assembly.bands) for level in (full, *levels)]
    start = len(_header(directory, unknown, kind, ghost, 0))
    file.write(bytes(start))
    for tiles in reversed(kept):
        tiles.seek(0)
        shutil.copyfileobj(tiles, file, 2**20)
    assembly.encode(full, file)
    file.seek(0)
    file.write(_header(directory, [full, *levels], kind, ghost, start))


def _header(directory: Directory, levels: Sequence[_Level], kind: TiffKind, ghost: bytes, start: int) -> bytes:
    """The header for levels, the full resolution first, whose tiles lie behind ``start``, the smallest level first."""
    directories = []
    for number, level in reversed(list(enumerate(levels))):
        ends = list(accumulate((size + _AROUND for size in level.sizes), initial=start))
        offsets = [place + _AROUND // 2 for place in ends[:-1]]
        own = directory if number == 0 else of_overview(directory, *level.shape)
        directories.append(with_tiles(own, offsets, level.sizes, kind))
        start = ends[-1]
    return header_bytes(directories[::-1], kind, ghost)


def _most_bytes(assembly: _Assembly, full: _Level, levels: Sequence[_Level]) -> int:
    """More than the file can have: DEFLATE stores what it cannot pack, with some bytes for every few thousand."""
    tile = TILE_SIZE**2 * np.dtype(assembly.layout.dtype).itemsize
    each = tile + tile // 1000 + 64 + _AROUND
    known = sum(sum(level.sizes) + _AROUND * len(level.sizes) for level in levels)
    tiles = sum(level.tiles for level in (full, *levels)) * assembly.bands
    return full.tiles * assembly.bands * each + known + 16 * tiles + 2**16


def _described(grid: Grid, layout: RasterFormat) -> Directory:
    """What GDAL writes into the directory of such a file, from an empty one in memory."""
    profile = {**file_profile(grid, layout, TILE_SIZE), "bigtiff": "YES", "sparse_ok": "TRUE", "endianness": "LITTLE"}
    with gdal_environment(), rasterio.MemoryFile() as memory:
        with memory.open(**profile) as file:
            describe(file, layout)
        return read_directory(memory.read())


def _temporary_file(folder: Path) -> IO[bytes]:
    return tempfile.SpooledTemporaryFile(KEPT_BYTES, dir=str(folder))


def _shrunk(shape: tuple[int, int], factor: int) -> tuple[int, int]:
    return -(-shape[0] // factor), -(-shape[1] // factor)


def _pieces(row: Window) -> Iterator[Window]:
    """A row of tiles in pieces for one thread each."""
    step = PIECE_TILES * TILE_SIZE
    for col in range(row.col, row.width, step):
        yield Window(row.row, col, row.height, min(step, row.width - col))


def _columns(pixels: np.ndarray) -> list[np.ndarray]:
    """A part of a row of tiles (y, x) as its tiles, of which the last may be narrower."""
    return [pixels[:, col : col + TILE_SIZE] for col in range(0, pixels.shape[1], TILE_SIZE)]


def _whole(tile: np.ndarray) -> np.ndarray:
    """A tile at the edge of an image, filled up with what packs best: its last column repeated, then zeros below."""
    height, width = tile.shape
    if (height, width) == (TILE_SIZE, TILE_SIZE):
        return tile
    whole = np.zeros((TILE_SIZE, TILE_SIZE), tile.dtype)
    whole[:height, :width] = tile
    whole[:height, width:] = tile[:, -1:]
    return whole
