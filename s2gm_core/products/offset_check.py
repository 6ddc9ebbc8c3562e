"""Whether the pixels agree with the offset that an item states: a check that warns and changes nothing.

An offset of -0.1 that was forgotten lifts every band by 0.1: then even the darkest hundredth of the pixels lies just
above 0.1. One that was applied twice pushes dark pixels to -0.1. (Heuristic of specs methods.md 11.)
"""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from ..catalog.records import Scene
from ..grid import Grid
from ..radiometry.scaling import INVALID
from ..sensors.bands import BANDS
from .overpasses import Granule

_APART = 4
"""Rows and columns between the pixels that are looked at: a sixteenth of all tells as much."""

LEAST_PIXELS = 300
"""Fewer pixels of a granule, among those looked at, say nothing about it."""

DARKEST_PERCENT = 1.0
FORGOTTEN = (950, 1_600)
"""Scaled reflectance between which the darkest percent of the darkest band lies where an offset was forgotten."""

TWICE = -200
"""Scaled reflectance below which hardly any true one lies."""

_STEP, _LOWEST, _BINS = 50, -2_000, 120


Histograms = dict[str, dict[str, int]]
"""Counts of scaled reflectances: by granule index and band (``3 B04``), then by bin; plain data for journals."""


class OffsetSamples:
    """Counts of scaled reflectances of one block; for one thread."""

    def __init__(self) -> None:
        self._counts: dict[str, np.ndarray] = {}

    def add(self, granule: Granule, band: str, scaled: np.ndarray, where: np.ndarray, grid: Grid) -> None:
        """Count scaled reflectances of one band, (y, x) int16 on ``grid``, at pixels ``where`` (y, x) bool.

        Every fourth row and column are looked at, counted from the origin of the CRS: the same ones in all blocks.
        """
        if granule.scene.is_landsat:
            return
        row = round(grid.north / grid.pixel_height) % _APART
        col = round(-grid.west / grid.pixel_width) % _APART
        some, seen = scaled[row::_APART, col::_APART], where[row::_APART, col::_APART]
        values = some[seen & (some != INVALID)]
        if not values.size:
            return
        places = np.clip((values.astype(np.int32) - _LOWEST) // _STEP, 0, _BINS - 1)
        key = f"{granule.index} {band}"
        self._counts[key] = self._counts.get(key, 0) + np.bincount(places, minlength=_BINS)

    def histograms(self) -> Histograms:
        """The counts as plain data, bins without any left out."""
        return {
            key: {str(place): int(counts[place]) for place in np.flatnonzero(counts)}
            for key, counts in self._counts.items()
        }


class OffsetCheck:
    """Sums of the blocks' counts; for one thread, blocks in any order."""

    def __init__(self, granules: Iterable[Granule]) -> None:
        self._scenes = {granule.index: granule.scene for granule in granules}
        self._counts: dict[tuple[int, str], np.ndarray] = {}

    def add(self, histograms: Histograms) -> None:
        """Add the counts of one block."""
        for key, bins in histograms.items():
            index, band = key.split(" ")
            counts = self._counts.setdefault((int(index), band), np.zeros(_BINS, dtype=np.int64))
            for place, count in bins.items():
                counts[int(place)] += count

    def warnings(self) -> tuple[str, ...]:
        """A sentence for every granule whose pixels speak against its offset, in the order of granules."""
        found = (self._warning(index, scene) for index, scene in sorted(self._scenes.items()))
        return tuple(warning for warning in found if warning)

    def _warning(self, index: int, scene: Scene) -> str:
        bands = [counts for (granule, _), counts in self._counts.items() if granule == index]
        bands = [counts for counts in bands if counts.sum() >= LEAST_PIXELS]
        if not bands:
            return ""
        darkest = min(_darkest(counts) for counts in bands)
        # Of the numbers as they are stored: an asset's own offset counts from its no-data number.
        offset = min(
            round(asset.offset - asset.nodata * asset.scale, 6) for name, asset in scene.assets.items() if name in BANDS
        )
        if offset == 0 and FORGOTTEN[0] <= darkest <= FORGOTTEN[1]:
            return (
                f"The pixels of {scene.id} look as if an offset of -0.1 was still to be applied (darkest percent at "
                f"{darkest / 10_000:.3f}), but its catalogue says there is none. Compare it with other scenes."
            )
        if offset < 0 and darkest <= TWICE:
            return (
                f"The pixels of {scene.id} look as if its offset of {offset:g} had been applied before (darkest "
                f"percent at {darkest / 10_000:.3f}). Compare it with other scenes."
            )
        return ""


def _darkest(counts: np.ndarray) -> int:
    """Scaled reflectance below which the darkest percent lies; counts (bin,) int64."""
    place = int(np.searchsorted(np.cumsum(counts), counts.sum() * DARKEST_PERCENT / 100.0))
    return _LOWEST + _STEP * place
