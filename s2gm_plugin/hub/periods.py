"""Periods of orders in the words of the user's language, and what comes after them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timezone
from typing import Any

from ...processing_provider.translation import translate
from ..dates import day_text, language
from .presets import without_preset

MONTH, PERIOD, START, END = "MONTH", "PERIOD", "START", "END"
OF_ONE_PERIOD = (END, "EXCLUDE_SCENES", "INCLUDE_SCENES")
"""Parameters that say nothing of the next period."""

FIRST_YEAR = 2015
"""Of Sentinel-2."""


def utc_now() -> datetime:
    """The clock of the window."""
    return datetime.now(timezone.utc)


def today() -> date:
    """The day in UTC, as archives count."""
    return utc_now().date()


def month_text(day: date) -> str:
    """The month of a day, such as August 2023."""
    return f"{language().standaloneMonthName(day.month)} {day.year}"


def periods_of(parameters: Mapping[str, Any]) -> tuple[Any, ...]:
    """The core's periods of an order's parameters; none where its dates make none."""
    from ...s2gm_core.errors import S2GMError
    from ...s2gm_core.period import parse_date, period_series

    given = without_preset(parameters)
    try:
        first = parse_date(given.get(MONTH) or given.get(START), "The start")
        end = given.get(END)
        kind = "month" if MONTH in given else given.get(PERIOD, "month")
        return period_series(kind, first, parse_date(end, "The end") if end else None)
    except (S2GMError, TypeError):
        return ()


def period_text(parameters: Mapping[str, Any]) -> str:
    """The periods of an order for a reader: August 2023, Q3 2023, 2023, or days; first and last of a series."""
    periods = periods_of(parameters)
    if not periods:
        return ""
    first, last = _named(periods[0]), _named(periods[-1])
    return first if len(periods) == 1 else f"{first} – {last}"


def service_text(parameters: Mapping[str, Any]) -> str:
    """The period as the service wrote it into names, 2022 or 2022_Q3; empty for others and for series."""
    periods = periods_of(parameters)
    if len(periods) != 1 or periods[0].kind not in ("year", "quarter"):
        return ""
    start = periods[0].start
    return f"{start.year}" if periods[0].kind == "year" else f"{start.year}_Q{(start.month + 2) // 3}"


def _named(period: Any) -> str:
    start, last = period.start, period.last_day
    if period.kind == "month":
        return month_text(period.start)
    if period.kind == "quarter":
        return translate("S2GM", "Q{n} {year}").format(n=(start.month + 2) // 3, year=start.year)
    if period.kind == "year":
        return str(start.year)
    return " – ".join(map(day_text, (start,) if start == last else (start, last)))


def next_parameters(parameters: Mapping[str, Any]) -> tuple[dict[str, Any], date] | None:
    """The same order for the period after its last one, and the day from which on that period is complete.

    Scenes that were chosen by name are of the old period: the next one has its own. None for custom periods, which have
    no next one.
    """
    from ...s2gm_core.errors import OrderError
    from ...s2gm_core.period import period_series

    periods = periods_of(parameters)
    if not periods or periods[-1].kind == "custom":
        return None
    try:
        following = period_series(periods[-1].kind, periods[-1].end)[0]
    except OrderError:  # the calendar ends
        return None
    changed = {name: value for name, value in parameters.items() if name not in OF_ONE_PERIOD}
    changed[MONTH if MONTH in parameters else START] = following.start.isoformat()
    return changed, following.end
