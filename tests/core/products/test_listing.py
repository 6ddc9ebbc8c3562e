"""What a search says of each scene."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta, timezone
from typing import Any

import pytest
from shapely.geometry import box

from s2gm_core.catalog.records import Asset, Scene
from s2gm_core.order import Order
from s2gm_core.products.listing import listed_scenes

FIRST = datetime(2025, 7, 2, 10, tzinfo=timezone.utc)


def _scene(day: int, **changes: Any) -> Scene:
    scene = Scene(
        id=f"day{day}",
        granule_id="",
        platform="S2A",
        acquired=FIRST + timedelta(days=day),
        tile="33TWL",
        absolute_orbit=None,
        relative_orbit=122,
        baseline="05.10",
        generated="",
        cloud_cover=10.0,
        crs="EPSG:32633",
        footprint=box(15, 45, 16, 46),
        assets={"B02": Asset("B02.tif", 1e-4, 0.0), "SCL": Asset("SCL.tif", 1.0, 0.0)},
        granule_metadata=None,
        sun_zenith=None,
        sun_azimuth=None,
        offset_reason="",
    )
    return replace(scene, **changes)


def _order(**more: Any) -> Order:
    area = box(15.1, 45.1, 15.2, 45.2)
    return Order(source="x", area=area, period="custom", start="2025-07-01", end="2025-07-31", **more)


def test_used_scenes_have_a_cost_and_the_list_is_in_order_of_time() -> None:
    rows = listed_scenes(_order(), [_scene(5), _scene(0)])
    assert [row.scene.id for row in rows] == ["day0", "day5"]
    assert all(row.is_used and row.read_bytes > 0 for row in rows)


@pytest.mark.parametrize(
    ("scene", "limits", "reason"),
    [
        ({"cloud_cover": 80.0}, {"max_cloud": 50}, "clouds"),
        ({"platform": "S2B"}, {"platforms": "S2A"}, "other satellite"),
        ({"relative_orbit": 22}, {"relative_orbits": "122"}, "other orbit"),
        ({"baseline": "02.14"}, {"baselines": "05.10"}, "other baseline"),
        ({}, {"exclude_scenes": "day5"}, "excluded"),
    ],
)
def test_every_limit_has_its_reason(scene: dict[str, Any], limits: dict[str, Any], reason: str) -> None:
    first, second = listed_scenes(_order(**limits), [_scene(0), _scene(5, **scene)])
    assert first.is_used
    assert (second.left_out_because, second.read_bytes) == (reason, 0)
    if reason != "excluded":
        assert listed_scenes(_order(**limits, include_scenes="day5"), [_scene(0), _scene(5, **scene)])[1].is_used


def test_the_older_processing_is_left_out_even_where_it_has_fewer_clouds() -> None:
    older = _scene(0, id="older", baseline="02.14", cloud_cover=0.0)
    rows = {row.scene.id: row.left_out_because for row in listed_scenes(_order(max_cloud=5), [older, _scene(0)])}
    assert rows == {"older": "another processing is used", "day0": "clouds"}
