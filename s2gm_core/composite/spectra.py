"""Spectra of some pixels of a block, laid out for kernels that compare the observations of a pixel with each other.

Observations are closed up: the first slot holds each pixel's first observation, so that few are compared that do not
count. To fetch every value by itself would cost as much as several additions; but clouds are larger than pixels, so
that neighbours in a row mostly have the same dates. They are moved together, in cells of up to 32 pixels, and a date
counts for a cell when it counts for one of its pixels. `spectra_of` takes the cells that cost least for each piece of
a block.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from ..rooms import Rooms

ROOMS = Rooms()
"""Up to 12 MiB per thread, used again by all calls."""

OBSERVATIONS_OF_PIECE = 512 * 1024
"""Pixels times dates that are laid out together."""

OBSERVATIONS_OF_PART = 64 * 1024
"""Pixels times slots of spectra: planes stay in the processor's cache, and calls are long."""

LEAST_PIXELS = 512
"""Pixels of spectra, where a piece has so many: fewer cost more in calls than slots that hold nothing."""

FETCH = {32: 1.2, 8: 1.5, 1: 4.0}
"""Pixels of a cell (`_any_of_cells` knows no others), the largest a multiple of all; what moving one of its
observations costs, in comparisons with one other observation (`benchmarks/bench_layouts.py`)."""


@dataclass(frozen=True)
class Spectra:
    """Spectra of some pixels; a slot holds one observation of each, in the order of the dates.

    pixels: where they lie on the pixel axis, (pixel,) int64; runs of ``width`` pixels are the cells.
    values: (band, slot, pixel) float32, reflectance x 10^4; any finite number where not held.
    held: (slot, pixel) float32, 1 = the observation counts, 0 = it does not.
    gaps: whether ``held`` has a 0.
    time: time index of the observations, (slot, cell) int16; any valid index where not held.

    Arrays are written again when the next spectra are made by the same thread.
    """

    pixels: np.ndarray
    values: np.ndarray
    held: np.ndarray
    gaps: bool
    time: np.ndarray

    @property
    def width(self) -> int:
        """Pixels of a cell."""
        return len(self.pixels) // self.time.shape[1]

    def time_of(self, slot: np.ndarray) -> np.ndarray:
        """Time index of the observation in one slot of each pixel, (pixel,) to (pixel,) int16."""
        cells = np.arange(self.time.shape[1])[:, np.newaxis]
        return self.time[slot.reshape(-1, self.width), cells].reshape(-1)

    def of_date(self, numbers: np.ndarray) -> np.ndarray:
        """A number of each observation's date, (time,) to (slot, pixel)."""
        return _of_pixels(numbers[self.time], self.width)


@dataclass(frozen=True)
class _Part:
    """Cells of a piece that have nearly equally many dates."""

    cells: np.ndarray  # (cell,) int64
    time: np.ndarray  # (slot, cell) int16
    places: np.ndarray  # (slot, cell) int64, among the cells of all dates
    is_filled: np.ndarray  # (slot, cell) bool


@dataclass(frozen=True)
class _Piece:
    """Some pixels and how they are cut into cells."""

    planes: np.ndarray  # (time, band, pixel) int16
    seen: np.ndarray  # (time, pixel) bool
    bands: list[int]
    first: int  # pixel
    width: int  # of a cell

    @property
    def by_cell(self) -> np.ndarray:
        """Whether a date counts for a cell, (time, cell) bool."""
        return _any_of_cells(self.seen, self.width)


