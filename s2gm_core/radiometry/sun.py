"""Where the sun stands.

Source: low-precision formulas of the Astronomical Almanac as given by J. Michalsky, "The Astronomical Almanac's
algorithm for approximate solar position (1950-2050)", Solar Energy 40 (1988) 227-235; error about 0.01 degrees.
Refraction is left out.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta, timezone

import numpy as np

from ..period import Period

MAX_TARGET_SUN_ZENITH = 70.0
"""Degrees, our own choice: towards the horizon the kernels grow without limit, and hardly a scene is as dark."""

_LOCAL_HOUR = 10.5  # when Sentinel-2 passes
_EPOCH = datetime(2000, 1, 1, 12, tzinfo=timezone.utc)


def sun_angles(moment: datetime, longitude: np.ndarray, latitude: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Zenith and azimuth (clockwise from true north, 0..360) in degrees, float64, shaped as the coordinates.

    ``moment`` is timezone-aware; longitude (east positive) and latitude are in degrees.
    """
    days = (moment - _EPOCH).total_seconds() / 86400.0
    mean_longitude = 280.460 + 0.9856474 * days
    anomaly = np.radians(357.528 + 0.9856003 * days)
    ecliptic = np.radians(mean_longitude + 1.915 * np.sin(anomaly) + 0.020 * np.sin(2.0 * anomaly))
    obliquity = np.radians(23.439 - 0.0000004 * days)
    ascension = np.arctan2(np.cos(obliquity) * np.sin(ecliptic), np.cos(ecliptic))
    declination = np.arcsin(np.sin(obliquity) * np.sin(ecliptic))
    utc = moment.astimezone(timezone.utc)
    hours = utc.hour + utc.minute / 60.0 + (utc.second + utc.microsecond * 1e-6) / 3600.0
    sidereal_hours = 6.697375 + 0.0657098242 * days + hours
    hour_angle = np.radians(sidereal_hours * 15.0 + np.asarray(longitude, dtype=np.float64)) - ascension
    phi = np.radians(np.asarray(latitude, dtype=np.float64))
    height = np.sin(declination) * np.sin(phi) + np.cos(declination) * np.cos(phi) * np.cos(hour_angle)
    east = -np.cos(declination) * np.sin(hour_angle)
    north = np.sin(declination) * np.cos(phi) - np.cos(declination) * np.sin(phi) * np.cos(hour_angle)
    return np.degrees(np.arccos(np.clip(height, -1.0, 1.0))), np.mod(np.degrees(np.arctan2(east, north)), 360.0)


def target_sun_zenith(period: Period, longitude: float, latitude: float) -> float:
    """The sun zenith (degrees) to which a product of a period is normalised, at most `MAX_TARGET_SUN_ZENITH`.

    The mean over the period's days at 10:30 local solar time, at a place in degrees, as a rule the area's centre.
    Source: SIAC's ``temporal_average_sza``, UTC hour = 10.5 - longitude / 180 x 12 (specs s2gm-product.md 6.2), to
    which the limit is added, for polar winters.
    """
    days = [period.start + timedelta(days=number) for number in range((period.end - period.start).days)]
    zeniths = [_local_sun_zenith(day, longitude, latitude) for day in days]
    return min(sum(zeniths) / len(zeniths), MAX_TARGET_SUN_ZENITH)


def _local_sun_zenith(day: date, longitude: float, latitude: float) -> float:
    midnight = datetime(day.year, day.month, day.day, tzinfo=timezone.utc)
    moment = midnight + timedelta(hours=_LOCAL_HOUR - longitude / 180.0 * 12.0)
    return float(sun_angles(moment, np.array(longitude), np.array(latitude))[0])
