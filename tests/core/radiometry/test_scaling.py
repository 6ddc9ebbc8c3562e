"""Digital numbers to reflectance and to product values."""

from __future__ import annotations

import numpy as np
import pytest

from s2gm_core.radiometry.scaling import (
    INVALID,
    SIXTEEN_BITS,
    product_from_scaled,
    reflectance_from_scaled,
    scaled_from_dn,
)


def _one(dn: int, scale: float = 1e-4, offset: float = 0.0) -> int:
    return int(scaled_from_dn(np.array([[dn]], np.uint16), scale, offset)[0, 0])


@pytest.mark.parametrize(
    ("dn", "offset", "scaled"),
    [
        (1, 0.0, 1),
        (10000, 0.0, 10000),
        (1000, -0.1, 0),  # reflectance zero is a value, not nodata
        (999, -0.1, -1),
        (1, -0.1, -999),
        (0, 0.0, INVALID),
        (0, -0.1, INVALID),  # nodata is tested before the offset
        (32767, 0.0, INVALID - 1),  # never mistaken for nodata
        (65535, 0.0, INVALID - 1),
        (33767, -0.1, INVALID - 1),
    ],
)
def test_offset_and_nodata(dn: int, offset: float, scaled: int):
    assert _one(dn, offset=offset) == scaled


def test_another_scale_is_followed():
    # Landsat Collection 2: reflectance = DN x 2.75e-5 - 0.2.
    assert _one(10000, 2.75e-5, -0.2) == 750


def test_every_digital_number_is_exact_with_the_usual_scale():
    dn = np.arange(1, 32767, dtype=np.uint16)
    assert np.array_equal(scaled_from_dn(dn, 0.0001, 0.0), dn.astype(np.int16))
    assert np.array_equal(scaled_from_dn(dn, 0.0001, -0.1), dn.astype(np.int16) - 1000)


def test_reflectance_is_one_at_ten_thousand():
    assert reflectance_from_scaled(np.array([10000, -500], np.int16)).tolist() == pytest.approx([1.0, -0.05])


def test_the_product_cuts_negative_values_to_zero_and_counts_them():
    values, negative = product_from_scaled(np.array([[-5, 0, 7, INVALID]], np.int16), SIXTEEN_BITS)
    assert values.dtype == np.uint16
    assert values.tolist() == [[0, 0, 7, 65535]]
    assert negative == 1
