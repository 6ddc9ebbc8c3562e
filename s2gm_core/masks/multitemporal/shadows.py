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
    best, chosen = np.full(count + 1, -1.0), np.zeros(count + 1, dtype=np.intp)
    reach = nothing.copy()
    for place, (down, across) in enumerate(steps):
        at_row, at_col = rows + down, cols + across
        inside = (at_row >= 0) & (at_row < clouds.shape[0]) & (at_col >= 0) & (at_col < clouds.shape[1])
        at_row, at_col, of_object = at_row[inside], at_col[inside], numbers[inside]
        reach[at_row, at_col] = True
        open_ground = known[at_row, at_col] & ~clouds[at_row, at_col]
        tried = np.bincount(of_object, open_ground, count + 1)
        hit = np.bincount(of_object, open_ground & dark[at_row, at_col], count + 1)
        match = hit / np.maximum(tried, 1)
        better = match > best
        best[better], chosen[better] = match[better], place
    return Shadows(_thrown(rows, cols, numbers, best >= limits.least_match, chosen, steps, nothing), reach & ~clouds)


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
    """Whole cells down and across from a cloud as it is seen to its shadow, for heights from low to high."""
    down, across = way.shade[0] - way.hidden[0], way.shade[1] - way.hidden[1]
    length = max(abs(down) / cell[0], abs(across) / cell[1])
    span = limits.highest_cloud - limits.lowest_cloud
    heights = min(max(math.ceil(span * length), 1), limits.most_heights)
    found: dict[tuple[int, int], None] = {}
    for number in range(heights + 1):
        height = limits.lowest_cloud + span * number / heights
        found[round(down * height / cell[0]), round(across * height / cell[1])] = None
    return [step for step in found if step != (0, 0)] or [(0, 0)]
