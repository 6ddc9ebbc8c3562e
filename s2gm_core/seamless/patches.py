"""Which overpass shows which ground: few large patches instead of a choice for every pixel.

Own design. Every overpass has a cost on every cell: clouds and the rims of its swath near by, haze, days from the
middle of the period, and a large one outside the period. Overpasses are then chosen one after the other, as long as
one of them saves more than a patch is worth (greedy facility location with a cost for opening); every cell takes the
cheapest of them, neighbours agree on a label where that costs little (a Potts model, iterated conditional modes over a
window), and patches that stay small join what lies around them where that has an observation.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.ndimage import distance_transform_edt, gaussian_filter, label, uniform_filter

CLOUDS_SIGMA_METRES = 1500.0
CLOUD_COST = 1.0  # amid clouds; 0 far from them
WHOLE_COST = 0.6  # of an overpass that is clouded all over the area
HAZE_COST = 1.0  # for each 0.01 of haze
DATE_COST = 0.35  # at the rims of the period
OUTSIDE_COST = 3.0  # of days around the period, growing to twice that
UNSEEN_COST = 12.0
"""Of a cell without a valid observation."""

OPENING_SHARE = 0.01
"""Of the area: how many cells of cost 1 an overpass must save to be opened."""

AGREEMENT = 1.0
"""What a cell pays where all of its surroundings have another label."""

WINDOW_METRES = 900.0
SMALLEST_PATCH_METRES = 2000.0
"""Side of a square; smaller patches join others where these have an observation."""

ITERATIONS = 6


@dataclass(frozen=True)
class Candidate:
    """What is known of an overpass before its cost on single cells."""

    days_from_middle: float
    half_period: float  # days
    in_period: bool
    coarse: float = 0.0  # cost of a sensor with larger pixels


def cost_of(one: Candidate, valid: np.ndarray, clear: np.ndarray, haze: np.ndarray, cell_metres: float) -> np.ndarray:
    """The cost of one overpass, (y, x) float32; `UNSEEN_COST` where it has no valid observation.

    valid and clear (y, x) bool; haze (y, x) float32 reflectance, 0 or more, see `reference.haziness`.
    """
    sigma = CLOUDS_SIGMA_METRES / cell_metres
    around = gaussian_filter(clear.astype(np.float32), sigma, mode="nearest", truncate=3.0)
    overall = 1.0 - float(clear.mean()) / max(float((around > 0.01).mean()), 1e-6)
    away = abs(one.days_from_middle) / max(one.half_period, 0.5)
    by_date = DATE_COST * min(away, 1.0) if one.in_period else OUTSIDE_COST * min(1.0 + 0.1 * away, 2.0)
    cost = CLOUD_COST * (1.0 - around) + HAZE_COST * np.minimum(haze / 0.01, 3.0)
    cost += WHOLE_COST * max(overall, 0.0) + by_date + one.coarse + np.where(clear, 0.0, 1.0)
    return np.where(valid, cost, UNSEEN_COST).astype(np.float32)


def choose_overpasses(cost: np.ndarray, wanted: np.ndarray) -> tuple[int, ...]:
    """The overpasses worth a patch, in the order of their worth; cost (time, y, x) float32, wanted (y, x) bool."""
    every = cost[:, wanted]
    opening = OPENING_SHARE * max(every.shape[1], 1)
    best, chosen = np.full(every.shape[1], UNSEEN_COST, np.float32), list[int]()
    while len(chosen) < len(every):
        saved = [0.0 if time in chosen else float(np.maximum(best - one, 0).sum()) for time, one in enumerate(every)]
        first = int(np.argmax(saved))
        if saved[first] <= opening:
            break
        chosen.append(first)
        best = np.minimum(best, every[first])
    return tuple(chosen)


def label_patches(cost: np.ndarray, valid: np.ndarray, wanted: np.ndarray, cell_metres: float) -> np.ndarray:
    """The overpass of every cell, (y, x) int16, -1 where none has a valid observation.

    cost (time, y, x) float32 of `cost_of`, valid (time, y, x) bool; ``wanted`` (y, x) bool are the cells that count.
    """
    chosen = choose_overpasses(cost, wanted & valid.any(axis=0))
    if not chosen:
        return _only_valid(np.zeros(valid.shape[1:], np.int64), cost, valid)
    times = np.array(sorted(chosen))
    own = np.where(valid[times], cost[times], np.float32(UNSEEN_COST))
    window = max(3, 2 * round(WINDOW_METRES / cell_metres / 2) + 1)
    labels = own.argmin(axis=0)
    for _ in range(ITERATIONS):
        agreeing = np.stack([uniform_filter((labels == k).astype(np.float32), window) for k in range(len(times))])
        better = (own - AGREEMENT * agreeing).argmin(axis=0)
        if np.array_equal(better, labels):
            break
        labels = better
    labels = _without_small(labels, valid[times], (SMALLEST_PATCH_METRES / cell_metres) ** 2)
    return _only_valid(times[labels], cost, valid)


def everywhere(labels: np.ndarray) -> np.ndarray:
    """Labels (y, x), of which those below 0 take the nearest other one; all -1 where there is none."""
    if not (labels >= 0).any() or (labels >= 0).all():
        return labels
    nearest = distance_transform_edt(labels < 0, return_distances=False, return_indices=True)
    return np.asarray(labels[tuple(nearest)])


def _only_valid(labels: np.ndarray, cost: np.ndarray, valid: np.ndarray) -> np.ndarray:
    """Labels whose overpass has no valid observation take the cheapest that has one; (y, x) int16, -1 without any."""
    there = np.take_along_axis(valid, labels[np.newaxis], axis=0)[0]
    cheapest = np.where(valid, cost, np.float32(np.inf)).argmin(axis=0)
    found = np.where(there, labels, cheapest)
    return np.where(valid.any(axis=0), found, -1).astype(np.int16)


def _without_small(labels: np.ndarray, valid: np.ndarray, least: float) -> np.ndarray:
    """Labels (y, x) whose patches of fewer cells than ``least`` join their surroundings where these see the ground."""
    small = np.zeros(labels.shape, dtype=bool)
    for k in range(len(valid)):
        parts, count = label(labels == k)
        if count:
            sizes = np.bincount(parts.ravel())
            sizes[0] = 2**31 - 1
            small |= sizes[parts] < least
    if not small.any() or small.all():
        return labels
    nearest = distance_transform_edt(small, return_distances=False, return_indices=True)
    around = labels[tuple(nearest)]
    sees = np.take_along_axis(valid, around[np.newaxis], axis=0)[0]
    return np.where(small & sees, around, labels)
