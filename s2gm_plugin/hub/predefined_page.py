"""Predefined mosaics: countries as ready orders, by year and quarter, with their cost before anything runs."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from qgis.core import QgsProcessingAlgorithm, QgsProcessingException
from qgis.PyQt.QtCore import QLocale, Qt, pyqtSignal
from qgis.PyQt.QtWidgets import (
    QComboBox,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from ...processing_provider.translation import translate
from ..area.chosen import area_value
from ..area.notice import Notice
from ..core_words import refusal
from ..dates import day_text, language
from ..scenes.panel import ScenesPanel
from .cost import Cost, forecast_cost, is_wanted, written
from .countries import Country, countries_of, country_groups, outline_of
from .outputs import order_name
from .page_scroll import PageScroll
from .periods import periods_of, service_text, today
from .records import OrderRecord, new_record

BANDS = ["B02", "B03", "B04", "B08"]
LAYERS = ["valid_obs", "source_index", "date"]
RESOLUTIONS = (10, 20, 60, 120)
USUAL_RESOLUTION = 60
FIRST_YEAR = 2016
WHOLE_YEAR = 0


class PredefinedPage(QWidget):
    """One country and one period; everything else is set."""

    ordered = pyqtSignal(object)  # OrderRecord
    changeWanted = pyqtSignal(object)  # OrderRecord, to be shown on its page

    def __init__(self, algorithm: QgsProcessingAlgorithm) -> None:
        super().__init__()
        self._algorithm = algorithm
        self._outlines: dict[str, str] = {}  # by the country's code
        self.groups = country_groups()
        self.group, self.country = QComboBox(), QComboBox()
        self.year, self.part, self.resolution = QSpinBox(), QComboBox(), QComboBox()
        self.about, self.cost, self.notice = QLabel(), QLabel(), Notice()
        self.look_button = QPushButton(translate("S2GM", "Look up the scenes"))
        self.change_button = QPushButton(translate("S2GM", "Change..."))
        self.make_button = QPushButton(translate("S2GM", "Make the mosaic"))
        self.scenes_panel: ScenesPanel | None = None
        self.scenes_slot = QVBoxLayout()
        self._cost = Cost()
        self._placed: set[tuple[str, str]] = set()  # codes of countries and names of what was ordered here
        self._fill()
        self._lay_out()
        self._connect()

    def lend(self, scenes_panel: ScenesPanel) -> None:
        """Take the panel of scenes, which another page may have had before."""
        self.scenes_panel = scenes_panel
        if self.scenes_slot.indexOf(scenes_panel) < 0:  # another page had it
            self.scenes_slot.addWidget(scenes_panel)
            scenes_panel.clear()
            scenes_panel.hide()  # until its button is pressed
        if not self.country.count():  # the map of the world is read when the page is opened
            self._show_group()

    @property
    def chosen(self) -> Country | None:
        """The country; None where this QGIS has no map of the world."""
        return self.country.currentData()

    def parameters(self) -> dict[str, Any]:
        """The order's parameters."""
        country, group = self.chosen, self.groups[self.group.currentIndex()]
        if country is None:
            return {}
        return {
            "GEOMETRY": self._outline(country),
            **self._period(),
            "BANDS": BANDS,
            "LAYERS": LAYERS,
            "RESOLUTION": self.resolution.currentData(),
            "CRS": group.crs,
            "NAME": order_name(self._named(country.name)),
        }

    def name(self) -> str:
        """Of the order, for the user; its product has the English name of the country."""
        return self._named(self.chosen.title if self.chosen is not None else "")

    def _named(self, country: str) -> str:
        """As the service named them: EU27_Italy_2022, with the quarter where it is one."""
        return f"{self.groups[self.group.currentIndex()].key}_{country}_{service_text(self._period())}"

    def _period(self) -> dict[str, str]:
        quarter = self.part.currentData()
        first = date(self.year.value(), 1 if quarter == WHOLE_YEAR else 3 * quarter - 2, 1)
        return {"PERIOD": "year" if quarter == WHOLE_YEAR else "quarter", "START": first.isoformat()}

    def record(self) -> OrderRecord:
        """The order as it is chosen now."""
        parameters = self.parameters()
        if self.scenes_panel is not None and self.scenes_panel.excluded:
            parameters["EXCLUDE_SCENES"] = ",".join(self.scenes_panel.excluded)
        return new_record(self._algorithm.id(), self.name(), parameters)

    def place(self) -> None:
        """Order the mosaic, after asking where it is a large one."""
        if is_wanted(self, self.name(), self._known_cost()):
            record = self.record()
            self._placed.add(self._key(record))
            self.ordered.emit(record)

    def _known_cost(self) -> Cost:
        """With that of the scenes, where they were searched."""
        forecast = self.scenes_panel.forecast if self.scenes_panel is not None else None
        return self._cost if forecast is None else forecast_cost(forecast)

    def has_placed(self, record: OrderRecord) -> bool:
        """Whether an order was placed here, by the code of its country: two countries may have one name."""
        return self._key(record) in self._placed

    def _key(self, record: OrderRecord) -> tuple[str, str]:
        """Code of the country, empty for another area, and name."""
        outline = record.parameters.get("GEOMETRY")
        return next((code for code, one in self._outlines.items() if one == outline), ""), record.name

    def _outline(self, country: Country) -> str:
        if country.code not in self._outlines:
            self._outlines[country.code] = area_value(outline_of(country))
        return self._outlines[country.code]

    # Set-up

    def _fill(self) -> None:
        self.group.addItems([group.title for group in self.groups])
        this_year = today().year
        self.year.setRange(FIRST_YEAR, this_year)
        self.year.setValue(this_year - 1)
        self.part.addItem(translate("S2GM", "The whole year"), WHOLE_YEAR)
        for quarter, months in enumerate(_quarters(), start=1):
            self.part.addItem(f"Q{quarter} ({months})", quarter)
        for metres in RESOLUTIONS:
            self.resolution.addItem(f"{metres} m", metres)
        self.resolution.setCurrentIndex(RESOLUTIONS.index(USUAL_RESOLUTION))
        for widget, tip in (
            (self.group, translate("S2GM", "A list of countries")),
            (self.country, translate("S2GM", "The mainland and its near islands, with a rim of about 10 km")),
            (self.year, translate("S2GM", "The year of the mosaic")),
            (self.part, translate("S2GM", "The whole year or one quarter")),
            (self.resolution, translate("S2GM", "Size of the pixels; half the size means four times the work")),
            (self.look_button, translate("S2GM", "Searches the archive and says what would be read")),
            (self.change_button, translate("S2GM", "Opens the order in Temporal Mosaic, with every option")),
        ):
            widget.setToolTip(tip)

    def _lay_out(self) -> None:
        intro = QLabel(
            translate(
                "S2GM",
                "A country, a period, four bands of 10 m (B02, B03, B04, B08) with the number of valid observations, "
                "the source and the date of every pixel.",
            )
        )
        form = QFormLayout()
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        for label, widget in (
            (translate("S2GM", "Countries"), self.group),
            (translate("S2GM", "Country"), self.country),
            (translate("S2GM", "Year"), self.year),
            (translate("S2GM", "Period"), self.part),
            (translate("S2GM", "Resolution"), self.resolution),
        ):
            if isinstance(widget, QComboBox):
                widget.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
            form.addRow(label, widget)
        buttons = QHBoxLayout()
        for button in (self.look_button, self.change_button):
            buttons.addWidget(button, 1)
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(6, 6, 6, 6)
        for label in (intro, self.about, self.cost):
            label.setWordWrap(True)
        column.addWidget(intro)
        column.addLayout(form)
        for widget in (self.about, self.cost):
            column.addWidget(widget)
        column.addLayout(self.scenes_slot)
        column.addStretch(1)
        self.scroll = PageScroll(inside)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(6, 6, 6, 6)
        whole.addWidget(self.scroll, 1)
        whole.addWidget(self.notice)
        whole.addLayout(buttons)
        whole.addWidget(self.make_button)

    def _connect(self) -> None:
        self.group.currentIndexChanged.connect(self._show_group)
        for combo in (self.country, self.part, self.resolution):
            combo.currentIndexChanged.connect(self._show_cost)
        self.year.valueChanged.connect(self._show_cost)
        self.look_button.clicked.connect(lambda checked=False: self._look())
        self.change_button.clicked.connect(lambda checked=False: self.changeWanted.emit(self.record()))
        self.make_button.clicked.connect(lambda checked=False: self.place())

    # What is shown

    def _show_group(self, *_: object) -> None:
        group = self.groups[self.group.currentIndex()]
        self.about.setText(f"<small>{group.source}</small>")
        self.country.blockSignals(True)
        self.country.clear()
        for country in countries_of(group):
            self.country.addItem(country.title, country)
            self.country.setItemData(self.country.count() - 1, country.name, Qt.ItemDataRole.ToolTipRole)
        self.country.blockSignals(False)
        self._show_cost()

    def _show_cost(self, *_: object) -> None:
        if self.scenes_panel is not None:
            self.scenes_panel.clear()
            self.scenes_panel.hide()
        self.notice.clear()
        parameters = self.parameters()
        if not parameters:
            self._refuse(translate("S2GM", "This QGIS has no map of the world, from which the outlines come."))
            return
        try:
            self._cost = written(self._algorithm, parameters)
        except QgsProcessingException as problem:
            self._refuse(refusal(str(problem), self._algorithm))
            return
        self.cost.setText(self._cost.text())
        self._show_period()

    def day_changed(self) -> None:
        """A year or quarter may have begun."""
        self.year.setMaximum(today().year)
        if self.cost.text():  # else the order is refused
            self._show_period()

    def _show_period(self) -> None:
        """Whether the period has begun, and whether it has ended."""
        self.notice.clear()
        (period,) = periods_of(self._period())
        self._allow(period.start <= today(), translate("S2GM", "This period has not begun."))
        if period.start <= today() < period.end:
            text = translate("S2GM", "This period ends on {day}: there will be more pictures of it.")
            self.notice.tell(text.format(day=day_text(period.last_day)))

    def _allow(self, possible: bool, why_not: str) -> None:
        self.make_button.setEnabled(possible)
        self.make_button.setToolTip(translate("S2GM", "Makes the mosaic in the background") if possible else why_not)

    def _refuse(self, why: str) -> None:
        self.cost.setText("")
        self._allow(False, why)
        self.notice.complain(why)

    def _look(self) -> None:
        if self.scenes_panel is not None:
            self.scenes_panel.show()
            self.scenes_panel.show_order(self.parameters(), self._algorithm.id())


def _quarters() -> Sequence[str]:
    """The months of each quarter."""
    short = QLocale.FormatType.ShortFormat
    names = [language().standaloneMonthName(month, short) for month in range(1, 13)]
    return [f"{names[first]}–{names[first + 2]}" for first in (0, 3, 6, 9)]
