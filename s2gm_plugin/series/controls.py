"""The left side of the dock: source, dates, period, bands and indices, window, curve, mask."""

from __future__ import annotations

from collections.abc import Sequence

from qgis.gui import QgsAuthConfigSelect, QgsCheckableComboBox
from qgis.PyQt.QtCore import QDate, pyqtSignal
from qgis.PyQt.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDateEdit,
    QFormLayout,
    QHBoxLayout,
    QSizePolicy,
    QSpinBox,
    QWidget,
)

from ...processing_provider.parameters import NOT_SMOOTHED, choices_of_core
from ...processing_provider.translation import translate
from . import settings as keep
from .session import Asked

FIRST_INDEX = "NDVI"
RESOLUTIONS = ("10", "20", "30", "60")
LARGEST_WINDOW = 31


class SeriesControls(QWidget):
    """What is asked of the archive; kept from one session of QGIS to the next."""

    changed = pyqtSignal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        choices = choices_of_core()
        self.source = _combo([row.split(":", 1)[0] for row in choices.providers], choices.default_provider)
        self.source.setEditable(True)
        self.source.lineEdit().editingFinished.connect(lambda: self.source.lineEdit().setCursorPosition(0))
        today = QDate.currentDate()
        self.start, self.end = _date(today.addYears(-1)), _date(today)
        self.period = _combo(choices.series_periods, choices.series_periods[0])
        self.method = _combo(choices.series_methods, choices.series_methods[0])
        self.bands, self.indices = _checks(choices.bands), _checks(choices.indices)
        self.indices.setCheckedItems([FIRST_INDEX])
        self.window = QSpinBox()
        self.window.setRange(1, LARGEST_WINDOW)
        self.window.setSingleStep(2)
        self.each_pixel = QCheckBox(translate("S2GM", "each pixel"))
        self.each_pixel.setToolTip(
            translate("S2GM", "A curve for every pixel of the window instead of one of their mean")
        )
        self._window_row = _side_by_side(self.window, self.each_pixel)
        self.resolution = _combo(RESOLUTIONS, RESOLUTIONS[0])
        self.smoother = _combo(choices.smoothers, NOT_SMOOTHED)
        self.cloud_mask = _combo(choices.cloud_masks, "esa")
        self.confidences = QCheckBox(translate("S2GM", "Aerosol, confidences"))
        self.auth = QgsAuthConfigSelect()
        self._lay_out()
        self._settings = self._kept(today)
        keep.recall(self._settings)
        self.source.lineEdit().setCursorPosition(0)
        self._show_what_counts()
        self._connect()

    def _lay_out(self) -> None:
        form = QFormLayout(self)
        form.setContentsMargins(4, 4, 4, 4)
        form.setVerticalSpacing(4)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.ExpandingFieldsGrow)
        form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.DontWrapRows)
        for label, widget, tip in self._rows():
            widget.setMinimumWidth(90)
            widget.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
            widget.setToolTip(tip)
            form.addRow(label, widget)
        self.auth.setToolTip(translate("S2GM", "A stored authentication of QGIS, for sources that need an account"))
        form.addRow(self.auth)

    def _rows(self) -> tuple[tuple[str, QWidget, str], ...]:
        """Label, widget and tooltip from top to bottom."""
        return (
            (
                translate("S2GM", "Source"),
                self.source,
                translate("S2GM", "A provider, the URL or path of a STAC catalogue, or a folder of products"),
            ),
            (translate("S2GM", "From"), self.start, translate("S2GM", "First day (UTC)")),
            (
                translate("S2GM", "To"),
                self.end,
                translate("S2GM", "Last day, inclusive; of composites any day in the last period"),
            ),
            (
                translate("S2GM", "Period"),
                self.period,
                translate(
                    "S2GM", "Every observation, or one composite per period: the pixel that its mosaic would have"
                ),
            ),
            (
                translate("S2GM", "Method"),
                self.method,
                translate("S2GM", "How a composite is made of the valid observations; auto: s2gm"),
            ),
            (
                translate("S2GM", "Indices"),
                self.indices,
                translate("S2GM", "Spectral indices; only their bands are read"),
            ),
            (translate("S2GM", "Bands"), self.bands, translate("S2GM", "Reflectance bands to be shown")),
            (
                translate("S2GM", "Window"),
                self._window_row,
                translate("S2GM", "Odd number of pixels on a side; of more than one the mean is shown"),
            ),
            (translate("S2GM", "Resolution (m)"), self.resolution, translate("S2GM", "Size of the pixels")),
            (
                translate("S2GM", "Smooth curve"),
                self.smoother,
                translate(
                    "S2GM", "Drawn through the valid marks, with start, peak and end of seasons where it shows them"
                ),
            ),
            (
                translate("S2GM", "Cloud mask"),
                self.cloud_mask,
                translate("S2GM", "Which classes of the scene classification count as clear"),
            ),
            (
                translate("S2GM", "Also read"),
                self.confidences,
                translate(
                    "S2GM", "Aerosol and the confidences of cloud and snow: for the table, about twice as much to read"
                ),
            ),
        )

    def _kept(self, today: QDate) -> tuple[keep.Setting, ...]:
        return (
            keep.of_source("source", self.source),
            keep.of_date("start", self.start, today.addYears(-1)),
            keep.of_date("end", self.end, today),
            *(
                keep.of_combo(name, getattr(self, name))
                for name in ("period", "method", "resolution", "smoother", "cloud_mask")
            ),
            keep.of_checks("bands", self.bands),
            keep.of_checks("indices", self.indices),
            keep.of_spin("window", self.window),
            keep.of_box("each_pixel", self.each_pixel),
            keep.of_box("confidences", self.confidences),
            keep.of_auth("auth", self.auth),
        )

    def _connect(self) -> None:
        self.source.currentTextChanged.connect(self._tell)
        for date in (self.start, self.end):
            date.dateChanged.connect(self._tell)
        for checks in (self.bands, self.indices):
            checks.checkedItemsChanged.connect(self._tell)
        self.window.valueChanged.connect(self._tell)
        for box in (self.each_pixel, self.confidences):
            box.toggled.connect(self._tell)
        for combo in (self.period, self.method, self.resolution, self.smoother, self.cloud_mask):
            combo.currentTextChanged.connect(self._tell)

    def _tell(self, *_: object) -> None:
        self._show_what_counts()
        self.changed.emit()

    def _show_what_counts(self) -> None:
        """Grey what the other settings leave without a meaning."""
        from ...s2gm_core.products.series.order import OBSERVATION

        self.method.setEnabled(self.period.currentText() != OBSERVATION)
        self.each_pixel.setEnabled(self.window.value() > 1)

    def remember(self) -> None:
        """Keep the settings for the next session."""
        keep.remember(self._settings)

    def asked(self) -> Asked:
        """What is asked; raises `OrderError` where it makes no order."""
        from ...s2gm_core.errors import OrderError
        from ...s2gm_core.products.series.order import AUTO, SeriesOrder
        from ...s2gm_core.sensors.spectral_indices import INDICES

        bands, indices = tuple(self.bands.checkedItems()), tuple(self.indices.checkedItems())
        if not bands and not indices:
            raise OrderError(translate("S2GM", "Nothing is chosen to be shown. Check at least one index or band."))
        read = bands or tuple(dict.fromkeys(band for name in indices for band in INDICES[name].bands))
        each_pixel = self.each_pixel.isEnabled() and self.each_pixel.isChecked()
        order = SeriesOrder(
            source=self.source.currentText().strip(),
            start=_iso(self.start),
            end=_iso(self.end),
            period=self.period.currentText(),
            method=self.method.currentText() if self.method.isEnabled() else AUTO,
            bands=read,
            indices=indices,
            window=self.window.value(),
            aggregate=self.window.value() > 1 and not each_pixel,
            resolution=float(self.resolution.currentText()),
            cloud_mask=self.cloud_mask.currentText(),
            confidences=self.confidences.isChecked(),
        )
        smoother = self.smoother.currentText()
        return Asked(order, self.auth.configId(), indices + bands, "" if smoother == NOT_SMOOTHED else smoother)


def _side_by_side(*widgets: QWidget) -> QWidget:
    row = QWidget()
    line = QHBoxLayout(row)
    line.setContentsMargins(0, 0, 0, 0)
    for widget in widgets:
        line.addWidget(widget)
    return row


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
    edit.setDisplayFormat(keep.DAY)
    return edit


def _iso(edit: QDateEdit) -> str:
    return edit.date().toString(keep.DAY)
