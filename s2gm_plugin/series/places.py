"""Places of time series on the map: picking points, marks in the colours of the chart."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransform,
    QgsCsException,
    QgsGeometry,
    QgsProject,
    QgsRectangle,
    QgsWkbTypes,
)
from qgis.gui import QgsMapMouseEvent, QgsMapTool, QgsRubberBand
from qgis.PyQt.QtCore import Qt, pyqtSignal
from qgis.PyQt.QtGui import QColor

if TYPE_CHECKING:
    from ...s2gm_core.products.series.sites import Site

LON_LAT = QgsCoordinateReferenceSystem("EPSG:4326")


class PointPicker(QgsMapTool):
    """Each click on the map is a point."""

    picked = pyqtSignal(float, float)  # longitude, latitude
    missed = pyqtSignal(str)  # why a click is no place on Earth

    def __init__(self, canvas: Any) -> None:
        super().__init__(canvas)
        self.setCursor(Qt.CursorShape.CrossCursor)

    def canvasReleaseEvent(self, event: QgsMapMouseEvent) -> None:
        """Take the point."""
        if event.button() != Qt.MouseButton.LeftButton:
            return
        try:
            point = _to_lon_lat(self.canvas()).transform(event.mapPoint())
        except QgsCsException as problem:
            self.missed.emit(str(problem))
            return
        self.picked.emit(point.x(), point.y())


class PlaceMarks:
    """Shows the sites on the map."""

    def __init__(self, canvas: Any) -> None:
        self._canvas = canvas
        self._bands: list[QgsRubberBand] = []

    def show(self, sites: Sequence[Site], colours: Sequence[str]) -> None:
        """Show these sites and no others."""
        self.clear()
        for site, colour in zip(sites, colours):
            kind = QgsWkbTypes.GeometryType.PointGeometry if site.is_point else QgsWkbTypes.GeometryType.PolygonGeometry
            band = QgsRubberBand(self._canvas, kind)
            band.setColor(QColor(colour))
            band.setSecondaryStrokeColor(QColor("white"))
            band.setIcon(QgsRubberBand.IconType.ICON_CIRCLE)
            band.setIconSize(11)
            band.setWidth(3)
            if not site.is_point:
                band.setFillColor(Qt.GlobalColor.transparent)
            shape = QgsGeometry()
            shape.fromWkb(site.geometry.wkb)
            band.setToGeometry(shape, LON_LAT)
            self._bands.append(band)

    def clear(self) -> None:
        """Take everything from the map."""
        for band in self._bands:
            self._canvas.scene().removeItem(band)
        self._bands = []


def _to_lon_lat(canvas: Any) -> QgsCoordinateTransform:
    return QgsCoordinateTransform(canvas.mapSettings().destinationCrs(), LON_LAT, QgsProject.instance())


def around(longitude: float, latitude: float, half_metres: float) -> QgsRectangle:
    """A square around a point of so many metres to each side, in longitude and latitude; cut at date line and poles."""
    from math import cos, radians

    up = half_metres / 111_195.0
    across = up / max(cos(radians(latitude)), 0.01)
    west, east = max(longitude - across, -180.0), min(longitude + across, 180.0)
    return QgsRectangle(west, max(latitude - up, -90.0), east, min(latitude + up, 90.0))
