"""A column that scrolls up and down; sideways only in windows narrower than its contents."""

from __future__ import annotations

from qgis.PyQt.QtCore import QEvent, QObject, QSize, Qt
from qgis.PyQt.QtWidgets import QFrame, QScrollArea, QStyle, QWidget

WIDEST = 520
"""Pixels that a page asks for at most; wider contents get a bar sideways instead."""


class PageScroll(QScrollArea):
    """Asks for the width that its contents need, in whatever language, so that nothing is cut off."""

    def __init__(self, inside: QWidget) -> None:
        super().__init__()
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        self.setWidget(inside)

    def minimumSizeHint(self) -> QSize:
        """As wide as the contents and the bar beside them, up to `WIDEST`; as low as any column that scrolls."""
        hint = super().minimumSizeHint()
        inside = self.widget()
        if inside is None:
            return hint
        bar = self.style().pixelMetric(QStyle.PixelMetric.PM_ScrollBarExtent)
        needed = inside.minimumSizeHint().width() + bar
        return QSize(max(hint.width(), min(needed, WIDEST)), hint.height())

    def eventFilter(self, watched: QObject | None, event: QEvent | None) -> bool:
        """Contents that come or go change what is asked for."""
        if event is not None and event.type() == QEvent.Type.LayoutRequest and watched is self.widget():
            self.updateGeometry()
        return super().eventFilter(watched, event)
