"""Overpasses: when which satellite passes on which orbit, and how it looks at the ground.

Two relative orbits see the area as they do around 15 degrees east: R079 from the east, R122 from the west with the
eastern edge of its swath inside the area. View zenith grows linearly from the track, 12 degrees over half a swath.
For an area that is smaller than a tile the swath is narrowed, so that the area still sees some degrees of it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone

import numpy as np

from ..radiometry.sun import sun_angles
from .noise import Points, hash_unit
from .settings import SimulationSettings
from .tiles import Area, convergence, lon_lat

TRACK_AZIMUTH = 193.5
"""Direction of flight on the descending pass at 46 degrees north, degrees from true north."""

MAX_VIEW_ZENITH = 12.0
EDGE_POSITION = 0.22
"""Where the swath of R122 ends: this part of the area's width east of its centre."""

_REAL_GRADIENT = 12.0 / 145.0  # degrees of view zenith per km across the track
_CENTRE_ZENITH_R079 = 6.5
_SATELLITES = ("S2A", "S2B", "S2C")
# Absolute orbits of 15 August 2023 (S2A, S2B); S2C's numbers are nominal
_ORBIT_EPOCH = date(2023, 8, 15)
_ORBIT_OF_EPOCH = {"S2A": 42547, "S2B": 33638, "S2C": 1200}
_ORBITS_PER_DAY = 14.3


@dataclass(frozen=True)
class Baseline:
    """How a processing baseline stores reflectance."""

    name: str  # "05.10"
    stored_offset: int  # what was added to reflectance x 10^4 in the pixels
    applied_flag: bool  # earthsearch:boa_offset_applied
    stated_offset: float  # what raster:bands says


BASELINES = (
    Baseline("03.01", 0, False, 0.0),
    Baseline("04.00", 0, True, -0.1),  # the provider's trap: applied in the pixels, still stated
    Baseline("05.10", 1000, False, -0.1),
)


@dataclass(frozen=True)
class SwathGeometry:
    """Across-track geometry of one relative orbit in the reference frame."""

    relative_orbit: int
    track_x: float  # a point of the ground track, metres
    track_y: float
    across_x: float  # unit vector across the track, pointing east
    across_y: float
    gradient: float  # degrees of view zenith per metre across the track
    half_width: float  # metres from track to the edge of the swath
    view_azimuth_east: float  # degrees from true north, from the ground to a satellite in the west of it

    def across(self, points: Points) -> np.ndarray:
        """Metres east of the ground track, (y, x) float64."""
        return (points.x - self.track_x) * self.across_x + (points.y - self.track_y) * self.across_y

    def view_zenith(self, across: np.ndarray) -> np.ndarray:
        """Degrees, shaped as the distances across the track (metres)."""
        return np.abs(across) * self.gradient

    def view_azimuth(self, across: np.ndarray) -> np.ndarray:
        """Degrees from the ground to the satellite, clockwise from true north; shaped as the distances."""
        return np.where(across > 0, self.view_azimuth_east, self.view_azimuth_east - 180.0)

    def sees(self, points: Points) -> np.ndarray:
        """True inside the swath, (y, x) bool."""
        return np.abs(self.across(points)) <= self.half_width


@dataclass(frozen=True)
class Overpass:
    """One pass of a satellite over the area; every tile has one scene of it."""

    index: int
    satellite: str  # "S2A"
    relative_orbit: int
    absolute_orbit: int
    sensed: datetime  # UTC, at the area's centre
    baseline: Baseline
    swath: SwathGeometry
    cloud_cover: float  # drawn for this overpass, 0..1


def overpasses_of(settings: SimulationSettings, area: Area) -> tuple[Overpass, ...]:
    """The overpasses of an archive in the order of time."""
    swaths = (_swath_r079(area), _swath_r122(area))
    covers = cloud_covers(settings)
    return tuple(_overpass(settings, index, swaths[index % 2], covers[index]) for index in range(settings.dates))


