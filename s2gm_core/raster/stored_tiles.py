"""Tiles of a GeoTIFF decoded straight into the array that wants them, without GDAL between.

GDAL tells where a tile lies and how it is stored; the rest is two steps, DEFLATE and sums along the rows. GDAL takes
half as long again for the same, because each tile goes through its cache and is copied twice. Whatever is not stored
like that, and whatever fails, is left to GDAL, whose word on a damaged file is then the reader's.

Source: TIFF 6.0, section 14 (horizontal differencing) and section 15 (tiles).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from rasterio.io import DatasetReader

from ..grid import Window
from ..rooms import Rooms
from .inflate import inflate

MOST_TILE_BYTES = 2**23
"""Of a decoded tile: each thread keeps room for one."""

LEAST_SHARE = 0.5
"""Of the pixels of the tiles that a window touches. Of smaller windows GDAL keeps the tiles for the next one."""

_STRUCTURE = {"COMPRESSION": "DEFLATE", "PREDICTOR": "2"}
_DTYPES = ("uint8", "uint16", "int16")

_ROOMS = Rooms()


class ByteSource(Protocol):
    """A file's bytes, whether on the disk or remote."""

    def read(self, start: int, end: int) -> bytes:
        """Bytes ``start`` to ``end`` of the file; fewer where it ends before."""


@dataclass(frozen=True)
class LocalBytes:
    """A file on the disk; nothing stays open between two reads."""

    path: str

    def read(self, start: int, end: int) -> bytes:
        """Bytes ``start`` to ``end`` of the file. Raises `OSError`."""
        with open(self.path, "rb", buffering=0) as file:
            file.seek(start)
            return file.read(end - start)


@dataclass(frozen=True)
class _Piece:
    """One tile and the part of it that a window wants."""

    row: int  # of the tile among tiles
    col: int
    inside: Window  # of the tile
    target: Window  # of the window that is read


class StoredTiles:
    """The tiles of one open raster, for one thread at a time."""

    def __init__(self, dataset: DatasetReader, content: ByteSource) -> None:
        self._dataset, self._content = dataset, content
        self._tile = dataset.block_shapes[0]  # (height, width)
        self._dtype = np.dtype(dataset.dtypes[0])

    def read(self, band: int, window: Window, out: np.ndarray | None = None) -> np.ndarray | None:
        """A window of a band, (y, x) of the raster's dtype; in ``out`` where it is given.

        None where GDAL is to read: the window takes little of its tiles or reaches beyond the raster, a tile is not
        stored, or cannot be decoded. ``out`` may be half filled then. Raises what the byte source raises.
        """
        if window.intersection(Window(0, 0, *self._dataset.shape)) != window or not self._is_worthwhile(window):
            return None
        result = np.empty(window.shape, self._dtype) if out is None else out
        for piece in _pieces(window, self._tile):
            tile = self._unpacked(band, piece)
            if tile is None:
                return None
            stored, target = tile[piece.inside.slices], result[piece.target.slices]
            if piece.inside.col:  # sums begin at the tile's edge
                stored = np.add.accumulate(tile[piece.inside.slices[0]], axis=1, dtype=tile.dtype)
                np.copyto(target.view(tile.dtype), stored[:, piece.inside.slices[1]])
            else:
                np.add.accumulate(stored, axis=1, dtype=tile.dtype, out=target.view(tile.dtype))
        return result

    def _is_worthwhile(self, window: Window) -> bool:
        sides = zip((window.row, window.col), window.shape, self._tile, self._dataset.shape)
        height, width = (_covered(*side) for side in sides)
        return window.height * window.width >= LEAST_SHARE * height * width

    def _unpacked(self, band: int, piece: _Piece) -> np.ndarray | None:
        """The differences of a tile, (tile y, tile x) unsigned, until the thread unpacks the next one."""
        place = [
            self._dataset.get_tag_item(f"BLOCK_{name}_{piece.col}_{piece.row}", "TIFF", bidx=band)
            for name in ("OFFSET", "SIZE")
        ]
        start, size = (int(number or 0) for number in place)
        if not 0 < size <= 2 * MOST_TILE_BYTES or start <= 0:
            return None
        tile = _ROOMS.array(f"tile u{self._dtype.itemsize}", self._tile, np.dtype(f"u{self._dtype.itemsize}"))
        return tile if inflate(self._content.read(start, start + size), tile) else None


def stored_tiles(dataset: DatasetReader, content: ByteSource) -> StoredTiles | None:
    """The tiles of an open raster; None where GDAL is to read them."""
    structure = dataset.tags(ns="IMAGE_STRUCTURE")
    is_ours = all(structure.get(name) == value for name, value in _STRUCTURE.items())
    if dataset.driver != "GTiff" or not is_ours or dataset.dtypes[0] not in _DTYPES:
        return None
    if structure.get("INTERLEAVE") == "PIXEL":
        return None
    height, width = dataset.block_shapes[0]
    fits = height * width * np.dtype(dataset.dtypes[0]).itemsize <= MOST_TILE_BYTES
    is_tiled = width % 16 == 0 and height % 16 == 0  # of strips the last one is shorter
    return StoredTiles(dataset, content) if fits and is_tiled and content.read(0, 2) == b"II" else None


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
