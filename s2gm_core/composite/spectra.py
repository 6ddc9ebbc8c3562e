"""Spectra of some pixels of a block, laid out for kernels that compare the observations of a pixel with each other.

There are two ways. Observations can stay where they lie, a slot per date, and those that do not count are held by
nobody: nothing is moved, but dates are compared that do not count. Or they are closed up, each pixel's first
observation in the first slot: nothing is compared in vain, but every value is fetched by itself, which costs as much as
several additions. `spectra_of` takes the cheaper way for each piece of a block.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from ..rooms import Rooms

ROOMS = Rooms()
"""Some megabytes per thread, used again by all calls."""

OBSERVATIONS_OF_PIECE = 192 * 1024
"""Pixels times dates for which one of the two ways is taken."""

OBSERVATIONS_AS_THEY_LIE = 96 * 1024
"""Pixels times slots of a part: planes stay in the processor's cache, and calls are long."""

OBSERVATIONS_CLOSED_UP = 64 * 1024
"""Pixels times slots of a part that is closed up."""

LEAST_PIXELS = 256
"""Of a part: fewer cost more in calls than slots that hold nothing."""

FETCH = 10.0
"""What closing an observation up costs, in comparisons with one other observation (`benchmarks/bench_layouts.py`)."""


@dataclass(frozen=True)
class Spectra:
    """Spectra of some pixels; a slot holds one observation of each, in the order of the dates.

    pixels: where they lie on the pixel axis, a slice or (pixel,) int64.
    values: (band, slot, pixel) float32, reflectance x 10^4; any finite number where not held.
    held: (slot, pixel) float32, 1 = the observation counts, 0 = it does not.
    gaps: whether ``held`` has a 0.
    time: time index of the observations, (slot, 1) or (slot, pixel) int64; any valid index where not held.

    Arrays are written again when the next spectra are made by the same thread.
    """

    pixels: slice | np.ndarray
    values: np.ndarray
    held: np.ndarray
    gaps: bool
    time: np.ndarray

    def time_of(self, slot: np.ndarray) -> np.ndarray:
        """Time index of the observation in one slot of each pixel, (pixel,) to (pixel,) int16."""
        if self.time.shape[1] == 1:
            return self.time[:, 0].astype(np.int16)[slot]
        return self.time[slot, np.arange(len(slot))].astype(np.int16)


def spectra_of(planes: np.ndarray, seen: np.ndarray, bands: list[int]) -> Iterator[Spectra]:
    """The spectra of all pixels that have an observation that counts, part by part.

    planes: (time, band, pixel) int16, any value where not seen; seen: (time, pixel) bool, True = counts; bands: places
    along the band axis. Pixels without any observation may be among the spectra; then they hold nothing.
    """
    pixels = seen.shape[1]
    step = max(OBSERVATIONS_OF_PIECE // max(len(seen), 1), LEAST_PIXELS)
    for start in range(0, pixels, step):
        piece = slice(start, min(start + step, pixels))
        dates = np.flatnonzero(seen[:, piece].any(axis=1))
        count = seen[:, piece].view(np.uint8).sum(axis=0, dtype=np.uint16)
        number = count.astype(np.float32)
        closed_up = number @ (number - 1.0) / 2.0 + FETCH * number.sum()
        if not len(dates):
            continue
        if len(number) * len(dates) * (len(dates) - 1) / 2.0 <= closed_up:
            yield from _as_they_lie(planes, seen, bands, dates, piece)
        else:
            yield from _closed_up(planes[:, :, piece], seen[:, piece], bands, count, start)


def _as_they_lie(
    planes: np.ndarray, seen: np.ndarray, bands: list[int], dates: np.ndarray, piece: slice
) -> Iterator[Spectra]:
    """A slot for every date of ``dates`` (slot,) int64, at which some pixel of the piece has an observation."""
    step = max(OBSERVATIONS_AS_THEY_LIE // len(dates), LEAST_PIXELS)
    for start in range(piece.start, piece.stop, step):
        here = slice(start, min(start + step, piece.stop))
        shape = (len(dates), here.stop - here.start)
        values = ROOMS.array("values", (len(bands), *shape), np.float32)
        held = ROOMS.array("held", shape, np.float32)
        for slot, date in enumerate(dates):
            held[slot] = seen[date, here]
            for spectrum, band in zip(values, bands):
                spectrum[slot] = planes[date, band, here]
        yield Spectra(here, values, held, not held.all(), dates[:, np.newaxis])


def _closed_up(
    planes: np.ndarray, seen: np.ndarray, bands: list[int], count: np.ndarray, first: int
) -> Iterator[Spectra]:
    """The first slot is each pixel's first observation; pixels with nearly equally many go together.

    planes (time, band, pixel) and seen (time, pixel) of a piece that begins at pixel ``first``; count (pixel,) uint16.
    """
    pixels = seen.shape[1]
    of_band = [np.ascontiguousarray(planes[:, band]).reshape(-1) for band in bands]
    of_pixel = np.ascontiguousarray(seen.T)
    order = np.argsort(count, kind="stable")
    ordered = count[order]
    start = int(np.searchsorted(ordered, 1))
    while start < pixels:
        end = _end_of_part(ordered, start)
        part = order[start:end]
        start = end
        time, held = _times(of_pixel[part], count[part])
        places = time * pixels + part
        values = ROOMS.array("values", (len(bands), *time.shape), np.float32)
        taken = ROOMS.array("taken", time.shape, np.int16)
        for spectrum, plane in zip(values, of_band):
            np.take(plane, places, out=taken, mode="wrap")  # the places are there; this mode looks least
            spectrum[...] = taken
        yield Spectra(part + first, values, held, not held.all(), time)


def _end_of_part(count: np.ndarray, start: int) -> int:
    """Where a part ends that begins at ``start``; count (pixel,) uint16, rising, 1 or more from there on."""
    least = int(count[start])
    similar = int(np.searchsorted(count, least + least // 8, side="right"))
    most = start + max(OBSERVATIONS_CLOSED_UP // least, LEAST_PIXELS)
    return min(most, max(similar, start + LEAST_PIXELS), len(count))


def _times(seen: np.ndarray, count: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Time indices of the observations of some pixels, and which there are, both (slot, pixel), int64 and float32.

    seen (pixel, time) bool; count (pixel,): how many each has, one at least.
    """
    (pixels, times), slots = seen.shape, int(count.max())
    found = np.flatnonzero(seen)  # pixel x times + time
    found -= np.repeat(np.arange(pixels) * times, count)
    slot = np.arange(slots)[:, np.newaxis]
    held = ROOMS.array("held", (slots, pixels), np.float32)
    np.less(slot, count, out=held, casting="unsafe")
    place = (np.cumsum(count, dtype=np.int64) - count) + slot
    if count.min() < slots:
        np.minimum(place, len(found) - 1, out=place)
    return found[place], held
