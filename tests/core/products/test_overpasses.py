"""Which granules make one overpass, and in which order they come."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest

from s2gm_core.catalog.records import Scene
from s2gm_core.products.overpasses import group_overpasses, number_granules
from tests.core.products.raw_archive import random_granules, write_scene

NOON = datetime(2023, 8, 1, 10, 0, 0, tzinfo=timezone.utc)


@pytest.fixture
def scene(tmp_path: Path) -> Scene:
    return replace(
        write_scene(tmp_path, random_granules(0, 1)[0]), id="a", tile="33TWL", crs="EPSG:32633", acquired=NOON
    )


def _tiles(scenes: list[Scene]) -> list[list[str]]:
    overpasses = group_overpasses(number_granules(scenes, "EPSG:32633"))
    return [[granule.scene.tile for granule in overpass.granules] for overpass in overpasses]


def test_granules_of_one_orbit_are_one_overpass_whatever_their_seconds(scene: Scene):
    other = replace(scene, id="b", tile="33TWM", acquired=NOON + timedelta(seconds=14))
    assert _tiles([scene, other]) == [["33TWM", "33TWL"]]


def test_two_satellites_on_one_day_are_two_overpasses(scene: Scene):
    other = replace(scene, id="b", platform="S2B", absolute_orbit=None)
    assert len(_tiles([replace(scene, absolute_orbit=None), other])) == 2


def test_two_orbits_of_one_day_are_two_overpasses(scene: Scene):
    later = replace(scene, id="b", absolute_orbit=scene.absolute_orbit + 1, acquired=NOON + timedelta(minutes=100))
    assert len(_tiles([scene, later])) == 2


def test_newer_overpasses_come_first(scene: Scene):
    older = replace(scene, id="b", absolute_orbit=1, tile="33TWA", acquired=NOON - timedelta(days=5))
    assert _tiles([older, scene]) == [["33TWL"], ["33TWA"]]


def test_the_outputs_own_zone_is_preferred_to_a_higher_tile_id_and_a_newer_baseline(scene: Scene):
    foreign = replace(scene, id="b", tile="34TCM", crs="EPSG:32634", baseline="05.11")
    assert _tiles([foreign, scene]) == [["33TWL", "34TCM"]]


def test_granules_are_numbered_by_acquisition_then_tile_whatever_their_order(scene: Scene):
    scenes = [
        replace(scene, id="c", acquired=NOON + timedelta(days=1)),
        replace(scene, id="b", tile="33TWM"),
        replace(scene, id="a", tile="33TWL"),
    ]
    numbered = number_granules(scenes, "EPSG:32633")
    assert [(g.index, g.scene.id) for g in numbered] == [(0, "a"), (1, "b"), (2, "c")]
    assert number_granules(scenes[::-1], "EPSG:32633") == numbered


def test_a_scene_that_states_no_orbit_joins_its_neighbour_of_the_same_pass(scene: Scene):
    silent = replace(scene, id="b", tile="33TWM", absolute_orbit=None, acquired=scene.acquired + timedelta(seconds=14))
    assert len(_tiles([scene, silent])) == 1
    later = replace(silent, acquired=scene.acquired + timedelta(minutes=100))
    other = replace(silent, relative_orbit=(scene.relative_orbit or 0) + 1)
    foreign = replace(silent, platform="S2Z")
    assert [len(_tiles([scene, one])) for one in (later, other, foreign)] == [2, 2, 2]
