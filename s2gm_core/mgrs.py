"""The tiles of Sentinel-2: which exist, where they lie, and which ones an area needs.

A tile carries the name of a square of 100 km of the Military Grid Reference System, and is larger: 109.8 km from the
square's upper left corner, rounded outwards to 60 m, to the east and the south. Source of corners, names and of which
squares have a tile: Sentinel-2 tiling grid, parameter file S2A_OPER_GIP_TILPAR_MPC__20151209T095117, 56,686 tiles. A
square has one tile at most, and its letter of latitude is that of its centre. Squares with a narrow part in their zone
have none, because tiles of the next zone cover them.

Every point between 80 degrees south and 84 north has one home: the square of its own zone if that has a tile, else the
square with a tile in the next zone on the side where the point lies (around Svalbard perhaps the one after it).
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from pyproj import Transformer
from shapely.affinity import translate
from shapely.geometry import box
from shapely.geometry.base import BaseGeometry
from shapely.ops import transform, unary_union

from .errors import OrderError
from .grid import SOUTHERN_FALSE_NORTHING, Grid, with_dense_edges

SIDE = 109_800
"""Side of a tile, metres."""

SQUARE = 100_000
"""Side of a square, metres."""

SOUTHERNMOST, NORTHERNMOST = -80.0, 84.0
"""Limits of the zones, degrees; beyond them the system has other squares."""

ZONES = 60
_STEP = 60  # metres; tiles start on its multiples
_BANDS = "CDEFGHJKLMNPQRSTUVWX"
_BAND_DEGREES = 8.0
_COLUMN_LETTERS = ("STUVWXYZ", "ABCDEFGH", "JKLMNPQR")  # by zone modulo 3, from 100 km east on
_ROW_LETTERS = "ABCDEFGHJKLMNPQRSTUV"
_ROW_SHIFT_OF_EVEN_ZONES = 5
_ROWS_OF_HEMISPHERE = 100
_LAST_ROW_NORTH, _LAST_ROW_SOUTH = 93, 92  # counted from the equator
_REACH_DEGREES = 16.0
"""A tile has no point farther from the middle of its zone: half of the widest zone and a tile's side at 84 degrees."""

_MOST_ZONES_ASIDE = 2
"""How far from its own zone a point's home may lie, in zones."""

_NAME = re.compile(r"T?(\d{1,2})([C-HJ-NP-X])([A-HJ-NP-Z])([A-HJ-NP-V])")

_COLUMNS = ((28, 2, 8), (46, 2, 7), (59, 3, 7), (70, 3, 6), (80, 4, 6), (90, 4, 5), (93, 5, 5))
"""Last row, counted from the equator on both sides; first and last column (100 km) that have tiles."""

_SVALBARD_33 = ((79, 80, 3, 7), (81, 85, 3, 6), (86, 90, 4, 6), (91, 93, 4, 5))
_SVALBARD_EVEN = ((79, 79, 5, 6), (80, 93, 1, 0))
_COLUMNS_OF_NORTHERN_ZONES: Mapping[int, tuple[tuple[int, int, int, int], ...]] = {
    31: ((63, 69, 3, 5), (79, 80, 4, 7), (81, 90, 4, 6)),
    32: ((63, 70, 2, 6), *_SVALBARD_EVEN),
    33: _SVALBARD_33,
    34: _SVALBARD_EVEN,
    35: _SVALBARD_33,
    36: _SVALBARD_EVEN,
    37: ((79, 80, 3, 6), (81, 85, 3, 5), (91, 93, 4, 5)),
}
"""Around Norway and Svalbard: first and last row, first and last column; 1 to 0 is none."""

_LIMITS: Mapping[str, Mapping[int, tuple[float, float] | None]] = {
    "V": {31: (0.0, 3.0), 32: (3.0, 12.0)},
    "X": {31: (0.0, 9.0), 32: None, 33: (9.0, 21.0), 34: None, 35: (21.0, 33.0), 36: None, 37: (33.0, 42.0)},
}
"""West and east of the zones that are not 6 degrees wide, by band of latitude; None: the band has no such zone."""


@dataclass(frozen=True)
class Tile:
    """One tile."""

    name: str  # such as 33TWM
    crs: str  # EPSG code of its UTM zone
    easting: int  # of the square's south-western corner, metres
    northing: int

    @property
    def square(self) -> BaseGeometry:
        """Its own square of 100 km, in its CRS."""
        return box(self.easting, self.northing, self.easting + SQUARE, self.northing + SQUARE)

    @property
    def corner(self) -> tuple[int, int]:
        """x and y of its upper left corner."""
        false_northing = int(SOUTHERN_FALSE_NORTHING) if self.crs.startswith("EPSG:327") else 0
        top = self.northing + SQUARE - false_northing
        return self.easting // _STEP * _STEP, -(-top // _STEP) * _STEP + false_northing

    @property
    def extent(self) -> BaseGeometry:
        """All of its 109.8 km, in its CRS."""
        west, north = self.corner
        return box(west, north - SIDE, west + SIDE, north)

    def grid(self, resolution: float) -> Grid:
        """Its pixels; `OrderError` for a resolution (metres) that does not divide its side."""
        count = round(SIDE / resolution) if resolution > 0 else 0
        if count < 1 or not math.isclose(count * resolution, SIDE, rel_tol=1e-12):
            raise OrderError(
                f"Pixels of {resolution:g} m do not fill a tile of {SIDE} m. Choose a resolution that divides it, such "
                "as 10, 20, 30, 60 or 100."
            )
        west, north = self.corner
        return Grid(self.crs, float(west), float(north), float(resolution), float(resolution), count, count)


