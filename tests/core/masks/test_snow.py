"""Snow counts only where index and brightness say so too."""

from __future__ import annotations

import numpy as np
import pytest

from s2gm_core.masks.snow import is_snow
from tests.core.reference import spectra
from tests.core.reference.stacks import ALL_BANDS, Recipe, random_stack
from tests.core.reference.worked_examples import EXAMPLES, Example


def _planes(spectrum: dict[str, float]) -> dict[str, np.ndarray]:
    return {band: np.full((1, 1), value, np.float32) for band, value in spectrum.items()}


@pytest.mark.parametrize("example", EXAMPLES.values(), ids=lambda e: e.name)
def test_snow_test_says_what_was_worked_out(example: Example):
    scene_class = np.full((1, 1), example.scene_class, np.uint8)
    assert is_snow(_planes(example.spectrum), scene_class)[0, 0] == example.snow


def test_a_snow_spectrum_of_another_class_is_no_snow():
    planes = _planes(EXAMPLES["snow"].spectrum)
    assert not is_snow(planes, np.full((1, 1), 4, np.uint8)).any()


def test_snow_test_equals_the_reference_on_random_spectra():
    stack = random_stack(Recipe("", 3, 25, 25, share_valid=1.0), seed=9)
    planes = {band: stack.plane(band).astype(np.float32) * np.float32(1e-4) for band in ALL_BANDS}
    found = is_snow(planes, stack.scene_class).ravel()
    rows = np.moveaxis(stack.reflectance, 1, -1).reshape(-1, len(ALL_BANDS)) / 10000
    pixels = [dict(zip(ALL_BANDS, map(float, row))) for row in rows]
    clear = [_far_from_limits(p) for p in pixels]
    expected = [spectra.is_snow(p, int(c)) for p, c in zip(pixels, stack.scene_class.ravel())]
    assert [f for f, c in zip(found, clear) if c] == [e for e, c in zip(expected, clear) if c]
    assert sum(clear) > 0.98 * len(clear)
    assert 0 < sum(expected) < len(expected)


def _far_from_limits(pixel: dict[str, float]) -> bool:
    return abs(spectra.mndwi(pixel) - 0.6) > 1e-5 and abs(spectra.tcb(pixel) - 0.36) > 1e-5
