"""The page of a product: an area and a month, or every option; then a quicklook or the whole mosaic."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from qgis.core import QgsProcessingAlgorithm, QgsProcessingContext, QgsProject
from qgis.gui import QgsFileWidget
from qgis.PyQt.QtCore import pyqtSignal
from qgis.PyQt.QtWidgets import (
    QGroupBox,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from ...processing_provider.translation import translate
from ..algorithms import algorithm_of
from ..area.notice import Notice
from ..area.panel import AreaPanel
from ..core_words import refusal
from ..scenes.panel import ScenesPanel
from .available import why_not_here
from .cost import cost_of, is_wanted
from .cost_line import CostLine
from .form_rules import why_not_then
from .mode_switch import ModeSwitch
from .month_picker import MonthPicker
from .outputs import mosaics_folder, order_name, set_mosaics_folder
from .page_scroll import PageScroll
from .parameter_form import ParameterForm
from .periods import MONTH, period_text, periods_of
from .presets import without_preset
from .records import OrderRecord, new_record
from .scenes_box import ScenesBox
from .values import area_of_value

QUICKLOOK = "s2gm:quicklook"
DEFAULT_NAME = "mosaic"
OWN_QUICKLOOK = "QUICKLOOK"
"""Parameter of products that make a preview by themselves."""

TIME = ("PERIOD", "START", "END")


@dataclass(frozen=True)
class Product:
    """What a page orders."""

    algorithm: str
    title: str
    intro: str
    button: str


class OrderPage(QWidget):
    """Makes orders of one algorithm. ``lend`` gives it the panels that pages share."""

    ordered = pyqtSignal(object)  # OrderRecord, not stored yet

    def __init__(self, product: Product, algorithm: QgsProcessingAlgorithm, canvas: Any) -> None:
        super().__init__()
        self.product = product
        self.area_panel: AreaPanel | None = None
        self.mode, self.month = ModeSwitch(), MonthPicker()
        self.form = ParameterForm(algorithm, canvas)
        self.form.set_value("START", self.month.month.isoformat())
        self.area_box = QGroupBox(translate("S2GM", "Area"))
        self.area_slot = QVBoxLayout(self.area_box)
        self.month_box = QGroupBox(translate("S2GM", "Month"))
        self.folder = QgsFileWidget()
        self.scenes_box = ScenesBox(self.form, product.algorithm, self.parameters)
        self.scenes_button = self.scenes_box.button
        self.notice, self.also, self.cost = Notice(), QLabel(), CostLine(algorithm)
        self.look_button = QPushButton(translate("S2GM", "Quicklook"))
        self.make_button = QPushButton(product.button)
        self._looked: tuple[str, date] | None = None  # area and first day of the last quicklook
        self._lay_out()
        self._connect()
        self._show_mode()

    # What the window does

    def lend(self, area_panel: AreaPanel, scenes_panel: ScenesPanel) -> None:
        """Take the panels of areas and scenes, which another page may have had before."""
        if self.area_panel is None:
            self.area_panel = area_panel
            area_panel.areaChanged.connect(self._refresh)
        self.area_slot.addWidget(area_panel)
        self.scenes_box.lend(scenes_panel)
        area_panel.show()
        self._refresh()

    def show_order(self, record: OrderRecord) -> None:
        """Fill the page with an order, to change it."""
        given = without_preset(record.parameters)
        if MONTH in given:
            given["START"] = given.pop(MONTH)
        if given.get("NAME") == order_name(record.name) != record.name:
            del given["NAME"]  # made of the old period, not chosen by the user
        self.scenes_box.forget_ticks()
        self.form.set_values(given)
        periods = periods_of(given)
        if periods:
            self.month.set_month(periods[0].start)
        if self.area_panel is not None and "GEOMETRY" in given:
            self.area_panel.choose(area_of_value(given["GEOMETRY"]), None, "")
        self.mode.set_advanced(not self._is_basic(given))
        self._refresh()

    def quicklook_shown(self, record: OrderRecord) -> None:
        """After a quicklook: offer the mosaic."""
        periods = periods_of(record.parameters)
        self._looked = (record.parameters.get("GEOMETRY", ""), periods[0].start) if periods else None
        self.notice.tell(
            translate("S2GM", "The quicklook is on the map. If you like it, press “{button}”.").format(
                button=self.make_button.text()
            )
        )
        self._refresh()

    # What is ordered

    def parameters(self) -> dict[str, Any]:
        """The order's parameters as they are chosen now."""
        given = self.form.values()
        if not self.mode.is_advanced:
            given = {name: value for name, value in given.items() if name not in TIME}
            given.update({"PERIOD": "month", "START": self.month.month.isoformat()})
        area = self.area_panel.area if self.area_panel is not None else None
        if area is not None:
            given["GEOMETRY"] = area.parameter
        return given

    def quicklook_parameters(self) -> dict[str, Any]:
        """The parameters of the quicklook of the order's first month."""
        given = self.parameters()
        periods = periods_of(given)
        first = periods[0].start if periods else self.month.month
        quicklook = algorithm_of(QUICKLOOK)
        known = {one.name() for one in quicklook.parameterDefinitions()} if quicklook is not None else set()
        return {**{name: value for name, value in given.items() if name in known}, MONTH: first.isoformat()}

    def place(self) -> None:
        """Order the mosaic, after asking where it is a large one."""
        given = self.parameters()
        name = given.get("NAME", "").strip() or DEFAULT_NAME
        label = self._label(given) if name == DEFAULT_NAME else name
        if is_wanted(self, label, cost_of(self.form.algorithm, given, self.scenes_box.forecast)):
            self._place(self.product.algorithm, label, {**given, "NAME": order_name(label)})

    def place_quicklook(self) -> None:
        """Order the quicklook: that of the product itself, where it has one."""
        given = {**self.parameters(), OWN_QUICKLOOK: True} if self._has_own_quicklook else self.quicklook_parameters()
        label = translate("S2GM", "Quicklook {what}").format(what=self._label(given))
        self._place(self.product.algorithm if self._has_own_quicklook else QUICKLOOK, label, given)

    @property
    def _has_own_quicklook(self) -> bool:
        return self.form.algorithm.parameterDefinition(OWN_QUICKLOOK) is not None

    def _place(self, algorithm_id: str, label: str, parameters: dict[str, Any]) -> None:
        algorithm = algorithm_of(algorithm_id)
        if algorithm is None:
            return
        known = {one.name() for one in algorithm.parameterDefinitions()}
        parameters = {name: value for name, value in parameters.items() if name in known}
        context = QgsProcessingContext()
        context.setProject(QgsProject.instance())
        fine, problem = algorithm.checkParameterValues({**parameters, "OUTPUT": "TEMPORARY_OUTPUT"}, context)
        problem = why_not_then(parameters) or why_not_here(parameters) if fine else problem
        if problem:
            self.notice.complain(refusal(problem, algorithm))
            return
        self.notice.clear()
        self.ordered.emit(new_record(algorithm_id, label, parameters))

    def _label(self, parameters: Mapping[str, Any]) -> str:
        area = self.area_panel.area if self.area_panel is not None else None
        drawn = translate("S2GM", "Drawn")
        words = area.words if area is not None and area.words not in ("", drawn) else self.product.title
        return f"{words} {period_text(parameters)}".strip()

    # How it looks

    def _lay_out(self) -> None:
        intro = QLabel(self.product.intro)
        intro.setWordWrap(True)
        month = QVBoxLayout(self.month_box)
        month.addWidget(self.month)
        self.folder.setStorageMode(QgsFileWidget.StorageMode.GetDirectory)
        self.folder.setFilePath(str(mosaics_folder()))
        tip = translate("S2GM", "Each order gets a folder of its own below this one")
        self.folder.setToolTip(tip)
        self.folder_box = QGroupBox(translate("S2GM", "Folder"))
        QVBoxLayout(self.folder_box).addWidget(self.folder)
        inside = QWidget()
        column = QVBoxLayout(inside)
        boxes = (self.area_box, self.month_box, self.also, self.form, self.folder_box, self.scenes_box)
        for widget in (intro, *boxes):
            column.addWidget(widget)
        column.addStretch(1)
        self.scroll = PageScroll(inside)
        self.also.setWordWrap(True)
        buttons = QHBoxLayout()
        buttons.addWidget(self.look_button, 1)
        buttons.addWidget(self.make_button, 1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(6, 6, 6, 6)
        whole.addWidget(self.mode)
        whole.addWidget(self.scroll, 1)
        whole.addWidget(self.cost)
        whole.addWidget(self.notice)
        whole.addLayout(buttons)

    def _connect(self) -> None:
        self.mode.changed.connect(self._switch)
        self.month.changed.connect(self._refresh)
        self.form.changed.connect(self._refresh)
        self.folder.fileChanged.connect(set_mosaics_folder)
        self.scenes_box.dropped.connect(self._tell_dropped)
        self.look_button.clicked.connect(lambda checked=False: self.place_quicklook())
        self.make_button.clicked.connect(lambda checked=False: self.place())
        self.also.linkActivated.connect(lambda link: self.form.reset())

    def _switch(self, advanced: bool) -> None:
        """Take the month along, both ways."""
        if advanced:
            if self._form_month() != self.month.month:
                month = {"PERIOD": "month", "START": self.month.month.isoformat(), "END": None}
                self.form.update_values(month)
        else:
            self.month.set_month(self._form_month() or self.month.month)
        self._show_mode()

    def _form_month(self) -> date | None:
        """The month in the form; the first of a longer or shorter period."""
        periods = periods_of(self.form.values())
        return periods[0].start.replace(day=1) if periods else None

    def _show_mode(self) -> None:
        advanced = self.mode.is_advanced
        for widget in (self.form, self.folder_box):
            widget.setVisible(advanced)
        self.month_box.setVisible(not advanced)
        self._refresh()

    def _refresh(self) -> None:
        advanced = self.mode.is_advanced
        also = "" if advanced else self._also_text()
        self.also.setText(also)
        self.also.setVisible(bool(also))
        area = self.area_panel.area if self.area_panel is not None else None
        self._show_cost(area is not None)
        looked = area is not None and self._looked == (area.parameter, self.month.month)
        self.make_button.setVisible(advanced or looked)
        self.scenes_box.follow()
        for button, tip in (
            (self.scenes_button, translate("S2GM", "Searches the archive: scenes, clouds, bytes and time")),
            (self.look_button, self._look_tip()),
            (self.make_button, translate("S2GM", "Makes the mosaic below {folder}").format(folder=mosaics_folder())),
        ):
            button.setEnabled(area is not None)
            button.setToolTip(tip if area is not None else translate("S2GM", "Choose an area first."))
        main = self.make_button if not self.make_button.isHidden() else self.look_button
        for button in (self.look_button, self.make_button):
            button.setDefault(button is main)

    def _show_cost(self, has_area: bool) -> None:
        given = self.parameters()
        # The grid of a raster is read from its file, which may be remote: not with every click.
        is_known = has_area and not given.get("LIKE")
        self.cost.show_order(given if is_known else None)

    def _tell_dropped(self) -> None:
        self.notice.tell(translate("S2GM", "The unticked scenes were those of another order; all are used again."))

    def _look_tip(self) -> str:
        tip = translate("S2GM", "A picture of the month, coarse and ready in seconds")
        if not self.mode.is_advanced or self._has_own_quicklook:
            return tip
        less = translate("S2GM", "Limits on clouds, satellites and orbits, cloud mask and method are not used for it.")
        return f"{tip}. {less}"

    def _also_text(self) -> str:
        """For Basic: what the form holds beside the month, and that its other period is not used."""
        names, period = self._also_chosen(), self._unused_period()
        texts = [translate("S2GM", "Period: {period} is not used here.").format(period=period)] if period else []
        if names:
            text = translate("S2GM", "Also chosen in Advanced: {names}. <a href='reset'>Forget it</a>")
            texts.append(text.format(names=", ".join(names)))
        elif period:
            texts.append(translate("S2GM", "<a href='reset'>Forget it</a>"))
        return " ".join(texts)

    def _unused_period(self) -> str:
        """The period in the form, where it is none that Basic has."""
        given = self.form.values()
        return "" if self._is_basic(given) else period_text(given) or self.form.text_of("PERIOD")

    def _also_chosen(self) -> list[str]:
        """Labels of what differs from the defaults beside the time."""
        given, usual = self.form.values(), self.form.defaults()
        names = (name for name in given if name not in (*TIME, "NAME") and given[name] != usual.get(name, []))
        return [self.form.algorithm.parameterDefinition(name).description() for name in names]

    def _is_basic(self, parameters: Mapping[str, Any]) -> bool:
        return parameters.get("PERIOD", "month") == "month" and "END" not in parameters
