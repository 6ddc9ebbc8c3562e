"""Ground tracks of Sentinel-2 and Landsat: where the centre line of a relative orbit lies.

Both missions repeat their track to within a few kilometres: 143 revolutions in 10 days (relative orbits 1 to 143, each
west of the one before) and 233 in 16 days (the paths of WRS-2). A circular orbit therefore gives the track of every
relative orbit from four numbers, without ephemerides and the same for every order.

Sources: repeat cycles of the Sentinel-2 and Landsat 8 user handbooks; WRS-2 crosses the equator southwards at 64.60
degrees west on path 1 (USGS). Inclination and node of Sentinel-2 were fitted to the view angles of 22 granules of 13
relative orbits between 72 degrees south and 80 degrees north: the points below the satellite lie 1.0 km (root mean
square) and at most 2.8 km off these tracks. The 98.62 degrees of ESA's mission pages leave 10 km in high latitudes.
The test of this module repeats the comparison.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

SEMI_MAJOR_AXIS = 6_378_137.0
FLATTENING = 1 / 298.257223563
_ECCENTRICITY_SQUARED = FLATTENING * (2 - FLATTENING)

DAY_SIDE_DEGREES = (80.0, 280.0)
"""Part of a revolution, from the node northwards, that lies in daylight: southwards, and the turns at both ends."""

STEP_DEGREES = 0.05
"""Distance of the points of a track: 5.6 km."""


@dataclass(frozen=True)
class OrbitFamily:
    """A mission whose track repeats; relative orbit k + 1 is the revolution after k."""

    inclination: float  # degrees
    revolutions: int  # in a cycle
    days: int  # of a cycle
    radius: float  # metres, mean distance of the satellite from the earth's centre
    first_node: float  # degrees east: where relative orbit 1 (path 1) crosses the equator northwards
    step: float  # degrees east from the node of a relative orbit to that of the next number

    def node(self, relative_orbit: int) -> float:
        """Longitude at which a relative orbit crosses the equator northwards, degrees -180..180."""
        return _wrapped(self.first_node + (relative_orbit - 1) * self.step)

    def node_through(self, longitude: float, latitude: float) -> float:
        """Node of the track that crosses a place (degrees) southwards, or its latitude nearest to it."""
        turn = np.radians(np.arange(90.0, 270.0 + STEP_DEGREES, STEP_DEGREES))
        east, north = self._track(turn)
        return _wrapped(longitude - float(np.interp(latitude, north[::-1], east[::-1])))

    def points(self, node: float) -> np.ndarray:
        """The track on its day side, every 5.6 km along the flight, (point, 3) float64 metres, earth-fixed."""
        first, last = DAY_SIDE_DEGREES
        east, north = self._track(np.radians(np.arange(first, last + STEP_DEGREES / 2, STEP_DEGREES)))
        return earth_fixed(node + east, north)

    def _track(self, turn: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Degrees east of the node and geodetic latitude in degrees at angles from the node, (point,) radians.

        The earth turns below the orbit once a day with respect to the sun, to which both orbits are bound. The point
        below the satellite is the one that sees it in the zenith, which moves its latitude a little polewards.
        """
        tilt = np.radians(self.inclination)
        latitude = np.arcsin(np.sin(tilt) * np.sin(turn))
        along = np.unwrap(np.arctan2(np.cos(tilt) * np.sin(turn), np.cos(turn)))
        east = np.degrees(along - turn * self.days / self.revolutions)
        bulge = _ECCENTRICITY_SQUARED / 2 * SEMI_MAJOR_AXIS / self.radius
        return east, np.degrees(latitude + bulge * np.sin(2 * latitude))


SENTINEL_2 = OrbitFamily(98.569, 143, 10, 7_167_100.0, 1.016, -360.0 * 10 / 143)
LANDSAT = OrbitFamily(98.2, 233, 16, 7_077_700.0, -64.60 + 180.0 + 180.0 * 16 / 233, -360.0 / 233)


def earth_fixed(longitude: np.ndarray, latitude: np.ndarray) -> np.ndarray:
    """Places on the WGS 84 ellipsoid, (..., 3) float64 metres from the earth's centre; degrees in, (...) float64."""
    east, north = np.radians(longitude), np.radians(latitude)
    across = SEMI_MAJOR_AXIS / np.sqrt(1 - _ECCENTRICITY_SQUARED * np.sin(north) ** 2)
    x, y = across * np.cos(north) * np.cos(east), across * np.cos(north) * np.sin(east)
    return np.stack([x, y, across * (1 - _ECCENTRICITY_SQUARED) * np.sin(north)], axis=-1)


def _wrapped(longitude: float) -> float:
    return (longitude + 180.0) % 360.0 - 180.0
