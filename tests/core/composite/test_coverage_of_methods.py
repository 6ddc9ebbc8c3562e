"""Each method of the registry states an uncertainty that holds the truth as often as it says, also of few dates."""

from __future__ import annotations

from datetime import date

import pytest

from s2gm_core.composite.registry import METHODS
from tests.core.reference.monte_carlo import ON_DATE, SAME_STATISTIC, Period, Trial, coverage, simulated_period


@pytest.fixture(scope="module")
def month() -> Period:
    return simulated_period(date(2025, 6, 15), 31, 26)


@pytest.mark.parametrize("count", [2, 3, 4, 12])
@pytest.mark.parametrize("name", sorted(METHODS))
def test_intervals_hold_the_truth_as_often_as_they_say(month: Period, name: str, count: int):
    method = METHODS[name]
    found = coverage(month, method, ON_DATE if method.selects else SAME_STATISTIC, Trial(count))
    assert found.one == pytest.approx(0.683, abs=0.085), found
    assert 0.88 <= found.two <= 0.985, found
