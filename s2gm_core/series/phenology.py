"""Figures of growing seasons from a smooth daily curve.

Definitions, those of TIMESAT (Joensson and Eklundh 2004, Computers and Geosciences 30, 833-845; the shares of the
amplitude as in its manual):

- peak: the day of the largest value of a season; seasons are the peaks that stand out by `LEAST_SHARE_OF_RANGE` of the
  curve's range and by `LEAST_AMPLITUDE`;
- base: the mean of the lowest values on both sides of the peak, up to the neighbouring peaks;
- amplitude: the value at the peak minus the base;
- start (end): the day on which the curve rises above (falls below) the lowest value of that side plus a share of the
  difference between the peak and that lowest value, 20 % by default. Not known where that lowest value lies at the
  rim of the curve and the curve still rises (falls) there, by `LEVEL_SHARE` of the difference in `RIM_DAYS` days: the
  foot of the season was not seen then.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
from scipy.signal import find_peaks

LEAST_AMPLITUDE = 0.1
LEAST_SHARE_OF_RANGE = 0.25
SHARE = 0.2
LEAST_DAYS_BETWEEN_PEAKS = 45
RIM_DAYS = 15
LEVEL_SHARE = 0.1


@dataclass(frozen=True)
class Season:
    """One season; None where the curve does not tell."""

    start: date | None
    peak: date
    end: date | None
    base: float
    maximum: float
    amplitude: float

    @property
    def length_days(self) -> int | None:
        """Days from start to end."""
        return None if self.start is None or self.end is None else (self.end - self.start).days


def seasons(
    day: np.ndarray, value: np.ndarray, share: float = SHARE, least_amplitude: float = LEAST_AMPLITUDE
) -> tuple[Season, ...]:
    """The seasons of a daily curve, oldest first; days since 1970-01-01 and values, (n,) float64 without NaN."""
    if len(value) < 3:
        return ()
    prominence = max(least_amplitude, LEAST_SHARE_OF_RANGE * float(np.ptp(value)))
    padded = np.concatenate([[value.min()], value, [value.min()]])  # so that a rim can be a peak's foot
    peaks = find_peaks(padded, prominence=prominence, distance=LEAST_DAYS_BETWEEN_PEAKS)[0] - 1
    peaks = peaks[(peaks > 0) & (peaks < len(value) - 1)]
    limits = [0, *peaks.tolist(), len(value) - 1]
    return tuple(
        _season(day, value, share, (limits[number], int(peak), limits[number + 2])) for number, peak in enumerate(peaks)
    )


def _season(day: np.ndarray, value: np.ndarray, share: float, limits: tuple[int, int, int]) -> Season:
    """One season between the peaks or rims on both sides; day and value (n,)."""
    before, peak, after = limits
    left = before + int(np.argmin(value[before : peak + 1]))
    right = peak + int(np.argmin(value[peak : after + 1]))
    base = float(value[left] + value[right]) / 2
    return Season(
        start=_crossing(day, value, range(peak, left - 1, -1), share),
        peak=_date(day[peak]),
        end=_crossing(day, value, range(peak, right + 1), share),
        base=base,
        maximum=float(value[peak]),
        amplitude=float(value[peak]) - base,
    )


def _crossing(day: np.ndarray, value: np.ndarray, away: range, share: float) -> date | None:
    """The last day above the level on the way from the peak to the lowest value of a side, where that is a foot."""
    peak, lowest = away[0], away[-1]
    if lowest in (0, len(value) - 1) and not _is_level(value, away):
        return None
    level = value[lowest] + share * (value[peak] - value[lowest])
    inside = peak
    for place in away:
        if value[place] < level:
            return _date(day[inside])
        inside = place
    return None


def _is_level(value: np.ndarray, away: range) -> bool:
    """Whether a curve (n,) has come to rest at its rim, on the way there from the peak: only then it shows the foot."""
    peak, rim = away[0], away[-1]
    earlier = away[max(len(away) - 1 - RIM_DAYS, 0)]
    return bool(value[earlier] - value[rim] < LEVEL_SHARE * (value[peak] - value[rim]))


def _date(day: float) -> date:
    return date(1970, 1, 1) + timedelta(days=int(day))
