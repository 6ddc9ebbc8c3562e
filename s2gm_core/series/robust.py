"""Which observations are leaked clouds or shadows: short spikes that no season makes.

A cloud that a mask missed lies apart from what was seen just before and just after it, and what was seen on both sides
agrees. So a run of up to `LONGEST_RUN` observations is a spike where each of them lies on the same side of the nearest
value before and the nearest value after the run, by more than noise and growth explain. Growth: of a bell of the width
`FASTEST_SEASON_DAYS` over the range of the series, the top lies above its values half a span away on both sides by
``range x (1 - exp(-(span / 2 / width)^2))``. A season so narrow or wider is never a spike; a step, as of a harvest,
is none either, because it lies between what was before and after. One scale for a whole series, as in the usual robust
regressions, is not used: bare soil makes it so small that the green peak of a crop would be an outlier.

Sources: the idea of testing a value against both neighbours is that of the spike filters of TIMESAT (Joensson and
Eklundh 2004, Computers and Geosciences 30, 833-845); the scale of the noise by the median absolute deviation as in
Hampel's identifier (Davies and Gather 1993, Journal of the American Statistical Association 88, 782-792). The
allowance for growth is our own.
"""

from __future__ import annotations

import numpy as np

LONGEST_RUN = 3
FASTEST_SEASON_DAYS = 20.0
NOISE_SIGMAS = 4.0
LEAST_SCALE = 0.005
"""Reflectances and indices are no more exact than this; a smaller noise would make spikes of good observations."""

MAD_TO_SIGMA = 1.4826
_OF_TRIPLE = 1.5**0.5
"""Standard deviation of a value minus the mean of two others, all with the noise 1."""


def without_spikes(day: np.ndarray, value: np.ndarray) -> np.ndarray:
    """Which observations in order of time are no spikes; days and values (time,) float64, no NaN; (time,) bool.

    True = kept. The most salient spike goes first and the rest is looked at again, so that what stands beside a cloud
    is not mistaken for one. The first and the last observation have nothing on one side and always stay.
    """
    kept = np.ones(len(value), dtype=bool)
    allowed = _Allowance.of(day, value)
    for _ in range(len(value)):
        index = np.flatnonzero(kept)
        run = _most_salient(day[index], value[index], allowed)
        if run is None:
            break
        kept[index[run]] = False
    return kept


class _Allowance:
    """How far a run may stand out."""

    def __init__(self, noise: float, reach: float) -> None:
        self._noise, self._reach = noise, reach

    @classmethod
    def of(cls, day: np.ndarray, value: np.ndarray) -> _Allowance:
        """What noise and range of a series (time,) allow; the range without the two outermost values on each side.

        Not without a share of them: in a series of years a short season is a small one.
        """
        left_out = min(2, len(value) // 5)
        ordered = np.sort(value)
        reach = float(ordered[-1 - left_out] - ordered[left_out]) if len(value) else 0.0
        return cls(NOISE_SIGMAS * noise_of(day, value), reach)

    def over(self, span: np.ndarray) -> np.ndarray:
        """Of runs between two observations ``span`` days apart, (run,) float64 both ways."""
        return self._noise + self._reach * (1.0 - np.exp(-((span / 2 / FASTEST_SEASON_DAYS) ** 2)))


def noise_of(day: np.ndarray, value: np.ndarray) -> float:
    """Standard deviation of the noise of a series (time,) float64: of values about the line between neighbours."""
    if len(value) < 3:
        return LEAST_SCALE
    share = (day[1:-1] - day[:-2]) / np.maximum(day[2:] - day[:-2], 1e-9)
    apart = value[1:-1] - ((1 - share) * value[:-2] + share * value[2:])
    return max(float(MAD_TO_SIGMA * np.median(np.abs(apart))) / _OF_TRIPLE, LEAST_SCALE)


def _most_salient(day: np.ndarray, value: np.ndarray, allowed: _Allowance) -> slice | None:
    """The run that stands out most beyond what is allowed, None where none does; days and values (time,) float64."""
    worst, found = 0.0, None
    for length in range(1, min(LONGEST_RUN, len(value) - 2) + 1):
        runs = np.lib.stride_tricks.sliding_window_view(value, length)[1:-1]
        before, after = value[: -length - 1], value[length + 1 :]
        above = runs.min(axis=1) - np.maximum(before, after)
        below = np.minimum(before, after) - runs.max(axis=1)
        beyond = np.maximum(above, below) - allowed.over(day[length + 1 :] - day[: -length - 1])
        place = int(beyond.argmax())
        if beyond[place] > worst:
            worst, found = float(beyond[place]), slice(place + 1, place + 1 + length)
    return found
