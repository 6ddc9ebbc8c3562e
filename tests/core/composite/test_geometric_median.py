"""The geometric median against double precision, known triangles, and its layers against plain loops."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest

from s2gm_core.composite import weiszfeld
from s2gm_core.composite.stack import Observations
from s2gm_core.composite.weiszfeld import geometric_medians, weighted_mean
from s2gm_core.errors import OrderError
from tests.core.reference.geometric_median import deviations, geometric_median, middle, sum_of_distances
from tests.core.reference.stacks import INVALID, Recipe, composite, random_stack

BANDS = ("B02", "B03", "B04", "B08")


def _stack(spectra: list, weight: list | None = None, day: list | None = None) -> Observations:
    """One pixel with these spectra (reflectance x 10^4), newest first."""
    values = np.array(spectra, np.int16)
    times = len(values)
    valid = np.ones((times, 1, 1), bool)
    days = np.arange(19570 + times, 19570, -1) if day is None else np.array(day)
    return Observations(
        values[:, :, None, None],
        valid,
        BANDS[: values.shape[1]],
        np.full(valid.shape, 4, np.uint8),
        weight=None if weight is None else np.array(weight, np.float32),
        day=days.astype(np.int32),
    )


def _median(spectra: list, **given: list) -> list[int]:
    return composite("geometric_median", _stack(spectra, **given)).reflectance[:, 0, 0].tolist()


def _spectra(kind: str, rng: np.random.Generator, shape: tuple[int, int, int]) -> np.ndarray:
    """(pixel, slot, band) whole numbers."""
    pixels, slots, bands = shape
    base = rng.uniform(200, 4000, (pixels, 1, bands))
    noise = rng.normal(size=shape)
    values = {
        "noise": base * (1 + 0.05 * noise),
        "clouds": base * (1 + 0.05 * noise) + (rng.random((pixels, slots, 1)) < 0.25) * rng.uniform(500, 6000),
        "almost a line": base * (1 + 0.2 * noise[..., :1]) + 20 * noise,
        "anything": rng.uniform(-100, 12000, shape),
        "few values": rng.integers(1, 3, shape) * 1500,
    }
    return np.rint(values[kind])


@pytest.mark.parametrize("slots, bands", [(2, 4), (3, 4), (4, 1), (5, 3), (8, 4), (12, 10)])
@pytest.mark.parametrize("kind", ["noise", "clouds", "almost a line", "anything", "few values"])
@pytest.mark.parametrize("weighted", [False, True])
def test_no_place_has_a_smaller_sum_of_distances(kind: str, slots: int, bands: int, weighted: bool):
    rng = np.random.default_rng(slots)
    values = _spectra(kind, rng, (40, slots, bands))
    weight = rng.choice([0.1, 0.33, 1.0], slots) if weighted else np.ones(slots)
    spectra = np.ascontiguousarray(values.transpose(1, 2, 0)).astype(np.float32)
    weights = np.repeat(weight[:, None], 40, axis=1).astype(np.float32)
    found, settled = geometric_medians(spectra, weights, weighted_mean(spectra, weights), 0.1, 200)
    assert (~settled).sum() <= 1
    far = 0
    for pixel, seen in enumerate(values.tolist()):
        expected = geometric_median(seen, weight.tolist())
        gap = sum_of_distances(seen, weight, found[:, pixel]) - sum_of_distances(seen, weight, expected)
        assert gap <= 0.02 * weight.sum()
        far += max(abs(found[:, pixel] - expected)) > 0.5
    if kind == "anything" and bands > 1 and (slots > 2 or weighted):
        assert far <= 1


def _kernel(values: np.ndarray, iterations: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Medians of (pixel, slot, band), whether they settled, and their sums of distances; all pixel first."""
    spectra = np.ascontiguousarray(values.transpose(1, 2, 0)).astype(np.float32)
    weights = np.ones((values.shape[1], len(values)), np.float32)
    found, settled = geometric_medians(spectra, weights, weighted_mean(spectra, weights), 0.1, iterations)
    sums = np.linalg.norm(values - found.T[:, None], axis=2).sum(axis=1)
    return found.T, settled, sums


@pytest.mark.parametrize("slots, bands", [(6, 2), (8, 4)])
def test_nearly_flat_sums_of_distances_settle_quickly(slots: int, bands: int):
    values = _spectra("almost a line", np.random.default_rng(3), (400, slots, bands))
    _, settled, sums = _kernel(values, 60)
    assert settled.mean() > 0.99
    least = [sum_of_distances(seen, [1.0] * slots, geometric_median(seen, [1.0] * slots)) for seen in values.tolist()]
    assert (sums - least).max() < 0.05 * slots


