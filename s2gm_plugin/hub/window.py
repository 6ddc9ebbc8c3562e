"""The window: five places, what is running below them, and the wires between pages, list and queue."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from qgis.core import Qgis, QgsApplication, QgsSettings
from qgis.PyQt.QtCore import QSize, Qt
from qgis.PyQt.QtWidgets import (
    QButtonGroup,
    QDockWidget,
    QHBoxLayout,
    QStackedWidget,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from ...processing_provider.plugin_facts import plugin_icon
from ...processing_provider.translation import translate
from ..algorithms import algorithm_of
from ..area.panel import AreaPanel
from ..core_words import refusal
from ..reader.window import HelpWindow
from ..scenes.panel import ScenesPanel
from .day_watch import DayWatch
from .help_links import place_help
from .map_view import show_on_map
from .order_page import OWN_QUICKLOOK, QUICKLOOK, OrderPage, Product
from .orders_desk import OrdersDesk
from .orders_page import OrdersPage
from .predefined_page import PredefinedPage
from .queue import OrderQueue
from .records import OrderRecord, Status
from .run_line import RunLine
from .series_page import SeriesPage
from .store import OrderStore
from .welcome_page import WelcomePage

WELCOMED = "s2gm/hub/welcomed"
ICON_PIXELS = 28
MOSAIC, BRIGHTEARTH = "s2gm:temporalmosaic", "s2gm:brightearth"


def orders_file() -> Path:
    """The list of orders in QGIS's profile."""
    return Path(QgsApplication.qgisSettingsDirPath()) / "s2gm" / "orders.sqlite"


