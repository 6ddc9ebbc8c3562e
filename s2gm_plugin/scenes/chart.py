"""The scenes over the days: a bar per day, as high as the sky was clear, in the colours of the clouds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from qgis.PyQt.QtCore import QEvent, QPointF, QRectF, QSize, Qt, pyqtSignal
from qgis.PyQt.QtGui import QColor, QMouseEvent, QPainter, QPaintEvent, QPen
from qgis.PyQt.QtWidgets import QSizePolicy, QToolTip, QWidget

from ...processing_provider.translation import translate
from ..chart.look import Look, look_of
from ..chart.scale import EPOCH, Scale, date_ticks
from ..dates import axis_names, day_text

PIXELS_PER_DATE = 82.0
WIDEST_BAR, NARROWEST_BAR = 14.0, 2.0
NO_BAR = 4.0  # pixels in height of a day without a piece of clear sky


@dataclass(frozen=True)
class DayBar:
    """The scenes of one day."""

    day: date
    scenes: int
    used: int
    cloud: float | None  # mean percent of those that tell it
    colour: QColor

    @property
    def at(self) -> float:
        """Days since 1970, the middle of the day."""
        return (self.day - EPOCH).days + 0.5

    def describe(self) -> str:
        """In words."""
        cloud = "?" if self.cloud is None else f"{self.cloud:.0f}"
        text = translate("S2GM", "{day}: {n} scenes, {used} used, {cloud} % clouds")
        return text.format(day=day_text(self.day), n=self.scenes, used=self.used, cloud=cloud)


class SceneChart(QWidget):
    """Bars over days; hovering tells what a day has, a click is reported."""

    dayClicked = pyqtSignal(object)  # a date

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(translate("S2GM", "Scenes over the days"))
        self.bars: tuple[DayBar, ...] = ()
        self.pointed_at: date | None = None
        self._days = (0.0, 1.0)

    def sizeHint(self) -> QSize:
        """Some lines of text high."""
        return QSize(260, round(self.fontMetrics().height() * 5.5))

    def minimumSizeHint(self) -> QSize:
        """As high as always."""
        return QSize(120, self.sizeHint().height())

    def show_bars(self, bars: Sequence[DayBar], first: date, last: date) -> None:
        """Show the days from ``first`` to ``last``."""
        self.bars = tuple(bars)
        self._days = float((first - EPOCH).days), float((last - EPOCH).days + 1)
        self.update()

    def point_at(self, day: date | None) -> None:
        """Mark a day."""
        if day != self.pointed_at:
            self.pointed_at = day
            self.update()

    def bar_at(self, x: float) -> DayBar | None:
        """The bar near a place, in pixels from the left."""
        if not self.bars:
            return None
        across = self._across()
        nearest = min(self.bars, key=lambda bar: abs(across.pixel(bar.at) - x))
        return nearest if abs(across.pixel(nearest.at) - x) <= max(self._bar_width() / 2, 6.0) else None

    def place_of(self, day: date) -> QPointF:
        """The middle of a day's bar."""
        area = self._area()
        return QPointF(self._across().pixel((day - EPOCH).days + 0.5), area.center().y())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw all."""
        painter = QPainter(self)
        look = look_of(self, self.width(), self.height())
        painter.fillRect(self.rect(), look.paper)
        self._draw_axes(painter, look)
        for bar in self.bars:
            self._draw_bar(painter, bar, look)
        painter.end()

    def _draw_axes(self, painter: QPainter, look: Look) -> None:
        area, across = self._area(), self._across()
        painter.setPen(look.between(0.7))
        for percent in (0, 50, 100):
            y = area.bottom() - area.height() * percent / 100
            painter.setPen(look.between(0.12))
            painter.drawLine(QPointF(area.left(), y), QPointF(area.right(), y))
            painter.setPen(look.between(0.7))
            place = QRectF(0, y - look.line / 2, area.left() - 5, look.line)
            painter.drawText(place, int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter), f"{percent} %")
        for tick in date_ticks(across.low, across.high, int(area.width() / PIXELS_PER_DATE), axis_names()):
            x = across.pixel(tick.at)
            painter.setPen(look.between(0.12))
            painter.drawLine(QPointF(x, area.top()), QPointF(x, area.bottom()))
            half = look.text_width(tick.text) / 2 + 2
            left = min(max(x - half, 0.0), self.width() - 2 * half)
            painter.setPen(look.between(0.7))
            place = QRectF(left, area.bottom() + 3, 2 * half, look.line)
            painter.drawText(place, int(Qt.AlignmentFlag.AlignCenter), tick.text)
        painter.setPen(look.between(0.7))
        title = QRectF(area.left(), 1, area.width(), look.line)
        painter.drawText(title, int(Qt.AlignmentFlag.AlignLeft), translate("S2GM", "Clear sky per day"))

    def _draw_bar(self, painter: QPainter, bar: DayBar, look: Look) -> None:
        area, width = self._area(), self._bar_width()
        clear = 0.0 if bar.cloud is None else (100.0 - bar.cloud) / 100
        height = max(area.height() * clear, NO_BAR)
        shape = QRectF(self._across().pixel(bar.at) - width / 2, area.bottom() - height, width, height)
        if bar.used:
            painter.fillRect(shape, bar.colour)
        else:
            painter.setPen(QPen(look.between(0.45), 1.0))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(shape)
        if bar.day == self.pointed_at:
            painter.setPen(QPen(look.ink, 1.5))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(shape.adjusted(-2, -2, 2, 1))

    def _area(self) -> QRectF:
        metrics = self.fontMetrics()
        left = metrics.horizontalAdvance("100 %") + 8
        top, bottom = metrics.height() + 8, metrics.height() + 6
        return QRectF(left, top, max(self.width() - left - 6, 1), max(self.height() - top - bottom, 1))

    def _across(self) -> Scale:
        area = self._area()
        return Scale(*self._days, area.left(), area.right())

    def _bar_width(self) -> float:
        days = max(self._days[1] - self._days[0], 1.0)
        return min(max(self._area().width() / days - 1.0, NARROWEST_BAR), WIDEST_BAR)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Tell what the day under the mouse has."""
        bar = self.bar_at(event.pos().x())
        self.point_at(bar.day if bar else None)
        QToolTip.showText(self.mapToGlobal(event.pos()), bar.describe() if bar else "", self)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Report a click on a day."""
        bar = self.bar_at(event.pos().x())
        if bar is not None and event.button() == Qt.MouseButton.LeftButton:
            self.dayClicked.emit(bar.day)

    def leaveEvent(self, event: QEvent) -> None:
        """No day is under the mouse."""
        self.point_at(None)
