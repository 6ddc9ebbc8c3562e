"""Where the simulated MGRS tiles lie.

They start at the corner of the real tile 33TWL (500 km east, 5100 km north of zone 33), or lie on both sides of
12 degrees east, and overlap by a tenth of their side. Corners are multiples of 60 m, as in MGRS.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from pyproj import Proj

from ..grid import Grid
from ..mgrs import tile_named
from .ground import transformer
from .settings import SimulationSettings

REFERENCE_CRS = "EPSG:32633"
"""Frame of the landscape, the clouds and the orbits; both zones use it."""

OVERLAP = 0.1
"""Part of a tile's side that neighbours share."""

_PIXEL = 10.0
_WL_WEST, _WL_NORTH = map(float, tile_named("33TWL").corner)
_BORDER_LONGITUDE, _BORDER_NORTHING = 12.0, 5090000.0


@dataclass(frozen=True)
class Tile:
    """One simulated MGRS tile."""

    name: str  # "33TWL"
    grid: Grid  # 10 m

    def grid_at(self, resolution: int) -> Grid:
        """The tile's grid with pixels of 10, 20 or 60 m."""
        factor = resolution // 10
        side = self.grid.width // factor
        return Grid(self.grid.crs, self.grid.west, self.grid.north, resolution, resolution, side, side)


@dataclass(frozen=True)
class Area:
    """All tiles together, in the reference frame; metres."""

    west: float
    south: float
    east: float
    north: float

    @property
    def centre(self) -> tuple[float, float]:
        """x, y of the middle."""
        return (self.west + self.east) / 2, (self.south + self.north) / 2

    @property
    def width(self) -> float:
        """East-west extent."""
        return self.east - self.west


def tiles_of(settings: SimulationSettings) -> tuple[Tile, ...]:
    """The tiles in the order of their names."""
    rows = _two_zone_tiles(settings) if settings.two_zones else _one_zone_tiles(settings)
    return tuple(sorted(rows, key=lambda tile: tile.name))


def area_of(tiles: tuple[Tile, ...]) -> Area:
    """The bounding box of tiles in the reference frame."""
    bounds = np.array([_reference_bounds(tile.grid) for tile in tiles])
    west, south = bounds[:, :2].min(axis=0)
    east, north = bounds[:, 2:].max(axis=0)
    return Area(float(west), float(south), float(east), float(north))


def lon_lat(x: np.ndarray, y: np.ndarray, crs: str = REFERENCE_CRS) -> tuple[np.ndarray, np.ndarray]:
    """Longitude and latitude (degrees), each shaped as the coordinates of places in a CRS."""
    longitude, latitude = transformer(crs, "EPSG:4326").transform(x, y)
    return longitude, latitude


def convergence(x: float, y: float, crs: str = REFERENCE_CRS) -> float:
    """Degrees by which grid north lies east of true north at a place."""
    return float(Proj(crs).get_factors(*lon_lat(np.array(x), np.array(y), crs)).meridian_convergence)


def _one_zone_tiles(settings: SimulationSettings) -> list[Tile]:
    step = _multiple_of_60(settings.size * _PIXEL * (1.0 - OVERLAP))
    names = {1: ("33TWL",), 2: ("33TWL", "33TWM"), 4: ("33TWL", "33TWM", "33TXL", "33TXM")}[settings.tiles]
    return [
        _tile(name, REFERENCE_CRS, _WL_WEST + (k // 2) * step, _WL_NORTH + (k % 2) * step, settings.size)
        for k, name in enumerate(names)
    ]


def _two_zone_tiles(settings: SimulationSettings) -> list[Tile]:
    side = settings.size * _PIXEL
    step = _multiple_of_60(side * (1.0 - OVERLAP))
    longitude, latitude = lon_lat(*_border_point())
    tiles = []
    for crs, letters, east_of_border in (("EPSG:32632", "32TQ", False), ("EPSG:32633", "33TU", True)):
        x, y = transformer("EPSG:4326", crs).transform(longitude, latitude)
        half_overlap = side * OVERLAP / 2
        west = _multiple_of_60(x - half_overlap if east_of_border else x - side + half_overlap)
        north = _multiple_of_60(y + side / 2)
        rows = ("R", "S") if letters.startswith("32") else ("L", "M")
        for k in range(settings.tiles // 2):
            tiles.append(_tile(letters + rows[k], crs, west, north + k * step, settings.size))
    return tiles


def _border_point() -> tuple[np.ndarray, np.ndarray]:
    """Where the border of the zones crosses the chosen northing, in the reference frame."""
    x, _ = transformer("EPSG:4326", REFERENCE_CRS).transform(_BORDER_LONGITUDE, 45.9)
    return np.array(x), np.array(_BORDER_NORTHING)


def _tile(name: str, crs: str, west: float, north: float, size: int) -> Tile:
    return Tile(name, Grid(crs, west, north, _PIXEL, _PIXEL, size, size))


def _multiple_of_60(value: float) -> float:
    return round(value / 60.0) * 60.0


def _reference_bounds(grid: Grid) -> tuple[float, float, float, float]:
    if grid.crs == REFERENCE_CRS:
        return grid.bounds
    return tuple(transformer(grid.crs, REFERENCE_CRS).transform_bounds(*grid.bounds))
