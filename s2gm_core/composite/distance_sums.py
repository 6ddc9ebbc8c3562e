"""Sums of the distances between the spectra of a pixel: what medoids are chosen by.

Distances are computed in float32 and added up in float64: every float32 distance between int16 spectra has at most
24 significant bits between 2^-23 and 2^18, so that sums of some hundreds of them are exact. Equal observations
therefore tie exactly, and the result does not depend on the order of summation.

With weights the sum over j is of w_j times the distance. Products of a weight and a distance are exact in float64, and
every observation adds its terms up in the order of the dates, so that equal observations tie exactly here too.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from .spectra import OBSERVATIONS_OF_PART, ROOMS, Spectra

NEVER = 2.0**40
"""What the sum of an observation that does not count begins with: more than any sum of distances, exact in float32."""


def distance_sums(spectra: Spectra) -> np.ndarray:
    """Sum of the distances of every observation to all that count, `NEVER` or more where it is not held.

    Of (band, slot, pixel) spectra (slot, pixel) float64, which the next call of this thread writes again.
    """
    sums = _beginning(spectra)
    for slot, distance in _distances(spectra):
        sums[slot + 1 :] += distance
        sums[slot] += distance.sum(axis=0)
    return sums


def weighted_distance_sums(spectra: Spectra, weight: np.ndarray) -> np.ndarray:
    """Sum over all that count of weight times distance, `NEVER` or more where it is not held.

    Of (band, slot, pixel) spectra and weights (slot, pixel) float64, at most 1, (slot, pixel) float64, which the next
    call of this thread writes again. An observation has its terms with the dates before it when their turns come and
    adds those after it one by one: so all sums run through the dates in the same order.
    """
    sums = _beginning(spectra)
    for slot, distance in _distances(spectra):
        sums[slot + 1 :] += weight[slot] * distance
        for term in weight[slot + 1 :] * distance:
            sums[slot] += term
    return sums


def _beginning(spectra: Spectra) -> np.ndarray:
    """Sums before anything is added: 0, or `NEVER` where not held."""
    sums = ROOMS.array("sums", spectra.held.shape, np.float64, OBSERVATIONS_OF_PART)
    np.copyto(sums, spectra.held)
    sums -= 1.0
    sums *= -NEVER
    return sums


def _distances(spectra: Spectra) -> Iterator[tuple[int, np.ndarray]]:
    """For every slot but the last: the distances to all later ones, 0 where one of the two does not count.

    Yields (slot, (later slot, pixel) float64), which the next turn overwrites.
    """
    slots, pixels = spectra.held.shape
    shape, most = (slots, pixels), OBSERVATIONS_OF_PART
    difference, total = (ROOMS.array(name, shape, np.float32, most) for name in ("difference", "total"))
    distance = ROOMS.array("distance", shape, np.float64, most)
    for slot in range(slots - 1):
        later = slice(slot + 1, None)
        step, squares, far = difference[later], total[later], distance[later]
        for number, band in enumerate(spectra.values):
            out = step if number else squares
            np.subtract(band[later], band[slot], out=out)
            np.multiply(out, out, out=out)
            if number:
                squares += step
        np.sqrt(squares, out=squares)
        if spectra.gaps:
            squares *= spectra.held[later]
            squares *= spectra.held[slot]
        np.copyto(far, squares)  # by itself: adding numbers of two kinds takes three times as long
        yield slot, far
