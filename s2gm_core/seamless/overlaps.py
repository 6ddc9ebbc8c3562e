"""What overpasses that see the same ground say of each other, pair by pair.

Source: overlap adjustment of mosaics as in specs methods.md 8.2; cells that changed between two overpasses, or that the
masks misjudged, are left out by their distance from the pair's usual difference, in the place of a test of NDVI, which
needs a band that a mosaic in natural colour does not read.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ..progress import Progress, SilentProgress, stop_if_cancelled
from ..radiometry.scaling import SCALED_PER_REFLECTANCE

LEAST_CELLS = 30
"""Cells that a pair must share to be heard."""

MOST_CELLS = 40_000
"""Cells that are looked at; of larger lattices every second, third, ... one."""

MOST_DEVIATIONS = 2.5
"""Cells farther from the pair's median difference are left out, in robust standard deviations."""

LEAST_DEVIATION = 0.002
"""Reflectance; differences as small as the noise of a mean are never left out."""


@dataclass(frozen=True)
class Overlap:
    """Two overpasses on the cells that both see clearly. Reflectance 0..1; arrays (2, band) float64, first and second.

    ``cells``: how many of them agree that nothing changed.
    """

    first: int
    second: int
    cells: int
    mean: np.ndarray
    spread: np.ndarray  # standard deviation


def overlaps_of(reflectance: np.ndarray, clear: np.ndarray, progress: Progress | None = None) -> tuple[Overlap, ...]:
    """All pairs of overpasses with enough ground in common.

    reflectance (time, band, y, x) int16, reflectance x 10^4; clear (time, y, x) bool, True = to be trusted.
    Raises `Cancelled`.
    """
    progress = progress or SilentProgress()
    step = max(1, int(np.ceil(np.sqrt(clear[0].size / MOST_CELLS)))) if len(clear) else 1
    thin, seen = reflectance[:, :, ::step, ::step], clear[:, ::step, ::step]
    found: list[Overlap] = []
    for first in range(len(seen)):
        progress.step(first, len(seen), f"Overlaps of image {first + 1} of {len(seen)}")
        for second in range(first + 1, len(seen)):
            stop_if_cancelled(progress)
            one = _overlap(thin, seen, first, second)
            if one is not None:
                found.append(one)
    return tuple(found)


def _overlap(reflectance: np.ndarray, clear: np.ndarray, first: int, second: int) -> Overlap | None:
    shared = clear[first] & clear[second]
    if np.count_nonzero(shared) < LEAST_CELLS:
        return None
    values = np.stack([reflectance[time][:, shared] for time in (first, second)]) / SCALED_PER_REFLECTANCE
    same = unchanged(values[0] - values[1])
    if np.count_nonzero(same) < LEAST_CELLS:
        return None
    kept = values[:, :, same]
    return Overlap(first, second, int(kept.shape[2]), kept.mean(axis=2), kept.std(axis=2))


def unchanged(difference: np.ndarray) -> np.ndarray:
    """Cells whose difference (band, cell), reflectance, is near the usual one in every band; (cell,) bool."""
    from_usual = np.abs(difference - np.median(difference, axis=1, keepdims=True))
    deviation = np.maximum(1.4826 * np.median(from_usual, axis=1, keepdims=True), LEAST_DEVIATION)
    return np.asarray((from_usual <= MOST_DEVIATIONS * deviation).all(axis=0))
