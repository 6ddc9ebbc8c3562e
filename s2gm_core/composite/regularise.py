"""Fewer changes of the date inside a field: of observations that are equally good, neighbours take the same one.

An observation i is as good as the selected one s where it is valid and the mean over the method's bands of
((x_i - x_s)/u)^2 is at most k^2. Here u^2 = (1 - r)(u(x_i)^2 + u(x_s)^2) is the variance of the difference between two
dates: u(x) is the standard uncertainty of one reflectance, r the correlation between the errors of two dates
(`uncertainty.InputUncertainty`); what all dates have in common does not show between them. The comparison is always
with the selection that the method made, so that no chain of small steps leads away from it.

Then the label "which observation" is made piecewise constant under a Potts prior by iterated conditional modes (Besag
1986, Journal of the Royal Statistical Society B 48, 259-302): every pixel takes, among its equally good observations,
the one that most pixels of the window around it have, itself included. Departures from the source: all pixels of a
sweep change together, so that the result does not depend on an order of pixels, and equally good observations have
equal likelihood. Ties keep the current observation, and go to the newest of others.

Values stay genuine observations. Where dates differ by nothing but the sensor's noise there is nothing to gain: a
medoid picks the observations with the least noise pixel by pixel, and gives some of that up here.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np

from ..errors import OrderError
from ..radiometry.scaling import SCALED_PER_REFLECTANCE
from .stack import Observations
from .uncertainty import InputUncertainty

PIXELS_AT_ONCE = 16 * 1024
"""Pixels that are compared together: few enough for the planes to stay in the processor's cache."""

LARGEST_RADIUS = 5
"""Twice the votes of such a window, and one, still fit eight bits."""


@dataclass(frozen=True)
class Smoothing:
    """How strongly neighbours pull."""

    radius: int = 2  # of the window of votes, pixels; 1 to LARGEST_RADIUS
    sweeps: int = 3
    tolerance: float = 1.0  # k, in standard uncertainties of the difference of two dates
    model: InputUncertainty = field(default_factory=InputUncertainty)

    def __post_init__(self) -> None:
        if not (1 <= self.radius <= LARGEST_RADIUS and self.sweeps >= 0 and self.tolerance >= 0):
            raise OrderError(
                f"No smoothing has radius {self.radius}, {self.sweeps} sweeps and tolerance {self.tolerance}: choose a "
                f"radius from 1 to {LARGEST_RADIUS}, and no negative number."
            )

    @property
    def margin(self) -> int:
        """Pixels around a block on which its result depends."""
        return self.radius * self.sweeps


DEFAULT = Smoothing()
MARGIN = DEFAULT.margin
"""Pixels of context that make the result inside independent of how blocks are cut."""


def regularise(
    observations: Observations, index: np.ndarray, bands: tuple[str, ...], smoothing: Smoothing = DEFAULT
) -> np.ndarray:
    """A selection with fewer changes between neighbours, of spectra that differ by no more than their uncertainty.

    index (y, x) int16, the method's selection on the time axis, -1 = empty; bands: those that the method decided by, at
    least one. Returns (y, x) int16: empty pixels stay empty, every change is to a valid observation whose sensor counts
    no less than that of the one before (`Observations.weight`). Right only at a distance of `Smoothing.margin` pixels
    or more from the sides of the block that are not the mosaic's own.
    """
    chosen = index.astype(np.int16)
    if not (chosen >= 0).any():
        return chosen
    candidates = equally_good(observations, chosen, bands, smoothing)
    for _ in range(smoothing.sweeps):
        voted = _sweep(chosen, candidates, smoothing.radius)
        if np.array_equal(voted, chosen):
            break
        chosen = voted
    return chosen


def equally_good(
    observations: Observations, index: np.ndarray, bands: tuple[str, ...], smoothing: Smoothing = DEFAULT
) -> np.ndarray:
    """Which observations are as good as the selected one, itself included, (time, y, x) bool.

    index (y, x) int16, -1 = empty, where nothing is as good.
    """
    candidates = observations.valid.copy()
    weight = observations.relative_weight
    if weight is not None:
        candidates &= weight[:, np.newaxis, np.newaxis] >= weight[index]
    candidates &= index >= 0
    planes = [observations.plane(band) for band in bands]
    for rows in _rows_at_once(*index.shape):
        _compare([plane[:, rows] for plane in planes], index[rows], candidates[:, rows], smoothing)
    return candidates


def _rows_at_once(height: int, width: int) -> Iterator[slice]:
    step = max(PIXELS_AT_ONCE // max(width, 1), 1)
    return (slice(row, row + step) for row in range(0, height, step))


def _compare(planes: list[np.ndarray], index: np.ndarray, candidates: np.ndarray, smoothing: Smoothing) -> None:
    """Drop from ``candidates`` (time, y, x), in place, what differs from the selected spectrum.

    planes: per band (time, y, x) int16; index (y, x) int16.
    """
    model = smoothing.model
    share = np.float32(model.relative**2)
    taken = np.maximum(index, 0)[np.newaxis].astype(np.int64)
    selected = [np.take_along_axis(plane, taken, axis=0)[0].astype(np.float32) for plane in planes]
    variances = [
        share * np.square(own) + np.float32(2 * (model.floor * SCALED_PER_REFLECTANCE) ** 2) for own in selected
    ]
    limit = np.float32(len(planes) * (1.0 - model.correlation) * smoothing.tolerance**2)
    for time, good in enumerate(candidates):
        if good.any():
            good &= _distance([plane[time] for plane in planes], selected, variances, share) <= limit
        good |= index == time


def _distance(
    planes: list[np.ndarray], selected: list[np.ndarray], variances: list[np.ndarray], share: np.float32
) -> np.ndarray:
    """Sum over the bands of (x - s)^2/(share x^2 + variance), (y, x) float32.

    planes: x by band, (y, x) int16; selected and variances: s and the variance by band, (y, x) float32.
    """
    total = np.zeros(selected[0].shape, dtype=np.float32)
    for plane, own, variance in zip(planes, selected, variances):
        values = plane.astype(np.float32)
        difference = values - own
        difference *= difference
        values *= values
        values *= share
        values += variance
        difference /= values
        total += difference
    return total


def _sweep(chosen: np.ndarray, candidates: np.ndarray, radius: int) -> np.ndarray:
    """One vote of all pixels: chosen (y, x) int16 and candidates (time, y, x) bool to the new choice (y, x) int16."""
    voted = chosen.copy()
    best = np.zeros(chosen.shape, dtype=np.uint8)
    for time, good in enumerate(candidates):
        here = (chosen == time).view(np.uint8)
        if not here.any():
            continue  # nobody votes for it
        rank = _votes(here, radius)
        rank *= 2
        rank += here  # a tie keeps the current one
        rank *= good
        np.copyto(voted, np.int16(time), where=rank > best)
        np.maximum(best, rank, out=best)
    return voted


def _votes(here: np.ndarray, radius: int) -> np.ndarray:
    """Sum over the square window around every pixel, nothing outside; (y, x) uint8 0 or 1 to (y, x) uint8."""
    height, width = here.shape
    side = 2 * radius + 1
    padded = np.pad(here, radius)
    columns = padded[:height].copy()
    for shift in range(1, side):
        columns += padded[shift : shift + height]
    votes = columns[:, :width].copy()
    for shift in range(1, side):
        votes += columns[:, shift : shift + width]
    return votes
