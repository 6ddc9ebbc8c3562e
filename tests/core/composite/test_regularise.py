"""Fewer date changes among equally good observations: against a plain reference, and what must never happen."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from s2gm_core.composite.regularise import DEFAULT, MARGIN, Smoothing, equally_good, regularise
from s2gm_core.composite.stack import Observations
from s2gm_core.errors import OrderError
from tests.core.reference.stacks import INVALID, Recipe, composite, random_stack

BANDS = ("B02", "B03", "B04", "B08")
FLOOR, RELATIVE, CORRELATION = 0.005, 0.05, 0.4


def _as_good(stack: Observations, bands: tuple[str, ...], index: np.ndarray, time: int, row: int, col: int) -> bool:
    """The definition, one pixel and date in plain Python."""
    selected = int(index[row, col])
    if selected < 0:
        return False
    if time == selected:
        return True
    if not stack.valid[time, row, col]:
        return False
    if stack.weight is not None and stack.weight[time] < stack.weight[selected]:
        return False
    total = 0.0
    for band in bands:
        x, s = (int(stack.plane(band)[t, row, col]) / 10_000 for t in (time, selected))
        variance = sum(FLOOR**2 + (RELATIVE * value) ** 2 for value in (x, s))
        total += (x - s) ** 2 / ((1 - CORRELATION) * variance)
    return total / len(bands) <= 1.0


def _reference(stack: Observations, bands: tuple[str, ...], index: np.ndarray, radius: int, sweeps: int) -> np.ndarray:
    times, height, width = stack.valid.shape
    chosen = index.copy()
    for _ in range(sweeps):
        voted = chosen.copy()
        for row in range(height):
            for col in range(width):
                window = chosen[max(row - radius, 0) : row + radius + 1, max(col - radius, 0) : col + radius + 1]
                votes = {t: int((window == t).sum()) for t in range(times)}
                good = [t for t in range(times) if _as_good(stack, bands, index, t, row, col)]
                most = max((votes[t] for t in good), default=0)
                if good and votes[int(chosen[row, col])] < most:
                    voted[row, col] = next(t for t in good if votes[t] == most)
        chosen = voted
    return chosen


def _fields(seed: int, times: int = 6, size: int = 40, share_valid: float = 0.8) -> Observations:
    """Fields of 10 x 10 pixels with the noise of the sensor and an error of each date, under square clouds."""
    rng = np.random.default_rng(seed)
    field = np.kron(rng.uniform(0.03, 0.4, (len(BANDS), 4, 4)), np.ones((size // 4, size // 4)))
    gain = 1 + 0.02 * rng.normal(size=(times, 1, 1, 1))
    seen = field * gain + rng.normal(size=(times, *field.shape)) * (0.001 + 0.01 * field)
    valid = np.kron(rng.random((times, 8, 8)) < share_valid, np.ones((size // 8, size // 8))).astype(bool)
    stack = np.where(valid[:, np.newaxis], np.rint(seen * 10_000), INVALID).astype(np.int16)
    return Observations(stack, valid, BANDS, np.full(valid.shape, 4, np.uint8))


def _random_choice(stack: Observations, seed: int = 0) -> np.ndarray:
    """Any valid observation of each pixel."""
    rank = np.where(stack.valid, np.random.default_rng(seed).random(stack.valid.shape), 2.0)
    return np.where(stack.valid.any(axis=0), rank.argmin(axis=0), -1).astype(np.int16)


def _changes(index: np.ndarray) -> float:
    return float(np.mean([(index[1:] != index[:-1]).mean(), (index[:, 1:] != index[:, :-1]).mean()]))


@pytest.mark.parametrize(("radius", "sweeps"), [(2, 3), (1, 2), (3, 1)])
@pytest.mark.parametrize("scene", ["coarse", "duplicates", "near_black", "mixed"])
def test_it_is_the_plain_reference_on_awkward_stacks(scene: str, radius: int, sweeps: int) -> None:
    stack = random_stack(Recipe(scene, 5, 13, 17, bands=BANDS, scene=scene), 3)
    index = composite("medoid", stack).index
    found = regularise(stack, index, BANDS, Smoothing(radius, sweeps))
    assert np.array_equal(found, _reference(stack, BANDS, index, radius, sweeps))


@pytest.mark.parametrize("weight", [None, [1, 0.5, 1, 0.5, 1, 1], [1, 0, 1, 1, 1, 0]])
@pytest.mark.parametrize("bands", [BANDS, ("B08",)])
def test_it_is_the_plain_reference_on_fields(bands: tuple[str, ...], weight: list[float] | None) -> None:
    stack = replace(_fields(4, size=24), weight=None if weight is None else np.array(weight, np.float32))
    index = _random_choice(stack.counted)
    found = regularise(stack, index, bands)
    assert np.array_equal(found, _reference(stack, bands, index, DEFAULT.radius, DEFAULT.sweeps))
    assert _changes(found) < 0.6 * _changes(index)
    if weight is not None:
        assert not np.isin(found, np.flatnonzero(np.array(weight) == 0)).any()


def test_candidates_are_those_of_the_definition_also_in_blocks_of_many_rows() -> None:
    stack = random_stack(Recipe("mixed", 3, 300, 70, bands=BANDS), 5)
    index = composite("medoid", stack).index
    found = equally_good(stack, index, BANDS)
    for time, row, col in np.random.default_rng(1).integers(0, (3, 300, 70), (400, 3)):
        assert found[time, row, col] == _as_good(stack, BANDS, index, time, row, col)


def test_only_valid_observations_are_taken_and_empty_pixels_stay_empty() -> None:
    stack = _fields(2, share_valid=0.3)
    index = _random_choice(stack)
    found = regularise(stack, index, BANDS)
    assert found.dtype == np.int16
    assert np.array_equal(found == -1, index == -1)
    taken = np.take_along_axis(stack.valid, np.maximum(found, 0)[np.newaxis].astype(int), axis=0)[0]
    assert taken[found >= 0].all()


def test_a_selected_observation_that_is_not_valid_stays_where_nothing_else_is() -> None:
    stack = _fields(2)
    stack.valid[:, 5:9, 5:9] = False
    index = _random_choice(stack)
    index[5:9, 5:9] = 1  # a cloud that a method takes for want of better
    assert (regularise(stack, index, BANDS)[5:9, 5:9] == 1).all()


def test_a_selected_observation_that_is_not_valid_has_its_votes() -> None:
    stack = _flat([0.2, 0.2])
    stack.valid[1] = False
    index = np.zeros((12, 12), np.int16)
    index[:, 6:] = 1
    assert equally_good(stack, index, BANDS)[1, :, 6:].all()
    found = regularise(stack, index, BANDS)
    assert np.array_equal(found, _reference(stack, BANDS, index, DEFAULT.radius, DEFAULT.sweeps))


def test_nothing_selected_stays_so_and_what_is_given_is_not_changed() -> None:
    stack = _fields(3)
    empty = np.full(stack.shape, -1, np.int16)
    assert np.array_equal(regularise(stack, empty, BANDS), empty)
    index = _random_choice(stack)
    before, valid = index.copy(), stack.valid.copy()
    regularise(stack, index, BANDS)
    assert np.array_equal(index, before)
    assert np.array_equal(stack.valid, valid)


def test_equal_dates_become_one_and_a_lone_pixel_gives_way() -> None:
    stack = _flat([0.2, 0.2])
    index = np.zeros((12, 12), np.int16)
    index[6, 6] = 1
    assert (regularise(stack, index, BANDS) == 0).all()


def test_a_pixel_that_the_method_left_empty_is_not_filled() -> None:
    index = np.zeros((12, 12), np.int16)
    index[6, 6] = -1
    assert np.array_equal(regularise(_flat([0.2, 0.2]), index, BANDS), index)


def test_a_tie_keeps_the_current_observation() -> None:
    index = np.indices((12, 12)).sum(axis=0).astype(np.int16) % 2
    inside = slice(2, -2)
    found = regularise(_flat([0.2, 0.2]), index, BANDS, Smoothing(radius=1, sweeps=1))
    assert np.array_equal(found[inside, inside], index[inside, inside])  # 5 of its own against 4


@pytest.mark.parametrize("second", [0.24, 0.35])
def test_the_edge_of_a_cloud_or_a_mown_field_is_kept(second: float) -> None:
    """The later date shows another spectrum in the right half: there the earlier one must stay."""
    stack = _flat([0.2, 0.2])
    stack.reflectance[0, :, :, 6:] = round(second * 10_000)
    index = np.zeros((12, 12), np.int16)
    index[:, 6:] = 1
    index[3, 3] = 1
    found = regularise(stack, index, BANDS)
    assert (found[:, 6:] == 1).all()
    assert (found[:, :6] == 0).all()


def test_no_change_exceeds_the_uncertainty_of_the_measurement() -> None:
    stack = _fields(5)
    index = _random_choice(stack)
    found = regularise(stack, index, BANDS)
    changed = np.argwhere(found != index)
    assert len(changed) > 300
    assert all(_as_good(stack, BANDS, index, found[row, col], row, col) for row, col in changed)


def _differs_by_cuts(stack: Observations, index: np.ndarray, margin: int) -> bool:
    """Whether the middle of a block comes out otherwise when the block is cut ``margin`` pixels around it."""
    whole = regularise(stack, index, BANDS)
    inner = slice(14, 26)
    outer = slice(14 - margin, 26 + margin)
    part = Observations(stack.reflectance[..., outer, outer], stack.valid[:, outer, outer], BANDS, stack.scene_class)
    found = regularise(part, index[outer, outer], BANDS)
    kept = slice(margin, margin + 12)
    return not np.array_equal(found[kept, kept], whole[inner, inner])


def test_the_margin_is_what_blocks_need_and_no_more() -> None:
    stacks = [(stack, _random_choice(stack, seed)) for seed in range(80) for stack in [_fields(seed, times=3)]]
    assert not any(_differs_by_cuts(stack, index, MARGIN) for stack, index in stacks)
    assert MARGIN == DEFAULT.radius * DEFAULT.sweeps == 6
    assert any(_differs_by_cuts(stack, index, MARGIN - 1) for stack, index in stacks)


def test_a_second_run_finds_little_to_do() -> None:
    stack = _fields(7)
    index = _random_choice(stack)
    once = regularise(stack, index, BANDS)
    twice = regularise(stack, once, BANDS)
    assert (once != twice).mean() < 0.25 * (once != index).mean()
    assert _changes(twice) <= _changes(once) < 0.5 * _changes(index)


@pytest.mark.parametrize("wrong", [{"radius": 0}, {"radius": 6}, {"sweeps": -1}, {"tolerance": -0.1}])
def test_a_smoothing_that_makes_no_sense_is_refused(wrong: dict[str, float]) -> None:
    with pytest.raises(OrderError, match="radius from 1 to 5"):
        Smoothing(**wrong)


def test_the_largest_window_does_not_overflow() -> None:
    stack = _flat([0.2, 0.2])
    index = np.zeros((12, 12), np.int16)
    index[:, 7:] = 1
    found = regularise(stack, index, BANDS, Smoothing(radius=5, sweeps=1))
    assert np.array_equal(found, _reference(stack, BANDS, index, 5, 1))


def _flat(values: list[float]) -> Observations:
    """12 x 12 pixels of one reflectance per date in all bands."""
    stack = np.empty((len(values), len(BANDS), 12, 12), np.int16)
    stack[:] = np.rint(np.array(values) * 10_000)[:, np.newaxis, np.newaxis, np.newaxis]
    return Observations(stack, np.ones((len(values), 12, 12), bool), BANDS, np.full((len(values), 12, 12), 4, np.uint8))
