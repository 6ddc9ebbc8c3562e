"""Indices and the cloud test, on the worked examples and against the references."""

from __future__ import annotations

import numpy as np
import pytest

from s2gm_core.composite import indices, stc
from s2gm_core.composite.stc import looks_like_cloud
from tests.core.reference import spectra
from tests.core.reference.stacks import ALL_BANDS, Recipe, random_stack, stack_of
from tests.core.reference.worked_examples import EXAMPLES, Example


def _planes(example: Example) -> dict[str, np.ndarray]:
    """(time, pixel) planes of one spectrum."""
    return {band: np.full((1, 1), value, np.float32) for band, value in example.spectrum.items()}


@pytest.mark.parametrize("example", EXAMPLES.values(), ids=lambda e: e.name)
def test_indices_have_the_worked_values(example: Example):
    p = _planes(example)
    values = (
        indices.ndvi(p["B04"], p["B08"]),
        indices.mndwi(p["B03"], p["B11"]),
        indices.tasselled_cap_brightness(p),
        indices.haze(p),
    )
    expected = (example.ndvi, example.mndwi, example.tcb, example.haze)
    assert [float(v[0, 0]) for v in values] == pytest.approx(expected, abs=6e-5)


@pytest.mark.parametrize("example", EXAMPLES.values(), ids=lambda e: e.name)
def test_the_cloud_test_says_what_was_worked_out(example: Example):
    assert looks_like_cloud(_planes(example))[0, 0] == example.cloud


@pytest.mark.parametrize(
    ("b04", "b08", "expected"),
    [(0.004, -0.0041, -1.0), (0.004, -0.0039, -1.0), (-0.004, 0.005, 1.0), (-0.1, -0.1, 0.0), (0.0, 0.0, 0.0)],
)
def test_indices_of_negative_reflectance_stay_between_minus_one_and_one(b04: float, b08: float, expected: float):
    red, near_infrared = np.full((1, 1), b04, np.float32), np.full((1, 1), b08, np.float32)
    assert indices.ndvi(red, near_infrared)[0, 0] == expected
    assert indices.mndwi(near_infrared, red)[0, 0] == expected


def test_a_shadow_over_dark_water_is_no_vegetation():
    water = {"B02": 0.02, "B03": 0.03, "B04": 0.02, "B08": 0.004, "B8A": 0.004, "B11": 0.001, "B12": 0.001}
    shadow = {"B02": 0.002, "B03": 0.003, "B04": 0.004, "B08": -0.0041, "B8A": 0.0, "B11": 0.0, "B12": 0.0}
    assert stc.rule(stack_of([water, shadow]))[0, 0] != 3


@pytest.mark.parametrize("scene", ["mixed", "uniform", "near_black"])
def test_the_cloud_test_equals_the_reference(scene: str):
    stack = random_stack(Recipe("", 4, 20, 20, share_valid=1.0, scene=scene), seed=8)
    planes = {band: stack.plane(band).astype(np.float32) * np.float32(1e-4) for band in ALL_BANDS}
    found = looks_like_cloud(planes).ravel()
    pixels = [
        {b: float(v) for b, v in zip(ALL_BANDS, p)} for p in np.moveaxis(stack.reflectance, 1, -1).reshape(-1, 8) / 1e4
    ]
    different = [p for p, cloud in zip(pixels, found) if spectra.is_cloud_or_snow(p) != cloud and not _at_a_limit(p)]
    assert different == []


def _at_a_limit(pixel: dict[str, float]) -> bool:
    """Whether moving the spectrum by less than rounding turns the reference's answer."""
    rng = np.random.default_rng(0)
    moved = [{band: value + rng.uniform(-2e-6, 2e-6) for band, value in pixel.items()} for _ in range(40)]
    return len({spectra.is_cloud_or_snow(m) for m in moved}) == 2
