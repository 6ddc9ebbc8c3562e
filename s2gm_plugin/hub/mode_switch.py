"""Basic or advanced: two buttons of which one is pressed."""

from __future__ import annotations

from qgis.core import QgsSettings
from qgis.PyQt.QtCore import pyqtSignal
from qgis.PyQt.QtWidgets import QButtonGroup, QHBoxLayout, QPushButton, QWidget

from ...processing_provider.translation import translate

SETTING = "s2gm/hub/advanced"


class ModeSwitch(QWidget):
    """Which of the two; remembered in QGIS's settings."""

    changed = pyqtSignal(bool)  # whether advanced

    def __init__(self) -> None:
        super().__init__()
        self.basic = QPushButton(translate("S2GM", "Basic"))
        self.basic.setToolTip(translate("S2GM", "An area and a month are enough"))
        self.advanced = QPushButton(translate("S2GM", "Advanced"))
        self.advanced.setToolTip(translate("S2GM", "Every option; what was chosen in Basic stays"))
        group = QButtonGroup(self)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(4)
        for button in (self.basic, self.advanced):
            button.setCheckable(True)
            group.addButton(button)
            row.addWidget(button, 1)
        stored = QgsSettings().value(SETTING, False, type=bool)
        (self.advanced if stored else self.basic).setChecked(True)
        self.advanced.toggled.connect(self._tell)

    @property
    def is_advanced(self) -> bool:
        """Whether every option is shown."""
        return self.advanced.isChecked()

    def set_advanced(self, on: bool) -> None:
        """Press one of the buttons."""
        (self.advanced if on else self.basic).setChecked(True)

    def _tell(self, on: bool) -> None:
        QgsSettings().setValue(SETTING, on)
        self.changed.emit(on)
