"""Shadows: where clouds throw them along the sun, and where the ground is dark enough to be in one.

Source: objects are matched with what is dark for a row of heights, as Fmask (Zhu and Woodcock 2012) and FORCE (Frantz
et al. 2018) do. Here all objects of a scene are tried at one height at a time, cell by cell.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from scipy.ndimage import label

from .cells import AROUND
from .findings import Directions
from .thresholds import Thresholds

CELLS_PER_STEP = 1.5

SAMPLED_FROM = 30_000
"""Cloudy cells from which on every other row and column is enough to find the heights."""


@dataclass(frozen=True)
class Shadows:
    """What clouds may and do shade; planes (y, x) bool on coarse cells."""

    projected: np.ndarray  # at the height at which each object's shadow is darkest
    reach: np.ndarray  # at any height


def shadows_of(
    clouds: np.ndarray,
    dark: np.ndarray,
    known: np.ndarray,
    way: Directions,
    cell: tuple[float, float],
    limits: Thresholds,
) -> Shadows:
    """The shadows of clouds (y, x) bool, given what is ``dark`` and where this is ``known``; bool, coarse cells.

    An object whose shadow is nowhere dark enough throws none, such as one over water.
    """
    objects, count = label(clouds, AROUND)
    nothing = np.zeros(clouds.shape, dtype=bool)
    if count == 0:
        return Shadows(nothing, nothing.copy())
    rows, cols = np.nonzero(clouds)
    numbers = objects[rows, cols]
    steps = _steps(way, cell, limits)
    open_ground = known & ~clouds
    best, chosen, reach = _matches(objects, count, open_ground, open_ground & dark, steps)
    throws = best >= limits.least_match
    return Shadows(_thrown(rows, cols, numbers, throws, chosen, steps, nothing), reach & ~clouds)


def _matches(
    objects: np.ndarray, count: int, open_ground: np.ndarray, dark: np.ndarray, steps: list[tuple[int, int]]
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Of every object (y, x) int the best share of dark ground in its shadow, and the step at which it is.

    Also the cells that any object reaches at any step, (y, x) bool.
    """
    sample = objects
    if int(np.count_nonzero(objects)) > SAMPLED_FROM:
        sample = np.zeros_like(objects)
        sample[::2, ::2] = objects[::2, ::2]
    reach = max(max(abs(down), abs(across)) for down, across in steps)
    # With a frame as wide as the longest way no step leads out; what is asked for lies in one number per cell.
    asked = np.pad(open_ground.view(np.uint8) + dark.view(np.uint8), reach)
    flat, width = asked.ravel(), asked.shape[1]
    rows, cols = np.nonzero(sample)
    places, numbers = (rows + reach) * width + cols + reach, sample[rows, cols] * OUTCOMES
    reached = np.zeros(flat.shape, dtype=bool)
    best, chosen = np.full(count + 1, -1.0), np.zeros(count + 1, dtype=np.intp)
    for number, (down, across) in enumerate(steps):
        there = places + (down * width + across)
        reached[there] = True
        found = np.bincount(numbers + flat[there], minlength=(count + 1) * OUTCOMES).reshape(-1, OUTCOMES)
        match = found[:, 2] / np.maximum(found[:, 1] + found[:, 2], 1)
        better = match > best
        best[better], chosen[better] = match[better], number
    inner = slice(reach, -reach or None)
    return best, chosen, reached.reshape(asked.shape)[inner, inner]


OUTCOMES = 3
"""What a cell of a shadow can be: unknown or cloud, open ground, dark ground."""


def _thrown(
    rows: np.ndarray,
    cols: np.ndarray,
    numbers: np.ndarray,
    throws: np.ndarray,
    chosen: np.ndarray,
    steps: list[tuple[int, int]],
    shadow: np.ndarray,
) -> np.ndarray:
    """Every object that throws a shadow, moved by its own step, into ``shadow`` (y, x) bool."""
    table = np.array(steps, dtype=np.intp)
    here = throws[numbers]
    moved = table[chosen[numbers[here]]]
    at_row, at_col = rows[here] + moved[:, 0], cols[here] + moved[:, 1]
    inside = (at_row >= 0) & (at_row < shadow.shape[0]) & (at_col >= 0) & (at_col < shadow.shape[1])
    shadow[at_row[inside], at_col[inside]] = True
    return shadow


def _steps(way: Directions, cell: tuple[float, float], limits: Thresholds) -> list[tuple[int, int]]:
    """Whole cells down and across from a cloud as it is seen to its shadow, for heights from low to high.

    Neighbouring heights are `CELLS_PER_STEP` apart on the ground.
    """
    down, across = way.shade[0] - way.hidden[0], way.shade[1] - way.hidden[1]
    length = math.hypot(down, across)
    if length == 0:
        return [(0, 0)]
    highest = max(min(limits.highest_cloud, limits.farthest_shadow / length), limits.lowest_cloud)
    span = highest - limits.lowest_cloud
    heights = max(math.ceil(span * length / (CELLS_PER_STEP * max(cell))), 1)
    found: dict[tuple[int, int], None] = {}
    for number in range(heights + 1):
        height = limits.lowest_cloud + span * number / heights
        found[round(down * height / cell[0]), round(across * height / cell[1])] = None
    return list(found)
