"""Periods in words, and what comes after them."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

pytest.importorskip("qgis.core")

from s2gm.s2gm_plugin.hub.periods import next_parameters, period_text


@pytest.mark.parametrize(
    ("given", "text"),
    [
        ({"PERIOD": "month", "START": "2023-08-17"}, "August 2023"),
        ({"MONTH": "2023-08-01"}, "August 2023"),
        ({"PERIOD": "quarter", "START": "2023-08-17"}, "Q3 2023"),
        ({"PERIOD": "year", "START": "2023-08-17"}, "2023"),
        ({"PERIOD": "month", "START": "2023-08-01", "END": "2023-10-02"}, "August 2023 – October 2023"),
        ({"PERIOD": "month", "START": "nonsense"}, ""),
        ({"PERIOD": "custom", "START": "2023-08-01"}, ""),
        ({}, ""),
    ],
)
def test_periods_are_named_for_readers(given: dict[str, Any], text: str) -> None:
    assert period_text(given) == text


@pytest.mark.parametrize(
    ("given", "start", "complete"),
    [
        ({"PERIOD": "month", "START": "2023-12-05"}, "2024-01-01", date(2024, 2, 1)),
        ({"MONTH": "2024-01-31"}, "2024-02-01", date(2024, 3, 1)),
        ({"PERIOD": "quarter", "START": "2023-10-01"}, "2024-01-01", date(2024, 4, 1)),
        ({"PERIOD": "month", "START": "2023-08-01", "END": "2023-10-31"}, "2023-11-01", date(2023, 12, 1)),
        ({"PERIOD": "ten_days", "START": "2023-08-21"}, "2023-09-01", date(2023, 9, 11)),
    ],
)
def test_the_next_period_follows_the_last(given: dict[str, Any], start: str, complete: date) -> None:
    named = {"EXCLUDE_SCENES": "one", "INCLUDE_SCENES": "two"}
    parameters, day = next_parameters({**given, "SOURCE": "a", **named})  # type: ignore[misc]
    assert parameters.get("START", parameters.get("MONTH")) == start
    assert not {"END", *named} & set(parameters)
    assert parameters["SOURCE"] == "a"
    assert day == complete


def test_a_custom_period_has_no_next_one() -> None:
    assert next_parameters({"PERIOD": "custom", "START": "2023-08-01", "END": "2023-08-09"}) is None
    assert next_parameters({"PERIOD": "month", "START": "9999-11-01"}) is None
