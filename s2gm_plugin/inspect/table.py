"""The observations of a pixel as a table; the one whose values the pixel has stands out."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from qgis.core import QgsApplication
from qgis.PyQt.QtCore import QAbstractTableModel, QLocale, QModelIndex, QObject, Qt
from qgis.PyQt.QtGui import QColor, QFont, QIcon, QPainter, QPixmap
from qgis.PyQt.QtWidgets import QApplication

from ...processing_provider.translation import translate
from ..core_words import said
from ..dates import day_text

if TYPE_CHECKING:
    from ...s2gm_core.products.inspect import InspectedObservation, Inspection

DISPLAYED = int(Qt.ItemDataRole.DisplayRole)
SWATCH = 12
FAINT = 0.6
"""Between the ground (0) and texts (1)."""

CHOSEN_FILL = QColor(46, 160, 67, 70)
"""Green over whatever ground the theme has."""

_WHY = {
    "scene class": lambda: translate("S2GM", "the mask refuses the class"),
    "view zenith": lambda: translate("S2GM", "border of the swath"),
    "band gap": lambda: translate("S2GM", "a band has no data"),
    "not snow": lambda: translate("S2GM", "does not look like snow"),
    "unreadable": lambda: translate("S2GM", "a band could not be read"),
    "no observation": lambda: translate("S2GM", "no observation"),
}
_ROLES = {
    "chosen": lambda: translate("S2GM", "chosen"),
    "averaged": lambda: translate("S2GM", "used"),
    "not chosen": lambda: translate("S2GM", "valid, not chosen"),
    "outside": lambda: translate("S2GM", "valid, outside the period"),
}


def role_text(one: InspectedObservation) -> str:
    """What became of an observation, in the user's language."""
    if one.role.value in _ROLES:
        return _ROLES[one.role.value]()
    why = one.record.why
    return translate("S2GM", "rejected: {why}").format(why=_WHY[why]() if why in _WHY else why)


class ObservationTable(QAbstractTableModel):
    """Rows are observations, oldest first."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.rows: tuple[InspectedObservation, ...] = ()
        self.bands: tuple[str, ...] = ()
        self._classes = _classes()
        self._swatches: dict[int, QPixmap] = {}

    def show(self, found: Inspection | None) -> None:
        """Show the observations of a pixel; None: none."""
        self.beginResetModel()
        self.rows = found.observations if found is not None else ()
        known = dict.fromkeys(name for one in self.rows for name in one.record.values)
        self.bands = tuple(known)
        self.endResetModel()

    @property
    def chosen_row(self) -> int | None:
        """The row of the observation whose values the pixel has."""
        return next((number for number, one in enumerate(self.rows) if self._stands_out(one)), None)

    def rowCount(self, parent: QModelIndex | None = None) -> int:
        """How many observations."""
        return 0 if parent is not None and parent.isValid() else len(self.rows)

    def columnCount(self, parent: QModelIndex | None = None) -> int:
        """Day, satellite, class, what became of it, then a column per band."""
        return 4 + len(self.bands)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = DISPLAYED) -> Any:
        """Names of the columns."""
        if orientation != Qt.Orientation.Horizontal or role != Qt.ItemDataRole.DisplayRole:
            return None
        return self.titles[section]

    @property
    def titles(self) -> tuple[str, ...]:
        """Names of the columns."""
        fixed = (
            translate("S2GM", "Day (UTC)"),
            translate("S2GM", "Satellite"),
            translate("S2GM", "Class"),
            translate("S2GM", "What became of it"),
        )
        return (*fixed, *self.bands)

    def data(self, index: QModelIndex, role: int = DISPLAYED) -> Any:
        """What the view asks for."""
        one, column = self.rows[index.row()], index.column()
        wanted: dict[int, Callable[[], Any]] = {
            int(Qt.ItemDataRole.DisplayRole): lambda: self.texts(one)[column],
            int(Qt.ItemDataRole.ToolTipRole): lambda: one.record.scene,
            int(Qt.ItemDataRole.DecorationRole): lambda: self._decoration(one, column),
            int(Qt.ItemDataRole.FontRole): lambda: self._font(one),
            int(Qt.ItemDataRole.BackgroundRole): lambda: CHOSEN_FILL if self._stands_out(one) else None,
            int(Qt.ItemDataRole.ForegroundRole): lambda: _faint() if not one.record.valid else None,
            int(Qt.ItemDataRole.TextAlignmentRole): lambda: _alignment(column),
        }
        return wanted[int(role)]() if int(role) in wanted else None

    def texts(self, one: InspectedObservation) -> tuple[str, ...]:
        """The cells of an observation."""
        record = one.record
        when = "?" if record.acquired is None else f"{day_text(record.acquired.date())} {record.acquired:%H:%M}"
        name = "" if record.scene_class is None else self._classes.get(record.scene_class, ("?", QColor()))[0]
        locale, known = QLocale(), record.values
        values = (locale.toString(float(known[band]), "f", 4) if band in known else "" for band in self.bands)
        return (when, record.satellite, name, role_text(one), *values)

    def as_text(self) -> str:
        """All of it, with tabs, for a spreadsheet."""
        return "\n".join("\t".join(line) for line in (self.titles, *map(self.texts, self.rows)))

    def _stands_out(self, one: InspectedObservation) -> bool:
        return one.role.value == "chosen"

    def _font(self, one: InspectedObservation) -> QFont:
        font = QFont()
        font.setBold(self._stands_out(one))
        return font

    def _decoration(self, one: InspectedObservation, column: int) -> QIcon | QPixmap | None:
        """The colour of the class; a sign beside what the pixel has, for themes that allow rows no ground."""
        if column == 3 and self._stands_out(one):
            return QgsApplication.getThemeIcon("/mIconSuccess.svg")
        return self._swatch(one) if column == 2 else None

    def _swatch(self, one: InspectedObservation) -> QPixmap | None:
        number = one.record.scene_class
        if number is None or number not in self._classes:
            return None
        if number not in self._swatches:
            picture = QPixmap(SWATCH, SWATCH)
            picture.fill(QColor(128, 128, 128))  # a rim: some classes are white, others black
            painter = QPainter(picture)
            painter.fillRect(1, 1, SWATCH - 2, SWATCH - 2, self._classes[number][1])
            painter.end()
            self._swatches[number] = picture
        return self._swatches[number]


def _classes() -> dict[int, tuple[str, QColor]]:
    """Names and colours of the scene classes."""
    from ...s2gm_core.sensors.scene_classes import SCENE_CLASSES

    return {row.value: (said(row.name), QColor(*row.colour)) for row in SCENE_CLASSES}


def _faint() -> QColor:
    """The colour of texts of what is not valid, on any theme."""
    palette = QApplication.palette()
    paper, ink = palette.base().color().getRgbF(), palette.text().color().getRgbF()
    return QColor.fromRgbF(*(low + (high - low) * FAINT for low, high in zip(paper[:3], ink[:3])))


def _alignment(column: int) -> int:
    side = Qt.AlignmentFlag.AlignRight if column >= 4 else Qt.AlignmentFlag.AlignLeft
    return int(side) | int(Qt.AlignmentFlag.AlignVCenter)
