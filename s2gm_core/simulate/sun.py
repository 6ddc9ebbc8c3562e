"""Where the sun stands.

Source: low-precision formulas of the Astronomical Almanac as given by J. Michalsky, "The Astronomical Almanac's
algorithm for approximate solar position (1950-2050)", Solar Energy 40 (1988) 227-235; error about 0.01 degrees.
Refraction is left out.
"""

from __future__ import annotations

from datetime import datetime, timezone

import numpy as np

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
