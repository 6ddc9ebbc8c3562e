"""Smoothers against curves that are known: noise, gaps, leaked clouds; seasons against their definitions."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import numpy as np
import pytest
import rasterio

from s2gm_core.errors import OrderError
from s2gm_core.series.phenology import seasons
from s2gm_core.series.smoothing import SMOOTHERS, smooth_curve
from s2gm_core.series.whittaker import PENALTIES, chosen_penalty, whittaker

FIRST = 18262.0  # 2020-01-01
YEAR = np.arange(366) + FIRST


def _season(day: np.ndarray) -> np.ndarray:
    """NDVI of a crop: green from April to September, as two logistic edges."""
    since = day - FIRST
    return 0.2 + 0.6 * (1 / (1 + np.exp(-(since - 110) / 9)) - 1 / (1 + np.exp(-(since - 250) / 12)))


def _observed(seed: int, count: int = 90, noise: float = 0.02) -> tuple[np.ndarray, np.ndarray]:
    rng = np.random.default_rng(seed)
    day = np.sort(rng.choice(366, count, replace=False)) + FIRST
    return day, _season(day) + rng.normal(0, noise, count)


def _error(name: str, day: np.ndarray, value: np.ndarray) -> float:
    curve = smooth_curve(day, value, name)
    assert curve is not None
    return float(np.sqrt(np.mean((curve.value - _season(curve.day)) ** 2)))


LARGEST = {"whittaker": 0.02, "savitzky_golay": 0.035, "harmonic": 0.05}
"""Root mean square errors; three harmonics cannot follow steep edges."""


SYMMETRIC = ("whittaker", "savitzky_golay", "harmonic")


@pytest.mark.parametrize("name", SYMMETRIC)
@pytest.mark.parametrize("seed", range(5))
def test_a_noisy_season_is_found_again(name: str, seed: int):
    assert _error(name, *_observed(seed)) < LARGEST[name]


@pytest.mark.parametrize("name", SYMMETRIC)
@pytest.mark.parametrize("length", [1, 2, 3])
def test_leaked_clouds_do_not_bend_the_curve(name: str, length: int):
    for seed in range(5):
        day, value = _observed(seed)
        rng = np.random.default_rng(seed + 50)
        first = np.arange(4, 80, 10) + rng.integers(0, 4, 8)
        clouded = (first[:, np.newaxis] + np.arange(length)).ravel()
        spoiled = value.copy()
        spoiled[clouded] = 0.05 + 0.05 * rng.random(len(clouded))
        curve = smooth_curve(day, spoiled, name)
        strong = clouded[_season(day[clouded]) > 0.6]
        assert len(strong) and (curve.weight[strong] == 0).all()
        assert _error(name, day, spoiled) < LARGEST[name] + 0.02 * length


@pytest.mark.parametrize("noise", [0.003, 0.01, 0.03])
@pytest.mark.parametrize(
    ("name", "width", "least"),
    [
        ("whittaker", 25, 0.70),
        ("whittaker_envelope", 25, 0.70),
        ("savitzky_golay", 40, 0.72),
        ("harmonic", 60, 0.72),
    ],
)
def test_a_short_season_over_bare_soil_is_no_outlier(name: str, width: float, least: float, noise: float):
    """The peak is 0.8; how narrow a season may be is a matter of the smoother, not of its outliers."""
    for seed in range(10):
        rng = np.random.default_rng(seed)
        day = FIRST + np.arange(0, 365, 6.0) + rng.integers(0, 3, 61)
        truth = 0.2 + 0.6 * np.exp(-(((day - FIRST - 180) / width) ** 2))
        curve = smooth_curve(day, truth + rng.normal(0, noise, len(day)), name)
        assert curve.value.max() > least
        assert (curve.weight[truth > 0.4] > 0).all()


def test_one_short_season_in_years_of_bare_soil_stays():
    for seed in range(5):
        rng = np.random.default_rng(seed)
        day = FIRST + np.arange(0, 4 * 365, 5.0)
        bell = np.exp(-(((day - FIRST - 700) / 20) ** 2))
        curve = smooth_curve(day, 0.15 + 0.6 * bell + rng.normal(0, 0.015, len(day)), "whittaker")
        assert (curve.weight[bell > 0.3] > 0).all()
        assert curve.value.max() > 0.6


def _lai(shared_data: Path) -> tuple[np.ndarray, np.ndarray]:
    """Days (time,) and LAI (time, pixel), NaN = gap, of every fifteenth pixel of fields in the Po valley."""
    path = shared_data / "lai_po_valley_2015_2024" / "LAI_T32TQQ_333dates.nc"
    if not path.is_file():
        pytest.skip("the LAI series of shared/data are missing")
    with rasterio.open(path) as file:
        days = np.array([float(file.tags(band)["NETCDF_DIM_time"]) for band in file.indexes])
        stored = file.read()[:, ::15, ::15].reshape(file.count, -1)
    return days, np.where(stored == file.nodata, np.nan, stored * 0.001)


@pytest.mark.parametrize(
    ("name", "worst"), [("whittaker", 1.2), ("whittaker_envelope", 1.35), ("savitzky_golay", 1.25)]
)
def test_real_leaf_area_that_was_left_out_is_told(shared_data: Path, name: str, worst: float):
    """Mean absolute error over observations left out, beside that of straight lines between the others."""
    days, lai = _lai(shared_data)
    apart, straight = [], []
    for number, value in enumerate(lai.T):
        known = np.flatnonzero(np.isfinite(value))
        if len(known) < 100:
            continue
        omitted = known[5 + number % 3 : -5 : 10]
        others = np.setdiff1d(known, omitted)
        given = value.copy()
        given[omitted] = np.nan
        curve = smooth_curve(days, given, name)
        apart.append(np.abs(curve.at(np.floor(days[omitted])) - value[omitted]).mean())
        straight.append(np.abs(np.interp(days[omitted], days[others], value[others]) - value[omitted]).mean())
        assert (curve.weight[others] == 0).mean() < 0.1
    assert len(apart) >= 15
    assert np.mean(apart) < worst * np.mean(straight)


def test_an_envelope_withstands_a_third_of_leaked_clouds():
    day, value = _observed(6)
    clouded = np.random.default_rng(7).choice(len(day), len(day) // 3, replace=False)
    value[clouded] = np.minimum(value[clouded], 0.1 + 0.2 * np.random.default_rng(8).random(len(clouded)))
    curve = smooth_curve(day, value, "whittaker_envelope")
    green = (curve.day > FIRST + 140) & (curve.day < FIRST + 220)
    assert np.abs(curve.value - _season(curve.day))[green].max() < 0.1
    assert curve.value.min() > 0.1


@pytest.mark.parametrize("name", list(SMOOTHERS))
def test_a_gap_of_forty_days_is_filled(name: str):
    day, value = _observed(1)
    there = (day < FIRST + 160) | (day > FIRST + 200)
    curve = smooth_curve(day[there], value[there], name)
    inside = (curve.day >= FIRST + 160) & (curve.day <= FIRST + 200)
    assert inside.sum() == 41
    assert np.abs(curve.value - _season(curve.day))[inside].max() < {"harmonic": 0.12}.get(name, 0.08)


@pytest.mark.parametrize("name", list(SMOOTHERS))
def test_order_gaps_and_repeated_days_do_not_matter(name: str):
    day, value = _observed(2)
    curve = smooth_curve(day, value, name)
    mixed = np.random.default_rng(3).permutation(len(day))
    with_gaps = smooth_curve(np.append(day[mixed], FIRST + 7.3), np.append(value[mixed], np.nan), name)
    assert np.allclose(curve.value, with_gaps.value)
    assert with_gaps.weight[-1] == 0 and np.allclose(with_gaps.weight[:-1], curve.weight[mixed])
    twice = smooth_curve(np.repeat(day, 2), np.repeat(value, 2), name)
    assert np.abs(twice.value - curve.value).max() < 0.05


@pytest.mark.parametrize("name", list(SMOOTHERS))
def test_a_constant_stays_and_few_observations_give_no_curve(name: str):
    day = FIRST + np.arange(0, 300, 12.0)
    assert np.allclose(smooth_curve(day, np.full(len(day), 0.42), name).value, 0.42, atol=2e-3)
    assert smooth_curve(day[:4], np.full(4, 0.42), name) is None
    assert smooth_curve(day, np.full(len(day), np.nan), name) is None


@pytest.mark.parametrize("name", ["whittaker", "savitzky_golay"])
def test_the_end_of_a_steep_fall_is_followed(name: str):
    """A ripening field: many dates, little noise, then stubble."""
    day = FIRST + np.concatenate([np.arange(0, 120, 8.0), np.arange(120, 150, 3.0)])
    since = day - FIRST
    truth = 0.1 + 0.65 / (1 + np.exp((since - 110) / 6))
    curve = smooth_curve(day, truth + np.random.default_rng(9).normal(0, 0.01, len(day)), name)
    assert np.abs(curve.at(day) - truth)[-5:].max() < 0.09
    assert (curve.weight[-5:] > 0).all()


def test_an_unknown_smoother_is_refused():
    with pytest.raises(OrderError, match="whittaker, whittaker_envelope, savitzky_golay, harmonic"):
        smooth_curve(YEAR, _season(YEAR), "spline")


def test_whittaker_solves_its_equation():
    rng = np.random.default_rng(4)
    values, weights = rng.normal(size=40), (rng.random(40) > 0.5).astype(float)
    differences = np.diff(np.eye(40), 2, axis=0)
    expected = np.linalg.solve(np.diag(weights) + 300 * differences.T @ differences, weights * values)
    assert np.allclose(whittaker(values, weights, 300.0), expected, atol=1e-6)


def test_whittaker_keeps_a_straight_line_whatever_the_penalty():
    line = 0.3 + 0.001 * np.arange(200)
    weights = (np.arange(200) % 7 == 0).astype(float)
    for penalty in (PENALTIES[0], PENALTIES[-1]):
        assert np.allclose(whittaker(line, weights, penalty), line, atol=1e-4)


def test_more_noise_chooses_a_larger_penalty():
    chosen = []
    for noise in (0.001, 0.1):
        day, value = _observed(5, 200, noise)
        weights, values = np.zeros(366), np.zeros(366)
        weights[(day - FIRST).astype(int)], values[(day - FIRST).astype(int)] = 1.0, value
        chosen.append(chosen_penalty(values, weights))
    assert chosen[0] < chosen[1]


def test_a_trend_over_years_is_followed():
    day = FIRST + np.arange(0, 5 * 365, 9.0)
    truth = 0.4 + 0.03 * (day - FIRST) / 365.25 + 0.2 * np.cos(2 * np.pi * day / 365.25)
    curve = smooth_curve(day, truth, "harmonic")
    assert "trend" in curve.note
    assert np.abs(curve.at(day) - truth).max() < 0.01


def test_seasons_have_the_dates_of_their_definitions():
    value = _season(YEAR)
    (season,) = seasons(YEAR, value)
    level = value.min() + 0.2 * (value.max() - value.min())
    above = YEAR[value >= level]
    days = [(one - date(1970, 1, 1)).days for one in (season.start, season.peak, season.end)]
    assert abs(days[0] - above[0]) <= 1 and abs(days[2] - above[-1]) <= 1
    assert days[1] == YEAR[np.argmax(value)]
    assert season.amplitude == pytest.approx(np.ptp(value), abs=0.01)
    assert season.length_days == days[2] - days[0]


def test_half_of_the_amplitude_is_reached_later():
    early, late = (seasons(YEAR, _season(YEAR), share)[0] for share in (0.2, 0.5))
    assert early.start < late.start < late.end < early.end


def test_two_crops_are_two_seasons_and_a_flat_curve_has_none():
    twice = 0.2 + 0.5 * np.exp(-(((YEAR - FIRST - 100) / 30) ** 2)) + 0.4 * np.exp(-(((YEAR - FIRST - 260) / 30) ** 2))
    found = seasons(YEAR, twice)
    assert [one.peak.month for one in found] == [4, 9]
    assert seasons(YEAR, np.full(366, 0.3)) == ()
    assert seasons(YEAR, 0.3 + 0.02 * np.sin(YEAR / 20)) == ()


@pytest.mark.parametrize("first", [100, 105, 110, 120, 130, 150])
def test_a_start_before_the_curve_is_not_told(first: int):
    """The curve begins while the crop is rising or green."""
    (season,) = seasons(YEAR[first:], _season(YEAR)[first:])
    assert season.start is None and season.length_days is None
    assert season.end is not None


@pytest.mark.parametrize("last", [215, 230, 245, 250, 260])
def test_an_end_after_the_curve_is_not_told(last: int):
    """The curve ends while the crop is green or falling."""
    (season,) = seasons(YEAR[:last], _season(YEAR)[:last])
    assert season.end is None
    assert season.start is not None


def test_a_foot_at_the_rim_is_told_where_the_curve_is_flat_there():
    (season,) = seasons(YEAR[60:300], _season(YEAR)[60:300])
    (whole,) = seasons(YEAR, _season(YEAR))
    assert abs((season.start - whole.start).days) <= 2 and abs((season.end - whole.end).days) <= 2


def test_a_curve_that_only_rises_has_no_season():
    assert seasons(YEAR[:150], _season(YEAR)[:150]) == ()
