"""What a chart shows: curves of marks, each of one variable at one place."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from enum import Enum

import numpy as np

from .scale import Scale

TURN_REACH = 9.0
"""Pixels within which a turn counts as pointed at."""


class TurnKind(Enum):
    """What happens on a curve on a day."""

    START = "start"
    PEAK = "peak"
    END = "end"


@dataclass(frozen=True)
class Turn:
    """A day on which a season of a smooth line starts, peaks or ends."""

    kind: TurnKind
    day: float  # since 1970-01-01
    value: float
    text: str  # what the mouse tells, simple HTML


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
    turns: tuple[Turn, ...] = ()  # of the line


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


def nearest_turn(curves: Sequence[Curve], across: Scale, up: Scale, place: tuple[float, float]) -> Turn | None:
    """The turn nearest to a pixel (x, y), at most `TURN_REACH` away."""
    found = [
        (math.hypot(across.pixel(one.day) - place[0], up.pixel(one.value) - place[1]), one) for one in _turns(curves)
    ]
    distance, nearest = min(found, key=lambda pair: pair[0], default=(math.inf, None))
    return nearest if distance <= TURN_REACH else None


def _turns(curves: Sequence[Curve]) -> Iterator[Turn]:
    return (turn for curve in curves for turn in curve.turns)


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
