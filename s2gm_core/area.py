"""Areas of interest: from what a user writes to one shapely geometry in longitude and latitude (EPSG:4326)."""

from __future__ import annotations

import math
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import shapely.wkt
from shapely.affinity import translate
from shapely.geometry import Polygon, box, mapping, shape
from shapely.geometry.base import BaseGeometry
from shapely.ops import unary_union
from shapely.validation import make_valid

from .errors import OrderError

_POLYGONAL = ("Polygon", "MultiPolygon")


def area_from_text(text: str) -> BaseGeometry:
    """A polygon in lon/lat from ``xmin,ymin,xmax,ymax``, WKT, or the path of a vector file (its own CRS).

    ``file.gpkg|layername=fields`` names one layer of a file. Raises `OrderError` that says what could not be
    understood.
    """
    text = text.strip()
    numbers = _four_numbers(text)
    if numbers is not None:
        return check_area(area_from_bounds(*numbers))
    if text[:12].upper().startswith(("POLYGON", "MULTIPOLYGON", "POINT", "LINESTRING", "GEOMETRYCOLL")):
        return check_area(_from_wkt(text))
    path, _, layer = text.partition("|layername=")
    if _exists(path):
        return check_area(_from_vector_file(path, layer or None))
    raise OrderError(
        f"The area '{text[:80]}' is neither four numbers (west,south,east,north in degrees), nor a WKT polygon, "
        "nor a vector file that exists."
    )


def area_from_bounds(west: float, south: float, east: float, north: float) -> BaseGeometry:
    """The rectangle of four lon/lat limits, degrees; across the 180th meridian where ``west`` lies east of ``east``,
    or one of them beyond it (179 to 181).

    Such a rectangle comes in two parts. Raises `OrderError` for limits that hold no area.
    """
    across = 90.0 <= west <= 180.0 and -180.0 <= east <= -90.0
    if not ((west < east or across) and south < north):
        raise OrderError(
            f"The area {west},{south},{east},{north} is empty: write west,south,east,north in degrees with west < east "
            "and south < north (west > east only across the 180th meridian)."
        )
    if not across:
        return wrapped(box(west, south, east, north))
    sides = [box(west, south, 180.0, north), box(-180.0, south, east, north)]
    return unary_union([side for side in sides if side.area > 0])


def area_from_geojson(geometry: Mapping[str, Any]) -> BaseGeometry:
    """The polygon of a GeoJSON geometry (lon/lat)."""
    try:
        return check_area(shape(geometry))
    except OrderError:
        raise
    except Exception as problem:
        raise OrderError(f"The area is no valid GeoJSON polygon ({problem}).") from problem


def area_to_geojson(area: BaseGeometry) -> dict[str, Any]:
    """The GeoJSON geometry of an area, with lists for tuples, so that it equals itself after JSON."""
    geometry = mapping(area)
    return {"type": geometry["type"], "coordinates": _as_lists(geometry["coordinates"])}


def is_rectangle(area: BaseGeometry) -> bool:
    """Whether an area is a box along meridians and parallels: an extent, to be filled to its rims."""
    return area.geom_type == "Polygon" and area.equals(box(*area.bounds))


def check_area(area: BaseGeometry) -> BaseGeometry:
    """The area itself, repaired where rings cross; `OrderError` if it is empty, not polygonal or off the globe."""
    if area.is_empty or area.geom_type not in _POLYGONAL:
        raise OrderError(f"The area is a {area.geom_type or 'nothing'}; a polygon or rectangle is needed.")
    if not all(math.isfinite(value) for value in area.bounds):
        raise OrderError("The area has coordinates that are no numbers.")
    west, south, east, north = area.bounds
    if west < -180 or east > 180 or south < -90 or north > 90:
        raise OrderError(
            f"The area {west:g},{south:g},{east:g},{north:g} is not in longitude and latitude (EPSG:4326). "
            "Give degrees, or a vector file that states its CRS."
        )
    area = repaired(area)
    if area.is_empty or area.area == 0:
        raise OrderError("The area has no surface. Draw a polygon or rectangle.")
    return area


