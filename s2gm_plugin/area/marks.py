"""The chosen area on the map."""

from __future__ import annotations

from typing import Any

from qgis.core import QgsCoordinateTransform, QgsCsException, QgsGeometry, QgsProject, QgsWkbTypes
from qgis.gui import QgsRubberBand
from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtGui import QColor

from .chosen import LON_LAT, ChosenArea

LINE, FILL = QColor(211, 84, 0), QColor(211, 84, 0, 30)
"""Burnt orange: seen on pictures of land, on sea and on white."""

EDGE_PARTS = 64


def new_band(canvas: Any, dashed: bool = False) -> QgsRubberBand:
    """An empty band in the colours of areas."""
    band = QgsRubberBand(canvas, QgsWkbTypes.GeometryType.PolygonGeometry)
    band.setStrokeColor(LINE)
    band.setSecondaryStrokeColor(QColor(255, 255, 255, 160))
    band.setFillColor(FILL)
    band.setWidth(2)
    if dashed:
        band.setLineStyle(Qt.PenStyle.DashLine)
    return band


def on_map(degrees: QgsGeometry, canvas: Any) -> QgsGeometry | None:
    """A lon/lat polygon in the CRS of the map with bent edges, or None where that CRS cannot show it."""
    crs = canvas.mapSettings().destinationCrs()
    if not crs.isValid() or crs == LON_LAT:
        return QgsGeometry(degrees)
    box = degrees.boundingBox()
    size = max(box.width(), box.height())
    shown = degrees.densifyByDistance(size / EDGE_PARTS) if size > 0 else QgsGeometry(degrees)
    try:
        shown.transform(QgsCoordinateTransform(LON_LAT, crs, QgsProject.instance()))
    except QgsCsException:
        return None
    return shown if shown.boundingBox().isFinite() else None


class AreaMark:
    """Shows one area; follows the CRS of the map."""

    def __init__(self, canvas: Any) -> None:
        self._canvas = canvas
        self._band: QgsRubberBand | None = None
        self._area: ChosenArea | None = None
        canvas.destinationCrsChanged.connect(self._show)

    @property
    def is_shown(self) -> bool:
        """Whether the area is on the map."""
        return self._band is not None

    def show(self, area: ChosenArea | None) -> None:
        """Show this area and no other."""
        self._area = area
        self._show()

    def _show(self) -> None:
        if self._band is not None:
            self._canvas.scene().removeItem(self._band)
            self._band = None
        shape = on_map(self._area.degrees, self._canvas) if self._area is not None else None
        if shape is not None:
            self._band = new_band(self._canvas)
            self._band.setToGeometry(shape, None)

    def close(self) -> None:
        """Take it from the map for good."""
        self._canvas.destinationCrsChanged.disconnect(self._show)
        self.show(None)
