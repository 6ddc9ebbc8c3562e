"""Roy's c of one place, step by step: view and sun as vectors between the nodes of the angle grid, then the kernels."""

from __future__ import annotations

import json
import math
from pathlib import Path
from typing import Any

TABLE = "specs/tables/brdf_roy2017.json"


def published(shared_data: Path) -> dict[str, Any]:
    """Roy's parameters and the test vectors."""
    return json.loads((shared_data.parent / TABLE).read_text(encoding="utf-8"))


def kernels_at(sun: float, view: float, azimuth: float) -> tuple[float, float]:
    """Ross-Thick and Li-Sparse-R of one geometry in degrees."""
    s, v, a = (math.radians(angle) for angle in (sun, view, azimuth))
    cos_xi = math.cos(s) * math.cos(v) + math.sin(s) * math.sin(v) * math.cos(a)
    xi = math.acos(min(1.0, max(-1.0, cos_xi)))
    ross = ((math.pi / 2 - xi) * cos_xi + math.sin(xi)) / (math.cos(s) + math.cos(v)) - math.pi / 4
    sec_s, sec_v = 1 / math.cos(s), 1 / math.cos(v)
    d2 = math.tan(s) ** 2 + math.tan(v) ** 2 - 2 * math.tan(s) * math.tan(v) * math.cos(a)
    cross = math.tan(s) * math.tan(v) * math.sin(a)
    t = math.acos(min(1.0, 2 * math.sqrt(max(0.0, d2 + cross**2)) / (sec_s + sec_v)))
    shaded = (t - math.sin(t) * math.cos(t)) * (sec_s + sec_v) / math.pi
    return ross, shaded - sec_s - sec_v + 0.5 * (1 + cos_xi) * sec_s * sec_v


def c_at(parameters: list[float], geometry: tuple[float, float, float], target: float) -> float:
    """Roy's c of parameters (isotropic, geometric, volumetric) and a geometry (sun, view zenith, relative azimuth)."""

    def reflectance(sun: float, view: float, azimuth: float) -> float:
        ross, li = kernels_at(sun, view, azimuth)
        return parameters[0] + parameters[2] * ross + parameters[1] * li

    return reflectance(target, 0.0, 0.0) / reflectance(*geometry)


def direction_at(zenith: Any, azimuth: Any, row: float, col: float) -> tuple[float, float]:
    """Zenith and azimuth at a place of an angle grid, from the four horizontal vectors around it; the rim's beyond."""
    last_row, last_col = len(zenith) - 1, len(zenith[0]) - 1
    row, col = min(max(row, 0.0), last_row), min(max(col, 0.0), last_col)
    top, left = min(int(row), last_row - 1), min(int(col), last_col - 1)
    east = north = 0.0
    for i, row_weight in ((top, 1 - (row - top)), (top + 1, row - top)):
        for j, col_weight in ((left, 1 - (col - left)), (left + 1, col - left)):
            length = math.sin(math.radians(zenith[i][j])) * row_weight * col_weight
            east += length * math.sin(math.radians(azimuth[i][j]))
            north += length * math.cos(math.radians(azimuth[i][j]))
    return math.degrees(math.asin(math.hypot(east, north))), math.degrees(math.atan2(east, north))
