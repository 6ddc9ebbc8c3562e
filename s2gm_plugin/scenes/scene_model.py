"""The list of scenes as a table model: ticked ones are used."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from qgis.PyQt.QtCore import QAbstractTableModel, QModelIndex, QObject, Qt, pyqtSignal
from qgis.PyQt.QtGui import QColor, QIcon, QPainter, QPixmap

from ...processing_provider.scene_layer import CLOUD_CLASSES, UNKNOWN_COLOUR
from ...processing_provider.translation import translate
from ..dates import day_text
from .thumbnails import SIDE, Thumbnails
from .words import bytes_text, reason_text

if TYPE_CHECKING:
    from ...s2gm_core.products.listing import ListedScene

SORTING = int(Qt.ItemDataRole.UserRole)
UNTICKED = "excluded"


def cloud_colour(percent: float | None) -> QColor:
    """The colour of a scene by its clouds."""
    if percent is None:
        return QColor(UNKNOWN_COLOUR)
    return QColor(next((colour for _, high, colour in CLOUD_CLASSES if percent <= high), CLOUD_CLASSES[-1][2]))


class SceneModel(QAbstractTableModel):
    """Rows are scenes, oldest first."""

    excludedChanged = pyqtSignal()

    def __init__(self, thumbnails: Thumbnails, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.rows: tuple[ListedScene, ...] = ()
        self.excluded: set[str] = set()
        self._thumbnails = thumbnails
        self._by_url: dict[str, list[int]] = {}
        self._swatches: dict[str, QPixmap] = {}
        thumbnails.loaded.connect(self._show_picture)
        self._columns: tuple[tuple[str, Callable[[ListedScene], str], Callable[[ListedScene], Any]], ...] = (
            (translate("S2GM", "Day"), _day, lambda row: row.scene.acquired.timestamp()),
            (translate("S2GM", "Clouds"), _clouds, _clouds_number),
            (translate("S2GM", "Tile"), lambda row: row.scene.tile, lambda row: row.scene.tile),
            (translate("S2GM", "Satellite"), lambda row: row.scene.platform, lambda row: row.scene.platform),
            (translate("S2GM", "Reads"), _reads, lambda row: row.read_bytes),
            (translate("S2GM", "Left out"), self._why, self._why),
        )

    def show(self, rows: Sequence[ListedScene], excluded: set[str]) -> None:
        """Show other scenes, or the same with other decisions."""
        same = [row.scene.id for row in rows] == [row.scene.id for row in self.rows]
        if same:
            self.rows, self.excluded = tuple(rows), set(excluded)
            self._tell(0, len(self.rows) - 1)
            return
        self.beginResetModel()
        self.rows, self.excluded = tuple(rows), set(excluded)
        self._by_url = {}
        for number, row in enumerate(self.rows):
            if row.scene.thumbnail:
                self._by_url.setdefault(row.scene.thumbnail, []).append(number)
        self.endResetModel()

    def rowCount(self, parent: QModelIndex | None = None) -> int:
        """How many scenes."""
        return 0 if parent is not None and parent.isValid() else len(self.rows)

    def columnCount(self, parent: QModelIndex | None = None) -> int:
        """How many facts of each."""
        return len(self._columns)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = int(Qt.ItemDataRole.DisplayRole)
    ) -> Any:
        """The names of the facts."""
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return self._columns[section][0]
        return None

    def data(self, index: QModelIndex, role: int = int(Qt.ItemDataRole.DisplayRole)) -> Any:
        """What the view asks for; pictures are fetched when they are asked for first."""
        row, column = self.rows[index.row()], index.column()
        if role == Qt.ItemDataRole.DisplayRole:
            return self._columns[column][1](row)
        if role == SORTING:
            return self._columns[column][2](row)
        if role == Qt.ItemDataRole.ToolTipRole:
            return _tool_tip(row)
        if role == Qt.ItemDataRole.TextAlignmentRole and column in (1, 4):
            return int(Qt.AlignmentFlag.AlignRight) | int(Qt.AlignmentFlag.AlignVCenter)
        return self._first_column(row, role) if column == 0 else None

    def _first_column(self, row: ListedScene, role: int) -> Any:
        if role == Qt.ItemDataRole.CheckStateRole:
            return Qt.CheckState.Checked if self.is_used(row) else Qt.CheckState.Unchecked
        if role == Qt.ItemDataRole.DecorationRole:
            return QIcon(self._thumbnails.picture(row.scene.thumbnail) or self._swatch(row))
        return None

    def setData(self, index: QModelIndex, value: Any, role: int = int(Qt.ItemDataRole.EditRole)) -> bool:
        """Tick or untick."""
        if role != Qt.ItemDataRole.CheckStateRole:
            return False
        self.tick(index.row(), Qt.CheckState(value) == Qt.CheckState.Checked)
        return True

    def flags(self, index: QModelIndex) -> Qt.ItemFlag:
        """What can be done with a cell; scenes that the order leaves out for another reason are grey."""
        flag = Qt.ItemFlag
        row = self.rows[index.row()]
        if not self.can_be_ticked(row):
            return flag.ItemIsSelectable | flag.ItemNeverHasChildren
        usual = flag.ItemIsSelectable | flag.ItemIsEnabled | flag.ItemNeverHasChildren
        return usual | flag.ItemIsUserCheckable if index.column() == 0 else usual

    def can_be_ticked(self, row: ListedScene) -> bool:
        """Whether nothing but a tick decides about a scene."""
        return row.is_used or row.left_out_because == UNTICKED

    def tick(self, number: int, on: bool) -> None:
        """Use a scene, or leave it out."""
        row = self.rows[number]
        if not self.can_be_ticked(row) or on == (row.scene.id not in self.excluded):
            return
        (self.excluded.discard if on else self.excluded.add)(row.scene.id)
        self._tell(number, number)
        self.excludedChanged.emit()

    def tick_all(self) -> None:
        """Use every scene."""
        if self.excluded:
            self.excluded.clear()
            self._tell(0, len(self.rows) - 1)
            self.excludedChanged.emit()

    def is_used(self, row: ListedScene) -> bool:
        """Whether a mosaic would use a scene, with the ticks as they are."""
        return self.can_be_ticked(row) and row.scene.id not in self.excluded

    def _why(self, row: ListedScene) -> str:
        if self.can_be_ticked(row):
            return translate("S2GM", "unticked") if row.scene.id in self.excluded else ""
        return reason_text(row)

    def _swatch(self, row: ListedScene) -> QPixmap:
        """A square in the colour of the clouds, where there is no picture."""
        colour = cloud_colour(row.scene.cloud_cover)
        if colour.name() not in self._swatches:
            picture = QPixmap(SIDE, SIDE)
            picture.fill(Qt.GlobalColor.transparent)
            painter = QPainter(picture)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(colour)
            painter.drawRoundedRect(SIDE // 4, SIDE // 4, SIDE // 2, SIDE // 2, 8, 8)
            painter.end()
            self._swatches[colour.name()] = picture
        return self._swatches[colour.name()]

    def _show_picture(self, url: str) -> None:
        for number in self._by_url.get(url, ()):
            self._tell(number, number)

    def _tell(self, first: int, last: int) -> None:
        if last >= first:
            self.dataChanged.emit(self.index(first, 0), self.index(last, len(self._columns) - 1))


def _day(row: ListedScene) -> str:
    return f"{day_text(row.scene.acquired.date())} {row.scene.acquired:%H:%M}"


def _clouds(row: ListedScene) -> str:
    cover = row.scene.cloud_cover
    return "?" if cover is None else f"{cover:.0f} %"


def _clouds_number(row: ListedScene) -> float:
    return -1.0 if row.scene.cloud_cover is None else row.scene.cloud_cover


def _reads(row: ListedScene) -> str:
    return bytes_text(row.read_bytes) if row.read_bytes else ""


def _tool_tip(row: ListedScene) -> str:
    scene = row.scene
    lines = [scene.id, f"{scene.acquired:%Y-%m-%d %H:%M:%S} UTC"]
    if scene.relative_orbit is not None:
        lines.append(translate("S2GM", "Relative orbit {n}").format(n=scene.relative_orbit))
    if scene.baseline:
        lines.append(translate("S2GM", "Processing baseline {n}").format(n=scene.baseline))
    reason = reason_text(row)
    if reason:
        lines.append(translate("S2GM", "Left out: {why}").format(why=reason))
    return "\n".join(lines)