@dataclass(frozen=True)
class _Place:
    """A square by its numbers."""

    zone: int
    south: bool  # of the equator
    column: int  # easting of its west side, 100 km
    row: int  # northing of its south side, 100 km

    @property
    def has_tile(self) -> bool:
        return self.column in _columns(self.zone, self.south, self.row)


@dataclass(frozen=True)
class _Area:
    """A lon/lat polygon with its bounds, which are asked for at every cut."""

    shape: BaseGeometry
    bounds: tuple[float, float, float, float]

    @classmethod
    def turned(cls, shape: BaseGeometry, degrees: float) -> _Area:
        moved = translate(shape, degrees)
        return cls(moved, moved.bounds)

    def inside(self, west: float, south: float, east: float, north: float) -> BaseGeometry | None:
        """What lies inside limits, as a polygon or several; None if nothing does."""
        left, bottom, right, top = self.bounds
        if left >= east or right <= west or bottom >= north or top <= south:
            return None
        part = _polygonal(self.shape.intersection(box(west, south, east, north)))
        return None if part.is_empty else part


def tile_named(name: str) -> Tile:
    """The tile of a name such as 33TWM or T33TWM; `OrderError` where the grid has none."""
    found = _NAME.fullmatch(name.strip().upper())
    zone = int(found.group(1)) if found else 0
    letters = _COLUMN_LETTERS[zone % 3]
    if found and 1 <= zone <= ZONES and found.group(3) in letters:
        column = letters.index(found.group(3)) + 1
        row = (_ROW_LETTERS.index(found.group(4)) - _row_shift(zone)) % len(_ROW_LETTERS)
        south = found.group(2) < "N"
        for place in (_Place(zone, south, column, row + turn) for turn in range(0, _ROWS_OF_HEMISPHERE, 20)):
            if place.has_tile and _band(south, column, place.row) == found.group(2):
                return _tile(place)
    raise OrderError(f"Sentinel-2 has no tile '{name[:20]}'. A tile's name is a zone and three letters, such as 33TWM.")


def tiles_of_area(area: BaseGeometry) -> tuple[Tile, ...]:
    """All tiles that show a part of an area (lon/lat polygon), in the order of their names.

    `OrderError` for an area that reaches beyond `SOUTHERNMOST` or `NORTHERNMOST`.
    """
    _check_latitudes(area)
    found: set[_Place] = set()
    for turned in (_Area.turned(area, degrees) for degrees in (-360.0, 0.0, 360.0)):
        for zone in range(1, ZONES + 1):
            middle = 6.0 * zone - 183.0
            for band, low, high in _bands():
                part = turned.inside(middle - _REACH_DEGREES, low, middle + _REACH_DEGREES, high)
                if part is None:
                    continue
                for south in (True, False) if band == "M" else (band < "M",):  # northern tiles reach into band M
                    found |= _tiles_over(_projected(part, "EPSG:4326", _crs(zone, south)), zone, south)
    return _sorted_tiles(found)


def home_tiles(area: BaseGeometry) -> tuple[Tile, ...]:
    """The tiles that are home of a part of an area (lon/lat polygon), in the order of their names.

    Together they show all of it; each point's home is one of them. `OrderError` for an area that reaches beyond
    `SOUTHERNMOST` or `NORTHERNMOST`.
    """
    _check_latitudes(area)
    whole = _Area(area, area.bounds)
    found: set[_Place] = set()
    for zone in range(1, ZONES + 1):
        for band, low, high in _bands():
            limits = _LIMITS.get(band, {}).get(zone, (6.0 * zone - 186.0, 6.0 * zone - 180.0))
            part = None if limits is None else whole.inside(limits[0], low, limits[1], high)
            if part is not None:
                found |= _homes(_projected(part, "EPSG:4326", _crs(zone, band < "N")), zone, band < "N")
    return _sorted_tiles(found)


def _homes(part: BaseGeometry, zone: int, south: bool, gone: int = 0) -> set[_Place]:
    """The homes of a part of a zone, in its CRS; ``gone``: how many zones the search has gone, negative to the west."""
    found: set[_Place] = set()
    for place in _squares_under(part, zone, south, SQUARE):
        inside = part.intersection(box(*_square_bounds(place)))
        if inside.area <= 0:
            continue
        if place.has_tile:
            found.add(place)
        elif abs(gone) < _MOST_ZONES_ASIDE:  # beyond lie only rounding errors of the outline
            step = (gone > 0) - (gone < 0) or (-1 if place.column < 5 else 1)
            neighbour = (zone - 1 + step) % ZONES + 1
            moved = _projected(_polygonal(inside), _crs(zone, south), _crs(neighbour, south))
            found |= _homes(moved, neighbour, south, gone + step)
    return found


