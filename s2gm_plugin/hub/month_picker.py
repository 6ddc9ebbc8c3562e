"""A year and its twelve months as buttons; months that have not ended are marked, later ones cannot be chosen."""

from __future__ import annotations

from datetime import date

from qgis.PyQt.QtCore import QLocale, QSize, Qt, pyqtSignal
from qgis.PyQt.QtWidgets import (
    QButtonGroup,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from ...processing_provider.translation import translate
from ..dates import language
from .periods import FIRST_YEAR, month_text, today

COLUMNS = 4


class MonthPicker(QWidget):
    """One month. ``month`` is its first day."""

    changed = pyqtSignal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._month = _last_complete(today())
        self.earlier = self._arrow(Qt.ArrowType.LeftArrow, translate("S2GM", "The year before"), -1)
        self.later = self._arrow(Qt.ArrowType.RightArrow, translate("S2GM", "The year after"), 1)
        self.year_label = QLabel()
        self.year_label.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.buttons = [self._button(number) for number in range(1, 13)]
        self._lay_out()
        self.refresh()

    def _arrow(self, arrow: Qt.ArrowType, tip: str, step: int) -> QToolButton:
        button = QToolButton()
        button.setArrowType(arrow)
        button.setToolTip(tip)
        button.setAutoRaise(True)
        button.setAccessibleName(tip)
        button.clicked.connect(lambda: self._turn(step))
        return button

    def _button(self, number: int) -> QPushButton:
        button = QPushButton(language().standaloneMonthName(number, QLocale.FormatType.ShortFormat))
        button.setCheckable(True)
        button.setMinimumSize(QSize(40, 0))
        button.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        button.clicked.connect(lambda: self.set_month(date(self._month.year, number, 1)))
        return button

    def _lay_out(self) -> None:
        year = QHBoxLayout()
        year.addWidget(self.earlier)
        year.addWidget(self.year_label, 1)
        year.addWidget(self.later)
        group = QButtonGroup(self)
        months = QGridLayout()
        months.setSpacing(4)
        for number, button in enumerate(self.buttons):
            group.addButton(button)
            months.addWidget(button, number // COLUMNS, number % COLUMNS)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addLayout(year)
        column.addLayout(months)

    @property
    def month(self) -> date:
        """First day of the chosen month."""
        return self._month

    def set_month(self, month: date) -> None:
        """Choose the month of a day; one that has not begun becomes the newest that has."""
        first = min(month.replace(day=1), today().replace(day=1))
        was, self._month = self._month, max(first, date(FIRST_YEAR, 7, 1))
        self.refresh()
        if was != self._month:
            self.changed.emit()

    def _turn(self, years: int) -> None:
        self.set_month(self._month.replace(year=self._month.year + years))

    def refresh(self) -> None:
        """Show what can be chosen today."""
        year, day = self._month.year, today()
        self.year_label.setText(f"<b>{year}</b>")
        self.earlier.setEnabled(year > FIRST_YEAR)
        self.later.setEnabled(year < day.year)
        for number, button in enumerate(self.buttons, start=1):
            first = date(year, number, 1)
            button.setChecked(first == self._month)
            button.setEnabled(date(FIRST_YEAR, 7, 1) <= first <= day)
            button.setToolTip(_tip(first, day))


def _tip(first: date, day: date) -> str:
    """What to say of a month on a day."""
    if first < date(FIRST_YEAR, 7, 1):
        return translate("S2GM", "Sentinel-2 has taken pictures since July 2015.")
    if first > day:
        return translate("S2GM", "This month has not begun.")
    if (first.year, first.month) == (day.year, day.month):
        return translate("S2GM", "This month has not ended: there will be more pictures of it.")
    return month_text(first)


def _last_complete(day: date) -> date:
    """First day of the month before the one of a day."""
    return date(day.year - (day.month == 1), (day.month - 2) % 12 + 1, 1)
