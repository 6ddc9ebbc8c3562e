"""What a chart shows: curves of marks, each of one variable at one place."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from .chart_scale import Scale


@dataclass(frozen=True, eq=False)
class Curve:
    """Marks of one variable at one place, oldest first, with the smooth line through them."""

    panel: str  # the variable; curves of one variable share a panel
    label: str  # the place, as the legend has it
    colour: str
    days: np.ndarray  # (n,) float64, days since 1970-01-01, ascending
    values: np.ndarray  # (n,) float64 without NaN
    valid: np.ndarray  # (n,) bool, True = usable
    describe: Callable[[int], str]  # the text of a mark by its number
    line: tuple[np.ndarray, np.ndarray] | None = None  # days and values of the smooth line, (m,) each


@dataclass(frozen=True)
class Mark:
    """One mark of a curve."""

    curve: Curve
    number: int


@dataclass(frozen=True)
class Placed:
    """A curve with the pixels of its marks."""

    curve: Curve
    x: np.ndarray  # (n,) float64, ascending
    y: np.ndarray  # (n,) float64, held inside the panel
    shown: np.ndarray  # (n,) bool


def placed(curve: Curve, across: Scale, up: Scale, with_refused: bool) -> Placed:
    """Where the marks of a curve lie; marks beyond the panel's values lie on its rim."""
    top, bottom = min(up.begin, up.end), max(up.begin, up.end)
    inside = (curve.days >= across.low) & (curve.days <= across.high)
    return Placed(
        curve=curve,
        x=across.pixels(curve.days),
        y=np.clip(up.pixels(curve.values), top, bottom),
        shown=inside if with_refused else inside & curve.valid,
    )


def nearest_mark(curves: Sequence[Placed], x: float, y: float, reach: float) -> Mark | None:
    """The mark nearest to a pixel, at most ``reach`` away. Marks are sorted by day, so a few of them are looked at."""
    best, found = reach * reach, None
    for one in curves:
        first, last = np.searchsorted(one.x, (x - reach, x + reach))
        if first == last:
            continue
        distance = (one.x[first:last] - x) ** 2 + (one.y[first:last] - y) ** 2
        distance = np.where(one.shown[first:last], distance, np.inf)
        number = int(np.argmin(distance))
        if distance[number] <= best:
            best, found = float(distance[number]), Mark(one.curve, int(first) + number)
    return found