@pytest.mark.parametrize("iterations", range(1, 9))
def test_however_few_iterations_the_result_is_no_worse_than_the_mean(iterations: int):
    for kind in ("anything", "clouds", "almost a line"):
        values = _spectra(kind, np.random.default_rng(4), (500, 6, 2))
        mean = np.linalg.norm(values - values.mean(axis=1)[:, None], axis=2).sum(axis=1)
        _, settled, sums = _kernel(values, iterations)
        assert (sums <= mean * (1 + 1e-5)).all()
        assert not settled.all()


def test_the_step_off_an_observation_makes_the_sum_of_distances_smaller():
    rng = np.random.default_rng(6)
    values = rng.integers(0, 9000, (200, 5, 3)).astype(float)
    spectra = np.ascontiguousarray(values.transpose(1, 2, 0)).astype(np.float32)
    place = spectra[4]
    pull = weiszfeld._pull_at(spectra, np.ones((5, 200), np.float32), place)
    moved = weiszfeld._off_observation(pull, place)
    is_median = np.array([geometric_median(seen, [1.0] * 5) == seen[4] for seen in values.tolist()])
    sums = [np.linalg.norm(values - at.T[:, None], axis=2).sum(axis=1) for at in (place, moved)]
    assert (sums[1] < sums[0])[~is_median].all()
    assert (moved == place).all(axis=0)[is_median].all() and is_median.any()
    force = np.linalg.norm(
        ((values[:, :4] - values[:, 4:]) / _length(values[:, :4] - values[:, 4:])).sum(axis=1), axis=1
    )
    shortened = np.linalg.norm((moved - place).T, axis=1) / np.linalg.norm(pull.step.T, axis=1)
    np.testing.assert_allclose(shortened, np.maximum(1 - 1 / force, 0), atol=1e-3)


def _length(vectors: np.ndarray) -> np.ndarray:
    return np.linalg.norm(vectors, axis=-1, keepdims=True)


@pytest.mark.parametrize("scene", ["mixed", "uniform", "coarse", "near_black"])
@pytest.mark.parametrize("weighted", [False, True])
def test_the_composite_is_the_median_of_the_valid_observations(scene: str, weighted: bool):
    recipe = Recipe("random", 9, 6, 7, scene=scene)
    stack = random_stack(recipe, 5)
    if weighted:
        stack = replace(stack, weight=np.array([1, 0.33, 1, 0, 0.33, 1, 1, 0.1, 1], np.float32))
    weight = np.ones(9) if stack.weight is None else stack.weight.astype(float)
    found = composite("geometric_median", stack)
    for y, x in np.ndindex(*stack.shape):
        times = np.flatnonzero(stack.valid[:, y, x] & (weight > 0))
        place = found.reflectance[:, y, x].astype(float)
        if not len(times):
            assert (place == INVALID).all() and found.index[y, x] == -1 and np.isnan(found.day[y, x])
            continue
        seen = stack.reflectance[times, :, y, x].astype(float).tolist()
        least = sum_of_distances(seen, weight[times], geometric_median(seen, weight[times].tolist()))
        rounding = 0.5 * math.sqrt(len(place)) + 0.05
        assert sum_of_distances(seen, weight[times], place) <= least + rounding * weight[times].sum()
        assert found.index[y, x] in times
        distances = [math.dist(one, place) for one in seen]
        assert math.dist(stack.reflectance[found.index[y, x], :, y, x], place) <= min(distances) + 2 * rounding


@pytest.mark.parametrize("scene", ["mixed", "uniform", "near_black"])
def test_the_deviations_are_medians_of_distances(scene: str):
    stack = random_stack(Recipe("random", 8, 6, 7, scene=scene, share_valid=0.4), 6)
    found = composite("geometric_median", stack)
    layers = {name: found.layers[name] for name in ("emad", "smad", "bcmad")}
    assert all(plane.dtype == np.uint16 for plane in layers.values())
    for y, x in np.ndindex(*stack.shape):
        seen = stack.reflectance[stack.valid[:, y, x], :, y, x].astype(float).tolist()
        if len(seen) < 2:
            assert [int(plane[y, x]) for plane in layers.values()] == [65535] * 3
            continue
        place = weighted_mean_of(seen) if len(seen) == 2 else geometric_median(seen, [1.0] * len(seen))
        euclidean, cosine, bray_curtis = deviations(seen, place)
        steps = [euclidean, min(cosine * 1e5, 65534), min(bray_curtis * 1e4, 65534)]
        near = max(math.dist(place, [0.0] * len(place)), 1.0)
        for plane, value, allowed in zip(layers.values(), steps, (2, 2 + 2e5 / near, 2 + 2e4 / near)):
            assert abs(int(plane[y, x]) - value) <= allowed


