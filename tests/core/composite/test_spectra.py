"""Cells of any width hold the same observations and lead to the same medoid."""

from __future__ import annotations

import threading
import tracemalloc

import numpy as np
import pytest

from s2gm_core.composite import medoid, spectra
from s2gm_core.composite.distance_sums import NEVER, distance_sums, weighted_distance_sums
from s2gm_core.composite.spectra import Spectra, spectra_of
from s2gm_core.composite.stack import Observations
from s2gm_core.engine.budget import KERNEL_BYTES

WIDTHS = (32, 8, 1)
BANDS = [2, 0]


def only(width: int) -> dict[int, float]:
    """A `FETCH` with which cells of one width cost least."""
    return {one: 1.0 if one == width else 1e9 for one in WIDTHS}


@pytest.fixture(params=WIDTHS)
def width(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> int:
    """Pixels of a cell, forced by what others cost; in small pieces, so that there are several."""
    monkeypatch.setattr(spectra, "FETCH", only(request.param))
    for size in ("OBSERVATIONS_OF_PIECE", "OBSERVATIONS_OF_PART", "LEAST_PIXELS"):
        monkeypatch.setattr(spectra, size, 100)
    return int(request.param)


def _stack(times: int, share: float, pixels: int = 2500) -> tuple[np.ndarray, np.ndarray]:
    random = np.random.default_rng(times)
    planes = random.integers(-200, 9000, (times, 3, pixels)).astype(np.int16)
    seen = random.random((times, pixels)) < share
    seen[:, 90:520] = False  # whole pieces without any observation
    return planes, seen


def _held_spectra(one: Spectra, place: int) -> dict[int, list[float]]:
    """Time and spectrum of what one pixel of a part holds."""
    return {
        int(one.time[slot, place // one.width]): one.values[:, slot, place].tolist()
        for slot in range(len(one.held))
        if one.held[slot, place]
    }


@pytest.mark.parametrize(("times", "share"), [(1, 0.5), (5, 1.0), (9, 0.4), (300, 0.95)])
def test_every_observation_is_held_once_with_its_time_and_spectrum(width: int, times: int, share: float):
    planes, seen = _stack(times, share, 2500 if times < 10 else 700)
    seen = np.asfortranarray(seen)
    held = np.zeros_like(seen)
    for one in spectra_of(planes, seen, BANDS):
        pixels = one.pixels
        assert one.width == width or pixels.min() >= planes.shape[2] // 32 * 32  # what is left behind the last cell
        assert np.all(np.diff(pixels.reshape(-1, one.width), axis=1) == 1)
        for place in range(0, len(pixels), 7):
            found = _held_spectra(one, place)
            assert found == {
                t: planes[t, BANDS, pixels[place]].tolist() for t in np.flatnonzero(seen[:, pixels[place]])
            }
            assert list(found) == sorted(found)
        time = one.of_date(np.arange(times))
        assert one.gaps == bool((one.held == 0).any())
        assert not held[time, pixels][one.held == 1].any()
        held[time[one.held == 1], np.broadcast_to(pixels, time.shape)[one.held == 1]] = True
    np.testing.assert_array_equal(held, seen)


@pytest.mark.parametrize("share", [0.3, 0.95])
def test_spectra_are_small_however_many_dates_there_are(share: float):
    planes, seen = _stack(400, share, 4096)
    most = spectra.OBSERVATIONS_OF_PART + 400 * spectra.LEAST_PIXELS
    parts = [one.held.shape for one in spectra_of(planes, seen, BANDS)]
    assert max(slots * pixels for slots, pixels in parts) <= most
    assert min(pixels for _, pixels in parts[:-1]) >= 32


@pytest.mark.parametrize("dates", [12, 146])
def test_a_strip_needs_no_more_memory_than_kernels_may_hold(dates: int):
    random = np.random.default_rng(1)
    reflectance = random.integers(0, 9000, (dates, 7, 64 if dates < 50 else 16, 1024)).astype(np.int16)
    valid = random.random((dates, *reflectance.shape[2:])) < 0.9
    weight = random.random(dates)
    observations = Observations(reflectance, valid, medoid.BANDS, valid.view(np.uint8), weight=weight)
    tracemalloc.start()
    try:  # in a thread of its own, which has no rooms yet
        thread = threading.Thread(target=medoid.select, args=(observations,))
        thread.start()
        thread.join()
        assert tracemalloc.get_traced_memory()[1] < KERNEL_BYTES
    finally:
        tracemalloc.stop()


def test_nothing_comes_of_a_stack_without_observations(width: int):
    assert not list(spectra_of(np.zeros((3, 3, 9), np.int16), np.zeros((3, 9), bool), BANDS))
    assert not list(spectra_of(np.zeros((0, 3, 9), np.int16), np.zeros((0, 9), bool), BANDS))
    assert not list(spectra_of(np.zeros((0, 3, 64), np.int16), np.zeros((0, 64), bool), BANDS))
    assert not list(spectra_of(np.zeros((3, 3, 64), np.int16), np.zeros((3, 64), bool), BANDS))
    assert not list(spectra_of(np.zeros((3, 3, 0), np.int16), np.zeros((3, 0), bool), BANDS))


def test_dates_without_any_observation_get_no_slot(width: int):
    planes, seen = _stack(6, 1.0, 300)
    seen[:, 90:] = True
    seen[[0, 3]] = False
    for one in spectra_of(planes, seen, BANDS):
        assert one.time.tolist() == [[date] * one.time.shape[1] for date in (1, 2, 4, 5)]
        slots = np.arange(len(one.pixels)) % 4
        assert one.time_of(slots).tolist() == [(1, 2, 4, 5)[slot] for slot in slots]


def test_the_cells_that_cost_least_are_taken():
    clouds = np.repeat(np.random.default_rng(5).random((12, 64)) < 0.5, 64, axis=1)
    planes = np.zeros((12, 3, clouds.shape[1]), np.int16)
    ragged = np.random.default_rng(6).random((60, clouds.shape[1])) < 0.3
    assert {one.width for one in spectra_of(planes, clouds, BANDS)} == {32}
    assert {one.width for one in spectra_of(planes, np.roll(clouds, 8, axis=1), BANDS)} == {8}
    assert {one.width for one in spectra_of(np.zeros((60, 3, clouds.shape[1]), np.int16), ragged, BANDS)} == {1}


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
def test_sums_are_those_of_a_loop_over_what_is_held(width: int, is_weighted: bool):
    planes, seen = _stack(7, 0.5)
    weights = np.array([1.0, 0.25, 2.0, 1.0, 0.5, 3.0, 1.0]) if is_weighted else np.ones(7)
    for one in spectra_of(planes, seen, BANDS):
        weight = one.of_date(weights)
        sums = weighted_distance_sums(one, weight) if is_weighted else distance_sums(one)
        for place in range(0, sums.shape[1], 41):
            expected = _sums_one_by_one(one, weight[:, place], place)
            for found, right in zip(sums[:, place], expected):
                assert found >= NEVER if right == NEVER else found == pytest.approx(right, rel=1e-6)


@pytest.mark.parametrize("factor", [0.0, 1.0, 1e8, 1e-30])
def test_all_widths_lead_to_the_same_medoid(factor: float, monkeypatch: pytest.MonkeyPatch):
    random = np.random.default_rng(3)
    shape = (9, 30, 40)
    kind = random.integers(0, 3, (9, 1, 30, 40))  # three spectra per pixel: many are equal, so that ties count
    reflectance = np.choose(kind, random.integers(1, 9000, (3, 1, 4, 30, 40))).astype(np.int16)
    weight = None if factor == 0 else np.array([1, 2, 1, 1, 2, 1, 3, 1, 1]) * factor
    valid = (random.random(shape) < 0.5) & (random.random(shape[1:]) < 0.9)
    observations = Observations(reflectance, valid, ("B02", "B03", "B04", "B08"), valid.view(np.uint8), weight=weight)
    found = []
    for width in WIDTHS:
        monkeypatch.setattr(spectra, "FETCH", only(width))
        found.append(medoid.medoid_where(observations, valid.any(axis=0)))
    for other in found[1:]:
        np.testing.assert_array_equal(found[0].index, other.index)
        np.testing.assert_array_equal(found[0].spread, other.spread)
    chosen = np.take_along_axis(valid, np.maximum(found[0].index, 0)[np.newaxis].astype(int), axis=0)[0]
    np.testing.assert_array_equal(chosen, found[0].index >= 0)
    np.testing.assert_array_equal(chosen, valid.any(axis=0))


def test_pixels_with_many_observations_do_not_widen_the_parts_of_those_with_few(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(spectra, "FETCH", only(1))
    planes = np.zeros((60, 3, 3000), np.int16)
    seen = np.zeros((60, 3000), bool)
    seen[:2] = True
    seen[:, ::10] = True
    compared = sum(len(one.held) * one.held.shape[1] for one in spectra_of(planes, seen, BANDS))
    assert compared < 1.2 * np.count_nonzero(seen)
