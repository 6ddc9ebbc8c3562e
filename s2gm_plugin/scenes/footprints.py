"""Footprints of scenes on the map, the one that is pointed at on top."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from qgis.core import QgsGeometry, QgsWkbTypes
from qgis.gui import QgsRubberBand
from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtGui import QColor

from ..area.marks import on_map

USED, LEFT_OUT, POINTED_AT = QColor(31, 119, 180), QColor(140, 140, 140), QColor(255, 196, 0)

ALIKE_DEGREES = 0.02
"""Outlines whose limits differ by less are taken for one."""


class Footprints:
    """Outlines of used scenes in blue, of others dashed in grey, of one in yellow; follows the CRS of the map."""

    def __init__(self, canvas: Any) -> None:
        self._canvas = canvas
        self._outlines: Mapping[str, bytes] = {}
        self._used: frozenset[str] = frozenset()
        self._visible = True
        self._bands: list[QgsRubberBand] = []
        self._pointer: QgsRubberBand | None = None
        canvas.destinationCrsChanged.connect(self._draw)

    @property
    def shown(self) -> int:
        """How many bands are on the map."""
        return len(self._bands) + (self._pointer is not None)

    def show(self, outlines: Mapping[str, bytes], used: Iterable[str]) -> None:
        """Show the footprints (WKB, lon/lat, by scene id) of scenes."""
        self._outlines, self._used = outlines, frozenset(used)
        self._draw()

    def set_visible(self, visible: bool) -> None:
        """Show or hide all."""
        self._visible = visible
        self._draw()

    def point_at(self, scene: str | None) -> None:
        """Put one scene on top; None: none."""
        self._remove([self._pointer])
        self._pointer = None
        if scene in self._outlines and self._visible:
            shape = self._shape({self._outlines[scene]})
            if shape is not None:
                self._pointer = self._band(shape, POINTED_AT, 4, 30)

    def clear(self) -> None:
        """Take everything from the map."""
        self.show({}, ())

    def close(self) -> None:
        """Take everything from the map for good."""
        self._canvas.destinationCrsChanged.disconnect(self._draw)
        self.clear()

    def _draw(self) -> None:
        self.point_at(None)
        self._remove(self._bands)
        self._bands = []
        if not self._visible:
            return
        used = {outline for name, outline in self._outlines.items() if name in self._used}
        others = {outline for name, outline in self._outlines.items() if name not in self._used} - used
        for outlines, colour in ((others, LEFT_OUT), (used, USED)):
            shape = self._shape(outlines)
            if shape is not None:
                band = self._band(shape, colour, 2, 12 if colour is USED else 0)
                if colour is LEFT_OUT:
                    band.setLineStyle(Qt.PenStyle.DashLine)
                self._bands.append(band)

    def _shape(self, outlines: set[bytes]) -> QgsGeometry | None:
        """Scenes of one tile have the same outline, or nearly so: each is drawn once."""
        parts: dict[tuple[int, ...], QgsGeometry] = {}
        for outline in outlines:
            part = QgsGeometry()
            part.fromWkb(outline)
            box = part.boundingBox()
            sides = (box.xMinimum(), box.yMinimum(), box.xMaximum(), box.yMaximum())
            parts.setdefault(tuple(round(side / ALIKE_DEGREES) for side in sides), part)
        shown = [shape for shape in (on_map(part, self._canvas) for part in parts.values()) if shape is not None]
        return QgsGeometry.collectGeometry(shown) if shown else None

    def _band(self, shape: QgsGeometry, colour: QColor, width: int, fill: int) -> QgsRubberBand:
        band = QgsRubberBand(self._canvas, QgsWkbTypes.GeometryType.PolygonGeometry)
        band.setStrokeColor(colour)
        band.setFillColor(QColor(colour.red(), colour.green(), colour.blue(), fill))
        band.setWidth(width)
        band.setToGeometry(shape, None)
        return band

    def _remove(self, bands: Iterable[QgsRubberBand | None]) -> None:
        for band in bands:
            if band is not None:
                self._canvas.scene().removeItem(band)
