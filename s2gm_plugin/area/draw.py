"""Map tools that draw an area: rectangle, polygon, freehand. Shapes are in the CRS of the map."""

from __future__ import annotations

from abc import abstractmethod
from typing import Any

from qgis.core import QgsGeometry, QgsPointXY, QgsWkbTypes
from qgis.gui import QgsMapMouseEvent, QgsMapTool, QgsRubberBand, QgsSnapIndicator
from qgis.PyQt.QtCore import QPoint, Qt, pyqtSignal
from qgis.PyQt.QtGui import QKeyEvent
from qgis.PyQt.QtWidgets import QLabel

from ...processing_provider.translation import translate
from .chosen import area_text, square_kilometres
from .marks import new_band

DRAG = 5
"""Pixels between press and release from which on a rectangle was dragged, not clicked."""

STEP, TOLERANCE = 4, 2.0
"""Pixels between two points of a freehand line, and by how much it may be simplified."""


class DrawTool(QgsMapTool):
    """What all have in common: points, a rubber band, the measured area beside the mouse, Backspace and Esc."""

    drawn = pyqtSignal(QgsGeometry)  # in the CRS of the map
    cancelled = pyqtSignal()  # Esc with nothing drawn
    refused = pyqtSignal(str)  # why what was drawn is no area

    hint = ""
    refusal = ""  # what is said of a shape without a surface

    def __init__(self, canvas: Any) -> None:
        super().__init__(canvas)
        self.setCursor(Qt.CursorShape.CrossCursor)
        self.points: list[QgsPointXY] = []
        self._band: QgsRubberBand | None = None
        self._snapped_to = QgsSnapIndicator(canvas)
        self._label = QLabel(canvas.viewport())
        self._label.setMargin(3)
        self._label.setAutoFillBackground(True)
        self._label.setFrameShape(QLabel.Shape.StyledPanel)
        self._label.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._label.hide()

    @property
    def measured(self) -> str:
        """What is told beside the mouse; empty where nothing is."""
        return "" if self._label.isHidden() else self._label.text()

    @abstractmethod
    def outline(self, cursor: QgsPointXY) -> list[QgsPointXY]:
        """Corners of the shape as it would be with the mouse at a place of the map."""

    def place(self, event: QgsMapMouseEvent) -> QgsPointXY:
        """Where the mouse is on the map, snapped as the project says."""
        place = event.snapPoint()
        self._snapped_to.setMatch(event.mapPointMatch())
        return QgsPointXY(place)

    def canvasMoveEvent(self, event: QgsMapMouseEvent) -> None:
        """Show the shape as it would be."""
        self.show_shape(self.place(event), event.pos())

    def show_shape(self, cursor: QgsPointXY, at: QPoint) -> None:
        """Rubber band and measured area, with the mouse at a pixel."""
        if not self.points:
            return
        if self._band is None:
            self._band = new_band(self.canvas(), dashed=True)
        corners = self.outline(cursor)
        self._band.setToGeometry(QgsGeometry.fromPolygonXY([corners]), None)
        self._tell(corners, at)

    def _tell(self, corners: list[QgsPointXY], at: QPoint) -> None:
        shape = QgsGeometry.fromPolygonXY([corners])
        if len(corners) < 3 or shape.area() == 0:
            self._label.hide()
            return
        crs = self.canvas().mapSettings().destinationCrs()
        self._label.setText(area_text(square_kilometres(shape, crs)))
        self._label.adjustSize()
        room = self.canvas().viewport().rect()
        x = min(at.x() + 16, room.right() - self._label.width())
        y = min(at.y() + 16, room.bottom() - self._label.height())
        self._label.move(max(x, 0), max(y, 0))
        self._label.show()

    def finish(self, corners: list[QgsPointXY]) -> None:
        """Hand the shape over, or say why it is none."""
        self.forget()
        shape = QgsGeometry.fromPolygonXY([corners]) if len(corners) >= 3 else QgsGeometry()
        if shape.isEmpty() or shape.area() == 0:
            self.refused.emit(self.refusal)
        else:
            self.drawn.emit(shape)

    def forget(self) -> None:
        """Take away what is being drawn."""
        self.points = []
        self._label.hide()
        if self._band is not None:
            self.canvas().scene().removeItem(self._band)
            self._band = None

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Backspace takes the last point back, Esc everything, Enter closes."""
        key = event.key()
        if key in (Qt.Key.Key_Backspace, Qt.Key.Key_Delete) and self.points:
            self.points.pop()
            if self.points:
                at = self.canvas().mouseLastXY()
                self.show_shape(self.toMapCoordinates(at), at)
            else:
                self.forget()
        elif key == Qt.Key.Key_Escape:
            if self.points:
                self.forget()
            else:
                self.cancelled.emit()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.points:
            self.finish(list(self.points))
        else:
            return
        event.ignore()  # so that QGIS does nothing of its own with the key

    def deactivate(self) -> None:
        """Another tool is taken."""
        self.forget()
        self._snapped_to.setVisible(False)
        super().deactivate()

    def close(self) -> None:
        """Take everything of the tool from the map."""
        self.forget()
        self._snapped_to.setVisible(False)
        self._label.deleteLater()


class RectangleTool(DrawTool):
    """A rectangle along the axes of the map: dragged, or by clicks on two corners."""

    def __init__(self, canvas: Any) -> None:
        super().__init__(canvas)
        self.hint = translate("S2GM", "Drag a rectangle, or click on two corners. Esc cancels.")
        self.refusal = translate("S2GM", "The rectangle has no surface. Click on two opposite corners.")
        self._pressed = QPoint()

    def outline(self, cursor: QgsPointXY) -> list[QgsPointXY]:
        """The four corners."""
        one = self.points[0]
        return [one, QgsPointXY(cursor.x(), one.y()), cursor, QgsPointXY(one.x(), cursor.y())]

    def canvasPressEvent(self, event: QgsMapMouseEvent) -> None:
        """The first corner."""
        if event.button() == Qt.MouseButton.LeftButton and not self.points:
            self.points = [self.place(event)]
            self._pressed = event.pos()

    def canvasReleaseEvent(self, event: QgsMapMouseEvent) -> None:
        """The other corner, unless this is still the click on the first."""
        if event.button() == Qt.MouseButton.RightButton:
            self.forget()
        elif self.points and (event.pos() - self._pressed).manhattanLength() > DRAG:
            self.finish(self.outline(self.place(event)))


class PolygonTool(DrawTool):
    """A polygon, corner by corner."""

    def __init__(self, canvas: Any) -> None:
        super().__init__(canvas)
        self.hint = translate(
            "S2GM", "Click on the corners. Right click, double click or Enter closes, Backspace takes one back."
        )
        self.refusal = translate("S2GM", "What was drawn has no surface. Set at least three corners.")
        self._closed_by_double_click = False

    def outline(self, cursor: QgsPointXY) -> list[QgsPointXY]:
        """The corners so far and the mouse."""
        return [*self.points, cursor]

    def canvasReleaseEvent(self, event: QgsMapMouseEvent) -> None:
        """A corner, or the end."""
        if self._closed_by_double_click:
            self._closed_by_double_click = False
        elif event.button() == Qt.MouseButton.LeftButton:
            self.points.append(self.place(event))
            self.show_shape(self.points[-1], event.pos())
        elif event.button() == Qt.MouseButton.RightButton and self.points:
            self.finish(list(self.points))

    def canvasDoubleClickEvent(self, event: QgsMapMouseEvent) -> None:
        """The end; its place is the corner that the first of the two clicks has set."""
        if event.button() == Qt.MouseButton.LeftButton and len(self.points) >= 3:
            self._closed_by_double_click = True
            self.finish(list(self.points))


class FreehandTool(DrawTool):
    """A line drawn with the button held down, closed when it is let go."""

    def __init__(self, canvas: Any) -> None:
        super().__init__(canvas)
        self.hint = translate("S2GM", "Hold the left button and draw around the area. Esc cancels.")
        self.refusal = translate("S2GM", "What was drawn has no surface. Draw all around the area.")
        self._last = QPoint()

    def outline(self, cursor: QgsPointXY) -> list[QgsPointXY]:
        """The line so far and the mouse."""
        return [*self.points, cursor]

    def canvasPressEvent(self, event: QgsMapMouseEvent) -> None:
        """Begin of the line."""
        if event.button() == Qt.MouseButton.LeftButton:
            self.points = [self.toMapCoordinates(event.pos())]
            self._last = event.pos()

    def canvasMoveEvent(self, event: QgsMapMouseEvent) -> None:
        """On with the line."""
        if not self.points:
            return
        place = self.toMapCoordinates(event.pos())
        if (event.pos() - self._last).manhattanLength() >= STEP:
            self.points.append(place)
            self._last = event.pos()
        self.show_shape(place, event.pos())

    def canvasReleaseEvent(self, event: QgsMapMouseEvent) -> None:
        """End of the line; what it trembles is taken out."""
        if event.button() != Qt.MouseButton.LeftButton or not self.points:
            return
        corners = self.points
        if len(corners) >= 3:
            shape = QgsGeometry.fromPolygonXY([corners]).simplify(TOLERANCE * self.canvas().mapUnitsPerPixel())
            is_polygon = not shape.isEmpty() and shape.type() == QgsWkbTypes.GeometryType.PolygonGeometry
            corners = shape.asPolygon()[0] if is_polygon and not shape.isMultipart() else corners
        self.finish(corners)
