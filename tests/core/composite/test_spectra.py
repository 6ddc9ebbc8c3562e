"""Observations that stay where they lie and those that are closed up hold the same, and lead to the same medoid."""

from __future__ import annotations

import numpy as np
import pytest

from s2gm_core.composite import medoid, spectra
from s2gm_core.composite.distance_sums import NEVER, distance_sums, weighted_distance_sums
from s2gm_core.composite.spectra import Spectra, spectra_of
from s2gm_core.composite.stack import Observations

LIE, CLOSED = 1e9, -1e9
BANDS = [2, 0]


@pytest.fixture(params=[LIE, CLOSED], ids=["as they lie", "closed up"])
def way(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> float:
    """One of the two ways, forced by what the other costs; in small pieces, so that there are several."""
    monkeypatch.setattr(spectra, "FETCH", request.param)
    for size in ("OBSERVATIONS_OF_PIECE", "OBSERVATIONS_AS_THEY_LIE", "OBSERVATIONS_CLOSED_UP", "LEAST_PIXELS"):
        monkeypatch.setattr(spectra, size, 100)
    return float(request.param)


def _stack(times: int, share: float, pixels: int = 2500) -> tuple[np.ndarray, np.ndarray]:
    random = np.random.default_rng(times)
    planes = random.integers(-200, 9000, (times, 3, pixels)).astype(np.int16)
    seen = random.random((times, pixels)) < share
    seen[:, 90:520] = False  # whole pieces without any observation
    return planes, seen


def _held_spectra(one: Spectra, place: int) -> dict[int, list[float]]:
    """Time and spectrum of what one pixel of a part holds."""
    time = np.broadcast_to(one.time, one.held.shape)
    return {
        int(time[slot, place]): one.values[:, slot, place].tolist()
        for slot in range(len(one.held))
        if one.held[slot, place]
    }


@pytest.mark.parametrize(("times", "share"), [(1, 0.5), (5, 1.0), (9, 0.4)])
def test_every_observation_is_held_once_with_its_time_and_spectrum(way: float, times: int, share: float):
    planes, seen = _stack(times, share)
    held = np.zeros_like(seen)
    for one in spectra_of(planes, seen, BANDS):
        pixels = np.arange(planes.shape[2])[one.pixels]
        for place in range(0, len(pixels), 7):
            found = _held_spectra(one, place)
            assert found == {
                t: planes[t, BANDS, pixels[place]].tolist() for t in np.flatnonzero(seen[:, pixels[place]])
            }
            assert list(found) == sorted(found)
        time = np.broadcast_to(one.time, one.held.shape)
        assert one.gaps == bool((one.held == 0).any())
        assert not held[time, pixels][one.held == 1].any()
        held[time[one.held == 1], np.broadcast_to(pixels, time.shape)[one.held == 1]] = True
    np.testing.assert_array_equal(held, seen)


def test_nothing_comes_of_a_stack_without_observations(way: float):
    assert not list(spectra_of(np.zeros((3, 3, 9), np.int16), np.zeros((3, 9), bool), BANDS))
    assert not list(spectra_of(np.zeros((0, 3, 9), np.int16), np.zeros((0, 9), bool), BANDS))
    assert not list(spectra_of(np.zeros((3, 3, 0), np.int16), np.zeros((3, 0), bool), BANDS))


def test_dates_without_any_observation_get_no_slot(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(spectra, "FETCH", LIE)
    planes, seen = _stack(6, 1.0, 90)
    seen[[0, 3]] = False
    (one,) = spectra_of(planes, seen, BANDS)
    assert one.time[:, 0].tolist() == [1, 2, 4, 5]
    assert one.time_of(np.array([0, 3])).tolist() == [1, 5]


def _sums_one_by_one(one: Spectra, weight: np.ndarray, place: int) -> list[float]:
    """What every slot of one pixel should sum up to, NEVER or more where it is not held."""
    sums = []
    for slot in range(len(one.held)):
        apart = [
            weight[other] * float(np.sqrt(np.sum((one.values[:, slot, place] - one.values[:, other, place]) ** 2)))
            for other in range(len(one.held))
            if one.held[other, place]
        ]
        sums.append(sum(apart) if one.held[slot, place] else NEVER)
    return sums


@pytest.mark.parametrize("is_weighted", [False, True])
def test_sums_are_those_of_a_loop_over_what_is_held(way: float, is_weighted: bool):
    planes, seen = _stack(7, 0.5)
    weights = np.array([1.0, 0.25, 2.0, 1.0, 0.5, 3.0, 1.0]) if is_weighted else np.ones(7)
    for one in spectra_of(planes, seen, BANDS):
        weight = weights[one.time]
        sums = weighted_distance_sums(one, weight) if is_weighted else distance_sums(one)
        for place in range(0, sums.shape[1], 41):
            own = np.broadcast_to(weight, one.held.shape)[:, place]
            expected = _sums_one_by_one(one, own, place)
            for found, right in zip(sums[:, place], expected):
                assert found >= NEVER if right == NEVER else found == pytest.approx(right, rel=1e-6)


@pytest.mark.parametrize("factor", [0.0, 1.0, 1e8, 1e-30])
def test_both_ways_lead_to_the_same_medoid(factor: float, monkeypatch: pytest.MonkeyPatch):
    random = np.random.default_rng(3)
    shape = (9, 30, 40)
    kind = random.integers(0, 3, (9, 1, 30, 40))  # three spectra per pixel: many are equal, so that ties count
    reflectance = np.choose(kind, random.integers(1, 9000, (3, 1, 4, 30, 40))).astype(np.int16)
    weight = None if factor == 0 else np.array([1, 2, 1, 1, 2, 1, 3, 1, 1]) * factor
    valid = (random.random(shape) < 0.5) & (random.random(shape[1:]) < 0.9)
    observations = Observations(reflectance, valid, ("B02", "B03", "B04", "B08"), valid.view(np.uint8), weight=weight)
    found = []
    for fetch in (LIE, CLOSED):
        monkeypatch.setattr(spectra, "FETCH", fetch)
        found.append(medoid.medoid_where(observations, valid.any(axis=0)))
    np.testing.assert_array_equal(found[0].index, found[1].index)
    np.testing.assert_array_equal(found[0].spread, found[1].spread)
    chosen = np.take_along_axis(valid, np.maximum(found[0].index, 0)[np.newaxis].astype(int), axis=0)[0]
    np.testing.assert_array_equal(chosen, found[0].index >= 0)
    np.testing.assert_array_equal(chosen, valid.any(axis=0))


def test_pixels_with_many_observations_do_not_widen_the_parts_of_those_with_few(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(spectra, "FETCH", CLOSED)
    planes = np.zeros((60, 3, 3000), np.int16)
    seen = np.zeros((60, 3000), bool)
    seen[:2] = True
    seen[:, ::10] = True
    compared = sum(len(one.held) * one.held.shape[1] for one in spectra_of(planes, seen, BANDS))
    assert compared < 1.2 * np.count_nonzero(seen)
