"""The area that was chosen: the shape as it was made, and what becomes of it in longitude and latitude."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsDistanceArea,
    QgsGeometry,
    QgsProcessingContext,
    QgsProject,
    QgsWkbTypes,
)
from qgis.PyQt.QtCore import QLocale

from ...processing_provider.areas import COORDINATE_DIGITS, in_lon_lat
from ...processing_provider.translation import translate

LON_LAT = QgsCoordinateReferenceSystem("EPSG:4326")
LARGE_KM2, LARGEST_KM2 = 100_000.0, 10_000_000.0
"""From the first on a mosaic takes many hours; beyond the second an area is taken for a slip."""

HECTARES_BELOW_KM2 = 1.0
NO_BREAK = "\u00a0"


def area_value(degrees: QgsGeometry) -> str:
    """An area in longitude and latitude as the algorithms' parameter GEOMETRY takes it."""
    return f"CRS=EPSG:4326;{degrees.asWkt(COORDINATE_DIGITS)}"


@dataclass(frozen=True)
class ChosenArea:
    """An area with its history. ``shape`` keeps the vertices that the user set, for editing."""

    shape: QgsGeometry  # polygon in ``crs``
    crs: QgsCoordinateReferenceSystem
    degrees: QgsGeometry  # the same in longitude and latitude, valid, cut at the 180th meridian
    km2: float  # on the ellipsoid
    words: str  # where it comes from

    @property
    def is_large(self) -> bool:
        """Whether a mosaic of it takes long."""
        return self.km2 > LARGE_KM2

    @cached_property
    def parameter(self) -> str:
        """The value of the algorithms' parameter GEOMETRY; written once, for outlines may have many vertices."""
        return area_value(self.degrees)

    def where(self) -> str:
        """Its size and limits in words."""
        box = self.degrees.boundingBox()
        west, east = box.xMinimum(), box.xMaximum()
        if box.width() > 180.0 and self.degrees.isMultipart():
            west, east = _across(self.degrees) or (west, east)
        longitudes = _range(_longitude(west), _longitude(east))
        latitudes = _range(_latitude(box.yMinimum()), _latitude(box.yMaximum()))
        return f"{area_text(self.km2)}, {longitudes}, {latitudes}"


def chosen_area(shape: QgsGeometry, crs: QgsCoordinateReferenceSystem, words: str) -> ChosenArea:
    """The area of a polygon in any CRS.

    Raises `OrderError` or `QgsProcessingException`, in words for the user, where it is none.
    """
    from shapely import wkb

    from ...s2gm_core.area import check_area
    from ...s2gm_core.errors import OrderError

    if shape.isEmpty() or shape.type() != QgsWkbTypes.GeometryType.PolygonGeometry:
        raise OrderError(translate("S2GM", "This is no polygon. Draw or choose something with a surface."))
    context = QgsProcessingContext()
    context.setProject(QgsProject.instance())
    made = in_lon_lat(shape, crs, translate("S2GM", "The area"), context)
    degrees = QgsGeometry()
    degrees.fromWkb(check_area(wkb.loads(bytes(made.asWkb()))).wkb)
    km2 = square_kilometres(degrees, LON_LAT)
    check_size(km2)
    return ChosenArea(QgsGeometry(shape), crs, degrees, km2, words)


def check_size(km2: float) -> None:
    """Raises `OrderError` for what is too large for an order."""
    from ...s2gm_core.errors import OrderError

    if km2 > LARGEST_KM2:
        text = translate("S2GM", "The area is too large: {size}. At most {most} can be ordered; choose a part of it.")
        raise OrderError(text.format(size=area_text(km2), most=area_text(LARGEST_KM2)))


def square_kilometres(shape: QgsGeometry, crs: QgsCoordinateReferenceSystem) -> float:
    """The surface of a polygon on the project's ellipsoid, else on that of WGS 84."""
    project, meter = QgsProject.instance(), QgsDistanceArea()
    meter.setSourceCrs(crs, project.transformContext())
    if not meter.setEllipsoid(project.ellipsoid()) or not meter.willUseEllipsoid():
        meter.setEllipsoid("EPSG:7030")
    return meter.measureArea(shape) / 1e6


def area_text(km2: float) -> str:
    """A surface in words, in the user's way of writing numbers."""
    locale = QLocale()
    if km2 < HECTARES_BELOW_KM2:
        return translate("S2GM", "{n} ha").format(n=locale.toString(km2 * 100.0, "f", 1))
    return translate("S2GM", "{n} km²").format(n=locale.toString(km2, "f", 0 if km2 >= 100 else 1))


def _range(first: str, last: str) -> str:
    """From one limit to another; a line never ends within it."""
    return f"{first} – {last}".replace(" ", NO_BREAK)


def _longitude(value: float) -> str:
    text = translate("S2GM", "{degrees}° E") if value >= 0 else translate("S2GM", "{degrees}° W")
    return text.format(degrees=QLocale().toString(abs(value), "f", 2))


def _latitude(value: float) -> str:
    text = translate("S2GM", "{degrees}° N") if value >= 0 else translate("S2GM", "{degrees}° S")
    return text.format(degrees=QLocale().toString(abs(value), "f", 2))


def _across(degrees: QgsGeometry) -> tuple[float, float] | None:
    """Western and eastern limit of parts on both sides of the 180th meridian; None where they lie otherwise."""
    boxes = [part.boundingBox() for part in degrees.asGeometryCollection()]
    west = [box for box in boxes if box.xMaximum() <= 0]
    east = [box for box in boxes if box.xMinimum() > 0]
    if not west or not east or len(west) + len(east) < len(boxes):
        return None
    return min(box.xMinimum() for box in east), max(box.xMaximum() for box in west)
