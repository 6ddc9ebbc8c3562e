"""Which sites are read together: cells of 10.24 km counted from the corners of tiles, cut into small windows.

The blocks of Sentinel-2's COGs have 1024 pixels, and a tile's first one begins at its corner: the sites of a cell lie
in one block of every 10 m raster of their home tile, and in a quarter of one of every 20 m raster. In a cell, points
near each other share a window; polygons are cut into windows that a thread can hold.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache, partial

import numpy as np
from pyproj import CRS, Transformer
from shapely.geometry import mapping
from shapely.geometry.base import BaseGeometry

from ...area import area_from_bounds
from ...errors import OrderError
from ...grid import SOUTHERN_FALSE_NORTHING, Grid, Window, crs_name, map_crs, pixel_size, project_area, utm_crs
from ...mgrs import SQUARE, Tile
from ...raster.area_mask import centres_inside
from ..extent import lon_lat_box
from .sites import Site

CELL_METRES = 10_240
"""Side of the cells in which sites are read together: 1024 pixels of 10 m."""

REGION_CELLS = 10
"""Side of the squares, in cells, in which scenes are looked for once: about a tile."""

NEAR_PIXELS = 16
"""Points whose pixels lie in one square of so many pixels share a window."""

BLOCK_PIXELS = 512
"""Side of the squares in which points that lie apart are read at once, counted from the corner of the cell.

None lies in more than one block of the usual COGs, whose blocks have 512 or 1024 pixels.
"""

LARGEST_POLYGON_PIXELS = 4_000_000
"""A polygon of more pixels is for a mosaic."""


@dataclass(frozen=True)
class PixelBox:
    """Pixels of the snapped grid of a CRS, counted from its false origin; ``row`` counts downwards."""

    row: int
    col: int
    height: int
    width: int


@dataclass(frozen=True)
class Lattice:
    """The snapped pixels of one CRS and resolution, as mosaics have them."""

    crs: str
    size: float  # of a pixel in CRS units
    north: float  # y of the upper side of row 0
    units_per_metre: float
    is_utm: bool  # one of the 120 zones of WGS 84

    @classmethod
    def of(cls, crs: str, resolution: float) -> Lattice:
        """The lattice on which every grid of that CRS and resolution (metres) lies."""
        known = map_crs(crs)
        code = known.to_epsg()
        southern = code is not None and 32701 <= code <= 32760
        is_utm = southern or (code is not None and 32601 <= code <= 32660)
        north = SOUTHERN_FALSE_NORTHING if southern else 0.0
        return cls(crs_name(known), pixel_size(known, resolution), north, pixel_size(known, 1.0), is_utm)

    def pixel(self, x: float, y: float) -> tuple[int, int]:
        """Row and column of the pixel that holds a place; what lies on an edge belongs right and below."""
        return math.floor((self.north - y) / self.size + 1e-6), math.floor(x / self.size + 1e-6)

    def grid(self, pixels: PixelBox) -> Grid:
        """Some of its pixels as a grid."""
        west, north = pixels.col * self.size, self.north - pixels.row * self.size
        return Grid(self.crs, west, north, self.size, self.size, pixels.width, pixels.height)


@dataclass(frozen=True)
class Footing:
    """Where one site lies on a lattice."""

    number: int  # of the site in the order's list
    site: Site
    x: float  # CRS units, of the point or of a point inside the polygon
    y: float
    pixels: PixelBox  # the window around the point, or what holds the polygon
    outline: BaseGeometry | None  # of a polygon, in the lattice's CRS


@dataclass(frozen=True)
class Member:
    """The pixels of one site in one piece: (pixel,) rows and columns, counted in the piece's window."""

    place: int  # position of the site in its group
    rows: np.ndarray
    cols: np.ndarray


@dataclass(frozen=True)
class Piece:
    """A window of the group's grid that is read at once, with the sites that take pixels of it."""

    window: Window
    members: tuple[Member, ...]

    @property
    def inside(self) -> np.ndarray:
        """The pixels that some site takes, (y, x) bool."""
        taken = np.zeros(self.window.shape, dtype=bool)
        for member in self.members:
            taken[member.rows, member.cols] = True
        return taken


