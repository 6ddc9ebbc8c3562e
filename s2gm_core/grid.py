"""The output grid: where every pixel of a product lies, and how it is cut into blocks.

Pixels stay whole across products and match the MGRS tiles of Sentinel-2: the origin is a multiple of the pixel size
counted from the false origin (0 m in the north, 10,000,000 m in the south). Pixel edges, not centres, carry the
coordinates; row 0 is the northernmost.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, product

import numpy as np
from affine import Affine
from pyproj import CRS, Transformer
from pyproj.exceptions import CRSError, ProjError
from shapely.affinity import translate
from shapely.geometry import MultiPolygon, Polygon, box
from shapely.geometry.base import BaseGeometry
from shapely.ops import transform

from .errors import OrderError

METRES_PER_DEGREE = 111_320.0
"""Length of a degree used for geographic grids: 10 m become 8.983e-5 degrees on both axes (specs 3.2)."""

SNAP_TOLERANCE = 1e-3
"""Part of a pixel by which an area may overlap the next pixel without claiming it (absorbs rounding)."""

MAX_DEGREES_OUTSIDE = 6.0
"""How far an area may reach out of a CRS's area of use: one UTM zone, since neighbouring zones are used on purpose."""

Bounds = tuple[float, float, float, float]
"""West, south, east, north."""

GAP_DEGREES = 90.0
"""An area with a part on each side of the 180th meridian and nothing within this of longitude 0 crosses it."""

SOUTHERN_FALSE_NORTHING = 10_000_000.0


@dataclass(frozen=True)
class Window:
    """Part of a grid, in pixels; row 0 is the northernmost."""

    row: int
    col: int
    height: int
    width: int

    @property
    def slices(self) -> tuple[slice, slice]:
        """The window as an index into a (y, x) array."""
        return slice(self.row, self.row + self.height), slice(self.col, self.col + self.width)

    @property
    def shape(self) -> tuple[int, int]:
        """(height, width)."""
        return self.height, self.width

    def intersection(self, other: Window) -> Window | None:
        """What two windows share, or None."""
        row, col = max(self.row, other.row), max(self.col, other.col)
        bottom = min(self.row + self.height, other.row + other.height)
        right = min(self.col + self.width, other.col + other.width)
        return Window(row, col, bottom - row, right - col) if bottom > row and right > col else None


@dataclass(frozen=True)
class BlockEdges:
    """Where a grid is cut into blocks: at ``row`` and ``col``, and every ``size`` pixels before and behind them.

    Two and two blocks are a pair, on each axis, of which one begins at ``row`` and ``col``.
    """

    size: int
    row: int = 0  # 0 to 2 size - 1
    col: int = 0

    def windows(self, height: int, width: int) -> Iterator[Window]:
        """Windows of at most ``size`` x ``size`` pixels that cover height x width pixels once.

        Row by row of pairs, the four of a pair together: what has coarser pixels lies below all of them.
        """
        rows, cols = self._cuts(self.row, height), self._cuts(self.col, width)
        for upper, left in product(_pairs(rows, self.row, self.size), _pairs(cols, self.col, self.size)):
            for (top, bottom), (west, east) in product(upper, left):
                yield Window(top, west, bottom - top, east - west)

    def _cuts(self, first: int, length: int) -> list[int]:
        return [0, *range(first % self.size or self.size, length, self.size), length]


