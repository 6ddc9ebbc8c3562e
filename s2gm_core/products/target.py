"""Where a product lies: its grid, what is cut out of it, and where its scenes are looked for."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from pyproj import CRS, Transformer
from pyproj.exceptions import ProjError
from shapely.geometry import Point, box
from shapely.geometry.base import BaseGeometry
from shapely.ops import transform, unary_union

from ..area import check_area, is_rectangle, wrapped
from ..errors import OrderError, ReadError
from ..grid import Grid, grid_of_area, joined_at_antimeridian, map_crs, parse_crs, pixel_size, project_area, reprojected
from ..order import Order
from ..raster.environment import gdal_environment
from ..raster.pool import RasterPool
from .extent import lon_lat_outline

RIM = 0.01
"""Part of a pixel by which an area may fall short of a raster's rims and still fill it: outlines are rounded."""

NEARBY_DEGREES = 0.1
"""How far around a raster an area is looked at."""


@dataclass(frozen=True)
class Target:
    """The place of a product, or of one of its parts."""

    grid: Grid
    cut: BaseGeometry | None  # polygon in the grid's CRS outside which pixels stay empty; None = the whole grid
    searched: BaseGeometry  # lon/lat

    @property
    def resolution(self) -> float:
        """The size of a pixel in metres."""
        return self.grid.pixel_width / pixel_size(parse_crs(self.grid.crs), 1.0)


def target_of(order: Order) -> Target:
    """The target of an order. Raises `OrderError` for a CRS that cannot show it or a raster that cannot be read.

    ``buffer`` widens the area before anything else. A rectangle along the meridians fills its grid to the rims, and so
    does every area with ``clip`` box. ``like`` takes the exact grid of a raster: outside the area it is empty, unless
    ``clip`` says box.
    """
    area = order.area if order.buffer == 0 else _widened(order.area, order.buffer)
    if order.like:
        return _on_raster(order, area)
    grid = grid_of_area(area, order.resolution, order.crs)
    if order.clip == "polygon" and not is_rectangle(order.area):
        return Target(grid, project_area(area, grid.crs), area)
    return Target(grid, None, area if is_rectangle(area) else lon_lat_outline(grid))


def _on_raster(order: Order, area: BaseGeometry) -> Target:
    """The target on the grid of a raster."""
    grid = grid_of_raster(order.like)
    outline = _outline(grid)
    here = _polygons(outline.intersection(area))
    if here.area == 0:
        raise OrderError(f"The area lies outside the raster {order.like}. Choose another one, or leave out the area.")
    # Far from the raster its CRS may be unable to show the area; around it edges bend.
    cut = project_area(_polygons(area.intersection(outline.buffer(NEARBY_DEGREES))), grid.crs)
    if order.clip == "box" or cut.buffer(RIM * grid.pixel_width).contains(box(*grid.bounds)):
        return Target(grid, None, outline)
    return Target(grid, cut, here)


def grid_of_raster(path: str) -> Grid:
    """The exact grid of a raster that the user names.

    `OrderError` where it cannot be read, is not north-up, or does not lie on a map.
    """
    try:
        with gdal_environment(), RasterPool() as pool:
            grid = pool.header(path).grid
        map_crs(grid.crs)
        if not _is_on_globe(grid):
            raise OrderError("it lies off the globe in its CRS.")
    except (ReadError, OrderError, ProjError) as problem:
        raise OrderError(f"The grid of {path} cannot be taken: {problem}") from None
    return grid


def _is_on_globe(grid: Grid) -> bool:
    """Whether the corners of a grid have a place in lon/lat from which the way back leads to them."""
    west, south, east, north = grid.bounds
    x, y = np.array([west, west, east, east]), np.array([south, north, south, north])
    to_lon_lat = Transformer.from_crs(grid.crs, "EPSG:4326", always_xy=True)
    lon, lat = to_lon_lat.transform(x, y)
    if parse_crs(grid.crs).is_geographic:
        return bool((np.abs(lat) <= 90 + grid.pixel_height).all() and (np.abs(lon) <= 180 + grid.pixel_width).all())
    back = to_lon_lat.transform(lon, lat, direction="INVERSE")
    return bool(np.allclose(back, (x, y), rtol=0, atol=grid.pixel_width))


def area_of_raster(path: str) -> BaseGeometry:
    """The lon/lat outline of a raster that the user names."""
    return check_area(_outline(grid_of_raster(path)))


def _outline(grid: Grid) -> BaseGeometry:
    """The outline of a grid in lon/lat, in two parts across the 180th meridian."""
    if parse_crs(grid.crs).is_geographic:  # may go around the globe
        return box(*grid.bounds).intersection(box(-180.0, -90.0, 180.0, 90.0))
    return lon_lat_outline(grid)


def _widened(area: BaseGeometry, metres: float) -> BaseGeometry:
    """A lon/lat area with a rim of some metres around it, measured in a projection made for its centre."""
    centre = joined_at_antimeridian(area).centroid
    local = CRS.from_proj4(f"+proj=aeqd +lat_0={centre.y:.6f} +lon_0={centre.x:.6f} +datum=WGS84 +units=m")
    # Across the 180th meridian the two parts of an area touch in this projection.
    wide = unary_union([part.buffer(metres) for part in _parts(reprojected(area, local))])
    poles = (Point(*Transformer.from_crs("EPSG:4326", local, always_xy=True).transform(0, y)) for y in (-90, 90))
    if any(wide.intersects(pole) for pole in poles):
        raise OrderError(f"The area with a buffer of {metres:g} m holds a pole. Order a smaller buffer.")
    back = Transformer.from_crs(local, "EPSG:4326", always_xy=True)

    def to_degrees(x: np.ndarray, y: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        lon, lat = back.transform(x, y)
        return (np.asarray(lon) - centre.x + 180.0) % 360.0 - 180.0 + centre.x, lat

    return check_area(wrapped(transform(to_degrees, wide)))


def _polygons(shape: BaseGeometry) -> BaseGeometry:
    """What has a surface of an intersection, which may hold lines and points as well."""
    return unary_union([part for part in _parts(shape) if part.area > 0])


def _parts(shape: BaseGeometry) -> list[BaseGeometry]:
    return list(getattr(shape, "geoms", [shape]))
