"""Draws curves with QPainter: panels with axes, marks, smooth lines, a legend."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from qgis.PyQt.QtCore import QPointF, QRectF, Qt
from qgis.PyQt.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPalette, QPen, QPolygonF

from ..processing_provider.translation import translate
from .chart_curve import Curve, Placed, placed
from .chart_scale import Scale, date_ticks, value_range, value_ticks

MARK, REFUSED_MARK, RING = 7.0, 7.0, 4.0  # pixels across
REFUSED = "#9a9a9a"
GAP = 10.0  # between panels
ROOM = 6.0  # at the rims
LEAST_CONTRAST = 90  # of lightness 0..255
PIXELS_PER_DATE, PIXELS_PER_VALUE = 82.0, 28.0


@dataclass(frozen=True)
class Look:
    """Size, font and colours of a chart."""

    width: float
    height: float
    font: QFont
    palette: QPalette

    @property
    def paper(self) -> QColor:
        """The ground."""
        return self.palette.color(QPalette.ColorRole.Base)

    @property
    def ink(self) -> QColor:
        """Of texts; themes that are style sheets leave that of the palette as it was, on a ground that they change."""
        ink, paper = self.palette.color(QPalette.ColorRole.Text), self.paper
        if abs(ink.lightness() - paper.lightness()) >= LEAST_CONTRAST:
            return ink
        return QColor(Qt.GlobalColor.black if paper.lightness() > 127 else Qt.GlobalColor.white)

    def between(self, share: float) -> QColor:
        """A colour between ground (0) and texts (1)."""
        one, other = self.paper.getRgbF(), self.ink.getRgbF()
        mixed = [low + (high - low) * share for low, high in zip(one[:3], other[:3])]
        return QColor.fromRgbF(*mixed)

    @property
    def line(self) -> float:
        """Height of a line of text."""
        return QFontMetricsF(self.font).height()

    def text_width(self, text: str) -> float:
        """Width of a text."""
        return QFontMetricsF(self.font).horizontalAdvance(text)


@dataclass(frozen=True)
class Panel:
    """One variable: its place, scales and marks."""

    name: str
    area: QRectF
    across: Scale
    up: Scale
    curves: tuple[Placed, ...]


def lay_out(curves: Sequence[Curve], look: Look, days: tuple[float, float], with_refused: bool) -> tuple[Panel, ...]:
    """One panel per variable, from top to bottom, that share the days."""
    names = tuple(dict.fromkeys(curve.panel for curve in curves))
    if not names:
        return ()
    ends = {name: _ends([curve for curve in curves if curve.panel == name], days, with_refused) for name in names}
    widest = max(look.text_width(tick.text) for low, high in ends.values() for tick in value_ticks(low, high, 4))
    left, right = ROOM + look.line * 1.2 + widest + 6, look.width - ROOM - 8
    top = ROOM + _legend_rows(curves, look, with_refused) * look.line * 1.3
    bottom = look.height - ROOM - look.line * 1.4
    each = (bottom - top - GAP * (len(names) - 1)) / len(names)
    if each < look.line or right - left < look.line:
        return ()
    across = Scale(*days, left, right)
    panels = []
    for number, name in enumerate(names):
        area = QRectF(left, top + number * (each + GAP), right - left, each)
        up = Scale(*ends[name], area.bottom(), area.top())
        marks = tuple(placed(curve, across, up, with_refused) for curve in curves if curve.panel == name)
        panels.append(Panel(name, area, across, up, marks))
    return tuple(panels)


def _ends(curves: Sequence[Curve], days: tuple[float, float], with_refused: bool) -> tuple[float, float]:
    """The values of an axis: those of the valid marks, for clouds would press the others into a corner."""
    inside = [(curve.days >= days[0]) & (curve.days <= days[1]) for curve in curves]
    valid = np.concatenate([curve.values[seen & curve.valid] for curve, seen in zip(curves, inside)])
    every = np.concatenate([curve.values[seen] for curve, seen in zip(curves, inside)])
    return value_range(valid if len(valid) or not with_refused else every)


def draw(painter: QPainter, panels: Sequence[Panel], curves: Sequence[Curve], look: Look, with_refused: bool) -> None:
    """The whole chart."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setFont(look.font)
    painter.fillRect(QRectF(0, 0, look.width, look.height), look.paper)
    _draw_legend(painter, curves, look, with_refused)
    for panel in panels:
        _draw_axes(painter, panel, look, panel is panels[-1])
        painter.save()
        painter.setClipRect(panel.area.adjusted(-4, -4, 4, 4))
        for one in panel.curves:
            _draw_refused(painter, one, look)
        for one in panel.curves:
            _draw_line(painter, one.curve, panel)
        for one in panel.curves:
            _draw_points(painter, one, one.shown & one.curve.valid, one.curve.colour, MARK)
        painter.restore()


