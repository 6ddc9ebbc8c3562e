"""The geometric median of one pixel and the distances to it, slowly and in double precision."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

Spectrum = Sequence[float]


def sum_of_distances(spectra: Sequence[Spectrum], weights: Sequence[float], place: Spectrum) -> float:
    return sum(w * math.dist(x, place) for x, w in zip(spectra, weights))


def geometric_median(spectra: Sequence[Spectrum], weights: Sequence[float]) -> list[float]:
    """The observation that no pull moves away, or Newton's method with halved steps.

    Newton's method works on the sum of w sqrt(distance^2 + rounding^2), rounded less and less.
    """
    for x in spectra:
        others = [(o, w) for o, w in zip(spectra, weights) if math.dist(o, x) > 0]
        here = sum(w for o, w in zip(spectra, weights) if math.dist(o, x) == 0)
        pull = [sum(w * (o[b] - x[b]) / math.dist(o, x) for o, w in others) for b in range(len(x))]
        if math.hypot(*pull) <= here + 1e-12:
            return list(x)
    points, weight = np.array(spectra, float), np.array(weights, float)
    place = (weight[:, None] * points).sum(axis=0) / weight.sum()
    for rounding in (1000, 100, 10, 1, 0.1, 0.01, 0.001):
        for _ in range(200):
            moved = _newton(points, weight, place, rounding)
            if np.array_equal(moved, place):
                break
            place = moved
    return place.tolist()


def _newton(points: np.ndarray, weight: np.ndarray, place: np.ndarray, rounding: float) -> np.ndarray:
    def height(at: np.ndarray) -> float:
        return float((weight * np.sqrt(((at - points) ** 2).sum(axis=1) + rounding**2)).sum())

    away = place - points
    length = np.sqrt((away**2).sum(axis=1) + rounding**2)
    share = weight / length
    unit = away / length[:, None]
    curvature = share.sum() * np.eye(len(place)) - (share[:, None] * unit).T @ unit
    step = -np.linalg.solve(curvature, (share[:, None] * away).sum(axis=0))
    size = 1.0
    while size > 1e-6 and height(place + size * step) >= height(place):
        size /= 2
    return place + size * step if size > 1e-6 else place


def middle(values: Sequence[float]) -> float:
    ordered = sorted(values)
    half = len(ordered) // 2
    return ordered[half] if len(ordered) % 2 else (ordered[half - 1] + ordered[half]) / 2


def cosine_distance(a: Spectrum, b: Spectrum) -> float:
    lengths = math.hypot(*a) * math.hypot(*b)
    if lengths == 0:
        return 0.0 if list(a) == list(b) else 1.0
    return 1 - sum(p * q for p, q in zip(a, b)) / lengths


def bray_curtis_distance(a: Spectrum, b: Spectrum) -> float:
    together = sum(abs(p + q) for p, q in zip(a, b))
    if together == 0:
        return 0.0 if list(a) == list(b) else 1.0
    return sum(abs(p - q) for p, q in zip(a, b)) / together


def deviations(spectra: Sequence[Spectrum], place: Spectrum) -> tuple[float, float, float]:
    """Medians of the Euclidean (in the spectra's unit), the cosine and the Bray-Curtis distance."""
    return (
        middle([math.dist(x, place) for x in spectra]),
        middle([cosine_distance(x, place) for x in spectra]),
        middle([bray_curtis_distance(x, place) for x in spectra]),
    )