def _tiles_over(part: BaseGeometry, zone: int, south: bool) -> set[_Place]:
    """The tiles of a zone that show a part of an area, which is given in the zone's CRS."""
    places = (place for place in _squares_under(part, zone, south, SIDE + _STEP) if place.has_tile)
    return {place for place in places if part.intersection(_tile(place).extent).area > 0}


def _squares_under(part: BaseGeometry, zone: int, south: bool, side: int) -> Iterator[_Place]:
    """At least the squares that meet a part's bounds when they reach ``side`` metres from their upper left corner."""
    west, low, east, high = part.bounds
    for column in range(math.floor((west - side) / SQUARE) + 1, math.floor((east + _STEP) / SQUARE) + 1):
        for row in range(math.floor((low - _STEP) / SQUARE), math.floor((high + side) / SQUARE)):
            yield _Place(zone, south, column, row)


def _square_bounds(place: _Place) -> tuple[int, int, int, int]:
    west, low = place.column * SQUARE, place.row * SQUARE
    return west, low, west + SQUARE, low + SQUARE


def _polygonal(geometry: BaseGeometry) -> BaseGeometry:
    """The polygons of a geometry, without lines and points."""
    return unary_union([piece for piece in getattr(geometry, "geoms", [geometry]) if piece.area > 0])


def _columns(zone: int, south: bool, row: int) -> range:
    """The columns of a row that have tiles; empty for rows beyond the last."""
    from_equator = _ROWS_OF_HEMISPHERE - 1 - row if south else row
    if not 0 <= from_equator <= (_LAST_ROW_SOUTH if south else _LAST_ROW_NORTH):
        return range(0)
    if not south:
        for lowest, highest, first, last in _COLUMNS_OF_NORTHERN_ZONES.get(zone, ()):
            if lowest <= row <= highest:
                return range(first, last + 1)
    first, last = next((first, last) for highest, first, last in _COLUMNS if from_equator <= highest)
    if first + last > 9:  # not the same on both sides: the zone before has no tile on its rim, except at 180 degrees
        first, last = first - (zone == 1), last - (zone == ZONES)
    return range(first, last + 1)


def _tile(place: _Place) -> Tile:
    column = _COLUMN_LETTERS[place.zone % 3][place.column - 1]
    row = _ROW_LETTERS[(place.row + _row_shift(place.zone)) % len(_ROW_LETTERS)]
    name = f"{place.zone:02d}{_band(place.south, place.column, place.row)}{column}{row}"
    return Tile(name, _crs(place.zone, place.south), place.column * SQUARE, place.row * SQUARE)


def _sorted_tiles(places: set[_Place]) -> tuple[Tile, ...]:
    return tuple(sorted((_tile(place) for place in places), key=lambda tile: tile.name))


@lru_cache(maxsize=2048)
def _band(south: bool, column: int, row: int) -> str:
    """The letter of latitude of a square's centre, which is the same in all zones."""
    to_lon_lat = _transformer(_crs(31, south), "EPSG:4326")
    _, latitude = to_lon_lat.transform((column + 0.5) * SQUARE, (row + 0.5) * SQUARE)
    return _BANDS[min(max(math.floor((latitude - SOUTHERNMOST) / _BAND_DEGREES), 0), len(_BANDS) - 1)]


def _bands() -> Iterator[tuple[str, float, float]]:
    """Letter, south and north of all bands; the last is the widest."""
    for number, letter in enumerate(_BANDS):
        low = SOUTHERNMOST + number * _BAND_DEGREES
        yield letter, low, NORTHERNMOST if letter == _BANDS[-1] else low + _BAND_DEGREES


def _row_shift(zone: int) -> int:
    return 0 if zone % 2 else _ROW_SHIFT_OF_EVEN_ZONES


def _crs(zone: int, south: bool) -> str:
    return f"EPSG:{(32700 if south else 32600) + zone}"


def _projected(area: BaseGeometry, source: str, target: str) -> BaseGeometry:
    """A polygon in another CRS; its edges stay straight in its own."""
    return transform(_transformer(source, target).transform, with_dense_edges(area, 64))


@lru_cache(maxsize=256)
def _transformer(source: str, target: str) -> Transformer:
    return Transformer.from_crs(source, target, always_xy=True)


def _check_latitudes(area: BaseGeometry) -> None:
    _, south, _, north = area.bounds
    if south < SOUTHERNMOST or north > NORTHERNMOST:
        raise OrderError(
            f"The area reaches from latitude {south:.2f} to {north:.2f}; the tiles' zones end at {SOUTHERNMOST:g} and "
            f"{NORTHERNMOST:g} degrees. Cut the area there, or order it without tiles in a polar CRS."
        )