def spectra_of(planes: np.ndarray, seen: np.ndarray, bands: list[int]) -> Iterator[Spectra]:
    """The spectra of all pixels that have an observation that counts, part by part.

    planes: (time, band, pixel) int16, any value where not seen; seen: (time, pixel) bool, True = counts; bands: places
    along the band axis. Pixels without any observation may be among the spectra; then they hold nothing.
    """
    pixels, largest = seen.shape[1], max(FETCH)
    in_cells = pixels // largest * largest
    pieces = -(-seen.size // OBSERVATIONS_OF_PIECE)
    step = -(-in_cells // max(pieces, 1) // largest) * largest  # of nearly one size
    for start in range(0, in_cells, max(step, largest)):
        here = slice(start, min(start + step, in_cells))
        width = min(FETCH, key=lambda width: _cost(seen[:, here], width))
        yield from _closed_up(_Piece(planes[:, :, here], seen[:, here], bands, start, width))
    if in_cells < pixels:
        rest = slice(in_cells, pixels)
        yield from _closed_up(_Piece(planes[:, :, rest], seen[:, rest], bands, in_cells, 1))


def _cost(seen: np.ndarray, width: int) -> float:
    """Of comparing the observations of some pixels in cells of a width, in comparisons; seen (time, pixel) bool."""
    count = _any_of_cells(seen, width).view(np.uint8).sum(axis=0, dtype=np.uint16).astype(np.float32)
    return width * float(count @ (count - 1.0) / 2.0 + FETCH[width] * count.sum())


def _any_of_cells(seen: np.ndarray, width: int) -> np.ndarray:
    """Whether one of a cell's pixels is True, (..., pixel) to (..., cell) bool; ``width`` 1, 8 or 32."""
    if width == 1:
        return seen
    by_eight = np.ascontiguousarray(seen).view(np.uint64) != 0  # numpy before 1.23 views no other arrays
    return by_eight if width == 8 else by_eight.view(np.uint32) != 0


def _closed_up(piece: _Piece) -> Iterator[Spectra]:
    """The spectra of a piece, part by part."""
    by_cell, width = piece.by_cell, piece.width
    if not by_cell.any():
        return
    bands = len(piece.bands)
    stack = ROOMS.array("stack", (bands, *piece.seen.shape), np.int16, bands * OBSERVATIONS_OF_PIECE)
    for copy, band in zip(stack, piece.bands):
        np.copyto(copy, piece.planes[:, band])
    of_band = stack.reshape(bands, -1, width)
    seen = np.ascontiguousarray(piece.seen).reshape(-1, width)
    is_ragged = np.count_nonzero(seen) < np.count_nonzero(by_cell) * width
    for part in _parts(by_cell, width):
        slots = len(part.time)
        values = _fetched(of_band, part.places)
        held = ROOMS.array("held", values.shape[1:], np.float32)
        held[...] = part.is_filled[..., np.newaxis]
        if is_ragged:
            held *= seen[part.places]
        pixels = part.cells[:, np.newaxis] * width + np.arange(piece.first, piece.first + width)
        flat = held.reshape(slots, -1)
        yield Spectra(pixels.reshape(-1), values.reshape(bands, slots, -1), flat, not flat.all(), part.time)


def _fetched(of_band: np.ndarray, places: np.ndarray) -> np.ndarray:
    """The values at some places, (band, slot, cell, pixel) float32.

    of_band: (band, place, pixel) int16, the cells of all dates; places: (slot, cell) int64.
    """
    shape = (*places.shape, of_band.shape[2])
    values = ROOMS.array("values", (len(of_band), *shape), np.float32, len(of_band) * OBSERVATIONS_OF_PART)
    fetched = ROOMS.array("fetched", shape, np.int16)
    for number, band in enumerate(of_band):
        np.take(band, places, axis=0, out=fetched, mode="wrap")  # the places are there; this mode looks least
        values[number] = fetched
    return values


def _parts(by_cell: np.ndarray, width: int) -> Iterator[_Part]:
    """The cells that have a date, those with nearly equally many together; by_cell (time, cell) bool."""
    count = by_cell.view(np.uint8).sum(axis=0, dtype=np.uint16)
    of_cell = np.ascontiguousarray(by_cell.T)
    order = np.argsort(count, kind="stable")
    ordered = count[order]
    start = int(np.searchsorted(ordered, 1))
    while start < len(order):
        end = _end_of_part(ordered, start, width)
        cells = order[start:end]
        time, is_filled = _times(of_cell[cells], count[cells])
        yield _Part(cells, time.astype(np.int16), time * len(order) + cells, is_filled)
        start = end


def _end_of_part(count: np.ndarray, start: int, width: int) -> int:
    """Where a part ends that begins at ``start``; count (cell,) uint16, rising, 1 or more from there on."""
    least, few = int(count[start]), max(LEAST_PIXELS // width, 1)
    similar = int(np.searchsorted(count, least + least // 8, side="right"))
    most = start + max(OBSERVATIONS_OF_PART // least // width, few)
    return min(most, max(similar, start + few), len(count))


def _times(seen: np.ndarray, count: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Time indices of the dates of some cells, and which there are, (slot, cell) int64 and bool.

    seen (cell, time) bool; count (cell,): how many each has, one at least, rising.
    """
    (cells, times), slots = seen.shape, int(count.max())
    found = np.flatnonzero(seen)  # cell x times + time
    found -= np.repeat(np.arange(cells) * times, count)
    slot = np.arange(slots)[:, np.newaxis]
    place = (np.cumsum(count, dtype=np.int64) - count) + slot  # within: the last cell has as many as any
    return found[place], slot < count


def _of_pixels(by_cell: np.ndarray, width: int) -> np.ndarray:
    """The number of a cell for each of its pixels, (..., cell) to (..., pixel)."""
    shape = (*by_cell.shape, width)
    return np.broadcast_to(by_cell[..., np.newaxis], shape).reshape(*by_cell.shape[:-1], -1)
