"""Pixels on their way into files: one flat file per layer, block after block, that outlives a killed process.

A block lies in one piece, so that it is stored by one write per layer and read by one read. Nothing is compressed: what
comes after, the layers' GeoTIFFs, is made from here by several threads.
"""

from __future__ import annotations

import os
import zlib
from collections.abc import Mapping, Sequence
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
        try:
            self._file = os.open(path, os.O_RDWR | os.O_CREAT | getattr(os, "O_BINARY", 0), 0o666)
        except OSError as problem:
            raise self._error(problem) from None

    def write(self, plane: np.ndarray, window: Window) -> int:
        """Store a block, (y, x) of the layer's dtype; returns the CRC-32 of its bytes."""
        content = np.ascontiguousarray(plane, dtype=self._dtype).tobytes()
        try:
            os.lseek(self._file, self._places[window], os.SEEK_SET)
            left = memoryview(content)
            while left:
                left = left[os.write(self._file, left) :]
        except OSError as problem:
            raise self._error(problem) from None
        return zlib.crc32(content)

    def read(self, window: Window) -> np.ndarray:
        """A stored block, (y, x) of the layer's dtype; zeros where the file is too short."""
        size = window.height * window.width
        with self.path.open("rb") as file:
            file.seek(self._places[window])
            content = file.read(size * self._dtype.itemsize)
        plane = np.zeros(size, dtype=self._dtype)
        plane.view(np.uint8)[: len(content)] = np.frombuffer(content, dtype=np.uint8)
        return plane.reshape(window.height, window.width)

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
