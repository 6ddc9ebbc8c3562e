"""Reprocessed scenes replace their elders; parts of a pass and neighbours replace nothing."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any

from shapely.geometry import box

from s2gm_core.catalog.duplicates import without_reprocessed
from s2gm_core.catalog.records import Asset, Scene
from s2gm_core.catalog.sources import open_source
from s2gm_core.order import Order
from s2gm_core.products.scenes import wanted_scenes

SEEN = datetime(2023, 8, 15, 10, 1, tzinfo=timezone.utc)
SCENE = Scene(
    id="a", granule_id="a", platform="S2A", acquired=SEEN, tile="33TWL", absolute_orbit=1, relative_orbit=1,
    baseline="05.09", generated="2023-08-15T12:00:00Z", cloud_cover=1.0, crs="EPSG:32633",
    footprint=box(15, 45, 16, 46), assets={}, granule_metadata=None, sun_zenith=None, sun_azimuth=None,
    offset_reason="",
)  # fmt: skip


def _left(*changes: dict[str, Any]) -> list[str]:
    scenes = [replace(SCENE, **{"id": str(number), **change}) for number, change in enumerate(changes)]
    return [scene.id for scene in without_reprocessed(scenes)]


def test_the_newest_baseline_stays():
    assert _left({"baseline": "02.14"}, {"baseline": "05.10"}, {"baseline": "04.00"}) == ["1"]


def test_of_equal_baselines_the_newest_generation_stays_then_the_larger_id():
    assert _left({"generated": "2024-01-01T00:00:00Z"}, {}) == ["0"]
    assert _left({}, {}) == ["1"]


def test_the_time_of_the_tile_and_of_the_datatake_name_one_pass():
    assert _left({"baseline": "05.10"}, {"acquired": SEEN - timedelta(minutes=12)}) == ["0"]


def test_other_tiles_satellites_and_passes_stay():
    later = SEEN + timedelta(minutes=100)
    assert _left({}, {"tile": "33TXL"}, {"platform": "S2B"}, {"acquired": later}) == ["0", "1", "2", "3"]


def test_parts_of_one_pass_stay():
    """A pass received in two parts: each scene sees its own part of the tile, with a narrow overlap."""
    assert _left({"footprint": box(15, 45, 16, 45.6)}, {"footprint": box(15, 45.5, 16, 46)}) == ["0", "1"]


def test_a_newer_scene_with_less_surface_does_not_replace_the_whole():
    assert _left({"footprint": box(15, 45, 16, 45.9)}, {"baseline": "02.14"}) == ["0", "1"]


def test_scenes_of_unknown_tile_stay():
    assert _left({"tile": ""}, {"tile": ""}) == ["0", "1"]


def test_an_excluded_newer_scene_gives_way_to_the_older():
    scenes = [replace(SCENE, id="old", baseline="02.14"), replace(SCENE, id="new")]
    order = Order("x", box(15.2, 45.2, 15.4, 45.4), "2023-08-01")
    assert [scene.id for scene in wanted_scenes(order, order.periods[0], scenes)] == ["new"]
    other = Order("x", box(15.2, 45.2, 15.4, 45.4), "2023-08-01", exclude_scenes=("new",))
    assert [scene.id for scene in wanted_scenes(other, other.periods[0], scenes)] == ["old"]


def test_a_half_downloaded_product_does_not_replace_a_whole_one():
    whole = {name: Asset(name, 1e-4, 0.0) for name in ("B02", "B11", "SCL")}
    half = {name: asset for name, asset in whole.items() if name != "B11"}
    assert _left({"baseline": "02.14", "assets": whole}, {"assets": half}) == ["0"]


def test_versions_are_compared_as_numbers():
    assert _left({"baseline": "V1.10"}, {"baseline": "V1.9"}) == ["0"]


def _wanted(**limits: Any) -> list[str]:
    scenes = [replace(SCENE, id="old", baseline="02.14"), replace(SCENE, id="new", cloud_cover=40.0)]
    order = Order("x", box(15.2, 45.2, 15.4, 45.4), "2023-08-01", **limits)
    return [scene.id for scene in wanted_scenes(order, order.periods[0], scenes)]


def test_an_ordered_baseline_or_scene_comes_before_the_newest():
    assert _wanted() == ["new"]
    assert _wanted(baselines=("02.14",)) == ["old"]
    assert _wanted(include_scenes=("old",)) == ["old"]
    assert _wanted(include_scenes=("old",), baselines=("05.09",)) == ["old"]


def test_the_limit_on_clouds_counts_for_the_processing_that_is_used():
    assert _wanted(max_cloud=20) == []


def test_no_scene_of_the_published_catalogue_is_a_duplicate(shared_data: Path):
    scenes = list(open_source(str(shared_data / "croatia_33T_2023" / "catalog.json")).scenes())
    assert len(scenes) >= 10
    assert without_reprocessed(scenes) == scenes
