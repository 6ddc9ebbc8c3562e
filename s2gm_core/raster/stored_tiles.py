"""Tiles of a GeoTIFF decoded straight into the array that wants them, without GDAL between.

GDAL tells where a tile lies and how it is stored; the rest is two steps, DEFLATE and sums along the rows. GDAL takes
longer for the same (`benchmarks/bench_decoding.py`), because each tile goes through its cache and is copied twice. A
tile of which a window takes a part only is decoded once for all windows (`kept_tiles`). Whatever is not stored like
that, and whatever fails, is left to GDAL, whose word on a damaged file is then the reader's.

Source: TIFF 6.0, section 14 (horizontal differencing) and section 15 (tiles).
"""

from __future__ import annotations

import time
from collections.abc import Callable, Hashable, Iterator
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from rasterio.io import DatasetReader

from ..grid import Window
from ..rooms import Rooms
from .inflate import inflate, is_fast
from .kept_tiles import KeptTiles

MOST_TILE_BYTES = 2**23
"""Of a decoded tile: each thread keeps room for one."""

LEAST_SHARE = 0.5
"""Of the pixels of the tiles below a window, from which on nobody else is likely to want the tiles."""

FEW_TILES = 4
"""Below a window that is a part of them; of windows across many tiles GDAL decodes and keeps what they want."""

_STRUCTURE = {"COMPRESSION": "DEFLATE", "PREDICTOR": "2"}
_DTYPES = ("uint8", "uint16", "int16")

_ROOMS = Rooms()


class ByteSource(Protocol):
    """A file's bytes, whether on the disk or remote."""

    def read(self, start: int, end: int) -> bytes | memoryview:
        """Bytes ``start`` to ``end`` of the file; fewer where it ends before."""


@dataclass(frozen=True)
class LocalBytes:
    """A file on the disk; nothing stays open between two reads."""

    path: str
    told: Callable[[float, int], None]  # seconds by the clock and bytes of every read

    def read(self, start: int, end: int) -> memoryview:
        """Bytes ``start`` to ``end`` of the file, until this thread reads again. Raises `OSError`."""
        room = _ROOMS.array("stored", (end - start,), np.uint8).data
        started = time.perf_counter()
        with open(self.path, "rb", buffering=0) as file:
            file.seek(start)
            size = file.readinto(room) or 0
        self.told(time.perf_counter() - started, size)
        return room[:size]


@dataclass(frozen=True)
class _Piece:
    """One tile and the part of it that a window wants."""

    row: int  # of the tile among tiles
    col: int
    inside: Window  # of the tile
    target: Window  # of the window that is read


