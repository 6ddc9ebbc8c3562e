"""The bytes that an order is expected to read, before anything is read."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from shapely.geometry import box

from s2gm_core.catalog.records import Asset, Scene, SceneQuery
from s2gm_core.catalog.sources import open_source
from s2gm_core.order import Order
from s2gm_core.products.estimate import READ_AGAIN, needed_assets, read_estimates, stored_estimates
from s2gm_core.progress import SilentProgress
from s2gm_core.simulate import SimulationSettings, simulate_archive

WHOLE = box(14.9, 45.9, 15.2, 46.2)


@pytest.fixture(scope="module")
def scenes(tmp_path_factory: pytest.TempPathFactory) -> list[Scene]:
    folder = tmp_path_factory.mktemp("archive")
    simulate_archive(folder, SimulationSettings(size=720, dates=3, tiles=1), SilentProgress())
    return list(open_source(str(folder)).search(SceneQuery()))


def _order(**changes: object) -> Order:
    return Order(**{"source": "x", "area": WHOLE, "start": "2025-07-01", **changes})  # type: ignore[arg-type]


def _stored(scene: Scene, order: Order) -> int:
    return sum(Path(scene.assets[name].href).stat().st_size for name in needed_assets(order, scene))


def _without_documents(scene: Scene) -> Scene:
    return replace(scene, granule_metadata=None)


def test_the_whole_scene_at_native_pixels_is_about_what_its_files_hold(scenes: list[Scene]):
    order = _order()
    scenes = [_without_documents(scene) for scene in scenes]
    estimates = stored_estimates(order, scenes)
    assert set(estimates) == {scene.id for scene in scenes}
    for scene in scenes:  # the files hold overviews too, a third of their pixels
        assert 0.6 < estimates[scene.id] / _stored(scene, order) < 1.6, scene.id


def test_coarser_pixels_read_overviews_and_odd_grids_finer_ones(scenes: list[Scene]):
    scene = _without_documents(scenes[0])
    native, coarse, odd = (
        stored_estimates(_order(resolution=resolution, bands="B02", layers="none", method="medoid"), [scene])[scene.id]
        for resolution in (10, 120, 70)
    )
    assert 4 < native / coarse < 16  # 10 m bands by 4, 20 m ones by 2
    assert odd > 2 * coarse  # no overview divides 7


def test_jpeg_2000_has_no_overviews_but_the_provider_s_coarser_rasters_count(scenes: list[Scene]):
    fine = Asset("B02.jp2", 1e-4, 0.0)
    scene = replace(scenes[0], assets={"B02": fine, "SCL": Asset("SCL.jp2", 1.0, 0.0)}, granule_metadata=None)
    by_hand = replace(scene, assets={**scene.assets, "B02": replace(fine, coarser=(Asset("B02_60m.jp2", 1e-4, 0.0),))})
    order = _order(resolution=120)
    assert read_estimates(order, [scene])[scene.id] > 20 * read_estimates(order, [by_hand])[scene.id] > 0


def test_fewer_bands_and_layers_are_fewer_bytes_and_another_place_none(scenes: list[Scene]):
    scene = scenes[0]
    every = read_estimates(_order(), [scene])[scene.id]
    few = read_estimates(_order(bands="B02", layers="none"), [scene])[scene.id]
    west, south, east, north = scene.footprint.bounds
    corner = box(west, south, west + (east - west) / 50, south + (north - south) / 50)
    assert 0 < few < every
    assert read_estimates(_order(area=box(20, 40, 21, 41)), [scene]) == {scene.id: 0}
    # Whole tiles are read: a corner of this small scene costs as much as all of it.
    assert read_estimates(_order(area=corner), [scene])[scene.id] > 0.9 * stored_estimates(_order(), [scene])[scene.id]


def test_the_assets_of_an_order_are_masks_method_bands_and_layers(scenes: list[Scene]):
    scene = scenes[0]
    assert {"SCL", "AOT", "CLD", "SNW", "B01"} <= set(needed_assets(_order(), scene))
    few = set(needed_assets(_order(bands="B05", layers="none", method="stc"), scene))
    assert "B05" in few
    assert not few & {"B07", "B01", "SNW", "CLD"}
    assert "CLD" in needed_assets(_order(bands="B05", layers="none", method="medoid"), scene)


def test_what_needs_several_blocks_is_partly_read_again(scenes: list[Scene]):
    for resolution, again in ((10, READ_AGAIN), (60, 1.0)):
        order = _order(resolution=resolution)
        read, stored = read_estimates(order, scenes), stored_estimates(order, scenes)
        assert read == {name: round(size * again) for name, size in stored.items()}


def test_methods_that_look_at_clouds_around_read_the_masks_around(scenes: list[Scene]):
    """Of a small area in a scene of a whole tile: coarse masks up to 9.6 km around it."""
    west, south = 15.0, 46.0
    scene = replace(scenes[0], footprint=box(west, south, west + 1.3, south + 0.95), granule_metadata=None)
    order = _order(area=box(15.5, 46.4, 15.51, 46.41), bands="B02,B04,B08", layers="none", method="median")
    plain = stored_estimates(order, [scene])[scene.id]
    bands_alike = order.with_changes(method="weighted_average_trimmed")
    assert needed_assets(order, scene) == needed_assets(bands_alike, scene)
    around = stored_estimates(bands_alike, [scene])[scene.id] - plain
    # 9.6 km on each side of the area's 0.77 x 1.11 km, in pixels of 40 m (of 5490 only the first overview has whole
    # ones), and the tiles of 1024 that are begun; 0.12 bytes each.
    wide, high = ((19_200 + metres) / 40 + 1023 for metres in (769, 1111))
    assert around == pytest.approx(wide * high * 0.12, rel=0.01)
    assert stored_estimates(order.with_changes(method="best_pixel"), [scene])[scene.id] > plain
