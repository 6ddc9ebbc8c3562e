"""What is read of one piece, whether observations or composites: the same planes for both."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Protocol

import numpy as np

from ...progress import Progress
from ...raster.pool import RasterPool
from ..angles import AngleStore
from ..overpasses import Granule
from ..reading import Readers
from ..record import ReadFailure
from .groups import Piece

GEOMETRIES = threading.Lock()
"""Held while geometries are worked on: GEOS behind shapely 1.8 keeps one context for the whole process."""

DECIMALS = 6
"""Decimals of values: finer than the steps of everything that is stored."""


@dataclass(frozen=True)
class Epoch:
    """One step of the time axis: an overpass, or a period."""

    start: date
    last_day: date
    number: int  # of the overpass on its day, so that several of one day differ; 0 for periods


@dataclass(frozen=True)
class Seen:
    """Planes of one piece; the time axis follows ``epochs``, oldest first."""

    epochs: tuple[Epoch, ...]
    granules: tuple[Granule, ...]  # by index
    is_composite: bool
    granule: np.ndarray  # (time, y, x) int16, index of the granule, -1 = none
    scene_class: np.ndarray  # (time, y, x) uint8, 255 = none
    reason: np.ndarray  # (time, y, x) uint8, number in records.REASONS, 0 = valid
    day: np.ndarray  # (time, y, x) float64, days since 1970-01-01, NaN = unknown; of composites
    variables: Mapping[str, np.ndarray]  # bands, indices and QUALITY by name, each (time, y, x) float64, NaN = none


@dataclass(frozen=True)
class Source:
    """Where the planes of one group come from."""

    pool: RasterPool
    angles: AngleStore
    reader: Readers
    threads: int  # that read the planes of one piece from the disk


class Maker(Protocol):
    """Makes the planes of pieces for some epochs."""

    @property
    def failures(self) -> tuple[ReadFailure, ...]:
        """What could not be read so far."""

    def make(self, piece: Piece, progress: Progress) -> Seen:
        """The planes of a piece, (time, y, x) each. Raises `Cancelled`."""

    def close(self) -> None:
        """Stop reading ahead."""


def decoded(stored: np.ndarray, nodata: int, scale: float | None, offset: float = 0.0) -> np.ndarray:
    """Values of stored numbers, NaN where they are ``nodata``; float64 of the same shape."""
    values = stored * (1.0 if scale is None else scale) + offset
    return np.where(stored == nodata, np.nan, np.round(values, DECIMALS))
