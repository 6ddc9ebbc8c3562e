"""Scenes and cost of a page's order: the panel that pages share, and the ticks that belong to the order."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from qgis.PyQt.QtCore import pyqtSignal
from qgis.PyQt.QtWidgets import QGroupBox, QPushButton, QVBoxLayout

from ...processing_provider.translation import translate
from ..scenes.panel import ScenesPanel
from .parameter_form import ParameterForm

if TYPE_CHECKING:
    from ...s2gm_core.products.forecast import Forecast

EXCLUDE = "EXCLUDE_SCENES"


@dataclass(frozen=True)
class Ticks:
    """Scenes that were unticked in the panel, as the form has them."""

    order: dict[str, Any]  # without them
    before: str  # what the form had before
    written: str


class ScenesBox(QGroupBox):
    """Shows the scenes of what ``settings`` returns. Unticked scenes are written into the form while the order stays.

    So they outlive the panel, which another page may borrow, and Basic names them like all that the form holds.
    """

    dropped = pyqtSignal()  # scenes were unticked in another order than that of now: they are used again

    def __init__(self, form: ParameterForm, algorithm: str, settings: Callable[[], dict[str, Any]]) -> None:
        super().__init__(translate("S2GM", "Scenes and cost"))
        self.panel: ScenesPanel | None = None
        self.button = QPushButton(translate("S2GM", "Which scenes are there?"))
        self._form, self._algorithm, self._settings = form, algorithm, settings
        self._asked: dict[str, Any] | None = None  # for which order the panel shows scenes
        self._ticks: Ticks | None = None
        self._column = QVBoxLayout(self)
        self._column.addWidget(self.button)
        self.button.clicked.connect(lambda checked=False: self.ask())

    def lend(self, panel: ScenesPanel) -> None:
        """Take the panel, empty where another page had it."""
        if self.panel is None:
            self.panel = panel
            panel.excludedChanged.connect(self._take_ticks)
        if self._has_panel:
            return
        self._column.addWidget(panel)
        self._asked = None
        panel.clear()
        panel.hide()  # until its button is pressed

    def ask(self) -> None:
        """Search the scenes of the order and show what it would cost."""
        if self.panel is not None:
            self._asked = self._settings()
            self.panel.show()
            self.panel.show_order(self._asked, self._algorithm)

    @property
    def forecast(self) -> Forecast | None:
        """What the scenes of this very order cost, where they were searched."""
        searched = self.panel is not None and self._has_panel and self._asked == self._settings()
        return self.panel.forecast if self.panel is not None and searched else None

    def forget_ticks(self) -> None:
        """The form is about to get another order with scenes of its own that are left out."""
        self._ticks = None

    def follow(self) -> None:
        """The order may have changed: scenes and ticks of another one say nothing."""
        ticks, now = self._ticks, self._settings()
        if ticks is not None and (ticks.order != _without(now) or ticks.written != now.get(EXCLUDE, "")):
            self._ticks = None
            if ticks.written == now.get(EXCLUDE, "") != ticks.before:
                self._form.set_value(EXCLUDE, ticks.before)
                self.dropped.emit()
        if self._asked is not None and self._asked != self._settings():
            self._asked = None
            if self.panel is not None and self._has_panel:
                self.panel.clear()
                self.panel.hide()

    @property
    def _has_panel(self) -> bool:
        """Whether the panel stands here now."""
        return self.panel is not None and self._column.indexOf(self.panel) >= 0

    def _take_ticks(self) -> None:
        if self.panel is None or self._asked is None or not self._has_panel:
            return
        before = self._ticks.before if self._ticks is not None else self._asked.get(EXCLUDE, "")
        self._ticks = Ticks(_without(self._asked), before, ",".join(self.panel.excluded))
        given = {EXCLUDE: self._ticks.written} if self._ticks.written else {}
        self._asked = {**self._ticks.order, **given}
        self._form.set_value(EXCLUDE, self._ticks.written)


def _without(order: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in order.items() if name != EXCLUDE}
