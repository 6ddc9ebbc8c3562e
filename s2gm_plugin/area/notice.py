"""One line of a panel that tells, warns or complains, in colours that dark themes bear."""

from __future__ import annotations

from qgis.core import QgsApplication
from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtWidgets import QFrame, QHBoxLayout, QLabel, QSizePolicy, QWidget

TELLS, WARNS, COMPLAINS = "mActionPropertiesWidget", "mIconWarning", "mIconCritical"
BAR = {TELLS: "#3b83bd", WARNS: "#e0a100", COMPLAINS: "#d0312d"}
"""Colour of the bar on the left; texts keep the colours of the theme."""


class Notice(QFrame):
    """Hidden while it has nothing to say."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("s2gmNotice")
        self.kind = ""
        self._icon, self._label = QLabel(), QLabel()
        self._label.setWordWrap(True)
        self._label.setTextFormat(Qt.TextFormat.PlainText)  # names of layers and messages are no markup
        self._label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._label.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        line = QHBoxLayout(self)
        line.setContentsMargins(8, 4, 4, 4)
        line.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignTop)
        line.addWidget(self._label, 1)
        self.hide()

    @property
    def text(self) -> str:
        """What it says."""
        return self._label.text() if self.kind else ""

    def tell(self, text: str) -> None:
        """A hint."""
        self._say(TELLS, text)

    def warn(self, text: str) -> None:
        """Something to be considered."""
        self._say(WARNS, text)

    def complain(self, text: str) -> None:
        """What went wrong and what to do."""
        self._say(COMPLAINS, text)

    def clear(self) -> None:
        """Nothing more to say."""
        self.kind = ""
        self._label.setText("")
        self.hide()

    def _say(self, kind: str, text: str) -> None:
        self.kind = kind
        size = self.fontMetrics().height()
        self._icon.setPixmap(QgsApplication.getThemeIcon(f"/{kind}.svg").pixmap(size, size))
        self._label.setText(text)
        self._label.setAccessibleName(text)
        self.setStyleSheet(f"#s2gmNotice {{ border: none; border-left: 3px solid {BAR[kind]}; }}")
        self.show()
