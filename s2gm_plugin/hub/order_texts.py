"""How an order reads in the list: status, area and size in words of the user's language."""

from __future__ import annotations

from qgis.PyQt.QtCore import QDateTime, QLocale, Qt

from ...processing_provider.translation import translate
from ..area.chosen import LON_LAT, area_text, square_kilometres
from ..scenes.words import bytes_text
from .records import OrderRecord, Status
from .values import area_of_value

STATUS_ICONS = {
    Status.WAITING: "mIconTimerPause",
    Status.RUNNING: "mActionPlay",
    Status.DONE: "mIconSuccess",
    Status.STOPPED: "mTaskCancel",
    Status.FAILED: "mIconWarning",
    Status.UNREADABLE: "mIconCritical",
}
"""Icons of QGIS's theme."""


def status_text(status: Status) -> str:
    """How far an order is."""
    return {
        Status.WAITING: translate("S2GM", "waiting"),
        Status.RUNNING: translate("S2GM", "running"),
        Status.DONE: translate("S2GM", "finished"),
        Status.STOPPED: translate("S2GM", "stopped"),
        Status.FAILED: translate("S2GM", "failed"),
        Status.UNREADABLE: translate("S2GM", "unreadable"),
    }[status]


def size_text(size: int) -> str:
    """Bytes for a reader; empty where there are none."""
    return bytes_text(size) if size else ""


def order_area_text(record: OrderRecord) -> str:
    """The size of an order's area."""
    shape = area_of_value(str(record.parameters.get("GEOMETRY", "")))
    return "" if shape.isEmpty() else area_text(square_kilometres(shape, LON_LAT))


def created_text(record: OrderRecord) -> str:
    """When an order was placed, in the user's time and spelling."""
    return QLocale().toString(_created(record), QLocale.FormatType.ShortFormat)


def created_day_text(record: OrderRecord) -> str:
    """The day of it, for a narrow column."""
    return QLocale().toString(_created(record).date(), QLocale.FormatType.ShortFormat)


def _created(record: OrderRecord) -> QDateTime:
    return QDateTime.fromString(record.created.strftime("%Y-%m-%dT%H:%M:%SZ"), Qt.DateFormat.ISODate).toLocalTime()
