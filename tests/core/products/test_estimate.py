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
