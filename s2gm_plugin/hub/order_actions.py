"""What can be done with an order of the list: the table of actions, and when each makes sense."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from ...processing_provider.translation import translate
from ..dates import day_text
from .periods import next_parameters, today
from .records import OrderRecord, Status


@dataclass(frozen=True)
class OrderAction:
    """One action: ``why_not`` says why an order does not have it now, or nothing."""

    name: str
    icon: str  # of QGIS's theme
    text: str
    tip: str
    why_not: Callable[[OrderRecord], str]
    shortcut: str = ""


def order_actions() -> tuple[OrderAction, ...]:
    """The actions in the order of the toolbar."""
    return (
        OrderAction(
            "load",
            "mActionAddRasterLayer",
            translate("S2GM", "Show on the map"),
            translate("S2GM", "Adds the layers of the order to the map again"),
            _not_done,
            "Return",
        ),
        OrderAction(
            "folder",
            "mActionFileOpen",
            translate("S2GM", "Open folder"),
            translate("S2GM", "Opens the folder with the files of the order"),
            _no_folder,
        ),
        OrderAction(
            "resume",
            "mActionPlay",
            translate("S2GM", "Resume"),
            translate("S2GM", "Goes on where the order has stopped; what was finished is kept"),
            _not_stopped,
        ),
        OrderAction(
            "stop",
            "mTaskCancel",
            translate("S2GM", "Stop"),
            translate("S2GM", "Stops the order; it can be resumed"),
            _not_stoppable,
        ),
        OrderAction(
            "again",
            "mActionRefresh",
            translate("S2GM", "Run again"),
            translate("S2GM", "Orders the same once more, into a new folder"),
            _unreadable,
        ),
        OrderAction(
            "change",
            "mActionEditCopy",
            translate("S2GM", "Duplicate and change"),
            translate("S2GM", "Opens the page of the product with the settings of this order"),
            _unreadable,
        ),
        OrderAction(
            "next",
            "mActionArrowRight",
            translate("S2GM", "Next period"),
            translate("S2GM", "Orders the same for the next period"),
            _no_next,
        ),
        OrderAction(
            "delete",
            "mActionDeleteSelected",
            translate("S2GM", "Delete..."),
            translate("S2GM", "Deletes the order, and its files if you want"),
            lambda order: translate("S2GM", "Stop the order first.") if order.status.is_open else "",
            "Delete",
        ),
    )


def _unreadable(order: OrderRecord) -> str:
    return order.message if order.status is Status.UNREADABLE else ""


def _not_stoppable(order: OrderRecord) -> str:
    if not order.status.is_open:
        return translate("S2GM", "Only for orders that wait or run.")
    if order.is_elsewhere:
        return translate("S2GM", "The order is of another window of QGIS; stop it there.")
    return ""


def _not_done(order: OrderRecord) -> str:
    if order.status is not Status.DONE:
        return translate("S2GM", "The order is not finished.")
    if not any(Path(order.folder).glob("*.tif")):
        return translate("S2GM", "Its files are not there any more.")
    return ""


def _no_folder(order: OrderRecord) -> str:
    there = order.folder and Path(order.folder).is_dir()
    return "" if there else translate("S2GM", "The order has no folder, or it was removed.")


def _not_stopped(order: OrderRecord) -> str:
    if order.status in (Status.STOPPED, Status.FAILED):
        return ""
    return translate("S2GM", "Only for orders that were stopped or have failed.")


def _no_next(order: OrderRecord) -> str:
    following = next_parameters(order.parameters)
    if following is None:
        return translate("S2GM", "An order from one day to another has no next period.")
    complete = following[1]
    if complete > today():
        return translate("S2GM", "The next period is complete on {day}.").format(day=day_text(complete))
    return ""


def is_next_complete(order: OrderRecord) -> bool:
    """Whether the period after an order's last one has ended."""
    return not _no_next(order)
