"""Time is UTC: the machine's time zone changes nothing."""

from __future__ import annotations

import os
import subprocess
import sys
import time

import pytest

from tests.house.sources import ROOT

PERIODS = """
from datetime import date, datetime, timezone
from s2gm_core.period import PERIOD_KINDS, period_series
for kind in PERIOD_KINDS:
    for period in period_series(kind, date(2023, 12, 31), date(2023, 12, 31)):
        inside = period.contains(datetime(2023, 12, 31, 23, 59, 59, tzinfo=timezone.utc))
        after = period.contains(datetime(2024, 1, 1, 0, 0, 1, tzinfo=timezone.utc))
        print(kind, period.start_time.timestamp(), period.end_time.timestamp(), inside, after)
"""


def _periods_in(zone: str) -> str:
    environment = {**os.environ, "TZ": zone, "PYTHONPATH": str(ROOT)}
    run = subprocess.run([sys.executable, "-c", PERIODS], env=environment, capture_output=True, text=True, check=True)
    return run.stdout


# POSIX forms need no time zone database; their sign is reversed: EAST-14 is 14 hours ahead of UTC.
@pytest.mark.parametrize("zone", ["EAST-14", "WEST+12"])
def test_periods_are_the_same_in_every_time_zone(zone: str) -> None:
    assert _periods_in(zone) == _periods_in("UTC0") != ""


def test_the_tests_themselves_do_not_run_in_utc() -> None:
    assert time.timezone != 0
