"""Compositing periods: half-open UTC intervals, printed with their inclusive last day.

Sources: S2GM user manual (The Mosaic Hub) for day, ten days, month, quarter, year; ten-day periods are the calendar
dekads 1-10, 11-20 and 21 to the end of the month; seasons are DJF, MAM, JJA, SON. The pan-European seasons follow the
file names of the Open Data Science Europe mosaics, aligned with the 16-day intervals of GLAD (specs methods.md 3).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone
from types import MappingProxyType

from .errors import OrderError

MAX_PERIODS = 1000
"""A series longer than this is taken for a slip of the keyboard."""


@dataclass(frozen=True)
class Period:
    """One compositing period: ``start`` is its first day, ``end`` the day after its last (both UTC)."""

    kind: str  # key of PERIOD_KINDS
    start: date
    end: date

    @property
    def last_day(self) -> date:
        """The last day inside the period, as file names and metadata print it."""
        return self.end - timedelta(days=1)

    @property
    def start_time(self) -> datetime:
        """First instant inside the period, UTC."""
        return datetime(self.start.year, self.start.month, self.start.day, tzinfo=timezone.utc)

    @property
    def end_time(self) -> datetime:
        """First instant after the period, UTC."""
        return datetime(self.end.year, self.end.month, self.end.day, tzinfo=timezone.utc)

    @property
    def days(self) -> int:
        """Its length in days."""
        return (self.end - self.start).days

    @property
    def middle_day(self) -> float:
        """Its middle in days since 1970-01-01."""
        return days_since_1970(self.start) + self.days / 2

    def widened(self, days: int) -> Period:
        """The period with some days before and after it, as far as the calendar goes."""
        before, after = (self.start - date.min).days, (date.max - self.end).days
        start, end = self.start - timedelta(days=min(days, before)), self.end + timedelta(days=min(days, after))
        return Period("custom", start, end)

    def contains(self, moment: datetime) -> bool:
        """Whether an acquisition time (timezone-aware) lies in the period."""
        return self.start_time <= moment < self.end_time

    def __str__(self) -> str:
        return f"{self.start.isoformat()} to {self.last_day.isoformat()}"


@dataclass(frozen=True)
class PeriodKind:
    """One row of the table of periods."""

    name: str
    letter: str  # in product names (specs 3.3)
    adjective: str  # value of Compositing_period in the metadata
    first_day: Callable[[date], date] | None  # first day of the period that holds a date
    next_first_day: Callable[[date], date] | None  # first day of the period after the one starting at a date


def _add_months(day: date, months: int) -> date:
    index = day.year * 12 + day.month - 1 + months
    return date(index // 12, index % 12 + 1, 1)


def _dekad_start(day: date) -> date:
    return day.replace(day=1 + 10 * min((day.day - 1) // 10, 2))


def _next_dekad(first: date) -> date:
    return _add_months(first, 1) if first.day == 21 else first + timedelta(days=10)


def _season_start(day: date) -> date:
    return _add_months(day, -(day.month % 3))


_EUROPEAN_SEASONS = ((12, 2), (3, 21), (6, 25), (9, 13))
"""Month and day on which the winter, spring, summer and autumn of the pan-European mosaics begin."""


def _european_starts(year: int) -> list[date]:
    """First days of the seasons that begin in a year or in the December before it, oldest first."""
    return [date(year - (month == 12), month, day) for month, day in _EUROPEAN_SEASONS]


def _european_season(day: date) -> date:
    starts = [*_european_starts(day.year), date(day.year, *_EUROPEAN_SEASONS[0])]
    return max(start for start in starts if start <= day)


def _next_european_season(first: date) -> date:
    starts = [*_european_starts(first.year), *_european_starts(first.year + 1)]
    return min(start for start in starts if start > first)


_ROWS = (
    PeriodKind("day", "D", "Daily", lambda d: d, lambda d: d + timedelta(days=1)),
    PeriodKind("ten_days", "T", "Ten days", _dekad_start, _next_dekad),
    PeriodKind("month", "M", "Monthly", lambda d: d.replace(day=1), lambda d: _add_months(d, 1)),
    PeriodKind(
        "quarter", "Q", "Quarterly", lambda d: _add_months(d, -((d.month - 1) % 3)), lambda d: _add_months(d, 3)
    ),
    PeriodKind("season", "S", "Seasonal", _season_start, lambda d: _add_months(d, 3)),
    PeriodKind("season_eu", "E", "Seasonal, pan-European", _european_season, _next_european_season),
    PeriodKind("year", "Y", "Yearly", lambda d: d.replace(month=1, day=1), lambda d: _add_months(d, 12)),
    PeriodKind("custom", "C", "Custom", None, None),
)

PERIOD_KINDS: Mapping[str, PeriodKind] = MappingProxyType({row.name: row for row in _ROWS})
"""All kinds of periods, by the name that orders use."""


def days_since_1970(day: date) -> int:
    """Days from 1970-01-01 to a day."""
    return (day - date(1970, 1, 1)).days


def parse_date(text: str, what: str) -> date:
    """An ISO date (``2023-08-01``); ``what`` names the field in the error."""
    try:
        return date.fromisoformat(str(text).strip())
    except ValueError:
        raise OrderError(
            f"{what} is '{text}', which is no date. Write it as year-month-day, such as 2023-08-01."
        ) from None


def period_series(kind: str, start: date, end: date | None = None) -> tuple[Period, ...]:
    """The periods of an order, oldest first.

    ``start`` may be any day inside the first period. ``end`` (inclusive) is the last day of a custom period, or any
    day inside the last period of a series; without it there is one period. Raises `OrderError` for an unknown kind,
    an end before the start, a custom period without end, or more than `MAX_PERIODS` periods.
    """
    if kind not in PERIOD_KINDS:
        raise OrderError(f"Unknown period '{kind}'. Choose among {', '.join(PERIOD_KINDS)}.")
    if end is not None and end < start:
        raise OrderError(f"The end {end} lies before the start {start}. Exchange them or leave the end empty.")
    row = PERIOD_KINDS[kind]
    if row.first_day is None or row.next_first_day is None:
        if end is None:
            raise OrderError(f"A custom period needs an end date as well as its start {start}.")
        if end == date.max:  # the day after it, with which a period ends, does not exist
            raise OrderError(f"The end {end} lies outside the calendar. Sentinel-2 began in 2015.")
        return (Period(kind, start, end + timedelta(days=1)),)
    periods: list[Period] = []
    try:
        first = row.first_day(start)
        while not periods or (end is not None and first <= end):
            following = row.next_first_day(first)
            periods.append(Period(kind, first, following))
            first = following
            if len(periods) > MAX_PERIODS:
                raise OrderError(
                    f"From {start} to {end} there are more than {MAX_PERIODS} periods of kind '{kind}'. "
                    "Shorten the series or choose a longer period."
                )
    except (OverflowError, ValueError):
        raise OrderError(f"The dates {start} to {end} lie outside the calendar. Sentinel-2 began in 2015.") from None
    return tuple(periods)
