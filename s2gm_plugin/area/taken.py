"""Areas that are there already: the map view, a layer, a file, a text. Each as polygon, CRS and words."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any, NamedTuple

from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransform,
    QgsCsException,
    QgsFeature,
    QgsFeatureRequest,
    QgsGeometry,
    QgsProject,
    QgsProviderRegistry,
    QgsVectorLayer,
    QgsWkbTypes,
)
from qgis.PyQt.QtCore import QLocale

from ...processing_provider.translation import translate
from .chosen import LON_LAT

FILE_FILTER = "KML, KMZ, Shapefile, GeoPackage, GeoJSON (*.kml *.kmz *.shp *.gpkg *.geojson *.json *.zip);;* (*)"
MOST_FEATURES = 5_000
"""More are merged by an algorithm, not here: it would block the window for seconds."""


class Taken(NamedTuple):
    """A polygon with its CRS and where it comes from."""

    shape: QgsGeometry
    crs: QgsCoordinateReferenceSystem
    words: str


def from_map_view(canvas: Any) -> Taken:
    """What the map shows, as a rectangle in its CRS."""
    words = translate("S2GM", "The map view")
    return Taken(QgsGeometry.fromRect(canvas.extent()), canvas.mapSettings().destinationCrs(), words)


def from_layer(layer: QgsVectorLayer | None, selected_only: bool) -> Taken:
    """All polygons of a layer, or the selected ones, merged. Raises `OrderError`."""
    from ...s2gm_core.errors import OrderError

    if layer is None:
        raise OrderError(translate("S2GM", "The project has no polygon layer. Add one, or take the area from a file."))
    count = layer.selectedFeatureCount() if selected_only else layer.featureCount()
    if selected_only and not count:
        text = translate("S2GM", "Nothing is selected in the layer {name}. Select polygons on the map, then try again.")
        raise OrderError(text.format(name=layer.name()))
    _check_count(layer.name(), count)
    request = QgsFeatureRequest().setNoAttributes()
    features = layer.getSelectedFeatures(request) if selected_only else layer.getFeatures(request)
    shape = merged(features)
    if shape.isEmpty():
        text = translate("S2GM", "The layer {name} holds no polygon. Choose another layer.")
        raise OrderError(text.format(name=layer.name()))
    words = translate("S2GM", "Layer {name}")
    if selected_only:
        several = translate("S2GM", "{n} selected features of {name}")
        words = several if count > 1 else translate("S2GM", "The selected feature of {name}")
    return Taken(shape, layer.crs(), words.format(n=count, name=layer.name()))


def _check_count(name: str, count: int) -> None:
    """Raises `OrderError` for more features than can be merged while the user waits."""
    from ...s2gm_core.errors import OrderError

    if count > MOST_FEATURES:
        text = translate(
            "S2GM",
            "{name} has {n} features; an area is made of at most {most}. Select some, or merge them with Dissolve.",
        )
        locale = QLocale()
        raise OrderError(text.format(name=name, n=locale.toString(count), most=locale.toString(MOST_FEATURES)))


def merged(features: Iterable[QgsFeature]) -> QgsGeometry:
    """The polygons of some features as one; empty where there are none."""
    polygons = []
    for feature in features:
        shape = feature.geometry()
        if not shape.isEmpty() and shape.type() == QgsWkbTypes.GeometryType.PolygonGeometry:
            polygons.append(shape if shape.isGeosValid() else shape.makeValid())
    return QgsGeometry.unaryUnion(polygons) if polygons else QgsGeometry()


def polygon_layers(path: str) -> list[QgsVectorLayer]:
    """The layers of a file that hold polygons, opened. Raises `OrderError` that says what is wrong with the file."""
    from ...s2gm_core.errors import OrderError

    name = Path(path).name
    if not path.strip():
        raise OrderError(translate("S2GM", "No file is chosen. Choose one with the button on the right."))
    if not Path(path).exists():
        raise OrderError(translate("S2GM", "The file {path} does not exist.").format(path=path))
    layers = next((found for found in map(_opened, _openable(path)) if found), [])
    if not layers:
        text = translate("S2GM", "{name} cannot be read as a vector file. Choose KML, KMZ, SHP, GPKG or GeoJSON.")
        raise OrderError(text.format(name=name))
    polygons = [layer for layer in layers if _has_polygons(layer)]
    if not polygons:
        text = translate("S2GM", "{name} holds no polygons, only points, lines or tables. Choose another file.")
        raise OrderError(text.format(name=name))
    return polygons


def from_file(path: str) -> Taken:
    """The polygons of all layers of a file, in the CRS of the first. Raises `OrderError`."""
    from ...s2gm_core.errors import OrderError

    layers = polygon_layers(path)
    crs = layers[0].crs()
    if not all(layer.crs().isValid() for layer in layers):
        text = translate("S2GM", "{name} states no CRS. Give it one in QGIS (Assign projection), then try again.")
        raise OrderError(text.format(name=Path(path).name))
    _check_count(Path(path).name, sum(layer.featureCount() for layer in layers))
    shapes = [_in_crs(layer, crs, Path(path).name) for layer in layers]
    return Taken(QgsGeometry.unaryUnion(shapes), crs, translate("S2GM", "File {name}").format(name=Path(path).name))


def _in_crs(layer: QgsVectorLayer, crs: QgsCoordinateReferenceSystem, name: str) -> QgsGeometry:
    """The polygons of a layer in the CRS of another. Raises `OrderError` where they have no place in it."""
    from ...s2gm_core.errors import OrderError

    context = QgsProject.instance().transformContext()
    request = QgsFeatureRequest().setNoAttributes()
    shape = merged(layer.getFeatures(request))
    if layer.crs() == crs or shape.isEmpty():
        return shape
    try:
        shape.transform(QgsCoordinateTransform(layer.crs(), crs, context))
    except QgsCsException:
        text = translate(
            "S2GM", "The layer {layer} of {name} cannot be transformed from {its} to {crs}, the CRS of the first layer."
        )
        raise OrderError(
            text.format(layer=layer.name(), name=name, its=layer.crs().authid(), crs=crs.authid())
        ) from None
    return shape


def from_text(text: str, crs: QgsCoordinateReferenceSystem | None = None) -> Taken:
    """A polygon as WKT, or west,south,east,north in degrees, by the core's rules; ``crs`` of WKT, degrees where None.

    Raises `OrderError`.
    """
    from ...s2gm_core.area import area_from_text
    from ...s2gm_core.errors import OrderError

    text = text.strip()
    if not text:
        raise OrderError(translate("S2GM", "There is no text yet. Write POLYGON((15 45, 16 45, 16 46, 15 45))."))
    words = translate("S2GM", "WKT")
    if crs is None or crs == LON_LAT or text[:1] in tuple("+-.0123456789"):
        shape = QgsGeometry()
        shape.fromWkb(area_from_text(text).wkb)
        return Taken(shape, LON_LAT, words)
    shape = QgsGeometry.fromWkt(text)
    if shape.isNull() or shape.type() != QgsWkbTypes.GeometryType.PolygonGeometry:
        problem = translate("S2GM", "'{text}' is no polygon. Write POLYGON((x y, x y, x y, x y)) and close the ring.")
        raise OrderError(problem.format(text=text[:60]))
    return Taken(shape, crs, words)


def _openable(path: str) -> tuple[str, ...]:
    """What GDAL may open: a zip file as a folder; so is a KMZ where GDAL has no reader of its own for it."""
    zipped = f"/vsizip/{path}"
    return {".zip": (zipped,), ".kmz": (path, zipped)}.get(Path(path).suffix.lower(), (path,))


def _opened(uri: str) -> list[QgsVectorLayer]:
    rows = QgsProviderRegistry.instance().providerMetadata("ogr").querySublayers(uri)
    layers = [QgsVectorLayer(row.uri(), row.name(), "ogr") for row in rows]
    return [layer for layer in layers if layer.isValid()]


def _has_polygons(layer: QgsVectorLayer) -> bool:
    kind = layer.geometryType()
    if kind == QgsWkbTypes.GeometryType.PolygonGeometry:
        return True
    if kind != QgsWkbTypes.GeometryType.UnknownGeometry:
        return False
    features = layer.getFeatures(QgsFeatureRequest().setNoAttributes().setLimit(1000))
    return any(one.geometry().type() == QgsWkbTypes.GeometryType.PolygonGeometry for one in features)
