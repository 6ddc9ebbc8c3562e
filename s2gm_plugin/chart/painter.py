"""Draws curves with QPainter: panels with axes, marks, smooth lines, a legend."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from qgis.PyQt.QtCore import QPointF, QRectF, Qt
from qgis.PyQt.QtGui import QColor, QPainter, QPen, QPolygonF

from ...processing_provider.translation import translate
from ..dates import axis_names, decimal_text
from .curve import Curve, Placed, TurnKind, placed
from .look import Look
from .scale import Scale, Tick, date_ticks, value_range, value_ticks

MARK, REFUSED_MARK, RING, TURN = 7.0, 7.0, 4.0, 10.0  # pixels across
REFUSED = "#9a9a9a"
GAP = 10.0  # between panels
ROOM = 6.0  # at the rims
PIXELS_PER_VALUE = 28.0
BETWEEN_DATES = 14.0
"""Pixels between two dates of an axis."""


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
    widest = max(
        look.text_width(tick.text) for low, high in ends.values() for tick in value_ticks(low, high, 4, decimal_text)
    )
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
        for one in panel.curves:
            _draw_turns(painter, one.curve, panel, look)
        painter.restore()


def dates_on(across: Scale, look: Look) -> list[Tick]:
    """Ticks of an axis of dates, as many as there is room for their texts."""
    width = across.end - across.begin
    for most in range(max(int(width / (3 * look.line)), 1), 0, -1):
        ticks = date_ticks(across.low, across.high, most, axis_names())
        widest = max((look.text_width(tick.text) for tick in ticks), default=0.0)
        pixels = [across.pixel(tick.at) for tick in ticks]
        nearest = min((right - left for left, right in zip(pixels, pixels[1:])), default=width)
        if nearest >= widest + BETWEEN_DATES:
            return ticks
    return date_ticks(across.low, across.high, 1, axis_names())


def _draw_axes(painter: QPainter, panel: Panel, look: Look, with_dates: bool) -> None:
    area, grid, faint = panel.area, look.between(0.12), look.between(0.7)
    for tick in dates_on(panel.across, look):
        x = panel.across.pixel(tick.at)
        painter.setPen(grid)
        painter.drawLine(QPointF(x, area.top()), QPointF(x, area.bottom()))
        if with_dates:
            half = look.text_width(tick.text) / 2 + 2
            place = QRectF(min(x - half, look.width - 2 * half), area.bottom() + 4, 2 * half, look.line)
            painter.setPen(faint)
            painter.drawText(place, Qt.AlignmentFlag.AlignCenter, tick.text)
    for tick in value_ticks(panel.up.low, panel.up.high, max(int(area.height() / PIXELS_PER_VALUE), 2), decimal_text):
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


TURN_SHAPES = {
    TurnKind.START: ((0.0, -1.0), (1.0, 0.8), (-1.0, 0.8)),  # points up
    TurnKind.PEAK: ((0.0, -1.2), (1.0, 0.0), (0.0, 1.2), (-1.0, 0.0)),
    TurnKind.END: ((0.0, 1.0), (1.0, -0.8), (-1.0, -0.8)),  # points down
}
"""Outlines around the day and value, in halves of `TURN`."""


def _draw_turns(painter: QPainter, curve: Curve, panel: Panel, look: Look) -> None:
    """Start, peak and end of seasons on the smooth line."""
    for turn in curve.turns:
        if panel.across.low <= turn.day <= panel.across.high:
            place = QPointF(panel.across.pixel(turn.day), panel.up.pixel(turn.value))
            _draw_turn(painter, turn.kind, place, QColor(curve.colour), look)


def _draw_turn(painter: QPainter, kind: TurnKind, place: QPointF, colour: QColor, look: Look) -> None:
    painter.setPen(QPen(look.ink, 1.2))
    painter.setBrush(colour)
    half = TURN / 2
    painter.drawPolygon(QPolygonF([place + QPointF(x * half, y * half) for x, y in TURN_SHAPES[kind]]))
    painter.setBrush(Qt.BrushStyle.NoBrush)


def _draw_points(painter: QPainter, one: Placed, which: np.ndarray, colour: str, size: float) -> None:
    """Discs, all in one call: points of a round pen."""
    if which.any():
        painter.setPen(QPen(QColor(colour), size, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
        painter.drawPoints(_polygon(one.x[which], one.y[which]))


def _polygon(x: np.ndarray, y: np.ndarray) -> QPolygonF:
    return QPolygonF([QPointF(*place) for place in zip(x.tolist(), y.tolist())])


@dataclass(frozen=True)
class _Entry:
    """One entry of the legend."""

    text: str
    colour: str
    turn: TurnKind | None = None  # its shape instead of a disc


def _legend(curves: Sequence[Curve], look: Look, with_refused: bool) -> list[_Entry]:
    entries = list(dict.fromkeys(_Entry(curve.label, curve.colour) for curve in curves))
    if with_refused and any(not curve.valid.all() for curve in curves):
        entries.append(_Entry(translate("S2GM", "not valid"), REFUSED))
    shown = {turn.kind for curve in curves for turn in curve.turns}
    entries += [_Entry(text, look.paper.name(), kind) for kind, text in turn_names().items() if kind in shown]
    return entries


def turn_names() -> dict[TurnKind, str]:
    """What the turns of seasons are called."""
    return {
        TurnKind.START: translate("S2GM", "start of season"),
        TurnKind.PEAK: translate("S2GM", "peak of season"),
        TurnKind.END: translate("S2GM", "end of season"),
    }


def _legend_places(curves: Sequence[Curve], look: Look, with_refused: bool) -> list[tuple[float, int, _Entry]]:
    """Left edge, row and entry; rows are as wide as the chart."""
    places, x, row = [], ROOM, 0
    for entry in _legend(curves, look, with_refused):
        width = look.text_width(entry.text) + 28
        if x > ROOM and x + width > look.width - ROOM:
            x, row = ROOM, row + 1
        places.append((x, row, entry))
        x += width
    return places


def _legend_rows(curves: Sequence[Curve], look: Look, with_refused: bool) -> int:
    return max((row for _, row, _ in _legend_places(curves, look, with_refused)), default=0) + 1


def _draw_legend(painter: QPainter, curves: Sequence[Curve], look: Look, with_refused: bool) -> None:
    for x, row, entry in _legend_places(curves, look, with_refused):
        middle = ROOM + row * look.line * 1.3 + look.line / 2
        _draw_sign(painter, entry, QPointF(x + 6, middle), look)
        painter.setPen(look.ink)
        place = QRectF(x + 14, middle - look.line / 2, look.text_width(entry.text) + 4, look.line)
        painter.drawText(place, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, entry.text)


def _draw_sign(painter: QPainter, entry: _Entry, place: QPointF, look: Look) -> None:
    if entry.turn is not None:
        _draw_turn(painter, entry.turn, place, QColor(entry.colour), look)
        return
    for ink, size in ((entry.colour, MARK), (look.paper.name(), RING if entry.colour == REFUSED else 0.0)):
        if size:
            painter.setPen(QPen(QColor(ink), size, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
            painter.drawPoint(place)