def weighted_mean_of(seen: list) -> list[float]:
    return [sum(band) / len(seen) for band in zip(*seen)]


def test_the_deviations_of_hand_made_spectra():
    found = composite("geometric_median", _stack([[1000, 0], [1000, 0], [1000, 0], [0, 1000], [0, 1000]]))
    assert found.reflectance[:, 0, 0].tolist() == [1000, 0]
    assert [int(found.layers[name][0, 0]) for name in ("emad", "smad", "bcmad")] == [0, 0, 0]
    found = composite("geometric_median", _stack([[3000, 0], [0, 4000]]))
    assert found.layers["emad"][0, 0] == 2500
    assert found.layers["smad"][0, 0] == 30000  # cosines 0.6 and 0.8
    assert found.layers["bcmad"][0, 0] == round(1e4 * middle([3500 / 6500, 3500 / 7500]))


def test_deviations_larger_than_the_layer_holds_are_cut_and_zero_spectra_are_far_from_others():
    found = composite("geometric_median", _stack([[0, 0], [0, 0], [9000, 0], [8000, 1], [0, 0]]))
    assert [int(found.layers[name][0, 0]) for name in ("emad", "smad", "bcmad")] == [0, 0, 0]
    found = composite("geometric_median", _stack([[10, 0], [5, 4000], [5, -4000], [6, 3000], [6, -3000]]))
    assert found.reflectance[:, 0, 0].tolist() == [10, 0]
    assert found.layers["smad"][0, 0] == 65534


def test_of_two_the_mean_of_one_itself():
    assert _median([[100, 200], [300, 600]]) == [200, 400]
    assert _median([[100, -200]]) == [100, -200]


def test_an_observation_of_weight_zero_is_as_if_it_were_not_there():
    spectra = [[100, 200], [9000, 10], [300, 600], [2000, 1000], [350, 500]]
    without, beside = spectra[:1] + spectra[2:], [1, 0, 1, 0.5, 1]
    expected = composite("geometric_median", _stack(without, weight=[1, 1, 0.5, 1]))
    found = composite("geometric_median", _stack(spectra, weight=beside))
    assert found.reflectance.tolist() == expected.reflectance.tolist()
    assert {n: p.tolist() for n, p in found.layers.items()} == {n: p.tolist() for n, p in expected.layers.items()}


def test_of_two_with_unequal_weights_the_heavier():
    found = composite("geometric_median", _stack([[100, 200], [300, 600]], weight=[0.33, 1]))
    assert found.reflectance[:, 0, 0].tolist() == [300, 600]
    assert found.index[0, 0] == 1
    assert found.day[0, 0] == 19571


def test_the_point_of_a_triangle_from_which_its_sides_are_seen_under_120_degrees():
    corners = [[0, 0], [8000, 0], [2000, 5000]]
    place = np.array(_median(corners), float)
    for one, other in ((0, 1), (1, 2), (2, 0)):
        a, b = corners[one] - place, corners[other] - place
        angle = math.degrees(math.acos(a @ b / np.linalg.norm(a) / np.linalg.norm(b)))
        assert angle == pytest.approx(120, abs=0.05)


@pytest.mark.parametrize("height, corner", [(1100, True), (1200, False)])
def test_a_corner_of_120_degrees_or_more_is_the_median_itself(height: int, corner: bool):
    place = _median([[0, 0], [2000, height], [-2000, height]])
    assert (place == [0, 0]) == corner


def test_equal_observations_and_a_start_on_an_observation():
    assert _median([[700, 10, -3]] * 5) == [700, 10, -3]
    # The mean is the last observation, which is no median of these.
    spectra = [[0, 0], [10, 0], [20, 0], [30, 10], [-60, -10], [0, 0]]
    assert _median(spectra) == np.rint(geometric_median(spectra, [1.0] * 6)).tolist()
    # Here the mean is an observation that is no median, and the median is not far.
    spectra = [[0, 0], [100, 0], [-50, 87], [-50, 60], [4000, 0], [-4000, -147]]
    assert math.dist(_median(spectra), geometric_median(spectra, [1.0] * 6)) < 1.5


