"""The figures of the quality report: definitions on hand-made pixels, and the truth that they are held against."""

from __future__ import annotations

from dataclasses import replace
from types import SimpleNamespace

import numpy as np
import pytest
import rasterio

from benchmarks.quality.figures import figures
from benchmarks.quality.masks import _correct
from benchmarks.quality.prediction import errors
from benchmarks.quality.rows import ROWS
from benchmarks.quality.surface import clear_series, mean_sun_zenith, sun_factor
from benchmarks.quality.truth import BANDS, CLOUD, SHADOW, THIN, Pixels
from s2gm_core.grid import Grid
from s2gm_core.raster.cog import write_cog
from s2gm_core.simulate import SimulatedTruth, SimulationSettings
from s2gm_core.simulate.surface import world_of

SHAPE = (12, 12)
GROUND = 0.2


@pytest.fixture
def truth():
    """A flat ground of two plots, the same on every day."""
    plot = np.zeros(SHAPE, np.uint16)
    plot[:, 6:] = 1
    level = np.full((len(BANDS), *SHAPE), GROUND, np.float32)
    return SimpleNamespace(statistic=lambda name: level, series=SimpleNamespace(plots=SimpleNamespace(plot=plot)))


@pytest.fixture
def pixels():
    """A product that is right everywhere."""
    none = np.zeros((len(BANDS), *SHAPE), np.float32)
    return Pixels(
        count=np.ones(SHAPE, np.uint8),
        taken=np.ones(SHAPE, bool),
        overpass=np.zeros(SHAPE, np.int16),
        mask=np.zeros(SHAPE, np.uint8),
        values=none + np.float32(GROUND),
        against_date=none,
        against_own=none,
        against_mean=none,
    )


def test_a_perfect_product_has_no_faults(pixels, truth):
    found = figures(pixels, truth, selects=True)
    assert all(abs(value) < 1e-6 for value in vars(found).values())


def test_shares_are_of_the_pixels_that_are_there_and_name_each_once(pixels, truth):
    pixels.taken[0] = False  # 12 of 144
    pixels.mask[1] = CLOUD | SHADOW | THIN
    pixels.mask[2] = SHADOW | THIN
    pixels.mask[3, :6] = THIN
    pixels.mask[0] = CLOUD  # missing: counts for nothing
    found = figures(pixels, truth, selects=True)
    assert (found.missing, found.cloud, found.shadow, found.thin) == pytest.approx((12 / 144, 1 / 11, 1 / 11, 0.5 / 11))


def test_what_the_ground_never_shows_is_bright_or_dark(pixels, truth):
    pixels.values[BANDS.index("B02"), 0, 0] = GROUND * 1.1 + 0.021
    pixels.values[BANDS.index("B02"), 0, 1] = GROUND * 1.1 + 0.019
    pixels.values[BANDS.index("B08"), 0, 2] = GROUND * 0.8 - 0.011
    pixels.values[BANDS.index("B08"), 0, 3] = GROUND * 0.8 - 0.009
    found = figures(pixels, truth, selects=False)
    assert (found.bright, found.dark) == pytest.approx((1 / 144, 1 / 144))
    assert np.isnan([found.cloud, found.error_date, found.changes]).all()


def test_errors_are_pooled_over_the_bands(pixels, truth):
    own = pixels.against_own.copy()
    own[0] = 0.03
    own[1] = np.nan
    found = figures(replace(pixels, against_own=own), truth, selects=True)
    assert found.error_own == pytest.approx(0.03 / np.sqrt(5))
    assert found.bias == pytest.approx(0.03 / 5)
    assert found.typical == 0


def test_noise_is_what_changes_inside_plots_not_between_them(pixels, truth):
    values = pixels.values.copy()
    values[:, :, 6:] += 0.015  # a step at the border of the plots
    assert figures(replace(pixels, values=values), truth, selects=True).noise < 1e-6
    values = pixels.values.copy()
    values[:, ::2, ::2] += 0.01
    parts = np.array([4, 2, 2, 1]) / 9  # of 3 x 3 windows, by where they begin
    expected = np.sqrt(np.mean(parts * (1 - parts)) * 0.01**2)
    assert figures(replace(pixels, values=values), truth, selects=True).noise == pytest.approx(expected, rel=0.2)


def test_the_texture_of_the_ground_is_no_noise(pixels, truth):
    texture = 1 + 0.1 * np.sin(np.arange(144.0).reshape(SHAPE)).astype(np.float32)
    level = np.repeat((GROUND * texture)[np.newaxis], len(BANDS), axis=0)
    textured = SimpleNamespace(statistic=lambda name: level, series=truth.series)
    assert figures(replace(pixels, values=0.9 * level), textured, selects=True).noise < 1e-4
    assert figures(pixels, textured, selects=True).noise > 0.01


def test_changes_are_counted_between_neighbours_of_one_plot(pixels, truth):
    pixels.overpass[:, 6:] = 1  # changes where the plot does
    assert figures(pixels, truth, selects=True).changes == 0
    pixels.overpass[5, 2] = 3
    assert figures(pixels, truth, selects=True).changes == pytest.approx(4 / (12 * 10 + 11 * 12))


def test_predictions_count_where_both_have_all_bands():
    seen, predicted = np.full((2, 2, 2), 0.1, np.float32), np.full((2, 2, 2), 0.3, np.float32)
    seen[0, 0, 0] = np.nan
    predicted[1, 1, 1] = np.nan
    found = errors(predicted, seen)
    assert found.predicted == pytest.approx(2 / 3)
    assert found.differences == pytest.approx(np.full(4, 0.2))


@pytest.mark.parametrize("west", [500_000.0, 500_010.0])
def test_the_series_is_the_truth_of_the_archive(west):
    world = world_of(SimulationSettings(size=60, dates=2, tiles=1))
    tile = world.tiles[0].grid
    grid = Grid(tile.crs, tile.west + west % 20, tile.north - 30, 10, 10, 31, 24)
    series = clear_series(SimulatedTruth(world), grid, ("B03", "B11"))
    for day, planes in zip(series.days, series.reflectance):
        assert planes == pytest.approx(
            1e4 * SimulatedTruth(world).surface_reflectance(grid, day, ("B03", "B11")), abs=0.51
        )
    assert sun_factor(world, "B08", world.mean_sun_zenith) == pytest.approx(1)
    assert sun_factor(world, "B08", world.mean_sun_zenith + 20) < 1
    assert mean_sun_zenith(world) == pytest.approx(world.mean_sun_zenith, abs=1)


def test_a_corrected_classification_refuses_every_pixel_that_is_not_clear_all_over(tmp_path):
    fine = Grid("EPSG:32633", 500_000, 5_100_000, 10, 10, 6, 2)
    half = Grid("EPSG:32633", 500_000, 5_100_000, 20, 20, 3, 1)
    bits = np.zeros(fine.shape, np.uint8)
    bits[1, 1] = THIN
    write_cog(tmp_path / "mask.tif", bits, fine, nodata=255, categorical=True)
    write_cog(tmp_path / "SCL.tif", np.array([[4, 9, 0]], np.uint8), half, nodata=0, categorical=True)
    _correct(tmp_path / "SCL.tif", tmp_path / "mask.tif")
    with rasterio.open(tmp_path / "SCL.tif") as file:
        assert file.read(1).tolist() == [[9, 5, 0]]


def test_rows_know_whether_angles_are_normalised():
    assert ROWS["weighted_average"].normalised and not ROWS["weighted_average, no NBAR"].normalised
    assert ROWS["median, NBAR"].normalised and not ROWS["median"].normalised
