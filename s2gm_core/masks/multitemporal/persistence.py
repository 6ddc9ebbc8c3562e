"""Bright surfaces: what the classification flags again and again although nothing changes there."""

from __future__ import annotations

import numpy as np

from .thresholds import Thresholds


class FlagCount:
    """Counts on how many dates a fine cell is alike the reference, and flagged nevertheless; mutable."""

    def __init__(self, shape: tuple[int, int]) -> None:
        self._alike = np.zeros(shape, dtype=np.uint16)
        self._flagged = np.zeros(shape, dtype=np.uint16)

    def add(self, alike: np.ndarray, flagged: np.ndarray) -> None:
        """Add one date: where it is alike the reference and where the classification flags it, (y, x) bool."""
        self._alike += alike
        self._flagged += alike & flagged

    def persistent(self, limits: Thresholds) -> np.ndarray:
        """Where most of the dates that are alike are flagged, (y, x) bool: no cloud comes back that often."""
        often = self._flagged >= limits.persistent * self._alike
        return often & (self._flagged >= limits.least_persistent)
