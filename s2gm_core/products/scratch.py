"""Pixels on their way into files: one flat file per layer, block after block, that outlives a killed process.

A block lies in one piece, so that it is stored by one write per layer and any of its rows are read by one read. Nothing
is compressed: what comes after, the layers' GeoTIFFs, is made from here by several threads.
"""

from __future__ import annotations

import os
import zlib
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from io import BufferedReader
from itertools import groupby, takewhile
from pathlib import Path

import numpy as np

from ..disk import full_disk_text
from ..errors import OutputError
from ..grid import Window


class ScratchLayer:
    """The file of one layer. To be closed; `write` from one thread, `read` from any."""

    def __init__(self, path: Path, dtype: str, windows: Sequence[Window]) -> None:
        self.path = path
        self._dtype = np.dtype(dtype)
        self._places = _places(windows, self._dtype.itemsize)
        ordered = sorted(windows, key=lambda window: (window.row, window.col))
        self._rows = [tuple(row) for _, row in groupby(ordered, key=lambda window: window.row)]
        try:
            self._file = os.open(path, os.O_RDWR | os.O_CREAT | getattr(os, "O_BINARY", 0), 0o666)
        except OSError as problem:
            raise self._error(problem) from None

    def write(self, plane: np.ndarray, window: Window) -> int:
        """Store a block, (y, x) of the layer's dtype; returns the CRC-32 of its bytes."""
        content = np.ascontiguousarray(plane, dtype=self._dtype).reshape(-1).view(np.uint8).data
        try:
            os.lseek(self._file, self._places[window], os.SEEK_SET)
            left = content
            while left:
                left = left[os.write(self._file, left) :]
        except OSError as problem:
            raise self._error(problem) from None
        return zlib.crc32(content)

    def read(self, part: Window) -> np.ndarray:
        """Stored pixels on any window, (y, x) of the layer's dtype; zeros where the file is too short.

        Of the blocks that it touches only its rows are read, in one piece for each block.
        """
        plane = np.zeros(part.shape, dtype=self._dtype)
        with self.path.open("rb") as file:
            for window in self._below(part):
                shared = window.intersection(part)
                if shared is not None:
                    rows = self._read_rows(file, window, shared)
                    inside, place = _moved(shared, window), _moved(shared, part)
                    plane[place.slices] = rows[:, inside.slices[1]]
        return plane

    def _read_rows(self, file: BufferedReader, window: Window, shared: Window) -> np.ndarray:
        """The rows of a block that it shares with another window, (y, x)."""
        rows = np.zeros((shared.height, window.width), dtype=self._dtype)
        file.seek(self._places[window] + (shared.row - window.row) * rows[0].nbytes)
        file.readinto(rows.data.cast("B"))
        return rows

    def _below(self, part: Window) -> Iterator[Window]:
        """The blocks that a window touches, and few others."""
        for row in self._rows:
            if row[0].row < part.row + part.height and part.row < row[0].row + row[0].height:
                first = bisect_right([window.col for window in row], part.col) - 1
                yield from takewhile(lambda window: window.col < part.col + part.width, row[max(first, 0) :])

    def checksum(self, window: Window) -> int:
        """The CRC-32 of a stored block."""
        return zlib.crc32(self.read(window).tobytes())

    def sync(self) -> None:
        """Have everything on the disk, so that not even a loss of power takes it."""
        try:
            os.fsync(self._file)
        except OSError as problem:
            raise self._error(problem) from None

    def close(self) -> None:
        """Close the file; it stays."""
        if self._file >= 0:
            os.close(self._file)
            self._file = -1

    def _error(self, problem: OSError) -> OutputError:
        text = f"{self.path.name} cannot be written ({problem.strerror}). Check the disk's room and rights."
        return OutputError(full_disk_text(self.path.parent) or text)


def _places(windows: Sequence[Window], itemsize: int) -> Mapping[Window, int]:
    """Where each block begins, bytes."""
    places, next_place = {}, 0
    for window in windows:
        places[window] = next_place
        next_place += window.height * window.width * itemsize
    return places


def _moved(window: Window, origin: Window) -> Window:
    """A window counted from the corner of another one."""
    return replace(window, row=window.row - origin.row, col=window.col - origin.col)
