"""The area of an order from what QGIS offers: an extent, polygons of a layer, a drawn geometry.

All become polygons in longitude and latitude. An edge that is straight in a projected CRS is bent in longitude and
latitude, so edges get more points before they are transformed.
"""

from __future__ import annotations

import json
from typing import Any

from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransform,
    QgsCsException,
    QgsFeatureRequest,
    QgsGeometry,
    QgsProcessingAlgorithm,
    QgsProcessingContext,
    QgsProcessingException,
    QgsWkbTypes,
)

from .parameters import AREA, EXTENT, GEOMETRY
from .translation import translate

EDGE_PARTS = 64
"""An edge is cut into parts of at most this fraction of the shape's size before it is transformed."""

COORDINATE_DIGITS = 15
"""Digits after the point when coordinates are passed on as text: all that a float of this size has."""


def ordered_area(
    algorithm: QgsProcessingAlgorithm, parameters: dict[str, Any], context: QgsProcessingContext
) -> dict[str, Any]:
    """The GeoJSON polygon (lon/lat) that all given area parameters share; an error where none is given."""
    readers = ((EXTENT, _from_extent), (AREA, _from_layer), (GEOMETRY, _from_geometry))
    given = [read(algorithm, parameters, context) for name, read in readers if is_given(parameters.get(name))]
    if not given:
        raise QgsProcessingException(
            translate("S2GM", "No area is given. Fill in EXTENT, AREA (polygon layer) or GEOMETRY (drawn polygon).")
        )
    area = given[0]
    for other in given[1:]:
        area = area.intersection(other)
    if area.isEmpty() or area.type() != QgsWkbTypes.GeometryType.PolygonGeometry:
        raise QgsProcessingException(
            translate("S2GM", "EXTENT, AREA and GEOMETRY have no surface in common; the mosaic covers what they share.")
        )
    return json.loads(area.asJson(COORDINATE_DIGITS))


def is_given(value: Any) -> bool:
    """Whether an area parameter has a value; an empty text or an empty drawing counts as none."""
    return value is not None and value != "" and not (isinstance(value, QgsGeometry) and value.isEmpty())


def _from_extent(
    algorithm: QgsProcessingAlgorithm, parameters: dict[str, Any], context: QgsProcessingContext
) -> QgsGeometry:
    rectangle = algorithm.parameterAsExtent(parameters, EXTENT, context)
    crs = algorithm.parameterAsExtentCrs(parameters, EXTENT, context)
    if rectangle.isEmpty():
        text = translate("S2GM", "The extent {value} is empty. Write xmin,xmax,ymin,ymax [EPSG:4326] with min < max.")
        raise QgsProcessingException(text.format(value=parameters[EXTENT]))
    return in_lon_lat(QgsGeometry.fromRect(rectangle), crs, EXTENT, context)


def _from_layer(
    algorithm: QgsProcessingAlgorithm, parameters: dict[str, Any], context: QgsProcessingContext
) -> QgsGeometry:
    source = algorithm.parameterAsSource(parameters, AREA, context)
    if source is None:
        text = translate("S2GM", "The area layer {value} cannot be read. Choose a polygon layer.")
        raise QgsProcessingException(text.format(value=parameters[AREA]))
    features = source.getFeatures(QgsFeatureRequest().setNoAttributes())
    polygons = [feature.geometry() for feature in features if not feature.geometry().isEmpty()]
    if not polygons:
        text = translate("S2GM", "The area layer {name} holds no polygon, or none is selected.")
        raise QgsProcessingException(text.format(name=source.sourceName()))
    valid = [polygon if polygon.isGeosValid() else polygon.makeValid() for polygon in polygons]
    return in_lon_lat(QgsGeometry.unaryUnion(valid), source.sourceCrs(), AREA, context)


def _from_geometry(
    algorithm: QgsProcessingAlgorithm, parameters: dict[str, Any], context: QgsProcessingContext
) -> QgsGeometry:
    geometry = algorithm.parameterAsGeometry(parameters, GEOMETRY, context)
    if geometry.isEmpty() or geometry.type() != QgsWkbTypes.GeometryType.PolygonGeometry:
        text = translate("S2GM", "The geometry {value} is no polygon. Write CRS=EPSG:4326;Polygon((...)).")
        raise QgsProcessingException(text.format(value=str(parameters[GEOMETRY])[:80]))
    crs = algorithm.parameterAsGeometryCrs(parameters, GEOMETRY, context)
    return in_lon_lat(geometry, crs, GEOMETRY, context)


def in_lon_lat(
    geometry: QgsGeometry, crs: QgsCoordinateReferenceSystem, name: str, context: QgsProcessingContext
) -> QgsGeometry:
    """A point or polygon of any CRS in longitude and latitude (EPSG:4326), with edges dense enough to bend.

    At the 180th meridian a polygon is cut; one around a pole holds it.
    """
    if not crs.isValid():
        text = translate(
            "S2GM", "{name} states no CRS. Add one: [EPSG:4326] behind an extent, CRS=EPSG:4326; before a polygon."
        )
        raise QgsProcessingException(text.format(name=name))
    lon_lat = QgsCoordinateReferenceSystem("EPSG:4326")
    if crs == lon_lat:
        return _cut_at_antimeridian(geometry, jumps=False)
    box = geometry.boundingBox()
    size = max(box.width(), box.height())
    dense = geometry.densifyByDistance(size / EDGE_PARTS) if size > 0 else QgsGeometry(geometry)
    try:
        dense.transform(QgsCoordinateTransform(crs, lon_lat, context.transformContext()))
        reason = "" if dense.boundingBox().isFinite() else translate("S2GM", "it lies outside the CRS's range")
    except QgsCsException as problem:
        reason = str(problem)
    if reason:
        text = translate("S2GM", "{name} cannot be transformed from {crs} to longitude and latitude: {reason}.")
        raise QgsProcessingException(text.format(name=name, crs=crs.authid(), reason=reason))
    return _cut_at_antimeridian(dense, jumps=not crs.isGeographic())


def _cut_at_antimeridian(geometry: QgsGeometry, jumps: bool) -> QgsGeometry:
    """A geometry in degrees; polygons that reach the 180th meridian in parts on both sides of it.

    ``jumps``: edges are dense, so that one from 179 to -179 is an edge across the meridian, not one around the globe.
    """
    box = geometry.boundingBox()
    reaches = box.xMinimum() < -180.0 or box.xMaximum() > 180.0 or (jumps and box.width() > 180.0)
    if not reaches or geometry.type() != QgsWkbTypes.GeometryType.PolygonGeometry:
        return geometry
    from shapely import wkb

    from ..s2gm_core.area import unrolled, wrapped

    area = wkb.loads(bytes(geometry.asWkb()))
    cut = QgsGeometry()
    cut.fromWkb((unrolled(area) if jumps else wrapped(area)).wkb)
    return cut
