"""The outline of a scene as a catalogue or product states it, made fit for work."""

from __future__ import annotations

from shapely.affinity import translate
from shapely.geometry import box
from shapely.geometry.base import BaseGeometry
from shapely.ops import transform, unary_union

from ..area import repaired
from ..errors import CatalogueError


def usable_footprint(outline: BaseGeometry) -> BaseGeometry:
    """A valid polygon, or several, in lon/lat; outlines that jump from 180 to -180 degrees are cut there.

    Raises `CatalogueError` for what has no surface.
    """
    west, _, east, _ = outline.bounds or (0.0, 0.0, 0.0, 0.0)
    if east - west > 180.0:
        outline = _cut_at_antimeridian(outline)
    outline = repaired(outline)
    if outline.is_empty or outline.geom_type not in ("Polygon", "MultiPolygon"):
        raise CatalogueError("It states no footprint with a surface.")
    return outline


def _cut_at_antimeridian(outline: BaseGeometry) -> BaseGeometry:
    """A footprint whose corners jump from 180 to -180 degrees, as its parts west and east of that meridian."""
    joined = repaired(transform(lambda x, y: (x + 360.0 if x < 0 else x, y), outline))
    western, eastern = joined.intersection(box(0, -90, 180, 90)), joined.intersection(box(180, -90, 360, 90))
    return unary_union([western, translate(eastern, -360.0)])