def repaired(polygon: BaseGeometry) -> BaseGeometry:
    """The same polygon where it is valid, else all of its polygonal parts: no loop of a crossing ring is lost."""
    if polygon.is_valid:
        return polygon
    parts = getattr(made := make_valid(polygon), "geoms", [made])
    return unary_union([part for part in parts if part.geom_type in _POLYGONAL])


def wrapped(area: BaseGeometry) -> BaseGeometry:
    """A lon/lat area itself, or its parts on both sides of the 180th meridian where longitudes run on beyond it.

    QGIS and others write such areas at the date line. What spans more than a turn is no area in degrees.
    """
    if area.is_empty or area.geom_type not in _POLYGONAL or not all(map(math.isfinite, area.bounds)):
        return area  # the check of areas says what is wrong
    west, south, east, north = area.bounds
    within = west >= -180.0 and east <= 180.0
    if within or west < -360.0 or east > 360.0 or east - west > 360.0 or south < -90.0 or north > 90.0:
        return area
    return _on_the_globe(repaired(area))


def unrolled(area: BaseGeometry) -> BaseGeometry:
    """A lon/lat area whose rings jump at the 180th meridian, cut there instead; a ring around a pole holds the pole.

    For what was transformed to degrees from another CRS with dense edges: neighbouring vertices that lie more than half
    a turn apart are taken for the same edge seen across the meridian.
    """
    if area.is_empty or area.geom_type not in _POLYGONAL:
        return area
    parts = []
    for polygon in getattr(area, "geoms", [area]):
        holes = [_unrolled_ring(ring) for ring in polygon.interiors]
        parts.append(_unrolled_ring(polygon.exterior).difference(unary_union(holes)))
    return unary_union(parts)


def _unrolled_ring(ring: BaseGeometry) -> BaseGeometry:
    """The inside of a ring in degrees."""
    points = [(ring.coords[0][0], ring.coords[0][1])]
    for place in ring.coords[1:]:
        step = (place[0] - points[-1][0] + 180.0) % 360.0 - 180.0
        points.append((points[-1][0] + step, place[1]))
    if abs(points[-1][0] - points[0][0]) > 180.0:  # once around the globe
        pole = math.copysign(90.0, sum(y for _, y in points))
        points += [(points[-1][0], pole), (points[0][0], pole)]
    longitudes = [x for x, _ in points]
    middle = (min(longitudes) + max(longitudes)) / 2
    inside = translate(Polygon(points), -360.0 * round(middle / 360.0))
    return _on_the_globe(repaired(inside))


def _on_the_globe(area: BaseGeometry) -> BaseGeometry:
    """A valid area whose longitudes run from -540 to 540 at most, with what lies beyond a turn put back by one."""
    parts = []
    for turn in (-360.0, 0.0, 360.0):
        part = translate(area, turn).intersection(box(-180.0, -90.0, 180.0, 90.0))
        parts += [piece for piece in getattr(part, "geoms", [part]) if piece.area > 0]
    return unary_union(parts)


def _four_numbers(text: str) -> tuple[float, float, float, float] | None:
    try:
        west, south, east, north = (float(part) for part in text.split(","))
    except ValueError:
        return None
    return west, south, east, north


def _exists(path: str) -> bool:
    try:
        return Path(path).exists()
    except (OSError, ValueError):  # too long for a file name
        return False


def _from_wkt(text: str) -> BaseGeometry:
    try:
        return wrapped(shapely.wkt.loads(text))
    except Exception as problem:
        raise OrderError(
            f"The area '{text[:80]}' is no valid WKT ({problem}). Close the ring of the polygon."
        ) from None


def _from_vector_file(path: str, layer: str | None) -> BaseGeometry:
    from .raster.vector import read_polygons  # GDAL's door; imported late because most orders need no file

    polygons = [shape(geometry) for geometry in read_polygons(path, layer)]
    polygons = [polygon for polygon in polygons if polygon.geom_type in _POLYGONAL]
    if not polygons:
        raise OrderError(f"The file {path} holds no polygon. Give a polygon layer.")
    return unary_union([repaired(polygon) for polygon in polygons])


def _as_lists(value: Any) -> Any:
    return [_as_lists(item) for item in value] if isinstance(value, (list, tuple)) else value
