"""The sun's place, and the sun zenith to which a product is normalised."""

from __future__ import annotations

import json
import math
from datetime import date, datetime, timezone
from pathlib import Path

import numpy as np
import pytest

from s2gm_core.period import Period, period_series
from s2gm_core.radiometry.sun import MAX_TARGET_SUN_ZENITH, sun_angles, target_sun_zenith


def _period(start: str, end: str) -> Period:
    return period_series("custom", date.fromisoformat(start), date.fromisoformat(end))[0]


def _zenith_by_declination(day: date, latitude: float) -> float:
    """At 10:30 by the sun's own clock, with the declination of a school formula; good to about 1 degree."""
    declination = math.radians(-23.44 * math.cos(2 * math.pi / 365 * (day.timetuple().tm_yday + 10)))
    phi, hour = math.radians(latitude), math.radians(-22.5)
    height = math.sin(declination) * math.sin(phi) + math.cos(declination) * math.cos(phi) * math.cos(hour)
    return math.degrees(math.acos(height))


def test_the_sun_stands_where_real_scenes_say(shared_data: Path) -> None:
    folder = shared_data / "croatia_33T_2023" / "stac"
    items = [json.loads(path.read_text()) for path in sorted(folder.glob("S2*_33TWL_*.json"))]
    assert items
    for item in items:
        properties = item["properties"]
        moment = datetime.strptime(properties["datetime"], "%Y-%m-%dT%H:%M:%S.%fZ").replace(tzinfo=timezone.utc)
        zenith, azimuth = sun_angles(moment, np.array(15.71), np.array(45.56))
        assert 90 - float(zenith) == pytest.approx(properties["view:sun_elevation"], abs=0.1)
        assert float(azimuth) == pytest.approx(properties["view:sun_azimuth"], abs=0.4)


@pytest.mark.parametrize(("longitude", "latitude"), [(15.7, 45.5), (-120.0, 38.0), (170.0, -43.0), (-60.0, -3.0)])
@pytest.mark.parametrize("day", ["2023-03-21", "2023-08-15"])
def test_the_target_is_the_sun_of_half_past_ten_by_the_sun_at_every_longitude(
    longitude: float, latitude: float, day: str
) -> None:
    found = target_sun_zenith(_period(day, day), longitude, latitude)
    # The equation of time, up to 8 minutes on these days, is not in mean solar time: up to 2 degrees of the hour angle
    assert found == pytest.approx(_zenith_by_declination(date.fromisoformat(day), latitude), abs=2.5)


def test_the_target_is_near_the_zenith_of_real_scenes(shared_data: Path) -> None:
    """33TWL on 15 August 2023: the item says 34.2 degrees at 09:58 UTC; 10:30 local is 09:27 UTC."""
    found = target_sun_zenith(_period("2023-08-15", "2023-08-15"), 15.7, 45.56)
    moment = datetime(2023, 8, 15, 9, 27, 12, tzinfo=timezone.utc)
    assert found == pytest.approx(float(sun_angles(moment, np.array(15.7), np.array(45.56))[0]), abs=1e-9)
    assert 34.2 < found < 39


def test_the_target_is_the_mean_over_the_periods_days_both_ends_included() -> None:
    days = [target_sun_zenith(_period(day, day), 10.0, 50.0) for day in ("2023-04-29", "2023-04-30", "2023-05-01")]
    assert target_sun_zenith(_period("2023-04-29", "2023-05-01"), 10.0, 50.0) == pytest.approx(sum(days) / 3)
    assert len(set(days)) == 3


@pytest.mark.parametrize(
    ("start", "end", "latitude"), [("2023-12-01", "2024-02-29", 78.0), ("2023-06-01", "2023-06-30", -80)]
)
def test_polar_winters_are_limited(start: str, end: str, latitude: float) -> None:
    assert target_sun_zenith(_period(start, end), 16.0, latitude) == MAX_TARGET_SUN_ZENITH


def test_a_leap_year_at_the_dateline() -> None:
    east, west = (target_sun_zenith(_period("2024-01-01", "2024-12-31"), lon, -17.0) for lon in (180.0, -180.0))
    assert east == pytest.approx(west, abs=0.05)
