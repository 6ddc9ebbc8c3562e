"""What the panel of areas has chosen, as shapely geometry, and layers to choose from."""

from __future__ import annotations

from typing import Any

from pyproj import Transformer
from shapely import wkb
from shapely.geometry import box
from shapely.ops import transform

from tests.gui.test_plugin import Window
from tests.shapes import polygon_layer

WEST, NORTH = 400_000.0, 5_040_000.0
"""Upper left corner of the canvas in UTM zone 33."""

AREA = box(15.0, 45.0, 15.5, 45.25)


def shape_of(panel: Any) -> Any:
    """The chosen area as shapely geometry in degrees."""
    return wkb.loads(bytes(panel.geometry.asWkb()))


def in_utm(panel: Any, code: int = 32633) -> Any:
    to_utm = Transformer.from_crs(4326, code, always_xy=True)
    return transform(to_utm.transform, shape_of(panel))


def utm_box(panel: Any, left: int, top: int, right: int, bottom: int) -> Any:
    """A rectangle of pixels of the canvas in UTM, by the canvas's own scale."""
    to_map = panel.canvas.getCoordinateTransform()
    one, other = to_map.toMapCoordinates(left, top), to_map.toMapCoordinates(right, bottom)
    return box(one.x(), other.y(), other.x(), one.y())


def bands_of(window: Window) -> int:
    from qgis.gui import QgsRubberBand

    return sum(isinstance(item, QgsRubberBand) for item in window.mapCanvas().scene().items())


def project_layer(crs: str, *polygons: str) -> Any:
    """A layer of polygons that the project holds."""
    from qgis.core import QgsProject

    layer = polygon_layer(crs, *polygons)
    QgsProject.instance().addMapLayer(layer)
    return layer


def take(panel: Any, page: Any) -> bool:
    panel.way.setCurrentIndex(panel.pages.index(page))
    return panel.take()
