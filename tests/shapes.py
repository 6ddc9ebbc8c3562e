"""Shapes that tests lay on the map."""

from __future__ import annotations

from typing import Any


def square(centre: tuple[float, float], half: float) -> str:
    """WKT of a square with sides of twice ``half`` around a place, in its units."""
    (x, y), h = centre, half
    return f"POLYGON(({x - h} {y - h},{x + h} {y - h},{x + h} {y + h},{x - h} {y + h},{x - h} {y - h}))"


def polygon_layer(crs: str, *polygons: str) -> Any:
    """A layer in memory of polygons, given as WKT in its CRS."""
    from qgis.core import QgsFeature, QgsGeometry, QgsVectorLayer

    layer = QgsVectorLayer(f"Polygon?crs={crs}", "fields", "memory")
    for wkt in polygons:
        feature = QgsFeature()
        feature.setGeometry(QgsGeometry.fromWkt(wkt))
        layer.dataProvider().addFeature(feature)
    return layer
