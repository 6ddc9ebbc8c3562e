"""Tone curves against numbers worked out by hand from their published formulas."""

from __future__ import annotations

import numpy as np
import pytest

from s2gm_core.errors import OrderError
from s2gm_core.radiometry.tone import natural, natural_colour, picture_bytes, srgb_encoded, tone_curve


def _by_hand(rgb: tuple[float, float, float]) -> list[float]:
    """Sentinel Hub's l2a_optimized, one pixel at a time: maxR 3, midR 0.13, sat 1.2, gamma 1.8, gOff 0.01."""

    def adjusted(value: float) -> float:
        ar, tx, ty = min(max(value / 3, 0), 1), 0.13, 1.0
        return ar * (ar * (tx / 3 + ty - 1) - ty) / (ar * (2 * tx / 3 - 1) - tx / 3)

    def contrast(value: float) -> float:
        return ((value + 0.01) ** 1.8 - 0.01**1.8) / (1.01**1.8 - 0.01**1.8)

    toned = [contrast(adjusted(value)) for value in rgb]
    grey = sum(toned) / 3 * (1 - 1.2)
    saturated = [min(max(grey + value * 1.2, 0), 1) for value in toned]
    return [12.92 * c if c <= 0.0031308 else 1.055 * c ** (1 / 2.4) - 0.055 for c in saturated]


@pytest.mark.parametrize("rgb", [(0.1, 0.1, 0.1), (0.03, 0.06, 0.04), (0.3, 0.25, 0.2), (0.9, 1.2, 3.5), (-0.01, 0, 0)])
def test_natural_is_the_published_curve(rgb: tuple[float, float, float]):
    pixel = np.array(rgb, np.float32).reshape(3, 1, 1)
    np.testing.assert_allclose(natural(pixel).ravel(), _by_hand(rgb), atol=2e-5)


def test_natural_of_a_grey_pixel_worked_out_on_paper():
    """Reflectance 0.1: 0.0333 / 3 steps give 0.4509, 0.2454, and 0.5323 once encoded."""
    assert natural(np.full((3, 1, 1), 0.1, np.float32)).ravel() == pytest.approx([0.5323] * 3, abs=2e-3)
    assert natural(np.full((3, 1, 1), 3.0, np.float32)).ravel() == pytest.approx([1.0] * 3, abs=1e-5)
    assert natural(np.zeros((3, 1, 1), np.float32)).ravel() == pytest.approx([0.0] * 3, abs=1e-5)


def test_srgb_has_its_two_parts():
    linear = np.array([0.0, 0.001, 0.0031308, 0.5, 1.0])
    assert srgb_encoded(linear) == pytest.approx([0, 0.01292, 0.04045, 0.7353570, 1.0], abs=1e-5)


@pytest.mark.parametrize(
    ("text", "name", "reflectance", "expected"),
    [
        ("linear", "linear", [0.0, 0.05, 0.2, 0.4, -0.1], [0, 0.25, 1, 1, 0]),
        ("limits:0.02,0.30", "limits:0.02,0.3", [0.02, 0.16, 0.30, 0.01], [0, 0.5, 1, 0]),
        (" Limits: 0, 1 ", "limits:0,1", [0.25], [0.25]),
        ("limits:0.02,0.03", "limits:0.02,0.03", [0.025], [0.5]),
    ],
)
def test_linear_curves(text: str, name: str, reflectance: list[float], expected: list[float]):
    curve = tone_curve(text)
    assert curve.name == name
    values = np.array(reflectance, np.float32).reshape(1, 1, -1).repeat(3, axis=0)
    np.testing.assert_allclose(curve.apply(values)[1, 0], expected, atol=1e-6)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "auto",
        "natural:1",
        "linear:2",
        "limits",
        "limits:0.2",
        "limits:0.3,0.1",
        "limits:a,b",
        "limits:0,3",
        "limits:0.02,0.0200001",
    ],
)
def test_what_is_no_curve_is_refused(text: str):
    with pytest.raises(OrderError):
        tone_curve(text)


def test_bytes_keep_0_for_no_data():
    toned = np.array([0.0, 0.001, 0.5, 1.0], np.float32).reshape(1, 1, 4).repeat(3, axis=0)
    stored = picture_bytes(toned, np.array([[False, False, False, True]]))
    assert stored[0, 0].tolist() == [1, 1, 127, 0]


def test_no_curve_depends_on_the_picture():
    """Half a picture has the colours that it has in the whole."""
    whole = np.random.default_rng(0).random((3, 20, 20)).astype(np.float32)
    for text in ("natural", "linear", "limits:0.1,0.6"):
        apply = tone_curve(text).apply
        np.testing.assert_array_equal(apply(whole)[:, :10], apply(whole[:, :10]))


def test_quicklooks_have_the_colours_of_the_true_colour_image():
    """255 = reflectance 0.2, at least 1, 0 and transparent without data."""
    values = np.array([0, 200, 1000, 2000, 9000, 65535], np.uint16).reshape(1, 1, -1).repeat(3, axis=0)
    picture = natural_colour(values, 65535, 0.0001)
    assert picture[2, 0].tolist() == [1, 25, 127, 255, 255, 0]
    assert picture[3, 0].tolist() == [255] * 5 + [0]
