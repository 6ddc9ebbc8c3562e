"""Medians of a block against numpy's own, pixel by pixel."""

from __future__ import annotations

import numpy as np
import pytest

from s2gm_core.composite import medians as kernel
from s2gm_core.composite.medians import medians
from s2gm_core.composite.order_statistics import comparisons

INVALID = 32767


def _stack(times: int, share_valid: float, pixels: int = 3000) -> tuple[np.ndarray, np.ndarray]:
    rng = np.random.default_rng(times)
    stack = rng.integers(-32767, 32767, (times, 3, pixels)).astype(np.int16)
    stack[..., ::3] = rng.integers(-2, 3, stack[..., ::3].shape)  # many equal values and halves
    return stack, rng.random((times, pixels)) < share_valid


def _reference(stack: np.ndarray, valid: np.ndarray) -> np.ndarray:
    """One pixel after the other, with Python's numbers; round() takes halves to the even number."""
    result = np.full(stack.shape[1:], INVALID, np.int16)
    for pixel in range(stack.shape[2]):
        for band in range(stack.shape[1]):
            values = sorted(stack[valid[:, pixel], band, pixel].tolist())
            if values:
                middle = len(values) // 2
                both = values[middle] if len(values) % 2 else (values[middle - 1] + values[middle]) / 2
                result[band, pixel] = round(both)
    return result


@pytest.mark.parametrize("share_valid", [0.03, 0.3, 0.65, 1.0])
@pytest.mark.parametrize("times", [*range(1, 14), 30, 73])
def test_every_pixel_has_the_median_of_its_valid_values(times: int, share_valid: float):
    stack, valid = _stack(times, share_valid, pixels=300)
    np.testing.assert_array_equal(medians(stack, valid), _reference(stack, valid))


def test_what_is_not_valid_plays_no_role():
    stack, valid = _stack(9, 0.6)
    other = np.where(valid[:, np.newaxis], stack, np.int16(INVALID))
    np.testing.assert_array_equal(medians(other, valid), medians(stack, valid))


def test_runs_of_pixels_do_not_show(monkeypatch: pytest.MonkeyPatch):
    stack, valid = _stack(12, 0.6)
    whole = medians(stack, valid)
    monkeypatch.setattr(kernel, "SAMPLES_AT_ONCE", 1)
    monkeypatch.setattr(kernel, "MIN_PIXELS_AT_ONCE", 7)
    np.testing.assert_array_equal(medians(stack, valid), whole)


def test_a_block_without_any_date_is_empty():
    assert (medians(np.zeros((0, 2, 5), np.int16), np.zeros((0, 5), bool)) == INVALID).all()


def test_the_middle_ranks_need_fewer_comparisons_than_all():
    middle, every = comparisons(12, frozenset({5, 6})), comparisons(12, frozenset(range(12)))
    assert len(middle) < len(every)
    assert sum(low + high for _, _, low, high in middle) < 2 * len(middle)