class HubDock(QDockWidget):
    """S2GM in one window. ``shut`` is to be called before the plugin goes."""

    def __init__(
        self, iface: Any, open_series: Callable[[], None], open_algorithm: Callable[[str], None], orders: Path
    ) -> None:
        super().__init__("S2GM", iface.mainWindow())
        self.setObjectName("s2gmHub")
        self.iface = iface
        self._told = ""  # of the list of orders
        self.help: HelpWindow | None = None  # made when it is opened
        self.store = OrderStore(orders, self)
        self.queue = OrderQueue(self.store, self)
        self.desk = OrdersDesk(self.queue, self)
        self.area_panel, self.scenes_panel = AreaPanel(iface), ScenesPanel(iface)
        self.stack, self.places = QStackedWidget(), QVBoxLayout()
        self.buttons: dict[str, QToolButton] = {}
        self.group = QButtonGroup(self)
        self.welcome = WelcomePage()
        self.stack.addWidget(self.welcome)
        self.order_pages = self._add_order_pages(MOSAIC)
        self.series_page = SeriesPage(open_series, open_algorithm)
        self._add("series", "s2gm_series", translate("S2GM", "Time Series"), self.series_page)
        self.order_pages |= self._add_order_pages(BRIGHTEARTH)
        self.predefined = PredefinedPage(algorithm_of(MOSAIC))
        self._add("predefined", "s2gm_predefined", translate("S2GM", "Predefined Mosaics"), self.predefined)
        self.orders_page = OrdersPage(self.store, self.desk)
        self._add("orders", "s2gm_orders", translate("S2GM", "My Orders"), self.orders_page)
        self.run_line = RunLine(self.queue)
        self._lay_out()
        self._connect()
        self._show_offers()
        if self.store.trouble:
            self._tell_trouble(self.store.trouble)
        self.open_place("mosaic" if QgsSettings().value(WELCOMED, False, type=bool) else "welcome")

    # What the plugin does

    def shut(self) -> None:
        """Stop what runs and take everything from the map."""
        self.welcome.shut()
        self.queue.shut()
        self.area_panel.shut()
        self.scenes_panel.shut()
        self.store.close()
        if self.help is not None:
            self.help.deleteLater()
            self.help = None

    def open_place(self, name: str) -> None:
        """Show one of the places."""
        if name == "welcome":
            self.stack.setCurrentWidget(self.welcome)
            return
        QgsSettings().setValue(WELCOMED, True)
        self.buttons[name].setChecked(True)
        page = self._pages[name]
        if page is self.stack.currentWidget():
            return
        if isinstance(page, OrderPage):
            page.lend(self.area_panel, self.scenes_panel)
        elif page is self.predefined:
            page.lend(self.scenes_panel)
        self.stack.setCurrentWidget(page)

    # Set-up

    def _add_order_pages(self, algorithm_id: str) -> dict[str, OrderPage]:
        """The page of a product, where its algorithm is there; by the algorithm's id."""
        name, icon, product = _products()[algorithm_id]
        algorithm = algorithm_of(algorithm_id)
        if algorithm is None:
            return {}
        page = OrderPage(product, algorithm, self.iface.mapCanvas())
        self._add(name, icon, product.title, page)
        page.ordered.connect(self.place)
        return {algorithm_id: page}

    def _add(self, name: str, icon: str, title: str, page: QWidget) -> None:
        button = QToolButton()
        button.setObjectName(f"s2gmHub_{name}")
        button.setIcon(plugin_icon(icon))
        button.setIconSize(QSize(ICON_PIXELS, ICON_PIXELS))
        button.setText(title.replace(" ", "\n", 1))
        button.setToolTip(title)
        button.setAccessibleName(title)
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextUnderIcon)
        button.setCheckable(True)
        button.setAutoRaise(True)
        button.setMinimumWidth(4 * button.fontMetrics().height() + 16)
        button.clicked.connect(lambda checked=False: self.open_place(name))
        self.group.addButton(button)
        self.places.addWidget(button, 0, Qt.AlignmentFlag.AlignHCenter)
        self.buttons[name] = button
        self._pages = {**getattr(self, "_pages", {}), name: page}
        self.stack.addWidget(page)

    def _lay_out(self) -> None:
        self.places.setContentsMargins(2, 4, 2, 4)
        self.places.addStretch(1)
        help_icon = QgsApplication.getThemeIcon("/mActionHelpContents.svg")
        for icon, tip, do in (
            (help_icon, translate("S2GM", "Help on this page"), self._open_help),
            (plugin_icon("s2gm_hub"), translate("S2GM", "The three first steps"), self._open_welcome),
        ):
            button = QToolButton()
            button.setIcon(icon)
            button.setToolTip(tip)
            button.setAccessibleName(tip)
            button.setAutoRaise(True)
            button.clicked.connect(do)
            self.places.addWidget(button, 0, Qt.AlignmentFlag.AlignHCenter)
        right = QVBoxLayout()
        right.setContentsMargins(0, 0, 0, 0)
        right.addWidget(self.stack, 1)
        right.addWidget(self.run_line)
        whole = QWidget()
        row = QHBoxLayout(whole)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(2)
        row.addLayout(self.places)
        row.addLayout(right, 1)
        self.setWidget(whole)

    def _connect(self) -> None:
        self.welcome.started.connect(lambda: self.open_place("mosaic"))
        self.welcome.helpWanted.connect(self._open_help)
        self.welcome.exampleWanted.connect(self.place_example)
        self.predefined.ordered.connect(self.place)
        self.predefined.changeWanted.connect(self.change)
        self.orders_page.changeWanted.connect(self.change)
        self.run_line.cancelled.connect(self.queue.cancel)
        self.queue.ended.connect(self._tell_end)
        self.queue.unwritten.connect(self._tell_unwritten)
        self.store.changed.connect(self._show_offers)
        self.store.troubled.connect(self._tell_trouble)
        self.watch = DayWatch(self)
        self.watch.dayChanged.connect(self._take_day)
        self.watch.looked.connect(self._show_offers)
        self.visibilityChanged.connect(self._look_at_clock)

    def _open_help(self, checked: bool = False) -> None:
        names = [name for name, page in self._pages.items() if page is self.stack.currentWidget()]
        if self.help is None:
            self.help = HelpWindow(self.iface.mainWindow())
        self.help.show_address(place_help(names[0] if names else ""))

    def _open_welcome(self, checked: bool = False) -> None:
        self.open_place("welcome")

    # What happens

    def place(self, record: OrderRecord) -> None:
        """Queue a new order."""
        self.desk.place(record)

    def place_example(self, record: OrderRecord) -> None:
        """Queue the example and show where it stands."""
        self.open_place("orders")
        self.orders_page.choose(self.desk.place(record).identifier)

    def change(self, record: OrderRecord) -> None:
        """Open the page of an order's product with its settings."""
        page = self.order_pages.get(record.algorithm, self.order_pages[MOSAIC])
        self.open_place(next(name for name, one in self._pages.items() if one is page))
        page.show_order(record)

    def _tell_end(self, record: OrderRecord) -> None:
        bar, levels = self.iface.messageBar(), Qgis.MessageLevel
        if record.status is Status.FAILED:
            why = refusal(record.message, algorithm_of(record.algorithm))
            bar.pushMessage(record.name, why, levels.Critical)
            self._notice(record)
        elif record.status is Status.DONE:
            show_on_map(self.iface.mapCanvas(), record)
            if record.algorithm == QUICKLOOK or record.parameters.get(OWN_QUICKLOOK):
                self.order_pages.get(record.algorithm, self.order_pages[MOSAIC]).quicklook_shown(record)
            else:
                bar.pushMessage(record.name, translate("S2GM", "The mosaic is on the map."), levels.Success)

    def _notice(self, record: OrderRecord) -> None:
        """Say what went wrong on the page that ordered it, too, whichever is open now."""
        page = self.order_pages.get(record.algorithm, self.order_pages[MOSAIC])
        notice = self.predefined.notice if self.predefined.has_placed(record) else page.notice
        notice.complain(refusal(record.message, algorithm_of(record.algorithm)))

    def _tell_unwritten(self, record: OrderRecord) -> None:
        text = translate("S2GM", "It has ended, but the list of orders cannot be written now. S2GM tries again.")
        self.iface.messageBar().pushMessage(record.name, text, Qgis.MessageLevel.Warning)

    def _tell_trouble(self, trouble: str) -> None:
        """Say what is wrong with the list of orders, once for the same."""
        if trouble != self._told:
            self._told = trouble
            self.iface.messageBar().pushMessage("S2GM", trouble, Qgis.MessageLevel.Warning)
        self.orders_page.notice.complain(trouble)

    def _look_at_clock(self, is_visible: bool) -> None:
        if is_visible:
            self.watch.look()

    def _take_day(self) -> None:
        """Another day, other months that can be chosen and other periods that are complete."""
        for page in self.order_pages.values():
            page.month.refresh()
        self.predefined.day_changed()
        self.orders_page.refresh()

    def _show_offers(self) -> None:
        offers = len(self.orders_page.offers())
        text = translate("S2GM", "My Orders").replace(" ", "\n", 1)
        self.buttons["orders"].setText(f"{text} ({offers})" if offers else text)


def _products() -> dict[str, tuple[str, str, Product]]:
    """Place, icon and words of the products."""
    return {
        MOSAIC: (
            "mosaic",
            "s2gm",
            Product(
                MOSAIC,
                translate("S2GM", "Temporal Mosaic"),
                translate("S2GM", "Sentinel-2 without clouds: of every pixel the most typical clear observation."),
                translate("S2GM", "Make the mosaic"),
            ),
        ),
        BRIGHTEARTH: (
            "brightearth",
            "s2gm_brightearth",
            Product(
                BRIGHTEARTH,
                translate("S2GM", "BrightEarth Mosaic"),
                translate("S2GM", "A picture in natural colour without seams, for looking at and as a background."),
                translate("S2GM", "Make the picture"),
            ),
        ),
    }