class StoredTiles:
    """The tiles of one open raster, for one thread at a time."""

    def __init__(self, dataset: DatasetReader, content: ByteSource, kept: KeptTiles, name: Hashable) -> None:
        self._dataset, self._content, self._kept, self._name = dataset, content, kept, name
        self._tile = dataset.block_shapes[0]  # (height, width)
        self._dtype = np.dtype(dataset.dtypes[0])
        self._stored = np.dtype(f"u{self._dtype.itemsize}")  # differences are sums modulo this

    def read(self, band: int, window: Window, out: np.ndarray | None = None) -> np.ndarray | None:
        """A window of a band, (y, x) of the raster's dtype; in ``out`` where it is given.

        None where GDAL is to read: the window reaches beyond the raster or takes little of many tiles, a tile is not
        stored, or cannot be decoded, or GDAL is faster. ``out`` may be half filled then. Raises what the byte source
        raises.
        """
        if window.intersection(Window(0, 0, *self._dataset.shape)) != window:
            return None
        pieces = tuple(_pieces(window, self._tile))
        is_shared = self._share(window) < LEAST_SHARE
        if not self._is_ours(len(pieces), is_shared):
            return None
        result = np.empty(window.shape, self._dtype) if out is None else out
        step = self._copy_shared if is_shared else self._sum_up
        done = (step(band, piece, result[piece.target.slices].view(self._stored)) for piece in pieces)
        return result if all(done) else None

    def _is_ours(self, tiles: int, is_shared: bool) -> bool:
        size = self._tile[0] * self._tile[1] * self._dtype.itemsize
        return (tiles <= FEW_TILES and self._kept.fits(size)) if is_shared else is_fast()

    def _share(self, window: Window) -> float:
        """Of the pixels of the tiles below a window, those in it."""
        sides = zip((window.row, window.col), window.shape, self._tile, self._dataset.shape)
        height, width = (_covered(*side) for side in sides)
        return window.height * window.width / (height * width)

    def _sum_up(self, band: int, piece: _Piece, target: np.ndarray) -> bool:
        """Decode a tile and fill a target, (y, x) unsigned; whether that could be done."""
        tile = _ROOMS.array(f"tile {self._stored}", self._tile, self._stored)
        if not self._unpack(band, piece, tile):
            return False
        rows, cols = piece.inside.slices
        if piece.inside.col == 0:
            np.add.accumulate(tile[rows, cols], axis=1, dtype=self._stored, out=target)
        else:  # sums begin at the tile's edge
            np.copyto(target, np.add.accumulate(tile[rows, : cols.stop], axis=1, dtype=self._stored)[:, cols])
        return True

    def _copy_shared(self, band: int, piece: _Piece, target: np.ndarray) -> bool:
        """Fill a target from a tile that is kept for other windows; whether that could be done."""
        tile = self._kept.get((self._name, band, piece.row, piece.col), lambda: self._whole(band, piece))
        if tile is not None:
            np.copyto(target, tile[piece.inside.slices])
        return tile is not None

    def _whole(self, band: int, piece: _Piece) -> np.ndarray | None:
        """A tile of its own, (tile y, tile x) unsigned; None where it cannot be decoded."""
        tile = np.empty(self._tile, self._stored)
        if not self._unpack(band, piece, tile):
            return None
        return np.add.accumulate(tile, axis=1, dtype=self._stored, out=tile)

    def _unpack(self, band: int, piece: _Piece, tile: np.ndarray) -> bool:
        """Fill an array with the differences of a tile, (tile y, tile x) unsigned; whether that could be done."""
        start, size = (
            int(self._dataset.get_tag_item(f"BLOCK_{name}_{piece.col}_{piece.row}", "TIFF", bidx=band) or 0)
            for name in ("OFFSET", "SIZE")
        )
        if not 0 < size <= 2 * MOST_TILE_BYTES or start <= 0:
            return False
        return inflate(self._content.read(start, start + size), tile)


def stored_tiles(dataset: DatasetReader, content: ByteSource, kept: KeptTiles, name: Hashable) -> StoredTiles | None:
    """The tiles of an open raster, kept under its name; None where GDAL is to read them."""
    if dataset.driver != "GTiff" or dataset.dtypes[0] not in _DTYPES:
        return None  # first of all: GDAL 3.6 decodes JPEG 2000 to other numbers once it was asked for its structure
    structure = dataset.tags(ns="IMAGE_STRUCTURE")
    if structure.get("INTERLEAVE") == "PIXEL" or not structure.items() >= _STRUCTURE.items():
        return None
    height, width = dataset.block_shapes[0]
    fits = height * width * np.dtype(dataset.dtypes[0]).itemsize <= MOST_TILE_BYTES
    is_tiled = width % 16 == 0 and height % 16 == 0  # of strips the last one is shorter
    is_little = bytes(content.read(0, 2)) == b"II"
    return StoredTiles(dataset, content, kept, name) if fits and is_tiled and is_little else None


def _pieces(window: Window, tile: tuple[int, int]) -> Iterator[_Piece]:
    """The tiles below a window, row by row."""
    for row, inside_row, target_row, height in _cuts(window.row, window.height, tile[0]):
        for col, inside_col, target_col, width in _cuts(window.col, window.width, tile[1]):
            inside = Window(inside_row, inside_col, height, width)
            yield _Piece(row, col, inside, Window(target_row, target_col, height, width))


def _cuts(start: int, size: int, tile: int) -> Iterator[tuple[int, int, int, int]]:
    """A run of pixels tile by tile: the tile's number, where the part begins in the tile and in the run, its length."""
    for number in range(start // tile, -(-(start + size) // tile)):
        begin, end = max(start, number * tile), min(start + size, (number + 1) * tile)
        yield number, begin - number * tile, begin - start, end - begin


def _covered(start: int, size: int, tile: int, end: int) -> int:
    """Pixels of all tiles that a run of pixels lies on, along one side of a raster that ends at ``end``."""
    return min(-(-(start + size) // tile) * tile, end) - start // tile * tile
