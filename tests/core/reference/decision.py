"""Which of a pixel's valid observations each method takes.

Sources: S2GM ATBD v1.3.3, section 2.4.2 (medoid after Flood 2013; short-term composite V1.1.0, figure 2-16; numbers
of observations). Observations come newest first; ties go to the first.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from .spectra import Spectrum, is_cloud_or_snow, is_snow, mndwi, ndvi, tcb

MEDOID_BANDS = ("B02", "B03", "B04", "B06", "B08", "B11", "B12")
STC_BANDS = ("B02", "B03", "B04", "B08", "B8A", "B11", "B12")


@dataclass(frozen=True)
class Seen:
    """One valid observation of a pixel."""

    spectrum: Spectrum
    scene_class: int = 4
    cloud_probability: int = 0


@dataclass(frozen=True)
class Pick:
    """What a method takes of N observations."""

    index: int | None  # None = nothing is taken
    spread: float | None = None  # medoid_mos as reflectance, None where no medoid was taken
    rule: int | None = None  # of the short-term composite


def first_of_largest(values: Sequence[float]) -> int:
    best = 0
    for i, value in enumerate(values):
        if value > values[best]:
            best = i
    return best


def first_of_smallest(values: Sequence[float]) -> int:
    return first_of_largest([-value for value in values])


def mean(values: Sequence[float]) -> float:
    return sum(values) / len(values)


def distance_sums(seen: Sequence[Seen], bands: Sequence[str]) -> list[float]:
    """Sum of the Euclidean distances of each observation to all."""
    return [sum(math.dist([a.spectrum[b] for b in bands], [c.spectrum[b] for b in bands]) for c in seen) for a in seen]


def medoid(seen: Sequence[Seen], bands: Sequence[str] = MEDOID_BANDS) -> Pick:
    """The observation nearest to all others."""
    sums = distance_sums(seen, bands)
    index = first_of_smallest(sums)
    return Pick(index, sums[index] / len(seen))


def medoid_method(seen: Sequence[Seen], bands: Sequence[str] = MEDOID_BANDS) -> Pick:
    """The method 'medoid': of two observations the less cloudy, then the lower in B02."""
    if not seen:
        return Pick(None)
    if len(seen) == 1:
        return Pick(0)
    if len(seen) != 2:
        return medoid(seen, bands)
    first, second = seen
    if first.cloud_probability != second.cloud_probability:
        index = 0 if first.cloud_probability < second.cloud_probability else 1
    else:
        index = 1 if second.spectrum["B02"] < first.spectrum["B02"] else 0
    return Pick(index, distance_sums(seen, bands)[index] / 2)


def stc(seen: Sequence[Seen]) -> Pick:
    """The short-term composite V1.1.0: the first of eight rules that fires."""
    vegetation = [ndvi(s.spectrum) for s in seen]
    water = [mndwi(s.spectrum) for s in seen]
    brightness = [tcb(s.spectrum) for s in seen]
    darkest = first_of_smallest(brightness)
    most_vegetation, most_water = first_of_largest(vegetation), first_of_largest(water)

    if mean(water) < -0.55 and max(vegetation) - mean(vegetation) < 0.05:
        return Pick(most_vegetation, rule=1)
    if mean(vegetation) < -0.3 and mean(water) - min(water) < 0.05:
        return Pick(most_water, rule=2)
    if mean(vegetation) > 0.6 and mean(brightness) < 0.45:
        return Pick(most_vegetation, rule=3)
    if not is_cloud_or_snow(seen[darkest].spectrum):
        return Pick(darkest, rule=4)
    if not is_snow(seen[darkest].spectrum, seen[darkest].scene_class):
        return Pick(None if brightness[darkest] > 1.0 else darkest, rule=5)
    if mean(vegetation) < -0.2:
        return Pick(most_water, rule=6)
    if mean(brightness) > 0.45:
        return Pick(first_of_smallest(vegetation), rule=7)
    return Pick(most_vegetation, rule=8)


def s2gm(seen: Sequence[Seen]) -> Pick:
    """The service's method, or its documented substitute where bands of the short-term composite are missing."""
    if not seen:
        return Pick(None)
    if len(seen) == 1:
        return Pick(0)
    have = set(seen[0].spectrum)
    bands = [band for band in MEDOID_BANDS if band in have]
    if not set(STC_BANDS) <= have:
        return _s2gm_with_bands_missing(seen, bands)
    return medoid(seen, bands) if len(seen) >= 4 else stc(seen)


def _s2gm_with_bands_missing(seen: Sequence[Seen], bands: Sequence[str]) -> Pick:
    if len(seen) >= 3:
        return medoid(seen, bands)
    return Pick(first_of_smallest([s.spectrum["B02"] + s.spectrum["B03"] + s.spectrum["B04"] for s in seen]))
