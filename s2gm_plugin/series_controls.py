"""The left side of the dock: source, dates, bands and indices, window, curve, mask."""

from __future__ import annotations

from collections.abc import Sequence

from qgis.gui import QgsAuthConfigSelect, QgsCheckableComboBox
from qgis.PyQt.QtCore import QDate, pyqtSignal
from qgis.PyQt.QtWidgets import QComboBox, QDateEdit, QFormLayout, QSizePolicy, QSpinBox, QWidget

from ..processing_provider.parameters import NOT_SMOOTHED, choices_of_core
from ..processing_provider.translation import translate
from .series_session import Asked

FIRST_INDEX = "NDVI"
RESOLUTIONS = ("10", "20", "60")
LARGEST_WINDOW = 31


class SeriesControls(QWidget):
    """What is asked of the archive."""

    changed = pyqtSignal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        choices = choices_of_core()
        providers = [row.split(":", 1)[0] for row in choices.providers]
        self.source = _combo(providers, choices.default_provider)
        self.source.setEditable(True)
        self.source.lineEdit().editingFinished.connect(lambda: self.source.lineEdit().setCursorPosition(0))
        self.source.setToolTip(
            translate("S2GM", "A provider, the URL or path of a STAC catalogue, or a folder of products")
        )
        today = QDate.currentDate()
        self.start, self.end = _date(today.addYears(-1)), _date(today)
        self.bands, self.indices = _checks(choices.bands), _checks(choices.indices)
        self.indices.setCheckedItems([FIRST_INDEX])
        self.window = QSpinBox()
        self.window.setRange(1, LARGEST_WINDOW)
        self.window.setSingleStep(2)
        self.window.setToolTip(translate("S2GM", "Odd number of pixels on a side; of more than one the mean is shown"))
        self.resolution = _combo(RESOLUTIONS, RESOLUTIONS[0])
        self.smoother = _combo(choices.smoothers, NOT_SMOOTHED)
        self.cloud_mask = _combo(choices.cloud_masks, "esa")
        self.auth = QgsAuthConfigSelect()
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        form = QFormLayout(self)
        form.setContentsMargins(4, 4, 4, 4)
        form.setVerticalSpacing(4)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.ExpandingFieldsGrow)
        form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.DontWrapRows)
        for label, widget in (
            (translate("S2GM", "Source"), self.source),
            (translate("S2GM", "From"), self.start),
            (translate("S2GM", "To"), self.end),
            (translate("S2GM", "Indices"), self.indices),
            (translate("S2GM", "Bands"), self.bands),
            (translate("S2GM", "Window"), self.window),
            (translate("S2GM", "Resolution (m)"), self.resolution),
            (translate("S2GM", "Smooth curve"), self.smoother),
            (translate("S2GM", "Cloud mask"), self.cloud_mask),
        ):
            widget.setMinimumWidth(90)
            widget.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
            form.addRow(label, widget)
        self.auth.setToolTip(translate("S2GM", "A stored authentication of QGIS, for sources that need an account"))
        form.addRow(self.auth)

    def _connect(self) -> None:
        self.source.currentTextChanged.connect(self._tell)
        for date in (self.start, self.end):
            date.dateChanged.connect(self._tell)
        for checks in (self.bands, self.indices):
            checks.checkedItemsChanged.connect(self._tell)
        self.window.valueChanged.connect(self._tell)
        for combo in (self.resolution, self.smoother, self.cloud_mask):
            combo.currentTextChanged.connect(self._tell)

    def _tell(self, *_: object) -> None:
        self.changed.emit()

    def asked(self) -> Asked:
        """What is asked; raises `OrderError` where it makes no order."""
        from ..s2gm_core.errors import OrderError
        from ..s2gm_core.products.series.order import SeriesOrder
        from ..s2gm_core.sensors.spectral_indices import INDICES

        bands, indices = tuple(self.bands.checkedItems()), tuple(self.indices.checkedItems())
        if not bands and not indices:
            raise OrderError(translate("S2GM", "Nothing is chosen to be shown. Check at least one index or band."))
        read = bands or tuple(dict.fromkeys(band for name in indices for band in INDICES[name].bands))
        order = SeriesOrder(
            source=self.source.currentText().strip(),
            start=_iso(self.start),
            end=_iso(self.end),
            bands=read,
            indices=indices,
            window=self.window.value(),
            aggregate=self.window.value() > 1,
            resolution=float(self.resolution.currentText()),
            cloud_mask=self.cloud_mask.currentText(),
        )
        smoother = self.smoother.currentText()
        return Asked(order, self.auth.configId(), indices + bands, "" if smoother == NOT_SMOOTHED else smoother)


def _combo(words: Sequence[str], chosen: str) -> QComboBox:
    combo = QComboBox()
    combo.addItems(list(words))
    combo.setCurrentText(chosen)
    combo.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    return combo


def _checks(words: Sequence[str]) -> QgsCheckableComboBox:
    combo = QgsCheckableComboBox()
    combo.addItems(list(words))
    combo.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    combo.setDefaultText(translate("S2GM", "none"))
    return combo


def _date(day: QDate) -> QDateEdit:
    edit = QDateEdit(day)
    edit.setCalendarPopup(True)
    edit.setDisplayFormat("yyyy-MM-dd")
    return edit


def _iso(edit: QDateEdit) -> str:
    return edit.date().toString("yyyy-MM-dd")
