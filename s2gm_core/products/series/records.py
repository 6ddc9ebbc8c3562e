"""What a series consists of: records of one pixel, or of the pixels of one site together, over time."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

import numpy as np

from ...period import days_since_1970
from .sites import Site

QUALITY = (
    "medoid_mos",
    "quality_aot",
    "quality_cloud_confidence",
    "quality_snow_confidence",
    "sun_azimuth",
    "sun_zenith",
    "valid_obs",
    "view_azimuth_mean",
    "view_zenith_mean",
)
"""Numbers beside reflectance, by the names of the service's layers; the scene class has a field of its own."""

VALID = ""
SCENE_CLASS, VIEW_ZENITH, BAND_GAP = "scene class", "view zenith", "band gap"
NOT_SNOW, UNREADABLE, NO_OBSERVATION = "not snow", "unreadable", "no observation"
CLOUD_MASK = "cloud mask"
REASONS = (VALID, SCENE_CLASS, VIEW_ZENITH, BAND_GAP, NOT_SNOW, UNREADABLE, NO_OBSERVATION, CLOUD_MASK)
"""Why a record is not valid, by the number that planes hold, each with the meaning that docs/timeseries.md tells."""


@dataclass(frozen=True)
class SeriesRecord:
    """One observation, or the composite of one period."""

    period_start: date  # of an observation its day, UTC
    period_end: date  # last day
    acquired: datetime | None  # UTC; of a composite the day of the chosen observation, of several the mean day
    satellite: str  # "S2A", "" where unknown
    relative_orbit: int | None
    absolute_orbit: int | None
    scene: str  # the catalogue's id, "" where there is none
    tile: str
    scene_class: int | None  # of several pixels the commonest
    valid: bool  # what a mosaic says of the pixel; of several pixels whether one of them is
    why: str  # one of REASONS
    values: Mapping[str, float]  # reflectance 0..1 and indices by name; what is not known is absent
    spread: Mapping[str, float] = field(
        default_factory=dict
    )  # of several pixels the standard deviation (divided by their number)
    count: int = 1  # valid pixels; where there are none 0, and the values are of all pixels with data
    pixels: int = 1  # of the window or polygon
    quality: Mapping[str, float] = field(default_factory=dict)  # by the names in QUALITY; what is not known is absent

    @property
    def day(self) -> float:
        """Days since 1970-01-01 of the acquisition, or of the period's middle where nothing was acquired; UTC."""
        if self.acquired is not None:
            hours = self.acquired.hour + self.acquired.minute / 60
            return days_since_1970(self.acquired.date()) + hours / 24
        return (days_since_1970(self.period_start) + days_since_1970(self.period_end) + 1) / 2


@dataclass(frozen=True)
class PixelSeries:
    """The records of one pixel, or of the pixels of one site together, oldest first."""

    site: Site
    row: int | None  # place in the window, counted from 0 at its north-western corner; None: several pixels together
    col: int | None
    longitude: float  # of the pixel's centre; of several of the site
    latitude: float
    crs: str
    x: float  # the same place in the CRS of the pixels
    y: float
    bands: tuple[str, ...]
    indices: tuple[str, ...]
    records: tuple[SeriesRecord, ...]

    @property
    def is_aggregated(self) -> bool:
        """Whether several pixels are summed up."""
        return self.row is None

    @property
    def variables(self) -> tuple[str, ...]:
        """Bands, then indices."""
        return self.bands + self.indices

    @property
    def days(self) -> np.ndarray:
        """Days since 1970-01-01 of the records, (time,) float64."""
        return np.array([record.day for record in self.records], dtype=np.float64)

    @property
    def valid(self) -> np.ndarray:
        """Which records are valid, (time,) bool."""
        return np.array([record.valid for record in self.records], dtype=bool)

    def values(self, name: str) -> np.ndarray:
        """One band or index, (time,) float64, NaN where there is none; also of records that are not valid."""
        return np.array([record.values.get(name, np.nan) for record in self.records], dtype=np.float64)

    def clear_values(self, name: str) -> np.ndarray:
        """One band or index, (time,) float64, NaN where there is none or the record is not valid."""
        return np.where(self.valid, self.values(name), np.nan)