def _draw_axes(painter: QPainter, panel: Panel, look: Look, with_dates: bool) -> None:
    area, grid, faint = panel.area, look.between(0.12), look.between(0.7)
    for tick in date_ticks(panel.across.low, panel.across.high, int(area.width() / PIXELS_PER_DATE)):
        x = panel.across.pixel(tick.at)
        painter.setPen(grid)
        painter.drawLine(QPointF(x, area.top()), QPointF(x, area.bottom()))
        if with_dates:
            half = look.text_width(tick.text) / 2 + 2
            place = QRectF(min(x - half, look.width - 2 * half), area.bottom() + 4, 2 * half, look.line)
            painter.setPen(faint)
            painter.drawText(place, Qt.AlignmentFlag.AlignCenter, tick.text)
    for tick in value_ticks(panel.up.low, panel.up.high, max(int(area.height() / PIXELS_PER_VALUE), 2)):
        y = panel.up.pixel(tick.at)
        painter.setPen(grid)
        painter.drawLine(QPointF(area.left(), y), QPointF(area.right(), y))
        painter.setPen(faint)
        place = QRectF(0, y - look.line / 2, area.left() - 6, look.line)
        painter.drawText(place, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, tick.text)
    painter.setPen(look.between(0.4))
    painter.drawRect(area)
    painter.save()
    painter.setPen(look.ink)
    painter.translate(ROOM, area.center().y())
    painter.rotate(-90)
    place = QRectF(-area.height() / 2, 0, area.height(), look.line)
    painter.drawText(place, Qt.AlignmentFlag.AlignCenter, panel.name)
    painter.restore()


def _draw_refused(painter: QPainter, one: Placed, look: Look) -> None:
    """Grey rings: discs with discs of the ground in them."""
    refused = one.shown & ~one.curve.valid
    _draw_points(painter, one, refused, REFUSED, REFUSED_MARK)
    _draw_points(painter, one, refused, look.paper.name(), RING)


def _draw_line(painter: QPainter, curve: Curve, panel: Panel) -> None:
    if curve.line is None:
        return
    days, values = curve.line
    seen = (days >= panel.across.low - 1) & (days <= panel.across.high + 1)
    painter.setPen(QPen(QColor(curve.colour).lighter(125), 1.8))
    painter.drawPolyline(_polygon(panel.across.pixels(days[seen]), panel.up.pixels(values[seen])))


def _draw_points(painter: QPainter, one: Placed, which: np.ndarray, colour: str, size: float) -> None:
    """Discs, all in one call: points of a round pen."""
    if which.any():
        painter.setPen(QPen(QColor(colour), size, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
        painter.drawPoints(_polygon(one.x[which], one.y[which]))


def _polygon(x: np.ndarray, y: np.ndarray) -> QPolygonF:
    return QPolygonF([QPointF(*place) for place in zip(x.tolist(), y.tolist())])


def _legend(curves: Sequence[Curve], with_refused: bool) -> list[tuple[str, str]]:
    """Colour and text of each entry."""
    entries = list(dict.fromkeys((curve.colour, curve.label) for curve in curves))
    if with_refused and any(not curve.valid.all() for curve in curves):
        entries.append((REFUSED, translate("S2GM", "not valid")))
    return entries


def _legend_places(curves: Sequence[Curve], look: Look, with_refused: bool) -> list[tuple[float, int, str, str]]:
    """Left edge, row, colour and text of each entry; rows are as wide as the chart."""
    places, x, row = [], ROOM, 0
    for colour, text in _legend(curves, with_refused):
        width = look.text_width(text) + 28
        if x > ROOM and x + width > look.width - ROOM:
            x, row = ROOM, row + 1
        places.append((x, row, colour, text))
        x += width
    return places


def _legend_rows(curves: Sequence[Curve], look: Look, with_refused: bool) -> int:
    return max((row for _, row, _, _ in _legend_places(curves, look, with_refused)), default=0) + 1


def _draw_legend(painter: QPainter, curves: Sequence[Curve], look: Look, with_refused: bool) -> None:
    for x, row, colour, text in _legend_places(curves, look, with_refused):
        middle = ROOM + row * look.line * 1.3 + look.line / 2
        for ink, size in ((colour, MARK), (look.paper.name(), RING if colour == REFUSED else 0.0)):
            if size:
                painter.setPen(QPen(QColor(ink), size, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
                painter.drawPoint(QPointF(x + 6, middle))
        painter.setPen(look.ink)
        place = QRectF(x + 14, middle - look.line / 2, look.text_width(text) + 4, look.line)
        painter.drawText(place, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, text)
