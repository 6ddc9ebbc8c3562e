"""Which overpass shows which ground, and where patches meet."""

from __future__ import annotations

import numpy as np
import pytest

from s2gm_core.seamless.patches import (
    UNSEEN_COST,
    Candidate,
    choose_overpasses,
    cost_of,
    everywhere,
    label_patches,
)
from s2gm_core.seamless.seams import place_seams

SHAPE, CELL = (60, 80), 100.0
ALL = np.ones(SHAPE, bool)


def _labels(cost: np.ndarray, valid: np.ndarray) -> np.ndarray:
    return label_patches(np.where(valid, cost, UNSEEN_COST).astype(np.float32), valid, ALL, CELL)


def test_an_overpass_that_saves_little_is_not_opened():
    rng = np.random.default_rng(0)
    noise = rng.random((4, *SHAPE)) * 0.05
    noise[0] -= 0.02
    cost = np.ones((4, *SHAPE)) + noise
    assert choose_overpasses(cost.astype(np.float32), ALL) == (0,)
    assert set(np.unique(_labels(cost, np.ones((4, *SHAPE), bool)))) == {0}


def test_a_second_overpass_is_opened_where_the_first_sees_nothing():
    valid = np.ones((2, *SHAPE), bool)
    valid[0, :, 50:] = False
    labels = _labels(np.stack([np.zeros(SHAPE), np.ones(SHAPE)]), valid)
    assert (labels[:, :50] == 0).mean() > 0.9
    assert (labels[:, 50:] == 1).all()


def test_small_patches_join_what_is_around_them_where_that_sees_the_ground():
    cost = np.stack([np.full(SHAPE, 1.0), np.full(SHAPE, 1.6)])
    cost[1, 20:32, 30:42] = 0.0  # 1.2 km a side
    cost[1, :, :12] = 0.0
    seen = np.ones((2, *SHAPE), bool)
    assert (_labels(cost, seen)[20:32, 30:42] == 0).all()
    seen[0, 22:30, 32:40] = False
    assert (_labels(cost, seen)[22:30, 32:40] == 1).all()


def test_cells_without_an_observation_have_no_overpass_and_then_the_nearest():
    valid = np.ones((1, *SHAPE), bool)
    valid[0, :10] = False
    labels = _labels(np.zeros((1, *SHAPE)), valid)
    assert (labels[:10] == -1).all()
    assert (everywhere(labels) == 0).all()
    nothing = _labels(np.zeros((2, *SHAPE)), np.zeros((2, *SHAPE), bool))
    assert (everywhere(nothing) == -1).all()


@pytest.mark.parametrize(
    ("cheaper", "dearer"),
    [
        ({"days": 1.0}, {"days": 14.0}),
        ({"days": 14.0}, {"days": 16.0, "in_period": False}),
        ({}, {"haze": 0.02}),
        ({}, {"clear": 0.5}),
        ({}, {"coarse": 0.5}),
    ],
)
def test_what_makes_an_overpass_dearer(cheaper: dict[str, float], dearer: dict[str, float]):
    def cost(days: float = 0.0, in_period: bool = True, haze: float = 0.0, clear: float = 1.0, coarse: float = 0.0):
        kept = np.zeros(SHAPE, bool)
        kept[:, : int(SHAPE[1] * clear)] = True
        plane = cost_of(Candidate(days, 15.0, in_period, coarse), kept, kept, np.full(SHAPE, haze, np.float32), CELL)
        return plane[30, 5]

    assert cost(**cheaper) < cost(**dearer) < UNSEEN_COST


def _two_images(gap: slice) -> tuple[np.ndarray, np.ndarray]:
    """Two images that differ by 0.03, but for some columns in which they are alike; both clear everywhere."""
    images = np.full((2, 3, *SHAPE), 1000, np.int16)
    images[1] += 300
    images[1][:, :, gap] = 1000
    return images, np.ones((2, *SHAPE), bool)


def test_a_seam_moves_to_where_images_agree():
    images, clear = _two_images(slice(52, 55))
    labels = np.zeros(SHAPE, np.int16)
    labels[:, 45:] = 1
    moved = place_seams(labels, images, clear, CELL)
    seams = np.flatnonzero(np.diff(moved, axis=1).any(axis=0))
    assert set(seams) <= {51, 52, 53, 54}
    assert (moved[:, :52] == 0).all()
    assert (moved[:, 55:] == 1).all()


def test_a_seam_goes_around_ground_that_changed():
    images, clear = _two_images(slice(0, 80))
    images[1, :, 20:40, 40:50] += 500
    labels = np.zeros(SHAPE, np.int16)
    labels[:, 45:] = 1  # straight through the change
    moved = place_seams(labels, images, clear, CELL)
    assert len(np.unique(moved[22:38, 42:48])) == 1
    assert set(np.unique(moved)) == {0, 1}


def test_seams_stay_where_only_one_overpass_sees_the_ground():
    images, clear = _two_images(slice(52, 55))
    clear[0, :, 45:] = False
    labels = np.zeros(SHAPE, np.int16)
    labels[:, 45:] = 1
    moved = place_seams(labels, images, clear, CELL)
    assert (moved[:, 45:] == 1).all()


def test_a_third_patch_keeps_its_ground():
    images = np.random.default_rng(3).integers(900, 1100, (3, 3, *SHAPE)).astype(np.int16)
    labels = np.zeros(SHAPE, np.int16)
    labels[:, 40:] = 1
    labels[25:35, 35:45] = 2
    clear = np.ones((3, *SHAPE), bool)
    clear[:2, 25:35, 35:45] = False
    moved = place_seams(labels, images, clear, CELL)
    assert (moved[25:35, 35:45] == 2).all()