def cloud_covers(settings: SimulationSettings) -> np.ndarray:
    """Cloud cover 0..1 of each overpass, (time,) float64: its mean is near the cloudiness, its values are far from it.

    Evenly spread quantiles of a U-shaped law in random order: few scenes are half cloudy, some are clear, some covered.
    """
    count, mean = settings.dates, settings.cloudiness
    quantile = (np.argsort(np.argsort(hash_unit(np.arange(count), np.array([77]), settings.seed))) + 0.5) / count
    sharpness = 2.2
    odds = (quantile / (1.0 - quantile)) ** sharpness * (mean / (1.0 - mean)) ** 1.4 if 0 < mean < 1 else None
    return np.full(count, mean) if odds is None else odds / (1.0 + odds)


def sun_at(moment: datetime, points: Points) -> tuple[np.ndarray, np.ndarray]:
    """Sun zenith and azimuth (degrees, from true north) at places of the reference frame, (y, x) float64."""
    x, y = np.broadcast_arrays(points.x, points.y)
    return sun_angles(moment, *lon_lat(x, y))


def _overpass(settings: SimulationSettings, index: int, swath: SwathGeometry, cloud_cover: float) -> Overpass:
    step = settings.step_days
    offset = 5 * (index // 2) + 3 * (index % 2) if step is None else step * index
    day = settings.start + timedelta(days=offset)
    satellite = _SATELLITES[(index // 2) % 3]
    minutes = 58 if swath.relative_orbit == 79 else 68
    sensed = datetime(day.year, day.month, day.day, 9, tzinfo=timezone.utc) + timedelta(
        minutes=minutes, seconds=4 + (index * 7) % 9, microseconds=24000 * (index % 40)
    )
    absolute = _ORBIT_OF_EPOCH[satellite] + round(_ORBITS_PER_DAY * (day - _ORBIT_EPOCH).days)
    return Overpass(
        index=index,
        satellite=satellite,
        relative_orbit=swath.relative_orbit,
        absolute_orbit=max(absolute, 1),
        sensed=sensed,
        baseline=BASELINES[(index + index // 6) % 3],
        swath=swath,
        cloud_cover=float(cloud_cover),
    )


def _gradient(area: Area) -> float:
    """Degrees per metre. The angle grids have a node every 5 km: the next node must still lie on the same side."""
    width = area.width / 1000.0
    wanted = max(_REAL_GRADIENT, 4.0 / width)
    return min(wanted, _CENTRE_ZENITH_R079 / (width / 2 + 5.5)) / 1000.0


def _swath_r079(area: Area) -> SwathGeometry:
    gradient = _gradient(area)
    return _swath(area, 79, gradient, -_CENTRE_ZENITH_R079 / gradient, MAX_VIEW_ZENITH / gradient)


def _swath_r122(area: Area) -> SwathGeometry:
    gradient = _gradient(area)
    # Half of the area or more stays below the limit of 11 degrees, whatever the area's size
    half_width = min(MAX_VIEW_ZENITH, 11.0 + gradient * 0.2 * area.width) / gradient
    return _swath(area, 122, gradient, half_width - EDGE_POSITION * area.width, half_width)


def _swath(area: Area, orbit: int, gradient: float, centre_across: float, half_width: float) -> SwathGeometry:
    """The swath in which the area's centre lies ``centre_across`` metres east of the track."""
    x, y = area.centre
    across = np.radians(TRACK_AZIMUTH - 90.0 - convergence(x, y))
    across_x, across_y = float(np.sin(across)), float(np.cos(across))
    return SwathGeometry(
        relative_orbit=orbit,
        track_x=x - centre_across * across_x,
        track_y=y - centre_across * across_y,
        across_x=across_x,
        across_y=across_y,
        gradient=gradient,
        half_width=half_width,
        view_azimuth_east=TRACK_AZIMUTH + 90.0,
    )
