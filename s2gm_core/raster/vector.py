"""Features of a vector file in longitude and latitude.

GeoJSON is read without GDAL. Every other format goes through ``osgeo.ogr``, which QGIS always brings; without it the
error says so.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
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


@dataclass(frozen=True)
class Feature:
    """One feature with a geometry."""

    geometry: Mapping[str, Any]  # GeoJSON in lon/lat (EPSG:4326)
    fields: Mapping[str, Any] = field(default_factory=dict)  # by their names in small letters

    @property
    def points(self) -> list[Mapping[str, Any]]:
        """The points of a multipoint; empty for other geometries."""
        if self.geometry["type"] != "MultiPoint":
            return []
        return [{"type": "Point", "coordinates": place} for place in self.geometry["coordinates"]]


def read_polygons(path: str, layer: str | None = None) -> list[Mapping[str, Any]]:
    """GeoJSON geometries of all features of a layer (the first, where none is named), in lon/lat (EPSG:4326).

    Raises `OrderError` where the file cannot be read, states no CRS, or holds no feature.
    """
    return [one.geometry for one in read_features(path, layer)]


def read_features(path: str, layer: str | None = None) -> list[Feature]:
    """All features of a layer (the first, where none is named) that have a geometry.

    Raises `OrderError` where the file cannot be read or states no CRS.
    """
    if Path(path).suffix.lower() in (".geojson", ".json"):
        return _read_geojson(Path(path))
    return _read_with_ogr(path, layer)


def _read_geojson(path: Path) -> list[Feature]:
    try:
        if path.stat().st_size > MAX_VECTOR_BYTES:
            raise OrderError(f"{path} is larger than {MAX_VECTOR_BYTES >> 20} MiB. Give a simpler area.")
        document = json.loads(path.read_text(encoding="utf-8"))
        crs_name = (document.get("crs") or {}).get("properties", {}).get("name", "OGC:CRS84")
        features = document["features"] if document.get("type") == "FeatureCollection" else [document]
        found = [(feature.get("geometry", feature), feature.get("properties") or {}) for feature in features]
    except (OSError, ValueError, KeyError, AttributeError, TypeError) as problem:
        raise OrderError(f"{path} is no GeoJSON file ({problem}).") from None
    return [_feature(geometry, fields, crs_name) for geometry, fields in found if geometry]


def _read_with_ogr(path: str, layer_name: str | None) -> list[Feature]:
    try:
        from osgeo import ogr
    except ImportError:
        raise OrderError(
            f"Reading {path} needs GDAL's Python bindings (package python3-gdal). "
            "Without them give an area as GeoJSON, WKT or west,south,east,north, points as GeoJSON or CSV."
        ) from None
    ogr.UseExceptions()
    try:
        source = ogr.Open(path)
        layer = source.GetLayerByName(layer_name) if layer_name else source.GetLayer(0)
        if layer is None:
            raise OrderError(f"The vector file {path} has no layer {layer_name or 0}.")
        reference = layer.GetSpatialRef()
        crs = reference.ExportToWkt() if reference is not None else None
        found = [
            (json.loads(one.GetGeometryRef().ExportToJson()), one.items())
            for one in layer
            if one.GetGeometryRef() is not None
        ]
    except (RuntimeError, AttributeError) as problem:
        raise OrderError(f"The vector file {path} cannot be read ({problem}).") from None
    if crs is None:
        raise OrderError(f"The vector file {path} states no CRS. Assign one in QGIS, then order again.")
    return [_feature(geometry, fields, crs) for geometry, fields in found]


def _feature(geometry: Mapping[str, Any], fields: Mapping[str, Any], crs: str) -> Feature:
    return Feature(_to_lon_lat(geometry, crs), {str(name).lower(): value for name, value in fields.items()})


def _to_lon_lat(geometry: Mapping[str, Any], crs: str) -> Mapping[str, Any]:
    try:
        return mapping(transform(_lon_lat_from(crs).transform, shape(geometry)))
    except (ProjError, ShapelyError, LookupError, TypeError, ValueError, AttributeError) as problem:
        raise OrderError(f"A geometry of the file cannot be used ({problem}).") from None


@lru_cache(maxsize=16)
def _lon_lat_from(crs: str) -> Transformer:
    return Transformer.from_crs(CRS.from_user_input(crs), CRS.from_epsg(4326), always_xy=True)
