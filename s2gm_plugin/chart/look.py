"""Size, font and colours of a chart, in light and dark themes."""

from __future__ import annotations

from dataclasses import dataclass

from qgis.PyQt.QtCore import QPoint, Qt
from qgis.PyQt.QtGui import QColor, QFont, QFontMetricsF, QPalette, QPixmap, QRegion
from qgis.PyQt.QtWidgets import QApplication, QWidget

LEAST_CONTRAST = 90  # of lightness 0..255


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


def look_of(widget: QWidget, width: float, height: float) -> Look:
    """The look of a chart on a widget."""
    palette = QPalette(widget.palette())
    palette.setColor(QPalette.ColorRole.Base, ground_of(widget))
    return Look(width, height, widget.font(), palette)


def ground_of(widget: QWidget) -> QColor:
    """The colour that a widget's chart is drawn on.

    Themes that are style sheets leave the palette transparent: then it is what the window paints behind.
    """
    colour = widget.palette().color(QPalette.ColorRole.Base)
    if colour.alpha() == 255:
        return colour
    pixel = QPixmap(1, 1)
    pixel.fill(QApplication.palette().color(QPalette.ColorRole.Base))
    widget.window().render(pixel, QPoint(), QRegion(0, 0, 1, 1), QWidget.RenderFlag.DrawWindowBackground)
    return pixel.toImage().pixelColor(0, 0)
