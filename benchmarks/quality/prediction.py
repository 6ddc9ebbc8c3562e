"""What a prediction of a date that was left out is measured by, and where the real data are."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

import numpy as np

DATA = Path(os.environ.get("S2GM_DATA", Path(__file__).resolve().parents[3] / "shared" / "data"))
"""Folder of the real data; the variable S2GM_DATA names another one."""


@dataclass(frozen=True)
class Errors:
    """Of one date that was left out."""

    differences: np.ndarray  # (any,) float32, prediction minus observation, reflectance, all bands
    predicted: float  # part of the date's clear pixels that have a prediction


def errors(predicted: np.ndarray, seen: np.ndarray) -> Errors:
    """Both (band, ...) float32 reflectance, NaN where there is none in some band."""
    clear, there = np.isfinite(seen).all(axis=0), np.isfinite(predicted).all(axis=0)
    both = clear & there
    return Errors((predicted - seen)[:, both].ravel(), float(both.sum() / max(clear.sum(), 1)))
