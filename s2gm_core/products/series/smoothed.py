"""Smooth curves of the valid records of a series, beside the records."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ...series.phenology import Season, seasons
from ...series.smoothing import smooth_curve
from .records import PixelSeries


@dataclass(frozen=True)
class SmoothSeries:
    """One variable of a series, smoothed and filled."""

    name: str  # band or index
    day: np.ndarray  # (n,) float64, every day since 1970-01-01 from the first valid record to the last
    value: np.ndarray  # (n,) float64
    at_records: np.ndarray  # (time,) float64, the curve at every record, NaN before and after it
    weight: np.ndarray  # (time,) float64, 0..1, what every record counts; 0 where it is not valid or an outlier
    note: str  # how it was made
    seasons: tuple[Season, ...]


def smoothed(series: PixelSeries, name: str, method: str) -> SmoothSeries | None:
    """The curve of one variable by a smoother's name; None where too few records are valid."""
    days = series.days
    curve = smooth_curve(days, series.clear_values(name), method)
    if curve is None:
        return None
    return SmoothSeries(
        name=name,
        day=curve.day,
        value=curve.value,
        at_records=curve.at(np.floor(days)),
        weight=curve.weight,
        note=curve.note,
        seasons=seasons(curve.day, curve.value),
    )


def smoothed_names(bands: tuple[str, ...], indices: tuple[str, ...]) -> tuple[str, ...]:
    """Which variables files smooth: the indices, or the bands where there are none."""
    return indices or bands