def test_a_single_band_gives_a_median():
    assert _median([[500], [100], [9000]]) == [500]
    assert 300 <= _median([[500], [100], [9000], [300]])[0] <= 500


def test_clouds_in_less_than_half_of_the_dates_hardly_move_it():
    rng = np.random.default_rng(0)
    clear = (np.array([400, 700, 500, 3000]) * (1 + 0.05 * rng.normal(size=(7, 4)))).round()
    cloudy = clear.copy()
    cloudy[:3] += 5000
    moved = math.dist(_median(clear.tolist()), _median(cloudy.tolist()))
    assert moved < 200
    assert math.dist(clear.mean(axis=0), cloudy.mean(axis=0)) > 4000


def test_a_weight_of_two_is_an_observation_twice():
    rng = np.random.default_rng(1)
    spectra = rng.integers(0, 9000, (5, 4)).tolist()
    twice = _median([spectra[0], *spectra])
    assert math.dist(_median(spectra, weight=[1, 0.5, 0.5, 0.5, 0.5]), twice) <= 1
    assert math.dist(_median(spectra), twice) > 10


def test_the_day_is_the_mean_with_the_weights_that_make_up_the_median():
    spectra, days = [[0, 0], [8000, 0], [2000, 5000]], [100, 70, 40]
    found = composite("geometric_median", _stack(spectra, day=days))
    place = geometric_median(spectra, [1.0] * 3)
    share = [1 / math.dist(one, place) for one in spectra]
    assert [sum(s * x[b] for s, x in zip(share, spectra)) / sum(share) for b in (0, 1)] == pytest.approx(place, abs=0.1)
    assert found.day[0, 0] == pytest.approx(sum(s * d for s, d in zip(share, days)) / sum(share), abs=0.01)


def test_where_the_median_is_an_observation_its_day_is_the_day():
    spectra = [[9000, 0], [0, 0], [10, 0], [0, 0], [0, 9000], [0, 0]]
    found = composite("geometric_median", _stack(spectra, day=[90, 80, 70, 60, 50, 10]))
    assert found.reflectance[:, 0, 0].tolist() == [0, 0]
    assert found.day[0, 0] == 50
    assert found.index[0, 0] == 1


def test_of_two_equally_near_the_newest_stands_for_the_pixel():
    assert composite("geometric_median", _stack([[101, 200], [300, 600]])).index.tolist() == [[0]]
    assert composite("geometric_median", _stack([[300, 600], [101, 200]])).index.tolist() == [[0]]


def test_a_pixel_alone_is_what_it_is_in_a_block():
    stack = random_stack(Recipe("random", 40, 9, 11), 8)
    whole = composite("geometric_median", stack)
    for y, x in [(0, 0), (4, 7), (8, 10)]:
        part = replace(
            stack, reflectance=stack.reflectance[..., y : y + 1, x : x + 1], valid=stack.valid[:, y : y + 1, x : x + 1]
        )
        alone = composite("geometric_median", part)
        assert alone.reflectance[:, 0, 0].tolist() == whole.reflectance[:, y, x].tolist()
        assert alone.day[0, 0] == whole.day[y, x]
        for name, plane in alone.layers.items():
            assert plane[0, 0] == whole.layers[name][y, x]


def test_the_options_do_what_they_say():
    stack = random_stack(Recipe("random", 9, 12, 12, scene="uniform"), 9)
    exact = composite("geometric_median", stack, "tolerance=0.000001").reflectance.astype(int)
    default = composite("geometric_median", stack).reflectance.astype(int)
    coarse = composite("geometric_median", stack, "tolerance=0.01").reflectance.astype(int)
    once = composite("geometric_median", stack, "iterations=1").reflectance.astype(int)
    assert abs(default - exact).max() <= 1
    assert 5 < abs(coarse - exact).max() < 500
    assert abs(once - exact).max() > 100
    with pytest.raises(OrderError, match="tolerance"):
        composite("geometric_median", stack, "tolerance=0")


def test_the_ordered_bands_define_the_median():
    stack = random_stack(Recipe("random", 7, 8, 8, bands=BANDS), 10)
    fewer = replace(stack, reflectance=stack.reflectance[:, :2], bands=BANDS[:2])
    both = composite("geometric_median", stack).reflectance[:2], composite("geometric_median", fewer).reflectance
    assert (both[0] != both[1]).any()
