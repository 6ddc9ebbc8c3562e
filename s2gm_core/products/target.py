"""Where a product lies: its grid, what is cut out of it, and where its scenes are looked for."""

from __future__ import annotations

from dataclasses import dataclass

from pyproj import CRS, Transformer
from shapely.geometry.base import BaseGeometry
from shapely.ops import transform

from ..area import check_area, is_rectangle
from ..errors import OrderError, ReadError
from ..grid import (
    Grid,
    crosses_antimeridian,
    footprint,
    grid_of_area,
    parse_crs,
    pixel_size,
    project_area,
    reprojected,
)
from ..order import Order
from ..raster.environment import gdal_environment
from ..raster.pool import RasterPool


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

    A rectangle along the meridians fills its grid to the rims, and so does every area with ``clip`` box. ``like`` takes
    the exact grid of a raster; ``buffer`` widens the area before anything else.
    """
    area = order.area if order.buffer == 0 else _widened(order.area, order.buffer)
    grid = grid_of_raster(order.like) if order.like else grid_of_area(area, order.resolution, order.crs)
    whole = order.clip == "box" or is_rectangle(order.area)
    cut = None if whole else project_area(area, grid.crs)
    return Target(grid, cut, footprint(grid) if order.like and whole else area)


def grid_of_raster(path: str) -> Grid:
    """The exact grid of a raster that the user names; `OrderError` where it cannot be read or is not north-up."""
    try:
        with gdal_environment(), RasterPool() as pool:
            return pool.header(path).grid
    except ReadError as problem:
        raise OrderError(f"The grid of {path} cannot be taken: {problem}") from None


def area_of_raster(path: str) -> BaseGeometry:
    """The lon/lat outline of a raster that the user names."""
    return check_area(footprint(grid_of_raster(path)))


def _widened(area: BaseGeometry, metres: float) -> BaseGeometry:
    """A lon/lat area with a rim of some metres around it, measured in a projection made for its centre."""
    if crosses_antimeridian(area):
        raise OrderError("A buffer around an area across the 180th meridian is not supported. Draw the area larger.")
    centre = area.centroid
    local = CRS.from_proj4(f"+proj=aeqd +lat_0={centre.y:.6f} +lon_0={centre.x:.6f} +datum=WGS84 +units=m")
    back = Transformer.from_crs(local, "EPSG:4326", always_xy=True)
    return check_area(transform(back.transform, reprojected(area, local).buffer(metres)))
