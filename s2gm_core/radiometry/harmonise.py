"""From the bands of one satellite to those of another: S2B's reflectance as S2A would have measured it.

Source: S2GM ATBD v1.3.3, table 2-2 (specs s2gm-product.md 2.10): y = a1 x + a0 with x the reflectance of S2B's band and
y that of S2A's. The service published the table and did not apply it. There is no row for S2C, and none is derived.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np


@dataclass(frozen=True)
class Adjustment:
    """y = gain x + offset, in reflectance 0..1."""

    gain: float
    offset: float


UNCHANGED = Adjustment(1.0, 0.0)

_S2B_TO_S2A = {
    "B01": Adjustment(1.001, 1.696e-4),
    "B02": Adjustment(1.000, 8.478e-5),
    "B03": Adjustment(1.001, 1.640e-4),
    "B04": Adjustment(0.9998, 3.546e-5),
    "B05": Adjustment(0.9990, 8.812e-4),
    "B06": Adjustment(1.001, 1.523e-3),
    "B07": Adjustment(0.9995, 8.810e-4),
    "B08": Adjustment(1.000, -3.302e-5),
    "B8A": Adjustment(0.9999, 1.126e-4),
    "B11": Adjustment(0.9994, 1.180e-3),
    "B12": Adjustment(0.9861, 1.622e-3),
}

TO_S2A: Mapping[str, Mapping[str, Adjustment]] = MappingProxyType({"S2B": MappingProxyType(_S2B_TO_S2A)})
"""Adjustments to S2A's bands by platform and band; what has no row is left as it is: S2A, S2C, Landsat."""


def adjustment_to_s2a(platform: str, band: str) -> Adjustment:
    """What makes a band of a platform (as `Scene.platform` names it) S2A's; `UNCHANGED` where the table has no row."""
    return TO_S2A.get(platform, {}).get(band, UNCHANGED)


def harmonised(reflectance: np.ndarray, platform: str, band: str) -> np.ndarray:
    """Reflectance as S2A would have measured it; floats 0..1 of any shape, (y, x) as a rule, which is kept."""
    adjustment = adjustment_to_s2a(platform, band)
    return reflectance * adjustment.gain + adjustment.offset
