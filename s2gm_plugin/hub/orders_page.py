"""My Orders: every order that was placed, over restarts, and what can be done with it."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from qgis.core import QgsApplication
from qgis.gui import QgsFilterLineEdit
from qgis.PyQt.QtCore import Qt, pyqtSignal
from qgis.PyQt.QtGui import QKeySequence, QResizeEvent
from qgis.PyQt.QtWidgets import (
    QAction,
    QHeaderView,
    QLabel,
    QMenu,
    QToolBar,
    QToolButton,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from ...processing_provider.translation import translate
from ..algorithms import algorithm_of
from ..area.notice import Notice
from ..core_words import refusal
from .order_actions import OrderAction, is_next_complete, order_actions
from .order_texts import STATUS_ICONS, created_day_text, created_text, order_area_text, size_text, status_text
from .orders_desk import Answer, OrdersDesk
from .periods import next_parameters, period_text
from .records import OrderRecord, Status
from .store import OrderStore

NUMBER = int(Qt.ItemDataRole.UserRole)
LEAST_CHARACTERS = 8
"""Of the name's column, which has the width that the others leave; the tooltip has all of a long name."""

AREA, NARROW_CHARACTERS = 3, 80
"""The column of areas, and below which width of the list it is not shown, so that none is cut."""


class OrdersPage(QWidget):
    """The list with its toolbar. What an action does is the desk's."""

    changeWanted = pyqtSignal(object)  # OrderRecord, to be shown on its page

    def __init__(self, store: OrderStore, desk: OrdersDesk) -> None:
        super().__init__()
        self.store, self.desk = store, desk
        self.filter, self.list, self.notice = QgsFilterLineEdit(), QTreeWidget(), Notice()
        self.empty = QLabel(translate("S2GM", "No order yet. Choose an area and a month in Temporal Mosaic."))
        self.bar = QToolBar()
        self.bar.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonIconOnly)
        self.table = {action.name: action for action in order_actions()}
        self.actions_by_name = {name: self._action(action) for name, action in self.table.items()}
        self.repeat_action = self._repeat_action()
        self._add_menu()
        self._lay_out()
        self._connect()
        self.refresh()

    def refresh(self) -> None:
        """Show the store's orders, keeping what is selected."""
        chosen = self.chosen.identifier if self.chosen else 0
        orders = self.store.orders()
        self.list.clear()
        for order in orders:
            item = QTreeWidgetItem(self._cells(order))
            item.setIcon(1, QgsApplication.getThemeIcon(f"/{STATUS_ICONS[order.status]}.svg"))
            item.setData(0, NUMBER, order.identifier)
            item.setToolTip(0, order.name)
            item.setToolTip(5, created_text(order))
            item.setToolTip(1, _message_of(order))
            item.setTextAlignment(4, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            self.list.addTopLevelItem(item)
            if order.identifier == chosen:
                self.list.setCurrentItem(item)
        self.list.setVisible(bool(orders))
        self.empty.setVisible(not orders)
        self._filter(self.filter.text())
        self._show_chosen()

    @property
    def chosen(self) -> OrderRecord | None:
        """The selected order as the store has it."""
        item = self.list.currentItem()
        return self.store.order(item.data(0, NUMBER)) if item is not None and item.isSelected() else None

    def choose(self, identifier: int) -> None:
        """Select an order."""
        for row in range(self.list.topLevelItemCount()):
            if self.list.topLevelItem(row).data(0, NUMBER) == identifier:
                self.list.setCurrentItem(self.list.topLevelItem(row))

    def do(self, name: str) -> None:
        """Carry out an action on the selected order, if it has it now."""
        order = self.chosen
        if order is None or self.table[name].why_not(order):
            return
        if name == "change":
            self.changeWanted.emit(order)
            return
        self._say(getattr(self.desk, name)(order))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """A narrow list is one without areas."""
        super().resizeEvent(event)
        self.list.setColumnHidden(AREA, self.width() < NARROW_CHARACTERS * self.fontMetrics().averageCharWidth())

    # Set-up

    def _action(self, row: OrderAction) -> QAction:
        action = QAction(QgsApplication.getThemeIcon(f"/{row.icon}.svg"), row.text, self)
        action.setObjectName(f"s2gmOrder_{row.name}")
        if row.shortcut:
            action.setShortcut(QKeySequence(row.shortcut))
            action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            self.list.addAction(action)
        action.triggered.connect(partial(self._triggered, row.name))
        self.bar.addAction(action)
        self.bar.widgetForAction(action).setFocusPolicy(Qt.FocusPolicy.StrongFocus)  # for Tab; QGIS's are without
        return action

    def _triggered(self, name: str, checked: bool = False) -> None:
        self.do(name)

    def _repeat_action(self) -> QAction:
        action = QAction(translate("S2GM", "Offer each new period"), self)
        action.setToolTip(translate("S2GM", "When the next period is complete, this page offers to order it"))
        action.setCheckable(True)
        action.triggered.connect(self._set_repeats)
        return action

    def _add_menu(self) -> None:
        menu = QMenu(self)
        menu.addAction(self.repeat_action)
        menu.addSeparator()
        self.menu_actions: list[QAction] = []
        for text, do in (
            (translate("S2GM", "Copy as qgis_process"), self.desk.copy_qgis_process),
            (translate("S2GM", "Copy as s2gm"), self.desk.copy_s2gm),
            (translate("S2GM", "Copy as Python"), self.desk.copy_python),
            (translate("S2GM", "Export as JSON..."), self.desk.export),
        ):
            action = menu.addAction(text)
            action.triggered.connect(partial(self._with_chosen, do))
            self.menu_actions.append(action)
        menu.addSeparator()
        menu.addAction(translate("S2GM", "Import JSON...")).triggered.connect(self._import)
        button = QToolButton()
        button.setText(translate("S2GM", "More"))
        button.setToolTip(translate("S2GM", "Copy, export, import, offer each new period"))
        button.setMenu(menu)
        button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.menu = menu
        self.bar.addSeparator()
        self.bar.addWidget(button)
        for rest in self.bar.findChildren(QToolButton, "qt_toolbar_ext_button"):  # Qt's, in narrow windows
            rest.setToolTip(translate("S2GM", "More"))

    def _lay_out(self) -> None:
        self.list.setHeaderLabels(
            [
                translate("S2GM", "Name"),
                translate("S2GM", "Status"),
                translate("S2GM", "Period"),
                translate("S2GM", "Area"),
                translate("S2GM", "Size"),
                translate("S2GM", "Created"),
            ]
        )
        self.list.setRootIsDecorated(False)
        self.list.setAlternatingRowColors(True)
        self.list.setToolTip(translate("S2GM", "Orders, the newest first"))
        self.list.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        header = self.list.header()
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)  # the others are never cut for a long name
        header.setMinimumSectionSize(LEAST_CHARACTERS * self.fontMetrics().averageCharWidth())
        header.setStretchLastSection(False)
        self.filter.setPlaceholderText(translate("S2GM", "Search orders"))
        self.filter.setShowSearchIcon(True)
        self.filter.setToolTip(translate("S2GM", "Shows the orders whose row has this text"))
        self.empty.setWordWrap(True)
        self.empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        column = QVBoxLayout(self)
        column.setContentsMargins(6, 6, 6, 6)
        column.addWidget(self.bar)
        column.addWidget(self.filter)
        column.addWidget(self.list, 1)
        column.addWidget(self.empty, 1)
        column.addWidget(self.notice)

    def _connect(self) -> None:
        self.store.changed.connect(self.refresh)
        self.store.troubled.connect(self.notice.complain)
        self.filter.textChanged.connect(self._filter)
        self.list.itemSelectionChanged.connect(self._show_chosen)
        self.list.itemDoubleClicked.connect(lambda item, column: self.do("load"))
        self.list.customContextMenuRequested.connect(self._open_menu)

    # What is shown

    def _cells(self, order: OrderRecord) -> list[str]:
        return [
            order.name,
            status_text(order.status),
            period_text(order.parameters),
            order_area_text(order),
            size_text(order.size),
            created_day_text(order),
        ]

    def _filter(self, text: str) -> None:
        for row in range(self.list.topLevelItemCount()):
            item = self.list.topLevelItem(row)
            words = " ".join(item.text(column) for column in range(item.columnCount()))
            item.setHidden(text.casefold() not in words.casefold())

    def _show_chosen(self) -> None:
        order = self.chosen
        none = translate("S2GM", "Choose an order first.")
        for name, action in self.actions_by_name.items():
            why_not = none if order is None else self.table[name].why_not(order)
            action.setEnabled(not why_not)
            action.setToolTip(f"{self.table[name].text}: {why_not}" if why_not else self.table[name].tip)
        for action in (*self.menu_actions, self.repeat_action):
            action.setEnabled(order is not None and order.status is not Status.UNREADABLE)
        following = next_parameters(order.parameters) if order is not None else None
        self.repeat_action.setEnabled(following is not None)
        self.repeat_action.setChecked(order is not None and order.repeats)
        self._show_message(order)

    def _show_message(self, order: OrderRecord | None) -> None:
        offers = self.offers()
        if order is not None and order.message:
            (self.notice.complain if order.status in (Status.FAILED, Status.UNREADABLE) else self.notice.warn)(
                _message_of(order)
            )
        elif offers:
            text = translate("S2GM", "The next period is complete for: {names}. Choose one and press Next period.")
            self.notice.tell(text.format(names=", ".join(one.name for one in offers)))
        else:
            self.notice.clear()

    def offers(self) -> list[OrderRecord]:
        """Orders that are to be repeated and whose next period is complete."""
        return [order for order in self.store.orders() if order.repeats and is_next_complete(order)]

    def _open_menu(self, place: object) -> None:
        menu = QMenu(self)
        menu.addActions([action for action in self.actions_by_name.values() if action.isEnabled()])
        menu.addSeparator()
        menu.addActions(self.menu.actions())
        menu.exec(self.list.viewport().mapToGlobal(place))

    def _set_repeats(self, on: bool) -> None:
        if self.chosen is not None:
            self.store.change(self.chosen.identifier, repeats=on)

    def _with_chosen(self, do: Callable[[OrderRecord], Answer], checked: bool = False) -> None:
        if self.chosen is not None:
            self._say(do(self.chosen))

    def _import(self, checked: bool = False) -> None:
        record, problem = self.desk.ask_import()
        if record is not None:
            self.changeWanted.emit(record)
        elif problem:
            self.notice.complain(problem)

    def _say(self, answer: Answer) -> None:
        if answer.text:
            (self.notice.complain if answer.is_failure else self.notice.tell)(answer.text)


def _message_of(order: OrderRecord) -> str:
    """What its run had to say, in the user's language."""
    return refusal(order.message, algorithm_of(order.algorithm)) if order.message else ""
