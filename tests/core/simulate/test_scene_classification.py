"""The errors that the simulated scene classification makes on purpose, and the sky that it sees."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import rasterio
from scipy.ndimage import shift

from s2gm_core.progress import SilentProgress
from s2gm_core.simulate import Archive, SimulationSettings, simulate_archive
from s2gm_core.simulate.clouds import clouds_over, sky_of
from s2gm_core.simulate.ground import ground_points
from s2gm_core.simulate.noise import Points
from s2gm_core.simulate.orbits import Overpass, cloud_covers, sun_at
from s2gm_core.simulate.scene import TRUE_CLOUD, TRUE_NODATA, TRUE_SHADOW, simulate_scene, tile_plots
from s2gm_core.simulate.spectra import Cover
from s2gm_core.simulate.surface import World, world_of
from s2gm_core.simulate.tiles import REFERENCE_CRS


def read(path: Path) -> np.ndarray:
    with rasterio.open(path) as file:
        return file.read(1)


def scene_pairs(archive: Archive) -> list[tuple[np.ndarray, np.ndarray]]:
    """Scene class (20 m) and true mask at the upper left 10 m pixel of each."""
    return [
        (read(archive.path / "items" / s / "SCL.tif"), read(archive.truth / f"mask_{s}.tif")[::2, ::2])
        for s in archive.scenes
    ]


def test_bright_roofs_are_called_cloud_in_every_scene(archive: Archive, world: World) -> None:
    roofs_seen = 0
    for tile in world.tiles:
        half = tile.grid.width // 2
        cover = world.landscape.plots(ground_points(tile.grid, REFERENCE_CRS)).cover
        roof = (cover == Cover.BRIGHT_ROOF).reshape(half, 2, half, 2).all(axis=(1, 3))
        for identifier in (s for s in archive.scenes if tile.name in s):
            classes = read(archive.path / "items" / identifier / "SCL.tif")[roof]
            assert np.isin(classes, (0, 8, 9)).all()
            roofs_seen += int((classes > 0).sum())
    assert roofs_seen > 50


def test_some_clouds_are_missed_and_most_are_found() -> None:
    world = world_of(SimulationSettings(seed=3, size=360, dates=4, tiles=1, cloudiness=0.5))
    plots = tile_plots(world, world.tiles[0])
    missed = found = 0
    for overpass in world.overpasses:
        scene = simulate_scene(world, world.tiles[0], plots, overpass)
        cloud = ((scene.true_mask & TRUE_CLOUD) > 0) & (scene.true_mask != TRUE_NODATA)
        classes = scene.maps.scene_class[cloud[::2, ::2]]
        missed += int(np.isin(classes, (2, 4, 5, 6)).sum())
        found += int(np.isin(classes, (8, 9, 10)).sum())
    assert 0.01 < missed / (missed + found) < 0.25


def test_shadows_are_called_shadow_dark_or_nothing(archive: Archive) -> None:
    classes = np.concatenate(
        [c[(m & TRUE_SHADOW > 0) & (m & TRUE_CLOUD == 0) & (m != 255)] for c, m in scene_pairs(archive)]
    )
    shares = {value: float(np.mean(classes == value)) for value in (2, 3, 4)}
    assert shares[3] > 0.1
    assert shares[2] > 0.01
    assert shares[4] > 0.01


def test_cloud_probability_follows_the_classes(archive: Archive) -> None:
    for identifier in archive.scenes:
        classes = read(archive.path / "items" / identifier / "SCL.tif")
        probability = read(archive.path / "items" / identifier / "CLD_20m.tif")
        assert probability.max() <= 100
        for value, low, high in ((9, 72, 100), (8, 36, 70), (4, 0, 9)):
            assert ((probability[classes == value] >= low) & (probability[classes == value] <= high)).all()


def _overpass_with_patches(world: World) -> Overpass:
    return next(o for o in world.overpasses if 0.1 < o.cloud_cover < 0.6)


def test_shadows_lie_where_sun_and_view_put_them(world: World) -> None:
    overpass = _overpass_with_patches(world)
    sky = sky_of(overpass, world.area, world.settings.seed)
    layer = sky.layers[0]
    centre = Points(np.array([[world.area.centre[0]]]), np.array([[world.area.centre[1]]]))
    zenith, azimuth = (np.radians(angle[0, 0]) for angle in sun_at(overpass.sensed, centre))
    # A shadow lies away from the sun: so the place that shades a point lies towards it
    towards = layer.height * np.tan(zenith) * np.array([np.sin(azimuth), np.cos(azimuth)])
    assert np.allclose(np.array(sky.sun_shift) * layer.height, towards, rtol=0.002, atol=1.0)
    sky_only = type(sky)(**{**sky.__dict__, "layers": (layer,)})
    clouds = clouds_over(sky_only, world.tiles[0].grid)
    view = np.array(sky.view_shift) * layer.height
    rows, columns = (view[1] - towards[1]) / -20.0, (view[0] - towards[0]) / 20.0
    moved = shift(clouds.seen[0], (rows, columns), order=1, cval=np.nan)
    opposite = shift(clouds.seen[0], (-rows, -columns), order=1, cval=np.nan)
    both = np.isfinite(moved) & np.isfinite(opposite)
    error = np.abs(moved - clouds.shadow)[np.isfinite(moved)].mean()
    assert error < 0.02
    assert not both.any() or error < 0.5 * np.abs(opposite - clouds.shadow)[both].mean()


@pytest.fixture(scope="module")
def cloudy_tile(world: World) -> tuple[World, np.ndarray, dict[str, np.ndarray]]:
    overpass = _overpass_with_patches(world)
    tile = world.tiles[0]
    clouds = clouds_over(sky_of(overpass, world.area, world.settings.seed), tile.grid)
    width = tile.grid.width
    opacity = {band: clouds.cloud(band, slice(0, width), width)[0] for band in ("B07", "B08", "B8A")}
    return world, opacity["B08"], opacity


def test_clouds_lie_at_the_ground_places_that_they_belong_to(world: World) -> None:
    overpass = _overpass_with_patches(world)
    sky = sky_of(overpass, world.area, world.settings.seed)
    tile, layer = world.tiles[0], sky.layers[0]
    clouds = clouds_over(type(sky)(**{**sky.__dict__, "layers": (layer,)}), tile.grid)
    lift = np.array(sky.view_shift) * layer.height
    expected = layer.opacity(ground_points(tile.grid, REFERENCE_CRS).moved(*lift))
    seen = clouds.cloud("B02", slice(0, tile.grid.height), tile.grid.width)[0]
    assert expected.std() > 0.1
    assert np.abs(seen - expected).mean() < 0.01


def test_clouds_move_between_bands_more_for_b8_than_for_b7_against_b8a(
    cloudy_tile: tuple[World, np.ndarray, dict[str, np.ndarray]],
) -> None:
    _, _, opacity = cloudy_tile
    far = np.abs(opacity["B08"] - opacity["B8A"]).mean()
    near = np.abs(opacity["B07"] - opacity["B8A"]).mean()
    assert far > 3.0 * near > 0.0


def test_the_ground_does_not_move_between_bands() -> None:
    world = world_of(SimulationSettings(seed=3, size=180, dates=1, tiles=1, cloudiness=0.0))
    tile, overpass = world.tiles[0], world.overpasses[0]
    scene = simulate_scene(world, tile, tile_plots(world, tile), overpass)
    fine = scene.bands["B08"].astype(float).reshape(90, 2, 90, 2).mean(axis=(1, 3))
    coarse = scene.bands["B8A"].astype(float)
    here = np.corrcoef(fine.ravel(), coarse.ravel())[0, 1]
    for move in ((0, 1), (1, 0), (0, -1), (-1, 0)):
        assert here > np.corrcoef(np.roll(fine, move, (0, 1)).ravel(), coarse.ravel())[0, 1] + 0.02


def test_cloudiness_is_the_mean_of_clear_and_covered_scenes() -> None:
    covers = cloud_covers(SimulationSettings(dates=60, cloudiness=0.4))
    assert covers.mean() == pytest.approx(0.4, abs=0.06)
    assert covers.min() < 0.03
    assert covers.max() > 0.95
    assert cloud_covers(SimulationSettings(dates=3, cloudiness=0.0)).max() == 0.0


def test_snow_lies_on_request_and_is_taken_for_cloud_at_times(tmp_path: Path) -> None:
    settings = SimulationSettings(seed=4, size=240, dates=4, tiles=1, snow=True, cloudiness=0.2)
    archive = simulate_archive(tmp_path / "winter", settings, SilentProgress())
    classes = np.concatenate([read(archive.path / "items" / s / "SCL.tif").ravel() for s in archive.scenes])
    truth = np.concatenate([read(archive.truth / f"mask_{s}.tif")[::2, ::2].ravel() for s in archive.scenes])
    snow = (truth & 8 > 0) & (truth != 255)
    assert snow.mean() > 0.05
    assert np.mean(classes[snow & (truth & 5 == 0)] == 11) > 0.4
