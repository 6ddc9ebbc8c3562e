"""Polygons of a vector file in longitude and latitude.

GeoJSON is read without GDAL. Every other format goes through ``osgeo.ogr``, which QGIS always brings; without it the
error says so.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from pyproj import CRS, Transformer
from pyproj.exceptions import ProjError
from shapely.errors import ShapelyError
from shapely.geometry import mapping, shape
from shapely.ops import transform

from ..errors import OrderError

MAX_VECTOR_BYTES = 200 * 2**20
"""A larger GeoJSON file is refused: an area of interest is a few polygons."""


def read_polygons(path: str, layer: str | None = None) -> list[Mapping[str, Any]]:
    """GeoJSON geometries of all features of a layer (the first, where none is named), in lon/lat (EPSG:4326).

    Raises `OrderError` where the file cannot be read, states no CRS, or holds no feature.
    """
    if Path(path).suffix.lower() in (".geojson", ".json"):
        return _read_geojson(Path(path))
    return _read_with_ogr(path, layer)


def _read_geojson(path: Path) -> list[Mapping[str, Any]]:
    try:
        if path.stat().st_size > MAX_VECTOR_BYTES:
            raise OrderError(f"{path} is larger than {MAX_VECTOR_BYTES >> 20} MiB. Give a simpler area.")
        document = json.loads(path.read_text(encoding="utf-8"))
        crs_name = (document.get("crs") or {}).get("properties", {}).get("name", "OGC:CRS84")
        features = document["features"] if document.get("type") == "FeatureCollection" else [document]
        geometries = [feature.get("geometry", feature) for feature in features]
    except (OSError, ValueError, KeyError, AttributeError, TypeError) as problem:
        raise OrderError(f"{path} is no GeoJSON file ({problem}).") from None
    return [_to_lon_lat(geometry, crs_name) for geometry in geometries if geometry]


def _read_with_ogr(path: str, layer_name: str | None) -> list[Mapping[str, Any]]:
    try:
        from osgeo import ogr
    except ImportError:
        raise OrderError(
            f"Reading {path} needs GDAL's Python bindings (package python3-gdal). "
            "Without them give the area as GeoJSON, WKT or west,south,east,north."
        ) from None
    ogr.UseExceptions()
    try:
        source = ogr.Open(path)
        layer = source.GetLayerByName(layer_name) if layer_name else source.GetLayer(0)
        if layer is None:
            raise OrderError(f"The vector file {path} has no layer {layer_name or 0}.")
        reference = layer.GetSpatialRef()
        crs = reference.ExportToWkt() if reference is not None else None
        geometries = [json.loads(f.GetGeometryRef().ExportToJson()) for f in layer if f.GetGeometryRef() is not None]
    except (RuntimeError, AttributeError) as problem:
        raise OrderError(f"The vector file {path} cannot be read ({problem}).") from None
    if crs is None:
        raise OrderError(f"The vector file {path} states no CRS. Assign one in QGIS, then order again.")
    return [_to_lon_lat(geometry, crs) for geometry in geometries]


def _to_lon_lat(geometry: Mapping[str, Any], crs: str) -> Mapping[str, Any]:
    try:
        to_lon_lat = Transformer.from_crs(CRS.from_user_input(crs), CRS.from_epsg(4326), always_xy=True)
        return mapping(transform(to_lon_lat.transform, shape(geometry)))
    except (ProjError, ShapelyError, LookupError, TypeError, ValueError, AttributeError) as problem:
        raise OrderError(f"A geometry of the area cannot be used ({problem}).") from None