def _pairs(cuts: Sequence[int], first: int, size: int) -> list[list[tuple[int, int]]]:
    """Begins and ends of blocks along an axis, pair by pair."""
    blocks = groupby(zip(cuts, cuts[1:]), lambda block: (block[0] - first) // (2 * size))
    return [list(pair) for _, pair in blocks]


@dataclass(frozen=True)
class Grid:
    """A north-up raster grid."""

    crs: str  # "EPSG:32633", or WKT where there is no code
    west: float  # left edge of column 0, CRS units
    north: float  # top edge of row 0, CRS units
    pixel_width: float  # CRS units, > 0
    pixel_height: float  # CRS units, > 0
    width: int  # columns
    height: int  # rows

    def __post_init__(self) -> None:
        if self.width < 1 or self.height < 1 or not (self.pixel_width > 0 and self.pixel_height > 0):
            raise OrderError(f"A grid of {self.width} x {self.height} pixels of {self.pixel_width} is empty.")

    @property
    def transform(self) -> Affine:
        """Pixel (column, row) to CRS coordinates."""
        return Affine(self.pixel_width, 0.0, self.west, 0.0, -self.pixel_height, self.north)

    @property
    def shape(self) -> tuple[int, int]:
        """(height, width)."""
        return self.height, self.width

    @property
    def bounds(self) -> tuple[float, float, float, float]:
        """west, south, east, north in CRS units."""
        south = self.north - self.height * self.pixel_height
        return self.west, south, self.west + self.width * self.pixel_width, self.north

    @property
    def window(self) -> Window:
        """The whole grid."""
        return Window(0, 0, self.height, self.width)

    def part(self, window: Window) -> Grid:
        """The grid of one window."""
        west = self.west + window.col * self.pixel_width
        north = self.north - window.row * self.pixel_height
        return Grid(self.crs, west, north, self.pixel_width, self.pixel_height, window.width, window.height)

    def blocks(self, size: int) -> Iterator[Window]:
        """Windows of at most ``size`` x ``size`` pixels, row by row, that cover the grid once."""
        return BlockEdges(size).windows(self.height, self.width)

    def centres(self) -> tuple[np.ndarray, np.ndarray]:
        """CRS coordinates of pixel centres: x of each column (x,), y of each row (y,); float64."""
        columns = self.west + (np.arange(self.width) + 0.5) * self.pixel_width
        rows = self.north - (np.arange(self.height) + 0.5) * self.pixel_height
        return columns, rows


def parse_crs(text: str) -> CRS:
    """A CRS from an EPSG code, an authority string or WKT; `OrderError` where pyproj does not know it."""
    try:
        return CRS.from_user_input(int(text) if text.strip().isdigit() else text)
    except CRSError:
        raise OrderError(
            f"The CRS '{text[:80]}' is unknown. Write 'auto' or an EPSG code such as EPSG:32633."
        ) from None


def map_crs(text: str) -> CRS:
    """A CRS on whose plane a raster can lie: projected, or longitude and latitude."""
    crs = parse_crs(text)
    if crs.is_compound:
        crs = crs.sub_crs_list[0]
    if not (crs.is_projected or crs.is_geographic) or len(crs.axis_info) != 2:
        raise OrderError(f"The CRS '{text[:80]}' is no map plane. Write 'auto' or a code such as EPSG:32633.")
    return crs


def crs_name(crs: CRS) -> str:
    """``EPSG:n`` where the CRS has that code, else its WKT."""
    code = crs.to_epsg()
    return f"EPSG:{code}" if code else crs.to_wkt()


def utm_crs(longitude: float, latitude: float) -> str:
    """The WGS 84 / UTM zone of a point (degrees), with the exceptions of MGRS for Norway and Svalbard."""
    zone = min(int((longitude + 180) // 6) + 1, 60)
    if 56 <= latitude < 64 and 3 <= longitude < 12:
        zone = 32
    elif 72 <= latitude <= 84 and 0 <= longitude < 42:
        zone = 31 + 2 * int((longitude + 3) // 12)
    return f"EPSG:{(32600 if latitude >= 0 else 32700) + zone}"


def grid_of_area(area: BaseGeometry, resolution: float, crs: str = "auto") -> Grid:
    """The smallest snapped grid that holds an area.

    ``area`` is a polygon in lon/lat; ``resolution`` is in metres (divided by `METRES_PER_DEGREE` for geographic
    CRSs, converted for CRSs in other units); ``crs`` is ``auto`` (UTM zone of the area's centre), an EPSG code or WKT.
    Raises `OrderError` for a resolution that is not positive, an unknown CRS, or a CRS that cannot show the area.
    """
    if not (math.isfinite(resolution) and resolution > 0):
        raise OrderError(f"The resolution {resolution} is no size of a pixel. Give metres, such as 10, 20 or 60.")
    target = map_crs(_utm_crs_of(area) if crs == "auto" else crs)
    return snapped_grid(_bounds_in(target, area), resolution, target)


def snapped_grid(bounds: Bounds, resolution: float, crs: CRS) -> Grid:
    """The smallest snapped grid that holds west, south, east, north in CRS units; ``resolution`` in metres."""
    size = pixel_size(crs, resolution)
    west, south, east, north = bounds
    false_northing = SOUTHERN_FALSE_NORTHING if _is_southern_utm(crs) else 0.0
    first_col = math.floor(west / size + SNAP_TOLERANCE)
    last_col = math.ceil(east / size - SNAP_TOLERANCE)
    top = math.ceil((north - false_northing) / size - SNAP_TOLERANCE)
    bottom = math.floor((south - false_northing) / size + SNAP_TOLERANCE)
    return Grid(
        crs=crs_name(crs),
        west=first_col * size,
        north=top * size + false_northing,
        pixel_width=size,
        pixel_height=size,
        width=max(last_col - first_col, 1),
        height=max(top - bottom, 1),
    )


def pixel_size(crs: CRS, resolution: float) -> float:
    """The size in CRS units of a pixel of ``resolution`` metres."""
    if crs.is_geographic:
        return resolution / METRES_PER_DEGREE
    factor = crs.axis_info[0].unit_conversion_factor if crs.axis_info else 1.0
    return resolution / (factor or 1.0)


def lon_lat_bounds(grid: Grid) -> tuple[float, float, float, float]:
    """west, south, east, north of a grid in degrees."""
    to_lon_lat = Transformer.from_crs(grid.crs, "EPSG:4326", always_xy=True)
    return tuple(to_lon_lat.transform_bounds(*grid.bounds))


def footprint(grid: Grid) -> BaseGeometry:
    """The outline of a grid in lon/lat, with enough points to follow its bent edges."""
    outline = with_dense_edges(box(*grid.bounds), 32)
    to_lon_lat = Transformer.from_crs(grid.crs, "EPSG:4326", always_xy=True)
    return transform(to_lon_lat.transform, outline)


def project_area(area: BaseGeometry, crs: str) -> BaseGeometry:
    """A lon/lat polygon in another CRS, its edges bent as the meridians and parallels are."""
    return reprojected(area, parse_crs(crs))


def crosses_antimeridian(area: BaseGeometry) -> bool:
    """Whether a lon/lat area has parts on both sides of the 180th meridian, and nothing around longitude 0."""
    west, _, east, _ = area.bounds
    around_zero = box(-GAP_DEGREES, -90, GAP_DEGREES, 90)
    return area.geom_type == "MultiPolygon" and east - west > 180.0 and not area.intersects(around_zero)


def _bounds_in(target: CRS, area: BaseGeometry) -> tuple[float, float, float, float]:
    """Bounds of a lon/lat area in a CRS that is made for that part of the world, else `OrderError`."""
    west, south, east, north = joined_at_antimeridian(area).bounds
    bounds = reprojected(area, target).bounds
    if not _is_made_for(target, area) or not all(map(math.isfinite, bounds)):
        raise OrderError(
            f"The CRS {crs_name(target)} is not made for the area (longitude {west:.2f} to {east:.2f}, latitude "
            f"{south:.2f} to {north:.2f}). Choose a CRS of that part of the world: 'auto' for areas up to some degrees "
            "wide, else a national or continental CRS, or EPSG:4326."
        )
    if target.is_geographic and crosses_antimeridian(area):
        raise OrderError(
            "An area across the 180th meridian cannot be shown in longitude and latitude. Choose 'auto' or a CRS of "
            "that part of the world."
        )
    return tuple(bounds)


def joined_at_antimeridian(area: BaseGeometry) -> BaseGeometry:
    """The area with its western-hemisphere parts moved to beyond 180 degrees where it crosses that meridian."""
    if not crosses_antimeridian(area):
        return area
    return MultiPolygon([translate(part, 360.0) if part.bounds[0] < 0 else part for part in area.geoms])


def _utm_crs_of(area: BaseGeometry) -> str:
    centre = joined_at_antimeridian(area).centroid
    return utm_crs(centre.x - 360.0 if centre.x > 180.0 else centre.x, centre.y)


def _is_made_for(target: CRS, area: BaseGeometry) -> bool:
    """Whether an area reaches out of a CRS's area of use by a few degrees at most."""
    use = target.area_of_use
    if use is None:
        return True
    # Zones of the northern hemisphere are used south of the equator on purpose, and the other way round.
    south, north = (-90.0, 90.0) if target.utm_zone else (use.south, use.north)
    east = use.east + 360.0 if use.east < use.west else use.east
    margin = MAX_DEGREES_OUTSIDE
    west_limit, east_limit = use.west - margin, east + margin
    left, bottom, right, top = joined_at_antimeridian(area).bounds
    fits = any(west_limit <= left + turn and right + turn <= east_limit for turn in (-360.0, 0.0, 360.0))
    return fits and south - margin <= bottom and top <= north + margin


def reprojected(area: BaseGeometry, target: CRS) -> BaseGeometry:
    """A lon/lat polygon in another CRS, with bent edges; `OrderError` where the CRS cannot show it."""
    to_target = Transformer.from_crs(CRS.from_epsg(4326), target, always_xy=True)
    try:
        return transform(to_target.transform, with_dense_edges(area, 64))
    except ProjError as problem:
        raise OrderError(f"The area cannot be shown in {crs_name(target)} ({problem}). Choose 'auto'.") from None


def with_dense_edges(area: BaseGeometry, parts: int) -> BaseGeometry:
    """The same shape with points added, so that no edge is longer than 1/``parts`` of the shape's extent."""
    west, south, east, north = area.bounds
    step = max(east - west, north - south) / parts

    def dense(ring: list[tuple[float, ...]]) -> list[tuple[float, float]]:
        points: list[tuple[float, float]] = []
        for (x0, y0, *_), (x1, y1, *_) in zip(ring[:-1], ring[1:]):
            count = max(1, math.ceil(math.hypot(x1 - x0, y1 - y0) / step))
            points += [(x0 + (x1 - x0) * k / count, y0 + (y1 - y0) * k / count) for k in range(count)]
        return [*points, points[0]]

    polygons = area.geoms if area.geom_type == "MultiPolygon" else [area]
    denser = [
        Polygon(dense(list(p.exterior.coords)), [dense(list(hole.coords)) for hole in p.interiors]) for p in polygons
    ]
    return denser[0] if len(denser) == 1 else MultiPolygon(denser)


def _is_southern_utm(crs: CRS) -> bool:
    code = crs.to_epsg()
    return code is not None and 32701 <= code <= 32760
