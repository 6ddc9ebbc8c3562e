"""Compositing periods: which days they hold, in UTC, and how series run."""

from __future__ import annotations

import calendar
from datetime import date, datetime, timedelta, timezone

import pytest

from s2gm_core.errors import OrderError
from s2gm_core.period import PERIOD_KINDS, parse_date, period_series


def _days(kind: str, start: str, end: str | None = None) -> list[tuple[str, str]]:
    series = period_series(kind, date.fromisoformat(start), date.fromisoformat(end) if end else None)
    return [(p.start.isoformat(), p.last_day.isoformat()) for p in series]


@pytest.mark.parametrize(
    ("kind", "inside", "first", "last"),
    [
        ("day", "2018-05-22", "2018-05-22", "2018-05-22"),
        ("ten_days", "2017-06-11", "2017-06-11", "2017-06-20"),
        ("ten_days", "2017-06-10", "2017-06-01", "2017-06-10"),
        ("ten_days", "2018-07-31", "2018-07-21", "2018-07-31"),
        ("ten_days", "2023-02-28", "2023-02-21", "2023-02-28"),
        ("ten_days", "2024-02-29", "2024-02-21", "2024-02-29"),
        ("month", "2018-05-17", "2018-05-01", "2018-05-31"),
        ("month", "2024-02-01", "2024-02-01", "2024-02-29"),
        ("quarter", "2017-12-31", "2017-10-01", "2017-12-31"),
        ("quarter", "2018-05-05", "2018-04-01", "2018-06-30"),
        ("season", "2023-12-01", "2023-12-01", "2024-02-29"),
        ("season", "2024-01-15", "2023-12-01", "2024-02-29"),
        ("season", "2023-02-28", "2022-12-01", "2023-02-28"),
        ("season", "2023-03-01", "2023-03-01", "2023-05-31"),
        ("season", "2023-08-31", "2023-06-01", "2023-08-31"),
        ("season", "2023-11-30", "2023-09-01", "2023-11-30"),
        ("season_eu", "2018-06-24", "2018-03-21", "2018-06-24"),
        ("season_eu", "2018-06-25", "2018-06-25", "2018-09-12"),
        ("season_eu", "2018-09-13", "2018-09-13", "2018-12-01"),
        ("season_eu", "2018-12-02", "2018-12-02", "2019-03-20"),
        ("season_eu", "2019-12-31", "2019-12-02", "2020-03-20"),
        ("season_eu", "2020-01-01", "2019-12-02", "2020-03-20"),
        ("year", "2018-12-31", "2018-01-01", "2018-12-31"),
    ],
)
def test_any_day_inside_a_period_means_that_period(kind: str, inside: str, first: str, last: str):
    assert _days(kind, inside) == [(first, last)]


def test_a_custom_period_includes_its_last_day():
    assert _days("custom", "2023-08-05", "2023-08-05") == [("2023-08-05", "2023-08-05")]
    assert _days("custom", "2023-08-05", "2024-01-02") == [("2023-08-05", "2024-01-02")]


def test_a_custom_period_without_end_is_refused():
    with pytest.raises(OrderError, match="needs an end"):
        period_series("custom", date(2023, 8, 5))


@pytest.mark.parametrize("kind", [k for k in PERIOD_KINDS if k != "custom"])
def test_a_series_over_leap_years_is_without_gaps_and_overlaps(kind: str):
    series = period_series(kind, date(2023, 12, 25), date(2025, 3, 2))
    assert series[0].start <= date(2023, 12, 25) < series[0].end
    assert series[-1].start <= date(2025, 3, 2) < series[-1].end
    assert all(before.end == after.start for before, after in zip(series, series[1:]))


def test_a_year_has_36_dekads_of_8_to_11_days_that_never_cross_a_month():
    series = period_series("ten_days", date(2023, 1, 1), date(2023, 12, 31))
    assert len(series) == 36
    assert all(p.start.month == p.last_day.month for p in series)
    lengths = [(p.end - p.start).days for p in series]
    assert set(lengths) == {8, 10, 11}
    assert lengths[2::3] == [calendar.monthrange(2023, month)[1] - 20 for month in range(1, 13)]


def test_the_last_period_of_a_series_is_the_one_that_holds_the_end():
    assert _days("month", "2023-07-31", "2023-09-01") == [
        ("2023-07-01", "2023-07-31"),
        ("2023-08-01", "2023-08-31"),
        ("2023-09-01", "2023-09-30"),
    ]


def test_an_end_before_the_start_is_refused():
    with pytest.raises(OrderError, match="before the start"):
        period_series("month", date(2023, 8, 2), date(2023, 8, 1))


def test_an_unknown_period_is_refused_with_the_names_that_exist():
    with pytest.raises(OrderError, match="day, ten_days, month, quarter, season, season_eu, year, custom"):
        period_series("week", date(2023, 8, 1))


def test_an_endless_series_is_refused():
    with pytest.raises(OrderError, match="1000"):
        period_series("day", date(2015, 7, 1), date(2025, 7, 1))


@pytest.mark.parametrize(
    ("kind", "start"), [("year", date.max), ("season", date.min), ("season_eu", date.max), ("season_eu", date.min)]
)
def test_dates_off_the_calendar_are_refused(kind: str, start: date):
    with pytest.raises(OrderError, match="outside the calendar"):
        period_series(kind, start)
    with pytest.raises(OrderError, match="outside the calendar"):
        period_series("custom", date(2024, 1, 1), date.max)


@pytest.mark.parametrize("text", ["01.08.2023", "2023-13-01", "2023-02-29", "", "August"])
def test_what_is_no_iso_date_is_refused(text: str):
    with pytest.raises(OrderError, match="The start"):
        parse_date(text, "The start")


def test_a_period_is_half_open_and_in_utc_wherever_the_computer_is():
    # The tests run 14 hours ahead of UTC (see conftest): local midnight would be 10 o'clock UTC of the day before.
    august = period_series("month", date(2023, 8, 1))[0]
    assert august.start_time == datetime(2023, 8, 1, tzinfo=timezone.utc)
    assert august.contains(datetime(2023, 8, 1, tzinfo=timezone.utc))
    assert august.contains(datetime(2023, 8, 31, 23, 59, 59, 999999, tzinfo=timezone.utc))
    assert not august.contains(datetime(2023, 7, 31, 23, 59, 59, tzinfo=timezone.utc))
    assert not august.contains(datetime(2023, 9, 1, tzinfo=timezone.utc))


def test_an_acquisition_time_with_another_offset_is_compared_as_an_instant():
    august = period_series("month", date(2023, 8, 1))[0]
    east = timezone(timedelta(hours=14))
    assert august.contains(datetime(2023, 9, 1, 13, 59, tzinfo=east))
    assert not august.contains(datetime(2023, 8, 1, 13, 59, tzinfo=east))
