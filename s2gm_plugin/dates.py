"""Days and months in the user's way of writing them."""

from __future__ import annotations

from datetime import date

from qgis.core import QgsApplication
from qgis.PyQt.QtCore import QDate, QLocale

from .chart.scale import DateNames


def language() -> QLocale:
    """The locale of words: QGIS's language. Numbers and dates follow QGIS's locale for these, which is `QLocale()`."""
    return QLocale(QgsApplication.locale())


def day_text(day: date) -> str:
    """A date in the user's short form."""
    return QLocale().toString(QDate(day.year, day.month, day.day), QLocale.FormatType.ShortFormat)


def short_month_text(day: date) -> str:
    """The month of a day in few letters, such as Aug 2023."""
    return f"{language().standaloneMonthName(day.month, QLocale.FormatType.ShortFormat)} {day.year}"


def axis_names() -> DateNames:
    """Texts of an axis of dates."""
    return DateNames(day_text, short_month_text)
