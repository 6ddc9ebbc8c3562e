"""Days and months in the user's way of writing them."""

from __future__ import annotations

from datetime import date, datetime

from qgis.core import QgsApplication
from qgis.PyQt.QtCore import QDate, QLocale, QTime

from .chart.scale import DateNames


def language() -> QLocale:
    """The locale of words: QGIS's language. Numbers and dates follow QGIS's locale for these, which is `QLocale()`."""
    return QLocale(QgsApplication.locale())


def day_text(day: date) -> str:
    """A date in the user's short form."""
    return QLocale().toString(QDate(day.year, day.month, day.day), QLocale.FormatType.ShortFormat)


def moment_text(moment: datetime) -> str:
    """A day and the time of a UTC moment in the user's short form, with its zone: it is not the user's."""
    clock = QTime(moment.hour, moment.minute, moment.second)
    return f"{day_text(moment.date())} {QLocale().toString(clock, QLocale.FormatType.ShortFormat)} UTC"


def decimal_text(value: float, decimals: int) -> str:
    """A number with the user's decimal sign."""
    return QLocale().toString(float(value), "f", decimals)


def short_month_text(day: date) -> str:
    """The month of a day in few letters, such as Aug 2023."""
    return f"{language().standaloneMonthName(day.month, QLocale.FormatType.ShortFormat)} {day.year}"


def axis_names() -> DateNames:
    """Texts of an axis of dates."""
    return DateNames(day_text, short_month_text)
