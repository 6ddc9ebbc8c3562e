"""Images blended over several scales, and gaps filled from what is around them."""

from __future__ import annotations

import numpy as np
import pytest

from s2gm_core.seamless.pyramid import blended, doubled, filled, halved, levels_of, low_pass

SHAPE = (61, 94)


@pytest.fixture
def image() -> np.ndarray:
    return np.random.default_rng(0).random((3, *SHAPE)).astype(np.float32)


@pytest.mark.parametrize("levels", [0, 1, 4])
def test_the_blend_of_equal_images_is_that_image(image: np.ndarray, levels: int):
    left = np.zeros(SHAPE, np.float32)
    left[:, :40] = 1
    made = blended([(image, left), (image, 1 - left)], 3, SHAPE, levels)
    np.testing.assert_allclose(made, image, atol=1e-5)


def test_without_weight_nothing_counts(image: np.ndarray):
    """An image whose weight is 0 everywhere may hold anything."""
    everywhere = np.ones(SHAPE, np.float32)
    made = blended([(image, everywhere), (image * 100, everywhere * 0)], 3, SHAPE, 3)
    np.testing.assert_allclose(made, image, atol=1e-5)
    assert not blended([(image, everywhere * 0)], 3, SHAPE, 3).any()


def test_weights_are_normalised_where_no_other_image_is(image: np.ndarray):
    """One image with a weight on a part of the plane only: there it is itself, up to the rim."""
    left = np.zeros(SHAPE, np.float32)
    left[:, :40] = 0.4
    made = blended([(image, left)], 3, SHAPE, 3)
    np.testing.assert_allclose(made[:, :, :40], image[:, :, :40], atol=1e-4)


def test_a_step_between_two_flat_images_is_as_wide_as_the_coarsest_scale():
    shape, levels = (64, 256), 4
    dark, bright = np.zeros((1, *shape), np.float32), np.ones((1, *shape), np.float32)
    left = np.zeros(shape, np.float32)
    left[:, :128] = 1
    line = blended([(dark, left), (bright, 1 - left)], 1, shape, levels)[0, 32]
    assert np.diff(line).max() < 3 / 2**levels
    assert line[:64].max() < 0.01
    assert line[192:].min() > 0.99
    sharp = blended([(dark, left), (bright, 1 - left)], 1, shape, 0)[0, 32]
    assert sharp[127] == 0
    assert sharp[128] == 1


def test_gaps_are_filled_and_what_is_known_stays(image: np.ndarray):
    known = np.ones(SHAPE, np.float32)
    known[20:50, 30:70] = 0
    made = filled(np.where(known > 0, 0.3 + 0 * image, 99).astype(np.float32), known)
    np.testing.assert_allclose(made, 0.3, atol=1e-5)
    kept = filled(np.where(known > 0, image, 99).astype(np.float32), known)
    np.testing.assert_array_equal(kept[:, known > 0], image[:, known > 0])
    assert 0 <= kept.min() <= kept.max() <= 1
    assert not filled(image, np.zeros(SHAPE, np.float32)).any()


def test_halving_and_doubling_keep_flat_planes_and_places():
    flat = np.full((2, 7, 9), 5.0, np.float32)
    np.testing.assert_allclose(halved(flat), 5)
    np.testing.assert_allclose(doubled(halved(flat), (7, 9)), 5)
    ramp = np.arange(9, dtype=np.float32)[np.newaxis, np.newaxis].repeat(7, axis=1)
    np.testing.assert_allclose(doubled(np.ascontiguousarray(ramp[:, ::2, ::2]), (7, 9)), ramp)


def test_a_low_pass_believes_what_it_knows():
    known = np.zeros((128, 128), np.float32)
    known[:, :64] = 1
    found = low_pass(np.full((3, 128, 128), 0.02, np.float32), known, 12.0, 0.05).whole()
    np.testing.assert_allclose(found[:, 64, 10], 0.02, rtol=0.06)
    assert np.abs(found[:, 64, 127]).max() < 0.002


def test_pyramids_end_before_planes_do():
    assert [levels_of(shape, 6) for shape in ((3, 3), (8, 100), (4000, 4000))] == [0, 1, 6]
