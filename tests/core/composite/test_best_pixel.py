"""The best available pixel and its mean against scores by the calendar, and rules one by one."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta, timezone

import numpy as np
import pytest

from s2gm_core.composite.registry import METHODS
from s2gm_core.composite.stack import Observations
from s2gm_core.errors import OrderError
from tests.core.reference.best_pixel import Look, Score, Wanted, scores
from tests.core.reference.stacks import ALL_BANDS, INVALID, Recipe, composite, random_stack

EPOCH = date(1970, 1, 1)
ALL_WEIGHTS = {"doy": 1.0, "year": 0.5, "cloud": 0.4, "haze": 0.3, "correlation": 0.7, "view": 0.2}
LAYERS = ("doy", "year", "cloud", "haze", "correlation", "view")
CLEAR = {"B02": 0.03, "B03": 0.05, "B04": 0.04, "B06": 0.2, "B08": 0.3, "B8A": 0.3, "B11": 0.2, "B12": 0.1}


def _days(day: date) -> int:
    return (day - EPOCH).days


def _options(wanted: Wanted) -> list[str]:
    plain = ("target_doy", "days_before", "days_after", "side_score", "years", "y_factor", "dreq", "hreq", "vreq")
    texts = [f"{name}={getattr(wanted, name)}" for name in (*plain, "reject_below")]
    texts += [f"weight_{name}={wanted.weights.get(name, 0.0)}" for name in LAYERS]
    combine = "product" if wanted.product else "sum"
    return [*texts, f"combine={combine}", f"off_season={'yes' if wanted.off_season else 'no'}"]


def _looks(stack: Observations, times: Sequence[int], y: int, x: int) -> list[Look]:
    def at(planes: np.ndarray | None, time: int) -> float:
        return math.nan if planes is None else float(planes[time, y, x])

    return [
        Look(
            EPOCH + timedelta(days=int(stack.day[t])),
            {band: int(stack.reflectance[t, b, y, x]) / 10000 for b, band in enumerate(stack.bands)},
            at(stack.cloud_distance, t),
            at(stack.view_zenith, t),
            bool(stack.scene_class[t, y, x] == 6),
        )
        for t in times
    ]


def _expected(stack: Observations, wanted: Wanted, y: int, x: int) -> tuple[list[int], list[Score]]:
    times = [t for t in range(len(stack.valid)) if stack.valid[t, y, x]]
    middle = datetime(1970, 1, 1, tzinfo=timezone.utc) + timedelta(days=stack.middle_day)
    return times, scores(_looks(stack, times, y, x), wanted, middle)


def _random(seed: int, **recipe: object) -> Observations:
    """Observations over three years, some near clouds, some hazy, some without view zenith."""
    rng = np.random.default_rng(seed)
    stack = random_stack(Recipe("random", 9, 6, 7, **recipe), seed)
    hazy = (rng.random(stack.valid.shape) < 0.2)[:, None] & (np.array(stack.bands) == "B02")[None, :, None, None]
    reflectance = np.where(hazy & (stack.reflectance != INVALID), 2500, stack.reflectance).astype(np.int16)
    view = np.where(rng.random(stack.valid.shape) < 0.2, np.nan, stack.view_zenith).astype(np.float32)
    scene_class = np.where(rng.random((6, 7)) < 0.5, stack.scene_class, 6).astype(np.uint8)
    return replace(
        stack,
        reflectance=reflectance,
        view_zenith=view,
        scene_class=scene_class,
        day=np.sort(rng.integers(19300, 20100, 9))[::-1].astype(np.int32),
        middle_day=19723.5,
        cloud_distance=stack.cloud_distance * rng.choice([0.01, 1], stack.valid.shape).astype(np.float32),
    )


CASES = {
    "defaults": Wanted(),
    "all weights": Wanted(weights=ALL_WEIGHTS),
    "product": Wanted(weights=ALL_WEIGHTS, product=True),
    "off season": Wanted(off_season=True),
    "nothing rejected": Wanted(reject_below=0.0, weights=ALL_WEIGHTS),
    "much rejected": Wanted(reject_below=0.3, days_before=150, days_after=150),
    "summer, longer autumn": Wanted(target_doy=200, days_before=30, days_after=90, side_score=0.1),
    "end of a leap year": Wanted(target_doy=366, days_before=300, days_after=200),
    "without the day": Wanted(weights={"cloud": 1.0, "haze": 1.0, "view": 1.0}),
    "other requirements": Wanted(dreq=500, hreq=0.05, vreq=15, years=0, y_factor=2.0, weights=ALL_WEIGHTS),
}


@pytest.mark.parametrize("case", CASES)
@pytest.mark.parametrize("seed", [1, 2])
def test_the_best_pixel_has_the_highest_score_of_the_reference(case: str, seed: int):
    stack, wanted = _random(seed), CASES[case]
    found = composite("best_pixel", stack, *_options(wanted))
    assert found.reflectance is None and found.day is None
    for y, x in np.ndindex(*stack.shape):
        times, expected = _expected(stack, wanted, y, x)
        accepted = [score.total for score in expected if score.accepted]
        if not accepted:
            assert found.index[y, x] == -1
            assert all(plane[y, x] == -9999 for plane in found.layers.values())
            continue
        taken = expected[times.index(found.index[y, x])]
        assert taken.accepted
        assert taken.total == pytest.approx(max(accepted), abs=2e-6)
        assert found.layers["score"][y, x] == pytest.approx(taken.total * 10000, abs=0.6)
        for name in LAYERS:
            value = taken.parts.get(name, -0.9999)
            assert found.layers[f"score_{name}"][y, x] == pytest.approx(value * 10000, abs=0.6)
    assert (found.index >= 0).any()


@pytest.mark.parametrize("case", CASES)
@pytest.mark.parametrize("weight", [None, (1, 0.33, 0, 1, 0.5, 1, 1, 0.33, 1)])
def test_the_mean_is_that_of_the_reference(case: str, weight: tuple | None):
    stack, wanted = _random(3), CASES[case]
    if weight is not None:
        stack = replace(stack, weight=np.array(weight, np.float32))
    counted = stack.counted
    found = composite("best_pixel_mean", stack, *_options(wanted))
    for y, x in np.ndindex(*stack.shape):
        times, expected = _expected(counted, wanted, y, x)
        share = [s.total * (weight[t] if weight else 1) * s.accepted for t, s in zip(times, expected)]
        if not any(score.accepted for score in expected):
            assert found.index[y, x] == -1 and np.isnan(found.day[y, x])
            assert (found.reflectance[:, y, x] == INVALID).all()
            continue

        def mean(values: Sequence[float], share: Sequence[float] = share) -> float:
            return sum(s * v for s, v in zip(share, values)) / sum(share)

        for band in range(len(stack.bands)):
            values = [int(stack.reflectance[t, band, y, x]) for t in times]
            assert found.reflectance[band, y, x] == pytest.approx(mean(values), abs=0.52)
        assert found.day[y, x] == pytest.approx(mean([int(stack.day[t]) for t in times]), abs=0.01)
        assert share[times.index(found.index[y, x])] == pytest.approx(max(share), abs=2e-6)
        assert found.layers["score"][y, x] == pytest.approx(mean([s.total for s in expected]) * 10000, abs=0.6)
        for name in wanted.weights:
            value = mean([s.parts[name] for s in expected]) * 10000
            assert found.layers[f"score_{name}"][y, x] == pytest.approx(value, abs=0.6)


@pytest.mark.parametrize("bands", [("B02", "B04"), ("B02", "B03", "B04", "B08"), ("B02", "B04", "B8A", "B12")])
def test_bands_that_are_missing_reduce_the_rule(bands: tuple[str, ...]):
    stack, wanted = _random(4, bands=bands), CASES["all weights"]
    found = composite("best_pixel", stack, *_options(wanted))
    for y, x in np.ndindex(*stack.shape):
        times, expected = _expected(stack, wanted, y, x)
        best = max((score.total for score in expected if score.accepted), default=None)
        if best is not None:
            assert found.layers["score"][y, x] == pytest.approx(best * 10000, abs=0.6)
            assert expected[times.index(found.index[y, x])].total == pytest.approx(best, abs=2e-6)


def _one_pixel(looks: Sequence[Look], middle: date = date(2023, 7, 1), weight: tuple | None = None) -> Observations:
    """Looks, newest first, as a stack of one pixel."""
    values = [[round(look.spectrum[band] * 10000) for band in ALL_BANDS] for look in looks]
    valid = np.ones((len(looks), 1, 1), bool)

    def plane(numbers: Sequence[float]) -> np.ndarray:
        return np.array(numbers, np.float32)[:, None, None]

    return Observations(
        np.array(values, np.int16)[:, :, None, None],
        valid,
        ALL_BANDS,
        np.array([6 if look.water else 4 for look in looks], np.uint8)[:, None, None],
        weight=None if weight is None else np.array(weight, np.float32),
        day=np.array([_days(look.day) for look in looks], np.int32),
        middle_day=_days(middle) + 0.5,
        cloud_distance=plane([look.cloud_distance for look in looks]),
        view_zenith=plane([look.view_zenith for look in looks]),
    )


def _taken(looks: Sequence[Look], *options: str, **given: object) -> int:
    return int(composite("best_pixel", _one_pixel(looks, **given), *options).index[0, 0])


def _layer(name: str, look: Look, *options: str, **given: object) -> int:
    return int(composite("best_pixel", _one_pixel([look], **given), *options).layers[name][0, 0])


def _on(day: date, **given: object) -> Look:
    return Look(day, CLEAR, 9000.0, 2.0, **given)


def test_twenty_december_is_three_weeks_before_ten_january():
    december, next_december = _on(date(2023, 12, 20)), _on(date(2024, 12, 20))
    middle = date(2024, 1, 10)
    expected = 9900 * (0.01 / 0.99) ** ((21 / 60) ** 2)
    for target in ("target_doy=10", "target_doy=0"):
        assert _layer("score_doy", december, target, middle=middle) == pytest.approx(expected, abs=0.6)
        assert _layer("score_year", december, target, middle=middle) == 9900
        assert _layer("score_doy", next_december, target, middle=middle) == pytest.approx(expected, abs=0.6)
        assert _layer("score_year", next_december, target, middle=middle) < 5000


def test_the_targets_year_is_that_of_the_return_nearest_to_the_middle_of_the_period():
    looks = [_on(date(2024, 1, 12)), _on(date(2023, 1, 9))]
    assert _taken(looks, "target_doy=10", middle=date(2023, 12, 1)) == 0
    assert _taken(looks, "target_doy=10", middle=date(2023, 3, 1)) == 1


def test_days_of_leap_years_are_counted_by_the_calendar():
    for day, middle in ((date(2024, 12, 31), date(2024, 12, 15)), (date(2023, 12, 31), date(2023, 12, 15))):
        assert _layer("score_doy", _on(day), "target_doy=366", middle=middle) == 9900
    assert _layer("score_doy", _on(date(2024, 3, 1)), "target_doy=61", middle=date(2024, 3, 1)) == 9900
    assert _layer("score_doy", _on(date(2023, 3, 2)), "target_doy=61", middle=date(2023, 3, 1)) == 9900
    one_off = round(9900 * (0.01 / 0.99) ** (1 / 60**2))
    assert _layer("score_doy", _on(date(2023, 3, 1)), "target_doy=61", middle=date(2023, 3, 1)) == one_off
    assert one_off < 9900


def test_the_score_at_the_sides_is_the_one_asked_for_and_no_more_is_rejected():
    middle, limits = date(2023, 7, 1), ("days_before=20", "days_after=40", "side_score=0.2")
    assert _layer("score_doy", _on(date(2023, 6, 11)), *limits, middle=middle) == 2000
    assert _layer("score_doy", _on(date(2023, 8, 10)), *limits, middle=middle) == 2000
    assert _taken([_on(date(2023, 8, 30))], middle=middle) == 0
    assert _layer("score_doy", _on(date(2023, 8, 30)), middle=middle) == 100
    assert _taken([_on(date(2023, 8, 31))], middle=middle) == -1
    assert _taken([_on(date(2023, 8, 31))], "off_season=yes", middle=middle) == 0


def test_forces_default_of_the_year():
    sigma = 60 / math.sqrt(-2 * math.log(0.01 / 0.99))
    step = 60 / (3 * 0.75)
    expected = 9900 * math.exp(-((2 * step) ** 2) / (2 * sigma**2))
    assert sigma == pytest.approx(19.8, abs=0.05)
    assert _layer("score_year", _on(date(2021, 7, 1))) == pytest.approx(expected, abs=0.6)


def test_an_observation_at_a_cloud_is_rejected_unless_nothing_is():
    near = replace(_on(date(2023, 7, 1)), cloud_distance=100.0)
    far = replace(_on(date(2023, 8, 20)), cloud_distance=8000.0)
    assert _taken([far, near]) == 0
    assert _taken([near]) == -1
    assert _taken([near], "reject_below=0") == 0
    assert _taken([near], "weight_cloud=0") == 0
    assert _layer("score_cloud", replace(near, cloud_distance=1500.0)) == 5000
    assert _layer("score_cloud", replace(near, cloud_distance=math.inf)) == 10000


def test_haze_is_rejected_only_beside_clearer_air():
    hazy = replace(_on(date(2023, 7, 1)), spectrum={**CLEAR, "B02": 0.2})
    clear = _on(date(2023, 8, 25))
    assert _taken([clear, hazy]) == 0
    assert _taken([hazy]) == 0
    assert _taken([replace(hazy, day=date(2023, 7, 9)), hazy]) == 1
    # The clear observation out of season is no witness.
    assert _taken([replace(clear, day=date(2023, 11, 1)), hazy]) == 1
    # Scores of 0.0086 and 0.0198: the pixel is hazy on the whole, and evenly so.
    evenly = [replace(clear, spectrum={**CLEAR, "B02": 0.0928}), replace(hazy, spectrum={**CLEAR, "B02": 0.0945})]
    assert _taken(evenly) == 1
    # 0.0050 and 0.0208: their standard deviation is 0.011, with one degree of freedom.
    unevenly = [replace(clear, spectrum={**CLEAR, "B02": 0.0927}), replace(hazy, spectrum={**CLEAR, "B02": 0.0956})]
    assert _taken(unevenly) == 0
    assert _taken([replace(clear, day=date(2023, 11, d)) for d in (3, 2, 1)] + unevenly) == 3
    half = {**CLEAR, "B02": 0.065 + 0.02, "B04": 0.04}
    assert _layer("score_haze", replace(hazy, spectrum=half)) == 5000


def test_water_is_scored_by_its_darkness():
    dark, bright = {**CLEAR, "B12": 0.01, "B8A": 0.02}, {**CLEAR, "B12": 0.05, "B8A": 0.06}
    today, later = date(2023, 7, 1), date(2023, 8, 20)
    water = [Look(later, dark, 9000, 2, True), Look(today, bright, 9000, 2, True)]
    assert _taken(water) == 0
    assert _taken([replace(look, water=False) for look in water]) == 1
    assert _taken([water[0], replace(water[1], water=False)]) == 1
    assert _layer("score", water[0]) == 9900
    assert _layer("score", replace(water[0], spectrum={**dark, "B8A": 0.005})) == 4950
    assert _layer("score", replace(water[0], spectrum={**dark, "B12": -3.2})) == 32767
    assert _layer("score", replace(water[0], spectrum={**dark, "B12": 1.5})) == 0


def test_what_is_unknown_scores_one_half():
    weights = ("weight_view=1", "weight_correlation=1")
    unknown = Look(date(2023, 7, 1), CLEAR)
    for name in ("score_view", "score_correlation", "score_cloud"):
        assert _layer(name, unknown, *weights) == 5000
    missing = replace(_one_pixel([unknown]), view_zenith=None, cloud_distance=None)
    layers = composite("best_pixel", missing, *weights).layers
    assert [int(layers[f"score_{name}"][0, 0]) for name in ("view", "cloud")] == [5000, 5000]
    flat = [replace(unknown, spectrum=dict.fromkeys(CLEAR, 0.1)), unknown]
    assert composite("best_pixel", _one_pixel(flat), *weights).layers["score_correlation"].tolist() == [[5000]]


def test_of_equal_scores_the_newest_and_a_sensors_weight_counts():
    look = _on(date(2023, 7, 1))
    assert _taken([look, look, look]) == 0
    assert _taken([look, look, look], weight=(0.5, 1, 1)) == 1
    assert _taken([look, look, look], weight=(0.5, 0, 1)) == 2
    assert _taken([look, _on(date(2023, 5, 4))], weight=(0.33, 1)) == 1
    layers = composite("best_pixel", _one_pixel([look, look], weight=(0.5, 0.1))).layers
    assert layers["score_doy"][0, 0] == 9900 and layers["score"][0, 0] > 9000


def test_where_all_scores_are_zero_the_mean_counts_all_alike():
    snow_bright = {**CLEAR, "B12": 1.2, "B8A": 1.5}
    looks = [Look(date(2023, 7, 3), {**snow_bright, "B03": v}, 9000, 2, True) for v in (0.2, 0.4)]
    found = composite("best_pixel_mean", _one_pixel(looks))
    assert found.reflectance[ALL_BANDS.index("B03"), 0, 0] == 3000
    assert found.index[0, 0] == 0
    stack = _one_pixel(looks)
    stack.valid[0] = False
    assert composite("best_pixel", stack).index[0, 0] == 1


def test_the_order_is_refused_without_any_weight():
    nothing = {f"weight_{name}": "0" for name in LAYERS}
    with pytest.raises(OrderError, match="All weights"):
        METHODS["best_pixel"].make_options(tuple(nothing.items()))


def test_both_methods_share_options_and_rules():
    one, mean = METHODS["best_pixel"], METHODS["best_pixel_mean"]
    assert (one.selects, mean.selects) == (True, False)
    assert (one.options, one.bands, one.needs, one.layers) == (mean.options, mean.bands, mean.needs, mean.layers)
