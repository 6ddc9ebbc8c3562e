"""S2B's bands as S2A's: the published lines, and nothing else."""

from __future__ import annotations

import numpy as np
import pytest

from s2gm_core.radiometry.harmonise import UNCHANGED, adjustment_to_s2a, harmonised
from s2gm_core.sensors.bands import BANDS

PUBLISHED = """
B01 1.001 1.696e-4   B02 1.000 8.478e-5    B03 1.001 1.640e-4   B04 0.9998 3.546e-5
B05 0.9990 8.812e-4  B06 1.001 1.523e-3    B07 0.9995 8.810e-4  B08 1.000 -3.302e-5
B8A 0.9999 1.126e-4  B11 0.9994 1.180e-3   B12 0.9861 1.622e-3
"""  # ATBD table 2-2


def test_the_lines_are_the_published_ones() -> None:
    words = PUBLISHED.split()
    assert words[::3] == list(BANDS)
    for band, gain, offset in zip(words[::3], words[1::3], words[2::3]):
        line = adjustment_to_s2a("S2B", band)
        assert (line.gain, line.offset) == (float(gain), float(offset))


@pytest.mark.parametrize("platform", ["S2A", "S2C", "L8", "L9", ""])
def test_what_has_no_row_is_left_as_it_is(platform: str) -> None:
    values = np.array([[-0.01, 0.3], [1.2, 0.0]], np.float32)
    for band in BANDS:
        assert adjustment_to_s2a(platform, band) is UNCHANGED
        assert harmonised(values, platform, band).tolist() == values.tolist()


def test_the_direction_is_from_s2b_to_s2a() -> None:
    """Where reflectance rises with the wavelength, S2A sees more: its red edge and shortwave bands lie further up."""
    values = np.array([[0.2]], np.float32)
    for band in ("B05", "B06", "B07", "B11"):
        assert BANDS[band].s2a_nm[0] > BANDS[band].s2b_nm[0]
        assert harmonised(values, "S2B", band)[0, 0] > 0.2
    changed = harmonised(values, "S2B", "B12")
    assert changed.dtype == np.float32
    assert float(changed[0, 0]) == pytest.approx(0.9861 * 0.2 + 0.001622, abs=1e-7)
