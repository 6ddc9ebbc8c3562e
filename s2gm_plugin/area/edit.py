"""The map tool that moves, adds and removes vertices of the chosen area."""

from __future__ import annotations

from typing import Any

from qgis.core import QgsGeometry, QgsPointXY, QgsWkbTypes
from qgis.gui import QgsMapMouseEvent, QgsMapTool, QgsRubberBand, QgsSnapIndicator
from qgis.PyQt.QtCore import QPoint, Qt, pyqtSignal
from qgis.PyQt.QtGui import QColor, QKeyEvent

from ...processing_provider.translation import translate
from .marks import LINE, new_band

REACH = 10.0
"""Pixels from the mouse within which a vertex or an edge is taken."""

MOST_MARKS = 2_000
"""Vertices beyond these are not marked; they can be moved all the same."""

LEAST_CORNERS = 3


class VertexTool(QgsMapTool):
    """Drag a vertex; double click on an edge adds one, Delete or a right click takes one away, Backspace undoes."""

    changed = pyqtSignal(QgsGeometry)  # in the CRS of the map
    ended = pyqtSignal()  # Esc or Enter

    def __init__(self, canvas: Any) -> None:
        super().__init__(canvas)
        self.hint = translate(
            "S2GM",
            "Drag a corner. Double click on an edge adds one, right click or Delete removes one, Backspace undoes, "
            "Esc or Enter ends.",
        )
        self.setCursor(Qt.CursorShape.CrossCursor)
        self.shape = QgsGeometry()
        self._history: list[QgsGeometry] = []
        self._dragged = -1
        self._near = -1
        self._band: QgsRubberBand | None = None
        self._corners: QgsRubberBand | None = None
        self._snapped_to = QgsSnapIndicator(canvas)

    def edit(self, shape: QgsGeometry) -> None:
        """Take a polygon in the CRS of the map."""
        self.shape, self._history = QgsGeometry(shape), []
        self._show()

    def canvasPressEvent(self, event: QgsMapMouseEvent) -> None:
        """Take a vertex."""
        if event.button() == Qt.MouseButton.LeftButton:
            self._dragged = self.vertex_at(event.pos())
            if self._dragged >= 0:
                self._history.append(QgsGeometry(self.shape))

    def canvasMoveEvent(self, event: QgsMapMouseEvent) -> None:
        """Move it."""
        if self._dragged >= 0:
            place = event.snapPoint()
            self._snapped_to.setMatch(event.mapPointMatch())
            self.shape.moveVertex(place.x(), place.y(), self._dragged)
            self._show()
            return
        self._near = self.vertex_at(event.pos())
        self.setCursor(Qt.CursorShape.SizeAllCursor if self._near >= 0 else Qt.CursorShape.CrossCursor)

    def canvasReleaseEvent(self, event: QgsMapMouseEvent) -> None:
        """Let it go there; the right button takes a vertex away."""
        if event.button() == Qt.MouseButton.RightButton:
            self._remove(self.vertex_at(event.pos()))
        elif self._dragged >= 0:
            self._dragged = -1
            self._snapped_to.setVisible(False)
            if self._history[-1].equals(self.shape):
                self._history.pop()
            else:
                self.changed.emit(QgsGeometry(self.shape))

    def canvasDoubleClickEvent(self, event: QgsMapMouseEvent) -> None:
        """A new vertex on an edge."""
        place = self.toMapCoordinates(event.pos())
        distance, nearest, after, _ = self.shape.closestSegmentWithContext(place)
        if self.vertex_at(event.pos()) < 0 and 0 <= distance <= self._reach() ** 2:
            self._keep()
            self.shape.insertVertex(nearest.x(), nearest.y(), after)
            self._tell()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Delete, Backspace, Esc and Enter."""
        key = event.key()
        if key == Qt.Key.Key_Backspace and self._history:
            self.shape = self._history.pop()
            self._tell()
        elif key == Qt.Key.Key_Delete:
            self._remove(self._near)
        elif key in (Qt.Key.Key_Escape, Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.ended.emit()
        else:
            return
        event.ignore()

    def vertex_at(self, pixel: QPoint) -> int:
        """Number of the vertex near a pixel, -1 where there is none."""
        if self.shape.isEmpty():
            return -1
        _, number, _, _, squared = self.shape.closestVertex(self.toMapCoordinates(pixel))
        return number if 0 <= squared <= self._reach() ** 2 else -1

    def _reach(self) -> float:
        return REACH * self.canvas().mapUnitsPerPixel()

    def _remove(self, number: int) -> None:
        if number < 0:
            return
        before = QgsGeometry(self.shape)
        ring = _ring_of(self.shape, number)
        if ring > LEAST_CORNERS and self.shape.deleteVertex(number):
            self._history.append(before)
            self._near = -1
            self._tell()

    def _keep(self) -> None:
        self._history.append(QgsGeometry(self.shape))

    def _tell(self) -> None:
        self._show()
        self.changed.emit(QgsGeometry(self.shape))

    def _show(self) -> None:
        self._clear()
        if self.shape.isEmpty():
            return
        self._band = new_band(self.canvas(), dashed=True)
        self._band.setToGeometry(self.shape, None)
        self._corners = QgsRubberBand(self.canvas(), QgsWkbTypes.GeometryType.PointGeometry)
        self._corners.setIcon(QgsRubberBand.IconType.ICON_FULL_BOX)
        self._corners.setIconSize(9)
        self._corners.setColor(LINE)
        self._corners.setSecondaryStrokeColor(QColor("white"))
        for number, corner in enumerate(self.shape.vertices()):
            if number < MOST_MARKS:
                self._corners.addPoint(QgsPointXY(corner), False)
        self._corners.updatePosition()
        self._corners.show()

    def _clear(self) -> None:
        for band in (self._band, self._corners):
            if band is not None:
                self.canvas().scene().removeItem(band)
        self._band = self._corners = None

    def deactivate(self) -> None:
        """Another tool is taken."""
        self.close()
        super().deactivate()

    def close(self) -> None:
        """Take everything of the tool from the map."""
        self._dragged = -1
        self._clear()
        self._snapped_to.setVisible(False)


def _ring_of(shape: QgsGeometry, number: int) -> int:
    """How many corners the ring has that holds a vertex."""
    polygons = shape.asMultiPolygon() if shape.isMultipart() else [shape.asPolygon()]
    first = 0
    for ring in (ring for polygon in polygons for ring in polygon):
        if number < first + len(ring):
            return len(ring) - 1
        first += len(ring)
    return 0
