"""The ground and its truth."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest
import rasterio

from s2gm_core.errors import CatalogueError, OrderError
from s2gm_core.grid import Grid
from s2gm_core.simulate import Archive, SimulatedTruth, SimulationSettings
from s2gm_core.simulate.ground import ground_points
from s2gm_core.simulate.spectra import BAND_NAMES, VARIANTS, Cover, plot_spectra
from s2gm_core.simulate.surface import World, world_of
from s2gm_core.simulate.tiles import REFERENCE_CRS, tiles_of


def mean_ndvi(cover: Cover, day: date) -> float:
    rows = plot_spectra(day)[cover * VARIANTS : (cover + 1) * VARIANTS]
    red, nir = rows[:, BAND_NAMES.index("B04")], rows[:, BAND_NAMES.index("B08")]
    return float(((nir - red) / (nir + red)).mean())


def test_every_land_cover_occurs_in_a_small_archive(world: World) -> None:
    covers = [world.landscape.plots(ground_points(tile.grid, REFERENCE_CRS)).cover for tile in world.tiles]
    present = set(np.unique(np.concatenate(covers)))
    assert {Cover.RIVER, Cover.MEADOW, Cover.MAIZE, Cover.BRIGHT_ROOF, Cover.BUILT_UP, Cover.ROAD} <= present
    assert present & {Cover.CONIFER, Cover.DECIDUOUS}


def test_land_covers_follow_their_seasons() -> None:
    assert mean_ndvi(Cover.CEREAL, date(2025, 5, 15)) > 0.75
    assert mean_ndvi(Cover.CEREAL, date(2025, 8, 15)) < 0.35
    assert mean_ndvi(Cover.MAIZE, date(2025, 5, 1)) < 0.3
    assert mean_ndvi(Cover.MAIZE, date(2025, 8, 1)) > 0.75
    assert mean_ndvi(Cover.DECIDUOUS, date(2025, 7, 1)) - mean_ndvi(Cover.DECIDUOUS, date(2025, 1, 15)) > 0.3
    assert abs(mean_ndvi(Cover.CONIFER, date(2025, 7, 1)) - mean_ndvi(Cover.CONIFER, date(2025, 1, 15))) < 0.1
    assert mean_ndvi(Cover.LAKE, date(2025, 7, 1)) < 0.0


def test_real_corners_and_a_tenth_of_overlap() -> None:
    south, north = tiles_of(SimulationSettings(size=600))
    assert (south.grid.west, south.grid.north) == (499980.0, 5100000.0)
    assert (south.grid.north - north.grid.bounds[1]) / 6000 == pytest.approx(0.1, abs=0.011)
    for tile in tiles_of(SimulationSettings(size=126, tiles=4, two_zones=True)):
        assert tile.grid.west % 60 == 0 and tile.grid.north % 60 == 0


def test_truth_on_coarse_grids_is_the_mean_of_fine_truth(archive: Archive) -> None:
    truth = SimulatedTruth.open(archive.path)
    fine = Grid("EPSG:32633", 500040.0, 5099700.0, 10.0, 10.0, 36, 24)
    coarse = Grid("EPSG:32633", 500040.0, 5099700.0, 60.0, 60.0, 6, 4)
    day = date(2025, 7, 10)
    expected = truth.surface_reflectance(fine, day, ["B04"])[0].reshape(4, 6, 6, 6).mean(axis=(1, 3))
    assert np.allclose(truth.surface_reflectance(coarse, day, ["B04"])[0], expected, atol=1e-6)


def test_truth_is_never_sharper_than_the_bands_native_pixels(archive: Archive) -> None:
    truth = SimulatedTruth.open(archive.path)
    fine = Grid("EPSG:32633", 500030.0, 5099690.0, 10.0, 10.0, 30, 30)  # not on a corner of a 20 m pixel
    native = Grid("EPSG:32633", 500020.0, 5099700.0, 20.0, 20.0, 16, 16)
    ten = truth.surface_reflectance(fine, date(2025, 7, 10), ["B11"])[0]
    twenty = truth.surface_reflectance(native, date(2025, 7, 10), ["B11"])[0]
    assert np.allclose(ten, np.repeat(np.repeat(twenty, 2, 0), 2, 1)[1:31, 1:31], atol=1e-6)


def test_truth_answers_in_other_crs(archive: Archive) -> None:
    truth = SimulatedTruth.open(archive.path)
    west, south, _, _ = archive.bbox
    grid = Grid("EPSG:4326", west, south + 0.005, 10 / 111320, 10 / 111320, 40, 30)
    plane = truth.surface_reflectance(grid, date(2025, 7, 10), ["B08", "B02"])
    assert plane.shape == (2, 30, 40)
    assert plane.dtype == np.float32
    assert (plane > 0).all() and (plane < 1).all()


def test_a_scenes_geometry_changes_brightness_by_some_percent(archive: Archive) -> None:
    truth = SimulatedTruth.open(archive.path)
    grid = Grid("EPSG:32633", 500040.0, 5099700.0, 60.0, 60.0, 10, 10)
    scene = next(s for s in archive.scenes if "20250701" in s)
    nadir = truth.surface_reflectance(grid, date(2025, 7, 1), ["B08"])
    seen = truth.surface_reflectance(grid, date(2025, 7, 1), ["B08"], geometry_of=scene)
    assert 0.01 < np.abs(seen / nadir - 1).mean() < 0.12


def test_unknown_scenes_and_folders_are_refused(archive: Archive, tmp_path: object) -> None:
    grid = Grid("EPSG:32633", 500040.0, 5099700.0, 60.0, 60.0, 2, 2)
    with pytest.raises(OrderError, match="no scene"):
        SimulatedTruth.open(archive.path).surface_reflectance(grid, date(2025, 7, 1), ["B08"], geometry_of="S2X")
    with pytest.raises(CatalogueError, match="no simulated archive"):
        SimulatedTruth.open(tmp_path)


def test_the_landscape_does_not_depend_on_the_rasters_that_ask() -> None:
    world = world_of(SimulationSettings(seed=3, size=180))
    grid = world.tiles[0].grid
    whole = world.landscape.plots(ground_points(grid, REFERENCE_CRS)).plot
    part = Grid(grid.crs, grid.west + 500, grid.north - 300, 10, 10, 50, 40)
    assert np.array_equal(whole[30:70, 50:100], world.landscape.plots(ground_points(part, REFERENCE_CRS)).plot)


def test_truth_rasters_hold_the_surface_of_the_middle_day(archive: Archive) -> None:
    paths = sorted(archive.truth.glob("surface_33TWL_*.tif"))
    with rasterio.open(next(path for path in paths if path.stem.endswith("_B04"))) as file:
        stored = file.read(1)
        grid = Grid(str(file.crs), file.transform.c, file.transform.f, *file.res, file.width, file.height)
    day = date(2025, 7, 7)  # between the first overpass, 1 July, and the last, 14 July
    expected = SimulatedTruth.open(archive.path).surface_reflectance(grid, day, ["B04"])[0]
    assert len(paths) == 11
    assert np.abs(stored / 10000.0 - expected).max() < 0.0001
