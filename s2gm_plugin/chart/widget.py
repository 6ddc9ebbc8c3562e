"""The chart of time series: a widget of its own, for QGIS brings no chart that is everywhere.

What is drawn is kept as a picture; moving the mouse draws a ring over it and nothing else.
"""

from __future__ import annotations

from collections.abc import Sequence

from qgis.PyQt.QtCore import QEvent, QPointF, QSize, Qt, pyqtSignal
from qgis.PyQt.QtGui import (
    QColor,
    QImage,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPixmap,
    QResizeEvent,
    QWheelEvent,
)
from qgis.PyQt.QtWidgets import QSizePolicy, QToolTip, QWidget

from .curve import Curve, Mark, Turn, nearest_mark, nearest_turn
from .look import look_of
from .painter import Panel, draw, lay_out

REACH = 12.0
"""Pixels from the mouse within which a mark counts as pointed at."""

DRAG = 5.0
"""Pixels of movement from which on a press moves the days instead of being a click."""

ZOOM = 1.3
LEAST_DAYS = 6.0


class SeriesChart(QWidget):
    """Curves over days: hover tells values, a click on a mark is reported, the wheel zooms, a drag moves the days."""

    markClicked = pyqtSignal(object)  # a `Mark`
    markHovered = pyqtSignal(object)  # a `Mark` or None

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumSize(QSize(260, 160))
        self.empty_text = ""
        self.hovered: Mark | None = None
        self._pointed: Turn | None = None
        self._curves: tuple[Curve, ...] = ()
        self._with_refused = True
        self._whole = (0.0, 1.0)
        self._days = (0.0, 1.0)
        self._panels: tuple[Panel, ...] = ()
        self._picture: QPixmap | None = None
        self._pressed: tuple[QPointF, tuple[float, float]] | None = None

    @property
    def curves(self) -> tuple[Curve, ...]:
        """What is shown."""
        return self._curves

    @property
    def days(self) -> tuple[float, float]:
        """First and last day that are shown, since 1970-01-01."""
        return self._days

    @property
    def panels(self) -> tuple[Panel, ...]:
        """The panels as they were drawn last."""
        return self._panels

    def set_curves(self, curves: Sequence[Curve], days: tuple[float, float]) -> None:
        """Show other curves over some days; where the days stay the same, so does the zoom."""
        self._curves = tuple(curves)
        if days != self._whole:
            self._whole = self._days = days
        self._forget_picture()

    def set_with_refused(self, shown: bool) -> None:
        """Show or hide marks that are not valid."""
        self._with_refused = shown
        self._forget_picture()

    def show_all_days(self) -> None:
        """Take the zoom back."""
        self._show_days(*self._whole)

    def mark_at(self, place: QPointF) -> Mark | None:
        """The mark at a place of the widget."""
        margin = REACH / 2
        for panel in self._panels:
            if panel.area.adjusted(-margin, -margin, margin, margin).contains(place):
                return nearest_mark(panel.curves, place.x(), place.y(), REACH)
        return None

    def turn_at(self, place: QPointF) -> Turn | None:
        """The start, peak or end of a season at a place of the widget."""
        for panel in self._panels:
            if panel.area.contains(place):
                curves = [one.curve for one in panel.curves]
                return nearest_turn(curves, panel.across, panel.up, (place.x(), place.y()))
        return None

    def place_of(self, mark: Mark) -> QPointF | None:
        """Where a mark is; None where it is not shown."""
        for panel in self._panels:
            for one in panel.curves:
                if one.curve is mark.curve and one.shown[mark.number]:
                    return QPointF(one.x[mark.number], one.y[mark.number])
        return None

    def image(self, width: int, height: int, ratio: float = 2.0) -> QImage:
        """The chart as a picture of ``width`` x ``height`` times ``ratio`` pixels."""
        picture = QImage(int(width * ratio), int(height * ratio), QImage.Format.Format_RGB32)
        picture.setDevicePixelRatio(ratio)
        look = look_of(self, width, height)
        painter = QPainter(picture)
        panels = lay_out(self._curves, look, self._days, self._with_refused)
        draw(painter, panels, self._curves, look, self._with_refused)
        painter.end()
        return picture

    def paintEvent(self, event: QPaintEvent) -> None:
        """Put the picture there, and a ring around the mark under the mouse."""
        if self._picture is None:
            self._picture = self._drawn()
        painter = QPainter(self)
        painter.drawPixmap(0, 0, self._picture)
        place = self.place_of(self.hovered) if self.hovered else None
        if self.hovered is not None and place is not None:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(self.palette().text().color(), 2.0))
            painter.setBrush(QColor(self.hovered.curve.colour))
            painter.drawEllipse(place, 6.0, 6.0)
        painter.end()

    def _drawn(self) -> QPixmap:
        ratio = self.devicePixelRatioF()
        picture = QPixmap(max(int(self.width() * ratio), 1), max(int(self.height() * ratio), 1))
        picture.setDevicePixelRatio(ratio)
        look = look_of(self, self.width(), self.height())
        self._panels = lay_out(self._curves, look, self._days, self._with_refused)
        painter = QPainter(picture)
        draw(painter, self._panels, self._curves, look, self._with_refused)
        if not self._panels:
            painter.setPen(look.between(0.65))
            place = self.rect().adjusted(20, 20, -20, -20)
            painter.drawText(place, int(Qt.AlignmentFlag.AlignCenter) | int(Qt.TextFlag.TextWordWrap), self.empty_text)
        painter.end()
        return picture

    def _forget_picture(self) -> None:
        self._picture = None
        self._hover(None)
        self.update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Draw anew."""
        self._forget_picture()
        super().resizeEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        """Draw anew in another font or palette."""
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.PaletteChange):
            self._forget_picture()
        super().changeEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Begin of a click or a drag."""
        if event.button() == Qt.MouseButton.LeftButton:
            self._pressed = _place(event), self._days

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Tell the mark under the mouse, or move the days while the button is pressed."""
        place = _place(event)
        if self._pressed is not None and event.buttons() & Qt.MouseButton.LeftButton:
            self._drag_to(place)
            return
        mark = self.mark_at(place)
        turn = None if mark else self.turn_at(place)
        if mark != self.hovered or turn != self._pointed:
            self._hover(mark)
            self._pointed = turn
            text = mark.curve.describe(mark.number) if mark else turn.text if turn else ""
            QToolTip.showText(self.mapToGlobal(place.toPoint()), text, self)
            self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A click on a mark, unless the days were moved."""
        pressed, self._pressed = self._pressed, None
        if pressed is None or (_place(event) - pressed[0]).manhattanLength() > DRAG:
            return
        mark = self.mark_at(_place(event))
        if mark is not None:
            self.markClicked.emit(mark)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Show all days again, where no mark is."""
        self._pressed = None
        if self.mark_at(_place(event)) is None:
            self.show_all_days()

    def leaveEvent(self, event: QEvent) -> None:
        """No mark is under the mouse."""
        self._hover(None)
        self.update()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Zoom the days around the mouse."""
        if not self._panels or not event.angleDelta().y():
            return
        across = self._panels[0].across
        centre = across.value(event.position().x())
        factor = 1 / ZOOM if event.angleDelta().y() > 0 else ZOOM
        first, last = (centre + (day - centre) * factor for day in self._days)
        if last - first >= LEAST_DAYS:
            self._show_days(first, last)
        event.accept()

    def _drag_to(self, place: QPointF) -> None:
        if self._pressed is None or not self._panels:
            return
        start, (first, last) = self._pressed
        if (place - start).manhattanLength() > DRAG:
            area = self._panels[0].area
            moved = (start.x() - place.x()) * (last - first) / area.width()
            self._show_days(first + moved, last + moved)

    def _show_days(self, first: float, last: float) -> None:
        """Show some days, moved and cut so that they are among all."""
        low, high = self._whole
        length = min(last - first, high - low)
        first = min(max(first, low), high - length)
        self._days = first, first + length
        self._forget_picture()

    def _hover(self, mark: Mark | None) -> None:
        if mark != self.hovered:
            self.hovered = mark
            self.markHovered.emit(mark)


def _place(event: QMouseEvent) -> QPointF:
    """Where the mouse is; the name differs between Qt 5 and Qt 6."""
    return event.position() if hasattr(event, "position") else event.localPos()