@dataclass(frozen=True)
class Group:
    """Sites that are read together."""

    searched: BaseGeometry  # lon/lat box in which scenes are looked for: the cells of its region that have sites
    lattice: Lattice
    grid: Grid  # of all their pixels
    footings: tuple[Footing, ...]
    corner: tuple[int, int]  # row and column of the cell's first pixel

    @property
    def area(self) -> BaseGeometry:
        """The lon/lat box of the grid, for which a mosaic would be ordered."""
        return area_from_bounds(*lon_lat_box(self.grid))

    def pieces(self, most_pixels: int) -> tuple[Piece, ...]:
        """Windows of at most ``most_pixels`` pixels, as far as single points allow."""
        side = max(int(math.sqrt(most_pixels)), 1)
        points = _near_each_other([one for one in enumerate(self.footings) if one[1].outline is None], side)
        pieces = [self._of_points(members) for members in points]
        for place, footing in enumerate(self.footings):
            if footing.outline is not None:
                pieces += self._of_polygon(place, footing, side)
        return tuple(pieces)

    def batches(self, most_pixels: int) -> tuple[tuple[Piece, ...], ...]:
        """The same pixels by pieces of one block of a COG, and these by the number of pixels that are wanted.

        What lies between the pixels of a piece costs nothing but copying: it is in the same block of the file.
        """
        points = self._by_square([one for one in enumerate(self.footings) if one[1].outline is None], most_pixels)
        pieces = [self._of_points(members) for members in points]
        for place, footing in enumerate(self.footings):
            if footing.outline is not None:
                pieces += self._of_polygon(place, footing, min(BLOCK_PIXELS, max(int(math.sqrt(most_pixels)), 1)))
        batches: list[list[Piece]] = [[]]
        count = 0
        for piece in pieces:
            size = sum(len(member.rows) for member in piece.members)
            if batches[-1] and count + size > most_pixels:
                batches.append([])
                count = 0
            batches[-1].append(piece)
            count += size
        return tuple(map(tuple, batches))

    def _by_square(self, footings: Sequence[tuple[int, Footing]], most_pixels: int) -> list[list[tuple[int, Footing]]]:
        """Points by squares of `BLOCK_PIXELS` pixels, of at most ``most_pixels`` pixels as far as one point allows."""
        found: dict[tuple[int, int], list[tuple[int, Footing]]] = defaultdict(list)
        for place, footing in footings:
            found[_square(footing, self.corner)].append((place, footing))
        parts = []
        for square in sorted(found):
            pixels = max(footing.pixels.height * footing.pixels.width for _, footing in found[square])
            most = max(most_pixels // pixels, 1)
            parts += [found[square][first : first + most] for first in range(0, len(found[square]), most)]
        return parts

    def _of_points(self, members: Sequence[tuple[int, Footing]]) -> Piece:
        whole = _union([footing.pixels for _, footing in members])
        found = []
        for place, footing in members:
            rows, cols = np.mgrid[: footing.pixels.height, : footing.pixels.width].reshape(2, -1)
            down, across = footing.pixels.row - whole.row, footing.pixels.col - whole.col
            found.append(Member(place, rows + down, cols + across))
        return Piece(self._window(whole), tuple(found))

    def _of_polygon(self, place: int, footing: Footing, side: int) -> Iterator[Piece]:
        """The parts of a polygon; its pixels are those whose centre lies inside, or else the one it has a point in."""
        outline, whole = mapping(footing.outline), footing.pixels
        empty = True
        for window in self.lattice.grid(whole).blocks(side):
            part = PixelBox(whole.row + window.row, whole.col + window.col, window.height, window.width)
            rows, cols = np.nonzero(centres_inside(outline, self.lattice.grid(part)))
            if len(rows):
                empty = False
                yield Piece(self._window(part), (Member(place, rows, cols),))
        if empty:
            row, col = self.lattice.pixel(footing.x, footing.y)
            only = np.zeros(1, dtype=np.int64)
            yield Piece(self._window(PixelBox(row, col, 1, 1)), (Member(place, only, only),))

    def _window(self, pixels: PixelBox) -> Window:
        """Pixels of the lattice as a window of the group's grid."""
        row, col = self.lattice.pixel(
            self.grid.west + 0.5 * self.lattice.size, self.grid.north - 0.5 * self.lattice.size
        )
        return Window(pixels.row - row, pixels.col - col, pixels.height, pixels.width)


def groups_of(sites: Sequence[Site], resolution: float, crs: str, window: int, most_sites: int) -> tuple[Group, ...]:
    """The groups of some sites; of ``crs`` auto each in its own UTM zone.

    Regions come in the order of their first site, in these the cells too. Raises `OrderError` for sites outside a CRS,
    and for polygons with too many pixels.
    """
    regions: dict[tuple[str, int, int], dict[_Cell, list[Footing]]] = defaultdict(lambda: defaultdict(list))
    for number, site in enumerate(sites):
        lattice = _lattice(utm_crs(*site.place) if crs == "auto" else crs, resolution)
        footing = _footing(number, site, lattice, window)
        cell = _Cell.at(lattice, footing.x, footing.y)
        regions[cell.region][cell].append(footing)
    return tuple(group for cells in regions.values() for group in _groups_of_region(cells, resolution, most_sites))


def _groups_of_region(cells: Mapping[_Cell, list[Footing]], resolution: float, most_sites: int) -> Iterator[Group]:
    """The groups of the cells of a region, for which scenes are looked for once."""
    lattice = _lattice(next(iter(cells)).crs, resolution)
    searched = _searched(cells, lattice.grid(_union([one.pixels for inside in cells.values() for one in inside])))
    for cell, inside in cells.items():
        corner = lattice.pixel(cell.west, cell.north)
        # Neighbours into the same group, so that few groups share a block of a raster; the same order in every run.
        inside.sort(key=partial(_square, corner=corner))
        for first in range(0, len(inside), most_sites):
            footings = tuple(inside[first : first + most_sites])
            yield Group(searched, lattice, lattice.grid(_union([one.pixels for one in footings])), footings, corner)


def _square(footing: Footing, corner: tuple[int, int]) -> tuple[int, int]:
    """The square of `BLOCK_PIXELS` pixels, counted from a row and column, in which the first pixel of a site lies."""
    return (footing.pixels.row - corner[0]) // BLOCK_PIXELS, (footing.pixels.col - corner[1]) // BLOCK_PIXELS


def _footing(number: int, site: Site, lattice: Lattice, window: int) -> Footing:
    longitude, latitude = site.place
    x, y = _from_degrees(lattice.crs).transform(longitude, latitude)
    if not (math.isfinite(x) and math.isfinite(y)):
        raise OrderError(f"The site '{site.name}' ({longitude:g}, {latitude:g}) has no place in {lattice.crs}.")
    if site.is_point:
        row, col = lattice.pixel(x, y)
        half = window // 2
        return Footing(number, site, x, y, PixelBox(row - half, col - half, window, window), None)
    outline = project_area(site.geometry, lattice.crs)
    west, south, east, north = outline.bounds
    top, left = lattice.pixel(west, north)
    bottom, right = lattice.pixel(east, south)
    pixels = PixelBox(top, left, bottom - top + 1, right - left + 1)
    if pixels.height * pixels.width > LARGEST_POLYGON_PIXELS:
        raise OrderError(
            f"The site '{site.name}' holds {pixels.height} x {pixels.width} pixels; a series reads at most "
            f"{LARGEST_POLYGON_PIXELS}. Make a mosaic of it, or choose a coarser resolution."
        )
    return Footing(number, site, x, y, pixels, outline)


@dataclass(frozen=True)
class _Cell:
    """One cell: by its numbers, and where it lies in CRS units."""

    crs: str
    across: int
    down: int
    west: float
    north: float
    side: float

    @property
    def region(self) -> tuple[str, int, int]:
        """The square of `REGION_CELLS` cells in which it lies."""
        return self.crs, round(self.west / self.side) // REGION_CELLS, round(self.north / self.side) // REGION_CELLS

    @classmethod
    def at(cls, lattice: Lattice, x: float, y: float) -> _Cell:
        """The cell of a place: in UTM zones counted from the corner of the tile of its square of 100 km."""
        west = north = 0.0
        side = CELL_METRES * lattice.units_per_metre
        if lattice.is_utm:
            corner = Tile("", lattice.crs, math.floor(x / SQUARE) * SQUARE, math.floor(y / SQUARE) * SQUARE).corner
            west, north = float(corner[0]), float(corner[1])
        across, down = math.floor((x - west) / side), math.floor((north - y) / side)
        return cls(lattice.crs, across, down, west + across * side, north - down * side, side)


def _near_each_other(footings: Sequence[tuple[int, Footing]], side: int) -> list[list[tuple[int, Footing]]]:
    """Points by squares of `NEAR_PIXELS` pixels, or of fewer where a thread cannot hold that many."""
    square = max(min(NEAR_PIXELS, side), 1)
    found: dict[tuple[int, int], list[tuple[int, Footing]]] = defaultdict(list)
    for place, footing in footings:
        found[footing.pixels.row // square, footing.pixels.col // square].append((place, footing))
    return list(found.values())


def _union(boxes: Sequence[PixelBox]) -> PixelBox:
    row, col = min(one.row for one in boxes), min(one.col for one in boxes)
    bottom, right = max(one.row + one.height for one in boxes), max(one.col + one.width for one in boxes)
    return PixelBox(row, col, bottom - row, right - col)


def _searched(cells: Iterable[_Cell], grid: Grid) -> BaseGeometry:
    """Where scenes are looked for, in lon/lat: some cells, and the grid of all pixels of their sites."""
    west, south, east, north = grid.bounds
    for cell in cells:
        west, east = min(west, cell.west), max(east, cell.west + cell.side)
        south, north = min(south, cell.north - cell.side), max(north, cell.north)
    return area_from_bounds(*lon_lat_box(Grid(grid.crs, west, north, east - west, north - south, 1, 1)))


@lru_cache(maxsize=64)
def _lattice(crs: str, resolution: float) -> Lattice:
    return Lattice.of(crs, resolution)


@lru_cache(maxsize=64)
def _from_degrees(crs: str) -> Transformer:
    return Transformer.from_crs("EPSG:4326", CRS.from_user_input(crs), always_xy=True)
